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
pub(super) struct Timing {
    evidence: [f64; CLASSES],
    /// The same for a pair that it was learned from, itself left out.
    of_taught: [f64; CLASSES],
}

impl Timing {
    /// From the skews of the pairs found so far and of all that could be a pair; `window`: how far apart the latter
    /// may be, in seconds.
    pub(super) fn learn(pairs: &Classes, all: &Classes, window: i64) -> Self {
        let evidence = |taught: f64| {
            std::array::from_fn(|class| {
                let found = (pairs.counts[class] - taught).max(0.0);
                let other = all.counts[class] - pairs.counts[class];
                let usual = USUAL[class / 2] / 2.0;
                let even = width(class, window);
                let total = (pairs.total - taught).max(0.0);
                let among_pairs = (found + USUAL_PAIRS * usual) / (total + USUAL_PAIRS);
                let others = all.total - pairs.total + EVEN_PAIRS;
                let among_others = (other.max(0.0) + EVEN_PAIRS * even) / others;
                (among_pairs / among_others.max(1e-9)).ln()
            })
        };
        Self {
            evidence: evidence(0.0),
            of_taught: evidence(1.0),
        }
    }

    /// What a skew adds, of a candidate that this was learned from or of another.
    pub(super) fn evidence(&self, skew: i64, taught: bool) -> f64 {
        let evidence = if taught {
            &self.of_taught
        } else {
            &self.evidence
        };
        evidence[class(skew)]
    }
}

/// How often each class of skew was seen.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Classes {
    counts: [f64; CLASSES],
    total: f64,
}

impl Classes {
    /// Counts one skew: French minus English, in seconds.
    pub(super) fn count(&mut self, skew: i64) {
        self.counts[class(skew)] += 1.0;
        self.total += 1.0;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// An account that always posts both at once and one that waits for two days must not be judged alike.
    #[test]
    fn an_account_teaches_what_its_skews_say() {
        let week = 7 * 86_400;
        let mut all = Classes::default();
        for hour in -168..168 {
            all.count(hour * 3600);
        }
        let learn = |skew: i64| {
            let mut pairs = Classes::default();
            let mut all = all.clone();
            for number in 0..40 {
                pairs.count(skew + number % 5);
                all.count(skew + number % 5);
            }
            Timing::learn(&pairs, &all, week)
        };
        let (prompt, slow) = (learn(5), learn(40 * 3600));
        assert!(prompt.evidence(5, false) > 5.0 && prompt.evidence(40 * 3600, false) < -2.0);
        assert!(slow.evidence(40 * 3600, false) > 1.0);
        assert!(slow.evidence(40 * 3600, false) > slow.evidence(-40 * 3600, false) + 2.0);
    }
}
