//! Which language stands where: empty, equal, swapped, left over, in the wrong order, damaged.

use super::{Check, EQUAL, pattern, places, shown};
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity, TextLanguage};
use crate::rules::versions::{Order, Side, Versions};
use crate::text::language::{Span, detect_prose, lean};
use crate::text::similarity::{self, Term, function_word};
use crate::text::{parts, pieces, wording};
use regex::Regex;
use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

pub(in crate::rules) static EMPTY_VERSION: Check = Check::draft(
    &RuleInfo {
        name: "empty-version",
        title: Bilingual::new("Empty version", "Version vide"),
        summary: Bilingual::new(
            "One of the two texts is empty.",
            "L’un des deux textes est vide.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/empty-version.en.txt"),
            include_str!("../manuals/empty-version.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Error,
    },
    empty_version,
);

pub(in crate::rules) static IDENTICAL_TEXT: Check = Check::new(
    &RuleInfo {
        name: "identical-text",
        title: Bilingual::new("Same words on both sides", "Mêmes mots des deux côtés"),
        summary: Bilingual::new(
            "Both versions carry the same words.",
            "Les deux versions contiennent les mêmes mots.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/identical-text.en.txt"),
            include_str!("../manuals/identical-text.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Warning,
    },
    identical_text,
);

pub(in crate::rules) static SWAPPED_LANGUAGES: Check = Check::new(
    &RuleInfo {
        name: "swapped-languages",
        title: Bilingual::new("Texts swapped", "Textes inversés"),
        summary: Bilingual::new(
            "The English text stands in the place of the French one, and the reverse.",
            "Le texte anglais occupe la place du texte français, et inversement.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/swapped-languages.en.txt"),
            include_str!("../manuals/swapped-languages.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Error,
    },
    swapped_languages,
);

pub(in crate::rules) static UNTRANSLATED_SEGMENT: Check = Check::new(
    &RuleInfo {
        name: "untranslated-segment",
        title: Bilingual::new(
            "Passage left in the other language",
            "Passage laissé dans l’autre langue",
        ),
        summary: Bilingual::new(
            "A sentence, a line or a run of words is in the other language.",
            "Une phrase, une ligne ou une suite de mots est dans l’autre langue.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/untranslated-segment.en.txt"),
            include_str!("../manuals/untranslated-segment.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Warning,
    },
    untranslated_segment,
);

pub(in crate::rules) static LANGUAGE_ORDER: Check = Check::new(
    &RuleInfo {
        name: "language-order",
        title: Bilingual::new("Order of languages", "Ordre des langues"),
        summary: Bilingual::new(
            "A text that should carry both languages lacks one or begins with the wrong one.",
            "Un texte qui devrait être dans les deux langues n’en a qu’une ou commence par l’autre.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/language-order.en.txt"),
            include_str!("../manuals/language-order.fr.txt"),
        ),
        provisions: &["dolcs-6.1.1"],
        severity: Severity::Warning,
    },
    language_order,
);

pub(in crate::rules) static ENCODING: Check = Check::new(
    &RuleInfo {
        name: "encoding",
        title: Bilingual::new("Damaged characters", "Caractères altérés"),
        summary: Bilingual::new(
            "The text holds damaged characters or codes.",
            "Le texte contient des caractères altérés ou des codes.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/encoding.en.txt"),
            include_str!("../manuals/encoding.fr.txt"),
        ),
        provisions: &["dolcs-6.6.3.6"],
        severity: Severity::Error,
    },
    encoding,
);

fn empty_version(versions: &Versions) -> Vec<Message> {
    let blank: Vec<Language> = versions
        .each()
        .filter(|(_, side)| side.is_blank() && side.content.media.is_empty())
        .map(|(language, _)| language)
        .collect();
    if blank.len() == 2 {
        return vec![Message::new(
            "There is no text in either language.",
            "Il n’y a de texte dans aucune des deux langues.",
        )];
    }
    let &[side] = blank.as_slice() else {
        return Vec::new();
    };
    let name = wording::language(side);
    let message = Message::new(
        format!("There is no {} text.", name.english),
        format!("Il n’y a pas de texte {}.", name.french),
    );
    vec![message.of(side)]
}

fn identical_text(versions: &Versions) -> Vec<Message> {
    // A quotation may be the same.
    fn open<'a>(side: &'a Side) -> Cow<'a, str> {
        QUOTED.replace_all(&side.pieces.prose, " ")
    }
    fn words(prose: &str) -> impl Iterator<Item = Term> {
        let words = parts::words(prose);
        let long = words.filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2);
        long.map(similarity::fold)
    }
    let (english, french) = (open(&versions.sides.english), open(&versions.sides.french));
    // Most pairs part at the first word.
    if !words(&english).eq(words(&french)) {
        return Vec::new();
    }
    let has_language = versions.each().any(|(_, side)| {
        !matches!(
            side.written(),
            TextLanguage::Undetermined | TextLanguage::Other
        )
    });
    if words(&english).count() < 3 || !has_language || versions.around.order == Order::Both {
        return Vec::new();
    }
    vec![Message::new(
        "Both texts carry the same words.",
        "Les deux textes contiennent les mêmes mots.",
    )]
}

