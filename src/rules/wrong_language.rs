//! `wrong-language`: a post that is not in the language of its account.

use super::{Context, Rule, Versions, checks};
use crate::model::{Bilingual, Judged, Message, Origin, Publication, Reason, RuleInfo, Severity};
use crate::text::wording;

pub(super) struct WrongLanguage;

static INFO: RuleInfo = RuleInfo {
    name: "wrong-language",
    title: Bilingual::new(
        "Not in the account’s language",
        "Pas dans la langue du compte",
    ),
    summary: Bilingual::new(
        "A post is not in the language of its account.",
        "Une publication n’est pas dans la langue de son compte.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/wrong-language.en.txt"),
        include_str!("manuals/wrong-language.fr.txt"),
    ),
    provisions: &["ola-22", "dolcs-6.6.4.1", "daod-2008-8-4.10-4"],
    severity: Severity::Error,
};

impl Rule for WrongLanguage {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn versions(&self, versions: &Versions) -> Vec<Message> {
        // Of what is published every post is judged, with or without its counterpart.
        if versions.around.published {
            return Vec::new();
        }
        checks::language::wrong_language(versions)
    }

    fn publication(&self, publication: Publication, _context: &Context) -> Vec<Message> {
        match publication {
            Publication::Paired(_, posts) => [posts.english, posts.french]
                .into_iter()
                .filter_map(message)
                .collect(),
            Publication::Bilingual(judged) | Publication::Lone(judged) => {
                message(judged).into_iter().collect()
            }
        }
    }
}

fn message(judged: &Judged) -> Option<Message> {
    let side = judged.side?;
    let written = judged.wrong_language()?;
    let own_words = !matches!(judged.post.origin, Origin::Repost(_))
        && !matches!(
            judged.reason,
            Some(Reason::Reply | Reason::Deleted | Reason::Fragment)
        );
    if !own_words {
        return None;
    }
    let (account, text) = (wording::language(side), wording::language(written));
    let mut message = Message::new(
        format!(
            "The {} account published a text in {}.",
            account.english, text.english
        ),
        format!(
            "Le compte {} a publié un texte en {}.",
            account.french, text.french
        ),
    );
    message.side = Some(side);
    message.confidence = judged.language_confidence;
    Some(message)
}
