//! A sentence that has no counterpart, as far as the lexicon can tell.

use super::{Check, EQUAL, named, shown};
use crate::model::{Bilingual, Message, RuleInfo, Severity};
use crate::rules::versions::{Order, Versions};
use crate::text::pieces;
use crate::text::similarity::{Term, contained, terms};
use std::ops::Range;

pub(in crate::rules) static MISSING_SENTENCE: Check = Check::draft(
    &RuleInfo {
        name: "missing-sentence",
        title: Bilingual::new("Sentence without counterpart", "Phrase sans équivalent"),
        summary: Bilingual::new(
            "A sentence seems to have no counterpart in the other version.",
            "Une phrase ne semble pas avoir d’équivalent dans l’autre version.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/missing-sentence.en.txt"),
            include_str!("../manuals/missing-sentence.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Information,
    },
    missing_sentence,
);

/// Words that a sentence has at least to be looked for.
const WORDS: usize = 4;

fn missing_sentence(versions: &Versions) -> Vec<Message> {
    if !versions.are_comparable() || versions.around.order == Order::Both {
        return Vec::new();
    }
    let mut messages = Vec::new();
    for (language, side) in versions.each() {
        let there = terms(&versions.sides.get(language.other()).pieces.prose);
        let there: Vec<&str> = there.iter().map(Term::as_str).collect();
        let list: Vec<Range<usize>> = sentences(&side.pieces.prose).collect();
        // One sentence alone is the whole text: its length and values speak for it.
        for place in list.iter().filter(|_| list.len() > 1) {
            let words = terms(&side.pieces.prose[place.clone()]);
            // A number, a phone, a date that stands there too leads to its counterpart.
            let digits = side.words(place).split(|c: char| !c.is_ascii_digit());
            let there_too = versions.sides.get(language.other()).text;
            if digits
                .filter(|run| !run.is_empty())
                .any(|run| there_too.contains(run))
            {
                continue;
            }
            if words.len() < WORDS || contained(&words, &there, language) > 0.0 {
                continue;
            }
            let (sentence, other) = (shown(side.words(place)), named(language.other()));
            messages.push(
                Message::new(
                    format!(
                        "“{sentence}” seems to have no counterpart in the {}.",
                        other.english
                    ),
                    format!(
                        "«\u{a0}{sentence}\u{a0}» ne semble pas avoir d’équivalent dans {}.",
                        other.french
                    ),
                )
                .at(language, place.clone())
                .sure(0.5),
            );
        }
    }
    messages
}

/// Sentences, line by line.
pub(super) fn sentences(prose: &str) -> impl Iterator<Item = Range<usize>> {
    pieces::lines(prose)
        .flat_map(|line| pieces::parted(prose, line, &['.', '!', '?']))
        .filter(|place| !prose[place.clone()].trim().is_empty())
}
