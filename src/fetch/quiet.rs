//! Is silence unlike an account? A source that broke gives nothing, just like an account that rests; pure.

use crate::model::Interval;
use jiff::Timestamp;

/// Is silence over this stretch unlike the account? Its posts so far, in order of time, tell its habit.
pub(super) fn unlike_it(times: &[Timestamp], interval: Interval) -> bool {
    // The habit of late, and only if there is one: two gaps at least.
    let recent = &times[times.len().saturating_sub(50)..];
    let mut gaps: Vec<_> = recent
        .windows(2)
        .map(|two| two[1].duration_since(two[0]))
        .collect();
    gaps.sort();
    if gaps.len() < 2 {
        return false;
    }
    let silence = interval.to.duration_since(interval.from);
    gaps[gaps.len() / 2]
        .checked_mul(10)
        .is_some_and(|usual| usual < silence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    /// A source that broke looks like an account that fell silent; the other account would be accused.
    #[test]
    fn silence_is_judged_by_the_habit() {
        let start: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
        let day = |days: i64| start + SignedDuration::from_hours(24 * days);
        let daily: Vec<_> = (0..10).map(day).collect();
        let stretch = |days: i64| Interval {
            from: day(10),
            to: day(10 + days),
        };
        assert!(unlike_it(&daily, stretch(11)));
        assert!(!unlike_it(&daily, stretch(10)));
        assert!(!unlike_it(&daily[..2], stretch(30)));
        // Hourly years ago, weekly of late: a fortnight is nothing.
        let mut slowed: Vec<_> = (0..500)
            .map(|hour| start - SignedDuration::from_hours(9000 - hour))
            .collect();
        slowed.extend((0..60).map(|week| day(week * 7)));
        let from = day(60 * 7);
        let to = from + SignedDuration::from_hours(24 * 14);
        assert!(!unlike_it(&slowed, Interval { from, to }));
    }
}
