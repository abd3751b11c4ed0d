//! The words of the program (see the table in the README). This module imports nothing of ours.

mod account;
mod backfill;
mod bilingual;
mod coverage;
mod decision;
mod finding;
mod post;
mod problem;
mod profile;
mod publication;
mod share;
mod urgency;

pub use account::{Account, Accounts, Presence};
pub use backfill::{Earlier, Overdue, Relevance};
pub use bilingual::{Bilingual, Language, TextLanguage};
pub use coverage::{CoverageState, Interval};
pub use decision::{Decision, Subject, Waivers, Word};
pub use finding::{
    Finding, FindingState, Message, RuleInfo, Severity, name_of_period, wants_counterpart,
};
pub use post::{Content, Media, MediaKind, Origin, Post, Precision, Redacted, Reference};
pub use problem::Problem;
pub use profile::Profile;
pub use publication::{
    Comparison, Evidence, Judged, Nearest, Outcome, Pair, Publication, Reason, RunnerUp, Skew,
};
pub use share::Share;
pub use urgency::is_urgency;
