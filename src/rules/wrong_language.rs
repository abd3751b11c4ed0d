//! `wrong-language`: a post that is not in the language of its account.

use super::{Context, Rule, Versions, checks};
use crate::model::{Bilingual, Judged, Message, Origin, Publication, Reason, RuleInfo, Severity};
use crate::text::wording;

pub(super) struct WrongLanguage;

static INFO: RuleInfo = RuleInfo {
    name: "wrong-language",
    title: Bilingual::new("Not in the account’s language", "Pas dans la langue du compte"),
    summary: Bilingual::new(
        "A post is not in the language of its account.",
        "Une publication n’est pas dans la langue de son compte.",
    ),
    manual: Bilingual::new(
        "\
What it checks
  The language of the words of every post on a single-language account, links, handles and hashtags left out.
Why
  Two single-language accounts serve two publics; content that reaches one of them in the other language only
  is not equivalent content (DAOD 2008-8, 4.10(4)) nor of equal quality (Directive on Official Languages for
  Communications and Services, 6.6.4.1).
Example
  French account: “Our offices are closed on Friday.”
What to do
  Publish the text in the account’s language, and remove or complete the wrong one.
Limits
  Posts in both languages, in a third language, without words, replies to persons and reposts are not held to
  it. Very short posts are judged only when the verdict is sure. The platform’s own language tag is not
  believed. The text that was copied from the other account has no version by that: its counterpart is still
  looked for, and may be reported as missing.",
        "\
Ce que la règle vérifie
  La langue des mots de chaque publication d’un compte unilingue, sans tenir compte des liens, des
  identifiants ni des mots-clics.
Pourquoi
  Deux comptes unilingues servent deux publics; un contenu qui n’atteint l’un d’eux que dans l’autre langue
  n’est ni équivalent (DOAD 2008-8, 4.10(4)) ni de qualité égale (Directive sur les langues officielles pour
  les communications et services, 6.6.4.1).
Exemple
  Compte français : « Our offices are closed on Friday. »
Que faire
  Publier le texte dans la langue du compte, puis supprimer ou compléter la publication fautive.
Limites
  Les publications dans les deux langues, dans une autre langue ou sans mots, les réponses à des personnes et
  les rediffusions n’y sont pas soumises. Les publications très courtes ne sont jugées que si le verdict est
  sûr. L’étiquette de langue de la plateforme n’est pas prise en compte. Le texte copié de l’autre compte n’a pas
  pour autant de version : son équivalent est toujours recherché et peut être signalé comme manquant.",
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
