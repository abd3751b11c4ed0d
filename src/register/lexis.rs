//! Which English and French words of a register stand for each other, and how much two lists of words agree.

use super::LANGUAGES;
use super::terms::{compact, names};
use crate::corpora::ACRONYMS;
use crate::model::{Bilingual, Language};
use crate::text::similarity::ties;
use rustc_hash::{FxHashMap, FxHashSet};

/// A word by its number, in the order of the words.
pub(super) type Word = u32;

/// Words less alike do not name the same place.
const LIKE: f64 = 0.5;
/// French candidates of one English list, found by their rarest common words.
const MOST_NEAR: usize = 60;
/// A word that more lists have tells none of them from others.
const COMMON: usize = 400;

/// The words of both languages and their ties.
pub(super) struct Lexis {
    words: Bilingual<Words>,
    /// What the program knows.
    ties: FxHashMap<(Word, Word), f64>,
    /// The same, with what was learned from pairs found before.
    all: FxHashMap<(Word, Word), f64>,
    /// Names of places and the like.
    names: Bilingual<FxHashSet<Word>>,
}

/// The words of one language.
struct Words {
    list: Vec<String>,
    /// How much a word tells: the rarer, the more.
    weights: Vec<f64>,
}

impl Lexis {
    /// From the lists of words of both sides; each is sorted.
    pub(super) fn new(lists: &Bilingual<Vec<Vec<String>>>) -> Self {
        let mut seen: FxHashMap<&str, f64> = FxHashMap::default();
        let all = || lists.english.iter().chain(&lists.french);
        for word in all().flatten() {
            *seen.entry(word).or_default() += 1.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "lists of a register")]
        let total = (1 + all().count()) as f64;
        let side = |lists: &[Vec<String>]| {
            let mut list: Vec<String> = lists.iter().flatten().cloned().collect();
            list.sort_unstable();
            list.dedup();
            let weights = list
                .iter()
                .map(|word| (total / seen[word.as_str()]).ln())
                .collect();
            Words { list, weights }
        };
        let words = Bilingual::new(side(&lists.english), side(&lists.french));
        let ties = tied(&words);
        let mut found = Self {
            all: ties.clone(),
            ties,
            names: Bilingual::default(),
            words,
        };
        for name in names() {
            for language in LANGUAGES {
                let number = found.numbers(&[compact(name.get(language))], language);
                found.names.get_mut(language).extend(number);
            }
        }
        found
    }

    /// The numbers of a list of words.
    pub(super) fn numbers(&self, list: &[String], language: Language) -> Vec<Word> {
        let known = &self.words.get(language).list;
        let places = list
            .iter()
            .filter_map(|word| known.binary_search(word).ok());
        places.filter_map(|at| Word::try_from(at).ok()).collect()
    }

    fn tie(&self, english: Word, french: Word) -> f64 {
        self.all.get(&(english, french)).copied().unwrap_or(0.0)
    }

    /// The share of the weight of two lists whose words have their like in the other. `own` are words that each stand
    /// for the institution itself: they are each other's like.
    pub(super) fn agreement(&self, lists: Bilingual<&[Word]>, own: Bilingual<&[Word]>) -> f64 {
        let Bilingual { english, french } = lists;
        if english.is_empty() || french.is_empty() {
            return 0.0;
        }
        let mut best = Bilingual::new(vec![0.0_f64; english.len()], vec![0.0_f64; french.len()]);
        for (row, e) in english.iter().enumerate() {
            let is_own = own.english.contains(e);
            for (column, f) in french.iter().enumerate() {
                let tie = if is_own && own.french.contains(f) {
                    1.0
                } else {
                    self.tie(*e, *f)
                };
                best.english[row] = best.english[row].max(tie);
                best.french[column] = best.french[column].max(tie);
            }
        }
        let sum = |list: &[Word], best: &[f64], words: &Words| {
            let mut sums = (0.0, 0.0);
            for (word, tie) in list.iter().zip(best) {
                let weight = words.weights.get(*word as usize).copied().unwrap_or(0.0);
                sums = (sums.0 + weight * tie, sums.1 + weight);
            }
            sums
        };
        let one = sum(english, &best.english, &self.words.english);
        let other = sum(french, &best.french, &self.words.french);
        let all = one.1 + other.1;
        if all > 0.0 {
            (one.0 + other.0) / all
        } else {
            0.0
        }
    }

    /// 1 where the rarest word of each list has no like in the other; `None` where there is nothing to compare.
    pub(super) fn clash(&self, lists: Bilingual<&[Word]>, own: Bilingual<&[Word]>) -> Option<f64> {
        let tie = |e: Word, f: Word| {
            let are_own = own.english.contains(&e) && own.french.contains(&f);
            if are_own { 1.0 } else { self.tie(e, f) }
        };
        let rarest = |list: &[Word], words: &Words| {
            let weight = |word: &Word| words.weights.get(*word as usize).copied().unwrap_or(0.0);
            list.iter()
                .copied()
                .max_by(|a, b| weight(a).total_cmp(&weight(b)))
        };
        let e = rarest(lists.english, &self.words.english)?;
        let f = rarest(lists.french, &self.words.french)?;
        let forth = lists
            .french
            .iter()
            .map(|it| tie(e, *it))
            .fold(0.0, f64::max);
        let back = lists
            .english
            .iter()
            .map(|it| tie(*it, f))
            .fold(0.0, f64::max);
        Some((1.0 - forth) * (1.0 - back))
    }

    /// Does each list name a place, or what else has its name in both languages, that the other does not?
    pub(super) fn contradicts(&self, lists: Bilingual<&[Word]>) -> bool {
        let named = |language: Language| {
            let names = self.names.get(language);
            lists
                .get(language)
                .iter()
                .filter(|word| names.contains(word))
        };
        let mut english = named(Language::English);
        let mut french = named(Language::French);
        english.any(|e| lists.french.iter().all(|f| self.tie(*e, *f) < LIKE))
            && french.any(|f| lists.english.iter().all(|e| self.tie(*e, *f) < LIKE))
    }

    /// Learns words that stand together in pairs again and again.
    pub(super) fn learn(&mut self, pairs: &[Bilingual<&[Word]>]) {
        let mut seen: Bilingual<FxHashMap<Word, f64>> = Bilingual::default();
        let mut together: FxHashMap<(Word, Word), f64> = FxHashMap::default();
        for pair in pairs {
            for word in pair.english {
                *seen.english.entry(*word).or_default() += 1.0;
                for other in pair.french {
                    *together.entry((*word, *other)).or_default() += 1.0;
                }
            }
            for word in pair.french {
                *seen.french.entry(*word).or_default() += 1.0;
            }
        }
        let share = |(english, french): (Word, Word), both: f64| {
            2.0 * both / (seen.english[&english] + seen.french[&french])
        };
        self.all.clone_from(&self.ties);
        for (key, both) in together.into_iter().filter(|(_, both)| *both >= 2.0) {
            let share = share(key, both).min(0.95);
            if share >= 0.5 {
                let tie = self.all.entry(key).or_default();
                *tie = tie.max(share);
            }
        }
    }

    /// For each English list the French ones that share its rarest words.
    pub(super) fn near(&self, lists: Bilingual<&[Vec<Word>]>) -> Vec<(usize, usize)> {
        let mut holders: FxHashMap<Word, Vec<usize>> = FxHashMap::default();
        for (at, list) in lists.french.iter().enumerate() {
            for word in list {
                holders.entry(*word).or_default().push(at);
            }
        }
        let mut tied: FxHashMap<Word, Vec<Word>> = FxHashMap::default();
        for (english, french) in self.ties.keys() {
            tied.entry(*english).or_default().push(*french);
        }
        let mut found = Vec::new();
        for (at, list) in lists.english.iter().enumerate() {
            let others = list.iter().filter_map(|word| tied.get(word)).flatten();
            let mut holders: Vec<&Vec<usize>> = others
                .filter_map(|word| holders.get(word))
                .filter(|holders| holders.len() <= COMMON)
                .collect();
            holders.sort_by_key(|holders| (holders.len(), holders.first().copied()));
            let mut near = FxHashSet::default();
            for other in holders.into_iter().flatten() {
                if near.len() >= MOST_NEAR {
                    break;
                }
                if near.insert(*other) {
                    found.push((at, *other));
                }
            }
        }
        found
    }
}

