//! The numbers and pictures of a report by themselves, for a page that has its own frame.

use super::chart::Chart;
use super::charts::Place;
use super::facts::Facts;
use super::post::readable;
use super::{main_page, section};
use crate::model::{Language, Outcome, Problem};
use crate::report::Report;
use crate::report::figures::Figures;
use crate::report::words::Words;
use askama::Template;

/// Records that are named.
const LISTED: usize = 10;

#[derive(Debug, Template)]
#[template(path = "overview.html", config = "src/report/html/askama.toml")]
pub(in crate::report) struct Overview<'a> {
    w: Words<'a>,
    /// What could not be used of the decisions and the exports: figures may differ for it.
    unread: &'a [Problem],
    facts: Facts,
    /// The posts that were read, and those of them that no share counts.
    read: String,
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
            unread: &report.unread,
            facts: Facts::of(w, &all, before.as_ref()),
            read: read(w, &all),
            charts,
            gaps: main_page::gaps(report, w),
        }
    }

    fn short(&self, problem: &Problem) -> String {
        readable(self.w.pick(&problem.message))
    }
}

/// How many posts were read, and how many of them are in no share of posts with their counterpart.
fn read(w: Words, all: &Figures) -> String {
    let count = |wanted| {
        let place = Outcome::ALL.iter().position(|it| *it == wanted);
        w.count(place.map_or(0, |place| all.outcomes[place]))
    };
    let (pending, unjudged, apart, exempt) = (
        count(Outcome::Pending),
        count(Outcome::Undecidable),
        count(Outcome::NotComparable),
        count(Outcome::Exempt),
    );
    let read = w.count(all.read);
    match w.language {
        Language::English => format!(
            "Posts read: {read}. In no share above: waiting for their counterpart {pending}, not judged {unjudged}, not compared {apart}, exempt {exempt}."
        ),
        Language::French => format!(
            "Publications lues\u{a0}: {read}. Dans aucune des parts ci-dessus\u{a0}: en attente {pending}, non jugées {unjudged}, non comparées {apart}, exemptées {exempt}."
        ),
    }
}
