//! A person's word about pairs and findings; it goes before what the program finds.

use super::{Bilingual, is_urgency};
use jiff::civil::Date;
use std::collections::HashMap;

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// The two are a pair, as the program thought.
    AcceptPair,
    /// The two are no pair.
    RejectPair,
    /// The two are a pair, whatever the program thinks.
    Pair,
    /// A finding, or all findings about a post, are set aside until a day.
    Waive,
    /// What was decided before of the same pair, finding or post holds no more.
    Withdraw,
}

impl Word {
    /// Every word.
    pub const ALL: [Self; 5] = [
        Self::AcceptPair,
        Self::RejectPair,
        Self::Pair,
        Self::Waive,
        Self::Withdraw,
    ];

    /// As written in every file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AcceptPair => "accept-pair",
            Self::RejectPair => "reject-pair",
            Self::Pair => "pair",
            Self::Waive => "waive",
            Self::Withdraw => "withdraw",
        }
    }

    /// In words.
    #[must_use]
    pub fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::AcceptPair => Bilingual::new("pair accepted", "paire acceptée"),
            Self::RejectPair => Bilingual::new("pair rejected", "paire rejetée"),
            Self::Pair => Bilingual::new("paired by hand", "jumelées à la main"),
            Self::Waive => Bilingual::new("waived", "dispense"),
            Self::Withdraw => Bilingual::new("withdrawn", "décision retirée"),
        }
    }
}

/// What a decision is about. Posts are named as in our files, `platform:id`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// An English and a French post.
    Pair(Bilingual<String>),
    /// One finding, by its id.
    Finding(String),
    /// One post.
    Post(String),
}

impl Subject {
    /// The posts that it names.
    #[must_use]
    pub fn posts(&self) -> Vec<&str> {
        match self {
            Self::Pair(two) => vec![&two.english, &two.french],
            Self::Finding(_) => Vec::new(),
            Self::Post(post) => vec![post],
        }
    }
}

/// One decision of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What is decided.
    pub word: Word,
    /// About what.
    pub subject: Subject,
    /// Why; a waiver always says.
    pub reason: String,
    /// Who decided.
    pub author: String,
    /// When.
    pub date: Date,
    /// The last day of a waiver; always there in one.
    pub expires: Option<Date>,
}

impl Decision {
    /// May it set aside what a rule found? An emergency notice in one language is never waived for urgency.
    #[must_use]
    pub fn may_set_aside(&self, rule: &str) -> bool {
        rule != "emergency" || !is_urgency(&self.reason)
    }
}

/// The waivers that are looked at when findings are listed.
#[derive(Debug, Clone, Default)]
pub struct Waivers {
    by_subject: HashMap<Subject, Decision>,
    last_day: Date,
}

impl Waivers {
    /// Of those about one subject the one that holds longest counts; they are held against the last day of the period
    /// that is reported on, never against the clock.
    #[must_use]
    pub fn new<'a>(decisions: impl IntoIterator<Item = &'a Decision>, last_day: Date) -> Self {
        let mut by_subject: HashMap<Subject, Decision> = HashMap::new();
        for decision in decisions {
            let known = by_subject.get(&decision.subject);
            if decision.word == Word::Waive && known.is_none_or(|it| it.expires < decision.expires)
            {
                by_subject.insert(decision.subject.clone(), decision.clone());
            }
        }
        Self {
            by_subject,
            last_day,
        }
    }

    /// The waiver of a finding of a rule by its id, or of any of its posts: the one that holds longest.
    #[must_use]
    pub fn of<'p>(
        &self,
        rule: &str,
        id: &str,
        posts: impl IntoIterator<Item = &'p str>,
    ) -> Option<&Decision> {
        if self.by_subject.is_empty() {
            return None;
        }
        let posts = posts.into_iter().map(|post| Subject::Post(post.to_owned()));
        std::iter::once(Subject::Finding(id.to_owned()))
            .chain(posts)
            .filter_map(|subject| self.by_subject.get(&subject))
            .filter(|waiver| waiver.may_set_aside(rule))
            .max_by_key(|waiver| waiver.expires)
    }

    /// Does it hold to the end of the period?
    #[must_use]
    pub fn holds(&self, waiver: &Decision) -> bool {
        waiver.expires.is_some_and(|day| day >= self.last_day)
    }

    /// The waiver of a finding or of any of its posts, if it holds to the end of the period.
    #[must_use]
    pub fn holding<'p>(
        &self,
        rule: &str,
        id: &str,
        posts: impl IntoIterator<Item = &'p str>,
    ) -> Option<&Decision> {
        self.of(rule, id, posts).filter(|waiver| self.holds(waiver))
    }

    /// Is there any?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_subject.is_empty()
    }
}
