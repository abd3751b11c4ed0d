//! The rules on profiles: what a reader sees above the posts of an account, and whether the two accounts acknowledge
//! each other.
//!
//! A rule says nothing of what it was not shown: [`unjudged`] counts that. Each finding shows the fields of both profiles.

pub(super) mod active_offer;
pub(super) mod cross_link;
pub(super) mod fields;
mod links;
pub(super) mod names;
pub(super) mod status;
pub(super) mod terms;

use super::{Context, Rule};
use crate::model::{
    Accounts, Bilingual, Comparison, Language, Message, Presence, Profile, RuleInfo, TextLanguage,
};
use crate::text::{language, shown, wording};

/// A rule of this folder.
pub(super) struct OnProfiles {
    info: &'static RuleInfo,
    /// What it cannot do without.
    needs: &'static [Field],
    look: fn(&Context) -> Vec<Message>,
}

impl Rule for OnProfiles {
    fn info(&self) -> &'static RuleInfo {
        self.info
    }

    fn presence(&self, _comparison: &Comparison, context: &Context) -> Vec<Message> {
        (self.look)(context)
    }
}

/// A part of a profile that rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Its display name.
    Name,
    /// Its text.
    Text,
    /// The addresses that it gives.
    Links,
    /// Does the platform vouch for it?
    Verified,
    /// Its picture.
    Avatar,
    /// The post that it keeps on top.
    Pinned,
}

impl Field {
    /// In words.
    #[must_use]
    pub fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::Name => Bilingual::new("name", "nom"),
            Self::Text => Bilingual::new("text", "texte"),
            Self::Links => Bilingual::new("links", "liens"),
            Self::Verified => Bilingual::new("verification", "vérification"),
            Self::Avatar => Bilingual::new("picture", "image"),
            Self::Pinned => Bilingual::new("pinned post", "publication épinglée"),
        }
    }

    fn is_shown(self, profile: &Profile) -> bool {
        match self {
            Self::Name => profile.name.is_some(),
            Self::Text => profile.description.is_some(),
            Self::Links => links::are_shown(profile),
            Self::Verified => profile.verified.is_some(),
            Self::Avatar => profile.avatar.is_some(),
            Self::Pinned => profile.pinned.is_some(),
        }
    }
}

/// A rule that could not judge the profiles of a presence, or not all of them, and what it was not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unjudged {
    /// The rule.
    pub rule: &'static RuleInfo,
    /// The fields that one profile or the other does not show.
    pub fields: Vec<Field>,
}

/// Every rule of this folder, in the order of the reports.
const ALL: [&OnProfiles; 6] = [
    &cross_link::CROSS_LINK,
    &active_offer::ACTIVE_OFFER,
    &fields::BILINGUAL_PROFILE,
    &names::ACCOUNT_NAME,
    &terms::TERMS_LINK,
    &status::EQUAL_STATUS,
];

/// What of the profiles of a presence cannot be judged. Where there is one account only, nothing is to be compared.
#[must_use]
pub fn unjudged(presence: &Presence, profiles: &Bilingual<Option<Profile>>) -> Vec<Unjudged> {
    let both = [&profiles.english, &profiles.french];
    let is_hidden = |field: &Field| {
        !both
            .iter()
            .all(|profile| profile.as_ref().is_some_and(|it| field.is_shown(it)))
    };
    let is_one = matches!(presence.accounts, Accounts::One(_));
    let compares = |rule: &OnProfiles| ["cross-link", "equal-status"].contains(&rule.info.name);
    ALL.into_iter()
        .filter(|rule| !is_one || !compares(rule))
        .filter_map(|rule| {
            let fields: Vec<Field> = rule.needs.iter().copied().filter(is_hidden).collect();
            let rule = rule.info;
            (!fields.is_empty()).then_some(Unjudged { rule, fields })
        })
        .collect()
}

