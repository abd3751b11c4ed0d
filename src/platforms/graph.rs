//! What Meta's platforms have in common: first the account, then its posts from the newest on, page by page, and after
//! each page what that page left out (whose words a repost repeats, what a picture shows), one request each.
//!
//! Addresses of next pages hold the credential, so only the cursor is taken out of them.

use super::answer::{self, challenge, json, read_step, refuse, step};
use super::graph_account::account;
use super::graph_fault::{Fault, Kind, end, lost_place};
use super::graph_later::{Ask, Later, Missing, asks, found, onward, refused};
use super::lenient;
use super::{
    Answer, Credential, CredentialPlace, Estimate, Page, Platform, Refusal, Request, Step, Walk,
};
use crate::model::{Account, Bilingual, CoverageState, Post, Problem, Reference};
use crate::text::pieces;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;
use url::form_urlencoded::byte_serialize;

/// What sets one of the platforms apart.
pub(super) struct Dialect {
    /// Its name in the configuration.
    pub(super) name: &'static str,
    /// What to write as the account.
    pub(super) about: Bilingual<&'static str>,
    /// Requests for what so many posts leave out.
    pub(super) later: fn(u64) -> u64,
    /// Its name for people.
    pub(super) title: &'static str,
    /// The version of the interface that was read.
    pub(super) version: &'static str,
    /// Whom to ask about an account whose id is configured, and whom about the account of the credential.
    pub(super) hosts: (&'static str, &'static str),
    /// Can an account be asked for by its handle?
    pub(super) by_handle: bool,
    /// Address of a profile, up to the handle.
    pub(super) home: &'static str,
    /// Where the posts of an account are.
    pub(super) edge: &'static str,
    /// Fields of an account: all, and those that every version knows.
    pub(super) account_fields: (&'static str, &'static str),
    /// Fields of a post.
    pub(super) fields: &'static str,
    /// How many posts are asked for at once.
    pub(super) limit: u32,
    /// How many of its newest posts an account shows, if not all.
    pub(super) newest: Option<u64>,
    /// Fields of a post that another one refers to, and of what else is asked for later; empty: nothing is.
    pub(super) later_fields: (&'static str, &'static str),
    /// What a credential must be allowed to do.
    pub(super) permissions: Bilingual<&'static str>,
    /// What a post of the list means; `None`: it is not for the public.
    pub(super) item: fn(&Walk, &str, &Value) -> Result<Option<Item>, Problem>,
    /// What a post that another one refers to means; with the id of the account that is read.
    pub(super) original: fn(&Walk, &str, &str, &Value) -> Reference,
    /// Adds to a post what was asked for later; with the place of the attachment that it is about.
    pub(super) detail: fn(&mut Post, usize, &Value),
}

/// A post of the list, with what else there is to ask.
pub(super) struct Item {
    pub(super) post: Post,
    /// The post that it refers to, if it is to be asked for.
    pub(super) original: Option<String>,
    /// What the list shows of that post.
    pub(super) shown: Option<Reference>,
    /// Ids to ask for, each with the place of the attachment that it is about.
    pub(super) details: Vec<(String, usize)>,
}

impl Item {
    /// A post of which the list shows everything.
    pub(super) fn whole(post: Post) -> Self {
        Self {
            post,
            original: None,
            shown: None,
            details: Vec::new(),
        }
    }
}

impl Platform for Dialect {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> Bilingual<&'static str> {
        self.about
    }

    fn credential(&self) -> Option<Credential> {
        Some(Credential {
            place: CredentialPlace::Bearer,
            needed: true,
        })
    }

    fn estimate(&self, posts: u64) -> Estimate {
        Estimate {
            requests: 2 + posts / u64::from(self.limit) + (self.later)(posts),
            micros: 0,
        }
    }

    fn lists_all(&self) -> bool {
        true
    }

    fn start(&self, _walk: &Walk) -> Step {
        step(&At::Account { lean: false })
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        request(self, walk, step)
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        parse(self, walk, step, answer)
    }

    fn refusal(&self, walk: &Walk, step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        refusal(self, walk, step, answer)
    }
}

/// Where a walk is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum At {
    /// Whose account is it? `lean`: with the fields that every version knows.
    Account { lean: bool },
    /// A page of posts.
    List(List),
    /// What a page left out.
    Later(Box<Later>),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct List {
    /// The account, as it stands in addresses.
    id: String,
    after: Option<String>,
    limit: u32,
    /// Posts so far, where an account shows only its newest ones. Elsewhere it would make steps differ that are the same.
    #[serde(default)]
    read: u64,
    #[serde(default)]
    pub(super) missing: Missing,
}

