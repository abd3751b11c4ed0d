//! X: posts, users and media as delivered.
//!
//! The interface is changing its words (tweet to post): both spellings are read, even side by side.

use super::lenient::{id, maybe_id, text};
use super::x_text::Link;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

/// A post as delivered; everything but its id may be missing.
#[derive(Deserialize)]
pub(super) struct Item {
    #[serde(deserialize_with = "id")]
    pub(super) id: String,
    #[serde(default)]
    pub(super) text: Option<String>,
    #[serde(default)]
    pub(super) created_at: Option<Timestamp>,
    #[serde(default)]
    pub(super) lang: Option<String>,
    #[serde(default, deserialize_with = "maybe_id")]
    pub(super) author_id: Option<String>,
    #[serde(default, deserialize_with = "maybe_id")]
    pub(super) in_reply_to_user_id: Option<String>,
    #[serde(default)]
    pub(super) entities: Option<Entities>,
    #[serde(default)]
    pub(super) attachments: Option<Attachments>,
    #[serde(default)]
    pub(super) article: Option<Article>,
    #[serde(default)]
    pub(super) note_tweet: Option<Note>,
    #[serde(default)]
    pub(super) note_post: Option<Note>,
    #[serde(default)]
    pub(super) referenced_tweets: Option<Vec<Referred>>,
    #[serde(default)]
    pub(super) referenced_posts: Option<Vec<Referred>>,
    #[serde(default)]
    pub(super) edit_history_tweet_ids: Option<Vec<Value>>,
    #[serde(default)]
    pub(super) edit_history_post_ids: Option<Vec<Value>>,
}

#[derive(Deserialize, Default)]
pub(super) struct Entities {
    #[serde(default)]
    pub(super) urls: Option<Vec<Link>>,
    #[serde(default)]
    pub(super) mentions: Option<Vec<User>>,
}

#[derive(Deserialize)]
pub(super) struct Attachments {
    #[serde(default)]
    pub(super) media_keys: Option<Vec<String>>,
    #[serde(default)]
    pub(super) poll_ids: Option<Vec<Value>>,
}

#[derive(Deserialize)]
pub(super) struct Article {
    #[serde(default)]
    pub(super) title: Option<String>,
    #[serde(default)]
    pub(super) plain_text: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Note {
    #[serde(default)]
    pub(super) text: Option<String>,
    #[serde(default)]
    pub(super) entities: Option<Entities>,
}

#[derive(Deserialize)]
pub(super) struct Referred {
    #[serde(rename = "type", default)]
    pub(super) kind: Option<String>,
    #[serde(default, deserialize_with = "maybe_id")]
    pub(super) id: Option<String>,
}

/// A user as delivered.
#[derive(Deserialize, Default)]
pub(super) struct User {
    #[serde(default, deserialize_with = "maybe_id")]
    pub(super) id: Option<String>,
    #[serde(default)]
    pub(super) username: Option<String>,
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) verified: Option<bool>,
    #[serde(default)]
    pub(super) verified_type: Option<String>,
    #[serde(default)]
    pub(super) profile_image_url: Option<String>,
    #[serde(default, deserialize_with = "maybe_id")]
    pub(super) pinned_tweet_id: Option<String>,
    #[serde(default, deserialize_with = "maybe_id")]
    pub(super) pinned_post_id: Option<String>,
    #[serde(default)]
    pub(super) entities: Option<UserEntities>,
}

#[derive(Deserialize)]
pub(super) struct UserEntities {
    #[serde(default)]
    pub(super) url: Option<Entities>,
    #[serde(default)]
    pub(super) description: Option<Entities>,
}

