//! What Meta's platforms have in common: first the account, then its posts from the newest on, page by page, and after
//! each page what that page left out (whose words a repost repeats, what a picture shows), one request each.
//!
//! Addresses of next pages hold the credential, so only the cursor is taken out of them.

use super::answer::{self, challenge, json, place, read_step, refuse, step};
use super::graph_fault::{Fault, Kind, end, lost_place};
use super::lenient::{self, maybe_id};
use super::{Answer, Credential, CredentialPlace, Page, Refusal, Request, Step, Walk};
use crate::model::{Account, Bilingual, CoverageState, Origin, Post, Problem, Profile, Reference};
use crate::text::parts;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{HashSet, VecDeque};
use url::Url;
use url::form_urlencoded::byte_serialize;

/// What sets one of the platforms apart.
pub(super) struct Dialect {
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

/// All three want to be told in the same way.
pub(super) const CREDENTIAL: Credential = Credential {
    place: CredentialPlace::Bearer,
    needed: true,
};

/// Where a walk is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    /// Whose account is it? `lean`: with the fields that every version knows.
    Account { lean: bool },
    /// A page of posts.
    List(List),
    /// What a page left out.
    Later(Box<Later>),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct List {
    /// The account, as it stands in addresses.
    id: String,
    after: Option<String>,
    limit: u32,
    /// Posts so far, where an account shows only its newest ones. Elsewhere it would make steps differ that are the same.
    #[serde(default)]
    read: u64,
    #[serde(default)]
    missing: Missing,
}

/// Details that could not be had: it is said once a walk, and what is never shown is not asked for again and again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Missing {
    #[default]
    Nothing,
    Some,
    All,
}

#[derive(Debug, Serialize, Deserialize)]
struct Later {
    id: String,
    ask: Ask,
    rest: VecDeque<Ask>,
    then: Option<List>,
    #[serde(default)]
    missing: Missing,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ask {
    /// A post that is referred to.
    Original { id: String },
    /// Details of a post, which waits here for them: stored without, it would seem to have changed afterwards.
    Details {
        post: Box<Post>,
        id: String,
        at: usize,
        rest: VecDeque<(String, usize)>,
    },
}

/// The first step.
pub(super) fn start() -> Step {
    step(&At::Account { lean: false })
}

/// The request of a step.
pub(super) fn request(dialect: &Dialect, walk: &Walk, step: &Step) -> Result<Request, Problem> {
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
pub(super) fn parse(
    dialect: &Dialect,
    walk: &Walk,
    step: &Step,
    answer: &Answer,
) -> Result<Page, Refusal> {
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
        At::Later(later) => match json::<Value>(walk, answer) {
            Ok(node) if node.get("error").is_none() => Ok(found(dialect, walk, *later, &node)),
            Err(refusal) if refusal.state == CoverageState::Blocked => Err(refusal),
            _ => Ok(refused(walk, *later, &Fault::of(answer))),
        },
    }
}

/// What an unsuccessful answer means.
pub(super) fn refusal(
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
fn configured<'a>(walk: &Walk<'a>) -> Option<&'a str> {
    let id = walk.account.id.as_deref().map(str::trim);
    id.filter(|id| !id.is_empty())
}

/// What the account is asked for by: its id, its handle, or that it is the credential's own.
fn name(dialect: &Dialect, walk: &Walk) -> String {
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

fn first_page(dialect: &Dialect, id: String) -> Step {
    step(&At::List(List {
        id,
        after: None,
        limit: dialect.limit,
        read: 0,
        missing: Missing::Nothing,
    }))
}

/// An account, in the words of any of the platforms.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Who {
    #[serde(deserialize_with = "maybe_id")]
    id: Option<String>,
    name: Option<String>,
    username: Option<String>,
    #[serde(alias = "biography", alias = "threads_biography")]
    about: Option<String>,
    description: Option<String>,
    link: Option<String>,
    website: Option<String>,
    #[serde(alias = "threads_profile_picture_url")]
    profile_picture_url: Option<String>,
    picture: Value,
    is_verified: Option<bool>,
    verification_status: Option<String>,
}

