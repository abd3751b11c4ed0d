//! Numbers with few decimals, for the tables of a million rows: `format!` finds all the digits that a number has first.

use std::fmt::Write as _;

/// Adds a number below a thousand million with so many decimals (9 at most), as `format!` writes it: `-0.0`, `12.35`.
pub(super) fn push_fixed(text: &mut String, number: f64, decimals: u32) {
    let unit = 10_u32.pow(decimals);
    let scaled = number.abs() * f64::from(unit);
    // Half-way between two its digits decide; and what is too large or no number is left to `format!` as well.
    let is_plain = (0.0..f64::from(u32::MAX)).contains(&scaled);
    if !is_plain || (scaled.fract() - 0.5).abs() < 1e-6 {
        let decimals = decimals as usize;
        let _ = write!(text, "{number:.decimals$}");
        return;
    }
    if number.is_sign_negative() {
        text.push('-');
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is below the largest one, and no sign is left"
    )]
    let mut rest = scaled.round() as u32;
    let mut place = unit.max(1);
    while rest / place >= 10 {
        place *= 10;
    }
    while place > 0 {
        let digit = u8::try_from(rest / place).unwrap_or(0);
        text.push(char::from(b'0' + digit));
        rest %= place;
        if place == unit && decimals > 0 {
            text.push('.');
        }
        place /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A confidence that is written otherwise in two reports would look like a change.
        #[test]
        fn as_format_writes_it(
            number in prop_oneof![-1.0..1.0, -1e3..1e3, (-4000..4000).prop_map(|it| f64::from(it) / 8.0), any::<f64>()],
            decimals in 0_u32..4,
        ) {
            let mut text = String::new();
            push_fixed(&mut text, number, decimals);
            let places = decimals as usize;
            prop_assert_eq!(text, format!("{number:.places$}"));
        }
    }
}
