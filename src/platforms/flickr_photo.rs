//! Flickr: what a photo means. Title and description are its text; alternative texts do not exist there.

use super::answer::place;
use super::feed_item::joined;
use super::{Walk, html, lenient};
use crate::model::{Account, Media, MediaKind, Post, Problem};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

/// A photo of the interface; everything but id and time may be missing.
#[derive(Deserialize)]
pub(super) struct Photo {
    #[serde(deserialize_with = "lenient::id")]
    id: String,
    dateupload: Value,
}

/// An item of the public feed.
#[derive(Deserialize)]
pub(super) struct Fed {
    link: String,
    published: Timestamp,
}

/// The post of a photo. Its last update is left out: it moves with every comment and tag, and is no edit.
pub(super) fn photo(walk: &Walk, found: &Photo, value: &Value) -> Result<Post, Problem> {
    let uploaded =
        lenient::number(&found.dateupload).and_then(|seconds| Timestamp::from_second(seconds).ok());
    let Some(uploaded) = uploaded else {
        return Err(Problem::new(
            format!("{} {}", place(walk), found.id),
            "this photo has no time of upload and was left out",
            "cette photo n’a pas d’heure de téléversement et a été laissée de côté",
        ));
    };
    let owner = lenient::at(value, "/pathalias").or_else(|| lenient::at(value, "/owner"));
    let title = lenient::at(value, "/title").unwrap_or_default();
    let description = lenient::at(value, "/description/_content").unwrap_or_default();
    let mut post = Post::new(
        "flickr",
        Account::normal_handle(&walk.account.handle),
        found.id.as_str(),
        uploaded,
    );
    post.url = owner.map(|owner| format!("https://www.flickr.com/photos/{owner}/{}", found.id));
    words(&mut post, &title, &description.replace('\n', "<br>"));
    post.content.media.push(media(value));
    Ok(post)
}

fn words(post: &mut Post, title: &str, description: &str) {
    let below = html::plain(description, None);
    post.content.text = joined(&html::decode(title), &below.text);
    post.content.links = below.links;
}

fn media(value: &Value) -> Media {
    let kind = match lenient::at(value, "/media").as_deref() {
        Some("photo") | None => MediaKind::Image,
        Some("video") => MediaKind::Video,
        Some(_) => MediaKind::Other,
    };
    let shown = ["o", "l", "c"].into_iter().find_map(|size| {
        let of = |name: &str| format!("{name}_{size}");
        lenient::at(value, &format!("/{}", of("url"))).map(|url| {
            let length = |name| lenient::size(value.get(of(name)));
            (url, length("width"), length("height"))
        })
    });
    let original = |name| lenient::size(value.get(name));
    let (url, width, height) = shown.map_or((None, None, None), |(url, width, height)| {
        (Some(url), width, height)
    });
    Media {
        url,
        width: original("o_width").or(width),
        height: original("o_height").or(height),
        ..Media::new(kind)
    }
}

/// The post of an item of the feed. Its description begins with "NAME posted a photo:" and the picture; the
/// picture's alternative text is its title, not the author's.
pub(super) fn fed(walk: &Walk, found: &Fed, value: &Value) -> Post {
    let id = found
        .link
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let mut post = Post::new(
        "flickr",
        Account::normal_handle(&walk.account.handle),
        id,
        found.published,
    );
    let title = lenient::at(value, "/title").unwrap_or_default();
    let description = lenient::at(value, "/description").unwrap_or_default();
    let opens = description
        .split_once("</p>")
        .filter(|(opening, _)| opening.contains(" posted a "));
    words(
        &mut post,
        &title,
        opens.map_or(description.as_str(), |(_, rest)| rest),
    );
    post.content.links.retain(|link| *link != found.link);
    post.content.media.push(Media {
        url: lenient::at(value, "/media/m"),
        ..Media::new(MediaKind::Image)
    });
    post.url = Some(found.link.trim_end_matches('/').to_owned());
    post
}
