//! Bluesky: what a record means.
//!
//! Facets (links, mentions, tags) give positions in bytes, and some clients write them wrong. Only their
//! targets are used, never their positions, so that a wrong one can cut no text.

use super::lenient;
use crate::model::{
    Content, Media, MediaKind, Origin, Post, Precision, Problem, Profile, Reference,
};
use crate::text::{hex, pieces};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The account's repository.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Repo {
    /// Its identifier.
    pub(crate) did: String,
    /// Its data server; empty where an export does not tell.
    pub(crate) pds: String,
    /// The account's normal handle.
    pub(crate) handle: String,
}

impl Repo {
    /// The account behind an identifier: our own by its handle, others by the identifier until it is known better.
    fn account(&self, did: &str) -> String {
        if did == self.did {
            self.handle.clone()
        } else {
            did.to_owned()
        }
    }

    /// What is known of a post before anybody was asked about it.
    pub(crate) fn reference(&self, uri: &str) -> Reference {
        let account = self.account(author(uri));
        Reference {
            id: Some(uri.to_owned()),
            url: Some(permalink(&account, uri)),
            account: Some(account),
            ..Reference::default()
        }
    }
}

/// A record of the list, post or repost.
#[derive(Deserialize)]
pub(crate) struct Record {
    uri: String,
    value: Body,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    created_at: Timestamp,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    langs: Option<Vec<String>>,
    #[serde(default)]
    facets: Option<Vec<Value>>,
    #[serde(default)]
    embed: Option<Value>,
    #[serde(default)]
    reply: Option<Value>,
    /// Of a repost: what it passes on.
    #[serde(default)]
    subject: Option<Subject>,
}

#[derive(Deserialize)]
struct Subject {
    uri: String,
}

/// The post of a record, with what is odd about it.
pub(crate) fn mapped(
    record: Record,
    repo: &Repo,
    fetched_at: Timestamp,
) -> (Post, Option<Problem>) {
    let Record { uri, value } = record;
    let quoted = value.embed.as_ref().and_then(quoted_uri);
    let parent = value
        .reply
        .as_ref()
        .and_then(|reply| reply.pointer("/parent/uri")?.as_str());
    let own_thread = parent.is_some_and(|parent| author(parent) == repo.did);
    let origin = match (&value.subject, quoted, parent) {
        (Some(subject), _, _) => Origin::Repost(repo.reference(&subject.uri)),
        (None, Some(quoted), _) if !own_thread => Origin::Quote(repo.reference(quoted)),
        (None, _, Some(parent)) => Origin::Reply(repo.reference(parent)),
        _ => Origin::Own,
    };
    let problem = from_the_future(value.created_at, fetched_at).then(|| {
        Problem::new(
            &uri,
            format!("the post says it is of {}, after it was read: the clock of its author is wrong, its delay cannot be trusted", value.created_at),
            format!("la publication se dit du {}, après sa lecture\u{a0}: l’horloge de son auteur est fausse, son décalage n’est pas fiable", value.created_at),
        )
    });
    let language_hint = value
        .langs
        .as_ref()
        .map(|langs| langs.join(","))
        .filter(|hint| !hint.is_empty());
    let post = Post {
        platform: "bluesky".into(),
        account: repo.handle.clone(),
        // The permalink of a repost is that of what it passes on; it has none of its own.
        url: Some(permalink(&repo.handle, &uri)).filter(|_| value.subject.is_none()),
        id: uri,
        published_at: value.created_at,
        precision: Precision::Second,
        origin,
        content: content(&value, repo),
        complete: true,
        counterparts: Vec::new(),
        redacted: None,
        language_hint,
        edited_at: None,
        deleted_at: None,
    };
    (post, problem)
}

/// Five minutes of difference between two clocks are normal.
pub(crate) fn from_the_future(time: Timestamp, fetched_at: Timestamp) -> bool {
    time.duration_since(fetched_at) > SignedDuration::from_mins(5)
}

