//! CSV bytes: RFC 4180, UTF-8, text cells guarded against formulas.

use super::Options;
use super::blocks::Blocks;
use super::columns::Table;
use crate::text::cell::{guard, is_trigger};
use serde::Serialize;
use std::io;

/// A CSV file in the making.
#[derive(Debug)]
pub(super) struct Sheet {
    writer: csv::Writer<Lines>,
}

impl Sheet {
    /// With its header, so that a file without rows still has its columns.
    pub(super) fn new(table: &Table, options: Options) -> Self {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        Self::headed(&names, options)
    }

    fn headed(columns: &[&str], options: Options) -> Self {
        let mut lines = Lines {
            row: Vec::with_capacity(ROW),
            blocks: Blocks::default(),
            guard: options.formula_guard,
            delimiter: options.delimiter,
        };
        if options.bom {
            lines.blocks.add(b"\xef\xbb\xbf");
        }
        let mut sheet = Self {
            writer: csv::WriterBuilder::new()
                .has_headers(false)
                .delimiter(options.delimiter)
                .buffer_capacity(ROW)
                .from_writer(lines),
        };
        sheet.row(&columns);
        sheet
    }

    /// Adds a row; its fields are the columns, in order.
    pub(super) fn row(&mut self, row: &impl Serialize) {
        let written = self.writer.serialize(row);
        let ended = self.writer.flush();
        debug_assert!(
            written.is_ok() && ended.is_ok(),
            "memory does not refuse, and rows hold only plain values"
        );
    }

    pub(super) fn write(&self, to: impl io::Write) -> io::Result<()> {
        self.writer.get_ref().blocks.write(to)
    }
}

/// Takes the bytes of rows, each ended by a flush.
#[derive(Debug)]
struct Lines {
    /// The row at hand.
    row: Vec<u8>,
    blocks: Blocks,
    guard: bool,
    delimiter: u8,
}

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.row.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut row = std::mem::take(&mut self.row);
        if self.guard && needs_guard(&row, self.delimiter) {
            row = guarded(&row, self.delimiter)?;
        }
        self.blocks.add(&row);
        row.clear();
        self.row = row;
        Ok(())
    }
}

/// A row whose cells a spreadsheet takes as text.
fn guarded(row: &[u8], delimiter: u8) -> io::Result<Vec<u8>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .from_reader(row);
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    for record in reader.records() {
        writer.write_record(record?.iter().map(|cell| guard(cell).into_owned()))?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// A whole file of rows.
pub(super) fn of<'a, T: Serialize + 'a>(
    table: &Table,
    rows: impl IntoIterator<Item = &'a T>,
    options: Options,
) -> Sheet {
    filled(Sheet::new(table, options), rows)
}

/// A whole file of rows under these names of columns.
pub(super) fn headed<'a, T: Serialize + 'a>(
    columns: &[&str],
    rows: impl IntoIterator<Item = &'a T>,
    options: Options,
) -> Sheet {
    filled(Sheet::headed(columns, options), rows)
}

fn filled<'a, T: Serialize + 'a>(mut sheet: Sheet, rows: impl IntoIterator<Item = &'a T>) -> Sheet {
    for row in rows {
        sheet.row(row);
    }
    sheet
}

/// Bytes of a usual row.
const ROW: usize = 512;

/// Could any cell of the line be a formula? Cheap, and sometimes wrongly yes.
fn needs_guard(line: &[u8], delimiter: u8) -> bool {
    // The end of the line is no beginning of a cell, though its last cell be empty.
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.first().is_some_and(|first| is_trigger(*first))
        || line
            .windows(2)
            .any(|two| (two[0] == delimiter || two[0] == b'"') && is_trigger(two[1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::in_memory;

    #[derive(Serialize)]
    struct Row<'a> {
        text: &'a str,
        number: i32,
    }

    /// A post that begins with `=` or `@` would otherwise be run by the reader's spreadsheet.
    #[test]
    fn formulas_are_guarded_and_can_be_had_back() {
        let row = |text, options| {
            let sheet = headed(&["text", "number"], [&Row { text, number: 3 }], options);
            String::from_utf8(in_memory(|to| sheet.write(to))).unwrap()
        };
        let on = Options::default();
        assert_eq!(row("=1+1", on), "text,number\n'=1+1,3\n");
        assert_eq!(row("a, \"b\"", on), "text,number\n\"a, \"\"b\"\"\",3\n");
        assert_eq!(row("'quoted", on), "text,number\n''quoted,3\n");
        assert_eq!(
            row(
                "=1+1",
                Options {
                    formula_guard: false,
                    ..on
                }
            ),
            "text,number\n=1+1,3\n"
        );
        assert!(row("", Options { bom: true, ..on }).starts_with('\u{feff}'));
        for (text, cell) in [
            ("a;=1", "\"a;=1\";3"),
            ("＝1+1", "'＝1+1;3"),
            ("\n=1", "\"'\n=1\";3"),
            ("É=1", "É=1;3"),
        ] {
            let semicolon = Options {
                delimiter: b';',
                ..on
            };
            assert_eq!(row(text, semicolon), format!("text;number\n{cell}\n"));
        }
    }
}
