//! The numbers and pictures of a report by themselves, for a page that has its own frame.

use super::chart::Chart;
use super::charts::Place;
use super::facts::Facts;
use super::{main_page, section};
use crate::report::Report;
use crate::report::figures::Figures;
use crate::report::words::Words;
use askama::Template;

#[derive(Debug, Template)]
#[template(path = "overview.html", config = "src/report/html/askama.toml")]
pub(in crate::report) struct Overview<'a> {
    w: Words<'a>,
    facts: Facts,
    charts: Vec<Chart<'a>>,
    /// Presence, account, and what was not read of it.
    gaps: Vec<(&'a str, &'a str, String)>,
}

impl<'a> Overview<'a> {
    /// Of one presence in its own pictures, of several in those of the whole.
    pub(in crate::report) fn new(report: &'a Report, w: Words<'a>) -> Self {
        let place = Place {
            w,
            prefix: String::new(),
            level: 3,
        };
        let all = Figures::sum(report.presences.iter().map(|kept| &kept.figures));
        let before = main_page::before(report);
        let charts = match report.presences.as_slice() {
            _ if all.read == 0 => Vec::new(),
            [kept] => section::pictures(report, kept, &place),
            _ => main_page::pictures(report, &place, &all, before.as_ref()),
        };
        Self {
            w,
            facts: Facts::of(w, &all, before.as_ref()),
            charts,
            gaps: main_page::gaps(report, w),
        }
    }
}
