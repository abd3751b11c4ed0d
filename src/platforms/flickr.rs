//! Flickr: an account's public photos, through the interface with a key, else through the public feed.
//!
//! Photos come newest first by the time of upload, in numbered pages; a page past the end repeats the last one,
//! so the number of pages decides. The feed holds the newest twenty only and knows accounts by their number.

use super::answer::{self, challenge, json, place, read_step, refuse, step};
use super::flickr_photo::{fed, photo};
use super::{
    Answer, Credential, CredentialPlace, Estimate, Page, Platform, Refusal, Request, Step, Walk,
    lenient,
};
use crate::model::{Account, Bilingual, CoverageState, Problem, Profile};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// Flickr.
pub(super) struct Flickr;

/// The most that the interface gives at once.
const LIMIT: &str = "500";

/// What is asked of each photo. Not when it was taken: that is the camera's clock, without a zone.
const EXTRAS: &str = "description,date_upload,media,owner_name,path_alias,o_dims,url_o,url_l,url_c";

/// Where a walk is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    /// The account's number is not known yet.
    Find,
    /// How the account presents itself.
    Who { id: String },
    /// A page of photos; `first` is the first photo of the page before.
    Photos {
        id: String,
        page: i64,
        first: Option<String>,
    },
    /// The public feed.
    Feed { id: String },
}

impl Platform for Flickr {
    fn name(&self) -> &'static str {
        "flickr"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "name or NSID; API key, or without one the 20 newest",
            "nom ou NSID; clé d’API, ou sans clé les 20 plus récentes",
        )
    }

    fn credential(&self) -> Option<Credential> {
        Some(Credential {
            place: CredentialPlace::Query("api_key"),
            needed: false,
        })
    }

    fn estimate(&self, posts: u64) -> Estimate {
        Estimate {
            requests: 3 + posts / 500,
            micros: 0,
        }
    }

    fn start(&self, walk: &Walk) -> Step {
        step(&match (number(walk), walk.credential) {
            (Some(id), true) => At::Who { id },
            (Some(id), false) => At::Feed { id },
            (None, _) => At::Find,
        })
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let at = read_step(walk, step).map_err(|refusal| refusal.problem)?;
        let base = walk.server("https://api.flickr.com");
        let page;
        let query = match &at {
            At::Find if !walk.credential => return Err(no_number(walk)),
            At::Find => vec![
                ("method", "flickr.people.findByUsername"),
                (
                    "username",
                    walk.account.handle.trim().trim_start_matches('@'),
                ),
            ],
            At::Who { id } => vec![("method", "flickr.people.getInfo"), ("user_id", id)],
            At::Photos { id, page: at, .. } => {
                page = at.to_string();
                vec![
                    ("method", "flickr.people.getPublicPhotos"),
                    ("user_id", id),
                    ("per_page", LIMIT),
                    ("page", &page),
                    ("extras", EXTRAS),
                ]
            }
            At::Feed { id } => vec![("id", id.as_str()), ("lang", "en-us")],
        };
        let path = match at {
            At::Feed { .. } => "/services/feeds/photos_public.gne",
            _ => "/services/rest",
        };
        let mut query = query;
        query.extend([("format", "json"), ("nojsoncallback", "1")]);
        let url = answer::address(walk, base, path, &query)?;
        Ok(Request::new(url, "application/json"))
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        let at = read_step(walk, step)?;
        if let At::Feed { .. } = at {
            return feed(walk, answer);
        }
        let body: Value = json(walk, answer)?;
        match (failure(walk, &body), at) {
            // How the account presents itself is a help; that the key is refused will be said of the photos too.
            (Some(_), At::Who { id }) => Ok(photos_of(id, Page::default())),
            (Some(refusal), _) => Err(refusal),
            (None, At::Find) => {
                match lenient::at(&body, "/user/nsid").or_else(|| lenient::at(&body, "/user/id")) {
                    Some(id) => Ok(Page {
                        next: Some(answer::step(&At::Who { id })),
                        ..Page::default()
                    }),
                    None => Err(not_found(walk)),
                }
            }
            (None, At::Who { id }) => {
                let profiles = vec![profile(walk, &id, &body)];
                Ok(photos_of(
                    id,
                    Page {
                        profiles,
                        ..Page::default()
                    },
                ))
            }
            (None, At::Photos { id, page, first }) => Ok(photos(walk, &body, id, page, first)),
            (None, At::Feed { .. }) => feed(walk, answer),
        }
    }

    fn refusal(&self, walk: &Walk, step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        match (answer.status, read_step::<At>(walk, step).ok()?) {
            (404 | 410, At::Feed { .. }) => Some(Err(not_found(walk))),
            (401, _) => Some(Err(refused_key(walk, "401"))),
            _ => challenge(walk, answer),
        }
    }
}

