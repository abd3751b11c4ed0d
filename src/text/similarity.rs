//! Which words of an English and a French text agree: cognates, and what the lexicon ties.
//!
//! Two words agree when they are the same without accents, when their first four letters are
//! (Simard et al. 1992), when `strsim` finds them nearly so, or when `corpora/lexicon.csv` says that they
//! translate each other.

use super::outline::Outlines;
use super::parts::words;
use crate::corpora::{FUNCTION_WORDS, LEXICON, LEXICON_STEM, Lexicon};
use crate::model::Language;
use compact_str::CompactString;
use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A folded word. Posts are made of short ones, which need no memory of their own.
pub type Term = CompactString;

/// Lower case, without accents or ligatures.
#[must_use]
pub fn fold(word: &str) -> Term {
    if word.is_ascii() {
        let mut folded = Term::new(word);
        folded.make_ascii_lowercase();
        return folded;
    }
    let mut folded = Term::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '\0'..='\u{7f}' => folded.push(c.to_ascii_lowercase()),
            // The letters of French, nearly all there is beyond ASCII.
            'à' | 'â' | 'À' | 'Â' => folded.push('a'),
            'ç' | 'Ç' => folded.push('c'),
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => folded.push('e'),
            'î' | 'ï' | 'Î' | 'Ï' => folded.push('i'),
            'ô' | 'Ô' => folded.push('o'),
            'ù' | 'û' | 'Ù' | 'Û' => folded.push('u'),
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            _ => {
                let parts = std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c));
                for part in parts.flat_map(char::to_lowercase) {
                    match part {
                        'æ' => folded.push_str("ae"),
                        'œ' => folded.push_str("oe"),
                        _ => folded.push(part),
                    }
                }
            }
        }
    }
    folded
}

/// The language of a word that only one of the two has, one of the small words that a text is full of; in lower case.
#[must_use]
pub fn function_word(word: &str) -> Option<Language> {
    static OUTLINES: LazyLock<Outlines> =
        LazyLock::new(|| Outlines::of(FUNCTION_WORDS.keys().copied()));
    OUTLINES
        .has(word)
        .then(|| FUNCTION_WORDS.get(word).copied())
        .flatten()
}

/// The words of a text (its links, tags and handles out) that can tell it from another: folded, sorted, each
/// once, without small words.
#[must_use]
pub fn terms(prose: &str) -> Vec<Term> {
    let mut list: Vec<Term> = words(prose)
        .filter(|word| word.len() >= 3 && word.chars().any(char::is_alphabetic))
        .filter_map(|word| {
            let folded = fold(word);
            // Small words are known with their accents.
            let small = if word.is_ascii() {
                function_word(&folded)
            } else {
                function_word(&Term::from_str_to_lowercase(word))
            };
            small.is_none().then_some(folded)
        })
        .collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// A word of the other language that agrees with one word: its place in the list, and how well, up to 1.
pub type Tie = (usize, f64);

/// The words among `others` (folded, sorted, each once) that agree with a word of `language`, best first.
#[must_use]
pub fn ties(word: &str, language: Language, others: &[&str]) -> Vec<Tie> {
    let mut found = cognates(word, others);
    for (place, strength) in translations(word, others, LEXICON.get(language)) {
        match found.iter_mut().find(|(at, _)| *at == place) {
            Some(tie) => tie.1 = tie.1.max(strength),
            None => found.push((place, strength)),
        }
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}

/// The share of all terms of two texts of one language that both have: 1 for the same words (Jaccard).
#[must_use]
pub fn overlap(one: &[Term], other: &[Term]) -> f64 {
    let common = one
        .iter()
        .filter(|word| other.binary_search(word).is_ok())
        .count();
    let all = one.len() + other.len() - common;
    #[expect(clippy::cast_precision_loss, reason = "words of a post")]
    let share = common as f64 / all.max(1) as f64;
    share
}

/// The share of a text's terms (`language` is its own) that have their like among the terms of a text of the
/// other language.
#[must_use]
pub fn contained(part: &[Term], whole: &[&str], language: Language) -> f64 {
    let agreed: f64 = part
        .iter()
        .filter_map(|word| ties(word, language, whole).first().map(|tie| tie.1))
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "words of a post")]
    let all = part.len().max(1) as f64;
    agreed / all
}

/// Words of the same beginning.
///
/// Words are sorted, so those with the same two first letters stand together; cognates that differ before the
/// third letter are rare, and comparing them all would be half of the program's work.
fn cognates(word: &str, others: &[&str]) -> Vec<Tie> {
    let start = beginning(word, 2);
    let from = others.partition_point(|other| beginning(other, 2) < start);
    others[from..]
        .iter()
        .enumerate()
        .take_while(|(_, other)| other.starts_with(start))
        .filter_map(|(at, other)| Some((from + at, cognate(word, other)?)))
        .collect()
}

/// Bytes beyond which a word is none.
const LONGEST_WORD: usize = 40;

/// 1 for the same word, less for a like one.
fn cognate(word: &str, other: &str) -> Option<f64> {
    if other == word {
        Some(1.0)
    } else if word.len() < 5 || other.len() < 5 {
        None
    } else if stem(other) == stem(word) {
        Some(0.8)
    } else if word.len().max(other.len()) > LONGEST_WORD {
        None
    } else {
        (strsim::jaro_winkler(word, other) >= 0.88).then_some(0.6)
    }
}

/// Words that the lexicon ties to this one.
fn translations(word: &str, others: &[&str], lexicon: &Lexicon) -> Vec<Tie> {
    let mut found = Vec::new();
    for (stem, weight) in lexicon
        .get(beginning(word, LEXICON_STEM))
        .into_iter()
        .flatten()
    {
        let whole = stem.chars().count() < LEXICON_STEM;
        let from = others.partition_point(|other| other < stem);
        found.extend(
            others[from..]
                .iter()
                .enumerate()
                .take_while(|(_, other)| {
                    if whole {
                        *other == stem
                    } else {
                        other.starts_with(stem)
                    }
                })
                .map(|(at, _)| (from + at, weight.sqrt())),
        );
    }
    found
}

/// The first four letters.
#[must_use]
pub fn stem(word: &str) -> &str {
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

    fn alike(english: &str, french: &str) -> f64 {
        let (one, other) = (terms(english), terms(french));
        let other: Vec<&str> = other.iter().map(Term::as_str).collect();
        contained(&one, &other, Language::English)
    }

    /// Pairs with delayed translations can only be found by their words.
    #[test]
    fn a_translation_is_nearer_than_another_text() {
        let english = "Navigation warning: lights at Cape Winter are out until further notice.";
        assert!(
            alike(
                english,
                "Avis à la navigation : les feux du cap Winter sont éteints."
            ) > 0.4
        );
        assert!(alike(english, "Merci aux bénévoles du carnaval de Port-Lumière!") < 0.1);
    }

    #[test]
    fn folding() {
        assert_eq!(fold("Œuvre"), "oeuvre");
        assert_eq!(fold("ÉTÉ"), "ete");
        assert_eq!(fold("Nuñez ﬁlm e\u{301}tÉ"), "nunez film ete");
        assert_eq!(fold("Ǽ"), "ae");
    }
}
