//! Cells of CSV files: guarded against spreadsheets that would take them for formulas, and the mark between them.

use std::borrow::Cow;

const TRIGGERS: [u8; 7] = [b'=', b'+', b'-', b'@', b'\t', b'\r', b'\''];

/// Would a spreadsheet take a cell that begins so for a formula, or take the guard off?
#[must_use]
pub fn is_trigger(first: u8) -> bool {
    TRIGGERS.contains(&first)
}

/// A cell that a spreadsheet takes as text. Reversed by taking one `'` off the front.
#[must_use]
pub fn guard(cell: &str) -> Cow<'_, str> {
    if cell.bytes().next().is_some_and(is_trigger) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell before it was guarded; a `'` that guards nothing is the writer's own.
#[must_use]
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| rest.bytes().next().is_some_and(is_trigger))
        .unwrap_or(cell)
}

/// A comma, a semicolon (French Excel) or a tab: whichever stands most in the first line.
#[must_use]
pub fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: u8| first.bytes().filter(|byte| *byte == mark).count();
    [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(b',')
}
