//! A finding on a page: what, when, both posts side by side, why, and what it rests on.

use super::post::{Post, readable};
use crate::corpora::{PROVISIONS, Provision};
use crate::model::{Language, Severity};
use crate::report::rows::FindingRow;
use crate::report::shown::{Second, Why};
use crate::report::words::Words;
use askama::Template;

#[derive(Debug, Template)]
#[template(path = "finding.html", config = "src/report/html/askama.toml")]
pub(super) struct Card<'a> {
    pub(super) w: Words<'a>,
    pub(super) row: &'a FindingRow,
    pub(super) number: usize,
    /// Level of its heading.
    pub(super) level: u8,
    /// From its page to the folder of the report.
    pub(super) up: &'static str,
}

impl askama::filters::HtmlSafe for Card<'_> {}

impl<'a> Card<'a> {
    fn when(&self) -> String {
        match self.row.at {
            Some(at) => self.w.instant(at),
            None => self
                .w
                .say("The whole period", "Toute la période")
                .to_owned(),
        }
    }

    fn message(&self) -> String {
        readable(match self.w.language {
            Language::English => &self.row.message_english,
            Language::French => &self.row.message_french,
        })
    }

    /// Beside the word, never instead of it.
    fn symbol(&self) -> &'static str {
        match self.row.level {
            Severity::Error => "■",
            Severity::Warning => "▲",
            Severity::Style => "◇",
            Severity::Information => "○",
        }
    }

    fn has_posts(&self) -> bool {
        self.row.quoted.english.is_some() || self.row.quoted.french.is_some()
    }

    fn sides(&self) -> Vec<Post<'a>> {
        [Language::English, Language::French]
            .into_iter()
            .filter_map(|language| {
                Some(Post {
                    w: self.w,
                    language,
                    quoted: self.row.quoted.get(language).as_ref()?,
                })
            })
            .collect()
    }

    /// The version that was looked for and not found.
    fn absent(&self) -> Option<Language> {
        let is_missing = matches!(self.row.rule, "missing-counterpart" | "single-account");
        let quoted = &self.row.quoted;
        [Language::English, Language::French]
            .into_iter()
            .find(|language| quoted.get(*language).is_none())
            .filter(|_| is_missing)
    }

    fn why(&self) -> Option<Reasons<'a>> {
        let why = self.row.why.as_ref()?;
        Some(Reasons { w: self.w, why })
    }

    fn provision(&self) -> Option<(&'static str, &'static Provision)> {
        let id = self.row.info.0.provisions.first()?;
        Some((id, PROVISIONS.get(*id)?))
    }
}

/// Why two posts are a pair, and what came second.
#[derive(Debug, Template)]
#[template(path = "why.html", config = "src/report/html/askama.toml")]
pub(super) struct Reasons<'a> {
    pub(super) w: Words<'a>,
    pub(super) why: &'a Why,
}

impl askama::filters::HtmlSafe for Reasons<'_> {}

impl<'a> Reasons<'a> {
    /// What speaks for the pair, or against it.
    fn speaking(&self, wanted: bool) -> String {
        let reasons = self.why.reasons.iter();
        let reasons = reasons.filter(|(_, is_for)| *is_for == wanted);
        let reasons: Vec<_> = reasons.map(|(reason, _)| *reason).collect();
        self.w.list(&reasons)
    }

    fn second(&self, second: &'a Second) -> Post<'a> {
        Post {
            w: self.w,
            language: second.language,
            quoted: &second.quoted,
        }
    }
}
