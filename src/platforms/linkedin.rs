//! LinkedIn, pages of organizations: the posts of an author, by date of creation, newest first.
//!
//! LinkedIn sunsets each version of its interface after about a year: the version is configured, and an answer
//! that says it is gone says what to change.

use super::answer::{self, challenge, json, place, read_step, refuse, step};
use super::linkedin_post::{Organization, Post as Item, is_public, post, profile};
use super::{
    Answer, Credential, CredentialPlace, Estimate, Page, Platform, Refusal, Request, Step, Walk,
};
use crate::model::{Account, Bilingual, CoverageState, Problem};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;
use url::form_urlencoded::byte_serialize;

/// LinkedIn.
pub(super) struct LinkedIn;

/// How many posts are asked for at once.
const COUNT: u64 = 50;
/// The version of the interface that was read.
const VERSION: &str = "202608";

/// Where a walk is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    /// The page is known by the name in its address only.
    Lookup,
    /// Its number is known; how it presents itself is not.
    Profile { id: String },
    /// A page of posts.
    Posts { author: String, start: u64 },
}

const ORGANIZATION: &str = "urn:li:organization:";

impl Platform for LinkedIn {
    fn name(&self) -> &'static str {
        "linkedin"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "name of the page, id = its number; token with r_organization_social",
            "nom de la page, id = son numéro; jeton avec r_organization_social",
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
            requests: 2 + posts / COUNT,
            micros: 0,
        }
    }

    fn lists_all(&self) -> bool {
        true
    }

    fn start(&self, walk: &Walk) -> Step {
        let Some(id) = walk.account.id.as_deref().map(str::trim) else {
            return step(&At::Lookup);
        };
        let number = id.strip_prefix(ORGANIZATION).unwrap_or(id);
        step(&if number.bytes().all(|byte| byte.is_ascii_digit()) {
            At::Profile { id: number.into() }
        } else {
            // A person, or a kind of author that is new.
            posts_of(id, 0)
        })
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let base = walk.server("https://api.linkedin.com");
        let url = match read_step(walk, step).map_err(|refusal| refusal.problem)? {
            At::Lookup => {
                let name = Account::normal_handle(&walk.account.handle);
                let query = [("q", "vanityName"), ("vanityName", &name)];
                answer::address(walk, base, "/rest/organizations", &query)?
            }
            At::Profile { id } => {
                let id: String = byte_serialize(id.as_bytes()).collect();
                answer::address(walk, base, &format!("/rest/organizations/{id}"), &[])?
            }
            At::Posts { author, start } => {
                let (count, start) = (COUNT.to_string(), start.to_string());
                let query = [
                    ("q", "author"),
                    ("author", &author),
                    ("count", &count),
                    ("start", &start),
                    // Otherwise an old post that was edited comes first.
                    ("sortBy", "CREATED"),
                ];
                answer::address(walk, base, "/rest/posts", &query)?
            }
        };
        let mut request = Request::new(url, "application/json");
        request.headers = vec![
            ("LinkedIn-Version", walk.version(VERSION).to_owned()),
            ("X-Restli-Protocol-Version", "2.0.0".to_owned()),
        ];
        Ok(request)
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        match read_step(walk, step)? {
            At::Lookup => lookup(walk, answer),
            At::Profile { id } => {
                // Whatever it holds, the posts are what counts.
                let found = json::<Organization>(walk, answer).ok();
                Ok(after_profile(walk, &id, found.as_ref()))
            }
            At::Posts { author, start } => posts(walk, &author, start, answer),
        }
    }

    fn refusal(&self, walk: &Walk, step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        let challenged = challenge(walk, answer);
        if challenged.is_some() {
            return challenged;
        }
        if answer.status == 426 || is_of_version(answer) {
            return Some(Err(sunset(walk)));
        }
        match (answer.status, read_step(walk, step).ok()?) {
            // A credential that may read posts need not be allowed to read the page itself.
            (400 | 403 | 404, At::Profile { id }) => Some(Ok(after_profile(walk, &id, None))),
            (401, _) => Some(Err(refuse(
                walk,
                CoverageState::Unauthorised,
                "LinkedIn does not accept the credential; it may have expired: put a new access token into the environment variable, or import an export of the page",
                "LinkedIn n’accepte pas l’authentifiant, qui est peut-être échu; mettez un nouveau jeton d’accès dans la variable d’environnement, ou importez une exportation de la page",
            ))),
            (403, _) => Some(Err(refuse(
                walk,
                CoverageState::Unauthorised,
                "the credential may not read the posts of this page; it takes the permission r_organization_social and a role on the page, or import an export of it",
                "l’authentifiant ne permet pas de lire les publications de cette page; il faut la permission r_organization_social et un rôle sur la page, ou importez-en une exportation",
            ))),
            (404 | 410, _) => Some(Err(not_found(walk))),
            _ => None,
        }
    }
}

