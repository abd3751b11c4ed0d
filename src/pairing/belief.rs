//! How probable each pair is, given that every post is in one pair at most.
//!
//! A score looks at two posts alone. But a rival that surely belongs to another post is no rival, and two posts
//! that want the same counterpart cannot both have it: so the posts send each other how much they want each
//! other, given the others (sum-product over matchings; Huang and Jebara 2009, "Approximating the permanent with
//! belief propagation"). The result is a probability that can be checked against labels (`tandem evaluate`).

use super::score::Edge;
use crate::assignment::numbered;
use rustc_hash::FxHashMap;

/// Rounds of messages; they settle after a few, since strong pairs decide the weak ones.
const ROUNDS: usize = 24;
/// Log-odds beyond which a pair is as good as sure; keeps the numbers finite.
const SURE: f64 = 30.0;

/// How probable each candidate is.
pub(super) struct Beliefs {
    /// By candidate.
    of_candidate: FxHashMap<usize, f64>,
    /// The likeliest counterpart of each post, and how likely.
    pub(super) likeliest: FxHashMap<usize, (usize, f64)>,
    /// That a post has a counterpart at all.
    pub(super) of_post: FxHashMap<usize, f64>,
}

impl Beliefs {
    pub(super) fn new(edges: &[Edge]) -> Self {
        let mut beliefs = Self {
            of_candidate: FxHashMap::default(),
            likeliest: FxHashMap::default(),
            of_post: FxHashMap::default(),
        };
        for (edge, probability) in edges.iter().zip(probabilities(edges)) {
            beliefs.of_candidate.insert(edge.candidate, probability);
            for post in [edge.english, edge.french] {
                *beliefs.of_post.entry(post).or_default() += probability;
                let other = edge.english + edge.french - post;
                let best = beliefs
                    .likeliest
                    .entry(post)
                    .or_insert((other, probability));
                if probability > best.1 {
                    *best = (other, probability);
                }
            }
        }
        beliefs
    }

    pub(super) fn of(&self, edge: &Edge) -> f64 {
        self.of_candidate
            .get(&edge.candidate)
            .copied()
            .unwrap_or(0.0)
    }

    /// Is it likelier than not? Of two alike posts neither may be sure, and yet both have one.
    pub(super) fn has_counterpart(&self, post: usize) -> bool {
        self.of_post.get(&post).is_some_and(|sum| *sum >= 0.5)
    }
}

/// The probability of each edge.
pub(super) fn probabilities(edges: &[Edge]) -> Vec<f64> {
    let english = numbered(edges.iter().map(|edge| edge.english));
    let french = numbered(edges.iter().map(|edge| edge.french));
    let worth: Vec<f64> = edges
        .iter()
        .map(|edge| edge.log_odds.clamp(-SURE, SURE).exp())
        .collect();
    let (mut forth, mut back) = (worth.clone(), worth.clone());
    for _ in 0..ROUNDS {
        forth = send(&worth, &back, &english);
        back = send(&worth, &forth, &french);
    }
    worth
        .iter()
        .zip(forth.iter().zip(&back))
        .map(|(worth, (forth, back))| probability((forth * back / worth).ln()))
        .collect()
}

/// Probability of log-odds.
pub(super) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// What each post tells its candidates: the worth of the pair against staying single or with the others.
fn send(worth: &[f64], heard: &[f64], posts: &(Vec<usize>, usize)) -> Vec<f64> {
    let mut sums = vec![0.0; posts.1];
    for (post, message) in posts.0.iter().zip(heard) {
        sums[*post] += message;
    }
    let others = |edge: usize| (sums[posts.0[edge]] - heard[edge]).max(0.0);
    (0..worth.len())
        .map(|edge| worth[edge] / (1.0 + others(edge)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairing::score::edge;

    /// A figure for confidence that ignored the rivals would call both of two equal candidates sure.
    #[test]
    fn rivals_share_and_taken_rivals_do_not_count() {
        let near = |found: f64, expected: f64| {
            assert!((found - expected).abs() < 0.02, "{found} {expected}");
        };
        near(probabilities(&[edge(0, 10, 0.0)])[0], 0.5);
        let two = probabilities(&[edge(0, 10, 8.0), edge(0, 11, 8.0)]);
        near(two[0], 0.5);
        near(two[1], 0.5);
        let taken = probabilities(&[edge(0, 10, 6.0), edge(0, 11, 5.0), edge(1, 11, 20.0)]);
        near(taken[0], 1.0);
        near(taken[1], 0.0);
        near(taken[2], 1.0);
    }
}
