//! In which official language a short text is, or that it cannot be told.
//!
//! Small words decide where there are some; `whatlang`, limited to English and French, decides the rest,
//! and unlimited says "neither" of long texts. It would rather abstain than err.

use super::parts::{self, words};
use crate::corpora::FUNCTION_WORDS;
use crate::model::{Bilingual, Language, TextLanguage};
use whatlang::{Detector, Lang};

/// A verdict on one text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// The language.
    pub language: TextLanguage,
    /// How sure, 0 to 1; 0 when undetermined.
    pub confidence: f64,
    /// Words that there were to judge by, outside links, tags and handles.
    pub words: usize,
}

/// `whatlang`'s confidence from which 99.5 % of its English–French answers were right on federal
/// strings of all lengths.
const WHATLANG_SURE: f64 = 0.57;
/// A text of fewer words is never called a third language.
const OTHER_MIN_WORDS: usize = 8;
/// Both languages need this many words …
const BOTH_MIN_WORDS: usize = 3;
/// … and the lesser one this share of them: a title or a slogan is not a version.
const BOTH_MIN_SHARE: f64 = 0.3;

/// Judges a text as it was posted.
#[must_use]
pub fn detect(text: &str) -> Verdict {
    detect_prose(&parts::split(text).prose)
}

/// Judges a text whose links, handles, hashtags and emoji are already out.
#[must_use]
pub fn detect_prose(prose: &str) -> Verdict {
    let whole = judge(prose);
    if whole.words < 2 * BOTH_MIN_WORDS || whole.language == TextLanguage::Other {
        return whole;
    }
    let mut share = Bilingual::new(0_usize, 0_usize);
    for segment in segments(prose) {
        let verdict = judge(segment);
        if let (Some(language), true) = (verdict.language.single(), verdict.words >= BOTH_MIN_WORDS)
        {
            *share.get_mut(language) += verdict.words;
        }
    }
    let lesser = share.english.min(share.french);
    if lesser >= BOTH_MIN_WORDS && ratio(lesser, share.english + share.french) >= BOTH_MIN_SHARE {
        return Verdict {
            language: TextLanguage::Both,
            confidence: 0.9,
            words: whole.words,
        };
    }
    whole
}

/// One text taken as a whole.
fn judge(prose: &str) -> Verdict {
    let mut count = Bilingual::new(0_usize, 0_usize);
    let (mut total, mut accented, mut foreign) = (0, 0, 0);
    let mut lower_case = false;
    for word in words(prose).filter(|word| word.chars().any(char::is_alphabetic)) {
        total += 1;
        lower_case |= word.chars().filter(|c| c.is_lowercase()).count() >= 2;
        foreign += usize::from(!word.chars().any(is_latin));
        let lower = word.to_lowercase();
        match FUNCTION_WORDS.get(lower.as_str()) {
            Some(language) => *count.get_mut(*language) += 1,
            None => accented += usize::from(lower.contains(FRENCH_LETTERS)),
        }
    }
    let verdict = |language, confidence| Verdict {
        language,
        confidence,
        words: total,
    };
    if total == 0 {
        return verdict(TextLanguage::Undetermined, 0.0);
    }
    if 2 * foreign > total {
        return verdict(TextLanguage::Other, 0.95);
    }
    let known = count.english + count.french;
    if total >= OTHER_MIN_WORDS && ratio(known, total) < 0.12 && is_third_language(prose) {
        return verdict(TextLanguage::Other, 0.9);
    }
    let (most, least, language) = if count.english >= count.french {
        (count.english, count.french, Language::English)
    } else {
        (count.french, count.english, Language::French)
    };
    // An accent does not prove French (Québec, Iqaluit’s Nakasuk résumé), but it speaks against English.
    if most >= 2 && most >= 3 * least && !(language == Language::English && accented > most) {
        return verdict(language.into(), 1.0 - 0.5 / ratio_f(most + 1 + accented));
    }
    // One small word in a very short text, nothing against it.
    if least == 0 && accented == 0 && most == 1 && total <= 5 {
        return verdict(language.into(), 0.6);
    }
    by_whatlang(prose, count, accented, lower_case).map_or(
        verdict(TextLanguage::Undetermined, 0.0),
        |(language, confidence)| verdict(language.into(), confidence),
    )
}

