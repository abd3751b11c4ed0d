//! One activity of a Mastodon archive as a post, or the reason why not.

use super::collector::Refusal;
use super::ids;
use super::node::Node;
use super::record::in_our_time;
use crate::model::{Account, Content, Media, MediaKind, Origin, Post, Reference};
use crate::text::html;
use jiff::Timestamp;

/// Whose archive it is.
pub(super) struct Owner {
    /// As in the configuration: `user@host`, or `user`.
    pub(super) handle: String,
    /// The address of the account.
    pub(super) address: Option<String>,
}

/// What an activity is.
pub(super) enum Read {
    /// Something published.
    Post(Box<Post>),
    /// Something that not everybody sees.
    Private,
    /// A like, an update, something newer than this program.
    NoPost,
}

/// Reads an item of `orderedItems`.
pub(super) fn read(activity: &Node<'_>, owner: &Owner) -> Result<Read, Refusal> {
    if !is_public(activity) {
        return Ok(Read::Private);
    }
    let object = activity.get("object");
    let post = match activity.get("type").text() {
        Some("Announce") => boost(activity, object, owner)?,
        Some("Create") => match object {
            Node::Map(_) => written(activity, object, owner)?,
            _ => return Err(missing("object")),
        },
        _ => return Ok(Read::NoPost),
    };
    Ok(Read::Post(Box::new(post)))
}

/// Is it for everybody, listed or not? `null` stands where a private one stood; a boost that addresses nobody by name
/// is as public as what it passes on.
pub(super) fn is_public(activity: &Node<'_>) -> bool {
    let object = activity.get("object");
    let all = [
        activity.get("to"),
        activity.get("cc"),
        object.get("to"),
        object.get("cc"),
    ];
    if all.iter().all(|it| matches!(it, Node::Null)) {
        return activity.get("type").text() == Some("Announce");
    }
    all.into_iter().flat_map(list).any(|to| {
        matches!(
            to.text(),
            Some("https://www.w3.org/ns/activitystreams#Public" | "as:Public" | "Public")
        )
    })
}

/// A list, or a single value as one.
pub(super) fn list<'n, 'a>(node: &'n Node<'a>) -> &'n [Node<'a>] {
    match node {
        Node::Null => &[],
        Node::List(items) => items,
        one => std::slice::from_ref(one),
    }
}

fn boost(activity: &Node<'_>, object: &Node<'_>, owner: &Owner) -> Result<Post, Refusal> {
    let original = address(object).ok_or_else(|| missing("object"))?;
    let id = id(activity)?;
    let mut post = Post::new("mastodon", &owner.handle, id, time(activity, "published")?);
    post.origin = Origin::Repost(reference(original, owner));
    Ok(post)
}

fn written(activity: &Node<'_>, note: &Node<'_>, owner: &Owner) -> Result<Post, Refusal> {
    let holder = match note.get("published") {
        Node::Null => activity,
        _ => note,
    };
    let published_at = time(holder, "published")?;
    let mut post = Post::new("mastodon", &owner.handle, id(note)?, published_at);
    post.url = address(note.get("url"))
        .or_else(|| note.get("id").text())
        .map(str::to_owned);
    post.edited_at = note.get("updated").text().and_then(moment);
    (post.content, post.language_hint) = content(note);
    let parent = address(note.get("inReplyTo")).map(|parent| reference(parent, owner));
    let own_thread = parent.as_ref().is_some_and(|it| is_own(it, owner));
    post.origin = match (quoted(note, owner), parent) {
        // A quote inside one's own thread is still the next part of the thread.
        (Some(quote), _) if !own_thread => Origin::Quote(quote),
        (_, Some(parent)) => Origin::Reply(parent),
        _ => Origin::Own,
    };
    Ok(post)
}

fn is_own(reference: &Reference, owner: &Owner) -> bool {
    reference.account.as_deref() == Some(&*owner.handle)
}

/// Only what the quoted author allowed is shown to readers; one's own posts need no leave.
fn quoted(note: &Node<'_>, owner: &Owner) -> Option<Reference> {
    if let Some(quote) = address(note.get("quote")) {
        let quote = reference(quote, owner);
        let allowed = note.get("quoteAuthorization").text().is_some();
        return (allowed || is_own(&quote, owner)).then_some(quote);
    }
    let older = ["quoteUri", "quoteUrl", "_misskey_quote"];
    let quote = older.into_iter().find_map(|key| address(note.get(key)))?;
    Some(reference(quote, owner))
}

