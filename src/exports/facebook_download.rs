//! The download that Facebook gives of a page or profile: `profile_posts_*.json`, `videos.json`, `album/*.json`.
//!
//! `title` ("X shared a post") is written in the language of whoever asked for the download, and is not read. A share
//! is known by its `external_context` without an address of its own; what it shares is not in the download. The
//! description of a picture is a caption that readers see: it belongs to the text. Pictures and videos that stand in
//! no post, and descriptions of albums, are posts. How ids are made: see `meta.rs`.

use super::collector::{Collector, Note, Refusal};
use super::node::Node;
use super::unmangle::unmangle;
use super::{Export, File, Import, Options, Sink, json_list, meta};
use crate::model::{Account, Bilingual, Content, Media, Origin, Post, Profile, Reference};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::io::BufReader;

/// Facebook download.
pub(super) struct FacebookDownload;

const PLATFORM: &str = "facebook";
const PROFILE: &str = "profile_information.json";

/// What a file of the download holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Posts,
    Videos,
    Album,
    Profile,
    /// Posts as a page to look at.
    Html,
}

fn role(path: &str) -> Option<Role> {
    let is_posts = |stem: &str| {
        matches!(
            stem,
            "profile_posts"
                | "page_posts"
                | "your_posts"
                | "your_posts__check_ins__photos_and_videos"
        )
    };
    if let Some(stem) = meta::stem(path, ".html") {
        return is_posts(&stem).then_some(Role::Html);
    }
    let stem = meta::stem(path, ".json")?;
    let folder = path.rsplit('/').nth(1).unwrap_or_default();
    match stem.as_str() {
        "videos" | "your_videos" => Some(Role::Videos),
        "profile_information" => Some(Role::Profile),
        stem if is_posts(stem) => Some(Role::Posts),
        stem if folder.eq_ignore_ascii_case("album")
            && stem.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            Some(Role::Album)
        }
        _ => None,
    }
}

/// Is this the path of a file that a Facebook download is read from?
pub(super) fn is_part(path: &str) -> bool {
    role(path).is_some()
}

