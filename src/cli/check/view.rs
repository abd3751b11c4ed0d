//! The answer for a person: both texts with the words underlined, then what is said of them.

use super::schedule::Row;
use crate::corpora::PROVISIONS;
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity};
use crate::text::{length, pieces, wording};
use crate::work::check::{Verdict, weight};
use std::fmt::Write as _;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// What is said of a draft, in one language.
pub(super) fn text(verdict: &Verdict, row: Option<&Row>, language: Language) -> String {
    let mut findings: Vec<&(&'static RuleInfo, Message)> = verdict.findings.iter().collect();
    findings.sort_by_key(|(rule, message)| std::cmp::Reverse(weight(rule, message)));
    let mut out = String::new();
    if let Some(row) = row {
        // A schedule of correct rows is read in a second.
        if findings
            .iter()
            .all(|(rule, message)| weight(rule, message) == Severity::Information)
        {
            return out;
        }
        let name = Bilingual::new("Row", "Rangée");
        let id = row
            .id
            .as_ref()
            .map(|id| format!(" ({id})"))
            .unwrap_or_default();
        let _ = writeln!(out, "{} {}{id}", name.get(language), row.number);
    }
    for side in [Language::English, Language::French] {
        let marks: Vec<(usize, &Range<usize>)> = findings
            .iter()
            .enumerate()
            .filter_map(|(number, (_, message))| {
                Some((number + 1, message.places.get(side).as_ref()?))
            })
            .collect();
        underlined(
            &mut out,
            side,
            &verdict.contents.get(side).text,
            &marks,
            language,
        );
    }
    let mut cited = "";
    for (number, (rule, message)) in findings.iter().enumerate() {
        finding(&mut out, number + 1, rule, message, language);
        // Findings that rest on one provision follow each other more often than not.
        let provision = rule.provisions.first().copied().unwrap_or_default();
        if weight(rule, message) >= Severity::Warning && provision != cited {
            cited = provision;
            if let Some(provision) = PROVISIONS.get(provision) {
                let _ = writeln!(out, "   {}", provision.citation().get(language));
            }
        }
    }
    lengths(&mut out, verdict, language);
    let _ = writeln!(out, "{}", verdict.line().get(language));
    out.push('\n');
    out
}

/// A text, and under each line of it the numbers of the findings under their words.
fn underlined(
    out: &mut String,
    side: Language,
    text: &str,
    marks: &[(usize, &Range<usize>)],
    language: Language,
) {
    let name = wording::language(side);
    let _ = writeln!(out, "{}", capital(name.get(language)));
    for line in pieces::lines(text).take(MOST_LINES) {
        let _ = writeln!(out, "  {}", &text[line.clone()]);
        let mut under: Vec<(usize, String)> = Vec::new();
        for (number, place) in marks {
            let (from, to) = (place.start.max(line.start), place.end.min(line.end));
            if from >= to {
                continue;
            }
            let width = |range: Range<usize>| text.get(range).map_or(0, UnicodeWidthStr::width);
            let long = width(from..to).max(1);
            under.push((
                width(line.start..from),
                format!("{}{number}", "^".repeat(long)),
            ));
        }
        under.sort();
        place_marks(out, &under);
    }
    let rest = pieces::lines(text).count().saturating_sub(MOST_LINES);
    if rest > 0 {
        let _ = writeln!(out, "  … (+{rest})");
    }
}

/// Lines of a text that are shown.
const MOST_LINES: usize = 60;

/// Writes marks, on another line where two would touch.
fn place_marks(out: &mut String, marks: &[(usize, String)]) {
    let mut left: Vec<&(usize, String)> = marks.iter().collect();
    while !left.is_empty() {
        let (mut line, mut next) = (String::new(), Vec::new());
        for mark in left {
            let (at, text) = mark;
            let here = line.chars().count();
            if here > *at || here == *at && here > 0 {
                next.push(mark);
            } else {
                line.extend(std::iter::repeat_n(' ', at - here));
                line.push_str(text);
            }
        }
        let _ = writeln!(out, "  {line}");
        left = next;
    }
}

fn finding(
    out: &mut String,
    number: usize,
    rule: &RuleInfo,
    message: &Message,
    language: Language,
) {
    let severity = *weight(rule, message).text().get(language);
    let text = message.text.get(language);
    let colon = if language == Language::English {
        ":"
    } else {
        "\u{a0}:"
    };
    let _ = writeln!(
        out,
        "{number}. {}{colon} {text} [{}]",
        capital(severity),
        rule.name
    );
    if let Some(suggestion) = &message.suggestion {
        let label = Bilingual::new("Suggestion:", "Suggestion\u{a0}:");
        let _ = writeln!(out, "   {} {suggestion}", label.get(language));
    }
}

fn lengths(out: &mut String, verdict: &Verdict, language: Language) {
    let known = verdict
        .platforms
        .iter()
        .filter_map(|name| length::find(name));
    for platform in known {
        let count = |side: Language| platform.length(&verdict.contents.get(side).text);
        let (english, french, limit) = (
            count(Language::English),
            count(Language::French),
            platform.limit,
        );
        let line = Bilingual::new(
            format!(
                "{}: English {english}, French {french} of {limit}",
                platform.name
            ),
            format!(
                "{}\u{a0}: anglais {english}, français {french} sur {limit}",
                platform.name
            ),
        );
        let _ = writeln!(out, "{}", line.get(language));
    }
}

/// How many rows of a schedule were checked, how many have findings that count, and how many could not be read.
pub(super) fn total(checked: usize, counted: usize, rejected: usize, language: Language) -> String {
    let line = Bilingual::new(
        format!(
            "Rows checked: {checked}. With findings of the severity asked for: {counted}. Rows not read: {rejected}.\n"
        ),
        format!(
            "Rangées vérifiées\u{a0}: {checked}. Avec des constats de la gravité demandée\u{a0}: {counted}. Rangées non lues\u{a0}: {rejected}.\n"
        ),
    );
    line.get(language).clone()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
