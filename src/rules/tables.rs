//! What stands for what in the other language: `[tables]` of the configuration and of a draft, over the program's own.

use crate::corpora;
use crate::model::{Account, Bilingual, Language};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Tables, as written. What is not in them is not judged by them.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Tables {
    /// Handles of accounts: English to French.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub accounts: BTreeMap<String, String>,
    /// Accounts that serve both languages.
    #[serde(alias = "bilingual_accounts", skip_serializing_if = "Vec::is_empty")]
    pub bilingual_accounts: Vec<String>,
    /// Hashtags: English to French.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub hashtags: BTreeMap<String, String>,
    /// Acronyms: English to French.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub acronyms: BTreeMap<String, String>,
    /// Phone numbers that differ by language.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub phones: BTreeMap<String, String>,
    /// E-mail addresses that differ by language.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub emails: BTreeMap<String, String>,
    /// Pages that are versions of each other.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub links: BTreeMap<String, String>,
    /// The language of pages that have one only, `en` or `fr`.
    #[serde(alias = "link_languages", skip_serializing_if = "BTreeMap::is_empty")]
    pub link_languages: BTreeMap<String, String>,
    /// Terms.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub glossary: BTreeMap<String, Term>,
    /// Accounts of the presences: platform, English and French handle (the same for both languages).
    #[serde(skip)]
    pub presences: Vec<(String, Bilingual<String>)>,
    /// Accounts of the official register.
    #[serde(skip)]
    pub official: Official,
}

/// Accounts of a register, and their counterparts: asked when nothing else is declared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Official(Arc<BTreeMap<String, Vec<Row>>>);

/// A platform, and an English and a French handle.
type Row = (String, Bilingual<String>);

impl Official {
    /// From platform, English and French handle; the same twice for an account of both languages.
    #[must_use]
    pub fn new(pairs: impl IntoIterator<Item = Row>) -> Self {
        let mut known: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for (platform, pair) in pairs {
            let names = [&pair.english, &pair.french].map(|it| Account::normal_handle(it));
            let [one, other] = names;
            if one != other {
                let row = (platform.clone(), pair.clone());
                known.entry(other).or_default().push(row);
            }
            known.entry(one).or_default().push((platform, pair));
        }
        Self(Arc::new(known))
    }

    /// The counterpart of an account of a language.
    fn counterpart(&self, name: &str, language: Language, platforms: &[String]) -> Option<&str> {
        let mut known = self.0.get(name)?.iter();
        let (_, pair) = known.find(|(platform, pair)| {
            (platforms.is_empty() || platforms.contains(platform))
                && Account::normal_handle(pair.get(language)) == name
        })?;
        Some(pair.get(language.other()))
    }
}

/// A term of the glossary: its translation, or a state.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Term {
    /// To be translated so.
    Translated(String),
    /// More to say of it.
    Described {
        /// To be translated so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        french: Option<String>,
        /// French words not to be used for it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        forbidden: Vec<String>,
        /// To be left as it is.
        #[serde(default)]
        keep: bool,
    },
}

impl Term {
    /// What must stand in the French.
    #[must_use]
    pub fn french<'a>(&'a self, english: &'a str) -> Option<&'a str> {
        match self {
            Self::Translated(french) => Some(french),
            Self::Described { keep: true, .. } => Some(english),
            Self::Described { french, .. } => french.as_deref(),
        }
    }

    /// What must not.
    #[must_use]
    pub fn forbidden(&self) -> &[String] {
        match self {
            Self::Translated(_) => &[],
            Self::Described { forbidden, .. } => forbidden,
        }
    }
}

impl Tables {
    /// Is there nothing in them?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds those of another, which win.
    pub fn extend(&mut self, other: Self) {
        self.accounts.extend(other.accounts);
        self.bilingual_accounts.extend(other.bilingual_accounts);
        // `SafeBoating` and `#SafeBoating` are one.
        for (english, french) in other.hashtags {
            self.hashtags
                .retain(|known, _| plain_tag(known) != plain_tag(&english));
            self.hashtags.insert(english, french);
        }
        self.presences.extend(other.presences);
        if other.official != Official::default() {
            self.official = other.official;
        }
        self.acronyms.extend(other.acronyms);
        self.phones.extend(other.phones);
        self.emails.extend(other.emails);
        self.links.extend(other.links);
        self.link_languages.extend(other.link_languages);
        self.glossary.extend(other.glossary);
    }

