//! What the time between two posts says, learned from the account itself.
//!
//! Some accounts post both versions in the same second, others wait for the translation for two days. So the
//! skews of pairs are counted in classes, once the content has found most pairs, and each class is weighed
//! against how often it occurs between posts that are not a pair: a skew that is usual among pairs and rare
//! among others speaks for a pair, and how much is measured, not assumed.

/// Upper ends of the classes of skew, in seconds; each counts twice, for either language coming second.
const ENDS: [i64; 12] = [
    10,
    60,
    300,
    900,
    3600,
    10_800,
    21_600,
    43_200,
    86_400,
    172_800,
    345_600,
    i64::MAX,
];
const CLASSES: usize = 2 * ENDS.len();

/// Shares of the classes among pairs in general, before anything is known of the account (both directions
/// together): most within minutes, some when the translation came, few after days (four groups of accounts and
/// three blogs of 2017 to 2026, rounded).
const USUAL: [f64; 12] = [
    0.24, 0.2, 0.12, 0.08, 0.08, 0.06, 0.05, 0.05, 0.05, 0.04, 0.02, 0.01,
];
/// How many pairs that general knowledge is worth.
const USUAL_PAIRS: f64 = 12.0;
/// As many pairs at random, spread evenly over the window, soften the counts of what is not a pair.
const EVEN_PAIRS: f64 = 50.0;

/// What each class of skew adds to the log-odds of a pair.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Timing([f64; CLASSES]);

impl Timing {
    /// `pairs`: skews (French minus English, seconds) of the pairs found so far; `others`: of candidates that
    /// are none; `window`: how far apart candidates may be, in seconds.
    pub(super) fn learn(
        pairs: impl Iterator<Item = i64>,
        others: impl Iterator<Item = i64>,
        window: i64,
    ) -> Self {
        let (true_, true_total) = count(pairs);
        let (false_, false_total) = count(others);
        let mut evidence = [0.0; CLASSES];
        for (class, value) in evidence.iter_mut().enumerate() {
            let usual = USUAL[class / 2] / 2.0;
            let even = width(class, window);
            let among_pairs = (true_[class] + USUAL_PAIRS * usual) / (true_total + USUAL_PAIRS);
            let among_others = (false_[class] + EVEN_PAIRS * even) / (false_total + EVEN_PAIRS);
            *value = (among_pairs / among_others.max(1e-9)).ln();
        }
        Self(evidence)
    }

    pub(super) fn evidence(&self, skew: i64) -> f64 {
        self.0[class(skew)]
    }
}

fn count(skews: impl Iterator<Item = i64>) -> ([f64; CLASSES], f64) {
    let (mut counts, mut total) = ([0.0; CLASSES], 0.0);
    for skew in skews {
        counts[class(skew)] += 1.0;
        total += 1.0;
    }
    (counts, total)
}

fn class(skew: i64) -> usize {
    let size = ENDS
        .iter()
        .position(|end| skew.abs() <= *end)
        .unwrap_or(ENDS.len() - 1);
    2 * size + usize::from(skew < 0)
}

/// The share of a class if skews were spread evenly over the window, both directions.
fn width(class: usize, window: i64) -> f64 {
    let size = class / 2;
    let from = if size == 0 { 0 } else { ENDS[size - 1] };
    let to = ENDS[size].min(window).max(from);
    #[expect(clippy::cast_precision_loss, reason = "seconds of some days")]
    let share = (to - from) as f64 / (2 * window.max(1)) as f64;
    share
}
