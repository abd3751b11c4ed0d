//! Mastodon: what a status means.

use super::html;
use crate::model::{Account, Content, Media, MediaKind, Origin, Post, Precision, Reference};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// What is known of the account that is read.
pub(super) struct Known<'a> {
    /// Its normal handle: `user@host`, or `user` where only the server is given.
    pub(super) handle: String,
    /// The first part of it.
    pub(super) user: String,
    /// The second part of it.
    pub(super) host: Option<String>,
    /// Its number on the server.
    pub(super) id: &'a str,
}

/// A status, as far as it matters; everything but id and time may be missing.
#[derive(Deserialize)]
pub(super) struct Status {
    id: String,
    created_at: Timestamp,
    #[serde(default)]
    edited_at: Option<Timestamp>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    uri: Option<String>,
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    spoiler_text: Option<String>,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    visibility: Option<String>,
    #[serde(default)]
    account: Option<Who>,
    #[serde(default)]
    in_reply_to_id: Option<String>,
    #[serde(default)]
    in_reply_to_account_id: Option<String>,
    #[serde(default)]
    mentions: Option<Vec<Who>>,
    #[serde(default)]
    media_attachments: Option<Vec<Attachment>>,
    #[serde(default)]
    poll: Option<Poll>,
    #[serde(default)]
    reblog: Option<Box<Status>>,
    #[serde(default)]
    quote: Option<Quote>,
}

#[derive(Deserialize)]
struct Who {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    acct: Option<String>,
}

#[derive(Deserialize)]
struct Attachment {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    preview_url: Option<String>,
    #[serde(default)]
    remote_url: Option<String>,
    #[serde(default, deserialize_with = "alt")]
    description: Option<String>,
    #[serde(default)]
    blurhash: Option<String>,
    #[serde(default)]
    meta: Option<Meta>,
}

#[derive(Deserialize)]
struct Meta {
    #[serde(default)]
    original: Option<Size>,
}

#[derive(Deserialize)]
struct Size {
    #[serde(default)]
    width: Option<u32>,
    #[serde(default)]
    height: Option<u32>,
    /// Seconds, with a fraction.
    #[serde(default)]
    duration: Option<f64>,
}

#[derive(Deserialize)]
struct Poll {
    #[serde(default)]
    options: Vec<PollOption>,
}

#[derive(Deserialize)]
struct PollOption {
    #[serde(default)]
    title: Option<String>,
}

#[derive(Deserialize)]
struct Quote {
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    quoted_status: Option<Box<Status>>,
    #[serde(default)]
    quoted_status_id: Option<String>,
}

/// Null says that the author left it empty; a field that is not there says nothing.
fn alt<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Option::<String>::deserialize(from).map(|alt| Some(alt.unwrap_or_default()))
}

/// The post of a status; `None` for one that is not public, which a public walk never shows.
pub(super) fn post(status: Status, known: &Known) -> Option<Post> {
    if !matches!(
        status.visibility.as_deref(),
        None | Some("public" | "unlisted")
    ) {
        return None;
    }
    let content = match &status.reblog {
        Some(_) => Content::default(),
        None => content(&status),
    };
    Some(Post {
        platform: "mastodon".into(),
        account: known.handle.clone(),
        precision: Precision::Second,
        origin: origin(&status, known),
        content,
        complete: true,
        id: status.id,
        url: status.url.or(status.uri),
        published_at: status.created_at,
        counterparts: Vec::new(),
        redacted: None,
        language_hint: status.language.filter(|language| !language.is_empty()),
        edited_at: status.edited_at,
        deleted_at: None,
    })
}

/// The versions of a post, oldest first, each with its own time. A version has no id of its own.
pub(super) fn versions(
    post: &Post,
    records: Vec<Value>,
) -> impl Iterator<Item = Result<Post, serde_path_to_error::Error<serde_json::Error>>> {
    records.into_iter().map(move |mut record| {
        if let Some(fields) = record.as_object_mut() {
            fields.insert("id".into(), post.id.clone().into());
        }
        let version: Status = serde_path_to_error::deserialize(&record)?;
        Ok(Post {
            content: content(&version),
            edited_at: Some(version.created_at).filter(|at| *at > post.published_at),
            ..post.clone()
        })
    })
}

