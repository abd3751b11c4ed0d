//! What the downloads of Facebook, Instagram and Threads have in common.
//!
//! Posts stand in them without id and permalink. The id is made here: sixteen hexadecimal digits of the SHA-256 over
//! time, repaired text and file names of the media (not their folders, whose names are localised). It stays the same
//! from one download to the next unless the text was edited in between: then the post stands twice in the store.
//! A download made for some weeks only does not say so: say `--covered`.

use super::collector::{Collector, Note, Refusal};
use super::node::Node;
use super::record::in_our_time;
use super::unmangle::unmangle;
use super::{File, Options, ids};
use crate::model::{Account, Content, Media, MediaKind, Origin, Post, Problem, Reference};
use crate::text::hex;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// Text, repaired; `None` when there is none or it is blank.
pub(super) fn text(node: &Node<'_>) -> Option<String> {
    node.text().map(|text| unmangle(text).into_owned())
}

/// A time in seconds of Unix.
pub(super) fn time(node: &Node<'_>, field: &str) -> Result<Timestamp, Refusal> {
    optional_time(node).ok_or_else(|| {
        let shown = match node {
            Node::Null => "–".to_owned(),
            Node::Whole(number) => number.to_string(),
            Node::Text(text) => ids::short(text),
            _ => "?".to_owned(),
        };
        Refusal::text(
            format!("`{field}` = `{shown}` is not a time between 2004 and 2100 in seconds of Unix; ask for the download again"),
            format!("«\u{a0}{field}\u{a0}» = «\u{a0}{shown}\u{a0}» n’est pas une heure entre 2004 et 2100 en secondes Unix; demandez de nouveau le téléchargement"),
        )
    })
}

pub(super) fn optional_time(node: &Node<'_>) -> Option<Timestamp> {
    let seconds = i64::try_from(node.whole()?).ok()?;
    in_our_time(Timestamp::from_second(seconds).ok()?)
}

/// An attachment with a file; no download shows its alternative text.
pub(super) fn media(node: &Node<'_>) -> Option<Media> {
    let uri = text(node.get("uri"))?;
    let end = uri.rsplit('.').next().unwrap_or_default().to_lowercase();
    let kind = match end.as_str() {
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "heic" | "heif" | "bmp" | "tif" | "tiff" => {
            MediaKind::Image
        }
        "mp4" | "mov" | "m4v" | "webm" | "avi" | "mkv" | "3gp" => MediaKind::Video,
        "mp3" | "m4a" | "aac" | "ogg" | "wav" => MediaKind::Audio,
        _ => MediaKind::Other,
    };
    Some(Media {
        url: Some(uri),
        ..Media::new(kind)
    })
}

/// A post with the id that the head of this file speaks of.
pub(super) fn post(platform: &str, owner: &str, at: Timestamp, content: Content) -> Post {
    let mut digest = Sha256::new();
    digest.update(at.as_second().to_string());
    digest.update([0]);
    digest.update(&content.text);
    for uri in content.media.iter().filter_map(|it| it.url.as_deref()) {
        digest.update([0]);
        digest.update(uri.rsplit('/').next().unwrap_or(uri));
    }
    let id: String = hex(&digest.finalize()).chars().take(16).collect();
    Post {
        content,
        ..Post::new(platform, owner, id, at)
    }
}

