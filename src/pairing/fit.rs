//! Learns the weights from posts of which it is known who is whose counterpart.
//!
//! A conditional logistic regression (McFadden 1974): every post chooses among the candidates in its window or
//! none, and the weights are those under which the true choices are likeliest, softened by a penalty on large
//! weights and held to the sign that makes sense (two posts are never less alike for a common link). Then the
//! bias is set so that the probabilities of `belief` are right: there the posts do not choose one by one.

use super::belief::probabilities;
use super::features::{COUNT, FEATURES};
use super::score::{Edge, Scorer};
use super::{Options, prepare};
use crate::corpora::PairingWeights;
use crate::model::{Interval, Post, Presence};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashSet};

/// Weights and the bias, which comes last.
const SIZE: usize = COUNT + 1;
/// Penalty on the square of each weight: as if it had been seen to be about 0 once.
const PENALTY: f64 = 1.0;
/// Newton steps; a handful is enough.
const STEPS: usize = 40;
/// Steps in which the bias is looked for, and how far.
const BIAS_STEP: f64 = 0.25;
const BIAS_REACH: i32 = 24;

type Vector = [f64; SIZE];

/// Candidates of a presence of which it is known which are pairs.
#[derive(Debug)]
pub struct Lesson {
    rows: Vec<Row>,
    /// What each post that is learned from may choose: rows.
    choices: Vec<Vec<usize>>,
}

#[derive(Debug)]
struct Row {
    features: Vector,
    is_pair: bool,
    posts: (usize, usize),
}

impl Lesson {
    /// From the posts of a presence. `are_pair` knows the truth; only posts that `is_lesson` accepts are learned
    /// from (the others are rivals all the same).
    #[must_use]
    pub fn new(
        presence: &Presence,
        posts: Vec<Post>,
        are_pair: impl Fn(&Post, &Post) -> bool,
        is_lesson: impl Fn(&Post) -> bool,
        options: &Options,
    ) -> Self {
        let all = Interval {
            from: Timestamp::MIN,
            to: Timestamp::MAX,
        };
        let (judged, _, profiles) = prepare(presence, posts, all, options);
        let mut scorer = Scorer::unlimited(&profiles, options);
        let is_pair: Vec<bool> = scorer
            .candidates
            .iter()
            .map(|candidate| {
                let (english, french) = scorer.posts(candidate.places);
                are_pair(&judged[english].post, &judged[french].post)
            })
            .collect();
        scorer.learn_timing(&is_pair);
        let rows: Vec<Row> = scorer
            .candidates
            .iter()
            .zip(is_pair)
            .enumerate()
            .map(|(number, (candidate, is_pair))| {
                let mut features = [1.0; SIZE];
                features[..COUNT].copy_from_slice(&scorer.example(number));
                Row {
                    features,
                    is_pair,
                    posts: scorer.posts(candidate.places),
                }
            })
            .collect();
        let learned: HashSet<usize> = (0..judged.len())
            .filter(|index| is_lesson(&judged[*index].post))
            .collect();
        let mut choices: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, row) in rows.iter().enumerate() {
            for post in [row.posts.0, row.posts.1] {
                if learned.contains(&post) {
                    choices.entry(post).or_default().push(number);
                }
            }
        }
        Self {
            rows,
            choices: choices.into_values().collect(),
        }
    }

    /// Posts that are learned from.
    #[must_use]
    pub fn posts(&self) -> usize {
        self.choices.len()
    }

    /// Pairs among them.
    #[must_use]
    pub fn pairs(&self) -> usize {
        let true_one = |choice: &&Vec<usize>| choice.iter().any(|row| self.rows[*row].is_pair);
        self.choices.iter().filter(true_one).count() / 2
    }

    /// Log-likelihood of the true choices; adds its slope and curvature.
    fn likelihood(&self, weights: &Vector, slope: &mut Vector, curve: &mut [Vector; SIZE]) -> f64 {
        let scores: Vec<f64> = self
            .rows
            .iter()
            .map(|row| dot(&row.features, weights))
            .collect();
        let mut likelihood = 0.0;
        for choice in &self.choices {
            // Staying single scores 0.
            let top = choice
                .iter()
                .fold(0.0, |top: f64, row| top.max(scores[*row]));
            let total = choice
                .iter()
                .fold((-top).exp(), |sum, row| sum + (scores[*row] - top).exp());
            let mut mean = [0.0; SIZE];
            let mut chosen = -top;
            for row in choice {
                let it = &self.rows[*row];
                let share = (scores[*row] - top).exp() / total;
                if it.is_pair {
                    chosen = scores[*row] - top;
                }
                let pull = f64::from(u8::from(it.is_pair)) - share;
                for (i, value) in it
                    .features
                    .iter()
                    .enumerate()
                    .filter(|(_, value)| **value != 0.0)
                {
                    slope[i] += pull * value;
                    mean[i] += share * value;
                    if share > 1e-9 {
                        for (j, other) in it.features.iter().enumerate() {
                            curve[i][j] += share * value * other;
                        }
                    }
                }
            }
            for i in 0..SIZE {
                for j in 0..SIZE {
                    curve[i][j] -= mean[i] * mean[j];
                }
            }
            likelihood += chosen - total.ln();
        }
        likelihood
    }

    /// How likely the truth is under the probabilities of `belief`, the bias moved by `shift`.
    fn belief_likelihood(&self, weights: &Vector, shift: f64) -> f64 {
        let edges: Vec<Edge> = self
            .rows
            .iter()
            .enumerate()
            .map(|(candidate, row)| Edge {
                english: row.posts.0,
                french: row.posts.1,
                log_odds: dot(&row.features, weights) + shift,
                candidate,
            })
            .filter(|edge| edge.log_odds > -12.0 || self.rows[edge.candidate].is_pair)
            .collect();
        let mut believed = vec![0.0; self.rows.len()];
        for (edge, probability) in edges.iter().zip(probabilities(&edges)) {
            believed[edge.candidate] = probability;
        }
        self.choices
            .iter()
            .map(|choice| {
                let truth = choice.iter().find(|row| self.rows[**row].is_pair);
                let single = 1.0 - choice.iter().map(|row| believed[*row]).sum::<f64>();
                // One post in a thousand may be labelled wrongly: it must not decide alone.
                truth.map_or(single, |row| believed[*row]).max(1e-3).ln()
            })
            .sum()
    }
}