/// What a reader sees, in the order of the page: warning, text, choices; and the languages that the author declares.
fn content(note: &Node<'_>) -> (Content, Option<String>) {
    let mut versions: Vec<(&str, html::Plain)> = Vec::new();
    if let Node::Map(map) = note.get("contentMap") {
        for (language, text) in map {
            let plain = html::plain(text.text().unwrap_or_default(), None);
            if !plain.text.is_empty() && versions.iter().all(|(_, known)| *known != plain) {
                versions.push((language, plain));
            }
        }
    }
    let languages: Vec<&str> = versions.iter().map(|(language, _)| *language).collect();
    let hint = (!languages.is_empty()).then(|| languages.join(","));
    if versions.is_empty() {
        let text = note.get("content").text().unwrap_or_default();
        versions.push(("", html::plain(text, None)));
    }
    // English first, as everywhere where one post holds both.
    versions.sort_by_key(|(language, _)| !language.to_ascii_lowercase().starts_with("en"));
    let body: Vec<&str> = versions.iter().map(|(_, it)| it.text.as_str()).collect();
    let body = body.join("\n\n");
    let mut parts = vec![note.get("summary").text().unwrap_or_default().trim(), &body];
    for choice in ["oneOf", "anyOf"]
        .into_iter()
        .flat_map(|key| list(note.get(key)))
    {
        parts.push(choice.get("name").text().unwrap_or_default().trim());
    }
    parts.retain(|part| !part.is_empty());
    let mut links: Vec<String> = Vec::new();
    for link in versions.iter().flat_map(|(_, it)| &it.links) {
        if !links.contains(link) {
            links.push(link.clone());
        }
    }
    let content = Content {
        text: parts.join("\n"),
        links,
        media: list(note.get("attachment")).iter().map(media).collect(),
    };
    (content, hint)
}

fn media(attachment: &Node<'_>) -> Media {
    let kind = attachment.get("mediaType").text().unwrap_or_default();
    let side = |key| {
        let side = attachment.get(key).whole();
        side.and_then(|side| u32::try_from(side).ok())
    };
    // Null says that the author left it empty; a field that is not there says nothing.
    let alt = match attachment {
        Node::Map(fields) => fields
            .iter()
            .find(|(key, _)| key == "name")
            .map(|(_, alt)| {
                let alt = alt.text().unwrap_or_default();
                alt.to_owned()
            }),
        _ => None,
    };
    Media {
        url: address(attachment.get("url")).map(str::to_owned),
        alt,
        width: side("width"),
        height: side("height"),
        blurhash: attachment.get("blurhash").text().map(str::to_owned),
        ..Media::new(match kind.split('/').next() {
            Some("image") => MediaKind::Image,
            Some("video") => MediaKind::Video,
            Some("audio") => MediaKind::Audio,
            _ => MediaKind::Other,
        })
    }
}

/// An address, or that of an object or link.
fn address<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match list(node).first()? {
        Node::Text(address) => Some(address.trim()),
        one => one.get("id").text().or_else(|| one.get("href").text()),
    }
    .filter(|address| !address.is_empty())
}

/// The id that the server itself gives for a post of its own: the end of its address.
fn id(holder: &Node<'_>) -> Result<String, Refusal> {
    let address = holder.get("id").text().ok_or_else(|| missing("id"))?;
    Ok(number(address).unwrap_or(address).to_owned())
}

/// What stands after `/statuses/`.
fn number(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("/statuses/")?;
    let number = rest.split(['/', '?', '#']).next()?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .then_some(number)
}

fn reference(address: &str, owner: &Owner) -> Reference {
    let local = owner.address.as_deref().and_then(host) == host(address);
    let own = owner.address.as_deref().is_some_and(|own| {
        let rest = address.strip_prefix(own.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.starts_with('/'))
    });
    let account = account(address).map(|named| match named.split_once('@') {
        // Where the configuration names accounts of its server without the host, so does this.
        Some((user, _)) if local && !owner.handle.contains('@') => user.to_owned(),
        _ => named,
    });
    Reference {
        id: number(address).filter(|_| local).map(str::to_owned),
        url: Some(address.to_owned()),
        account: if own {
            Some(owner.handle.clone())
        } else {
            account
        },
        ..Reference::default()
    }
}

/// The host of an address.
pub(super) fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    rest.split('/').next().filter(|host| !host.is_empty())
}

/// `user@host` from `https://host/users/user/…` or `https://host/@user/…`.
pub(super) fn account(address: &str) -> Option<String> {
    let host = host(address)?;
    let (_, path) = address.split_once("://")?.1.split_once('/')?;
    let user = path
        .strip_prefix("users/")
        .or_else(|| path.strip_prefix('@'))?;
    let user = user.split(['/', '?', '#']).next()?;
    (!user.is_empty()).then(|| Account::normal_handle(&format!("{user}@{host}")))
}

fn moment(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok().and_then(in_our_time)
}

fn time(holder: &Node<'_>, field: &str) -> Result<Timestamp, Refusal> {
    let text = holder.get(field).text().ok_or_else(|| missing(field))?;
    moment(text).ok_or_else(|| {
        let text = ids::short(text);
        Refusal::text(
            format!("`{field}` = `{text}` is not a time between 2004 and 2100 of the form 2026-11-16T14:00:00Z; ask for the archive again"),
            format!("«\u{a0}{field}\u{a0}» = «\u{a0}{text}\u{a0}» n’est pas une heure entre 2004 et 2100 de la forme 2026-11-16T14:00:00Z; demandez de nouveau l’archive"),
        )
    })
}

fn missing(field: &str) -> Refusal {
    Refusal::text(
        format!("`{field}` is missing; ask for the archive again"),
        format!("«\u{a0}{field}\u{a0}» manque; demandez de nouveau l’archive"),
    )
}
