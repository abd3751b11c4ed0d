//! Which values of two texts agree, and which stand on one side only.

use super::Value;

/// Values of a text that are compared, so that a set of places is one number; few posts have ten.
pub const MOST: usize = 64;

/// Compares two lists as multisets, knowing by place which values are `equal`: calls `common` for every two that agree,
/// and gives the places on either side that speak against the two texts saying the same. These are the values on one
/// side only, save what may be left out unless the other side states another one of its kind.
pub fn compare(
    english: &[Value],
    french: &[Value],
    equal: impl Fn(usize, usize) -> bool,
    common: impl FnMut(usize, usize),
) -> (Places, Places) {
    let (english_only, french_only) = match_values(english, french, equal, common);
    let speaking = |own: Places, values: &[Value], others: Places, theirs: &[Value]| {
        let speaks = |at: &usize| {
            let is_answered = |other: usize| values[*at].same_kind(&theirs[other]);
            !values[*at].is_optional() || others.places().any(is_answered)
        };
        let places = own.places().filter(speaks);
        Places(places.fold(0, |set, at| set | 1 << at))
    };
    (
        speaking(english_only, english, french_only, french),
        speaking(french_only, french, english_only, english),
    )
}

/// The places on either side whose values have no like on the other.
pub fn unmatched(
    english: &[Value],
    french: &[Value],
    equal: impl Fn(usize, usize) -> bool,
) -> (Places, Places) {
    match_values(english, french, equal, |_, _| {})
}

/// Equal values first, then those that are [`Value::alike`]; gives the places that stand on one side only. Most candidates
/// of a post fall here: kinds are looked at before values are.
pub(super) fn match_values(
    english: &[Value],
    french: &[Value],
    equal: impl Fn(usize, usize) -> bool,
    mut common: impl FnMut(usize, usize),
) -> (Places, Places) {
    let (mut e, mut f) = (Places::first(english.len()), Places::first(french.len()));
    let mut take = |e: &mut Places, f: &mut Places, one: usize, other: Option<usize>| {
        if let Some(other) = other {
            common(one, other);
            e.remove(one);
            f.remove(other);
        }
    };
    for one in e.places() {
        let same = f.places().find(|other| equal(one, *other));
        take(&mut e, &mut f, one, same);
    }
    let kinds = f.places().fold(0, |kinds, at| kinds | french[at].kind());
    for one in e.places() {
        if english[one].akin() & kinds != 0 {
            let alike = f.places().find(|other| english[one].alike(&french[*other]));
            take(&mut e, &mut f, one, alike);
        }
    }
    (e, f)
}

/// A set of places in a list of values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Places(u64);

impl Places {
    fn first(count: usize) -> Self {
        Self(
            u64::MAX
                .checked_shr(64 - u32::try_from(count.min(MOST)).unwrap_or(64))
                .unwrap_or(0),
        )
    }

    fn remove(&mut self, place: usize) {
        self.0 &= !(1 << place);
    }

    /// No place?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The places, in order.
    pub fn places(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let place = left.trailing_zeros();
            (left != 0).then(|| {
                left &= left - 1;
                place as usize
            })
        })
    }
}
