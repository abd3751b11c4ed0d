//! The strongest candidates of each post, and why the second lost.

use super::score::{Edge, Scorer, strongest};
use crate::model::{Evidence, RunnerUp};
use rustc_hash::FxHashMap;

/// Reasons that are given for what came second.
const REASONS: usize = 2;

/// The two strongest candidates of each post.
pub(super) struct Rivals<'a>(FxHashMap<usize, [Option<&'a Edge>; 2]>);

impl<'a> Rivals<'a> {
    pub(super) fn new(edges: &'a [Edge]) -> Self {
        let mut best: FxHashMap<usize, [Option<&Edge>; 2]> = FxHashMap::default();
        for edge in edges {
            for post in [edge.english, edge.french] {
                let [first, second] = best.entry(post).or_default();
                if is_stronger(Some(edge), *first) {
                    *second = first.replace(edge);
                } else if is_stronger(Some(edge), *second) {
                    *second = Some(edge);
                }
            }
        }
        Self(best)
    }

    /// The strongest candidate of a post, whether another post took it or it was refused.
    pub(super) fn best(&self, post: usize) -> Option<&'a Edge> {
        self.0.get(&post)?[0]
    }

    /// The next best counterpart of either side of a pair, and by what it lost.
    pub(super) fn runner_up(&self, pair: &Edge, scorer: &Scorer) -> Option<RunnerUp> {
        let next = |post: usize| {
            let candidates = self.0.get(&post)?.iter().flatten();
            candidates
                .copied()
                .find(|edge| edge.candidate != pair.candidate)
        };
        let (english, french) = (next(pair.english), next(pair.french));
        // The pair's own side of the rival tells which of its posts is the other one.
        let (edge, own) = if is_stronger(french, english) {
            (french?, pair.french)
        } else {
            (english?, pair.english)
        };
        Some(RunnerUp {
            post: edge.english + edge.french - own,
            lost_by: lost_by(pair, edge, scorer),
        })
    }
}

fn is_stronger(one: Option<&Edge>, other: Option<&Edge>) -> bool {
    one.map(|it| it.log_odds) > other.map(|it| it.log_odds)
}

/// The features in which the pair was stronger, strongest first.
fn lost_by(pair: &Edge, rival: &Edge, scorer: &Scorer) -> Vec<Evidence> {
    let (mut lead, theirs) = (scorer.added(pair), scorer.added(rival));
    for (ours, theirs) in lead.iter_mut().zip(theirs) {
        *ours = (*ours - theirs).max(0.0);
    }
    strongest(&lead, REASONS)
}
