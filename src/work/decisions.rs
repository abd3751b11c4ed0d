//! The decisions of persons, read and held against what is stored.

use super::unreadable;
use crate::config::{Config, DecisionsFile};
use crate::decisions::{self, Row};
use crate::model::{
    Account, Bilingual, Decision, Interval, Language, Post, Problem, Subject, Waivers, Word,
};
use crate::report::DecisionsRead;
use crate::store::Store;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

/// The decisions that hold.
#[derive(Default)]
pub(crate) struct Decided {
    /// What could not be used, and why.
    pub(crate) problems: Vec<Problem>,
    /// The file that they were read from.
    pub(crate) file: Option<DecisionsRead>,
    rows: Vec<Row>,
}

impl Decided {
    /// Reads them, where there are any.
    pub(crate) fn load(
        file: Option<&DecisionsFile>,
        config: &Config,
        store: &Store,
    ) -> Result<Self, Problem> {
        let Some(file) = file else {
            return Ok(Self::default());
        };
        let bytes = match std::fs::read(&file.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound && !file.named => Vec::new(),
            Err(error) => return Err(unreadable(&file.path, &error)),
        };
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        Self::hold(name(&file.path), bytes, config, store)
    }

    fn hold(name: String, bytes: Vec<u8>, config: &Config, store: &Store) -> Result<Self, Problem> {
        let (rows, mut problems) = decisions::read(&name, &bytes);
        let (rows, more) = decisions::withdraw(rows);
        problems.extend(more);
        let mut known = Vec::new();
        for row in rows {
            match refused(&row, config, store)? {
                None => known.push(row),
                Some(problem) => problems.push(problem),
            }
        }
        let (rows, more) = decisions::agree(known);
        problems.extend(more);
        problems.sort_by_key(line);
        Ok(Self {
            problems,
            file: Some(DecisionsRead { name, bytes }),
            rows,
        })
    }

    /// Those about pairs.
    pub(crate) fn pairs(&self) -> Vec<Decision> {
        let pairs = self.rows.iter().map(|row| &row.decision);
        pairs
            .filter(|decision| matches!(decision.subject, Subject::Pair(_)))
            .cloned()
            .collect()
    }

    /// Those that set findings aside, held against the last day of the period.
    pub(crate) fn waivers(&self, period: Interval, config: &Config) -> Waivers {
        let end = period.to - jiff::SignedDuration::from_nanos(1);
        let last_day = config.zone.to_datetime(end).date();
        Waivers::new(self.rows.iter().map(|row| &row.decision), last_day)
    }

    /// Names the waivers that set aside none of these, findings of emergency notices and their posts, as they give no
    /// reason but urgency.
    pub(crate) fn name_urgent(&mut self, emergencies: &BTreeSet<Subject>) {
        let refused = self.rows.iter().filter(|row| {
            row.decision.word == Word::Waive
                && !row.decision.may_set_aside("emergency")
                && emergencies.contains(&row.decision.subject)
        });
        self.problems.extend(refused.map(|row| urgent(&row.place)));
        self.problems.sort_by_key(line);
    }

    /// Waivers of findings that are not among those: of another period, or mistyped.
    pub(crate) fn unmatched(&self, waivers: &Waivers, found: &BTreeSet<String>) -> Option<Problem> {
        let unmatched: Vec<&str> = self
            .rows
            .iter()
            .filter(|row| match &row.decision.subject {
                Subject::Finding(id) => waivers.holds(&row.decision) && !found.contains(id),
                _ => false,
            })
            .map(|row| row.place.as_str())
            .collect();
        (!unmatched.is_empty()).then(|| {
            Problem::new(
                unmatched.join(", "),
                "waives a finding that this report does not have. That is right if it belongs to another period; else copy its id from findings.csv",
                "dispense visant un constat absent de ce rapport. C’est normal s’il relève d’une autre période; sinon, copiez son identifiant depuis findings.csv",
            )
        })
    }
}

/// The line that a problem names.
fn line(problem: &Problem) -> usize {
    let (_, line) = problem.place.rsplit_once(':').unwrap_or_default();
    line.parse().unwrap_or(0)
}

