//! One record of the neutral format (a JSON line or a CSV row) as a post, or the reason why not.

use super::collector::{Collector, Note, Refusal};
use super::node::Node;
use super::record_parts::{media, reference, texts};
use super::{Label, ids};
use crate::model::{Account, Content, Origin, Post, Precision, Reference};
use jiff::Timestamp;
use std::borrow::Cow;

/// The names of the neutral format; a [`Row`] holds their values in this order.
pub(super) const FIELDS: [&str; 16] = [
    "platform",
    "account",
    "id",
    "published_at",
    "text",
    "url",
    "kind",
    "language",
    "reference",
    "media",
    "links",
    "counterparts",
    "precision",
    "edited_at",
    "deleted_at",
    "pair_id",
];

/// The first five must be there.
pub(super) const REQUIRED: usize = 5;

/// Where `name` stands in [`FIELDS`].
pub(super) fn position(name: &str) -> Option<usize> {
    FIELDS.iter().position(|field| *field == name)
}

/// The values of one record.
#[derive(Default)]
pub(super) struct Row<'a> {
    /// One for each of [`FIELDS`].
    pub(super) cells: [Node<'a>; FIELDS.len()],
    /// The record comes from a CSV file, as a spreadsheet may have written it.
    pub(super) csv: bool,
}

/// The largest whole number below which every tool keeps all digits.
const EXACT: u64 = 1 << 53;

impl<'a> Row<'a> {
    fn take(&mut self, field: &str) -> Node<'a> {
        position(field).map_or(Node::Null, |at| std::mem::take(&mut self.cells[at]))
    }

    /// The text of a field; `None` when it is missing or blank.
    fn text(&mut self, field: &str) -> Result<Option<Cow<'a, str>>, Refusal> {
        match self.take(field) {
            Node::Null => Ok(None),
            Node::Text(text) => Ok((!text.trim().is_empty()).then_some(text)),
            _ => Err(not_text(field)),
        }
    }

    fn required(&mut self, field: &str) -> Result<Cow<'a, str>, Refusal> {
        self.text(field)?.ok_or_else(|| missing(field))
    }

    /// Ids may be written as numbers as long as no tool can have rounded them.
    fn id(&mut self, field: &str) -> Result<Option<Cow<'a, str>>, Refusal> {
        match self.take(field) {
            Node::Null => Ok(None),
            Node::Text(text) => Ok((!text.trim().is_empty()).then_some(text)),
            Node::Whole(number) if number <= EXACT => Ok(Some(Cow::Owned(number.to_string()))),
            Node::Whole(_) | Node::Number(_) => Err(Refusal::text(
                format!(
                    "`{field}` is a number that some tools cannot keep exact; write it as text, in quotation marks"
                ),
                format!(
                    "«\u{a0}{field}\u{a0}» est un nombre que certains outils ne peuvent garder exact; écrivez-le comme un texte, entre guillemets droits"
                ),
            )),
            _ => Err(not_text(field)),
        }
    }

    fn time(&mut self, field: &str) -> Result<Option<Timestamp>, Refusal> {
        self.text(field)?.map(|text| time(field, &text)).transpose()
    }
}

/// Reads a record.
pub(super) fn build(
    mut row: Row<'_>,
    number: usize,
    collector: &mut Collector,
) -> Result<(Post, Label), Refusal> {
    let platform = row.required("platform")?.trim().to_lowercase();
    let account = Account::normal_handle(&row.required("account")?);
    if account.is_empty() {
        return Err(missing("account"));
    }
    let url = row.text("url")?.map(|url| url.trim().to_owned());
    let id = identity(&mut row, url.as_deref(), number, collector)?;
    let published_at = row
        .time("published_at")?
        .ok_or_else(|| missing("published_at"))?;
    let text = match row.take("text") {
        Node::Null => None,
        Node::Text(text) => Some(text),
        _ => return Err(not_text("text")),
    };
    let (origin, complete) = origin(&mut row, text.as_deref(), number, collector)?;
    let media = media(&row.take("media"), collector)?;
    // A picture without a word, or a post passed on without one, is still a post.
    let may_be_silent = !media.is_empty() || origin.reference().is_some();
    let text = text
        .filter(|text| may_be_silent || !text.trim().is_empty())
        .ok_or_else(|| missing("text"))?;
    let post = Post {
        platform,
        account,
        id,
        url,
        published_at,
        precision: precision(&mut row)?,
        origin,
        content: Content {
            text: text.into_owned(),
            links: texts("links", row.take("links"))?,
            media,
        },
        complete,
        counterparts: texts("counterparts", row.take("counterparts"))?,
        redacted: None,
        language_hint: row.text("language")?.map(|hint| hint.trim().to_owned()),
        edited_at: row.time("edited_at")?,
        deleted_at: row.time("deleted_at")?,
    };
    let label = row.id("pair_id")?.map(Cow::into_owned);
    Ok((post, label))
}

/// The id, taken from the link where a spreadsheet has ruined it.
fn identity(
    row: &mut Row<'_>,
    url: Option<&str>,
    number: usize,
    collector: &mut Collector,
) -> Result<String, Refusal> {
    let csv = row.csv;
    let id = row.id("id")?.ok_or_else(|| missing("id"))?;
    let id = id.trim();
    if !ids::is_ruined(id, csv) {
        return Ok(id.to_owned());
    }
    if let Some(from_link) = url.and_then(ids::from_link) {
        collector.note(Note::IdFromLink, number);
        return Ok(from_link.to_owned());
    }
    let id = ids::short(id);
    Err(Refusal::text(
        format!(
            "the id {id} was changed by a spreadsheet and no `url` carries the true one; export again and import the file without opening it in a spreadsheet, or add the url"
        ),
        format!(
            "l’identifiant {id} a été modifié par un tableur et aucune «\u{a0}url\u{a0}» ne porte le vrai; exportez de nouveau et importez le fichier sans l’ouvrir dans un tableur, ou ajoutez l’adresse"
        ),
    ))
}

