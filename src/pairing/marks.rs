//! What posts carry beside words and what of it two posts share: numbers, links, handles, hashtags, emoji, files.
//!
//! As with words, what is rare within the presence says more than what every post carries.

use super::overlap::UNSEEN_TEXTS;
use super::profile::Profile;
use std::collections::HashMap;

/// How many kinds of marks there are.
pub(super) const KINDS: usize = 7;

/// The kinds, in the order of [`Profile::marks`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Numbers,
    Links,
    Handles,
    Hashtags,
    Emoji,
    Files,
    Media,
}

/// All of them.
pub(super) const ALL: [Kind; KINDS] = [
    Kind::Numbers,
    Kind::Links,
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

/// The marks of every post of a comparison, numbered.
pub(super) struct Marks {
    posts: Vec<[Vec<u32>; KINDS]>,
    weights: [Vec<f64>; KINDS],
}

impl Marks {
    pub(super) fn new(profiles: &[Profile]) -> Self {
        let mut numbers: [HashMap<&str, u32>; KINDS] = Default::default();
        let mut counts: [Vec<f64>; KINDS] = Default::default();
        let mut posts = Vec::with_capacity(profiles.len());
        for profile in profiles {
            let mut of_post: [Vec<u32>; KINDS] = Default::default();
            for kind in 0..KINDS {
                for mark in &profile.marks[kind] {
                    let next = u32::try_from(numbers[kind].len()).unwrap_or(u32::MAX);
                    let number = *numbers[kind].entry(mark.as_str()).or_insert(next);
                    if number == next && counts[kind].len() == next as usize {
                        counts[kind].push(0.0);
                    }
                    of_post[kind].push(number);
                }
                of_post[kind].sort_unstable();
                let mut last = None;
                for number in &of_post[kind] {
                    if last != Some(*number) {
                        counts[kind][*number as usize] += 1.0;
                        last = Some(*number);
                    }
                }
            }
            posts.push(of_post);
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of posts")]
        let all = profiles.len() as f64 + 2.0;
        let weights = std::array::from_fn(|kind| {
            // Kinds of media are few, in any account.
            let unseen = if kind == Kind::Media as usize {
                0.0
            } else {
                UNSEEN_TEXTS
            };
            let weight = |count: &f64| ((all + unseen) / (count + 1.0)).ln();
            counts[kind].iter().map(weight).collect()
        });
        Self { posts, weights }
    }

    /// Compares two posts, by their places among the profiles.
    pub(super) fn compare(&self, kind: Kind, english: usize, french: usize) -> Agreement {
        let (e, f) = (
            &self.posts[english][kind as usize],
            &self.posts[french][kind as usize],
        );
        let weights = &self.weights[kind as usize];
        let mut agreement = Agreement::default();
        let (mut i, mut j) = (0, 0);
        while i < e.len() || j < f.len() {
            match (e.get(i), f.get(j)) {
                (Some(one), Some(other)) if one == other => {
                    agreement.common += weights[*one as usize];
                    (i, j) = (i + 1, j + 1);
                }
                (Some(one), other) if other.is_none_or(|other| one < other) => {
                    agreement.english += weights[*one as usize];
                    i += 1;
                }
                (_, Some(other)) => {
                    agreement.french += weights[*other as usize];
                    j += 1;
                }
                _ => break,
            }
        }
        agreement
    }
}
