//! `repost-share`: how much of what an account disseminates is third-party content in one language.

use super::unilingual_repost::passed_on;
use super::{Context, Rule};
use crate::model::{Bilingual, Comparison, Message, RuleInfo, Severity};
use crate::text::wording;

pub(super) struct RepostShare;

static INFO: RuleInfo = RuleInfo {
    name: "repost-share",
    title: Bilingual::new(
        "Share of unilingual reposts",
        "Part des rediffusions unilingues",
    ),
    summary: Bilingual::new(
        "Share of unilingual third-party content in everything disseminated.",
        "Part du contenu unilingue de tiers dans tout ce qui est diffusé.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/repost-share.en.txt"),
        include_str!("manuals/repost-share.fr.txt"),
    ),
    provisions: &[
        "gc-notice-social-third-party",
        "daod-2008-8-4.10-6",
        "web2-tip-unilingual-not-predominant",
        "gosm-appA-5a",
    ],
    severity: Severity::Information,
};

impl Rule for RepostShare {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn presence(&self, comparison: &Comparison, context: &Context) -> Vec<Message> {
        let (unilingual, disseminated) = share(comparison);
        if unilingual == 0 {
            return Vec::new();
        }
        let percent = wording::percent(unilingual, disseminated);
        let mut message = Message::new(
            format!(
                "{unilingual} of {disseminated} disseminated posts ({}) pass on third-party content in one language only.",
                percent.english
            ),
            format!(
                "{unilingual} des {disseminated} publications diffusées ({}) rediffusent du contenu de tiers dans une seule langue.",
                percent.french
            ),
        );
        #[expect(clippy::cast_precision_loss, reason = "counts of posts")]
        let high = unilingual as f64 >= context.options.repost_share * disseminated as f64;
        message.severity = high.then_some(Severity::Warning);
        vec![message]
    }
}

/// Posts that pass on third-party content in one language, and all disseminated posts of the period.
fn share(comparison: &Comparison) -> (usize, usize) {
    let unilingual = comparison
        .publications()
        .map(|publication| passed_on(publication).len())
        .sum();
    (
        unilingual,
        comparison
            .inside()
            .filter(|judged| judged.is_disseminated())
            .count(),
    )
}
