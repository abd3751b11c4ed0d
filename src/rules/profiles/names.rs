//! `account-name`: the names of the accounts are neither a pair nor the same in both languages.

use super::{
    Field, OnProfiles, Shown, evidence, filled, handle, message, named, quoted, sure_language,
};
use crate::model::{Account, Bilingual, Language, Message, Profile, RuleInfo, Severity};
use crate::rules::Context;
use crate::text::similarity::fold;
use crate::text::wording;

pub(in crate::rules) static ACCOUNT_NAME: OnProfiles = OnProfiles {
    info: &RuleInfo {
        name: "account-name",
        title: Bilingual::new("Names of the accounts", "Noms des comptes"),
        summary: Bilingual::new(
            "Names or handles are neither paired nor neutral as to language.",
            "Les noms ou identifiants ne sont ni jumelés ni neutres sur le plan linguistique.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/account-name.en.txt"),
            include_str!("../manuals/account-name.fr.txt"),
        ),
        provisions: &[
            "dolcs-6.6.3.2",
            "daod-2008-8-4.7-3",
            "web2-appC-handles",
            "gosm-appC-names",
        ],
        severity: Severity::Warning,
    },
    needs: &[Field::Name],
    look,
};

fn look(context: &Context) -> Vec<Message> {
    let institution = &context.comparison.presence.institution;
    match Shown::of(context) {
        Some(Shown::Two(two)) => {
            let sides = [Language::English, Language::French].into_iter();
            let names = sides.filter_map(|side| foreign(two, side, institution));
            names.chain(marks(two)).collect()
        }
        Some(Shown::One(profile)) => {
            let name = one_name(profile, institution);
            name.into_iter().chain(one_mark(profile)).collect()
        }
        None => Vec::new(),
    }
}

/// The one language that a name is in: by the institution's own two names, else by its words.
fn language_of(name: &str, institution: &Bilingual<String>) -> Option<Language> {
    let folded = fold(name);
    let holds = |language: Language| {
        let own = fold(institution.get(language).trim());
        !own.is_empty() && folded.contains(own.as_str())
    };
    match (holds(Language::English), holds(Language::French)) {
        (true, false) => Some(Language::English),
        (false, true) => Some(Language::French),
        // Both, or a name that is the same in both.
        (true, true) => None,
        (false, false) => sure_language(name),
    }
}

/// The name of an account that is surely in the other language.
fn foreign(
    two: Bilingual<&Profile>,
    side: Language,
    institution: &Bilingual<String>,
) -> Option<Message> {
    let own = *two.get(side);
    let name = filled(own.name.as_deref())?;
    let written = language_of(name, institution).filter(|written| *written != side)?;
    let (profile, language) = (named(own, side), wording::language(written));
    let said = Bilingual::text(
        format!(
            "The name in the {} is in {}.",
            profile.english, language.english
        ),
        format!(
            "Le nom dans le {} est en {}.",
            profile.french, language.french
        ),
    );
    let shown = |profile: &Profile| quoted(profile.name.as_deref());
    Some(message(&said, &evidence(two, shown)).of(side).on("name"))
}

/// The name of an account that serves both languages.
fn one_name(profile: &Profile, institution: &Bilingual<String>) -> Option<Message> {
    let name = filled(profile.name.as_deref())?;
    let written = language_of(name, institution)?;
    let (language, quoted) = (wording::language(written), quoted(Some(name)));
    let handle = handle(profile);
    let message = Message::new(
        format!(
            "The name of the bilingual account {handle} is in {} only: {}.",
            language.english, quoted.english
        ),
        format!(
            "Le nom du compte bilingue {handle} n’est qu’en {}\u{a0}: {}.",
            language.french, quoted.french
        ),
    );
    Some(message.of(written.other()).on("name"))
}

