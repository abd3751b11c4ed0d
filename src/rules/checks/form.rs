//! The shape of both texts: lists, steps, brackets, ends, spaces, words twice, English times.

use super::{Check, EQUAL, named, pattern, places, shown};
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity};
use crate::rules::versions::{Side, Versions, is_unseen};
use crate::text::{parts, pieces};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

pub(in crate::rules) static STRUCTURE: Check = Check::new(
    &RuleInfo {
        name: "structure",
        title: Bilingual::new("Lists and steps", "Listes et étapes"),
        summary: Bilingual::new(
            "The versions do not have the same bullets, steps or blocks.",
            "Les versions n’ont pas les mêmes puces, étapes ou blocs.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/structure.en.txt"),
            include_str!("../manuals/structure.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Warning,
    },
    structure,
);

pub(in crate::rules) static END_PUNCTUATION: Check = Check::draft(
    &RuleInfo {
        name: "end-punctuation",
        title: Bilingual::new("End of the text", "Fin du texte"),
        summary: Bilingual::new(
            "The text is a question in one version and a statement in the other.",
            "Le texte est une question dans une version et une affirmation dans l’autre.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/end-punctuation.en.txt"),
            include_str!("../manuals/end-punctuation.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    end_punctuation,
);

pub(in crate::rules) static BRACKETS: Check = Check::draft(
    &RuleInfo {
        name: "brackets",
        title: Bilingual::new("Brackets", "Parenthèses"),
        summary: Bilingual::new(
            "A bracket is not opened or not closed.",
            "Une parenthèse n’est pas ouverte ou pas fermée.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/brackets.en.txt"),
            include_str!("../manuals/brackets.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    brackets,
);

pub(in crate::rules) static REPEATED_WORDS: Check = Check::draft(
    &RuleInfo {
        name: "repeated-words",
        title: Bilingual::new("Word twice", "Mot répété"),
        summary: Bilingual::new(
            "A word stands twice in a row.",
            "Un mot figure deux fois de suite.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/repeated-words.en.txt"),
            include_str!("../manuals/repeated-words.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    repeated_words,
);

pub(in crate::rules) static WHITESPACE: Check = Check::draft(
    &RuleInfo {
        name: "whitespace",
        title: Bilingual::new("Spaces", "Espaces"),
        summary: Bilingual::new(
            "There are double, leading, trailing or invisible spaces.",
            "Il y a des espaces doubles, initiales, finales ou invisibles.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/whitespace.en.txt"),
            include_str!("../manuals/whitespace.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    whitespace,
);

pub(in crate::rules) static ENGLISH_FORMAT: Check = Check::draft(
    &RuleInfo {
        name: "english-format",
        title: Bilingual::new(
            "Form of English times and dates",
            "Forme des heures et des dates anglaises",
        ),
        summary: Bilingual::new(
            "A time or date in the English text is not written as Canada.ca does.",
            "Une heure ou une date du texte anglais n’est pas écrite comme dans Canada.ca.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/english-format.en.txt"),
            include_str!("../manuals/english-format.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    english_format,
);

/// What begins an item of a list: a bullet, an emoji used as one, a number or letter with its mark, a keycap.
static BULLET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:[•·▪▫◦‣⁃●○■□➡→►▶✓✔✅☑❌✗✘⚠🔹🔸🔴🟢🔵🟡👉➤★☆*]|[-–—]\s|\d{1,2}\u{fe0f}?\u{20e3}|(?:\d{1,2}|[a-z])[.):]\s)",
    )
});

/// Lines of a text by what they are: items, and blocks parted by blank lines.
fn shape(side: &Side) -> (usize, usize) {
    let lines = || pieces::lines(side.text).map(|line| &side.text[line]);
    let items = lines().filter(|line| BULLET.is_match(line)).count();
    let mut blocks = 0;
    let mut blank = true;
    for line in lines() {
        let is_blank = line.trim().is_empty();
        blocks += usize::from(blank && !is_blank);
        blank = is_blank;
    }
    (items, blocks)
}

fn structure(versions: &Versions) -> Vec<Message> {
    if !versions.are_comparable() {
        return Vec::new();
    }
    let (english, french) = (
        shape(&versions.sides.english),
        shape(&versions.sides.french),
    );
    let mut messages = Vec::new();
    if english.0 != french.0 && english.0.max(french.0) >= 2 {
        messages.push(Message::new(
            format!(
                "Items of a list: {} in English, {} in French.",
                english.0, french.0
            ),
            format!(
                "Éléments d’une liste\u{a0}: {} en anglais, {} en français.",
                english.0, french.0
            ),
        ));
    } else if english.1 != french.1 && english.1.min(french.1) > 1 {
        messages.push(
            Message::new(
                format!(
                    "Blocks of text: {} in English, {} in French.",
                    english.1, french.1
                ),
                format!(
                    "Blocs de texte\u{a0}: {} en anglais, {} en français.",
                    english.1, french.1
                ),
            )
            .weighing(Severity::Information),
        );
    }
    messages
}

/// The mark that ends the prose, links, tags and emoji left out.
fn end(side: &Side) -> Option<char> {
    let prose = side.pieces.prose.trim_end();
    let closing =
        |c: char| c.is_whitespace() || matches!(c, '»' | '”' | '"' | ')' | ']' | '’' | '\'');
    prose.trim_end_matches(closing).chars().next_back()
}

fn end_punctuation(versions: &Versions) -> Vec<Message> {
    if !versions.are_comparable() {
        return Vec::new();
    }
    let (english, french) = (end(&versions.sides.english), end(&versions.sides.french));
    let is_question = |mark: Option<char>| mark == Some('?');
    if is_question(english) == is_question(french) || english.is_none() || french.is_none() {
        return Vec::new();
    }
    // A question may stand anywhere in the other text.
    let asks = |side: &Side| side.pieces.prose.contains('?');
    if asks(&versions.sides.english) && asks(&versions.sides.french) {
        return Vec::new();
    }
    let (asking, other) = if is_question(english) {
        (named(Language::English), named(Language::French))
    } else {
        (named(Language::French), named(Language::English))
    };
    vec![Message::new(
        format!(
            "The {} ends with a question, the {} does not.",
            asking.english, other.english
        ),
        format!(
            "La fin est une question dans {}, mais pas dans {}.",
            asking.french, other.french
        ),
    )]
}

/// The first bracket without its like; closing ones of `a)` lists and smileys need none.
fn unpaired(text: &str) -> Option<Range<usize>> {
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => {
                let smiley = text[..at].ends_with([':', ';']);
                if !smiley {
                    open.push((at, c));
                }
            }
            ')' | ']' => {
                let wanted = if c == ')' { '(' } else { '[' };
                if open.last().is_some_and(|(_, it)| *it == wanted) {
                    open.pop();
                } else if !is_list_mark(&text[..at]) {
                    return Some(at..at + 1);
                }
            }
            _ => {}
        }
    }
    open.first().map(|(at, _)| *at..*at + 1)
}

/// Is what stands before a closing bracket the number or letter of a list, or a smiley's eyes?
fn is_list_mark(before: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace())
        .next()
        .unwrap_or_default();
    word.ends_with([':', ';', '-', '8'])
        || (1..=2).contains(&word.chars().count()) && word.chars().all(char::is_alphanumeric)
}

fn brackets(versions: &Versions) -> Vec<Message> {
    versions
        .each()
        .filter_map(|(language, side)| {
            let place = unpaired(&side.pieces.prose)?;
            let mark = side.words(&place);
            Some(
                Message::new(
                    format!("“{mark}” has no bracket to pair with."),
                    format!("«\u{a0}{mark}\u{a0}» est sans parenthèse correspondante."),
                )
                .of(language)
                .at(language, place),
            )
        })
        .collect()
}

/// Words that are right twice in a row.
const TWICE: [&str; 20] = [
    "faire", "tout", "nous", "vous", "had", "that", "is", "do", "très", "bye", "ha", "no", "non",
    "oui", "yes", "bora", "walla", "so", "cha", "hip",
];

fn repeated_words(versions: &Versions) -> Vec<Message> {
    let mut messages = Vec::new();
    for (language, side) in versions.each() {
        let prose = &side.pieces.prose;
        let mut last: Option<(&str, Range<usize>)> = None;
        for (place, word) in parts::placed_words(prose) {
            if let Some((before, there)) = &last {
                let gap = &side.text[there.end..place.start];
                let is_twice = before.to_lowercase() == word.to_lowercase()
                    && !gap.is_empty()
                    && gap.chars().all(char::is_whitespace)
                    && (!gap.contains('\n') || gap == "\n" && word.starts_with(char::is_lowercase))
                    && word.chars().all(char::is_alphabetic)
                    && !(before.starts_with(char::is_uppercase)
                        && word.starts_with(char::is_uppercase))
                    && !TWICE.contains(&word.to_lowercase().as_str());
                if is_twice {
                    messages.push(
                        Message::new(
                            format!("“{word}” stands twice."),
                            format!("«\u{a0}{word}\u{a0}» figure deux fois."),
                        )
                        .of(language)
                        .at(language, there.start..place.end)
                        .suggesting(*before),
                    );
                }
            }
            last = Some((word, place));
        }
    }
    messages
}

static SPACES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "[^\\s]([ \u{a0}\u{202f}]{2,})[^\\s]|([\u{200b}\u{200e}\u{200f}\u{2060}\u{feff}\u{ad}\u{3164}])|([ \t]+)(?:\n|$)|^([ \t]+)[^\\s]",
    )
});

