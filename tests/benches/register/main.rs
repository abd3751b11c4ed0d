//! How right the pairs of the official register are: precision and recall against pairs made by hand, calibration, a
//! register with accounts taken out, broken rows, 100,000 rows, time.
//!
//! `cargo bench --bench register -- DATA [--list first|second|all|thin]`; DATA holds `gc_socials_sm.csv` and `accounts.jsonl`.
//! Institutions are halved by a digest of their name: the pairing was made looking at the first half alone.

#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a measurement over files of our own"
)]

mod broken;
mod reference;
mod reposts;

use reference::Reference;
use std::path::PathBuf;
use std::time::Instant;
use tandem::register::{self, Register};

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|it| it != "--bench")
        .collect();
    let Some(folder) = words.first().map(PathBuf::from).filter(|it| it.is_dir()) else {
        println!(
            "usage: cargo bench --bench register -- DATA-FOLDER [--list first|second|all|thin]"
        );
        return;
    };
    let list = words
        .iter()
        .position(|it| it == "--list")
        .and_then(|at| words.get(at + 1))
        .map(String::as_str);
    let bytes = std::fs::read(folder.join("gc_socials_sm.csv")).unwrap();
    let start = Instant::now();
    let mut register = Register::default();
    register.add("register", &bytes).unwrap();
    let read = start.elapsed();
    let start = Instant::now();
    let links = register::pair(&register.accounts);
    let paired = start.elapsed();
    println!(
        "{} rows, {} accounts, {} notes ({} rows not used): read {read:.0?}, paired {:.0?}",
        register.rows,
        register.accounts.len(),
        register.notes.len(),
        register
            .notes
            .iter()
            .filter(|note| note.kind.is_rejection())
            .count(),
        paired,
    );
    println!(
        "{} pairs ({} to review), {} bilingual, {} alone\n",
        links.pairs.len(),
        links
            .pairs
            .iter()
            .filter(|link| link.needs_review())
            .count(),
        links.bilingual.len(),
        links.alone.len()
    );
    let reference = Reference::read(&folder.join("accounts.jsonl"));
    reference.measure("as published", &register.accounts, &links, list);
    reference.calibration(&register.accounts, &links);
    for seed in 0..5 {
        let thin = reference::thinned(&register.accounts, seed);
        let links = register::pair(&thin);
        let title = format!("a tenth taken out, draw {seed}");
        let list = list.filter(|it| *it == "thin").map(|_| "first");
        reference.measure(&title, &thin, &links, list);
    }
    reposts::measure(&reference, &register.accounts, &links);
    broken::measure(&bytes);
}
