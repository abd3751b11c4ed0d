//! `decisions.csv`: what persons decided about pairs and findings, one decision a row, versioned by the user. Pure.
//!
//! `file` reads and writes it, `settle` finds which rows hold, `waive` sets aside the findings that a person waived.
//! Pairs are honoured by the pairing, states given by the report; both take decisions as values of `model`.

mod file;
mod settle;
mod waive;

pub use file::{COLUMNS, Row, append, read};
pub use settle::{agree, withdraw};
pub use waive::waive;
