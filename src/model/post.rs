//! One thing published, as it was read.

use super::TextLanguage;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How finely a source states its times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The second, or finer.
    #[default]
    Second,
    /// The minute.
    Minute,
    /// The hour: local time on a day when the clocks change.
    Hour,
    /// The day: the hour of the instant means nothing.
    Day,
}

impl Precision {
    /// How far the true instant may be from the stated one, in seconds.
    #[must_use]
    pub fn seconds(self) -> i64 {
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
        }
    }
}

/// What kind of attachment it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// A still picture.
    Image,
    /// A film, or an animated picture.
    Video,
    /// Sound.
    Audio,
    /// Anything else, known or not.
    Other,
}

/// One attachment. A field that the source does not show is `None`; an empty alternative text
/// (`Some("")`) says that the author left it empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the neutral format")]
pub struct Media {
    pub kind: MediaKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A still picture of it, where that is another address: the thumbnail of a film.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blurhash: Option<String>,
    /// Perceptual hash of the picture: 64 bits in hexadecimal; alike pictures differ in few of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likeness: Option<String>,
    /// Languages of its captions; none known is `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captions: Option<Vec<String>>,
}

impl Media {
    /// An attachment of which only the kind is known yet.
    #[must_use]
    pub fn new(kind: MediaKind) -> Self {
        Self {
            kind,
            url: None,
            preview: None,
            alt: None,
            width: None,
            height: None,
            duration_ms: None,
            sha256: None,
            blurhash: None,
            likeness: None,
            captions: None,
        }
    }
}

/// What a reader sees of a post.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Plain text, in full unless the post says otherwise.
    pub text: String,
    /// Link targets, expanded where the source tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Attachments in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
}

/// The post that another one repeats, quotes or answers. `text: None` says that the source did not
/// show it; `complete: false` that it was cut.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the neutral format")]
pub struct Reference {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default)]
    pub complete: bool,
}

/// Where a post comes from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Written by the account itself.
    #[default]
    Own,
    /// An answer; to itself it is a thread.
    Reply(Reference),
    /// Own words about somebody's post.
    Quote(Reference),
    /// Somebody's post passed on as it is.
    Repost(Reference),
}

impl Origin {
    /// `original`, `reply`, `quote` or `repost`, as in the neutral format.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Own => "original",
            Self::Reply(_) => "reply",
            Self::Quote(_) => "quote",
            Self::Repost(_) => "repost",
        }
    }

    /// What it refers to.
    #[must_use]
    pub fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Own => None,
            Self::Reply(it) | Self::Quote(it) | Self::Repost(it) => Some(it),
        }
    }

    /// What it refers to, to complete it.
    pub fn reference_mut(&mut self) -> Option<&mut Reference> {
        match self {
            Self::Own => None,
            Self::Reply(it) | Self::Quote(it) | Self::Repost(it) => Some(it),
        }
    }
}

/// What was found out about words that were taken out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Redacted {
    /// The language that they were in.
    pub language: TextLanguage,
    /// How sure that was, 0 to 1.
    pub confidence: f64,
    /// The language of what they repeated or quoted.
    pub reference_language: TextLanguage,
}

/// One thing published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// Platform in lower case.
    pub platform: String,
    /// Handle of the account that published it, normalised.
    pub account: String,
    /// The platform's own id, always text.
    pub id: String,
    /// Permalink.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was first published (of an edited post: the first version).
    pub published_at: Timestamp,
    /// How finely that time is known.
    #[serde(default)]
    pub precision: Precision,
    /// Own, reply, quote or repost.
    #[serde(default)]
    pub origin: Origin,
    /// What a reader sees.
    pub content: Content,
    /// False when the source cut the text: no verdict on its language may rest on it alone.
    pub complete: bool,
    /// What the source itself declares to be this post in the other language: ids or addresses of posts. The other
    /// post must say the same of this one, or say nothing; a declaration that does not point back is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counterparts: Vec<String>,
    /// What stays of a post whose words were taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<Redacted>,
    /// The language that the platform or the author states: a hint that may lie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_hint: Option<String>,
    /// When it was last changed, if the source tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// When it was removed, if the source tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

impl Post {
    /// A post of which only who, which and when is known yet: own, empty, complete.
    #[must_use]
    pub fn new(
        platform: impl Into<String>,
        account: impl Into<String>,
        id: impl Into<String>,
        published_at: Timestamp,
    ) -> Self {
        Self {
            platform: platform.into(),
            account: account.into(),
            id: id.into(),
            url: None,
            published_at,
            precision: Precision::default(),
            origin: Origin::Own,
            content: Content::default(),
            complete: true,
            counterparts: Vec::new(),
            redacted: None,
            language_hint: None,
            edited_at: None,
            deleted_at: None,
        }
    }

    /// `platform:id`, which a spreadsheet leaves alone.
    #[must_use]
    pub fn key(&self) -> String {
        [self.platform.as_str(), ":", &self.id].concat()
    }

    /// True for an answer to a post of the same account: the next part of a thread.
    #[must_use]
    pub fn continues_own_thread(&self) -> bool {
        matches!(&self.origin, Origin::Reply(it) if it.account.as_deref().is_some_and(|who| super::Account::normal_handle(who) == self.account))
    }
}
