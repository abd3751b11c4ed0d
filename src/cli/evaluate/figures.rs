//! Counts of what was said and what is true, and what can be drawn from them: precision, recall, F1 with
//! intervals, calibration, accuracy of the language.

use crate::model::Bilingual;
use std::collections::BTreeMap;

/// Redraws of the account-weeks for an interval.
const REDRAWS: usize = 1000;
/// Seed of the redraws: the same figures give the same intervals.
const SEED: u64 = 7;
/// Classes of the reliability table.
pub(super) const CLASSES: usize = 10;

/// Everything that was counted.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// By account and week, the unit of the intervals: posts of one week stand and fall together.
    pub(super) ours: BTreeMap<(String, i64), Tally>,
    pub(super) baseline: BTreeMap<(String, i64), Tally>,
    /// The probability of each post's likeliest counterpart, and whether it is the true one.
    pub(super) beliefs: Vec<(f64, bool)>,
    /// Texts of 1–3, 4–8, 9–20 and more words.
    pub(super) languages: [Verdicts; 4],
    pub(super) read: usize,
    pub(super) outcomes: BTreeMap<&'static str, usize>,
    pub(super) to_a_person: usize,
    /// What was said wrongly or not seen: posts with the probability of their likeliest counterpart.
    pub(super) errors: Vec<(Bilingual<&'static str>, f64, String)>,
    /// Seconds between the skew said and the true one.
    pub(super) skew_errors: Vec<i64>,
}

/// Verdicts on the language of texts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Verdicts {
    pub(super) right: usize,
    pub(super) wrong: usize,
    pub(super) abstained: usize,
}

/// What was said and what is true of one account-week.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) pairs: Count,
    /// By the language of the post whose counterpart is missing.
    pub(super) missing: Bilingual<Count>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) said: usize,
    pub(super) true_: usize,
    pub(super) right: usize,
}

impl Count {
    pub(super) fn say(&mut self, right: bool) {
        self.said += 1;
        self.right += usize::from(right);
    }

    pub(super) fn is_true(&mut self) {
        self.true_ += 1;
    }

    pub(super) fn add(&mut self, other: Self) {
        self.said += other.said;
        self.true_ += other.true_;
        self.right += other.right;
    }

    /// Precision, recall, F1; of nothing they are 1 (nothing to find, nothing said).
    pub(super) fn scores(self) -> [f64; 3] {
        let (precision, recall) = (
            portion(self.right, self.said),
            portion(self.right, self.true_),
        );
        let f1 = if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        };
        [precision, recall, f1]
    }
}

/// Which count of a tally.
pub(super) type Of = fn(&Tally) -> Count;

/// The sum over all account-weeks, and 95 % intervals of its scores: account-weeks redrawn with replacement
/// (Efron 1979), the middle 95 % of what comes out.
pub(super) fn with_intervals(
    tallies: &BTreeMap<(String, i64), Tally>,
    of: Of,
) -> (Count, [(f64, f64); 3]) {
    let units: Vec<Count> = tallies.values().map(of).collect();
    let sum = |units: &mut dyn Iterator<Item = Count>| {
        let mut total = Count::default();
        units.for_each(|count| total.add(count));
        total
    };
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut drawn: [Vec<f64>; 3] = Default::default();
    for _ in 0..REDRAWS {
        let mut draw = (0..units.len()).map(|_| units[random.usize(0..units.len())]);
        for (list, score) in drawn.iter_mut().zip(sum(&mut draw).scores()) {
            list.push(score);
        }
    }
    let intervals = drawn.map(|mut list| {
        list.sort_by(f64::total_cmp);
        (list[REDRAWS / 40], list[REDRAWS - 1 - REDRAWS / 40])
    });
    (sum(&mut units.iter().copied()), intervals)
}

/// One class of the reliability table.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Class {
    pub(super) posts: usize,
    /// Mean probability.
    pub(super) said: f64,
    /// Share that is right.
    pub(super) right: f64,
}

/// The reliability table and the expected calibration error: the mean distance of what is said from what is
/// right, over ten classes of equal width (Naeini et al. 2015).
pub(super) fn calibration(beliefs: &[(f64, bool)]) -> ([Class; CLASSES], f64) {
    let mut classes = [Class::default(); CLASSES];
    for (probability, right) in beliefs {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a probability times ten"
        )]
        let class = ((probability * CLASSES as f64) as usize).min(CLASSES - 1);
        classes[class].posts += 1;
        classes[class].said += probability;
        classes[class].right += f64::from(u8::from(*right));
    }
    let mut error = 0.0;
    for class in &mut classes {
        error += (class.said - class.right).abs();
        let posts = real(class.posts.max(1));
        class.said /= posts;
        class.right /= posts;
    }
    (classes, error / real(beliefs.len().max(1)))
}

pub(super) fn portion(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        real(part) / real(whole)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of posts")]
fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A calibration error that is always small would let an overconfident pairing pass.
    #[test]
    fn calibration_sees_overconfidence() {
        let beliefs: Vec<(f64, bool)> = (0..100).map(|n| (0.95, n % 2 == 0)).collect();
        let (classes, error) = calibration(&beliefs);
        assert!((error - 0.45).abs() < 1e-9);
        assert_eq!(classes[9].posts, 100);
        let honest: Vec<(f64, bool)> = (0..100).map(|n| (0.95, n % 20 != 0)).collect();
        assert!(calibration(&honest).1 < 1e-9);
    }

    #[test]
    fn one_bad_week_widens_the_interval() {
        let tally = |right| Tally {
            pairs: Count {
                said: 10,
                true_: 10,
                right,
            },
            ..Tally::default()
        };
        let even: BTreeMap<_, _> = (0..10)
            .map(|week| ((String::new(), week), tally(9)))
            .collect();
        let mut uneven = even.clone();
        uneven.insert((String::new(), 3), tally(0));
        let width = |tallies| {
            let (_, [(low, high), ..]) = with_intervals(tallies, |tally| tally.pairs);
            high - low
        };
        assert!(width(&even) < 1e-9);
        assert!(width(&uneven) > 0.1);
    }
}
