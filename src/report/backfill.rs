//! The worklist of older posts without counterpart: as rows, and in the report that a person reads.

use super::rows::web_address;
use super::text::Out;
use super::{Kept, Report, SCHEMA_VERSION};
use crate::model::Bilingual;
use crate::text::wording;
use serde::Serialize;

/// Posts that are named one by one in the text; the rest is in the file.
const SHOWN: usize = 20;
/// Characters of a post in the file: enough to know it by.
const EXCERPT: usize = 200;

#[derive(Debug, Serialize)]
pub(super) struct Row<'a> {
    schema_version: u32,
    presence_id: &'a str,
    level_one: &'a str,
    platform: &'a str,
    rank: usize,
    post_id: &'a str,
    post_url: &'a str,
    published_at: String,
    language: &'static str,
    age_days: i64,
    relevance: &'static str,
    text: String,
    waiver_english: &'a str,
    waiver_french: &'a str,
}

/// The worklist of a presence, those of use to their readers first.
pub(super) fn rows(kept: &Kept) -> impl Iterator<Item = Row<'_>> {
    let list = kept.overdue.iter().enumerate();
    list.map(|(number, it)| Row {
        schema_version: SCHEMA_VERSION,
        presence_id: &kept.row.presence_id,
        level_one: &kept.row.level_one,
        platform: &kept.row.platform,
        rank: number + 1,
        post_id: &it.key,
        post_url: web_address(it.url.as_deref()),
        published_at: it.published_at.to_string(),
        language: it.language.code(),
        age_days: it.age,
        relevance: it.relevance.code(),
        text: wording::excerpt(&it.text, EXCERPT),
        waiver_english: it.waiver.as_ref().map_or("", |waiver| &waiver.english),
        waiver_french: it.waiver.as_ref().map_or("", |waiver| &waiver.french),
    })
}

/// An age in whole days.
fn days(count: i64) -> Bilingual<String> {
    let number = wording::count(usize::try_from(count).unwrap_or_default());
    Bilingual::new(
        format!(
            "{} day{}",
            number.english,
            if count == 1 { "" } else { "s" }
        ),
        format!(
            "{}\u{a0}jour{}",
            number.french,
            if count < 2 { "" } else { "s" }
        ),
    )
}

/// The worklists, as text.
pub(super) fn render(out: &mut Out, report: &Report) {
    let presences = report.presences.iter();
    let all: Vec<_> = presences
        .flat_map(|kept| {
            let list = kept.overdue.iter();
            list.map(|it| (kept.row.presence_id.as_str(), it))
        })
        .collect();
    if all.is_empty() {
        return;
    }
    out.line("");
    let count = wording::count(all.len());
    out.say(&Bilingual::text(
        format!("Older posts still without equivalent ({})", count.english),
        format!(
            "Publications antérieures toujours sans équivalent ({})",
            count.french
        ),
    ));
    for (presence, it) in all.iter().take(SHOWN) {
        let when = wording::instant(it.published_at, out.zone);
        let (age, relevance) = (days(it.age), it.relevance.text());
        out.say(&Bilingual::text(
            format!(
                "  • {}  {presence}: published {} ago, {}",
                when.english, age.english, relevance.english
            ),
            format!(
                "  • {}  {presence}\u{a0}: publiée il y a {}, {}",
                when.french, age.french, relevance.french
            ),
        ));
        out.quote(it.language.code(), &it.text);
        if let Some(waiver) = &it.waiver {
            out.say(&Bilingual::text(
                format!("      to leave it: {}", waiver.english),
                format!(
                    "      pour la laisser telle quelle\u{a0}: {}",
                    waiver.french
                ),
            ));
        }
    }
    if all.len() > SHOWN {
        let more = wording::count(all.len() - SHOWN);
        out.say(&Bilingual::text(
            format!(
                "  … and {} more (all in backfill.csv, with --out)",
                more.english
            ),
            format!(
                "  … et {} autres (toutes dans backfill.csv, avec --sortie)",
                more.french
            ),
        ));
    }
}
