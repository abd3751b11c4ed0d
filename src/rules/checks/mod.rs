//! The checks on two versions of one message: a draft pair before it is posted, and a published pair.
//!
//! They stand in files by subject, a check being little more than a name, a manual (`src/rules/manuals/`) and one
//! function; what they share in a subject (typed values, links) is what a reader needs to see together. To add one: its
//! function and its `Check` here, its line in [`super::RULES`], its two manuals, its cases in `tests/cases/drafts/`.

pub(super) mod accents;
pub(super) mod form;
pub(super) mod french;
pub(super) mod french_values;
pub(super) mod history;
pub(super) mod language;
pub(super) mod lengths;
pub(super) mod links;
pub(super) mod meaning;
pub(super) mod media;
pub(super) mod names;
pub(super) mod placeholders;
pub(super) mod polarity;
pub(super) mod tags;
pub(super) mod terms;
pub(super) mod values;

use super::{Rule, Versions};
use crate::model::{Bilingual, Language, Message, RuleInfo};
use regex::Regex;
use std::ops::Range;

/// A rule of the versions rung.
pub(super) struct Check {
    info: &'static RuleInfo,
    /// Does it judge published pairs too? Form is past then.
    published: bool,
    look: fn(&Versions) -> Vec<Message>,
}

impl Check {
    /// Judges drafts and published pairs.
    const fn new(info: &'static RuleInfo, look: fn(&Versions) -> Vec<Message>) -> Self {
        Self {
            info,
            published: true,
            look,
        }
    }

    /// Judges drafts only.
    const fn draft(info: &'static RuleInfo, look: fn(&Versions) -> Vec<Message>) -> Self {
        Self {
            info,
            published: false,
            look,
        }
    }
}

impl Rule for Check {
    fn info(&self) -> &'static RuleInfo {
        self.info
    }

    fn versions(&self, versions: &Versions) -> Vec<Message> {
        if versions.around.published && !self.published {
            return Vec::new();
        }
        (self.look)(versions)
    }
}

/// What equal content rests on.
const EQUAL: &[&str] = &["dolcs-6.6.4.1", "daod-2008-8-4.10-4"];

/// Words of a text, shortened for a message.
fn shown(words: &str) -> String {
    let words = words.trim();
    if words.chars().count() <= 60 {
        return words.to_owned();
    }
    let start: String = words.chars().take(57).collect();
    format!("{}…", start.trim_end())
}

/// Names of the two texts, with the article that French wants.
fn named(language: Language) -> Bilingual<&'static str> {
    match language {
        Language::English => Bilingual::new("English text", "le texte anglais"),
        Language::French => Bilingual::new("French text", "le texte français"),
    }
}

/// The first place of a word or phrase, whole, in its own case.
fn place_of(prose: &str, wanted: &str) -> Option<Range<usize>> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let found = prose.match_indices(wanted).find(|(at, _)| {
        !letter(prose[..*at].chars().next_back())
            && !letter(prose[at + wanted.len()..].chars().next())
    })?;
    Some(found.0..found.0 + wanted.len())
}

/// Where a pattern stands: its first group, or all of it.
fn places(pattern: &Regex, text: &str) -> Vec<Range<usize>> {
    // Groups cost as much again.
    if pattern.captures_len() == 1 {
        return pattern.find_iter(text).map(|found| found.range()).collect();
    }
    pattern
        .captures_iter(text)
        .filter_map(|found| found.get(1).or_else(|| found.get(0)))
        .map(|found| found.range())
        .collect()
}

/// A pattern of the program itself; the tests compile each.
fn pattern(text: &str) -> Regex {
    match Regex::new(text) {
        Ok(pattern) => pattern,
        Err(error) => panic!("{error}"),
    }
}
