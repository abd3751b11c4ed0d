//! What there is to decide about in a report: findings, doubts, and the pairs that a person decided about already. For
//! pages that list them, open them and write down what is decided.

use super::decided::DecidedPair;
use super::detail::Detail;
use super::html::{Card, Overview, PairCard};
use super::rows::{FindingRow, pair_id};
use super::shown::{Doubt, Quoted};
use super::words::Words;
use super::{Kept, Report};
use crate::model::{Bilingual, FindingState, Language, Severity, Word, wants_counterpart};
use askama::Template;
use jiff::Timestamp;

/// Something to decide about.
#[derive(Debug, Clone, Copy)]
pub struct Matter<'a> {
    report: &'a Report,
    kept: &'a Kept,
    what: What<'a>,
}

#[derive(Debug, Clone, Copy)]
enum What<'a> {
    Finding(&'a FindingRow),
    Doubt(&'a Doubt),
    Decided(&'a DecidedPair),
}

/// What kind of thing a [`Matter`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A rule found something.
    Finding,
    /// Two posts that may be a pair: for a person to say.
    Doubt,
    /// Two posts of which a person said it.
    Decided,
}

impl<'a> Matter<'a> {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.what {
            What::Finding(_) => Kind::Finding,
            What::Doubt(_) => Kind::Doubt,
            What::Decided(_) => Kind::Decided,
        }
    }

    /// The id of the finding, or of the pair: as in findings.csv and pairs.csv.
    #[must_use]
    pub fn id(&self) -> String {
        match self.what {
            What::Finding(row) => row.finding_id.clone(),
            _ => pair_id(self.posts().english, self.posts().french),
        }
    }

    /// The rule that found it; none of a pair.
    #[must_use]
    pub fn rule(&self) -> Option<&'static str> {
        match self.what {
            What::Finding(row) => Some(row.rule),
            _ => None,
        }
    }

    /// A heading.
    #[must_use]
    pub fn title(&self) -> Bilingual<&'static str> {
        match self.what {
            What::Finding(row) => row.info.0.title,
            What::Doubt(_) => Bilingual::new("Is this a pair?", "Est-ce une paire?"),
            What::Decided(pair) => match pair.decision.word {
                Word::RejectPair => Bilingual::new("Pair rejected", "Paire rejetée"),
                Word::Pair => Bilingual::new("Paired by hand", "Jumelées à la main"),
                _ => Bilingual::new("Pair accepted", "Paire acceptée"),
            },
        }
    }

    /// How much a finding weighs.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        match self.what {
            What::Finding(row) => Some(row.level),
            _ => None,
        }
    }

    /// How a finding stands.
    #[must_use]
    pub fn state(&self) -> Option<FindingState> {
        match self.what {
            What::Finding(row) => Some(row.standing.state),
            _ => None,
        }
    }

    /// The id of its presence.
    #[must_use]
    pub fn presence(&self) -> &'a str {
        &self.kept.row.presence_id
    }

    /// The level one of its presence; may be empty.
    #[must_use]
    pub fn level_one(&self) -> &'a str {
        &self.kept.row.level_one
    }

    /// When the first of its posts was published.
    #[must_use]
    pub fn at(&self) -> Option<Timestamp> {
        match self.what {
            What::Finding(row) => row.at,
            What::Doubt(doubt) => Some(doubt.at),
            What::Decided(pair) => Some(pair.quoted.english.at.min(pair.quoted.french.at)),
        }
    }

    /// What is said of it; of a pair the beginning of its English post.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let w = self.words(language);
        match self.what {
            What::Finding(row) if w.is_french() => row.message_french.clone(),
            What::Finding(row) => row.message_english.clone(),
            What::Doubt(doubt) => doubt.verdict(w),
            What::Decided(pair) => pair.decision.reason.clone(),
        }
    }

    /// The beginning of the first post that it is about, with the language of its words.
    #[must_use]
    pub fn quoted(&self) -> Option<(&'static str, &'a str)> {
        let quoted = match self.what {
            What::Finding(row) => row.quoted.english.as_ref().or(row.quoted.french.as_ref())?,
            What::Doubt(doubt) => &doubt.quoted.english,
            What::Decided(pair) => &pair.quoted.english,
        };
        Some((quoted.language.tag(), &quoted.text))
    }

    /// The posts that it is about, `platform:id`; empty where there is none.
    #[must_use]
    pub fn posts(&self) -> Bilingual<&'a str> {
        let key = |quoted: &'a Quoted| quoted.key.as_str();
        match self.what {
            What::Finding(row) => Bilingual::new(&row.english_post_id, &row.french_post_id),
            What::Doubt(Doubt { quoted, .. }) | What::Decided(DecidedPair { quoted, .. }) => {
                Bilingual::new(key(&quoted.english), key(&quoted.french))
            }
        }
    }

    /// Would a counterpart mend it?
    #[must_use]
    pub fn wants_counterpart(&self) -> bool {
        let posts = self.posts();
        let count = usize::from(!posts.english.is_empty()) + usize::from(!posts.french.is_empty());
        self.rule()
            .is_some_and(|rule| wants_counterpart(rule, count))
    }

    /// The post that came nearest to being the counterpart, `platform:id`.
    #[must_use]
    pub fn runner_up(&self) -> Option<&'a str> {
        let why = match self.what {
            What::Finding(row) => row.why.as_ref()?,
            What::Doubt(doubt) => &doubt.why,
            What::Decided(_) => return None,
        };
        why.runner_up
            .as_ref()
            .map(|second| second.quoted.key.as_str())
    }

    /// Everything about it as a part of a page, its heading at that level.
    #[must_use]
    pub fn html(&self, language: Language, level: u8) -> String {
        let w = self.words(language);
        let card = match self.what {
            What::Finding(row) => Card {
                w,
                row,
                number: None,
                level,
                up: None,
            }
            .render(),
            What::Doubt(doubt) => {
                PairCard::of(w, doubt, self.id(), w.instant(doubt.at), level).render()
            }
            What::Decided(pair) => PairCard::decided(w, pair, self.id(), level).render(),
        };
        card.unwrap_or_default()
    }

    fn words(&self, language: Language) -> Words<'a> {
        Words {
            language,
            zone: &self.report.head.zone,
        }
    }
}

