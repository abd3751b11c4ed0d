//! Pairs are found in rounds: those that are sure teach which words and institutions belong together, and that makes
//! others sure; what is left over alone of an institution on a platform belongs together too.

use super::Listed;
use super::institution::Groups;
use super::lexis::{Lexis, Word};
use super::terms::{LONGEST_HANDLE, Vocabulary, Words, compact, initials};
use crate::assignment::{self, Choice};
use crate::model::{Bilingual, Language};
use rustc_hash::{FxHashMap, FxHashSet};

/// Rounds; nothing changes after.
const ROUNDS: usize = 4;
/// Accounts of institutions that are less alike are compared only where names or handles are.
const KIN: f64 = 0.35;
/// An institution with more pairs to compare on a platform is looked at by rare words alone.
const MOST_PAIRS: usize = 40_000;
/// Score from which a pair is one …
pub(super) const LEAST: f64 = 1.0;
/// … and from which it teaches.
const SURE: f64 = 2.0;
/// How much handles of the same letters in another order agree.
const SHUFFLED: f64 = 0.9;
/// Institutions of the other language that one is compared with.
const MOST_KIN: usize = 4;
/// Letters of a piece of a handle.
const GRAM: usize = 3;

/// What speaks for a pair, each from 0 to 1 but the last; a clash speaks against it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Signs {
    /// Words of the names.
    pub(super) name: f64,
    /// Words of the handles.
    pub(super) handle: f64,
    /// Words of both together.
    pub(super) both: f64,
    /// Paired under the same handles or names on another platform.
    pub(super) elsewhere: f64,
    /// Pieces of the handles.
    pub(super) pieces: f64,
    /// Institutions.
    pub(super) institution: f64,
    /// The rarest word of each has no like in the other, among so many accounts that this tells them apart.
    pub(super) clash: f64,
    /// Each names a place, or the like, that the other does not.
    pub(super) contradiction: bool,
    /// Nothing else is left of the institution on the platform.
    pub(super) alone: f64,
}

impl Signs {
    /// The log-odds, roughly.
    pub(super) fn score(&self) -> f64 {
        // Mali and Spain are not each other's counterpart, whatever else is left.
        let rest = if self.contradiction { -3.0 } else { self.alone };
        6.0 * self.words() + 4.0 * self.pieces + 4.0 * self.institution + rest
            - 2.0 * self.clash
            - 5.0
    }

    fn words(&self) -> f64 {
        self.name
            .max(self.handle)
            .max(self.both)
            .max(self.elsewhere)
    }
}

/// A pair that may be one: places among the accounts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    pub(super) english: usize,
    pub(super) french: usize,
    pub(super) signs: Signs,
    pub(super) score: f64,
}

/// An account of one language, ready to be compared.
struct Face {
    account: usize,
    platform: usize,
    institution: Option<usize>,
    name: Vec<Word>,
    handle: Vec<Word>,
    both: Vec<Word>,
    /// Words that stand for the institution.
    own: Vec<Word>,
    whole: Vec<usize>,
    /// Letters of the handle in the order of the alphabet: `RepCanadaPA` and `CanadaRepPA` have the same.
    letters: usize,
    pieces: Vec<usize>,
}

/// Numbers for texts.
#[derive(Default)]
struct Numbers(FxHashMap<String, usize>);

impl Numbers {
    fn of(&mut self, text: String) -> usize {
        let next = self.0.len();
        *self.0.entry(text).or_insert(next)
    }
}

/// All that is compared.
struct Field {
    faces: Bilingual<Vec<Face>>,
    lexis: Lexis,
    groups: Groups,
    /// How much a piece of a handle tells.
    weights: Vec<f64>,
    /// How many accounts of an institution there are on a platform.
    sizes: Bilingual<FxHashMap<(usize, usize), usize>>,
    /// Handles or names that were paired, with the platforms where.
    whole: FxHashMap<(usize, usize), FxHashSet<usize>>,
}

