//! `videos.csv` of Google Takeout: title and description as uploaded. Captions and translations are not in it.

use super::table_format::{Field, Format, PLAIN};
use crate::model::Bilingual;

pub(super) const FORMAT: Format<'static> = Format {
    name: Bilingual::new(
        "YouTube, Google Takeout (videos.csv)",
        "YouTube, Google Takeout (videos.csv)",
    ),
    columns: &[
        (
            Field::Id,
            &["Video ID", "ID de la vidéo", "Identifiant de la vidéo"],
        ),
        (
            Field::Time,
            &[
                "Video Publish Timestamp",
                "Code temporel de la publication de la vidéo",
                "Horodatage de la publication de la vidéo",
                "Video Published Timestamp",
            ],
        ),
        (
            Field::Title,
            &[
                "Video Title (Original)",
                "Titre de la vidéo (Original)",
                "Titre de la vidéo (d’origine)",
                "Video Title",
            ],
        ),
        (
            Field::Text,
            &[
                "Video Description (Original)",
                "Description de la vidéo (Original)",
                "Description de la vidéo (d’origine)",
                "Video Description",
            ],
        ),
        (
            Field::Number,
            &["Channel ID", "ID de la chaîne", "Identifiant de la chaîne"],
        ),
        (
            Field::Language,
            &["Video Audio Language", "Langue audio de la vidéo"],
        ),
        (
            Field::Milliseconds,
            &["Approx Duration (ms)", "Durée approximative (ms)"],
        ),
        (Field::Privacy, &["Privacy", "Confidentialité"]),
    ],
    marks: &[Field::Id, Field::Time, Field::Title],
    platform: "youtube",
    ..PLAIN
};
