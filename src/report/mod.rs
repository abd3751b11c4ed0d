//! A report as bytes: pages, text and Markdown for people, CSV for dashboards, JSON for programs. Pure.
//!
//! Presences are added one after the other ([`Report::add`]); of each only its rows and figures are kept, so
//! that a year of every account needs no more memory than its output.

mod dimensions;
mod figures;
mod html;
mod json;
mod markdown;
mod rows;
mod sheet;
mod shown;
mod summary;
mod text;
mod words;

use crate::model::{
    Bilingual, Comparison, CoverageState, Finding, Interval, Language, Problem, RuleInfo,
};
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::ops::Range;

use dimensions::{PresenceRow, SummaryRow};
pub use figures::{Figures, Share};
use rows::FindingRow;
use sheet::Sheet;
use shown::Shown;

/// Version of every file of a report.
pub const SCHEMA_VERSION: u32 = 1;

/// Characters of a summary at most.
pub const SUMMARY_LENGTH: usize = summary::LENGTH;

/// The files of every report, beside its pages.
const FILES: [&str; 7] = [
    "posts.csv",
    "pairs.csv",
    "findings.csv",
    "summary.csv",
    "presences.csv",
    "rules.csv",
    "report.json",
];

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

impl AccountReading {
    /// Was less read than the period asks for?
    #[must_use]
    pub fn is_short(&self) -> bool {
        !self.gaps.is_empty() || !self.state.is_complete()
    }
}

/// One presence, judged.
#[derive(Debug)]
pub struct Section {
    /// Posts and pairs.
    pub comparison: Comparison,
    /// What was found in the period.
    pub findings: Vec<Finding>,
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
    shown: Shown,
    /// Its rows in the weeks of the report.
    weeks: Range<usize>,
    institution: Bilingual<String>,
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
        let first_week = self.weeks.len();
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
            shown: Shown::of(&comparison),
            weeks: first_week..self.weeks.len(),
            institution: comparison.presence.institution.clone(),
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
                .any(AccountReading::is_short)
    }

    /// The whole as text, in one language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        text::render(self, language)
    }

    /// The whole as Markdown, in one language.
    #[must_use]
    pub fn markdown(&self, language: Language) -> String {
        markdown::render(self, language)
    }

    /// What matters, in both languages, that of the reader first: for an e-mail, at most
    /// [`SUMMARY_LENGTH`] characters.
    #[must_use]
    pub fn summary(&self, language: Language) -> String {
        summary::render(self, language)
    }

    /// The names of the files of a report folder, relative to it.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let mut names = html::files(self);
        names.extend(FILES.map(str::to_owned));
        names
    }

    /// The bytes of one of [`Self::files`], block by block. The same report gives the same bytes.
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
            "report.json" => vec![json::render(self).into()],
            _ => html::file(self, name).into_iter().map(Cow::Owned).collect(),
        }
    }
}
