//! What the words of every two candidates have in common, found through an index of words: the cost is that
//! of the agreements there are, not of all the pairs there could be.

use super::profile::Profile;
use crate::model::{Bilingual, Language};
use crate::text::similarity::{stem, ties};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The words of one side.
struct Lexis<'a> {
    /// All of them, sorted, each once.
    words: Vec<&'a str>,
    /// Those of each post, by number.
    posts: Vec<Vec<usize>>,
    /// The posts that have each word, in order.
    found_in: Vec<Vec<usize>>,
    /// How much each word says: the logarithm of how rare its beginning is.
    weights: Vec<f64>,
}

impl<'a> Lexis<'a> {
    fn of(profiles: &[&'a Profile], rarity: &Rarity) -> Self {
        let mut words: Vec<&str> = profiles
            .iter()
            .flat_map(|profile| profile.terms.iter().map(String::as_str))
            .collect();
        words.sort_unstable();
        words.dedup();
        let numbers: FxHashMap<&str, usize> = words
            .iter()
            .enumerate()
            .map(|(number, word)| (*word, number))
            .collect();
        let posts: Vec<Vec<usize>> = profiles
            .iter()
            .map(|profile| {
                let words = profile.terms.iter();
                words.map(|word| numbers[word.as_str()]).collect()
            })
            .collect();
        let mut found_in = vec![Vec::new(); words.len()];
        for (post, list) in posts.iter().enumerate() {
            for word in list {
                found_in[*word].push(post);
            }
        }
        let weights = words.iter().map(|word| rarity.weight(word)).collect();
        Self {
            words,
            posts,
            found_in,
            weights,
        }
    }

    fn mass(&self, post: usize) -> Mass {
        let words = self.posts[post].iter();
        let weight: f64 = words.map(|word| self.weights[*word]).sum();
        Mass {
            weight,
            log: weight.ln_1p(),
        }
    }
}

/// A rare word in an account of ten posts is as telling as in one of a thousand: as if so many texts without it
/// had been seen as well.
pub(super) const UNSEEN_TEXTS: f64 = 100.0;

/// How rare the beginnings of words are among the posts compared.
struct Rarity<'a> {
    texts: f64,
    counts: FxHashMap<&'a str, f64>,
}

impl<'a> Rarity<'a> {
    fn of(profiles: &'a [Profile]) -> Self {
        let mut rarity = Self {
            texts: UNSEEN_TEXTS,
            counts: FxHashMap::default(),
        };
        for profile in profiles {
            rarity.texts += 1.0;
            let mut last = "";
            for word in &profile.terms {
                let stem = stem(word);
                if stem != last {
                    *rarity.counts.entry(stem).or_default() += 1.0;
                    last = stem;
                }
            }
        }
        rarity
    }

    fn weight(&self, word: &str) -> f64 {
        let count = self.counts.get(stem(word)).copied().unwrap_or(0.0);
        ((self.texts + 2.0) / (count + 1.0)).ln()
    }
}

/// Which posts of the other side lie in the window of each post; both sides are in order of time.
#[derive(Debug)]
pub(super) struct Field {
    /// Posts of either side, by their place among the profiles.
    pub(super) posts: Bilingual<Vec<usize>>,
    /// For each English post the stretch of French ones …
    pub(super) french: Vec<Range<usize>>,
    /// … and for each French one the stretch of English ones.
    pub(super) english: Vec<Range<usize>>,
    /// Where the pairs of each English post begin.
    offsets: Vec<usize>,
    /// How many pairs there are.
    pub(super) pairs: usize,
}