fn account(dialect: &Dialect, walk: &Walk, node: Value) -> Result<Page, Refusal> {
    let asked = name(dialect, walk);
    // Whatever it holds, the posts are what counts.
    let who = serde_json::from_value(node).unwrap_or_else(|_| Who::default());
    let mut page = Page::default();
    if let Some(username) = who.username.as_deref().filter(|name| !same(name, walk)) {
        // Posts would be taken for those of another account.
        if configured(walk).is_none() {
            return Err(another(walk, username));
        }
        page.problems.push(renamed(walk, username));
    }
    let id = match &who.id {
        Some(id) if dialect.by_handle => id.clone(),
        _ => asked,
    };
    page.profiles.extend(profile(dialect, walk, who));
    page.next = Some(first_page(dialect, id));
    Ok(page)
}

/// Facebook takes dots in a name for nothing, and so may who wrote the configuration; a number is no name.
fn same(username: &str, walk: &Walk) -> bool {
    let plain = |name: &str| Account::normal_handle(name).replace('.', "");
    let handle = plain(&walk.account.handle);
    plain(username) == handle || handle.bytes().all(|byte| byte.is_ascii_digit())
}

fn another(walk: &Walk, username: &str) -> Refusal {
    refuse(
        walk,
        CoverageState::Unauthorised,
        format!(
            "the credential is that of the account {username}; use a credential of this account, or correct the handle in tandem.toml"
        ),
        format!(
            "l’authentifiant est celui du compte {username}; utilisez un authentifiant de ce compte-ci, ou corrigez l’identifiant dans tandem.toml"
        ),
    )
}

fn renamed(walk: &Walk, username: &str) -> Problem {
    Problem::new(
        place(walk),
        format!("the id in tandem.toml is that of the account {username}; check id and handle"),
        format!(
            "l’id dans tandem.toml est celui du compte {username}; vérifiez l’id et l’identifiant"
        ),
    )
}

/// `None` when the answer says nothing of it.
fn profile(dialect: &Dialect, walk: &Walk, who: Who) -> Option<Profile> {
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let description = filled(who.about).or_else(|| filled(who.description));
    let website = who.website.unwrap_or_default();
    let websites = website.split_whitespace().map(str::to_owned);
    let links = links(description.as_deref().unwrap_or_default(), websites);
    let page = who.username.as_ref();
    let vouched = who.verification_status.as_deref().and_then(|it| match it {
        "blue_verified" | "gray_verified" => Some(true),
        "not_verified" => Some(false),
        _ => None,
    });
    let profile = Profile {
        platform: walk.account.platform.clone(),
        account: Account::normal_handle(&walk.account.handle),
        url: filled(who.link).or_else(|| page.map(|name| format!("{}{name}", dialect.home))),
        name: filled(who.name),
        links,
        verified: who.is_verified.or(vouched),
        avatar: filled(who.profile_picture_url).or_else(|| {
            let picture = who.picture.pointer("/data/url")?;
            picture.as_str().map(str::to_owned)
        }),
        id: who.id,
        description,
        ..Profile::default()
    };
    (profile.id.is_some() || profile.name.is_some()).then_some(profile)
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
            "la réponse de {} ne contient aucune liste de publications; relancez la récupération et signalez le problème s’il persiste",
            dialect.title
        ),
    )
}

/// What is to be asked about the posts of a page; those that need nothing go into the page.
fn asks(walk: &Walk, missing: Missing, items: Vec<Item>, page: &mut Page) -> VecDeque<Ask> {
    let own: HashSet<String> = items.iter().map(|item| item.post.id.clone()).collect();
    let mut asked = HashSet::new();
    let mut asks = VecDeque::new();
    for item in items {
        let (mut post, mut original) = (item.post, item.original);
        let wanted = walk.window.from <= post.published_at;
        if let Origin::Reply(to) = &mut post.origin
            && to.id.as_ref().is_some_and(|id| own.contains(id))
        {
            to.account = Some(post.account.clone());
            original = None;
        }
        if let Some(id) = original.filter(|id| wanted && asked.insert(id.clone())) {
            asks.push_back(Ask::Original { id });
        }
        page.references.extend(item.shown);
        if item.details.is_empty() || missing == Missing::All {
            page.posts.push(post);
        } else if wanted {
            let details = VecDeque::from(item.details);
            asks.extend(waiting(Box::new(post), details, page));
        }
        // One that is older than what is read stays as an earlier run left it, with its details.
    }
    asks
}