/// Every pair that may be one with its score, and the places of those that are chosen.
pub(super) fn find(accounts: &[Listed], sides: &Bilingual<Vec<usize>>) -> (Vec<Edge>, Vec<usize>) {
    let mut field = Field::new(accounts, sides);
    let near = field.near();
    let (mut edges, mut chosen): (Vec<Edge>, Vec<usize>) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let pairs: Vec<Edge> = chosen.iter().map(|at| edges[*at]).collect();
        field.learn(&pairs);
        edges = field.edges(&near, &pairs);
        // One sure pair is worth more than two doubtful ones that take it apart.
        let choices: Vec<Choice> = edges
            .iter()
            .map(|edge| (edge.english, edge.french, edge.score.powi(2)))
            .collect();
        chosen = assignment::best(&choices);
    }
    chosen.retain(|at| edges[*at].score >= LEAST);
    for edge in &mut edges {
        edge.english = field.faces.english[edge.english].account;
        edge.french = field.faces.french[edge.french].account;
    }
    (edges, chosen)
}

impl Field {
    fn new(accounts: &[Listed], sides: &Bilingual<Vec<usize>>) -> Self {
        let groups = Groups::new(accounts);
        let vocabulary = Vocabulary::learn(accounts);
        let words = |language: Language| -> Vec<Words> {
            let list = sides.get(language).iter();
            list.filter_map(|at| accounts.get(*at))
                .map(|it| vocabulary.words(it, language))
                .collect()
        };
        let words = Bilingual::new(words(Language::English), words(Language::French));
        let both = |words: &Vec<Words>| -> Vec<Vec<String>> {
            words
                .iter()
                .map(|it| {
                    let mut all = [it.name.as_slice(), it.handle.as_slice()].concat();
                    all.sort_unstable();
                    all.dedup();
                    all
                })
                .collect()
        };
        let lists = words.as_ref().map(both);
        let lexis = Lexis::new(&lists);
        let (mut platforms, mut wholes, mut pieces, mut sorted) = (
            Numbers::default(),
            Numbers::default(),
            Numbers::default(),
            Numbers::default(),
        );
        let mut faces = |language: Language| -> Vec<Face> {
            let all = sides
                .get(language)
                .iter()
                .zip(words.get(language))
                .zip(lists.get(language));
            all.map(|((account, words), both)| {
                let listed = &accounts[*account];
                let institution = groups.sides.get(language).of(*account);
                let names = institution.and_then(|it| groups.sides.get(language).spellings.get(it));
                let shorts: Vec<String> = names
                    .into_iter()
                    .flatten()
                    .map(|name| initials(name))
                    .collect();
                let own = own(listed, &shorts, &words.handle);
                Face {
                    account: *account,
                    platform: platforms.of(listed.account.platform.clone()),
                    institution,
                    name: lexis.numbers(&words.name, language),
                    handle: lexis.numbers(&words.handle, language),
                    both: lexis.numbers(both, language),
                    own: lexis.numbers(&own, language),
                    whole: words.whole.iter().map(|it| wholes.of(it.clone())).collect(),
                    letters: sorted.of(letters(&listed.account.handle)),
                    pieces: grams(&listed.account.handle)
                        .map(|it| pieces.of(it))
                        .collect(),
                }
            })
            .collect()
        };
        let mut faces = Bilingual::new(faces(Language::English), faces(Language::French));
        let mut seen = vec![0.0; pieces.0.len()];
        let total = number(faces.english.len() + faces.french.len() + 1);
        for face in faces.english.iter_mut().chain(&mut faces.french) {
            face.pieces.sort_unstable();
            face.pieces.dedup();
            for piece in &face.pieces {
                seen[*piece] += 1.0;
            }
        }
        let weights = seen
            .into_iter()
            .map(|seen: f64| (total / seen.max(1.0)).ln().powi(2))
            .collect();
        let sizes = faces.as_ref().map(|faces| {
            let mut sizes = FxHashMap::default();
            for face in faces {
                if let Some(institution) = face.institution {
                    *sizes.entry((institution, face.platform)).or_default() += 1;
                }
            }
            sizes
        });
        Self {
            sizes,
            faces,
            lexis,
            groups,
            weights,
            whole: FxHashMap::default(),
        }
    }

    /// Pairs of any two institutions that share rare words.
    fn near(&self) -> Vec<(usize, usize)> {
        let lists = |faces: &Vec<Face>| {
            faces
                .iter()
                .map(|face| face.both.clone())
                .collect::<Vec<_>>()
        };
        let lists = self.faces.as_ref().map(lists);
        let mut near = self
            .lexis
            .near(Bilingual::new(&lists.english, &lists.french));
        near.retain(|(e, f)| self.faces.english[*e].platform == self.faces.french[*f].platform);
        near
    }