/// The request of a step.
fn request(dialect: &Dialect, walk: &Walk, step: &Step) -> Result<Request, Problem> {
    let (host, own) = dialect.hosts;
    let base = walk.server(if configured(walk).is_some() {
        host
    } else {
        own
    });
    let at = read_step(walk, step).map_err(|refusal| refusal.problem)?;
    let (original_fields, detail_fields) = dialect.later_fields;
    let limit;
    let (path, query) = match &at {
        At::Account { lean } => {
            let (all, few) = dialect.account_fields;
            let fields = if *lean { few } else { all };
            (segment(&name(dialect, walk)), vec![("fields", fields)])
        }
        At::List(list) => {
            limit = list.limit.to_string();
            let mut query = vec![("fields", dialect.fields), ("limit", &limit)];
            query.extend(list.after.as_deref().map(|after| ("after", after)));
            (format!("{}/{}", segment(&list.id), dialect.edge), query)
        }
        At::Later(later) => match &later.ask {
            Ask::Original { id } => (segment(id), vec![("fields", original_fields)]),
            Ask::Details { id, .. } => (segment(id), vec![("fields", detail_fields)]),
        },
    };
    let version = walk.version(dialect.version);
    let url = answer::address(walk, base, &format!("/{version}/{path}"), &query)?;
    Ok(Request::new(url, "application/json"))
}

/// What a successful answer to a step means.
fn parse(dialect: &Dialect, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
    match read_step(walk, step)? {
        At::Account { .. } => {
            let node: Value = json(walk, answer)?;
            match node
                .get("error")
                .and_then(|_| end(dialect, walk, &Fault::of(answer)))
            {
                Some(refusal) => Err(refusal),
                None => account(dialect, walk, node),
            }
        }
        At::List(list) => posts(dialect, walk, list, answer),
        At::Later(later) => {
            // What is no data is an outage or a page to log in, not a word on the post: it is asked for again.
            let node: Value = json(walk, answer)?;
            if node.get("error").is_none() {
                return Ok(found(dialect, walk, *later, &node));
            }
            let fault = Fault::of(answer);
            match fault.kind {
                Kind::Token | Kind::UsedUp => end(dialect, walk, &fault)
                    .map_or_else(|| Ok(refused(walk, *later, &fault)), Err),
                _ => Ok(refused(walk, *later, &fault)),
            }
        }
    }
}

/// What an unsuccessful answer means.
fn refusal(
    dialect: &Dialect,
    walk: &Walk,
    step: &Step,
    answer: &Answer,
) -> Option<Result<Page, Refusal>> {
    let challenged = challenge(walk, answer);
    if challenged.is_some() {
        return challenged;
    }
    let fault = Fault::of(answer);
    match (fault.kind, read_step(walk, step).ok()?) {
        (Kind::Throttled | Kind::Passing, _) => None,
        (Kind::Token | Kind::UsedUp, _) => end(dialect, walk, &fault).map(Err),
        (Kind::Field, At::Account { lean: false }) => Some(Ok(Page {
            next: Some(answer::step(&At::Account { lean: true })),
            ..Page::default()
        })),
        // Who may read posts need not be allowed to read the account itself.
        (Kind::Permission | Kind::Field, At::Account { .. }) if configured(walk).is_some() => {
            Some(Ok(Page {
                next: Some(first_page(dialect, name(dialect, walk))),
                ..Page::default()
            }))
        }
        (Kind::TooMuch, At::List(list)) if list.limit > 1 => Some(Ok(Page {
            next: Some(answer::step(&At::List(List {
                limit: list.limit / 2,
                ..list
            }))),
            ..Page::default()
        })),
        (Kind::Unknown, At::List(List { after: Some(_), .. })) => {
            Some(Err(lost_place(dialect, walk, &fault)))
        }
        (_, At::Later(later)) => Some(Ok(refused(walk, *later, &fault))),
        _ => end(dialect, walk, &fault).map(Err),
    }
}

/// The id that is configured.
pub(super) fn configured<'a>(walk: &Walk<'a>) -> Option<&'a str> {
    let id = walk.account.id.as_deref().map(str::trim);
    id.filter(|id| !id.is_empty())
}

/// What the account is asked for by: its id, its handle, or that it is the credential's own.
pub(super) fn name(dialect: &Dialect, walk: &Walk) -> String {
    match configured(walk) {
        Some(id) => id.to_owned(),
        None if dialect.by_handle => Account::normal_handle(&walk.account.handle),
        None => "me".into(),
    }
}

/// Ids come from the server: whatever they hold, they stay one segment of the path.
fn segment(id: &str) -> String {
    byte_serialize(id.as_bytes()).collect()
}

pub(super) fn first_page(dialect: &Dialect, id: String) -> Step {
    step(&At::List(List {
        id,
        after: None,
        limit: dialect.limit,
        read: 0,
        missing: Missing::Nothing,
    }))
}

#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    data: Option<Vec<Value>>,
    #[serde(default)]
    paging: Value,
}

