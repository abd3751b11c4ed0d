//! Everything about one presence: on the main page, or on a page of its own.

use super::charts::{self, Place};
use super::facts::Facts;
use super::finding::Card;
use super::followed::Followed;
use super::pair::PairCard;
use super::post::{Post, readable};
use super::{FINDINGS_SHOWN, LISTED, chart::Chart, timeline};
use crate::model::{Outcome, Overdue, RuleInfo};
use crate::report::rows::{FindingRow, web_address};
use crate::report::shown::Unjudged;
use crate::report::words::Words;
use crate::report::{AccountReading, Kept, Report};
use crate::text::wording;
use askama::Template;

#[derive(Debug, Template)]
#[template(path = "section.html", config = "src/report/html/askama.toml")]
pub(super) struct Section<'a> {
    pub(super) w: Words<'a>,
    pub(super) kept: &'a Kept,
    /// Before every id of it.
    pub(super) prefix: String,
    /// Level of its headings.
    level: u8,
    facts: Facts,
    charts: Vec<Chart<'a>>,
    groups: Vec<Group<'a>>,
    followed: Followed<'a>,
}

impl askama::filters::HtmlSafe for Section<'_> {}

/// What one rule found.
#[derive(Debug)]
struct Group<'a> {
    info: &'static RuleInfo,
    count: usize,
    findings: Vec<Card<'a>>,
}

impl<'a> Section<'a> {
    /// `up` leads from its page to the folder of the report.
    pub(super) fn new(
        report: &'a Report,
        number: usize,
        w: Words<'a>,
        level: u8,
        up: &'static str,
    ) -> Option<Self> {
        let kept = report.presences.get(number)?;
        let prefix = format!("p{}-", number + 1);
        let place = Place {
            w,
            prefix: prefix.clone(),
            level: level + 1,
        };
        Some(Self {
            w,
            kept,
            followed: Followed::new(kept, w, prefix.clone(), level),
            prefix,
            level,
            facts: Facts::of(w, &kept.figures, kept.before.as_ref()),
            charts: pictures(report, kept, &place),
            groups: groups(kept, w, level + 2, up),
        })
    }

    fn accounts(&self) -> String {
        let accounts = self.kept.accounts.iter();
        let handles: Vec<&str> = accounts.map(|account| account.handle.as_str()).collect();
        readable(&handles.join(" / "))
    }

    fn unread(&self) -> Vec<String> {
        let accounts = self.kept.accounts.iter();
        accounts
            .filter(|account| account.is_short())
            .map(|account| {
                let colon = self.w.say(": ", "\u{a0}: ");
                format!("{}{colon}{}", account.handle, missing(self.w, account))
            })
            .collect()
    }

    /// Name, now and before, of each outcome and of their sum.
    fn outcomes(&self) -> Vec<(&'static str, usize, Option<usize>)> {
        let (now, before) = (&self.kept.figures, self.kept.before.as_ref());
        let outcomes = Outcome::ALL.iter().enumerate();
        let mut rows: Vec<_> = outcomes
            .map(|(place, outcome)| {
                let before = before.map(|before| before.outcomes[place]);
                (self.w.of(outcome.text()), now.outcomes[place], before)
            })
            .collect();
        let read = self
            .w
            .say("read, the sum of these", "lues, la somme de ces issues");
        rows.push((read, now.read, before.map(|before| before.read)));
        rows
    }