/// What the program knows: words that look alike, its lexicon, names, acronyms, and letters in another order.
fn tied(words: &Bilingual<Words>) -> FxHashMap<(Word, Word), f64> {
    let french: Vec<&str> = words.french.list.iter().map(String::as_str).collect();
    let mut known: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for name in names() {
        known
            .entry(compact(name.english))
            .or_default()
            .push(compact(name.french));
    }
    for acronym in ACRONYMS.iter() {
        known
            .entry(compact(&acronym.english))
            .or_default()
            .push(compact(&acronym.french));
    }
    let mut shuffled: FxHashMap<Vec<char>, Vec<usize>> = FxHashMap::default();
    for (at, word) in french.iter().enumerate() {
        if let Some(letters) = letters(word) {
            shuffled.entry(letters).or_default().push(at);
        }
    }
    let mut found: FxHashMap<(Word, Word), f64> = FxHashMap::default();
    for (at, word) in words.english.list.iter().enumerate() {
        let alike = ties(word, Language::English, &french).into_iter();
        let named = known.get(word).into_iter().flatten();
        let named =
            named.filter_map(|name| Some((french.binary_search(&name.as_str()).ok()?, 1.0)));
        let turned = letters(word)
            .and_then(|it| shuffled.get(&it))
            .into_iter()
            .flatten();
        for (other, strength) in alike.chain(named).chain(turned.map(|other| (*other, 0.8))) {
            let (Ok(english), Ok(french)) = (Word::try_from(at), Word::try_from(other)) else {
                continue;
            };
            let tie = found.entry((english, french)).or_default();
            *tie = tie.max(strength);
        }
    }
    found
}

