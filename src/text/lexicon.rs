//! The lexicon that `corpora/lexicon.csv` holds, learned from aligned texts: IBM model 1 (Brown et al. 1993).
//!
//! Words are taken by their folded first letters, small words left out, each once a text. The model is learned
//! in both directions; what both believe in, and what does not look alike anyway, becomes a tie.

use super::parts::words;
use super::similarity::{fold, function_word};
use crate::corpora::LEXICON_STEM;
use std::collections::{BTreeMap, HashMap};

/// Rounds of expectation and maximisation; more change little on short texts.
const ROUNDS: usize = 5;
/// Ties below are noise after each round.
const PRUNE: f64 = 1e-3;
/// The geometric mean of both directions that makes a tie …
const STRENGTH: f64 = 0.12;
/// … and how often it must have been seen, by expectation, in either direction.
const SEEN: f64 = 3.0;

/// An English text, its French version, and how much the pair counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Aligned {
    /// The English text.
    pub english: String,
    /// The French text.
    pub french: String,
    /// 1 for a pair of the usual kind; more for text that is nearer to posts.
    pub weight: f64,
}

/// Beginnings of an English and a French word that translate each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// The English one.
    pub english: String,
    /// The French one.
    pub french: String,
    /// How strongly, 0 to 1.
    pub weight: f64,
}

/// Learns the ties, in the order of their words. The same pairs in the same order give the same ties.
#[must_use]
pub fn learn(pairs: &[Aligned]) -> Vec<Tie> {
    let mut words = Words::default();
    let texts: Vec<Pair> = pairs
        .iter()
        .map(|pair| Pair {
            english: words.of(&pair.english),
            french: words.of(&pair.french),
            weight: pair.weight,
        })
        .filter(|pair| !pair.english.is_empty() && !pair.french.is_empty())
        .collect();
    let forth = direction(&texts, |pair| (&pair.english, &pair.french));
    let back = direction(&texts, |pair| (&pair.french, &pair.english));
    let mut ties: Vec<Tie> = forth
        .iter()
        .filter_map(|((english, french), one)| {
            let other = back.get(&(*french, *english))?;
            let weight = (one.share * other.share).sqrt();
            let (english, french) = (
                &words.list[*english as usize],
                &words.list[*french as usize],
            );
            let alike = english.bytes().take(4).eq(french.bytes().take(4));
            (weight >= STRENGTH && one.seen.min(other.seen) >= SEEN && !alike).then(|| Tie {
                english: english.clone(),
                french: french.clone(),
                weight,
            })
        })
        .collect();
    ties.sort_by(|a, b| (&a.english, &a.french).cmp(&(&b.english, &b.french)));
    ties
}

/// The words of all texts, numbered; 0 stands for no word at all.
struct Words {
    numbers: HashMap<String, u32>,
    list: Vec<String>,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
            list: vec![String::new()],
        }
    }
}

impl Words {
    /// The different words of a text that can have a tie, in order.
    fn of(&mut self, text: &str) -> Vec<u32> {
        let mut stems: Vec<String> = words(text)
            .filter(|word| word.chars().count() >= 3 && word.chars().all(char::is_alphabetic))
            .map(str::to_lowercase)
            .filter(|word| function_word(word).is_none())
            .map(|word| fold(&word).chars().take(LEXICON_STEM).collect())
            .collect();
        stems.sort_unstable();
        stems.dedup();
        stems.into_iter().map(|stem| self.number(stem)).collect()
    }

    fn number(&mut self, stem: String) -> u32 {
        if let Some(number) = self.numbers.get(&stem) {
            return *number;
        }
        // Some tens of thousands of stems; a text of four thousand million is not to be had.
        let number = u32::try_from(self.list.len()).unwrap_or(0);
        self.list.push(stem.clone());
        self.numbers.insert(stem, number);
        number
    }
}

struct Pair {
    english: Vec<u32>,
    french: Vec<u32>,
    weight: f64,
}

/// What is believed of a word and its translation.
#[derive(Clone, Copy, Default)]
struct Belief {
    /// Probability of the translation, given the word.
    share: f64,
    /// How often it was seen, by expectation.
    seen: f64,
}

type Beliefs = BTreeMap<(u32, u32), Belief>;

/// Learns one direction.
fn direction(texts: &[Pair], sides: impl Fn(&Pair) -> (&Vec<u32>, &Vec<u32>)) -> Beliefs {
    let mut shares: HashMap<(u32, u32), f64> = HashMap::new();
    let mut beliefs = Beliefs::new();
    for round in 0..ROUNDS {
        let mut seen: HashMap<(u32, u32), f64> = HashMap::new();
        let mut totals: HashMap<u32, f64> = HashMap::new();
        for pair in texts {
            let (from, to) = sides(pair);
            for target in to {
                expect(
                    round == 0,
                    from,
                    *target,
                    pair.weight,
                    &shares,
                    &mut seen,
                    &mut totals,
                );
            }
        }
        let share =
            |(word, target): &(u32, u32), seen: f64| ((*word, *target), seen / totals[word]);
        shares = seen
            .iter()
            .map(|(key, seen)| share(key, *seen))
            .filter(|(_, share)| *share > PRUNE)
            .collect();
        beliefs = shares
            .iter()
            .filter(|((word, _), _)| *word != 0)
            .map(|(key, share)| {
                (
                    *key,
                    Belief {
                        share: *share,
                        seen: seen[key],
                    },
                )
            })
            .collect();
    }
    beliefs
}

/// Spreads one target word over the words that it may translate, and over none of them.
fn expect(
    first: bool,
    from: &[u32],
    target: u32,
    weight: f64,
    shares: &HashMap<(u32, u32), f64>,
    seen: &mut HashMap<(u32, u32), f64>,
    totals: &mut HashMap<u32, f64>,
) {
    let sources = || from.iter().copied().chain([0]);
    let share = |word: u32| {
        if first {
            1.0
        } else {
            shares.get(&(word, target)).copied().unwrap_or(0.0)
        }
    };
    let sum: f64 = sources().map(share).sum();
    if sum <= 0.0 {
        return;
    }
    for word in sources() {
        let part = share(word) / sum;
        if part > 1e-4 {
            *seen.entry((word, target)).or_default() += weight * part;
            *totals.entry(word).or_default() += weight * part;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shipped lexicon must be one that anybody can learn again.
    #[test]
    fn what_stands_together_is_tied() {
        let pair = |english: &str, french: &str| Aligned {
            english: english.into(),
            french: french.into(),
            weight: 3.0,
        };
        let pairs = [
            pair("The lighthouse is closed", "Le phare est fermé"),
            pair("The lighthouse opens tomorrow", "Le phare ouvre demain"),
            pair("The wharf is closed", "Le quai est fermé"),
            pair("The wharf opens tomorrow", "Le quai ouvre demain"),
        ];
        let ties = learn(&pairs);
        let strongest = |word: &str| {
            let found = ties.iter().filter(|tie| tie.english == word);
            found
                .max_by(|a, b| a.weight.total_cmp(&b.weight))
                .map(|tie| tie.french.as_str())
        };
        assert_eq!(strongest("lighth"), Some("phare"));
        assert_eq!(strongest("wharf"), Some("quai"));
        assert_eq!(strongest("closed"), Some("ferme"));
        assert_eq!(ties, learn(&pairs));
    }
}