fn swapped_languages(versions: &Versions) -> Vec<Message> {
    let is_other =
        |(language, side): (Language, &Side)| side.written().single() == Some(language.other());
    if versions.around.order == Order::Both || !versions.each().all(is_other) {
        return Vec::new();
    }
    vec![Message::new(
        "The texts are swapped: the English one is in French, the French one in English.",
        "Les textes sont inversés\u{a0}: le texte anglais est en français, le texte français est en anglais.",
    )]
}

/// What a draft of [`super::super::wrong_language`] says: a whole version in the other language.
pub(in crate::rules) fn wrong_language(versions: &Versions) -> Vec<Message> {
    if versions.around.order == Order::Both || !swapped_languages(versions).is_empty() {
        return Vec::new();
    }
    versions
        .each()
        .filter(|(language, side)| is_in(language.other(), side))
        .map(|(language, side)| {
            let (own, other) = (
                wording::language(language),
                wording::language(language.other()),
            );
            Message::new(
                format!("The {} text is in {}.", own.english, other.english),
                format!("Le texte {} est en {}.", own.french, other.french),
            )
            .of(language)
            .sure(side.verdict().confidence)
        })
        .collect()
}

/// Is a version in this language, as a whole? Quotations and names say nothing, and where a sentence of its own language
/// stands the other one was left over.
fn is_in(language: Language, side: &Side) -> bool {
    if side.written().single() != Some(language) {
        return false;
    }
    let prose = &side.pieces.prose;
    let open = QUOTED.replace_all(prose, " ");
    let all_capitals = !open.chars().any(char::is_lowercase);
    let own = without_names(&open, language);
    let says = |text: &str| detect_prose(text).language.single();
    let names = parts::words(&open).filter(|word| word.starts_with(char::is_uppercase));
    let is_of_names = 2 * names.count() >= parts::words(&open).count();
    let is_other = match says(&own) {
        _ if all_capitals => true,
        Some(written) => written == language,
        None => !is_of_names,
    };
    is_other
        && telling(&open) >= CLAUSE
        && says(&open) == Some(language)
        && !clauses(prose).any(|place| is_clause_of(language.other(), &prose[place]))
}

/// The words in small letters, and the first of each sentence: the others are names, or what
/// joins names in the language that is asked about.
fn without_names(prose: &str, language: Language) -> String {
    let joins = |token: &str| {
        IN_NAMES.contains(&token) && function_word(token).is_none_or(|of| of == language)
    };
    let mut begins = true;
    let mut kept = Vec::new();
    for token in prose.split_whitespace() {
        let is_name = token.chars().any(char::is_uppercase);
        let is_acronym = token.chars().filter(|c| c.is_uppercase()).count() > 1;
        let is_first = begins && !is_acronym && !token.contains(['-', '‑']);
        if !is_name && !joins(token) || is_name && is_first {
            kept.push(token);
        }
        begins = token.ends_with(['.', '!', '?', ':']);
    }
    kept.join(" ")
}

static QUOTED: LazyLock<Regex> = LazyLock::new(|| pattern("«[^»\n]*»|“[^”\n]*”|\"[^\"\n]*\""));

/// Words of the other language from which a run outside any boundary is reported, and those from which it is a warning.
const RUN: usize = 4;
const LONG_RUN: usize = 6;
/// The probability from which a clause is in a language.
const CLEAR: f64 = 0.9;
const VERY_CLEAR: f64 = 0.97;
/// Words that a line or a clause of the other language has at least.
const CLAUSE: usize = 3;

fn untranslated_segment(versions: &Versions) -> Vec<Message> {
    let is_whole =
        |(language, side): (Language, &Side)| !side.is_blank() && !is_in(language.other(), side);
    // Where both texts carry both languages, that is how they are meant.
    let are_both = versions
        .each()
        .all(|(_, side)| side.written() == TextLanguage::Both);
    if versions.around.order == Order::Both || are_both || !versions.each().all(is_whole) {
        return Vec::new();
    }
    versions
        .each()
        .flat_map(|(language, side)| left_over(language, side, versions))
        .collect()
}

