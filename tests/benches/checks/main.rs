//! How good the checks on a draft pair are: labelled cases, false alarms on professional pairs, mutations, speed.
//!
//! `cargo bench --bench checks -- ../shared/data [--list]`; `--list` prints every miss and every alarm.

#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::format_push_string,
    clippy::unnecessary_wraps,
    clippy::semicolon_if_nothing_returned,
    reason = "a measurement over files of our own"
)]

mod cases;
mod mutate;
mod pairs;

use std::path::PathBuf;

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let list = words.iter().any(|word| word == "--list");
    let Some(folder) = words
        .iter()
        .find(|word| !word.starts_with("--"))
        .map(PathBuf::from)
    else {
        println!("usage: cargo bench --bench checks -- DATA-FOLDER [--list]");
        return;
    };
    cases::run(&folder.join("cases/draft_cases.jsonl"), list);
    let sets = pairs::read(&folder);
    pairs::alarms(&sets, list);
    mutate::run(&sets, list);
    pairs::speed(&sets);
}
