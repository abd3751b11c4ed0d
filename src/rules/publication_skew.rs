//! `publication-skew`: the two versions of a pair were not published at the same time.

use super::emergency::is_emergency;
use super::{Context, Rule};
use crate::model::{Bilingual, Message, Publication, RuleInfo, Severity};
use crate::text::wording;

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
        late(publication, context, false).into_iter().collect()
    }
}

/// What is to be said of a late pair of emergency notices, or of other posts: the two have thresholds of their own.
pub(super) fn late(publication: Publication, context: &Context, urgent: bool) -> Option<Message> {
    let Publication::Paired(pair, posts) = publication else {
        return None;
    };
    let lagging = pair.skew.lagging?;
    let options = context.options;
    let threshold = if urgent {
        options.skew_emergency
    } else {
        options.skew_routine
    };
    let is_past = pair.skew.seconds - (pair.skew.precision - 1) > threshold.as_secs();
    // Most pairs are not past it: their words need no look.
    if !is_past
        || !pair.is_of_versions(context.comparison)
        || urgent != (is_emergency(posts.english) || is_emergency(posts.french))
    {
        return None;
    }
    let time = wording::duration(pair.skew.seconds);
    let second = wording::language(lagging);
    let class = if urgent {
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
    message.corrected_at = Some(posts.get(lagging).post.published_at);
    Some(message)
}
