//! The download that Instagram gives of an account: `posts_*.json`, `reels.json`, `stories.json`, and the posts on
//! Threads that it holds too.
//!
//! A post with one picture has its text beside the picture, one with several beside itself. Archived posts are not
//! public and are not read. How ids are made: see `meta.rs`.

use super::collector::Collector;
use super::node::Node;
use super::unmangle::unmangle;
use super::{Export, File, Import, Options, Sink, json_list, meta, threads_download};
use crate::model::{Account, Bilingual, Profile};

/// Instagram download.
pub(super) struct InstagramDownload;

const PLATFORM: &str = "instagram";
pub(super) const PROFILE: &str = "personal_information.json";
/// The keys under which lists of entries stand.
const KEYS: [&str; 4] = [
    "ig_reels_media",
    "ig_stories",
    "ig_igtv_media",
    "ig_other_media",
];

/// Is this the path of posts on Instagram, in a file that ends so?
fn is_posts(path: &str, end: &str) -> bool {
    let stem = meta::stem(path, end);
    matches!(
        stem.as_deref(),
        Some("posts" | "reels" | "stories" | "igtv_videos" | "other_content")
    )
}

pub(super) fn is_profile(path: &str) -> bool {
    meta::stem(path, ".json").is_some_and(|stem| stem == "personal_information")
}

/// Is this the path of a file that an Instagram download is read from?
pub(super) fn is_part(path: &str) -> bool {
    is_posts(path, ".json") || is_posts(path, ".html") || is_profile(path)
}

/// Is it posts on Instagram, by its name and what it begins with?
pub(super) fn recognises(file: &File) -> bool {
    let known = || {
        let words = ["\"media\"", "creation_timestamp", "\"ig_"];
        words.iter().any(|word| meta::head_holds(file, word))
    };
    (is_posts(&file.name, ".json") && known()) || is_posts(&file.name, ".html")
}

impl Export for InstagramDownload {
    fn name(&self) -> Bilingual<&'static str> {
        Bilingual::new("Instagram download", "téléchargement Instagram")
    }

    fn recognises(&self, files: &[File]) -> bool {
        files.iter().any(recognises)
    }

    fn uses(&self, file: &File, _options: &Options) -> bool {
        is_part(&file.name) || threads_download::is_part(&file.name)
    }

    fn read(&self, label: &str, files: &[File], options: &Options, sink: Sink<'_>) -> Import {
        let mut collector = Collector::new(self.name(), sink);
        let profile = profile(files, PLATFORM);
        let named = profile.as_ref().map(|it| it.account.as_str());
        let Some(owner) = meta::owner(label, named, PROFILE, options, &mut collector) else {
            return collector.finish();
        };
        let mut found = false;
        for file in files.iter().filter(|it| is_posts(&it.name, ".json")) {
            found = true;
            json_list::items(
                label,
                file,
                &KEYS,
                &mut collector,
                |number, item, collector| {
                    let read = meta::entry(item, number, PLATFORM, &owner, collector);
                    meta::take(number, read, collector);
                },
            );
        }
        threads_download::posts(label, files, &owner, &mut collector);
        if !found {
            for file in files.iter().filter(|it| is_posts(&it.name, ".html")) {
                collector.reject_whole(meta::in_html(label, file));
            }
        }
        let mut import = collector.finish();
        import.profiles.extend(profile.map(|profile| Profile {
            account: owner,
            ..profile
        }));
        super::remark_if_empty(label, &mut import);
        import
    }
}

/// The names of the fields of the account, which are localised.
const NAMES: [(&str, Field); 8] = [
    ("username", Field::Username),
    ("nom d'utilisateur", Field::Username),
    ("nom d'utilisatrice", Field::Username),
    ("name", Field::Name),
    ("nom", Field::Name),
    ("bio", Field::Description),
    ("website", Field::Website),
    ("site web", Field::Website),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Username,
    Name,
    Description,
    Website,
}

fn field(key: &str) -> Option<Field> {
    let key = unmangle(key).trim().to_lowercase().replace('’', "'");
    let found = NAMES.iter().find(|(name, _)| *name == key);
    found.map(|(_, field)| *field)
}

/// Is it a field that everybody sees above the posts?
pub(super) fn is_public(key: &str) -> bool {
    field(key).is_some()
}

/// Whose download it is.
pub(super) fn profile(files: &[File], platform: &str) -> Option<Profile> {
    let file = files.iter().find(|it| is_profile(&it.name))?;
    let bytes = file.bytes();
    let root = json_list::whole(std::str::from_utf8(&bytes).ok()?)?;
    let user = root.get("profile_user").list().first()?;
    let Node::Map(fields) = user.get("string_map_data") else {
        return None;
    };
    let mut profile = Profile {
        platform: platform.to_owned(),
        ..Profile::default()
    };
    for (key, value) in fields {
        let value = meta::text(value.get("value"));
        match field(key) {
            Some(Field::Username) => {
                profile.account = Account::normal_handle(&value.unwrap_or_default());
            }
            Some(Field::Name) => profile.name = value,
            Some(Field::Description) => profile.description = value,
            Some(Field::Website) => profile.links.extend(value),
            None => {}
        }
    }
    (!profile.account.is_empty()).then_some(profile)
}
