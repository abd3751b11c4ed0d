//! What persons decided and what became of the findings of the report before, as text.

use super::figures::rank;
use super::rows::{FindingRow, web_address};
use super::shown::Quoted;
use super::text::Out;
use super::words::Words;
use super::{Kept, Listed, Report};
use crate::model::{Bilingual, Comparison, Decision, FindingState, Judged, Language, Subject};
use crate::text::wording;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// A pair that a person decided about.
#[derive(Debug)]
pub(super) struct DecidedPair {
    pub(super) decision: Decision,
    pub(super) quoted: Bilingual<Quoted>,
}

/// Those of which a post lies in the period.
pub(super) fn pairs(comparison: &Comparison) -> Vec<DecidedPair> {
    if comparison.decisions.is_empty() {
        return Vec::new();
    }
    // Of two with one key the first counts.
    let posts = comparison.posts.iter().rev();
    let posts: HashMap<String, &Judged> = posts.map(|it| (it.post.key(), it)).collect();
    let find = |key: &String| posts.get(key).copied();
    let decisions = comparison.decisions.iter();
    decisions
        .filter_map(|decision| {
            let Subject::Pair(two) = &decision.subject else {
                return None;
            };
            let (english, french) = (find(&two.english)?, find(&two.french)?);
            let both = Bilingual::new(english, french);
            (english.inside || french.inside).then(|| DecidedPair {
                decision: decision.clone(),
                quoted: both.map(Quoted::of),
            })
        })
        .collect()
}

/// How many findings are in each state.
pub(super) fn states(report: &Report) -> BTreeMap<&'static str, usize> {
    let mut states: BTreeMap<&str, usize> = FindingState::ALL
        .iter()
        .map(|state| (state.code(), 0))
        .collect();
    for kept in &report.presences {
        let rows = kept.findings.iter().chain(&kept.late);
        let made = rows.map(|row| row.standing.state.code());
        let carried = kept.carried.iter().map(|row| row.state.as_str());
        for state in made.chain(carried) {
            if let Some(count) = states.get_mut(state) {
                *count += 1;
            }
        }
    }
    states
}

/// The ids of findings that are found no more, though no correction is known.
pub(super) fn left(report: &Report) -> Vec<&str> {
    let kept = report.presences.iter().flat_map(|kept| &kept.left);
    kept.map(String::as_str)
        .chain(report.baseline.left())
        .collect()
}

/// What became of the findings of the report before, as text.
pub(super) fn since(out: &mut Out, report: &Report) {
    let w = Words {
        language: out.language,
        zone: out.zone,
    };
    let Some(since) = told_since(w, report) else {
        return;
    };
    out.line("");
    out.line(since.title);
    out.line(format!("  {}", since.counts));
    correction_times(out, report);
    if let Some(left) = since.left {
        out.line(format!("  {left}"));
    }
}

/// Each state as a heading, and how many findings are in it.
fn counts(report: &Report) -> [(Bilingual<&'static str>, usize); 5] {
    let states = states(report);
    FindingState::ALL.map(|state| {
        let count = states.get(state.code()).copied().unwrap_or(0);
        (counted(state), count)
    })
}

/// What became of the findings of the report before, in words: every form of a report says it so.
pub(super) struct Since {
    /// What it is about.
    pub(super) title: String,
    /// How many are in each state, and how many are found no more.
    pub(super) counts: String,
    /// Which are found no more, and what that means.
    pub(super) left: Option<String>,
}

pub(super) fn told_since(w: Words, report: &Report) -> Option<Since> {
    let period = w.interval(report.baseline.period()?);
    let title = w.say(
        "Findings since the report of",
        "Constats depuis le rapport du",
    );
    let left = left(report);
    let gone = Bilingual::new("found no more", "plus repérés");
    let gone = (!left.is_empty()).then_some((gone, left.len()));
    let colon = w.say(": ", "\u{a0}: ");
    let counts = counts(report).into_iter().chain(gone);
    let counts: Vec<String> = counts
        .map(|(name, count)| format!("{}{colon}{}", w.of(name), w.count(count)))
        .collect();
    let meaning = w.say(
        "Found no more, though no correction is known (the posts, rules or decisions changed)",
        "Plus repérés, sans correction connue (les publications, les règles ou les décisions ont changé)",
    );
    Some(Since {
        title: format!("{title} {period}"),
        counts: counts.join(", "),
        left: gone.map(|_| format!("{meaning}{colon}{}", left.join(", "))),
    })
}

/// A state as a heading of a number.
fn counted(state: FindingState) -> Bilingual<&'static str> {
    match state {
        FindingState::New => Bilingual::new("new", "nouveaux"),
        FindingState::Unchanged => Bilingual::new("unchanged", "inchangés"),
        FindingState::Corrected => Bilingual::new("corrected", "corrigés"),
        FindingState::Reopened => Bilingual::new("reopened", "rouverts"),
        FindingState::Waived => Bilingual::new("waived", "visés par une dispense"),
    }
}