    /// The counterpart of a handle of a language, with `@`; itself for an account of both languages. Presences of other
    /// platforms are asked only where no platform is known.
    #[must_use]
    pub fn account(
        &self,
        handle: &str,
        language: Language,
        platforms: &[String],
    ) -> Option<String> {
        let normal = |it: &str| Account::normal_handle(it);
        let name = normal(handle);
        if self.bilingual_accounts.iter().any(|it| normal(it) == name) {
            return Some(format!("@{name}"));
        }
        counterpart(&self.accounts, language, |it| normal(it) == name)
            .or_else(|| {
                let mut known = self.presences.iter();
                let is_meant = |(platform, pair): &&(String, Bilingual<String>)| {
                    (platforms.is_empty() || platforms.contains(platform))
                        && normal(pair.get(language)) == name
                };
                let (_, pair) = known.find(is_meant)?;
                Some(pair.get(language.other()).as_str())
            })
            .or_else(|| self.official.counterpart(&name, language, platforms))
            .map(|other| format!("@{}", other.trim().trim_start_matches('@')))
    }

    /// The hashtag of the other language, with `#`.
    #[must_use]
    pub fn hashtag(&self, tag: &str, language: Language) -> Option<String> {
        let name = plain_tag(tag);
        counterpart(&self.hashtags, language, |it| plain_tag(it) == name)
            .map(|other| format!("#{}", other.trim().trim_start_matches('#')))
    }

    /// The acronym of the other language; the program's own where no table says otherwise.
    #[must_use]
    pub fn acronym(&self, letters: &str, language: Language) -> Option<String> {
        counterpart(&self.acronyms, language, |it| it == letters)
            .map(str::to_owned)
            .or_else(|| {
                let known = corpora::ACRONYMS.iter();
                let found = known.into_iter().find(|pair| pair.get(language) == letters);
                found.map(|pair| pair.get(language.other()).clone())
            })
    }

    /// Is the acronym one that the tables of the user name?
    #[must_use]
    pub fn declares_acronym(&self, letters: &str) -> bool {
        self.acronyms
            .iter()
            .any(|(english, french)| english == letters || french == letters)
    }

    /// The address of the other version of a page.
    #[must_use]
    pub fn link(&self, address: &str, language: Language) -> Option<&str> {
        counterpart(&self.links, language, |it| same_address(it, address))
    }

    /// The one language of a page.
    #[must_use]
    pub fn link_language(&self, address: &str) -> Option<Language> {
        let mut known = self.link_languages.iter();
        let (_, code) = known.find(|(it, _)| same_address(it, address))?;
        match code.as_str() {
            "en" => Some(Language::English),
            "fr" => Some(Language::French),
            _ => None,
        }
    }

    /// Are the two declared to be each other's version?
    #[must_use]
    pub fn are_declared(
        table: &BTreeMap<String, String>,
        english: &str,
        french: &str,
        same: impl Fn(&str, &str) -> bool,
    ) -> bool {
        let mut pairs = table.iter();
        pairs.any(|(one, other)| same(one, english) && same(other, french))
    }
}

/// The other side of the first row whose side of the language is meant.
fn counterpart(
    table: &BTreeMap<String, String>,
    language: Language,
    is_meant: impl Fn(&str) -> bool,
) -> Option<&str> {
    let mut rows = table.iter().map(|(english, french)| match language {
        Language::English => (english, french),
        Language::French => (french, english),
    });
    let (_, other) = rows.find(|(own, _)| is_meant(own))?;
    Some(other)
}

/// A hashtag without its `#`, in lower case.
fn plain_tag(tag: &str) -> String {
    tag.trim().trim_start_matches('#').to_lowercase()
}

/// Equal but for the scheme, `www.` and a slash at the end.
pub(super) fn same_address(one: &str, other: &str) -> bool {
    bare(one).eq_ignore_ascii_case(bare(other))
}

fn bare(address: &str) -> &str {
    let address = address.trim();
    let address = address
        .split_once("://")
        .map_or(address, |(_, after)| after);
    let address = address.strip_prefix("www.").unwrap_or(address);
    address.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The counterpart of a reposted official account is named on its own platform only, and never over what the
    /// user declares.
    #[test]
    fn the_register_is_asked_last() {
        let pair = |english: &str, french: &str| Bilingual::text(english, french);
        let mut tables = Tables {
            official: Official::new([
                ("x".to_owned(), pair("HarbourCA", "PortCA")),
                ("x".to_owned(), pair("ships", "ships")),
            ]),
            ..Tables::default()
        };
        let x = ["x".to_owned()];
        let ask = |tables: &Tables, name: &str, language| tables.account(name, language, &x);
        let english = Language::English;
        assert_eq!(
            ask(&tables, "@harbourca", english).as_deref(),
            Some("@PortCA")
        );
        assert_eq!(
            ask(&tables, "portca", Language::French).as_deref(),
            Some("@HarbourCA")
        );
        assert_eq!(ask(&tables, "portca", english), None);
        assert_eq!(ask(&tables, "ships", english).as_deref(), Some("@ships"));
        assert_eq!(
            tables.account("harbourca", english, &["facebook".to_owned()]),
            None
        );
        tables
            .accounts
            .insert("HarbourCA".into(), "NotrePort".into());
        assert_eq!(
            ask(&tables, "harbourca", english).as_deref(),
            Some("@NotrePort")
        );
    }
}
