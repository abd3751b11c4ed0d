//! GCcollab and its kin (Elgg): any of its lists, as the feed that every list also is.
//!
//! The handle is the address of the list. What was written in both languages stands in the feed as it is stored,
//! so a language that was left empty shows there, while the page shows the other one in its place.

use super::answer::{self, Instead, challenge, page_refusal, read_step, refuse, step};
use super::{Answer, Estimate, Page, Platform, Refusal, Request, Step, Walk, feed};
use crate::model::{Bilingual, CoverageState, Problem};
use serde::{Deserialize, Serialize};
use url::Url;

/// `GCcollab`.
pub(super) struct GcCollab;

/// How many items are asked for at once.
const LIMIT: usize = 50;

/// Where a walk is: how many items were passed, and the first of the page before.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct At {
    offset: usize,
    first: Option<String>,
}

impl Platform for GcCollab {
    fn name(&self) -> &'static str {
        "gccollab"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "address of a list page with ?view=rss; open to all, where the page is",
            "adresse d’une page de liste avec ?view=rss; ouvert à tous si la page l’est",
        )
    }

    fn estimate(&self, posts: u64) -> Estimate {
        Estimate {
            requests: 2 + posts / 50,
            micros: 0,
        }
    }

    fn start(&self, _walk: &Walk) -> Step {
        step(&At::default())
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let at: At = read_step(walk, step).map_err(|refusal| refusal.problem)?;
        let base = walk.server(&walk.account.handle);
        let url = answer::address(walk, base, "", &[])?;
        // What the address asks for already stays, but for the place in the list.
        let mut url = Url::parse(&url).map_err(|_| not_understood(walk))?;
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !matches!(&**name, "view" | "limit" | "offset"))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        url.query_pairs_mut()
            .clear()
            .extend_pairs(kept)
            .append_pair("view", "rss")
            .append_pair("limit", &LIMIT.to_string())
            .append_pair("offset", &at.offset.to_string());
        Ok(Request::new(url.into(), feed::ACCEPT))
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        let at: At = read_step(walk, step)?;
        match answer::instead_of_data(answer) {
            Some(Instead::Page) => return Err(members_only(walk)),
            Some(instead) => return Err(page_refusal(walk, instead)),
            None => {}
        }
        let mut page = feed::page(walk, answer)?;
        for post in &mut page.posts {
            "gccollab".clone_into(&mut post.platform);
        }
        // Newest first, and read to the end: an end that is reached is none of the feed's.
        let reach = page.reaches_back_to.take();
        let first = page.posts.first().map(|post| post.id.clone());
        if at.offset > 0 && (first.is_none() || first == at.first) {
            // The end of the list; or a list that knows no pages: then it reaches as far as the first page said.
            return Ok(Page {
                reaches_back_to: reach.filter(|_| first.is_some()),
                ..Page::default()
            });
        }
        if first.is_none() {
            page.reaches_back_to = reach;
        }
        let from = walk.window.from;
        let reached = page.posts.iter().any(|post| post.published_at < from);
        if first.is_some() && !reached {
            let passed = page.posts.len() + page.problems.len();
            page.next = Some(answer::step(&At {
                offset: at.offset.saturating_add(passed),
                first,
            }));
        }
        Ok(page)
    }

    fn refusal(&self, walk: &Walk, _step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        match answer.status {
            401 | 403 if answer::instead_of_data(answer) != Some(Instead::Challenge) => {
                Some(Err(members_only(walk)))
            }
            _ => challenge(walk, answer),
        }
    }
}

fn members_only(walk: &Walk) -> Refusal {
    refuse(
        walk,
        CoverageState::Unauthorised,
        "the list is shown to members who are signed in only; choose one that is public, or import an export",
        "la liste n’est montrée qu’aux membres connectés; choisissez-en une qui soit publique, ou importez une exportation",
    )
}

fn not_understood(walk: &Walk) -> Problem {
    Problem::new(
        answer::place(walk),
        "this is not an address; write that of the list in tandem.toml",
        "ce n’est pas une adresse; inscrivez celle de la liste dans tandem.toml",
    )
}
