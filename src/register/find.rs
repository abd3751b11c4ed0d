//! The institution that a person means: by its name or a part of it in either language, by its acronym, misspelled.

use super::institution::{GENERIC, Institution, telling};
use super::terms::{compact, folded, initials};
use super::{LANGUAGES, Listed};
use crate::corpora::ACRONYM_NAMES;
use crate::text::similarity::fold;

/// The very name.
const SAME: f64 = 1.0;
/// The words that tell it from others.
const WORDS: f64 = 0.97;
/// The first letters of its words.
const INITIALS: f64 = 0.95;
/// The first of the words that tell it from others.
const BEGINS: f64 = 0.9;
/// Some of these words.
const HAS: f64 = 0.85;
/// More than half of these words.
const PART: f64 = 0.66;
/// What a misspelling takes from these.
const MISSPELLED: f64 = 0.14;
/// From here on an institution is meant if no other is as near.
const MEANT: f64 = 0.7;
/// From here on it may be proposed.
const LIKELY: f64 = 0.5;
/// Proposals at most.
const MOST: usize = 5;
/// Letters that no one word of a name has.
const LONGEST: usize = 200;

/// The institution of a name, in either language, or of an acronym of it.
///
/// # Errors
/// The nearest ones, best first, when none or several fit. One of which only an account is called so is never taken
/// for the one that is meant.
pub fn find<'i>(
    list: &'i [Institution],
    accounts: &[Listed],
    name: &str,
) -> Result<&'i Institution, Vec<&'i Institution>> {
    let wanted = Wanted::new(name);
    let mut scored: Vec<(f64, &Institution)> = list
        .iter()
        .map(|institution| (wanted.fit(institution, accounts), institution))
        .filter(|(fit, _)| *fit >= LIKELY)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best = scored.first().map_or(0.0, |(fit, _)| *fit);
    if best >= MEANT {
        // Beside these the others are guesses.
        scored.retain(|(fit, _)| *fit >= MEANT);
        if let [(_, one), rest @ ..] = scored.as_slice()
            && rest.first().is_none_or(|(next, _)| *next < best)
        {
            return Ok(one);
        }
    }
    Err(scored.into_iter().take(MOST).map(|(_, it)| it).collect())
}

/// What a person wrote.
struct Wanted {
    whole: String,
    /// As one word: an acronym or a handle.
    short: String,
    words: Vec<String>,
    /// The words of the names that it stands for, if it is an acronym.
    names: Vec<Vec<String>>,
}

impl Wanted {
    fn new(name: &str) -> Self {
        let words: Vec<String> = if name.len() <= LONGEST {
            telling(name)
                .into_iter()
                .filter(|word| !GENERIC.iter().any(|generic| is_near(word, generic)))
                .collect()
        } else {
            Vec::new()
        };
        let short = words.concat();
        let names = ACRONYM_NAMES.iter().filter(|(acronym, _)| {
            LANGUAGES
                .iter()
                .any(|language| *fold(acronym.get(*language)) == *short)
        });
        Self {
            whole: compact(name),
            names: names.map(|(_, name)| telling(name)).collect(),
            short,
            words,
        }
    }

    /// How well an institution fits, 0 to 1.
    fn fit(&self, institution: &Institution, accounts: &[Listed]) -> f64 {
        let likeness = |name: &String| {
            let found = self.likeness(name);
            let is_usual = [&institution.name.english, &institution.name.french].contains(&name);
            // A rare spelling, as that of an office within it, does not begin its name.
            if is_usual || found >= INITIALS {
                found
            } else {
                found.min(HAS)
            }
        };
        let names = institution.spellings.iter();
        let best = names.map(likeness).fold(0.0, f64::max);
        if best >= LIKELY || self.words.is_empty() {
            return best;
        }
        let mut own = institution
            .accounts
            .iter()
            .filter_map(|at| accounts.get(*at));
        let is_called = own.any(|listed| self.calls(listed));
        if is_called { LIKELY } else { 0.0 }
    }

    fn likeness(&self, spelling: &str) -> f64 {
        if compact(spelling) == self.whole {
            return SAME;
        }
        if self.words.is_empty() {
            return 0.0;
        }
        let own = telling(spelling);
        let named = self.names.iter().map(|words| agreement(words, &own));
        let letters = initials(spelling);
        // `tsb` is the Transportation Safety Board of Canada.
        let is_short = letters == self.short
            || self.short.len() >= 3 && letters.strip_suffix('c') == Some(&self.short);
        let short = if is_short { INITIALS } else { 0.0 };
        named.fold(short.max(agreement(&self.words, &own)), f64::max)
    }

