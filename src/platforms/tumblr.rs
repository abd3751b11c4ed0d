//! Tumblr: how a blog presents itself, then its posts, newest first by the time of publication that the author set.
//!
//! Pages are asked for by time (`before`), which shifts under nobody; posts of one second may fall on two pages,
//! so that second is asked for again. A pinned post comes first whatever its time, and leads no walk.

use super::answer::{self, challenge, json, place, read_step, refuse, step};
use super::tumblr_post::{Kept, post};
use super::{
    Answer, Credential, CredentialPlace, Estimate, Page, Platform, Refusal, Request, Step, Walk,
    html, lenient,
};
use crate::model::{Account, Bilingual, CoverageState, Problem, Profile};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Tumblr.
pub(super) struct Tumblr;

/// The most that the interface gives at once.
const LIMIT: usize = 20;

/// Where a walk is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    /// How the blog presents itself: its description need not stand beside its posts.
    Blog,
    /// The newest posts. Which of them is kept on top belongs to the profile as well.
    Newest { profile: Option<Box<Profile>> },
    /// What was published before a second.
    Before(i64),
}

impl At {
    fn before(&self) -> Option<i64> {
        match self {
            Self::Before(second) => Some(*second),
            Self::Blog | Self::Newest { .. } => None,
        }
    }
}

impl Platform for Tumblr {
    fn name(&self) -> &'static str {
        "tumblr"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "name of the blog; API key (consumer key)",
            "nom du blogue; clé d’API («\u{a0}consumer key\u{a0}»)",
        )
    }

    fn credential(&self) -> Option<Credential> {
        Some(Credential {
            place: CredentialPlace::Query("api_key"),
            needed: true,
        })
    }

    fn estimate(&self, posts: u64) -> Estimate {
        Estimate {
            requests: 2 + posts / 20,
            micros: 0,
        }
    }

    fn lists_all(&self) -> bool {
        true
    }

    fn start(&self, _walk: &Walk) -> Step {
        step(&At::Blog)
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let at: At = read_step(walk, step).map_err(|refusal| refusal.problem)?;
        let blog = blog(walk);
        if blog.is_empty() || blog.contains(['/', '?', '#']) {
            return Err(Problem::new(
                place(walk),
                "this is not the name of a blog; write it as name or name.tumblr.com in tandem.toml",
                "ce n’est pas le nom d’un blogue; écrivez-le sous la forme nom ou nom.tumblr.com dans tandem.toml",
            ));
        }
        let limit = LIMIT.to_string();
        let before = at.before().map(|before| before.to_string());
        let mut query = Vec::new();
        let part = if matches!(at, At::Blog) {
            "info"
        } else {
            query.extend([("npf", "true"), ("reblog_info", "true")]);
            query.push(("limit", &limit));
            query.extend(before.as_deref().map(|before| ("before", before)));
            "posts"
        };
        let path = format!("/v2/blog/{blog}/{part}");
        let url = answer::address(walk, walk.server("https://api.tumblr.com"), &path, &query)?;
        Ok(Request::new(url, "application/json"))
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        let at: At = read_step(walk, step)?;
        let body: Value = json(walk, answer)?;
        if matches!(at, At::Blog) {
            // It is a help, no more: what cannot be read of it ends no walk.
            let profile = profile(walk, &body).map(Box::new);
            return Ok(Page {
                next: Some(answer::step(&At::Newest { profile })),
                ..Page::default()
            });
        }
        answer::must_list(
            walk,
            body.pointer("/response/posts").and_then(Value::as_array),
        )?;
        Ok(posts(walk, at, &body))
    }

    fn refusal(&self, walk: &Walk, _step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        let instead = answer::instead_of_data(answer);
        let (state, english, french) = match answer.status {
            401 if instead.is_none() => (
                CoverageState::Unauthorised,
                "Tumblr refused the API key; check the value of the environment variable that holds it (the “OAuth consumer key” of the application)",
                "Tumblr a refusé la clé d’API; vérifiez la valeur de la variable d’environnement qui la contient (la «\u{a0}OAuth consumer key\u{a0}» de l’application)",
            ),
            403 if instead.is_none() => (
                CoverageState::Unauthorised,
                "Tumblr shows this blog to some readers only; import an export of it",
                "Tumblr ne montre ce blogue qu’à certains lecteurs; importez-en une exportation",
            ),
            404 | 410 => (
                CoverageState::NotFound,
                "Tumblr knows no such blog; check the handle in tandem.toml",
                "Tumblr ne connaît pas ce blogue; vérifiez l’identifiant dans tandem.toml",
            ),
            _ => return challenge(walk, answer),
        };
        Some(Err(refuse(walk, state, english, french)))
    }
}