/// The weights under which the lessons are likeliest. A feature that no lesson shows keeps its weight of
/// `before`.
#[must_use]
pub fn fit(lessons: &[Lesson], before: &PairingWeights) -> PairingWeights {
    let shown: Vec<bool> = (0..SIZE)
        .map(|i| {
            lessons
                .iter()
                .flat_map(|lesson| &lesson.rows)
                .any(|row| row.features[i] != 0.0)
        })
        .collect();
    let mut free = shown.clone();
    let weights = loop {
        let weights = climb(lessons, &free);
        let wrong: Vec<usize> = (0..COUNT)
            .filter(|i| free[*i] && weights[*i] * FEATURES[*i].sign < 0.0)
            .collect();
        if wrong.is_empty() {
            break weights;
        }
        for i in wrong {
            free[i] = false;
        }
    };
    let likelihood = |shift: f64| -> f64 {
        let each = lessons
            .iter()
            .map(|it| it.belief_likelihood(&weights, shift));
        each.sum()
    };
    let mut best = (likelihood(0.0), 0.0);
    for step in 1..=BIAS_REACH {
        let shift = f64::from(step) * BIAS_STEP;
        let found = likelihood(shift);
        if found > best.0 {
            best = (found, shift);
        }
    }
    let shift = best.1;
    let rounded = |weight: f64| (weight * 100.0).round() / 100.0;
    PairingWeights {
        bias: rounded(weights[COUNT] + shift),
        features: FEATURES
            .iter()
            .enumerate()
            .map(|(i, feature)| {
                let kept = before.features.get(feature.name).copied().unwrap_or(0.0);
                let weight = if shown[i] { rounded(weights[i]) } else { kept };
                // No negative zero in the file.
                (feature.name.to_owned(), weight + 0.0)
            })
            .collect(),
    }
}

/// Newton's method with halved steps, over the free weights.
fn climb(lessons: &[Lesson], free: &[bool]) -> Vector {
    let look = |weights: &Vector| {
        let (mut slope, mut curve) = ([0.0; SIZE], [[0.0; SIZE]; SIZE]);
        let mut height: f64 = lessons
            .iter()
            .map(|lesson| lesson.likelihood(weights, &mut slope, &mut curve))
            .sum();
        for i in 0..COUNT {
            height -= PENALTY / 2.0 * weights[i] * weights[i];
            slope[i] -= PENALTY * weights[i];
            curve[i][i] += PENALTY;
        }
        curve[COUNT][COUNT] += 1e-3;
        for i in (0..SIZE).filter(|i| !free[*i]) {
            slope[i] = 0.0;
            curve[i] = [0.0; SIZE];
            for row in &mut curve {
                row[i] = 0.0;
            }
            curve[i][i] = 1.0;
        }
        (height, slope, curve)
    };
    let mut weights = [0.0; SIZE];
    let (mut height, mut slope, mut curve) = look(&weights);
    for _ in 0..STEPS {
        let step = solve(curve, slope);
        let mut length = 1.0;
        let (next, found) = loop {
            let mut next = weights;
            for (weight, move_) in next.iter_mut().zip(step) {
                *weight += length * move_;
            }
            let found = look(&next);
            if found.0 >= height {
                break (next, found);
            }
            if length < 1e-4 {
                return weights;
            }
            length /= 2.0;
        };
        let gain = found.0 - height;
        weights = next;
        (height, slope, curve) = found;
        if gain < 1e-6 {
            break;
        }
    }
    weights
}

/// Solves a symmetric, positive system by elimination.
fn solve(mut matrix: [Vector; SIZE], mut right: Vector) -> Vector {
    for i in 0..SIZE {
        let pivot = matrix[i][i].max(1e-12);
        for j in i + 1..SIZE {
            let factor = matrix[j][i] / pivot;
            if factor != 0.0 {
                let above = matrix[i];
                for (cell, value) in matrix[j].iter_mut().zip(above).skip(i) {
                    *cell -= factor * value;
                }
                right[j] -= factor * right[i];
            }
        }
    }
    for i in (0..SIZE).rev() {
        let known: f64 = (i + 1..SIZE).map(|j| matrix[i][j] * right[j]).sum();
        right[i] = (right[i] - known) / matrix[i][i].max(1e-12);
    }
    right
}

fn dot(one: &Vector, other: &Vector) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}
