//! A decision as the fields of a form.

use super::fields::Fields;
use crate::decisions::{Row, held_at, mark};
use crate::model::{Bilingual, Decision, Problem, Subject, Word};
use crate::report::Report;
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
    /// The id of what followed in the list before it was decided.
    pub(super) next: String,
    pub(super) about: About,
    pub(super) finding: String,
    pub(super) english: String,
    pub(super) french: String,
    /// A counterpart that a person names.
    pub(super) other: String,
    /// The post that the counterpart is knowingly taken from.
    taken: String,
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
            next: get("next"),
            about,
            finding: get("finding"),
            english: get("english"),
            french: get("french"),
            other,
            taken: get("taken"),
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
        if self.author.is_empty() {
            return Err(empty(["Who decides", "Qui décide"]));
        }
        if self.act == "undo" {
            let before = self.at.and_then(|count| held_at(rows, count, &subject));
            if let Some(before) = before {
                return Ok(before);
            }
        }
        let word = match self.act.as_str() {
            // Before it nothing held.
            "undo" => Word::Withdraw,
            act => Word::ALL
                .into_iter()
                .find(|word| word.code() == act)
                .ok_or_else(|| no_decision(act))?,
        };
        let expires = (word == Word::Waive)
            .then(|| self.last_day(today))
            .transpose()?;
        Ok(Decision {
            word,
            subject,
            reason: self.reason.clone(),
            author: self.author.clone(),
            date: today,
            expires,
        })
    }

    /// Until when a waiver holds; one without a reason or an end is none.
    fn last_day(&self, today: Date) -> Result<Date, Problem> {
        if self.reason.is_empty() {
            return Err(empty(["Reason", "Motif"]));
        }
        if self.expires.is_empty() {
            return Err(empty(LAST_DAY));
        }
        let day = self.expires.parse();
        let day: Date = day.map_err(|_| not_a_day(&self.expires))?;
        if day < today { Err(over(day)) } else { Ok(day) }
    }

    /// Is it written already? Then its row, or the one that takes back what held before, stands where it was added.
    pub(super) fn is_written(&self, rows: &[Row]) -> bool {
        let row = self.at.and_then(|at| rows.get(at));
        row.zip(self.subject().ok())
            .is_some_and(|(row, subject)| row.decision.subject == subject)
    }

    /// A post of the pair that another one makes a pair with, and that one, unless the person says so.
    pub(super) fn takes(&self, decision: &Decision, report: &Report) -> Option<[String; 2]> {
        let (Word::Pair, Subject::Pair(two)) = (decision.word, &decision.subject) else {
            return None;
        };
        [(&two.french, &two.english), (&two.english, &two.french)]
            .into_iter()
            .find_map(|(post, wanted)| {
                let of = report.counterpart_of(post)?;
                (of != wanted && of != self.taken).then(|| [post.clone(), of.to_owned()])
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
            ("next", self.next.clone()),
            (seen, mark(rows, &subject)),
        ]
    }
}

fn is_id(text: &str) -> bool {
    let digits = text.strip_prefix("f-").unwrap_or_default();
    digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What the form calls the end of a waiver.
const LAST_DAY: [&str; 2] = ["Last day on which it holds", "Dernier jour où elle vaut"];

fn empty([english, french]: [&str; 2]) -> Problem {
    Problem::new(
        "",
        format!("“{english}” is empty; fill it in"),
        format!("«\u{a0}{french}\u{a0}» est vide; remplissez-le"),
    )
}

fn over(day: Date) -> Problem {
    let [english, french] = LAST_DAY;
    Problem::new(
        "",
        format!("“{english}” is {day}, which is over; choose a day to come"),
        format!("«\u{a0}{french}\u{a0}» est le {day}, qui est passé; choisissez un jour à venir"),
    )
}

fn no_decision(text: &str) -> Problem {
    Problem::new(
        "",
        format!("“{text}” is no decision; use the buttons of this page"),
        format!("«\u{a0}{text}\u{a0}» n’est pas une décision; utilisez les boutons de cette page"),
    )
}

fn not_a_day(text: &str) -> Problem {
    Problem::new(
        "",
        format!("“{text}” is not a day; write for example 2026-11-16"),
        format!("«\u{a0}{text}\u{a0}» n’est pas un jour; écrivez par exemple 2026-11-16"),
    )
}
