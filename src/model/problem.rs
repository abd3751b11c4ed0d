//! Bad input, said so that somebody can act on it.

use super::Bilingual;
use std::fmt;

/// What could not be read or done: where, why, and what to do about it, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// File, address or account; with line, row or record where there is one (`posts.jsonl:12`).
    pub place: String,
    /// What is wrong and what to do.
    pub message: Bilingual<String>,
}

impl Problem {
    /// A problem at a place.
    pub fn new(
        place: impl Into<String>,
        english: impl Into<String>,
        french: impl Into<String>,
    ) -> Self {
        Self {
            place: place.into(),
            message: Bilingual::text(english, french),
        }
    }
}

/// Both languages, for logs and for callers that do not choose one.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} | {}",
            self.place, self.message.english, self.message.french
        )
    }
}

impl std::error::Error for Problem {}
