//! In which official language a short text is, whether it carries both, or that it cannot be told.
//!
//! A table of weights decides ([`learn`] says how it was made); `whatlang` is asked only about long texts that look
//! like neither language. The verdict would rather abstain than err, and its confidence is a probability.

mod heard;
pub mod learn;
mod letters;
mod score;
mod segments;

use super::pieces;
use crate::model::{Bilingual, Language, TextLanguage};
use heard::Heard;
use segments::{Closer, Evidence, Run};
use std::ops::Range;

/// A verdict on one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The language.
    pub language: TextLanguage,
    /// The probability that it is the right one; 0 when undetermined.
    pub confidence: f64,
    /// Words that there were to judge by, outside links, tags and handles.
    pub words: usize,
    /// Why it is undetermined.
    pub abstention: Option<Abstention>,
    /// Of a text in both languages, the parts in their order.
    pub spans: Vec<Span>,
    /// A stretch of the other language in a text that is in one.
    pub leftover: Option<Span>,
}

impl Verdict {
    /// One that was found out before, of a text that is no longer there.
    #[must_use]
    pub fn known(language: TextLanguage, confidence: f64) -> Self {
        Self {
            language,
            confidence,
            words: 1,
            abstention: None,
            spans: Vec::new(),
            leftover: None,
        }
    }
}

/// Why no language is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abstention {
    /// There are no words at all.
    NoWords,
    /// There are links, handles or hashtags, and nothing else.
    TagsOnly,
    /// There are only names and acronyms.
    NamesOnly,
    /// What there is says too little, or as much for one language as for the other.
    TooClose,
}

/// A part of the prose in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its language.
    pub language: Language,
    /// Where it stands, in bytes.
    pub bytes: Range<usize>,
}

/// Log-odds from which a lesser run makes a text bilingual: 96 % of joined true pairs are found, and 0.24 % of posts
/// that only carry a name, a title or a quotation are mistaken (none of 830 posts as they were published).
const BOTH: f64 = 1.5;
/// The probability below which no language is named; of the held-out strings that are left, 97 of 100, 99.8 % are
/// right.
const SURE: f64 = 0.8;
/// Words of a paragraph that may be a version, and how sure its language must be.
const PARAGRAPH: usize = 3;
const SURE_PARAGRAPH: f64 = 0.9;
/// No text is surer than this: so many of the texts measured on bear the wrong label themselves.
const SUREST: f64 = 0.999;
/// What capitalised words alone must say, in hundredths, to be more than names.
const MORE_THAN_NAMES: i32 = 250;
/// Words outside quotations that say less, in hundredths, say nothing.
const SAYS_NOTHING: i32 = 200;
/// A text of fewer words is never called a third language.
const OTHER_WORDS: usize = 8;
/// `whatlang` is asked where fewer lower-case words stand in the table …
const STRANGE: f64 = 0.5;
/// … and need not be asked where still fewer do (of 33,401 held-out texts, one list of nuts).
const VERY_STRANGE: f64 = 0.2;

/// Judges a text as it was posted.
#[must_use]
pub fn detect(text: &str) -> Verdict {
    let pieces = pieces::find(text);
    let mut verdict = detect_prose(&pieces.prose);
    let tags = [&pieces.links, &pieces.handles, &pieces.hashtags];
    if verdict.abstention == Some(Abstention::NoWords) && tags.iter().any(|list| !list.is_empty()) {
        verdict.abstention = Some(Abstention::TagsOnly);
    }
    verdict
}

