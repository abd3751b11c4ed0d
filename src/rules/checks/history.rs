//! What was posted before: the same text again, its counterpart already out, another translation of it.

use super::Check;
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity};
use crate::rules::versions::{Posted, Versions};
use crate::text::similarity::{overlap, terms};

pub(in crate::rules) static ALREADY_POSTED: Check = Check::draft(
    &RuleInfo {
        name: "already-posted",
        title: Bilingual::new("Already posted", "Déjà publié"),
        summary: Bilingual::new(
            "This text, or nearly this one, was posted already.",
            "Ce texte, ou presque, a déjà été publié.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/already-posted.en.txt"),
            include_str!("../manuals/already-posted.fr.txt"),
        ),
        provisions: &["daod-2008-8-4.10-7"],
        severity: Severity::Warning,
    },
    already_posted,
);

pub(in crate::rules) static CONSISTENCY: Check = Check::draft(
    &RuleInfo {
        name: "consistency",
        title: Bilingual::new(
            "Translated otherwise before",
            "Traduit autrement auparavant",
        ),
        summary: Bilingual::new(
            "The same text had another counterpart before.",
            "Le même texte a déjà eu un autre équivalent.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/consistency.en.txt"),
            include_str!("../manuals/consistency.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Information,
    },
    consistency,
);

/// The share of all words of two texts that are in both, from which they are nearly the same.
const NEARLY: f64 = 0.9;

fn already_posted(versions: &Versions) -> Vec<Message> {
    let found = |language: Language| -> Option<&Posted> {
        let side = versions.sides.get(language);
        let own = terms(&side.pieces.prose);
        let mut history = versions.around.history.iter().filter(|_| own.len() >= 3);
        history.find(|posted| {
            posted.texts.get(language).is_some()
                && overlap(&own, posted.terms.get(language)) >= NEARLY
        })
    };
    let (english, french) = (found(Language::English), found(Language::French));
    match (english, french) {
        (Some(one), Some(other)) if one == other => vec![posted(one, None)],
        _ => {
            let each = [(Language::English, english), (Language::French, french)];
            let each = each.into_iter();
            each.filter_map(|(language, it)| Some(posted(it?, Some(language))))
                .collect()
        }
    }
}

/// `side`: the version that is out; `None` for both.
fn posted(it: &Posted, side: Option<Language>) -> Message {
    let is_out = it.texts.english.is_some() && it.texts.french.is_some();
    let (english, french) = if is_out {
        ("both versions are out", "les deux versions sont publiées")
    } else {
        (
            "its counterpart is not out",
            "son équivalent n’est pas publié",
        )
    };
    let Bilingual {
        english: at,
        french: le,
    } = &it.reference;
    let mut message = Message::new(
        format!("This text, or nearly, was posted before ({at}); {english}."),
        format!("Ce texte, ou presque, a déjà été publié ({le}); {french}."),
    );
    message.side = side;
    message.sure(0.9)
}

fn consistency(versions: &Versions) -> Vec<Message> {
    let (english, french) = (
        terms(&versions.sides.english.pieces.prose),
        terms(&versions.sides.french.pieces.prose),
    );
    let own = |language: Language| {
        if language == Language::English {
            &english
        } else {
            &french
        }
    };
    let mut messages = Vec::new();
    for language in [Language::English, Language::French] {
        let other = language.other();
        if own(language).len() < 3 || own(other).is_empty() {
            continue;
        }
        let found = versions.around.history.iter().find(|posted| {
            let are_out = posted.texts.english.is_some() && posted.texts.french.is_some();
            are_out
                && posted.terms.get(language) == own(language)
                && overlap(own(other), posted.terms.get(other)) < NEARLY
        });
        if let Some(posted) = found {
            let before = super::shown(posted.texts.get(other).as_deref().unwrap_or_default());
            messages.push(
                Message::new(
                    format!(
                        "Before ({}), the other version read “{before}”.",
                        posted.reference.english
                    ),
                    format!(
                        "Auparavant ({}), l’autre version se lisait «\u{a0}{before}\u{a0}».",
                        posted.reference.french
                    ),
                )
                .of(other),
            );
        }
    }
    messages
}
