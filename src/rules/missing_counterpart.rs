//! `missing-counterpart`: a post on one of two accounts that the other account never published in its language.

use super::emergency::is_emergency;
use super::{Context, Rule};
use crate::model::{
    Accounts, Bilingual, Judged, Message, Outcome, Publication, Reason, RuleInfo, Severity,
};
use crate::text::wording;

pub(super) struct MissingCounterpart;

static INFO: RuleInfo = RuleInfo {
    name: "missing-counterpart",
    title: Bilingual::new("Missing counterpart", "Version équivalente manquante"),
    summary: Bilingual::new(
        "An official post has no equivalent in the other official language.",
        "Une publication officielle n’a pas de version équivalente dans l’autre langue officielle.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/missing-counterpart.en.txt"),
        include_str!("manuals/missing-counterpart.fr.txt"),
    ),
    provisions: &[
        "ola-22",
        "dolcs-6.6.4.1",
        "daod-2008-8-4.10",
        "daod-2008-8-4.10-4",
        "csc-cd227-official-languages",
        "fc-2022-563",
        "web2-tip-simultaneous",
        "gosm-appA-4",
    ],
    severity: Severity::Error,
};

impl Rule for MissingCounterpart {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn publication(&self, publication: Publication, context: &Context) -> Vec<Message> {
        match &context.comparison.presence.accounts {
            Accounts::Two(_) => missing(publication, context),
            Accounts::One(_) => Vec::new(),
        }
    }
}

/// The finding of a lone post that should have a counterpart, on two accounts or on one. Of an emergency notice that
/// rule speaks.
pub(super) fn missing(publication: Publication, context: &Context) -> Vec<Message> {
    match publication {
        Publication::Lone(judged)
            if judged.outcome == Outcome::MissingCounterpart && !is_emergency(judged) =>
        {
            message(judged, context).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// No equivalent, and what came nearest.
pub(super) fn message(judged: &Judged, context: &Context) -> Option<Message> {
    let language = judged.served()?;
    let wanted = wording::language(language.other());
    let window = wording::duration(context.window.as_secs());
    let mut english = format!(
        "No {} equivalent found within {}",
        wanted.english, window.english
    );
    let mut french = format!(
        "Aucune version équivalente en {} repérée dans un délai de {}",
        wanted.french, window.french
    );
    if judged.reason == Some(Reason::CounterpartRemoved) {
        english = format!("The {} equivalent existed and was removed", wanted.english);
        french = format!(
            "La version équivalente en {} a existé, puis a été supprimée",
            wanted.french
        );
    }
    let mut confidence = judged.language_confidence.max(0.5);
    if let Some(nearest) = judged.nearest.filter(|nearest| nearest.confidence >= 0.02) {
        let other = wording::excerpt(
            &context.comparison.posts[nearest.post].post.content.text,
            40,
        );
        let share = wording::probability(nearest.confidence);
        english = format!("{english}; nearest: “{other}” ({})", share.english);
        french = format!(
            "{french}; la plus proche\u{a0}: «\u{a0}{other}\u{a0}» ({})",
            share.french
        );
        confidence *= 1.0 - nearest.confidence;
    }
    let mut message = Message::new(english + ".", french + ".");
    message.severity = (confidence < 0.7).then_some(Severity::Warning);
    message.confidence = confidence;
    Some(message)
}
