//! Content tables of Meta Business Suite. Those of Facebook and Instagram are told apart by their columns; neither says
//! its time zone.

use super::table_format::{Field, Format, PLAIN, Zone};
use super::table_time::Order;
use crate::model::Bilingual;

const ID: (Field, &[&str]) = (
    Field::Id,
    &[
        "Post ID",
        "Identifiant de la publication",
        "ID de la publication",
        "Identifiant de publication",
    ],
);
const TIME: (Field, &[&str]) = (
    Field::Time,
    &[
        "Publish time",
        "Heure de publication",
        "Date de publication",
    ],
);
const LINK: (Field, &[&str]) = (Field::Link, &["Permalink", "Permalien", "Lien permanent"]);
const KIND: (Field, &[&str]) = (Field::Kind, &["Post type", "Type de publication"]);
const LENGTH: (Field, &[&str]) = (
    Field::Seconds,
    &[
        "Duration (sec)",
        "Durée (s)",
        "Durée (sec)",
        "Durée (en secondes)",
    ],
);
const DESCRIPTION: (Field, &[&str]) = (Field::Text, &["Description"]);

pub(super) const INSTAGRAM: Format<'static> = Format {
    name: Bilingual::new(
        "Meta Business Suite, Instagram (CSV)",
        "Meta Business Suite, Instagram (CSV)",
    ),
    columns: &[
        ID,
        TIME,
        LINK,
        KIND,
        LENGTH,
        DESCRIPTION,
        (
            Field::Handle,
            &[
                "Account username",
                "Nom d’utilisateur du compte",
                "Nom d’utilisateur",
            ],
        ),
        (
            Field::Number,
            &["Account ID", "Identifiant du compte", "ID du compte"],
        ),
        (Field::Name, &["Account name", "Nom du compte"]),
    ],
    marks: &[Field::Id, Field::Time, Field::Handle, Field::Link],
    platform: "instagram",
    zone: Zone::Asked,
    // The French tables have it so too.
    order: Some(Order::MonthFirst),
    ..PLAIN
};

pub(super) const FACEBOOK: Format<'static> = Format {
    name: Bilingual::new(
        "Meta Business Suite, Facebook (CSV)",
        "Meta Business Suite, Facebook (CSV)",
    ),
    columns: &[
        ID,
        TIME,
        LINK,
        KIND,
        LENGTH,
        DESCRIPTION,
        (Field::Title, &["Title", "Titre"]),
        (
            Field::Number,
            &["Page ID", "ID de la Page", "Identifiant de la Page"],
        ),
        (Field::Name, &["Page name", "Nom de la Page"]),
        (
            Field::IsShare,
            &["Is share", "Est un partage", "Est partagé"],
        ),
        (Field::Language, &["Languages", "Langues"]),
    ],
    marks: &[Field::Id, Field::Time, Field::Number, Field::Link],
    platform: "facebook",
    zone: Zone::Asked,
    order: Some(Order::MonthFirst),
    ..PLAIN
};
