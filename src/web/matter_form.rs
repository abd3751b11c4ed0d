//! A decision as the fields of a form.

use super::fields::Fields;
use crate::decisions::{Row, held_at, mark};
use crate::model::{Bilingual, Decision, Problem, Subject, Word};
use jiff::civil::Date;

/// What a decision is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum About {
    #[default]
    Pair,
    Finding,
    English,
    French,
}

impl About {
    const ALL: [Self; 4] = [Self::Pair, Self::Finding, Self::English, Self::French];

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Pair => "pair",
            Self::Finding => "finding",
            Self::English => "english",
            Self::French => "french",
        }
    }

    /// As a sentence begins.
    pub(super) fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::Pair => Bilingual::new("The two posts", "Les deux publications"),
            Self::Finding => Bilingual::new("This finding", "Ce constat"),
            Self::English => Bilingual::new("The English post", "La publication anglaise"),
            Self::French => Bilingual::new("The French post", "La publication française"),
        }
    }
}

/// What a person sent, or what an address says of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Posted {
    /// The word of a decision, or `undo`.
    pub(super) act: String,
    /// The same of what is done already.
    pub(super) done: String,
    /// How many rows stood in the file then.
    at: Option<usize>,
    pub(super) about: About,
    pub(super) finding: String,
    pub(super) english: String,
    pub(super) french: String,
    /// A counterpart that a person names.
    pub(super) other: String,
    pub(super) seen: String,
    pub(super) author: String,
    pub(super) reason: String,
    pub(super) expires: String,
}

impl Posted {
    pub(super) fn of(fields: &Fields) -> Self {
        let get = |name: &str| fields.get(name).unwrap_or_default().trim().to_owned();
        let about = get("about");
        let about = About::ALL.into_iter().find(|it| it.code() == about);
        let about = about.unwrap_or_default();
        let (other, offered) = (get("other"), get("offered"));
        let seen = match get(&format!("seen-{}", about.code())) {
            // What holds about a pair that the page did not show was not seen.
            _ if !other.is_empty() && other != offered => String::new(),
            seen => seen,
        };
        Self {
            act: get("do"),
            done: get("done"),
            at: get("at").parse().ok(),
            about,
            finding: get("finding"),
            english: get("english"),
            french: get("french"),
            other,
            seen,
            author: get("author"),
            reason: get("reason"),
            expires: get("expires"),
        }
    }

    /// What it is about.
    pub(super) fn subject(&self) -> Result<Subject, Problem> {
        let or_other = |post: &String| {
            if post.is_empty() {
                self.other.clone()
            } else {
                post.clone()
            }
        };
        match self.about {
            About::Pair => Ok(Subject::Pair(Bilingual::new(
                or_other(&self.english),
                or_other(&self.french),
            ))),
            About::Finding if is_id(&self.finding) => Ok(Subject::Finding(self.finding.clone())),
            About::English => Ok(Subject::Post(self.english.clone())),
            About::French => Ok(Subject::Post(self.french.clone())),
            About::Finding => Err(Problem::new(
                "finding",
                "not the id of a finding; open the finding anew from the list",
                "ce n’est pas l’identifiant d’un constat; rouvrez le constat à partir de la liste",
            )),
        }
    }

    /// What shall hold; the file says whether it can.
    pub(super) fn decision(&self, today: Date, rows: &[Row]) -> Result<Decision, Problem> {
        let subject = self.subject()?;
        if self.act == "undo" {
            let before = self.at.and_then(|count| held_at(rows, count, &subject));
            if let Some(before) = before {
                return Ok(before);
            }
        }
        let word = Word::ALL.into_iter().find(|word| word.code() == self.act);
        let word = word.unwrap_or(Word::Withdraw);
        let expires = match (word, self.expires.is_empty()) {
            (Word::Waive, false) => {
                Some(self.expires.parse().map_err(|_| not_a_day(&self.expires))?)
            }
            _ => None,
        };
        Ok(Decision {
            word,
            subject,
            reason: self.reason.clone(),
            author: self.author.clone(),
            date: today,
            expires,
        })
    }

    /// The fields that name a subject: finding, English post, French post.
    pub(super) fn named(&self, subject: &Subject) -> [String; 3] {
        match subject {
            Subject::Pair(two) => [String::new(), two.english.clone(), two.french.clone()],
            _ => [
                self.finding.clone(),
                self.english.clone(),
                self.french.clone(),
            ],
        }
    }

    /// The fields of a form that brings back what held before.
    pub(super) fn undo(&self, rows: &[Row]) -> Vec<(&'static str, String)> {
        let (Ok(subject), Some(at)) = (self.subject(), self.at) else {
            return Vec::new();
        };
        let seen = match self.about {
            About::Pair => "seen-pair",
            About::Finding => "seen-finding",
            About::English => "seen-english",
            About::French => "seen-french",
        };
        vec![
            ("do", "undo".to_owned()),
            ("about", self.about.code().to_owned()),
            ("at", at.to_string()),
            ("finding", self.finding.clone()),
            ("english", self.english.clone()),
            ("french", self.french.clone()),
            (seen, mark(rows, &subject)),
        ]
    }
}

fn is_id(text: &str) -> bool {
    let digits = text.strip_prefix("f-").unwrap_or_default();
    digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn not_a_day(text: &str) -> Problem {
    Problem::new(
        "expires",
        format!("“{text}” is not a day; write for example 2026-11-16"),
        format!("«\u{a0}{text}\u{a0}» n’est pas un jour; écrivez par exemple 2026-11-16"),
    )
}