/// The next detail of a post to ask for; with none left, the post goes into the page.
fn waiting(post: Box<Post>, mut rest: VecDeque<(String, usize)>, page: &mut Page) -> Option<Ask> {
    if let Some((id, at)) = rest.pop_front() {
        return Some(Ask::Details { post, id, at, rest });
    }
    page.posts.push(*post);
    None
}

/// What was asked for has come.
fn found(dialect: &Dialect, walk: &Walk, later: Later, node: &Value) -> Page {
    let mut page = Page::default();
    let mut rest = later.rest;
    match later.ask {
        Ask::Original { id } => {
            let original = (dialect.original)(walk, &later.id, &id, node);
            page.references.push(original);
        }
        Ask::Details {
            mut post,
            at,
            rest: more,
            ..
        } => {
            (dialect.detail)(&mut post, at, node);
            if let Some(ask) = waiting(post, more, &mut page) {
                rest.push_front(ask);
            }
        }
    }
    page.next = onward(later.id, rest, later.then, later.missing);
    page
}

/// What was asked for cannot be had: the walk goes on without it.
fn refused(walk: &Walk, later: Later, fault: &Fault) -> Page {
    let mut page = Page::default();
    let mut rest = later.rest;
    let mut missing = later.missing;
    match later.ask {
        // Other people's posts are often refused; the report says of each that its language is not known.
        Ask::Original { .. } if matches!(fault.kind, Kind::Permission | Kind::Unknown) => {}
        Ask::Original { id } => page.problems.push(untold(walk, &id, fault)),
        Ask::Details {
            post, rest: more, ..
        } => {
            if missing == Missing::Nothing {
                page.problems.push(undescribed(walk, &post.id, fault));
                missing = Missing::Some;
            }
            if fault.kind == Kind::Permission {
                missing = Missing::All;
                page.posts.push(*post);
                rest = without_details(rest, &mut page);
            } else if let Some(ask) = waiting(post, more, &mut page) {
                rest.push_front(ask);
            }
        }
    }
    page.next = onward(later.id, rest, later.then, missing);
    page
}

/// Nobody waits any longer for what is never shown.
fn without_details(asks: VecDeque<Ask>, page: &mut Page) -> VecDeque<Ask> {
    let kept = asks.into_iter().filter_map(|ask| match ask {
        Ask::Details { post, .. } => {
            page.posts.push(*post);
            None
        }
        original @ Ask::Original { .. } => Some(original),
    });
    kept.collect()
}

fn untold(walk: &Walk, id: &str, fault: &Fault) -> Problem {
    Problem::new(
        format!("{} {id}", place(walk)),
        format!(
            "this quoted or reposted post could not be read (code {}), so its language stays unknown; run fetch again later",
            fault.code
        ),
        format!(
            "cette publication citée ou rediffusée n’a pu être lue (code {}), et sa langue reste donc inconnue; relancez la récupération plus tard",
            fault.code
        ),
    )
}

fn undescribed(walk: &Walk, id: &str, fault: &Fault) -> Problem {
    Problem::new(
        format!("{} {id}", place(walk)),
        format!(
            "details of pictures, such as their alternative text, could not be read here (code {}), and perhaps elsewhere; check what the credential may read",
            fault.code
        ),
        format!(
            "les détails d’images, comme leur texte de remplacement, n’ont pu être lus ici (code {}), ni peut-être ailleurs; vérifiez ce que l’authentifiant permet de lire",
            fault.code
        ),
    )
}

/// What the page left out, then the next page.
fn onward(
    id: String,
    mut asks: VecDeque<Ask>,
    then: Option<List>,
    missing: Missing,
) -> Option<Step> {
    let then = then.map(|list| List { missing, ..list });
    let at = match asks.pop_front() {
        Some(ask) => At::Later(Box::new(Later {
            id,
            ask,
            rest: asks,
            then,
            missing,
        })),
        None => At::List(then?),
    };
    Some(step(&at))
}

/// Addresses in a text, and others beside it, each once.
pub(super) fn links(text: &str, others: impl IntoIterator<Item = String>) -> Vec<String> {
    let written = parts::split(parts::head(text)).links.into_iter();
    let mut links: Vec<String> = Vec::new();
    for link in written.filter(|link| link.contains("://")).chain(others) {
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}
