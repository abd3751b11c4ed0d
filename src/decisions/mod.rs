//! `decisions.csv`: what persons decided about pairs and findings, one decision a row, versioned by the user. Pure.
//!
//! `file` reads it, `write` adds rows to it, `change` finds the rows that make a new decision hold, `settle` finds which rows
//! hold, `waive` sets aside the findings that a person waived.
//! Pairs are honoured by the pairing, states given by the report; both take decisions as values of `model`.

mod change;
mod file;
mod settle;
mod waive;
mod write;

pub use change::{Change, Refusal, held_at, mark, standing};
pub use file::{COLUMNS, Row, read};
pub use settle::{agree, withdraw};
pub use waive::waive;
pub use write::append;
