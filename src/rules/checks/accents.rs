//! Accents: on capitals, and on the whole text.

use super::french::{Fault, form};
use super::{Check, pattern, places};
use crate::corpora::ACCENTS;
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity};
use crate::rules::versions::Versions;
use crate::text::{parts, similarity::fold};
use regex::Regex;
use std::sync::LazyLock;

pub(in crate::rules) static MISSING_ACCENTS: Check = Check::new(
    &RuleInfo {
        name: "missing-accents",
        title: Bilingual::new("French without accents", "Français sans accents"),
        summary: Bilingual::new(
            "The French text is written without its accents.",
            "Le texte français est écrit sans accents.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/missing-accents.en.txt"),
            include_str!("../manuals/missing-accents.fr.txt"),
        ),
        provisions: &["dolcs-6.6.3.6"],
        severity: Severity::Warning,
    },
    missing_accents,
);

pub(in crate::rules) static CAPITAL_ACCENTS: Check = Check::draft(
    &RuleInfo {
        name: "capital-accents",
        title: Bilingual::new("Accents on capitals", "Accents sur les majuscules"),
        summary: Bilingual::new(
            "A capital letter lacks its accent.",
            "Une majuscule n’a pas son accent.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/capital-accents.en.txt"),
            include_str!("../manuals/capital-accents.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    capital_accents,
);

/// What a word without accents should be, in the same case.
fn accented(word: &str) -> Option<String> {
    if !word.is_ascii() {
        return None;
    }
    let right = ACCENTS.get(fold(word).as_str())?;
    let capitals = word.len() > 1 && word.chars().all(char::is_uppercase);
    Some(if capitals {
        right.to_uppercase()
    } else if word.starts_with(char::is_uppercase) {
        let mut letters = right.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect())?
    } else {
        (*right).to_owned()
    })
}

fn capital_accents(versions: &Versions) -> Vec<Message> {
    let find = |prose: &str| -> Vec<Fault> {
        parts::placed_words(prose)
            .filter(|(_, word)| word.starts_with(char::is_uppercase))
            .filter_map(|(place, word)| {
                let right = accented(word)?;
                let capitals = word.chars().all(char::is_uppercase);
                (capitals || !right.starts_with(|c: char| c.is_ascii())).then_some((place, right))
            })
            .chain(
                places(&CAPITAL_A, prose)
                    .into_iter()
                    .map(|place| (place, "À".to_owned())),
            )
            .collect()
    };
    form(
        versions,
        find,
        (
            "French capitals carry their accents.",
            "les majuscules portent leurs accents.",
        ),
    )
}

/// *A* for *À* at the beginning of a sentence.
static CAPITAL_A: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[.!?:«]\s+|\n\s*)(A) (?:compter|partir|cause|noter|venir|titre|propos|vous|tous|toutes|lire|voir|savoir|bientôt|chaque|travers|cette|quelle|l’occasion|l'occasion|la suite|l’aide|l'aide|midi|minuit|ne pas|vos|vendre)\b",
    )
});

/// A French text of words that want accents, none or hardly any of which has them.
fn missing_accents(versions: &Versions) -> Vec<Message> {
    let side = &versions.sides.french;
    if versions.french().is_none() {
        return Vec::new();
    }
    let prose = &side.pieces.prose;
    // One letter in twenty bears an accent; where one in sixty does, they were not stripped.
    // (The first bytes of `é`, `œ` and their like.)
    let accents = prose
        .bytes()
        .filter(|byte| matches!(byte, 0xc3..=0xc5))
        .count();
    if 60 * accents > prose.len() {
        return Vec::new();
    }
    // Names, and English words that stand in the English too, bear none.
    let english = &versions.sides.english.pieces.prose;
    let is_english = |word: &str| parts::words(english).any(|other| other == word);
    let lower = parts::placed_words(prose).filter(|(_, word)| word.starts_with(char::is_lowercase));
    let (mut bare, mut right) = (Vec::new(), 0);
    for (place, word) in lower {
        let is_bare = accented(word).is_some() || is_bare_ending(word);
        let is_right = || !word.is_ascii() && fold(word).as_str() != word.to_lowercase();
        if (is_bare || is_right()) && !is_english(word) {
            if is_bare {
                bare.push(place);
            } else {
                right += 1;
            }
        }
    }
    let is_bare = match bare.len() {
        0 => false,
        1 => right == 0 && (ALONE.is_match(prose) || parts::words(prose).count() >= 4),
        count => right == 0 || count > 3 * right,
    };
    // *a midi* is never right.
    if accents == 0 && !is_bare {
        bare = places(&NEVER, prose);
    } else if !is_bare {
        bare.clear();
    }
    if bare.is_empty() {
        return Vec::new();
    }
    let place = bare.remove(0);
    let word = side.words(&place);
    vec![
        Message::new(
            format!("The French text has lost its accents, as in “{word}”."),
            format!(
                "Le texte français a perdu ses accents, par exemple dans «\u{a0}{word}\u{a0}»."
            ),
        )
        .of(Language::French)
        .at(Language::French, place)
        .sure(0.9),
    ]
}

/// *guidees*, *premiere*: endings that are never French without their accent.
fn is_bare_ending(word: &str) -> bool {
    word.is_ascii()
        && word.len() > 5
        && ["ees", "iere", "ieres", "etes"]
            .iter()
            .any(|ending| word.ends_with(ending))
}

/// *a* for *à* before an article or an hour.
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\ba (?:la|l[’']|midi|minuit|partir|compter|jour|temps|\d+[ \u{a0}]h)\b")
});

/// The same where it cannot be the verb.
static NEVER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\ba (?:midi|minuit|partir de|compter d[ue]|cause d[eu]|\d+[ \u{a0}]h)\b")
});