fn origin(status: &Status, known: &Known) -> Origin {
    if let Some(original) = &status.reblog {
        return Origin::Repost(reference(original, known));
    }
    let own_thread = status.in_reply_to_account_id.as_deref() == Some(known.id);
    match quoted(status, known) {
        // A quote inside one's own thread is still the next part of the thread.
        Some(quote) if !own_thread => Origin::Quote(quote),
        _ if status.in_reply_to_id.is_some() || status.in_reply_to_account_id.is_some() => {
            Origin::Reply(Reference {
                id: status.in_reply_to_id.clone(),
                account: status.in_reply_to_account_id.as_deref().and_then(|id| {
                    let answered = |who: &&Who| who.id.as_deref() == Some(id);
                    if own_thread {
                        Some(known.handle.clone())
                    } else {
                        handle(status.mentions.iter().flatten().find(answered)?, known)
                    }
                }),
                ..Reference::default()
            })
        }
        _ => Origin::Own,
    }
}

/// Only an accepted quote is shown to readers; pending, refused and unknown states are not.
fn quoted(status: &Status, known: &Known) -> Option<Reference> {
    let quote = status.quote.as_ref()?;
    if quote.state.as_deref() != Some("accepted") {
        return None;
    }
    match (&quote.quoted_status, &quote.quoted_status_id) {
        (Some(original), _) => Some(reference(original, known)),
        (None, Some(id)) => Some(Reference {
            id: Some(id.clone()),
            ..Reference::default()
        }),
        (None, None) => None,
    }
}

fn reference(original: &Status, known: &Known) -> Reference {
    Reference {
        id: Some(original.id.clone()),
        url: original.url.clone().or_else(|| original.uri.clone()),
        account: original.account.as_ref().and_then(|who| handle(who, known)),
        text: original.content.is_some().then(|| content(original).text),
        language: original.language.clone(),
        complete: original.content.is_some(),
    }
}

/// A handle that compares with those of the configuration: local accounts come without a host.
fn handle(who: &Who, known: &Known) -> Option<String> {
    let name = Account::normal_handle(who.acct.as_deref()?);
    let own = who.id.as_deref() == Some(known.id) || name == known.handle || name == known.user;
    Some(match &known.host {
        _ if own => known.handle.clone(),
        Some(host) if !name.contains('@') => format!("{name}@{host}"),
        _ => name,
    })
}

fn content(status: &Status) -> Content {
    let body = html::plain(status.content.as_deref().unwrap_or_default(), None);
    // What a reader sees, in the order of the page: warning, text, choices.
    let mut parts: Vec<&str> = vec![
        status.spoiler_text.as_deref().unwrap_or_default().trim(),
        &body.text,
    ];
    for option in status.poll.iter().flat_map(|poll| &poll.options) {
        parts.push(option.title.as_deref().unwrap_or_default().trim());
    }
    parts.retain(|part| !part.is_empty());
    Content {
        text: parts.join("\n"),
        links: body.links,
        media: status
            .media_attachments
            .iter()
            .flatten()
            .map(media)
            .collect(),
    }
}

fn media(attachment: &Attachment) -> Media {
    let size = attachment
        .meta
        .as_ref()
        .and_then(|meta| meta.original.as_ref());
    Media {
        url: attachment
            .url
            .clone()
            .or_else(|| attachment.remote_url.clone()),
        // Of a picture it is a smaller one of the same.
        preview: attachment
            .preview_url
            .clone()
            .filter(|_| matches!(attachment.kind.as_deref(), Some("video" | "gifv"))),
        alt: attachment.description.clone(),
        width: size.and_then(|size| size.width),
        height: size.and_then(|size| size.height),
        duration_ms: size.and_then(|size| size.duration).and_then(milliseconds),
        blurhash: attachment.blurhash.clone(),
        ..Media::new(match attachment.kind.as_deref() {
            Some("image") => MediaKind::Image,
            Some("video" | "gifv") => MediaKind::Video,
            Some("audio") => MediaKind::Audio,
            _ => MediaKind::Other,
        })
    }
}

/// Seconds with a fraction as whole milliseconds.
pub(super) fn milliseconds(seconds: f64) -> Option<u64> {
    std::time::Duration::try_from_secs_f64(seconds)
        .ok()
        .and_then(|duration| u64::try_from(duration.as_millis()).ok())
}
