//! Mastodon, and the servers that speak its interface: how an account's posts are walked through.
//!
//! Statuses are read forwards from the start of the window (`min_id`), because walking backwards from the
//! newest leaves a hole when it is interrupted. Not every server knows `min_id`; one that does not is read
//! backwards (`max_id`), and one that knows neither is left after the page repeats: a walk always ends.

use super::answer::{self, challenge, json, place, read_step, refuse, step};
use super::mastodon_status::{Known, post, versions};
use super::{
    Answer, Credential, CredentialPlace, Page, Platform, Refusal, Request, Step, Walk, html,
    lenient,
};
use crate::model::{Account, Bilingual, CoverageState, Post, Problem, Profile};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cmp::Ordering;

/// Mastodon.
pub(super) struct Mastodon;

/// The most that the interface gives at once.
const LIMIT: usize = 40;

/// Where a walk is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    /// The account's number is not known yet.
    Lookup,
    /// Reading what comes after `min`: the start of the window, then (`seen`) the newest id of the page before.
    Forwards { id: String, min: String, seen: bool },
    /// Reading what comes before `max`; from the newest when it is not known.
    Backwards { id: String, max: Option<String> },
    /// Reading the earlier versions of posts that were edited; then on.
    History {
        edited: Vec<Post>,
        then: Option<Box<At>>,
    },
}

impl Platform for Mastodon {
    fn name(&self) -> &'static str {
        "mastodon"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "user@server.example; open to all, or a member’s token where the server shows nothing otherwise",
            "utilisateur@serveur.example; ouvert à tous, ou jeton d’un membre si le serveur ne montre rien autrement",
        )
    }

    fn credential(&self) -> Option<Credential> {
        // Servers in limited federation show posts to their members.
        Some(Credential {
            place: CredentialPlace::Bearer,
            needed: false,
        })
    }

    fn lists_all(&self) -> bool {
        true
    }

    fn start(&self, _walk: &Walk) -> Step {
        step(&At::Lookup)
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let (user, host) = user_and_host(walk);
        let Some(base) = walk.account.server.as_deref().or(host.as_deref()) else {
            return Err(Problem::new(
                place(walk),
                "the handle names no server; write it as user@server.example in tandem.toml",
                "l’identifiant ne nomme aucun serveur; écrivez-le sous la forme utilisateur@serveur.example dans tandem.toml",
            ));
        };
        let limit = LIMIT.to_string();
        let (path, query) = match read_step(walk, step).map_err(|refusal| refusal.problem)? {
            At::Lookup => ("/api/v1/accounts/lookup".to_owned(), vec![("acct", user)]),
            At::Forwards { id, min, .. } => {
                (statuses(&id), vec![("limit", limit), ("min_id", min)])
            }
            At::Backwards { id, max } => {
                let mut query = vec![("limit", limit)];
                query.extend(max.map(|max| ("max_id", max)));
                (statuses(&id), query)
            }
            At::History { edited, .. } => {
                let id = edited.first().map(|post| segment(&post.id));
                let id = id.unwrap_or_default();
                (format!("/api/v1/statuses/{id}/history"), Vec::new())
            }
        };
        let query: Vec<_> = query
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let url = answer::address(walk, base, &path, &query)?;
        Ok(Request::new(url, "application/json"))
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        match read_step(walk, step)? {
            At::Lookup => lookup(walk, answer),
            At::Forwards { id, min, seen } => {
                let mut list = List::read(walk, &id, answer)?;
                let next = list.after(walk, &id, &min, seen);
                Ok(list.page(walk, next))
            }
            At::Backwards { id, max } => {
                let mut list = List::read(walk, &id, answer)?;
                let next = list.before(walk, &id, max.as_deref());
                Ok(list.page(walk, next))
            }
            At::History { edited, then } => Ok(history(walk, edited, then, answer)),
        }
    }

    fn refusal(&self, walk: &Walk, step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        let at = read_step(walk, step).ok()?;
        let instead = answer::instead_of_data(answer);
        match (answer.status, at) {
            // Versions are a help; some servers keep none.
            (400..=428 | 430..=499, At::History { edited, then }) => {
                Some(Ok(after_history(edited, then)))
            }
            // Servers with other ids refuse a number that is none of theirs.
            (400 | 422, At::Forwards { id, .. }) => Some(Ok(Page {
                next: Some(answer::step(&At::Backwards { id, max: None })),
                ..Page::default()
            })),
            (401, _) if instead != Some(answer::Instead::Challenge) => {
                Some(Err(members_only(walk)))
            }
            (403, _) if instead.is_none() => Some(Err(members_only(walk))),
            (404 | 410, _) => Some(Err(not_found(walk))),
            _ => challenge(walk, answer),
        }
    }
}

