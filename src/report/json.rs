//! `report.json`: figures and findings for programs. Structs of its own, versioned.

use super::dimensions::{PresenceRow, SummaryRow};
use super::rows::FindingRow;
use super::{Figures, Report, SCHEMA_VERSION};
use crate::model::{Bilingual, Outcome, Problem};
use serde::Serialize;
use std::collections::BTreeMap;

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
    findings: Vec<&'a FindingRow>,
    unread: Vec<Unread<'a>>,
    notes: Vec<Unread<'a>>,
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
pub(super) fn render(report: &Report) -> Vec<u8> {
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
        findings: report
            .presences
            .iter()
            .flat_map(|kept| &kept.findings)
            .collect(),
        unread: named(&report.unread),
        notes: named(&report.notes),
    };
    bytes(&document)
}

/// Indented, with a last line end.
pub(super) fn bytes(value: &impl Serialize) -> Vec<u8> {
    // Plain structs with text keys always have a JSON form.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
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
