//! `metadata`: the language tag of posts is not their language.

use super::{Context, Rule};
use crate::model::{Bilingual, Comparison, Judged, Language, Message, Origin, RuleInfo, Severity};
use crate::text::wording;

pub(super) struct Metadata;

static INFO: RuleInfo = RuleInfo {
    name: "metadata",
    title: Bilingual::new("Language tag", "Code de langue"),
    summary: Bilingual::new(
        "Posts are tagged with the other official language than their own.",
        "Des publications portent le code de l’autre langue officielle.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/metadata.en.txt"),
        include_str!("manuals/metadata.fr.txt"),
    ),
    provisions: &["dolcs-6.6.3.5"],
    severity: Severity::Warning,
};

/// Platforms on which the author sets the tag; elsewhere the platform guesses it.
const TAGGED: [&str; 3] = ["bluesky", "mastodon", "youtube"];
/// From this confidence on the language of a text is told.
const SURE: f64 = 0.9;

impl Rule for Metadata {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn presence(&self, comparison: &Comparison, _context: &Context) -> Vec<Message> {
        if !TAGGED.contains(&comparison.presence.platform()) {
            return Vec::new();
        }
        [Language::English, Language::French]
            .into_iter()
            .filter_map(|language| message(language, comparison))
            .collect()
    }
}

fn message(language: Language, comparison: &Comparison) -> Option<Message> {
    let tagged: Vec<Language> = comparison
        .inside()
        .filter(|judged| is_told(judged, language))
        .filter_map(|judged| Language::from_tag(judged.post.language_hint.as_deref()?))
        .collect();
    let wrong = tagged.iter().filter(|tag| **tag != language).count();
    if wrong == 0 {
        return None;
    }
    let (own, other) = (
        wording::language(language),
        wording::language(language.other()),
    );
    let all = tagged.len();
    let message = Message::new(
        format!(
            "Posts in {} tagged as {}: {wrong} of {all}; screen readers and search engines trust the tag.",
            own.english, other.english
        ),
        format!(
            "Publications en {} qui portent le code de l’autre langue ({})\u{a0}: {wrong} sur {all}; les lecteurs d’écran et les moteurs de recherche s’y fient.",
            own.french, other.french
        ),
    );
    Some(message.of(language))
}

/// Is it in the account's own words, surely in that language? A post on the wrong account bears the tag of that account:
/// `wrong-language` says enough.
fn is_told(judged: &Judged, language: Language) -> bool {
    judged.language.single() == Some(language)
        && judged.language_confidence >= SURE
        && judged.side.is_none_or(|side| side == language)
        && !matches!(judged.post.origin, Origin::Repost(_))
}