/// Judges a text whose links, handles, hashtags and emoji are already out.
#[must_use]
pub fn detect_prose(prose: &str) -> Verdict {
    let heard = heard::hear(prose);
    let verdict = |language, confidence| Verdict {
        language,
        confidence,
        words: heard.len(),
        abstention: None,
        spans: Vec::new(),
        leftover: None,
    };
    let abstain = |why| Verdict {
        abstention: Some(why),
        ..verdict(TextLanguage::Undetermined, 0.0)
    };
    if heard.is_empty() {
        return abstain(Abstention::NoWords);
    }
    if let Some(confidence) = third_language(prose, &heard) {
        return verdict(TextLanguage::Other, confidence);
    }
    let mut leftover = None;
    if let Some(run) = segments::lesser(&heard) {
        let evidence = Evidence::of(&heard, &run);
        // Most lesser runs are a name.
        if evidence.are_two() {
            let log_odds = evidence.log_odds(&Closer::of(prose, &heard, &run));
            if log_odds >= BOTH {
                return Verdict {
                    spans: spans(&heard, &run),
                    ..verdict(TextLanguage::Both, probability(log_odds))
                };
            }
        }
        leftover = evidence.is_left_over().then_some(run);
    }
    let Some((score, words)) = whole_score(&heard) else {
        return abstain(Abstention::NamesOnly);
    };
    let language = if score > 0 {
        Language::French
    } else {
        Language::English
    };
    let confidence = calibrated(score, words);
    if confidence < SURE {
        return abstain(Abstention::TooClose);
    }
    Verdict {
        leftover: leftover
            .filter(|run| run.language != language)
            .map(|run| span(&heard, run.language, run.words)),
        ..verdict(language.into(), confidence)
    }
}

/// Judges a text of an account that serves both languages: there a paragraph in each, about as long, is a text in both,
/// however short; elsewhere it could be a name or a title.
#[must_use]
pub fn detect_for_both(prose: &str) -> Verdict {
    let whole = detect_prose(prose);
    if matches!(whole.language, TextLanguage::Both | TextLanguage::Other) {
        return whole;
    }
    let (mut words, mut confidence) = (Bilingual::new(0, 0), 1.0_f64);
    for line in prose.lines() {
        let verdict = detect_prose(line);
        if let Some(language) = verdict.language.single() {
            *words.get_mut(language) += verdict.words;
            confidence = confidence.min(verdict.confidence);
        }
    }
    let (less, more) = (
        words.english.min(words.french),
        words.english.max(words.french),
    );
    if less >= PARAGRAPH && 2 * less >= more && confidence >= SURE_PARAGRAPH {
        return Verdict {
            language: TextLanguage::Both,
            confidence,
            abstention: None,
            leftover: None,
            ..whole
        };
    }
    whole
}

/// The language that a text is nearer to, whether or not that is enough for a verdict; none if nothing is said.
#[must_use]
pub fn lean(prose: &str) -> Option<Language> {
    match sum(&heard::hear(prose), |_| true).0 {
        0 => None,
        score if score > 0 => Some(Language::French),
        _ => Some(Language::English),
    }
}

/// The score of a text and how many words it is made of; none where there are only names, which have no language.
fn whole_score(heard: &[Heard]) -> Option<(i32, usize)> {
    if heard
        .iter()
        .any(|it| !it.word.capital && it.word.small >= 2)
    {
        return Some(sum(heard, |_| true));
    }
    // Nothing is in lower case: what the table does not know is taken for a name.
    let sum = sum(heard, |it| it.known);
    (sum.0.abs() >= MORE_THAN_NAMES).then_some(sum)
}

/// What the words say together, and how many they are; quoted ones are heard only where the others say nothing.
fn sum(heard: &[Heard], counts: impl Fn(&Heard) -> bool) -> (i32, usize) {
    let of = |quoted: bool| {
        let words = heard
            .iter()
            .filter(|it| counts(it) && (quoted || !it.quoted));
        words.fold((0, 0), |(score, count), it| (score + it.score, count + 1))
    };
    let open = of(false);
    if open.0.abs() >= SAYS_NOTHING {
        open
    } else {
        of(true)
    }
}

/// The probability that a text of so many words with this score is in the language that it leans to.
///
/// Words are not independent, so that their sum says too much; divided by the root of their number it says the
/// same at every length. The curve is a logistic regression on half of the held-out texts and pieces of them; on
/// the other half it is right within two points.
fn calibrated(score: i32, words: usize) -> f64 {
    let score = f64::from(score.abs()) / score::UNIT;
    let x = (score / number(words).sqrt()).min(5.0);
    probability(x * (2.7 + x * (x * 0.08 - 0.63))).min(SUREST)
}

fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// How sure it is that a text is in neither official language, if it seems so.
fn third_language(prose: &str, heard: &[Heard]) -> Option<f64> {
    if 2 * heard.iter().filter(|it| it.word.foreign).count() > heard.len() {
        return Some(0.95);
    }
    let small = heard.iter().filter(|it| !it.word.capital);
    let count = small.clone().count();
    if count < OTHER_WORDS {
        return None;
    }
    let known = number(small.filter(|it| it.known).count()) / number(count);
    let other = || {
        let info = whatlang::detect(&prose.to_lowercase())?;
        Some(
            info.is_reliable() && !matches!(info.lang(), whatlang::Lang::Eng | whatlang::Lang::Fra),
        )
    };
    (known < VERY_STRANGE || known < STRANGE && other() == Some(true)).then_some(0.9)
}

/// The parts of a bilingual text: the lesser run, and what stands before and after it.
fn spans(heard: &[Heard], run: &Run) -> Vec<Span> {
    let other = run.language.other();
    [
        (other, 0..run.words.start),
        (run.language, run.words.clone()),
        (other, run.words.end..heard.len()),
    ]
    .into_iter()
    .filter(|(_, words)| !words.is_empty())
    .map(|(language, words)| span(heard, language, words))
    .collect()
}

/// Words, by number and never none, as bytes.
fn span(heard: &[Heard], language: Language, words: Range<usize>) -> Span {
    let from = heard[words.start].word.start as usize;
    let to = heard[words.end - 1].word.end as usize;
    Span {
        language,
        bytes: from..to,
    }
}

