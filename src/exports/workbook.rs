//! Workbooks of the old binary kind of Excel (`.xls`), as LinkedIn gives them: every sheet as rows of text.

use crate::model::Problem;
use calamine::{Data, Range, Reader, Xls};
use csv::StringRecord;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// One sheet.
pub(super) struct Sheet {
    /// Number of its first row, as the user counts.
    pub(super) first: usize,
    /// Its rows.
    pub(super) rows: Vec<StringRecord>,
}

/// The first bytes of such a file.
const MARK: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Is it a workbook of that kind?
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

/// Its sheets.
///
/// # Errors
/// When it is damaged or locked.
pub(super) fn sheets(place: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Problem> {
    let read = || {
        let mut book = Xls::new(Cursor::new(bytes)).ok()?;
        let sheets = book.worksheets();
        Some(sheets.iter().map(|(_, range)| rows(range)).collect())
    };
    // The library believes what a damaged file says of itself: circles are sought before it reads, and where it
    // stumbles over the rest the file is refused like any other that cannot be read.
    is_sound(bytes)
        .and_then(|()| catch_unwind(AssertUnwindSafe(read)).ok().flatten())
        .ok_or_else(|| damaged(place))
}

fn damaged(place: &str) -> Problem {
    Problem::new(
        place,
        "a workbook (.xls) that is damaged or protected by a password; export it again, or open it and save the sheet of posts as “CSV UTF-8”",
        "classeur (.xls) endommagé ou protégé par un mot de passe; exportez-le de nouveau, ou ouvrez-le et enregistrez la feuille des publications en «\u{a0}CSV UTF-8\u{a0}»",
    )
}

fn rows(range: &Range<Data>) -> Sheet {
    let first = range.start().map_or(0, |(row, _)| row as usize) + 1;
    let rows = range.rows().map(|row| row.iter().map(cell).collect());
    Sheet {
        first,
        rows: rows.collect(),
    }
}

/// A cell as the file would hold it if it were text.
fn cell(data: &Data) -> String {
    /// Below it a spreadsheet keeps every whole number.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match data {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < EXACT => {
            format!("{number:.0}")
        }
        // With an exponent it is seen that digits were lost.
        Data::Float(number) if number.abs() >= EXACT => format!("{number:.5E}"),
        Data::Float(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(time) => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) {
                date
            } else {
                format!("{date} {hour:02}:{minute:02}:{second:02}")
            }
        }
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// Nothing; a chain ends here.
const LAST: u32 = 0xFFFF_FFFA;

/// Does every chain of sectors come to an end? A circle would be followed until the memory is full.
fn is_sound(bytes: &[u8]) -> Option<()> {
    let size = match bytes.get(30..32)? {
        [9, 0] => 512,
        [12, 0] => 4096,
        _ => return None,
    };
    let sectors = bytes.len() / size;
    let sector = |id: u32| {
        let start = (usize::try_from(id).ok()? + 1).checked_mul(size)?;
        let end = bytes.len().min(start.checked_add(size)?);
        bytes.get(start..end)
    };
    // Where the table of chains stands: in the header, and in a chain of its own.
    let mut places: Vec<u32> = numbers(bytes.get(76..512)?).collect();
    let mut next = *numbers(bytes.get(68..72)?).collect::<Vec<_>>().first()?;
    let mut steps = 0;
    while next < LAST {
        steps += 1;
        if steps > sectors {
            return None;
        }
        places.extend(numbers(sector(next)?));
        next = places.pop()?;
    }
    places.retain(|id| *id < LAST);
    if places.len() > sectors + 1 {
        return None;
    }
    let mut table = Vec::new();
    for id in places {
        table.extend(numbers(sector(id)?));
    }
    all_end(&table).then_some(())
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let (four, _) = bytes.as_chunks::<4>();
    four.iter().map(|number| u32::from_le_bytes(*number))
}

/// Follows every chain once.
fn all_end(table: &[u32]) -> bool {
    // 0: not seen; else the number of the walk that came by.
    let mut seen = vec![0_u32; table.len()];
    for start in 0..table.len() {
        let walk = u32::try_from(start).unwrap_or(u32::MAX).saturating_add(1);
        let mut at = start;
        loop {
            match seen.get(at) {
                Some(0) => seen[at] = walk,
                Some(earlier) if *earlier == walk => return false,
                _ => break,
            }
            match table.get(at) {
                Some(next) if *next < LAST => at = *next as usize,
                _ => break,
            }
        }
    }
    true
}
