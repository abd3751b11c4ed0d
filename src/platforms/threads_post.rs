//! Threads: what a post means.

use super::Walk;
use super::answer;
use super::graph::{Item, links};
use super::graph_media::{Children, Shown};
use super::lenient::{id, maybe_id};
use crate::model::{Account, Media, MediaKind, Origin, Post, Problem, Reference};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

/// A post as delivered; everything but its id and its time may be missing.
#[derive(Deserialize)]
struct Thread {
    #[serde(deserialize_with = "id")]
    id: String,
    timestamp: Timestamp,
    #[serde(default)]
    permalink: Option<String>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    text_attachment: Option<LongText>,
    #[serde(default)]
    link_attachment_url: Option<String>,
    #[serde(default)]
    gif_url: Option<String>,
    #[serde(default)]
    poll_attachment: Option<Poll>,
    #[serde(default)]
    children: Option<Children>,
    #[serde(default)]
    quoted_post: Option<Node>,
    #[serde(default)]
    reposted_post: Option<Node>,
    #[serde(default)]
    replied_to: Option<Node>,
    #[serde(flatten)]
    own: Shown,
}

/// Text that is too long for a post goes with it.
#[derive(Deserialize)]
struct LongText {
    #[serde(default)]
    plaintext: Option<String>,
    #[serde(default)]
    link_attachment_url: Option<String>,
}

#[derive(Deserialize)]
struct Poll {
    #[serde(rename = "option_a", default)]
    first: Option<String>,
    #[serde(rename = "option_b", default)]
    second: Option<String>,
    #[serde(rename = "option_c", default)]
    third: Option<String>,
    #[serde(rename = "option_d", default)]
    fourth: Option<String>,
}

/// Something of which only the id is told.
#[derive(Deserialize)]
struct Node {
    #[serde(default, deserialize_with = "maybe_id")]
    id: Option<String>,
}

/// A post of the list.
pub(super) fn item(walk: &Walk, _account: &str, value: &Value) -> Result<Option<Item>, Problem> {
    let found: Thread = answer::record(walk, value, "id")?;
    let handle = Account::normal_handle(&walk.account.handle);
    let mut post = Post::new("threads", handle, &found.id, found.timestamp);
    post.url.clone_from(&found.permalink);
    let named = |node: &Option<Node>| {
        let id = node.as_ref()?.id.clone();
        id.is_some().then(|| Reference {
            id,
            ..Reference::default()
        })
    };
    let facade = found.own.media_type.as_deref() == Some("REPOST_FACADE");
    let reposted = named(&found.reposted_post);
    if facade || reposted.is_some() {
        post.origin = Origin::Repost(reposted.unwrap_or_default());
    } else {
        post.origin = match (named(&found.replied_to), named(&found.quoted_post)) {
            // A quote inside one's own thread is still the next part of the thread.
            (Some(answered), _) => Origin::Reply(answered),
            (None, Some(quoted)) => Origin::Quote(quoted),
            (None, None) => Origin::Own,
        };
        post.content.text = found.words();
        post.content.links = found.links(&post.content.text);
        post.content.media = found.media();
    }
    let untold = found.children.iter().flat_map(|all| &all.data).flatten();
    let untold = untold.into_iter().any(|one| one.media_type.is_none());
    let mut item = Item {
        original: post.origin.reference().and_then(|to| to.id.clone()),
        ..Item::whole(post)
    };
    if untold {
        item.details.push((found.id, 0));
    }
    Ok(Some(item))
}

impl Thread {
    /// What a reader sees, in the order of the page: text, choices, long text.
    fn words(&self) -> String {
        let mut words = self.text.as_deref().unwrap_or_default().trim().to_owned();
        let long = self.text_attachment.as_ref();
        let long = long.and_then(|long| long.plaintext.as_deref());
        let choices = self
            .poll_attachment
            .iter()
            .flat_map(|poll| [&poll.first, &poll.second, &poll.third, &poll.fourth]);
        let choices = choices.flatten().map(|choice| ("\n", choice.as_str()));
        for (between, more) in choices.chain(long.map(|long| ("\n\n", long))) {
            let more = more.trim();
            if !words.is_empty() && !more.is_empty() {
                words.push_str(between);
            }
            words.push_str(more);
        }
        words
    }

    fn links(&self, words: &str) -> Vec<String> {
        let long = self.text_attachment.as_ref();
        let long = long.and_then(|long| long.link_attachment_url.clone());
        links(
            words,
            self.link_attachment_url.clone().into_iter().chain(long),
        )
    }

    fn media(&self) -> Vec<Media> {
        let parts = self.children.as_ref().and_then(|it| it.data.as_ref());
        if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
            return parts.iter().map(media).collect();
        }
        if let Some(gif) = &self.gif_url {
            let url = Some(gif.clone());
            let moving = Media::new(MediaKind::Video);
            return vec![Media { url, ..moving }];
        }
        match self.own.media_type.as_deref() {
            // Polls and animated pictures are called so too.
            Some("TEXT_POST") => Vec::new(),
            _ if self.own.media_url.is_some() || self.own.thumbnail_url.is_some() => {
                vec![media(&self.own)]
            }
            _ => Vec::new(),
        }
    }
}

fn media(shown: &Shown) -> Media {
    let kind = match shown.media_type.as_deref() {
        Some("IMAGE" | "CAROUSEL_ALBUM") => MediaKind::Image,
        Some("VIDEO") => MediaKind::Video,
        Some("AUDIO") => MediaKind::Audio,
        _ => MediaKind::Other,
    };
    // Threads leaves the field out where the author left it empty; whole albums and sound have none.
    let describable = matches!(shown.media_type.as_deref(), Some("IMAGE" | "VIDEO"));
    let empty = describable.then(String::new);
    let url = shown.media_url.clone();
    Media {
        url: url.or_else(|| shown.thumbnail_url.clone()),
        preview: shown.thumbnail_url.clone(),
        alt: shown.alt_text.clone().or(empty),
        ..Media::new(kind)
    }
}

/// A post that another one repeats, quotes or answers; one that is shown without its time is shown in part, and its
/// words are not known.
pub(super) fn original(walk: &Walk, _account: &str, id: &str, value: &Value) -> Reference {
    let named = Reference {
        id: Some(id.to_owned()),
        ..Reference::default()
    };
    let Ok(found) = answer::record::<Thread>(walk, value, "id") else {
        return named;
    };
    Reference {
        account: found.username.as_deref().map(Account::normal_handle),
        text: Some(found.words()),
        complete: true,
        url: found.permalink,
        ..named
    }
}

/// The attachments of a post, of which the list showed the ids only.
pub(super) fn detail(post: &mut Post, _at: usize, value: &Value) {
    let children: Option<Children> = value
        .get("children")
        .and_then(|children| Deserialize::deserialize(children).ok());
    let parts = children.and_then(|children| children.data);
    if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
        post.content.media = parts.iter().map(media).collect();
    }
}
