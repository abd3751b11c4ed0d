//! X: what a post and a profile mean, with what the answer includes beside them.

use super::lenient;
use super::x_item::{Beside, Entities, Item, Medium, Poll, User};
use super::x_text::{About, Link, Shown, show, status_id, status_name};
use crate::model::{Account, Content, Media, MediaKind, Origin, Post, Profile, Reference};
use jiff::Timestamp;
use std::collections::HashMap;

/// Ids carry their time since November 2010; those before are small.
const FIRST_CLOCK: u64 = 29_700_859_247;
/// The zero of that clock, in milliseconds since 1970.
const EPOCH: i64 = 1_288_834_974_657;

/// What is known while the posts of an answer are read.
pub(super) struct Known<'a> {
    /// Normal handle of the account.
    handle: String,
    /// Its number.
    id: &'a str,
    /// The posts of the answer and those that it includes, by id.
    items: HashMap<&'a str, &'a Item>,
    users: &'a HashMap<String, User>,
    media: HashMap<String, Medium>,
    polls: HashMap<String, Poll>,
}

impl<'a> Known<'a> {
    pub(super) fn new(
        handle: &str,
        id: &'a str,
        items: &'a [Item],
        beside: &'a mut Beside,
    ) -> Self {
        let media = std::mem::take(&mut beside.media).into_iter();
        let polls = std::mem::take(&mut beside.polls).into_iter();
        let beside = &*beside;
        Self {
            handle: Account::normal_handle(handle),
            id,
            items: items
                .iter()
                .chain(&beside.items)
                .map(|item| (item.id.as_str(), item))
                .collect(),
            users: &beside.users,
            media: media.map(|it| (it.media_key.clone(), it)).collect(),
            polls: polls.map(|it| (it.id.clone(), it)).collect(),
        }
    }

    /// A name that compares with those of the configuration, which may be older than the account's own.
    fn name(&self, id: Option<&str>) -> Option<String> {
        if id == Some(self.id) {
            return Some(self.handle.clone());
        }
        let name = self.users.get(id?)?.username.as_deref()?;
        Some(Account::normal_handle(name))
    }
}

impl Item {
    fn shown(&self, known: &Known) -> Shown {
        let own = self.chain();
        let quoted = self.referred("quoted").map_or_else(Vec::new, |id| {
            let item = known.items.get(id);
            item.map_or_else(|| vec![id.to_owned()], |item| item.chain())
        });
        let note = self.note();
        let text = note.and_then(|note| note.text.as_deref());
        let text = text.or(self.text.as_deref()).unwrap_or_default();
        let about = About {
            own: &own,
            quoted: &quoted,
        };
        let mut shown = show(text, &self.links(), &about);
        // A text that is not there is not known to be empty.
        shown.cut |= self.text.is_none() && note.is_none();
        let mut parts = vec![std::mem::take(&mut shown.text)];
        if let Some(article) = &self.article {
            parts.extend(article.title.clone());
            parts.extend(article.plain_text.clone());
            shown.cut |= article.plain_text.is_none();
        }
        // As a reader sees them: below the text.
        let polls = self
            .attachments
            .iter()
            .flat_map(|it| &it.poll_ids)
            .flatten();
        let polls = polls.filter_map(|id| known.polls.get(&lenient::text(id)?));
        let choices = polls.flat_map(|poll| poll.options.iter().flatten());
        parts.extend(choices.filter_map(|choice| choice.label.clone()));
        parts.retain(|part| !part.trim().is_empty());
        shown.text = parts.join("\n");
        shown
    }
}

/// When the post of that id was made, to the second like everywhere else on X.
pub(super) fn clock(id: &str) -> Option<Timestamp> {
    let number = id.parse::<u64>().ok().filter(|id| *id >= FIRST_CLOCK)?;
    let milliseconds = EPOCH + i64::try_from(number >> 22).ok()?;
    Timestamp::from_second(milliseconds.div_euclid(1000)).ok()
}

/// The post of an item; `None` when nothing says when it was made.
pub(super) fn post(item: &Item, known: &Known) -> Option<Post> {
    let chain = item.chain();
    let (first, newest) = (chain.first()?, chain.last()?);
    let edited = chain.len() > 1;
    // The stated time is that of the newest version.
    let made = if edited { None } else { item.created_at };
    let published_at = made.or_else(|| clock(first)).or(item.created_at)?;
    let origin = origin(item, known);
    let (content, complete) = if matches!(origin, Origin::Repost(_)) {
        // Its own text is the original's, cut.
        (Content::default(), true)
    } else {
        let shown = item.shown(known);
        let content = Content {
            text: shown.text,
            links: shown.links,
            media: media(item, known),
        };
        (content, !shown.cut)
    };
    Some(Post {
        url: Some(address(Some(&known.handle), newest)),
        origin,
        content,
        complete,
        language_hint: language(item),
        edited_at: edited
            .then(|| item.created_at.or_else(|| clock(newest)))
            .flatten(),
        ..Post::new("x", &known.handle, first, published_at)
    })
}

fn address(name: Option<&str>, id: &str) -> String {
    format!("https://x.com/{}/status/{id}", name.unwrap_or("i/web"))
}

fn language(item: &Item) -> Option<String> {
    let said = item.lang.clone();
    said.filter(|language| !matches!(language.as_str(), "" | "und"))
}

