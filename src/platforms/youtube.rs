//! YouTube. With a key: from the channel to the list of its uploads, and from there to the videos, page by page.
//! Without: the channel's feed, which holds its newest videos only.
//!
//! The feed goes away for hours at times though the channel is fine: a feed that is not there is no silence.

use super::answer::{self, challenge, json, place, read_step, refuse, step};
use super::youtube_video::{Channel, Status, Video, address, film, links, post};
use super::{
    Answer, Credential, CredentialPlace, Estimate, Page, Platform, Refusal, Request, Step, Walk,
    feed,
};
use crate::model::{Account, Bilingual, CoverageState, Problem, Profile};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// YouTube.
pub(super) struct YouTube;

/// The most that a page of a list holds, and that can be asked for by name at once.
const PAGE: &str = "50";
/// The most videos that are described at once.
const VIDEOS: usize = 50;

/// Where a walk is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    /// The channel's feed: no key.
    Feed,
    /// The list of its uploads is not known yet.
    Channel,
    /// A page of the list.
    List(List),
    /// The videos of a page; then on.
    Videos {
        ids: Vec<String>,
        then: Option<List>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct List {
    id: String,
    token: Option<String>,
}

impl Platform for YouTube {
    fn name(&self) -> &'static str {
        "youtube"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "@handle or channel id (UC…); API key, or without one the 15 newest of a channel id",
            "@identifiant ou identifiant de chaîne (UC…); clé d’API, ou sans clé les 15 plus récentes d’un identifiant de chaîne",
        )
    }

    fn credential(&self) -> Option<Credential> {
        Some(Credential {
            place: CredentialPlace::Query("key"),
            needed: false,
        })
    }

    fn estimate(&self, posts: u64) -> Estimate {
        Estimate {
            requests: 3 + 2 * (posts / 50),
            micros: 0,
        }
    }

    fn start(&self, walk: &Walk) -> Step {
        step(if walk.credential {
            &At::Channel
        } else {
            &At::Feed
        })
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let base = walk.server("https://www.googleapis.com");
        let ask = |what: &str, query: &[(&str, &str)]| {
            let url = answer::address(walk, base, &format!("/youtube/v3/{what}"), query)?;
            Ok(Request::new(url, "application/json"))
        };
        match read_step(walk, step).map_err(|refusal| refusal.problem)? {
            At::Feed => {
                let Name::Id(id) = name(walk) else {
                    return Err(no_id(walk));
                };
                let base = walk.server("https://www.youtube.com");
                let query = [("channel_id", id.as_str())];
                let url = answer::address(walk, base, "/feeds/videos.xml", &query)?;
                Ok(Request::new(
                    url,
                    "application/atom+xml, application/xml;q=0.9",
                ))
            }
            At::Channel => {
                let (by, name) = match name(walk) {
                    Name::Id(id) => ("id", id),
                    Name::User(name) => ("forUsername", name),
                    Name::Handle(name) => ("forHandle", name),
                };
                let part = ("part", "snippet,contentDetails,localizations");
                ask("channels", &[part, (by, &name)])
            }
            At::List(list) => {
                let mut query = vec![
                    ("part", "contentDetails,status"),
                    ("playlistId", list.id.as_str()),
                    ("maxResults", PAGE),
                ];
                query.extend(list.token.as_deref().map(|token| ("pageToken", token)));
                ask("playlistItems", &query)
            }
            At::Videos { ids, .. } => {
                let part = "snippet,contentDetails,status,localizations,liveStreamingDetails";
                // A list that overlaps holds more than a page.
                let ids = ids[..ids.len().min(VIDEOS)].join(",");
                ask("videos", &[("part", part), ("id", &ids)])
            }
        }
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        match read_step(walk, step)? {
            At::Feed => newest(walk, answer),
            At::Channel => channel(walk, answer),
            At::List(list) => listed(walk, &list, answer),
            At::Videos { ids, then } => videos(walk, &ids, then, answer),
        }
    }

    fn refusal(&self, walk: &Walk, step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        let challenged = challenge(walk, answer);
        if challenged.is_some() {
            return challenged;
        }
        let at = read_step(walk, step).ok()?;
        let (reasons, message) = fault(answer);
        let has = |part: &str| reasons.iter().any(|reason| reason.contains(part));
        match (answer.status, at) {
            (404 | 410, At::Feed) => Some(Err(no_feed(walk))),
            (_, At::Feed) => None,
            // So that the loop waits.
            (403, _) if has("quota") || has("LimitExceeded") => None,
            (400, _) if has("keyInvalid") || message.contains("API key") => Some(Err(no_key(walk))),
            (401, _) => Some(Err(no_key(walk))),
            (403, _) => Some(Err(refuse(
                walk,
                CoverageState::Unauthorised,
                "YouTube does not let this key read the channel; in the Google Cloud console, enable YouTube Data API v3 for it and check its restrictions",
                "YouTube ne laisse pas cette clé lire la chaîne; dans la console Google Cloud, activez-y YouTube Data API v3 et vérifiez ses restrictions",
            ))),
            (404 | 410, At::List(_)) => Some(Err(refuse(
                walk,
                CoverageState::Unreadable,
                "YouTube shows no list of uploads for this channel; if the channel has no public videos yet, there is nothing to do, else run fetch again later",
                "YouTube ne montre aucune liste de vidéos pour cette chaîne; si elle n’a pas encore de vidéo publique, il n’y a rien à faire, sinon relancez la récupération plus tard",
            ))),
            (404 | 410, _) => Some(Err(not_found(walk))),
            _ => None,
        }
    }
}

