//! The numbers that matter: of a presence over a period, and week by week.

use super::SCHEMA_VERSION;
use super::dimensions::SummaryRow;
use super::rows::{both, iso_week, known_at};
use crate::model::{
    Bilingual, Comparison, Finding, FindingState, Interval, Judged, Language, Outcome, Severity,
    Share,
};
use jiff::Timestamp;
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use std::collections::BTreeMap;

/// The figures of a presence over a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Posts read; the sum of the outcomes.
    pub read: usize,
    /// Posts by outcome, in the order of [`Outcome::ALL`].
    pub outcomes: [usize; 7],
    /// Late pairs, emergency notices among them.
    pub late_pairs: usize,
    /// Findings by rule.
    pub findings: BTreeMap<&'static str, usize>,
    /// Findings of the two severities that ask for something to be done.
    pub errors: usize,
    /// The lesser of them.
    pub warnings: usize,
    /// Posts that have their counterpart, by the language that they serve.
    pub with: Bilingual<usize>,
    /// Posts that miss it.
    pub without: Bilingual<usize>,
    /// The time between the two versions of each pair where it is known, with the language that came second; sorted.
    pub skews: Vec<(i64, Option<Language>)>,
    /// Posts addressed to the public.
    pub public: usize,
    /// Those in one language, by that of their account, else of their words.
    pub disseminated: Bilingual<usize>,
    /// Those of them that pass on third-party content in one language only.
    pub reposts: Bilingual<usize>,
}

/// Those that no person set aside: only they are counted.
fn counted(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    let findings = findings.iter();
    findings.filter(|finding| finding.state != FindingState::Waived)
}

/// Is it about a pair of which one version came late? Of emergency notices a rule of their own says so.
fn is_late(finding: &Finding) -> bool {
    let is_pair = finding.posts.english.is_some() && finding.posts.french.is_some();
    is_pair && ["publication-skew", "emergency"].contains(&finding.rule.name)
}

impl Figures {
    /// Counts.
    #[must_use]
    pub fn of(comparison: &Comparison, findings: &[Finding]) -> Self {
        let mut figures = Self {
            read: comparison.inside().count(),
            outcomes: Outcome::ALL.map(|outcome| comparison.count(outcome)),
            late_pairs: counted(findings).filter(|it| is_late(it)).count(),
            ..Self::default()
        };
        for judged in comparison.inside() {
            if let Some(language) = judged.served() {
                match judged.outcome {
                    Outcome::Paired => *figures.with.get_mut(language) += 1,
                    Outcome::MissingCounterpart => *figures.without.get_mut(language) += 1,
                    _ => {}
                }
            }
            if judged.is_disseminated() {
                figures.public += 1;
                if let Some(language) = account_language(judged) {
                    *figures.disseminated.get_mut(language) += 1;
                }
            }
        }
        for finding in counted(findings) {
            *figures.findings.entry(finding.rule.name).or_default() += 1;
            figures.errors += usize::from(finding.severity == Severity::Error);
            figures.warnings += usize::from(finding.severity == Severity::Warning);
            let posts = [finding.posts.english, finding.posts.french];
            let post = posts.into_iter().flatten().next();
            let language = post.and_then(|post| account_language(&comparison.posts[post]));
            if let Some(language) = language.filter(|_| finding.rule.name == "unilingual-repost") {
                *figures.reposts.get_mut(language) += 1;
            }
        }
        let pairs = comparison.pairs.iter();
        figures.skews = pairs
            .filter(|pair| pair.is_of_versions(comparison) && comparison.is_inside(pair))
            .filter_map(|pair| Some((pair.skew.known()?, pair.skew.lagging)))
            .collect();
        figures.skews.sort_unstable();
        figures
    }

    /// Posts that have their counterpart or carry both languages, of all that need one and were judged.
    #[must_use]
    pub fn coverage(&self) -> Share {
        let [paired, bilingual, missing, ..] = self.outcomes;
        Share::new(paired + bilingual, paired + bilingual + missing)
    }

    /// The same for the posts in one language.
    #[must_use]
    pub fn coverage_of(&self, language: Language) -> Share {
        let with = *self.with.get(language);
        Share::new(with, with + self.without.get(language))
    }

    /// Pairs reported as late, of all whose times are known.
    #[must_use]
    pub fn late(&self) -> Share {
        Share::new(self.late_pairs, self.skews.len())
    }

    /// Pairs in which a language came second, of all whose times are known.
    #[must_use]
    pub fn second(&self, language: Language) -> Share {
        let skews = self.skews.iter();
        let count = skews
            .filter(|(_, second)| *second == Some(language))
            .count();
        Share::new(count, self.skews.len())
    }

    /// Third-party items passed on in one language, of everything disseminated.
    #[must_use]
    pub fn unilingual(&self) -> Share {
        Share::new(self.found("unilingual-repost"), self.public)
    }

    /// The skew that a share of the pairs does not pass; `None` without pairs.
    #[must_use]
    pub fn skew(&self, percent: usize) -> Option<i64> {
        rank(&self.skews, percent).map(|(seconds, _)| seconds)
    }

    /// How often a rule found something.
    #[must_use]
    pub fn found(&self, rule: &str) -> usize {
        self.findings.get(rule).copied().unwrap_or(0)
    }

