//! A text in both languages as its two versions: a person pastes one, and each half goes into its own box.

use super::language::{detect, lean};
use super::{pieces, similarity};
use crate::model::{Bilingual, Language};
use std::ops::Range;

/// What stands between the versions on one line.
const BETWEEN: [&str; 4] = [" / ", " // ", " | ", " – "];
/// Notes that only say where the other version is, folded.
const NOTES: [&str; 6] = [
    "le francais suit",
    "francais ci dessous",
    "version francaise ci dessous",
    "english follows",
    "english below",
    "english version below",
];

/// The two versions, each in the order of the text; `None` where there are not two.
#[must_use]
pub fn part(text: &str) -> Option<Bilingual<String>> {
    let units = units(text);
    let languages = languages(text, &units);
    let mut halves = Bilingual::<String>::default();
    for (unit, language) in units.iter().zip(languages) {
        let words = text.get(unit.clone())?;
        if let (Some(language), false) = (language, is_between(words)) {
            halves.get_mut(language).push_str(words);
        }
    }
    let halves = halves.map(|half| tidy(&half));
    let (one, other) = (halves.english.len(), halves.french.len());
    // A title or a word of the other language makes no version.
    (NEAR * one.min(other) >= one.max(other) && one > 0).then_some(halves)
}

/// Two versions are not further apart than so many times the shorter one.
const NEAR: usize = 3;

/// What is given to one language as a whole: lines with their ends, or the sentences of a line in both.
fn units(text: &str) -> Vec<Range<usize>> {
    let mut units = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let sentences = sentences(text, range.clone());
        let own = |it: &Range<usize>| detect(&text[it.clone()]).language.single();
        let has = |language| sentences.iter().any(|it| own(it) == Some(language));
        if has(Language::English) && has(Language::French) {
            units.extend(sentences);
        } else {
            units.push(range);
        }
    }
    units
}

/// The sentences of a line, or what marks part.
fn sentences(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[line.clone()];
    let mut cuts: Vec<usize> = BETWEEN
        .iter()
        .flat_map(|mark| words.match_indices(mark))
        // The mark itself belongs to neither.
        .flat_map(|(at, mark)| [at, at + mark.len()])
        .collect();
    cuts.extend(
        words
            .match_indices(['.', '!', '?', '…'])
            .filter_map(|(at, mark)| {
                let end = at + mark.len();
                words[end..].starts_with(char::is_whitespace).then_some(end)
            }),
    );
    cuts.sort_unstable();
    cuts.dedup();
    let mut parts = Vec::new();
    let mut from = 0;
    for cut in cuts.into_iter().chain([words.len()]) {
        if cut > from {
            parts.push(line.start + from..line.start + cut);
            from = cut;
        }
    }
    parts
}

/// The language of each unit; what says none, such as a link, goes with what stands before it, or else behind.
fn languages(text: &str, units: &[Range<usize>]) -> Vec<Option<Language>> {
    let mut last = None;
    let mut languages: Vec<Option<Language>> = Vec::new();
    for unit in units {
        let words = &text[unit.clone()];
        let own = if is_note(words) {
            None
        } else {
            let sure = detect(words).language.single();
            sure.or_else(|| lean(&pieces::prose(words)))
        };
        last = own.or(last);
        languages.push(last);
    }
    let first = languages.iter().find_map(|it| *it);
    languages.iter().map(|it| it.or(first)).collect()
}

/// Is it only what stands between the versions?
fn is_between(text: &str) -> bool {
    let has_letters = text.chars().any(char::is_alphanumeric);
    let is_mark = |c: char| matches!(c, '/' | '|' | '-' | '–' | '—' | '*' | '_' | '=' | '~');
    is_note(text) || !has_letters && text.contains(is_mark)
}

fn is_note(text: &str) -> bool {
    let folded = similarity::fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let plain = words.filter(|word| !word.is_empty()).collect::<Vec<_>>();
    NOTES.contains(&plain.join(" ").as_str())
}

/// Without blank lines at the ends, and no more than one between.
fn tidy(half: &str) -> String {
    let mut text = half.trim().to_owned();
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A practitioner would else cut and paste each bilingual text by hand, and a half could end in the wrong box.
    #[test]
    fn each_half_goes_into_its_box() {
        let both = |text: &str| part(text).map(|it| (it.english, it.french));
        let (english, french) = (
            "Wear your life jacket on the water this weekend.",
            "Portez votre gilet de sauvetage sur l’eau cette fin de semaine.",
        );
        let expected = Some((english.to_owned(), french.to_owned()));
        for text in [
            format!("{english}\n\n{french}"),
            format!("{french}\n---\n{english}"),
            format!("{english} / {french}"),
            format!("{english} | {french}\n"),
            format!("{english} {french}"),
            format!("(Le français suit)\n{english}\n\n{french}"),
            format!("{english}\r\n\r\n{french}\r\n").replace('\r', ""),
        ] {
            assert_eq!(both(&text), expected, "{text}");
        }
        let tagged = format!(
            "{english}\nhttps://canada.ca/en #SafeBoating\n\n\n{french}\nhttps://canada.ca/fr"
        );
        assert_eq!(
            both(&tagged),
            Some((
                format!("{english}\nhttps://canada.ca/en #SafeBoating"),
                format!("{french}\nhttps://canada.ca/fr")
            ))
        );
        let named = format!("{english} {english} Bonne fête à tous!");
        for one in [
            english,
            french,
            &named,
            "",
            "https://canada.ca",
            "#Canada 🇨🇦 / 🇨🇦",
        ] {
            assert_eq!(part(one), None, "{one}");
        }
    }
}