impl Listing {
    /// The cursor of the next page. Some answers of the same kind name no address of it: those that are full may go on.
    fn cursor(&self, limit: u32, posts: usize) -> Option<String> {
        let address = self.paging.get("next").and_then(Value::as_str);
        let full = usize::try_from(limit).is_ok_and(|limit| posts >= limit);
        if address.is_none() && !full {
            return None;
        }
        let cursor = self
            .paging
            .pointer("/cursors/after")
            .and_then(lenient::text);
        cursor.or_else(|| {
            let address = Url::parse(address?).ok()?;
            let mut query = address.query_pairs();
            let (_, after) = query.find(|(name, _)| name == "after")?;
            Some(after.into_owned()).filter(|after| !after.is_empty())
        })
    }
}

fn posts(dialect: &Dialect, walk: &Walk, at: List, answer: &Answer) -> Result<Page, Refusal> {
    let listing: Listing = json(walk, answer)?;
    let Some(data) = &listing.data else {
        // Without a list, "nothing was published" would be a guess.
        let said = end(dialect, walk, &Fault::of(answer));
        return Err(said.unwrap_or_else(|| unlisted(dialect, walk)));
    };
    let mut page = Page::default();
    let mut items = Vec::new();
    for value in data {
        match (dialect.item)(walk, &at.id, value) {
            Ok(item) => items.extend(item),
            Err(problem) => page.problems.push(problem),
        }
    }
    let times = || items.iter().map(|item| item.post.published_at);
    let oldest = times().min();
    // Pinned or backdated posts may stand out of order: only a whole page of old ones is the end.
    let passed = !items.is_empty() && times().all(|time| time < walk.window.from);
    let cursor = listing.cursor(at.limit, data.len()).filter(|_| !passed);
    let counted = match dialect.newest {
        // The same page again, which is for the loop to see: the step must be the same as well.
        Some(_) if cursor == at.after => 0,
        Some(_) => u64::try_from(data.len()).unwrap_or(0),
        None => 0,
    };
    let read = at.read.saturating_add(counted);
    let all_shown = dialect.newest.is_some_and(|most| read >= most);
    if all_shown && !passed {
        page.reaches_back_to = oldest;
    }
    let then = cursor.filter(|_| !all_shown).map(|after| List {
        after: Some(after),
        read,
        ..at.clone()
    });
    let asks = asks(walk, at.missing, items, &mut page);
    page.next = onward(at.id, asks, then, at.missing);
    Ok(page)
}

fn unlisted(dialect: &Dialect, walk: &Walk) -> Refusal {
    refuse(
        walk,
        CoverageState::Unreadable,
        format!(
            "the answer of {} holds no list of posts; run fetch again, and report it if it stays so",
            dialect.title
        ),
        format!(
            "la réponse obtenue ({}) ne contient aucune liste de publications; relancez la récupération et signalez le problème s’il persiste",
            dialect.title
        ),
    )
}

/// Addresses in a text, and others beside it, each once.
pub(super) fn links(text: &str, others: impl IntoIterator<Item = String>) -> Vec<String> {
    let written = pieces::links(text);
    let mut links: Vec<String> = Vec::new();
    for link in written.filter(|link| link.contains("://")).chain(others) {
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Interval;
    use crate::platforms::{Services, find};
    use jiff::Timestamp;

    fn page(at: &str) -> Page {
        let (account, services) = (Account::new("instagram", "quay"), Services::default());
        let walk = Walk {
            account: &account,
            window: Interval {
                from: Timestamp::MIN,
                to: Timestamp::MAX,
            },
            services: &services,
            credential: true,
        };
        let body = r#"{"data":[{"id":"1","timestamp":"2025-03-05T09:00:00+0000"}],"paging":{"cursors":{"after":"A"},"next":"x"}}"#;
        let answer = Answer {
            status: 200,
            url: "https://graph.example/",
            headers: &[],
            body: body.as_bytes(),
            fetched_at: Timestamp::UNIX_EPOCH,
        };
        let platform = find("instagram").unwrap();
        platform.parse(&walk, &Step(at.into()), &answer).unwrap()
    }

    /// What an account no longer shows is a gap, not silence.
    #[test]
    fn the_end_of_what_is_shown_is_said() {
        let near = page(r#"{"list":{"id":"1","after":"B","limit":100,"read":9998}}"#);
        assert!(near.next.is_some() && near.reaches_back_to.is_none());
        let last = page(r#"{"list":{"id":"1","after":"B","limit":100,"read":9999}}"#);
        assert!(last.next.is_none());
        assert_eq!(last.reaches_back_to, Some(last.posts[0].published_at));
    }

    /// The loop tells a cursor that leads back by the step; a count that goes on would hide it.
    #[test]
    fn a_cursor_that_repeats_is_the_same_step() {
        let once = page(r#"{"list":{"id":"1","after":"B","limit":100,"read":7}}"#).next;
        let again = page(&once.clone().unwrap().0).next;
        assert_eq!(once, again);
    }
}
