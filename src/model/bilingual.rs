//! The idea that carries the program: everything said in one official language is said in the other.

use serde::{Deserialize, Serialize};

/// One of the two official languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// French.
    #[serde(rename = "fr")]
    French,
}

impl Language {
    /// `en` or `fr`, as written in every file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// The other official language.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::English => Self::French,
            Self::French => Self::English,
        }
    }

    /// Reads `en`, `fr`, `en-CA`, `fr_CA.UTF-8` and the like; anything else is `None`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag
            .split(['-', '_', '.', '@'])
            .next()?
            .to_ascii_lowercase()
            .as_str()
        {
            "en" | "eng" => Some(Self::English),
            "fr" | "fra" | "fre" => Some(Self::French),
            _ => None,
        }
    }
}

/// What language a text is in: an official one, both, another one, or not to be told.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum TextLanguage {
    /// English.
    English,
    /// French.
    French,
    /// English and French in one text.
    Both,
    /// Neither official language.
    Other,
    /// Nothing to judge by, or too little.
    #[default]
    Undetermined,
}

impl TextLanguage {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::English,
        Self::French,
        Self::Both,
        Self::Other,
        Self::Undetermined,
    ];

    /// In words.
    #[must_use]
    pub fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::English => Bilingual::new("English", "anglais"),
            Self::French => Bilingual::new("French", "français"),
            Self::Both => Bilingual::new("both in one text", "les deux dans un même texte"),
            Self::Other => Bilingual::new("neither official language", "ni l’un ni l’autre"),
            Self::Undetermined => Bilingual::new("cannot be told", "indéterminée"),
        }
    }

    /// `en`, `fr`, `both`, `other` or `undetermined`, as written in every file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Both => "both",
            Self::Other => "other",
            Self::Undetermined => "undetermined",
        }
    }

    /// The language tag (BCP 47) of a text, so that a screen reader reads it in its own voice.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Both => "mul",
            Self::Other | Self::Undetermined => "und",
        }
    }

    /// The single official language, if it is one.
    #[must_use]
    pub fn single(self) -> Option<Language> {
        match self {
            Self::English => Some(Language::English),
            Self::French => Some(Language::French),
            Self::Both | Self::Other | Self::Undetermined => None,
        }
    }
}

impl From<Language> for TextLanguage {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::French => Self::French,
        }
    }
}

/// The same thing in English and in French. A message without its French does not compile.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Bilingual<T> {
    /// The English side.
    pub english: T,
    /// The French side.
    pub french: T,
}

impl<T> Bilingual<T> {
    /// Both sides.
    pub const fn new(english: T, french: T) -> Self {
        Self { english, french }
    }

    /// The side of `language`.
    pub fn get(&self, language: Language) -> &T {
        match language {
            Language::English => &self.english,
            Language::French => &self.french,
        }
    }

    /// The side of `language`, to change.
    pub fn get_mut(&mut self, language: Language) -> &mut T {
        match language {
            Language::English => &mut self.english,
            Language::French => &mut self.french,
        }
    }

    /// Both sides, borrowed.
    pub fn as_ref(&self) -> Bilingual<&T> {
        Bilingual::new(&self.english, &self.french)
    }

    /// The same change on both sides.
    pub fn map<U>(self, change: impl Fn(T) -> U) -> Bilingual<U> {
        Bilingual::new(change(self.english), change(self.french))
    }
}

impl Bilingual<String> {
    /// A message in both languages.
    pub fn text(english: impl Into<String>, french: impl Into<String>) -> Self {
        Self::new(english.into(), french.into())
    }
}

impl From<Bilingual<&str>> for Bilingual<String> {
    fn from(pair: Bilingual<&str>) -> Self {
        Self::text(pair.english, pair.french)
    }
}