/// How the file is called in problems: without its folder, which differs from machine to machine.
pub(super) fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Why the decision cannot be applied, if it cannot.
pub(super) fn refused(
    row: &Row,
    config: &Config,
    store: &Store,
) -> Result<Option<Problem>, Problem> {
    let mut known = Vec::new();
    for key in row.decision.subject.posts() {
        match find(key, config, store)? {
            Some(found) => known.push(found),
            None => return Ok(Some(gone(row, key))),
        }
    }
    if let Subject::Pair(two) = &row.decision.subject {
        let [english, french] = known.as_slice() else {
            return Ok(None);
        };
        let wrong_side = english.side == Some(Language::French)
            || french.side == Some(Language::English)
            || english.presence != french.presence;
        if wrong_side {
            return Ok(Some(strangers(row)));
        }
        if row.decision.word != Word::RejectPair {
            let sides = [(english, &two.english), (french, &two.french)];
            let removed = sides.iter().find(|(it, _)| it.post.deleted_at.is_some());
            if let Some((_, key)) = removed {
                return Ok(Some(removed_post(row, key)));
            }
        }
    }
    Ok(None)
}

/// A stored post, and whose it is.
struct Known<'c> {
    presence: &'c str,
    side: Option<Language>,
    post: Post,
}

fn find<'c>(key: &str, config: &'c Config, store: &Store) -> Result<Option<Known<'c>>, Problem> {
    let Some((platform, id)) = key.split_once(':') else {
        return Ok(None);
    };
    for presence in &config.presences {
        for (account, side) in presence.accounts.list() {
            if account.platform.to_lowercase() != platform {
                continue;
            }
            if let Some(post) = store.post(account, id)? {
                return Ok(Some(Known {
                    presence: &presence.id,
                    side,
                    post,
                }));
            }
        }
    }
    Ok(None)
}

/// The posts that a person paired with one of these, and that were published too far away to be among them.
pub(crate) fn far_counterparts(
    decisions: &[Decision],
    accounts: &[(&Account, Option<Language>)],
    posts: &[Post],
    store: &Store,
) -> Result<Vec<Post>, Problem> {
    let mut far = Vec::new();
    if decisions.is_empty() {
        return Ok(far);
    }
    let near: BTreeSet<String> = posts.iter().map(Post::key).collect();
    for decision in decisions {
        let (Word::AcceptPair | Word::Pair, Subject::Pair(Bilingual { english, french })) =
            (decision.word, &decision.subject)
        else {
            continue;
        };
        let other = match (near.contains(english), near.contains(french)) {
            (true, false) => french,
            (false, true) => english,
            _ => continue,
        };
        let id = other.split_once(':').map_or("", |(_, id)| id);
        for (account, _) in accounts {
            far.extend(store.post(account, id)?);
        }
    }
    Ok(far)
}

fn gone(row: &Row, key: &str) -> Problem {
    Problem::new(
        &row.place,
        format!(
            "{key}: no such post of a configured account is stored, so the decision is not applied; compare the id with posts.csv, or remove the row"
        ),
        format!(
            "{key}\u{a0}: aucune publication de ce nom n’est enregistrée pour un compte configuré; la décision n’est pas appliquée. Comparez l’identifiant avec posts.csv, ou supprimez la ligne"
        ),
    )
}

fn removed_post(row: &Row, key: &str) -> Problem {
    Problem::new(
        &row.place,
        format!(
            "{key}: this post was removed by its account and is nobody’s counterpart any more, so the decision is not applied; withdraw it or remove the row"
        ),
        format!(
            "{key}\u{a0}: cette publication a été retirée par son compte et n’est plus l’équivalent d’aucune autre; la décision n’est pas appliquée. Retirez-la («\u{a0}withdraw\u{a0}») ou supprimez la ligne"
        ),
    )
}

/// Why a waiver does not set aside an emergency notice in one language.
pub(crate) fn urgent(place: &str) -> Problem {
    Problem::new(
        place,
        "urgency is no reason to leave an emergency notice in one language, so the waiver is not applied to it; give another reason, or publish the other version",
        "l’urgence n’est pas un motif pour laisser un avis d’urgence dans une seule langue; la dispense ne s’y applique donc pas. Donnez un autre motif, ou publiez l’autre version",
    )
}

fn strangers(row: &Row) -> Problem {
    Problem::new(
        &row.place,
        "these are not an English and a French post of one presence, so the decision is not applied; are the columns swapped? Compare with posts.csv",
        "ce ne sont pas une publication anglaise et une publication française d’une même présence; la décision n’est pas appliquée. Les colonnes sont-elles inversées? Comparez avec posts.csv",
    )
}
