//! Exact decimal numbers, so that 2.5 million and 2 500 000 are equal and 0.1 is one tenth.

use std::fmt;

/// A decimal number kept to nine decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i128);

const PLACES: usize = 9;
const ONE: i128 = 1_000_000_000;

impl Decimal {
    /// A whole number.
    #[must_use]
    pub const fn whole(number: u64) -> Self {
        Self(number as i128 * ONE)
    }

    /// A part of a whole; `None` for a whole of zero.
    #[must_use]
    pub fn ratio(part: u64, whole: u64) -> Option<Self> {
        Self::whole(part).0.checked_div(i128::from(whole)).map(Self)
    }

    /// From the digits before and after the decimal mark; `None` when there are too many to be an amount.
    pub(super) fn from_digits(whole: &str, fraction: &str) -> Option<Self> {
        if whole.len() > 18 {
            return None;
        }
        let whole: u64 = whole.parse().ok()?;
        let mut decimals = 0;
        if !fraction.is_empty() {
            for place in 0..PLACES {
                let digit = fraction.as_bytes().get(place).map_or(0, |it| it - b'0');
                decimals = decimals * 10 + i64::from(digit);
            }
        }
        Some(Self(i128::from(whole) * ONE + i128::from(decimals)))
    }

    /// Multiplied by a power of ten; `None` when nobody would write such a number.
    pub(super) fn scaled(self, exponent: u32) -> Option<Self> {
        10_i128
            .checked_pow(exponent)
            .and_then(|factor| self.0.checked_mul(factor))
            .map(Self)
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    pub(super) fn times(self, factor: u64) -> Option<Self> {
        self.0.checked_mul(i128::from(factor)).map(Self)
    }

    pub(super) fn divided(self, by: i128) -> Self {
        Self(self.0.checked_div(by).unwrap_or(self.0))
    }

    pub(crate) fn negative(self) -> Self {
        Self(-self.0)
    }

    /// As a whole number, where it is one and not negative.
    #[must_use]
    pub fn as_whole(self) -> Option<u64> {
        (self.0 % ONE == 0)
            .then_some(self.0 / ONE)
            .and_then(|whole| u64::try_from(whole).ok())
    }
}

impl fmt::Display for Decimal {
    /// `-1234.5`: no group marks, a point, no trailing zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.abs() / ONE, self.0.abs() % ONE);
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let part = format!("{part:09}");
        write!(f, "{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}
