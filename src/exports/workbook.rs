//! Workbooks of the old binary kind of Excel (`.xls`), as LinkedIn gives them: every sheet as rows of text. Read here
//! and not by a library, since those that there are take any size that a damaged file states.

use super::{File, compound};
use crate::model::Problem;
use csv::StringRecord;
use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use std::collections::BTreeMap;

/// One sheet.
pub(super) struct Sheet {
    /// Number of its first row, as the user counts.
    pub(super) first: usize,
    /// Its rows.
    pub(super) rows: Vec<StringRecord>,
}

/// Records of the file that are read; the others are looks.
mod record {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const END: u16 = 0x000A;
    pub(super) const FROM_1904: u16 = 0x0022;
    pub(super) const PASSWORD: u16 = 0x002F;
    pub(super) const CONTINUE: u16 = 0x003C;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const MANY_SHORT_NUMBERS: u16 = 0x00BD;
    pub(super) const RICH_LABEL: u16 = 0x00D6;
    pub(super) const STYLE: u16 = 0x00E0;
    pub(super) const SHARED_TEXTS: u16 = 0x00FC;
    pub(super) const SHARED_TEXT: u16 = 0x00FD;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const RESULT: u16 = 0x0207;
    pub(super) const SHORT_NUMBER: u16 = 0x027E;
    pub(super) const FORMAT: u16 = 0x041E;
    pub(super) const BEGIN: u16 = 0x0809;
}

/// Texts of all cells together, at most: one text may stand in many cells.
const MOST: usize = 256 << 20;

/// Is it a workbook of that kind?
pub(super) fn is_one(file: &File) -> bool {
    compound::is_one(file.head())
}

