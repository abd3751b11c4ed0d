//! `missing-counterpart`: a post on one of two accounts that the other account never published in its language.

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
        "\
What it checks
  Every post of two single-language accounts that carries words: was a post that says the same published on
  the other account within the window (7 days unless set otherwise)?
Why
  The public has the right to communicate with federal institutions in the official language of its choice
  (Official Languages Act, s. 22). If two single-language accounts are used, equivalent content must be posted
  in both (DAOD 2008-8, 4.10(4)). Courts have awarded damages for posts in English only (2022 FC 563).
Example
  English account, Tuesday 9:00: “We are hiring deckhands. Apply by March 21.” French account: nothing.
What to do
  Publish the missing version now, and note when: a late version still serves its readers. If the version
  exists in other words, the nearest post named may be it.
Limits
  Only where both accounts were read without a gap until the window closed; else the post is pending or not
  comparable. Posts without words, replies to persons, third languages and third-party reposts are not held to
  it. A pair in very different words may be missed: the nearest post, if one comes near,
  is named with its probability.",
        "\
Ce que la règle vérifie
  Chaque publication de deux comptes unilingues qui comporte des mots : une publication qui dit la même chose
  a-t-elle paru dans l’autre compte à l’intérieur de la fenêtre (sept jours, sauf réglage contraire)?
Pourquoi
  Le public a le droit de communiquer avec les institutions fédérales dans la langue officielle de son choix
  (Loi sur les langues officielles, art. 22). Si deux comptes unilingues sont utilisés, un contenu équivalent
  doit être publié dans les deux (DOAD 2008-8, 4.10(4)). Des tribunaux ont accordé des dommages-intérêts pour
  des publications en anglais seulement (2022 CF 563).
Exemple
  Compte anglais, mardi, 9 h : « We are hiring deckhands. Apply by March 21. » Compte français : rien.
Que faire
  Publier sans attendre la version manquante et noter l’heure : même tardive, elle sert son public. Si la
  version existe en d’autres mots, la publication la plus proche indiquée l’est peut-être.
Limites
  La règle ne s’applique que si les deux comptes ont été lus sans lacune jusqu’à la fermeture de la fenêtre;
  sinon, la publication est en attente ou non comparable. Les publications sans mots, les réponses à des
  personnes, les autres langues et les rediffusions de contenu de tiers n’y sont pas soumises. Une paire
  formulée très différemment peut échapper à la règle : la publication la plus proche, s’il y en a une, est indiquée avec sa
  probabilité.",
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

/// The finding of a lone post that should have a counterpart, on two accounts or on one.
pub(super) fn missing(publication: Publication, context: &Context) -> Vec<Message> {
    match publication {
        Publication::Lone(judged) if judged.outcome == Outcome::MissingCounterpart => {
            message(judged, context).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn message(judged: &Judged, context: &Context) -> Option<Message> {
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
