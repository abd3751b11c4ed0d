//! The parts of a neutral record that have a form of their own: media, links, reference.

use super::collector::{Collector, Refusal};
use super::node::Node;
use super::record::not_text;
use crate::model::{Media, MediaKind, Reference};

/// How the three cells are written.
pub(super) const MEDIA: &str = r#"[{"type":"image","url":"…"}]"#;
pub(super) const LINKS: &str = r#"["https://…"]"#;
pub(super) const REFERENCE: &str = r#"{"id":"…","text":"…"}"#;

/// The attachments. A plain string is the address of a picture.
pub(super) fn media(cell: &Node<'_>, collector: &mut Collector) -> Result<Vec<Media>, Refusal> {
    let items = match cell {
        Node::Null => return Ok(Vec::new()),
        Node::List(items) => items,
        _ => return Err(not_a("media", MEDIA)),
    };
    items
        .iter()
        .enumerate()
        .map(|(index, item)| match item {
            Node::Text(url) => Ok(Media {
                url: Some(url.trim().to_owned()),
                ..Media::new(MediaKind::Image)
            }),
            Node::Map(entries) => one_media(index, entries, collector),
            _ => Err(not_a("media", MEDIA)),
        })
        .collect()
}

fn one_media(
    index: usize,
    entries: &[(std::borrow::Cow<'_, str>, Node<'_>)],
    collector: &mut Collector,
) -> Result<Media, Refusal> {
    let mut media = Media::new(MediaKind::Image);
    for (key, value) in entries {
        let field = || format!("media[{index}].{key}");
        match key.as_ref() {
            "type" => {
                if let Some(kind) = string(value, field)? {
                    media.kind = kind_of(&kind);
                }
            }
            "url" => media.url = string(value, field)?.filter(|url| !url.trim().is_empty()),
            // An empty text is kept: the author left it so.
            "alt" => media.alt = string(value, field)?,
            "width" => media.width = pixels(value, field)?,
            "height" => media.height = pixels(value, field)?,
            "duration_ms" => media.duration_ms = whole(value, field)?,
            "sha256" => media.sha256 = string(value, field)?,
            other => collector.ignore(&format!("media.{other}")),
        }
    }
    Ok(media)
}

fn kind_of(name: &str) -> MediaKind {
    match name.trim().to_lowercase().as_str() {
        "image" | "photo" => MediaKind::Image,
        "video" | "animated_gif" | "gif" | "gifv" => MediaKind::Video,
        "audio" => MediaKind::Audio,
        _ => MediaKind::Other,
    }
}

/// A list of texts: expanded addresses, counterparts.
pub(super) fn texts(field: &str, cell: Node<'_>) -> Result<Vec<String>, Refusal> {
    let items = match cell {
        Node::Null => Vec::new(),
        Node::List(items) => items,
        _ => return Err(not_a(field, LINKS)),
    };
    // Collecting would keep the larger list of values under the one of texts.
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Node::Text(text) => texts.push(text.into_owned()),
            _ => return Err(not_a(field, LINKS)),
        }
    }
    Ok(texts)
}

/// What the post refers to; with its text it is complete.
pub(super) fn reference(cell: Node<'_>, collector: &mut Collector) -> Result<Reference, Refusal> {
    let entries = match cell {
        Node::Null => return Ok(Reference::default()),
        Node::Map(entries) => entries,
        _ => return Err(not_a("reference", REFERENCE)),
    };
    let mut reference = Reference::default();
    for (key, value) in entries {
        let field = || format!("reference.{key}");
        let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        match key.as_ref() {
            "id" => reference.id = filled(string(&value, field)?),
            "url" => reference.url = filled(string(&value, field)?),
            "account" => reference.account = filled(string(&value, field)?),
            "text" => reference.text = filled(string(&value, field)?),
            "language" => reference.language = filled(string(&value, field)?),
            other => collector.ignore(&format!("reference.{other}")),
        }
    }
    reference.complete = reference.text.is_some();
    Ok(reference)
}

fn string(value: &Node<'_>, field: impl Fn() -> String) -> Result<Option<String>, Refusal> {
    match value {
        Node::Null => Ok(None),
        Node::Text(text) => Ok(Some(text.clone().into_owned())),
        _ => Err(not_text(&field())),
    }
}

fn whole(value: &Node<'_>, field: impl Fn() -> String) -> Result<Option<u64>, Refusal> {
    match value {
        Node::Null => Ok(None),
        _ => value
            .whole()
            .map(Some)
            .ok_or_else(|| not_a(&field(), "1200")),
    }
}

fn pixels(value: &Node<'_>, field: impl Fn() -> String) -> Result<Option<u32>, Refusal> {
    whole(value, &field)?
        .map(|number| u32::try_from(number).map_err(|_| not_a(&field(), "1200")))
        .transpose()
}

/// A value of the wrong form, with an example of the right one.
pub(super) fn not_a(field: &str, example: &str) -> Refusal {
    Refusal::text(
        format!("`{field}` is not in the form that is read here; write it like this: {example}"),
        format!(
            "«\u{a0}{field}\u{a0}» n’a pas la forme attendue; écrivez-le ainsi\u{a0}: {example}"
        ),
    )
}
