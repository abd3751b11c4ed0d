//! `Shares.csv` of a LinkedIn member's archive. The link of each post carries its id, and that its time.

use super::table_format::{Field, Format, PLAIN};
use crate::model::Bilingual;

pub(super) const FORMAT: Format<'static> = Format {
    name: Bilingual::new(
        "LinkedIn, posts of a member (Shares.csv)",
        "LinkedIn, publications d’un membre (Shares.csv)",
    ),
    columns: &[
        (Field::Time, &["Date"]),
        (Field::Link, &["ShareLink"]),
        (Field::Text, &["ShareCommentary"]),
        (Field::Shared, &["SharedUrl"]),
        (Field::MediaLink, &["MediaUrl"]),
        (Field::Privacy, &["Visibility"]),
    ],
    marks: &[Field::Time, Field::Link, Field::Text],
    platform: "linkedin",
    shares: true,
    ..PLAIN
};