#[derive(Deserialize)]
pub(super) struct Medium {
    pub(super) media_key: String,
    #[serde(rename = "type", default)]
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) preview_image_url: Option<String>,
    #[serde(default)]
    pub(super) alt_text: Option<String>,
    #[serde(default)]
    pub(super) width: Option<u32>,
    #[serde(default)]
    pub(super) height: Option<u32>,
    #[serde(default)]
    pub(super) duration_ms: Option<u64>,
    #[serde(default)]
    pub(super) variants: Option<Vec<Variant>>,
}

#[derive(Deserialize)]
pub(super) struct Variant {
    #[serde(default)]
    pub(super) bit_rate: Option<u64>,
    #[serde(default)]
    pub(super) content_type: Option<String>,
    #[serde(default)]
    pub(super) url: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Poll {
    #[serde(deserialize_with = "id")]
    pub(super) id: String,
    #[serde(default)]
    pub(super) options: Option<Vec<Choice>>,
}

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    pub(super) label: Option<String>,
}

/// What an answer includes beside its posts.
#[derive(Deserialize, Default)]
pub(super) struct Includes {
    #[serde(default)]
    pub(super) tweets: Option<Vec<Value>>,
    #[serde(default)]
    pub(super) posts: Option<Vec<Value>>,
    #[serde(default)]
    pub(super) users: Option<Vec<Value>>,
    #[serde(default)]
    pub(super) media: Option<Vec<Value>>,
    #[serde(default)]
    pub(super) polls: Option<Vec<Value>>,
}

impl Includes {
    /// How many posts and users are in it: each of them is charged for.
    pub(super) fn charged(&self) -> (usize, usize) {
        let count = |list: &Option<Vec<Value>>| list.as_ref().map_or(0, Vec::len);
        (count(&self.tweets) + count(&self.posts), count(&self.users))
    }
}

/// What an answer includes, read; what cannot be read is as if it were not there.
pub(super) struct Beside {
    pub(super) items: Vec<Item>,
    pub(super) users: HashMap<String, User>,
    pub(super) media: Vec<Medium>,
    pub(super) polls: Vec<Poll>,
}

impl Beside {
    pub(super) fn read(includes: Includes) -> Self {
        fn all<T: serde::de::DeserializeOwned>(list: Option<Vec<Value>>) -> Vec<T> {
            let list = list.into_iter().flatten();
            list.filter_map(|value| serde_json::from_value(value).ok())
                .collect()
        }
        let mut items = all(includes.tweets);
        items.extend(all::<Item>(includes.posts));
        let users = all::<User>(includes.users).into_iter();
        Self {
            items,
            users: users
                .filter_map(|user| Some((user.id.clone()?, user)))
                .collect(),
            media: all(includes.media),
            polls: all(includes.polls),
        }
    }
}

impl Item {
    /// Every id of the post, oldest first: each edit makes a new one.
    pub(super) fn chain(&self) -> Vec<String> {
        let histories = [&self.edit_history_tweet_ids, &self.edit_history_post_ids];
        let mut ids: Vec<String> = histories
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(text)
            .chain([self.id.clone()])
            .collect();
        ids.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        ids.dedup();
        ids
    }

    pub(super) fn referred(&self, wanted: &str) -> Option<&str> {
        let lists = [&self.referenced_tweets, &self.referenced_posts];
        let mut all = lists.into_iter().flatten().flatten();
        all.find(|it| it.kind.as_deref() == Some(wanted))?
            .id
            .as_deref()
    }

    pub(super) fn note(&self) -> Option<&Note> {
        let note = self.note_post.as_ref().or(self.note_tweet.as_ref());
        note.filter(|note| note.text.as_deref().is_some_and(|text| !text.is_empty()))
    }

    /// Links of the short and of the full text: the full one may name fewer.
    pub(super) fn links(&self) -> Vec<Link> {
        let entities = [
            self.note().and_then(|note| note.entities.as_ref()),
            self.entities.as_ref(),
        ];
        let lists = entities.into_iter().flatten();
        lists
            .flat_map(|entities| entities.urls.iter().flatten())
            .cloned()
            .collect()
    }
}
