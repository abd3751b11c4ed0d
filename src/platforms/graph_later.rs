//! Meta's platforms: what a page of posts leaves out is asked for after it, one request each.

use super::answer::{place, step};
use super::graph::{At, Dialect, Item, List};
use super::graph_fault::{Fault, Kind};
use super::{Page, Step, Walk};
use crate::model::{Origin, Post, Problem, Reference};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{HashMap, HashSet, VecDeque};

/// Details that could not be had: it is said once a walk, and what is never shown is not asked for again and again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Missing {
    #[default]
    Nothing,
    Some,
    All,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Later {
    pub(super) id: String,
    pub(super) ask: Ask,
    pub(super) rest: VecDeque<Ask>,
    pub(super) then: Option<List>,
    #[serde(default)]
    pub(super) missing: Missing,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ask {
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

/// What is to be asked about the posts of a page; those that need nothing go into the page.
pub(super) fn asks(
    walk: &Walk,
    missing: Missing,
    items: Vec<Item>,
    page: &mut Page,
) -> VecDeque<Ask> {
    // Not told by the post itself: whether both are on one page is another matter on another day.
    let own: HashMap<String, Reference> = items.iter().map(|item| own(&item.post)).collect();
    let mut asked = HashSet::new();
    let mut asks = VecDeque::new();
    for item in items {
        let (post, mut original) = (item.post, item.original);
        let wanted = walk.window.from <= post.published_at;
        if let Origin::Reply(to) = &post.origin
            && let Some(answered) = to.id.as_ref().and_then(|id| own.get(id))
        {
            page.references.push(answered.clone());
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

/// A post of the account, as one that the next part of its thread refers to.
fn own(post: &Post) -> (String, Reference) {
    let reference = Reference {
        id: Some(post.id.clone()),
        url: post.url.clone(),
        account: Some(post.account.clone()),
        text: Some(post.content.text.clone()),
        language: None,
        complete: post.complete,
    };
    (post.id.clone(), reference)
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
pub(super) fn found(dialect: &Dialect, walk: &Walk, later: Later, node: &Value) -> Page {
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
pub(super) fn refused(walk: &Walk, later: Later, fault: &Fault) -> Page {
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
pub(super) fn onward(
    id: String,
    mut asks: VecDeque<Ask>,
    then: Option<List>,
    missing: Missing,
) -> Option<Step> {
    let then = then.map(|mut list| {
        list.missing = missing;
        list
    });
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
