//! `volume-parity`: one language gets fewer items than the other, by more than chance.

use super::coverage::are_read;
use super::{Context, Rule};
use crate::model::{
    Bilingual, Comparison, Judged, Language, Message, Origin, Reason, RuleInfo, Severity, Share,
    TextLanguage,
};
use crate::text::wording;

pub(super) struct VolumeParity;

static INFO: RuleInfo = RuleInfo {
    name: "volume-parity",
    title: Bilingual::new("Items per language", "Nombre de publications par langue"),
    summary: Bilingual::new(
        "Fewer items are published in one official language than in the other.",
        "Moins de publications paraissent dans une langue officielle que dans l’autre.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/volume-parity.en.txt"),
        include_str!("manuals/volume-parity.fr.txt"),
    ),
    provisions: &[
        "ola-22",
        "daod-2008-8-4.10-4",
        "ola-2-a",
        "ola-3.1",
        "ocol-2015-ministers",
        "web2-tip-two-accounts",
    ],
    severity: Severity::Warning,
};

impl Rule for VolumeParity {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn presence(&self, comparison: &Comparison, context: &Context) -> Vec<Message> {
        let items = items(comparison);
        let fewer = if items.english < items.french {
            Language::English
        } else {
            Language::French
        };
        let (few, many) = (*items.get(fewer), *items.get(fewer.other()));
        // Of none at all `platform-coverage` speaks.
        if few == 0 {
            return Vec::new();
        }
        let (low, high) = interval(few, few + many);
        let threshold = context.options.volume_ratio;
        if high >= threshold {
            return Vec::new();
        }
        let (less, more) = (wording::language(fewer), wording::language(fewer.other()));
        #[expect(clippy::cast_precision_loss, reason = "counts of posts")]
        let ratio = number(few as f64 / many as f64);
        let (low, high, threshold) = (number(low), number(high), number(threshold));
        let message = Message::new(
            format!(
                "Items: {few} in {} for {many} in {}; ratio {} (95% interval {} to {}; reporting threshold {}).",
                less.english,
                more.english,
                ratio.english,
                low.english,
                high.english,
                threshold.english
            ),
            format!(
                "Publications\u{a0}: {few} en {} pour {many} en {}; rapport de {} (intervalle à 95\u{a0}%\u{a0}: de {} à {}; seuil de signalement\u{a0}: {}).",
                less.french, more.french, ratio.french, low.french, high.french, threshold.french
            ),
        );
        vec![message.of(fewer)]
    }
}

/// The items of the period in each language, where both accounts were read. A bilingual post is one in each.
pub(super) fn items(comparison: &Comparison) -> Bilingual<usize> {
    let mut items = Bilingual::default();
    let counted = comparison.inside().filter(|judged| is_item(judged));
    for judged in counted.filter(|it| are_read(comparison, it.post.published_at)) {
        if judged.language == TextLanguage::Both {
            items.english += 1;
            items.french += 1;
        } else if let Some(language) = judged.served() {
            *items.get_mut(language) += 1;
        }
    }
    items
}

/// Something that the account itself says to the public, in words.
fn is_item(judged: &Judged) -> bool {
    judged.is_disseminated()
        && !matches!(judged.post.origin, Origin::Repost(_))
        && !matches!(
            judged.reason,
            Some(Reason::NoWords | Reason::ThirdLanguage | Reason::ThreadPart)
        )
}

/// The ratio of the fewer to the others with 95 % confidence: that of their share of all.
fn interval(few: usize, all: usize) -> (f64, f64) {
    let ratio = |share: f64| share / (1.0 - share);
    // Of nothing anything may be.
    let (low, high) = Share::new(few, all).bounds().unwrap_or((0.0, 1.0));
    (ratio(low), ratio(high))
}

/// With two decimals.
fn number(value: f64) -> Bilingual<String> {
    let english = format!("{value:.2}");
    Bilingual::new(english.clone(), english.replace('.', ","))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 3 for 5 would be called a habit though it is chance.
    #[test]
    fn the_interval_is_wide_for_few_and_narrow_for_many() {
        let (low, high) = interval(3, 8);
        assert!(low < 0.3 && high > 1.0, "{low} {high}");
        let (low, high) = interval(300, 800);
        assert!(low > 0.5 && high < 0.7, "{low} {high}");
    }
}