/// The profiles that were read: of two accounts both, or none.
enum Shown<'a> {
    Two(Bilingual<&'a Profile>),
    One(&'a Profile),
}

impl<'a> Shown<'a> {
    fn of(context: &Context<'a>) -> Option<Self> {
        let english = context.profiles.english.as_ref()?;
        let french = context.profiles.french.as_ref()?;
        Some(match context.comparison.presence.accounts {
            Accounts::Two(_) => Self::Two(Bilingual::new(english, french)),
            Accounts::One(_) => Self::One(english),
        })
    }

    /// Those of two accounts.
    fn two(context: &Context<'a>) -> Option<Bilingual<&'a Profile>> {
        match Self::of(context)? {
            Self::Two(two) => Some(two),
            Self::One(_) => None,
        }
    }
}

/// From this confidence on the language of a text is told.
const SURE: f64 = 0.9;

/// The official language that a text is surely in, alone.
fn sure_language(text: &str) -> Option<Language> {
    let verdict = language::detect(text);
    let language = verdict.language.single()?;
    // A word or two of the other language in it may be its offer.
    (verdict.confidence >= SURE).then_some(language)
}

/// Does a text carry both?
fn is_in_both(text: &str) -> bool {
    let prose = crate::text::pieces::prose(text);
    language::detect_for_both(&prose).language == TextLanguage::Both
}

/// The text of a profile, if it shows one that is not empty.
fn text(profile: &Profile) -> Option<&str> {
    filled(profile.description.as_deref())
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// A profile and the account it is of, as messages name them: `English profile (@a)`.
fn named(profile: &Profile, language: Language) -> Bilingual<String> {
    let name = wording::language(language);
    let handle = handle(profile);
    Bilingual::text(
        format!("{} profile ({handle})", name.english),
        format!("profil {} ({handle})", name.french),
    )
}

/// The account of a profile, as messages name it.
fn handle(profile: &Profile) -> String {
    let handle = shown(&profile.account);
    if handle.contains("://") {
        handle.into_owned()
    } else {
        format!("@{handle}")
    }
}

/// Words of a profile between quotation marks, shortened.
fn quoted(words: Option<&str>) -> Bilingual<String> {
    match filled(words) {
        Some(words) => {
            // The message has a full stop of its own.
            let words = wording::excerpt(words.trim_end_matches('.'), 90);
            Bilingual::text(format!("“{words}”"), format!("«\u{a0}{words}\u{a0}»"))
        }
        None => Bilingual::text("nothing", "rien"),
    }
}

/// What both profiles show, at the end of a message.
fn evidence(
    two: Bilingual<&Profile>,
    show: impl Fn(&Profile) -> Bilingual<String>,
) -> Bilingual<String> {
    let (english, french) = (show(two.english), show(two.french));
    Bilingual::text(
        format!(
            "English profile: {}; French profile: {}.",
            english.english, french.english
        ),
        format!(
            "Profil anglais\u{a0}: {}; profil français\u{a0}: {}.",
            english.french, french.french
        ),
    )
}

/// A message that ends with its evidence.
fn message(said: &Bilingual<String>, evidence: &Bilingual<String>) -> Message {
    Message::new(
        format!("{} {}", said.english, evidence.english),
        format!("{} {}", said.french, evidence.french),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Account;

    /// What was not shown would be taken for what is in order.
    #[test]
    fn what_is_not_shown_is_counted() {
        let two = Bilingual::new("a", "b").map(|handle| Account::new("x", handle));
        let presence = Presence {
            id: "coast".into(),
            institution: Bilingual::default(),
            level_one: String::new(),
            accounts: Accounts::Two(two),
        };
        let mut profiles = Bilingual::new(Some(Profile::default()), None);
        assert_eq!(unjudged(&presence, &profiles).len(), ALL.len());
        let full = Profile {
            name: Some("Coast".into()),
            description: Some(String::new()),
            verified: Some(false),
            avatar: Some(String::new()),
            ..Profile::default()
        };
        profiles.english = Some(full.clone());
        profiles.french = Some(full);
        let left = unjudged(&presence, &profiles);
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!(left[0].rule.name, "equal-status");
        assert_eq!(left[0].fields, [Field::Pinned]);
    }
}
