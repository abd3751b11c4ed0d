//! `publication-skew`: the two versions of a pair were not published at the same time.

use super::{Context, Rule};
use crate::corpora::EMERGENCY_WORDS;
use crate::model::{Bilingual, Judged, Message, Publication, RuleInfo, Severity};
use crate::text::{parts, similarity::fold, wording};
use jiff::SignedDuration;

pub(super) struct PublicationSkew;

static INFO: RuleInfo = RuleInfo {
    name: "publication-skew",
    title: Bilingual::new("Publication-time skew", "Décalage de publication"),
    summary: Bilingual::new(
        "The two versions of a pair were not published at the same time.",
        "Les deux versions d’une paire n’ont pas été publiées en même temps.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/publication-skew.en.txt"),
        include_str!("manuals/publication-skew.fr.txt"),
    ),
    provisions: &[
        "dolcs-6.6.4.1",
        "ola-preamble-emergencies",
        "ocol-2020-emergency",
        "tbs-2016-equal-simultaneous",
        "web2-tip-simultaneous",
        "gosm-appA-4",
    ],
    severity: Severity::Warning,
};

impl Rule for PublicationSkew {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn publication(&self, publication: Publication, context: &Context) -> Vec<Message> {
        let Publication::Paired(pair, posts) = publication else {
            return Vec::new();
        };
        let Some(lagging) = pair.skew.lagging else {
            return Vec::new();
        };
        if !pair.is_of_versions(context.comparison) {
            return Vec::new();
        }
        let (routine, urgent) = (context.options.skew_routine, context.options.skew_emergency);
        let is_past = |threshold: SignedDuration| {
            pair.skew.seconds - (pair.skew.precision - 1) > threshold.as_secs()
        };
        // Most pairs are past neither: their words need no look.
        if !is_past(routine.min(urgent)) {
            return Vec::new();
        }
        let emergency = is_emergency(posts.english) || is_emergency(posts.french);
        let threshold = if emergency { urgent } else { routine };
        if !is_past(threshold) {
            return Vec::new();
        }
        let time = wording::duration(pair.skew.seconds);
        let second = wording::language(lagging);
        let class = if emergency {
            Bilingual::new(
                "emergency or safety notice, ",
                "avis d’urgence ou de sécurité, ",
            )
        } else {
            Bilingual::new("", "")
        };
        let limit = wording::duration(threshold.as_secs());
        let mut message = Message::new(
            format!(
                "{} published {} later ({}reporting threshold {}).",
                second.english, time.english, class.english, limit.english
            ),
            format!(
                "Version en {} publiée {} plus tard ({}seuil de signalement\u{a0}: {}).",
                second.french, time.french, class.french, limit.french
            ),
        );
        message.confidence = pair.confidence;
        message.severity = emergency.then_some(Severity::Error);
        message.corrected_at = Some(posts.get(lagging).post.published_at);
        vec![message]
    }
}

/// Does the post begin, within its first words, like an emergency or safety notice?
fn is_emergency(judged: &Judged) -> bool {
    let tokens = judged.post.content.text.split_whitespace();
    // Links, handles and tags stand before many notices.
    let words = tokens
        .filter(|token| !token.starts_with(['@', '#']) && !token.contains("://"))
        .flat_map(parts::words);
    words.take(6).any(|word| {
        let word = fold(word);
        EMERGENCY_WORDS
            .iter()
            .any(|beginning| word.starts_with(beginning))
    })
}
