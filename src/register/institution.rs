//! Institutions: their spellings in one language, and which English one is which French one.

use super::lexis::{Lexis, Word};
use super::pair::Links;
use super::terms::{compact, folded, is_small};
use super::{LANGUAGES, Listed};
use crate::model::{Bilingual, Language};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Words that one spelling of an institution has and another has not.
pub(super) const GENERIC: [&str; 11] = [
    "agence",
    "agency",
    "canada",
    "department",
    "gouvernement",
    "government",
    "minister",
    "ministere",
    "ministre",
    "ministry",
    "the",
];
/// Spellings nearer than this are one institution.
const SAME: f64 = 0.9;
/// Neighbours in the order of the words that a spelling is compared with.
const NEIGHBOURS: usize = 30;
/// Below, two names are not each other's translation.
const WEAK: f64 = 0.3;
/// From here on, they are without further proof.
const STRONG: f64 = 0.6;
/// Less than this part as near as the nearest is far.
const FAR: f64 = 0.75;
/// So many pairs of names are compared at most each with each.
const MOST_PAIRS: usize = 250_000;

/// The institutions of one language: each with its spellings.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) spellings: Vec<Vec<String>>,
    /// Of each account that has an institution.
    of: FxHashMap<usize, usize>,
}

impl Side {
    pub(super) fn of(&self, account: usize) -> Option<usize> {
        self.of.get(&account).copied()
    }

    fn new(language: Language, accounts: &[Listed]) -> Self {
        let mut holders: BTreeMap<String, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
        for (at, listed) in accounts.iter().enumerate() {
            let name = named(listed, language);
            if !name.is_empty() {
                holders
                    .entry(key(name))
                    .or_default()
                    .entry(name)
                    .or_default()
                    .push(at);
            }
        }
        let keys: Vec<&String> = holders.keys().collect();
        let mut group: Vec<usize> = (0..keys.len()).collect();
        for at in 0..keys.len() {
            for next in at + 1..keys.len().min(at + 1 + NEIGHBOURS) {
                let is_near = keys[at].len().max(keys[next].len()) <= 200
                    && strsim::normalized_levenshtein(keys[at], keys[next]) >= SAME;
                if is_near && group[next] == next {
                    group[next] = group[at];
                }
            }
        }
        let mut side = Self::default();
        let mut numbers: FxHashMap<usize, usize> = FxHashMap::default();
        for (names, group) in holders.values().zip(group) {
            let number = *numbers.entry(group).or_insert_with(|| {
                side.spellings.push(Vec::new());
                side.spellings.len() - 1
            });
            for (name, holders) in names {
                side.spellings[number].push((*name).to_owned());
                side.of.extend(holders.iter().map(|at| (*at, number)));
            }
        }
        side
    }
}

/// What the institution of an account is called, in a language or else in the other; empty for accounts of the other
/// language.
fn named(listed: &Listed, language: Language) -> &str {
    match listed.serves {
        Some(serves) if serves != language => "",
        Some(_) => {
            let own = listed.institution.get(language);
            if own.is_empty() {
                listed.institution.get(language.other())
            } else {
                own
            }
        }
        None => listed.institution.get(language),
    }
}

/// The words that tell an institution from others.
pub(super) fn telling(name: &str) -> Vec<String> {
    folded(name)
        .filter(|it| !is_small(it) && !GENERIC.contains(&it.as_str()))
        .collect()
}

/// The words that tell an institution from others, in the order of the alphabet.
fn key(name: &str) -> String {
    let mut words = telling(name);
    if words.is_empty() {
        return compact(name);
    }
    words.sort_unstable();
    words.join(" ")
}

/// All institutions of a register, and how near an English one and a French one are.
pub(super) struct Groups {
    pub(super) sides: Bilingual<Side>,
    /// By name.
    alike: FxHashMap<(usize, usize), f64>,
    /// As it is known now: by name, number, bilingual accounts and pairs found.
    pub(super) affinity: FxHashMap<(usize, usize), f64>,
}

