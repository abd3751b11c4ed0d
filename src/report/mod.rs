//! A report as bytes: pages, text and Markdown for people, CSV for dashboards, JSON for programs. Pure.
//!
//! Presences are added one after the other ([`Report::add`]); of each only its rows and figures are kept, so
//! that a year of every account needs no more memory than its output.

mod answer;
mod backfill;
mod baseline;
mod blocks;
mod codes;
mod columns;
mod decided;
mod detail;
mod dimensions;
mod figures;
mod fixed;
mod html;
mod json;
mod manifest;
mod markdown;
mod matter;
mod package;
mod question;
mod rows;
mod sheet;
mod shown;
mod summary;
mod text;
mod words;

use crate::model::{
    Bilingual, Comparison, CoverageState, Finding, FindingState, Interval, Language, Overdue,
    Problem, RuleInfo,
};
use crate::text::{clock, wording};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

pub use baseline::{Again, Baseline, Before, Previous};
use baseline::{Followed, Listed};
use decided::DecidedPair;
use detail::Detail;
pub use detail::Purpose;
use dimensions::{PresenceRow, SummaryRow};
use figures::Calendar;
pub use figures::Figures;
pub use manifest::{
    Difference, Input, MANIFEST, MANIFEST_DIGEST, Manifest, NamedDigest, Origins, Predecessor,
    Seal, Sealing, differences, first_difference, manifest_digest,
};
pub use matter::{Kind, Matter, id_of_pair};
pub use question::{Part, Question};
use rows::FindingRow;
use sheet::Sheet;
use shown::Shown;

/// Version of every file of a report.
pub const SCHEMA_VERSION: u32 = 1;

/// Characters of a summary at most.
pub const SUMMARY_LENGTH: usize = summary::LENGTH;

/// Options of this stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Put a byte order mark before each CSV file, for Excel.
    pub bom: bool,
    /// Put `'` before cells that a spreadsheet would take for a formula (and before those that begin with
    /// `'`); taking one `'` off the front gives the cell back.
    pub formula_guard: bool,
    /// What stands between the cells of CSV files.
    pub delimiter: u8,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            bom: false,
            formula_guard: true,
            delimiter: b',',
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
    /// Posts from before the period that still have no counterpart, where they were asked for.
    pub overdue: Vec<Overdue>,
    /// The period before, if anything was read then.
    pub before: Option<Before>,
    /// The posts from before it that findings of the report before are about.
    pub again: Option<Again>,
    /// What was read of each account.
    pub accounts: Vec<AccountReading>,
    /// The raw answers and files of each account.
    pub inputs: Vec<Input>,
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
    inputs: Vec<Input>,
    findings: Vec<FindingRow>,
    shown: Shown,
    /// Its rows in the weeks of the report.
    weeks: Range<usize>,
    institution: Bilingual<String>,
    /// Name of its pages, where it has pages of its own.
    page: String,
    /// Older posts whose counterpart is owed.
    overdue: Vec<Overdue>,
    /// Pairs that a person decided about.
    decided: Vec<DecidedPair>,
    /// Findings of the period before: they stand, or were found since.
    late: Vec<FindingRow>,
    /// Findings that only the report before has.
    carried: Vec<Listed>,
    /// Ids of those that are found no more.
    left: Vec<String>,
}

impl Kept {
    /// The findings of the period but for those that a person set aside.
    fn standing(&self) -> impl Iterator<Item = &FindingRow> {
        let rows = self.findings.iter();
        rows.filter(|row| row.standing.state != FindingState::Waived)
    }
}

/// A report in the making.
#[derive(Debug)]
pub struct Report {
    head: Head,
    options: Options,
    detail: Detail,
    weeks: Vec<SummaryRow>,
    presences: Vec<Kept>,
    unread: Vec<Problem>,
    notes: Vec<Problem>,
    baseline: Baseline,
    pages: html::Names,
    decisions: Option<DecisionsRead>,
}