/// Letter statistics, where small words are too few; they must not contradict the small words.
fn by_whatlang(
    prose: &str,
    count: Bilingual<usize>,
    accented: usize,
    lower_case: bool,
) -> Option<(Language, f64)> {
    // Names and acronyms alone have no language.
    if !lower_case && count.english + count.french == 0 {
        return None;
    }
    let info =
        Detector::with_allowlist(vec![Lang::Eng, Lang::Fra]).detect(&prose.to_lowercase())?;
    let language = match info.lang() {
        Lang::Eng => Language::English,
        Lang::Fra => Language::French,
        _ => return None,
    };
    // Accents speak for French only where no English word does: names keep theirs in English.
    let accents = if count.english == 0 { accented } else { 0 };
    let support = *count.get(language)
        + if language == Language::French {
            accents
        } else {
            0
        };
    let against = *count.get(language.other())
        + if language == Language::English {
            accents
        } else {
            0
        };
    let confidence = info.confidence();
    let sure = confidence >= WHATLANG_SURE || info.is_reliable() || support > against;
    let contradicted = against > 0 && support < 2 * against;
    (sure && !contradicted).then_some((language, confidence.clamp(0.5, 0.99)))
}

/// Asks `whatlang` among all its languages; slow, so only where small words are rare.
fn is_third_language(prose: &str) -> bool {
    whatlang::detect(&prose.to_lowercase())
        .is_some_and(|info| info.is_reliable() && !matches!(info.lang(), Lang::Eng | Lang::Fra))
}

/// Lines, sentences and what stands between bars, slashes and dashes.
fn segments(prose: &str) -> impl Iterator<Item = &str> {
    prose
        .split(['\n', '|', '•'])
        .flat_map(|line| line.split(" / "))
        .flat_map(|line| line.split(" – "))
        .flat_map(|line| line.split(" — "))
        .flat_map(|line| line.split_inclusive(['.', '!', '?', '…']))
}

const FRENCH_LETTERS: &[char] = &[
    'é', 'è', 'ê', 'à', 'â', 'ç', 'î', 'ï', 'ô', 'û', 'ù', 'œ', 'ë',
];

/// Latin letters, accents included.
fn is_latin(c: char) -> bool {
    c.is_alphabetic() && (u32::from(c) < 0x250 || (0x1e00..0x1f00).contains(&u32::from(c)))
}

#[expect(clippy::cast_precision_loss, reason = "word counts are small")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn ratio_f(count: usize) -> f64 {
    ratio(count, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wrong verdict here accuses an account of writing in the other language.
    #[test]
    fn verdicts() {
        for (text, expected) in [
            (
                "Our offices are closed on Friday for maintenance of the heating system.",
                TextLanguage::English,
            ),
            (
                "Les feux du cap Winter sont éteints jusqu’à nouvel ordre.",
                TextLanguage::French,
            ),
            (
                "Happy National Harbour Day! | Bonne Journée nationale des ports!",
                TextLanguage::Both,
            ),
            (
                "Bonne Journée nationale des ports!\n\nHappy National Harbour Day!",
                TextLanguage::Both,
            ),
            ("🚢❄️ #2025", TextLanguage::Undetermined),
            ("HMCS Halifax", TextLanguage::Undetermined),
            (
                "https://harbours.example/en/ice",
                TextLanguage::Undetermined,
            ),
            (
                "Les glaces: www.example.ca #IceSafety @IceSafetyCA soyez prudents sur la rivière",
                TextLanguage::French,
            ),
            (
                "ᐅᓪᓗᒥ ᓯᓚ ᐊᓂᑎᑉᐳᖅ ᐃᓄᐃᑦ ᓄᓇᖓᓐᓂ ᐊᒻᒪ ᑕᕆᐅᖅ ᓯᑯᓕᖅᑐᖅ",
                TextLanguage::Other,
            ),
            (
                "Сьогодні ми вшановуємо пам’ять усіх, хто загинув на морі цього року",
                TextLanguage::Other,
            ),
            (
                "ATTENTION : LA ROUTE DE GLACE EST FERMEE AUX VEHICULES",
                TextLanguage::French,
            ),
        ] {
            assert_eq!(detect(text).language, expected, "{text}");
        }
    }
}