/// `https://bsky.app/profile/WHO/post/KEY`.
fn permalink(account: &str, uri: &str) -> String {
    let key = uri.rsplit('/').next().unwrap_or_default();
    format!("https://bsky.app/profile/{account}/post/{key}")
}

/// The identifier in `at://did:plc:abc/collection/key`.
fn author(uri: &str) -> &str {
    let rest = uri.trim_start_matches("at://");
    rest.split('/').next().unwrap_or_default()
}

fn content(body: &Body, repo: &Repo) -> Content {
    let mut content = Content {
        text: body.text.clone().unwrap_or_default(),
        ..Content::default()
    };
    for facet in body.facets.iter().flatten() {
        for feature in facet
            .get("features")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            if kind(feature).ends_with("facet#link") {
                link(&mut content, feature.get("uri"));
            }
        }
    }
    if let Some(embed) = &body.embed {
        embedded(&mut content, embed, repo);
    }
    content
}

fn link(content: &mut Content, uri: Option<&Value>) {
    if let Some(uri) = uri.and_then(Value::as_str)
        && !content.links.iter().any(|known| known == uri)
    {
        content.links.push(uri.to_owned());
    }
}

fn kind(value: &Value) -> &str {
    value
        .get("$type")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn embedded(content: &mut Content, embed: &Value, repo: &Repo) {
    match kind(embed) {
        "app.bsky.embed.images" | "app.bsky.embed.gallery" => {
            let list = ["images", "items"]
                .into_iter()
                .filter_map(|name| embed.get(name)?.as_array());
            content
                .media
                .extend(list.flatten().map(|item| picture(item, repo)));
        }
        "app.bsky.embed.video" => {
            let mut film = media(MediaKind::Video, embed.get("video"), embed, repo);
            film.captions = captions(embed);
            content.media.push(film);
        }
        "app.bsky.embed.external" => link(content, embed.pointer("/external/uri")),
        "app.bsky.embed.recordWithMedia" => {
            if let Some(inner) = embed
                .get("media")
                .filter(|inner| kind(inner) != kind(embed))
            {
                embedded(content, inner, repo);
            }
        }
        "app.bsky.embed.record" => {}
        // Something newer than this program: that there is something is kept.
        _ => content.media.push(Media::new(MediaKind::Other)),
    }
}

/// Languages of the captions of a film.
fn captions(film: &Value) -> Option<Vec<String>> {
    let languages: Vec<String> = lenient::list(film, "/captions")
        .filter_map(|caption| lenient::at(caption, "/lang"))
        .collect();
    (!languages.is_empty()).then_some(languages)
}

/// How the account presents itself, by its own record.
pub(crate) fn profile(answer: &Value, repo: &Repo) -> Option<Profile> {
    let record = answer.get("value")?;
    let description = lenient::at(record, "/description");
    let mut links: Vec<String> = lenient::at(record, "/website").into_iter().collect();
    for link in pieces::links(description.as_deref().unwrap_or_default()) {
        if !links.contains(&link) {
            links.push(link);
        }
    }
    Some(Profile {
        platform: "bluesky".into(),
        account: repo.handle.clone(),
        id: Some(repo.did.clone()),
        name: lenient::at(record, "/displayName"),
        description: Some(description.unwrap_or_default()),
        url: Some(format!("https://bsky.app/profile/{}", repo.handle)),
        links,
        avatar: match lenient::at(record, "/avatar/ref/$link") {
            Some(cid) => file_address(repo, &cid),
            None => Some(String::new()),
        },
        // The record is all there is: what it does not say is not there.
        pinned: Some(lenient::at(record, "/pinnedPost/uri").unwrap_or_default()),
        ..Profile::default()
    })
}

/// The address of a file of the account; `None` where its server is not known.
fn file_address(repo: &Repo, cid: &str) -> Option<String> {
    let base = repo.pds.trim_end_matches('/');
    (!base.is_empty()).then(|| {
        format!(
            "{base}/xrpc/com.atproto.sync.getBlob?did={}&cid={cid}",
            repo.did
        )
    })
}

fn picture(item: &Value, repo: &Repo) -> Media {
    match item.get("video") {
        Some(video) => Media {
            captions: captions(item),
            ..media(MediaKind::Video, Some(video), item, repo)
        },
        None => media(MediaKind::Image, item.get("image"), item, repo),
    }
}

/// A missing alternative text is an empty one here: the record is the whole truth.
fn media(kind: MediaKind, blob: Option<&Value>, described: &Value, repo: &Repo) -> Media {
    let cid = blob.and_then(|blob| blob.pointer("/ref/$link")?.as_str());
    let alt = described
        .get("alt")
        .and_then(Value::as_str)
        .unwrap_or_default();
    Media {
        alt: Some(alt.to_owned()),
        url: cid.and_then(|cid| file_address(repo, cid)),
        sha256: cid.and_then(digest),
        ..Media::new(kind)
    }
}

/// A content identifier of a blob holds its SHA-256: the same picture on two accounts shows without a download.
fn digest(cid: &str) -> Option<String> {
    let mut bytes: Vec<u8> = Vec::new();
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for letter in cid.strip_prefix('b')?.bytes() {
        let value = match letter {
            b'a'..=b'z' => letter - b'a',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => return None,
        };
        buffer = (buffer << 5 | u32::from(value)) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(buffer >> bits & 0xff).ok()?);
        }
    }
    // Version 1, raw bytes, SHA-256, 32 bytes long.
    let digest = bytes.strip_prefix(&[0x01, 0x55, 0x12, 0x20])?;
    (digest.len() == 32).then(|| hex(digest))
}