fn statuses(id: &str) -> String {
    format!("/api/v1/accounts/{}/statuses", segment(id))
}

/// An id comes from the server: whatever it holds, it stays one segment of the path.
fn segment(id: &str) -> String {
    url::form_urlencoded::byte_serialize(id.as_bytes()).collect()
}

/// The versions of the first post, all but its last.
fn history(walk: &Walk, edited: Vec<Post>, then: Option<Box<At>>, answer: &Answer) -> Page {
    let (mut earlier, mut problems) = (Vec::new(), Vec::new());
    if let (Some(post), Ok(records)) = (edited.first(), json::<Vec<Value>>(walk, answer)) {
        for version in versions(post, records) {
            match version {
                Ok(version) => earlier.push(version),
                Err(error) => problems.push(Problem::new(
                    format!("{} {}", place(walk), post.id),
                    format!("an earlier version of this post is not as documented and was left out ({error})"),
                    format!("une version antérieure de cette publication n’a pas la forme documentée et a été laissée de côté ({error})"),
                )),
            }
        }
    }
    // The last one is the post itself.
    earlier.pop();
    Page {
        earlier,
        problems,
        ..after_history(edited, then)
    }
}

fn after_history(mut edited: Vec<Post>, then: Option<Box<At>>) -> Page {
    if !edited.is_empty() {
        edited.remove(0);
    }
    let next = if edited.is_empty() {
        then.map(|then| *then)
    } else {
        Some(At::History { edited, then })
    };
    Page {
        next: next.as_ref().map(step),
        ..Page::default()
    }
}

fn members_only(walk: &Walk) -> Refusal {
    refuse(
        walk,
        CoverageState::Unauthorised,
        "the server shows posts to its members only (limited federation or authorised fetch); follow the account’s RSS address (https://server/@user.rss) as platform “feed”, or import an export of its outbox",
        "le serveur ne montre les publications qu’à ses membres (fédération limitée ou accès authentifié); suivez l’adresse RSS du compte (https://serveur/@utilisateur.rss) avec la plateforme «\u{a0}feed\u{a0}», ou importez une exportation de sa boîte d’envoi",
    )
}

fn not_found(walk: &Walk) -> Refusal {
    refuse(
        walk,
        CoverageState::NotFound,
        "the server knows no such account; check the handle in tandem.toml",
        "le serveur ne connaît pas ce compte; vérifiez l’identifiant dans tandem.toml",
    )
}

/// `user@host`, with or without a leading `@`.
fn user_and_host(walk: &Walk) -> (String, Option<String>) {
    let handle = Account::normal_handle(&walk.account.handle);
    match handle.split_once('@') {
        Some((user, host)) => (user.to_owned(), Some(host.to_owned())),
        None => (handle, None),
    }
}

#[derive(Deserialize)]
struct Lookup {
    id: String,
    #[serde(default)]
    moved: Option<Value>,
    #[serde(flatten)]
    rest: Value,
}

/// How the account presents itself. What it keeps on top is not told to strangers.
fn profile(walk: &Walk, found: &Lookup) -> Profile {
    let text = |name: &str| found.rest.get(name).and_then(Value::as_str).map(str::trim);
    let filled = |name: &str| text(name).filter(|it| !it.is_empty()).map(str::to_owned);
    let note = html::plain(text("note").unwrap_or_default(), None);
    let mut links = note.links;
    let fields: Vec<&Value> = lenient::list(&found.rest, "/fields").collect();
    for field in &fields {
        let value = field.get("value").and_then(Value::as_str);
        for link in html::plain(value.unwrap_or_default(), None).links {
            if !links.contains(&link) {
                links.push(link);
            }
        }
    }
    // The server vouches for links, not for names.
    let vouched = |field: &&Value| field.get("verified_at").is_some_and(Value::is_string);
    Profile {
        platform: "mastodon".into(),
        account: Account::normal_handle(&walk.account.handle),
        id: Some(found.id.clone()),
        name: filled("display_name").or_else(|| filled("username")),
        description: found.rest.get("note").map(|_| note.text),
        url: filled("url"),
        links,
        verified: found.rest.get("fields").map(|_| fields.iter().any(vouched)),
        avatar: filled("avatar_static").or_else(|| filled("avatar")),
        ..Profile::default()
    }
}

