//! The numbers that matter: of a presence over a period, and week by week.

use super::SCHEMA_VERSION;
use super::dimensions::SummaryRow;
use super::rows::{both, iso_week, known_at};
use crate::model::{Comparison, Finding, Interval, Language, Outcome};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use std::collections::BTreeMap;

/// The figures of a presence over a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Posts read; the sum of the outcomes.
    pub read: usize,
    /// Posts by outcome, in the order of [`Outcome::ALL`].
    pub outcomes: [usize; 7],
    /// Findings by rule.
    pub findings: BTreeMap<&'static str, usize>,
}

impl Figures {
    /// Counts.
    #[must_use]
    pub fn of(comparison: &Comparison, findings: &[Finding]) -> Self {
        let mut figures = Self {
            read: comparison.inside().count(),
            outcomes: Outcome::ALL.map(|outcome| comparison.count(outcome)),
            findings: BTreeMap::new(),
        };
        for finding in findings {
            *figures.findings.entry(finding.rule.name).or_default() += 1;
        }
        figures
    }

    /// How often a rule found something.
    #[must_use]
    pub fn found(&self, rule: &str) -> usize {
        self.findings.get(rule).copied().unwrap_or(0)
    }

    /// Adds the figures of another presence.
    pub fn add(&mut self, other: &Self) {
        self.read += other.read;
        for (sum, more) in self.outcomes.iter_mut().zip(other.outcomes) {
            *sum += more;
        }
        for (rule, more) in &other.findings {
            *self.findings.entry(rule).or_default() += more;
        }
    }
}

/// One summary row for each ISO week of the period, weeks without posts included.
pub(super) fn weeks(
    comparison: &Comparison,
    findings: &[Finding],
    zone: &TimeZone,
) -> Vec<SummaryRow> {
    let mut rows: BTreeMap<String, Week> = BTreeMap::new();
    for monday in mondays(comparison.period, zone) {
        let Some(span) = span(monday, zone) else {
            continue;
        };
        // A week that the period cuts is only as long as what was counted of it.
        let counted = span.intersection(&comparison.period).unwrap_or(span);
        rows.insert(iso_week(span.from, zone), Week::new(counted));
    }
    for judged in comparison.inside() {
        let Some(week) = rows.get_mut(&iso_week(judged.post.published_at, zone)) else {
            continue;
        };
        week.read += 1;
        week.outcomes[Outcome::ALL
            .iter()
            .position(|outcome| *outcome == judged.outcome)
            .unwrap_or(0)] += 1;
        week.disseminated += usize::from(judged.is_disseminated());
        match judged.side.or_else(|| judged.language.single()) {
            Some(Language::English) => week.english += 1,
            Some(Language::French) => week.french += 1,
            None => {}
        }
    }
    for pair in comparison
        .pairs
        .iter()
        .filter(|pair| pair.is_of_versions(comparison))
    {
        let last = &comparison.posts[pair.english.max(pair.french)];
        let week = rows.get_mut(&iso_week(last.post.published_at, zone));
        if let (true, Some(week)) = (last.inside, week) {
            week.skews.extend(pair.skew.known());
            week.english_second += usize::from(pair.skew.lagging == Some(Language::English));
            week.french_second += usize::from(pair.skew.lagging == Some(Language::French));
        }
    }
    for finding in findings {
        let at = known_at(finding, comparison);
        if let Some(week) = at.and_then(|at| rows.get_mut(&iso_week(at, zone))) {
            *week.findings.entry(finding.rule.name).or_default() += 1;
        }
    }
    rows.into_iter()
        .map(|(name, week)| week.row(name, comparison))
        .collect()
}

/// The figures of one week.
struct Week {
    span: Interval,
    read: usize,
    outcomes: [usize; 7],
    disseminated: usize,
    english: usize,
    french: usize,
    skews: Vec<i64>,
    english_second: usize,
    french_second: usize,
    findings: BTreeMap<&'static str, usize>,
}

impl Week {
    fn new(span: Interval) -> Self {
        Self {
            span,
            read: 0,
            outcomes: [0; 7],
            disseminated: 0,
            english: 0,
            french: 0,
            skews: Vec::new(),
            english_second: 0,
            french_second: 0,
            findings: BTreeMap::new(),
        }
    }

    fn row(mut self, iso_week: String, comparison: &Comparison) -> SummaryRow {
        self.skews.sort_unstable();
        let presence = &comparison.presence;
        let [
            paired,
            bilingual,
            missing_counterpart,
            pending,
            undecidable,
            not_comparable,
            exempt,
        ] = self.outcomes;
        let found = |rule: &str| self.findings.get(rule).copied().unwrap_or(0);
        SummaryRow {
            schema_version: SCHEMA_VERSION,
            presence_id: presence.id.clone(),
            institution: both(&presence.institution),
            level_one: presence.level_one.clone(),
            platform: presence.platform().to_owned(),
            iso_week,
            week_from: self.span.from.to_string(),
            week_to: self.span.to.to_string(),
            posts_read: self.read,
            paired,
            bilingual,
            missing_counterpart,
            pending,
            undecidable,
            not_comparable,
            exempt,
            english_posts: self.english,
            french_posts: self.french,
            late_pairs: found("publication-skew"),
            median_skew_seconds: self.skews.get(self.skews.len() / 2).copied(),
            maximum_skew_seconds: self.skews.last().copied(),
            english_second: self.english_second,
            french_second: self.french_second,
            wrong_language: found("wrong-language"),
            unilingual_reposts: found("unilingual-repost"),
            disseminated: self.disseminated,
            post_findings: self.findings.values().sum(),
        }
    }
}

/// The Mondays of the weeks that a period touches.
fn mondays(period: Interval, zone: &TimeZone) -> Vec<Date> {
    let first = zone.to_datetime(period.from).date();
    let days = i64::from(first.weekday().to_monday_zero_offset());
    let mut mondays = Vec::new();
    let mut monday = first.checked_sub(days.days()).ok();
    while let Some(day) = monday {
        match span(day, zone) {
            Some(week) if week.from < period.to => mondays.push(day),
            _ => break,
        }
        monday = day.checked_add(7.days()).ok();
    }
    mondays
}

/// The week that begins on a Monday, in the zone.
fn span(monday: Date, zone: &TimeZone) -> Option<Interval> {
    let at = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0)).ok();
    Some(Interval {
        from: at(monday)?,
        to: at(monday.checked_add(7.days()).ok()?)?,
    })
}
