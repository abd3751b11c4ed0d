//! Bluesky: from a handle to its records, and from there to what they refer to.
//!
//! The truth is on the account's own data server (PDS): feeds made for readers drop items and hide the time of
//! a repost. What a repost or quote refers to is asked from the `AppView` afterwards, in bundles; without an
//! `AppView` the data server itself is tried, one record at a time.

use super::answer::{self, challenge, json, place, read_step, refuse, step};
use super::bluesky_record::{Repo, hydrated, mapped, own_record, profile};
use super::{Answer, Page, Platform, Refusal, Request, Step, Walk};
use crate::model::{Account, Bilingual, CoverageState, Origin, Post, Problem};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

/// Bluesky.
pub(super) struct Bluesky;

/// The most that `getPosts` takes.
const BUNDLE: usize = 25;

/// Record keys follow the clock of the author's device: so much disorder is allowed for.
const DISORDER: SignedDuration = SignedDuration::from_hours(72);

/// Where a walk is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    /// From the handle to the identifier.
    Resolve,
    /// From the identifier to the data server.
    Identity { did: String },
    /// How the account presents itself.
    Profile { repo: Repo },
    /// A page of posts or reposts.
    Records(Records),
    /// What the last page refers to; then on.
    Hydrate {
        repo: Repo,
        wanted: Vec<String>,
        then: Option<Records>,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Records {
    repo: Repo,
    kind: Kind,
    cursor: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Post,
    Repost,
}

impl Kind {
    fn collection(self) -> &'static str {
        match self {
            Self::Post => "app.bsky.feed.post",
            Self::Repost => "app.bsky.feed.repost",
        }
    }
}

impl Platform for Bluesky {
    fn name(&self) -> &'static str {
        "bluesky"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "handle (coast.example); open to all",
            "identifiant (garde.example); ouvert à tous",
        )
    }

    fn lists_all(&self) -> bool {
        true
    }

    fn start(&self, walk: &Walk) -> Step {
        let handle = Account::normal_handle(&walk.account.handle);
        step(&if handle.starts_with("did:") {
            At::Identity { did: handle }
        } else {
            At::Resolve
        })
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let url = match read_step(walk, step).map_err(|refusal| refusal.problem)? {
            At::Resolve => resolve(walk)?,
            At::Identity { did } => identity(walk, &did)?,
            At::Profile { repo } => answer::address(
                walk,
                &repo.pds,
                "/xrpc/com.atproto.repo.getRecord",
                &[
                    ("repo", &repo.did),
                    ("collection", "app.bsky.actor.profile"),
                    ("rkey", "self"),
                ],
            )?,
            At::Records(at) => {
                let mut query = vec![
                    ("repo", at.repo.did.as_str()),
                    ("collection", at.kind.collection()),
                    ("limit", "100"),
                ];
                query.extend(at.cursor.as_deref().map(|cursor| ("cursor", cursor)));
                answer::address(
                    walk,
                    &at.repo.pds,
                    "/xrpc/com.atproto.repo.listRecords",
                    &query,
                )?
            }
            At::Hydrate { repo, wanted, .. } => hydration(walk, &repo, &wanted)?,
        };
        Ok(Request::new(url, "application/json"))
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        match read_step(walk, step)? {
            At::Resolve => resolved(walk, answer),
            At::Identity { did } => identified(walk, did, answer),
            At::Profile { repo } => {
                let body = json::<Value>(walk, answer).ok();
                let profiles = body.and_then(|body| profile(&body, &repo));
                Ok(Page {
                    profiles: profiles.into_iter().collect(),
                    ..first_posts(repo)
                })
            }
            At::Records(at) => records(walk, at, answer),
            At::Hydrate { repo, wanted, then } => {
                let Ok(body) = json::<Value>(walk, answer) else {
                    return Ok(unhydrated(walk, repo, wanted, then, answer.status));
                };
                let references = if walk.services.bluesky_appview.is_empty() {
                    own_record(&body, &repo).into_iter().collect()
                } else {
                    hydrated(&body, &repo)
                };
                Ok(Page {
                    references,
                    ..go_on(walk, repo, wanted, then)
                })
            }
        }
    }

    fn refusal(&self, walk: &Walk, step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        match read_step(walk, step).ok()? {
            // What is referred to is a help, not the account's own posts: the walk goes on without it.
            At::Hydrate { repo, wanted, then } if answer.status != 429 => {
                Some(Ok(unhydrated(walk, repo, wanted, then, answer.status)))
            }
            // An account that says nothing of itself has no such record.
            At::Profile { repo } if matches!(answer.status, 400..=428 | 430..=499) => {
                Some(Ok(first_posts(repo)))
            }
            At::Hydrate { .. } | At::Profile { .. } => None,
            _ if matches!(answer.status, 400 | 404 | 410) => Some(Err(not_found(walk, answer))),
            _ => challenge(walk, answer),
        }
    }
}

