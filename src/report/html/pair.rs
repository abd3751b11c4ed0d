//! Two posts that may be a pair, or that a person decided about, on a page: side by side, and why.

use super::finding::Reasons;
use super::post::Post;
use crate::model::{Bilingual, Language};
use crate::report::decided::DecidedPair;
use crate::report::shown::{Doubt, Quoted};
use crate::report::words::Words;
use askama::Template;

#[derive(Debug, Template)]
#[template(path = "pair.html", config = "src/report/html/askama.toml")]
pub(in crate::report) struct PairCard<'a> {
    w: Words<'a>,
    id: String,
    level: u8,
    heading: String,
    message: String,
    quoted: &'a Bilingual<Quoted>,
    why: Option<Reasons<'a>>,
}

impl askama::filters::HtmlSafe for PairCard<'_> {}

impl<'a> PairCard<'a> {
    /// Of a doubt.
    pub(in crate::report) fn of(
        w: Words<'a>,
        doubt: &'a Doubt,
        id: String,
        heading: String,
        level: u8,
    ) -> Self {
        let why = &doubt.why;
        Self {
            w,
            id,
            level,
            heading,
            message: doubt.verdict(w),
            quoted: &doubt.quoted,
            why: Some(Reasons { w, why }),
        }
    }

    /// Of a pair that a person decided about.
    pub(in crate::report) fn decided(
        w: Words<'a>,
        pair: &'a DecidedPair,
        id: String,
        level: u8,
    ) -> Self {
        let at = pair.quoted.english.at.min(pair.quoted.french.at);
        Self {
            w,
            id,
            level,
            heading: w.instant(at),
            message: w.of(pair.decision.word.text()).to_owned(),
            quoted: &pair.quoted,
            why: None,
        }
    }

    fn sides(&self) -> [Post<'a>; 2] {
        [Language::English, Language::French].map(|language| Post {
            w: self.w,
            language,
            quoted: self.quoted.get(language),
        })
    }
}
