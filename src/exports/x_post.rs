//! One item of an X archive as a post, or the reason why not.

use super::clock;
use super::collector::{Collector, Note, Refusal};
use super::ids;
use super::node::Node;
use super::record::in_our_time;
use super::x_manifest::Owner;
use super::x_text::{self, Link, Shown};
use crate::model::{Content, Media, MediaKind, Origin, Post, Precision, Reference};
use jiff::Timestamp;
use std::borrow::Cow;

/// The full text of a long post. Its own id is not that of the post.
pub(super) struct LongText {
    created: Timestamp,
    text: String,
    links: Vec<Link>,
}

/// What one needs to know to read an item.
pub(super) struct Context<'a> {
    pub(super) owner: &'a Owner,
    /// In order of time.
    pub(super) long_texts: &'a [LongText],
}

/// Reads an item of `note-tweet.js`.
pub(super) fn long_text(item: &Node<'_>) -> Option<LongText> {
    let note = item.get("noteTweet");
    Some(LongText {
        created: super::x_manifest::instant(note.get("createdAt"))?,
        text: x_text::decode_entities(note.get("core").get("text").text()?),
        links: x_text::links(note.get("core").get("urls")),
    })
}

/// In order of time, as [`Context`] wants them.
pub(super) fn sort(mut texts: Vec<LongText>) -> Vec<LongText> {
    texts.sort_by_key(|text| text.created);
    texts
}

/// Reads an item of `tweets.js` and the like.
pub(super) fn build(
    tweet: &Node<'_>,
    number: usize,
    context: &Context<'_>,
    collector: &mut Collector,
) -> Result<Post, Refusal> {
    let id = id(tweet)?;
    let published_at = created(tweet)?;
    check_clock(&id, published_at)?;
    let text = match tweet.get("full_text") {
        Node::Null => tweet.get("text"),
        text => text,
    };
    let Node::Text(text) = text else {
        return Err(missing("full_text"));
    };
    let text = x_text::decode_entities(text);
    let attached = attachments(tweet);
    let media_links: Vec<&str> = attached
        .iter()
        .filter_map(|it| it.get("url").text())
        .collect();
    let show = |text: &str, links: &[Link], may_quote| {
        x_text::show(text, links, &media_links, &id, may_quote)
    };
    let links = x_text::links(tweet.get("entities").get("urls"));
    let truncated = tweet.get("truncated") == &Node::Bool(true);

    let (shown, origin, complete) = if let Some((name, rest)) = ids::repost(&text) {
        let complete = !truncated && !x_text::ends_cut(rest);
        let whole = complete.then(|| show(rest, &links, false).text);
        let reference = Reference {
            account: Some(name.to_owned()),
            complete: whole.is_some(),
            text: whole,
            ..Reference::default()
        };
        (
            show(&text, &links, false),
            Origin::Repost(reference),
            complete,
        )
    } else {
        let reply = reply(tweet, context.owner);
        let long = full_text(&text, published_at, context, number, collector);
        let (shown, complete) = match long {
            Full::Found(long) => (show(&long.text, &long.links, reply.is_none()), true),
            Full::None => {
                let shown = show(&text, &links, reply.is_none());
                let complete = !truncated && !shown.cut && !looks_cut(&shown.text);
                (shown, complete)
            }
            Full::Doubtful => (show(&text, &links, reply.is_none()), false),
        };
        let origin = reply.map_or_else(|| quote(&shown), Origin::Reply);
        (shown, origin, complete)
    };
    Ok(Post {
        platform: "x".to_owned(),
        account: context.owner.handle.clone(),
        url: Some(format!(
            "https://x.com/{}/status/{id}",
            context.owner.handle
        )),
        id,
        published_at,
        precision: Precision::Second,
        origin,
        content: Content {
            text: shown.text,
            links: shown.links,
            media: attached.iter().map(media).collect(),
        },
        complete,
        counterparts: Vec::new(),
        redacted: None,
        language_hint: tweet.get("lang").text().map(str::to_owned),
        edited_at: None,
        deleted_at: None,
    })
}

fn missing(field: &str) -> Refusal {
    Refusal::text(
        format!("`{field}` is missing; download the archive again"),
        format!("«\u{a0}{field}\u{a0}» manque; téléchargez l’archive de nouveau"),
    )
}

fn id(tweet: &Node<'_>) -> Result<String, Refusal> {
    let id = match tweet.get("id_str") {
        Node::Null => tweet.get("id"),
        id => id,
    };
    let id = id.id().ok_or_else(|| missing("id_str"))?;
    if id.parse::<u64>().is_ok_and(|number| number > 0) && id.bytes().all(|it| it.is_ascii_digit())
    {
        return Ok(id.into_owned());
    }
    let id = ids::short(&id);
    Err(Refusal::text(
        format!("{id} is not an id of X; download the archive again"),
        format!("{id} n’est pas un identifiant de X; téléchargez l’archive de nouveau"),
    ))
}

/// The time of an item, in the form of the archive or of the API.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    Timestamp::strptime("%a %b %d %H:%M:%S %z %Y", text)
        .ok()
        .or_else(|| text.parse().ok())
        .and_then(in_our_time)
}

