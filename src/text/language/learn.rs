//! The table that `corpora/language.csv` holds, learned from texts whose language is known: a logistic regression.
//!
//! The most frequent words get a weight each; grams get theirs from the words that are not among them, and from a
//! share of the others taken for unknown. Most of the learning is done on pieces of one to eight words, some of
//! them without accents, because that is where a detector fails. Weak grams are left out and the rest learned
//! again. The same texts in the same order give the same table: no clock, no hash order, no `exp` of the platform.

use super::letters::{self, ACCENTS, Word};
use super::score::UNIT;
use crate::model::Language;
use crate::text::pieces;
use std::collections::{BTreeMap, HashMap};

/// Words with a weight of their own, and how often one must have been seen.
const WORDS: usize = 4500;
const WORD_SEEN: u32 = 8;
/// Grams with a weight; and what a gram must be found in to be tried: kinds of words, weighed by use.
const GRAMS: usize = 6500;
const GRAM_SEEN: f64 = 15.0;
/// Rounds over all texts each time.
const ROUNDS: usize = 6;
/// Of a hundred texts, taken whole (up to this many words), and with their accents removed.
const WHOLE: u64 = 10;
const WHOLE_WORDS: usize = 40;
const PLAIN: u64 = 35;
/// Words of a piece.
const PIECE: usize = 8;
/// Of a hundred words of the table, taken for unknown.
const DROPPED: u64 = 10;
/// The step of AdaGrad, and the pull of a weight towards zero.
const STEP: f64 = 0.1;
const PULL: f64 = 1e-5;

/// A text of known language, and how often it is shown in a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The text as it was published.
    pub text: String,
    /// Its language.
    pub language: Language,
    /// 1; more for text that is nearer to posts.
    pub times: usize,
}

/// True for a fifth of all groups of texts (acts, institutions, products): nothing is learned from those, so
/// that what is measured on them was never seen.
#[must_use]
pub fn is_held_out(group: &str) -> bool {
    // FNV-1a: short, known, the same everywhere.
    let hash = group.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.is_multiple_of(5)
}

/// Learns the weights: grams in their order, weights in hundredths, French above 0.
#[must_use]
pub fn learn(examples: &[Example]) -> Vec<(String, i32)> {
    let mut course = Course::new(examples);
    course.train();
    for limit in [2 * GRAMS, GRAMS] {
        course.prune(limit);
        course.train();
    }
    course.table()
}

/// A kind of word: what it would be scored by.
struct Kind {
    word: Word,
    uses: u32,
    whole: Option<u32>,
    grams: Vec<u32>,
    accents: Vec<u32>,
}

struct Text {
    french: bool,
    times: usize,
    /// Numbers of its kinds of words, in order.
    words: Vec<u32>,
}

struct Course {
    texts: Vec<Text>,
    kinds: Vec<Kind>,
    /// The keys that weights belong to.
    features: Vec<u64>,
    weights: Vec<f64>,
    uses: Vec<f64>,
    kept: Vec<bool>,
    /// Grams begin here.
    first_gram: usize,
}

impl Course {
    fn new(examples: &[Example]) -> Self {
        let (texts, mut kinds) = number(examples);
        let mut features: Vec<u64> = ACCENTS
            .iter()
            .filter_map(|accent| letters::key(accent.encode_utf8(&mut [0; 4])))
            .collect();
        features.extend(frequent_words(&kinds));
        let first_gram = features.len();
        features.extend(frequent_grams(&kinds));
        let numbers: HashMap<u64, u32> = features.iter().copied().zip(0..).collect();
        for kind in &mut kinds {
            kind.whole = kind.word.whole().and_then(|key| numbers.get(&key).copied());
            kind.accents = kind
                .word
                .accents()
                .filter_map(|key| numbers.get(&key).copied())
                .collect();
            kind.word.grams(|key| kind.grams.extend(numbers.get(&key)));
        }
        Self {
            texts,
            kinds,
            weights: vec![0.0; features.len()],
            uses: vec![0.0; features.len()],
            kept: vec![true; features.len()],
            features,
            first_gram,
        }
    }

    /// Some rounds of AdaGrad from where the weights stand; the mean of the last two is kept.
    fn train(&mut self) {
        let mut order: Vec<usize> = (0..self.texts.len())
            .flat_map(|text| std::iter::repeat_n(text, self.texts[text].times))
            .collect();
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let mut squares = vec![0.01; self.weights.len()];
        let mut before_last = Vec::new();
        self.uses.fill(0.0);
        let mut active = Vec::new();
        for round in 0..ROUNDS {
            for at in (1..order.len()).rev() {
                order.swap(at, random.below(at + 1));
            }
            for text in &order {
                self.piece(*text, &mut random, &mut active);
                let score: f64 = active
                    .iter()
                    .map(|feature| self.weights[*feature as usize])
                    .sum();
                let wrong = logistic(score) - f64::from(u8::from(self.texts[*text].french));
                for feature in active.iter().map(|feature| *feature as usize) {
                    let slope = wrong + PULL * self.weights[feature];
                    squares[feature] += slope * slope;
                    self.weights[feature] -= STEP * slope / squares[feature].sqrt();
                    self.uses[feature] += 1.0;
                }
            }
            if round + 2 == ROUNDS {
                before_last.clone_from(&self.weights);
            }
        }
        for (weight, earlier) in self.weights.iter_mut().zip(before_last) {
            *weight = weight.midpoint(earlier);
        }
    }

