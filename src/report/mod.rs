//! A report as bytes: text for a person, CSV for dashboards, JSON for programs. Pure.
//!
//! Presences are added one after the other ([`Report::add`]); of each only its rows and figures are kept, so
//! that a year of every account needs no more memory than its output.

mod backfill;
mod dimensions;
mod figures;
mod json;
mod rows;
mod sheet;
mod text;

use crate::model::{
    Bilingual, Comparison, CoverageState, Evidence, Finding, Interval, Language, Outcome, Overdue,
    Pair, Problem, Reason, RuleInfo,
};
use jiff::{Timestamp, tz::TimeZone};
use std::borrow::Cow;

use dimensions::{PresenceRow, SummaryRow};
pub use figures::Figures;
use rows::FindingRow;
use sheet::Sheet;

/// Version of every file of a report.
pub const SCHEMA_VERSION: u32 = 1;

/// Options of this stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Put a byte order mark before each CSV file, for Excel.
    pub bom: bool,
    /// Put `'` before cells that a spreadsheet would take for a formula (and before those that begin with
    /// `'`); taking one `'` off the front gives the cell back.
    pub formula_guard: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            bom: false,
            formula_guard: true,
        }
    }
}

/// What one account was read to, for the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountReading {
    /// Handle as configured.
    pub handle: String,
    /// Its language; `None` for both.
    pub language: Option<Language>,
    /// How the last reading ended.
    pub state: CoverageState,
    /// More about that; may be empty.
    pub detail: Bilingual<String>,
    /// What was not read inside the period.
    pub gaps: Vec<Interval>,
}

/// One presence, judged.
#[derive(Debug)]
pub struct Section {
    /// Posts and pairs.
    pub comparison: Comparison,
    /// What was found in the period.
    pub findings: Vec<Finding>,
    /// Posts from before the period that still have no counterpart, where they were asked for.
    pub overdue: Vec<Overdue>,
    /// The figures of the period before, if anything was read then.
    pub before: Option<Figures>,
    /// What was read of each account.
    pub accounts: Vec<AccountReading>,
}

/// What stands at the head of a report.
#[derive(Debug, Clone)]
pub struct Head {
    /// The institution of the configuration.
    pub institution: Bilingual<String>,
    /// The period.
    pub period: Interval,
    /// Zone in which times are shown to people.
    pub zone: TimeZone,
    /// The rules that were applied, in their order.
    pub rules: Vec<&'static RuleInfo>,
}

/// One presence as it stays in the report.
#[derive(Debug)]
struct Kept {
    row: PresenceRow,
    figures: Figures,
    before: Option<Figures>,
    accounts: Vec<AccountReading>,
    findings: Vec<FindingRow>,
    /// Pairs that are probable only, and posts that may be a pair: for a person to look at.
    doubts: Vec<Doubt>,
    /// Posts whose counterpart may still come.
    pending: Vec<Pending>,
    /// Older posts whose counterpart is owed.
    overdue: Vec<Overdue>,
}

/// A post without counterpart yet.
#[derive(Debug)]
struct Pending {
    at: Timestamp,
    language: Language,
    text: String,
}

/// Two posts that may or may not be a pair.
#[derive(Debug)]
struct Doubt {
    confidence: f64,
    at: Timestamp,
    /// When the post came that has this counterpart already.
    taken_by: Option<Timestamp>,
    quoted: Bilingual<String>,
    urls: Bilingual<String>,
    is_paired: bool,
    reasons: Vec<Bilingual<&'static str>>,
    runner_up: Option<Second>,
}

/// What came second, and in what it was weaker.
#[derive(Debug)]
struct Second {
    language: Language,
    text: String,
    weaker: Vec<Bilingual<&'static str>>,
}

/// A report in the making.
#[derive(Debug)]
pub struct Report {
    head: Head,
    options: Options,
    posts: Sheet,
    pairs: Sheet,
    weeks: Vec<SummaryRow>,
    presences: Vec<Kept>,
    unread: Vec<Problem>,
}

/// What a person should look at, in order of time.
fn doubts(comparison: &Comparison) -> Vec<Doubt> {
    let text = |index: usize| rows::shown_text(&comparison.posts[index]);
    let words = |reasons: &[Evidence]| reasons.iter().map(|reason| reason.text).collect();
    let at = |index: usize| comparison.posts[index].post.published_at;
    let url = |index: usize| rows::address(&comparison.posts[index].post).to_owned();
    let doubt = |english: usize, french: usize, confidence: f64, pair: Option<&Pair>| Doubt {
        confidence,
        at: at(english).min(at(french)),
        taken_by: None,
        urls: Bilingual::new(url(english), url(french)),
        quoted: Bilingual::new(text(english), text(french)),
        is_paired: pair.is_some(),
        reasons: pair.map_or_else(Vec::new, |pair| words(&pair.evidence)),
        runner_up: pair
            .and_then(|pair| pair.runner_up.as_ref())
            .map(|second| Second {
                language: comparison.posts[second.post]
                    .served()
                    .unwrap_or(Language::English),
                text: text(second.post),
                weaker: words(&second.lost_by),
            }),
    };
    let paired = comparison
        .pairs
        .iter()
        .filter(|pair| pair.needs_review)
        .filter(|pair| comparison.is_inside(pair))
        .map(|pair| doubt(pair.english, pair.french, pair.confidence, Some(pair)));
    let open = comparison
        .posts
        .iter()
        .enumerate()
        .filter_map(|(index, judged)| {
            let nearest = judged
                .nearest
                .filter(|_| judged.reason == Some(Reason::PossibleCounterpart))?;
            let other = &comparison.posts[nearest.post];
            // Where each of the two names the other, the first in time tells of both.
            let mutual =
                other.pair.is_none() && other.nearest.is_some_and(|back| back.post == index);
            let first = judged.inside && !(mutual && other.inside && nearest.post < index);
            let (english, french) = if judged.served() == Some(Language::English) {
                (index, nearest.post)
            } else {
                (nearest.post, index)
            };
            first.then(|| {
                let mut doubt = doubt(english, french, nearest.confidence, None);
                if let Some(pair) = other.pair.map(|pair| &comparison.pairs[pair]) {
                    doubt.at = judged.post.published_at;
                    doubt.taken_by = Some(at(pair.english + pair.french - nearest.post));
                }
                doubt
            })
        });
    let mut doubts: Vec<Doubt> = paired.chain(open).collect();
    doubts.sort_by_key(|doubt| doubt.at);
    doubts
}