/// The blog's name or host, out of whatever stands in the configuration.
fn blog(walk: &Walk) -> String {
    let handle = Account::normal_handle(&walk.account.handle);
    let handle = handle
        .split_once("://")
        .map_or(handle.as_str(), |(_, rest)| rest);
    handle
        .trim_start_matches("www.tumblr.com/")
        .trim_end_matches('/')
        .to_lowercase()
}

fn posts(walk: &Walk, at: At, body: &Value) -> Page {
    let handle = Account::normal_handle(&walk.account.handle);
    let mut page = Page::default();
    let mut seen = 0_usize;
    let mut times = Vec::new();
    let mut pinned = None;
    for value in lenient::list(body, "/response/posts") {
        seen += 1;
        match answer::record(walk, value, "id_string").map(|found| post(&found, value, &handle)) {
            Ok(Some(Kept {
                post,
                pinned: is_pinned,
            })) => {
                if is_pinned {
                    pinned.get_or_insert_with(|| post.id.clone());
                } else {
                    times.push(post.published_at.as_second());
                }
                page.posts.push(post);
            }
            // Not meant for the public.
            Ok(None) => {}
            Err(problem) => page.problems.push(problem),
        }
    }
    let from = walk.window.from.as_second();
    let too_old = !times.is_empty() && times.iter().all(|time| *time < from);
    let more = seen >= LIMIT || body.pointer("/response/_links/next").is_some();
    if more && !too_old {
        let oldest = times.iter().min().copied();
        page.next = before(&at, oldest, body).map(|before| step(&At::Before(before)));
    }
    if let At::Newest { profile: known } = at {
        let profile = known.map(|known| *known).or_else(|| profile(walk, body));
        page.profiles.extend(profile.map(|known| Profile {
            pinned: Some(pinned.unwrap_or_default()),
            ..known
        }));
    }
    page
}

/// The second to ask for next: the last one again, unless the walk would stand still.
fn before(at: &At, oldest: Option<i64>, body: &Value) -> Option<i64> {
    let asked = at.before();
    let earlier = |second: &i64| asked.is_none_or(|asked| *second < asked);
    match oldest {
        Some(oldest) => Some(oldest.saturating_add(1))
            .filter(earlier)
            .or(Some(oldest).filter(earlier))
            // The page before again: the loop sees that the walk stands still.
            .or(asked),
        // A page of posts that are not shown: the server says where it goes on.
        None => body
            .pointer("/response/_links/next/query_params/before")
            .and_then(lenient::number)
            .or(asked),
    }
}

fn profile(walk: &Walk, body: &Value) -> Option<Profile> {
    let blog = body.pointer("/response/blog")?;
    let description = blog.get("description").and_then(Value::as_str);
    let description = description.map(|text| html::plain(text, None));
    Some(Profile {
        platform: "tumblr".into(),
        account: Account::normal_handle(&walk.account.handle),
        id: lenient::at(blog, "/uuid"),
        name: lenient::at(blog, "/title").or_else(|| lenient::at(blog, "/name")),
        links: description
            .as_ref()
            .map(|text| text.links.clone())
            .unwrap_or_default(),
        description: description.map(|text| text.text),
        url: lenient::at(blog, "/url"),
        avatar: lenient::at(blog, "/avatar/0/url"),
        ..Profile::default()
    })
}
