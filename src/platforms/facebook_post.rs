//! Facebook: what a post of a Page means.

use super::Walk;
use super::answer;
use super::graph::{Item, links};
use super::lenient::{self, id, maybe_id};
use crate::model::{
    Account, Content, Language, Media, MediaKind, Origin, Post, Problem, Reference,
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

/// A post as delivered; everything but its id and its time may be missing.
#[derive(Deserialize)]
struct PagePost {
    #[serde(deserialize_with = "id")]
    id: String,
    created_time: Timestamp,
    #[serde(default)]
    updated_time: Option<Timestamp>,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    status_type: Option<String>,
    #[serde(default, deserialize_with = "maybe_id")]
    parent_id: Option<String>,
    #[serde(default)]
    permalink_url: Option<String>,
    #[serde(default)]
    from: Option<Author>,
    #[serde(default)]
    is_published: Option<bool>,
    #[serde(default)]
    is_hidden: Option<bool>,
    #[serde(default)]
    full_picture: Option<String>,
    #[serde(default)]
    targeting: Option<Targeting>,
    #[serde(default)]
    feed_targeting: Option<Targeting>,
    #[serde(default)]
    attachments: Option<Attachments>,
}

#[derive(Deserialize)]
struct Author {
    #[serde(default, deserialize_with = "maybe_id")]
    id: Option<String>,
    #[serde(default)]
    username: Option<String>,
}

/// Whom a post is shown to.
#[derive(Deserialize)]
struct Targeting {
    /// Numbers of Meta's own, or names of locales.
    #[serde(default)]
    locales: Option<Vec<Value>>,
}

#[derive(Deserialize)]
struct Attachments {
    #[serde(default)]
    data: Option<Vec<Attachment>>,
}

#[derive(Deserialize)]
struct Attachment {
    #[serde(default)]
    media_type: Option<String>,
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    unshimmed_url: Option<String>,
    #[serde(default)]
    target: Option<Author>,
    #[serde(default)]
    media: Option<Shown>,
    #[serde(default)]
    subattachments: Option<Attachments>,
}

#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    image: Option<Picture>,
    /// Address of a film.
    #[serde(default)]
    source: Option<String>,
}

#[derive(Deserialize)]
struct Picture {
    #[serde(default)]
    src: Option<String>,
    #[serde(default)]
    width: Option<u32>,
    #[serde(default)]
    height: Option<u32>,
}

/// A post of the list; `None` for one that is not shown to the public, or that is a visitor's.
pub(super) fn item(walk: &Walk, page: &str, value: &Value) -> Result<Option<Item>, Problem> {
    let found: PagePost = answer::record(walk, value, "id")?;
    if found.is_published == Some(false) || found.is_hidden == Some(true) || found.is_visitors(page)
    {
        return Ok(None);
    }
    let handle = Account::normal_handle(&walk.account.handle);
    let mut post = Post::new("facebook", handle, &found.id, found.created_time);
    let text = found.message.clone().unwrap_or_default();
    post.url.clone_from(&found.permalink_url);
    // It moves for other reasons as well, a comment for example; but after an edit it has moved.
    post.edited_at = found.updated_time.filter(|at| *at > found.created_time);
    post.language_hint = found.language();
    if let Some(parent) = found.parent() {
        let (reference, shown) = found.shared(parent);
        post.origin = if text.trim().is_empty() {
            Origin::Repost(reference)
        } else {
            Origin::Quote(reference)
        };
        // What is attached is the other post's.
        post.content = Content {
            links: links(&text, []),
            text,
            media: Vec::new(),
        };
        let original = Some(parent.to_owned());
        return Ok(Some(Item {
            original,
            shown,
            ..Item::whole(post)
        }));
    }
    let attached = found.attached();
    let addresses = attached.iter().filter_map(|one| one.link());
    post.content.links = links(&text, addresses);
    post.content.text = text;
    let mut details = Vec::new();
    for one in attached {
        if let Some(media) = one.media() {
            let target = one.target.as_ref().and_then(|target| target.id.clone());
            if let (MediaKind::Image, Some(id)) = (media.kind, target) {
                details.push((id, post.content.media.len()));
            }
            post.content.media.push(media);
        }
    }
    if found.attachments.is_none()
        && let Some(url) = found.full_picture
    {
        let url = Some(url);
        let picture = Media::new(MediaKind::Image);
        post.content.media.push(Media { url, ..picture });
    }
    Ok(Some(Item {
        details,
        ..Item::whole(post)
    }))
}

impl PagePost {
    /// The number of the Page stands before that of the post.
    fn is_visitors(&self, page: &str) -> bool {
        let author = self.from.as_ref().and_then(|from| from.id.as_deref());
        let (of, _) = self.id.split_once('_').unwrap_or_default();
        // With new Pages a Page has more than one number; one that agrees is enough.
        author.is_some_and(|author| author != page && author != of && !of.is_empty())
    }

    /// The post that it shares. Pictures of one's own are not shared, whatever they belong to.
    fn parent(&self) -> Option<&str> {
        let own = matches!(
            self.status_type.as_deref(),
            Some("added_photos" | "added_video")
        );
        let parent = self.parent_id.as_deref();
        parent.filter(|parent| !own && *parent != self.id)
    }

    /// What is shared: named by the post, and as far as the attachment shows it. The latter is kept apart, because
    /// the shared post itself knows better, where it can be read.
    fn shared(&self, parent: &str) -> (Reference, Option<Reference>) {
        let all = self.attachments.iter().flat_map(|all| &all.data).flatten();
        let first = all.into_iter().next();
        let named = Reference {
            id: Some(parent.to_owned()),
            url: first.and_then(|first| first.unshimmed_url.clone()),
            ..Reference::default()
        };
        let text = first.and_then(|first| first.description.clone());
        let text = text.filter(|text| !text.trim().is_empty());
        let shown = text.map(|text| Reference {
            complete: !text.trim_end().ends_with(['…']) && !text.trim_end().ends_with("..."),
            text: Some(text),
            ..named.clone()
        });
        (named, shown)
    }