    /// Adds the figures of another presence.
    pub fn add(&mut self, other: &Self) {
        self.read += other.read;
        self.late_pairs += other.late_pairs;
        for (sum, more) in self.outcomes.iter_mut().zip(other.outcomes) {
            *sum += more;
        }
        for (rule, more) in &other.findings {
            *self.findings.entry(rule).or_default() += more;
        }
        for (sum, more) in [
            (&mut self.with, other.with),
            (&mut self.without, other.without),
            (&mut self.disseminated, other.disseminated),
            (&mut self.reposts, other.reposts),
        ] {
            sum.english += more.english;
            sum.french += more.french;
        }
        self.skews.extend(&other.skews);
        self.public += other.public;
        self.errors += other.errors;
        self.warnings += other.warnings;
    }

    /// The figures of several presences together.
    pub fn sum<'a>(all: impl Iterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        all.for_each(|figures| sum.add(figures));
        sum.skews.sort_unstable();
        sum
    }
}

/// Of sorted values the one that a share of them does not pass: the nearest rank, never between two of them.
pub(super) fn rank<T: Copy>(sorted: &[T], percent: usize) -> Option<T> {
    let place = (sorted.len() * percent).div_ceil(100);
    sorted.get(place.saturating_sub(1)).copied()
}

/// The language of an account, else of the words.
fn account_language(judged: &Judged) -> Option<Language> {
    judged.side.or_else(|| judged.language.single())
}

/// One summary row for each ISO week of the period, weeks without posts included.
pub(super) fn weeks(
    comparison: &Comparison,
    findings: &[Finding],
    calendar: &Calendar,
) -> Vec<SummaryRow> {
    let mut rows: Vec<Week> = calendar
        .0
        .iter()
        .map(|(span, _)| {
            // A week that the period cuts is only as long as what was counted of it.
            Week::new(span.intersection(&comparison.period).unwrap_or(*span))
        })
        .collect();
    for judged in comparison.inside() {
        let Some(week) = calendar.place(judged.post.published_at) else {
            continue;
        };
        let week = &mut rows[week];
        week.read += 1;
        week.outcomes[Outcome::ALL
            .iter()
            .position(|outcome| *outcome == judged.outcome)
            .unwrap_or(0)] += 1;
        week.disseminated += usize::from(judged.is_disseminated());
        match account_language(judged) {
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
        let week = calendar.place(last.post.published_at);
        if let (true, Some(week)) = (last.inside, week) {
            let week = &mut rows[week];
            week.skews.extend(pair.skew.known());
            week.english_second += usize::from(pair.skew.lagging == Some(Language::English));
            week.french_second += usize::from(pair.skew.lagging == Some(Language::French));
        }
    }
    for finding in counted(findings) {
        let at = known_at(finding, comparison);
        if let Some(week) = at.and_then(|at| calendar.place(at)) {
            rows[week].late += usize::from(is_late(finding));
            *rows[week].findings.entry(finding.rule.name).or_default() += 1;
        }
    }
    rows.into_iter()
        .zip(&calendar.0)
        .map(|(week, (_, name))| week.row(name.clone(), comparison))
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
    late: usize,
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
            late: 0,
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
            late_pairs: self.late,
            median_skew_seconds: rank(&self.skews, 50),
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

/// The ISO weeks of a period with their names, in order: looked up for every post, so made once.
#[derive(Debug)]
pub(super) struct Calendar(Vec<(Interval, String)>);

impl Calendar {
    pub(super) fn new(period: Interval, zone: &TimeZone) -> Self {
        let spans = mondays(period, zone)
            .into_iter()
            .filter_map(|monday| span(monday, zone));
        Self(
            spans
                .map(|span| (span, iso_week(span.from, zone)))
                .collect(),
        )
    }

    /// The place of the week of an instant.
    fn place(&self, at: Timestamp) -> Option<usize> {
        let place = self
            .0
            .partition_point(|(span, _)| span.from <= at)
            .checked_sub(1)?;
        self.0[place].0.contains(at).then_some(place)
    }

    /// Every week with its name.
    pub(super) fn weeks(&self) -> &[(Interval, String)] {
        &self.0
    }

    /// The name of the week of an instant of the period.
    pub(super) fn name(&self, at: Timestamp) -> Option<&str> {
        self.place(at).map(|place| self.0[place].1.as_str())
    }
}

/// The week that begins on a Monday, in the zone.
fn span(monday: Date, zone: &TimeZone) -> Option<Interval> {
    let at = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0)).ok();
    Some(Interval {
        from: at(monday)?,
        to: at(monday.checked_add(7.days()).ok()?)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One late pair of ten would else be said to be the time within which nine of ten came.
    #[test]
    fn a_share_of_the_values_does_not_pass_its_rank() {
        let ten = [5, 5, 5, 5, 5, 5, 5, 5, 5, 158_400];
        let ranks = |values: &[i64]| [50, 90, 100].map(|percent| rank(values, percent));
        assert_eq!(ranks(&ten), [Some(5), Some(5), Some(158_400)]);
        assert_eq!(
            ranks(&[5, 158_400]),
            [Some(5), Some(158_400), Some(158_400)]
        );
        assert_eq!(ranks(&[7]), [Some(7); 3]);
        assert_eq!(ranks(&[]), [None; 3]);
    }
}
