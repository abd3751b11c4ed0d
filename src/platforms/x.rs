//! X, interface of version 2: from the name to the number, then the timeline, newest first.
//!
//! Each post and each user of an answer is charged for, those included beside it too, so no step asks for more
//! than it needs: where the number is configured, the name is not looked up, and the profile comes with the posts.

use super::answer::{self, challenge, json, place, read_step, refuse, step};
use super::x_fault::{Fault, left_out, not_found};
use super::x_item::{Beside, Includes, Item, User};
use super::x_post::{Known, clock, post, profile};
use super::{
    Answer, Credential, CredentialPlace, Estimate, Page, Platform, Refusal, Request, Step, Walk,
};
use crate::model::{Account, Bilingual, CoverageState, Post, Problem};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::form_urlencoded::byte_serialize;

/// X.
pub(super) struct X;

/// The most that a page holds.
const PAGE: &str = "100";
/// The timeline ends here, whatever there is behind it. Deleted posts count and are not shown.
const CEILING: u32 = 3_200 - 100;
/// Price of a post, in millionths of a US dollar.
const POST_PRICE: u64 = 5_000;
/// Price of a user.
const USER_PRICE: u64 = 10_000;
/// An end of the window that is nearer to the present is refused.
const SETTLED: SignedDuration = SignedDuration::from_secs(10);
/// The timeline knows nothing before.
const FIRST_DAY: &str = "2010-11-06T00:00:00Z";

const POST_FIELDS: &str = "created_at,lang,entities,attachments,referenced_tweets,in_reply_to_user_id,conversation_id,edit_controls,note_tweet,possibly_sensitive,withheld,display_text_range,article";
const EXPANSIONS: &str = "author_id,referenced_tweets.id,referenced_tweets.id.author_id,attachments.media_keys,attachments.poll_ids,edit_history_tweet_ids";
const MEDIA_FIELDS: &str = "type,url,preview_image_url,width,height,alt_text,duration_ms,variants";
const USER_FIELDS: &str = "username,name,description,url,entities,verified,verified_type,profile_image_url,pinned_tweet_id";

/// Where a walk is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    /// The account's number is not known yet.
    User,
    /// A page of the timeline.
    Posts(Posts),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Posts {
    id: String,
    /// End of the window, where it is far enough in the past.
    end: Option<Timestamp>,
    token: Option<String>,
    /// How many posts the pages before held.
    seen: u32,
    /// The lowest id of the pages before.
    lowest: Option<u64>,
}

impl Platform for X {
    fn name(&self) -> &'static str {
        "x"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "handle; bearer token of the API (paid: see --plan and --max-cost)",
            "identifiant; jeton d’accès de l’API (payante\u{a0}: voir --plan et --cout-max)",
        )
    }

    fn credential(&self) -> Option<Credential> {
        Some(Credential {
            place: CredentialPlace::Bearer,
            needed: true,
        })
    }

    /// On the dear side: as if each second post came with another one and its author.
    fn estimate(&self, posts: u64) -> Estimate {
        let pages = 1 + posts / 100;
        Estimate {
            requests: 1 + pages,
            micros: posts * POST_PRICE
                + posts.div_ceil(2) * (POST_PRICE + USER_PRICE)
                + (1 + pages) * USER_PRICE,
        }
    }

    fn lists_all(&self) -> bool {
        true
    }

    fn start(&self, walk: &Walk) -> Step {
        step(&walk.account.id.as_ref().map_or(At::User, |id| {
            // A walk begins when its window ends: too near to be named.
            At::Posts(Posts::first(id.clone(), None))
        }))
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let base = walk.server("https://api.x.com");
        let url = match read_step(walk, step).map_err(|refusal| refusal.problem)? {
            At::User => {
                let name = segment(&Account::normal_handle(&walk.account.handle));
                let path = format!("/2/users/by/username/{name}");
                answer::address(walk, base, &path, &[("user.fields", USER_FIELDS)])?
            }
            At::Posts(at) => {
                let path = format!("/2/users/{}/tweets", segment(&at.id));
                let start = second(walk.window.from);
                let start = start.as_str().max(FIRST_DAY).to_owned();
                let end = at.end.map(second);
                let mut query = vec![("max_results", PAGE), ("start_time", &start)];
                query.extend(end.as_deref().map(|end| ("end_time", end)));
                query.extend(at.token.as_deref().map(|token| ("pagination_token", token)));
                query.extend([
                    ("tweet.fields", POST_FIELDS),
                    ("expansions", EXPANSIONS),
                    ("media.fields", MEDIA_FIELDS),
                    ("user.fields", USER_FIELDS),
                ]);
                answer::address(walk, base, &path, &query)?
            }
        };
        Ok(Request::new(url, "application/json"))
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        match read_step(walk, step)? {
            At::User => lookup(walk, answer),
            At::Posts(at) => timeline(walk, &at, step, answer),
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
                "X does not accept the credential; put a valid bearer token of your app into the environment variable, or import an archive",
                "X n’accepte pas l’authentifiant; mettez un jeton d’accès (bearer) valide de votre application dans la variable d’environnement, ou importez une archive",
            ))),
            402 => Some(Err(refuse(
                walk,
                CoverageState::Blocked,
                "the credits of the X developer account are used up; add some in its console and run fetch again, or import an archive",
                "les crédits du compte de développeur X sont épuisés; ajoutez-en dans sa console et relancez la récupération, ou importez une archive",
            ))),
            403 => Some(Err(refuse(
                walk,
                CoverageState::Unauthorised,
                "X does not let this app read posts; check its access in the developer console of X, or import an archive",
                "X ne laisse pas cette application lire les publications; vérifiez son accès dans la console de développement de X, ou importez une archive",
            ))),
            404 | 410 => Some(Err(not_found(walk, None))),
            _ => None,
        }
    }
}

