//! `edit-parity`: one version was rewritten, the other was not.

use super::{Context, Rule};
use crate::model::{Bilingual, Judged, Language, Message, Origin, Publication, RuleInfo, Severity};
use crate::text::{
    parts, pieces,
    similarity::{Term, terms},
    wording,
};

pub(super) struct EditParity;

static INFO: RuleInfo = RuleInfo {
    name: "edit-parity",
    title: Bilingual::new("Edit not mirrored", "Modification non reproduite"),
    summary: Bilingual::new(
        "One version was rewritten and the other was not.",
        "Une version a été réécrite et l’autre ne l’a pas été.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/edit-parity.en.txt"),
        include_str!("manuals/edit-parity.fr.txt"),
    ),
    provisions: &[
        "dolcs-6.6.4.1",
        "web2-appE-profile",
        "web2-tip-wiki-significant-version",
        "clf2-checklist-changes",
    ],
    severity: Severity::Warning,
};

/// Words that must have come or gone: fewer mend a slip of the pen.
const LEAST: usize = 4;

impl Rule for EditParity {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn publication(&self, publication: Publication, context: &Context) -> Vec<Message> {
        let Publication::Paired(pair, posts) = publication else {
            return Vec::new();
        };
        let changes = posts.map(|judged| judged.earlier.as_ref().map(|it| it.changed_at));
        let first = match (changes.english, changes.french) {
            (None, None) => return Vec::new(),
            (Some(english), Some(french)) if french < english => Language::French,
            (None, Some(_)) => Language::French,
            _ => Language::English,
        };
        let message = message(first, posts, context);
        let message = message.filter(|_| pair.is_of_versions(context.comparison));
        message
            .map(|message| message.sure(0.8 * pair.confidence))
            .into_iter()
            .collect()
    }
}

fn message(first: Language, posts: Bilingual<&Judged>, context: &Context) -> Option<Message> {
    let (own, other) = (posts.get(first), posts.get(first.other()));
    let earlier = own.earlier.as_ref()?;
    let is_own = |judged: &Judged| !matches!(judged.post.origin, Origin::Repost(_));
    if !is_own(own)
        || !is_own(other)
        || !is_rewritten(&earlier.text, &own.post.content.text)
        || comes_nearer(&earlier.text, own, other)
    {
        return None;
    }
    let threshold = context.options.edit_delay;
    let answer = other.earlier.as_ref().map(|it| it.changed_at);
    let delay = answer.map(|answer| answer.duration_since(earlier.changed_at));
    if delay.is_some_and(|delay| delay <= threshold) {
        return None;
    }
    let (changed, kept) = (wording::language(first), wording::language(first.other()));
    let when = wording::instant(earlier.changed_at, context.zone);
    let limit = wording::duration(threshold.as_secs());
    let mut message = Message::new(
        format!(
            "The {} version was rewritten ({}); the {} one was not within {}.",
            changed.english, when.english, kept.english, limit.english
        ),
        format!(
            "La version en {} a été réécrite ({}); celle en {} ne l’a pas été dans un délai de {}.",
            changed.french, when.french, kept.french, limit.french
        ),
    );
    message.corrected_at = answer;
    Some(message)
}

/// Did so many words come or go that it says something else?
fn is_rewritten(before: &str, now: &str) -> bool {
    let (before, now) = (words(before), words(now));
    let gone = before.iter().filter(|it| now.binary_search(it).is_err());
    let come = now.iter().filter(|it| before.binary_search(it).is_err());
    let changed = gone.count() + come.count();
    changed >= LEAST && 5 * changed >= before.len() + now.len()
}

fn words(text: &str) -> Vec<Term> {
    terms(&pieces::find(parts::head(text)).prose)
}

/// Did the edit bring the version to the length that the other had? Then it mirrors what the other said already.
fn comes_nearer(before: &str, own: &Judged, other: &Judged) -> bool {
    let length = |text: &str| text.chars().count();
    let then = other.earlier.as_ref().map(|it| &it.text);
    let there = length(then.unwrap_or(&other.post.content.text));
    let far = |text: &str| length(text).abs_diff(there);
    far(&own.post.content.text) < far(before)
}