fn created(tweet: &Node<'_>) -> Result<Timestamp, Refusal> {
    let text = tweet
        .get("created_at")
        .text()
        .ok_or_else(|| missing("created_at"))?;
    moment(text).ok_or_else(|| {
        let text = ids::short(text);
        Refusal::text(
            format!(
                "`created_at` = `{text}` is not a time between 2004 and 2100 of the form Wed Oct 10 20:19:24 +0000 2018; download the archive again"
            ),
            format!(
                "«\u{a0}created_at\u{a0}» = «\u{a0}{text}\u{a0}» n’est pas une heure entre 2004 et 2100 de la forme Wed Oct 10 20:19:24 +0000 2018; téléchargez l’archive de nouveau"
            ),
        )
    })
}

fn check_clock(id: &str, published_at: Timestamp) -> Result<(), Refusal> {
    match crate::text::clock::of("x", id) {
        Some(clock) if !clock::agree(clock, published_at) => Err(clock::contradiction(
            id,
            clock,
            &published_at.to_string(),
            (
                "download the archive again",
                "téléchargez l’archive de nouveau",
            ),
        )),
        _ => Ok(()),
    }
}

/// Only `extended_entities` has all the pictures.
fn attachments<'n, 'a>(tweet: &'n Node<'a>) -> &'n [Node<'a>] {
    match tweet.get("extended_entities").get("media").list() {
        [] => tweet.get("entities").get("media").list(),
        all => all,
    }
}

fn media(item: &Node<'_>) -> Media {
    let kind = match item.get("type").text() {
        Some("photo") => MediaKind::Image,
        Some("video" | "animated_gif") => MediaKind::Video,
        _ => MediaKind::Other,
    };
    let large = item.get("sizes").get("large");
    let side = |name| {
        large
            .get(name)
            .whole()
            .and_then(|side| u32::try_from(side).ok())
    };
    let url = item
        .get("media_url_https")
        .text()
        .or_else(|| item.get("media_url").text());
    let alt = match item.get("ext_alt_text") {
        Node::Text(alt) => Some(alt.clone().into_owned()),
        _ => None,
    };
    Media {
        url: url.map(str::to_owned),
        alt,
        width: side("w"),
        height: side("h"),
        duration_ms: item.get("video_info").get("duration_millis").whole(),
        ..Media::new(kind)
    }
}

/// Whom the post answers, with the account's present name where it answers itself.
fn reply(tweet: &Node<'_>, owner: &Owner) -> Option<Reference> {
    let id = tweet.get("in_reply_to_status_id_str").id();
    let user = tweet.get("in_reply_to_user_id_str").id();
    let name = tweet.get("in_reply_to_screen_name").text();
    if id.is_none() && user.is_none() && name.is_none() {
        return None;
    }
    let itself = user.is_some() && user.as_deref() == owner.id.as_deref();
    let account = if itself {
        Some(owner.handle.as_str())
    } else {
        name
    };
    let url = account
        .zip(id.as_deref())
        .map(|(account, id)| format!("https://x.com/{account}/status/{id}"));
    Some(Reference {
        account: account.map(str::to_owned),
        id: id.map(Cow::into_owned),
        url,
        ..Reference::default()
    })
}

fn quote(shown: &Shown) -> Origin {
    let Some(url) = &shown.quoted else {
        return Origin::Own;
    };
    let (account, id) = ids::status(url).unzip();
    Origin::Quote(Reference {
        id: id.map(str::to_owned),
        account: account.flatten().map(str::to_owned),
        url: Some(url.clone()),
        ..Reference::default()
    })
}

/// X cuts after 280 weighted characters; an ellipsis before that is the author's.
fn looks_cut(text: &str) -> bool {
    x_text::ends_cut(text) && text.chars().count() >= 240
}

/// The search for the full text of a long post.
enum Full<'a> {
    None,
    Found(&'a LongText),
    /// Two fit: neither is taken.
    Doubtful,
}

/// Two clocks wrote the two times.
const APART: i64 = 2;

/// So much of a beginning must agree; a word or two may stand at the head of another text.
const BEGINNING: usize = 20;

/// The full text begins with the cut one and was made at the same time.
fn full_text<'a>(
    text: &str,
    published_at: Timestamp,
    context: &Context<'a>,
    number: usize,
    collector: &mut Collector,
) -> Full<'a> {
    let second = published_at.as_second();
    let texts = context.long_texts;
    let first = texts.partition_point(|it| it.created.as_second() < second - APART);
    let stem = x_text::stem(text);
    let mut fitting = texts[first..]
        .iter()
        .take_while(|it| it.created.as_second() <= second + APART)
        .filter(|it| {
            it.text.starts_with(stem) && (stem.chars().count() >= BEGINNING || it.text == stem)
        });
    match (fitting.next(), fitting.next()) {
        (None, _) => Full::None,
        (Some(one), None) => Full::Found(one),
        (Some(_), Some(_)) => {
            collector.note(Note::TwoLongTexts, number);
            Full::Doubtful
        }
    }
}
