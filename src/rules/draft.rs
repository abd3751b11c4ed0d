//! A draft as a person or a program writes it: JSON, or TOML with the same names.

use super::{Order, Tables};
use crate::model::{Bilingual, Content, Media, MediaKind, Problem};
use serde::{Deserialize, Serialize};

/// A pair not yet posted.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Draft {
    /// Where it is to be posted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<String>,
    /// By which presence of the configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence: Option<String>,
    /// What class of post it is: `routine`, `emergency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// When it is to be posted, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_at: Option<String>,
    /// `separate` (each account its language) or `both` (each post carries both, its own first).
    pub order: Order,
    /// The English version.
    pub english: Version,
    /// The French version.
    pub french: Version,
    /// Tables that hold for this draft, over those of the configuration.
    #[serde(skip_serializing_if = "Tables::is_empty")]
    pub tables: Tables,
}

/// One version, as written.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Version {
    /// Its text.
    pub text: String,
    /// Links beside the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// What is attached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Attachment>,
}

/// A medium, as written.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// `image`, `video`, `audio`.
    #[serde(rename = "type")]
    pub kind: MediaKind,
    /// Its alternative text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Languages of its captions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captions: Option<Vec<String>>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl From<&Version> for Content {
    fn from(version: &Version) -> Self {
        let media = version.media.iter().map(|it| Media {
            alt: it.alt.clone(),
            url: it.url.clone(),
            captions: it.captions.clone(),
            ..Media::new(it.kind)
        });
        Self {
            text: version.text.clone(),
            links: version.links.clone(),
            media: media.collect(),
        }
    }
}

impl Draft {
    /// Of two bare texts.
    #[must_use]
    pub fn of(texts: Bilingual<String>) -> Self {
        let version = |text| Version {
            text,
            ..Version::default()
        };
        Self {
            english: version(texts.english),
            french: version(texts.french),
            ..Self::default()
        }
    }

    /// What a reader will see of each version.
    #[must_use]
    pub fn contents(&self) -> Bilingual<Content> {
        Bilingual::new((&self.english).into(), (&self.french).into())
    }

    /// Reads one: JSON if it begins like it, else TOML. `place` names it in problems.
    ///
    /// # Errors
    /// With line and reason, when it is neither, or says what no draft can say.
    pub fn parse(place: &str, text: &str) -> Result<Self, Problem> {
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Err(Problem::new(
                place,
                "there is no draft here; give JSON or TOML (see `tandem check --help`)",
                "il n’y a pas d’ébauche ici; fournissez du JSON ou du TOML (voir «\u{a0}tandem vérifier --aide\u{a0}»)",
            ));
        }
        if text.trim_start().starts_with('{') {
            return serde_json::from_str(text).map_err(|error| {
                let place = format!("{place}:{}:{}", error.line(), error.column());
                let french = if error.is_eof() {
                    "le texte s’arrête trop tôt".to_owned()
                } else {
                    in_french(&error.to_string())
                };
                refused(place, &error.to_string(), &french)
            });
        }
        toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                1 + text[..span.start]
                    .bytes()
                    .filter(|byte| *byte == b'\n')
                    .count()
            });
            let why = error.message();
            refused(format!("{place}:{line}"), why, &in_french(why))
        })
    }
}

/// What the parser says, which speaks English only: of a name, that name.
fn in_french(why: &str) -> String {
    let name = why.split('`').nth(1).unwrap_or_default();
    let known = [
        ("unknown field", "champ inconnu"),
        ("unknown variant", "valeur inconnue"),
        ("missing field", "champ manquant"),
    ];
    let found = known.iter().find(|(english, _)| why.starts_with(english));
    found.map_or_else(
        || "syntaxe incorrecte, ou valeur qui ne convient pas à ce champ".to_owned(),
        |(_, french)| format!("{french}, «\u{a0}{name}\u{a0}»"),
    )
}

fn refused(place: String, english: &str, french: &str) -> Problem {
    Problem::new(
        place,
        format!("not a draft: {english}; `tandem check --help` shows its form"),
        format!(
            "ce n’est pas une ébauche\u{a0}: {french}; «\u{a0}tandem vérifier --aide\u{a0}» en montre la forme"
        ),
    )
}