/// Its sheets.
///
/// # Errors
/// When it is damaged or locked.
pub(super) fn sheets(place: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Problem> {
    compound::stream(bytes, "Workbook")
        .and_then(|stream| read(&stream))
        .ok_or_else(|| {
            Problem::new(
                place,
                "a workbook (.xls) that is damaged, older than Excel 97 or protected by a password; export it again, or open it and save the sheet of posts as “CSV UTF-8”",
                "classeur (.xls) endommagé, antérieur à Excel 97 ou protégé par un mot de passe; exportez-le de nouveau, ou ouvrez-le et enregistrez la feuille des publications en «\u{a0}CSV UTF-8\u{a0}»",
            )
        })
}

/// What the head of the file says for all sheets.
#[derive(Default)]
struct Book {
    /// Where each sheet begins.
    sheets: Vec<usize>,
    texts: Vec<String>,
    /// Number of the format of each style.
    styles: Vec<u16>,
    /// Is the format that of a time?
    formats: BTreeMap<u16, bool>,
    from_1904: bool,
}

fn read(stream: &[u8]) -> Option<Vec<Sheet>> {
    let mut book = Book::default();
    for (index, record) in Records(stream).enumerate() {
        let Record { kind, pieces } = record?;
        let data = *pieces.first()?;
        match kind {
            record::BEGIN if index == 0 && short(data, 0)? != 0x0600 => return None,
            _ if index == 0 && kind != record::BEGIN => return None,
            record::PASSWORD => return None,
            record::FROM_1904 => book.from_1904 = short(data, 0)? == 1,
            record::SHEET => book.sheets.push(usize::try_from(long(data, 0)?).ok()?),
            record::STYLE => book.styles.push(short(data, 2)?),
            record::FORMAT => {
                let form = text(data.get(2..)?)?;
                book.formats.insert(short(data, 0)?, is_time(&form));
            }
            record::SHARED_TEXTS => book.texts = shared(pieces)?,
            record::END => break,
            _ => {}
        }
    }
    // Two sheets at one place would be one that is read many times.
    book.sheets.sort_unstable();
    book.sheets.dedup();
    let mut left = MOST;
    book.sheets
        .iter()
        .map(|start| sheet(stream.get(*start..)?, &book, &mut left))
        .collect()
}

/// The cells of one sheet.
fn sheet(stream: &[u8], book: &Book, left: &mut usize) -> Option<Sheet> {
    let mut rows: BTreeMap<u16, BTreeMap<u16, String>> = BTreeMap::new();
    let mut depth = 0_usize;
    // Where the text goes that is the result of a formula.
    let mut result = None;
    for record in Records(stream) {
        let Record { kind, pieces } = record?;
        let data = *pieces.first()?;
        match kind {
            record::BEGIN => depth += 1,
            record::END if depth <= 1 => break,
            record::END => depth -= 1,
            // A chart inside the sheet has cells of its own.
            _ if depth != 1 => {}
            record::MANY_SHORT_NUMBERS => {
                let (row, first) = (short(data, 0)?, short(data, 2)?);
                let (numbers, _) = data.get(4..)?.as_chunks::<6>();
                for (column, one) in (first..=u16::MAX).zip(numbers) {
                    let text = book.number(short(one, 0)?, unpacked(long(one, 2)?));
                    put(&mut rows, row, column, text, left)?;
                }
            }
            record::FORMULA
            | record::RICH_LABEL
            | record::SHARED_TEXT
            | record::NUMBER
            | record::LABEL
            | record::SHORT_NUMBER => {
                let (row, column, style) = (short(data, 0)?, short(data, 2)?, short(data, 4)?);
                let value = data.get(6..)?;
                let text = match kind {
                    record::SHARED_TEXT => {
                        let index = usize::try_from(long(value, 0)?).ok()?;
                        book.texts.get(index)?.clone()
                    }
                    record::LABEL | record::RICH_LABEL => text(value)?,
                    record::SHORT_NUMBER => book.number(style, unpacked(long(value, 0)?)),
                    // A formula whose result is no number.
                    record::FORMULA if value.get(6..8)? == [0xFF, 0xFF] => {
                        result = (value.first() == Some(&0)).then_some((row, column));
                        String::new()
                    }
                    _ => {
                        let bits: [u8; 8] = value.get(..8)?.try_into().ok()?;
                        book.number(style, f64::from_le_bytes(bits))
                    }
                };
                put(&mut rows, row, column, text, left)?;
            }
            record::RESULT => {
                if let Some((row, column)) = result.take() {
                    put(&mut rows, row, column, text(data)?, left)?;
                }
            }
            _ => {}
        }
    }
    Some(table(&rows))
}

fn put(
    rows: &mut BTreeMap<u16, BTreeMap<u16, String>>,
    row: u16,
    column: u16,
    text: String,
    left: &mut usize,
) -> Option<()> {
    // No sheet of that kind has more columns.
    if column > 255 {
        return None;
    }
    *left = left.checked_sub(text.len())?;
    rows.entry(row).or_default().insert(column, text);
    Some(())
}

/// Rows and cells that are not in the file are empty.
fn table(rows: &BTreeMap<u16, BTreeMap<u16, String>>) -> Sheet {
    let first = rows.keys().next().copied().unwrap_or(0);
    let last = rows.keys().next_back().copied().unwrap_or(0);
    let width = rows.values().filter_map(|cells| cells.keys().next_back());
    let width = width.max().copied().unwrap_or(0);
    let row = |number| {
        let mut record = StringRecord::new();
        if let Some(cells) = rows.get(&number) {
            for column in 0..=width {
                record.push_field(cells.get(&column).map_or("", String::as_str));
            }
        }
        record
    };
    Sheet {
        first: usize::from(first) + 1,
        rows: if rows.is_empty() {
            Vec::new()
        } else {
            (first..=last).map(row).collect()
        },
    }
}

impl Book {
    /// A number as the file would hold it if it were text.
    fn number(&self, style: u16, number: f64) -> String {
        /// Below it a spreadsheet keeps every whole number.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let format = self.styles.get(usize::from(style)).copied().unwrap_or(0);
        let is_time = match self.formats.get(&format) {
            Some(is_time) => *is_time,
            None => matches!(format, 14..=22 | 45..=47),
        };
        if is_time && let Some(time) = self.time(number) {
            return time;
        }
        if number.fract() == 0.0 && number.abs() < EXACT {
            format!("{number:.0}")
        } else if number.abs() >= EXACT {
            // With an exponent it is seen that digits were lost.
            format!("{number:.5E}")
        } else {
            number.to_string()
        }
    }

    /// A time is the number of days since one in the past.
    fn time(&self, days: f64) -> Option<String> {
        // The years 1900 to 2100, about.
        if !(1.0..75_000.0).contains(&days) {
            return None;
        }
        let zero: DateTime = if self.from_1904 {
            date(1904, 1, 1).at(0, 0, 0, 0)
        } else {
            date(1899, 12, 30).at(0, 0, 0, 0)
        };
        #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
        let seconds = (days * 86_400.0).round() as i64;
        let time = zero.checked_add(seconds.seconds()).ok()?;
        Some(if seconds % 86_400 == 0 {
            time.date().to_string()
        } else {
            format!("{} {}", time.date(), time.time())
        })
    }
}

/// Does a format like `MM/DD/YYYY` show a time? Letters in quotation marks or brackets show themselves.
fn is_time(form: &str) -> bool {
    let mut closing = None;
    for letter in form.chars() {
        if let Some(end) = closing {
            closing = Some(end).filter(|end| *end != letter);
            continue;
        }
        match letter {
            '"' => closing = Some('"'),
            '[' => closing = Some(']'),
            'y' | 'Y' | 'd' | 'D' | 'h' | 'H' => return true,
            _ => {}
        }
    }
    false
}

/// A number in thirty bits: whole or not, a hundredth or not.
fn unpacked(packed: u32) -> f64 {
    let number = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        f64::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 0 {
        number
    } else {
        number / 100.0
    }
}

/// One record with the pieces that continue it.
struct Record<'a> {
    kind: u16,
    pieces: Vec<&'a [u8]>,
}

