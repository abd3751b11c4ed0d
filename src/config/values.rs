//! Amounts, durations and shares, as they are written in `tandem.toml` and in options of the command line.

use crate::model::Problem;
use jiff::{SignedDuration, Span, SpanRelativeTo, tz::TimeZone};
use std::fmt::Display;

/// What is wrong with a value, behind its key unless the place names it already.
fn wrong(place: &str, key: &str, english: impl Display, french: impl Display) -> Problem {
    if place == key {
        Problem::new(place, english.to_string(), french.to_string())
    } else {
        Problem::new(
            place,
            format!("{key}: {english}"),
            format!("{key}\u{a0}: {french}"),
        )
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
    Err(wrong(
        place,
        key,
        "not an amount; give US dollars, such as 2.50",
        "ce n’est pas un montant; indiquez des dollars américains, par exemple 2.50",
    ))
}

/// A time zone by its name.
///
/// # Errors
/// When there is none of that name.
pub fn time_zone(place: &str, key: &str, name: &str) -> Result<TimeZone, Problem> {
    TimeZone::get(name).map_err(|_| {
        wrong(
            place,
            key,
            format_args!("unknown time zone “{name}”; use a name such as America/Toronto"),
            format_args!(
                "fuseau horaire inconnu «\u{a0}{name}\u{a0}»; utilisez un nom comme America/Toronto"
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
        _ => Err(wrong(
            place,
            key,
            format_args!("“{text}” is not a duration; write for example 15min, 2h or 7d"),
            format_args!(
                "«\u{a0}{text}\u{a0}» n’est pas une durée; écrivez par exemple 15min, 2h ou 7d"
            ),
        )),
    }
}

pub(super) fn fraction(place: &str, key: &str, share: f64) -> Result<f64, Problem> {
    if (0.0..=1.0).contains(&share) {
        return Ok(share);
    }
    Err(wrong(
        place,
        key,
        format_args!("{share} is not a share; give a number from 0 to 1"),
        format_args!("{share} n’est pas une part; indiquez un nombre de 0 à 1"),
    ))
}