fn whitespace(versions: &Versions) -> Vec<Message> {
    let mut messages = Vec::new();
    for (language, side) in versions.each().filter(|(_, side)| !side.is_blank()) {
        let found = SPACES.captures_iter(side.text).filter_map(|found| {
            (1..5)
                .find_map(|group| found.get(group))
                .map(|group| group.range())
        });
        // Two spaces stand between the province and the postal code, after Canada Post.
        let found = found.filter(|place| !is_postal(&side.text[place.end..]));
        for place in found.take(5) {
            let unseen = side
                .words(&place)
                .chars()
                .any(|c| is_unseen(c) && !c.is_whitespace());
            let message = if unseen {
                Message::new("An invisible character.", "Un caractère invisible.")
            } else {
                Message::new("An extra space.", "Une espace de trop.")
            };
            messages.push(message.of(language).at(language, place));
        }
    }
    messages
}

fn is_postal(after: &str) -> bool {
    let mut letters = after.chars();
    let is = |c: Option<char>, digit: bool| {
        c.is_some_and(|c| {
            if digit {
                c.is_ascii_digit()
            } else {
                c.is_ascii_uppercase()
            }
        })
    };
    is(letters.next(), false) && is(letters.next(), true) && is(letters.next(), false)
}

/// `3:30 PM`, `3pm`, `July 31st`.
static ENGLISH_FORM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b\d{1,2}(?::\d{2})?(?:[ap]\.m\.|[ap]m\b|[ \u{a0}]?(?:[AP]\.M\.|[AP]M\b))|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)[ \u{a0}]\d{1,2}(?:st|nd|rd|th)\b",
    )
});

fn english_format(versions: &Versions) -> Vec<Message> {
    let side = &versions.sides.english;
    places(&ENGLISH_FORM, &side.pieces.prose)
        .into_iter()
        .map(|place| {
            let words = shown(side.words(&place));
            let better = plain(&words);
            Message::new(
                format!("“{words}”: Canada.ca writes “{better}”."),
                format!("«\u{a0}{words}\u{a0}»\u{a0}: Canada.ca écrit «\u{a0}{better}\u{a0}»."),
            )
            .of(Language::English)
            .at(Language::English, place)
            .suggesting(better)
        })
        .collect()
}

/// `3:30 pm`, `July 31`.
fn plain(words: &str) -> String {
    let letters = words.find(['a', 'p', 'A', 'P']);
    match letters.filter(|at| words.starts_with(|c: char| c.is_ascii_digit()) && *at > 0) {
        Some(at) => {
            let half = words[at..].to_lowercase().replace('.', "");
            format!("{} {half}", words[..at].trim_end())
        }
        None => ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|ending| words.strip_suffix(ending))
            .unwrap_or(words)
            .to_owned(),
    }
}
