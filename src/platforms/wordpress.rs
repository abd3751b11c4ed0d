//! WordPress: a site's posts through its REST interface, and through its feed where that is switched off.
//!
//! Posts are read oldest first, each page from the date of the last post before it: page numbers shift as soon
//! as something is published on the way. Dates that the interface compares are those of the site's own clock, so
//! the next page is asked for in the very words of the last one, and the edges of the window have an hour to spare.

use super::answer::{self, Instead, challenge, json, page_refusal, place, read_step, refuse, step};
use super::feed;
use super::wordpress_post::{Site, feed_post, post};
use super::{Answer, Estimate, Page, Platform, Refusal, Request, Step, Walk, lenient};
use crate::model::{Account, Bilingual, CoverageState, Problem, Profile};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// WordPress.
pub(super) struct WordPress;

/// The most that the interface gives at once.
const LIMIT: usize = 100;

/// In the hour that a clock runs through twice, local dates are an hour off.
const FOLD: SignedDuration = SignedDuration::from_hours(1);

/// Where a walk is. `plain`: the site has no readable addresses, and the interface hangs on a parameter.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    /// Is there an interface, and whose is it?
    Site { plain: bool },
    /// Posts after a date; `page` counts only where more posts than a page holds share one second.
    Posts {
        plain: bool,
        after: String,
        page: u32,
    },
    /// There is none: the feed.
    Feed,
}

impl Platform for WordPress {
    fn name(&self) -> &'static str {
        "wordpress"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "address of the site; open to all",
            "adresse du site; ouvert à tous",
        )
    }

    fn estimate(&self, posts: u64) -> Estimate {
        Estimate {
            requests: 2 + posts / 100,
            micros: 0,
        }
    }

    fn start(&self, _walk: &Walk) -> Step {
        step(&At::Site { plain: false })
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let at = read_step(walk, step).map_err(|refusal| refusal.problem)?;
        let base = walk.server(&walk.account.handle);
        let (plain, route, query) = match at {
            At::Site { plain } => (
                plain,
                "/",
                vec![(
                    "_fields",
                    "name,description,url,home,site_icon_url".to_owned(),
                )],
            ),
            At::Posts { plain, after, page } => {
                let before = walk.window.to.checked_add(FOLD).unwrap_or(walk.window.to);
                let mut query = vec![
                    ("per_page", LIMIT.to_string()),
                    ("orderby", "date".to_owned()),
                    ("order", "asc".to_owned()),
                    ("after", after),
                    ("before", whole_second(before)),
                    ("_embed", "wp:featuredmedia".to_owned()),
                ];
                if page > 1 {
                    query.push(("page", page.to_string()));
                }
                // Where one site holds both languages, plugins take it as a filter.
                query.extend(walk.account.id.clone().map(|language| ("lang", language)));
                (plain, "/wp/v2/posts", query)
            }
            At::Feed => {
                let url = answer::address(walk, base, "/feed/", &[])?;
                return Ok(Request::new(url, feed::ACCEPT));
            }
        };
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        let path = if plain {
            pairs.push(("rest_route", route));
            "/".to_owned()
        } else {
            format!("/wp-json{route}")
        };
        pairs.extend(query.iter().map(|(name, value)| (*name, value.as_str())));
        let url = answer::address(walk, base, &path, &pairs)?;
        Ok(Request::new(url, "application/json"))
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        let at = read_step(walk, step)?;
        if let At::Feed = at {
            return by_feed(walk, answer);
        }
        match answer::instead_of_data(answer) {
            Some(Instead::Challenge) => return Err(page_refusal(walk, Instead::Challenge)),
            Some(_) => return Ok(without(walk, &at)),
            None => {}
        }
        match at {
            At::Site { plain } => Ok(site(walk, plain, answer)),
            At::Posts { plain, after, page } => posts(walk, plain, &after, page, answer),
            At::Feed => by_feed(walk, answer),
        }
    }

    fn refusal(&self, walk: &Walk, step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        if let Some(refusal) = challenge(walk, answer) {
            return Some(refusal);
        }
        let said = || serde_json::from_slice::<Value>(answer.body).ok();
        match (answer.status, read_step(walk, step).ok()?) {
            // The list ended with a full page.
            (400, At::Posts { .. })
                if said().is_some_and(|said| {
                    lenient::at(&said, "/code").as_deref() == Some("rest_post_invalid_page_number")
                }) =>
            {
                Some(Ok(Page::default()))
            }
            (404 | 410, At::Feed) => Some(Err(refuse(
                walk,
                CoverageState::NotFound,
                "there is neither a WordPress interface nor a feed at this address; check it in tandem.toml",
                "il n’y a ni interface WordPress ni fil à cette adresse; vérifiez-la dans tandem.toml",
            ))),
            (408 | 429 | 500.., _) | (_, At::Feed) => None,
            (_, at) => Some(Ok(without(walk, &at))),
        }
    }
}

