//! What becomes of the posts that found no counterpart.

use super::belief::{self, Beliefs};
use super::decided::Decided;
use super::rivals::Rivals;
use super::score::Scorer;
use super::{Options, parts};
use crate::model::{Comparison, Interval, Judged, Nearest, Outcome, Reason, TextLanguage};
use jiff::SignedDuration;
use std::collections::HashSet;

/// From this probability of having a counterpart on, a post without one is in doubt, not missing.
const DOUBT: f64 = 0.1;

/// A counterpart may have come first: this much before the post must have been read as well.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(24);

/// What was found out while pairing.
pub(super) struct Look<'a> {
    pub(super) rivals: &'a Rivals<'a>,
    pub(super) beliefs: &'a Beliefs,
    pub(super) scorer: &'a Scorer<'a>,
    pub(super) decided: &'a Decided,
}

/// Settles every post that is still open.
pub(super) fn settle(comparison: &mut Comparison, look: &Look, options: &Options) {
    let Look {
        rivals,
        beliefs,
        scorer,
        decided,
    } = look;
    let absorbed = parts::absorbed(comparison, scorer.profiles, rivals);
    let repeats = parts::repeats(comparison, scorer.profiles, rivals);
    let lost = parts::lost(comparison, scorer.profiles, rivals);
    let removed = removed_counterparts(comparison, scorer, decided);
    let covered = Interval::common(&comparison.covered.english, &comparison.covered.french);
    for index in 0..comparison.posts.len() {
        let judged = &comparison.posts[index];
        if judged.outcome != Outcome::MissingCounterpart {
            continue;
        }
        let near = rivals.best(index);
        let probable = beliefs.of_post.get(&index).copied().unwrap_or(0.0);
        let lost = lost.contains(&index);
        let (outcome, reason) = if judged.language == TextLanguage::Both {
            (Outcome::Bilingual, None)
        } else if absorbed.contains(&index) {
            (Outcome::Paired, Some(Reason::ThreadPart))
        } else if judged.language == TextLanguage::Undetermined {
            (Outcome::Undecidable, Some(Reason::LanguageUnknown))
        } else if judged.wrong_language().is_some() {
            (Outcome::Exempt, Some(Reason::WrongLanguage))
        } else {
            match by_coverage(judged, &covered, options) {
                (Outcome::MissingCounterpart, _) if removed.contains(&index) => (
                    Outcome::MissingCounterpart,
                    Some(Reason::CounterpartRemoved),
                ),
                (Outcome::MissingCounterpart, _)
                    if probable >= DOUBT || lost || repeats.contains(&index) =>
                {
                    (Outcome::Undecidable, Some(Reason::PossibleCounterpart))
                }
                settled => settled,
            }
        };
        let judged = &mut comparison.posts[index];
        judged.outcome = outcome;
        judged.reason = reason;
        // Of a repetition, what another post took; that it was taken says nothing of how alike the two are.
        let taken = near.filter(|_| lost || repeats.contains(&index));
        judged.nearest = taken
            .map(|edge| Nearest {
                post: edge.english + edge.french - index,
                confidence: belief::probability(edge.log_odds),
            })
            .or_else(|| {
                let (post, confidence) = *beliefs.likeliest.get(&index)?;
                Some(Nearest { post, confidence })
            });
    }
}

/// Missing only if both accounts were read without a gap from a day before the post until the window closed: the
/// other one, since its counterpart would stand there, and its own, since a post beside it may say why it has none.
fn by_coverage(
    judged: &Judged,
    covered: &[Interval],
    options: &Options,
) -> (Outcome, Option<Reason>) {
    let at = judged.post.published_at;
    let opens = at.saturating_sub(LOOK_BACK).unwrap_or(at);
    let closes = at.saturating_add(options.window).unwrap_or(at);
    match covered.iter().position(|part| part.contains(at)) {
        Some(found) if covered[found].to < closes && found + 1 == covered.len() => {
            (Outcome::Pending, None)
        }
        Some(found) if covered[found].from <= opens && closes <= covered[found].to => {
            (Outcome::MissingCounterpart, None)
        }
        _ => (Outcome::NotComparable, Some(Reason::NotCovered)),
    }
}

/// Open posts that a removed post of the other side would have been the counterpart of:
/// it existed and was removed, which is another finding than that it never existed.
fn removed_counterparts(
    comparison: &Comparison,
    scorer: &Scorer,
    decided: &Decided,
) -> HashSet<usize> {
    let open = |index: &usize| comparison.posts[*index].outcome == Outcome::MissingCounterpart;
    let would_pair = scorer.removed_edges().into_iter();
    would_pair
        .filter(|edge| edge.log_odds > 0.0 && decided.allows(edge.english, edge.french))
        .flat_map(|edge| [edge.english, edge.french])
        .filter(open)
        .collect()
}
