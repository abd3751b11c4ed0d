//! `automation`: posts of one form, as machines write them, again and again in one language.

use super::{Context, Rule};
use crate::model::{Bilingual, Comparison, Language, Message, Origin, Outcome, RuleInfo, Severity};
use crate::text::{
    parts, pieces,
    similarity::{fold, overlap, terms},
    wording,
};
use std::collections::BTreeMap;

pub(super) struct Automation;

static INFO: RuleInfo = RuleInfo {
    name: "automation",
    title: Bilingual::new("Series in one language", "Série dans une seule langue"),
    summary: Bilingual::new(
        "A series of posts of one form comes in one official language only.",
        "Une série de publications de même forme ne paraît que dans une langue officielle.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/automation.en.txt"),
        include_str!("manuals/automation.fr.txt"),
    ),
    provisions: &["reg-11-b"],
    severity: Severity::Information,
};

/// Posts that make a series.
const LEAST: usize = 5;
/// Words at the beginning by which a form is known.
const WORDS: usize = 5;
/// Share of the words that two texts of a series have in common.
const ALIKE: f64 = 0.5;

impl Rule for Automation {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn presence(&self, comparison: &Comparison, _context: &Context) -> Vec<Message> {
        [Language::English, Language::French]
            .into_iter()
            .filter_map(|language| message(language, comparison))
            .collect()
    }
}

/// All series of a language in one message.
fn message(language: Language, comparison: &Comparison) -> Option<Message> {
    let mut forms: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let missing = comparison.inside().filter(|judged| {
        judged.outcome == Outcome::MissingCounterpart
            && judged.served() == Some(language)
            && !matches!(judged.post.origin, Origin::Reply(_))
    });
    for judged in missing {
        let text = judged.post.content.text.as_str();
        if let Some(form) = form(text) {
            forms.entry(form).or_default().push(text);
        }
    }
    let of_one_beginning = forms.into_values().filter(|texts| texts.len() >= LEAST);
    let mut series: Vec<(usize, &str)> = of_one_beginning
        .filter_map(|texts| Some((alike(&texts), *texts.first()?)))
        .filter(|(count, _)| *count >= LEAST)
        .collect();
    series.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let (_, example) = *series.first()?;
    let count: usize = series.iter().map(|(count, _)| count).sum();
    let example = wording::excerpt(example, 40);
    let only = wording::language(language);
    let message = Message::new(
        format!(
            "{count} posts in {} only have one form (“{example}”): if a tool writes them, let it post in both languages.",
            only.english
        ),
        format!(
            "{count} publications en {} seulement ont une même forme («\u{a0}{example}\u{a0}»)\u{a0}: si un outil les rédige, faites-le publier dans les deux langues.",
            only.french
        ),
    );
    Some(message.of(language))
}

/// How many of the texts say, but for names and figures, what the first of them says: people begin alike, and go on
/// otherwise.
fn alike(texts: &[&str]) -> usize {
    let words = |text: &str| terms(&pieces::find(parts::head(text)).prose);
    let Some(first) = texts.first().map(|text| words(text)) else {
        return 0;
    };
    let like = texts
        .iter()
        .filter(|text| overlap(&first, &words(text)) >= ALIKE);
    like.count()
}

/// The first words with their figures masked: what a template leaves the same.
fn form(text: &str) -> Option<String> {
    let tokens = text.split_whitespace();
    let words: Vec<String> = tokens
        .filter(|token| !token.starts_with('@') && !token.contains("://"))
        .flat_map(parts::words)
        .take(WORDS)
        .map(|word| {
            if word.chars().any(|c| c.is_ascii_digit()) {
                "0".to_owned()
            } else {
                fold(word).into()
            }
        })
        .collect();
    (words.len() == WORDS).then(|| words.join(" "))
}
