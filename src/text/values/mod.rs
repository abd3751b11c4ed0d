//! What a text states that must be equal in both languages: numbers, amounts, dates, times, phones, references.
//!
//! A text is cut into tokens once and read from left to right. At each place the readers whose
//! values can begin there are asked in a fixed order, the more particular first, and what one has read no other
//! reads again: the `30` of `15 h 30` is no number, the `19` of COVID-19 neither. At most places none is asked, and
//! most posts hold no value at all and are left once they are cut.
//!
//! Number words have a reader of our own. The crate `text2num` (2.8) was tried: 3 µs a post, `2,5000000000` for
//! *deux virgule cinq milliards*, `pour 100` for *pour cent*, `1` for every article, no dozens, halves or places.

mod agreement;
mod calendar;
mod clock;
mod contact;
mod cut;
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

pub use agreement::{MOST, Places, compare, unmatched};
pub use calendar::{falls_on, is_possible};
pub use decimal::Decimal;
pub use value::{Currency, Found, Reference, ReferenceKind, Region, Unit, Value, Zone, ZoneKind};

use crate::model::Language;
use cut::Kind;
use tokens::Reader;
use words::stands_first;

/// A reader tries to read a value at a token; it keeps what it found and gives the place after it.
type Read = for<'a> fn(&mut Reader<'a>, usize) -> Option<usize>;

/// The readers that can begin at a token, in the order in which they are asked.
fn readers(reader: &Reader, at: usize) -> &'static [Read] {
    let Some(token) = reader.token(at) else {
        return &[];
    };
    match token.kind {
        Kind::Digits if reader.is_free(at + 1) => &[
            contact::phone,
            clock::time,
            calendar::date,
            measures::measure,
        ],
        Kind::Digits => &[
            contact::email,
            contact::phone,
            clock::time,
            calendar::date,
            references::name,
            measures::measure,
        ],
        Kind::Mark('+' | '(') => &[contact::phone],
        Kind::Mark('-' | '−' | '$' | '€' | '£' | '½' | '¼' | '¾') => &[measures::measure],
        Kind::Mark(_) => &[],
        Kind::Word => match (reader.is_plain(at, token.text), token.senses) {
            (true, []) => &[],
            (true, senses) if !stands_first(senses) => &[clock::zone],
            (false, []) => &[
                contact::email,
                contact::postal_code,
                references::name,
                measures::measure,
            ],
            _ => &[
                contact::email,
                contact::postal_code,
                references::reference,
                clock::time,
                clock::zone,
                calendar::date,
                references::name,
                measures::measure,
            ],
        },
    }
}

/// The values of a text whose links, handles, hashtags and emoji are out (see [`super::parts`]), in order of place.
///
/// `language`, where it is known, settles what is ambiguous (`billion`, `cent`, `seize`).
#[must_use]
pub fn read(prose: &str, language: Option<Language>) -> Vec<Found> {
    let Some(mut reader) = Reader::new(prose, language) else {
        return Vec::new();
    };
    let mut at = 0;
    while at < reader.len() {
        let end = readers(&reader, at)
            .iter()
            .find_map(|read| read(&mut reader, at));
        at = end.unwrap_or(at + 1);
    }
    units::drop_conversions(&mut reader);
    reader.found
}

#[cfg(test)]
mod tests;
