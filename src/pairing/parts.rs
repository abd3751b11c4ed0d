//! One message in several posts: a thread against one post, two posts against one, the same message twice.
//!
//! Pairs are one to one. A post left over is no missing counterpart when what it says stands in a post that is
//! paired with its neighbour.

use super::belief::probability;
use super::profile::Profile;
use super::rivals::Rivals;
use crate::model::{Comparison, Judged, Language, Origin, Outcome};
use crate::text::similarity::{Term, contained, overlap};
use std::collections::{HashMap, HashSet};

/// A part of a thread is in the counterpart's thread when this share of its words is.
const CONTAINED: f64 = 0.4;
/// Nothing was left out of a thread that is, in fewer parts, about as long as this one; French is longer by a tenth.
const AS_LONG: f64 = 0.9;
const FRENCH_LENGTH: f64 = 1.1;
/// Parts of a thread that are followed back; a circle of replies must end too.
const LONGEST_THREAD: usize = 200;
/// A second post that is no thread must be closer to be taken for a part …
const CONTAINED_APART: f64 = 0.5;
/// … and come within this many seconds of the first.
const SOON: i64 = 3600;
/// From this probability on, were it free, the counterpart that a neighbour took puts a post in doubt.
const NEARLY_SURE: f64 = 0.9;
/// Two posts of one account say the same when this share of their words is common.
const REPEATED: f64 = 0.7;

/// Open posts that need no counterpart of their own, since they are parts of one that has it.
pub(super) fn absorbed(
    comparison: &Comparison,
    profiles: &[Profile],
    rivals: &Rivals,
) -> HashSet<usize> {
    let mut absorbed = thread_parts(comparison, profiles);
    absorbed.extend(
        neighbours(comparison, rivals)
            .filter(|(index, taken, first)| {
                (profiles[*index].at - profiles[*first].at).abs() <= SOON
                    && !is_repeat(&profiles[*index], &profiles[*first])
                    && stands_in(&profiles[*index], &[*taken], profiles) >= CONTAINED_APART
            })
            .map(|(index, ..)| index),
    );
    absorbed
}

/// Open posts that say again what a paired post of the same account said.
pub(super) fn repeats(
    comparison: &Comparison,
    profiles: &[Profile],
    rivals: &Rivals,
) -> HashSet<usize> {
    neighbours(comparison, rivals)
        .filter(|(index, _, first)| is_repeat(&profiles[*index], &profiles[*first]))
        .map(|(index, ..)| index)
        .collect()
}

/// Open posts whose counterpart a post just before or after them took: two posts may have made one of the other side.
pub(super) fn lost(
    comparison: &Comparison,
    profiles: &[Profile],
    rivals: &Rivals,
) -> HashSet<usize> {
    neighbours(comparison, rivals)
        .filter(|(index, _, first)| (profiles[*index].at - profiles[*first].at).abs() <= SOON)
        .filter(|(index, ..)| {
            let edge = rivals.best(*index);
            edge.is_some_and(|edge| probability(edge.log_odds) >= NEARLY_SURE)
        })
        .map(|(index, ..)| index)
        .collect()
}

/// Open posts with the candidate that another post of their side took, and that other post.
fn neighbours<'a>(
    comparison: &'a Comparison,
    rivals: &'a Rivals,
) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
    (0..comparison.posts.len())
        .filter(|index| {
            let judged = &comparison.posts[*index];
            judged.outcome == Outcome::MissingCounterpart && judged.wrong_language().is_none()
        })
        .filter_map(|index| {
            let edge = rivals.best(index)?;
            let taken = edge.english + edge.french - index;
            let pair = &comparison.pairs[comparison.posts[taken].pair?];
            Some((index, taken, pair.english + pair.french - taken))
        })
}

fn is_repeat(one: &Profile, other: &Profile) -> bool {
    overlap(&one.terms, &other.terms) >= REPEATED
}

/// The share of a post's words that have their like in posts of the other side.
fn stands_in(part: &Profile, whole: &[usize], profiles: &[Profile]) -> f64 {
    let mut words: Vec<&str> = whole
        .iter()
        .flat_map(|post| profiles[*post].terms.iter().map(Term::as_str))
        .collect();
    words.sort_unstable();
    words.dedup();
    contained(&part.terms, &words, part.side.unwrap_or(Language::English))
}

/// Open further parts of threads: a thread belongs to its first post. The first parts are a pair, and what the
/// part says stands somewhere in the counterpart's thread; else the part was left out there, and is missing.
fn thread_parts(comparison: &Comparison, profiles: &[Profile]) -> HashSet<usize> {
    let mut posts = comparison.posts.iter();
    if !posts.any(|judged| judged.post.continues_own_thread()) {
        return HashSet::new();
    }
    let firsts = firsts(comparison);
    let mut threads: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, first) in firsts.iter().enumerate() {
        threads.entry(*first).or_default().push(index);
    }
    let counterpart = |first: usize| {
        let pair = &comparison.pairs[comparison.posts[first].pair?];
        threads.get(&firsts[pair.english + pair.french - first])
    };
    (0..firsts.len())
        .filter(|index| {
            firsts[*index] != *index
                && comparison.posts[*index].outcome == Outcome::MissingCounterpart
        })
        .filter(|index| {
            counterpart(firsts[*index]).is_some_and(|thread| {
                stands_in(&profiles[*index], thread, profiles) >= CONTAINED
                    || length(thread, profiles)
                        >= AS_LONG * length(&threads[&firsts[*index]], profiles)
            })
        })
        .collect()
}

/// How much a thread says, in English characters.
fn length(thread: &[usize], profiles: &[Profile]) -> f64 {
    let each = thread.iter().map(|post| {
        #[expect(clippy::cast_precision_loss, reason = "characters of a post")]
        let characters = profiles[*post].length as f64;
        match profiles[*post].side {
            Some(Language::French) => characters / FRENCH_LENGTH,
            _ => characters,
        }
    });
    each.sum()
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
    let parent = |judged: &Judged| match &judged.post.origin {
        Origin::Reply(reference) if judged.post.continues_own_thread() => reference
            .id
            .as_deref()
            .and_then(|id| known.get(&(judged.post.account.as_str(), id)).copied()),
        _ => None,
    };
    let mut firsts: Vec<usize> = (0..posts.len()).collect();
    for (index, judged) in posts.iter().enumerate() {
        let Some(mut first) = parent(judged) else {
            continue;
        };
        // Where times are known to the minute, a reply may stand before what it answers.
        for _ in 0..LONGEST_THREAD {
            match parent(&posts[first]) {
                Some(before) => first = before,
                None => break,
            }
        }
        firsts[index] = first;
    }
    firsts
}