    /// Learns from pairs that are sure.
    fn learn(&mut self, pairs: &[Edge]) {
        let sure: Vec<(&Face, &Face)> = pairs
            .iter()
            .filter(|edge| edge.score > SURE)
            .map(|edge| {
                (
                    &self.faces.english[edge.english],
                    &self.faces.french[edge.french],
                )
            })
            .collect();
        let words: Vec<_> = sure
            .iter()
            .map(|(e, f)| Bilingual::new(e.both.as_slice(), f.both.as_slice()))
            .collect();
        self.lexis.learn(&words);
        // The same two on two platforms support each other, sure or not.
        self.whole.clear();
        for edge in pairs.iter().filter(|edge| edge.score >= LEAST) {
            let e = &self.faces.english[edge.english];
            for one in &e.whole {
                for other in &self.faces.french[edge.french].whole {
                    let platforms = self.whole.entry((*one, *other)).or_default();
                    platforms.insert(e.platform);
                }
            }
        }
        let votes: Vec<_> = sure
            .iter()
            .filter_map(|(e, f)| Some((e.institution?, f.institution?)))
            .collect();
        if !votes.is_empty() {
            self.groups.learn(votes.into_iter());
        }
    }

    /// Every pair that may be one.
    fn edges(&self, near: &[(usize, usize)], pairs: &[Edge]) -> Vec<Edge> {
        let alone = self.alone(pairs);
        let mut candidates: Vec<(usize, usize)> = alone.keys().copied().collect();
        let blocks = self.faces.as_ref().map(|faces| blocks(faces));
        for (e, f) in &self.groups.kin(KIN, MOST_KIN) {
            for (platform, english) in blocks.english.get(e).into_iter().flatten() {
                let french = blocks.french.get(f).and_then(|it| it.get(platform));
                let Some(french) = french.filter(|it| it.len() * english.len() <= MOST_PAIRS)
                else {
                    continue;
                };
                candidates.extend(
                    english
                        .iter()
                        .flat_map(|e| french.iter().map(move |f| (*e, *f))),
                );
            }
        }
        candidates.extend_from_slice(near);
        candidates.sort_unstable();
        candidates.dedup();
        let edges = candidates.into_iter().filter_map(|(english, french)| {
            let mut signs = self.signs(english, french);
            if signs.institution < KIN && signs.words() + 0.5 * signs.pieces < 0.8 {
                return None;
            }
            signs.alone = alone.get(&(english, french)).copied().unwrap_or(0.0);
            let score = signs.score();
            (score > 0.0).then_some(Edge {
                english,
                french,
                signs,
                score,
            })
        });
        edges.collect()
    }

    fn signs(&self, english: usize, french: usize) -> Signs {
        let (e, f) = (&self.faces.english[english], &self.faces.french[french]);
        let own = Bilingual::new(e.own.as_slice(), f.own.as_slice());
        let agreement = |e: &[Word], f: &[Word]| self.lexis.agreement(Bilingual::new(e, f), own);
        let mut wholes = e
            .whole
            .iter()
            .flat_map(|one| f.whole.iter().map(move |other| (*one, *other)));
        let is_elsewhere = wholes.any(|key| {
            let platforms = self.whole.get(&key);
            platforms.is_some_and(|it| it.iter().any(|platform| *platform != e.platform))
        });
        let mut signs = Signs {
            name: agreement(&e.name, &f.name),
            handle: agreement(&e.handle, &f.handle),
            both: agreement(&e.both, &f.both),
            elsewhere: if is_elsewhere { 0.95 } else { 0.0 },
            pieces: self.cosine(&e.pieces, &f.pieces),
            institution: self.groups.affinity(e.institution, f.institution),
            clash: 0.0,
            contradiction: false,
            alone: 0.0,
        };
        if e.letters == f.letters {
            signs.handle = signs.handle.max(SHUFFLED);
        }
        if signs.words() < 0.9 {
            let clash = |e: &[Word], f: &[Word]| self.lexis.clash(Bilingual::new(e, f), own);
            let clashes = [clash(&e.name, &f.name), clash(&e.handle, &f.handle)];
            let least = clashes.into_iter().flatten().reduce(f64::min);
            signs.clash = least.unwrap_or(0.0) * self.crowd(e, f);
            signs.contradiction = self.lexis.contradicts(Bilingual::new(&e.both, &f.both));
        }
        signs
    }

