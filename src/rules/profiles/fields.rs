//! `bilingual-profile`: a field of a profile is missing, or is in the wrong language.

use super::{
    Field, OnProfiles, Shown, evidence, filled, handle, is_in_both, message, named, quoted,
    sure_language,
};
use crate::model::{Bilingual, Language, Message, Profile, RuleInfo, Severity};
use crate::rules::Context;
use crate::text::wording;

pub(in crate::rules) static BILINGUAL_PROFILE: OnProfiles = OnProfiles {
    info: &RuleInfo {
        name: "bilingual-profile",
        title: Bilingual::new("Profile in both languages", "Profil dans les deux langues"),
        summary: Bilingual::new(
            "A field of a profile is missing in one language or is in the wrong one.",
            "Un champ du profil manque dans une langue ou n’est pas dans la bonne.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/bilingual-profile.en.txt"),
            include_str!("../manuals/bilingual-profile.fr.txt"),
        ),
        provisions: &["ola-27", "ola-28", "dolcs-6.6.3.1", "web2-appE-profile"],
        severity: Severity::Warning,
    },
    needs: &[Field::Name, Field::Text],
    look,
};

/// A field of words.
struct Words {
    /// Names the finding.
    code: &'static str,
    /// With the article that French wants.
    name: Bilingual<&'static str>,
    of: fn(&Profile) -> Option<&str>,
    /// Is it long enough for its language to count? A name is the affair of `account-name`.
    is_text: bool,
}

const WORDS: [Words; 3] = [
    Words {
        code: "name",
        name: Bilingual::new("name", "le nom"),
        of: |profile| profile.name.as_deref(),
        is_text: false,
    },
    Words {
        code: "text",
        name: Bilingual::new("text", "le texte"),
        of: |profile| profile.description.as_deref(),
        is_text: true,
    },
    Words {
        code: "welcome",
        name: Bilingual::new(
            "welcome or automatic reply",
            "l’accueil ou la réponse automatique",
        ),
        of: |profile| profile.welcome.as_deref(),
        is_text: true,
    },
];

fn look(context: &Context) -> Vec<Message> {
    match Shown::of(context) {
        Some(Shown::Two(two)) => [Language::English, Language::French]
            .into_iter()
            .flat_map(|side| {
                let words = WORDS
                    .iter()
                    .filter_map(move |words| fault(words, two, side));
                words.chain(stated(two, side))
            })
            .collect(),
        Some(Shown::One(profile)) => alone(profile).into_iter().collect(),
        None => Vec::new(),
    }
}

/// What is wrong with a field of one of two profiles.
fn fault(words: &Words, two: Bilingual<&Profile>, side: Language) -> Option<Message> {
    let (own, other) = (*two.get(side), *two.get(side.other()));
    let profile = named(own, side);
    let name = words.name;
    let text = (words.of)(own)?;
    let said = if text.trim().is_empty() {
        filled((words.of)(other))?;
        let language = wording::language(side.other());
        Bilingual::text(
            format!(
                "The {} is empty in the {}, though not in the {} one.",
                name.english, profile.english, language.english
            ),
            format!(
                "Dans le {}, {} est vide, mais pas dans le profil {}.",
                profile.french, name.french, language.french
            ),
        )
    } else {
        let written = sure_language(text).filter(|written| words.is_text && *written != side)?;
        let language = wording::language(written);
        Bilingual::text(
            format!(
                "The {} of the {} is in {}.",
                name.english, profile.english, language.english
            ),
            format!(
                "Dans le {}, {} est en {}.",
                profile.french, name.french, language.french
            ),
        )
    };
    let shown = |profile: &Profile| quoted((words.of)(profile));
    Some(
        message(&said, &evidence(two, shown))
            .of(side)
            .on(words.code),
    )
}

/// The language that a profile states, where the platform lets it.
fn stated(two: Bilingual<&Profile>, side: Language) -> Option<Message> {
    let own = *two.get(side);
    let stated = Language::from_tag(own.language.as_deref()?)?;
    if stated == side {
        return None;
    }
    let (profile, language) = (named(own, side), wording::language(stated));
    let said = Bilingual::text(
        format!(
            "The {} states that it is in {}.",
            profile.english, language.english
        ),
        format!("Le {} se dit en {}.", profile.french, language.french),
    );
    let shown = |profile: &Profile| quoted(profile.language.as_deref());
    Some(
        message(&said, &evidence(two, shown))
            .of(side)
            .on("stated language"),
    )
}

/// The profile of an account of both languages is in both.
fn alone(profile: &Profile) -> Option<Message> {
    let text = super::text(profile)?;
    let written = sure_language(text).filter(|_| !is_in_both(text))?;
    let (language, lacking) = (wording::language(written), written.other());
    let (handle, quoted) = (handle(profile), quoted(Some(text)));
    let message = Message::new(
        format!(
            "The text of the bilingual profile ({handle}) is in {} only: {}.",
            language.english, quoted.english
        ),
        format!(
            "Le texte du profil bilingue ({handle}) n’est qu’en {}\u{a0}: {}.",
            language.french, quoted.french
        ),
    );
    Some(message.of(lacking).on("text"))
}
