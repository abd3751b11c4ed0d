//! The answer for programs: one JSON object a draft, on a line of its own where there are many. Versioned.

use super::{Verdict, weight};
use crate::model::{Bilingual, Content, Language, Message, RuleInfo};
use crate::text::length;
use serde::Serialize;
use std::ops::Range;

#[derive(Serialize)]
struct Answer<'a> {
    schema_version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    findings: Vec<Finding<'a>>,
    lengths: Vec<Length>,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'static str,
    severity: &'static str,
    confidence: f64,
    language: &'static str,
    start: Option<usize>,
    end: Option<usize>,
    /// Where a finding points at words of both texts, those of the other one.
    counterpart: Option<Place>,
    message: Both<'a>,
    suggestion: Option<&'a str>,
    provision: Option<&'static str>,
}

#[derive(Serialize)]
struct Place {
    language: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Both<'a> {
    en: &'a str,
    fr: &'a str,
}

#[derive(Serialize)]
struct Length {
    platform: String,
    english: usize,
    french: usize,
    limit: usize,
}

pub(crate) fn json(verdict: &Verdict, row: Option<(u64, Option<&str>)>) -> String {
    let findings = verdict.findings.iter();
    let answer = Answer {
        schema_version: 1,
        row: row.map(|(number, _)| number),
        id: row.and_then(|(_, id)| id),
        findings: findings
            .map(|(rule, message)| finding(rule, message, &verdict.contents))
            .collect(),
        lengths: lengths(verdict),
    };
    // Plain structs with text keys always have a JSON form.
    let text = if row.is_some() {
        serde_json::to_string(&answer)
    } else {
        serde_json::to_string_pretty(&answer)
    };
    text.unwrap_or_default() + "\n"
}

fn finding<'a>(
    rule: &'static RuleInfo,
    message: &'a Message,
    contents: &Bilingual<Content>,
) -> Finding<'a> {
    let place = |side: Language| -> Option<Place> {
        let bytes = message.places.get(side).as_ref()?;
        let (start, end) = characters(&contents.get(side).text, bytes);
        Some(Place {
            language: side.code(),
            start,
            end,
        })
    };
    let both = message.places.english.is_some() && message.places.french.is_some();
    let (first, second) = if both {
        (place(Language::French), place(Language::English))
    } else {
        (place(Language::English).or(place(Language::French)), None)
    };
    let language = match (&first, message.side) {
        (Some(place), _) => place.language,
        (None, Some(side)) => side.code(),
        (None, None) => "both",
    };
    Finding {
        rule: rule.name,
        severity: weight(rule, message).code(),
        confidence: (message.confidence * 100.0).round() / 100.0,
        language,
        start: first.as_ref().map(|it| it.start),
        end: first.as_ref().map(|it| it.end),
        counterpart: second,
        message: Both {
            en: &message.text.english,
            fr: &message.text.french,
        },
        suggestion: message.suggestion.as_deref(),
        provision: rule.provisions.first().copied(),
    }
}

/// Bytes as characters (Unicode scalar values).
fn characters(text: &str, bytes: &Range<usize>) -> (usize, usize) {
    let count = |end: usize| text.get(..end).map_or(0, |part| part.chars().count());
    (count(bytes.start), count(bytes.end))
}

fn lengths(verdict: &Verdict) -> Vec<Length> {
    let known = verdict
        .platforms
        .iter()
        .filter_map(|name| length::find(name));
    known
        .map(|platform| Length {
            platform: platform.name.to_owned(),
            english: platform.length(&verdict.contents.english.text),
            french: platform.length(&verdict.contents.french.text),
            limit: platform.limit,
        })
        .collect()
}
