//! The content table of YouTube Studio: days, titles, a first row of totals. Descriptions are not in it.

use super::table_format::{Field, Format, PLAIN};
use super::table_time::Order;
use crate::model::Bilingual;

pub(super) const FORMAT: Format<'static> = Format {
    name: Bilingual::new("YouTube Studio (CSV)", "YouTube Studio (CSV)"),
    columns: &[
        (Field::Id, &["Content", "Contenu", "Video"]),
        (Field::Title, &["Video title", "Titre de la vidéo"]),
        (
            Field::Time,
            &["Video publish time", "Heure de publication de la vidéo"],
        ),
        (Field::Seconds, &["Duration", "Durée"]),
    ],
    marks: &[Field::Id, Field::Title, Field::Time],
    platform: "youtube",
    order: Some(Order::MonthFirst),
    cut: true,
    ..PLAIN
};
