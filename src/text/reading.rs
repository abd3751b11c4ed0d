//! What a text says, read once for all that look at it: pairing compares it, rules judge it.

use super::pieces::Pieces;
use super::values::{self, Found};
use crate::model::{Language, TextLanguage};

/// A text that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What stands in it, and where.
    pub pieces: Pieces,
    /// What it states, in order of place.
    pub values: Vec<Found>,
}

impl Reading {
    /// Reads the values of a text in this language; of an undetermined one in that of the account it stands on.
    #[must_use]
    pub fn of(pieces: Pieces, language: TextLanguage, account: Option<Language>) -> Self {
        Self {
            values: values::read(&pieces.prose, settled(language, account)),
            pieces,
        }
    }
}

/// The language that settles the words of a text that are words of both. Of a text in both languages none does.
#[must_use]
pub fn settled(language: TextLanguage, account: Option<Language>) -> Option<Language> {
    match language {
        TextLanguage::Both => None,
        _ => language.single().or(account),
    }
}
