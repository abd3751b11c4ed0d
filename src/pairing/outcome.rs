//! What becomes of the posts that found no counterpart.

use super::profile::Profile;
use super::score::{Edge, Scorer, probability};
use super::{Options, has_two};
use crate::model::{
    Comparison, Interval, Judged, Language, Nearest, Origin, Outcome, Reason, TextLanguage,
};
use crate::text::similarity::{Vocabulary, contained};
use jiff::SignedDuration;
use std::collections::{HashMap, HashSet};

/// From this probability on, two open posts that are each other's nearest are in doubt, not missing.
const DOUBT: f64 = 0.1;

/// From this probability on, a post whose nearest is the counterpart of another (a reminder, a message posted
/// twice) is in doubt too.
const NEARLY_SURE: f64 = 0.9;

/// A counterpart may have come first: this much before the post must have been read as well.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(24);

/// A part of a thread is in the counterpart's thread when this share of its words is.
const CONTAINED: f64 = 0.4;

/// Settles every post that is still open.
pub(super) fn settle(
    comparison: &mut Comparison,
    edges: &[Edge],
    scorer: &Scorer,
    options: &Options,
) {
    let nearest = nearest(edges);
    let absorbed = absorbed(comparison, scorer.profiles);
    let removed = removed_counterparts(comparison, scorer, options);
    let doubtful = doubtful(comparison, edges);
    let two = has_two(&comparison.presence);
    for index in 0..comparison.posts.len() {
        let judged = &comparison.posts[index];
        if judged.outcome != Outcome::MissingCounterpart {
            continue;
        }
        let near = doubtful
            .get(&index)
            .or_else(|| nearest.get(&index))
            .copied();
        let taken = near.is_some_and(|(_, log_odds)| probability(log_odds) >= NEARLY_SURE);
        let (outcome, reason) = if judged.language == TextLanguage::Both {
            (Outcome::Bilingual, None)
        } else if absorbed.contains(&index) {
            (Outcome::Paired, Some(Reason::ThreadPart))
        } else if judged.language == TextLanguage::Undetermined {
            (Outcome::Undecidable, Some(Reason::LanguageUnknown))
        } else if judged.wrong_language().is_some() {
            (Outcome::Exempt, Some(Reason::WrongLanguage))
        } else {
            match by_coverage(judged, other_coverage(comparison, judged, two), options) {
                (Outcome::MissingCounterpart, _) if removed.contains(&index) => (
                    Outcome::MissingCounterpart,
                    Some(Reason::CounterpartRemoved),
                ),
                (Outcome::MissingCounterpart, _) if taken || doubtful.contains_key(&index) => {
                    (Outcome::Undecidable, Some(Reason::PossibleCounterpart))
                }
                settled => settled,
            }
        };
        let judged = &mut comparison.posts[index];
        judged.outcome = outcome;
        judged.reason = reason;
        judged.nearest = near.map(|(post, log_odds)| Nearest {
            post,
            confidence: probability(log_odds),
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
    let mutual: HashSet<usize> = best
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

/// Missing only if the other account was read without a gap from a day before the post until the window
/// closed.
fn by_coverage(
    judged: &Judged,
    other: &[Interval],
    options: &Options,
) -> (Outcome, Option<Reason>) {
    let at = judged.post.published_at;
    let opens = at.saturating_sub(LOOK_BACK).unwrap_or(at);
    let closes = at.saturating_add(options.window).unwrap_or(at);
    match other.iter().position(|part| part.contains(at)) {
        Some(found) if other[found].to < closes && found + 1 == other.len() => {
            (Outcome::Pending, None)
        }
        Some(found) if other[found].from <= opens && closes <= other[found].to => {
            (Outcome::MissingCounterpart, None)
        }
        _ => (Outcome::NotComparable, Some(Reason::NotCovered)),
    }
}

/// Open further parts of threads that need no counterpart of their own: a thread belongs to its first post.
/// The first parts are a pair, and what the part says stands somewhere in the counterpart's thread; else the
/// part was left out there, and is missing.
fn absorbed(comparison: &Comparison, profiles: &[Profile]) -> HashSet<usize> {
    let firsts = firsts(comparison);
    let mut threads: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, first) in firsts.iter().enumerate() {
        threads.entry(*first).or_default().push(index);
    }
    let counterpart = |first: usize| {
        let pair = &comparison.pairs[comparison.posts[first].pair?];
        let other = if pair.english == first {
            pair.french
        } else {
            pair.english
        };
        threads.get(&firsts[other])
    };
    (0..firsts.len())
        .filter(|index| {
            firsts[*index] != *index
                && comparison.posts[*index].outcome == Outcome::MissingCounterpart
        })
        .filter(|index| {
            counterpart(firsts[*index]).is_some_and(|thread| {
                let joined =
                    Vocabulary::join(thread.iter().map(|part| &profiles[*part].vocabulary));
                let language = profiles[*index].side.unwrap_or(Language::English);
                contained(&profiles[*index].vocabulary, &joined, language) >= CONTAINED
            })
        })
        .collect()
}

/// For each post the first post of its thread; itself where it is none.
fn firsts(comparison: &Comparison) -> Vec<usize> {
    let posts = &comparison.posts;
    let known: HashMap<(&str, &str), usize> = posts
        .iter()
        .enumerate()
        .map(|(index, judged)| {
            (
                (judged.post.account.as_str(), judged.post.id.as_str()),
                index,
            )
        })
        .collect();
    // A reply comes after what it answers, and posts are in order of time.
    let mut firsts: Vec<usize> = (0..posts.len()).collect();
    for (index, judged) in posts.iter().enumerate() {
        let parent = match &judged.post.origin {
            Origin::Reply(reference) if judged.post.continues_own_thread() => reference
                .id
                .as_deref()
                .and_then(|id| known.get(&(judged.post.account.as_str(), id))),
            _ => None,
        };
        if let Some(parent) = parent.filter(|parent| **parent < index) {
            firsts[index] = firsts[*parent];
        }
    }
    firsts
}

/// Open posts that a removed post of the other side would have been the counterpart of:
/// it existed and was removed, which is another finding than that it never existed.
fn removed_counterparts(
    comparison: &Comparison,
    scorer: &Scorer,
    options: &Options,
) -> HashSet<usize> {
    let profiles = scorer.profiles;
    let removed: Vec<usize> = (0..profiles.len())
        .filter(|index| comparison.posts[*index].reason == Some(Reason::Deleted))
        .collect();
    let open = |index: &usize| comparison.posts[*index].outcome == Outcome::MissingCounterpart;
    let near = |one: usize, other: usize| {
        (profiles[one].at - profiles[other].at).abs() <= options.window.as_secs()
    };
    (0..profiles.len())
        .filter(open)
        .filter(|index| {
            removed.iter().any(|gone| {
                profiles[*gone].side != profiles[*index].side
                    && near(*gone, *index)
                    && scorer.would_pair(*index, *gone)
            })
        })
        .collect()
}
