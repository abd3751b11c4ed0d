//! The best one-to-one set of pairs, each post free to stay single.
//!
//! Candidates with positive log-odds form a graph; over each of its connected components the assignment of
//! greatest total log-odds is found exactly (`lsap`, Jonker–Volgenant). Staying single is worth 0.

use super::score::{Edge, numbered};
use std::collections::BTreeMap;

/// Largest matrix that is solved at once; a larger component is split by leaving out its weakest edges.
const MAX_CELLS: usize = 1_000_000;

/// The chosen edges, in the order of `edges`.
pub(super) fn assign(edges: &[Edge]) -> Vec<Edge> {
    let usable: Vec<&Edge> = edges.iter().filter(|edge| edge.log_odds > 0.0).collect();
    let mut chosen: Vec<Edge> = components(&usable)
        .iter()
        .flat_map(|component| solve(component))
        .collect();
    chosen.sort_by_key(|edge| (edge.english.min(edge.french), edge.english));
    chosen
}

/// Groups of edges that share posts, directly or through others.
fn components<'a>(edges: &[&'a Edge]) -> Vec<Vec<&'a Edge>> {
    let last = edges.iter().map(|edge| edge.english.max(edge.french)).max();
    let posts = last.map_or(0, |last| last + 1);
    let mut parent: Vec<usize> = (0..posts).collect();
    for edge in edges {
        let (a, b) = (
            root(&mut parent, edge.english),
            root(&mut parent, edge.french),
        );
        parent[a.max(b)] = a.min(b);
    }
    let mut groups: Vec<Vec<&Edge>> = vec![Vec::new(); posts];
    for edge in edges {
        groups[root(&mut parent, edge.english)].push(edge);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn root(parent: &mut [usize], mut post: usize) -> usize {
    while parent[post] != post {
        parent[post] = parent[parent[post]];
        post = parent[post];
    }
    post
}

/// The optimum of one component.
fn solve(component: &[&Edge]) -> Vec<Edge> {
    if let [only] = component {
        return vec![(*only).clone()];
    }
    let (rows, height) = numbered(component.iter().map(|edge| edge.english));
    let (columns, breadth) = numbered(component.iter().map(|edge| edge.french));
    // One more column per row, worth 0: to stay single.
    let width = breadth + height;
    if height * width > MAX_CELLS {
        return split(component);
    }
    let mut worth = vec![0.0; height * width];
    for row in 0..height {
        worth[row * width..row * width + breadth].fill(-1e6);
    }
    let cells = || rows.iter().copied().zip(columns.iter().copied());
    for (edge, (row, column)) in component.iter().zip(cells()) {
        worth[row * width + column] = edge.log_odds;
    }
    let Ok((solved_rows, solved_columns)) = lsap::solve(height, width, &worth, true) else {
        return Vec::new();
    };
    let taken: BTreeMap<usize, usize> = solved_rows.into_iter().zip(solved_columns).collect();
    component
        .iter()
        .zip(cells())
        .filter(|(_, (row, column))| taken.get(row) == Some(column))
        .map(|(edge, _)| (*edge).clone())
        .collect()
}

/// Leaves out the weaker half of the edges and solves what falls apart.
fn split(component: &[&Edge]) -> Vec<Edge> {
    let mut strong = component.to_vec();
    strong.sort_by(|a, b| b.log_odds.total_cmp(&a.log_odds));
    strong.truncate(component.len() / 2);
    components(&strong)
        .iter()
        .flat_map(|part| solve(part))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairing::score::edge;

    /// First match wins would lose one of two pairs here, and accuse it of being missing.
    #[test]
    fn the_total_counts_not_the_first_match() {
        let chosen = assign(&[edge(0, 10, 5.0), edge(0, 11, 4.0), edge(1, 10, 4.5)]);
        assert_eq!(chosen, [edge(0, 11, 4.0), edge(1, 10, 4.5)]);
    }

    #[test]
    fn a_post_may_stay_single() {
        assert_eq!(
            assign(&[edge(0, 10, 5.0), edge(1, 10, 1.0), edge(2, 11, -1.0)]),
            [edge(0, 10, 5.0)]
        );
    }

    #[test]
    fn a_huge_component_is_still_solved() {
        let edges: Vec<Edge> = (0..1500)
            .flat_map(|e| [edge(e, 5000 + e, 9.0), edge(e, 5001 + e, 1.0)])
            .collect();
        assert_eq!(assign(&edges).len(), 1500);
    }
}
