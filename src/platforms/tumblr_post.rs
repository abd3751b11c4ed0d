//! Tumblr: what a post means. Its text is made of blocks; what it passes on, root first, is its trail.

use super::feed_item::add_media;
use super::lenient;
use crate::model::{Content, Media, MediaKind, Origin, Post, Reference};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

/// A post, as far as it must be there.
#[derive(Deserialize)]
pub(super) struct Record {
    #[serde(default)]
    id_string: Option<String>,
    #[serde(default)]
    id: Option<Value>,
    timestamp: i64,
}

/// A post that the public sees.
pub(super) struct Kept {
    pub(super) post: Post,
    /// Does the blog keep it on top?
    pub(super) pinned: bool,
}

/// The post of a record; `None` for one that is not public or has no name.
pub(super) fn post(record: &Record, value: &Value, handle: &str) -> Option<Kept> {
    // The number is beyond what most readers of JSON keep exactly.
    let id = record
        .id_string
        .clone()
        .or_else(|| record.id.as_ref().and_then(lenient::text))?;
    let state = lenient::at(value, "/state");
    if state.is_some_and(|state| state != "published") {
        return None;
    }
    let published = Timestamp::from_second(record.timestamp).ok()?;
    let content = content(lenient::list(value, "/content"));
    let own = lenient::at(value, "/blog/name").or_else(|| lenient::at(value, "/blog_name"));
    let origin = origin(value, &content, handle, own.as_deref());
    Some(Kept {
        post: Post {
            url: lenient::at(value, "/post_url"),
            origin,
            content,
            ..Post::new("tumblr", handle, id, published)
        },
        pinned: value.get("is_pinned") == Some(&Value::Bool(true)),
    })
}

/// Nothing of its own is a repost; own words below own words are a thread, below others' a quote.
fn origin(value: &Value, content: &Content, handle: &str, own: Option<&str>) -> Origin {
    let silent = content.text.is_empty() && content.media.is_empty() && content.links.is_empty();
    let named = |name: &str| {
        if own == Some(name) {
            handle.to_owned()
        } else {
            name.to_lowercase()
        }
    };
    let trail: Vec<&Value> = lenient::list(value, "/trail").collect();
    let (Some(root), Some(last)) = (trail.first(), trail.last()) else {
        // What it passed on is gone, or is told by name only.
        let Some(id) = lenient::at(value, "/reblogged_root_id")
            .or_else(|| lenient::at(value, "/reblogged_from_id"))
        else {
            return Origin::Own;
        };
        let reference = Reference {
            id: Some(id),
            url: lenient::at(value, "/reblogged_root_url")
                .or_else(|| lenient::at(value, "/reblogged_from_url")),
            account: lenient::at(value, "/reblogged_root_name")
                .or_else(|| lenient::at(value, "/reblogged_from_name"))
                .map(|name| named(&name)),
            ..Reference::default()
        };
        return if silent {
            Origin::Repost(reference)
        } else {
            Origin::Quote(reference)
        };
    };
    let who = |entry: &Value| {
        lenient::at(entry, "/blog/name")
            .or_else(|| lenient::at(entry, "/broken_blog/name"))
            .or_else(|| lenient::at(entry, "/broken_blog_name"))
    };
    let (by, id) = (who(last), lenient::at(last, "/post/id"));
    if !silent && by.is_some() && by.as_deref() == own {
        return Origin::Reply(Reference {
            url: by.zip(id.as_ref()).map(|(by, id)| permalink(&by, id)),
            id,
            account: Some(handle.to_owned()),
            ..Reference::default()
        });
    }
    // Readers see the whole trail; who passes it on from whom matters less than where it began.
    let texts: Vec<String> = trail
        .iter()
        .map(|entry| self::content(lenient::list(entry, "/content")).text)
        .filter(|text| !text.is_empty())
        .collect();
    let (by, id) = (who(root), lenient::at(root, "/post/id"));
    let reference = Reference {
        url: by
            .as_ref()
            .zip(id.as_ref())
            .map(|(by, id)| permalink(by, id)),
        id,
        account: by.map(|by| named(&by)),
        text: Some(texts.join("\n\n")),
        language: None,
        complete: true,
    };
    if silent {
        Origin::Repost(reference)
    } else {
        Origin::Quote(reference)
    }
}

fn permalink(blog: &str, id: &str) -> String {
    format!("https://{blog}.tumblr.com/post/{id}")
}

fn content<'v>(blocks: impl Iterator<Item = &'v Value>) -> Content {
    let mut content = Content::default();
    let mut in_list = false;
    for block in blocks {
        let kind = lenient::at(block, "/type").unwrap_or_default();
        match kind.as_str() {
            "text" => {
                let text = lenient::at(block, "/text").unwrap_or_default();
                let item =
                    lenient::at(block, "/subtype").is_some_and(|it| it.contains("list-item"));
                line(&mut content.text, &text, item && in_list);
                in_list = item;
                for format in lenient::list(block, "/formatting") {
                    if lenient::at(format, "/type").as_deref() == Some("link") {
                        link(&mut content, lenient::at(format, "/url"));
                    }
                }
                continue;
            }
            "image" => media(&mut content, picture(block)),
            "video" => media(&mut content, film(block, MediaKind::Video)),
            "audio" => media(&mut content, film(block, MediaKind::Audio)),
            "link" => link(&mut content, lenient::at(block, "/url")),
            "poll" => {
                line(
                    &mut content.text,
                    &lenient::at(block, "/question").unwrap_or_default(),
                    false,
                );
                for answer in lenient::list(block, "/answers") {
                    let text = lenient::at(answer, "/answer_text").unwrap_or_default();
                    line(&mut content.text, &text, true);
                }
            }
            // Something newer than this program: that there is something is kept.
            _ => content.media.push(Media::new(MediaKind::Other)),
        }
        in_list = false;
    }
    content
}

fn line(text: &mut String, new: &str, close: bool) {
    if new.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push_str(if close { "\n" } else { "\n\n" });
    }
    text.push_str(new);
}

fn link(content: &mut Content, url: Option<String>) {
    if let Some(url) = url
        && !content.links.contains(&url)
    {
        content.links.push(url);
    }
}

fn media(content: &mut Content, new: Media) {
    if new.url.is_some() {
        add_media(&mut content.media, new);
    } else {
        content.media.push(new);
    }
}

/// A picture in its largest size. One without alternative text is shown without the field.
fn picture(block: &Value) -> Media {
    let width = |size: &&Value| lenient::size(size.get("width"));
    let largest = lenient::list(block, "/media").max_by_key(width);
    Media {
        url: largest.and_then(|it| lenient::at(it, "/url")),
        alt: Some(lenient::at(block, "/alt_text").unwrap_or_default()),
        width: largest.and_then(|it| lenient::size(it.get("width"))),
        height: largest.and_then(|it| lenient::size(it.get("height"))),
        ..Media::new(MediaKind::Image)
    }
}

fn film(block: &Value, kind: MediaKind) -> Media {
    let file = block.pointer("/media");
    Media {
        url: lenient::at(block, "/media/url").or_else(|| lenient::at(block, "/url")),
        alt: lenient::at(block, "/alt_text"),
        width: file.and_then(|it| lenient::size(it.get("width"))),
        height: file.and_then(|it| lenient::size(it.get("height"))),
        duration_ms: block
            .get("duration")
            .and_then(lenient::number)
            .and_then(|duration| u64::try_from(duration).ok()),
        ..Media::new(kind)
    }
}
