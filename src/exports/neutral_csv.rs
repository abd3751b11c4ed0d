//! The neutral format as a table: header and delimiter found, rows counted by line.

use super::collector::{Collector, Refusal};
use super::ids;
use super::neutral::unreadable;
use super::node::Node;
use super::record::{self, FIELDS, REQUIRED, Row};
use super::record_parts::{LINKS, MEDIA, REFERENCE, not_a};
use super::text::{self, Decoded};
use crate::model::Problem;
use csv::{ReaderBuilder, StringRecord};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The header stands in one of so many first rows; titles may stand above it.
const HEADER_ROWS: usize = 10;

/// After a quotation mark that is not closed, reading goes on with the next line; not for ever, since
/// each time may cost a pass over the rest of the file.
const RESUMES: usize = 20;

/// The header: which column holds which field.
struct Header {
    delimiter: u8,
    /// Where its row starts.
    offset: usize,
    /// Field of each column, in the order of the file.
    columns: Vec<Option<usize>>,
}

/// Reads a table.
pub(super) fn read(place: &str, decoded: &Decoded<'_>, collector: &mut Collector) {
    let header = match find_header(&decoded.text, collector) {
        Ok(header) => header,
        Err(why) => {
            collector.reject_whole(Problem {
                place: place.to_owned(),
                message: why,
            });
            return;
        }
    };
    let mut start = header.offset;
    for _ in 0..=RESUMES {
        match read_from(start, start == header.offset, &header, decoded, collector) {
            Some(next) => start = next,
            None => break,
        }
    }
}

/// Reads the rows from `start`; `Some` when one swallowed those after it, with the place to go on from.
fn read_from(
    start: usize,
    has_header: bool,
    header: &Header,
    decoded: &Decoded<'_>,
    collector: &mut Collector,
) -> Option<usize> {
    let text = &decoded.text[start..];
    let above = text::line_of(decoded.text.as_bytes(), start) - 1;
    let mut reader = ReaderBuilder::new()
        .delimiter(header.delimiter)
        .flexible(true)
        .has_headers(has_header)
        .from_reader(text.as_bytes());
    let mut cells = StringRecord::new();
    while reader.read_record(&mut cells).unwrap_or(false) {
        let place = cells.position().map(|at| (at.byte(), at.line()));
        let (byte, line) = place.map_or((0, 0), |(byte, line)| (whole(byte), whole(line)));
        let (byte, line) = skip_blank(text, byte, line);
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let end = whole(reader.position().byte());
        let number = above + line;
        let swallows = swallows(&text[byte..end], end == text.len(), &cells, header);
        let read = if decoded.damaged(&(start + byte..start + end)) {
            Err(unreadable())
        } else if swallows {
            Err(open_quote())
        } else {
            row(&cells, header, collector).and_then(|row| record::build(row, number, collector))
        };
        match read {
            Ok((post, label)) => collector.take(number, post, label),
            Err(why) => collector.reject(number, why),
        }
        if swallows && let Some(length) = text[byte..].find('\n') {
            return Some(start + byte + length + 1);
        }
    }
    None
}

/// Has a quotation mark that is not closed taken the next rows into a cell? At the end of the file the
/// marks are odd in number; before it, a line of a cell begins like a row.
fn swallows(raw: &str, at_end: bool, cells: &StringRecord, header: &Header) -> bool {
    if at_end && raw.bytes().filter(|&byte| byte == b'"').count() % 2 == 1 {
        return true;
    }
    let platform = header.columns.first() == Some(&record::position("platform"));
    let first = cells.get(0).unwrap_or_default();
    // A list in a text may begin with the letter x and a comma; a row has more of them.
    let text = record::position("text");
    let before = header.columns.iter().take_while(|it| **it != text).count();
    let begins = |line: &str| {
        line.strip_prefix(first).is_some_and(|rest| {
            rest.as_bytes().first() == Some(&header.delimiter)
                && rest.bytes().filter(|&it| it == header.delimiter).count() >= before.max(2)
        })
    };
    platform
        && !first.is_empty()
        && cells
            .iter()
            .any(|cell| cell.split('\n').skip(1).any(begins))
}