    /// Of two accounts of an institution nearly any two are a pair; of thirty-two, few are.
    fn crowd(&self, english: &Face, french: &Face) -> f64 {
        let size = |face: &Face, sizes: &FxHashMap<(usize, usize), usize>| {
            let of = face
                .institution
                .and_then(|it| sizes.get(&(it, face.platform)));
            of.copied().unwrap_or(1)
        };
        let least = size(english, &self.sizes.english).min(size(french, &self.sizes.french));
        (number(least).log2() / 5.0).clamp(0.0, 1.0)
    }

    fn cosine(&self, one: &[usize], other: &[usize]) -> f64 {
        let sum = |list: &mut dyn Iterator<Item = &usize>| -> f64 {
            list.map(|it| self.weights[*it]).sum()
        };
        let common = sum(&mut one.iter().filter(|it| other.binary_search(it).is_ok()));
        let (a, b) = (sum(&mut one.iter()), sum(&mut other.iter()));
        if a > 0.0 && b > 0.0 {
            common / (a * b).sqrt()
        } else {
            0.0
        }
    }

    /// Where one English and one French account are left over of an institution on a platform: the more accounts it
    /// has there, the less that says.
    fn alone(&self, pairs: &[Edge]) -> FxHashMap<(usize, usize), f64> {
        if pairs.is_empty() {
            return FxHashMap::default();
        }
        let joined = self.groups.joined();
        let paired = |side: fn(&Edge) -> usize| -> FxHashSet<usize> {
            pairs
                .iter()
                // What stands by being left over is left over still.
                .filter(|edge| edge.score - edge.signs.alone >= LEAST)
                .map(side)
                .collect()
        };
        let paired = Bilingual::new(paired(|edge| edge.english), paired(|edge| edge.french));
        let mut left: FxHashMap<(usize, usize), Left> = FxHashMap::default();
        for language in super::LANGUAGES {
            for (at, face) in self.faces.get(language).iter().enumerate() {
                let Some(institution) = face.institution else {
                    continue;
                };
                let key = (joined.get(language)[institution], face.platform);
                let entry = left.entry(key).or_default();
                entry.all += 1;
                if !paired.get(language).contains(&at) {
                    entry.single.get_mut(language).push(at);
                }
            }
        }
        let mut alone = FxHashMap::default();
        for Left { all, single } in left.values() {
            if let ([english], [french]) = (single.english.as_slice(), single.french.as_slice()) {
                let worth = 5.0 - 1.2 * (number(*all) / 2.0).log2();
                if worth > 0.0 {
                    alone.insert((*english, *french), worth);
                }
            }
        }
        alone
    }
}

/// What is there of an institution on a platform.
#[derive(Default)]
struct Left {
    all: usize,
    /// Accounts without counterpart so far.
    single: Bilingual<Vec<usize>>,
}

#[expect(clippy::cast_precision_loss, reason = "accounts of a register")]
fn number(count: usize) -> f64 {
    count as f64
}

/// Words of a handle that are the acronym of its institution, or of its own name.
fn own(listed: &Listed, shorts: &[String], handle: &[String]) -> Vec<String> {
    let name = initials(&listed.name);
    let is_own = |word: &&String| {
        word.len() >= 2
            && (**word == name
                || shorts.iter().any(|short| {
                    short == *word || word.len() >= 3 && short.starts_with(word.as_str())
                }))
    };
    handle.iter().filter(is_own).cloned().collect()
}

fn letters(handle: &str) -> String {
    let mut letters: Vec<char> = compact(handle).chars().take(LONGEST_HANDLE).collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// Pieces of three letters, with the ends.
fn grams(handle: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = format!("^{}$", compact(handle))
        .chars()
        .take(LONGEST_HANDLE)
        .collect();
    let pieces: Vec<String> = letters
        .windows(GRAM)
        .map(|piece| piece.iter().collect())
        .collect();
    pieces.into_iter()
}

/// Accounts by institution and platform.
fn blocks(faces: &[Face]) -> FxHashMap<usize, FxHashMap<usize, Vec<usize>>> {
    let mut found: FxHashMap<usize, FxHashMap<usize, Vec<usize>>> = FxHashMap::default();
    for (at, face) in faces.iter().enumerate() {
        if let Some(institution) = face.institution {
            found
                .entry(institution)
                .or_default()
                .entry(face.platform)
                .or_default()
                .push(at);
        }
    }
    found
}
