//! The columns of every CSV file: names, types and keys, with titles and descriptions in both languages. One source for
//! the headers, for `datapackage.json` and for `csvw.json`.
//!
//! Frozen: within one schema version a column is never renamed, moved, removed or given another meaning, and no code of a
//! list changes its meaning; columns, codes and files may be added at the end. Anything else is a new schema version.

mod backfill;
mod dimensions;
mod facts;

use crate::model::Bilingual;

/// What stands in the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words, guarded against formulas.
    Text,
    /// A code of that list of `codes.csv`.
    Code(&'static str),
    /// A whole number from 0 on.
    Count,
    /// 0 to 1.
    Share,
    /// RFC 3339, UTC.
    Instant,
    /// `2026-W46`.
    Week,
    /// `true` or `false`.
    Flag,
    /// An address on the web.
    Address,
    /// SHA-256 in hexadecimal.
    Digest,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Is no cell empty?
    pub(super) required: bool,
    pub(super) title: Bilingual<&'static str>,
    pub(super) about: Bilingual<&'static str>,
}

/// A file: its columns, what tells its rows apart, and where they point.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) file: &'static str,
    pub(super) title: Bilingual<&'static str>,
    pub(super) about: Bilingual<&'static str>,
    pub(super) columns: &'static [Column],
    pub(super) key: &'static [&'static str],
    /// Columns that hold the key of another file.
    pub(super) points: &'static [(&'static str, &'static Table)],
}

impl Table {
    /// Its name without the ending.
    pub(super) fn name(&self) -> &'static str {
        self.file.trim_end_matches(".csv")
    }
}

/// Facts first, each at its own grain, then the dimensions that they point at: a star.
pub(super) const TABLES: [&Table; 9] = [
    &facts::POSTS,
    &facts::PAIRS,
    &facts::FINDINGS,
    &facts::SUMMARY,
    &backfill::BACKFILL,
    &dimensions::PRESENCES,
    &dimensions::RULES,
    &dimensions::PROVISIONS,
    &dimensions::CODES,
];

pub(super) use backfill::BACKFILL;
pub(super) use dimensions::{CODES, PRESENCES, PROVISIONS, RULES};
pub(super) use facts::{FINDINGS, PAIRS, POSTS, SUMMARY};

/// English title, French title, English description, French description.
type Words = [&'static str; 4];

const fn column(name: &'static str, kind: Kind, required: bool, words: Words) -> Column {
    let [english, french, about, description] = words;
    Column {
        name,
        kind,
        required,
        title: Bilingual::new(english, french),
        about: Bilingual::new(about, description),
    }
}

/// A column in which no cell is empty.
const fn full(name: &'static str, kind: Kind, words: Words) -> Column {
    column(name, kind, true, words)
}

/// A column in which cells may be empty.
const fn open(name: &'static str, kind: Kind, words: Words) -> Column {
    column(name, kind, false, words)
}

const SCHEMA: Column = full(
    "schema_version",
    Kind::Count,
    [
        "Schema version",
        "Version du schéma",
        "Version of the columns; a higher one may have other columns",
        "Version des colonnes; une version supérieure peut en avoir d’autres",
    ],
);
const PRESENCE: Column = full(
    "presence_id",
    Kind::Text,
    [
        "Presence",
        "Présence",
        "Stable name of the institution’s presence on one platform",
        "Nom stable de la présence de l’institution sur une plateforme",
    ],
);
const INSTITUTION: Column = full(
    "institution",
    Kind::Text,
    [
        "Institution",
        "Institution",
        "English and French name of the institution",
        "Nom anglais et nom français de l’institution",
    ],
);
const LEVEL_ONE: Column = open(
    "level_one",
    Kind::Text,
    [
        "Level one (L1)",
        "Niveau un (N1)",
        "Who answers for the account",
        "Qui répond du compte",
    ],
);
const PLATFORM: Column = full(
    "platform",
    Kind::Text,
    [
        "Platform",
        "Plateforme",
        "Platform, in lower case",
        "Plateforme, en minuscules",
    ],
);
const POST_URL: Column = open(
    "post_url",
    Kind::Address,
    [
        "Permalink",
        "Permalien",
        "Permanent address of the post",
        "Adresse permanente de la publication",
    ],
);
const WEEK: Column = open(
    "iso_week",
    Kind::Week,
    [
        "ISO week",
        "Semaine ISO",
        "ISO week in the institution’s time zone",
        "Semaine ISO dans le fuseau horaire de l’institution",
    ],
);
const ENGLISH_POST: Column = open(
    "english_post_id",
    Kind::Text,
    [
        "English post",
        "Publication anglaise",
        "Id of the English post: platform:id",
        "Identifiant de la publication anglaise\u{a0}: plateforme:identifiant",
    ],
);
const FRENCH_POST: Column = open(
    "french_post_id",
    Kind::Text,
    [
        "French post",
        "Publication française",
        "Id of the French post: platform:id",
        "Identifiant de la publication française\u{a0}: plateforme:identifiant",
    ],
);
const ENGLISH_URL: Column = open(
    "english_url",
    Kind::Address,
    [
        "English permalink",
        "Permalien anglais",
        "Permanent address of the English post",
        "Adresse permanente de la publication anglaise",
    ],
);
const FRENCH_URL: Column = open(
    "french_url",
    Kind::Address,
    [
        "French permalink",
        "Permalien français",
        "Permanent address of the French post",
        "Adresse permanente de la publication française",
    ],
);
const SKEW: Column = open(
    "skew_seconds",
    Kind::Count,
    [
        "Skew (seconds)",
        "Décalage (secondes)",
        "Seconds between the two versions, without sign; empty where the stated times are too coarse",
        "Secondes entre les deux versions, sans signe; vide si les heures indiquées sont trop imprécises",
    ],
);
const LAGGING: Column = open(
    "lagging_language",
    Kind::Code("lagging_language"),
    [
        "Lagging language",
        "Langue en retard",
        "The language that came second; empty at the same instant",
        "La langue venue en second; vide si c’est au même instant",
    ],
);

/// Another copy of a column, in which no cell is empty.
const fn always(column: Column) -> Column {
    Column {
        required: true,
        ..column
    }
}
