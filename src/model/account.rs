//! Who publishes where: institutions, accounts, presences.

use super::{Bilingual, Language};

/// One account on one platform.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account {
    /// Platform in lower case: `x`, `bluesky`, `mastodon`, `feed` …
    pub platform: String,
    /// The name the platform knows it by: a handle, or the address of a feed. Never a number.
    pub handle: String,
    /// The server to ask, where the platform has no single one or a test replaces it.
    pub server: Option<String>,
    /// The platform's own number or name for it, where its handle is not enough to find it.
    pub id: Option<String>,
    /// Name of the environment variable that holds its credential; never the credential.
    pub token: Option<String>,
}

impl Account {
    /// An account of which only platform and handle are known.
    #[must_use]
    pub fn new(platform: &str, handle: impl Into<String>) -> Self {
        Self {
            platform: platform.to_lowercase(),
            handle: handle.into(),
            server: None,
            id: None,
            token: None,
        }
    }

    /// Handles are the same with or without `@`, in any case; addresses are left alone.
    #[must_use]
    pub fn normal_handle(handle: &str) -> String {
        let handle = handle.trim();
        if handle.contains("://") {
            handle.to_owned()
        } else {
            handle.trim_start_matches('@').to_lowercase()
        }
    }

    /// What the store and the files call it: `(platform, normal handle)`.
    #[must_use]
    pub fn key(&self) -> (String, String) {
        (
            self.platform.to_lowercase(),
            Self::normal_handle(&self.handle),
        )
    }
}

/// The account or accounts of a presence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accounts {
    /// One account for each language.
    Two(Bilingual<Account>),
    /// One account that serves both languages.
    One(Account),
}

impl Accounts {
    /// Every account with the language it stands for (`None`: both).
    #[must_use]
    pub fn list(&self) -> Vec<(&Account, Option<Language>)> {
        match self {
            Self::Two(two) => vec![
                (&two.english, Some(Language::English)),
                (&two.french, Some(Language::French)),
            ],
            Self::One(one) => vec![(one, None)],
        }
    }
}

/// An institution on one platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// Stable name, used in every CSV file.
    pub id: String,
    /// The institution that answers for it, in both languages.
    pub institution: Bilingual<String>,
    /// Level one (L1, N1); empty when not given.
    pub level_one: String,
    /// Its account or accounts.
    pub accounts: Accounts,
}

impl Presence {
    /// The platform of its accounts.
    #[must_use]
    pub fn platform(&self) -> &str {
        match &self.accounts {
            Accounts::Two(two) => &two.english.platform,
            Accounts::One(one) => &one.platform,
        }
    }
}
