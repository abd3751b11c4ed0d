//! File names of presences: made of their ids, safe on every system, each name once.

use crate::model::Language;
use crate::text::hex;
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// Characters of an id that a name keeps.
const LONGEST: usize = 60;
/// Names that Windows keeps for itself, with any ending.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The names that are given already.
#[derive(Debug, Default)]
pub(in crate::report) struct Names(HashSet<String>);

impl Names {
    /// The name of the pages of the next presence.
    pub(in crate::report) fn next(&mut self, id: &str) -> String {
        let name = stem(id);
        let name = if self.0.contains(&name) {
            marked(&name, id)
        } else {
            name
        };
        self.0.insert(name.clone());
        name
    }
}

/// Where the page of a presence in a language stands.
pub(super) fn file(name: &str, language: Language) -> String {
    format!("presences/{name}.{}.html", language.code())
}

/// The id itself where it is a safe name; else what is left of it, with a mark of the whole.
fn stem(id: &str) -> String {
    let kept: String = id
        .chars()
        .take(LONGEST)
        .map(|c| match c {
            'a'..='z' | '0'..='9' | '-' | '_' => c,
            'A'..='Z' => c.to_ascii_lowercase(),
            _ => '-',
        })
        .collect();
    let kept = kept.trim_matches('-').to_owned();
    let device = kept.trim_end_matches(|c: char| c.is_ascii_digit());
    if kept == id && !kept.is_empty() && !RESERVED.contains(&device) {
        kept
    } else {
        marked(&kept, id)
    }
}

fn marked(name: &str, id: &str) -> String {
    let digest = hex(&Sha256::digest(id)[..4]);
    format!("{name}-{digest}").trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An id that leaves the folder, or that a system refuses, would lose the page or write elsewhere.
    #[test]
    fn names_are_safe_and_differ() {
        assert_eq!(stem("coast-x"), "coast-x");
        for id in [
            "../../etc",
            "a/b",
            "Coast-X",
            "café",
            "con",
            "com1",
            "",
            ".",
            "a b",
        ] {
            let name = stem(id);
            assert!(name != id && name.len() >= 8, "{id}: {name}");
            assert!(
                name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
                "{id}: {name}"
            );
        }
        assert_ne!(stem("a/b"), stem("a.b"));
        assert!(stem(&"x".repeat(5000)).len() < 80);
    }
}
