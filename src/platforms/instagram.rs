//! Instagram, professional accounts: their media, with their captions and alternative texts.
//!
//! With an id in the configuration the interface of Facebook Login is asked, without one that of Instagram Login, whose
//! credential knows its own account. Reposts, quotes, edits and languages are not shown there.

use super::Walk;
use super::answer;
use super::graph::{Dialect, Item, links};
use super::graph_media::{Children, Shown};
use super::lenient::id;
use crate::model::{Account, Bilingual, Media, MediaKind, Post, Problem, Reference};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

/// Instagram.
pub(super) const INSTAGRAM: Dialect = Dialect {
    name: "instagram",
    about: Bilingual::new(
        "name of the account, id = its number; token with instagram_basic",
        "nom du compte, id = son numéro; jeton avec instagram_basic",
    ),
    later: |_| 0,
    title: "Instagram",
    version: "v25.0",
    hosts: ("https://graph.facebook.com", "https://graph.instagram.com"),
    by_handle: false,
    home: "https://www.instagram.com/",
    edge: "media",
    account_fields: (
        "id,username,name,biography,website,profile_picture_url",
        "id,username",
    ),
    fields: "id,caption,alt_text,media_type,media_product_type,media_url,thumbnail_url,permalink,timestamp,children{id,media_type,media_url,thumbnail_url,alt_text}",
    limit: 100,
    newest: Some(10_000),
    later_fields: ("", ""),
    permissions: Bilingual::new(
        "the permissions instagram_basic and pages_read_engagement (Facebook Login) or instagram_business_basic (Instagram Login)",
        "les permissions instagram_basic et pages_read_engagement (Facebook Login) ou instagram_business_basic (Instagram Login)",
    ),
    item,
    // The list shows everything that there is, so nothing is asked for later.
    original: |_, _, _, _| Reference::default(),
    detail: |_, _, _| {},
};

/// A post as delivered; everything but its id and its time may be missing.
#[derive(Deserialize)]
struct IgMedia {
    #[serde(deserialize_with = "id")]
    id: String,
    timestamp: Timestamp,
    #[serde(default)]
    caption: Option<String>,
    #[serde(default)]
    permalink: Option<String>,
    #[serde(default)]
    children: Option<Children>,
    #[serde(flatten)]
    own: Shown,
}

impl Shown {
    fn is_something(&self) -> bool {
        self.media_type.is_some() || self.media_url.is_some() || self.thumbnail_url.is_some()
    }
}

fn item(walk: &Walk, _account: &str, value: &Value) -> Result<Option<Item>, Problem> {
    let found: IgMedia = answer::record(walk, value, "id")?;
    let handle = Account::normal_handle(&walk.account.handle);
    let mut post = Post::new("instagram", handle, found.id, found.timestamp);
    let text = found.caption.unwrap_or_default();
    post.url = found.permalink;
    post.content.links = links(&text, []);
    post.content.text = text;
    post.content.media = match found.children.and_then(|children| children.data) {
        Some(parts) if !parts.is_empty() => parts.into_iter().map(media).collect(),
        _ if found.own.is_something() => vec![media(found.own)],
        _ => Vec::new(),
    };
    Ok(Some(Item::whole(post)))
}

fn media(shown: Shown) -> Media {
    let kind = match shown.media_type.as_deref() {
        Some("IMAGE" | "CAROUSEL_ALBUM") => MediaKind::Image,
        Some("VIDEO") => MediaKind::Video,
        _ => MediaKind::Other,
    };
    // Instagram leaves the field out where the author left it empty; films and whole albums have none.
    let describable = shown.media_type.as_deref() == Some("IMAGE");
    let empty = describable.then(String::new);
    Media {
        // A film with licensed sound comes without its own address.
        url: shown.media_url.or_else(|| shown.thumbnail_url.clone()),
        preview: shown.thumbnail_url,
        alt: shown.alt_text.or(empty),
        ..Media::new(kind)
    }
}
