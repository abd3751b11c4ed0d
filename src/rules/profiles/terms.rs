//! `terms-link`: a profile does not link the social media notice in its language.

use super::{Field, OnProfiles, Shown, evidence, handle, links, message, named};
use crate::model::{Bilingual, Language, Message, Profile, RuleInfo, Severity};
use crate::rules::Context;
use crate::rules::tables::same_address;
use crate::text::links::target;
use crate::text::similarity::fold;
use crate::text::wording;

pub(in crate::rules) static TERMS_LINK: OnProfiles = OnProfiles {
    info: &RuleInfo {
        name: "terms-link",
        title: Bilingual::new("Social media notice", "Avis sur les médias sociaux"),
        summary: Bilingual::new(
            "A profile does not link the social media notice or terms in the language of the account.",
            "Un profil ne renvoie pas à l’avis sur les médias sociaux ou aux conditions dans la langue du compte.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/terms-link.en.txt"),
            include_str!("../manuals/terms-link.fr.txt"),
        ),
        provisions: &[
            "dmcfi-c.2.2.4",
            "daod-2008-8-4.10-3",
            "daod-2008-8-4.14",
            "dnd-terms-7",
            "web2-appE-rules-link",
            "gosm-4.5-notice",
        ],
        severity: Severity::Warning,
    },
    needs: &[Field::Links],
    look,
};

/// Parts of the address of such a page, folded, and the language that they are of where that is one.
const WORDS: [(&str, Option<Language>); 16] = [
    ("social-media", Some(Language::English)),
    ("socialmedia", Some(Language::English)),
    ("terms", Some(Language::English)),
    ("notice", Some(Language::English)),
    ("disclaimer", Some(Language::English)),
    ("rules-of-engagement", Some(Language::English)),
    ("comment-policy", Some(Language::English)),
    ("medias-sociaux", Some(Language::French)),
    ("mediassociaux", Some(Language::French)),
    ("avis", Some(Language::French)),
    ("modalites", Some(Language::French)),
    ("regles", Some(Language::French)),
    ("mentions-legales", Some(Language::French)),
    ("conditions-utilisation", Some(Language::French)),
    ("conditions-d-utilisation", Some(Language::French)),
    ("netiquette", None),
];

/// A link that may be one to the notice.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notice {
    /// In this language, or in one that its address does not tell.
    Of(Option<Language>),
    /// Nothing says so.
    Not,
}

/// What a link is: the notice that the configuration names, else what its address says.
fn notice(link: &str, declared: Option<&Bilingual<String>>) -> Notice {
    if let Some(declared) = declared {
        let is = |language: Language| same_address(declared.get(language), link);
        return match (is(Language::English), is(Language::French)) {
            (true, true) => Notice::Of(None),
            (true, false) => Notice::Of(Some(Language::English)),
            (false, true) => Notice::Of(Some(Language::French)),
            (false, false) => Notice::Not,
        };
    }
    let path = link.split_once("://").map_or(link, |(_, rest)| rest);
    let path = fold(path.split_once('/').map_or("", |(_, path)| path));
    let parts = singular(&path);
    let is_part = |word: &str| {
        let word = singular(word);
        parts.windows(word.len()).any(|part| part == word)
    };
    let mut known = WORDS.iter().filter(|(word, _)| is_part(word));
    let Some((_, language)) = known.next() else {
        return Notice::Not;
    };
    // `conditions` and `notice` may stand in a French address: what it says itself comes first.
    let stated = target(link).and_then(|target| target.language);
    Notice::Of(stated.or(*language))
}

/// The words of an address, each without the sign of its plural.
fn singular(path: &str) -> Vec<&str> {
    path.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.strip_suffix('s').unwrap_or(word))
        .collect()
}

fn look(context: &Context) -> Vec<Message> {
    let declared = context.options.terms.as_ref();
    match Shown::of(context) {
        Some(Shown::Two(two)) => [Language::English, Language::French]
            .into_iter()
            .filter_map(|side| {
                let own = *two.get(side);
                let said = fault(&Links::of(own, declared)?, side, &named(own, side))?;
                let ending = evidence(two, shown);
                Some(weighed(message(&said.0, &ending), said.1).of(side))
            })
            .collect(),
        Some(Shown::One(profile)) => one(profile, declared).into_iter().collect(),
        None => Vec::new(),
    }
}

fn weighed(message: Message, is_sure: bool) -> Message {
    let message = message.on("notice");
    if is_sure {
        message
    } else {
        message.weighing(Severity::Information).sure(0.6)
    }
}

/// The links of a profile, as far as notices are concerned.
struct Links {
    notices: Vec<Option<Language>>,
    /// Does it have any link at all?
    any: bool,
    /// Is the address of the notice known?
    declared: bool,
}

