//! `repost-share`: how much of what an account disseminates is third-party content in one language.

use super::unilingual_repost::passed_on;
use super::{Context, Rule};
use crate::model::{Bilingual, Comparison, Message, RuleInfo, Severity};
use crate::text::wording;

pub(super) struct RepostShare;

static INFO: RuleInfo = RuleInfo {
    name: "repost-share",
    title: Bilingual::new("Share of unilingual reposts", "Part des rediffusions unilingues"),
    summary: Bilingual::new(
        "Share of unilingual third-party content in everything disseminated.",
        "Part du contenu unilingue de tiers dans tout ce qui est diffusé.",
    ),
    manual: Bilingual::new(
        "\
What it checks
  For a presence and a period: unilingual third-party reposts and quotes, out of everything that was
  disseminated (own posts, threads, quotes, reposts; replies to persons and removed posts left out).
Why
  Sources in both official languages must be actively sought (DAOD 2008-8, 4.10(6)). Former guidance asked that
  unilingual items not be “a frequent and predominant method of disseminating information” (2011) and that they
  be “an infrequent or less predominant method of sharing information” (2014): both speak of the method, hence
  of a share of everything. Neither gives a number.
Example
  12 of 40 posts: 30%.
What to do
  If the share is high, look for partners who publish in both languages, and prefer own posts in both.
Limits
  Information below the threshold (50% unless set otherwise), a warning from there on. The threshold is ours.",
        "\
Ce que la règle vérifie
  Pour une présence et une période : les rediffusions et citations unilingues de contenu de tiers, par rapport à
  tout ce qui a été diffusé (publications propres, fils, citations, rediffusions; réponses à des
  personnes et publications supprimées exclues).
Pourquoi
  Il faut activement chercher des sources dans les deux langues officielles (DOAD 2008-8, 4.10(6)). D’anciennes
  lignes directrices demandaient que les éléments unilingues ne soient pas un moyen fréquent et prédominant de
  diffuser l’information (2011), ou qu’ils soient un moyen peu fréquent ou moins prédominant de la communiquer
  (2014) : les deux parlent du moyen, donc d’une part de l’ensemble. Aucune ne donne de chiffre.
Exemple
  12 publications sur 40 : 30 %.
Que faire
  Si la part est élevée, chercher des partenaires qui publient dans les deux langues et privilégier ses propres
  publications dans les deux langues.
Limites
  Information sous le seuil (50 %, sauf réglage contraire), avertissement à partir du seuil. Le seuil est le
  nôtre.",
    ),
    provisions: &[
        "gc-notice-social-third-party",
        "daod-2008-8-4.10-6",
        "web2-tip-unilingual-not-predominant",
        "gosm-appA-5a",
    ],
    severity: Severity::Information,
};

impl Rule for RepostShare {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn presence(&self, comparison: &Comparison, context: &Context) -> Vec<Message> {
        let (unilingual, disseminated) = share(comparison);
        if unilingual == 0 {
            return Vec::new();
        }
        let percent = wording::percent(unilingual, disseminated);
        let mut message = Message::new(
            format!(
                "{unilingual} of {disseminated} disseminated posts ({}) pass on third-party content in one language only.",
                percent.english
            ),
            format!(
                "{unilingual} des {disseminated} publications diffusées ({}) rediffusent du contenu de tiers dans une seule langue.",
                percent.french
            ),
        );
        #[expect(clippy::cast_precision_loss, reason = "counts of posts")]
        let high = unilingual as f64 >= context.options.repost_share * disseminated as f64;
        message.severity = high.then_some(Severity::Warning);
        vec![message]
    }
}

/// Posts that pass on third-party content in one language, and all disseminated posts of the period.
fn share(comparison: &Comparison) -> (usize, usize) {
    let unilingual = comparison
        .publications()
        .map(|publication| passed_on(publication).len())
        .sum();
    (
        unilingual,
        comparison
            .inside()
            .filter(|judged| judged.is_disseminated())
            .count(),
    )
}
