//! What is looked for (rules) and what was found (findings).

use super::{Bilingual, Decision, Interval, Language};
use jiff::Timestamp;
use std::ops::Range;

/// How much a finding weighs. A breach, a likely one and a hint do not share a scale with confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// To know.
    Information,
    /// A matter of form.
    Style,
    /// To look at.
    Warning,
    /// A duty seems not to be met.
    Error,
}

impl Severity {
    /// Every severity, the lightest first.
    pub const ALL: [Self; 4] = [Self::Information, Self::Style, Self::Warning, Self::Error];

    /// As written in every file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Style => "style",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// In words.
    #[must_use]
    pub fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::Information => Bilingual::new("information", "information"),
            Self::Style => Bilingual::new("style", "style"),
            Self::Warning => Bilingual::new("warning", "avertissement"),
            Self::Error => Bilingual::new("error", "erreur"),
        }
    }
}

/// A rule: its name, its manual and what it rests on.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// The offence, in kebab case, stable for ever; also the name of its file.
    pub name: &'static str,
    /// What it is called, for people.
    pub title: Bilingual<&'static str>,
    /// One line.
    pub summary: Bilingual<&'static str>,
    /// What it checks, why, an example, what to do, its limits.
    pub manual: Bilingual<&'static str>,
    /// Ids in `corpora/provisions.toml`; those in force first.
    pub provisions: &'static [&'static str],
    /// How much a finding weighs unless the rule says otherwise.
    pub severity: Severity,
}

/// What a rule says of one publication or presence; the driver adds rule, provision and posts.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The finding in words.
    pub text: Bilingual<String>,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
    /// Weighs otherwise than the rule does.
    pub severity: Option<Severity>,
    /// The post it is about, where a pair has two.
    pub side: Option<Language>,
    /// What it is about, where that lasts from period to period: such a fault keeps its name until it is mended.
    pub lasting: Option<&'static str>,
    /// The words it points at in either text, in bytes.
    pub places: Bilingual<Option<Range<usize>>>,
    /// What the words of its one place should be.
    pub suggestion: Option<String>,
    /// When the fault was mended (a late counterpart has come), if it was.
    pub corrected_at: Option<Timestamp>,
}

impl Message {
    /// A message of full confidence.
    pub fn new(english: impl Into<String>, french: impl Into<String>) -> Self {
        Self {
            text: Bilingual::text(english, french),
            confidence: 1.0,
            severity: None,
            side: None,
            lasting: None,
            places: Bilingual::default(),
            suggestion: None,
            corrected_at: None,
        }
    }

    /// Points at words.
    #[must_use]
    pub fn at(mut self, side: Language, place: Range<usize>) -> Self {
        *self.places.get_mut(side) = Some(place);
        self
    }

    /// Is about one of the two texts.
    #[must_use]
    pub fn of(mut self, side: Language) -> Self {
        self.side = Some(side);
        self
    }

    /// Is about something that lasts from period to period.
    #[must_use]
    pub fn on(mut self, lasting: &'static str) -> Self {
        self.lasting = Some(lasting);
        self
    }

    /// Weighs otherwise than its rule.
    #[must_use]
    pub fn weighing(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Is less than sure.
    #[must_use]
    pub fn sure(mut self, confidence: f64) -> Self {
        self.confidence = confidence;
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn suggesting(mut self, words: impl Into<String>) -> Self {
        self.suggestion = Some(words.into());
        self
    }
}

/// Is it the fault in a finding of this rule about so many posts that a counterpart is wanting? Then a counterpart mends
/// it, and a waiver exempts the post.
#[must_use]
pub fn wants_counterpart(rule: &str, posts: usize) -> bool {
    let rules = [
        "missing-counterpart",
        "single-account",
        "unilingual-repost",
        "emergency",
    ];
    posts == 1 && rules.contains(&rule)
}

/// What the id of a finding about a whole presence in a period is made of: another period gives another id.
#[must_use]
pub fn name_of_period(
    rule: &str,
    presence: &str,
    period: Interval,
    side: Option<Language>,
) -> String {
    let Interval { from, to } = period;
    format!("{rule}\n{presence}\n{from} {to} {side:?}")
}

/// Does the fault stand, and since when is it known?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingState {
    /// It stands, and the report before did not have it.
    New,
    /// It stands as it did in the report before.
    Unchanged,
    /// It was mended later; the finding stays, with the time of the correction.
    Corrected,
    /// It stands again: it had been mended, or its waiver has run out.
    Reopened,
    /// A person has set it aside, with a reason and until a day.
    Waived,
}

impl FindingState {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::Unchanged,
        Self::Corrected,
        Self::Reopened,
        Self::Waived,
    ];

    /// As written in every file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Corrected => "corrected",
            Self::Reopened => "reopened",
            Self::Waived => "waived",
        }
    }

    /// In words.
    #[must_use]
    pub fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::New => Bilingual::new("new", "nouveau"),
            Self::Unchanged => Bilingual::new("unchanged", "inchangé"),
            Self::Corrected => Bilingual::new("corrected", "corrigé"),
            Self::Reopened => Bilingual::new("reopened", "rouvert"),
            Self::Waived => Bilingual::new("waived", "visé par une dispense"),
        }
    }

    /// Is there something to do?
    #[must_use]
    pub fn stands(self) -> bool {
        matches!(self, Self::New | Self::Unchanged | Self::Reopened)
    }
}

/// What was found, about which posts.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable over re-runs: made of rule, presence and posts.
    pub id: String,
    /// The rule that found it.
    pub rule: &'static RuleInfo,
    /// How much it weighs.
    pub severity: Severity,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
    /// Does the fault stand?
    pub state: FindingState,
    /// The finding in words.
    pub text: Bilingual<String>,
    /// The posts it is about: indices in the comparison's posts.
    pub posts: Bilingual<Option<usize>>,
    /// When the fault was mended, if it was.
    pub corrected_at: Option<Timestamp>,
    /// The waiver of a person, where it holds.
    pub waiver: Option<Decision>,
    /// The end of the period of the first report that had it.
    pub first_seen: Option<Timestamp>,
    /// SHA-256 over the posts it rests on, in hexadecimal.
    pub evidence_sha256: String,
}
