//! A page of one presence, where the whole would be too long for one page.

use super::names;
use super::page::Page;
use super::section::Section;
use crate::model::Language;
use crate::report::{Kept, Report};
use askama::Template;

#[derive(Debug, Template)]
#[template(path = "alone.html", config = "src/report/html/askama.toml")]
pub(super) struct Alone<'a> {
    page: Page<'a>,
    kept: &'a Kept,
    section: Section<'a>,
}

impl<'a> Alone<'a> {
    /// Of the presence of that number.
    pub(super) fn new(report: &'a Report, number: usize, language: Language) -> Option<Self> {
        let kept = report.presences.get(number)?;
        let other = names::file(&kept.page, language.other());
        let other = other.trim_start_matches("presences/").to_owned();
        let page = Page::new(report, language, &kept.row.presence_id, other);
        Some(Self {
            section: Section::new(report, number, page.w, 2, "../")?,
            page,
            kept,
        })
    }
}
