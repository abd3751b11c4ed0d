//! Tables that the user describes: the names of the columns stand in the configuration.

use super::table_format::{Field, Format, PLAIN, Zone};
use super::table_time::Order;
use crate::model::Bilingual;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Which column of a table holds what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// The platform of all rows; else a column names it.
    pub platform: Option<String>,
    /// The account of all rows; else a column or the user names it.
    pub account: Option<String>,
    /// What is read, by the names of the columns.
    pub names: Vec<(Column, String)>,
    /// Form of the times, as `%Y-%m-%d %H:%M`; else all usual ones are tried.
    pub format: Option<String>,
    /// Zone of times that state none.
    pub zone: Option<TimeZone>,
    /// Does the day stand before the month?
    pub day_first: Option<bool>,
    /// Is only the beginning of texts shown?
    pub cut: bool,
}

/// What a column of a described table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The platform.
    Platform,
    /// The account.
    Account,
    /// The platform's id of the post.
    Id,
    /// Day, or day and hour.
    PublishedAt,
    /// The hour, where it has a column of its own.
    Hour,
    /// The text.
    Text,
    /// What stands above the text.
    Title,
    /// Permalink.
    Url,
    /// Post, reply, repost …
    Kind,
    /// Photo, video …
    Media,
    /// Language.
    Language,
}

impl Column {
    fn field(self) -> Field {
        match self {
            Self::Platform => Field::Network,
            Self::Account => Field::Handle,
            Self::Id => Field::Id,
            Self::PublishedAt => Field::Time,
            Self::Hour => Field::Hour,
            Self::Text => Field::Text,
            Self::Title => Field::Title,
            Self::Url => Field::Link,
            Self::Kind => Field::Kind,
            Self::Media => Field::Media,
            Self::Language => Field::Language,
        }
    }
}

/// Gives every description as a format.
pub(super) fn with_formats<T>(described: &[Columns], then: impl FnOnce(&[Format<'_>]) -> T) -> T {
    // A format borrows its names; here they are put where it can.
    let names: Vec<Vec<(Field, [&str; 1])>> = described
        .iter()
        .map(|it| {
            let names = it.names.iter();
            names
                .map(|(column, name)| (column.field(), [name.as_str()]))
                .collect()
        })
        .collect();
    let columns: Vec<Vec<(Field, &[&str])>> = names
        .iter()
        .map(|list| {
            list.iter()
                .map(|(field, name)| (*field, &name[..]))
                .collect()
        })
        .collect();
    let marks: Vec<Vec<Field>> = names
        .iter()
        .map(|list| list.iter().map(|(field, _)| *field).collect())
        .collect();
    let formats: Vec<Format<'_>> = described
        .iter()
        .zip(&columns)
        .zip(&marks)
        .map(|((it, columns), marks)| format(it, columns, marks))
        .collect();
    then(&formats)
}

fn format<'a>(
    described: &'a Columns,
    columns: &'a [(Field, &'a [&'a str])],
    marks: &'a [Field],
) -> Format<'a> {
    Format {
        name: Bilingual::new(
            "table described in the configuration",
            "tableau décrit dans la configuration",
        ),
        columns,
        marks,
        platform: described.platform.as_deref().unwrap_or_default(),
        account: described.account.as_deref(),
        zone: described.zone.as_ref().map_or(Zone::Asked, Zone::Given),
        order: described.day_first.map(|first| {
            if first {
                Order::DayFirst
            } else {
                Order::MonthFirst
            }
        }),
        order_may_differ: described.day_first.is_none(),
        form: described.format.as_deref(),
        cut: described.cut,
        ..PLAIN
    }
}

/// Can a date be read in that form?
#[must_use]
pub fn is_time_format(form: &str) -> bool {
    // What cannot be read back from its own writing cannot be read at all.
    let at = Timestamp::constant(1_794_837_909, 0).to_zoned_datetime(TimeZone::UTC);
    jiff::fmt::strtime::format(form, &at)
        .is_ok_and(|text| super::table_time::read_as(form, &text).is_some())
}