impl Field {
    pub(super) fn new(profiles: &[Profile], window: i64) -> Self {
        let side = |language: Language| -> Vec<usize> {
            (0..profiles.len())
                .filter(|index| {
                    let profile = &profiles[*index];
                    profile.side == Some(language) && (profile.is_candidate || profile.is_removed)
                })
                .collect()
        };
        let posts = Bilingual::new(side(Language::English), side(Language::French));
        let slack = profiles.iter().map(|it| it.precision).max().unwrap_or(0);
        let reach = window + slack;
        let stretches = |from: &[usize], to: &[usize]| -> Vec<Range<usize>> {
            let at = |index: &usize| profiles[*index].at;
            from.iter()
                .map(|index| {
                    to.partition_point(|other| at(other) < at(index) - reach)
                        ..to.partition_point(|other| at(other) <= at(index) + reach)
                })
                .collect()
        };
        let french = stretches(&posts.english, &posts.french);
        let english = stretches(&posts.french, &posts.english);
        let mut pairs = 0;
        let offsets = french
            .iter()
            .map(|stretch| {
                let offset = pairs;
                pairs += stretch.len();
                offset
            })
            .collect();
        Self {
            posts,
            french,
            english,
            offsets,
            pairs,
        }
    }

    /// The number of the pair of two posts, by their places on their sides.
    pub(super) fn pair(&self, english: usize, french: usize) -> usize {
        self.offsets[english] + french - self.french[english].start
    }
}

/// The weight of all words of a post.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Mass {
    pub(super) weight: f64,
    /// Logarithm of one more than it, asked for every candidate of the post.
    pub(super) log: f64,
}

/// What the words of two posts have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Shared {
    /// Weight of the words of each side that have their like on the other …
    pub(super) agreed: Bilingual<f32>,
    /// … and of all its words.
    pub(super) all: Bilingual<Mass>,
}

/// The common words of every pair of a field.
pub(super) struct Overlaps {
    agreed: Bilingual<Vec<f32>>,
    all: Bilingual<Vec<Mass>>,
}

impl Overlaps {
    pub(super) fn new(profiles: &[Profile], field: &Field) -> Self {
        let rarity = Rarity::of(profiles);
        let lexis = |posts: &[usize]| {
            let side: Vec<&Profile> = posts.iter().map(|index| &profiles[*index]).collect();
            Lexis::of(&side, &rarity)
        };
        let english = lexis(&field.posts.english);
        let french = lexis(&field.posts.french);
        let mut agreed = Bilingual::new(vec![0.0; field.pairs], vec![0.0; field.pairs]);
        add(
            (&english, &french),
            Language::English,
            &field.french,
            |one, other| field.pair(one, other),
            &mut agreed.english,
        );
        add(
            (&french, &english),
            Language::French,
            &field.english,
            |one, other| field.pair(other, one),
            &mut agreed.french,
        );
        let all = |lexis: &Lexis| {
            (0..lexis.posts.len())
                .map(|post| lexis.mass(post))
                .collect()
        };
        Self {
            agreed,
            all: Bilingual::new(all(&english), all(&french)),
        }
    }

    pub(super) fn of(&self, field: &Field, english: usize, french: usize) -> Shared {
        let pair = field.pair(english, french);
        Shared {
            agreed: Bilingual::new(self.agreed.english[pair], self.agreed.french[pair]),
            all: Bilingual::new(self.all.english[english], self.all.french[french]),
        }
    }
}

/// Adds up, for each post of `one` and each of `other` in its window, the weight of its words that agree.
fn add(
    (one, other): (&Lexis, &Lexis),
    language: Language,
    windows: &[Range<usize>],
    pair: impl Fn(usize, usize) -> usize,
    agreed: &mut [f32],
) {
    let ties: Vec<_> = one
        .words
        .iter()
        .map(|word| ties(word, language, &other.words))
        .collect();
    // The last word for which each post of the other side counted: its best tie comes first, the others not.
    let mut counted = vec![0_usize; other.posts.len()];
    let mut turn = 0;
    for (post, words) in one.posts.iter().enumerate() {
        let window = &windows[post];
        for word in words {
            turn += 1;
            for (tied, strength) in &ties[*word] {
                let places = &other.found_in[*tied];
                let from = places.partition_point(|place| *place < window.start);
                for place in places[from..]
                    .iter()
                    .take_while(|place| **place < window.end)
                {
                    if counted[*place] != turn {
                        counted[*place] = turn;
                        agreed[pair(post, *place)] += small(one.weights[*word] * strength);
                    }
                }
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "weights of words need no more digits"
)]
fn small(weight: f64) -> f32 {
    weight as f32
}
