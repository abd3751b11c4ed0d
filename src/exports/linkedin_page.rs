//! The content export of a LinkedIn page, a workbook (`.xls`) or the same sheet as CSV. Titles are cut, times are days;
//! the link of each post carries its id, and that its time.

use super::table_format::{Field, Format, PLAIN};
use crate::model::Bilingual;

pub(super) const FORMAT: Format<'static> = Format {
    name: Bilingual::new(
        "LinkedIn, posts of a page (XLS or CSV)",
        "LinkedIn, publications d’une page (XLS ou CSV)",
    ),
    columns: &[
        (
            Field::Title,
            &[
                "Post title",
                "Titre de la publication",
                "Titre du post",
                "Update title",
            ],
        ),
        (
            Field::Link,
            &[
                "Post link",
                "Lien de la publication",
                "Lien du post",
                "Lien vers la publication",
                "Update link",
            ],
        ),
        (
            Field::Time,
            &["Created date", "Date de création", "Créé le"],
        ),
        (Field::Media, &["Content Type", "Type de contenu"]),
    ],
    marks: &[Field::Title, Field::Link, Field::Time],
    platform: "linkedin",
    cut: true,
    ..PLAIN
};