    /// The features of a piece of a text, drawn anew each time.
    fn piece(&self, text: usize, random: &mut Random, active: &mut Vec<u32>) {
        let words = &self.texts[text].words;
        let length = if random.percent(WHOLE) {
            words.len().min(WHOLE_WORDS)
        } else {
            words.len().min(1 + random.below(PIECE))
        };
        let from = random.below(words.len() - length + 1);
        let plain = random.percent(PLAIN);
        active.clear();
        for word in &words[from..from + length] {
            let kind = &self.kinds[*word as usize];
            match kind.whole {
                Some(whole) if !random.percent(DROPPED) => active.push(whole),
                _ => active.extend(kind.grams.iter().filter(|gram| self.kept[**gram as usize])),
            }
            if !plain {
                active.extend(&kind.accents);
            }
        }
    }

    /// Leaves only the grams whose weight and use are greatest.
    fn prune(&mut self, limit: usize) {
        let strength = |feature: usize| self.weights[feature].abs() * self.uses[feature].sqrt();
        let mut grams: Vec<usize> = (self.first_gram..self.features.len())
            .filter(|gram| self.kept[*gram])
            .collect();
        grams.sort_by(|a, b| strength(*b).total_cmp(&strength(*a)).then(a.cmp(b)));
        for weak in grams.into_iter().skip(limit) {
            self.kept[weak] = false;
            self.weights[weak] = 0.0;
        }
    }

    fn table(&self) -> Vec<(String, i32)> {
        let mut rows: Vec<(String, i32)> = (0..self.features.len())
            .filter(|feature| self.kept[*feature])
            .map(|feature| {
                (
                    letters::gram(self.features[feature]),
                    hundredths(self.weights[feature]),
                )
            })
            .filter(|(gram, weight)| *weight != 0 || gram.ends_with('_') && gram.starts_with('_'))
            .collect();
        rows.sort_unstable();
        rows
    }
}

/// The texts as numbers of kinds of words.
fn number(examples: &[Example]) -> (Vec<Text>, Vec<Kind>) {
    let mut numbers: HashMap<Word, u32> = HashMap::new();
    let mut kinds: Vec<Kind> = Vec::new();
    let mut texts = Vec::new();
    for example in examples {
        let mut words = Vec::new();
        for word in letters::words(&pieces::find(&example.text).prose) {
            if word.foreign {
                continue;
            }
            let number = *numbers.entry(word.kind()).or_insert_with(|| {
                kinds.push(Kind {
                    word: word.kind(),
                    uses: 0,
                    whole: None,
                    grams: Vec::new(),
                    accents: Vec::new(),
                });
                // Some tens of thousands of kinds.
                u32::try_from(kinds.len() - 1).unwrap_or(0)
            });
            kinds[number as usize].uses += u32::try_from(example.times).unwrap_or(1);
            words.push(number);
        }
        if !words.is_empty() {
            texts.push(Text {
                french: example.language == Language::French,
                times: example.times,
                words,
            });
        }
    }
    (texts, kinds)
}

fn frequent_words(kinds: &[Kind]) -> Vec<u64> {
    let mut uses: BTreeMap<u64, u32> = BTreeMap::new();
    for kind in kinds {
        if let Some(key) = kind.word.whole() {
            *uses.entry(key).or_default() += kind.uses;
        }
    }
    let mut words: Vec<_> = uses
        .into_iter()
        .filter(|(_, uses)| *uses >= WORD_SEEN)
        .collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    words.into_iter().map(|(key, _)| key).take(WORDS).collect()
}

fn frequent_grams(kinds: &[Kind]) -> Vec<u64> {
    let mut uses: BTreeMap<u64, f64> = BTreeMap::new();
    for kind in kinds {
        kind.word
            .grams(|key| *uses.entry(key).or_default() += f64::from(kind.uses).sqrt());
    }
    uses.into_iter()
        .filter(|(_, uses)| *uses >= GRAM_SEEN)
        .map(|(key, _)| key)
        .collect()
}

/// 1 / (1 + e^−score); by multiplication alone, so that every machine finds the same.
fn logistic(score: f64) -> f64 {
    let mut power = 1.0 - score.clamp(-30.0, 30.0) / 4096.0;
    for _ in 0..12 {
        power *= power;
    }
    1.0 / (1.0 + power)
}

#[expect(clippy::cast_possible_truncation, reason = "weights are below 100")]
fn hundredths(weight: f64) -> i32 {
    (weight * UNIT).round() as i32
}

/// Xorshift with a fixed seed (Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let drawn = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(drawn).unwrap_or(0) % limit
    }

    fn percent(&mut self, share: u64) -> bool {
        (self.below(100) as u64) < share
    }
}
