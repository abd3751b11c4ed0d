//! Amounts, durations and shares, as they are written in `tandem.toml` and in options of the command line.

use crate::model::Problem;
use jiff::{SignedDuration, Span, SpanRelativeTo, tz::TimeZone};

/// The key, unless the place names it already.
fn of(place: &str, key: &str, colon: &str) -> String {
    if place == key {
        String::new()
    } else {
        format!("{key}{colon}")
    }
}

/// US dollars as millionths; never negative.
///
/// # Errors
/// When it is no amount.
pub fn money(place: &str, key: &str, dollars: f64) -> Result<u64, Problem> {
    if (0.0..=1e6).contains(&dollars) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in the range just checked"
        )]
        return Ok((dollars * 1e6).round() as u64);
    }
    Err(Problem::new(
        place,
        format!(
            "{}not an amount; give US dollars, such as 2.50",
            of(place, key, ": ")
        ),
        format!(
            "{}ce n’est pas un montant; indiquez des dollars américains, par exemple 2.50",
            of(place, key, "\u{a0}: ")
        ),
    ))
}

/// A time zone by its name.
///
/// # Errors
/// When there is none of that name.
pub fn time_zone(place: &str, key: &str, name: &str) -> Result<TimeZone, Problem> {
    TimeZone::get(name).map_err(|_| {
        Problem::new(
            place,
            format!(
                "{}unknown time zone “{name}”; use a name such as America/Toronto",
                of(place, key, ": ")
            ),
            format!(
                "{}fuseau horaire inconnu «\u{a0}{name}\u{a0}»; utilisez un nom comme America/Toronto",
                of(place, key, "\u{a0}: ")
            ),
        )
    })
}

/// `15min`, `2 h`, `7 days`; never negative.
///
/// # Errors
/// When it is no duration.
pub fn duration(place: &str, key: &str, text: &str) -> Result<SignedDuration, Problem> {
    let parsed = text
        .parse::<Span>()
        .and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()));
    match parsed {
        Ok(duration) if !duration.is_negative() => Ok(duration),
        _ => Err(Problem::new(
            place,
            format!(
                "{}“{text}” is not a duration; write for example 15min, 2h or 7d",
                of(place, key, ": ")
            ),
            format!(
                "{}«\u{a0}{text}\u{a0}» n’est pas une durée; écrivez par exemple 15min, 2h ou 7d",
                of(place, key, "\u{a0}: ")
            ),
        )),
    }
}

pub(super) fn fraction(place: &str, key: &str, share: f64) -> Result<f64, Problem> {
    if (0.0..=1.0).contains(&share) {
        return Ok(share);
    }
    Err(Problem::new(
        place,
        format!("{key}: {share} is not a share; give a number from 0 to 1"),
        format!("{key}\u{a0}: {share} n’est pas une part; indiquez un nombre de 0 à 1"),
    ))
}
