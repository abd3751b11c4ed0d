//! The post performance table of Sprout Social; it does not say its time zone.

use super::table_format::{Field, Format, PLAIN, Zone};
use super::table_time::Order;
use crate::model::Bilingual;

pub(super) const FORMAT: Format<'static> = Format {
    name: Bilingual::new("Sprout Social (CSV)", "Sprout Social (CSV)"),
    columns: &[
        (Field::Time, &["Date"]),
        (
            Field::Id,
            &[
                "Post ID",
                "Identifiant de la publication",
                "ID de la publication",
            ],
        ),
        (Field::Network, &["Network", "Réseau"]),
        (Field::Kind, &["Post Type", "Type de publication"]),
        (Field::Media, &["Content Type", "Type de contenu"]),
        (Field::Name, &["Profile", "Profil"]),
        (Field::Link, &["Link", "Lien"]),
        (Field::Text, &["Post", "Publication"]),
    ],
    marks: &[Field::Time, Field::Id, Field::Network, Field::Text],
    zone: Zone::Asked,
    order: Some(Order::MonthFirst),
    ..PLAIN
};
