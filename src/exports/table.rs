//! Tables: text or sheets of a workbook. The header is found among titles, rows are counted as the user counts them,
//! and one broken row never takes the next ones along.

use super::collector::Refusal;
use super::neutral::unreadable;
use super::text::{self, Decoded};
use super::workbook::{self, Sheet};
use crate::model::Problem;
use csv::{ReaderBuilder, StringRecord};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The header stands in one of so many first rows; titles may stand above it.
pub(super) const HEADER_ROWS: usize = 10;

/// After a quotation mark that is not closed, reading goes on with the next line; not for ever, since each time may
/// cost a pass over the rest of the file.
const RESUMES: usize = 20;

/// One table, as it stands in a file.
pub(super) enum Table<'a> {
    /// Cells parted by commas, semicolons or tabs.
    Text(Decoded<'a>),
    /// A sheet of a workbook.
    Sheet(Sheet),
}

/// A row that may be the header.
#[derive(Clone)]
pub(super) struct Head {
    /// Where it starts: a byte of the text, a row of the sheet.
    start: usize,
    delimiter: u8,
    /// Names of the columns, as they stand.
    pub(super) names: Vec<String>,
    /// The same, as they are compared.
    pub(super) normal: Vec<String>,
}

impl Head {
    fn new(start: usize, delimiter: u8, names: Vec<String>) -> Self {
        let normal = names.iter().map(|name| normal(name)).collect();
        Self {
            start,
            delimiter,
            names,
            normal,
        }
    }
}

/// How a row begins, to see that a quotation mark which is not closed has taken one into a cell.
#[derive(Clone, Copy)]
pub(super) struct Begins {
    /// Columns before the text.
    pub(super) before: usize,
}

/// The tables of a file, and what is to be said about its text.
///
/// # Errors
/// When it is neither text nor a workbook.
pub(super) fn open<'a>(
    place: &str,
    bytes: &'a [u8],
    windows_1252: bool,
) -> Result<Vec<Table<'a>>, Problem> {
    if workbook::is_one(bytes) {
        let sheets = workbook::sheets(place, bytes)?;
        return Ok(sheets.into_iter().map(Table::Sheet).collect());
    }
    let mut decoded = text::decode(place, bytes, windows_1252)?;
    // Line ends of an old Mac; each is one byte like the other.
    if decoded.text.contains('\r') && !decoded.text.contains('\n') {
        decoded.text = Cow::Owned(decoded.text.replace('\r', "\n"));
    }
    Ok(vec![Table::Text(decoded)])
}

impl Table<'_> {
    /// The first rows, each as every delimiter shows it.
    pub(super) fn heads(&self) -> Vec<Head> {
        match self {
            Self::Text(decoded) => {
                let mut start = 0;
                let lines = decoded.text.split_inclusive('\n').take(HEADER_ROWS);
                lines
                    .flat_map(|line| {
                        let here = start;
                        start += line.len();
                        [b',', b';', b'\t']
                            .map(|delimiter| Head::new(here, delimiter, split(line, delimiter)))
                    })
                    .collect()
            }
            Self::Sheet(sheet) => {
                let rows = sheet.rows.iter().take(HEADER_ROWS).enumerate();
                rows.map(|(start, row)| {
                    Head::new(start, b',', row.iter().map(str::to_owned).collect())
                })
                .collect()
            }
        }
    }

    /// What stands above the header: titles, a period.
    pub(super) fn above(&self, head: &Head) -> Vec<String> {
        match self {
            Self::Text(decoded) => {
                let text = decoded.text.get(..head.start).unwrap_or_default();
                text.lines()
                    .flat_map(|line| split(line, head.delimiter))
                    .collect()
            }
            Self::Sheet(sheet) => {
                let rows = sheet.rows.iter().take(head.start);
                rows.flat_map(|row| row.iter().map(str::to_owned)).collect()
            }
        }
    }

    /// Visits every row below the header that is not blank, with its number.
    pub(super) fn each(
        &self,
        head: &Head,
        begins: Option<Begins>,
        mut visit: impl FnMut(usize, Result<&StringRecord, Refusal>),
    ) {
        match self {
            Self::Text(decoded) => {
                let mut start = head.start;
                for _ in 0..=RESUMES {
                    match rows(decoded, start, head, begins, &mut visit) {
                        Some(next) => start = next,
                        None => break,
                    }
                }
            }
            Self::Sheet(sheet) => {
                for (index, row) in sheet.rows.iter().enumerate().skip(head.start + 1) {
                    if !is_blank(row) {
                        visit(sheet.first + index, Ok(row));
                    }
                }
            }
        }
    }
}