    fn pending(&self) -> Vec<Post<'a>> {
        let pending = self.kept.shown.pending.iter().take(LISTED);
        pending
            .map(|pending| Post {
                w: self.w,
                language: pending.language,
                quoted: &pending.quoted,
            })
            .collect()
    }

    fn doubts(&self) -> Vec<PairCard<'a>> {
        let doubts = self.kept.shown.doubts.iter().take(LISTED).enumerate();
        doubts
            .map(|(number, doubt)| {
                let id = format!("{}doubt-{}", self.prefix, number + 1);
                let heading = format!("{}. {}", number + 1, self.w.instant(doubt.at));
                PairCard::of(self.w, doubt, id, heading, self.level + 1)
            })
            .collect()
    }

    /// Rank, post, what it says, and what may be said for leaving it.
    fn overdue(&self) -> Vec<(usize, &'a Overdue, String, String)> {
        let list = self.kept.overdue.iter().take(LISTED).enumerate();
        list.map(|(number, it)| {
            let text = readable(&wording::excerpt(&it.text, 100));
            let waiver = it
                .waiver
                .as_ref()
                .map(|waiver| readable(self.w.pick(waiver)));
            (
                number + 1,
                it,
                text,
                waiver.unwrap_or_else(|| "–".to_owned()),
            )
        })
        .collect()
    }

    #[expect(clippy::unused_self, reason = "called by the template")]
    fn address(&self, it: &'a Overdue) -> &'a str {
        web_address(it.url.as_deref())
    }

    fn unjudged(&self) -> usize {
        self.kept.shown.why_unjudged.values().sum()
    }

    fn excerpt(&self, post: &Unjudged) -> String {
        if post.quoted.text.trim().is_empty() {
            return self.w.say("(no words)", "(sans texte)").to_owned();
        }
        readable(&wording::excerpt(&post.quoted.text, 60))
    }

    fn standing(&self) -> usize {
        self.kept.standing().count()
    }

    fn more_doubts(&self) -> usize {
        self.kept.shown.doubts.len().saturating_sub(LISTED)
    }

    fn rest(&self, all: usize, file: &str) -> Option<String> {
        (all > LISTED).then(|| self.w.cut(all - LISTED, file))
    }

    fn cut(&self, left_out: usize, file: &str) -> String {
        self.w.cut(left_out, file)
    }
}

/// The pictures of a presence.
pub(super) fn pictures<'a>(
    report: &'a Report,
    kept: &'a Kept,
    place: &Place<'a>,
) -> Vec<Chart<'a>> {
    let figures = &kept.figures;
    let mut charts = Vec::new();
    let marks = &kept.shown.marks;
    charts.extend(timeline::chart(place, marks, report.head.period));
    charts.push(charts::skews(place, figures));
    charts.push(charts::lead(place, figures));
    let weeks = &report.weeks[kept.weeks.clone()];
    charts.push(charts::trend(place, weeks, kept.before.as_ref()));
    let rows = charts::by_language(place.w, figures);
    charts.push(charts::reposts(place, rows, figures.unilingual()));
    charts
}

/// What is missing of an account, and why.
pub(super) fn missing(w: Words, account: &AccountReading) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !account.state.is_complete() {
        let detail = w.pick(&account.detail);
        let state = w.of(account.state.text());
        parts.push(readable(if detail.is_empty() { state } else { detail }));
    }
    parts.extend(account.gaps.iter().take(LISTED).map(|gap| w.interval(*gap)));
    if account.gaps.len() > LISTED {
        parts.push(w.cut(account.gaps.len() - LISTED, "presences.csv"));
    }
    parts.join("; ")
}

/// The findings by rule, as many as a page holds.
fn groups<'a>(kept: &'a Kept, w: Words<'a>, level: u8, up: &'static str) -> Vec<Group<'a>> {
    let mut room = FINDINGS_SHOWN;
    let standing: Vec<&FindingRow> = kept.standing().collect();
    let groups = standing.chunk_by(|one, other| one.rule == other.rule);
    groups
        .map(|rows| {
            let shown = rows.len().min(room);
            room -= shown;
            let cards = rows[..shown].iter().enumerate().map(|(number, row)| Card {
                w,
                row,
                number: Some(number + 1),
                level: level.min(6),
                up: Some(up),
            });
            Group {
                info: rows[0].info.0,
                count: rows.len(),
                findings: cards.collect(),
            }
        })
        .collect()
}