fn left_over(language: Language, side: &Side, versions: &Versions) -> Vec<Message> {
    let other = language.other();
    // Of the many that are published, only those are looked at that have a small word of the other language.
    if versions.around.published && !has_small_word(other, &side.pieces.prose) {
        return Vec::new();
    }
    let mut found: Vec<(Range<usize>, bool)> = clauses(&side.pieces.prose)
        .filter(|place| is_clause_of(other, &side.pieces.prose[place.clone()]))
        .map(|place| (place, true))
        .collect();
    // A clause within a sentence that was found is found already.
    found.sort_by_key(|(place, _)| (place.start, std::cmp::Reverse(place.end)));
    found.dedup_by(|later, kept| later.0.end <= kept.0.end);
    // A run that stands in both texts word for word is a name or a title; a sentence is none.
    let there = LazyCell::new(|| similarity::fold(&versions.sides.get(other).pieces.prose));
    let is_name =
        |run: &str| !is_clause_of(other, run) && there.contains(similarity::fold(run).as_str());
    let runs = side.verdict().spans.iter().chain(&side.verdict().leftover);
    for Span {
        language: spoken,
        bytes,
    } in runs
    {
        let run = &side.pieces.prose[bytes.clone()];
        let words = parts::words(run).count();
        let is_new = !found
            .iter()
            .any(|(place, _)| place.start < bytes.end && bytes.start < place.end);
        if *spoken == other && words >= RUN && is_new && is_sentence(run) && !is_name(run.trim()) {
            found.push((bytes.clone(), words >= LONG_RUN));
        }
    }
    found
        .into_iter()
        .map(|(place, is_long)| {
            let words = shown(side.words(&place));
            let (own, spoken) = (wording::language(language), wording::language(other));
            let message = Message::new(
                format!(
                    "“{words}” is in {} in the {} text.",
                    spoken.english, own.english
                ),
                format!(
                    "«\u{a0}{words}\u{a0}» est en {} dans le texte {}.",
                    spoken.french, own.french
                ),
            );
            let severity = if is_long {
                Severity::Warning
            } else {
                Severity::Information
            };
            message
                .of(language)
                .at(language, place)
                .weighing(severity)
                .sure(0.9)
        })
        .collect()
}

/// Lines, sentences and what a colon parts, quotations and brackets left out.
fn clauses(prose: &str) -> impl Iterator<Item = Range<usize>> {
    pieces::lines(prose).flat_map(|line| {
        let text = &prose[line.clone()];
        let ends = ['.', '!', '?', ':', ';', '|', '•', '–', '—'];
        let mut places = pieces::parted(prose, line.clone(), &ends);
        // What a comma parts, where it is long.
        if let Some(at) = text.find(", ") {
            let place = line.start + at + 2..line.end;
            if parts::words(&prose[place.clone()]).count() >= LONG_RUN {
                places.push(place);
            }
        }
        places
    })
}

/// Is a clause surely in a language, and more than a name, a title or a quotation?
fn is_clause_of(language: Language, clause: &str) -> bool {
    let is_quoted = clause.contains(['«', '»', '“', '”', '"', '(', ')', '[', ']']);
    if is_quoted || telling(clause) < CLAUSE {
        return false;
    }
    // A sentence has its end; a part behind a colon may be a title.
    let clear = if clause.ends_with(['.', '!', '?']) {
        CLEAR
    } else {
        VERY_CLEAR
    };
    let verdict = detect_prose(clause);
    verdict.language.single() == Some(language)
        && verdict.confidence >= clear
        && is_sentence(clause)
}

/// Words that can tell a language: not ranks, hours or zones.
fn telling(text: &str) -> usize {
    let is_word = |word: &&str| {
        word.chars().count() > 1
            && word.chars().all(char::is_alphabetic)
            && !matches!(
                word.to_lowercase().as_str(),
                "am" | "pm"
                    | "et"
                    | "he"
                    | "est"
                    | "edt"
                    | "hne"
                    | "hae"
                    | "st"
                    | "nd"
                    | "rd"
                    | "th"
                    | "re"
                    | "er"
            )
    };
    parts::words(text).filter(is_word).count()
}

fn has_small_word(language: Language, clause: &str) -> bool {
    let mut words = parts::words(clause);
    words.any(|word| function_word(word) == Some(language))
}

/// Small words that titles and names are full of.
const IN_NAMES: [&str; 24] = [
    "and", "au", "aux", "by", "d", "de", "des", "du", "en", "et", "for", "from", "in", "l", "la",
    "le", "les", "of", "on", "pour", "s", "sur", "the", "to",
];

