//! The words of names and handles. Handles run their words together (`CanEmbMali`, `grcnunavut`): they are parted with
//! the words that the register itself uses.

use super::Listed;
use crate::corpora::{PLACES, REGISTER_NAMES};
use crate::model::{Bilingual, Language};
use crate::text::parts::words;
use crate::text::similarity::{fold, function_word};
use rustc_hash::{FxHashMap, FxHashSet};

/// Letters beyond which nothing is one word.
const LONGEST: usize = 20;
/// Letters of a handle that are looked at; none is longer in truth.
pub(super) const LONGEST_HANDLE: usize = 100;
/// Words of two letters must be seen so often to count: nearly all pairs of letters are seen once.
const SHORT_SEEN: u32 = 4;

/// The folded words of a text.
pub(super) fn folded(text: &str) -> impl Iterator<Item = String> {
    words(text).map(|word| fold(word).into())
}

/// Folded, letters and digits alone.
pub(super) fn compact(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A small word, or a single letter.
pub(super) fn is_small(word: &str) -> bool {
    word.chars().nth(1).is_none() || function_word(word).is_some()
}

/// The names of the program, and of provinces.
pub(super) fn names() -> impl Iterator<Item = Bilingual<&'static str>> {
    let places = PLACES
        .iter()
        .map(|it| Bilingual::new(it.english.as_str(), it.french.as_str()));
    REGISTER_NAMES.iter().copied().chain(places)
}

/// First letters of the words that count: `Transportation Safety Board of Canada` is `tsbc`.
pub(super) fn initials(text: &str) -> String {
    folded(text)
        .filter(|word| !is_small(word))
        .filter_map(|word| word.chars().next())
        .collect()
}

/// A number of the platform's own, which has no words.
fn is_number(handle: &str) -> bool {
    let is_channel = handle.len() == 24 && handle.starts_with("UC");
    is_channel
        || handle
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'@' | b'N'))
}

/// The words that a register uses, and how often.
pub(super) struct Vocabulary {
    counts: FxHashMap<String, u32>,
    total: f64,
    phrases: Bilingual<FxHashSet<String>>,
}

/// The words of an account.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// Of its name; none where that is its handle.
    pub(super) name: Vec<String>,
    /// Of its handle.
    pub(super) handle: Vec<String>,
    /// Name and handle, each as one word.
    pub(super) whole: Vec<String>,
}

impl Vocabulary {
    /// Learns from all accounts.
    pub(super) fn learn(accounts: &[Listed]) -> Self {
        let mut counts: FxHashMap<String, u32> = FxHashMap::default();
        for listed in accounts.iter().filter(|it| is_spaced(&it.name)) {
            for word in folded(&listed.name).filter(|word| is_word(word)) {
                *counts.entry(word).or_default() += 1;
            }
        }
        for name in names() {
            for side in [name.english, name.french] {
                let word = compact(side);
                if word.len() > 2 {
                    *counts.entry(word).or_default() += 2;
                }
            }
        }
        let sure: FxHashSet<String> = counts.keys().cloned().collect();
        let mut humped: FxHashMap<String, u32> = FxHashMap::default();
        for part in accounts.iter().flat_map(handles).flat_map(parts) {
            let humps = humps(part);
            for hump in humps
                .iter()
                .filter(|hump| humps.len() > 1 && is_whole(hump))
            {
                *humped.entry(fold(hump).into()).or_default() += 1;
            }
        }
        for (word, seen) in &humped {
            if word.len() > 2 || *seen >= SHORT_SEEN {
                *counts.entry(word.clone()).or_default() += seen;
            }
        }
        counts.retain(|word, seen| word.len() > 2 || *seen >= SHORT_SEEN);
        let mut vocabulary = Self {
            total: counts.values().map(|seen| f64::from(*seen)).sum(),
            counts,
            phrases: Bilingual::new(phrases(|it| it.english), phrases(|it| it.french)),
        };
        // `Canadaau` of `CanadaauMali` is two words that are known.
        let mut doubtful: Vec<&String> =
            humped.keys().filter(|word| !sure.contains(*word)).collect();
        doubtful.sort_unstable();
        for word in doubtful {
            let is_made = vocabulary.counts.contains_key(word) && word.len() > 4;
            if is_made && vocabulary.is_made_of_others(word) {
                vocabulary.counts.remove(word);
            }
        }
        vocabulary
    }

    fn is_made_of_others(&self, word: &str) -> bool {
        let parts = self.split(word, &[], Some(word));
        parts.len() > 1 && parts.iter().all(|part| self.counts.contains_key(part))
    }

    /// The words of an account of a language.
    pub(super) fn words(&self, listed: &Listed, language: Language) -> Words {
        let spaced = is_spaced(&listed.name);
        let mut name: Vec<String> = Vec::new();
        if spaced {
            name = folded(&listed.name).collect();
            let joined = self.joined(&name, language);
            name.extend(joined);
            name.retain(|word| !is_small(word));
        }
        let mut handle = Vec::new();
        if !(spaced && is_number(&listed.account.handle)) {
            for written in handles(listed) {
                // `LA` and `UN` in capital letters are names.
                let is_name = |word: &str| {
                    written.contains(char::is_lowercase) && written.contains(&word.to_uppercase())
                };
                let words = self.segment(written).into_iter();
                handle.extend(
                    words.filter(|word| {
                        !is_small(word) || word.chars().count() > 1 && is_name(word)
                    }),
                );
            }
        }
        let mut whole = vec![compact(&listed.name), compact(&listed.account.handle)];
        for list in [&mut name, &mut handle, &mut whole] {
            list.sort_unstable();
            list.dedup();
        }
        Words {
            name,
            handle,
            whole,
        }
    }