/// The letters of an acronym, in order: `csa` and `asc` have the same.
fn letters(word: &str) -> Option<Vec<char>> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    (3..=6).contains(&letters.len()).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(list: &[&str]) -> Vec<Vec<String>> {
        list.iter()
            .map(|text| {
                let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
                words.sort_unstable();
                words
            })
            .collect()
    }

    /// What each word is worth decides which of two accounts is the counterpart.
    #[test]
    fn rare_words_and_learned_words_decide() {
        let both = Bilingual::new(
            lists(&[
                "coast watch mali",
                "coast watch lebanon",
                "coast watch wharf",
                "coast watch pier",
            ]),
            lists(&[
                "garde cotes mali",
                "garde cotes liban",
                "garde cotes quai",
                "garde cotes jetee",
            ]),
        );
        let mut lexis = Lexis::new(&both);
        let english: Vec<_> = both
            .english
            .iter()
            .map(|it| lexis.numbers(it, Language::English))
            .collect();
        let french: Vec<_> = both
            .french
            .iter()
            .map(|it| lexis.numbers(it, Language::French))
            .collect();
        let agree = |lexis: &Lexis, e: usize, f: usize| {
            lexis.agreement(
                Bilingual::new(&english[e], &french[f]),
                Bilingual::new(&[], &[]),
            )
        };
        assert!(agree(&lexis, 0, 0) > agree(&lexis, 0, 1) + 0.2);
        assert!(agree(&lexis, 1, 1) > agree(&lexis, 1, 0) + 0.2);
        let before = agree(&lexis, 2, 2);
        let pairs: Vec<Bilingual<&[Word]>> = english
            .iter()
            .zip(&french)
            .map(|(e, f)| Bilingual::new(e.as_slice(), f.as_slice()))
            .collect();
        lexis.learn(&pairs);
        assert!(agree(&lexis, 2, 2) > before);
        assert!(
            lexis
                .near(Bilingual::new(&english, &french))
                .contains(&(1, 1))
        );
    }
}
