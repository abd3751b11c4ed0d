//! YouTube: what a video and a channel mean.
//!
//! One video may carry its title and description in several languages: both official ones are its text, and one
//! that is empty is left out, so that it is missed.

use super::feed_item::joined;
use super::lenient::id;
use crate::model::{Account, Content, Media, MediaKind, Post, Profile};
use crate::text::pieces;
use jiff::{Span, SpanRelativeTo, Timestamp, Unit};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A video as delivered; everything but its id may be missing.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Video {
    #[serde(deserialize_with = "id")]
    pub(super) id: String,
    #[serde(default)]
    snippet: Option<Snippet>,
    #[serde(default)]
    content_details: Option<Details>,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    localizations: Option<BTreeMap<String, Words>>,
    #[serde(default)]
    live_streaming_details: Option<Live>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Snippet {
    #[serde(default)]
    published_at: Option<Timestamp>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    custom_url: Option<String>,
    #[serde(default)]
    default_language: Option<String>,
    #[serde(default)]
    default_audio_language: Option<String>,
    #[serde(default)]
    live_broadcast_content: Option<String>,
    #[serde(default)]
    thumbnails: Option<BTreeMap<String, Thumbnail>>,
}

impl Snippet {
    /// The largest of its pictures.
    fn picture(&self) -> Option<String> {
        let thumbnails = self.thumbnails.iter().flat_map(BTreeMap::values);
        let largest = thumbnails.max_by_key(|it| it.width)?;
        largest.url.clone()
    }
}

#[derive(Deserialize)]
struct Thumbnail {
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    width: Option<u32>,
}

#[derive(Deserialize)]
struct Details {
    #[serde(default)]
    duration: Option<String>,
    /// `"true"` or `"false"`; not in which languages.
    #[serde(default)]
    caption: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Status {
    #[serde(default)]
    privacy_status: Option<String>,
    #[serde(default)]
    upload_status: Option<String>,
}

impl Status {
    /// Listed, and there to be seen. What is new is taken for public: seen rather than lost.
    pub(super) fn is_public(&self) -> bool {
        !matches!(
            self.privacy_status.as_deref(),
            Some("private" | "unlisted" | "privacyStatusUnspecified")
        ) && !matches!(
            self.upload_status.as_deref(),
            Some("deleted" | "failed" | "rejected")
        )
    }
}

#[derive(Deserialize, Clone, Default)]
struct Words {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    description: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Live {
    #[serde(default)]
    actual_start_time: Option<Timestamp>,
}

/// A channel as delivered.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Channel {
    #[serde(deserialize_with = "id")]
    id: String,
    #[serde(default)]
    snippet: Option<Snippet>,
    #[serde(default)]
    content_details: Option<Lists>,
    #[serde(default)]
    localizations: Option<BTreeMap<String, Words>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Lists {
    #[serde(default)]
    related_playlists: Option<Related>,
}

#[derive(Deserialize)]
struct Related {
    #[serde(default)]
    uploads: Option<String>,
}

impl Channel {
    /// The list of all that was uploaded.
    pub(super) fn uploads(&self) -> String {
        let lists = self.content_details.as_ref();
        let stated = lists.and_then(|it| it.related_playlists.as_ref()?.uploads.clone());
        stated
            .filter(|list| !list.is_empty())
            // It has the name of the channel with another beginning.
            .unwrap_or_else(|| match self.id.strip_prefix("UC") {
                Some(rest) => format!("UU{rest}"),
                None => self.id.clone(),
            })
    }

    pub(super) fn profile(&self, handle: &str) -> Profile {
        let snippet = self.snippet.as_ref();
        let words = words(snippet, self.localizations.as_ref());
        let join = |pick: fn(&Words) -> Option<&String>, between: &str| {
            let mut all: Vec<&str> = Vec::new();
            for text in words.iter().filter_map(|it| pick(it)) {
                if !text.trim().is_empty() && !all.contains(&text.trim()) {
                    all.push(text.trim());
                }
            }
            (!all.is_empty()).then(|| all.join(between))
        };
        let description =
            join(|it| it.description.as_ref(), "\n\n").or_else(|| snippet.map(|_| String::new()));
        let name = snippet.and_then(|it| it.custom_url.as_deref());
        Profile {
            platform: "youtube".into(),
            account: Account::normal_handle(handle),
            id: Some(self.id.clone()),
            name: join(|it| it.title.as_ref(), " / "),
            url: Some(match name {
                Some(name) => format!("https://www.youtube.com/{name}"),
                None => format!("https://www.youtube.com/channel/{}", self.id),
            }),
            links: description.as_deref().map(links).unwrap_or_default(),
            description,
            avatar: snippet.and_then(Snippet::picture),
            language: snippet.and_then(|it| it.default_language.clone()),
            verified: None,
            pinned: None,
            welcome: None,
        }
    }
}

/// The post of a video: nothing when it is not to be seen, or not yet; a problem when nothing says since when.
pub(super) fn post(video: &Video, handle: &str) -> Option<Result<Post, ()>> {
    let snippet = video.snippet.as_ref();
    let live = snippet.and_then(|it| it.live_broadcast_content.as_deref());
    let hidden = video.status.as_ref().is_some_and(|it| !it.is_public());
    // Announced, not shown.
    if hidden || live == Some("upcoming") {
        return None;
    }
    let started = video
        .live_streaming_details
        .as_ref()
        .and_then(|it| it.actual_start_time);
    let Some(published_at) = started.or(snippet.and_then(|it| it.published_at)) else {
        return Some(Err(()));
    };
    let words = words(snippet, video.localizations.as_ref());
    let mut texts: Vec<String> = Vec::new();
    for words in &words {
        let trimmed = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
        let text = joined(&trimmed(&words.title), &trimmed(&words.description));
        // The same again says nothing in the other language.
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    let text = texts.join("\n\n");
    let details = video.content_details.as_ref();
    let captions = details.and_then(|it| it.caption.as_deref());
    let film = Media {
        duration_ms: details.and_then(|it| milliseconds(it.duration.as_deref()?)),
        preview: snippet.and_then(Snippet::picture),
        // That there are some does not say in which language.
        captions: (captions == Some("false")).then(Vec::new),
        ..film(&video.id)
    };
    let mut post = Post::new(
        "youtube",
        Account::normal_handle(handle),
        &video.id,
        published_at,
    );
    post.url = Some(address(&video.id));
    post.content = Content {
        links: links(&text),
        text,
        media: vec![film],
    };
    post.language_hint = if texts.len() > 1 {
        Some("en,fr".into())
    } else {
        snippet.and_then(|it| {
            let stated = it.default_language.as_ref();
            stated.or(it.default_audio_language.as_ref()).cloned()
        })
    };
    Some(Ok(post))
}

/// A film is where its page is.
pub(super) fn film(id: &str) -> Media {
    Media {
        url: Some(address(id)),
        ..Media::new(MediaKind::Video)
    }
}

pub(super) fn address(id: &str) -> String {
    format!("https://www.youtube.com/watch?v={id}")
}

/// Addresses in a description.
pub(super) fn links(text: &str) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for link in pieces::links(text) {
        if link.contains("://") && !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// Title and description in both official languages, English first, or as they are where not both are there.
fn words(snippet: Option<&Snippet>, localizations: Option<&BTreeMap<String, Words>>) -> Vec<Words> {
    let own = snippet.map(|it| Words {
        title: it.title.clone(),
        description: it.description.clone(),
    });
    let main = snippet.and_then(|it| it.default_language.as_deref());
    let of = |language: &str| {
        // The text of the video itself is its text in its own language.
        let own = own
            .clone()
            .filter(|_| main.is_some_and(|it| is_of(it, language)));
        own.or_else(|| local(localizations?, language))
    };
    match (of("en"), of("fr")) {
        (Some(english), Some(french)) => vec![english, french],
        _ => own.into_iter().collect(),
    }
}

/// Canada's variant of a language before the others.
fn local(localizations: &BTreeMap<String, Words>, language: &str) -> Option<Words> {
    let mut all = localizations.iter().filter(|(tag, _)| is_of(tag, language));
    let canadian = |tag: &str| tag.to_ascii_lowercase().ends_with("-ca");
    let first = all.clone().next();
    all.find(|(tag, _)| canadian(tag))
        .or(first)
        .map(|(_, words)| words.clone())
}

/// `fr`, `fr-CA`, `FR_ca` are of `fr`; `fro` is not.
fn is_of(tag: &str, language: &str) -> bool {
    let first = tag.split(['-', '_']).next().unwrap_or_default();
    first.eq_ignore_ascii_case(language)
}

/// `PT1M32S`, `P1DT2H`; a broadcast that goes on has none (`P0D`).
fn milliseconds(duration: &str) -> Option<u64> {
    let span: Span = duration.parse().ok()?;
    let total = span
        .total((Unit::Second, SpanRelativeTo::days_are_24_hours()))
        .ok()?;
    super::mastodon_status::milliseconds(total).filter(|length| *length > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lengths tell which films are the same one in two languages.
    #[test]
    fn lengths_are_read() {
        for (written, length) in [
            ("PT1M32S", Some(92_000)),
            ("P1DT2H", Some(93_600_000)),
            ("PT0.5S", Some(500)),
            ("P0D", None),
            ("-PT3S", None),
            ("1:32", None),
            ("P999999999Y", None),
        ] {
            assert_eq!(milliseconds(written), length, "{written}");
        }
    }
}
