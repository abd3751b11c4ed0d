//! The answer to a parliamentary question: posts in each language, per account, per platform and per part of the period,
//! with each pair counted once. What it looks like stands in [`super::answer`].

use super::Section;
use super::figures::rank;
use crate::model::{
    Bilingual, Comparison, Interval, Judged, Language, Origin, Outcome, Publication, Reason,
    TextLanguage,
};
use jiff::{Timestamp, tz::TimeZone};
use std::collections::BTreeMap;

/// A part of the period, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// From when to when.
    pub interval: Interval,
    /// `2026-W46`, `2026-11`, `2026-Q4`, `2026`; empty for the whole period.
    pub name: String,
}

/// Who an answer is about, in the order of the tables.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    /// Place in the configuration, presence, platform, handle, language.
    Account(usize, Account),
    Platform(String),
    All,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Account {
    pub(super) presence: String,
    pub(super) platform: String,
    pub(super) handle: String,
    pub(super) language: Option<Language>,
}

/// What is counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Count {
    /// Own posts addressed to the public, by the language of their words.
    pub(super) posts: usize,
    pub(super) english: usize,
    pub(super) french: usize,
    pub(super) both: usize,
    /// Posts that were judged, and those of them with a counterpart or in both languages.
    pub(super) judged: usize,
    pub(super) served: usize,
    /// Publications: a pair is one.
    pub(super) publications: usize,
    pub(super) in_both: usize,
    pub(super) english_only: usize,
    pub(super) french_only: usize,
    skews: Vec<i64>,
    /// Accounts, each once in every part; those read in full, and those in part.
    accounts: usize,
    read: usize,
    partly_read: usize,
}

/// How much was read of what is counted: nothing counted where nothing was read is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    Complete,
    Partial,
    None,
}

impl Cover {
    /// As written in every file.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::None => "none",
        }
    }

    /// In words.
    pub(super) fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::Complete => Bilingual::new("in full", "en entier"),
            Self::Partial => Bilingual::new("in part", "en partie"),
            Self::None => Bilingual::new("not read", "non lu"),
        }
    }
}

/// The answer in the making.
#[derive(Debug)]
pub struct Question {
    pub(super) institution: Bilingual<String>,
    pub(super) zone: TimeZone,
    parts: Vec<Part>,
    counts: BTreeMap<(Scope, usize), Count>,
    presences: usize,
}

impl Question {
    /// About these parts of a period, in order of time and without a gap.
    #[must_use]
    pub fn new(institution: Bilingual<String>, zone: TimeZone, parts: Vec<Part>) -> Self {
        Self {
            institution,
            zone,
            parts,
            counts: BTreeMap::new(),
            presences: 0,
        }
    }

    /// Counts a presence.
    pub fn add(&mut self, section: &Section) {
        let comparison = &section.comparison;
        let presence = &comparison.presence;
        let platform = Scope::Platform(presence.platform().to_owned());
        let accounts: Vec<(Scope, Option<Language>)> = presence
            .accounts
            .list()
            .into_iter()
            .enumerate()
            .map(|(index, (account, language))| {
                let (platform, handle) = account.key();
                let account = Account {
                    presence: presence.id.clone(),
                    platform,
                    handle,
                    language,
                };
                (
                    Scope::Account(2 * self.presences + index, account),
                    language,
                )
            })
            .collect();
        self.presences += 1;
        for (number, part) in self.parts.iter().enumerate() {
            for (account, language) in &accounts {
                let side = language.unwrap_or(Language::English);
                let gaps = part.interval.gaps(comparison.covered.get(side));
                for scope in [account, &platform, &Scope::All] {
                    let count = self.counts.entry((scope.clone(), number)).or_default();
                    count.accounts += 1;
                    match gaps.as_slice() {
                        [] => count.read += 1,
                        [gap] if *gap == part.interval => {}
                        _ => count.partly_read += 1,
                    }
                }
            }
        }
        for judged in comparison.inside().filter(|judged| is_own(judged)) {
            let own = accounts.iter().find(|(_, side)| *side == judged.side);
            let own = own.map(|(scope, _)| scope);
            self.count(
                judged.post.published_at,
                own.into_iter().chain([&platform, &Scope::All]),
                |it| it.post(judged),
            );
        }
        for publication in comparison.publications() {
            let (at, skew) = told(publication, comparison);
            self.count(at, [&platform, &Scope::All], |it| {
                it.publication(publication);
                it.skews.extend(skew);
            });
            let sides = accounts.iter().map(|(scope, _)| scope);
            self.count(at, sides, |it| it.skews.extend(skew));
        }
    }

