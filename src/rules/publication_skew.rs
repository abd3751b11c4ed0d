//! `publication-skew`: the two versions of a pair were not published at the same time.

use super::{Context, Rule};
use crate::corpora::EMERGENCY_WORDS;
use crate::model::{Bilingual, Judged, Message, Publication, RuleInfo, Severity};
use crate::text::{parts, similarity::fold, wording};
use jiff::SignedDuration;

pub(super) struct PublicationSkew;

static INFO: RuleInfo = RuleInfo {
    name: "publication-skew",
    title: Bilingual::new("Publication-time skew", "Décalage de publication"),
    summary: Bilingual::new(
        "The two versions of a pair were not published at the same time.",
        "Les deux versions d’une paire n’ont pas été publiées en même temps.",
    ),
    manual: Bilingual::new(
        "\
What it checks
  The time between the two versions of every pair, against a reporting threshold: 15 minutes for routine posts,
  2 minutes for emergency and safety notices (posts that begin with words such as “warning” or “alert”).
Why
  Content required in both official languages must be available at the same time and be of equal quality
  (Directive on Official Languages for Communications and Services, 6.6.4.1). Obligations apply at all times,
  including during emergencies (preamble of the Act).
Example
  English warning at 12:58, French warning at 13:06: 8 minutes, French second.
What to do
  Have both versions ready before the first is published, and schedule them for the same minute; for
  emergencies prepare templates in both languages.
Limits
  The thresholds are ours: no act, directive or decision gives a number. A skew that is finer than the
  precision of the times (a date without hour) is not reported. An edited post counts from its first version.",
        "\
Ce que la règle vérifie
  Le temps écoulé entre les deux versions de chaque paire, par rapport à un seuil de signalement : 15 minutes
  pour les publications courantes, 2 minutes pour les avis d’urgence et de sécurité (qui commencent par des
  mots comme « avertissement » ou « alerte »).
Pourquoi
  Le contenu devant être offert dans les deux langues officielles est diffusé simultanément et est de qualité
  égale (Directive sur les langues officielles pour les communications et services, 6.6.4.1). Les obligations
  s’appliquent en tout temps, notamment lors de situations d’urgence (préambule de la Loi).
Exemple
  Avertissement en anglais à 12 h 58, en français à 13 h 06 : 8 minutes d’écart, le français en second.
Que faire
  Avoir les deux versions en main avant de publier la première et les programmer à la même minute; pour les
  urgences, préparer des gabarits dans les deux langues.
Limites
  Les seuils sont les nôtres : aucune loi, directive ou décision ne donne de chiffre. Un écart plus fin que la
  précision des heures (une date sans heure) n’est pas signalé. Pour une publication modifiée, la première
  version compte.",
    ),
    provisions: &[
        "dolcs-6.6.4.1",
        "ola-preamble-emergencies",
        "ocol-2020-emergency",
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
        let Publication::Paired(pair, posts) = publication else {
            return Vec::new();
        };
        let Some(lagging) = pair.skew.lagging else {
            return Vec::new();
        };
        if !pair.is_of_versions(context.comparison) {
            return Vec::new();
        }
        let (routine, urgent) = (context.options.skew_routine, context.options.skew_emergency);
        let is_past = |threshold: SignedDuration| {
            pair.skew.seconds - (pair.skew.precision - 1) > threshold.as_secs()
        };
        // Most pairs are past neither: their words need no look.
        if !is_past(routine.min(urgent)) {
            return Vec::new();
        }
        let emergency = is_emergency(posts.english) || is_emergency(posts.french);
        let threshold = if emergency { urgent } else { routine };
        if !is_past(threshold) {
            return Vec::new();
        }
        let time = wording::duration(pair.skew.seconds);
        let second = wording::language(lagging);
        let class = if emergency {
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
        message.severity = emergency.then_some(Severity::Error);
        message.corrected_at = Some(posts.get(lagging).post.published_at);
        vec![message]
    }
}

/// Does the post begin, within its first words, like an emergency or safety notice?
fn is_emergency(judged: &Judged) -> bool {
    let tokens = judged.post.content.text.split_whitespace();
    // Links, handles and tags stand before many notices.
    let words = tokens
        .filter(|token| !token.starts_with(['@', '#']) && !token.contains("://"))
        .flat_map(parts::words);
    words.take(6).any(|word| {
        let word = fold(word);
        EMERGENCY_WORDS
            .iter()
            .any(|beginning| word.starts_with(beginning))
    })
}
