//! The columns of the worklist of older posts.

use super::dimensions::PRESENCES;
use super::{Kind, LEVEL_ONE, PLATFORM, POST_URL, PRESENCE, SCHEMA, Table, full, open};
use crate::model::Bilingual;

pub(in crate::report) const BACKFILL: Table = Table {
    file: "backfill.csv",
    title: Bilingual::new("Backfill", "Rattrapage"),
    about: Bilingual::new(
        "One row a post from before the period that still has no equivalent, those of use to their readers first; without rows unless the report was asked for it.",
        "Une ligne par publication antérieure à la période et toujours sans équivalent, d’abord celles qui servent encore; sans ligne si le rapport n’a pas été demandé ainsi.",
    ),
    columns: &[
        SCHEMA,
        PRESENCE,
        LEVEL_ONE,
        PLATFORM,
        full(
            "rank",
            Kind::Count,
            [
                "Rank",
                "Rang",
                "Place in the worklist of its presence, from 1 on",
                "Place dans la liste de travail de sa présence, à partir de 1",
            ],
        ),
        full(
            "post_id",
            Kind::Text,
            [
                "Post",
                "Publication",
                "Id of the post: platform:id",
                "Identifiant de la publication\u{a0}: plateforme:identifiant",
            ],
        ),
        POST_URL,
        full(
            "published_at",
            Kind::Instant,
            [
                "Published (UTC)",
                "Publiée (UTC)",
                "When the post was published",
                "Moment de la publication",
            ],
        ),
        full(
            "language",
            Kind::Code("language"),
            [
                "Language",
                "Langue",
                "The language that it has",
                "La langue dans laquelle elle existe",
            ],
        ),
        full(
            "age_days",
            Kind::Count,
            [
                "Age (days)",
                "Ancienneté (jours)",
                "Whole days from its publication to the end of the period",
                "Jours entiers de sa publication à la fin de la période",
            ],
        ),
        full(
            "relevance",
            Kind::Code("relevance"),
            [
                "Relevance",
                "Pertinence",
                "Does it still serve its readers?",
                "Sert-elle encore à ses lecteurs?",
            ],
        ),
        full(
            "text",
            Kind::Text,
            [
                "Text",
                "Texte",
                "The beginning of the post",
                "Le début de la publication",
            ],
        ),
        open(
            "waiver_english",
            Kind::Text,
            [
                "Suggested waiver (English)",
                "Dispense proposée (anglais)",
                "Reason that may be given for leaving it as it is",
                "Motif qui peut être donné pour la laisser telle quelle",
            ],
        ),
        open(
            "waiver_french",
            Kind::Text,
            [
                "Suggested waiver (French)",
                "Dispense proposée (français)",
                "The same reason in French",
                "Le même motif en français",
            ],
        ),
    ],
    key: &["presence_id", "post_id"],
    points: &[("presence_id", &PRESENCES)],
};
