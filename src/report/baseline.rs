//! The report before this one, and what became of its findings: new, unchanged, corrected, reopened or waived.
//!
//! A finding is never erased: mended, it stays with the time of its correction; from a period that is judged no more, it
//! is carried on as it was. First seen means the end of the period of the first report that had it.

use super::rows::known_at;
use super::{Figures, SCHEMA_VERSION};
use crate::model::{
    Comparison, Decision, Finding, FindingState, Interval, Judged, Language, Outcome, Problem,
    Severity, Subject, Waivers, Word, name_of_period, wants_counterpart,
};
use crate::text::finding_id;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A finding as an earlier report wrote it: the columns of `findings.csv`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Listed {
    schema_version: u32,
    pub(super) finding_id: String,
    pub(super) rule: String,
    pub(super) severity: String,
    confidence: String,
    pub(super) state: String,
    pub(super) presence_id: String,
    institution: String,
    level_one: String,
    platform: String,
    english_post_id: String,
    french_post_id: String,
    pub(super) english_url: String,
    pub(super) french_url: String,
    pub(super) published_at: String,
    skew_seconds: Option<i64>,
    lagging_language: String,
    pub(super) message_english: String,
    pub(super) message_french: String,
    provision: String,
    decision: String,
    pub(super) waived_until: String,
    pub(super) first_seen: String,
    pub(super) corrected_at: String,
    evidence_sha256: String,
    citation: String,
    iso_week: String,
    /// The waiver that holds now.
    #[serde(skip)]
    pub(super) waiver: Option<Decision>,
    /// The post that mended it: its counterpart, which it lacked.
    #[serde(skip)]
    counterpart: Option<String>,
}

impl Listed {
    fn posts(&self) -> impl Iterator<Item = &str> {
        let both = [self.english_post_id.as_str(), self.french_post_id.as_str()];
        both.into_iter().filter(|key| !key.is_empty())
    }

    pub(super) fn at(&self) -> Option<Timestamp> {
        self.published_at.parse().ok()
    }

    fn wants_counterpart(&self) -> bool {
        wants_counterpart(&self.rule, self.posts().count())
    }

    pub(super) fn is(&self, state: FindingState) -> bool {
        self.state == state.code()
    }

    fn turn(&mut self, state: FindingState) {
        state.code().clone_into(&mut self.state);
        self.decision.clear();
        self.waived_until.clear();
    }

    fn reopened(mut self) -> Self {
        self.turn(FindingState::Reopened);
        self.corrected_at.clear();
        self
    }

    fn corrected(mut self, at: Timestamp) -> Self {
        self.turn(FindingState::Corrected);
        self.corrected_at = at.to_string();
        self
    }

    /// The posts that were put right together, in the order of their keys.
    pub(super) fn mended(&self) -> Vec<&str> {
        let mut posts: Vec<&str> = self.posts().chain(self.counterpart.as_deref()).collect();
        posts.sort_unstable();
        posts
    }

    /// How much it weighs.
    pub(super) fn level(&self) -> Severity {
        let all = [Severity::Information, Severity::Style, Severity::Warning];
        all.into_iter()
            .find(|level| level.code() == self.severity)
            .unwrap_or(Severity::Error)
    }
}

/// The report before this one, as it was written.
#[derive(Debug, Clone)]
pub struct Previous {
    period: Interval,
    by_presence: BTreeMap<String, Vec<Listed>>,
}

/// What is read of its `report.json`.
#[derive(Deserialize)]
struct Document {
    schema_version: u32,
    period_from: Timestamp,
    period_to: Timestamp,
    findings: Vec<Listed>,
}

