//! Ids that carry the time at which they were given: those of X and LinkedIn.

use super::collector::Refusal;
use jiff::Timestamp;

/// Ids of X carry the time since November 2010; those before are small.
const FIRST_OF_X: u64 = 29_700_859_247;
/// The zero of that clock, in milliseconds of Unix.
const ZERO_OF_X: i64 = 1_288_834_974_657;
/// Any zone and a day of slack.
const TOLERANCE: i64 = 36 * 3_600_000;

/// When the id was given, if it tells.
pub(super) fn of(platform: &str, id: &str) -> Option<Timestamp> {
    let milliseconds = match platform {
        "x" => {
            let number = id.parse::<u64>().ok().filter(|id| *id >= FIRST_OF_X)?;
            i64::try_from(number >> 22).ok()? + ZERO_OF_X
        }
        "linkedin" => {
            let number = id.strip_prefix("urn:li:")?.split_once(':')?.1;
            i64::try_from(number.parse::<u64>().ok()? >> 22).ok()?
        }
        _ => return None,
    };
    Timestamp::from_millisecond(milliseconds).ok()
}

/// Two times of one post this far apart: one of them is wrong.
pub(super) fn agree(a: Timestamp, b: Timestamp) -> bool {
    (a.as_millisecond() - b.as_millisecond()).abs() <= TOLERANCE
}

/// Says that the time of an id and that of its record do not fit.
pub(super) fn contradiction(id: &str, clock: Timestamp, said: &str, todo: (&str, &str)) -> Refusal {
    Refusal::text(
        format!(
            "the id {id} was given at {clock}, but the record says {said}: one of them is wrong; {}",
            todo.0
        ),
        format!(
            "l’identifiant {id} date de {clock}, mais l’enregistrement dit {said}\u{a0}: l’un des deux est faux; {}",
            todo.1
        ),
    )
}