    /// Is an account called so, by its name or by a part of its handle?
    fn calls(&self, listed: &Listed) -> bool {
        let mut parts = listed.account.handle.split(|c: char| !c.is_alphanumeric());
        let is_handle = self.short.len() >= 3 && parts.any(|part| compact(part) == self.short);
        let name: Vec<String> = folded(&listed.name).collect();
        is_handle || self.words.iter().all(|word| name.contains(word))
    }
}

/// How far the words that are wanted are those of a name.
fn agreement(wanted: &[String], name: &[String]) -> f64 {
    let level = |is_same: &dyn Fn(&String, &String) -> bool| {
        let alike = |(a, b): (&String, &String)| is_same(a, b);
        let is_had = |word: &&String| name.iter().any(|other| is_same(word, other));
        let had = wanted.iter().filter(is_had).count();
        if wanted.len() <= name.len() && wanted.iter().zip(name).all(alike) {
            if wanted.len() == name.len() {
                WORDS
            } else {
                BEGINS
            }
        } else if had == wanted.len() {
            HAS
        } else if had * 2 > wanted.len() {
            PART
        } else {
            0.0
        }
    };
    let exact = level(&|a, b| a == b);
    exact.max(level(&|a, b| is_near(a, b)) - MISSPELLED)
}

/// The same word but for a letter in five, two at most.
fn is_near(word: &str, other: &str) -> bool {
    let most = (word.chars().count().max(other.chars().count()) / 5).min(2);
    word == other || most > 0 && strsim::osa_distance(word, other) <= most
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{Register, institutions, pair};

    /// An invented account of each institution of a list.
    fn found(names: &[(&str, &str)], wanted: &str) -> Result<String, Vec<String>> {
        let rows = names.iter().enumerate().map(|(at, (english, french))| {
            format!(
                "The account,X,{english},Bilingual,https://x.com/a{at}_ice\nLe compte,X,{french},Bilingue,https://x.com/a{at}_ice\n"
            )
        });
        let head = "Account,Platform,Department,Language,URL\n".to_owned();
        let table: String = std::iter::once(head).chain(rows).collect();
        let mut register = Register::default();
        register.add("r", table.as_bytes()).unwrap();
        let list = institutions(&register.accounts, &pair(&register.accounts));
        assert_eq!(list.len(), names.len());
        let name = |it: &Institution| it.name.english.clone();
        find(&list, &register.accounts, wanted)
            .map(name)
            .map_err(|near| near.into_iter().map(name).collect())
    }

    const NAMES: [(&str, &str); 6] = [
        (
            "National Defence and the Canadian Armed Forces",
            "Défense nationale et les Forces armées canadiennes",
        ),
        (
            "Office of the Ombudsman for National Defence",
            "Bureau de l’ombudsman de la Défense nationale",
        ),
        ("Transport Canada", "Transports Canada"),
        ("Parks Canada", "Parcs Canada"),
        ("Canadian Space Agency", "Agence spatiale canadienne"),
        ("Shared Services Canada", "Services partagés Canada"),
    ];

    /// A person who is not understood has to guess how the register writes it.
    #[test]
    fn names_are_found_as_people_write_them() {
        for (wanted, name) in [
            ("DND", 0),
            ("mdn", 0),
            ("le MDN", 0),
            ("Department of National Defence", 0),
            ("national defense", 0),
            ("Défense nationale", 0),
            ("ministère de la defense Nationale", 0),
            ("TC", 2),
            ("Transport", 2),
            ("ministère des Transports", 2),
            ("Parks Cannada", 3),
            ("Park Canada", 3),
            ("Space Agency", 4),
            ("partages", 5),
        ] {
            let name: (&str, &str) = NAMES[name];
            assert_eq!(found(&NAMES, wanted), Ok(name.0.to_owned()), "{wanted}");
        }
    }

    /// The configuration of another institution would be written without a word.
    #[test]
    fn what_may_be_several_is_asked_and_a_weak_guess_is_not_made() {
        let names = |at: &[usize]| -> Result<String, Vec<String>> {
            Err(at.iter().map(|at| NAMES[*at].0.to_owned()).collect())
        };
        assert_eq!(found(&NAMES, "Defence"), names(&[0, 1]));
        // So are handles called only.
        assert_eq!(found(&NAMES[2..3], "ice"), names(&[2]));
        for wanted in ["Canada", "", "the", "Ministry", "lighthouse keepers", "xyz"] {
            assert_eq!(found(&NAMES, wanted), names(&[]), "{wanted}");
        }
    }
}