/// The quoted post; lists, feeds and starter packs can be embedded too, and are no quotes.
fn quoted_uri(embed: &Value) -> Option<&str> {
    let uri = match kind(embed) {
        "app.bsky.embed.record" => embed.pointer("/record/uri"),
        "app.bsky.embed.recordWithMedia" => embed.pointer("/record/record/uri"),
        _ => None,
    }?;
    uri.as_str()
        .filter(|uri| uri.contains("/app.bsky.feed.post/"))
}

/// The posts that the `AppView` knows; those it does not know are simply not there.
pub(crate) fn hydrated(answer: &Value, repo: &Repo) -> Vec<Reference> {
    let posts = answer.get("posts").and_then(Value::as_array);
    posts
        .into_iter()
        .flatten()
        .filter_map(|post| {
            let handle = post.pointer("/author/handle").and_then(Value::as_str);
            // What the AppView says of a handle that no longer leads back to its account.
            let handle = handle.filter(|handle| *handle != "handle.invalid");
            known(post, post.get("record")?, handle, repo)
        })
        .collect()
}

/// The record that the data server itself has.
pub(crate) fn own_record(answer: &Value, repo: &Repo) -> Option<Reference> {
    known(answer, answer.get("value")?, None, repo)
}

fn known(holder: &Value, record: &Value, handle: Option<&str>, repo: &Repo) -> Option<Reference> {
    let uri = holder.get("uri")?.as_str()?;
    let did = author(uri);
    let account = match handle {
        Some(handle) if did != repo.did => handle.to_lowercase(),
        _ => repo.account(did),
    };
    let langs = record.get("langs").and_then(Value::as_array);
    let langs: Vec<&str> = langs
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let text = record.get("text").and_then(Value::as_str);
    Some(Reference {
        id: Some(uri.to_owned()),
        url: Some(permalink(&account, uri)),
        account: Some(account),
        text: text.map(str::to_owned),
        language: (!langs.is_empty()).then(|| langs.join(",")),
        complete: text.is_some(),
    })
}
