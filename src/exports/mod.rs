//! Exports: files that people have, one file per format. Bytes in, posts out; no IO.
//!
//! Files are read piece by piece, and posts handed on as they are found: memory is bounded by the longest record, not
//! by the file. Only workbooks and repositories of Bluesky are taken into memory.
//!
//! To add a format: its file here, its two lines below, a case folder in `tests/cases/import/`.

mod archive;
mod bluesky_blocks;
mod bluesky_car;
mod clock;
mod collector;
mod columns;
mod compound;
mod facebook_download;
mod file;
mod hootsuite;
mod ids;
mod instagram_download;
mod json_list;
mod linkedin_page;
mod linkedin_shares;
mod mastodon_activity;
mod mastodon_archive;
mod meta;
mod meta_suite;
mod neutral;
mod neutral_csv;
mod node;
mod private;
mod record;
mod record_parts;
mod rewinding;
mod sprout;
mod table;
mod table_account;
mod table_format;
mod table_ids;
mod table_post;
mod table_survey;
mod table_time;
mod tables;
mod tarball;
mod text;
mod threads_download;
mod unmangle;
mod workbook;
mod x_analytics;
mod x_archive;
mod x_items;
mod x_manifest;
mod x_post;
mod x_text;
mod youtube_studio;
mod youtube_takeout;

use crate::model::{Bilingual, Interval, Language, Post, Problem, Profile};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

pub use archive::{Limits, unzip};
pub use columns::{Column, Columns, is_time_format};
pub use file::File;
pub use tarball::untar;

/// One catalogue, one ordered list: the first format that recognises the files reads them.
pub const EXPORTS: [&dyn Export; 8] = [
    &x_archive::XArchive,
    &facebook_download::FacebookDownload,
    &instagram_download::InstagramDownload,
    &threads_download::ThreadsDownload,
    &mastodon_archive::MastodonArchive,
    &bluesky_car::BlueskyCar,
    &tables::Tables,
    &neutral::Neutral,
];

/// What the user says beside the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Handle of the account, where the export does not name it.
    pub account: Option<String>,
    /// Read Windows-1252 even where UTF-8 would do.
    pub windows_1252: bool,
    /// Zone of times that a file states without one.
    pub zone: Option<TimeZone>,
    /// The only platform to read, where a file holds several.
    pub platform: Option<String>,
    /// Handles of accounts, by platform and the platform's own number.
    pub accounts: BTreeMap<(String, String), String>,
    /// Tables that the configuration describes.
    pub columns: Vec<Columns>,
}

/// A post with the label that `evaluate` compares with: equal in the two posts of a true pair.
pub type Label = Option<String>;

/// What is found in an export, in the order of its files.
#[derive(Debug)]
pub enum Found {
    /// A post with its number, from 0, and its label. One that was found before comes again, under the same number,
    /// when it turns out to be removed since.
    Post(usize, Box<Post>, Label),
    /// A record that cannot be used.
    Rejected(Problem),
}

/// Takes what is found.
pub type Sink<'s> = &'s mut dyn FnMut(Found);

/// What was read from an export. Posts, their labels and rejected records are empty where a [`Sink`] took them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Import {
    /// Name of the format, said to the user.
    pub format: Bilingual<&'static str>,
    /// The posts, in the order of the files.
    pub posts: Vec<Post>,
    /// `pair_id` of each post, in the same order; `None` where the file has no such column.
    pub labels: Option<Vec<Label>>,
    /// Records seen: posts and those that were rejected.
    pub records: usize,
    /// Rejected records, one problem each.
    pub rejected: Vec<Problem>,
    /// Other remarks (an encoding taken for another, an unknown column, a count that differs).
    pub remarks: Vec<Problem>,
    /// How accounts present themselves.
    pub profiles: Vec<Profile>,
    /// The stretch that the export says it covers; else it is inferred from the first and last post.
    pub covered: Option<Interval>,
}

/// How an export is read. One implementation a file; all of them in [`EXPORTS`].
pub trait Export: Sync {
    /// Said to the user.
    fn name(&self) -> Bilingual<&'static str>;

    /// Are these files of that format? Looks at names and first bytes only.
    fn recognises(&self, files: &[File]) -> bool;

    /// Does it read that one of the files? What it does not read is not kept either.
    fn uses(&self, _file: &File, _options: &Options) -> bool {
        true
    }

    /// Reads them. `label` is what problems name (file or archive).
    fn read(&self, label: &str, files: &[File], options: &Options, sink: Sink<'_>) -> Import;
}

/// Is an entry of a zip or folder read by some format? Of an archive only the posts, and what names the account:
/// messages, addresses and pictures are nobody's business here, and are not even opened.
#[must_use]
pub fn wanted(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".jsonl", ".csv", ".tsv", ".xls", ".car"]
        .iter()
        .any(|end| path.ends_with(end))
        || x_manifest::is_part(&path)
        || facebook_download::is_part(&path)
        || instagram_download::is_part(&path)
        || threads_download::is_part(&path)
        || mastodon_archive::is_part(&path)
}

