//! How an account presents itself: what the reader sees above its posts.

use serde::{Deserialize, Serialize};

/// A profile, as the platform showed it. What it does not show is `None`, or empty for a list; what it shows to be empty
/// is an empty text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Platform in lower case.
    pub platform: String,
    /// Handle of the account, normalised.
    pub account: String,
    /// The platform's own id of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Plain text, in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its page on the platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Addresses that it gives: website, fields, links of the description, expanded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Does the platform vouch for it?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
    /// What it says by itself to who writes to it: a welcome, an automatic reply. No platform shows that to others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub welcome: Option<String>,
    /// Address of its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// Id of the post that it keeps on top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<String>,
    /// The language that it states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Profile {
    /// What it does not show is taken from another.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            id: self.id.or(other.id),
            name: self.name.or(other.name),
            description: self.description.or(other.description),
            url: self.url.or(other.url),
            links: if self.links.is_empty() {
                other.links
            } else {
                self.links
            },
            verified: self.verified.or(other.verified),
            welcome: self.welcome.or(other.welcome),
            avatar: self.avatar.or(other.avatar),
            pinned: self.pinned.or(other.pinned),
            language: self.language.or(other.language),
            ..self
        }
    }
}
