//! English–French pairs of accounts, one to one, each with its confidence and the reasons for it.

use super::Listed;
use super::address;
use super::note::{Kind, Note};
use super::rounds::{self, Edge, Signs};
use super::terms::compact;
use crate::model::{Bilingual, Language};
use std::collections::{BTreeMap, BTreeSet};

/// A pair of accounts.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Place of the English account in the register.
    pub english: usize,
    /// Place of the French account.
    pub french: usize,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
    /// A person said so.
    pub confirmed: bool,
    /// What speaks for it, strongest first.
    pub reasons: Vec<Bilingual<&'static str>>,
}

impl Link {
    /// Should a person look at it before it is used?
    #[must_use]
    pub fn needs_review(&self) -> bool {
        self.confidence < SURE
    }
}

/// From here on a pair is used without a person having looked.
const SURE: f64 = 0.9;

/// Below, a pair is likelier wrong than right: another account fits one of the two better.
const LEAST: f64 = 0.5;

/// Which account belongs to which; places in the register, in its order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Links {
    /// Pairs.
    pub pairs: Vec<Link>,
    /// Accounts that serve both languages.
    pub bilingual: Vec<usize>,
    /// Accounts of one language without counterpart.
    pub alone: Vec<usize>,
    /// What pairing repaired.
    pub notes: Vec<Note>,
}

/// Pairs the accounts of a register.
#[must_use]
pub fn pair(accounts: &[Listed]) -> Links {
    let mut links = Links::default();
    let mut settled = confirmed(accounts, &mut links);
    let halves = halves(accounts);
    let serves = |at: usize| halves.get(&at).copied().or(accounts[at].serves);
    let side = |language: Language| -> Vec<usize> {
        (0..accounts.len())
            .filter(|at| !settled.contains(at) && serves(*at) == Some(language))
            .collect()
    };
    let sides = Bilingual::new(side(Language::English), side(Language::French));
    let (edges, chosen) = rounds::find(accounts, &sides);
    let rivals = rivals(&edges, &chosen);
    for (at, rival) in chosen.iter().zip(rivals) {
        let edge = &edges[*at];
        if confidence(edge.score, rival) < LEAST {
            continue;
        }
        settled.extend([edge.english, edge.french]);
        links.pairs.push(Link {
            english: edge.english,
            french: edge.french,
            confidence: confidence(edge.score, rival),
            confirmed: false,
            reasons: reasons(&edge.signs),
        });
    }
    for at in halves.keys().filter(|at| settled.contains(at)) {
        let listed = &accounts[*at];
        links
            .notes
            .push(Note::new(&listed.place, Kind::OneLanguage, &listed.address));
    }
    links.pairs.sort_by_key(|link| (link.english, link.french));
    for at in (0..accounts.len()).filter(|at| !settled.contains(at)) {
        if accounts[at].serves.is_none() {
            links.bilingual.push(at);
        } else {
            links.alone.push(at);
        }
    }
    links
}

/// The place of the account that each states as its counterpart.
fn counterparts(accounts: &[Listed]) -> Vec<Option<usize>> {
    let places: BTreeMap<_, usize> = (0..).zip(accounts).map(|(at, it)| (it.key(), at)).collect();
    let other = |listed: &Listed| {
        let place = address::read(listed.counterpart.as_deref()?, None).ok()?;
        places.get(&place.key()).copied()
    };
    accounts.iter().map(other).collect()
}

/// The pairs that a register of ours states, and that are sure; those of one that states none are found.
#[must_use]
pub fn stated(accounts: &[Listed]) -> Vec<Bilingual<usize>> {
    if accounts.iter().all(|listed| listed.counterpart.is_none()) {
        // As published: nothing is stated.
        let sure = pair(accounts)
            .pairs
            .into_iter()
            .filter(|link| !link.needs_review());
        return sure
            .map(|link| Bilingual::new(link.english, link.french))
            .collect();
    }
    let mut found = BTreeSet::new();
    for (at, other) in counterparts(accounts).into_iter().enumerate() {
        let Some(other) = other.filter(|other| *other != at && accounts[at].confidence >= SURE)
        else {
            continue;
        };
        let (english, french) = sorted(accounts, at, other);
        found.insert(Bilingual::new(english, french));
    }
    found.into_iter().collect()
}

/// The English one first.
fn sorted(accounts: &[Listed], one: usize, other: usize) -> (usize, usize) {
    let is_english = accounts[one].serves == Some(Language::English)
        || accounts[other].serves == Some(Language::French);
    if is_english {
        (one, other)
    } else {
        (other, one)
    }
}

/// What a person said: pairs, and accounts that have none.
fn confirmed(accounts: &[Listed], links: &mut Links) -> BTreeSet<usize> {
    let mut settled = BTreeSet::new();
    let others = counterparts(accounts);
    for (at, listed) in accounts.iter().enumerate() {
        if !listed.confirmed || settled.contains(&at) {
            continue;
        }
        let free = others[at].filter(|other| *other != at && !settled.contains(other));
        let Some(other) = free else {
            if listed.serves.is_some() {
                settled.insert(at);
                links.alone.push(at);
            }
            continue;
        };
        settled.extend([at, other]);
        let (english, french) = sorted(accounts, at, other);
        links.pairs.push(Link {
            english,
            french,
            confidence: 1.0,
            confirmed: true,
            reasons: vec![Bilingual::new(
                "confirmed by a person",
                "confirmé par une personne",
            )],
        });
    }
    links.notes = unheeded(accounts, &others, &links.pairs);
    settled
}