/// Asks the given server, else the `AppView`, else the address that the handle itself is.
fn resolve(walk: &Walk) -> Result<String, Problem> {
    let handle = Account::normal_handle(&walk.account.handle);
    let appview = Some(walk.services.bluesky_appview.as_str()).filter(|base| !base.is_empty());
    match walk.account.server.as_deref().or(appview) {
        Some(base) => answer::address(
            walk,
            base,
            "/xrpc/com.atproto.identity.resolveHandle",
            &[("handle", &handle)],
        ),
        None => answer::address(walk, &handle, "/.well-known/atproto-did", &[]),
    }
}

fn resolved(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    let text = String::from_utf8_lossy(answer.body);
    // The well-known address answers with the identifier alone.
    let did = if text.trim().starts_with("did:") {
        text.trim().to_owned()
    } else {
        #[derive(Deserialize)]
        struct Resolved {
            did: String,
        }
        json::<Resolved>(walk, answer)?.did
    };
    Ok(Page {
        next: Some(step(&At::Identity { did })),
        ..Page::default()
    })
}

fn identity(walk: &Walk, did: &str) -> Result<String, Problem> {
    match did.strip_prefix("did:web:") {
        // A port is written %3A there.
        Some(host) => answer::address(
            walk,
            &host.replace("%3A", ":").replace("%3a", ":"),
            "/.well-known/did.json",
            &[],
        ),
        None => answer::address(
            walk,
            &walk.services.bluesky_directory,
            &format!("/{did}"),
            &[],
        ),
    }
}

fn identified(walk: &Walk, did: String, answer: &Answer) -> Result<Page, Refusal> {
    #[derive(Deserialize)]
    struct Document {
        #[serde(default)]
        service: Vec<Service>,
    }
    #[derive(Deserialize)]
    struct Service {
        id: String,
        #[serde(rename = "serviceEndpoint", default)]
        endpoint: Value,
    }
    let document: Document = json(walk, answer)?;
    let pds = document
        .service
        .iter()
        .find(|service| service.id.ends_with("#atproto_pds"))
        .and_then(|service| service.endpoint.as_str());
    let Some(pds) = pds.filter(|pds| Url::parse(pds).is_ok()) else {
        return Err(refuse(
            walk,
            CoverageState::NotFound,
            "the directory names no data server for this account: it was closed or never finished; check the handle in tandem.toml",
            "l’annuaire ne nomme aucun serveur de données pour ce compte\u{a0}: il a été fermé ou n’a jamais été achevé; vérifiez l’identifiant dans tandem.toml",
        ));
    };
    let repo = Repo {
        did,
        pds: pds.to_owned(),
        handle: Account::normal_handle(&walk.account.handle),
    };
    Ok(Page {
        next: Some(step(&At::Profile { repo })),
        ..Page::default()
    })
}

fn first_posts(repo: Repo) -> Page {
    Page {
        next: Some(step(&At::Records(Records {
            repo,
            kind: Kind::Post,
            cursor: None,
        }))),
        ..Page::default()
    }
}

fn records(walk: &Walk, at: Records, answer: &Answer) -> Result<Page, Refusal> {
    #[derive(Deserialize)]
    struct List {
        records: Vec<Value>,
        #[serde(default)]
        cursor: Option<String>,
    }
    let list: List = json(walk, answer)?;
    let mut page = Page::default();
    for record in &list.records {
        match answer::record(walk, record, "uri")
            .map(|found| mapped(found, &at.repo, answer.fetched_at))
        {
            Ok((post, problem)) => {
                page.posts.push(post);
                page.problems.extend(problem);
            }
            Err(problem) => page.problems.push(problem),
        }
    }
    let then = after(walk, &at, &page.posts, list.cursor);
    let wanted = wanted(&page.posts);
    page.next = next_of(at.repo, wanted, then);
    Ok(page)
}