/// What the configuration names a channel by.
enum Name {
    Id(String),
    User(String),
    Handle(String),
}

/// `UC…`, `@name`, `name`, `user/name`, or an address that ends so.
fn name(walk: &Walk) -> Name {
    let account = walk.account;
    let written = account.id.as_deref().unwrap_or(&account.handle).trim();
    let path = written
        .split_once("youtube.com/")
        .map_or(written, |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_matches('/');
    if let Some(name) = path.strip_prefix("user/") {
        return Name::User(name.to_owned());
    }
    let name = path
        .strip_prefix("channel/")
        .or_else(|| path.strip_prefix("c/"))
        .unwrap_or(path);
    if name.len() == 24 && name.starts_with("UC") {
        Name::Id(name.to_owned())
    } else {
        Name::Handle(name.trim_start_matches('@').to_owned())
    }
}

fn no_id(walk: &Walk) -> Problem {
    Problem::new(
        place(walk),
        "without a key, YouTube knows a channel only by its number; give it in tandem.toml as id (UC and 22 more characters, under “Share channel” on its page), or name the environment variable that holds a key as token",
        "sans clé, YouTube ne connaît une chaîne que par son numéro; donnez-le dans tandem.toml comme id (UC et 22 autres caractères, sous «\u{a0}Partager la chaîne\u{a0}» sur sa page), ou nommez comme token la variable d’environnement qui contient une clé",
    )
}

fn no_key(walk: &Walk) -> Refusal {
    refuse(
        walk,
        CoverageState::Unauthorised,
        "YouTube does not accept the key; put a valid key of YouTube Data API v3 into the environment variable, or leave it out to read the channel’s feed",
        "YouTube n’accepte pas la clé; mettez une clé valide de YouTube Data API v3 dans la variable d’environnement, ou omettez-la pour lire le fil de la chaîne",
    )
}

fn no_feed(walk: &Walk) -> Refusal {
    refuse(
        walk,
        CoverageState::Unreadable,
        "the channel’s feed is not there; YouTube takes feeds away for hours though the channel is fine: run fetch again later, check the id in tandem.toml if it stays so, or use a key",
        "le fil de la chaîne est introuvable; YouTube retire parfois des fils pendant des heures sans que la chaîne ait changé\u{a0}: relancez la récupération plus tard, vérifiez l’id dans tandem.toml si cela persiste, ou utilisez une clé",
    )
}

fn not_found(walk: &Walk) -> Refusal {
    refuse(
        walk,
        CoverageState::NotFound,
        "YouTube knows no such channel; check its name in tandem.toml, or give its number (UC…) as id",
        "YouTube ne connaît pas cette chaîne; vérifiez son nom dans tandem.toml, ou donnez son numéro (UC…) comme id",
    )
}

/// The reasons of a refusal, and what it says.
fn fault(answer: &Answer) -> (Vec<String>, String) {
    let body: Value = serde_json::from_slice(answer.body).unwrap_or_default();
    let error = &body["error"];
    let reasons = error["errors"].as_array().into_iter().flatten();
    (
        reasons
            .filter_map(|it| it["reason"].as_str().map(str::to_owned))
            .collect(),
        error["message"].as_str().unwrap_or_default().to_owned(),
    )
}

/// The feed, with the names that the interface gives to the same things.
fn newest(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    let mut page = feed::page(walk, answer)?;
    for post in &mut page.posts {
        "youtube".clone_into(&mut post.platform);
        if let Some(id) = post.id.strip_prefix("yt:video:") {
            post.id = id.to_owned();
        }
        post.url = Some(address(&post.id));
        post.content.media = vec![film(&post.id)];
        post.content.links = links(&post.content.text);
    }
    page.profiles.extend(titled(walk, answer));
    Ok(page)
}

/// The channel's name is all that its feed says of it.
fn titled(walk: &Walk, answer: &Answer) -> Option<Profile> {
    let text = String::from_utf8_lossy(answer.body);
    let feed = super::feed_xml::parsed(&text, None).ok()?;
    Some(Profile {
        platform: "youtube".into(),
        account: Account::normal_handle(&walk.account.handle),
        name: Some(feed.title?.content.trim().to_owned()),
        ..Profile::default()
    })
}

/// What every list of the interface has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answered {
    #[serde(default)]
    items: Option<Vec<Value>>,
    #[serde(default)]
    next_page_token: Option<String>,
}

