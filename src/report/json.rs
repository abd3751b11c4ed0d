//! `report.json`: figures and findings for programs. Structs of its own, versioned.

use super::dimensions::{PresenceRow, SummaryRow};
use super::rows::FindingRow;
use super::{Figures, Listed, Report, SCHEMA_VERSION, decided, in_memory};
use crate::model::{Bilingual, Decision, Outcome, Problem, Subject};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    program: &'static str,
    version: &'static str,
    institution: &'a Bilingual<String>,
    period_from: String,
    period_to: String,
    time_zone: String,
    totals: Totals,
    presences: Vec<Presence<'a>>,
    weeks: &'a [SummaryRow],
    states: BTreeMap<&'static str, usize>,
    compared_with: Option<Compared<'a>>,
    decisions: Vec<Decided<'a>>,
    findings: Vec<Row<'a>>,
    unread: Vec<Unread<'a>>,
    notes: Vec<Unread<'a>>,
}

/// A finding that this report made, or one that only the report before has.
#[derive(Serialize)]
#[serde(untagged)]
enum Row<'a> {
    Made(&'a FindingRow),
    Carried(&'a Listed),
}

/// The report before, and its findings that are found no more.
#[derive(Serialize)]
struct Compared<'a> {
    period_from: String,
    period_to: String,
    found_no_more: Vec<&'a str>,
}

/// A decision that was applied, with the columns of `decisions.csv`.
#[derive(Serialize)]
struct Decided<'a> {
    decision: &'static str,
    finding_id: &'a str,
    english_post_id: &'a str,
    french_post_id: &'a str,
    reason: &'a str,
    author: &'a str,
    date: String,
    expires: Option<String>,
}

#[derive(Serialize)]
struct Totals {
    posts_read: usize,
    outcomes: BTreeMap<&'static str, usize>,
    findings: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct Presence<'a> {
    #[serde(flatten)]
    row: &'a PresenceRow,
    #[serde(flatten)]
    totals: Totals,
    previous: Option<Totals>,
}

#[derive(Serialize)]
struct Unread<'a> {
    place: &'a str,
    message: &'a Bilingual<String>,
}

/// Indented, so that two reports can be compared line by line.
pub(super) fn write(report: &Report, to: impl Write) -> io::Result<()> {
    let mut all = Figures::default();
    for kept in &report.presences {
        all.add(&kept.figures);
    }
    let document = Document {
        schema_version: SCHEMA_VERSION,
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        institution: &report.head.institution,
        period_from: report.head.period.from.to_string(),
        period_to: report.head.period.to.to_string(),
        time_zone: report.head.zone.iana_name().unwrap_or("UTC").to_owned(),
        totals: totals(&all),
        presences: report
            .presences
            .iter()
            .map(|kept| Presence {
                row: &kept.row,
                totals: totals(&kept.figures),
                previous: kept.before.as_ref().map(totals),
            })
            .collect(),
        weeks: &report.weeks,
        states: decided::states(report),
        compared_with: report.baseline.period().map(|period| Compared {
            period_from: period.from.to_string(),
            period_to: period.to.to_string(),
            found_no_more: decided::left(report),
        }),
        decisions: decisions(report),
        findings: findings(report),
        unread: named(&report.unread),
        notes: named(&report.notes),
    };
    pretty(&document, to)
}

/// Indented, with a last line end.
pub(super) fn bytes(value: &impl Serialize) -> Vec<u8> {
    in_memory(|to| pretty(value, to))
}

/// Plain structs with text keys always have a JSON form: only writing may fail.
fn pretty(value: &impl Serialize, mut to: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut to, value)?;
    to.write_all(b"\n")
}

fn named(problems: &[Problem]) -> Vec<Unread<'_>> {
    problems
        .iter()
        .map(|problem| Unread {
            place: &problem.place,
            message: &problem.message,
        })
        .collect()
}

fn findings(report: &Report) -> Vec<Row<'_>> {
    let presences = report.presences.iter();
    presences
        .flat_map(|kept| {
            let made = kept.findings.iter().chain(&kept.late).map(Row::Made);
            made.chain(kept.carried.iter().map(Row::Carried))
        })
        .collect()
}

/// Those about pairs, then the waivers, each with the finding that it set aside.
fn decisions(report: &Report) -> Vec<Decided<'_>> {
    let pairs = report.presences.iter().flat_map(|kept| &kept.decided);
    let pairs = pairs.map(|pair| decided_row(&pair.decision, ""));
    let rows = report
        .presences
        .iter()
        .flat_map(|kept| kept.findings.iter().chain(&kept.late));
    let waivers = rows.filter_map(|row| {
        let waiver = row.standing.waiver.as_ref()?;
        Some(decided_row(waiver, &row.finding_id))
    });
    let carried = report.presences.iter().flat_map(|kept| &kept.carried);
    let carried = carried.filter_map(|row| {
        let waiver = row.waiver.as_ref()?;
        Some(decided_row(waiver, &row.finding_id))
    });
    pairs.chain(waivers).chain(carried).collect()
}

fn decided_row<'a>(decision: &'a Decision, finding_id: &'a str) -> Decided<'a> {
    let (english, french) = match &decision.subject {
        Subject::Pair(two) => (two.english.as_str(), two.french.as_str()),
        Subject::Post(post) => (post.as_str(), ""),
        Subject::Finding(_) => ("", ""),
    };
    Decided {
        decision: decision.word.code(),
        finding_id,
        english_post_id: english,
        french_post_id: french,
        reason: &decision.reason,
        author: &decision.author,
        date: decision.date.to_string(),
        expires: decision.expires.map(|day| day.to_string()),
    }
}

fn totals(figures: &Figures) -> Totals {
    Totals {
        posts_read: figures.read,
        outcomes: Outcome::ALL
            .iter()
            .map(|outcome| outcome.code())
            .zip(figures.outcomes)
            .collect(),
        findings: figures.findings.clone(),
    }
}