/// Visits the rows from `start`; `Some` when one swallowed those after it, with the place to go on from.
fn rows(
    decoded: &Decoded<'_>,
    start: usize,
    head: &Head,
    begins: Option<Begins>,
    visit: &mut impl FnMut(usize, Result<&StringRecord, Refusal>),
) -> Option<usize> {
    let text = &decoded.text[start..];
    let above = text::line_of(decoded.text.as_bytes(), start) - 1;
    let mut reader = ReaderBuilder::new()
        .delimiter(head.delimiter)
        .flexible(true)
        .has_headers(start == head.start)
        .from_reader(text.as_bytes());
    let mut cells = StringRecord::new();
    while reader.read_record(&mut cells).unwrap_or(false) {
        let place = cells.position().map(|at| (at.byte(), at.line()));
        let (byte, line) = place.map_or((0, 0), |(byte, line)| (whole(byte), whole(line)));
        let (byte, line) = skip_blank(text, byte, line);
        if is_blank(&cells) {
            continue;
        }
        let end = whole(reader.position().byte());
        let raw = &text[byte..end];
        let swallows = swallows(raw, end == text.len(), &cells, head.delimiter, begins);
        visit(
            above + line,
            if decoded.damaged(&(start + byte..start + end)) {
                Err(unreadable())
            } else if swallows {
                Err(open_quote())
            } else {
                Ok(&cells)
            },
        );
        if swallows && let Some(length) = text[byte..].find('\n') {
            return Some(start + byte + length + 1);
        }
    }
    None
}

fn is_blank(cells: &StringRecord) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

/// Has a quotation mark that is not closed taken the next rows into a cell? At the end of the file the marks are odd
/// in number; before it, a line of a cell begins like a row.
fn swallows(
    raw: &str,
    at_end: bool,
    cells: &StringRecord,
    delimiter: u8,
    begins: Option<Begins>,
) -> bool {
    if at_end && raw.bytes().filter(|&byte| byte == b'"').count() % 2 == 1 {
        return true;
    }
    let (Some(begins), Some(first)) = (begins, cells.get(0)) else {
        return false;
    };
    // A list in a text may begin with the letter x and a comma; a row has more of them.
    let like_a_row = |line: &str| {
        line.get(..first.len())
            .is_some_and(|start| is_alike(start, first))
            && line.as_bytes().get(first.len()) == Some(&delimiter)
            && line.bytes().filter(|&byte| byte == delimiter).count() >= begins.before.max(2)
    };
    !first.is_empty()
        && cells
            .iter()
            .any(|cell| cell.split('\n').skip(1).any(like_a_row))
}

/// Two ids or two times of one export have their digits at the same places.
fn is_alike(a: &str, b: &str) -> bool {
    a.len() == b.len()
        && a.bytes()
            .zip(b.bytes())
            .all(|(a, b)| a == b || a.is_ascii_digit() && b.is_ascii_digit())
}

fn open_quote() -> Refusal {
    Refusal::text(
        "a quotation mark is not closed in this row and would swallow the next ones; close it, and double the marks inside a text",
        "un guillemet de cette ligne n’est pas fermé et avalerait les suivantes; fermez-le et doublez les guillemets à l’intérieur d’un texte",
    )
}

/// A row with more or fewer cells than the header.
pub(super) fn wrong_width(found: usize, expected: usize) -> Refusal {
    Refusal::text(
        format!(
            "the row has {found} cells, the header {expected}; look for a delimiter outside quotation marks or a quotation mark that is not closed"
        ),
        format!(
            "la ligne a {found} cellules, l’en-tête {expected}; cherchez un séparateur hors guillemets ou un guillemet qui n’est pas fermé"
        ),
    )
}

fn whole(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The reader counts blank lines to the row below them; the user does not.
fn skip_blank(text: &str, mut byte: usize, mut line: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    while let Some(b'\r' | b'\n') = bytes.get(byte) {
        line += usize::from(bytes[byte] == b'\n');
        byte += 1;
    }
    (byte, line)
}

/// The cells of one line.
fn split(line: &str, delimiter: u8) -> Vec<String> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(line.as_bytes());
    let mut cells = StringRecord::new();
    match reader.read_record(&mut cells) {
        Ok(true) => cells.iter().map(|cell| cell.trim().to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// A column name as it is compared: one form of Unicode, lower case, single spaces, one apostrophe.
pub(super) fn normal(name: &str) -> String {
    let name: String = name
        .nfkc()
        .map(|letter| if letter == '’' { '\'' } else { letter })
        .filter(|letter| *letter != '\u{feff}')
        .collect();
    let words: Vec<&str> = name.trim_matches('"').split_whitespace().collect();
    words.join(" ").to_lowercase()
}
