//! From features to log-odds, and from log-odds to reasons.

use super::features::{self, COUNT, NAMES, Side, TEXTS};
use super::profile::Profile;
use super::{Options, may_pair};
use crate::corpora::PAIRING;
use crate::model::{Evidence, Language};
use crate::text::similarity::Rarity;

/// Weakest content (everything but time) that a pair may rest on: time alone never pairs two posts whose
/// content speaks against it.
const CONTENT_FLOOR: f64 = -2.5;
/// Candidates below this are not worth keeping, not even as runner-up.
const KEEP: f64 = -6.0;

/// A candidate pair.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Edge {
    pub(super) english: usize,
    pub(super) french: usize,
    pub(super) log_odds: f64,
}

/// Scores candidates of one comparison.
pub(super) struct Scorer<'a> {
    pub(super) profiles: &'a [Profile],
    word_weights: Vec<Vec<f64>>,
    weights: [f64; COUNT],
}

impl<'a> Scorer<'a> {
    pub(super) fn new(profiles: &'a [Profile]) -> Self {
        let rarity = Rarity::of(profiles.iter().map(|profile| &profile.vocabulary));
        Self {
            profiles,
            word_weights: profiles
                .iter()
                .map(|profile| rarity.weights(&profile.vocabulary))
                .collect(),
            weights: NAMES.map(|name| PAIRING.features.get(name).copied().unwrap_or(0.0)),
        }
    }

    /// Every candidate pair inside the window that is not absurd. Posts are in order of time.
    pub(super) fn edges(&self, options: &Options) -> Vec<Edge> {
        let window = options.window.as_secs();
        let mut edges = Vec::new();
        for (index, one) in self
            .profiles
            .iter()
            .enumerate()
            .filter(|(_, profile)| profile.is_candidate)
        {
            let others = self.profiles.iter().enumerate().skip(index + 1);
            for (later, other) in
                others.take_while(|(_, other)| other.at - one.at <= window + other.precision)
            {
                if !may_pair(one, other) {
                    continue;
                }
                let (english, french) = if one.side == Some(Language::English) {
                    (index, later)
                } else {
                    (later, index)
                };
                if let Some(log_odds) = self.log_odds(english, french) {
                    edges.push(Edge {
                        english,
                        french,
                        log_odds,
                    });
                }
            }
        }
        edges
    }

    fn log_odds(&self, english: usize, french: usize) -> Option<f64> {
        let shares = self.shares(english, french);
        let content: f64 = shares[1..].iter().sum();
        let log_odds = PAIRING.bias + shares[0] + content;
        (content >= CONTENT_FLOOR && log_odds >= KEEP).then_some(log_odds)
    }

    /// Would the two be a pair, whatever became of them? Either order of sides.
    pub(super) fn would_pair(&self, one: usize, other: usize) -> bool {
        let (english, french) = if self.profiles[one].side == Some(Language::English) {
            (one, other)
        } else {
            (other, one)
        };
        self.log_odds(english, french)
            .is_some_and(|log_odds| log_odds > 0.0)
    }

    /// What each feature adds.
    fn shares(&self, english: usize, french: usize) -> [f64; COUNT] {
        let side = |index: usize| Side {
            profile: &self.profiles[index],
            weights: &self.word_weights[index],
        };
        let mut shares = features::measure(side(english), side(french));
        for (share, weight) in shares.iter_mut().zip(self.weights) {
            *share *= weight;
        }
        shares
    }

    /// The three strongest reasons, strongest first.
    pub(super) fn explain(&self, edge: &Edge) -> Vec<Evidence> {
        let shares = self.shares(edge.english, edge.french);
        let mut reasons: Vec<Evidence> = (0..COUNT)
            .filter(|index| shares[*index].abs() >= 0.05)
            .map(|index| Evidence {
                feature: NAMES[index],
                weight: shares[index],
                text: TEXTS[index],
            })
            .collect();
        reasons.sort_by(|a, b| {
            b.weight
                .abs()
                .total_cmp(&a.weight.abs())
                .then(a.feature.cmp(b.feature))
        });
        reasons.truncate(3);
        reasons
    }
}

/// Probability of log-odds.
pub(super) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
