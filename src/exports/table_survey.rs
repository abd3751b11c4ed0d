//! What the times of a whole table tell of themselves: the order of day and month is taken from all of them and never
//! guessed for one row, and a zone that they do not state is asked for.

use super::Options;
use super::collector::{Collector, Refusal};
use super::ids::short;
use super::table::Table;
use super::table_account::Owners;
use super::table_format::{Field, Format, Header, Zone};
use super::table_post::{self, Calendar};
use super::table_time::{Day, Order, Stated};
use jiff::tz::TimeZone;

/// What the times of a whole file tell of themselves.
#[derive(Default)]
pub(super) struct Survey {
    /// Dates that can only be month before day, only day before month, either.
    month_first: usize,
    day_first: usize,
    either: usize,
    /// Hours without a zone.
    local: usize,
}

/// Looks at every row once.
pub(super) fn survey(
    table: &Table<'_>,
    format: &Format<'_>,
    header: &Header,
    owners: &mut Owners<'_>,
) -> Survey {
    let mut survey = Survey::default();
    table.each(&header.head, header.begins(), |_, cells| {
        let Ok(cells) = cells.and_then(|cells| header.row(cells)) else {
            return;
        };
        let which = table_post::which(format, cells);
        owners.see(&which.platform, cells, &which.target);
        let Some(Stated { day, hour, offset }) = table_post::stated(format, cells) else {
            return;
        };
        survey.local += usize::from(hour.is_some() && offset.is_none());
        // Where the id tells the time, the order does not matter; a row without id is none.
        if which.identity.is_err() || table_post::clock(&which).is_some() {
            return;
        }
        match day {
            Day::Either {
                month_first: Some(_),
                day_first: Some(_),
            } => survey.either += 1,
            Day::Either {
                month_first: Some(_),
                ..
            } => survey.month_first += 1,
            Day::Either { .. } => survey.day_first += 1,
            Day::One(_) => {}
        }
    });
    survey
}

impl Survey {
    /// How the times are to be read.
    ///
    /// # Errors
    /// When nobody can tell.
    pub(super) fn calendar(
        &self,
        format: &Format<'_>,
        header: &Header,
        options: &Options,
        collector: &mut Collector,
    ) -> Result<Calendar, Refusal> {
        let column = header.name(Field::Time);
        Ok(Calendar {
            order: self.order(format, column, collector)?,
            zone: self.zone(format, options, column, collector)?,
        })
    }

    /// The order of day and month: never guessed for a row, only taken from the whole file.
    fn order(
        &self,
        format: &Format<'_>,
        column: &str,
        collector: &mut Collector,
    ) -> Result<Option<Order>, Refusal> {
        let shown = match (self.month_first > 0, self.day_first > 0) {
            (true, false) => Some(Order::MonthFirst),
            (false, true) => Some(Order::DayFirst),
            (true, true) if format.order.is_none() => return Err(both_orders(column)),
            _ => None,
        };
        if !format.order_may_differ {
            return Ok(format.order);
        }
        if let Some(order) = shown.filter(|order| format.order != Some(*order)) {
            collector.remark_here(shown_order(order, column));
        }
        match shown.or(format.order) {
            None if self.either > 0 => Err(no_order(column)),
            order => Ok(order),
        }
    }

    /// The zone of hours that are stated without one.
    fn zone(
        &self,
        format: &Format<'_>,
        options: &Options,
        column: &str,
        collector: &mut Collector,
    ) -> Result<TimeZone, Refusal> {
        match format.zone {
            Zone::Utc => Ok(TimeZone::UTC),
            Zone::Given(zone) => Ok(zone.clone()),
            Zone::Asked => match &options.zone {
                Some(zone) => {
                    if self.local > 0 {
                        collector.remark_here(assumed(column, zone));
                    }
                    Ok(zone.clone())
                }
                None if self.local > 0 => Err(no_zone(column)),
                None => Ok(TimeZone::UTC),
            },
        }
    }
}

fn both_orders(column: &str) -> Refusal {
    let column = short(column);
    Refusal::text(
        format!(
            "`{column}` holds dates with the day first and others with the month first; nothing was read; export again and import the file without opening it in a spreadsheet"
        ),
        format!(
            "«\u{a0}{column}\u{a0}» contient des dates où le jour vient en premier et d’autres où c’est le mois; rien n’a été lu; exportez de nouveau et importez le fichier sans l’ouvrir dans un tableur"
        ),
    )
}

fn no_order(column: &str) -> Refusal {
    let column = short(column);
    Refusal::text(
        format!(
            "nobody can tell day and month apart in `{column}`; describe the file under [imports.NAME] in tandem.toml and write `day-first = true` or `false`"
        ),
        format!(
            "on ne peut distinguer le jour du mois dans «\u{a0}{column}\u{a0}»; décrivez le fichier sous [imports.NOM] dans tandem.toml et écrivez «\u{a0}day-first = true\u{a0}» ou «\u{a0}false\u{a0}»"
        ),
    )
}

fn shown_order(order: Order, column: &str) -> Refusal {
    let column = short(column);
    let (english, french) = match order {
        Order::DayFirst => ("the day before the month", "le jour avant le mois"),
        Order::MonthFirst => ("the month before the day", "le mois avant le jour"),
    };
    Refusal::text(
        format!("the dates of `{column}` show {english}; all were read so; check one"),
        format!(
            "les dates de «\u{a0}{column}\u{a0}» montrent {french}; toutes ont été lues ainsi; vérifiez-en une"
        ),
    )
}

fn no_zone(column: &str) -> Refusal {
    let column = short(column);
    Refusal::text(
        format!(
            "`{column}` does not say its time zone; nothing was read; say it with --time-zone, for example --time-zone America/Toronto (the zone that the account shows in its settings)"
        ),
        format!(
            "«\u{a0}{column}\u{a0}» ne dit pas son fuseau horaire; rien n’a été lu; indiquez-le avec --fuseau-horaire, par exemple --fuseau-horaire America/Toronto (le fuseau affiché dans les paramètres du compte)"
        ),
    )
}

fn assumed(column: &str, zone: &TimeZone) -> Refusal {
    let column = short(column);
    let zone = zone.iana_name().unwrap_or("UTC");
    Refusal::text(
        format!("`{column}` does not say its time zone; read as {zone}; check one post"),
        format!(
            "«\u{a0}{column}\u{a0}» ne dit pas son fuseau horaire; lu comme {zone}; vérifiez une publication"
        ),
    )
}
