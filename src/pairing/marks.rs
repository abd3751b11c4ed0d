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
const ALL: [Kind; KINDS] = [
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

/// How much all marks of two posts agree.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Agreements {
    pub(super) values: Agreement,
    pub(super) links: Agreement,
    /// In the order of [`Kind`].
    pub(super) equal: [Agreement; KINDS],
}

/// The marks of every post of a comparison with their weights.
pub(super) struct Marks<'a> {
    profiles: &'a [Profile],
    /// Each post's sorted by number.
    equal: [Vec<Vec<Mark>>; KINDS],
    values: Vec<Vec<Mark>>,
    links: Vec<Vec<Mark>>,
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
                let mut posts = number(profiles.iter().map(|it| it.marks[kind].as_slice()), unseen);
                for marks in &mut posts {
                    marks.sort_unstable_by_key(|mark| mark.number);
                }
                posts
            }),
            values: number(profiles.iter().map(|it| it.values.as_slice()), UNSEEN_TEXTS),
            links: number(profiles.iter().map(|it| it.links.as_slice()), UNSEEN_TEXTS),
        }
    }

    /// Compares all that two posts carry.
    pub(super) fn all(&self, english: usize, french: usize) -> Agreements {
        Agreements {
            values: self.values(english, french),
            links: self.links(english, french),
            equal: ALL.map(|kind| self.equal(kind, english, french)),
        }
    }

    /// Compares marks that agree when they are equal.
    pub(super) fn equal(&self, kind: Kind, english: usize, french: usize) -> Agreement {
        let marks = |post: usize| &self.equal[kind as usize][post];
        let (e, f) = (marks(english), marks(french));
        let mut agreement = Agreement::default();
        let (mut i, mut j) = (0, 0);
        while let (Some(one), Some(other)) = (e.get(i), f.get(j)) {
            let order = one.number.cmp(&other.number);
            match order {
                Ordering::Equal => agreement.common += one.weight,
                Ordering::Less => agreement.english += one.weight,
                Ordering::Greater => agreement.french += other.weight,
            }
            i += usize::from(order.is_le());
            j += usize::from(order.is_ge());
        }
        let rest = |marks: &[Mark]| marks.iter().map(|mark| mark.weight).sum::<f64>();
        agreement.english += rest(&e[i..]);
        agreement.french += rest(&f[j..]);
        agreement
    }

    /// Compares what the two state: numbers, amounts, dates, times.
    fn values(&self, english: usize, french: usize) -> Agreement {
        let (e, f) = (
            &self.profiles[english].values,
            &self.profiles[french].values,
        );
        if e.is_empty() && f.is_empty() {
            return Agreement::default();
        }
        let mut common = 0.0;
        let (of_e, of_f) = (&self.values[english], &self.values[french]);
        let equal = |one: usize, other: usize| of_e[one].number == of_f[other].number;
        let against = values::compare(e, f, equal, |at, _| common += of_e[at].weight);
        let sum = |places: Places, marks: &[Mark]| places.places().map(|at| marks[at].weight).sum();
        Agreement {
            common,
            english: sum(against.0, of_e),
            french: sum(against.1, of_f),
        }
    }

    /// Compares the pages that the two lead to. What cannot be told speaks neither for nor against.
    fn links(&self, english: usize, french: usize) -> Agreement {
        let mut agreement = Agreement::default();
        let best = |one: &Target, others: &[Target]| {
            let ties = others.iter().map(|other| tie(one, other));
            ties.max()
        };
        let (e, f) = (&self.profiles[english].links, &self.profiles[french].links);
        for (link, mark) in e.iter().zip(&self.links[english]) {
            match best(link, f) {
                Some(Tie::Another) => agreement.english += mark.weight,
                Some(tie) => agreement.common += mark.weight * tie.weight(),
                None => {}
            }
        }
        for (link, mark) in f.iter().zip(&self.links[french]) {
            if best(link, e) == Some(Tie::Another) {
                agreement.french += mark.weight;
            }
        }
        agreement
    }
}

/// A mark by number; equal marks have the same one.
#[derive(Debug, Clone, Copy)]
struct Mark {
    number: usize,
    /// The logarithm of how rare it is.
    weight: f64,
}

/// The marks of each post, in its own order.
fn number<'a, T: Hash + Eq + 'a>(
    posts: impl Iterator<Item = &'a [T]>,
    unseen: f64,
) -> Vec<Vec<Mark>> {
    let mut numbers: FxHashMap<&T, usize> = FxHashMap::default();
    let mut counts: Vec<f64> = Vec::new();
    let mut all = 2.0 + unseen;
    let mut marked: Vec<Vec<Mark>> = posts
        .map(|marks| {
            all += 1.0;
            let mut last = None;
            let number = |mark| {
                let next = numbers.len();
                let number = *numbers.entry(mark).or_insert(next);
                counts.resize(numbers.len(), 0.0);
                // Lists are sorted: doubles count once a post.
                if last.replace(number) != Some(number) {
                    counts[number] += 1.0;
                }
                Mark {
                    number,
                    weight: 0.0,
                }
            };
            marks.iter().map(number).collect()
        })
        .collect();
    for mark in marked.iter_mut().flatten() {
        mark.weight = (all / (counts[mark.number] + 1.0)).ln();
    }
    marked
}