impl Previous {
    /// Reads the `report.json` of a report folder.
    ///
    /// # Errors
    /// When it is none, or is of a newer version, or of a period that ends after this one.
    pub fn read(place: &str, bytes: &[u8], period: Interval) -> Result<Self, Problem> {
        let document: Document =
            serde_json::from_slice(bytes).map_err(|error| no_report(place, &error))?;
        if document.schema_version > SCHEMA_VERSION {
            return Err(Problem::new(
                place,
                "written by a newer version of tandem; use that version",
                "écrit par une version plus récente de tandem; utilisez cette version",
            ));
        }
        if document.period_to > period.to {
            return Err(Problem::new(
                place,
                format!(
                    "this report ends after the period asked for ({} and {}); --previous is the report before",
                    document.period_to, period.to
                ),
                format!(
                    "ce rapport se termine après la période demandée ({} et {}); --precedent désigne le rapport d’avant",
                    document.period_to, period.to
                ),
            ));
        }
        let mut by_presence: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
        for row in document.findings {
            let rows = by_presence.entry(row.presence_id.clone()).or_default();
            rows.push(row);
        }
        Ok(Self {
            period: Interval {
                from: document.period_from,
                to: document.period_to,
            },
            by_presence,
        })
    }

    /// The ids of its findings.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let rows = self.by_presence.values().flatten();
        rows.map(|row| row.finding_id.as_str())
    }

    /// What a waiver of a finding of a rule may name: the finding, or a post of it.
    pub fn subjects(&self, rule: &str) -> impl Iterator<Item = Subject> {
        let rows = self.by_presence.values().flatten();
        rows.filter(move |row| row.rule == rule).flat_map(|row| {
            let posts = row.posts().map(|post| Subject::Post(post.to_owned()));
            posts.chain([Subject::Finding(row.finding_id.clone())])
        })
    }

    /// By presence, when the posts were published of which findings stand or are set aside.
    #[must_use]
    pub fn open(&self) -> HashMap<String, Vec<Timestamp>> {
        let presences = self.by_presence.iter();
        let open = presences.map(|(presence, rows)| {
            let rows = rows.iter().filter(|row| !row.is(FindingState::Corrected));
            (presence.clone(), rows.filter_map(Listed::at).collect())
        });
        open.collect()
    }
}

fn no_report(place: &str, error: &serde_json::Error) -> Problem {
    Problem::new(
        place,
        format!(
            "not the report.json of a report folder ({error}); give the folder that an earlier `report --out` wrote"
        ),
        format!(
            "ce n’est pas le fichier report.json d’un dossier de rapport; indiquez le dossier écrit par un «\u{a0}rapport --sortie\u{a0}» antérieur (message de l’analyseur\u{a0}: {error})"
        ),
    )
}

/// What findings are held against.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// The report before, if it was given.
    pub previous: Option<Previous>,
    /// What persons set aside.
    pub waivers: Waivers,
}

/// The period right before, judged with what is known now.
#[derive(Debug, Clone)]
pub struct Before {
    /// That period.
    pub period: Interval,
    /// Its figures.
    pub figures: Figures,
    /// What is found in it now.
    pub findings: Vec<Finding>,
}

/// Posts from before it, that findings of the report before are about, judged with what is known now.
#[derive(Debug)]
pub struct Again {
    /// Those posts, and what lies around them.
    pub comparison: Comparison,
    /// The ids of what is found about them now.
    pub found: HashSet<String>,
}

/// What came of the report before in one presence.
#[derive(Debug, Default)]
pub(super) struct Followed {
    /// Findings of the period before that stand, or were found since.
    pub(super) late: Vec<Finding>,
    /// Findings that this report did not make: corrected, or of a time that is judged no more.
    pub(super) carried: Vec<Listed>,
    /// The ids of those that are found no more, though no correction is known.
    pub(super) left: Vec<String>,
}

impl Baseline {
    /// The period of the report before.
    pub(super) fn period(&self) -> Option<Interval> {
        self.previous.as_ref().map(|previous| previous.period)
    }

    /// The findings of presences that are in this report no more.
    pub(super) fn left(&self) -> impl Iterator<Item = &str> {
        self.previous.iter().flat_map(Previous::ids)
    }

