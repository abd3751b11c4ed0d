//! What fuzzing once broke (`cargo bench --bench fuzz`), read again: a reader that panics loses the whole run, of every
//! account.

#![allow(clippy::unwrap_used)]

#[path = "fuzz/readers.rs"]
mod readers;

use std::fs;
use std::path::Path;

/// Inputs that broke a reader once, by its name; and every seed as it is.
#[test]
fn what_broke_a_reader_once_does_not_break_it_again() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/kept");
    for reader in readers::all() {
        assert!(!reader.seeds.is_empty(), "{}", reader.name);
        reader.seeds.iter().for_each(|seed| (reader.read)(seed));
        for entry in fs::read_dir(&kept).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.starts_with(&format!("{}-", reader.name)) {
                (reader.read)(&fs::read(&path).unwrap());
            }
        }
    }
}
