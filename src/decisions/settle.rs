//! Which decisions hold: those that were not withdrawn and that no other one contradicts.
//!
//! The file is a log. A later row does not win by being later: whoever changes their mind says so with `withdraw`, which
//! takes back the rows above it about the same pair, finding or post, unless it is dated before them. Of decisions that
//! still disagree none is applied.

use super::file::Row;
use crate::model::{Problem, Subject, Word};
use std::collections::{BTreeSet, HashMap};

/// The rows that were not taken back, in their order; and the withdrawals of nothing.
#[must_use]
pub fn withdraw(rows: Vec<Row>) -> (Vec<Row>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut standing: Vec<Row> = Vec::new();
    for row in rows {
        if row.decision.word != Word::Withdraw {
            standing.push(row);
            continue;
        }
        let before = standing.len();
        standing.retain(|other| {
            other.decision.subject != row.decision.subject
                || other.decision.date > row.decision.date
        });
        if standing.len() == before {
            problems.push(nothing_withdrawn(&row));
        }
    }
    (standing, problems)
}

/// The rows that no other one contradicts, in their order; and those that disagree.
#[must_use]
pub fn agree(rows: Vec<Row>) -> (Vec<Row>, Vec<Problem>) {
    let mut problems = Vec::new();
    let refused = disagreements(&rows, &mut problems);
    let numbered = rows.into_iter().enumerate();
    let standing = numbered.filter(|(number, _)| !refused.contains(number));
    (standing.map(|(_, row)| row).collect(), problems)
}

/// The numbers of rows that another one contradicts; each pair of them is named once.
fn disagreements(rows: &[Row], problems: &mut Vec<Problem>) -> BTreeSet<usize> {
    let mut refused = BTreeSet::new();
    let mut by_post: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, row) in rows.iter().enumerate() {
        let Subject::Pair(two) = &row.decision.subject else {
            continue;
        };
        let mut others: Vec<usize> = [&two.english, &two.french]
            .into_iter()
            .filter_map(|post| by_post.get(post.as_str()))
            .flatten()
            .copied()
            .filter(|other| disagree(&rows[*other], row))
            .collect();
        others.sort_unstable();
        others.dedup();
        for other in others {
            problems.push(two_disagree(&rows[other], row));
            refused.extend([other, number]);
        }
        for post in [&two.english, &two.french] {
            by_post.entry(post).or_default().push(number);
        }
    }
    refused
}

/// Of two rows about a common post: yes and no to one pair, or yes to two pairs.
fn disagree(one: &Row, other: &Row) -> bool {
    let rejects = |row: &Row| row.decision.word == Word::RejectPair;
    if one.decision.subject == other.decision.subject {
        rejects(one) != rejects(other)
    } else {
        !rejects(one) && !rejects(other)
    }
}

fn nothing_withdrawn(row: &Row) -> Problem {
    Problem::new(
        &row.place,
        "nothing above it to withdraw: no decision about the same finding or posts, dated the same day or before; compare the ids and the date",
        "rien à retirer au-dessus\u{a0}: aucune décision sur le même constat ou les mêmes publications, datée du même jour ou d’avant; comparez les identifiants et la date",
    )
}

fn two_disagree(one: &Row, other: &Row) -> Problem {
    let line = other.place.rsplit(':').next().unwrap_or_default();
    let (first, second) = (one.decision.word.code(), other.decision.word.code());
    Problem::new(
        &one.place,
        format!(
            "“{first}” and “{second}” of line {line} disagree; neither is applied. Remove one, or withdraw the first one with a row `withdraw` before the second"
        ),
        format!(
            "«\u{a0}{first}\u{a0}» et «\u{a0}{second}\u{a0}» de la ligne {line} se contredisent; ni l’une ni l’autre n’est appliquée. Supprimez-en une, ou retirez la première par une ligne «\u{a0}withdraw\u{a0}» avant la seconde"
        ),
    )
}
