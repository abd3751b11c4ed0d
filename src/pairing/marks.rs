//! What posts carry beside words and what of it two posts share: values, links, handles, hashtags, emoji, media.
//!
//! As with words, what is rare within the presence says more than what every post carries.

use super::features::count;
use super::overlap::UNSEEN_TEXTS;
use super::profile::Profile;
use crate::text::links::{Target, Tie, tie};
use crate::text::values::{self, Places};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::hash::Hash;

/// The kinds of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Handles,
    Hashtags,
    Emoji,
    Files,
    Media,
    Values,
    Links,
}

/// How many kinds of marks agree when they are equal.
pub(super) const KINDS: usize = 5;

/// And of all: values and links agree in other ways.
const ALL: usize = KINDS + 2;

/// The kinds that agree when they are equal, in the order of [`Profile::marks`].
const EQUAL: [Kind; KINDS] = [
    Kind::Handles,
    Kind::Hashtags,
    Kind::Emoji,
    Kind::Files,
    Kind::Media,
];

impl Kind {
    /// So many posts without the mark are taken for granted; kinds of media are few, in any account.
    fn unseen(self) -> f64 {
        if self == Self::Media {
            0.0
        } else {
            UNSEEN_TEXTS
        }
    }
}

/// How much the marks of one kind of two posts agree, by weight of rarity.
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
pub(super) struct Agreements([Agreement; ALL]);

impl Agreements {
    /// The marks of one kind.
    pub(super) fn of(&self, kind: Kind) -> Agreement {
        self.0[kind as usize]
    }
}

/// The marks of every post of a comparison with their weights.
pub(super) struct Marks<'a> {
    profiles: &'a [Profile],
    /// Each post's sorted by number.
    equal: Lists,
    values: Lists,
    links: Lists,
}

impl<'a> Marks<'a> {
    pub(super) fn new(profiles: &'a [Profile]) -> Self {
        let equal = |it: &'a Profile| {
            let kinds = EQUAL.into_iter().zip(&it.marks);
            kinds.flat_map(|(kind, marks)| marks.iter().map(move |mark| (kind, mark.as_str())))
        };
        let values = |it: &'a Profile| it.values.iter().map(|value| (Kind::Values, value));
        let links = |it: &'a Profile| it.links.iter().map(|link| (Kind::Links, link));
        let mut equal = Lists::of_all(profiles.iter().map(equal));
        equal.sort_each();
        Self {
            profiles,
            equal,
            values: Lists::of_all(profiles.iter().map(values)),
            links: Lists::of_all(profiles.iter().map(links)),
        }
    }

    /// Compares all that two posts carry.
    pub(super) fn all(&self, english: usize, french: usize) -> Agreements {
        let mut all = self.equal(english, french);
        self.complete(&mut all, english, french);
        all
    }

    /// Compares what [`Self::at_most`] only supposed.
    pub(super) fn complete(&self, marks: &mut Agreements, english: usize, french: usize) {
        marks.0[Kind::Values as usize] = self.values(english, french);
        marks.0[Kind::Links as usize] = self.links(english, french);
    }

    /// What can give no less to the log-odds than [`Self::all`]: what is quickly compared, and the rest as if nothing of the
    /// English post were missing in the French one and nothing stood in the way. For what speaks for a pair has weights
    /// of 0 and more, what speaks against it of 0 and less (`weights` takes no others).
    pub(super) fn at_most(&self, english: usize, french: usize) -> Agreements {
        let mut most = self.equal(english, french);
        for (kind, lists) in [(Kind::Values, &self.values), (Kind::Links, &self.links)] {
            if !lists.of(french).is_empty() {
                most.0[kind as usize].common = sum(lists.of(english));
            }
        }
        most
    }

    /// Compares marks that agree when they are equal.
    fn equal(&self, english: usize, french: usize) -> Agreements {
        let (mut e, mut f) = (self.equal.of(english), self.equal.of(french));
        let mut agreements = Agreements::default();
        loop {
            let order = match (e.first(), f.first()) {
                (Some(one), Some(other)) => one.number.cmp(&other.number),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return agreements,
            };
            let mark = if order.is_le() { e[0] } else { f[0] };
            let agreement = &mut agreements.0[mark.kind as usize];
            match order {
                Ordering::Equal => agreement.common += mark.weight,
                Ordering::Less => agreement.english += mark.weight,
                Ordering::Greater => agreement.french += mark.weight,
            }
            e = &e[usize::from(order.is_le())..];
            f = &f[usize::from(order.is_ge())..];
        }
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
        let (of_e, of_f) = (self.values.of(english), self.values.of(french));
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
        for (link, mark) in e.iter().zip(self.links.of(english)) {
            match best(link, f) {
                Some(Tie::Another) => agreement.english += mark.weight,
                Some(tie) => agreement.common += mark.weight * tie.weight(),
                None => {}
            }
        }
        for (link, mark) in f.iter().zip(self.links.of(french)) {
            if best(link, e) == Some(Tie::Another) {
                agreement.french += mark.weight;
            }
        }
        agreement
    }
}

