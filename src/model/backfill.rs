//! What a post said before it was changed, and what is still owed from before.

use super::{Bilingual, Language};
use jiff::Timestamp;

/// What a post said before its words were changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its first text.
    pub text: String,
    /// When it last changed; where the source does not tell, when that was seen.
    pub changed_at: Timestamp,
}

/// Is an older post of use to its readers still?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relevance {
    /// It names a day that is still to come.
    Current,
    /// It names no day after its own.
    Undated,
    /// Every day that it names is over.
    Expired,
}

impl Relevance {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Current, Self::Undated, Self::Expired];

    /// As written in every file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Undated => "undated",
            Self::Expired => "expired",
        }
    }

    /// In words.
    #[must_use]
    pub fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::Current => Bilingual::new("names a day to come", "nomme un jour à venir"),
            Self::Undated => Bilingual::new("names no day", "ne nomme aucun jour"),
            Self::Expired => Bilingual::new("its day is over", "son échéance est passée"),
        }
    }
}

/// An older post that still has no counterpart: a row of the worklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// What names the post, `platform:id`.
    pub key: String,
    /// Permalink, where it is known.
    pub url: Option<String>,
    /// When it was published.
    pub published_at: Timestamp,
    /// Its language; the other one is owed.
    pub language: Language,
    /// Its words.
    pub text: String,
    /// Whole days from then to the period of the report.
    pub age: i64,
    /// Is it of use still?
    pub relevance: Relevance,
    /// What a person may write to leave it as it is, where that is sensible.
    pub waiver: Option<Bilingual<String>>,
}