fn posts_of(author: &str, start: u64) -> At {
    At::Posts {
        author: author.to_owned(),
        start,
    }
}

fn not_found(walk: &Walk) -> Refusal {
    refuse(
        walk,
        CoverageState::NotFound,
        "LinkedIn knows no such page; check the name in tandem.toml, or give the number of the page as its id",
        "LinkedIn ne connaît pas cette page; vérifiez le nom dans tandem.toml, ou donnez le numéro de la page comme id",
    )
}

fn is_of_version(answer: &Answer) -> bool {
    let body: Option<Value> = serde_json::from_slice(answer.body).ok();
    body.and_then(|body| Some(body.get("code")?.as_str()?.contains("VERSION")))
        .unwrap_or_default()
}

fn sunset(walk: &Walk) -> Refusal {
    let version = walk.version(VERSION);
    refuse(
        walk,
        CoverageState::Unreadable,
        format!(
            "LinkedIn no longer answers version {version} of its interface; write a current one (year and month, like {VERSION}) into tandem.toml, as version under [platforms.linkedin]"
        ),
        format!(
            "LinkedIn ne répond plus à la version {version} de son interface; inscrivez-en une en vigueur (année et mois, comme {VERSION}) dans tandem.toml, à la clé version sous [platforms.linkedin]"
        ),
    )
}

#[derive(Deserialize)]
struct Found {
    #[serde(default)]
    elements: Option<Vec<Value>>,
    #[serde(default)]
    paging: Option<Paging>,
}

#[derive(Deserialize)]
struct Paging {
    #[serde(default)]
    links: Option<Vec<PageLink>>,
}

#[derive(Deserialize)]
struct PageLink {
    #[serde(default)]
    rel: Option<String>,
    #[serde(default)]
    href: Option<String>,
}

fn lookup(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    let found: Found = json(walk, answer)?;
    let mut list = found.elements.unwrap_or_default().into_iter();
    let organization = list.find_map(|value| serde_json::from_value::<Organization>(value).ok());
    let id = organization.as_ref().and_then(|found| found.id.clone());
    let id = id.ok_or_else(|| not_found(walk))?;
    Ok(after_profile(walk, &id, organization.as_ref()))
}

fn after_profile(walk: &Walk, id: &str, found: Option<&Organization>) -> Page {
    let number = id.strip_prefix(ORGANIZATION).unwrap_or(id);
    Page {
        profiles: found
            .and_then(|found| profile(found, &walk.account.handle))
            .into_iter()
            .collect(),
        next: Some(step(&posts_of(&format!("{ORGANIZATION}{number}"), 0))),
        ..Page::default()
    }
}

fn posts(walk: &Walk, author: &str, start: u64, answer: &Answer) -> Result<Page, Refusal> {
    let found: Found = json(walk, answer)?;
    let values = answer::must_list(walk, found.elements)?;
    let mut page = Page::default();
    let mut items: Vec<Item> = Vec::new();
    for value in &values {
        match answer::record(walk, value, "id") {
            Ok(item) => items.push(item),
            Err(problem) => page.problems.push(problem),
        }
    }
    for item in items.iter().filter(|item| is_public(item)) {
        match post(item, &walk.account.handle, &items) {
            Some(post) => page.posts.push(post),
            None => page.problems.push(undated(walk, &item.id)),
        }
    }
    // True in either order: by creation as asked, or by change as LinkedIn prefers.
    let older = |item: &Item| item.touched().is_some_and(|at| at < walk.window.from);
    if items.is_empty() || !items.iter().all(older) {
        let count = u64::try_from(values.len()).unwrap_or(u64::MAX);
        let next = following(found.paging.as_ref())
            .or_else(|| (count >= COUNT).then(|| start.saturating_add(count)));
        page.next = next.map(|next| step(&posts_of(author, next)));
    }
    Ok(page)
}

/// The place where the next page starts; its address is made anew.
fn following(paging: Option<&Paging>) -> Option<u64> {
    let links = paging?.links.as_ref()?;
    let next = links.iter().find(|it| it.rel.as_deref() == Some("next"))?;
    let base = Url::parse("https://api.linkedin.com").ok()?;
    let url = base.join(next.href.as_deref()?).ok()?;
    let (_, start) = url.query_pairs().find(|(name, _)| name == "start")?;
    start.parse().ok()
}

fn undated(walk: &Walk, id: &str) -> Problem {
    Problem::new(
        format!("{} {id}", place(walk)),
        "nothing says when this post was made; it was left out",
        "rien n’indique quand cette publication a été faite; elle a été laissée de côté",
    )
}
