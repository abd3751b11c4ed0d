//! WordPress: what a post means, from the interface and from the feed.

use super::feed_item::{add_media, joined};
use super::{Walk, html, lenient};
use crate::model::{Account, Content, Language, Media, MediaKind, Post};
use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use url::Url;

/// Saving twice while publishing is no edit.
const EDIT: SignedDuration = SignedDuration::from_mins(1);

/// Whose posts they are.
pub(super) struct Site {
    /// The account's normal handle.
    handle: String,
    /// What numbers of posts belong to: two sites both count from 1.
    space: String,
}

impl Site {
    /// The site of the walk. Where a language is given as the account's id, one site holds several, and they share
    /// their numbers whatever the address of each.
    pub(super) fn of(walk: &Walk) -> Self {
        let handle = Account::normal_handle(&walk.account.handle);
        let space = match handle.split_once("://") {
            Some((_, rest)) => rest,
            None => &handle,
        };
        let space = match walk.account.id {
            Some(_) => space.split('/').next().unwrap_or_default(),
            None => space.trim_end_matches('/'),
        };
        Self {
            space: space.to_owned(),
            handle,
        }
    }

    fn id(&self, number: &str) -> String {
        format!("{}#{number}", self.space)
    }
}

/// A post, as far as it matters; everything but id and time may be missing.
#[derive(Deserialize)]
pub(super) struct Record {
    #[serde(deserialize_with = "lenient::id")]
    id: String,
    #[serde(deserialize_with = "utc")]
    date_gmt: Timestamp,
    #[serde(default)]
    modified_gmt: Option<Value>,
    #[serde(default)]
    link: Option<String>,
}

/// UTC without saying so.
fn utc<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(from)?;
    instant(&text).ok_or_else(|| serde::de::Error::custom(format!("no date: {text}")))
}

fn instant(text: &str) -> Option<Timestamp> {
    let date: DateTime = text.trim_end_matches('Z').parse().ok()?;
    Offset::UTC.to_timestamp(date).ok()
}

/// The post of a record; `value` is all of it, plugins' fields included.
pub(super) fn post(record: Record, value: &Value, site: &Site) -> Post {
    let base = record
        .link
        .as_deref()
        .and_then(|link| Url::parse(link).ok());
    let text = |path| value.pointer(path).and_then(Value::as_str);
    let title = html::plain(text("/title/rendered").unwrap_or_default(), None).text;
    let body = html::plain(text("/content/rendered").unwrap_or_default(), base.as_ref());
    let excerpt = html::plain(text("/excerpt/rendered").unwrap_or_default(), base.as_ref());
    // Without a text of its own the summary stands for it; behind a password there is more.
    let hidden = value.pointer("/content/protected") == Some(&Value::Bool(true));
    let summary = body.text.is_empty() && body.images.is_empty() && !excerpt.text.is_empty();
    let shown = if summary { &excerpt } else { &body };
    let mut media = featured(value);
    for image in &body.images {
        add(
            &mut media,
            Media {
                url: Some(image.url.clone()),
                alt: Some(image.alt.clone()),
                width: image.width,
                height: image.height,
                ..Media::new(MediaKind::Image)
            },
        );
    }
    let modified = record
        .modified_gmt
        .as_ref()
        .and_then(Value::as_str)
        .and_then(instant);
    Post {
        url: record.link,
        content: Content {
            text: joined(&title, &shown.text),
            links: shown.links.clone(),
            media,
        },
        complete: !hidden && !summary,
        counterparts: counterparts(&record.id, value, site),
        language_hint: lenient::at(value, "/lang")
            .or_else(|| lenient::at(value, "/wpml_current_locale")),
        edited_at: modified.filter(|modified| modified.duration_since(record.date_gmt) > EDIT),
        ..Post::new(
            "wordpress",
            site.handle.clone(),
            site.id(&record.id),
            record.date_gmt,
        )
    }
}

/// The same post from the feed keeps the id that it has in the interface, where its address tells.
pub(super) fn feed_post(post: &mut Post, site: &Site) {
    post.platform = "wordpress".into();
    let number = post.id.rsplit_once("?p=").map(|(_, number)| number);
    if let Some(number) = number
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        post.id = site.id(number);
    }
}

fn featured(value: &Value) -> Vec<Media> {
    let mut list = Vec::new();
    for media in lenient::list(value, "/_embedded/wp:featuredmedia") {
        // One that may not be shown is an error in its place.
        let Some(url) = lenient::at(media, "/source_url") else {
            continue;
        };
        let mime = lenient::at(media, "/mime_type");
        let size = |name: &str| lenient::size(media.pointer(&format!("/media_details/{name}")));
        add(
            &mut list,
            Media {
                alt: media
                    .get("alt_text")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
                width: size("width"),
                height: size("height"),
                ..Media {
                    url: Some(url.clone()),
                    ..Media::new(super::feed_item::kind(mime.as_deref(), &url))
                }
            },
        );
    }
    list
}

/// Adds a picture; one that is there in another size is the same one, described if it is described anywhere.
fn add(list: &mut Vec<Media>, mut new: Media) {
    let full = new.url.as_deref().map(full_size);
    let known = list
        .iter_mut()
        .find(|known| known.url.as_deref().map(full_size) == full);
    if let Some(known) = known {
        new.url.clone_from(&known.url);
        known.alt = known.alt.take().filter(|alt| !alt.is_empty());
        new.alt = new.alt.or_else(|| Some(String::new()));
    }
    add_media(list, new);
}

/// `picture-300x200.jpg` is made of `picture.jpg`.
fn full_size(url: &str) -> String {
    let Some((stem, end)) = url.rsplit_once('.') else {
        return url.to_owned();
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match stem.rsplit_once('-') {
        Some((name, size))
            if size
                .split_once('x')
                .is_some_and(|(width, height)| digits(width) && digits(height)) =>
        {
            format!("{name}.{end}")
        }
        _ => url.to_owned(),
    }
}

/// What Polylang (by language) and WPML (a list) name as the same post in the other official language.
fn counterparts(own: &str, value: &Value, site: &Site) -> Vec<String> {
    let mut found = Vec::new();
    let official = |tag: &str| Language::from_tag(tag).is_some();
    let polylang = value.get("translations").and_then(Value::as_object);
    for (language, id) in polylang.into_iter().flatten() {
        if let Some(id) = lenient::text(id).filter(|id| id != own && official(language)) {
            found.push(site.id(&id));
        }
    }
    for other in lenient::list(value, "/wpml_translations") {
        let id = lenient::at(other, "/id").filter(|id| id != own);
        if let Some(id) = id
            && lenient::at(other, "/locale").is_none_or(|locale| official(&locale))
        {
            // Its address where it is told: the other language may be a site of its own.
            found.push(lenient::at(other, "/href").unwrap_or_else(|| site.id(&id)));
        }
    }
    found.dedup();
    found
}