/// The account's number, as configured, or where the handle is one.
fn number(walk: &Walk) -> Option<String> {
    let handle = walk.account.handle.trim();
    let is_number = handle.split_once('@').is_some_and(|(digits, _)| {
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    });
    walk.account
        .id
        .clone()
        .or_else(|| is_number.then(|| handle.to_owned()))
}

fn no_number(walk: &Walk) -> Problem {
    Problem::new(
        place(walk),
        "Flickr’s public feed knows accounts by number only; write it in tandem.toml (id = \"12345678@N00\"), or give an API key ([platforms.flickr] token = \"NAME\")",
        "le fil public de Flickr ne connaît les comptes que par leur numéro; inscrivez-le dans tandem.toml (id = \"12345678@N00\"), ou fournissez une clé d’API ([platforms.flickr] token = \"NOM\")",
    )
}

fn photos_of(id: String, page: Page) -> Page {
    Page {
        next: Some(step(&At::Photos {
            id,
            page: 1,
            first: None,
        })),
        ..page
    }
}

/// What an answer with status 200 refuses in its body.
fn failure(walk: &Walk, body: &Value) -> Option<Refusal> {
    if lenient::at(body, "/stat").as_deref() != Some("fail") {
        return None;
    }
    let said = lenient::at(body, "/message").unwrap_or_default();
    Some(match body.get("code").and_then(lenient::number) {
        Some(1 | 2 | 5) => not_found(walk),
        Some(96..=100) => refused_key(walk, &said),
        code => {
            let code = code.unwrap_or_default();
            refuse(
                walk,
                CoverageState::Unreadable,
                format!(
                    "Flickr refused the request ({code} {said}); run fetch again later, and report it if it stays so"
                ),
                format!(
                    "Flickr a refusé la demande ({code} {said}); relancez la récupération plus tard et signalez le problème s’il persiste"
                ),
            )
        }
    })
}

fn refused_key(walk: &Walk, said: &str) -> Refusal {
    refuse(
        walk,
        CoverageState::Unauthorised,
        format!(
            "Flickr refused the API key ({said}); check the value of the environment variable that holds it, or take it out of tandem.toml to read the public feed (the newest 20 photos)"
        ),
        format!(
            "Flickr a refusé la clé d’API ({said}); vérifiez la valeur de la variable d’environnement qui la contient, ou retirez-la de tandem.toml pour lire le fil public (les 20 photos les plus récentes)"
        ),
    )
}

fn not_found(walk: &Walk) -> Refusal {
    refuse(
        walk,
        CoverageState::NotFound,
        "Flickr knows no such account; check the handle or the number (id) in tandem.toml",
        "Flickr ne connaît pas ce compte; vérifiez l’identifiant ou le numéro (id) dans tandem.toml",
    )
}

