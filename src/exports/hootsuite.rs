//! The post performance table of Hootsuite: two rows of titles, the second of which says what period it covers.

use super::table_format::{Field, Format, PLAIN};
use crate::model::Bilingual;

pub(super) const FORMAT: Format<'static> = Format {
    name: Bilingual::new("Hootsuite (CSV)", "Hootsuite (CSV)"),
    columns: &[
        (Field::Time, &["Date (GMT)", "Date (TMG)", "Date (UTC)"]),
        (
            Field::Id,
            &[
                "Post ID",
                "Identifiant de la publication",
                "ID de la publication",
            ],
        ),
        (Field::Text, &["Post Message", "Message de la publication"]),
        (
            Field::Link,
            &[
                "Post Permalink",
                "Permalien de la publication",
                "Lien permanent de la publication",
            ],
        ),
        (Field::Kind, &["Post Type", "Type de publication"]),
        (Field::Network, &["Social Network", "Réseau social"]),
        (
            Field::Name,
            &["Social Profile", "Profil social", "Profile Name"],
        ),
    ],
    marks: &[Field::Time, Field::Id, Field::Text, Field::Network],
    ..PLAIN
};