/// The records of a stream; `None` stands for one that is cut.
struct Records<'a>(&'a [u8]);

impl<'a> Records<'a> {
    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let (kind, length) = (short(self.0, 0)?, short(self.0, 2)?);
        let end = 4 + usize::from(length);
        let data = self.0.get(4..end)?;
        self.0 = &self.0[end..];
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Option<Record<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        // The stream may end in zeros up to the end of its sector.
        if self.0.iter().take(4).all(|byte| *byte == 0) {
            return None;
        }
        let Some((kind, data)) = self.one() else {
            self.0 = &[];
            return Some(None);
        };
        let mut pieces = vec![data];
        while short(self.0, 0) == Some(record::CONTINUE) {
            match self.one() {
                Some((_, data)) => pieces.push(data),
                None => break,
            }
        }
        Some(Some(Record { kind, pieces }))
    }
}

fn short(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// A text of its own: its length, its width, its letters.
fn text(data: &[u8]) -> Option<String> {
    Pieces::new(vec![data]).text()
}

/// The texts that cells refer to.
fn shared(pieces: Vec<&[u8]>) -> Option<Vec<String>> {
    let mut pieces = Pieces::new(pieces);
    pieces.take(4)?;
    let count = pieces.take(4)?;
    let count = u32::from_le_bytes(count.try_into().ok()?);
    // Not reserved: a damaged file may state any number.
    (0..count).map(|_| pieces.text()).collect()
}

/// Bytes that go on in the next piece.
struct Pieces<'a> {
    pieces: std::vec::IntoIter<&'a [u8]>,
    now: &'a [u8],
}

impl<'a> Pieces<'a> {
    fn new(pieces: Vec<&'a [u8]>) -> Self {
        let mut pieces = pieces.into_iter();
        let now = pieces.next().unwrap_or_default();
        Self { pieces, now }
    }

    fn byte(&mut self) -> Option<u8> {
        while self.now.is_empty() {
            self.now = self.pieces.next()?;
        }
        let (first, rest) = self.now.split_first()?;
        self.now = rest;
        Some(*first)
    }

    fn take(&mut self, count: u32) -> Option<Vec<u8>> {
        (0..count).map(|_| self.byte()).collect()
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    /// A text with what may stand behind it: the looks of its parts, how it is spoken.
    fn text(&mut self) -> Option<String> {
        let mut left = self.short()?;
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { self.short()? };
        let spoken = if flags & 4 == 0 {
            0
        } else {
            u32::from(self.short()?) | u32::from(self.short()?) << 16
        };
        let mut wide = flags & 1 == 1;
        let mut units = Vec::new();
        while left > 0 {
            if self.now.is_empty() {
                // Letters that go on in another piece may have another width there.
                wide = self.byte()? & 1 == 1;
            }
            units.push(if wide {
                self.short()?
            } else {
                u16::from(self.byte()?)
            });
            left -= 1;
        }
        for _ in 0..u64::from(runs) * 4 + u64::from(spoken) {
            self.byte()?;
        }
        let letters = char::decode_utf16(units);
        Some(letters.map(|it| it.unwrap_or('\u{fffd}')).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A long text would lose its end, or be read with letters of another width.
    #[test]
    fn texts_go_on_in_the_next_piece() {
        let first = [1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, b'F', b'o'];
        let second = [1, 0x67, 0, 0xE9, 0, 1, 0, 8, 1, 0, b'!'];
        let third = [0, 0, 0, 0];
        let pieces = vec![&first[..], &second[..], &third[..]];
        assert_eq!(
            shared(pieces),
            Some(vec!["Fogé".to_owned(), "!".to_owned()])
        );
    }

    #[test]
    fn numbers_and_times() {
        assert!((unpacked(0x4059_0000) - 100.0).abs() < 1e-9);
        assert!((unpacked((1204 << 2) | 2) - 1204.0).abs() < 1e-9);
        assert!((unpacked((614 << 2) | 3) - 6.14).abs() < 1e-9);
        assert!((unpacked(((-5_i32) << 2).cast_unsigned() | 2) + 5.0).abs() < 1e-9);
        let book = Book {
            styles: vec![0, 14, 164, 165],
            formats: BTreeMap::from([(164, is_time("MM/DD/YYYY")), (165, is_time("0.0\" days\""))]),
            ..Book::default()
        };
        for (style, number, text) in [
            (0, 46_342.0, "46342"),
            (1, 46_342.0, "2026-11-16"),
            (2, 46_342.5, "2026-11-16 12:00:00"),
            (3, 46_342.5, "46342.5"),
            (0, 2.122_328e18, "2.12233E18"),
        ] {
            assert_eq!(book.number(style, number), text);
        }
    }
}