    /// Gives the findings of a presence their states, and says what became of those before.
    pub(super) fn follow(
        &mut self,
        comparison: &Comparison,
        findings: &mut [Finding],
        before: Option<(Interval, Vec<Finding>)>,
        again: Option<&Again>,
    ) -> Followed {
        let Interval { mut from, to } = comparison.period;
        for finding in findings.iter_mut() {
            finding.first_seen = Some(to);
        }
        let Some(previous) = &mut self.previous else {
            return Followed::default();
        };
        let listed = previous.by_presence.remove(&comparison.presence.id);
        let known = previous.period;
        let mut late = Vec::new();
        if let Some((period, found)) = before {
            from = period.from;
            late = found;
        }
        // What the report before did not look at is another report's affair.
        late.retain(|finding| known_at(finding, comparison).is_some_and(|at| known.contains(at)));
        for finding in &mut late {
            finding.first_seen = Some(to);
        }
        let mut looks = vec![Look::new(comparison, Interval { from, to }, None)];
        looks.extend(
            again.map(|it| Look::new(&it.comparison, it.comparison.period, Some(&it.found))),
        );
        let mut found = Found::new(findings, late);
        let mut followed = Followed::default();
        for row in listed.into_iter().flatten() {
            let id = id_now(&row, known, comparison.period);
            if !found.take(&row, &id) {
                self.without(row, &looks, known.to, &mut followed);
            }
        }
        followed.late = found.late.into_iter().flatten().collect();
        followed
    }

    /// What became of a finding that is not found in the period, nor in the one before.
    fn without(&self, mut row: Listed, looks: &[Look], since: Timestamp, followed: &mut Followed) {
        let at = row.at();
        if row.is(FindingState::Corrected) {
            let misses = |judged: &&Judged| judged.outcome == Outcome::MissingCounterpart;
            let posts = looks.iter().find_map(|look| look.posts(&row));
            row.counterpart = looks.iter().find_map(|look| Some(look.pair(&row)?.0));
            if row.wants_counterpart() && posts.is_some_and(|posts| posts.iter().any(misses)) {
                // The counterpart is gone again, though the post lies where nothing is judged any more.
                followed.carried.push(row.reopened());
            } else if at.is_some_and(|at| looks[0].comparison.period.contains(at)) {
                // Told once; told again where the same period is reported on again.
                followed.carried.push(row);
            }
            return;
        }
        let look = looks
            .iter()
            .find(|look| at.is_none_or(|at| look.span.contains(at)));
        let stands = |look: &Look| look.standing.is_some_and(|it| it.contains(&row.finding_id));
        match look {
            Some(look) if !stands(look) => {
                let (counterpart, came) = look.pair(&row).unzip();
                row.counterpart = counterpart;
                match came.or_else(|| look.changed(&row, since)) {
                    Some(at) => followed.carried.push(row.corrected(at)),
                    None => followed.left.push(row.finding_id),
                }
            }
            _ => followed.carried.push(self.standing(row)),
        }
    }

    /// A finding that stands as it did, but for what persons set aside since.
    fn standing(&self, mut row: Listed) -> Listed {
        let waiver = self
            .waivers
            .holding(&row.rule, &row.finding_id, row.posts());
        match waiver.cloned() {
            Some(waiver) => {
                let until = waiver.expires.map(|day| day.to_string());
                row.turn(FindingState::Waived);
                Word::Waive.code().clone_into(&mut row.decision);
                row.waived_until = until.unwrap_or_default();
                row.waiver = Some(waiver);
            }
            None if row.is(FindingState::Waived) => return row.reopened(),
            None => row.turn(FindingState::Unchanged),
        }
        row
    }
}

/// Where posts were judged: in the period with the one before it, or before both.
struct Look<'a> {
    comparison: &'a Comparison,
    span: Interval,
    /// The ids of what stands there, where it is not listed by itself.
    standing: Option<&'a HashSet<String>>,
    /// The posts by their keys.
    places: HashMap<String, usize>,
}

impl<'a> Look<'a> {
    fn new(
        comparison: &'a Comparison,
        span: Interval,
        standing: Option<&'a HashSet<String>>,
    ) -> Self {
        let keys = comparison.posts.iter().map(|judged| judged.post.key());
        Self {
            comparison,
            span,
            standing,
            places: keys.enumerate().map(|(place, key)| (key, place)).collect(),
        }
    }

