//! Pinterest, interface of version 5: the pins of the account whose credential it is.
//!
//! The interface knows no other account than that one, so it is compared with the configured one first. In which
//! order pins come is not documented: the list is read to its end.

use super::answer::{self, challenge, json, place, read_step, refuse, step};
use super::feed_date::date;
use super::feed_item::joined;
use super::lenient::{id, maybe_id};
use super::{
    Answer, Credential, CredentialPlace, Estimate, Page, Platform, Refusal, Request, Step, Walk,
};
use crate::model::{
    Account, Bilingual, Content, CoverageState, Media, MediaKind, Origin, Post, Problem, Profile,
    Reference,
};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Pinterest.
pub(super) struct Pinterest;

/// The most that a page holds.
const PAGE: &str = "250";

/// Where a walk is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    /// Whose credential is it?
    Account,
    /// A page of pins.
    Pins { bookmark: Option<String> },
}

impl Platform for Pinterest {
    fn name(&self) -> &'static str {
        "pinterest"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "name of the account; token with pins:read, its own account only",
            "nom du compte; jeton avec pins:read, pour son propre compte seulement",
        )
    }

    fn credential(&self) -> Option<Credential> {
        Some(Credential {
            place: CredentialPlace::Bearer,
            needed: true,
        })
    }

    fn estimate(&self, posts: u64) -> Estimate {
        Estimate {
            requests: 2 + posts / 250,
            micros: 0,
        }
    }

    fn start(&self, _walk: &Walk) -> Step {
        step(&At::Account)
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let base = walk.server("https://api.pinterest.com");
        let url = match read_step(walk, step).map_err(|refusal| refusal.problem)? {
            At::Account => answer::address(walk, base, "/v5/user_account", &[])?,
            At::Pins { bookmark } => {
                let mut query = vec![("page_size", PAGE)];
                query.extend(bookmark.as_deref().map(|mark| ("bookmark", mark)));
                answer::address(walk, base, "/v5/pins", &query)?
            }
        };
        Ok(Request::new(url, "application/json"))
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        match read_step(walk, step)? {
            At::Account => account(walk, answer),
            At::Pins { .. } => pins(walk, answer),
        }
    }

    fn refusal(&self, walk: &Walk, _step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        let challenged = challenge(walk, answer);
        if challenged.is_some() {
            return challenged;
        }
        match answer.status {
            401 => Some(Err(refuse(
                walk,
                CoverageState::Unauthorised,
                "Pinterest does not accept the credential; it may have expired: put a new access token into the environment variable",
                "Pinterest n’accepte pas l’authentifiant, qui est peut-être échu; mettez un nouveau jeton d’accès dans la variable d’environnement",
            ))),
            403 => Some(Err(refuse(
                walk,
                CoverageState::Unauthorised,
                "the credential may not read this; it takes the permissions user_accounts:read, boards:read and pins:read",
                "l’authentifiant ne permet pas cette lecture; il faut les permissions user_accounts:read, boards:read et pins:read",
            ))),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
struct Owner {
    #[serde(default, deserialize_with = "maybe_id")]
    id: Option<String>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    business_name: Option<String>,
    #[serde(default)]
    about: Option<String>,
    #[serde(default)]
    website_url: Option<String>,
    #[serde(default)]
    profile_image: Option<String>,
}

fn account(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    let owner: Owner = json(walk, answer)?;
    let handle = Account::normal_handle(&walk.account.handle);
    if let Some(name) = &owner.username
        && Account::normal_handle(name) != handle
    {
        // Its pins would be taken for those of the account that is configured.
        return Err(refuse(
            walk,
            CoverageState::Unauthorised,
            format!(
                "the credential is that of the account {name}, and Pinterest shows no other one; use a credential of this account, or correct the handle in tandem.toml"
            ),
            format!(
                "l’authentifiant est celui du compte {name}, et Pinterest n’en montre aucun autre; utilisez un authentifiant de ce compte-ci, ou corrigez l’identifiant dans tandem.toml"
            ),
        ));
    }
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let profile = Profile {
        platform: "pinterest".into(),
        account: handle.clone(),
        id: owner.id,
        name: filled(owner.business_name),
        description: owner.about,
        url: Some(format!("https://www.pinterest.com/{handle}/")),
        links: filled(owner.website_url).into_iter().collect(),
        avatar: filled(owner.profile_image),
        ..Profile::default()
    };
    Ok(Page {
        profiles: vec![profile],
        next: Some(step(&At::Pins { bookmark: None })),
        ..Page::default()
    })
}

#[derive(Deserialize)]
struct List {
    #[serde(default)]
    items: Option<Vec<Value>>,
    #[serde(default)]
    bookmark: Option<String>,
}

fn pins(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    let list: List = json(walk, answer)?;
    let handle = Account::normal_handle(&walk.account.handle);
    let mut page = Page::default();
    for value in &answer::must_list(walk, list.items)? {
        match answer::record::<Pin>(walk, value, "id") {
            // Somebody else's on a board that is shared.
            Ok(pin) if pin.is_owner == Some(false) => {}
            Ok(pin) => match post(&pin, &handle) {
                Some(post) => page.posts.push(post),
                None => page.problems.push(undated(walk, &pin)),
            },
            Err(problem) => page.problems.push(problem),
        }
    }
    let bookmark = list.bookmark.filter(|mark| !mark.is_empty());
    page.next = bookmark.map(|mark| {
        step(&At::Pins {
            bookmark: Some(mark),
        })
    });
    Ok(page)
}

fn undated(walk: &Walk, pin: &Pin) -> Problem {
    Problem::new(
        format!("{} {}", place(walk), pin.id),
        format!(
            "the date “{}” cannot be read; the pin was left out",
            pin.created_at
        ),
        format!(
            "la date «\u{a0}{}\u{a0}» est illisible; l’épingle a été laissée de côté",
            pin.created_at
        ),
    )
}

/// A pin as delivered; everything but its id and its time may be missing.
#[derive(Deserialize)]
struct Pin {
    #[serde(deserialize_with = "id")]
    id: String,
    created_at: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default, deserialize_with = "alt")]
    alt_text: Option<String>,
    #[serde(default)]
    link: Option<String>,
    #[serde(default, deserialize_with = "maybe_id")]
    parent_pin_id: Option<String>,
    #[serde(default)]
    is_owner: Option<bool>,
    #[serde(default)]
    media: Option<Shape>,
}

