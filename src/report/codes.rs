//! `codes.csv`: what the codes of the other files mean, in both languages.

use super::SCHEMA_VERSION;
use crate::model::{
    Bilingual, CoverageState, FindingState, Language, Outcome, Reason, Relevance, Severity,
    TextLanguage,
};
use crate::text::wording;
use serde::Serialize;

/// One code.
#[derive(Debug, Serialize)]
pub(super) struct CodeRow {
    schema_version: u32,
    pub(super) list: &'static str,
    pub(super) code: &'static str,
    english: &'static str,
    french: &'static str,
}

/// A code and what it means.
type Code = (&'static str, Bilingual<&'static str>);

/// The lists, in the order of their first use.
pub(super) fn rows() -> Vec<CodeRow> {
    let one = |language: Language| (language.code(), wording::language(language));
    let official = [one(Language::English), one(Language::French)];
    let both = (TextLanguage::Both.code(), TextLanguage::Both.text());
    let lists: [(&'static str, Vec<Code>); 11] = [
        ("account_language", [official.as_slice(), &[both]].concat()),
        (
            "kind",
            vec![
                (
                    "original",
                    Bilingual::new("own post", "publication originale"),
                ),
                ("reply", Bilingual::new("answer", "réponse")),
                (
                    "quote",
                    Bilingual::new(
                        "own words about somebody’s post",
                        "propos sur une publication citée",
                    ),
                ),
                (
                    "repost",
                    Bilingual::new("somebody’s post passed on", "publication rediffusée"),
                ),
            ],
        ),
        (
            "language",
            TextLanguage::ALL.map(|it| (it.code(), it.text())).to_vec(),
        ),
        (
            "outcome",
            Outcome::ALL.map(|it| (it.code(), it.text())).to_vec(),
        ),
        (
            "outcome_reason",
            Reason::ALL.map(|it| (it.code(), it.text())).to_vec(),
        ),
        ("lagging_language", official.to_vec()),
        (
            "severity",
            Severity::ALL.map(|it| (it.code(), it.text())).to_vec(),
        ),
        (
            "state",
            FindingState::ALL.map(|it| (it.code(), it.text())).to_vec(),
        ),
        (
            "relevance",
            Relevance::ALL.map(|it| (it.code(), it.text())).to_vec(),
        ),
        (
            "coverage_state",
            CoverageState::ALL.map(|it| (it.code(), it.text())).to_vec(),
        ),
        (
            "provision_status",
            vec![
                ("in_force", Bilingual::new("in force", "en vigueur")),
                (
                    "rescinded",
                    Bilingual::new(
                        "rescinded: former guidance",
                        "annulée\u{a0}: ancienne ligne directrice",
                    ),
                ),
            ],
        ),
    ];
    let row = |list, (code, text): Code| CodeRow {
        schema_version: SCHEMA_VERSION,
        list,
        code,
        english: text.english,
        french: text.french,
    };
    lists
        .into_iter()
        .flat_map(|(list, codes)| codes.into_iter().map(move |code| row(list, code)))
        .collect()
}

/// The codes of one list.
pub(super) fn of(list: &str) -> Vec<&'static str> {
    let rows = rows().into_iter().filter(|row| row.list == list);
    rows.map(|row| row.code).collect()
}