/// The posts that wait for their counterpart, oldest first.
fn pending(comparison: &Comparison) -> Vec<Pending> {
    let waiting = comparison
        .inside()
        .filter(|judged| judged.outcome == Outcome::Pending);
    waiting
        .map(|judged| Pending {
            at: judged.post.published_at,
            language: judged.served().unwrap_or(Language::English),
            text: rows::shown_text(judged),
        })
        .collect()
}

impl Report {
    /// An empty report.
    #[must_use]
    pub fn new(head: Head, options: Options) -> Self {
        Self {
            head,
            options,
            posts: Sheet::new(&rows::POST_COLUMNS, options),
            pairs: Sheet::new(&rows::PAIR_COLUMNS, options),
            weeks: Vec::new(),
            presences: Vec::new(),
            unread: Vec::new(),
        }
    }

    /// Adds a presence. The order of adding is the order of the report.
    pub fn add(&mut self, section: Section) {
        let Section {
            comparison,
            findings,
            overdue,
            before,
            accounts,
        } = section;
        let shared = rows::Shared::new(&comparison, &self.head.zone);
        for (index, judged) in comparison.posts.iter().enumerate() {
            if judged.inside {
                self.posts.row(&rows::post(index, &comparison, &shared));
            }
        }
        for (number, pair) in comparison.pairs.iter().enumerate() {
            if comparison.is_inside(pair) {
                self.pairs.row(&rows::pair(number, &comparison, &shared));
            }
        }
        self.weeks
            .extend(figures::weeks(&comparison, &findings, &shared.calendar));
        self.presences.push(Kept {
            row: dimensions::presence(&comparison, &accounts),
            figures: Figures::of(&comparison, &findings),
            before,
            accounts,
            findings: findings
                .iter()
                .map(|finding| rows::finding(finding, &comparison, &self.head.zone))
                .collect(),
            doubts: doubts(&comparison),
            pending: pending(&comparison),
            overdue,
        });
    }

    /// Adds what could not be read, so that it is counted and named.
    pub fn add_unread(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.unread.extend(problems);
    }

    /// Findings at or above a severity.
    #[must_use]
    pub fn findings_from(&self, severity: crate::model::Severity) -> usize {
        self.presences
            .iter()
            .flat_map(|kept| &kept.findings)
            .filter(|row| row.level >= severity)
            .count()
    }

    /// Was anything left unread that should have been read?
    #[must_use]
    pub fn has_unread(&self) -> bool {
        !self.unread.is_empty()
            || self
                .presences
                .iter()
                .flat_map(|kept| &kept.accounts)
                .any(|account| !account.state.is_complete() || !account.gaps.is_empty())
    }

    /// The whole as text, in one language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        text::render(self, language)
    }

    /// The names of the files of a report folder.
    pub const FILES: [&'static str; 8] = [
        "posts.csv",
        "pairs.csv",
        "findings.csv",
        "summary.csv",
        "presences.csv",
        "rules.csv",
        "backfill.csv",
        "report.json",
    ];

    /// The bytes of one of [`Self::FILES`], block by block. The same report gives the same bytes.
    #[must_use]
    pub fn file(&self, name: &str) -> Vec<Cow<'_, [u8]>> {
        let findings = || self.presences.iter().flat_map(|kept| &kept.findings);
        let presences = self.presences.iter().map(|kept| &kept.row);
        let options = self.options;
        match name {
            "posts.csv" => self.posts.blocks(),
            "pairs.csv" => self.pairs.blocks(),
            "findings.csv" => sheet::of(&rows::FINDING_COLUMNS, findings(), options),
            "summary.csv" => sheet::of(&dimensions::SUMMARY_COLUMNS, &self.weeks, options),
            "presences.csv" => sheet::of(&dimensions::PRESENCE_COLUMNS, presences, options),
            "rules.csv" => {
                let rules = dimensions::rules(&self.head.rules, findings());
                sheet::of(&dimensions::RULE_COLUMNS, &rules, options)
            }
            "backfill.csv" => {
                let list: Vec<_> = self.presences.iter().flat_map(backfill::rows).collect();
                sheet::of(&backfill::COLUMNS, &list, options)
            }
            "report.json" => vec![json::render(self).into()],
            _ => Vec::new(),
        }
    }
}