impl Links {
    /// `None` where the profile does not show them, or not where they lead.
    fn of(profile: &Profile, declared: Option<&Bilingual<String>>) -> Option<Self> {
        let list = links::of(profile);
        let notices: Vec<Option<Language>> = list
            .iter()
            .filter_map(|link| match notice(link, declared) {
                Notice::Of(language) => Some(language),
                Notice::Not => None,
            })
            .collect();
        let is_hidden = notices.is_empty() && links::any_hidden(&list);
        (links::are_shown(profile) && !is_hidden).then_some(Self {
            notices,
            any: !list.is_empty(),
            declared: declared.is_some(),
        })
    }

    fn serves(&self, wanted: Language) -> bool {
        let mut notices = self.notices.iter();
        notices.any(|language| language.is_none_or(|language| language == wanted))
    }

    /// Is it sure that there is none? Another link may lead to a page that is one.
    fn is_sure(&self) -> bool {
        !self.any || self.declared
    }
}

/// What is wrong with the links of a profile, and whether that is sure.
fn fault(
    links: &Links,
    side: Language,
    profile: &Bilingual<String>,
) -> Option<(Bilingual<String>, bool)> {
    if links.serves(side) {
        return None;
    }
    let other = wording::language(side.other());
    if !links.notices.is_empty() {
        let said = Bilingual::text(
            format!(
                "The {} links the social media notice in {}.",
                profile.english, other.english
            ),
            format!(
                "Le {} renvoie à l’avis sur les médias sociaux en {}.",
                profile.french, other.french
            ),
        );
        return Some((said, true));
    }
    let said = if links.is_sure() {
        Bilingual::text(
            format!(
                "The {} does not link a social media notice.",
                profile.english
            ),
            format!(
                "Le {} ne renvoie à aucun avis sur les médias sociaux.",
                profile.french
            ),
        )
    } else {
        Bilingual::text(
            format!(
                "No link of the {} looks like one to a social media notice.",
                profile.english
            ),
            format!(
                "Aucun lien du {} ne semble mener à un avis sur les médias sociaux.",
                profile.french
            ),
        )
    };
    Some((said, links.is_sure()))
}

/// A bilingual account links the notice in both languages, or one page in both.
fn one(profile: &Profile, declared: Option<&Bilingual<String>>) -> Option<Message> {
    let found = Links::of(profile, declared)?;
    let lacking = [Language::English, Language::French]
        .into_iter()
        .find(|wanted| !found.serves(*wanted))?;
    let handle = handle(profile);
    let name = Bilingual::text(
        format!("bilingual profile ({handle})"),
        format!("profil bilingue ({handle})"),
    );
    let (mut said, is_sure) = fault(&found, lacking, &name)?;
    if !found.notices.is_empty() {
        let there = wording::language(lacking.other());
        said = Bilingual::text(
            format!(
                "The {} links the social media notice in {} only.",
                name.english, there.english
            ),
            format!(
                "Le {} ne renvoie à l’avis sur les médias sociaux qu’en {}.",
                name.french, there.french
            ),
        );
    }
    let shown = shown(profile);
    let ending = Bilingual::text(
        format!("Links: {}.", shown.english),
        format!("Liens\u{a0}: {}.", shown.french),
    );
    Some(weighed(message(&said, &ending), is_sure).of(lacking))
}

fn shown(profile: &Profile) -> Bilingual<String> {
    match links::listed(&links::of(profile)) {
        Some(links) => Bilingual::text(links.clone(), links),
        None => Bilingual::text("no link", "aucun lien"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An account that does link its notice would be accused.
    #[test]
    fn notices_are_known_by_their_addresses() {
        let (english, french) = (Some(Language::English), Some(Language::French));
        for (link, expected) in [
            (
                "https://www.canada.ca/en/transparency/terms.html",
                Notice::Of(english),
            ),
            (
                "https://www.canada.ca/fr/transparence/avis.html",
                Notice::Of(french),
            ),
            (
                "https://coast.example/social-media-notice",
                Notice::Of(english),
            ),
            ("coast.example/fr/avis-medias-sociaux", Notice::Of(french)),
            (
                "https://coast.example/notices-fra.html#social",
                Notice::Of(french),
            ),
            (
                "https://coast.example/terms_conditions",
                Notice::Of(english),
            ),
            ("https://coast.example/netiquette", Notice::Of(None)),
            ("https://coast.example/davis/boats", Notice::Not),
            ("https://avis.example/", Notice::Not),
            ("https://www.canada.ca/en/coast.html", Notice::Not),
        ] {
            assert!(notice(link, None) == expected, "{link}");
        }
        let own = Bilingual::text("https://coast.example/a", "https://coast.example/b");
        assert!(notice("coast.example/b/", Some(&own)) == Notice::Of(french));
        assert!(notice("https://coast.example/terms", Some(&own)) == Notice::Not);
    }
}
