//! JSON Feed 1 and 1.1, read directly: the feed library drops languages, pictures and lengths of it.

use super::feed_item::{Item, Read, add_media, kind};
use super::html::{self, Plain};
use super::mastodon_status::milliseconds;
use crate::model::{Media, MediaKind};
use serde_json::Value;
use url::Url;

/// Reads a feed; `None` when the document is not one. What is missing or of another type is left out.
pub(super) fn read(document: &Value, base: Option<&Url>) -> Option<Read> {
    let version = document.get("version")?.as_str()?;
    let items = document.get("items")?.as_array()?;
    version.contains("jsonfeed.org/version/1").then(|| Read {
        items: items.iter().map(|value| item(value, base)).collect(),
        language: text(document, "language"),
        unjoined: false,
    })
}

fn text(value: &Value, name: &str) -> Option<String> {
    match value.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        // Version 1 asked readers to accept numbers as ids.
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn words(text: String) -> Plain {
    Plain {
        text,
        ..Plain::default()
    }
}

fn item(value: &Value, base: Option<&Url>) -> Item {
    let absolute = |address: String| {
        let joined = base.and_then(|base| base.join(&address).ok());
        joined.map_or(address, Into::into)
    };
    let mut media = Vec::new();
    if let Some(image) = text(value, "image").or_else(|| text(value, "banner_image")) {
        add_media(
            &mut media,
            Media {
                url: Some(absolute(image)),
                ..Media::new(MediaKind::Image)
            },
        );
    }
    for attachment in value
        .get("attachments")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        if let Some(url) = text(attachment, "url") {
            let length = attachment
                .get("duration_in_seconds")
                .and_then(Value::as_f64);
            let kind = kind(text(attachment, "mime_type").as_deref(), &url);
            add_media(
                &mut media,
                Media {
                    url: Some(absolute(url)),
                    duration_ms: length.and_then(milliseconds),
                    ..Media::new(kind)
                },
            );
        }
    }
    Item {
        guid: text(value, "id"),
        link: text(value, "url").map(absolute),
        links: text(value, "external_url")
            .map(absolute)
            .into_iter()
            .collect(),
        title: text(value, "title").unwrap_or_default(),
        summary: text(value, "summary").map(words),
        content: text(value, "content_html")
            .map(|body| html::plain(&body, base))
            .or_else(|| text(value, "content_text").map(words)),
        published: text(value, "date_published"),
        updated: text(value, "date_modified"),
        language: text(value, "language"),
        media,
        ..Item::default()
    }
}