fn open_quote() -> Refusal {
    Refusal::text(
        "a quotation mark is not closed in this row and would swallow the next ones; close it, and double the marks inside a text",
        "un guillemet de cette ligne n’est pas fermé et avalerait les suivantes; fermez-le et doublez les guillemets à l’intérieur d’un texte",
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

/// The cells under their names.
fn row<'a>(
    cells: &'a StringRecord,
    header: &Header,
    collector: &mut Collector,
) -> Result<Row<'a>, Refusal> {
    let (found, expected) = (cells.len(), header.columns.len());
    if found != expected {
        return Err(Refusal::text(
            format!(
                "the row has {found} cells, the header {expected}; look for a delimiter outside quotation marks or a quotation mark that is not closed"
            ),
            format!(
                "la ligne a {found} cellules, l’en-tête {expected}; cherchez un séparateur hors guillemets ou un guillemet qui n’est pas fermé"
            ),
        ));
    }
    let mut row = Row {
        csv: true,
        ..Row::default()
    };
    for (cell, column) in cells.iter().zip(&header.columns) {
        let Some(at) = *column else { continue };
        if cell.trim().is_empty() {
            continue;
        }
        row.cells[at] = match FIELDS[at] {
            field @ ("reference" | "media" | "links" | "counterparts") => json(field, cell)?,
            _ => Node::Text(Cow::Borrowed(cell)),
        };
    }
    // An empty cell is an empty text; whether that will do is decided with the rest of the record.
    if let Some(text) = record::position("text").filter(|&at| row.cells[at] == Node::Null) {
        row.cells[text] = Node::Text(Cow::Borrowed(""));
    }
    collector.labelled |= header.columns.contains(&record::position("pair_id"));
    Ok(row)
}

/// A cell that holds JSON.
fn json<'a>(field: &str, cell: &'a str) -> Result<Node<'a>, Refusal> {
    let example = match field {
        "media" => MEDIA,
        "links" | "counterparts" => LINKS,
        _ => REFERENCE,
    };
    serde_json::from_str(cell).map_err(|_| not_a(field, example))
}

/// The row with the most known names among the first, and the delimiter that shows them.
fn find_header(text: &str, collector: &mut Collector) -> Result<Header, Refusal> {
    let mut best: Option<(usize, Header, Vec<String>)> = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n').take(HEADER_ROWS) {
        for delimiter in [b',', b';', b'\t'] {
            let names: Vec<String> = line.split(char::from(delimiter)).map(normal).collect();
            let columns: Vec<_> = names.iter().map(|name| record::position(name)).collect();
            let known = columns.iter().flatten().count();
            if known > best.as_ref().map_or(0, |best| best.0) {
                let header = Header {
                    delimiter,
                    offset,
                    columns,
                };
                best = Some((known, header, names));
            }
        }
        offset += line.len();
    }
    let (header, names) = best.map_or((None, Vec::new()), |best| (Some(best.1), best.2));
    let columns = header.as_ref().map_or(&[][..], |header| &header.columns);
    let missing: Vec<&str> = (0..REQUIRED)
        .filter(|at| !columns.contains(&Some(*at)))
        .map(|at| FIELDS[at])
        .collect();
    let twice = (0..FIELDS.len()).find(|at| {
        columns
            .iter()
            .filter(|column| **column == Some(*at))
            .count()
            > 1
    });
    match (header, missing.is_empty(), twice) {
        (Some(header), true, None) => {
            for (name, column) in names.iter().zip(&header.columns) {
                if column.is_none() && !name.is_empty() {
                    collector.ignore(&ids::short(name));
                }
            }
            Ok(header)
        }
        (Some(_), true, Some(at)) => Err(Refusal::text(
            format!("the column `{}` stands twice; keep one", FIELDS[at]),
            format!(
                "la colonne «\u{a0}{}\u{a0}» figure deux fois; gardez-en une",
                FIELDS[at]
            ),
        )),
        _ => Err(no_header(&missing.join(", "))),
    }
}

fn no_header(missing: &str) -> Refusal {
    Refusal::text(
        format!(
            "no header with the columns {missing} in the first {HEADER_ROWS} rows; name the columns platform, account, id, published_at, text"
        ),
        format!(
            "pas d’en-tête avec les colonnes {missing} dans les {HEADER_ROWS} premières lignes; nommez les colonnes platform, account, id, published_at, text"
        ),
    )
}

/// A column name as it is compared: one form of Unicode, lower case, single spaces as `_`.
fn normal(name: &str) -> String {
    let name: String = name.trim().trim_matches('"').nfkc().collect();
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join("_").to_lowercase()
}
