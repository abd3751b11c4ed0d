//! `unilingual-repost`: third-party content passed on in one language only.

use super::{Context, Rule};
use crate::model::{
    Bilingual, Judged, Language, Message, Origin, Publication, Reason, RuleInfo, Severity,
};
use crate::text::wording;
use std::collections::BTreeSet;

pub(super) struct UnilingualRepost;

static INFO: RuleInfo = RuleInfo {
    name: "unilingual-repost",
    title: Bilingual::new("Unilingual repost", "Rediffusion unilingue"),
    summary: Bilingual::new(
        "Third-party content was passed on in one official language only.",
        "Du contenu de tiers a été rediffusé dans une seule langue officielle.",
    ),
    manual: Bilingual::new(
        "\
What it checks
  Every repost and quote of somebody else’s post: is what is passed on in one official language only, with no
  equivalent passed on for the other public? Two reposts of one unilingual original are still unilingual.
Why
  When disseminating third-party information, sources that release information in both official languages must
  be actively sought (DAOD 2008-8, 4.10(6)). That such items should not be frequent and predominant stands only
  in guidelines that are rescinded.
Example
  The English account reposts an English-only newspaper; the French account reposts nothing.
What to do
  Look for the source’s account in the other language and repost that on the other account; else say the same
  in your own words there. The list is for judgement: each repost may be justified, their share is what counts.
Limits
  A repost of which the source shows no text cannot be judged and is listed as such. A repost of the
  institution’s own accounts is not third-party content.",
        "\
Ce que la règle vérifie
  Chaque rediffusion ou citation d’une publication d’autrui : le contenu rediffusé est-il dans une seule langue
  officielle, sans équivalent pour l’autre public? Deux rediffusions d’un même original unilingue restent
  unilingues.
Pourquoi
  Lors de la diffusion d’information provenant de tiers, il faut activement chercher des sources qui diffusent
  l’information dans les deux langues officielles (DOAD 2008-8, 4.10(6)). Que ces éléments ne doivent pas être
  fréquents et prédominants ne figure que dans des lignes directrices annulées.
Exemple
  Le compte anglais rediffuse un journal publié en anglais seulement; le compte français ne rediffuse rien.
Que faire
  Chercher le compte de la source dans l’autre langue et le rediffuser dans l’autre compte; sinon, y dire la
  même chose dans ses propres mots. La liste appelle un jugement : chaque rediffusion peut se justifier, c’est
  leur part qui compte.
Limites
  Une rediffusion dont la source ne montre pas le texte ne peut être jugée et est signalée comme telle. La
  rediffusion des comptes de l’institution elle-même n’est pas du contenu de tiers.",
    ),
    provisions: &[
        "gc-notice-social-third-party",
        "daod-2008-8-4.10-6",
        "web2-appE-redisseminate",
        "web2-tip-unilingual-not-predominant",
        "gosm-appA-5a",
    ],
    severity: Severity::Warning,
};

impl Rule for UnilingualRepost {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn publication(&self, publication: Publication, _context: &Context) -> Vec<Message> {
        passed_on(publication).into_iter().map(message).collect()
    }
}

/// The posts of a publication that pass on third-party content, if all of it is in one official language.
pub(super) fn passed_on(publication: Publication<'_>) -> Vec<&Judged> {
    let mut posts: Vec<&Judged> = match publication {
        Publication::Paired(_, posts) => vec![posts.english, posts.french],
        Publication::Bilingual(judged) | Publication::Lone(judged) => vec![judged],
    };
    // A quote whose other version says the same in the account's own words serves both publics.
    let alone = posts.len() == 2 && posts.iter().filter(|judged| passes_on(judged)).count() == 1;
    posts.retain(|judged| passes_on(judged));
    if alone {
        return Vec::new();
    }
    let languages: BTreeSet<Option<Language>> = posts
        .iter()
        .map(|judged| judged.reference_language.single())
        .collect();
    let unilingual = languages.len() == 1 && languages.first().is_some_and(Option::is_some);
    if unilingual { posts } else { Vec::new() }
}

fn message(judged: &Judged) -> Message {
    let only = wording::language(
        judged
            .reference_language
            .single()
            .unwrap_or(Language::English),
    );
    let source = source(judged);
    let mut message = Message::new(
        format!(
            "Third-party content in {} only passed on{}.",
            only.english, source.english
        ),
        format!(
            "Contenu de tiers en {} seulement rediffusé{}.",
            only.french, source.french
        ),
    );
    message.side = judged.side;
    message
}

/// Does the post pass on somebody else's post, and was it really published?
fn passes_on(judged: &Judged) -> bool {
    let reference = judged.post.origin.reference();
    judged.third_party
        && judged.reason != Some(Reason::Deleted)
        && matches!(judged.post.origin, Origin::Repost(_) | Origin::Quote(_))
        && reference.is_some_and(|it| it.complete && it.text.is_some())
}

/// Whose post it is, where that is known.
fn source(judged: &Judged) -> Bilingual<String> {
    match judged
        .post
        .origin
        .reference()
        .and_then(|it| it.account.as_deref())
    {
        Some(account) => {
            let account = account.trim_start_matches('@');
            Bilingual::text(
                format!(" (source: @{account})"),
                format!(" (source\u{a0}: @{account})"),
            )
        }
        None => Bilingual::text("", ""),
    }
}