fn lookup(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    let found: Lookup = json(walk, answer)?;
    let profiles = vec![profile(walk, &found)];
    let mut problems = Vec::new();
    if let Some(new) = found
        .moved
        .as_ref()
        .and_then(|moved| moved.get("acct"))
        .and_then(Value::as_str)
    {
        problems.push(Problem::new(
            place(walk),
            format!("the account has moved to {new}; add the new handle to tandem.toml"),
            format!(
                "le compte a déménagé vers {new}; ajoutez le nouvel identifiant dans tandem.toml"
            ),
        ));
    }
    // A status id is its time in milliseconds, shifted by 16 bits; `min_id` itself is left out of the answer.
    let from = (i128::from(walk.window.from.as_millisecond().max(0)) << 16) - 1;
    let min = from.max(0).to_string();
    Ok(Page {
        next: Some(step(&At::Forwards {
            id: found.id,
            min,
            seen: false,
        })),
        profiles,
        problems,
        ..Page::default()
    })
}

/// One page of statuses.
struct List {
    posts: Vec<Post>,
    problems: Vec<Problem>,
    /// Every id in it, unreadable records included.
    ids: Vec<String>,
    oldest: Option<Timestamp>,
    /// The server pages neither way, and the page is full: nothing older can be had.
    stuck: bool,
}

impl List {
    fn read(walk: &Walk, account_id: &str, answer: &Answer) -> Result<Self, Refusal> {
        let records: Vec<Value> = json(walk, answer)?;
        let (user, host) = user_and_host(walk);
        let known = Known {
            handle: Account::normal_handle(&walk.account.handle),
            user,
            host,
            id: account_id,
        };
        let mut list = Self {
            posts: Vec::new(),
            problems: Vec::new(),
            ids: Vec::new(),
            oldest: None,
            stuck: false,
        };
        for value in &records {
            list.ids
                .extend(value.get("id").and_then(Value::as_str).map(str::to_owned));
            match answer::record(walk, value, "id").map(|status| post(status, &known)) {
                Ok(Some(post)) => list.posts.push(post),
                // Not meant for the public.
                Ok(None) => {}
                Err(problem) => list.problems.push(problem),
            }
        }
        list.oldest = list.posts.iter().map(|post| post.published_at).min();
        Ok(list)
    }

    /// The step after a page that was asked with `min_id`.
    fn after(&mut self, walk: &Walk, id: &str, min: &str, seen: bool) -> Option<At> {
        let Some(newest) = self.ids.iter().max_by(|a, b| by_age(a, b)).cloned() else {
            // Nothing since the start of the window; or ids that have nothing to do with time.
            return (!seen).then(|| At::Backwards {
                id: id.to_owned(),
                max: None,
            });
        };
        // More than was asked for: the server gave everything it has. Later than asked for: enough.
        if self.ids.len() > LIMIT || self.oldest.is_some_and(|oldest| oldest >= walk.window.to) {
            return None;
        }
        if self
            .ids
            .iter()
            .all(|found| by_age(found, min) == Ordering::Greater)
        {
            return Some(At::Forwards {
                id: id.to_owned(),
                min: newest,
                seen: true,
            });
        }
        // It gave what it was not asked for: `min_id` means nothing to it.
        if seen {
            self.posts
                .retain(|post| by_age(&post.id, min) == Ordering::Greater);
        }
        self.before(walk, id, None)
    }

    /// The step after a page that was asked with `max_id`.
    fn before(&mut self, walk: &Walk, id: &str, max: Option<&str>) -> Option<At> {
        let last = self.ids.iter().min_by(|a, b| by_age(a, b))?.clone();
        if self.ids.len() > LIMIT || self.oldest.is_some_and(|oldest| oldest < walk.window.from) {
            return None;
        }
        if max.is_some_and(|max| by_age(&last, max) != Ordering::Less) {
            // The page before again: what is older than it was not shown, whether there is any or not.
            self.stuck = true;
            self.posts.clear();
            return None;
        }
        Some(At::Backwards {
            id: id.to_owned(),
            max: Some(last),
        })
    }

    /// The page, and what follows: first the earlier versions of what was edited since the start of the window.
    fn page(self, walk: &Walk, next: Option<At>) -> Page {
        let lately = |post: &&Post| post.edited_at.is_some_and(|at| at >= walk.window.from);
        let edited: Vec<Post> = self.posts.iter().filter(lately).cloned().collect();
        let next = if edited.is_empty() {
            next
        } else {
            let then = next.map(Box::new);
            Some(At::History { edited, then })
        };
        Page {
            reaches_back_to: self.oldest.filter(|_| self.stuck),
            posts: self.posts,
            next: next.as_ref().map(step),
            problems: self.problems,
            ..Page::default()
        }
    }
}

/// Ids are numbers or sortable text; the longer one is the later one.
fn by_age(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}