impl Groups {
    pub(super) fn new(accounts: &[Listed]) -> Self {
        let sides = Bilingual::new(Language::English, Language::French)
            .map(|language| Side::new(language, accounts));
        let mut alike = alike(&sides);
        let mut organizations: FxHashMap<&str, Bilingual<Vec<usize>>> = FxHashMap::default();
        for (at, listed) in accounts.iter().enumerate() {
            // A bilingual account of which both names are known.
            if let (Some(e), Some(f), None) =
                (sides.english.of(at), sides.french.of(at), listed.serves)
            {
                alike.insert((e, f), 1.0);
            }
            if !listed.organization.is_empty() {
                let known = organizations.entry(&listed.organization).or_default();
                for language in LANGUAGES {
                    known.get_mut(language).extend(sides.get(language).of(at));
                }
            }
        }
        for known in organizations.values_mut() {
            for language in LANGUAGES {
                known.get_mut(language).sort_unstable();
                known.get_mut(language).dedup();
            }
            // A number may be wrong: it helps a name, it does not replace it.
            for e in &known.english {
                for f in known
                    .french
                    .iter()
                    .filter(|_| known.english.len() * known.french.len() <= 100)
                {
                    let near = alike.entry((*e, *f)).or_default();
                    *near = (*near + 0.2).min(1.0);
                }
            }
        }
        Self {
            affinity: alike.clone(),
            alike,
            sides,
        }
    }

    pub(super) fn affinity(&self, english: Option<usize>, french: Option<usize>) -> f64 {
        let (Some(e), Some(f)) = (english, french) else {
            return 0.0;
        };
        self.affinity.get(&(e, f)).copied().unwrap_or(0.0)
    }

    /// Learns from pairs of accounts which institutions belong together.
    pub(super) fn learn(&mut self, pairs: impl Iterator<Item = (usize, usize)>) {
        let mut votes: FxHashMap<(usize, usize), f64> = FxHashMap::default();
        let mut sums: Bilingual<FxHashMap<usize, f64>> = Bilingual::default();
        for (english, french) in pairs {
            *votes.entry((english, french)).or_default() += 1.0;
            *sums.english.entry(english).or_default() += 1.0;
            *sums.french.entry(french).or_default() += 1.0;
        }
        self.affinity = self
            .alike
            .iter()
            .map(|(key, near)| (*key, near * 0.9))
            .collect();
        for (key, votes) in votes {
            if votes >= 0.5 * sums.english[&key.0] || votes >= 0.5 * sums.french[&key.1] {
                let near = self.affinity.entry(key).or_default();
                *near = near.max(votes / (votes + 0.5));
            }
        }
    }

    /// Those that are alike at least so much: for each institution its nearest ones, none far behind the nearest.
    pub(super) fn kin(&self, least: f64, most: usize) -> Vec<(usize, usize)> {
        let mut all: Vec<(f64, usize, usize)> = self
            .affinity
            .iter()
            .filter(|(_, near)| **near >= least)
            .map(|((e, f), near)| (*near, *e, *f))
            .collect();
        all.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        // How many were seen, and how near the first was.
        let mut seen: Bilingual<FxHashMap<usize, (usize, f64)>> = Bilingual::default();
        let mut kin = Vec::new();
        for (near, e, f) in all {
            let english = seen.english.entry(e).or_insert((0, near));
            let french = seen.french.entry(f).or_insert((0, near));
            if [&english, &french]
                .iter()
                .any(|(count, first)| *count < most && near >= FAR * first)
            {
                kin.push((e, f));
            }
            english.0 += 1;
            french.0 += 1;
        }
        kin
    }

