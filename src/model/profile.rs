//! How an account presents itself: what the reader sees above its posts.

use serde::{Deserialize, Serialize};

/// A profile, as the platform showed it. What it does not show is `None`, or empty for a list.
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