/// Null says that the author left it empty; a field that is not there says nothing.
fn alt<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Option::<String>::deserialize(from).map(|alt| Some(alt.unwrap_or_default()))
}

/// A picture, a film, or several of them.
#[derive(Deserialize, Default)]
struct Shape {
    #[serde(default)]
    media_type: Option<String>,
    #[serde(default)]
    item_type: Option<String>,
    #[serde(default)]
    images: Option<BTreeMap<String, Picture>>,
    #[serde(default)]
    video_url: Option<String>,
    #[serde(default)]
    cover_image_url: Option<String>,
    /// Milliseconds, sometimes with a fraction.
    #[serde(default)]
    duration: Option<f64>,
    #[serde(default)]
    items: Option<Vec<Shape>>,
}

#[derive(Deserialize)]
struct Picture {
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    width: Option<u32>,
    #[serde(default)]
    height: Option<u32>,
}

fn post(pin: &Pin, handle: &str) -> Option<Post> {
    // Without a zone, which is how they come, it is taken as UTC.
    let dated = date(&pin.created_at)?;
    let trimmed = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    let text = joined(&trimmed(&pin.title), &trimmed(&pin.description));
    let mut post = Post::new("pinterest", handle, &pin.id, dated.instant);
    post.precision = dated.precision;
    post.url = Some(address(&pin.id));
    if let Some(parent) = &pin.parent_pin_id {
        // What it shows is the other's, whose name is not told.
        post.origin = Origin::Repost(Reference {
            id: Some(parent.clone()),
            url: Some(address(parent)),
            complete: !text.is_empty(),
            text: (!text.is_empty()).then_some(text),
            ..Reference::default()
        });
        return Some(post);
    }
    let link = pin.link.clone().filter(|link| !link.is_empty());
    post.content = Content {
        text,
        links: link.into_iter().collect(),
        media: pin.media.as_ref().map(media).unwrap_or_default(),
    };
    // One alternative text a pin: that of its first picture.
    if let Some(first) = post.content.media.first_mut() {
        first.alt.clone_from(&pin.alt_text);
    }
    Some(post)
}

fn address(id: &str) -> String {
    format!("https://www.pinterest.com/pin/{id}/")
}

fn media(shape: &Shape) -> Vec<Media> {
    match shape.items.as_deref() {
        Some(items) if !items.is_empty() => items.iter().map(one).collect(),
        _ => vec![one(shape)],
    }
}

fn one(shape: &Shape) -> Media {
    let pictures = shape.images.iter().flat_map(BTreeMap::values);
    let largest = pictures.max_by_key(|picture| picture.width);
    let picture = largest.and_then(|picture| picture.url.clone());
    let kind = match shape.item_type.as_deref().or(shape.media_type.as_deref()) {
        Some("video") => MediaKind::Video,
        Some("image") => MediaKind::Image,
        // The parts of several pictures name no type.
        None if shape.video_url.is_none() && picture.is_some() => MediaKind::Image,
        None if shape.video_url.is_some() => MediaKind::Video,
        _ => MediaKind::Other,
    };
    let cover = shape.cover_image_url.clone();
    Media {
        url: shape.video_url.clone().or(picture).or(cover),
        width: largest.and_then(|picture| picture.width),
        height: largest.and_then(|picture| picture.height),
        duration_ms: shape
            .duration
            .and_then(|length| super::mastodon_status::milliseconds(length / 1000.0)),
        ..Media::new(kind)
    }
}
