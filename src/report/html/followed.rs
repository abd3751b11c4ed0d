//! What became of the findings of the report before, and what persons decided, on a page.

use super::post::readable;
use super::{LANGUAGES, LISTED};
use crate::model::{Bilingual, Decision, Language};
use crate::report::Kept;
use crate::report::decided::{self, DecidedPair, Told};
use crate::report::words::Words;
use crate::text::wording;
use askama::Template;

#[derive(Debug, Template)]
#[template(path = "followed.html", config = "src/report/html/askama.toml")]
pub(super) struct Followed<'a> {
    w: Words<'a>,
    /// Before every id of it.
    prefix: String,
    /// Level of its headings.
    level: u8,
    lists: Vec<List<'a>>,
    pairs: &'a [DecidedPair],
}

impl askama::filters::HtmlSafe for Followed<'_> {}

/// Findings in one state.
#[derive(Debug)]
struct List<'a> {
    id: &'static str,
    title: &'static str,
    findings: Vec<Told<'a>>,
}

impl<'a> Followed<'a> {
    pub(super) fn new(kept: &'a Kept, w: Words<'a>, prefix: String, level: u8) -> Self {
        let before = decided::FROM_BEFORE.into_iter().map(|(state, title)| List {
            id: state.code(),
            title: w.of(title),
            findings: decided::told(kept, state).collect(),
        });
        let waived = List {
            id: "waived",
            title: w.say(
                "Set aside by a person, until a day",
                "Mis de côté par une personne, jusqu’à une date",
            ),
            findings: decided::set_aside(kept).collect(),
        };
        let lists = before.chain([waived]);
        Self {
            w,
            prefix,
            level,
            lists: lists.filter(|list| !list.findings.is_empty()).collect(),
            pairs: &kept.decided,
        }
    }

    fn when(&self, told: &Told) -> String {
        let whole = || {
            self.w
                .say("The whole period", "Toute la période")
                .to_owned()
        };
        told.at.map_or_else(whole, |at| self.w.instant(at))
    }

    fn message(&self, told: &Told) -> String {
        readable(told.messages.get(self.w.language))
    }

    /// When it was mended, or who set it aside until when and why.
    fn ending(&self, told: &Told) -> String {
        let corrected = told.corrected_at.map(|at| {
            let words = self.w.say("corrected on", "corrigé le");
            format!("{words} {}", self.w.instant(at))
        });
        let waiver = told.waiver.map(|waiver| self.said(waiver));
        let parts: Vec<String> = corrected.into_iter().chain(waiver).collect();
        if parts.is_empty() {
            "–".to_owned()
        } else {
            parts.join("; ")
        }
    }

    /// Who decided, when, until when and why.
    fn said(&self, decision: &Decision) -> String {
        let mut said = format!("{}, {}", decision.author, decision.date);
        if let Some(day) = decision.expires {
            said.push_str(self.w.say(", until ", ", jusqu’au "));
            said.push_str(&day.to_string());
        }
        if !decision.reason.is_empty() {
            said.push_str(self.w.say(": ", "\u{a0}: "));
            said.push_str(&decision.reason);
        }
        readable(&said)
    }

    /// The permalinks that there are.
    fn links(&self, urls: &Bilingual<&'a str>) -> Vec<(&'a str, &'static str)> {
        let both = LANGUAGES.map(|language| (*urls.get(language), self.w.name(language)));
        both.into_iter()
            .filter(|(url, _)| !url.is_empty())
            .collect()
    }

    fn urls(&self, pair: &'a DecidedPair) -> Vec<(&'a str, &'static str)> {
        let quoted = &pair.quoted;
        self.links(&Bilingual::new(&quoted.english.url, &quoted.french.url))
    }

    #[expect(clippy::unused_self, reason = "called by the template")]
    fn excerpt(&self, pair: &DecidedPair, language: Language) -> String {
        readable(&wording::excerpt(&pair.quoted.get(language).text, 100))
    }

    fn rest(&self, all: usize, file: &str) -> Option<String> {
        (all > LISTED).then(|| self.w.cut(all - LISTED, file))
    }
}
