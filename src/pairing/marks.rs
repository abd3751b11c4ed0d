//! What posts carry beside words and what of it two posts share: values, links, handles, hashtags, emoji, media.
//!
//! As with words, what is rare within the presence says more than what every post carries.

use super::overlap::UNSEEN_TEXTS;
use super::profile::Profile;
use crate::text::links::{Target, Tie, tie};
use crate::text::values::{self, Places};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::hash::Hash;

/// How many kinds of marks agree when they are equal.
pub(super) const KINDS: usize = 5;

/// Those kinds, in the order of [`Profile::marks`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Handles,
    Hashtags,
    Emoji,
    Files,
    Media,
}

/// All of them.
pub(super) const ALL: [Kind; KINDS] = [
    Kind::Handles,
    Kind::Hashtags,
    Kind::Emoji,
    Kind::Files,
    Kind::Media,
];

/// How much the marks of two posts agree, by weight of rarity.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Agreement {
    /// Weight of what both have.
    pub(super) common: f64,
    /// Weight of what only the English one has …
    pub(super) english: f64,
    /// … and only the French one.
    pub(super) french: f64,
}

impl Agreement {
    /// Weight of what only one of the two has.
    pub(super) fn apart(&self) -> f64 {
        self.english + self.french
    }
}

/// The marks of every post of a comparison with their weights.
pub(super) struct Marks<'a> {
    profiles: &'a [Profile],
    equal: [Vec<Vec<f64>>; KINDS],
    values: Vec<Vec<f64>>,
    links: Vec<Vec<f64>>,
}

impl<'a> Marks<'a> {
    pub(super) fn new(profiles: &'a [Profile]) -> Self {
        Self {
            profiles,
            equal: std::array::from_fn(|kind| {
                // Kinds of media are few, in any account.
                let unseen = if kind == Kind::Media as usize {
                    0.0
                } else {
                    UNSEEN_TEXTS
                };
                weights(profiles.iter().map(|it| it.marks[kind].as_slice()), unseen)
            }),
            values: weights(profiles.iter().map(|it| it.values.as_slice()), UNSEEN_TEXTS),
            links: weights(profiles.iter().map(|it| it.links.as_slice()), UNSEEN_TEXTS),
        }
    }

    /// Compares marks that agree when they are equal.
    pub(super) fn equal(&self, kind: Kind, english: usize, french: usize) -> Agreement {
        let marks = |post: usize| &self.profiles[post].marks[kind as usize];
        let weights = |post: usize| &self.equal[kind as usize][post];
        let (e, f) = (marks(english), marks(french));
        let mut agreement = Agreement::default();
        let (mut i, mut j) = (0, 0);
        while i < e.len() || j < f.len() {
            let order = match (e.get(i), f.get(j)) {
                (Some(one), Some(other)) => one.cmp(other),
                (Some(_), None) => Ordering::Less,
                _ => Ordering::Greater,
            };
            match order {
                Ordering::Equal => agreement.common += weights(english)[i],
                Ordering::Less => agreement.english += weights(english)[i],
                Ordering::Greater => agreement.french += weights(french)[j],
            }
            i += usize::from(order.is_le());
            j += usize::from(order.is_ge());
        }
        agreement
    }

    /// Compares what the two state: numbers, amounts, dates, times.
    pub(super) fn values(&self, english: usize, french: usize) -> Agreement {
        let (e, f) = (
            &self.profiles[english].values,
            &self.profiles[french].values,
        );
        if e.is_empty() && f.is_empty() {
            return Agreement::default();
        }
        let mut common = 0.0;
        let against = values::compare(e, f, |at, _| common += self.values[english][at]);
        let sum = |places: Places, weights: &[f64]| places.places().map(|at| weights[at]).sum();
        Agreement {
            common,
            english: sum(against.0, &self.values[english]),
            french: sum(against.1, &self.values[french]),
        }
    }

    /// Compares the pages that the two lead to. What cannot be told speaks neither for nor against.
    pub(super) fn links(&self, english: usize, french: usize) -> Agreement {
        let mut agreement = Agreement::default();
        let best = |one: &Target, others: &[Target]| {
            let ties = others.iter().map(|other| tie(one, other));
            ties.max()
        };
        let (e, f) = (&self.profiles[english].links, &self.profiles[french].links);
        for (link, weight) in e.iter().zip(&self.links[english]) {
            match best(link, f) {
                Some(Tie::Another) => agreement.english += weight,
                Some(tie) => agreement.common += weight * tie.weight(),
                None => {}
            }
        }
        for (link, weight) in f.iter().zip(&self.links[french]) {
            if best(link, e) == Some(Tie::Another) {
                agreement.french += weight;
            }
        }
        agreement
    }
}

/// For each post the weights of its marks, in its own order: the logarithm of how rare each is.
fn weights<'a, T: Hash + Eq + 'a>(
    posts: impl Iterator<Item = &'a [T]> + Clone,
    unseen: f64,
) -> Vec<Vec<f64>> {
    let mut counts: FxHashMap<&T, f64> = FxHashMap::default();
    let mut all = 2.0 + unseen;
    for marks in posts.clone() {
        all += 1.0;
        for (at, mark) in marks.iter().enumerate() {
            // Lists are sorted: doubles count once a post.
            if at == 0 || marks[at - 1] != *mark {
                *counts.entry(mark).or_default() += 1.0;
            }
        }
    }
    posts
        .map(|marks| {
            let weight = |mark| (all / (counts[mark] + 1.0)).ln();
            marks.iter().map(weight).collect()
        })
        .collect()
}
