//! `single-account`: a post of a bilingual account that stands in one language only.

use super::{Context, Rule, missing_counterpart};
use crate::model::{Accounts, Bilingual, Message, Publication, RuleInfo, Severity};

pub(super) struct SingleAccount;

static INFO: RuleInfo = RuleInfo {
    name: "single-account",
    title: Bilingual::new(
        "One language on a bilingual account",
        "Une seule langue sur un compte bilingue",
    ),
    summary: Bilingual::new(
        "A bilingual account posted in one official language only.",
        "Un compte bilingue a publié dans une seule langue officielle.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/single-account.en.txt"),
        include_str!("manuals/single-account.fr.txt"),
    ),
    provisions: &[
        "ola-22",
        "dolcs-6.1.1",
        "daod-2008-8-4.10",
        "daod-2008-8-4.10-5",
        "gosm-appA-6",
    ],
    severity: Severity::Error,
};

impl Rule for SingleAccount {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn publication(&self, publication: Publication, context: &Context) -> Vec<Message> {
        match &context.comparison.presence.accounts {
            Accounts::One(_) => missing_counterpart::missing(publication, context),
            Accounts::Two(_) => Vec::new(),
        }
    }
}