fn channel(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    let found: Answered = json(walk, answer)?;
    let mut items = found.items.into_iter().flatten();
    let channel = items.find_map(|value| serde_json::from_value::<Channel>(value).ok());
    let channel = channel.ok_or_else(|| not_found(walk))?;
    Ok(Page {
        profiles: vec![channel.profile(&walk.account.handle)],
        next: Some(step(&At::List(List {
            id: channel.uploads(),
            token: None,
        }))),
        ..Page::default()
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(default)]
    content_details: Option<Listed>,
    #[serde(default)]
    status: Option<Status>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    #[serde(default)]
    video_id: Option<String>,
    /// When it was published; the other times of an entry are those of the list.
    #[serde(default)]
    video_published_at: Option<Timestamp>,
}

fn listed(walk: &Walk, list: &List, answer: &Answer) -> Result<Page, Refusal> {
    let found: Answered = json(walk, answer)?;
    let mut page = Page::default();
    let (mut ids, mut times) = (Vec::new(), Vec::new());
    for value in &answer::must_list(walk, found.items)? {
        let entry = match answer::record::<Entry>(walk, value, "id") {
            Ok(entry) => entry,
            Err(problem) => {
                page.problems.push(problem);
                continue;
            }
        };
        let hidden = entry.status.is_some_and(|status| !status.is_public());
        let details = entry.content_details;
        times.extend(details.as_ref().and_then(|it| it.video_published_at));
        // An id with a comma would be two; ids are letters, digits, `-` and `_`.
        ids.extend(
            details
                .and_then(|it| it.video_id)
                .filter(|id| !hidden && !id.is_empty() && !id.contains(',')),
        );
    }
    // The newest come first; a whole page of leeway for broadcasts, which are listed before they begin.
    if !times.is_empty() && times.iter().all(|at| *at < walk.window.from) {
        return Ok(page);
    }
    let then = found.next_page_token.map(|token| List {
        token: Some(token),
        ..list.clone()
    });
    page.next = if ids.is_empty() {
        then.map(|list| step(&At::List(list)))
    } else {
        Some(step(&At::Videos { ids, then }))
    };
    Ok(page)
}

fn videos(
    walk: &Walk,
    ids: &[String],
    then: Option<List>,
    answer: &Answer,
) -> Result<Page, Refusal> {
    let found: Answered = json(walk, answer)?;
    let mut page = Page::default();
    for value in &answer::must_list(walk, found.items)? {
        let video = match answer::record::<Video>(walk, value, "id") {
            Ok(video) => video,
            Err(problem) => {
                page.problems.push(problem);
                continue;
            }
        };
        match post(&video, &walk.account.handle) {
            Some(Ok(post)) => page.posts.push(post),
            Some(Err(())) => page.problems.push(Problem::new(
                format!("{} {}", place(walk), video.id),
                "nothing says when this video was published; it was left out",
                "rien n’indique quand cette vidéo a été publiée; elle a été laissée de côté",
            )),
            None => {}
        }
    }
    page.next = match ids.get(VIDEOS..) {
        Some(rest) if !rest.is_empty() => Some(step(&At::Videos {
            ids: rest.to_vec(),
            then,
        })),
        _ => then.map(|list| step(&At::List(list))),
    };
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Account, Interval};
    use crate::platforms::Services;

    /// The register names channels in five ways; a wrong guess asks for another channel.
    #[test]
    fn channels_are_named_in_many_ways() {
        let services = Services::default();
        for (handle, asked) in [
            ("@QuaiTV", "forHandle=QuaiTV"),
            ("https://www.youtube.com/@QuaiTV?hl=fr", "forHandle=QuaiTV"),
            ("https://www.youtube.com/user/quai/", "forUsername=quai"),
            ("https://www.youtube.com/c/quai", "forHandle=quai"),
            ("UCabcdefghijklmnopqrst_-", "id=UCabcdefghijklmnopqrst_-"),
        ] {
            let account = Account::new("youtube", handle);
            let walk = Walk {
                account: &account,
                window: Interval {
                    from: Timestamp::MIN,
                    to: Timestamp::MAX,
                },
                services: &services,
                credential: true,
            };
            let request = YouTube.request(&walk, &YouTube.start(&walk)).unwrap();
            assert!(request.url.ends_with(asked), "{}", request.url);
        }
    }
}
