//! The form of Canadian French: spaces and quotation marks; and how every rule of form looks and speaks.
//!
//! Any of the three spaces is accepted wherever one is due (U+0020, U+00A0, U+202F). Sources: The Canadian Style, Le guide
//! du rédacteur, the Canada.ca guides; what federal texts really do was counted (98 % of 4,560 semicolons have no space
//! before them, 98 % of 3,672 colons have one).

use super::{Check, pattern, shown};
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity};
use crate::rules::versions::Versions;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

pub(in crate::rules) static COLON_SPACE: Check = Check::draft(
    &RuleInfo {
        name: "colon-space",
        title: Bilingual::new("Space before the colon", "Espace avant le deux-points"),
        summary: Bilingual::new(
            "There is no space before a colon in the French text.",
            "Il n’y a pas d’espace avant un deux-points du texte français.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/colon-space.en.txt"),
            include_str!("../manuals/colon-space.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    colon_space,
);

pub(in crate::rules) static HIGH_PUNCTUATION: Check = Check::draft(
    &RuleInfo {
        name: "high-punctuation",
        title: Bilingual::new("Space before ; ! ?", "Espace avant ; ! ?"),
        summary: Bilingual::new(
            "There is a space before ; ! or ? in the French text.",
            "Il y a une espace avant ; ! ou ? dans le texte français.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/high-punctuation.en.txt"),
            include_str!("../manuals/high-punctuation.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    high_punctuation,
);

pub(in crate::rules) static GUILLEMETS: Check = Check::draft(
    &RuleInfo {
        name: "guillemets",
        title: Bilingual::new("Quotation marks", "Guillemets"),
        summary: Bilingual::new(
            "The French text lacks French quotation marks, in pairs and with their spaces.",
            "Le texte français n’a pas de guillemets français, par paires et avec leurs espaces.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/guillemets.en.txt"),
            include_str!("../manuals/guillemets.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    guillemets,
);

/// Something of the French text, and what it should be.
pub(super) type Fault = (Range<usize>, String);

/// Messages of form about the French text: `say` puts the words into a sentence of either language.
pub(super) fn form(
    versions: &Versions,
    find: impl Fn(&str) -> Vec<Fault>,
    say: (&str, &str),
) -> Vec<Message> {
    let Some(side) = versions.french().filter(|_| !versions.around.published) else {
        return Vec::new();
    };
    find(&side.pieces.prose)
        .into_iter()
        .take(10)
        .map(|(place, better)| {
            let words = shown(side.words(&place));
            // Guillemets within guillemets cannot be read.
            let french = if better.contains('«') || words.contains('«') {
                format!("{words}\u{a0}: {} Écrivez\u{a0}: {better}", say.1)
            } else {
                format!(
                    "«\u{a0}{words}\u{a0}»\u{a0}: {} Écrivez «\u{a0}{better}\u{a0}».",
                    say.1
                )
            };
            Message::new(format!("“{words}”: {} Write “{better}”.", say.0), french)
                .of(Language::French)
                .at(Language::French, place)
                .weighing(Severity::Style)
                .suggesting(better)
        })
        .collect()
}

/// Every match of a pattern, and what `better` makes of its groups.
pub(super) fn faults(
    pattern: &Regex,
    prose: &str,
    better: impl Fn(&regex::Captures) -> Option<String>,
) -> Vec<Fault> {
    pattern
        .captures_iter(prose)
        .filter_map(|found| {
            let place = found.get(0)?.range();
            Some((place, better(&found)?))
        })
        .collect()
}

pub(super) fn group<'a>(found: &'a regex::Captures, number: usize) -> &'a str {
    found.get(number).map_or("", |group| group.as_str())
}

static COLON: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"([^\s\u{a0}\u{202f}:])(:)(?:\s|\u{a0}|\u{202f}|$|[«“])"));

fn colon_space(versions: &Versions) -> Vec<Message> {
    form(
        versions,
        |prose| {
            let written = COLON
                .captures_iter(prose)
                .filter_map(|found| Some(found.get(2)?.range()));
            // Right behind a hashtag or a handle.
            let behind = versions
                .sides
                .french
                .pieces
                .hashtags
                .iter()
                .chain(&versions.sides.french.pieces.handles);
            let behind = behind.map(|piece| piece.span.end..piece.span.end + 1);
            written
                .chain(behind.filter(|place| prose.get(place.clone()) == Some(":")))
                .map(|place| {
                    let before = &versions.sides.french.text[..place.start];
                    let start = word_start(before);
                    (start..place.end, format!("{}\u{a0}:", &before[start..]))
                })
                .collect()
        },
        (
            "in French a space stands before the colon.",
            "une espace précède le deux-points.",
        ),
    )
}

static HIGH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[\p{L}\p{N}»)\]”][ \u{a0}\u{202f}]+([!?;]+)"));

