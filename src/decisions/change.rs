//! What a person decides on a page: the rows that make it hold, held against what the person saw.

use super::file::{Row, read};
use super::settle::{agree, withdraw};
use super::write::append;
use crate::model::{Decision, Problem, Subject, Word};
use crate::text::hex;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Another person decided since the page was made.
    Meanwhile,
    /// It could not be read again, or another decision contradicts it.
    Problem(Problem),
}

/// What is to hold about a subject from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The decision; [`Word::Withdraw`] where none shall hold.
    pub decision: Decision,
    /// Who takes back what held before.
    pub author: String,
    /// When.
    pub date: Date,
    /// [`mark`] of what the person saw.
    pub seen: String,
}

impl Change {
    /// What the file needs at its end; nothing where it holds already.
    ///
    /// # Errors
    /// When something else holds than was seen, or it cannot be written so that it holds.
    pub fn apply(&self, place: &str, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
        let (rows, _) = read(place, bytes);
        let subject = &self.decision.subject;
        if mark(&rows, subject) != self.seen {
            return Err(Refusal::Meanwhile);
        }
        let held = standing(&rows, subject);
        let is_withdrawal = self.decision.word == Word::Withdraw;
        let holds_already = match held.as_slice() {
            [] => is_withdrawal,
            [one] => *one == self.decision,
            _ => false,
        };
        if holds_already {
            return Ok(Vec::new());
        }
        let mut added = Vec::new();
        if !held.is_empty() {
            added.push(self.withdrawal());
        }
        if !is_withdrawal {
            added.push(self.decision.clone());
        }
        let more = append(place, bytes, &added).map_err(Refusal::Problem)?;
        let (after, _) = read(place, &[bytes, &more].concat());
        self.check(rows, after)?;
        Ok(more)
    }

    /// The row that takes back what held before.
    fn withdrawal(&self) -> Decision {
        let is_all = self.decision.word == Word::Withdraw;
        let reason = is_all.then(|| self.decision.reason.clone());
        Decision {
            word: Word::Withdraw,
            subject: self.decision.subject.clone(),
            reason: reason.unwrap_or_default(),
            author: self.author.clone(),
            date: self.date,
            expires: None,
        }
    }

    /// Does it hold now, does nothing else about its subject, and does nothing contradict it?
    fn check(&self, before: Vec<Row>, after: Vec<Row>) -> Result<(), Refusal> {
        let wanted = (self.decision.word != Word::Withdraw).then_some(&self.decision);
        let place = after.last().map(|row| row.place.clone());
        if !standing(&after, &self.decision.subject).iter().eq(wanted) {
            return Err(Refusal::Problem(later(place.unwrap_or_default())));
        }
        let (_, known) = agree(withdraw(before).0);
        let (_, problems) = agree(withdraw(after).0);
        let mut new = problems.into_iter().filter(|it| !known.contains(it));
        new.next().map_or(Ok(()), |it| Err(Refusal::Problem(it)))
    }
}

/// The decisions that hold about a subject, in their order.
#[must_use]
pub fn standing(rows: &[Row], subject: &Subject) -> Vec<Decision> {
    let about = rows.iter().filter(|row| row.decision.subject == *subject);
    let (standing, _) = withdraw(about.cloned().collect());
    standing.into_iter().map(|row| row.decision).collect()
}

/// What held about a subject after the first rows of a file: what an undo has to bring back.
#[must_use]
pub fn held_at(rows: &[Row], count: usize, subject: &Subject) -> Option<Decision> {
    standing(rows.get(..count).unwrap_or(rows), subject).pop()
}

/// A short name of what holds about a subject: two pages that show the same have the same.
#[must_use]
pub fn mark(rows: &[Row], subject: &Subject) -> String {
    let held = standing(rows, subject);
    if held.is_empty() {
        return String::new();
    }
    hex(&Sha256::digest(format!("{held:?}"))[..8])
}

