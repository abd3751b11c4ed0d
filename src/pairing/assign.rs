//! The best one-to-one set of pairs of posts, each post free to stay single.

use super::score::Edge;
use crate::assignment;

/// The chosen edges, in the order of their posts.
pub(super) fn assign(edges: &[Edge]) -> Vec<Edge> {
    let choices: Vec<assignment::Choice> = edges
        .iter()
        .map(|edge| (edge.english, edge.french, edge.log_odds))
        .collect();
    let mut chosen: Vec<Edge> = assignment::best(&choices)
        .into_iter()
        .map(|at| edges[at].clone())
        .collect();
    chosen.sort_by_key(|edge| (edge.english.min(edge.french), edge.english));
    chosen
}
