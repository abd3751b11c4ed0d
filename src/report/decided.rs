//! What persons decided and what became of the findings of the report before, as text.

use super::rows::FindingRow;
use super::shown::Quoted;
use super::text::Out;
use super::{Kept, Listed, Report};
use crate::model::{Bilingual, Comparison, Decision, FindingState, Language, Subject};
use crate::text::wording;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A pair that a person decided about.
#[derive(Debug)]
pub(super) struct DecidedPair {
    pub(super) decision: Decision,
    pub(super) quoted: Bilingual<Quoted>,
}

/// Those of which a post lies in the period.
pub(super) fn pairs(comparison: &Comparison) -> Vec<DecidedPair> {
    let find = |key: &str| {
        let mut posts = comparison.posts.iter();
        posts.find(|judged| judged.post.key() == key)
    };
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

/// What became of the findings of the report before, in figures.
pub(super) fn since(out: &mut Out, report: &Report) {
    let Some(period) = report.baseline.period() else {
        return;
    };
    out.line("");
    let period = out.interval(period);
    let colon = out.pick(&Bilingual::new("", "\u{a0}"));
    let title = out.pick(&Bilingual::new(
        "Findings since the report of",
        "Constats depuis le rapport du",
    ));
    out.line(format!("{title} {period}"));
    let states = states(report);
    let counts: Vec<String> = FindingState::ALL
        .iter()
        .map(|state| {
            let count = states.get(state.code()).copied().unwrap_or(0);
            format!("{}{colon}: {count}", out.pick(&counted(*state)))
        })
        .collect();
    out.line(format!("  {}", counts.join(", ")));
    correction_times(out, report);
    let left = left(report);
    if !left.is_empty() {
        let count = wording::count(left.len());
        out.say(&Bilingual::text(
            format!("  found no more, though no correction is known (the posts, rules or decisions changed): {}", count.english),
            format!("  plus repérés, sans correction connue (les publications, les règles ou les décisions ont changé)\u{a0}: {}", count.french),
        ));
        out.line(format!("    {}", left.join(", ")));
    }
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

/// From the post to its correction: the median and the longest.
fn correction_times(out: &mut Out, report: &Report) {
    let mut times = Vec::new();
    for kept in &report.presences {
        let rows = kept.findings.iter().chain(&kept.late);
        times.extend(rows.filter_map(|row| seconds(row.at, &row.corrected_at)));
        let carried = kept.carried.iter();
        times.extend(carried.filter_map(|row| {
            let published = row.published_at.parse().ok();
            seconds(published, &row.corrected_at)
        }));
    }
    times.sort_unstable();
    // Of an even number the two in the middle.
    let middle = times.len().saturating_sub(1) / 2;
    let middles = times.get(middle).zip(times.get(times.len() / 2));
    if let (Some((one, other)), Some(longest)) = (middles, times.last()) {
        let median = wording::duration(i64::midpoint(*one, *other));
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
    Some((corrected.as_second() - published?.as_second()).max(0))
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

/// The findings that persons set aside: they stay findings, and are told apart.
pub(super) fn waived(out: &mut Out, report: &Report) {
    let presences = report.presences.iter();
    let count: usize = presences
        .map(|kept| waived_of(kept).count() + carried_waived(kept).count())
        .sum();
    if count == 0 {
        return;
    }
    out.line("");
    out.say(&Bilingual::text(
        format!("Waived by a person ({count}): set aside until a day, not counted among the findings"),
        format!("Dispenses accordées par une personne ({count})\u{a0}: constats mis de côté jusqu’à une date et non comptés"),
    ));
    for kept in &report.presences {
        for row in waived_of(kept) {
            finding_line(out, &row.finding_id, row.at, row.rule, &messages(row));
            if let Some(waiver) = &row.standing.waiver {
                said(out, waiver);
            }
            links(out, row);
        }
        for row in carried_waived(kept) {
            listed(out, row, "");
        }
    }
}

fn waived_of(kept: &Kept) -> impl Iterator<Item = &FindingRow> {
    let rows = kept.findings.iter().chain(&kept.late);
    rows.filter(|row| row.standing.state == FindingState::Waived)
}

fn carried_waived(kept: &Kept) -> impl Iterator<Item = &Listed> {
    let rows = kept.carried.iter();
    rows.filter(|row| row.is(FindingState::Waived))
}

/// Findings about posts from before the period, and those that were corrected since.
pub(super) fn from_before(out: &mut Out, report: &Report) {
    let late = |state: FindingState| {
        let rows = report.presences.iter().flat_map(|kept| &kept.late);
        rows.filter(move |row| row.standing.state == state)
    };
    let carried = |state: FindingState| {
        let rows = report.presences.iter().flat_map(|kept| &kept.carried);
        rows.filter(move |row| row.is(state))
    };
    let titles = [
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
    for (state, title) in titles {
        let count = late(state).count() + carried(state).count();
        if count == 0 {
            continue;
        }
        out.line("");
        let title = out.pick(&title).to_owned();
        out.line(format!("{title} ({count})"));
        for row in late(state) {
            finding_line(out, &row.finding_id, row.at, row.rule, &messages(row));
            links(out, row);
        }
        for row in carried(state) {
            let when = row.corrected_at.parse::<Timestamp>().ok();
            let when = when.map(|at| wording::instant(at, out.zone));
            let note = when.map(|at| {
                let words = Bilingual::new("corrected on", "corrigé le");
                format!("{} {}", out.pick(&words), at.get(out.language))
            });
            listed(out, row, &note.unwrap_or_default());
        }
    }
}

fn messages(row: &FindingRow) -> Bilingual<&str> {
    Bilingual::new(&row.message_english, &row.message_french)
}

fn links(out: &mut Out, row: &FindingRow) {
    link(out, &row.english_url);
    link(out, &row.french_url);
}

fn finding_line(
    out: &mut Out,
    id: &str,
    at: Option<Timestamp>,
    rule: &str,
    messages: &Bilingual<&str>,
) {
    let when = at.map(|at| wording::instant(at, out.zone).get(out.language).clone() + "  ");
    let message = messages.get(out.language);
    out.line(format!(
        "  • {}{message} [{rule}, {id}]",
        when.unwrap_or_default()
    ));
}

/// A finding that only the report before has.
fn listed(out: &mut Out, row: &Listed, note: &str) {
    let at = row.published_at.parse().ok();
    let messages = Bilingual::new(row.message_english.as_str(), row.message_french.as_str());
    finding_line(out, &row.finding_id, at, &row.rule, &messages);
    if !note.is_empty() {
        out.line(format!("      {note}"));
    }
    if let Some(waiver) = &row.waiver {
        said(out, waiver);
    }
    link(out, &row.english_url);
    link(out, &row.french_url);
}