/// What a person said that cannot be: the counterpart is not in the register, or is that of another account.
fn unheeded(accounts: &[Listed], others: &[Option<usize>], pairs: &[Link]) -> Vec<Note> {
    let sides = pairs
        .iter()
        .flat_map(|link| [(link.english, link.french), (link.french, link.english)]);
    let paired: BTreeMap<usize, usize> = sides.collect();
    let mut notes = Vec::new();
    for (at, listed) in accounts.iter().enumerate().filter(|(_, it)| it.confirmed) {
        let wanted = others.get(at).copied().flatten();
        let is_known = listed.counterpart.is_none() || wanted.is_some();
        if !is_known || wanted != paired.get(&at).copied() {
            let stated = listed.counterpart.as_deref().unwrap_or("–");
            let detail = format!("{} → {stated}", listed.address);
            notes.push(Note::new(&listed.place, Kind::NoCounterpart, &detail));
        }
    }
    notes
}

/// Ends of handles that name a language.
const MARKS: [(&str, Language); 8] = [
    ("anglais", Language::English),
    ("english", Language::English),
    ("eng", Language::English),
    ("en", Language::English),
    ("francais", Language::French),
    ("french", Language::French),
    ("fra", Language::French),
    ("fr", Language::French),
];

/// Accounts listed as bilingual whose handle names one language, and differs in that alone from an account of the other
/// language: `coasteng` and `coastfra`.
fn halves(accounts: &[Listed]) -> BTreeMap<usize, Language> {
    let parted = |listed: &Listed| {
        let handle = compact(&listed.account.handle);
        let found = MARKS
            .iter()
            .find_map(|(mark, language)| Some((handle.strip_suffix(mark)?.to_owned(), *language)));
        found.filter(|(stem, _)| stem.len() >= 3)
    };
    let mut known = BTreeSet::new();
    for listed in accounts {
        if let Some((stem, language)) = parted(listed)
            && listed.serves == Some(language)
        {
            known.insert((listed.account.platform.as_str(), stem, language));
        }
    }
    let doubtful = (0..)
        .zip(accounts)
        .filter(|(_, listed)| listed.serves.is_none() && !listed.confirmed);
    doubtful
        .filter_map(|(at, listed)| {
            let (stem, language) = parted(listed)?;
            let other = (listed.account.platform.as_str(), stem, language.other());
            known.contains(&other).then_some((at, language))
        })
        .collect()
}

/// The best score of another pair with one of the same two accounts, for each chosen one; one whose other account is
/// chosen with a better score is no rival.
fn rivals(edges: &[Edge], chosen: &[usize]) -> Vec<f64> {
    let mut own: BTreeMap<usize, f64> = BTreeMap::new();
    for edge in chosen.iter().map(|at| &edges[*at]) {
        own.extend([(edge.english, edge.score), (edge.french, edge.score)]);
    }
    let score_of = |account: usize| own.get(&account).copied().unwrap_or(0.0);
    let mut best: BTreeMap<usize, f64> = BTreeMap::new();
    let is_chosen: BTreeSet<usize> = chosen.iter().copied().collect();
    for (at, edge) in edges.iter().enumerate() {
        for (account, other) in [(edge.english, edge.french), (edge.french, edge.english)] {
            if edge.score > score_of(other) && !is_chosen.contains(&at) {
                let best = best.entry(account).or_default();
                *best = best.max(edge.score);
            }
        }
    }
    let rival = |account: usize| best.get(&account).copied().unwrap_or(0.0);
    chosen
        .iter()
        .map(|at| rival(edges[*at].english).max(rival(edges[*at].french)))
        .collect()
}

/// From a score and that of the strongest rival. Pairs of the least score proved right more often than not, and those
/// beside an equal rival too.
fn confidence(score: f64, rival: f64) -> f64 {
    let odds = (score - rounds::LEAST + 0.75).min(score - rival + 1.5);
    1.0 / (1.0 + (-1.2 * odds).exp())
}

/// The three strongest.
fn reasons(signs: &Signs) -> Vec<Bilingual<&'static str>> {
    let mut list = [
        (
            6.0 * signs.name,
            Bilingual::new("the names agree", "les noms concordent"),
        ),
        (
            6.0 * signs.handle.max(signs.pieces),
            Bilingual::new("the handles agree", "les identifiants concordent"),
        ),
        (
            6.0 * signs.elsewhere,
            Bilingual::new(
                "paired so on another platform",
                "jumelés ainsi sur une autre plateforme",
            ),
        ),
        (
            4.0 * signs.institution,
            Bilingual::new("the same institution", "la même institution"),
        ),
        (
            signs.alone,
            Bilingual::new(
                "the only two left of the institution there",
                "les deux seuls qui restent de l’institution à cet endroit",
            ),
        ),
    ];
    list.sort_by(|a, b| b.0.total_cmp(&a.0));
    let strong = list.into_iter().filter(|(worth, _)| *worth >= 1.0);
    strong.take(3).map(|(_, reason)| reason).collect()
}