/// From the post to its correction, in order. Findings that one pair mended are one correction: it took as long as the
/// longest of them.
fn times_to_correct(report: &Report) -> Vec<i64> {
    let rows = report.presences.iter().flat_map(|kept| {
        let made = kept.findings.iter().chain(&kept.late);
        let made = made.map(|row| (row.posts(), row.at, row.corrected_at.as_str()));
        let carried = kept.carried.iter();
        made.chain(carried.map(|row| (row.mended(), row.at(), row.corrected_at.as_str())))
    });
    let mut longest: BTreeMap<(Vec<&str>, &str), i64> = BTreeMap::new();
    for (posts, published, corrected) in rows {
        if let Some(time) = seconds(published, corrected) {
            let known = longest.entry((posts, corrected)).or_default();
            *known = time.max(*known);
        }
    }
    let mut times: Vec<i64> = longest.into_values().collect();
    times.sort_unstable();
    times
}

/// The median and the longest.
fn correction_times(out: &mut Out, report: &Report) {
    let times = times_to_correct(report);
    if let (Some(median), Some(longest)) = (rank(&times, 50), times.last()) {
        let median = wording::duration(median);
        let longest = wording::duration(*longest);
        let count = wording::count(times.len());
        out.say(&Bilingual::text(
            format!(
                "  time to correct ({}): median {}, longest {}",
                count.english, median.english, longest.english
            ),
            format!(
                "  délai de correction ({})\u{a0}: médiane de {}, maximum de {}",
                count.french, median.french, longest.french
            ),
        ));
    }
}

fn seconds(published: Option<Timestamp>, corrected: &str) -> Option<i64> {
    let corrected: Timestamp = corrected.parse().ok()?;
    let time = corrected.as_second() - published?.as_second();
    (time >= 0).then_some(time)
}

/// The pairs that a person decided about.
pub(super) fn decided(out: &mut Out, report: &Report) {
    let all = report.presences.iter().flat_map(|kept| {
        let id = kept.row.presence_id.as_str();
        kept.decided.iter().map(move |pair| (id, pair))
    });
    let all: Vec<_> = all.collect();
    if all.is_empty() {
        return;
    }
    out.line("");
    let count = wording::count(all.len());
    out.say(&Bilingual::text(
        format!("Decided by a person ({})", count.english),
        format!("Décidé par une personne ({})", count.french),
    ));
    for (presence, pair) in all {
        let word = pair.decision.word.text();
        out.say(&Bilingual::text(
            format!("  • {presence}: {}", word.english),
            format!("  • {presence}\u{a0}: {}", word.french),
        ));
        said(out, &pair.decision);
        for language in [Language::English, Language::French] {
            let quoted = pair.quoted.get(language);
            out.quote(language.code(), &quoted.text);
            link(out, &quoted.url);
        }
    }
}

/// Who decided, when, until when and why.
fn said(out: &mut Out, decision: &Decision) {
    let mut parts = vec![decision.author.clone(), decision.date.to_string()];
    if let Some(day) = decision.expires {
        let until = out.pick(&Bilingual::new("until", "jusqu’au"));
        parts.push(format!("{until} {day}"));
    }
    let mut line = format!("      {}", parts.join(", "));
    if !decision.reason.is_empty() {
        line.push_str(out.pick(&Bilingual::new(": ", "\u{a0}: ")));
        line.push_str(&decision.reason);
    }
    out.line(line);
}

fn link(out: &mut Out, url: &str) {
    if !url.is_empty() {
        out.line(format!("          {url}"));
    }
}

/// A finding that is told apart from those of the period: of this report, or of the one before.
#[derive(Debug)]
pub(super) struct Told<'a> {
    pub(super) id: &'a str,
    pub(super) rule: &'a str,
    pub(super) at: Option<Timestamp>,
    pub(super) messages: Bilingual<&'a str>,
    pub(super) urls: Bilingual<&'a str>,
    pub(super) corrected_at: Option<Timestamp>,
    pub(super) waiver: Option<&'a Decision>,
}

