//! `emergency`: an emergency or safety notice that is late or missing in one language.
//!
//! What the routine rules say of other posts, this one says of notices, by a threshold of its own: one fact, one finding.

use super::coverage::is_read;
use super::{Context, Rule, missing_counterpart, publication_skew};
use crate::corpora::{EMERGENCY_NAMES, EMERGENCY_WORDS};
use crate::model::{Bilingual, Judged, Message, Outcome, Publication, RuleInfo, Severity};
use crate::text::{
    parts,
    similarity::{Term, fold},
    wording,
};
use jiff::SignedDuration;

pub(super) struct Emergency;

static INFO: RuleInfo = RuleInfo {
    name: "emergency",
    title: Bilingual::new(
        "Emergency notice in one language",
        "Avis d’urgence dans une seule langue",
    ),
    summary: Bilingual::new(
        "An emergency or safety notice is late or missing in one official language.",
        "Un avis d’urgence ou de sécurité tarde ou manque dans une langue officielle.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/emergency.en.txt"),
        include_str!("manuals/emergency.fr.txt"),
    ),
    provisions: &[
        "ola-preamble-emergencies",
        "reg-8-c",
        "ocol-2020-emergency",
        "dolcs-6.6.4.1",
        "ola-22",
        "web2-tip-simultaneous",
        "gosm-appA-4",
    ],
    severity: Severity::Error,
};

/// A counterpart may have come first: this much before the notice must have been read as well.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(24);
/// From this probability on a post that is there already may be the counterpart.
const DOUBT: f64 = 0.1;
/// Below this confidence the language of a notice is not told.
const SURE: f64 = 0.75;

impl Rule for Emergency {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn publication(&self, publication: Publication, context: &Context) -> Vec<Message> {
        let message = match publication {
            Publication::Paired(..) => publication_skew::late(publication, context, true),
            Publication::Lone(judged) if !is_emergency(judged) => None,
            Publication::Lone(judged) => match judged.outcome {
                Outcome::MissingCounterpart => missing(judged, context),
                Outcome::Pending => overdue(judged, context),
                _ => None,
            },
            Publication::Bilingual(_) => None,
        };
        message.into_iter().collect()
    }
}

/// The window has closed and nothing came.
fn missing(judged: &Judged, context: &Context) -> Option<Message> {
    let mut message = missing_counterpart::message(judged, context)?;
    let Bilingual { english, french } = message.text;
    message.text = Bilingual::new(
        format!("Emergency or safety notice. {english}"),
        format!("Avis d’urgence ou de sécurité. {french}"),
    );
    message.severity = Some(Severity::Error);
    Some(message)
}

/// The window is open still, but a warning does not wait for it.
fn overdue(judged: &Judged, context: &Context) -> Option<Message> {
    let language = judged.served()?;
    let limit = context.options.skew_emergency;
    let (comparison, post) = (context.comparison, &judged.post);
    let other = judged.side.unwrap_or(language).other();
    let fine = SignedDuration::from_secs(post.precision.seconds());
    let after = limit.saturating_add(fine);
    let may_be_there = judged
        .nearest
        .is_some_and(|nearest| nearest.confidence >= DOUBT);
    if may_be_there
        || judged.language_confidence < SURE
        || !is_read(comparison, other, post.published_at, LOOK_BACK, after)
    {
        return None;
    }
    let (wanted, limit) = (
        wording::language(language.other()),
        wording::duration(limit.as_secs()),
    );
    let message = Message::new(
        format!(
            "Emergency or safety notice without {} version after the reporting threshold of {}.",
            wanted.english, limit.english
        ),
        format!(
            "Avis d’urgence ou de sécurité sans version en {} après le seuil de signalement de {}.",
            wanted.french, limit.french
        ),
    );
    Some(message.sure(judged.language_confidence))
}

/// First words among which one makes a notice …
const FIRST: usize = 6;
/// … and words by which a name is known that begins with one of them.
const NAME: usize = 3;

/// Does the post begin, within its first words, like an emergency or safety notice?
pub(super) fn is_emergency(judged: &Judged) -> bool {
    // Links, handles and tags stand before many notices.
    let tokens = judged.post.content.text.split_whitespace();
    let words = tokens
        .filter(|token| !token.starts_with(['@', '#']) && !token.contains("://"))
        .flat_map(parts::words)
        .map(fold);
    let begins = |word: Term| {
        EMERGENCY_WORDS
            .iter()
            .any(|beginning| word.starts_with(beginning))
    };
    if !words.clone().take(FIRST).any(begins) {
        return false;
    }
    let phrase: Vec<Term> = words.take(FIRST + NAME).collect();
    let phrase = phrase.join(" ").replace(['\'', '’', '-'], " ");
    !EMERGENCY_NAMES.iter().any(|name| phrase.contains(name))
}