/// RFC 3339 without fractions, which some versions refuse.
fn whole_second(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What is left to try where the interface does not answer.
fn without(walk: &Walk, at: &At) -> Page {
    if let At::Site { plain: false } = at {
        return Page {
            next: Some(step(&At::Site { plain: true })),
            ..Page::default()
        };
    }
    Page {
        next: Some(step(&At::Feed)),
        problems: vec![Problem::new(
            place(walk),
            "the site’s REST interface is switched off; its feed was read instead, which holds only the newest posts; ask its administrators to allow reading of /wp-json/wp/v2/posts",
            "l’interface REST du site est désactivée; son fil a été lu à la place, qui ne contient que les publications les plus récentes; demandez à ses responsables de permettre la lecture de /wp-json/wp/v2/posts",
        )],
        ..Page::default()
    }
}

fn site(walk: &Walk, plain: bool, answer: &Answer) -> Page {
    let Ok(said) = serde_json::from_slice::<Value>(answer.body) else {
        return without(walk, &At::Site { plain });
    };
    if said.get("name").is_none() {
        return without(walk, &At::Site { plain });
    }
    let words = |path| {
        lenient::at(&said, path)
            .map(|text| super::html::plain(&text, None).text)
            .filter(|text| !text.is_empty())
    };
    let profile = Profile {
        platform: "wordpress".into(),
        account: Account::normal_handle(&walk.account.handle),
        name: words("/name"),
        description: words("/description"),
        url: lenient::at(&said, "/home").or_else(|| lenient::at(&said, "/url")),
        avatar: lenient::at(&said, "/site_icon_url"),
        ..Profile::default()
    };
    let from = walk.window.from;
    let after = whole_second(from.checked_sub(FOLD).unwrap_or(from));
    Page {
        profiles: vec![profile],
        next: Some(step(&At::Posts {
            plain,
            after,
            page: 1,
        })),
        ..Page::default()
    }
}

fn posts(
    walk: &Walk,
    plain: bool,
    after: &str,
    number: u32,
    answer: &Answer,
) -> Result<Page, Refusal> {
    let records: Vec<Value> = json(walk, answer)?;
    let site = Site::of(walk);
    let mut page = Page::default();
    for record in &records {
        match answer::record(walk, record, "link") {
            Ok(found) => page.posts.push(post(found, record, &site)),
            Err(problem) => page.problems.push(problem),
        }
    }
    let pages = answer
        .header("x-wp-totalpages")
        .and_then(|pages| pages.trim().parse::<u32>().ok());
    let more = pages.map_or(records.len() >= LIMIT, |pages| pages > number);
    if more {
        // From a second before the last one: others of the same second may follow.
        let following = records.iter().rev().find_map(second_before);
        page.next = Some(step(&match following {
            Some(following) if following != after => At::Posts {
                plain,
                after: following,
                page: 1,
            },
            _ => At::Posts {
                plain,
                after: after.to_owned(),
                page: number.saturating_add(1),
            },
        }));
    }
    Ok(page)
}

/// The date by which the interface sorts, a second earlier.
fn second_before(record: &Value) -> Option<String> {
    let before = |name| {
        let date: DateTime = record.get(name)?.as_str()?.parse().ok()?;
        date.checked_sub(SignedDuration::from_secs(1)).ok()
    };
    let shown = |date: DateTime, zone: &str| date.strftime("%Y-%m-%dT%H:%M:%S").to_string() + zone;
    before("date")
        .map(|local| shown(local, ""))
        .or_else(|| before("date_gmt").map(|utc| shown(utc, "Z")))
}

fn by_feed(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    let site = Site::of(walk);
    let mut page = feed::page(walk, answer)?;
    for post in &mut page.posts {
        feed_post(post, &site);
    }
    Ok(page)
}
