//! `single-account`: a post of a bilingual account that stands in one language only.

use super::{Context, Rule, missing_counterpart};
use crate::model::{Accounts, Bilingual, Message, Publication, RuleInfo, Severity};

pub(super) struct SingleAccount;

static INFO: RuleInfo = RuleInfo {
    name: "single-account",
    title: Bilingual::new("One language on a bilingual account", "Une seule langue sur un compte bilingue"),
    summary: Bilingual::new(
        "A bilingual account posted in one official language only.",
        "Un compte bilingue a publié dans une seule langue officielle.",
    ),
    manual: Bilingual::new(
        "\
What it checks
  Every post of an account that serves both languages: does it carry both, or is there a second post with the
  other version within the window?
Why
  If one bilingual account is used, content must be posted in both official languages (DAOD 2008-8, 4.10(5)).
Example
  LinkedIn page: “Join our team in Halifax.” No French in the post, no French post after it.
What to do
  Add the missing language to the post where the platform allows it, or publish the other version as a second
  post right after. Where both stand in one post, French comes first in Quebec, English elsewhere (Directive
  on Official Languages for Communications and Services, 6.1.1).
Limits
  Text inside a picture cannot be read: a bilingual image counts for nothing here. A title or slogan in the
  other language does not make a post bilingual.",
        "\
Ce que la règle vérifie
  Chaque publication d’un compte qui sert les deux langues : est-elle dans les deux langues, ou une deuxième
  publication en donne-t-elle l’autre version à l’intérieur de la fenêtre?
Pourquoi
  Si un seul compte bilingue est utilisé, le contenu doit être publié dans les deux langues officielles
  (DOAD 2008-8, 4.10(5)).
Exemple
  Page LinkedIn : « Join our team in Halifax. » Aucun texte français dans la publication, ni dans une
  publication suivante.
Que faire
  Ajouter la langue manquante à la publication si la plateforme le permet, ou publier l’autre version
  immédiatement après. Lorsque les deux langues figurent dans une même publication, le français vient en
  premier au Québec et l’anglais ailleurs (Directive sur les langues officielles pour les communications et
  services, 6.1.1).
Limites
  Le texte contenu dans une image ne peut pas être lu : une image bilingue ne compte pas ici. Un titre ou un
  slogan dans l’autre langue ne rend pas une publication bilingue.",
    ),
    provisions: &["ola-22", "dolcs-6.1.1", "daod-2008-8-4.10", "daod-2008-8-4.10-5", "gosm-appA-6"],
    severity: Severity::Error,
};

impl Rule for SingleAccount {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn publication(&self, publication: Publication, context: &Context) -> Vec<Message> {
        match &context.comparison.presence.accounts {
            Accounts::One(_) => missing_counterpart::missing(publication, context),
            Accounts::Two(_) => Vec::new(),
        }
    }
}
