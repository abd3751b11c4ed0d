//! The content table of X analytics. It states days; the ids carry the time.

use super::table_format::{Field, Format, PLAIN};
use crate::model::Bilingual;

pub(super) const FORMAT: Format<'static> = Format {
    name: Bilingual::new(
        "X analytics, content (CSV)",
        "statistiques de X, contenu (CSV)",
    ),
    columns: &[
        (
            Field::Id,
            &["Post id", "Identifiant du post", "ID du post", "Tweet id"],
        ),
        (Field::Time, &["Date"]),
        (Field::Text, &["Post text", "Texte du post", "Tweet text"]),
        (
            Field::Link,
            &[
                "Post Link",
                "Lien du post",
                "Lien vers le post",
                "Tweet permalink",
            ],
        ),
    ],
    marks: &[Field::Id, Field::Time, Field::Text, Field::Link],
    platform: "x",
    ..PLAIN
};