    /// The posts of a finding, if all are there.
    fn posts(&self, row: &Listed) -> Option<Vec<&'a Judged>> {
        let place = |key| self.places.get(key).copied();
        row.posts()
            .map(|key| self.comparison.posts.get(place(key)?))
            .collect()
    }

    /// Of a post that lacked its counterpart: which it is, and since when both stand there.
    fn pair(&self, row: &Listed) -> Option<(String, Timestamp)> {
        let posts = self.posts(row).filter(|_| row.wants_counterpart())?;
        let judged = posts.first()?;
        let pair = &self.comparison.pairs[judged.pair?];
        let two = [pair.english, pair.french].map(|place| &self.comparison.posts[place]);
        let other = two.into_iter().find(|it| !std::ptr::eq(*it, *judged))?;
        let last = judged.post.published_at.max(other.post.published_at);
        Some((other.post.key(), last))
    }

    /// When a post was changed or removed since the report before: what came earlier did not mend what that one found.
    fn changed(&self, row: &Listed, since: Timestamp) -> Option<Timestamp> {
        let posts = self.posts(row)?.into_iter();
        let changes = posts.flat_map(|it| [it.post.deleted_at, it.post.edited_at]);
        changes.flatten().filter(|at| *at >= since).max()
    }
}

/// The id that a finding of the report before has in this one: what is said of a whole period is called by it.
fn id_now(row: &Listed, known: Interval, period: Interval) -> String {
    let sides = [None, Some(Language::English), Some(Language::French)];
    let id = |period, side| {
        let name = name_of_period(&row.rule, &row.presence_id, period, side);
        finding_id(&name)
    };
    let side = sides
        .into_iter()
        .filter(|_| row.posts().next().is_none())
        .find(|side| id(known, *side) == row.finding_id);
    side.map_or_else(|| row.finding_id.clone(), |side| id(period, side))
}

/// The findings of now, to be looked up.
struct Found<'f> {
    findings: &'f mut [Finding],
    late: Vec<Option<Finding>>,
    /// By id; those of the period first, then the late ones.
    ids: HashMap<String, usize>,
}

impl<'f> Found<'f> {
    fn new(findings: &'f mut [Finding], late: Vec<Finding>) -> Self {
        let ids = findings.iter().chain(&late).map(|it| it.id.clone());
        Self {
            ids: ids.enumerate().map(|(number, id)| (id, number)).collect(),
            findings,
            late: late.into_iter().map(Some).collect(),
        }
    }

    /// Is the finding of the report before still there? Then it takes its state from it.
    fn take(&mut self, row: &Listed, id: &str) -> bool {
        let Some(number) = self.ids.get(id).copied() else {
            return false;
        };
        let first = self.findings.len();
        if let Some(finding) = self.findings.get_mut(number) {
            follow(finding, row);
        } else if let Some(slot) = self.late.get_mut(number - first) {
            // What was late and told once is not told again.
            slot.take_if(|it| it.state == FindingState::Corrected);
            if let Some(finding) = slot {
                follow(finding, row);
            }
        }
        true
    }
}

/// The state of a finding that the report before had too.
fn follow(finding: &mut Finding, row: &Listed) {
    finding.first_seen = row.first_seen.parse().ok().or(finding.first_seen);
    let was_away = row.is(FindingState::Corrected) || row.is(FindingState::Waived);
    finding.state = match finding.state {
        FindingState::New | FindingState::Reopened if was_away => FindingState::Reopened,
        FindingState::New | FindingState::Reopened => FindingState::Unchanged,
        state => state,
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::columns::FINDINGS;

    /// What is carried on from the report before stands in the same columns, or every dashboard reads it wrongly.
    #[test]
    fn what_is_carried_on_has_the_columns_of_findings() {
        let names = FINDINGS.columns.iter().map(|column| column.name);
        let empty: serde_json::Map<String, serde_json::Value> = names
            .clone()
            .map(|name| match name {
                "schema_version" => (name.to_owned(), 1.into()),
                "skew_seconds" => (name.to_owned(), serde_json::Value::Null),
                _ => (name.to_owned(), "".into()),
            })
            .collect();
        let row: Listed = serde_json::from_value(empty.into()).unwrap();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.serialize(row).unwrap();
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let first = text.lines().next().unwrap();
        assert!(first.split(',').eq(names));
    }
}
