//! Cells of CSV files: guarded against spreadsheets that would take them for formulas, and the mark between them.

use std::borrow::Cow;

/// What a spreadsheet may take for the beginning of a formula, and the guard itself.
const TRIGGERS: [u8; 8] = [b'=', b'+', b'-', b'@', b'\t', b'\r', b'\n', b'\''];
/// The same as East Asian keyboards write them.
const WIDE: [char; 4] = ['＝', '＋', '－', '＠'];

/// May a cell that begins so need the guard? Cheap, and sometimes wrongly yes: of the wide forms only the first byte is
/// looked at.
#[must_use]
pub fn is_trigger(first: u8) -> bool {
    first == 0xef || TRIGGERS.contains(&first)
}

/// Would a spreadsheet take it for a formula, or take the guard off?
fn is_formula(cell: &str) -> bool {
    cell.starts_with(WIDE) || cell.bytes().next().is_some_and(|it| TRIGGERS.contains(&it))
}

/// A cell that a spreadsheet takes as text. Reversed by taking one `'` off the front.
#[must_use]
pub fn guard(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell before it was guarded; a `'` that guards nothing is the writer's own.
#[must_use]
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| is_formula(rest))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A dashboard that takes the guard off must have the words of the post back.
    #[test]
    fn the_guard_can_be_taken_off_again() {
        for cell in [
            "=1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "'x", "''x", "＝1", "＠a", "é", "", "a=1",
            "l'été",
        ] {
            let guarded = guard(cell);
            assert!(!is_formula(&guarded) || guarded.starts_with('\''), "{cell}");
            assert_eq!(unguard(&guarded), cell);
        }
    }
}
