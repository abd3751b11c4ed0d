//! What a record says of its time, held against the clock in its id.

use super::collector::Refusal;
use jiff::Timestamp;

/// Any zone and a day of slack.
const TOLERANCE: i64 = 36 * 3_600_000;

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