/// The file of decisions that a report was made with: kept beside it, so that it can be derived again when more were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionsRead {
    /// Its name, without folders.
    pub name: String,
    /// What stands in it, byte for byte.
    pub bytes: Vec<u8>,
}

/// The folder, inside a report's, that keeps it.
pub const DECISIONS: &str = "decisions/";

impl Report {
    /// An empty report.
    #[must_use]
    pub fn new(head: Head, purpose: Purpose) -> Self {
        Self {
            head,
            options: match purpose {
                Purpose::Files(options) => options,
                Purpose::Page | Purpose::Text => Options::default(),
            },
            detail: Detail::new(purpose),
            weeks: Vec::new(),
            presences: Vec::new(),
            unread: Vec::new(),
            notes: Vec::new(),
            baseline: Baseline::default(),
            pages: html::Names::default(),
            decisions: None,
        }
    }

    /// Keeps the file of decisions that what is added was decided by.
    pub fn keep_decisions(&mut self, file: DecisionsRead) {
        self.decisions = Some(file);
    }

    /// Holds what is added from now on against the report before.
    pub fn hold_against(&mut self, baseline: Baseline) {
        self.baseline = baseline;
    }

    /// Adds a presence. The order of adding is the order of the report.
    pub fn add(&mut self, section: Section) {
        let Section {
            comparison,
            mut findings,
            overdue,
            before,
            again,
            accounts,
            inputs,
        } = section;
        self.notes
            .extend(contradictions(&comparison, &self.head.zone));
        let before = before.map(|it| (it.figures, (it.period, it.findings)));
        let (figures_before, before) = before.unzip();
        let Followed {
            late,
            carried,
            left,
        } = self
            .baseline
            .follow(&comparison, &mut findings, before, again.as_ref());
        let row = |finding: &Finding| rows::finding(finding, &comparison, &self.head.zone);
        let calendar = Calendar::new(comparison.period, &self.head.zone);
        let posts = comparison.posts.iter();
        let keys: Vec<String> = posts.map(|judged| judged.post.key()).collect();
        self.detail.add(&comparison, &keys, &calendar);
        let first_week = self.weeks.len();
        self.weeks
            .extend(figures::weeks(&comparison, &findings, &calendar));
        self.presences.push(Kept {
            row: dimensions::presence(&comparison, &accounts),
            figures: Figures::of(&comparison, &findings),
            before: figures_before,
            accounts,
            inputs,
            findings: findings.iter().map(row).collect(),
            late: late.iter().map(row).collect(),
            carried,
            left,
            decided: decided::pairs(&comparison),
            shown: Shown::of(&comparison),
            weeks: first_week..self.weeks.len(),
            institution: comparison.presence.institution.clone(),
            page: self.pages.next(&comparison.presence.id),
            overdue,
        });
    }

    /// What decides its bytes, once its files are known.
    #[must_use]
    pub fn manifest(&self, origins: Origins, files: BTreeMap<String, Seal>) -> Manifest {
        let inputs = self.presences.iter().flat_map(|kept| &kept.inputs);
        let inputs = inputs.cloned().collect();
        Manifest::new(&self.head, self.options, origins, inputs, files)
    }

    /// Adds what could not be read, so that it is counted and named.
    pub fn add_unread(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.unread.extend(problems);
    }

