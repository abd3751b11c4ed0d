//! `active-offer`: nothing in a profile says that there is service in the other language.

use super::links::are_shown;
use super::{Field, OnProfiles, Shown, evidence, filled, is_in_both, message, named, quoted, text};
use crate::model::{Bilingual, Comparison, Language, Message, Profile, RuleInfo, Severity};
use crate::rules::Context;
use crate::text::similarity::fold;
use crate::text::{language, pieces, wording};

pub(in crate::rules) static ACTIVE_OFFER: OnProfiles = OnProfiles {
    info: &RuleInfo {
        name: "active-offer",
        title: Bilingual::new("Active offer", "Offre active"),
        summary: Bilingual::new(
            "A profile does not make known that service is available in the other official language.",
            "Un profil n’annonce pas que le service est offert dans l’autre langue officielle.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/active-offer.en.txt"),
            include_str!("../manuals/active-offer.fr.txt"),
        ),
        provisions: &[
            "ola-28",
            "dolcs-6.2.1",
            "pol-ol-glossary-active-offer",
            "daod-2008-8-4.10-2",
            "web2-appE-active-offer",
        ],
        severity: Severity::Warning,
    },
    needs: &[Field::Text, Field::Links],
    look,
};

/// Words, folded, by which a text says that there is something in a language.
const ENGLISH: [&str; 4] = ["english", "anglais", "bilingual", "bilingue"];
const FRENCH: [&str; 5] = ["french", "francais", "francaise", "bilingual", "bilingue"];
/// The same for both languages at once.
const BOTH: [&str; 4] = [
    "official languages",
    "both languages",
    "langues officielles",
    "deux langues",
];

fn look(context: &Context) -> Vec<Message> {
    match Shown::of(context) {
        Some(Shown::Two(two)) => [Language::English, Language::French]
            .into_iter()
            .filter(|side| lacks(two, *side, context.comparison))
            .map(|side| silent(two, side))
            .collect(),
        Some(Shown::One(profile)) => greeting(profile).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Does the profile of one language say nothing of the other?
fn lacks(two: Bilingual<&Profile>, side: Language, comparison: &Comparison) -> bool {
    let own = *two.get(side);
    // What stands around the posts of a site is not shown.
    let Some(text) = own.description.as_deref().filter(|_| are_shown(own)) else {
        return false;
    };
    let on_top = comparison
        .posts
        .iter()
        .find(|it| filled(own.pinned.as_deref()).is_some_and(|top| top == it.post.id))
        .map(|it| it.post.content.text.as_str());
    let other = two.get(side.other()).name.as_deref();
    let other = other.filter(|name| own.name.as_deref() != Some(name));
    let said = [Some(text), own.welcome.as_deref(), on_top];
    !said
        .into_iter()
        .flatten()
        .any(|text| offers(text, side.other(), other))
}

/// Does a text offer a language: in it, or by its name, or by the name of its account?
fn offers(text: &str, wanted: Language, account: Option<&str>) -> bool {
    let folded = fold(text);
    let words = match wanted {
        Language::English => &ENGLISH[..],
        Language::French => &FRENCH[..],
    };
    // A sign of two letters stands alone: `FR: @ports`, `EN/FR`.
    let sign = match wanted {
        Language::English => ["en", "eng"],
        Language::French => ["fr", "fra"],
    };
    let mut parts = text.split(|c: char| !c.is_alphanumeric() && c != '@');
    let is_sign = |part: &str| {
        let capitals = part.chars().all(|c| c.is_ascii_uppercase());
        capitals && sign.contains(&part.to_lowercase().as_str())
    };
    let names = filled(account).is_some_and(|name| folded.contains(fold(name).as_str()));
    let holds = folded
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| words.contains(&word));
    names
        || holds
        || BOTH.iter().any(|phrase| folded.contains(phrase))
        || parts.any(is_sign)
        || is_in_both(text)
        || speaks(text, wanted)
}

/// Is a line of it in that language?
fn speaks(text: &str, wanted: Language) -> bool {
    pieces::lines(text).any(|line| {
        let verdict = language::detect(&text[line]);
        verdict.language.single() == Some(wanted)
    })
}

fn silent(two: Bilingual<&Profile>, side: Language) -> Message {
    let profile = named(two.get(side), side);
    let language = wording::language(side.other());
    let said = Bilingual::text(
        format!(
            "The {} does not say that there is service in {}.",
            profile.english, language.english
        ),
        format!(
            "Le {} ne dit pas que le service est offert en {}.",
            profile.french, language.french
        ),
    );
    let shown = |profile: &Profile| quoted(text(profile));
    message(&said, &evidence(two, shown)).of(side).on("offer")
}

/// Who writes to a bilingual account is greeted in both languages.
fn greeting(profile: &Profile) -> Option<Message> {
    let welcome = filled(profile.welcome.as_deref())?;
    let lacking = [Language::English, Language::French]
        .into_iter()
        .find(|wanted| !offers(welcome, *wanted, None) && !speaks(welcome, *wanted))?;
    let (language, welcome) = (wording::language(lacking), quoted(Some(welcome)));
    let message = Message::new(
        format!(
            "The welcome or automatic reply offers no service in {}: {}.",
            language.english, welcome.english
        ),
        format!(
            "L’accueil ou la réponse automatique n’offre pas de service en {}\u{a0}: {}.",
            language.french, welcome.french
        ),
    );
    Some(message.of(lacking).on("welcome"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An account that offers the other language would be accused, or one that does not be passed over.
    #[test]
    fn an_offer_is_made_in_many_ways() {
        for (text, wanted, expected) in [
            (
                "Official account. Français : @ports-fr",
                Language::French,
                true,
            ),
            ("Official account. FR: @ports", Language::French, true),
            (
                "Compte officiel. English: @harbours",
                Language::English,
                true,
            ),
            (
                "Service in both official languages.",
                Language::French,
                true,
            ),
            (
                "News of the harbours. Nouvelles des ports du Nord.",
                Language::French,
                true,
            ),
            (
                "News of the harbours of the north, every day.",
                Language::French,
                false,
            ),
            (
                "Nouvelles des ports du Nord, tous les jours.",
                Language::English,
                false,
            ),
            ("", Language::English, false),
            ("Agence des ports du Nord", Language::French, true),
        ] {
            assert_eq!(
                offers(text, wanted, Some("Agence des ports du Nord")),
                expected,
                "{text}"
            );
        }
    }
}
