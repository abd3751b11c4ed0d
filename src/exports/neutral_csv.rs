//! The neutral format as a table: header found by its names.

use super::collector::{Collector, Refusal};
use super::ids;
use super::node::Node;
use super::record::{self, FIELDS, REQUIRED, Row};
use super::record_parts::{LINKS, MEDIA, REFERENCE, not_a};
use super::table::{Begins, HEADER_ROWS, Head, Table, wrong_width};
use super::tables::{twice, unknown_header};
use crate::model::Problem;
use csv::StringRecord;
use std::borrow::Cow;

/// The header: which column holds which field.
struct Header {
    head: Head,
    /// Field of each column, in the order of the file.
    columns: Vec<Option<usize>>,
}

/// Reads a table; false when it is none of this format.
pub(super) fn read(place: &str, table: &Table<'_>, collector: &mut Collector) -> bool {
    let header = match find_header(table, collector) {
        Ok(header) => header,
        Err((is_ours, why)) => {
            collector.reject_whole(Problem {
                place: place.to_owned(),
                message: why,
            });
            return is_ours;
        }
    };
    // Every row begins with the name of its platform.
    let platform = header.columns.first() == Some(&record::position("platform"));
    let text = record::position("text");
    let before = header.columns.iter().take_while(|it| **it != text).count();
    let begins = platform.then_some(Begins { before });
    table.each(&header.head, begins, |number, cells| {
        let read = cells
            .and_then(|cells| row(cells, &header, collector))
            .and_then(|row| record::build(row, number, collector));
        match read {
            Ok((post, label)) => collector.take(number, post, label),
            Err(why) => collector.reject(number, why),
        }
    });
    true
}

/// The cells under their names.
fn row<'a>(
    cells: &'a StringRecord,
    header: &Header,
    collector: &mut Collector,
) -> Result<Row<'a>, Refusal> {
    let (found, expected) = (cells.len(), header.columns.len());
    if found != expected {
        return Err(wrong_width(found, expected));
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
fn find_header(table: &Table<'_>, collector: &mut Collector) -> Result<Header, (bool, Refusal)> {
    let mut best: Option<(usize, Header, Vec<String>)> = None;
    for head in table.heads() {
        // Names of the neutral format have no spaces.
        let names: Vec<String> = head
            .normal
            .iter()
            .map(|name| name.replace(' ', "_"))
            .collect();
        let columns: Vec<_> = names.iter().map(|name| record::position(name)).collect();
        let known = columns.iter().flatten().count();
        if known > best.as_ref().map_or(0, |best| best.0) {
            best = Some((known, Header { head, columns }, names));
        }
    }
    let (header, names) = best.map_or((None, Vec::new()), |best| (Some(best.1), best.2));
    let columns = header.as_ref().map_or(&[][..], |header| &header.columns);
    let missing: Vec<&str> = (0..REQUIRED)
        .filter(|at| !columns.contains(&Some(*at)))
        .map(|at| FIELDS[at])
        .collect();
    let double = (0..FIELDS.len()).find(|at| {
        columns
            .iter()
            .filter(|column| **column == Some(*at))
            .count()
            > 1
    });
    match (header, missing.is_empty(), double) {
        (Some(header), true, None) => {
            for (name, column) in names.iter().zip(&header.columns) {
                if column.is_none() && !name.is_empty() {
                    collector.ignore(&ids::short(name));
                }
            }
            Ok(header)
        }
        (Some(_), true, Some(at)) => Err((true, twice(FIELDS[at]))),
        // One or two common names do not make it a table of this format.
        _ if missing.len() > 2 => Err((false, unknown_header(std::slice::from_ref(table)))),
        _ => Err((true, no_header(&missing.join(", ")))),
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
