//! How alike the words of an English and a French text are, without a dictionary: cognates.
//!
//! Two words agree when they are the same without accents, when their first four letters are
//! (Simard et al. 1992), or when `strsim` finds them nearly so. A rare word weighs more than a common one.

use super::parts::words;
use crate::corpora::{FUNCTION_WORDS, LEXICON, LEXICON_STEM, Lexicon};
use std::collections::HashMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower case, without accents or ligatures.
#[must_use]
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            _ => folded.push(c),
        }
    }
    folded
}

/// The words of a text that can tell it from another: folded, sorted, without small words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vocabulary {
    words: Vec<String>,
}

impl Vocabulary {
    /// Of a text whose links, tags and handles are out.
    #[must_use]
    pub fn new(prose: &str) -> Self {
        let mut list: Vec<String> = words(prose)
            .filter(|word| word.len() >= 3 && word.chars().any(char::is_alphabetic))
            .filter(|word| !FUNCTION_WORDS.contains_key(word.to_lowercase().as_str()))
            .map(fold)
            .collect();
        list.sort_unstable();
        list.dedup();
        Self { words: list }
    }

    /// The words of several texts together.
    #[must_use]
    pub fn join<'a>(parts: impl Iterator<Item = &'a Self>) -> Self {
        let mut words: Vec<String> = parts.flat_map(|part| part.words.iter().cloned()).collect();
        words.sort_unstable();
        words.dedup();
        Self { words }
    }

    /// How many different words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// No word at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// How rare the beginnings of words are among the texts compared.
#[derive(Debug, Default)]
pub struct Rarity {
    texts: f64,
    counts: HashMap<String, f64>,
}

impl Rarity {
    /// Counts over all texts of a comparison.
    pub fn of<'a>(vocabularies: impl Iterator<Item = &'a Vocabulary>) -> Self {
        let mut rarity = Self::default();
        for vocabulary in vocabularies {
            rarity.texts += 1.0;
            let mut last = "";
            for word in &vocabulary.words {
                let stem = stem(word);
                if stem != last {
                    *rarity.counts.entry(stem.to_owned()).or_default() += 1.0;
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

    /// The weights of a vocabulary's words, in its order.
    #[must_use]
    pub fn weights(&self, vocabulary: &Vocabulary) -> Vec<f64> {
        vocabulary
            .words
            .iter()
            .map(|word| self.weight(word))
            .collect()
    }
}

/// A vocabulary with the weight of each word.
#[derive(Debug, Clone, Copy)]
pub struct Weighted<'a> {
    /// The words.
    pub vocabulary: &'a Vocabulary,
    /// Their weights, in the same order.
    pub weights: &'a [f64],
}

/// How much of what the two texts say agrees, 0 to 1: weighted share of words with a cognate on the
/// other side, the mean of both directions.
#[must_use]
pub fn likeness(english: Weighted, french: Weighted) -> f64 {
    if english.vocabulary.is_empty() || french.vocabulary.is_empty() {
        return 0.0;
    }
    f64::midpoint(
        covered(english, french, &LEXICON.english),
        covered(french, english, &LEXICON.french),
    )
}

/// The share of a text's words (`language` is its own) that have their like in a text of the other language.
#[must_use]
pub fn contained(part: &Vocabulary, whole: &Vocabulary, language: crate::model::Language) -> f64 {
    let even = vec![1.0; part.len()];
    let one = Weighted {
        vocabulary: part,
        weights: &even,
    };
    covered(
        one,
        Weighted {
            vocabulary: whole,
            weights: &[],
        },
        LEXICON.get(language),
    )
}

/// The weighted share of `one`'s words that have their like in `other`.
fn covered(one: Weighted, other: Weighted, lexicon: &Lexicon) -> f64 {
    let (mut agreed, mut total) = (0.0, 0.0);
    for (word, weight) in one.vocabulary.words.iter().zip(one.weights) {
        total += weight;
        let sorted = &other.vocabulary.words;
        agreed += weight * cognate(word, sorted).max(translation(word, sorted, lexicon));
    }
    if total > 0.0 { agreed / total } else { 0.0 }
}

/// The strongest tie of the lexicon between the word and one of the others, 0 for none.
fn translation(word: &str, sorted: &[String], lexicon: &Lexicon) -> f64 {
    let Some(ties) = lexicon.get(beginning(word, LEXICON_STEM)) else {
        return 0.0;
    };
    let mut best: f64 = 0.0;
    for (stem, weight) in ties {
        let at = sorted.partition_point(|other| other.as_str() < *stem);
        let found = sorted.get(at).is_some_and(|other| {
            if stem.chars().count() < LEXICON_STEM {
                other == stem
            } else {
                other.starts_with(stem)
            }
        });
        if found {
            best = best.max(weight.sqrt());
        }
    }
    best
}

/// 1 for the same word, less for a like one, 0 for none.
fn cognate(word: &str, sorted: &[String]) -> f64 {
    // Words are sorted, so those with the same two first letters stand together; cognates that differ before
    // the third letter are rare, and comparing them all would be half of the program's work.
    let start = beginning(word, 2);
    let from = sorted.partition_point(|other| beginning(other, 2) < start);
    let mut best: f64 = 0.0;
    for other in sorted[from..]
        .iter()
        .take_while(|other| other.starts_with(start))
    {
        let score = if other == word {
            1.0
        } else if word.len() < 5 || other.len() < 5 {
            0.0
        } else if stem(other) == stem(word) {
            0.8
        } else if strsim::jaro_winkler(word, other) >= 0.88 {
            0.6
        } else {
            0.0
        };
        best = best.max(score);
    }
    best
}

/// The first four letters.
fn stem(word: &str) -> &str {
    beginning(word, 4)
}

fn beginning(word: &str, letters: usize) -> &str {
    word.char_indices()
        .nth(letters)
        .map_or(word, |(end, _)| &word[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> f64 {
        let (one, other) = (Vocabulary::new(one), Vocabulary::new(other));
        let rarity = Rarity::of([&one, &other].into_iter());
        let (a, b) = (rarity.weights(&one), rarity.weights(&other));
        likeness(
            Weighted {
                vocabulary: &one,
                weights: &a,
            },
            Weighted {
                vocabulary: &other,
                weights: &b,
            },
        )
    }

    /// Pairs with delayed translations can only be found by their words.
    #[test]
    fn a_translation_is_nearer_than_another_text() {
        let english = "Navigation warning: lights at Cape Winter are out until further notice.";
        assert!(
            alike(
                english,
                "Avis à la navigation : les feux du cap Winter sont éteints."
            ) > 0.2
        );
        assert!(alike(english, "Merci aux bénévoles du carnaval de Port-Lumière!") < 0.1);
    }

    #[test]
    fn folding() {
        assert_eq!(fold("Œuvre"), "oeuvre");
        assert_eq!(fold("ÉTÉ"), "ete");
    }
}
