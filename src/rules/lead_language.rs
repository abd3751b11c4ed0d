//! `lead-language`: one language is always second.

use super::{Context, Rule};
use crate::model::{Bilingual, Comparison, Language, Message, RuleInfo, Severity};
use crate::text::wording;

pub(super) struct LeadLanguage;

static INFO: RuleInfo = RuleInfo {
    name: "lead-language",
    title: Bilingual::new("Always second", "Langue toujours publiée en second"),
    summary: Bilingual::new(
        "One official language is systematically published second.",
        "Une langue officielle est systématiquement publiée en second.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/lead-language.en.txt"),
        include_str!("manuals/lead-language.fr.txt"),
    ),
    provisions: &[
        "ola-3.1",
        "ola-41-2",
        "dolcs-6.6.4.1",
        "daod-2008-8-4.10-7",
        "web2-tip-media-bilingual",
        "gosm-appA-media-3",
    ],
    severity: Severity::Warning,
};

impl Rule for LeadLanguage {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn presence(&self, comparison: &Comparison, context: &Context) -> Vec<Message> {
        let mut skews = Bilingual::new(Vec::new(), Vec::new());
        for pair in &comparison.pairs {
            let Some(lagging) = pair.skew.lagging else {
                continue;
            };
            let counts = comparison.is_inside(pair) && pair.is_of_versions(comparison);
            if counts {
                skews.get_mut(lagging).push(pair.skew.seconds);
            }
        }
        let all = skews.english.len() + skews.french.len();
        if all < context.options.lead_pairs.max(1) {
            return Vec::new();
        }
        [Language::English, Language::French]
            .into_iter()
            .filter_map(|second| message(second, skews.get(second), all, context))
            .collect()
    }
}

fn message(second: Language, skews: &[i64], all: usize, context: &Context) -> Option<Message> {
    #[expect(clippy::cast_precision_loss, reason = "counts of pairs")]
    let reached = skews.len() as f64 >= context.options.lead_share * all as f64;
    if !reached || skews.is_empty() {
        return None;
    }
    let mut sorted = skews.to_vec();
    sorted.sort_unstable();
    let middle = wording::duration(sorted[sorted.len() / 2]);
    let (language, share) = (
        wording::language(second),
        wording::percent(skews.len(), all),
    );
    let mut message = Message::new(
        format!(
            "{} second in {} of {all} pairs ({}); median delay {}.",
            language.english,
            skews.len(),
            share.english,
            middle.english
        ),
        format!(
            "Version en {} publiée en second dans {} des {all} paires ({}); décalage médian\u{a0}: {}.",
            language.french,
            skews.len(),
            share.french,
            middle.french
        ),
    );
    message.side = Some(second);
    Some(message)
}