    /// Names of several words, as one: `saintsiege`.
    fn joined(&self, words: &[String], language: Language) -> Vec<String> {
        let known = self.phrases.get(language);
        let runs = (2..=4)
            .flat_map(|length| words.windows(length))
            .map(<[String]>::concat);
        runs.filter(|run| known.contains(run)).collect()
    }

    /// The words of a handle.
    fn segment(&self, handle: &str) -> Vec<String> {
        let short: String = handle.chars().take(LONGEST_HANDLE).collect();
        let mut found = Vec::new();
        for part in parts(&short) {
            let mut ends = Vec::new();
            let mut whole = String::new();
            for hump in humps(part) {
                whole.push_str(&fold(hump));
                ends.push(whole.chars().count());
            }
            found.extend(self.split(&whole, &ends, None));
        }
        found
    }

    /// The likeliest words of letters that run together; a word begins rather where a capital letter stood.
    fn split(&self, letters: &str, ends: &[usize], without: Option<&str>) -> Vec<String> {
        let places: Vec<usize> = letters
            .char_indices()
            .map(|(at, _)| at)
            .chain([letters.len()])
            .collect();
        let length = places.len() - 1;
        // The least cost of the letters so far, and where their last word begins.
        let mut best = vec![(0.0, 0); length + 1];
        for end in 1..=length {
            let costs = (end.saturating_sub(LONGEST)..end).map(|start| {
                let word = &letters[places[start]..places[end]];
                let cost = self.cost(word, end - start, without);
                (best[start].0 + cost, start)
            });
            let hint = if ends.contains(&end) { 1.5 } else { 0.0 };
            let (cost, start) = costs.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default();
            best[end] = (cost - hint, start);
        }
        let mut found = Vec::new();
        let mut end = length;
        while end > 0 {
            let start = best[end].1;
            found.push(letters[places[start]..places[end]].to_owned());
            end = start;
        }
        found.reverse();
        found
    }

    fn cost(&self, word: &str, letters: usize, without: Option<&str>) -> f64 {
        let seen = self.counts.get(word).filter(|_| without != Some(word));
        #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
        let unknown = || self.total.ln() + 2.0 * letters as f64 - 1.0;
        seen.map_or_else(unknown, |seen| (self.total / f64::from(*seen)).ln())
    }
}

/// Names that are more than one word, as one.
fn phrases(side: impl Fn(Bilingual<&'static str>) -> &'static str) -> FxHashSet<String> {
    let all = names().map(side).filter(|name| words(name).count() > 1);
    all.map(compact).collect()
}

fn is_spaced(name: &str) -> bool {
    name.trim().contains(char::is_whitespace)
}

fn is_word(word: &str) -> bool {
    word.len() >= 2 && word.chars().all(char::is_alphabetic)
}

/// The handle, and the name where it is one.
fn handles(listed: &Listed) -> Vec<&str> {
    let name = listed.name.trim().trim_start_matches('@');
    if is_spaced(&listed.name) {
        vec![&listed.account.handle]
    } else {
        vec![&listed.account.handle, name]
    }
}

/// What stands between digits and marks.
fn parts(handle: &str) -> impl Iterator<Item = &str> {
    handle
        .split(|c: char| !c.is_alphabetic())
        .filter(|part| !part.is_empty())
}

/// What begins with a capital letter behind a small one: `Can`, `Emb`, `Mali`.
fn humps(part: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut was_small) = (0, false);
    for (at, c) in part.char_indices() {
        if was_small && c.is_uppercase() {
            found.push(&part[start..at]);
            start = at;
        }
        was_small = c.is_lowercase();
    }
    found.push(&part[start..]);
    found
}

/// An acronym, or a word that no acronym runs into (`GRCde`).
fn is_whole(hump: &&str) -> bool {
    let mut capitals = hump.chars().map(char::is_uppercase);
    let length = hump.chars().count();
    if hump.chars().all(char::is_uppercase) {
        (2..=6).contains(&length)
    } else {
        length >= 3 && !(capitals.next() == Some(true) && capitals.next() == Some(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::tests::listed;

    /// Without its words a handle in small letters is like no other.
    #[test]
    fn handles_are_parted_by_the_words_of_the_register() {
        let accounts = [
            listed("x", "CoastRadarMali", "@CoastRadarMali", None),
            listed("x", "CRMali", "Coast Radar in Mali", None),
            listed("x", "coastradarperu", "@coastradarperu", None),
            listed("x", "GardeauMali", "Garde des côtes au Mali", None),
            listed("x", "UCabcdefghijklmnopqrstuv", "Coast Radar", None),
            listed("x", "phareperou", "Phare au Pérou", None),
            listed("x", "quaichili", "Quai au Chili", None),
            listed("x", "portniger", "Port au Niger", None),
        ];
        let vocabulary = Vocabulary::learn(&accounts);
        let words = |at: usize| vocabulary.words(&accounts[at], Language::English);
        assert_eq!(words(2).handle, ["coast", "peru", "radar"]);
        assert_eq!(words(3).handle, ["garde", "mali"]);
        assert_eq!(words(4).handle, Vec::<String>::new());
        assert_eq!(words(2).name, Vec::<String>::new());
        assert_eq!(initials("Transportation Safety Board of Canada"), "tsbc");
    }
}
