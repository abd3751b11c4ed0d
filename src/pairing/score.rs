//! From features to log-odds, and from log-odds to reasons.

use super::features::{COUNT, Compared, FEATURES, Words, measure, rivals};
use super::marks::{Agreements, Marks};
use super::overlap::{Agreed, Field, Mass, Overlaps, Shared};
use super::profile::Profile;
use super::timing::{Classes, Timing};
use super::{Options, assign, may_pair};
use crate::corpora::PairingWeights;
use crate::model::{Bilingual, Evidence};

/// Weakest content (the log-odds of everything but time) that a pair may rest on: two posts of the same second whose
/// content speaks against a pair are none.
const CONTENT_FLOOR: f64 = -5.0;
/// Candidates below this are not worth keeping, not even as runner-up.
const KEEP: f64 = -7.0;
/// Times that the account's skews are learned again from the pairs found with those learned before.
const ROUNDS: usize = 2;

/// A candidate pair: places of the posts among the profiles, and log-odds against both staying single.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Edge {
    pub(super) english: usize,
    pub(super) french: usize,
    pub(super) log_odds: f64,
    /// Its number among the scorer's candidates.
    pub(super) candidate: usize,
}

/// An edge of no scorer.
#[cfg(test)]
pub(super) fn edge(english: usize, french: usize, log_odds: f64) -> Edge {
    Edge {
        english,
        french,
        log_odds,
        candidate: 0,
    }
}

/// Two posts of the field that may be a pair, before their time is weighed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// Their places on the two sides of the field.
    pub(super) places: (usize, usize),
    /// What their words have in common.
    agreed: Agreed,
    /// The log-odds of everything but time.
    content: f64,
    /// Seconds from the English to the French post.
    pub(super) skew: i64,
    /// Is one of them gone? Then it is nobody's counterpart, but it may have been one.
    removed: bool,
}

/// Scores the candidates of one comparison.
pub(super) struct Scorer<'a> {
    pub(super) profiles: &'a [Profile],
    field: Field,
    /// The weight of the words of each post of the field.
    masses: Bilingual<Vec<Mass>>,
    marks: Marks<'a>,
    /// What each number of rivals says, by number: so no candidate needs a logarithm of its own.
    rivals: Vec<f64>,
    bias: f64,
    weights: [f64; COUNT],
    window: i64,
    pub(super) candidates: Vec<Candidate>,
    /// How often each class of skew occurs in the field.
    skews: Classes,
    timing: Timing,
    /// Which candidates the timing was learned from.
    taught: Vec<bool>,
}

impl<'a> Scorer<'a> {
    /// Finds the candidates, and learns from the likeliest pairs among them what the account's skews say.
    pub(super) fn new(profiles: &'a [Profile], options: &Options) -> Self {
        let mut scorer = Self::bare(profiles, options);
        scorer.find_candidates(CONTENT_FLOOR);
        for round in 0..=ROUNDS {
            let mut is_pair = vec![false; scorer.candidates.len()];
            if round > 0 {
                for edge in assign::assign(&scorer.edges()) {
                    is_pair[edge.candidate] = true;
                }
            }
            scorer.learn_timing(&is_pair);
        }
        scorer
    }

    /// The pairs as they look so far, by places among the profiles.
    pub(super) fn likely_pairs(&self) -> Vec<(usize, usize)> {
        let pairs = assign::assign(&self.edges()).into_iter();
        pairs.map(|edge| (edge.english, edge.french)).collect()
    }

    /// With every candidate there is, however weak.
    pub(super) fn unlimited(profiles: &'a [Profile], options: &Options) -> Self {
        let mut scorer = Self::bare(profiles, options);
        scorer.find_candidates(f64::NEG_INFINITY);
        scorer
    }

    fn bare(profiles: &'a [Profile], options: &Options) -> Self {
        let window = options.window.as_secs();
        let field = Field::new(profiles, window);
        let windows = field.french.iter().chain(&field.english);
        let most = windows.map(ExactSizeIterator::len).max().unwrap_or(0);
        Self {
            rivals: (0..=most).map(rivals).collect(),
            profiles,
            masses: Bilingual::default(),
            field,
            marks: Marks::new(profiles),
            bias: options.weights.bias,
            weights: array(&options.weights),
            window,
            candidates: Vec::new(),
            skews: Classes::default(),
            timing: Timing::default(),
            taught: Vec::new(),
        }
    }

    /// Learns what skews say, given which candidates are pairs.
    pub(super) fn learn_timing(&mut self, is_pair: &[bool]) {
        let mut of_pairs = Classes::default();
        for (candidate, is_pair) in self.candidates.iter().zip(is_pair) {
            if *is_pair && !candidate.removed {
                of_pairs.count(candidate.skew);
            }
        }
        self.timing = Timing::learn(&of_pairs, &self.skews, self.window);
        self.taught = is_pair.to_vec();
    }

    /// Finds the candidates of the field whose content does not speak against them more than `floor`.
    fn find_candidates(&mut self, floor: f64) {
        let mut overlaps = Overlaps::new(self.profiles, &self.field);
        self.masses = overlaps.masses();
        for (english, window) in self.field.french.iter().enumerate() {
            let first = self.candidates.len();
            let row = overlaps.row(english, window);
            for (french, agreed) in window.clone().zip(row) {
                let places = (english, french);
                let (one, other) = self.pair(places);
                let skew = skew(one, other);
                if !may_pair(one, other) || skew.abs() > self.window {
                    continue;
                }
                let removed = one.is_removed || other.is_removed;
                if !removed {
                    self.skews.count(skew);
                }
                // Most candidates fall by what is quickly seen.
                let (e, f) = self.posts(places);
                let most = self.marks.at_most(e, f);
                let mut compared = self.compared(places, *agreed, most, 0.0);
                if self.content(&compared) < floor {
                    continue;
                }
                self.marks.complete(&mut compared.marks, e, f);
                let content = self.content(&compared);
                if content >= floor {
                    self.candidates.push(Candidate {
                        places,
                        agreed: *agreed,
                        content,
                        skew,
                        removed,
                    });
                }
            }
            keep_best(&mut self.candidates, first);
        }
    }