/// An entry as Instagram and Threads write it: with media, one of which holds the text when it is alone; or, for
/// stories, a medium as it is.
pub(super) fn entry(
    entry: &Node<'_>,
    number: usize,
    platform: &str,
    owner: &str,
    collector: &mut Collector,
) -> Result<Option<Post>, Refusal> {
    let alone = std::slice::from_ref(entry);
    let parts = match entry.get("media") {
        Node::Map(_) => std::slice::from_ref(entry.get("media")),
        Node::List(parts) => parts,
        _ if entry.get("uri") != &Node::Null => alone,
        _ => return Err(unknown_form("media")),
    };
    let mut texts: Vec<String> = text(entry.get("title")).into_iter().collect();
    if texts.is_empty() {
        for title in parts.iter().filter_map(|part| text(part.get("title"))) {
            if !texts.contains(&title) {
                texts.push(title);
            }
        }
    }
    let content = Content {
        text: texts.join("\n\n"),
        links: Vec::new(),
        media: parts.iter().filter_map(media).collect(),
    };
    if content.text.is_empty() && content.media.is_empty() {
        collector.note(Note::NothingShown, number);
        return Ok(None);
    }
    let own = entry.get("creation_timestamp");
    let at = match (own, parts.first()) {
        (Node::Null, Some(first)) => first.get("creation_timestamp"),
        _ => own,
    };
    let mut post = post(platform, owner, time(at, "creation_timestamp")?, content);
    let is_reply = |part: &Node<'_>| part.get("text_app_post").get("is_reply") == &Node::Bool(true);
    if parts.iter().any(is_reply) {
        post.origin = Origin::Reply(Reference::default());
    }
    Ok(Some(post))
}

pub(super) fn unknown_form(field: &str) -> Refusal {
    Refusal::text(
        format!(
            "`{field}` is missing: a form of download that this program does not know; ask for it in JSON format, and report it if it stays so"
        ),
        format!(
            "«\u{a0}{field}\u{a0}» manque\u{a0}: une forme de téléchargement que ce programme ne connaît pas; demandez-le en format JSON et signalez le problème s’il persiste"
        ),
    )
}

/// Takes what [`entry`] and the like give.
pub(super) fn take(number: usize, read: Result<Option<Post>, Refusal>, collector: &mut Collector) {
    match read {
        Ok(Some(post)) => collector.take(number, post, None),
        Ok(None) => {}
        Err(why) => collector.reject(number, why),
    }
}

/// The account: as the user says, else as the download names it.
pub(super) fn owner(
    label: &str,
    named: Option<&str>,
    file: &str,
    options: &Options,
    collector: &mut Collector,
) -> Option<String> {
    let normal = |name: &str| Some(Account::normal_handle(name)).filter(|name| !name.is_empty());
    let named = named.and_then(normal);
    let asked = options.account.as_deref().and_then(normal);
    if let (Some(named), Some(asked)) = (&named, &asked)
        && named != asked
    {
        collector.remark(super::read_as(label, named, asked));
    }
    let owner = asked.or(named);
    if owner.is_none() {
        collector.reject_whole(Problem::new(
            label,
            format!("the download does not name its account ({file} is missing); say it with --account HANDLE"),
            format!("le téléchargement ne nomme pas son compte ({file} manque); indiquez-le avec --compte IDENTIFIANT"),
        ));
    }
    owner
}

/// Name of a JSON file without its folders, its end and its number: `posts_12.json` is `posts`.
pub(super) fn stem(name: &str, end: &str) -> Option<String> {
    let name = name.rsplit('/').next()?.to_ascii_lowercase();
    let name = name.strip_suffix(end)?;
    let stem = match name.rsplit_once('_') {
        Some((before, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => before,
        _ => name,
    };
    Some(stem.to_owned())
}

/// Meta offers HTML first; it is not read.
pub(super) fn in_html(label: &str, file: &File) -> Problem {
    Problem::new(
        super::place(label, file),
        "a download in HTML, which is not read; ask Meta for it again in JSON format",
        "un téléchargement en HTML, qui n’est pas lu; demandez-le de nouveau à Meta en format JSON",
    )
}

/// Does the head of a file hold this word?
pub(super) fn head_holds(file: &File, word: &str) -> bool {
    let head = file.head().get(..HEAD).unwrap_or(file.head());
    head.windows(word.len()).any(|it| it == word.as_bytes())
}

/// So much of a file tells what it is.
const HEAD: usize = 4096;
