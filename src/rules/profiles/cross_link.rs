//! `cross-link`: a profile does not lead to its counterpart.

use super::links::{self, Mention};
use super::{Field, OnProfiles, Shown, evidence, handle, message, named, quoted};
use crate::model::{Bilingual, Language, Message, Profile, RuleInfo, Severity};
use crate::rules::Context;
use crate::text::wording;

pub(in crate::rules) static CROSS_LINK: OnProfiles = OnProfiles {
    info: &RuleInfo {
        name: "cross-link",
        title: Bilingual::new("Link to the other account", "Lien vers l’autre compte"),
        summary: Bilingual::new(
            "A profile does not name and link its counterpart in the other language.",
            "Un profil ne nomme pas son équivalent dans l’autre langue ou n’y renvoie pas.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/cross-link.en.txt"),
            include_str!("../manuals/cross-link.fr.txt"),
        ),
        provisions: &[
            "ola-28",
            "dolcs-6.2.1",
            "dolcs-6.6.3.4",
            "web2-tip-cross-link",
            "gosm-appA-2",
        ],
        severity: Severity::Warning,
    },
    needs: &[Field::Text, Field::Links],
    look,
};

fn look(context: &Context) -> Vec<Message> {
    let Some(two) = Shown::two(context) else {
        return Vec::new();
    };
    [Language::English, Language::French]
        .into_iter()
        .filter_map(|side| fault(two, side))
        .collect()
}

fn fault(two: Bilingual<&Profile>, side: Language) -> Option<Message> {
    let (own, other) = (*two.get(side), *two.get(side.other()));
    let said = links::mention(own, other);
    if said == Mention::Linked || !links::are_shown(own) || links::any_hidden(&links::of(own)) {
        return None;
    }
    let (profile, language) = (named(own, side), wording::language(side.other()));
    let account = handle(other);
    let words = if said == Mention::Named {
        Bilingual::text(
            format!(
                "The {} names the {} account but does not link it: its handle is {account}.",
                profile.english, language.english
            ),
            format!(
                "Le {} nomme le compte {} sans y renvoyer\u{a0}: son identifiant est {account}.",
                profile.french, language.french
            ),
        )
    } else {
        Bilingual::text(
            format!(
                "The {} neither names nor links the {} account {account}.",
                profile.english, language.english
            ),
            format!(
                "Le {} ne nomme pas le compte {} {account} et n’y renvoie pas.",
                profile.french, language.french
            ),
        )
    };
    let message = message(&words, &evidence(two, shown))
        .of(side)
        .on("counterpart");
    Some(match said {
        Mention::Named => message.weighing(Severity::Information),
        _ => message,
    })
}

/// The text and the links of a profile.
pub(super) fn shown(profile: &Profile) -> Bilingual<String> {
    let text = quoted(profile.description.as_deref());
    match links::listed(&links::of(profile)) {
        Some(links) => Bilingual::text(
            format!("{} ({links})", text.english),
            format!("{} ({links})", text.french),
        ),
        None => Bilingual::text(
            format!("{} (no link)", text.english),
            format!("{} (aucun lien)", text.french),
        ),
    }
}