/// Where the post comes from, and whether its text is whole.
fn origin(
    row: &mut Row<'_>,
    text: Option<&str>,
    number: usize,
    collector: &mut Collector,
) -> Result<(Origin, bool), Refusal> {
    let kind = row.text("kind")?.unwrap_or(Cow::Borrowed("original"));
    let cell = row.take("reference");
    let given = cell != Node::Null;
    let mut reference = reference(cell, collector)?;
    match kind.trim().to_lowercase().as_str() {
        "original" => {
            if given {
                collector.note(Note::ReferenceIgnored, number);
            }
            Ok((Origin::Own, true))
        }
        "reply" => Ok((Origin::Reply(reference), true)),
        "quote" => Ok((Origin::Quote(reference), true)),
        "repost" => {
            let complete = !is_fragment(text, &mut reference);
            Ok((Origin::Repost(reference), complete))
        }
        other => Err(Refusal::text(
            format!(
                "unknown kind `{}`; write `original`, `repost`, `quote` or `reply`",
                ids::short(other)
            ),
            format!(
                "genre inconnu «\u{a0}{}\u{a0}»; écrivez «\u{a0}original\u{a0}», «\u{a0}repost\u{a0}», «\u{a0}quote\u{a0}» ou «\u{a0}reply\u{a0}»",
                ids::short(other)
            ),
        )),
    }
}

/// `RT @name: …` without the original: nobody can tell whether it was cut.
fn is_fragment(text: Option<&str>, reference: &mut Reference) -> bool {
    match text.and_then(ids::repost) {
        Some((name, _)) if reference.text.is_none() => {
            reference.account.get_or_insert_with(|| name.to_owned());
            true
        }
        _ => false,
    }
}

fn precision(row: &mut Row<'_>) -> Result<Precision, Refusal> {
    let Some(text) = row.text("precision")? else {
        return Ok(Precision::Second);
    };
    match text.trim().to_lowercase().as_str() {
        "second" => Ok(Precision::Second),
        "minute" => Ok(Precision::Minute),
        "hour" => Ok(Precision::Hour),
        "day" => Ok(Precision::Day),
        other => Err(Refusal::text(
            format!(
                "unknown precision `{}`; write `day`, `hour`, `minute` or `second`",
                ids::short(other)
            ),
            format!(
                "précision inconnue «\u{a0}{}\u{a0}»; écrivez «\u{a0}day\u{a0}», «\u{a0}hour\u{a0}», «\u{a0}minute\u{a0}» ou «\u{a0}second\u{a0}»",
                ids::short(other)
            ),
        )),
    }
}

/// An instant, or what is wrong with it.
fn time(field: &str, text: &str) -> Result<Timestamp, Refusal> {
    let text = text.trim();
    let shown = ids::short(text);
    let Ok(instant) = text.parse::<Timestamp>() else {
        let has_no_offset = text.parse::<jiff::civil::DateTime>().is_ok();
        return Err(if has_no_offset {
            Refusal::text(
                format!(
                    "`{field}` = `{shown}` does not say its offset; write 2026-11-16T09:00:00-05:00 (where only the day is known, T12:00:00Z with `precision` = `day`)"
                ),
                format!(
                    "«\u{a0}{field}\u{a0}» = «\u{a0}{shown}\u{a0}» ne dit pas son décalage; écrivez 2026-11-16T09:00:00-05:00 (si seul le jour est connu, T12:00:00Z avec «\u{a0}precision\u{a0}» = «\u{a0}day\u{a0}»)"
                ),
            )
        } else {
            Refusal::text(
                format!(
                    "`{field}` = `{shown}` is not a time that exists; write 2026-11-16T09:00:00-05:00"
                ),
                format!(
                    "«\u{a0}{field}\u{a0}» = «\u{a0}{shown}\u{a0}» n’est pas une heure qui existe; écrivez 2026-11-16T09:00:00-05:00"
                ),
            )
        });
    };
    in_our_time(instant).ok_or_else(|| {
        Refusal::text(
            format!("`{field}` = `{shown}` is not between 2004 and 2100; correct the year"),
            format!("«\u{a0}{field}\u{a0}» = «\u{a0}{shown}\u{a0}» n’est pas entre 2004 et 2100; corrigez l’année"),
        )
    })
}

/// The instant, if it lies between the first social media and the year 2100, both included.
pub(super) fn in_our_time(instant: Timestamp) -> Option<Timestamp> {
    // 2004-01-01T00:00:00Z and 2101-01-01T00:00:00Z
    (1_072_915_200..4_133_980_800)
        .contains(&instant.as_second())
        .then_some(instant)
}

fn missing(field: &str) -> Refusal {
    Refusal::text(
        format!("`{field}` is missing or empty; fill it in"),
        format!("«\u{a0}{field}\u{a0}» manque ou est vide; remplissez ce champ"),
    )
}

pub(super) fn not_text(field: &str) -> Refusal {
    Refusal::text(
        format!("`{field}` must be text; write it in quotation marks"),
        format!("«\u{a0}{field}\u{a0}» doit être un texte; écrivez-le entre guillemets droits"),
    )
}