impl Report {
    /// What there is to decide about: doubts first, then findings in their order, then what was decided.
    pub fn matters(&self) -> impl Iterator<Item = Matter<'_>> {
        self.presences.iter().flat_map(move |kept| {
            let doubts = kept.shown.doubts.iter().map(What::Doubt);
            let findings = kept.findings.iter().map(What::Finding);
            let decided = kept.decided.iter().map(What::Decided);
            doubts
                .chain(findings)
                .chain(decided)
                .map(move |what| Matter {
                    report: self,
                    kept,
                    what,
                })
        })
    }

    /// The post that a post of the report makes a pair with, `platform:id` both; known of a report that was made for a
    /// page.
    #[must_use]
    pub fn counterpart_of(&self, key: &str) -> Option<&str> {
        let Detail::Pairs(pairs) = &self.detail else {
            debug_assert!(false, "a report that was not made for a page");
            return None;
        };
        pairs
            .iter()
            .find_map(|Bilingual { english, french }| match key {
                _ if key == english => Some(french.as_str()),
                _ if key == french => Some(english.as_str()),
                _ => None,
            })
    }

    /// Its numbers and pictures as a part of a page.
    #[must_use]
    pub fn overview(&self, language: Language) -> String {
        let zone = &self.head.zone;
        let overview = Overview::new(self, Words { language, zone });
        overview.render().unwrap_or_default()
    }
}

/// The id of two posts as a pair: as in pairs.csv.
#[must_use]
pub fn id_of_pair(english: &str, french: &str) -> String {
    pair_id(english, french)
}
