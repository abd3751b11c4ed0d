//! What was read: of what was not, no rule may say that it is missing.

use crate::model::{Comparison, Interval, Language};
use jiff::{SignedDuration, Timestamp};

/// Was the account of a language read without a gap from `before` an instant to `after` it?
pub(super) fn is_read(
    comparison: &Comparison,
    language: Language,
    at: Timestamp,
    before: SignedDuration,
    after: SignedDuration,
) -> bool {
    let span = Interval {
        from: at.saturating_sub(before).unwrap_or(at),
        to: at.saturating_add(after).unwrap_or(at),
    };
    let mut parts = comparison.covered.get(language).iter();
    parts.any(|part| part.from <= span.from && span.to <= part.to)
}

/// Were both accounts read at an instant?
pub(super) fn are_read(comparison: &Comparison, at: Timestamp) -> bool {
    [Language::English, Language::French]
        .iter()
        .all(|language| {
            let mut parts = comparison.covered.get(*language).iter();
            parts.any(|part| part.contains(at))
        })
}