/// The next page of the same kind; then the reposts; then nothing.
fn after(walk: &Walk, at: &Records, posts: &[Post], cursor: Option<String>) -> Option<Records> {
    let start = walk
        .window
        .from
        .checked_sub(DISORDER)
        .unwrap_or(walk.window.from);
    let too_old = !posts.is_empty() && posts.iter().all(|post| post.published_at < start);
    // The same cursor again behind posts is the same page again, which the loop ends; behind none it is the end.
    let cursor = cursor
        .filter(|cursor| !too_old && (Some(cursor) != at.cursor.as_ref() || !posts.is_empty()));
    match (cursor, at.kind) {
        (Some(cursor), _) => Some(Records {
            cursor: Some(cursor),
            ..at.clone()
        }),
        (None, Kind::Post) => Some(Records {
            kind: Kind::Repost,
            cursor: None,
            ..at.clone()
        }),
        (None, Kind::Repost) => None,
    }
}

/// Ids of quoted and reposted posts, each once. What a reply answers is other people's and is not fetched.
fn wanted(posts: &[Post]) -> Vec<String> {
    let mut wanted: Vec<String> = Vec::new();
    for post in posts {
        if let Origin::Quote(to) | Origin::Repost(to) = &post.origin
            && let Some(id) = &to.id
            && !wanted.contains(id)
        {
            wanted.push(id.clone());
        }
    }
    wanted
}

fn next_of(repo: Repo, wanted: Vec<String>, then: Option<Records>) -> Option<Step> {
    if wanted.is_empty() {
        then.map(|then| step(&At::Records(then)))
    } else {
        Some(step(&At::Hydrate { repo, wanted, then }))
    }
}

fn bundle(walk: &Walk) -> usize {
    if walk.services.bluesky_appview.is_empty() {
        1
    } else {
        BUNDLE
    }
}

fn hydration(walk: &Walk, repo: &Repo, wanted: &[String]) -> Result<String, Problem> {
    if !walk.services.bluesky_appview.is_empty() {
        let query: Vec<_> = wanted
            .iter()
            .take(BUNDLE)
            .map(|uri| ("uris", uri.as_str()))
            .collect();
        return answer::address(
            walk,
            &walk.services.bluesky_appview,
            "/xrpc/app.bsky.feed.getPosts",
            &query,
        );
    }
    let uri = wanted.first().map(String::as_str).unwrap_or_default();
    let mut parts = uri.trim_start_matches("at://").splitn(3, '/');
    let mut part = || parts.next().unwrap_or_default();
    let query = [("repo", part()), ("collection", part()), ("rkey", part())];
    answer::address(walk, &repo.pds, "/xrpc/com.atproto.repo.getRecord", &query)
}

fn go_on(walk: &Walk, repo: Repo, mut wanted: Vec<String>, then: Option<Records>) -> Page {
    wanted.drain(..bundle(walk).min(wanted.len()));
    Page {
        next: next_of(repo, wanted, then),
        ..Page::default()
    }
}

/// A reference that cannot be had stays without text; one on another data server is no surprise.
fn unhydrated(
    walk: &Walk,
    repo: Repo,
    wanted: Vec<String>,
    then: Option<Records>,
    status: u16,
) -> Page {
    let asked = &wanted[..bundle(walk).min(wanted.len())];
    let references = asked.iter().map(|id| repo.reference(id)).collect();
    let expected = walk.services.bluesky_appview.is_empty() && matches!(status, 400 | 404);
    let problems = if expected {
        Vec::new()
    } else {
        vec![Problem::new(
            place(walk),
            format!(
                "quoted or reposted posts whose text could not be fetched (status {status}): {}; their language stays unknown; run fetch again later",
                asked.len()
            ),
            format!(
                "publications citées ou rediffusées dont le texte n’a pu être récupéré (code {status})\u{a0}: {}; leur langue reste inconnue; relancez la récupération plus tard",
                asked.len()
            ),
        )]
    };
    Page {
        references,
        problems,
        ..go_on(walk, repo, wanted, then)
    }
}

fn not_found(walk: &Walk, answer: &Answer) -> Refusal {
    let said = serde_json::from_slice::<Value>(answer.body)
        .ok()
        .and_then(|body| {
            body.get("message")
                .and_then(Value::as_str)
                .map(str::to_owned)
        })
        .unwrap_or_else(|| answer.status.to_string());
    refuse(
        walk,
        CoverageState::NotFound,
        format!("Bluesky knows no such account ({said}); check the handle in tandem.toml"),
        format!(
            "Bluesky ne connaît pas ce compte ({said}); vérifiez l’identifiant dans tandem.toml"
        ),
    )
}