fn later(place: String) -> Problem {
    Problem::new(
        place,
        "this decision is dated after today and stands; correct its date in the file",
        "cette décision porte une date postérieure à aujourd’hui et demeure; corrigez sa date dans le fichier",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Bilingual;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn decision(word: Word, subject: Subject, reason: &str) -> Decision {
        Decision {
            word,
            subject,
            reason: reason.into(),
            author: "A. Roy".into(),
            date: date(2026, 11, 16),
            expires: (word == Word::Waive).then(|| date(2027, 1, 1)),
        }
    }

    fn pair(english: &str, french: &str) -> Subject {
        let post = |id: &str| format!("x:{id}");
        Subject::Pair(Bilingual::new(post(english), post(french)))
    }

    /// A person who decides with the page of this moment before them.
    fn decide(file: &mut Vec<u8>, decision: Decision) -> Result<(), Refusal> {
        let seen = mark(&read("d.csv", file).0, &decision.subject);
        let change = Change {
            decision,
            author: "B. Côté".into(),
            date: date(2026, 11, 17),
            seen,
        };
        file.extend(change.apply("d.csv", file)?);
        Ok(())
    }

    fn held(file: &[u8], subject: &Subject) -> Vec<Word> {
        let rows = read("d.csv", file).0;
        let held = standing(&rows, subject);
        held.iter().map(|it| it.word).collect()
    }

    /// A change of mind would else leave two rows that disagree, of which none is applied.
    #[test]
    fn a_changed_mind_takes_back_what_it_said() {
        let mut file = Vec::new();
        let two = pair("1", "2");
        decide(&mut file, decision(Word::AcceptPair, two.clone(), "")).unwrap();
        decide(
            &mut file,
            decision(Word::RejectPair, two.clone(), "two events"),
        )
        .unwrap();
        assert_eq!(held(&file, &two), [Word::RejectPair]);
        let (rows, problems) = read("d.csv", &file);
        assert_eq!((rows.len(), problems.len()), (3, 0));
        // Undone: what held after the first row.
        let before = held_at(&rows, 1, &two).unwrap();
        decide(&mut file, before).unwrap();
        assert_eq!(held(&file, &two), [Word::AcceptPair]);
        // Saying it again adds nothing.
        let length = file.len();
        decide(&mut file, decision(Word::AcceptPair, two.clone(), "")).unwrap();
        assert_eq!(file.len(), length);
        decide(&mut file, decision(Word::Withdraw, two.clone(), "")).unwrap();
        assert_eq!(held(&file, &two), []);
    }

    /// Who decides on a page of yesterday would undo what a colleague decided since.
    #[test]
    fn what_changed_meanwhile_is_not_overwritten() {
        let mut file = Vec::new();
        let waiver = decision(Word::Waive, Subject::Finding("ab".into()), "over");
        let change = Change {
            decision: decision(Word::Waive, waiver.subject.clone(), "partner"),
            author: "B".into(),
            date: date(2026, 11, 17),
            seen: String::new(),
        };
        decide(&mut file, waiver).unwrap();
        assert_eq!(change.apply("d.csv", &file), Err(Refusal::Meanwhile));
    }

    /// Neither of two decisions that disagree is applied: the second is refused with the line of the first.
    #[test]
    fn a_second_counterpart_is_refused() {
        let mut file = Vec::new();
        decide(&mut file, decision(Word::Pair, pair("1", "2"), "")).unwrap();
        let before = file.clone();
        let refused = decide(&mut file, decision(Word::Pair, pair("1", "3"), ""));
        let Err(Refusal::Problem(problem)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!((problem.place.as_str(), &file), ("d.csv:2", &before));
        // A row that a person dated next year cannot be taken back today.
        file.extend(b"waive,ab,,,over,A,2027-06-01,2027-12-31\n");
        let taken_back = decision(Word::Withdraw, Subject::Finding("ab".into()), "");
        let refused = decide(&mut file, taken_back);
        assert!(
            matches!(refused, Err(Refusal::Problem(it)) if it.message.english.contains("after today"))
        );
    }

    proptest! {
        /// Whatever persons decide in whatever order: the last word about each subject holds, nothing written before
        /// changes, and nothing contradicts itself.
        #[test]
        fn the_last_word_holds(steps in prop::collection::vec((0_usize..4, 1_u8..4, 1_u8..4), 1..25)) {
            let mut file = Vec::new();
            let mut last = std::collections::BTreeMap::new();
            for (word, one, other) in steps {
                let two = pair(&one.to_string(), &format!("9{other}"));
                let finding = Subject::Finding(format!("f{one}"));
                let (word, subject) = [
                    (Word::Pair, two.clone()),
                    (Word::RejectPair, two.clone()),
                    (Word::Withdraw, two),
                    (Word::Waive, finding),
                ][word].clone();
                let before = file.clone();
                if decide(&mut file, decision(word, subject.clone(), "why")).is_ok() {
                    last.insert(subject, word);
                } else {
                    prop_assert_eq!(&file, &before);
                }
                prop_assert!(file.starts_with(&before));
            }
            let (rows, problems) = read("d.csv", &file);
            prop_assert!(file.is_empty() || problems.is_empty(), "{problems:?}");
            let (standing, nothing) = withdraw(rows);
            prop_assert_eq!(nothing, vec![]);
            prop_assert_eq!(agree(standing).1, vec![]);
            for (subject, word) in last {
                let wanted: Vec<Word> = Some(word).filter(|it| *it != Word::Withdraw).into_iter().collect();
                prop_assert_eq!(held(&file, &subject), wanted);
            }
        }
    }
}
