//! Pairs that a person accepted, rejected or made by hand: they go before everything that is found or declared.

use crate::model::{Bilingual, Decision, Evidence, Judged, Language, Reason, Subject, Word};
use std::collections::{HashMap, HashSet};

/// What is said of such a pair; the weight is beyond any that is learned.
pub(super) const REASON: Evidence = Evidence {
    feature: "decided",
    weight: 100.0,
    text: Bilingual::new("decided by a person", "décidé par une personne"),
};

/// The decisions about the posts of one comparison.
#[derive(Default)]
pub(super) struct Decided {
    /// Those that name posts of it.
    pub(super) decisions: Vec<Decision>,
    /// Places of the English and the French post of each pair, and the decision that made it.
    pub(super) pairs: Vec<(usize, usize, usize)>,
    rejected: HashSet<(usize, usize)>,
}

impl Decided {
    pub(super) fn new(judged: &[Judged], decisions: &[Decision]) -> Self {
        let mut decided = Self::default();
        if decisions.is_empty() {
            return decided;
        }
        let places: HashMap<String, usize> = judged
            .iter()
            .enumerate()
            .map(|(place, it)| (it.post.key(), place))
            .collect();
        let mut taken = HashSet::new();
        for decision in decisions {
            let Subject::Pair(two) = &decision.subject else {
                continue;
            };
            let place = |key: &String| places.get(key).copied();
            let (Some(english), Some(french)) = (place(&two.english), place(&two.french)) else {
                continue;
            };
            match decision.word {
                Word::RejectPair => {
                    decided.rejected.insert((english, french));
                    decided.rejected.insert((french, english));
                }
                Word::AcceptPair | Word::Pair
                    if can_be(&judged[english], Language::English)
                        && can_be(&judged[french], Language::French)
                        && english != french
                        && !taken.contains(&english)
                        && !taken.contains(&french) =>
                {
                    taken.extend([english, french]);
                    let number = decided.decisions.len();
                    decided.pairs.push((english, french, number));
                }
                _ => continue,
            }
            decided.decisions.push(decision.clone());
        }
        decided
    }

    /// Has nobody said that the two are no pair?
    pub(super) fn allows(&self, english: usize, french: usize) -> bool {
        self.rejected.is_empty() || !self.rejected.contains(&(english, french))
    }
}

/// Not of the other language's account, and not removed: what is gone is nobody's counterpart.
fn can_be(judged: &Judged, side: Language) -> bool {
    judged.side.is_none_or(|own| own == side) && judged.reason != Some(Reason::Deleted)
}
