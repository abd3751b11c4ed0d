//! `third-language`: posts in neither official language stand beside English and French, never in their place.

use super::reading::is_read;
use super::{Context, Rule};
use crate::model::{
    Bilingual, Comparison, Judged, Language, Message, Origin, Publication, Reason, RuleInfo,
    Severity, TextLanguage,
};
use jiff::SignedDuration;

pub(super) struct ThirdLanguage;

static INFO: RuleInfo = RuleInfo {
    name: "third-language",
    title: Bilingual::new("Third language", "Autre langue"),
    summary: Bilingual::new(
        "Posts in neither official language are counted apart and replace neither version.",
        "Les publications dans une autre langue sont comptées à part et ne remplacent aucune version.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/third-language.en.txt"),
        include_str!("manuals/third-language.fr.txt"),
    ),
    provisions: &["ola-83", "gc-notice-ol"],
    severity: Severity::Information,
};

/// How near the versions in English and French must stand.
const NEAR: SignedDuration = SignedDuration::from_hours(24);

impl Rule for ThirdLanguage {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn publication(&self, publication: Publication, context: &Context) -> Vec<Message> {
        let Publication::Lone(judged) = publication else {
            return Vec::new();
        };
        let missing = [Language::English, Language::French]
            .map(|language| is_third(judged) && lacks(language, judged, context.comparison));
        let (english, french) = match missing {
            [false, false] => return Vec::new(),
            [true, true] => ("English or French", "en français ou en anglais"),
            [true, false] => ("English", "en anglais"),
            [false, true] => ("French", "en français"),
        };
        let message = Message::new(
            format!(
                "In neither official language, and nothing of the presence in {english} within a day."
            ),
            format!(
                "Ni en français ni en anglais, et rien de la présence {french} à moins d’un jour."
            ),
        );
        vec![
            message
                .weighing(Severity::Warning)
                .sure(judged.language_confidence),
        ]
    }

    fn presence(&self, comparison: &Comparison, _context: &Context) -> Vec<Message> {
        let count = comparison.inside().filter(|it| is_third(it)).count();
        if count == 0 {
            return Vec::new();
        }
        vec![Message::new(
            format!(
                "Posts in neither official language: {count}; exempt, counted for neither language."
            ),
            format!(
                "Publications dans une autre langue\u{a0}: {count}; exemptées, comptées pour aucune des deux langues officielles."
            ),
        )]
    }
}

/// Own words in a third language.
fn is_third(judged: &Judged) -> bool {
    judged.reason == Some(Reason::ThirdLanguage) && !matches!(judged.post.origin, Origin::Repost(_))
}

/// Did the presence say nothing of its own in a language around that time?
fn lacks(language: Language, judged: &Judged, comparison: &Comparison) -> bool {
    let at = judged.post.published_at;
    if !is_read(comparison, language, at, NEAR, NEAR) {
        return false;
    }
    let from = at.saturating_sub(NEAR).unwrap_or(at);
    let to = at.saturating_add(NEAR).unwrap_or(at);
    let first = comparison
        .posts
        .partition_point(|it| it.post.published_at < from);
    let mut near = comparison.posts[first..]
        .iter()
        .take_while(|it| it.post.published_at <= to);
    !near.any(|it| {
        !matches!(it.post.origin, Origin::Repost(_))
            && it.is_disseminated()
            && (it.language == TextLanguage::Both || it.served() == Some(language))
    })
}
