//! Names: provinces, ships, and what else begins with capitals in a row.

use super::{Check, EQUAL, pattern, place_of, shown};
use crate::corpora::{LEXICON, LEXICON_STEM, PLACES};
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity};
use crate::rules::versions::{Side, Versions};
use crate::text::parts;
use crate::text::similarity::{Term, fold, terms, ties};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

pub(in crate::rules) static NAMED_ENTITY: Check = Check::draft(
    &RuleInfo {
        name: "named-entity",
        title: Bilingual::new("Names", "Noms"),
        summary: Bilingual::new(
            "A name differs between the versions or stands in one only.",
            "Un nom diffère d’une version à l’autre ou n’est que dans l’une.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/named-entity.en.txt"),
            include_str!("../manuals/named-entity.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Information,
    },
    named_entity,
);

fn named_entity(versions: &Versions) -> Vec<Message> {
    if !versions.are_comparable() {
        return Vec::new();
    }
    let mut messages = super::values::names_with_digits(versions);
    messages.extend(provinces(versions));
    messages.extend(ships(versions));
    if messages.is_empty() {
        messages.extend(other_names(versions));
    }
    for message in &mut messages {
        message.severity = Some(Severity::Information);
    }
    messages
}

/// Provinces and territories that one version names and the other does not, both ways: a change, not an omission.
fn provinces(versions: &Versions) -> Option<Message> {
    let named = |language: Language| -> Vec<(usize, Range<usize>)> {
        let prose = &versions.sides.get(language).pieces.prose;
        let found = PLACES.iter().enumerate().filter_map(|(number, place)| {
            let name = place.get(language).as_str();
            Some((number, place_of(prose, name)?))
        });
        found.collect()
    };
    let (english, french) = (named(Language::English), named(Language::French));
    let only = |own: &[(usize, Range<usize>)], other: &[(usize, Range<usize>)]| {
        own.iter()
            .find(|(number, _)| !other.iter().any(|(it, _)| it == number))
            .cloned()
    };
    let ((_, one), (_, other)) = (only(&english, &french)?, only(&french, &english)?);
    Some(differ(versions, one, other))
}

/// `HMCS Halifax`, `NCSM Halifax`; `CCGS`, `NGCC`: a ship's name is not translated.
static SHIP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:HMCS|NCSM|CCGS|NGCC|MV|NM)[ \u{a0}]((?:\p{Lu}[\p{L}’'.-]*)(?:[ \u{a0}](?:(?:de|du|des|la|le|of|the)[ \u{a0}])?\p{Lu}[\p{L}’'.-]*)*)",
    )
});

fn ships(versions: &Versions) -> Vec<Message> {
    let names = |side: &Side| -> Vec<Range<usize>> {
        SHIP.captures_iter(&side.pieces.prose)
            .filter_map(|found| Some(found.get(1)?.range()))
            .collect()
    };
    let (e, f) = (&versions.sides.english, &versions.sides.french);
    let (english, french) = (names(e), names(f));
    let same = |one: &Range<usize>, other: &Range<usize>| {
        let (one, other) = (fold(e.words(one)), fold(f.words(other)));
        one.starts_with(other.as_str()) || other.starts_with(one.as_str())
    };
    let alone = english
        .iter()
        .find(|one| !french.iter().any(|other| same(one, other)));
    let other = french
        .iter()
        .find(|other| !english.iter().any(|one| same(one, other)));
    match (alone, other) {
        (Some(one), Some(other)) => vec![differ(versions, one.clone(), other.clone())],
        _ => Vec::new(),
    }
}

/// A name of a person or a place that only one text has, where the other has one of its own that is not in the first.
/// Words that the lexicon knows are not looked at: institutions are translated.
fn other_names(versions: &Versions) -> Option<Message> {
    let names = |language: Language| -> Vec<Range<usize>> {
        let prose = &versions.sides.get(language).pieces.prose;
        let there: Vec<Term> = terms(&versions.sides.get(language.other()).pieces.prose);
        let there: Vec<&str> = there.iter().map(Term::as_str).collect();
        let mut last_end = 0;
        // A capital at the beginning of a sentence says nothing; one behind a word in small letters
        // or behind two words does.
        let (mut is_inside, mut before) = (false, 0);
        let mut found = Vec::new();
        for (place, word) in parts::placed_words(prose) {
            if prose[last_end..place.start].contains(['.', '!', '?', ':', '\n', '“', '«', '"']) {
                (is_inside, before) = (false, 0);
            }
            let is_capital =
                word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
            let folded = fold(word);
            let stem: String = folded.chars().take(LEXICON_STEM).collect();
            let is_known = LEXICON.get(language).contains_key(stem.as_str());
            if is_capital
                && is_inside
                && !is_known
                && word.len() > 3
                && word.chars().all(char::is_alphabetic)
                && ties(&folded, language, &there).is_empty()
            {
                found.push(place.clone());
            }
            before += usize::from(word.chars().all(char::is_alphabetic));
            is_inside |= before > 1 || word.starts_with(char::is_lowercase);
            last_end = place.end;
        }
        found
    };
    let (english, french) = (names(Language::English), names(Language::French));
    match (english.as_slice(), french.as_slice()) {
        ([one], [other]) if !begin_alike(versions, one, other) => {
            Some(differ(versions, one.clone(), other.clone()).sure(0.5))
        }
        _ => None,
    }
}

/// Names of one place in two languages often begin alike: *Rockies*, *Rocheuses*.
fn begin_alike(versions: &Versions, one: &Range<usize>, other: &Range<usize>) -> bool {
    let start = |word: &str| -> String { fold(word).chars().take(2).collect() };
    start(versions.sides.english.words(one)) == start(versions.sides.french.words(other))
}

fn differ(versions: &Versions, one: Range<usize>, other: Range<usize>) -> Message {
    let (english, french) = (
        shown(versions.sides.english.words(&one)),
        shown(versions.sides.french.words(&other)),
    );
    Message::new(
        format!("“{english}” in English, “{french}” in French: not the same name."),
        format!("«\u{a0}{english}\u{a0}» en anglais, «\u{a0}{french}\u{a0}» en français\u{a0}: ce n’est pas le même nom."),
    )
    .at(Language::English, one)
    .at(Language::French, other)
    .sure(0.8)
}
