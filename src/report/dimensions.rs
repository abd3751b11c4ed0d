//! The rows about more than one post: weeks, presences, rules, provisions. Frozen like those of `rows`.

use super::rows::{FindingRow, both};
use super::{AccountReading, SCHEMA_VERSION};
use crate::corpora::{PROVISIONS, Provision};
use crate::model::{Account, Accounts, Bilingual, Comparison, Interval, Language, RuleInfo};
use crate::text::shown;
use serde::Serialize;
use std::fmt::Write as _;

#[derive(Debug, Serialize)]
pub(super) struct SummaryRow {
    pub(super) schema_version: u32,
    pub(super) presence_id: String,
    pub(super) institution: String,
    pub(super) level_one: String,
    pub(super) platform: String,
    pub(super) iso_week: String,
    pub(super) week_from: String,
    pub(super) week_to: String,
    pub(super) posts_read: usize,
    pub(super) paired: usize,
    pub(super) bilingual: usize,
    pub(super) missing_counterpart: usize,
    pub(super) pending: usize,
    pub(super) undecidable: usize,
    pub(super) not_comparable: usize,
    pub(super) exempt: usize,
    pub(super) english_posts: usize,
    pub(super) french_posts: usize,
    pub(super) late_pairs: usize,
    pub(super) median_skew_seconds: Option<i64>,
    pub(super) maximum_skew_seconds: Option<i64>,
    pub(super) english_second: usize,
    pub(super) french_second: usize,
    pub(super) wrong_language: usize,
    pub(super) unilingual_reposts: usize,
    pub(super) disseminated: usize,
    pub(super) post_findings: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct PresenceRow {
    schema_version: u32,
    pub(super) presence_id: String,
    institution: String,
    pub(super) level_one: String,
    pub(super) platform: String,
    english_account: String,
    french_account: String,
    bilingual_account: String,
    period_from: String,
    period_to: String,
    english_state: &'static str,
    french_state: &'static str,
    english_unread_seconds: i64,
    french_unread_seconds: i64,
    unread_intervals: String,
}

pub(super) fn presence(comparison: &Comparison, accounts: &[AccountReading]) -> PresenceRow {
    let presence = &comparison.presence;
    let name = |account: &Account| shown(&Account::normal_handle(&account.handle)).into_owned();
    let (english, french, bilingual) = match &presence.accounts {
        Accounts::Two(two) => (name(&two.english), name(&two.french), String::new()),
        Accounts::One(one) => (String::new(), String::new(), name(one)),
    };
    let reading = |language| {
        accounts
            .iter()
            .find(|account| account.language.is_none_or(|side| side == language))
    };
    let (first, second) = (reading(Language::English), reading(Language::French));
    let unread = |account: Option<&AccountReading>| {
        account.map_or(0, |account| account.gaps.iter().map(length).sum())
    };
    let mut intervals = String::new();
    for account in accounts {
        for gap in &account.gaps {
            let _ = write!(intervals, "{} {}/{}; ", account.handle, gap.from, gap.to);
        }
    }
    PresenceRow {
        schema_version: SCHEMA_VERSION,
        presence_id: presence.id.clone(),
        institution: both(&presence.institution),
        level_one: presence.level_one.clone(),
        platform: presence.platform().to_owned(),
        english_account: english,
        french_account: french,
        bilingual_account: bilingual,
        period_from: comparison.period.from.to_string(),
        period_to: comparison.period.to.to_string(),
        english_state: first.map_or("not_run", |account| account.state.code()),
        french_state: second.map_or("not_run", |account| account.state.code()),
        english_unread_seconds: unread(first),
        french_unread_seconds: unread(second),
        unread_intervals: intervals.trim_end_matches("; ").to_owned(),
    }
}

fn length(interval: &Interval) -> i64 {
    interval.to.as_second() - interval.from.as_second()
}

#[derive(Debug, Serialize)]
pub(super) struct RuleRow {
    schema_version: u32,
    rule: &'static str,
    severity: &'static str,
    summary_english: &'static str,
    summary_french: &'static str,
    provisions: String,
    citation_english: String,
    citation_french: String,
    findings: usize,
}

/// One row for each rule, with how often it found something.
pub(super) fn rules<'a>(
    rules: &[&'static RuleInfo],
    findings: impl Iterator<Item = &'a FindingRow>,
) -> Vec<RuleRow> {
    let mut rows: Vec<RuleRow> = rules.iter().map(|info| rule(info)).collect();
    for finding in findings {
        if let Some(row) = rows.iter_mut().find(|row| row.rule == finding.rule) {
            row.findings += 1;
        }
    }
    rows
}

fn rule(info: &'static RuleInfo) -> RuleRow {
    let citations: Vec<Bilingual<String>> = info
        .provisions
        .iter()
        .filter_map(|id| PROVISIONS.get(*id))
        .map(Provision::citation)
        .collect();
    let join = |language: Language| {
        citations
            .iter()
            .map(|citation| citation.get(language).as_str())
            .collect::<Vec<_>>()
            .join("; ")
    };
    RuleRow {
        schema_version: SCHEMA_VERSION,
        rule: info.name,
        severity: info.severity.code(),
        summary_english: info.summary.english,
        summary_french: info.summary.french,
        provisions: info.provisions.join(";"),
        citation_english: join(Language::English),
        citation_french: join(Language::French),
        findings: 0,
    }
}

#[derive(Debug, Serialize)]
pub(super) struct ProvisionRow {
    schema_version: u32,
    provision: &'static str,
    status: &'static str,
    citation_english: String,
    citation_french: String,
    requirement_english: &'static str,
    requirement_french: &'static str,
    source: &'static str,
}

/// One row for each provision that a rule rests on, in the order of their first use.
pub(super) fn provisions(rules: &[&'static RuleInfo]) -> Vec<ProvisionRow> {
    let mut ids: Vec<&'static str> = Vec::new();
    for id in rules.iter().flat_map(|info| info.provisions) {
        if !ids.contains(id) {
            ids.push(id);
        }
    }
    ids.into_iter()
        .filter_map(|id| Some((id, PROVISIONS.get(id)?)))
        .map(|(id, provision)| {
            let citation = provision.citation();
            ProvisionRow {
                schema_version: SCHEMA_VERSION,
                provision: id,
                status: if provision.in_force {
                    "in_force"
                } else {
                    "rescinded"
                },
                citation_english: citation.english,
                citation_french: citation.french,
                requirement_english: &provision.requirement.english,
                requirement_french: &provision.requirement.french,
                source: &provision.source,
            }
        })
        .collect()
}
