//! Tables: text or sheets of a workbook. The header is found among titles, rows are counted as the user counts them,
//! and one broken row never takes the next ones along.

use super::File;
use super::collector::Refusal;
use super::neutral::unreadable;
use super::rewinding::Rewinding;
use super::text::{self, Text};
use super::workbook::{self, Sheet};
use crate::model::Problem;
use csv::{ReaderBuilder, StringRecord};
use memchr::memchr_iter;
use unicode_normalization::UnicodeNormalization;

/// The header stands in one of so many first rows; titles may stand above it.
pub(super) const HEADER_ROWS: usize = 10;

/// After a quotation mark that is not closed, reading goes on with the next line; not for ever, since each time may
/// cost a pass over what a row may hold.
const RESUMES: usize = 20;

/// So much of a file holds its titles and its header.
const BEGINNING: usize = 1 << 20;

/// One table, as it stands in a file.
pub(super) enum Table<'a> {
    /// Cells parted by commas, semicolons or tabs.
    Text {
        /// The whole.
        text: Text<'a>,
        /// What it begins with.
        beginning: String,
    },
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
    file: &'a File,
    windows_1252: bool,
) -> Result<Vec<Table<'a>>, Problem> {
    if workbook::is_one(file) {
        let sheets = workbook::sheets(place, &file.bytes())?;
        return Ok(sheets.into_iter().map(Table::Sheet).collect());
    }
    let text = text::decode(place, file, windows_1252)?;
    let mut beginning = text.beginning(BEGINNING);
    if text.has_old_line_ends() {
        beginning = beginning.replace('\r', "\n");
    }
    Ok(vec![Table::Text { text, beginning }])
}

impl Table<'_> {
    /// The first rows, each as every delimiter shows it.
    pub(super) fn heads(&self) -> Vec<Head> {
        match self {
            Self::Text { beginning, .. } => {
                let mut start = 0;
                let lines = beginning.split_inclusive('\n').take(HEADER_ROWS);
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

    /// What is to be said about its text.
    pub(super) fn remark(&self) -> Option<Problem> {
        match self {
            Self::Text { text, .. } => text.remark.clone(),
            Self::Sheet(_) => None,
        }
    }

    /// What stands above the header: titles, a period.
    pub(super) fn above(&self, head: &Head) -> Vec<String> {
        match self {
            Self::Text { beginning, .. } => {
                let above = beginning.get(..head.start).unwrap_or_default();
                above
                    .lines()
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
            Self::Text { text, beginning } => {
                let above = beginning.get(..head.start).unwrap_or_default();
                let mut rows = Rows {
                    text,
                    bytes: Rewinding::new(text.reader(), text.has_old_line_ends()),
                    above: above.matches('\n').count(),
                    delimiter: head.delimiter,
                    begins,
                };
                rows.bytes.skip(above.len());
                for resumed in 0..=RESUMES {
                    if !rows.visit(resumed == 0, &mut visit) {
                        break;
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

/// The rows of a text, from where its bytes stand.
struct Rows<'t, 'a> {
    text: &'t Text<'a>,
    bytes: Rewinding<'a>,
    /// Lines above.
    above: usize,
    delimiter: u8,
    begins: Option<Begins>,
}

impl Rows<'_, '_> {
    /// Visits the rows; true when one swallowed those after it, and the bytes stand at the line behind its first.
    fn visit(
        &mut self,
        headed: bool,
        visit: &mut impl FnMut(usize, Result<&StringRecord, Refusal>),
    ) -> bool {
        let start = self.bytes.begins();
        let mut reader = ReaderBuilder::new()
            .delimiter(self.delimiter)
            .flexible(true)
            .has_headers(headed)
            .from_reader(&mut self.bytes);
        let mut cells = StringRecord::new();
        while reader.read_record(&mut cells).unwrap_or(false) {
            let place = cells.position().map(|at| (at.byte(), at.line()));
            let (byte, line) = place.map_or((0, 0), |(byte, line)| (start + byte, whole(line)));
            let end = start + reader.position().byte();
            let bytes = reader.get_mut();
            bytes.forget(byte);
            let (blank, line) = skip_blank(bytes.kept(end), line);
            let byte = byte + blank as u64;
            if is_blank(&cells) {
                continue;
            }
            bytes.forget(byte);
            let (at_end, is_full) = (bytes.ends_at(end), bytes.is_full());
            let raw = bytes.kept(end);
            let swallows = is_full || swallows(raw, at_end, &cells, self.delimiter, self.begins);
            visit(
                self.above + line,
                if self.text.damaged(&(byte..end)) {
                    Err(unreadable())
                } else if swallows {
                    Err(open_quote())
                } else {
                    Ok(&cells)
                },
            );
            if swallows && bytes.rewind_behind_line() {
                self.above += line;
                return true;
            }
        }
        false
    }
}

fn is_blank(cells: &StringRecord) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

/// Has a quotation mark that is not closed taken the next rows into a cell? At the end of the file the marks are odd
/// in number; before it, a line of a cell begins like a row.
fn swallows(
    raw: &[u8],
    at_end: bool,
    cells: &StringRecord,
    delimiter: u8,
    begins: Option<Begins>,
) -> bool {
    if at_end && memchr_iter(b'"', raw).count() % 2 == 1 {
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
fn skip_blank(bytes: &[u8], mut line: usize) -> (usize, usize) {
    let blank = bytes
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let mut length = 0;
    for byte in blank {
        line += usize::from(*byte == b'\n');
        length += 1;
    }
    (length, line)
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
