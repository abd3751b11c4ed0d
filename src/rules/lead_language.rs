//! `lead-language`: one language is always second.

use super::{Context, Rule};
use crate::model::{Bilingual, Comparison, Language, Message, RuleInfo, Severity};
use crate::text::wording;

pub(super) struct LeadLanguage;

static INFO: RuleInfo = RuleInfo {
    name: "lead-language",
    title: Bilingual::new("Always second", "Langue toujours publiée en second"),
    summary: Bilingual::new(
        "One official language is systematically published second.",
        "Une langue officielle est systématiquement publiée en second.",
    ),
    manual: Bilingual::new(
        "\
What it checks
  Over all pairs of a presence in the period: which language came second, however little. From 20 pairs and
  90% on (unless set otherwise), the direction is reported.
Why
  The norm is substantive equality, and the minority situation of French is taken into account (Official
  Languages Act, ss. 3.1 and 41(2)). Translation must be planned so that content is equal (DAOD 2008-8,
  4.10(7)). Former guidance asked that one language not always be the language of translation.
Example
  French second in 38 of 41 pairs, median delay 25 s.
What to do
  Schedule both versions for the same instant, or alternate which one goes first; plan texts written first in
  French.
Limits
  A finding about direction, not about any one pair, and no contravention by itself. Pairs published at the
  same instant, or whose times are too coarse, are left out.",
        "\
Ce que la règle vérifie
  Sur toutes les paires d’une présence durant la période : quelle langue est arrivée en second, de si peu que ce
  soit. À partir de 20 paires et de 90 % (sauf réglage contraire), le sens est signalé.
Pourquoi
  L’égalité réelle est la norme et il est tenu compte de la situation minoritaire du français (Loi sur les
  langues officielles, art. 3.1 et par. 41(2)). La traduction doit être planifiée afin d’assurer l’égalité du
  contenu (DOAD 2008-8, 4.10(7)). D’anciennes lignes directrices demandaient qu’une langue ne soit pas toujours
  celle de la traduction.
Exemple
  Le français en second dans 38 paires sur 41, décalage médian de 25 s.
Que faire
  Programmer les deux versions au même instant ou alterner celle qui paraît en premier; prévoir des textes
  rédigés d’abord en français.
Limites
  Le constat porte sur le sens et non sur une paire donnée; il ne constitue pas en soi un manquement. Les paires
  publiées au même instant, ou dont les heures sont trop imprécises, sont exclues.",
    ),
    provisions: &[
        "ola-3.1",
        "ola-41-2",
        "dolcs-6.6.4.1",
        "daod-2008-8-4.10-7",
        "web2-tip-media-bilingual",
        "gosm-appA-media-3",
    ],
    severity: Severity::Warning,
};

impl Rule for LeadLanguage {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn presence(&self, comparison: &Comparison, context: &Context) -> Vec<Message> {
        let mut skews = Bilingual::new(Vec::new(), Vec::new());
        for pair in &comparison.pairs {
            let Some(lagging) = pair.skew.lagging else {
                continue;
            };
            let counts = comparison.is_inside(pair) && pair.is_of_versions(comparison);
            if counts {
                skews.get_mut(lagging).push(pair.skew.seconds);
            }
        }
        let all = skews.english.len() + skews.french.len();
        if all < context.options.lead_pairs.max(1) {
            return Vec::new();
        }
        [Language::English, Language::French]
            .into_iter()
            .filter_map(|second| message(second, skews.get(second), all, context))
            .collect()
    }
}

fn message(second: Language, skews: &[i64], all: usize, context: &Context) -> Option<Message> {
    #[expect(clippy::cast_precision_loss, reason = "counts of pairs")]
    let reached = skews.len() as f64 >= context.options.lead_share * all as f64;
    if !reached || skews.is_empty() {
        return None;
    }
    let mut sorted = skews.to_vec();
    sorted.sort_unstable();
    let middle = wording::duration(sorted[sorted.len() / 2]);
    let (language, share) = (
        wording::language(second),
        wording::percent(skews.len(), all),
    );
    let mut message = Message::new(
        format!(
            "{} second in {} of {all} pairs ({}); median delay {}.",
            language.english,
            skews.len(),
            share.english,
            middle.english
        ),
        format!(
            "Version en {} publiée en second dans {} paires sur {all} ({}); décalage médian\u{a0}: {}.",
            language.french,
            skews.len(),
            share.french,
            middle.french
        ),
    );
    message.side = Some(second);
    Some(message)
}