/// A handle without the mark of its language, and the mark: `coast_fr`, `FR_Coast`, `coastEng`.
fn mark(handle: &str) -> (String, Option<Language>) {
    const MARKS: [(&str, Language); 6] = [
        ("english", Language::English),
        ("francais", Language::French),
        ("eng", Language::English),
        ("fra", Language::French),
        ("en", Language::English),
        ("fr", Language::French),
    ];
    let handle = handle.trim_start_matches('@');
    let name = handle.split(['@', '.']).next().unwrap_or(handle);
    let signs = ['_', '-'];
    let folded = name.to_lowercase();
    for (mark, language) in MARKS {
        // Without a sign before it, the end must be seen by its capital: `CoastFR`, not `coastfr`.
        let by_case = name.len() > mark.len()
            && name.is_char_boundary(name.len() - mark.len())
            && folded.len() == name.len()
            && folded.ends_with(mark)
            && name[name.len() - mark.len()..].starts_with(char::is_uppercase)
            && name[..name.len() - mark.len()]
                .ends_with(|c: char| c.is_lowercase() || c.is_numeric());
        let by_sign = |rest: &str| rest.ends_with(signs);
        if let Some(rest) = folded
            .strip_suffix(mark)
            .filter(|rest| by_sign(rest) || by_case)
        {
            return (rest.trim_end_matches(signs).to_owned(), Some(language));
        }
        let rest = folded.strip_prefix(mark);
        if let Some(rest) = rest.filter(|rest| rest.starts_with(signs)) {
            return (rest.trim_start_matches(signs).to_owned(), Some(language));
        }
    }
    (folded, None)
}

/// The handle as the institution writes it.
fn written(profile: &Profile) -> &str {
    let last = profile
        .url
        .as_deref()
        .and_then(|url| url.rsplit('/').next());
    let same = last.filter(|last| Account::normal_handle(last) == profile.account);
    same.unwrap_or(&profile.account)
}

/// One handle is that of the other with a mark, as if the other language were the rule; or bears the wrong mark.
fn marks(two: Bilingual<&Profile>) -> Option<Message> {
    let found = two.map(|profile| mark(written(profile)));
    let shown = |profile: &Profile| {
        let handle = handle(profile);
        Bilingual::text(handle.clone(), handle)
    };
    for side in [Language::English, Language::French] {
        let (own, other) = (found.get(side), found.get(side.other()));
        let (this, that) = (wording::language(side), wording::language(side.other()));
        if own.1 == Some(side.other()) {
            let said = Bilingual::text(
                format!(
                    "The handle of the {} account bears the mark of {}.",
                    this.english, that.english
                ),
                format!(
                    "L’identifiant du compte {} porte la marque de l’autre langue ({}).",
                    this.french, that.french
                ),
            );
            return Some(message(&said, &evidence(two, shown)).of(side).on("handle"));
        }
        if own.0 == other.0 && own.1 == Some(side) && other.1.is_none() {
            let said = Bilingual::text(
                format!(
                    "Only the {} handle bears the mark of its language, as if {} were the rule.",
                    this.english, that.english
                ),
                format!(
                    "Seul l’identifiant {} porte la marque de sa langue, comme si l’autre ({}) était la règle.",
                    this.french, that.french
                ),
            );
            let message = message(&said, &evidence(two, shown)).of(side).on("handle");
            return Some(message.weighing(Severity::Information));
        }
    }
    None
}

/// A handle of both languages that bears the mark of one.
fn one_mark(profile: &Profile) -> Option<Message> {
    let (_, marked) = mark(written(profile));
    let (language, handle) = (wording::language(marked?), handle(profile));
    let message = Message::new(
        format!(
            "The handle of the bilingual account bears the mark of {}: {handle}.",
            language.english
        ),
        format!(
            "L’identifiant du compte bilingue porte la marque d’une seule langue ({})\u{a0}: {handle}.",
            language.french
        ),
    );
    Some(message.on("handle"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word that ends like a mark would be taken for one.
    #[test]
    fn marks_stand_apart() {
        for (handle, rest, marked) in [
            ("coast_fr", "coast", Some(Language::French)),
            ("EN_Coast", "coast", Some(Language::English)),
            ("CoastFR", "coast", Some(Language::French)),
            ("CoastEng", "coast", Some(Language::English)),
            ("coast-fra.example", "coast", Some(Language::French)),
            ("coastfr", "coastfr", None),
            ("Citizen", "citizen", None),
            ("RCAFEN", "rcafen", None),
            ("fr", "fr", None),
        ] {
            assert_eq!(mark(handle), (rest.to_owned(), marked), "{handle}");
        }
    }

    /// A name that is right would be called foreign.
    #[test]
    fn the_institution_knows_its_names() {
        let coast = Bilingual::text("Canadian Coast Watch", "Garde des côtes du Canada");
        let found = |name: &str| language_of(name, &coast);
        assert_eq!(found("Canadian Coast Watch"), Some(Language::English));
        assert_eq!(
            found("Garde des cotes du Canada (officiel)"),
            Some(Language::French)
        );
        assert_eq!(
            found("Canadian Coast Watch / Garde des côtes du Canada"),
            None
        );
        assert_eq!(found("CCW-GCC"), None);
        assert_eq!(language_of("Nova", &Bilingual::text("Nova", "Nova")), None);
    }
}