impl Posts {
    fn first(id: String, end: Option<Timestamp>) -> Self {
        Self {
            id,
            end,
            token: None,
            seen: 0,
            lowest: None,
        }
    }
}

/// Whatever it holds, it stays one segment of the path.
fn segment(text: &str) -> String {
    byte_serialize(text.trim().as_bytes()).collect()
}

/// X knows whole seconds only.
fn second(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[derive(Deserialize)]
struct One {
    #[serde(default)]
    data: Option<User>,
    #[serde(default)]
    errors: Option<Vec<Value>>,
}

fn lookup(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    let found: One = json(walk, answer)?;
    let Some((user, id)) = found
        .data
        .and_then(|user| user.id.clone().map(|id| (user, id)))
    else {
        let fault = Fault::all(found.errors).into_iter().next();
        return Err(fault.map_or_else(|| not_found(walk, None), |it| it.refusal(walk)));
    };
    let settled = answer.fetched_at.duration_since(walk.window.to) >= SETTLED;
    Ok(Page {
        profiles: vec![profile(&user, &walk.account.handle)],
        next: Some(step(&At::Posts(Posts::first(
            id,
            settled.then_some(walk.window.to),
        )))),
        micros: USER_PRICE,
        ..Page::default()
    })
}

#[derive(Deserialize)]
struct List {
    #[serde(default)]
    data: Option<Vec<Value>>,
    #[serde(default)]
    includes: Option<Includes>,
    #[serde(default)]
    errors: Option<Vec<Value>>,
    #[serde(default)]
    meta: Option<Meta>,
}

#[derive(Deserialize)]
struct Meta {
    #[serde(default)]
    next_token: Option<String>,
}

fn timeline(walk: &Walk, at: &Posts, here: &Step, answer: &Answer) -> Result<Page, Refusal> {
    let list: List = json(walk, answer)?;
    let data = list.data.unwrap_or_default();
    let token = list.meta.and_then(|meta| meta.next_token);
    let faults = Fault::all(list.errors);
    if let Some(fault) = faults.first()
        && data.is_empty()
        && token.is_none()
    {
        return Err(fault.refusal(walk));
    }
    let includes = list.includes.unwrap_or_default();
    let (included, users) = includes.charged();
    let mut page = Page {
        micros: price(data.len() + included, POST_PRICE) + price(users, USER_PRICE),
        ..Page::default()
    };
    let mut beside = Beside::read(includes);
    // The lookup was spared, so the profile is taken from the first page.
    if walk.account.id.is_some() && at.token.is_none() {
        let own = beside.users.get(&at.id);
        page.profiles
            .extend(own.map(|user| profile(user, &walk.account.handle)));
    }
    let mut items = Vec::with_capacity(data.len());
    for value in &data {
        match answer::record::<Item>(walk, value, "id") {
            Ok(item) => items.push(item),
            Err(problem) => page.problems.push(problem),
        }
    }
    let known = Known::new(&walk.account.handle, &at.id, &items, &mut beside);
    for item in &items {
        match post(item, &known) {
            Some(post) => page.posts.push(post),
            None => page.problems.push(undated(walk, &item.id)),
        }
    }
    page.problems.extend(left_out(walk, &faults));
    let ids = items.iter().filter_map(|item| item.id.parse::<u64>().ok());
    let at = Posts {
        seen: at
            .seen
            .saturating_add(u32::try_from(data.len()).unwrap_or(u32::MAX)),
        ..at.clone()
    };
    turn(walk, at, here, ids.min(), token, &mut page);
    Ok(page)
}

fn price(count: usize, each: u64) -> u64 {
    u64::try_from(count)
        .unwrap_or(u64::MAX)
        .saturating_mul(each)
}

/// Where to go on after a page, which is counted already, and how far back the timeline reaches where it ends.
fn turn(
    walk: &Walk,
    at: Posts,
    here: &Step,
    lowest: Option<u64>,
    token: Option<String>,
    page: &mut Page,
) {
    let behind = [at.lowest, lowest].into_iter().flatten().min();
    let touched = |post: &Post| post.edited_at.unwrap_or(post.published_at);
    let older = |post: &Post| touched(post) < walk.window.from;
    if !page.posts.is_empty() && page.posts.iter().all(older) {
        return;
    }
    let Some(token) = token else {
        if at.seen >= CEILING {
            page.reaches_back_to = behind.and_then(|id| clock(&id.to_string()));
        }
        return;
    };
    // The newest come first: a page that leads no further back was read before, and so is its step.
    let again = lowest.is_some_and(|id| at.lowest.is_some_and(|known| id >= known));
    page.next = Some(if again || at.token.as_ref() == Some(&token) {
        here.clone()
    } else {
        step(&At::Posts(Posts {
            token: Some(token),
            lowest: behind,
            ..at
        }))
    });
}

fn undated(walk: &Walk, id: &str) -> Problem {
    Problem::new(
        format!("{} {id}", place(walk)),
        "nothing says when this post was made; it was left out",
        "rien n’indique quand cette publication a été faite; elle a été laissée de côté",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Interval;
    use crate::platforms::Services;

    /// What `turn` makes of a page whose lowest id is `lowest`.
    fn turned(at: &Posts, lowest: u64, token: Option<&str>) -> (Page, Step) {
        let account = Account::new("x", "quai");
        let services = Services::default();
        let walk = Walk {
            account: &account,
            window: Interval {
                from: Timestamp::UNIX_EPOCH,
                to: Timestamp::MAX,
            },
            services: &services,
            credential: true,
        };
        let here = step(&At::Posts(at.clone()));
        let mut page = Page::default();
        let token = token.map(str::to_owned);
        turn(&walk, at.clone(), &here, Some(lowest), token, &mut page);
        (page, here)
    }

    /// A timeline that ends at its ceiling would be taken for an account that began there.
    #[test]
    fn the_ceiling_is_said() {
        let lowest = 1_898_433_532_523_446_318;
        let mut at = Posts::first("7".into(), None);
        at.seen = CEILING - 1;
        assert_eq!(turned(&at, lowest, None).0.reaches_back_to, None);
        at.seen = CEILING;
        let (page, _) = turned(&at, lowest, None);
        let back = page.reaches_back_to.map(|at| at.to_string());
        assert_eq!(back.as_deref(), Some("2025-03-08T18:00:00Z"));
    }

    /// Cursors that lead in a circle cost money at each turn; the loop stops at a step that it knows.
    #[test]
    fn a_page_that_leads_no_further_back_repeats_its_step() {
        let mut at = Posts::first("7".into(), None);
        (at.token, at.lowest) = (Some("b".into()), Some(500));
        for (lowest, token, again) in [(400, "c", false), (500, "c", true), (400, "b", true)] {
            let (page, here) = turned(&at, lowest, Some(token));
            assert_eq!(page.next == Some(here), again, "{lowest} {token}");
        }
    }
}
