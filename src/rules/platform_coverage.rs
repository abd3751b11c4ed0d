//! `platform-coverage`: a platform that is served in one language only.

use super::volume_parity::items;
use super::{Context, Rule};
use crate::model::{Bilingual, Comparison, Language, Message, Outcome, RuleInfo, Severity};
use crate::text::wording;

pub(super) struct PlatformCoverage;

static INFO: RuleInfo = RuleInfo {
    name: "platform-coverage",
    title: Bilingual::new(
        "Platform in one language",
        "Plateforme dans une seule langue",
    ),
    summary: Bilingual::new(
        "A platform is served in one official language only.",
        "Une plateforme n’est alimentée que dans une langue officielle.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/platform-coverage.en.txt"),
        include_str!("manuals/platform-coverage.fr.txt"),
    ),
    provisions: &[
        "ola-30",
        "ola-22",
        "fc-2022-563",
        "web2-4.2-2-5-1",
        "gosm-4.2-b-platform",
    ],
    severity: Severity::Error,
};

/// Posts without counterpart that it takes: fewer may be a slip.
const LEAST: usize = 5;

impl Rule for PlatformCoverage {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn presence(&self, comparison: &Comparison, _context: &Context) -> Vec<Message> {
        let items = items(comparison);
        let silent = [Language::English, Language::French]
            .into_iter()
            .find(|language| *items.get(*language) == 0);
        let Some(silent) = silent else {
            return Vec::new();
        };
        let other = silent.other();
        let missing = comparison.inside().filter(|judged| {
            judged.outcome == Outcome::MissingCounterpart && judged.served() == Some(other)
        });
        if missing.count() < LEAST {
            return Vec::new();
        }
        let count = items.get(other);
        let (none, only) = (wording::language(silent), wording::language(other));
        let platform = comparison.presence.platform();
        let message = Message::new(
            format!(
                "Nothing in {} on {platform} in this period, {count} items in {}.",
                none.english, only.english
            ),
            format!(
                "Rien en {} sur {platform} durant la période, {count} publications en {}.",
                none.french, only.french
            ),
        );
        vec![message.of(silent)]
    }
}
