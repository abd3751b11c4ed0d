//! What becomes of the posts that found no counterpart.

use super::profile::Profile;
use super::score::{Edge, probability};
use super::{Options, has_two};
use crate::model::{
    Comparison, Interval, Judged, Language, Nearest, Origin, Outcome, Reason, TextLanguage,
};
use std::collections::HashMap;

/// From this probability on, two open posts that are each other's nearest are in doubt, not missing.
const DOUBT: f64 = 0.1;

/// Settles every post that is still open.
pub(super) fn settle(
    comparison: &mut Comparison,
    edges: &[Edge],
    profiles: &[Profile],
    options: &Options,
) {
    let nearest = nearest(edges);
    let absorbed: Vec<bool> = (0..comparison.posts.len())
        .map(|index| is_absorbed(comparison, profiles, index))
        .collect();
    let removed = removed_counterparts(comparison, profiles);
    let two = has_two(&comparison.presence);
    let doubtful = doubtful(comparison, edges);
    for (index, absorbed) in absorbed.into_iter().enumerate() {
        let judged = &comparison.posts[index];
        if judged.outcome != Outcome::MissingCounterpart {
            continue;
        }
        let (outcome, reason) = if judged.language == TextLanguage::Both {
            (Outcome::Bilingual, None)
        } else if absorbed {
            (Outcome::Paired, Some(Reason::ThreadPart))
        } else if judged.language == TextLanguage::Undetermined {
            (Outcome::Undecidable, Some(Reason::LanguageUnknown))
        } else {
            let other = other_coverage(comparison, judged, two);
            match by_coverage(judged, other, options) {
                (Outcome::MissingCounterpart, _) if doubtful.contains_key(&index) => {
                    (Outcome::Undecidable, Some(Reason::PossibleCounterpart))
                }
                (Outcome::MissingCounterpart, _) if removed.contains(&index) => (
                    Outcome::MissingCounterpart,
                    Some(Reason::CounterpartRemoved),
                ),
                settled => settled,
            }
        };
        let judged = &mut comparison.posts[index];
        judged.outcome = outcome;
        judged.reason = reason;
        let nearest = doubtful.get(&index).or_else(|| nearest.get(&index));
        judged.nearest = nearest.map(|(post, log_odds)| Nearest {
            post: *post,
            confidence: probability(*log_odds),
        });
    }
}

/// The strongest candidate of each post, whether it was chosen by another or refused.
fn nearest(edges: &[Edge]) -> HashMap<usize, (usize, f64)> {
    let mut best: HashMap<usize, (usize, f64)> = HashMap::new();
    for edge in edges {
        for (post, other) in [(edge.english, edge.french), (edge.french, edge.english)] {
            let entry = best.entry(post).or_insert((other, edge.log_odds));
            if edge.log_odds > entry.1 {
                *entry = (other, edge.log_odds);
            }
        }
    }
    best
}

/// Open posts whose strongest open candidate has them as its own strongest: too weak for a pair, too strong
/// to accuse either side.
fn doubtful(comparison: &Comparison, edges: &[Edge]) -> HashMap<usize, (usize, f64)> {
    let open = |post: usize| comparison.posts[post].outcome == Outcome::MissingCounterpart;
    let free: Vec<Edge> = edges
        .iter()
        .filter(|edge| {
            open(edge.english) && open(edge.french) && probability(edge.log_odds) >= DOUBT
        })
        .cloned()
        .collect();
    let mut best = nearest(&free);
    let mutual: Vec<usize> = best
        .iter()
        .filter(|(post, (other, _))| best[other].0 == **post)
        .map(|(post, _)| *post)
        .collect();
    best.retain(|post, _| mutual.contains(post));
    best
}

/// What was read of the account where the counterpart would stand.
fn other_coverage<'a>(comparison: &'a Comparison, judged: &Judged, two: bool) -> &'a [Interval] {
    let side = judged.side.unwrap_or(Language::English);
    comparison
        .covered
        .get(if two { side.other() } else { side })
}

/// Missing only if the other account was read without a gap from the post until the window closed.
fn by_coverage(
    judged: &Judged,
    other: &[Interval],
    options: &Options,
) -> (Outcome, Option<Reason>) {
    let at = judged.post.published_at;
    let closes = at.saturating_add(options.window).unwrap_or(at);
    match other.iter().position(|part| part.contains(at)) {
        Some(found) if other[found].to >= closes => (Outcome::MissingCounterpart, None),
        Some(found) if found + 1 == other.len() => (Outcome::Pending, None),
        _ => (Outcome::NotComparable, Some(Reason::NotCovered)),
    }
}

/// A further part of a thread belongs to its first post: it needs no counterpart of its own when the first
/// part's counterpart is one post (no thread itself) that is long enough to say all of it.
fn is_absorbed(comparison: &Comparison, profiles: &[Profile], index: usize) -> bool {
    let judged = &comparison.posts[index];
    if judged.outcome != Outcome::MissingCounterpart || !judged.post.continues_own_thread() {
        return false;
    }
    let thread = thread_of(comparison, index);
    let Some(pair) = thread
        .first()
        .and_then(|first| comparison.posts[*first].pair)
    else {
        return false;
    };
    let pair = &comparison.pairs[pair];
    let counterpart = if pair.english == thread[0] {
        pair.french
    } else {
        pair.english
    };
    let alone = thread_of(comparison, counterpart).len() == 1;
    let said: usize = thread.iter().map(|part| profiles[*part].length).sum();
    alone && 10 * profiles[counterpart].length >= 7 * said
}

/// All posts of the thread that a post belongs to, in order of time.
fn thread_of(comparison: &Comparison, index: usize) -> Vec<usize> {
    let account = &comparison.posts[index].post.account;
    let mut members = vec![index];
    let mut grew = true;
    while grew {
        grew = false;
        for (other, judged) in comparison.posts.iter().enumerate() {
            if members.contains(&other)
                || judged.post.account != *account
                || judged.post.deleted_at.is_some()
            {
                continue;
            }
            let linked = members.iter().any(|member| {
                answers(&judged.post, &comparison.posts[*member].post)
                    || answers(&comparison.posts[*member].post, &judged.post)
            });
            if linked {
                members.push(other);
                grew = true;
            }
        }
    }
    members.sort_unstable();
    members
}

/// Is `one` a reply to `other`?
fn answers(one: &crate::model::Post, other: &crate::model::Post) -> bool {
    matches!(&one.origin, Origin::Reply(reference) if reference.id.as_deref() == Some(other.id.as_str()))
}

/// Open posts that a removed post of the other side would have been the counterpart of:
/// it existed and was removed, which is another finding than that it never existed.
fn removed_counterparts(comparison: &Comparison, profiles: &[Profile]) -> Vec<usize> {
    let removed: Vec<usize> = (0..profiles.len())
        .filter(|index| comparison.posts[*index].reason == Some(Reason::Deleted))
        .collect();
    if removed.is_empty() {
        return Vec::new();
    }
    let scorer = super::Scorer::new(profiles);
    let mut found = Vec::new();
    for (index, judged) in comparison.posts.iter().enumerate() {
        let open = judged.outcome == Outcome::MissingCounterpart;
        if open
            && removed.iter().any(|gone| {
                profiles[*gone].side != profiles[index].side && scorer.would_pair(index, *gone)
            })
        {
            found.push(index);
        }
    }
    found
}