/// A mark by number; equal marks of a kind have the same one.
#[derive(Debug, Clone, Copy)]
struct Mark {
    kind: Kind,
    number: u32,
    /// The logarithm of how rare it is.
    weight: f64,
}

fn sum(marks: &[Mark]) -> f64 {
    marks.iter().map(|mark| mark.weight).sum()
}

/// The marks of each post, in its own order; one run of memory, for they are looked at for every candidate.
struct Lists {
    marks: Vec<Mark>,
    /// Where those of each post begin, and where the last ones end.
    starts: Vec<usize>,
}

impl Lists {
    /// Numbers and weighs the marks of every post.
    fn of_all<T: Hash + Eq>(
        posts: impl ExactSizeIterator<Item = impl Iterator<Item = (Kind, T)>>,
    ) -> Self {
        let texts = 2.0 + count(posts.len());
        let mut numbers: FxHashMap<(Kind, T), u32> = FxHashMap::default();
        let mut counts: Vec<u32> = Vec::new();
        let mut marks: Vec<Mark> = Vec::new();
        let mut starts = vec![0];
        for post in posts {
            let start = marks.len();
            for mark in post {
                let kind = mark.0;
                let next = u32::try_from(counts.len()).unwrap_or(u32::MAX);
                let number = *numbers.entry(mark).or_insert(next);
                if number == next {
                    counts.push(0);
                }
                // Lists are sorted: doubles count once a post.
                if marks[start..]
                    .last()
                    .is_none_or(|last| last.number != number)
                {
                    counts[number as usize] += 1;
                }
                marks.push(Mark {
                    kind,
                    number,
                    weight: 0.0,
                });
            }
            starts.push(marks.len());
        }
        for mark in &mut marks {
            let having = f64::from(counts[mark.number as usize]);
            mark.weight = ((texts + mark.kind.unseen()) / (having + 1.0)).ln();
        }
        Self { marks, starts }
    }

    fn sort_each(&mut self) {
        for post in self.starts.windows(2) {
            self.marks[post[0]..post[1]].sort_unstable_by_key(|mark| mark.number);
        }
    }

    fn of(&self, post: usize) -> &[Mark] {
        &self.marks[self.starts[post]..self.starts[post + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::links::target;
    use crate::text::values::{Decimal, Value};

    fn profile(values: &[u64], links: &[&str], tags: &[&str]) -> Profile {
        let mut profile = Profile {
            values: values
                .iter()
                .map(|it| Value::Number(Decimal::whole(*it)))
                .collect(),
            links: links.iter().filter_map(|it| target(it)).collect(),
            ..Profile::default()
        };
        profile.marks[Kind::Hashtags as usize] = tags.iter().map(|tag| (*tag).to_owned()).collect();
        profile
    }

    /// A pair that is dropped before it is looked at closely is reported as missing its counterpart.
    #[test]
    fn no_two_posts_agree_more_than_at_most() {
        let profiles = [
            profile(
                &[3, 3, 15],
                &["canada.ca/en/ice", "canada.ca/en/ice?id=4"],
                &["#a", "#b"],
            ),
            profile(
                &[3, 15, 30],
                &["canada.ca/fr/ice", "canada.ca/fr/glace?id=4"],
                &["#b"],
            ),
            profile(&[], &["example.ca/en/a", "canada.ca"], &["#a", "#c", "#d"]),
            profile(&[7], &[], &[]),
        ];
        let marks = Marks::new(&profiles);
        for english in 0..profiles.len() {
            for french in 0..profiles.len() {
                let (most, all) = (marks.at_most(english, french), marks.all(english, french));
                for kind in [Kind::Values, Kind::Links] {
                    assert!(
                        most.of(kind).common >= all.of(kind).common,
                        "{english} {french} {kind:?}"
                    );
                    assert!(
                        most.of(kind).apart() <= all.of(kind).apart(),
                        "{english} {french} {kind:?}"
                    );
                }
                assert_eq!(most.of(Kind::Hashtags), all.of(Kind::Hashtags));
            }
        }
        let tags = marks.all(0, 2).of(Kind::Hashtags);
        assert!(
            tags.common > 0.0 && tags.english > 0.0 && tags.french > tags.english,
            "{tags:?}"
        );
    }
}
