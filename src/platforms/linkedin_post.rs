//! LinkedIn: what a post and a page mean.

use super::lenient::{id, maybe_id};
use super::little_text;
use crate::model::{Account, Content, Media, MediaKind, Origin, Profile, Reference};
use crate::text::pieces;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A post as delivered; everything but its id may be missing. Times are milliseconds since 1970.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Post {
    #[serde(deserialize_with = "id")]
    pub(super) id: String,
    #[serde(default)]
    commentary: Option<String>,
    #[serde(default)]
    created_at: Option<i64>,
    #[serde(default)]
    published_at: Option<i64>,
    #[serde(default)]
    last_modified_at: Option<i64>,
    #[serde(default)]
    lifecycle_state: Option<String>,
    #[serde(default)]
    lifecycle_state_info: Option<State>,
    #[serde(default)]
    visibility: Option<String>,
    #[serde(default)]
    distribution: Option<Distribution>,
    #[serde(default)]
    content: Option<Attached>,
    #[serde(default)]
    reshare_context: Option<Reshare>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct State {
    #[serde(default)]
    is_edited_by_author: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Distribution {
    #[serde(default)]
    target_entities: Option<Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attached {
    #[serde(default)]
    media: Option<Asset>,
    #[serde(default)]
    multi_image: Option<Images>,
    #[serde(default)]
    carousel: Option<Carousel>,
    #[serde(default)]
    article: Option<Article>,
    #[serde(default)]
    poll: Option<Poll>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asset {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    alt_text: Option<String>,
}

#[derive(Deserialize)]
struct Images {
    #[serde(default)]
    images: Option<Vec<Asset>>,
}

#[derive(Deserialize)]
struct Carousel {
    #[serde(default)]
    cards: Option<Vec<Card>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Card {
    #[serde(default)]
    media: Option<Asset>,
    #[serde(default)]
    landing_page: Option<String>,
}

#[derive(Deserialize)]
struct Article {
    #[serde(default)]
    source: Option<String>,
}

#[derive(Deserialize)]
struct Poll {
    #[serde(default)]
    question: Option<String>,
    #[serde(default)]
    options: Option<Vec<Choice>>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    text: Option<String>,
}

#[derive(Deserialize)]
struct Reshare {
    #[serde(default)]
    parent: Option<String>,
    #[serde(default)]
    root: Option<String>,
}

/// The page of an organization.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Organization {
    #[serde(default, deserialize_with = "maybe_id")]
    pub(super) id: Option<String>,
    #[serde(default)]
    vanity_name: Option<String>,
    #[serde(default)]
    localized_name: Option<String>,
    #[serde(default)]
    localized_description: Option<String>,
    #[serde(default)]
    localized_website: Option<String>,
    #[serde(default)]
    name: Option<Localized>,
    #[serde(default)]
    description: Option<Localized>,
    #[serde(default)]
    website: Option<Localized>,
}

/// A text by locale (`en_US`, `fr_FR`).
#[derive(Deserialize)]
struct Localized {
    #[serde(default)]
    localized: Option<BTreeMap<String, Value>>,
}

impl Localized {
    /// The texts of all languages, each once; English comes first by its name.
    fn all(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for text in self
            .localized
            .iter()
            .flatten()
            .filter_map(|(_, it)| it.as_str())
        {
            if !text.trim().is_empty() && !all.iter().any(|known| known == text) {
                all.push(text.to_owned());
            }
        }
        all
    }
}

impl Post {
    fn at(&self) -> Option<Timestamp> {
        instant(self.published_at.or(self.created_at)?)
    }

    /// The last time that anything happened to it.
    pub(super) fn touched(&self) -> Option<Timestamp> {
        let times = [self.created_at, self.published_at, self.last_modified_at];
        instant(times.into_iter().flatten().max()?)
    }

    fn text(&self) -> String {
        let said = self.commentary.as_deref().unwrap_or_default();
        let said = little_text::plain(said).trim().to_owned();
        let poll = self.content.as_ref().and_then(|it| it.poll.as_ref());
        // As a reader sees it: below the text.
        let choices = poll.into_iter().flat_map(|poll| {
            let options = poll.options.iter().flatten();
            poll.question
                .clone()
                .into_iter()
                .chain(options.filter_map(|choice| choice.text.clone()))
        });
        let parts: Vec<String> = [said]
            .into_iter()
            .chain(choices)
            .filter(|part| !part.trim().is_empty())
            .collect();
        parts.join("\n")
    }
}

fn instant(milliseconds: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(milliseconds).ok()
}

/// Drafts and posts to contacts or groups are no publications. What is new is taken for public: seen rather
/// than lost.
pub(super) fn is_public(item: &Post) -> bool {
    matches!(item.lifecycle_state.as_deref(), None | Some("PUBLISHED"))
        && !matches!(
            item.visibility.as_deref(),
            Some("CONNECTIONS" | "CONTAINER")
        )
}

/// The post of an item; `None` when nothing says when it was made. `others` are those of the same page.
pub(super) fn post(item: &Post, handle: &str, others: &[Post]) -> Option<crate::model::Post> {
    let published_at = item.at()?;
    let text = item.text();
    let attached = item.content.as_ref();
    let state = item.lifecycle_state_info.as_ref();
    let edited = state.and_then(|state| state.is_edited_by_author) == Some(true);
    let edited_at = item.last_modified_at.filter(|_| edited).and_then(instant);
    let origin = origin(item, &text, handle, others);
    let content = match origin {
        // What it shows is the other's.
        Origin::Repost(_) => Content::default(),
        _ => Content {
            links: links(&text, attached),
            media: attached.map(media).unwrap_or_default(),
            text,
        },
    };
    Some(crate::model::Post {
        url: Some(address(&item.id)),
        origin,
        content,
        language_hint: targeted(item),
        edited_at,
        ..crate::model::Post::new(
            "linkedin",
            Account::normal_handle(handle),
            &item.id,
            published_at,
        )
    })
}

fn address(urn: &str) -> String {
    format!("https://www.linkedin.com/feed/update/{urn}/")
}

fn origin(item: &Post, text: &str, handle: &str, others: &[Post]) -> Origin {
    let reshare = item.reshare_context.as_ref();
    let Some(urn) = reshare.and_then(|it| it.parent.as_deref().or(it.root.as_deref())) else {
        return Origin::Own;
    };
    // Only its own posts are shown to a page; of another's there is nothing but the number.
    let own = others.iter().find(|other| other.id == urn);
    let shown = own.map(Post::text);
    let reference = Reference {
        id: Some(urn.to_owned()),
        url: Some(address(urn)),
        account: own.map(|_| Account::normal_handle(handle)),
        complete: shown.is_some(),
        text: shown,
        language: None,
    };
    let added = item.content.as_ref().map(media).unwrap_or_default();
    if text.is_empty() && added.is_empty() {
        Origin::Repost(reference)
    } else {
        Origin::Quote(reference)
    }
}

/// The language of the readers that the post is meant for, when it is one.
fn targeted(item: &Post) -> Option<String> {
    let entities = item.distribution.as_ref()?.target_entities.as_ref()?;
    let locales = entities
        .iter()
        .filter_map(|entity| entity.get("interfaceLocales")?.as_array())
        .flatten();
    let languages: BTreeSet<String> = locales.filter_map(language).collect();
    // A group of readers of any language makes it a post for all.
    let each = |entity: &Value| entity.get("interfaceLocales").is_some();
    (languages.len() == 1 && entities.iter().all(each))
        .then(|| languages.into_iter().next())
        .flatten()
}

/// `{"language": "fr", "country": "CA"}`, `fr_CA` or `urn:li:locale:fr_CA`.
fn language(locale: &Value) -> Option<String> {
    let text = match locale.get("language") {
        Some(language) => language.as_str()?,
        None => locale.as_str()?.rsplit(':').next()?,
    };
    let language = text.split(['_', '-']).next()?.to_ascii_lowercase();
    (!language.is_empty()).then_some(language)
}

fn links(text: &str, attached: Option<&Attached>) -> Vec<String> {
    let article = attached.and_then(|it| it.article.as_ref()?.source.clone());
    let cards = attached.and_then(|it| it.carousel.as_ref()?.cards.as_ref());
    let cards = cards.into_iter().flatten();
    let written = pieces::links(text);
    let mut links: Vec<String> = Vec::new();
    for link in written
        .filter(|link| link.contains("://"))
        .chain(article)
        .chain(cards.filter_map(|card| card.landing_page.clone()))
    {
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// Attachments are known by their number only; another interface has their addresses and sizes.
fn media(attached: &Attached) -> Vec<Media> {
    let images = attached
        .multi_image
        .as_ref()
        .and_then(|it| it.images.as_ref());
    let cards = attached.carousel.as_ref().and_then(|it| it.cards.as_ref());
    let cards = cards.into_iter().flatten();
    attached
        .media
        .iter()
        .chain(images.into_iter().flatten())
        .chain(cards.filter_map(|card| card.media.as_ref()))
        .map(|asset| {
            let kind = match asset.id.as_deref().and_then(|urn| urn.split(':').nth(2)) {
                Some("image") => MediaKind::Image,
                Some("video") => MediaKind::Video,
                _ => MediaKind::Other,
            };
            // LinkedIn leaves the field out where the author left it empty; films need none.
            let empty = (kind == MediaKind::Image).then(String::new);
            Media {
                alt: asset.alt_text.clone().or(empty),
                ..Media::new(kind)
            }
        })
        .collect()
}

/// How the page presents itself; `None` when the answer says nothing of it.
pub(super) fn profile(found: &Organization, handle: &str) -> Option<Profile> {
    let all = |texts: Option<&Localized>, one: Option<&String>| {
        let all = texts.map(Localized::all).unwrap_or_default();
        if all.is_empty() {
            one.cloned().into_iter().collect()
        } else {
            all
        }
    };
    let join = |texts: Vec<String>, between: &str| (!texts.is_empty()).then(|| texts.join(between));
    let names = all(found.name.as_ref(), found.localized_name.as_ref());
    let about = all(
        found.description.as_ref(),
        found.localized_description.as_ref(),
    );
    let profile = Profile {
        platform: "linkedin".into(),
        account: Account::normal_handle(handle),
        id: found.id.clone(),
        name: join(names, " / "),
        description: join(about, "\n\n"),
        url: found
            .vanity_name
            .as_deref()
            .map(|name| format!("https://www.linkedin.com/company/{name}/")),
        links: all(found.website.as_ref(), found.localized_website.as_ref()),
        ..Profile::default()
    };
    (profile.id.is_some() || profile.name.is_some()).then_some(profile)
}