impl<'a> Told<'a> {
    fn made(row: &'a FindingRow) -> Self {
        Self {
            id: &row.finding_id,
            rule: row.rule,
            at: row.at,
            messages: Bilingual::new(&row.message_english, &row.message_french),
            urls: Bilingual::new(&row.english_url, &row.french_url),
            corrected_at: row.standing.corrected_at,
            waiver: row.standing.waiver.as_ref(),
        }
    }

    fn carried(row: &'a Listed) -> Self {
        Self {
            id: &row.finding_id,
            rule: &row.rule,
            at: row.published_at.parse().ok(),
            messages: Bilingual::new(&row.message_english, &row.message_french),
            // It was read from a file.
            urls: Bilingual::new(
                web_address(Some(&row.english_url)),
                web_address(Some(&row.french_url)),
            ),
            corrected_at: row.corrected_at.parse().ok(),
            waiver: row.waiver.as_ref(),
        }
    }
}

/// The states that findings from before the period are told by, in this order, and what each list is called.
pub(super) const FROM_BEFORE: [(FindingState, Bilingual<&str>); 4] = [
    (
        FindingState::Corrected,
        Bilingual::new(
            "Corrected since the report before",
            "Corrigés depuis le rapport précédent",
        ),
    ),
    (
        FindingState::Reopened,
        Bilingual::new(
            "Reopened, from before this period",
            "Rouverts, d’avant cette période",
        ),
    ),
    (
        FindingState::New,
        Bilingual::new(
            "Found since the report before, in its period",
            "Repérés depuis le rapport précédent, dans sa période",
        ),
    ),
    (
        FindingState::Unchanged,
        Bilingual::new(
            "Still open from before this period",
            "Toujours non corrigés, d’avant cette période",
        ),
    ),
];

/// Of a presence the findings about posts from before the period, and those that were corrected since, in one state.
pub(super) fn told(kept: &Kept, state: FindingState) -> impl Iterator<Item = Told<'_>> {
    let late = kept.late.iter();
    let late = late.filter(move |row| row.standing.state == state);
    let carried = kept.carried.iter().filter(move |row| row.is(state));
    late.map(Told::made).chain(carried.map(Told::carried))
}

/// Of a presence the findings that persons set aside.
pub(super) fn set_aside(kept: &Kept) -> impl Iterator<Item = Told<'_>> {
    let rows = kept.findings.iter();
    let rows = rows.filter(|row| row.standing.state == FindingState::Waived);
    rows.map(Told::made).chain(told(kept, FindingState::Waived))
}

/// The findings that persons set aside: they stay findings, and are told apart.
pub(super) fn waived(out: &mut Out, report: &Report) {
    let all: Vec<Told> = report.presences.iter().flat_map(set_aside).collect();
    if all.is_empty() {
        return;
    }
    let count = all.len();
    out.line("");
    out.say(&Bilingual::text(
        format!("Waived by a person ({count}): set aside until a day, not counted among the findings"),
        format!("Dispenses accordées par une personne ({count})\u{a0}: constats mis de côté jusqu’à une date et non comptés"),
    ));
    for finding in &all {
        tell(out, finding);
    }
}

/// Findings about posts from before the period, and those that were corrected since.
pub(super) fn from_before(out: &mut Out, report: &Report) {
    for (state, title) in FROM_BEFORE {
        let presences = report.presences.iter();
        let all: Vec<Told> = presences.flat_map(|kept| told(kept, state)).collect();
        if !all.is_empty() {
            out.line("");
            out.line(format!("{} ({})", out.pick(&title), all.len()));
            for finding in &all {
                tell(out, finding);
            }
        }
    }
}

fn tell(out: &mut Out, told: &Told) {
    let when = |at| wording::instant(at, out.zone).get(out.language).clone();
    let at = told.at.map(|at| when(at) + "  ").unwrap_or_default();
    let message = told.messages.get(out.language);
    let line = format!("  • {at}{message} [{}, {}]", told.rule, told.id);
    let corrected = told.corrected_at.map(|at| {
        let words = Bilingual::new("corrected on", "corrigé le");
        format!("      {} {}", out.pick(&words), when(at))
    });
    out.line(line);
    if let Some(line) = corrected {
        out.line(line);
    }
    if let Some(waiver) = told.waiver {
        said(out, waiver);
    }
    link(out, told.urls.english);
    link(out, told.urls.french);
}
