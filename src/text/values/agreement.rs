//! Which values of two texts agree, and which stand on one side only.

use super::Value;

/// Places in the two lists of values that were compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Values that both sides state, as places in the English and the French list.
    pub common: Vec<(usize, usize)>,
    /// Places of what only the English states.
    pub english_only: Vec<usize>,
    /// Places of what only the French states.
    pub french_only: Vec<usize>,
}

/// Compares two lists as multisets: equal values first, then those that are [`Value::alike`].
#[must_use]
pub fn agreement(english: &[Value], french: &[Value]) -> Agreement {
    let mut result = Agreement {
        common: Vec::new(),
        english_only: (0..english.len()).collect(),
        french_only: (0..french.len()).collect(),
    };
    for same in [Value::eq, Value::alike] {
        if result.french_only.is_empty() {
            break;
        }
        let Agreement {
            common,
            english_only,
            french_only,
        } = &mut result;
        english_only.retain(|&e| {
            let place = french_only
                .iter()
                .position(|&f| same(&english[e], &french[f]));
            if let Some(place) = place {
                common.push((e, french_only.remove(place)));
            }
            place.is_none()
        });
    }
    result
}

impl Agreement {
    /// Places of the values that speak against the two texts saying the same, on either side: those on one side
    /// only, save what may be left out unless the other side states another one of its kind.
    #[must_use]
    pub fn against(&self, english: &[Value], french: &[Value]) -> (Vec<usize>, Vec<usize>) {
        let speaking = |own: &[usize], values: &[Value], others: &[usize], theirs: &[Value]| {
            let speaks = |at: &usize| {
                let is_answered = |other: &usize| values[*at].same_kind(&theirs[*other]);
                !values[*at].is_optional() || others.iter().any(is_answered)
            };
            own.iter().copied().filter(|at| speaks(at)).collect()
        };
        (
            speaking(&self.english_only, english, &self.french_only, french),
            speaking(&self.french_only, french, &self.english_only, english),
        )
    }
}
