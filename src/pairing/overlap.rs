//! What the words of every two candidates have in common, found through an index of words: the cost is that of the
//! agreements there are, not of all the pairs there could be, and the memory that of one post's candidates.

use super::profile::Profile;
use crate::model::{Bilingual, Language};
use crate::text::similarity::{Term, Tie, stem, ties};
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
        // Each word gets the number of its first place, and when all are known that of its rank: a post's words are
        // sorted, and stay so.
        let mut met: FxHashMap<&str, usize> = FxHashMap::default();
        let mut posts: Vec<Vec<usize>> = profiles
            .iter()
            .map(|profile| {
                let number = |word| {
                    let next = met.len();
                    *met.entry(word).or_insert(next)
                };
                profile.terms.iter().map(Term::as_str).map(number).collect()
            })
            .collect();
        let mut sorted: Vec<(&str, usize)> = met.into_iter().collect();
        sorted.sort_unstable();
        let mut ranks = vec![0; sorted.len()];
        for (rank, (_, number)) in sorted.iter().enumerate() {
            ranks[*number] = rank;
        }
        for word in posts.iter_mut().flatten() {
            *word = ranks[*word];
        }
        let words: Vec<&str> = sorted.into_iter().map(|(word, _)| word).collect();
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

/// The most candidates of a post: those nearest in time. Nobody posts as often, but an export may be wrong.
const MOST: usize = 4000;

/// Which posts of the other side lie in the window of each post; both sides are in order of time.
#[derive(Debug)]
pub(super) struct Field {
    /// Posts of either side, by their place among the profiles.
    pub(super) posts: Bilingual<Vec<usize>>,
    /// For each English post the stretch of French ones …
    pub(super) french: Vec<Range<usize>>,
    /// … and for each French one the stretch of English ones.
    pub(super) english: Vec<Range<usize>>,
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
        let reach = window.saturating_add(slack);
        let stretches = |from: &[usize], to: &[usize]| -> Vec<Range<usize>> {
            let at = |index: &usize| profiles[*index].at;
            from.iter()
                .map(|index| {
                    let here = to.partition_point(|other| at(other) < at(index));
                    let first =
                        to.partition_point(|other| at(other) < at(index).saturating_sub(reach));
                    let last =
                        to.partition_point(|other| at(other) <= at(index).saturating_add(reach));
                    first.max(here.saturating_sub(MOST / 2))..last.min(here + MOST / 2)
                })
                .collect()
        };
        let french = stretches(&posts.english, &posts.french);
        let english = stretches(&posts.french, &posts.english);
        Self {
            posts,
            french,
            english,
        }
    }
}

/// The weight of all words of a post.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Mass {
    pub(super) weight: f64,
    /// Logarithm of one more than it, asked for every candidate of the post.
    pub(super) log: f64,
}

/// Weight of the words of either side that have their like on the other.
pub(super) type Agreed = Bilingual<f32>;

/// What the words of two posts have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Shared {
    pub(super) agreed: Agreed,
    /// The weight of all their words.
    pub(super) all: Bilingual<Mass>,
}

/// The words of a field, and which of them agree.
pub(super) struct Overlaps<'a> {
    english: Lexis<'a>,
    french: Lexis<'a>,
    /// For each English word the French ones, best first.
    ties: Vec<Vec<Tie>>,
    /// The last turn in which each French post was counted, so that a word counts once, by its best tie.
    counted: Vec<usize>,
    turn: usize,
    /// The best tie of each French word with any word of the post at hand.
    best: Vec<Tie>,
    row: Vec<Agreed>,
}

impl<'a> Overlaps<'a> {
    pub(super) fn new(profiles: &'a [Profile], field: &Field) -> Self {
        let rarity = Rarity::of(profiles);
        let lexis = |posts: &[usize]| {
            let side: Vec<&Profile> = posts.iter().map(|index| &profiles[*index]).collect();
            Lexis::of(&side, &rarity)
        };
        let english = lexis(&field.posts.english);
        let french = lexis(&field.posts.french);
        let words = english.words.iter();
        let ties = words
            .map(|word| ties(word, Language::English, &french.words))
            .collect();
        Self {
            ties,
            counted: vec![0; french.posts.len()],
            turn: 0,
            best: Vec::new(),
            row: Vec::new(),
            english,
            french,
        }
    }

    /// The weight of all words of each post.
    pub(super) fn masses(&self) -> Bilingual<Vec<Mass>> {
        let of = |lexis: &Lexis| {
            (0..lexis.posts.len())
                .map(|post| lexis.mass(post))
                .collect()
        };
        Bilingual::new(of(&self.english), of(&self.french))
    }

    /// What an English post has in common with each French one of a stretch.
    pub(super) fn row(&mut self, post: usize, window: &Range<usize>) -> &[Agreed] {
        self.row.clear();
        self.row.resize(window.len(), Agreed::default());
        self.best.clear();
        for word in &self.english.posts[post] {
            self.turn += 1;
            let weight = self.english.weights[*word];
            for (tied, strength) in &self.ties[*word] {
                self.best.push((*tied, *strength));
                for place in within(&self.french.found_in[*tied], window) {
                    if self.counted[*place] != self.turn {
                        self.counted[*place] = self.turn;
                        self.row[place - window.start].english += small(weight * strength);
                    }
                }
            }
        }
        // Ties are mutual: what is best for a French word is the strongest that any English one has with it.
        self.best
            .sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        self.best.dedup_by_key(|tie| tie.0);
        for (word, strength) in &self.best {
            let weight = small(self.french.weights[*word] * strength);
            for place in within(&self.french.found_in[*word], window) {
                self.row[place - window.start].french += weight;
            }
        }
        &self.row
    }
}

/// The posts of a list, in order, that lie in a stretch.
fn within<'a>(places: &'a [usize], window: &Range<usize>) -> impl Iterator<Item = &'a usize> {
    let from = places.partition_point(|place| *place < window.start);
    let end = window.end;
    places[from..].iter().take_while(move |place| **place < end)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "weights of words need no more digits"
)]
fn small(weight: f64) -> f32 {
    weight as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::similarity::terms;

    fn profile(side: Language, at: i64, text: &str) -> Profile {
        Profile {
            is_candidate: true,
            side: Some(side),
            at,
            terms: terms(text),
            ..Profile::default()
        }
    }

    /// A word that has two likes on the other side must not count twice, and both directions must agree on what is
    /// common: a pair would look stronger than it is.
    #[test]
    fn each_word_counts_once_on_either_side() {
        let profiles = [
            profile(Language::English, 0, "navigation lighthouse"),
            profile(Language::French, 10, "navigation naviguer phare quai"),
            profile(Language::French, 20, "carnaval"),
            profile(Language::French, 900_000, "navigation"),
        ];
        let field = Field::new(&profiles, 604_800);
        assert_eq!((field.french.len(), &field.french[0]), (1, &(0..2)));
        let mut overlaps = Overlaps::new(&profiles, &field);
        let masses = overlaps.masses();
        let row = overlaps.row(0, &field.french[0]).to_vec();
        let share = |agreed: f32, mass: Mass| f64::from(agreed) / mass.weight;
        let english = share(row[0].english, masses.english[0]);
        let french = share(row[0].french, masses.french[0]);
        assert!(english > 0.4 && english <= 1.0, "{english}");
        assert!(french > 0.3 && french < 0.8, "{french}");
        assert_eq!(row[1], Agreed::default());
    }
}