impl Export for FacebookDownload {
    fn name(&self) -> Bilingual<&'static str> {
        Bilingual::new("Facebook download", "téléchargement Facebook")
    }

    fn recognises(&self, files: &[File]) -> bool {
        files.iter().any(|file| match role(&file.name) {
            Some(Role::Posts | Role::Html) => true,
            Some(Role::Videos) => meta::head_holds(file, "videos_v2"),
            Some(Role::Album) => meta::head_holds(file, "\"photos\""),
            Some(Role::Profile) | None => false,
        })
    }

    fn uses(&self, file: &File, _options: &Options) -> bool {
        is_part(&file.name)
    }

    fn read(&self, label: &str, files: &[File], options: &Options, sink: Sink<'_>) -> Import {
        let mut collector = Collector::new(self.name(), sink);
        let of = |wanted: Role| {
            files
                .iter()
                .filter(move |it| role(&it.name) == Some(wanted))
        };
        let profile = of(Role::Profile).find_map(profile);
        let named = profile.as_ref().map(|it| it.account.as_str());
        let Some(owner) = meta::owner(label, named, PROFILE, options, &mut collector) else {
            return collector.finish();
        };
        let mut known = HashSet::new();
        for file in of(Role::Posts) {
            json_list::items(
                label,
                file,
                &[],
                &mut collector,
                |number, item, collector| {
                    let read = post(item, number, &owner, collector);
                    if let Ok(Some(post)) = &read {
                        known.extend(post.content.media.iter().filter_map(mark));
                    }
                    meta::take(number, read, collector);
                },
            );
        }
        for file in of(Role::Videos) {
            let keys = ["videos_v2", "videos"];
            json_list::items(
                label,
                file,
                &keys,
                &mut collector,
                |number, item, collector| {
                    let texts = [item.get("title"), item.get("description")];
                    lone(item, &texts, number, &owner, &mut known, collector);
                },
            );
        }
        for file in of(Role::Album) {
            let (mut photos, mut first) = (0, None);
            json_list::items(
                label,
                file,
                &["photos"],
                &mut collector,
                |number, item, collector| {
                    let at = meta::optional_time(item.get("creation_timestamp"));
                    (photos, first) = (number, first.into_iter().chain(at).min());
                    // The title of a picture is the name of its album, often one that Facebook gave it.
                    lone(
                        item,
                        &[item.get("description")],
                        number,
                        &owner,
                        &mut known,
                        collector,
                    );
                },
            );
            if let Some((at, text)) = first.zip(description(file)) {
                let content = Content {
                    text,
                    ..Content::default()
                };
                collector.take(photos + 1, meta::post(PLATFORM, &owner, at, content), None);
            }
        }
        if of(Role::Posts).next().is_none() {
            for file in of(Role::Html) {
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

/// Names of pictures are long, and there may be a million of them.
type Mark = [u8; 16];

fn mark(media: &Media) -> Option<Mark> {
    let digest: [u8; 32] = Sha256::digest(media.url.as_deref()?).into();
    digest.first_chunk().copied()
}

/// One item of `profile_posts_1.json`; `None` when it shows nothing.
fn post(
    item: &Node<'_>,
    number: usize,
    owner: &str,
    collector: &mut Collector,
) -> Result<Option<Post>, Refusal> {
    let at = meta::time(item.get("timestamp"), "timestamp")?;
    let data = item.get("data").list();
    let own: Vec<String> = data
        .iter()
        .filter_map(|it| meta::text(it.get("post")))
        .collect();
    let mut shown = Shown {
        texts: own.clone(),
        ..Shown::default()
    };
    for attachment in item.get("attachments").list() {
        for part in attachment.get("data").list() {
            shown.add(part);
        }
    }
    let content = Content {
        text: shown.texts.join("\n\n"),
        links: shown.links,
        media: shown.media,
    };
    if content == Content::default() && shown.shared.is_none() {
        collector.note(Note::NothingShown, number);
        return Ok(None);
    }
    let mut post = meta::post(PLATFORM, owner, at, content);
    post.origin = match shown.shared {
        None => Origin::Own,
        Some(reference) if own.is_empty() => Origin::Repost(reference),
        Some(reference) => Origin::Quote(reference),
    };
    let edits = data
        .iter()
        .filter_map(|it| meta::optional_time(it.get("update_timestamp")));
    post.edited_at = edits.max().filter(|edited| *edited > at);
    Ok(Some(post))
}

/// What a reader sees of a post.
#[derive(Default)]
struct Shown {
    texts: Vec<String>,
    links: Vec<String>,
    media: Vec<Media>,
    shared: Option<Reference>,
}

impl Shown {
    fn add(&mut self, part: &Node<'_>) {
        let media = part.get("media");
        if let Some(found) = meta::media(media) {
            self.media.push(found);
            self.say(meta::text(media.get("description")));
        }
        let context = part.get("external_context");
        if matches!(context, Node::Map(_)) {
            let url = meta::text(context.get("url"));
            if url.as_deref().is_some_and(|url| !is_of_facebook(url)) {
                self.links
                    .extend(url.filter(|url| !self.links.contains(url)));
            } else if self.shared.is_none() {
                self.shared = Some(Reference {
                    url,
                    ..Reference::default()
                });
            }
        }
        let poll = part.get("poll");
        self.say(meta::text(poll.get("question")));
        for choice in poll.get("options").list() {
            self.say(meta::text(choice.get("option")));
        }
    }

    /// A caption often repeats the text of the post, or that of the picture before it.
    fn say(&mut self, text: Option<String>) {
        if let Some(text) = text
            && !self.texts.contains(&text)
        {
            self.texts.push(text);
        }
    }
}

/// Does the address lead to something on Facebook? Its shim (`l.facebook.com`) leads elsewhere.
fn is_of_facebook(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.to_ascii_lowercase();
    match host.strip_suffix("facebook.com") {
        Some("" | "www." | "m." | "web." | "fr-ca." | "en-gb.") => true,
        _ => matches!(
            host.as_str(),
            "fb.watch" | "fb.me" | "fb.com" | "www.fb.com"
        ),
    }
}

/// A picture or video that stands in no post.
fn lone(
    item: &Node<'_>,
    texts: &[&Node<'_>],
    number: usize,
    owner: &str,
    known: &mut HashSet<Mark>,
    collector: &mut Collector,
) {
    let Some(media) = meta::media(item) else {
        return collector.reject(number, meta::unknown_form("uri"));
    };
    if mark(&media).is_some_and(|mark| !known.insert(mark)) {
        return;
    }
    let mut texts: Vec<String> = texts.iter().filter_map(|it| meta::text(it)).collect();
    texts.dedup();
    let content = Content {
        text: texts.join("\n\n"),
        links: Vec::new(),
        media: vec![media],
    };
    let at = meta::time(item.get("creation_timestamp"), "creation_timestamp");
    let read = at.map(|at| Some(meta::post(PLATFORM, owner, at, content)));
    meta::take(number, read, collector);
}

/// What the account wrote about an album.
fn description(file: &File) -> Option<String> {
    #[derive(Deserialize)]
    struct Album {
        description: Option<String>,
    }
    let album: Album = serde_json::from_reader(BufReader::new(file.reader())).ok()?;
    let text = unmangle(&album.description?).into_owned();
    (!text.trim().is_empty()).then_some(text)
}

/// Whose download it is: its user name, else what its address ends in.
fn profile(file: &File) -> Option<Profile> {
    let bytes = file.bytes();
    let root = json_list::whole(std::str::from_utf8(&bytes).ok()?)?;
    let node = match root.get("profile_v2") {
        Node::Null => root.get("profile"),
        node => node,
    };
    let url = meta::text(node.get("profile_uri"));
    let from_url = || {
        let name = url.as_deref()?.trim_end_matches('/').rsplit('/').next()?;
        (!name.contains(['?', '='])).then(|| name.to_owned())
    };
    let account = meta::text(node.get("username")).or_else(from_url)?;
    let name = match node.get("name") {
        name @ Node::Text(_) => meta::text(name),
        name => meta::text(name.get("full_name")),
    };
    Some(Profile {
        platform: PLATFORM.to_owned(),
        account: Account::normal_handle(&account),
        name,
        url,
        ..Profile::default()
    })
}
