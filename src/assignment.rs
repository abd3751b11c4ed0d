//! The best one-to-one set of pairs, each member free to stay single.
//!
//! Pairs of positive worth form a graph; over each of its connected components the assignment of greatest total worth
//! is found exactly (`lsap`, Jonker–Volgenant). Staying single is worth 0.

use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Largest matrix that is solved at once; a larger component is split by leaving out its weakest pairs.
const MAX_CELLS: usize = 1_000_000;

/// A pair that may be made: members of the two sides, and what it is worth.
pub(crate) type Choice = (usize, usize, f64);

/// The places in `choices` of those that are best made, in order.
pub(crate) fn best(choices: &[Choice]) -> Vec<usize> {
    let usable: Vec<usize> = (0..choices.len())
        .filter(|at| choices[*at].2 > 0.0)
        .collect();
    let mut chosen: Vec<usize> = components(choices, &usable)
        .iter()
        .flat_map(|component| solve(choices, component))
        .collect();
    chosen.sort_unstable();
    chosen
}

/// Numbers in order of appearance, and how many there are.
pub(crate) fn numbered(members: impl Iterator<Item = usize>) -> (Vec<usize>, usize) {
    let mut numbers = FxHashMap::default();
    let list = members
        .map(|member| {
            let next = numbers.len();
            *numbers.entry(member).or_insert(next)
        })
        .collect();
    (list, numbers.len())
}

/// Groups of pairs that share members, directly or through others.
fn components(choices: &[Choice], places: &[usize]) -> Vec<Vec<usize>> {
    let (rows, height) = numbered(places.iter().map(|at| choices[*at].0));
    let (columns, breadth) = numbered(places.iter().map(|at| choices[*at].1));
    let mut parent: Vec<usize> = (0..height + breadth).collect();
    for (row, column) in rows.iter().zip(&columns) {
        let (a, b) = (root(&mut parent, *row), root(&mut parent, height + column));
        parent[a.max(b)] = a.min(b);
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); height + breadth];
    for (row, at) in rows.iter().zip(places) {
        groups[root(&mut parent, *row)].push(*at);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn root(parent: &mut [usize], mut member: usize) -> usize {
    while parent[member] != member {
        parent[member] = parent[parent[member]];
        member = parent[member];
    }
    member
}

/// The optimum of one component.
fn solve(choices: &[Choice], component: &[usize]) -> Vec<usize> {
    if let [only] = component {
        return vec![*only];
    }
    let (rows, height) = numbered(component.iter().map(|at| choices[*at].0));
    let (columns, breadth) = numbered(component.iter().map(|at| choices[*at].1));
    // One more column per row, worth 0: to stay single.
    let width = breadth + height;
    if height * width > MAX_CELLS {
        return split(choices, component);
    }
    let mut worth = vec![0.0; height * width];
    for row in 0..height {
        worth[row * width..row * width + breadth].fill(-1e6);
    }
    let cells = || rows.iter().copied().zip(columns.iter().copied());
    for (at, (row, column)) in component.iter().zip(cells()) {
        worth[row * width + column] = choices[*at].2;
    }
    let Ok((solved_rows, solved_columns)) = lsap::solve(height, width, &worth, true) else {
        return Vec::new();
    };
    let taken: BTreeMap<usize, usize> = solved_rows.into_iter().zip(solved_columns).collect();
    component
        .iter()
        .zip(cells())
        .filter(|(_, (row, column))| taken.get(row) == Some(column))
        .map(|(at, _)| *at)
        .collect()
}

/// Leaves out the weaker half of the pairs and solves what falls apart.
fn split(choices: &[Choice], component: &[usize]) -> Vec<usize> {
    let mut strong = component.to_vec();
    strong.sort_by(|a, b| choices[*b].2.total_cmp(&choices[*a].2));
    strong.truncate(component.len() / 2);
    components(choices, &strong)
        .iter()
        .flat_map(|part| solve(choices, part))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First match wins would lose one of two pairs here, and accuse it of being missing.
    #[test]
    fn the_total_counts_not_the_first_match() {
        assert_eq!(best(&[(0, 10, 5.0), (0, 11, 4.0), (1, 10, 4.5)]), [1, 2]);
    }

    #[test]
    fn a_member_may_stay_single() {
        assert_eq!(best(&[(0, 10, 5.0), (1, 10, 1.0), (2, 11, -1.0)]), [0]);
    }

    #[test]
    fn a_huge_component_is_still_solved() {
        let choices: Vec<Choice> = (0..1500)
            .flat_map(|e| [(e, 5000 + e, 9.0), (e, 5001 + e, 1.0)])
            .collect();
        assert_eq!(best(&choices).len(), 1500);
    }
}