fn origin(item: &Item, known: &Known) -> Origin {
    if let Some(id) = item.referred("retweeted") {
        return Origin::Repost(reference(id, item, known));
    }
    let own_thread = item.in_reply_to_user_id.as_deref() == Some(known.id);
    let answered = item.referred("replied_to");
    if let Some(id) = item.referred("quoted")
        && !own_thread
    {
        return Origin::Quote(reference(id, item, known));
    }
    match answered {
        Some(id) => Origin::Reply(reference(id, item, known)),
        // A reply to a post that is gone still names the user.
        None if item.in_reply_to_user_id.is_some() => Origin::Reply(Reference {
            account: answered_name(item, known),
            ..Reference::default()
        }),
        None => Origin::Own,
    }
}

/// What a post refers to: complete where the answer includes it.
fn reference(id: &str, by: &Item, known: &Known) -> Reference {
    let Some(item) = known.items.get(id) else {
        let account = named(id, by, known);
        return Reference {
            id: Some(id.to_owned()),
            url: Some(address(account.as_deref(), id)),
            account,
            ..Reference::default()
        };
    };
    let chain = item.chain();
    let account = known
        .name(item.author_id.as_deref())
        .or_else(|| named(id, by, known));
    let shown = item.text.is_some().then(|| item.shown(known));
    Reference {
        id: chain.first().cloned(),
        url: chain.last().map(|id| address(account.as_deref(), id)),
        account,
        complete: shown.as_ref().is_some_and(|shown| !shown.cut),
        text: shown.map(|shown| shown.text),
        language: language(item),
    }
}

/// Whose post it is, from what the post that refers to it says itself.
fn named(id: &str, by: &Item, known: &Known) -> Option<String> {
    let name = if by.referred("retweeted") == Some(id) {
        let rest = by.text.as_deref()?.strip_prefix("RT @")?;
        rest.split_once(':')?.0.to_owned()
    } else if by.referred("replied_to") == Some(id) {
        return answered_name(by, known);
    } else {
        let links = by.links();
        let mut targets = links.iter().filter_map(|link| link.expanded_url.as_deref());
        let target = targets.find(|target| status_id(target).as_deref() == Some(id))?;
        status_name(target)?
    };
    Some(Account::normal_handle(&name))
}

fn answered_name(item: &Item, known: &Known) -> Option<String> {
    let id = item.in_reply_to_user_id.as_deref()?;
    known.name(Some(id)).or_else(|| {
        let mentions = item.entities.as_ref()?.mentions.as_ref()?;
        let who = mentions.iter().find(|who| who.id.as_deref() == Some(id))?;
        Some(Account::normal_handle(who.username.as_deref()?))
    })
}

fn media(item: &Item, known: &Known) -> Vec<Media> {
    let keys = item.attachments.iter().flat_map(|it| &it.media_keys);
    keys.flatten()
        .map(|key| match known.media.get(key) {
            Some(medium) => medium.media(),
            // The beginning of a key tells what it is of.
            None => Media::new(match key.split('_').next() {
                Some("3") => MediaKind::Image,
                Some("7" | "13" | "16") => MediaKind::Video,
                _ => MediaKind::Other,
            }),
        })
        .collect()
}

impl Medium {
    fn media(&self) -> Media {
        let kind = match self.kind.as_deref() {
            Some("photo") => MediaKind::Image,
            Some("video" | "animated_gif") => MediaKind::Video,
            _ => MediaKind::Other,
        };
        let films = self.variants.iter().flatten();
        let film = films
            .filter(|it| it.content_type.as_deref() == Some("video/mp4") && it.url.is_some())
            .max_by_key(|it| it.bit_rate)
            .and_then(|it| it.url.clone());
        // Only pictures are certain to show theirs: there, none means that the author left it empty.
        let empty = (kind == MediaKind::Image).then(String::new);
        Media {
            url: self
                .url
                .clone()
                .or(film)
                .or_else(|| self.preview_image_url.clone()),
            preview: self.preview_image_url.clone(),
            alt: self.alt_text.clone().or(empty),
            width: self.width,
            height: self.height,
            duration_ms: self.duration_ms,
            ..Media::new(kind)
        }
    }
}

/// How the account presents itself.
pub(super) fn profile(user: &User, handle: &str) -> Profile {
    let list = |part: Option<&Entities>| -> Vec<Link> {
        part.and_then(|part| part.urls.clone()).unwrap_or_default()
    };
    let entities = user.entities.as_ref();
    let website = list(entities.and_then(|it| it.url.as_ref()));
    let inside = list(entities.and_then(|it| it.description.as_ref()));
    let shown = |text: &str, links: &[Link]| show(text, links, &About::default());
    let described = user.description.as_deref().map(|it| shown(it, &inside));
    let mut links: Vec<String> = user
        .url
        .as_deref()
        .filter(|url| !url.is_empty())
        .map(|url| shown(url, &website).text)
        .into_iter()
        .collect();
    for link in described.iter().flat_map(|it| &it.links) {
        if !links.contains(link) {
            links.push(link.clone());
        }
    }
    // The older field knows nothing of institutions.
    let kind = user.verified_type.as_deref().map(|kind| kind != "none");
    Profile {
        platform: "x".into(),
        account: Account::normal_handle(handle),
        id: user.id.clone(),
        name: user.name.clone(),
        url: user
            .username
            .as_deref()
            .map(|name| format!("https://x.com/{name}")),
        links,
        verified: user.verified.max(kind),
        avatar: user.profile_image_url.clone(),
        // It was asked for, and is left out where there is none.
        pinned: user
            .pinned_post_id
            .clone()
            .or_else(|| user.pinned_tweet_id.clone())
            .or_else(|| Some(String::new())),
        description: described.map(|it| it.text),
        language: None,
        welcome: None,
    }
}