/// The files that are read, of those that are given: the archive of a member of LinkedIn holds private messages as
/// tables beside the posts.
#[must_use]
pub fn used<'a>(files: &'a [File], options: &Options) -> Vec<&'a File> {
    let Some(export) = chosen(files, options) else {
        return Vec::new();
    };
    let used = files.iter().filter(|file| export.uses(file, options));
    used.collect()
}

/// What the user describes goes before what is known.
fn chosen(files: &[File], options: &Options) -> Option<&'static dyn Export> {
    if tables::described(files, options) {
        return Some(&tables::Tables);
    }
    EXPORTS.into_iter().find(|export| export.recognises(files))
}

/// Recognises and reads, all of it into memory.
///
/// # Errors
/// When no format recognises the files: the problem lists those that are known.
pub fn read(label: &str, files: &[File], options: &Options) -> Result<Import, Problem> {
    let (mut posts, mut labels, mut rejected) = (Vec::new(), Vec::new(), Vec::new());
    let read = stream(label, files, options, &mut |found| match found {
        Found::Rejected(problem) => rejected.push(problem),
        Found::Post(index, post, label) => {
            if let Some(known) = posts.get_mut(index) {
                *known = *post;
            } else {
                posts.push(*post);
                labels.push(label);
            }
        }
    })?;
    Ok(Import {
        posts,
        rejected,
        labels: read.labels.map(|_| labels),
        ..read
    })
}

/// Recognises and reads; `sink` takes posts and rejected records as they are found.
///
/// # Errors
/// When no format recognises the files: the problem lists those that are known. When a file cannot be read to its end,
/// though it could before: then what was found is not all.
pub fn stream(
    label: &str,
    files: &[File],
    options: &Options,
    sink: Sink<'_>,
) -> Result<Import, Problem> {
    if !files.is_empty() && files.iter().all(is_void) {
        return Err(Problem::new(
            label,
            "the file is empty, without even a header; export again",
            "le fichier est vide, sans même un en-tête; exportez de nouveau",
        ));
    }
    let Some(first) = chosen(files, options) else {
        return Err(unknown(label));
    };
    let mut has_posts = false;
    let mut import = first.read(label, files, options, &mut |found| {
        has_posts |= matches!(found, Found::Post(..));
        sink(found);
    });
    if !has_posts
        && !tables::described(files, options)
        && let Some(problem) = tables::nearly_described(label, files, options)
    {
        return Err(problem);
    }
    for file in files {
        if let Some(why) = file.failure() {
            return Err(unreadable(&place(label, file), why));
        }
    }
    let known = EXPORTS
        .into_iter()
        .filter(|export| export.name() != first.name() && export.recognises(files));
    // Tables stand in many an export; what else is recognised would go unread without a word.
    let others = known.map(Export::name);
    for other in others.filter(|other| *other != neutral::NAME && *other != tables::NAME) {
        let (english, french) = (other.english, other.french);
        import.remarks.push(Problem::new(
            label,
            format!("beside it stands another export ({english}), which was not read; import it by itself, from a folder of its own"),
            format!("à côté se trouve une autre exportation ({french}), qui n’a pas été lue; importez-la séparément, depuis son propre dossier"),
        ));
    }
    Ok(import)
}

/// Does nothing stand in it, where at least a header should? Lines of JSON have none, and a repository says itself what
/// it lacks.
fn is_void(file: &File) -> bool {
    let name = file.name.to_ascii_lowercase();
    let without = [".jsonl", ".ndjson", ".car"];
    file.head().trim_ascii().is_empty() && !without.iter().any(|end| name.ends_with(end))
}

/// A file that could be read, and now cannot.
fn unreadable(place: &str, why: &str) -> Problem {
    Problem::new(
        place,
        format!("the file can no longer be read ({why}); import it again"),
        format!("le fichier ne peut plus être lu ({why}); importez-le de nouveau"),
    )
}

fn unknown(label: &str) -> Problem {
    let known = |language| {
        let names = EXPORTS.iter().map(|export| *export.name().get(language));
        names.collect::<Vec<_>>().join(", ")
    };
    Problem::new(
        label,
        format!("not a known export; known: {}", known(Language::English)),
        format!(
            "format d’exportation inconnu; formats reconnus\u{a0}: {}",
            known(Language::French)
        ),
    )
}

/// The user says another account than the export does, and may well be right: names change.
fn read_as(label: &str, named: &str, asked: &str) -> Problem {
    Problem::new(
        label,
        format!(
            "the export is that of {named}; its posts were read as those of {asked}, as you said; check that it is the right export"
        ),
        format!(
            "l’exportation est celle de {named}; ses publications ont été lues comme celles de {asked}, comme vous l’avez dit; vérifiez que c’est la bonne exportation"
        ),
    )
}

/// Nothing read must not look like nothing published.
fn remark_if_empty(label: &str, import: &mut Import) {
    if import.records == 0 {
        import.remarks.push(Problem::new(
            label,
            "no record in it; if the account did publish, export again",
            "aucun enregistrement; si le compte a bien publié, exportez de nouveau",
        ));
    }
}

/// What problems call a file: the label alone where it already names the file.
fn place(label: &str, file: &File) -> String {
    let names_it = label
        .strip_suffix(&file.name)
        .is_some_and(|before| before.is_empty() || before.ends_with('/'));
    if names_it {
        label.to_owned()
    } else {
        format!("{label}/{}", file.name)
    }
}