    /// For each institution of either side, one number that those which belong together share.
    pub(super) fn joined(&self) -> Bilingual<Vec<usize>> {
        let english = self.sides.english.spellings.len();
        let mut best: Bilingual<FxHashMap<usize, f64>> = Bilingual::default();
        for ((e, f), near) in &self.affinity {
            let e = best.english.entry(*e).or_default();
            *e = e.max(*near);
            let f = best.french.entry(*f).or_default();
            *f = f.max(*near);
        }
        let mut parent: Vec<usize> = (0..english + self.sides.french.spellings.len()).collect();
        for ((e, f), near) in &self.affinity {
            let is_best = best.english[e] <= *near && best.french[f] <= *near;
            if *near >= STRONG || *near >= WEAK && is_best {
                let (a, b) = (root(&mut parent, *e), root(&mut parent, english + f));
                parent[a.max(b)] = a.min(b);
            }
        }
        let all: Vec<usize> = (0..parent.len()).map(|at| root(&mut parent, at)).collect();
        let (one, other) = all.split_at(english);
        Bilingual::new(one.to_vec(), other.to_vec())
    }
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// How well the names of institutions translate each other.
fn alike(sides: &Bilingual<Side>) -> FxHashMap<(usize, usize), f64> {
    let words = |side: &Side| -> Vec<(usize, Vec<String>)> {
        let names = side
            .spellings
            .iter()
            .enumerate()
            .flat_map(|(at, names)| names.iter().map(move |name| (at, name)));
        names
            .map(|(at, name)| {
                let mut words: Vec<String> = folded(name).filter(|word| !is_small(word)).collect();
                words.sort_unstable();
                words.dedup();
                (at, words)
            })
            .collect()
    };
    let names = sides.as_ref().map(words);
    let lists = names
        .as_ref()
        .map(|names| names.iter().map(|(_, words)| words.clone()).collect());
    let lexis = Lexis::new(&lists);
    let numbers = |language: Language| -> Vec<Vec<Word>> {
        lists
            .get(language)
            .iter()
            .map(|words| lexis.numbers(words, language))
            .collect()
    };
    let (english, french) = (numbers(Language::English), numbers(Language::French));
    let pairs = if english.len() * french.len() <= MOST_PAIRS {
        (0..english.len())
            .flat_map(|e| (0..french.len()).map(move |f| (e, f)))
            .collect()
    } else {
        lexis.near(Bilingual::new(&english, &french))
    };
    let mut alike: FxHashMap<(usize, usize), f64> = FxHashMap::default();
    for (e, f) in pairs {
        let near = lexis.agreement(
            Bilingual::new(&english[e], &french[f]),
            Bilingual::new(&[], &[]),
        );
        if near >= WEAK {
            let known = alike
                .entry((names.english[e].0, names.french[f].0))
                .or_default();
            *known = known.max(near);
        }
    }
    alike
}

/// An institution, with its accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    /// Its names; where the register has none in a language, that of the other.
    pub name: Bilingual<String>,
    /// Other spellings, in either language.
    pub spellings: Vec<String>,
    /// Places of its accounts in the register.
    pub accounts: Vec<usize>,
}

/// The institutions of a register, in the order of their English names.
#[must_use]
pub fn institutions(accounts: &[Listed], links: &Links) -> Vec<Institution> {
    let mut groups = Groups::new(accounts);
    let pairs: Vec<(usize, usize)> = links
        .pairs
        .iter()
        .filter_map(|link| {
            let english = groups.sides.english.of(link.english)?;
            Some((english, groups.sides.french.of(link.french)?))
        })
        .collect();
    groups.learn(pairs.into_iter());
    let joined = groups.joined();
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..accounts.len() {
        let number = LANGUAGES.iter().find_map(|language| {
            let institution = groups.sides.get(*language).of(at)?;
            joined.get(*language).get(institution)
        });
        if let Some(number) = number {
            found.entry(*number).or_default().push(at);
        }
    }
    let mut list: Vec<Institution> = found
        .into_values()
        .map(|members| Institution::new(accounts, members))
        .collect();
    list.sort_by(|a, b| a.name.cmp(&b.name));
    list
}

impl Institution {
    fn new(accounts: &[Listed], members: Vec<usize>) -> Self {
        let mut counts: Bilingual<BTreeMap<&str, usize>> = Bilingual::default();
        for listed in members.iter().filter_map(|at| accounts.get(*at)) {
            for language in LANGUAGES {
                let name = listed.institution.get(language).as_str();
                if !name.is_empty() {
                    *counts.get_mut(language).entry(name).or_default() += 1;
                }
            }
        }
        // The spelling that most accounts have.
        let usual = |counts: &BTreeMap<&str, usize>| {
            let most = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
            most.map(|(name, _)| (*name).to_owned())
        };
        let names = counts.as_ref().map(usual);
        let either = names.english.clone().or_else(|| names.french.clone());
        let names = names.map(|name| name.or_else(|| either.clone()).unwrap_or_default());
        let spellings = counts.english.keys().chain(counts.french.keys());
        Self {
            name: names,
            spellings: spellings.map(|name| (*name).to_owned()).collect(),
            accounts: members,
        }
    }
}
