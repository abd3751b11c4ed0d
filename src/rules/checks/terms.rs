//! Words that have one right counterpart: acronyms, terms of a glossary, false friends.

use super::{Check, EQUAL, place_of, shown};
use crate::corpora;
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity};
use crate::rules::versions::Versions;
use crate::text::{parts, similarity::fold};
use std::ops::Range;

pub(in crate::rules) static ACRONYM_PARITY: Check = Check::new(
    &RuleInfo {
        name: "acronym-parity",
        title: Bilingual::new("Acronyms", "Sigles"),
        summary: Bilingual::new(
            "An acronym was left in the other language, lost or replaced.",
            "Un sigle a été laissé dans l’autre langue, perdu ou remplacé.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/acronym-parity.en.txt"),
            include_str!("../manuals/acronym-parity.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Warning,
    },
    acronym_parity,
);

pub(in crate::rules) static GLOSSARY: Check = Check::new(
    &RuleInfo {
        name: "glossary",
        title: Bilingual::new("Glossary", "Glossaire"),
        summary: Bilingual::new(
            "A term of the glossary is not rendered as the glossary asks.",
            "Un terme du glossaire n’est pas rendu comme le glossaire le demande.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/glossary.en.txt"),
            include_str!("../manuals/glossary.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Warning,
    },
    glossary,
);

pub(in crate::rules) static FALSE_FRIENDS: Check = Check::draft(
    &RuleInfo {
        name: "false-friends",
        title: Bilingual::new("False friends", "Faux amis"),
        summary: Bilingual::new(
            "A French word looks like the English one and means something else.",
            "Un mot français ressemble au mot anglais et a un autre sens.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/false-friends.en.txt"),
            include_str!("../manuals/false-friends.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    false_friends,
);

/// A term, whatever its case and its plural, in words.
fn term_in(prose: &str, wanted: &str) -> Option<Range<usize>> {
    let plain = |word: &str| {
        let folded = fold(word);
        folded.trim_end_matches(['s', 'x']).to_owned()
    };
    let wanted: Vec<String> = parts::words(wanted).map(plain).collect();
    let words: Vec<(Range<usize>, &str)> = parts::placed_words(prose).collect();
    let found = words.windows(wanted.len().max(1)).find(|window| {
        window
            .iter()
            .map(|(_, word)| plain(word))
            .eq(wanted.iter().cloned())
    })?;
    let ((first, _), (last, _)) = (found.first()?, found.last()?);
    Some(first.start..last.end)
}

fn acronym_parity(versions: &Versions) -> Vec<Message> {
    if !versions.are_comparable() {
        return Vec::new();
    }
    let tables = versions.around.tables;
    let mut messages = Vec::new();
    for (language, side) in versions.each() {
        if tables.acronyms.is_empty() && !has_capitals(&side.pieces.prose) {
            continue;
        }
        let there = versions.sides.get(language.other());
        let mut seen = Vec::new();
        for letters in parts::words(&side.pieces.prose) {
            let is_acronym = letters.len() > 1
                && letters
                    .chars()
                    .all(|c| c.is_uppercase() || c.is_ascii_digit())
                || tables.declares_acronym(letters)
                || letters.len() > 3 && letters.starts_with("NRC") | letters.starts_with("RNC");
            if !is_acronym || seen.contains(&letters) {
                continue;
            }
            seen.push(letters);
            let Some(wanted) = tables.acronym(letters, language) else {
                continue;
            };
            let is_there = place_of(&there.pieces.prose, &wanted).is_some()
                || there
                    .pieces
                    .hashtags
                    .iter()
                    .any(|tag| tag.text[1..] == wanted);
            let left = (wanted != letters)
                .then(|| place_of(&there.pieces.prose, letters))
                .flatten()
                .filter(|_| tables.acronym(letters, language.other()).is_none());
            let declared = tables.declares_acronym(letters);
            if is_there || left.is_none() && (!declared || is_spelled_out(versions, language)) {
                continue;
            }
            let own = place_of(&side.pieces.prose, letters);
            let message = Message::new(
                format!("“{letters}” is “{wanted}” in the other language."),
                format!(
                    "«\u{a0}{letters}\u{a0}» se dit «\u{a0}{wanted}\u{a0}» dans l’autre langue."
                ),
            )
            .weighing(Severity::Warning);
            messages.push(match (left, own) {
                (Some(place), _) => message.at(language.other(), place).suggesting(wanted),
                (None, Some(place)) => message.at(language, place),
                (None, None) => message,
            });
        }
    }
    messages.dedup_by(|one, other| one.places == other.places);
    messages
}

/// Does a capital stand beside another, or beside a digit? Most texts need no second look.
fn has_capitals(prose: &str) -> bool {
    // The bytes of `É` and its like; of small accented letters the second is another.
    let is_accented = |byte: u8| byte == 0xc3 || (0x80..=0x9e).contains(&byte);
    let is_part =
        |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || is_accented(byte);
    prose.as_bytes().windows(2).any(|two| {
        let is_capital = two[0].is_ascii_uppercase() || two[1].is_ascii_uppercase();
        is_capital && is_part(two[0]) && is_part(two[1])
    })
}

/// Is the other text so much longer that the name may stand there in full?
fn is_spelled_out(versions: &Versions, language: Language) -> bool {
    let words = |language| parts::words(&versions.sides.get(language).pieces.prose).count();
    let capitals = |language: Language| {
        let prose = &versions.sides.get(language).pieces.prose;
        parts::words(prose)
            .filter(|word| word.starts_with(char::is_uppercase))
            .count()
    };
    words(language.other()) > words(language) + 3 && capitals(language.other()) >= 1
}

fn glossary(versions: &Versions) -> Vec<Message> {
    if !versions.are_comparable() {
        return Vec::new();
    }
    let (e, f) = (
        &versions.sides.english.pieces.prose,
        &versions.sides.french.pieces.prose,
    );
    let mut messages = Vec::new();
    let table = &versions.around.tables.glossary;
    let said: Vec<_> = table
        .iter()
        .filter_map(|(english, term)| Some((english, term, term_in(e, english)?)))
        .collect();
    for (english, term, place) in &said {
        // Within a longer term the shorter one is not meant.
        let is_part = |(.., longer): &(_, _, Range<usize>)| {
            longer.len() > place.len() && longer.start <= place.start && place.end <= longer.end
        };
        if said.iter().any(is_part) {
            continue;
        }
        for word in term.forbidden() {
            if let Some(there) = term_in(f, word) {
                let instead = term.french(english).unwrap_or_default();
                let message = Message::new(
                    format!(
                        "“{word}” is not to be used for “{english}”{}.",
                        with(instead, "; write ", "“", "”")
                    ),
                    format!(
                        "«\u{a0}{word}\u{a0}» est à éviter pour «\u{a0}{english}\u{a0}»{}.",
                        with(instead, "; écrivez ", "«\u{a0}", "\u{a0}»")
                    ),
                );
                messages.push(message.at(Language::French, there));
            }
        }
        if let Some(french) = term.french(english)
            && term_in(f, french).is_none()
        {
            let message = Message::new(
                format!("“{}” is to be “{french}” in French.", shown(english)),
                format!(
                    "«\u{a0}{}\u{a0}» doit se dire «\u{a0}{french}\u{a0}» en français.",
                    shown(english)
                ),
            );
            messages.push(message.at(Language::English, place.clone()));
        }
    }
    messages
}

fn with(words: &str, before: &str, open: &str, close: &str) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!("{before}{open}{words}{close}")
    }
}

fn false_friends(versions: &Versions) -> Vec<Message> {
    if !versions.are_comparable() {
        return Vec::new();
    }
    let has = |prose: &str, wanted: &str| -> Option<Range<usize>> {
        let words: Vec<(Range<usize>, &str)> = parts::placed_words(prose).collect();
        let wanted: Vec<&str> = wanted.split(' ').collect();
        let at = words.windows(wanted.len()).position(|window| {
            window
                .iter()
                .zip(&wanted)
                .all(|((_, word), wanted)| is_form(&fold(word), wanted))
        })?;
        // *s’appliquer* is right for rules that apply.
        if at > 0 && words[at - 1].1 == "s" {
            return None;
        }
        Some(words[at].0.clone())
    };
    let (e, f) = (&versions.sides.english, &versions.sides.french);
    corpora::FALSE_FRIENDS
        .iter()
        .filter_map(|(english, french, instead)| {
            let place = has(&e.pieces.prose, english)?;
            let there = has(&f.pieces.prose, french)?;
            // Each in its place: what was meant stands there too.
            let meant = |word: &str| term_in(&f.pieces.prose, word).is_some();
            if instead.split("; ").any(meant) {
                return None;
            }
            let (one, other) = (e.words(&place), f.words(&there));
            let message = Message::new(
                format!("“{other}” is rarely what “{one}” means; perhaps “{instead}”."),
                format!("«\u{a0}{other}\u{a0}» rend rarement «\u{a0}{one}\u{a0}»; peut-être «\u{a0}{instead}\u{a0}»."),
            );
            Some(message.of(Language::French).at(Language::French, there).sure(0.6))
        })
        .collect()
}

/// A word or one of its forms: at most three letters more or a changed ending.
fn is_form(word: &str, base: &str) -> bool {
    let stem = base
        .strip_suffix("er")
        .or_else(|| base.strip_suffix('y'))
        .unwrap_or(base);
    word == base
        || word.len() <= base.len() + 3
            && word.len() >= stem.len()
            && word.starts_with(stem)
            && stem.len() >= 4
}