#[expect(clippy::cast_precision_loss, reason = "word counts are small")]
fn number(count: usize) -> f64 {
    count as f64
}
#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn languages(cases: &[(&str, TextLanguage)]) {
        for (text, expected) in cases {
            assert_eq!(detect(text).language, *expected, "{text}");
        }
    }

    /// Short posts of a bilingual account would be accused of lacking a language that stands in them; one with a French
    /// name on a line of its own would be let off.
    #[test]
    fn two_paragraphs_of_a_bilingual_account_are_two_versions() {
        for (text, expected) in [
            (
                "Map of the winter routes.\n\nCarte des routes d’hiver.",
                TextLanguage::Both,
            ),
            (
                "Ferry to Île-aux-Loups: tickets now sold online.\n\nTraversier pour l’Île-aux-Loups : billets maintenant en vente en ligne.",
                TextLanguage::Both,
            ),
            (
                "Our offices are closed on Friday for maintenance of the heating system.\nPort de Québec",
                TextLanguage::English,
            ),
            (
                "The lights are out.\nThey will be back on Friday.",
                TextLanguage::English,
            ),
        ] {
            assert_eq!(detect_for_both(text).language, expected, "{text}");
        }
    }

    /// A wrong verdict here accuses an account of writing in the other language.
    #[test]
    fn verdicts() {
        use TextLanguage::{Both, English, French, Other, Undetermined};
        languages(&[
            (
                "Our offices are closed on Friday for maintenance of the heating system.",
                English,
            ),
            (
                "Les feux du cap Winter sont éteints jusqu’à nouvel ordre.",
                French,
            ),
            (
                "Happy National Harbour Day! | Bonne Journée nationale des ports!",
                Both,
            ),
            (
                "Bonne Journée nationale des ports!\n\nHappy National Harbour Day!",
                Both,
            ),
            ("🚢❄️ #2025", Undetermined),
            ("HMCS Halifax", Undetermined),
            ("https://harbours.example/en/ice", Undetermined),
            (
                "Les glaces: www.example.ca #IceSafety @IceSafetyCA soyez prudents sur la rivière",
                French,
            ),
            ("ᐅᓪᓗᒥ ᓯᓚ ᐊᓂᑎᑉᐳᖅ ᐃᓄᐃᑦ ᓄᓇᖓᓐᓂ ᐊᒻᒪ ᑕᕆᐅᖅ ᓯᑯᓕᖅᑐᖅ", Other),
            (
                "Сьогодні ми вшановуємо пам’ять усіх, хто загинув на морі цього року",
                Other,
            ),
            (
                "Hoy recordamos a todas las personas que murieron en el mar durante este año",
                Other,
            ),
            (
                "ATTENTION : LA ROUTE DE GLACE EST FERMEE AUX VEHICULES",
                French,
            ),
        ]);
    }

    /// Exports break and decorate letters; the reader still knows the language.
    #[test]
    fn broken_and_decorated_letters() {
        use TextLanguage::{English, French};
        languages(&[
            ("La rivière est gelée, soyez prévenus.", French),
            ("La riviÃ¨re est gelÃ©e, soyez prÃ©venus.", French),
            (
                "La rivie\u{300}re est gele\u{301}e, soyez pre\u{301}venus.",
                French,
            ),
            ("𝐋𝐚 𝐫𝐢𝐯𝐢𝐞𝐫𝐞 𝐞𝐬𝐭 𝐠𝐞𝐥𝐞𝐞 𝐩𝐨𝐮𝐫 𝐥𝐡𝐢𝐯𝐞𝐫", French),
            ("Ｔｈｅ ｒｉｖｅｒ ｉｓ ｆｒｏｚｅｎ", English),
            ("Don\u{2019}t walk on the ice", English),
            ("Donâ€™t walk on the ice", English),
        ]);
    }

    /// A post that names an institution, a title or a person’s words of the other language is no version of it.
    #[test]
    fn what_is_only_carried() {
        use TextLanguage::{English, French};
        languages(&[
            (
                "The new rules of the Garde côtière canadienne start in May for every small boat.",
                English,
            ),
            (
                "Notre collègue a reçu le prix Public Service Award of Excellence hier à Ottawa.",
                French,
            ),
            (
                "She said « Nous sommes très heureux de vous revoir ici » and the whole room stood up.",
                English,
            ),
            (
                "Le rapport “What we heard about the ice in your community this year” paraîtra demain.",
                French,
            ),
        ]);
    }

    /// Whoever reads a verdict is told why there is none, where the versions stand and what was left over.
    #[test]
    fn reasons_and_places() {
        assert_eq!(detect("🍁!").abstention, Some(Abstention::NoWords));
        assert_eq!(
            detect("#Glace @GardeCotes").abstention,
            Some(Abstention::TagsOnly)
        );
        assert_eq!(
            detect("HMCS Halifax").abstention,
            Some(Abstention::NamesOnly)
        );
        let prose = "The ferry is late today.\nLe traversier est en retard aujourd’hui.";
        let spans = detect_prose(prose).spans;
        let parts: Vec<_> = spans
            .iter()
            .map(|it| (it.language, &prose[it.bytes.clone()]))
            .collect();
        assert_eq!(
            parts,
            [
                (Language::English, "The ferry is late today"),
                (Language::French, "Le traversier est en retard aujourd’hui"),
            ]
        );
        let prose = "The ferry to the islands leaves at noon from the old wharf with Plan de gestion du matériel \
                     et des services on board";
        let leftover = detect_prose(prose).leftover.map(|span| &prose[span.bytes]);
        assert_eq!(leftover, Some("de gestion du matériel et des"));
    }

    proptest! {
        /// No post stops a report, and a span can always be cut out of its text.
        #[test]
        fn any_text_is_judged(text in "(\\PC|[ \n.|/«»“”\"'’()éÃ©â€™]|the |les |nous sommes |we are ){0,60}") {
            let verdict = detect_prose(&text);
            prop_assert!((0.0..=1.0).contains(&verdict.confidence));
            prop_assert_eq!(verdict.abstention.is_some(), verdict.language == TextLanguage::Undetermined);
            for span in verdict.spans.iter().chain(&verdict.leftover) {
                prop_assert!(text.get(span.bytes.clone()).is_some_and(|part| !part.is_empty()));
            }
            prop_assert_eq!(verdict.language == TextLanguage::Both, !verdict.spans.is_empty());
            let _ = detect(&text);
        }
    }
}
