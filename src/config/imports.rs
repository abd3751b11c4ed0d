//! `[imports.NAME]`: tables of posts that no importer knows.

use super::values::time_zone;
use crate::exports;
use crate::model::Problem;
use serde::Deserialize;

/// A table of posts: what is the same in all rows, and which column holds the rest.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct ImportTable {
    pub(super) platform: Option<String>,
    pub(super) platform_column: Option<String>,
    pub(super) account: Option<String>,
    pub(super) account_column: Option<String>,
    pub(super) id: Option<String>,
    #[serde(alias = "published_at")]
    published_at: Option<String>,
    pub(super) hour: Option<String>,
    pub(super) text: Option<String>,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) media: Option<String>,
    pub(super) language: Option<String>,
    pub(super) format: Option<String>,
    pub(super) time_zone: Option<String>,
    pub(super) day_first: Option<bool>,
    pub(super) cut: bool,
}

impl ImportTable {
    pub(super) fn into_columns(self, place: &str, name: &str) -> Result<exports::Columns, Problem> {
        use exports::Column;
        let key = format!("imports.{name}");
        let either = |first: &str, second: &str, missing: bool| {
            if !missing {
                return Ok(());
            }
            Err(Problem::new(
                place,
                format!("{key}: give `{first}`, or `{second}` with the name of a column"),
                format!(
                    "{key}\u{a0}: indiquez «\u{a0}{first}\u{a0}», ou «\u{a0}{second}\u{a0}» avec le nom d’une colonne"
                ),
            ))
        };
        let both = self.platform.is_some() == self.platform_column.is_some();
        either("platform", "platform-column", both)?;
        let both = self.account.is_some() && self.account_column.is_some();
        either("account", "account-column", both)?;
        let columns = [
            (Column::Platform, "platform-column", self.platform_column),
            (Column::Account, "account-column", self.account_column),
            (Column::Id, "id", self.id),
            (Column::PublishedAt, "published-at", self.published_at),
            (Column::Hour, "hour", self.hour),
            (Column::Text, "text", self.text),
            (Column::Title, "title", self.title),
            (Column::Url, "url", self.url),
            (Column::Kind, "kind", self.kind),
            (Column::Media, "media", self.media),
            (Column::Language, "language", self.language),
        ];
        for (column, name, value) in &columns {
            let needed = matches!(column, Column::Id | Column::PublishedAt | Column::Text);
            let blank = value.as_ref().is_some_and(|value| value.trim().is_empty());
            if blank || needed && value.is_none() {
                return Err(Problem::new(
                    place,
                    format!("{key}: give `{name}`, the name of a column of the file"),
                    format!(
                        "{key}\u{a0}: indiquez «\u{a0}{name}\u{a0}», le nom d’une colonne du fichier"
                    ),
                ));
            }
        }
        let zone = self.time_zone.as_deref();
        let zone = zone.map(|zone| time_zone(place, &format!("{key}.time-zone"), zone));
        if let Some(format) = &self.format
            && !exports::is_time_format(format)
        {
            return Err(Problem::new(
                place,
                format!(
                    "{key}.format: “{format}” is not the form of a date; write for example %Y-%m-%d %H:%M"
                ),
                format!(
                    "{key}.format\u{a0}: «\u{a0}{format}\u{a0}» n’est pas la forme d’une date; écrivez par exemple %Y-%m-%d %H:%M"
                ),
            ));
        }
        Ok(exports::Columns {
            platform: self.platform.map(|platform| platform.trim().to_lowercase()),
            account: self.account,
            names: columns
                .into_iter()
                .filter_map(|(column, _, value)| Some((column, value?)))
                .collect(),
            format: self.format,
            zone: zone.transpose()?,
            day_first: self.day_first,
            cut: self.cut,
        })
    }
}