    /// Findings at or above a severity.
    #[must_use]
    pub fn findings_from(&self, severity: crate::model::Severity) -> usize {
        let period = self.presences.iter().flat_map(Kept::standing);
        let late = self.presences.iter().flat_map(|kept| &kept.late);
        let carried = self.presences.iter().flat_map(|kept| &kept.carried);
        // What was told before and only stands still is told, and is not counted again.
        let is_news =
            |state: FindingState| matches!(state, FindingState::New | FindingState::Reopened);
        period
            .chain(late.filter(|row| is_news(row.standing.state)))
            .map(|row| row.level)
            .chain(
                carried
                    .filter(|row| row.is(FindingState::Reopened))
                    .map(Listed::level),
            )
            .filter(|level| *level >= severity)
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

    fn findings_csv(&self) -> Sheet {
        let mut sheet = Sheet::new(&columns::FINDINGS, self.options);
        for kept in &self.presences {
            for row in kept.findings.iter().chain(&kept.late) {
                sheet.row(row);
            }
            for row in &kept.carried {
                sheet.row(row);
            }
        }
        sheet
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

    /// Writes `report.json`, whatever the report was made for.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn json(&self, to: impl Write) -> io::Result<()> {
        json::write(self, to)
    }

    /// The names of the files of a report folder, in order; a name may hold one folder. None of a report that was made for
    /// something else.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let Detail::Tables(_) = self.detail else {
            return Vec::new();
        };
        let mut names = html::files(self);
        names.extend(columns::TABLES.iter().map(|table| table.file.to_owned()));
        names.extend(["report.json", "datapackage.json", "csvw.json"].map(str::to_owned));
        let decisions = self.decisions.iter();
        names.extend(decisions.map(|file| format!("{DECISIONS}{}", file.name)));
        names
    }

    /// Writes one of [`Self::files`]. The same report gives the same bytes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, name: &str, mut to: impl Write) -> io::Result<()> {
        let Detail::Tables(tables) = &self.detail else {
            debug_assert!(false, "{name} of a report that has no files");
            return Ok(());
        };
        let presences = self.presences.iter().map(|kept| &kept.row);
        let (options, rules) = (self.options, &self.head.rules);
        match name {
            "posts.csv" => tables.posts.write(to),
            "pairs.csv" => tables.pairs.write(to),
            "findings.csv" => self.findings_csv().write(to),
            "summary.csv" => sheet::of(&columns::SUMMARY, &self.weeks, options).write(to),
            "presences.csv" => sheet::of(&columns::PRESENCES, presences, options).write(to),
            "rules.csv" => {
                let findings = self.presences.iter().flat_map(Kept::standing);
                let rows = dimensions::rules(rules, findings);
                sheet::of(&columns::RULES, &rows, options).write(to)
            }
            "backfill.csv" => {
                let list: Vec<_> = self.presences.iter().flat_map(backfill::rows).collect();
                sheet::of(&columns::BACKFILL, &list, options).write(to)
            }
            "provisions.csv" => {
                let rows = dimensions::provisions(rules);
                sheet::of(&columns::PROVISIONS, &rows, options).write(to)
            }
            "codes.csv" => sheet::of(&columns::CODES, &codes::rows(), options).write(to),
            "report.json" => self.json(to),
            "datapackage.json" => to.write_all(&package::datapackage(self)),
            "csvw.json" => to.write_all(&package::csvw(self)),
            _ if name.starts_with(DECISIONS) => {
                let mut decisions = self.decisions.iter();
                decisions.try_for_each(|file| to.write_all(&file.bytes))
            }
            _ => {
                let mut page = html::file(self, name).into_iter();
                page.try_for_each(|page| to.write_all(&page))
            }
        }
    }
}

/// What is written, in memory, which does not refuse.
pub fn in_memory(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = write(&mut bytes);
    debug_assert!(written.is_ok(), "{written:?}");
    bytes
}

/// Posts whose id says another time than what is stated.
fn contradictions(comparison: &Comparison, zone: &TimeZone) -> impl Iterator<Item = Problem> {
    comparison.inside().filter_map(|judged| {
        let clock = clock::contradiction(&judged.post)?;
        let stated = wording::instant(judged.post.published_at, zone);
        let clock = wording::instant(clock, zone);
        Some(Problem::new(
            judged.post.key(),
            format!(
                "stated as published on {}, but its id was given on {}",
                stated.english, clock.english
            ),
            format!(
                "déclarée publiée le {}, alors que son identifiant date du {}",
                stated.french, clock.french
            ),
        ))
    })
}