    fn count<'a>(
        &mut self,
        at: Timestamp,
        scopes: impl IntoIterator<Item = &'a Scope>,
        change: impl Fn(&mut Count),
    ) {
        let Some(part) = self
            .parts
            .iter()
            .position(|part| part.interval.contains(at))
        else {
            return;
        };
        for scope in scopes {
            change(self.counts.entry((scope.clone(), part)).or_default());
        }
    }

    /// The three tables, each with a row for each part and one for the whole where there are several.
    pub(super) fn tables(&self) -> [Vec<Line<'_>>; 3] {
        let mut tables = [Vec::new(), Vec::new(), Vec::new()];
        let mut scopes: Vec<&Scope> = self.counts.keys().map(|(scope, _)| scope).collect();
        scopes.dedup();
        for scope in scopes {
            let table = match scope {
                Scope::Account(..) => 0,
                Scope::Platform(_) => 1,
                Scope::All => 2,
            };
            let mut all = Count::default();
            for (index, part) in self.parts.iter().enumerate() {
                let count = self
                    .counts
                    .get(&(scope.clone(), index))
                    .cloned()
                    .unwrap_or_default();
                all.add(&count);
                if self.parts.len() > 1 {
                    tables[table].push(Line {
                        scope,
                        part: Some(part),
                        count,
                    });
                }
            }
            tables[table].push(Line {
                scope,
                part: None,
                count: all,
            });
        }
        tables
    }

    pub(super) fn whole(&self) -> Option<Interval> {
        Some(Interval {
            from: self.parts.first()?.interval.from,
            to: self.parts.last()?.interval.to,
        })
    }
}

/// Was it written by the account for the public? Answers to persons, and what others wrote, are counted elsewhere.
fn is_own(judged: &Judged) -> bool {
    judged.is_disseminated() && !matches!(judged.post.origin, Origin::Repost(_))
}

/// When a publication counts (a pair with its second version), and its skew.
fn told(publication: Publication, comparison: &Comparison) -> (Timestamp, Option<i64>) {
    match publication {
        Publication::Paired(pair, posts) => (
            posts
                .english
                .post
                .published_at
                .max(posts.french.post.published_at),
            pair.skew
                .known()
                .filter(|_| pair.is_of_versions(comparison)),
        ),
        Publication::Bilingual(judged) | Publication::Lone(judged) => {
            (judged.post.published_at, None)
        }
    }
}

impl Count {
    fn post(&mut self, judged: &Judged) {
        self.posts += 1;
        match judged.language {
            TextLanguage::English => self.english += 1,
            TextLanguage::French => self.french += 1,
            TextLanguage::Both => self.both += 1,
            TextLanguage::Other | TextLanguage::Undetermined => {}
        }
        let served = matches!(judged.outcome, Outcome::Paired | Outcome::Bilingual);
        self.served += usize::from(served);
        self.judged += usize::from(served || judged.outcome == Outcome::MissingCounterpart);
    }

    fn publication(&mut self, publication: Publication) {
        match publication {
            Publication::Paired(_, posts) if is_own(posts.english) || is_own(posts.french) => {
                self.in_both += 1;
            }
            Publication::Bilingual(judged) if is_own(judged) => self.in_both += 1,
            // A further part of a thread belongs to the publication of its first part.
            Publication::Lone(judged)
                if is_own(judged) && judged.reason != Some(Reason::ThreadPart) =>
            {
                match judged
                    .served()
                    .filter(|_| judged.outcome == Outcome::MissingCounterpart)
                {
                    Some(Language::English) => self.english_only += 1,
                    Some(Language::French) => self.french_only += 1,
                    None => {}
                }
            }
            _ => return,
        }
        self.publications += 1;
    }

    fn add(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.posts, other.posts),
            (&mut self.english, other.english),
            (&mut self.french, other.french),
            (&mut self.both, other.both),
            (&mut self.judged, other.judged),
            (&mut self.served, other.served),
            (&mut self.publications, other.publications),
            (&mut self.in_both, other.in_both),
            (&mut self.english_only, other.english_only),
            (&mut self.french_only, other.french_only),
            (&mut self.accounts, other.accounts),
            (&mut self.read, other.read),
            (&mut self.partly_read, other.partly_read),
        ] {
            *sum += more;
        }
        self.skews.extend(&other.skews);
    }

    /// How much of it was read.
    pub(super) fn cover(&self) -> Cover {
        if self.read == self.accounts {
            Cover::Complete
        } else if self.read + self.partly_read > 0 {
            Cover::Partial
        } else {
            Cover::None
        }
    }

    /// Is there anything to tell? Of what was not read only posts that came otherwise.
    pub(super) fn is_told(&self) -> bool {
        self.cover() != Cover::None || self.posts + self.publications > 0
    }

    /// As in the summary.
    pub(super) fn median(&self) -> Option<i64> {
        let mut skews = self.skews.clone();
        skews.sort_unstable();
        rank(&skews, 50)
    }
}

/// One line of a table; without part: the whole period.
pub(super) struct Line<'a> {
    pub(super) scope: &'a Scope,
    pub(super) part: Option<&'a Part>,
    pub(super) count: Count,
}
