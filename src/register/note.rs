//! What was found wrong with a row, and what was done about it.

use crate::model::{Bilingual, Problem};

/// Kinds of dirt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The list of the other language has the account too.
    BothLists,
    /// An old or other form of address.
    AddressForm,
    /// The platform was spelled in another way.
    PlatformSpelling,
    /// The language was spelled in another way.
    LanguageSpelling,
    /// Cells stood in one another's columns.
    Cells,
    /// The address belongs to another platform than stated.
    OtherPlatform,
    /// The account was listed already.
    Duplicate,
    /// The account was listed for the other language too.
    BothLanguages,
    /// Listed for both languages, but serves one.
    OneLanguage,
    /// No institution is stated.
    NoInstitution,
    /// A person decided on a counterpart that is not there, or is another account's.
    NoCounterpart,
    /// No address is stated.
    NoAddress,
    /// What stands in place of the address is none.
    BrokenAddress,
    /// The address is of no platform that is known.
    UnknownHost,
    /// The address is of no account.
    NoAccount,
    /// The language is not to be read.
    NoLanguage,
    /// The row is not to be read.
    BrokenRow,
}

impl Kind {
    /// Could the row not be used?
    #[must_use]
    pub fn is_rejection(self) -> bool {
        self >= Self::NoAddress
    }

    /// Is it a matter of spelling that changes nothing?
    #[must_use]
    pub fn is_spelling(self) -> bool {
        self <= Self::LanguageSpelling
    }

    /// In words, as a heading of a count.
    #[must_use]
    pub fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::AddressForm => {
                Bilingual::new("other form of the address", "autre forme de l’adresse")
            }
            Self::BothLists => Bilingual::new(
                "in the English and in the French list",
                "dans la liste anglaise et dans la française",
            ),
            Self::PlatformSpelling => {
                Bilingual::new("spelling of the platform", "graphie de la plateforme")
            }
            Self::LanguageSpelling => {
                Bilingual::new("spelling of the language", "graphie de la langue")
            }
            Self::Cells => Bilingual::new(
                "cells in the wrong columns",
                "cellules dans les mauvaises colonnes",
            ),
            Self::OtherPlatform => Bilingual::new(
                "address of another platform than stated",
                "adresse d’une autre plateforme que celle indiquée",
            ),
            Self::Duplicate => Bilingual::new("listed more than once", "inscrit plus d’une fois"),
            Self::BothLanguages => Bilingual::new(
                "listed once for each language: taken as bilingual",
                "inscrit une fois pour chaque langue\u{a0}: considéré comme bilingue",
            ),
            Self::OneLanguage => Bilingual::new(
                "listed as bilingual, but one half of a pair",
                "inscrit comme bilingue, mais moitié d’une paire",
            ),
            Self::NoCounterpart => Bilingual::new(
                "decided, but not in the register or decided otherwise for the other account",
                "décidé, mais absent du répertoire ou décidé autrement pour l’autre compte",
            ),
            Self::NoInstitution => Bilingual::new("without institution", "sans institution"),
            Self::NoAddress => Bilingual::new("without address", "sans adresse"),
            Self::BrokenAddress => Bilingual::new("not an address", "adresse non valide"),
            Self::UnknownHost => Bilingual::new(
                "address of no known platform",
                "adresse d’aucune plateforme connue",
            ),
            Self::NoAccount => Bilingual::new(
                "address of a page, not of an account",
                "adresse d’une page et non d’un compte",
            ),
            Self::NoLanguage => Bilingual::new("without a language", "sans langue"),
            Self::BrokenRow => Bilingual::new("row that cannot be read", "ligne illisible"),
        }
    }

    /// What to do about it, for rows that could not be used.
    fn advice(self) -> Bilingual<&'static str> {
        match self {
            Self::NoLanguage => Bilingual::new(
                "; write English, French or Bilingual",
                "; écrivez Anglais, Français ou Bilingue",
            ),
            Self::NoCounterpart => Bilingual::new(
                "; write the address of an account of the register, or none for an account without counterpart",
                "; écrivez l’adresse d’un compte du répertoire, ou aucune si le compte n’a pas d’équivalent",
            ),
            Self::BrokenRow => Bilingual::new("; correct the file", "; corrigez le fichier"),
            kind if kind.is_rejection() => Bilingual::new(
                "; write the address of the account’s profile",
                "; écrivez l’adresse du profil du compte",
            ),
            _ => Bilingual::new("", ""),
        }
    }
}

/// What was found at a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Which kind.
    pub kind: Kind,
    /// Where, and in words.
    pub problem: Problem,
}

impl Note {
    /// A note; `detail` says what stood there, or what it became.
    pub(super) fn new(place: &str, kind: Kind, detail: &str) -> Self {
        let (words, advice) = (kind.text(), kind.advice());
        let (of, de) = if detail.is_empty() {
            (String::new(), String::new())
        } else {
            (format!(": {detail}"), format!("\u{a0}: {detail}"))
        };
        Self {
            kind,
            problem: Problem::new(
                place,
                format!("{}{of}{}", words.english, advice.english),
                format!("{}{de}{}", words.french, advice.french),
            ),
        }
    }
}