fn profile(walk: &Walk, id: &str, body: &Value) -> Profile {
    let content = |name: &str| lenient::at(body, &format!("/person/{name}/_content"));
    let description = body.pointer("/person/description/_content");
    let description = description.and_then(Value::as_str);
    let description = description.map(|text| super::html::plain(&text.replace('\n', "<br>"), None));
    let icon = |name: &str| lenient::at(body, &format!("/person/{name}")).filter(|it| it != "0");
    let avatar = icon("iconserver")
        .zip(icon("iconfarm"))
        .map(|(server, farm)| {
            format!("https://farm{farm}.staticflickr.com/{server}/buddyicons/{id}.jpg")
        });
    Profile {
        platform: "flickr".into(),
        account: Account::normal_handle(&walk.account.handle),
        id: Some(id.to_owned()),
        name: content("realname").or_else(|| content("username")),
        links: description
            .as_ref()
            .map(|text| text.links.clone())
            .unwrap_or_default(),
        description: description.map(|text| text.text),
        url: content("photosurl").or_else(|| content("profileurl")),
        avatar,
        ..Profile::default()
    }
}

fn photos(walk: &Walk, body: &Value, id: String, number: i64, before: Option<String>) -> Page {
    let mut page = Page::default();
    for value in lenient::list(body, "/photos/photo") {
        match answer::record(walk, value, "id").map(|found| photo(walk, &found, value)) {
            Ok(Ok(post)) => page.posts.push(post),
            Ok(Err(problem)) | Err(problem) => page.problems.push(problem),
        }
    }
    let first = lenient::at(body, "/photos/photo/0/id");
    let pages = body.pointer("/photos/pages").and_then(lenient::number);
    let from = walk.window.from;
    let too_old = !page.posts.is_empty() && page.posts.iter().all(|post| post.published_at < from);
    if pages.is_some_and(|pages| number < pages) && !too_old {
        // The page before again, though there should be more: the loop sees that the walk stands still.
        let stands = first.is_some() && first == before;
        page.next = Some(step(&At::Photos {
            id,
            page: if stands {
                number
            } else {
                number.saturating_add(1)
            },
            first: if stands { before } else { first },
        }));
    }
    page
}

fn feed(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    // This feed escapes apostrophes, which JSON does not allow.
    let body = unescaped(answer.body);
    let body: Value = json(
        walk,
        &Answer {
            body: &body,
            ..*answer
        },
    )?;
    let mut page = Page::default();
    for value in lenient::list(&body, "/items") {
        match answer::record(walk, value, "link").map(|found| fed(walk, &found, value)) {
            Ok(post) => page.posts.push(post),
            Err(problem) => page.problems.push(problem),
        }
    }
    let oldest = page.posts.iter().map(|post| post.published_at).min();
    page.reaches_back_to = Some(oldest.unwrap_or(answer.fetched_at));
    if page.posts.is_empty() {
        page.problems.push(Problem::new(
            place(walk),
            "the public feed shows no photo; if that surprises you, check the number (id) in tandem.toml",
            "le fil public ne montre aucune photo; si cela vous étonne, vérifiez le numéro (id) dans tandem.toml",
        ));
    }
    let author = lenient::at(&body, "/items/0/author");
    let name = author.as_deref().and_then(|it| it.split('"').nth(1));
    page.profiles.extend(name.map(|name| Profile {
        platform: "flickr".into(),
        account: Account::normal_handle(&walk.account.handle),
        id: number(walk),
        name: Some(name.to_owned()),
        url: lenient::at(&body, "/link"),
        ..Profile::default()
    }));
    Ok(page)
}

/// The body with `\'` as `'`.
fn unescaped(body: &[u8]) -> Cow<'_, [u8]> {
    if !body.windows(2).any(|two| two == b"\\'") {
        return Cow::Borrowed(body);
    }
    let mut plain = Vec::with_capacity(body.len());
    let mut bytes = body.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'\\' {
            let Some(next) = bytes.next() else { break };
            if next != b'\'' {
                plain.push(byte);
            }
            plain.push(next);
        } else {
            plain.push(byte);
        }
    }
    Cow::Owned(plain)
}