    /// The candidates that are not absurd.
    pub(super) fn edges(&self) -> Vec<Edge> {
        self.all_edges(false)
    }

    /// Those of which one post was removed.
    pub(super) fn removed_edges(&self) -> Vec<Edge> {
        self.all_edges(true)
    }

    fn all_edges(&self, removed: bool) -> Vec<Edge> {
        let time = self.weights[0];
        self.candidates
            .iter()
            .enumerate()
            .filter(|(_, it)| it.removed == removed)
            .map(|(candidate, it)| {
                let (english, french) = self.posts(it.places);
                Edge {
                    english,
                    french,
                    log_odds: it.content + time * self.time(candidate),
                    candidate,
                }
            })
            .filter(|edge| edge.log_odds >= KEEP)
            .collect()
    }

    /// Places among the profiles of two posts of the field.
    pub(super) fn posts(&self, (english, french): (usize, usize)) -> (usize, usize) {
        (
            self.field.posts.english[english],
            self.field.posts.french[french],
        )
    }

    fn pair(&self, places: (usize, usize)) -> (&'a Profile, &'a Profile) {
        let (english, french) = self.posts(places);
        (&self.profiles[english], &self.profiles[french])
    }

    /// How many candidates lie in the windows of two posts, in the middle of the two.
    fn rivals_of(&self, (english, french): (usize, usize)) -> usize {
        let (one, other) = (&self.field.french[english], &self.field.english[french]);
        one.len().midpoint(other.len())
    }

    fn marks_of(&self, places: (usize, usize)) -> Agreements {
        let (english, french) = self.posts(places);
        self.marks.all(english, french)
    }

    /// What the features of a pair of the field are made of.
    fn compared(
        &self,
        places: (usize, usize),
        agreed: Agreed,
        marks: Agreements,
        time: f64,
    ) -> Compared<'a> {
        let (english, french) = self.pair(places);
        Compared {
            english,
            french,
            words: Words::of(Shared {
                agreed,
                all: Bilingual::new(self.masses.english[places.0], self.masses.french[places.1]),
            }),
            marks,
            time,
            rivals: self.rivals[self.rivals_of(places)],
        }
    }

    /// What the time of a candidate says; it does not speak for itself.
    fn time(&self, candidate: usize) -> f64 {
        let taught = self.taught.get(candidate).copied().unwrap_or(false);
        self.timing
            .evidence(self.candidates[candidate].skew, taught)
    }

    /// The features of a candidate, for the fit.
    pub(super) fn example(&self, number: usize) -> [f64; COUNT] {
        let candidate = &self.candidates[number];
        let marks = self.marks_of(candidate.places);
        let time = self.time(number);
        measure(&self.compared(candidate.places, candidate.agreed, marks, time))
    }

    /// The log-odds of two posts, their time as far as it is told.
    fn content(&self, compared: &Compared) -> f64 {
        self.bias + self.weighed(measure(compared)).iter().sum::<f64>()
    }

    /// What each feature adds.
    fn weighed(&self, mut features: [f64; COUNT]) -> [f64; COUNT] {
        for (share, weight) in features.iter_mut().zip(self.weights) {
            *share *= weight;
        }
        features
    }

    /// What each feature adds to an edge.
    pub(super) fn added(&self, edge: &Edge) -> [f64; COUNT] {
        self.weighed(self.example(edge.candidate))
    }
}

/// The strongest reasons among what features add, for or against, strongest first; those that a person can see.
pub(super) fn strongest(added: &[f64; COUNT], keep: usize) -> Vec<Evidence> {
    let mut reasons: Vec<usize> = (0..COUNT)
        .filter(|at| added[*at].abs() >= 0.05 && FEATURES[*at].name != "rivals")
        .collect();
    let strength = |at: &usize| added[*at].abs();
    reasons.sort_by(|a, b| {
        let names = || FEATURES[*a].name.cmp(FEATURES[*b].name);
        strength(b).total_cmp(&strength(a)).then_with(names)
    });
    reasons.truncate(keep);
    let evidence = |at: usize| Evidence {
        feature: FEATURES[at].name,
        weight: added[at],
        text: FEATURES[at].text,
    };
    reasons.into_iter().map(evidence).collect()
}

/// Candidates of one post that are kept: the alike ones nearest in time. More have only accounts that repeat one text
/// without end.
const MOST: usize = 80;

fn keep_best(candidates: &mut Vec<Candidate>, first: usize) {
    if candidates.len() - first > MOST {
        let last = first + MOST;
        candidates[first..].sort_by(|a, b| {
            b.content
                .total_cmp(&a.content)
                .then(a.skew.abs().cmp(&b.skew.abs()))
        });
        candidates.truncate(last);
        candidates[first..].sort_by_key(|it| it.places);
    }
}

fn array(weights: &PairingWeights) -> [f64; COUNT] {
    let mut array = [0.0; COUNT];
    for (weight, feature) in array.iter_mut().zip(&FEATURES) {
        *weight = weights.features.get(feature.name).copied().unwrap_or(0.0);
    }
    array
}

/// Seconds from the English to the French post; what lies within the stated precision is no distance.
fn skew(english: &Profile, french: &Profile) -> i64 {
    let slack = english.precision.max(french.precision) - 1;
    let skew = french.at - english.at;
    skew.signum() * (skew.abs() - slack).max(0)
}
