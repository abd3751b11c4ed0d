//! What a text states that must be equal in both languages: numbers, amounts, dates, times, phones, references.
//!
//! A text is cut into tokens once and read from left to right. At each place the readers are asked in a fixed
//! order, the more particular first, and what one has read no other reads again: the `30` of `15 h 30` is no
//! number, the `19` of COVID-19 neither. Most posts hold no value at all and are left after one look.
//!
//! Number words have a reader of our own. The crate `text2num` (2.8) was tried: 3 µs a post, `2,5000000000` for
//! *deux virgule cinq milliards*, `pour 100` for *pour cent*, `1` for every article, no dozens, halves or places.

mod agreement;
mod calendar;
mod clock;
mod contact;
mod decimal;
mod measures;
mod money;
mod number_words;
mod numerals;
mod references;
mod tokens;
mod units;
mod value;
mod words;

pub use agreement::{Agreement, Places, agreement, compare};
pub use calendar::{falls_on, is_possible};
pub use decimal::Decimal;
pub use value::{Currency, Found, Reference, ReferenceKind, Region, Unit, Value, Zone, ZoneKind};

use crate::model::Language;
use tokens::Reader;

/// A reader tries to read a value at a token; it keeps what it found and gives the place after it.
type Read = for<'a> fn(&mut Reader<'a>, usize) -> Option<usize>;

/// In the order in which they are asked.
const READERS: [Read; 9] = [
    contact::email,
    contact::postal_code,
    contact::phone,
    references::reference,
    clock::time,
    clock::zone,
    calendar::date,
    references::name,
    measures::measure,
];

/// The values of a text whose links, handles, hashtags and emoji are out (see [`super::parts`]), in order of place.
///
/// `language`, where it is known, settles what is ambiguous (`billion`, `cent`, `seize`).
#[must_use]
pub fn read(prose: &str, language: Option<Language>) -> Vec<Found> {
    if !tokens::may_hold_values(prose) {
        return Vec::new();
    }
    let mut reader = Reader::new(prose, language);
    let mut at = 0;
    while at < reader.len() {
        let end = if reader.is_plain_word(at) {
            None
        } else {
            READERS.iter().find_map(|read| read(&mut reader, at))
        };
        at = end.unwrap_or(at + 1);
    }
    units::drop_conversions(&mut reader);
    reader.found
}

#[cfg(test)]
mod tests;
