//! `[rules.NAME]`: thresholds and addresses of the rules.

use super::values::{duration, fraction};
use crate::model::{Bilingual, Problem};
use crate::rules;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct RulesTable {
    publication_skew: SkewTable,
    pub(super) repost_share: ShareTable,
    pub(super) lead_language: LeadTable,
    pub(super) volume_parity: ShareTable,
    pub(super) edit_parity: DelayTable,
    pub(super) terms_link: TermsTable,
}

/// Where the social media notice of the institution stands.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct TermsTable {
    pub(super) address: Option<Bilingual<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct SkewTable {
    pub(super) threshold: Option<String>,
    pub(super) emergency: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct ShareTable {
    pub(super) threshold: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct DelayTable {
    pub(super) threshold: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct LeadTable {
    pub(super) threshold: Option<f64>,
    pub(super) pairs: Option<usize>,
}

impl RulesTable {
    pub(super) fn into_options(self, place: &str) -> Result<rules::Options, Problem> {
        let mut options = rules::Options::default();
        if let Some(text) = self.publication_skew.threshold {
            options.skew_routine = duration(place, "rules.publication-skew.threshold", &text)?;
        }
        if let Some(text) = self.publication_skew.emergency {
            options.skew_emergency = duration(place, "rules.publication-skew.emergency", &text)?;
        }
        if let Some(share) = self.repost_share.threshold {
            options.repost_share = fraction(place, "rules.repost-share.threshold", share)?;
        }
        if let Some(share) = self.lead_language.threshold {
            options.lead_share = fraction(place, "rules.lead-language.threshold", share)?;
        }
        if let Some(pairs) = self.lead_language.pairs {
            options.lead_pairs = pairs;
        }
        if let Some(ratio) = self.volume_parity.threshold {
            options.volume_ratio = fraction(place, "rules.volume-parity.threshold", ratio)?;
        }
        if let Some(text) = self.edit_parity.threshold {
            options.edit_delay = duration(place, "rules.edit-parity.threshold", &text)?;
        }
        options.terms = self.terms_link.address;
        Ok(options)
    }
}