    /// Attachments in order, those of an album one by one.
    fn attached(&self) -> Vec<&Attachment> {
        let all = self.attachments.iter().flat_map(|all| &all.data).flatten();
        all.flat_map(|one| {
            let parts = one.subattachments.as_ref().and_then(|it| it.data.as_ref());
            match parts {
                Some(parts) if !parts.is_empty() => parts.iter().collect(),
                _ => vec![one],
            }
        })
        .collect()
    }

    /// The language of those who are shown the post, where it is one.
    fn language(&self) -> Option<String> {
        let targeted = [&self.targeting, &self.feed_targeting];
        let locales = targeted
            .into_iter()
            .filter_map(|it| it.as_ref()?.locales.as_ref())
            .find(|locales| !locales.is_empty())?;
        let mut languages = locales.iter().map(language);
        let first = languages.next()??;
        let one = languages.all(|language| language == Some(first));
        one.then(|| first.code().to_owned())
    }
}

/// Locales of targeting are numbers: of a language in one country, or of a language in all.
fn language(locale: &Value) -> Option<Language> {
    match lenient::text(locale)?.as_str() {
        // United States, United Kingdom, all.
        "6" | "24" | "1001" => Some(Language::English),
        // France, Canada, all.
        "9" | "44" | "1003" => Some(Language::French),
        name => Language::from_tag(name),
    }
}

impl Attachment {
    fn is_link(&self) -> bool {
        self.media_type.as_deref() == Some("link") || self.kind.as_deref() == Some("share")
    }

    /// Where a link leads to, not where Facebook counts it.
    fn link(&self) -> Option<String> {
        if !self.is_link() {
            return None;
        }
        let direct = self.unshimmed_url.clone();
        direct.or_else(|| self.url.as_deref().map(unshimmed))
    }

    fn media(&self) -> Option<Media> {
        // What a link shows is its page's.
        let shown = self.media.as_ref().filter(|_| !self.is_link())?;
        let picture = shown.image.as_ref();
        let src = picture.and_then(|picture| picture.src.clone());
        let kind = match (self.kind.as_deref(), self.media_type.as_deref()) {
            (Some("photo" | "profile_media" | "cover_photo"), _) | (_, Some("photo")) => {
                MediaKind::Image
            }
            (_, Some("video")) => MediaKind::Video,
            (Some(kind), _) if kind.starts_with("video") || kind.starts_with("animated") => {
                MediaKind::Video
            }
            // An album whose pictures are not listed shows its first one.
            (Some("album"), _) | (_, Some("album")) => MediaKind::Image,
            _ => MediaKind::Other,
        };
        let film = shown.source.clone();
        Some(Media {
            url: film.or_else(|| src.clone()),
            preview: src.filter(|_| kind != MediaKind::Image),
            width: picture.and_then(|picture| picture.width),
            height: picture.and_then(|picture| picture.height),
            ..Media::new(kind)
        })
    }
}

/// The address inside `https://l.facebook.com/l.php?u=…`.
fn unshimmed(address: &str) -> String {
    let inner = Url::parse(address).ok().and_then(|url| {
        let shim = url.host_str()?.ends_with("facebook.com") && url.path() == "/l.php";
        let mut query = url.query_pairs();
        let (_, inner) = query.find(|(name, _)| shim && name == "u")?;
        Some(inner.into_owned())
    });
    inner.unwrap_or_else(|| address.to_owned())
}

/// A shared post; one that is shown without its time is shown in part, and its words are not known.
pub(super) fn original(walk: &Walk, page: &str, id: &str, value: &Value) -> Reference {
    let named = Reference {
        id: Some(id.to_owned()),
        ..Reference::default()
    };
    let Ok(found) = answer::record::<PagePost>(walk, value, "id") else {
        return named;
    };
    let author = found.from.as_ref();
    let ours = author.is_some_and(|from| from.id.as_deref() == Some(page));
    let handle = author.and_then(|from| from.username.as_deref());
    Reference {
        account: if ours {
            Some(Account::normal_handle(&walk.account.handle))
        } else {
            handle.map(Account::normal_handle)
        },
        language: found.language(),
        text: Some(found.message.unwrap_or_default()),
        url: found.permalink_url,
        complete: true,
        ..named
    }
}

/// A picture's own words: Facebook leaves the field out where the author left it empty, and guesses in another one.
pub(super) fn detail(post: &mut Post, at: usize, value: &Value) {
    if let Some(media) = post.content.media.get_mut(at)
        && value.get("id").is_some()
    {
        let words = value.get("alt_text_custom").and_then(Value::as_str);
        media.alt = Some(words.unwrap_or_default().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A link that Facebook counts leads to the page behind it, which is what a reader sees.
    #[test]
    fn links_lead_where_they_lead() {
        for (address, leads) in [
            (
                "https://l.facebook.com/l.php?u=https%3A%2F%2Fcoast.example%2Ffr%3Fa%3D1&h=X",
                "https://coast.example/fr?a=1",
            ),
            (
                "https://l.facebook.com/l.php",
                "https://l.facebook.com/l.php",
            ),
            (
                "https://coast.example/l.php?u=x",
                "https://coast.example/l.php?u=x",
            ),
            ("?", "?"),
        ] {
            assert_eq!(unshimmed(address), leads);
        }
    }
}