fn high_punctuation(versions: &Versions) -> Vec<Message> {
    // Behind a hashtag or an emoji the prose has blanks, and the text none.
    let text = versions.sides.french.text;
    form(
        versions,
        |prose| {
            HIGH.captures_iter(prose)
                .filter_map(|found| {
                    let marks = found.get(1)?;
                    let before = text[..marks.start()].trim_end();
                    let is_spaced = text[..marks.start()].ends_with(char::is_whitespace);
                    let place = word_start(before)..marks.end();
                    is_spaced.then(|| {
                        (
                            place.clone(),
                            format!("{}{}", &before[place.start..], marks.as_str()),
                        )
                    })
                })
                .collect()
        },
        (
            "Canadian French has no space before this mark.",
            "l’usage canadien ne met pas d’espace avant ce signe.",
        ),
    )
}

/// Where the last word of a text begins.
fn word_start(text: &str) -> usize {
    text.char_indices()
        .rev()
        .take_while(|(_, c)| !c.is_whitespace())
        .last()
        .map_or(text.len(), |(at, _)| at)
}

static TIGHT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"«[^\s\u{a0}\u{202f}]|[^\s\u{a0}\u{202f}]»"));

fn guillemets(versions: &Versions) -> Vec<Message> {
    let mut messages = form(
        versions,
        |prose| {
            let mut found = faults(&TIGHT, prose, |tight| {
                Some(
                    group(tight, 0)
                        .replace('«', "«\u{a0}")
                        .replace('»', "\u{a0}»"),
                )
            });
            found.extend(outer_english(prose));
            found
        },
        (
            "French quotation marks are « and », with a space inside.",
            "les guillemets français sont « et », avec une espace à l’intérieur.",
        ),
    );
    let Some(side) = versions.french() else {
        return messages;
    };
    if let Some(place) = unpaired(&side.pieces.prose) {
        messages.push(
            Message::new(
                "A quotation mark is not opened or not closed.",
                "Un guillemet n’est pas ouvert ou pas fermé.",
            )
            .of(Language::French)
            .at(Language::French, place)
            .weighing(Severity::Style),
        );
    }
    messages
}

/// English quotation marks outside French ones.
fn outer_english(prose: &str) -> Vec<Fault> {
    let (mut depth, mut open, mut found) = (0_i32, None, Vec::new());
    for (at, c) in prose.char_indices() {
        let before = prose[..at].chars().next_back();
        match c {
            '«' => depth += 1,
            '»' => depth -= 1,
            '“' if depth <= 0 => open = Some(at),
            '"' if depth <= 0 && open.is_none() && !before.is_some_and(|c| c.is_ascii_digit()) => {
                open = Some(at);
            }
            '”' | '"' if depth <= 0 => {
                if let Some(start) = open.take() {
                    let end = at + c.len_utf8();
                    let inner = prose[start..end].trim_matches(['“', '”', '"']);
                    found.push((start..end, format!("«\u{a0}{}\u{a0}»", inner.trim())));
                }
            }
            _ => {}
        }
    }
    found
}

/// A guillemet without its like.
fn unpaired(prose: &str) -> Option<Range<usize>> {
    let mut open = Vec::new();
    for (at, c) in prose.char_indices() {
        match c {
            '«' => open.push(at),
            '»' if open.pop().is_none() => return Some(at..at + c.len_utf8()),
            _ => {}
        }
    }
    open.pop().map(|at| at..at + '«'.len_utf8())
}
