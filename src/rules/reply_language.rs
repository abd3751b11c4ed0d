//! `reply-language`: a person was answered in the other official language.

use super::{Context, Rule};
use crate::model::{Bilingual, Judged, Message, Origin, Publication, Reason, RuleInfo, Severity};
use crate::text::{language, parts, pieces, wording};

pub(super) struct ReplyLanguage;

static INFO: RuleInfo = RuleInfo {
    name: "reply-language",
    title: Bilingual::new("Reply in the other language", "Réponse dans l’autre langue"),
    summary: Bilingual::new(
        "A reply is not in the official language of the message that it answers.",
        "Une réponse n’est pas dans la langue officielle du message auquel elle répond.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/reply-language.en.txt"),
        include_str!("manuals/reply-language.fr.txt"),
    ),
    provisions: &[
        "ola-22",
        "gc-notice-social-reply",
        "web2-tip-reply",
        "gosm-appA-9",
    ],
    severity: Severity::Warning,
};

/// From this confidence on a language is told of either text.
const SURE: f64 = 0.9;
/// Words that the message must have: of fewer its language is a guess.
const LEAST: usize = 5;

impl Rule for ReplyLanguage {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn publication(&self, publication: Publication, _context: &Context) -> Vec<Message> {
        match publication {
            Publication::Lone(judged) if judged.reason == Some(Reason::Reply) => {
                message(judged).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Says only the languages: what a person wrote is not repeated.
fn message(judged: &Judged) -> Option<Message> {
    let written = judged.language.single()?;
    let asked = judged.reference_language.single()?;
    let Origin::Reply(reference) = &judged.post.origin else {
        return None;
    };
    let text = parts::head(reference.text.as_deref()?);
    if written == asked
        || !judged.third_party
        || judged.language_confidence < SURE
        || !judged.post.complete
    {
        return None;
    }
    let prose = pieces::find(text).prose;
    let verdict = language::detect_prose(&prose);
    if parts::words(&prose).count() < LEAST || verdict.confidence < SURE {
        return None;
    }
    let (asked, written) = (wording::language(asked), wording::language(written));
    let message = Message::new(
        format!(
            "A message in {} was answered in {}.",
            asked.english, written.english
        ),
        format!(
            "Un message en {} a reçu une réponse en {}.",
            asked.french, written.french
        ),
    );
    Some(message.sure(judged.language_confidence.min(verdict.confidence)))
}