/// Is there a word in small letters that makes a sentence, or are half of the words in small letters?
fn is_sentence(clause: &str) -> bool {
    let words: Vec<&str> = parts::words(clause).collect();
    let small = || {
        words
            .iter()
            .filter(|word| word.starts_with(char::is_lowercase))
    };
    2 * small().count() >= words.len()
        || words.len() <= 5 && small().any(|word| !IN_NAMES.contains(word))
}

fn language_order(versions: &Versions) -> Vec<Message> {
    // Of published posts nobody has said in which order they should be.
    if versions.around.order != Order::Both || versions.around.published {
        return Vec::new();
    }
    versions
        .each()
        .filter_map(|(language, side)| order(language, side))
        .collect()
}

fn order(language: Language, side: &Side) -> Option<Message> {
    let name = wording::language(language);
    let first = if side.written() == TextLanguage::Both {
        let first = side.verdict().spans.first()?;
        Some((first.language, first.bytes.clone()))
    } else {
        in_parts(&side.pieces.prose)
    };
    let Some((first, place)) = first else {
        let missing = side.written().single()?.other();
        let none = match missing {
            Language::English => "pas d’anglais",
            Language::French => "pas de français",
        };
        let message = Message::new(
            format!(
                "The text of the {} account has no {}.",
                name.english,
                wording::language(missing).english
            ),
            format!("Le texte du compte {} n’a {none}.", name.french),
        );
        return Some(message.of(language));
    };
    let spoken = wording::language(first);
    let message = Message::new(
        format!(
            "The text of the {} account begins in {}.",
            name.english, spoken.english
        ),
        format!(
            "Le texte du compte {} commence en {}.",
            name.french, spoken.french
        ),
    );
    (first != language).then(|| message.of(language).at(language, place))
}

/// Two short parts in two languages on one line or on two, which are too little for a verdict on the whole; the language
/// and the place of the first.
fn in_parts(prose: &str) -> Option<(Language, Range<usize>)> {
    let at = prose.find(['/', '|', '\n', '•'])?;
    let (first, second) = (
        &prose[..at],
        prose[at..].trim_start_matches(['/', '|', '\n', '•']),
    );
    let (one, other) = (lean(first)?, lean(second)?);
    (one != other).then_some((one, 0..at))
}

/// UTF-8 read as Latin-1 or Windows-1252, entities, the replacement character, control characters.
static DAMAGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x) \x{fffd} | Ã[\x{80}-\x{bf}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\ ] | Â[\x{a0}«»°\x{80}-\x{9f}] | â€. | ðŸ
        | &(?:[a-zA-Z]{2,8}|\#[0-9]{2,5}|\#x[0-9a-fA-F]{2,5}); | [\x{0}-\x{8}\x{b}\x{c}\x{e}-\x{1f}\x{7f}-\x{9f}]",
    )
});

fn encoding(versions: &Versions) -> Vec<Message> {
    versions
        .each()
        .filter(|(_, side)| may_be_damaged(side.text))
        .flat_map(|(language, side)| {
            places(&DAMAGE, side.text).into_iter().take(5).map(move |place| {
                let words = shown(side.words(&place));
                Message::new(
                    format!("“{words}” is a damaged character or a code; write the character itself."),
                    format!("«\u{a0}{words}\u{a0}» est un caractère altéré ou un code; écrivez le caractère lui-même."),
                )
                .of(language)
                .at(language, place)
            })
        })
        .collect()
}

/// The bytes that damage may begin with; nearly all others are letters, spaces and the rest of a character.
const ODD: [bool; 256] = {
    let mut odd = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        odd[byte] = !matches!(byte, 0x09 | 0x0a | 0x0d);
        byte += 1;
    }
    let others = [b'&', 0x7f, 0xc2, 0xc3, 0xef];
    let mut at = 0;
    while at < others.len() {
        odd[others[at] as usize] = true;
        at += 1;
    }
    odd
};

/// Is there a character that every damage begins with?
fn may_be_damaged(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins = |at: usize| {
        let next = |by: usize| bytes.get(at + by).copied().unwrap_or_default();
        match bytes[at] {
            // Controls beyond ASCII; `Â`, `Ã`, `ð`, and `â` before `€`; the replacement character.
            0xc2 => next(1) < 0xa0,
            0xc3 => matches!((next(1), next(2)), (0x82 | 0x83 | 0xb0, _) | (0xa2, 0xe2)),
            0xef => next(1) == 0xbf,
            _ => true,
        }
    };
    (0..bytes.len()).any(|at| ODD[usize::from(bytes[at])] && begins(at))
}
