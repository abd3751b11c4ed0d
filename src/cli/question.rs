//! `tandem report --question`: the answer to a parliamentary question.

use super::report::Format;
use super::{End, Session, Stop};
use crate::config::Config;
use crate::model::{Interval, Problem};
use crate::report::{Options, Part, Question};
use crate::store::Store;
use crate::text::similarity::fold;
use crate::work::compare;
use crate::work::derive::{Asked, settle};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz::TimeZone};

/// Parts of a period at most: a table of more answers nobody's question.
const PARTS: usize = 1_000;

/// How a period is parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Week,
    Month,
    Quarter,
    Year,
}

pub(super) fn run(
    session: &Session,
    mut config: Config,
    store: &Store,
    asked: &Asked,
    (format, options): (Format, Options),
) -> Result<End, Stop> {
    let (decided, waivers) = settle(&mut config, store, asked)?;
    for problem in &decided.problems {
        session.warn(problem);
    }
    let parts = match session.value("by").map(by).transpose()? {
        None => vec![Part {
            interval: asked.period,
            name: String::new(),
        }],
        Some(by) => parts(asked.period, by, &config.zone)?,
    };
    let mut question = Question::new(config.institution.clone(), config.zone.clone(), parts);
    let mut unread = false;
    let back = compare::Back::default();
    compare::presences(store, &config, &waivers, asked.period, &back, |section| {
        let accounts = section.accounts.iter();
        unread |= accounts.into_iter().any(|account| !account.gaps.is_empty());
        question.add(&section);
    })?;
    if unread {
        session.note(
            "not everything of this period was read (see `tandem status`): the answer counts what was",
            "la période n’a pas été lue en entier (voir «\u{a0}tandem état\u{a0}»)\u{a0}: la réponse compte ce qui l’a été",
        );
    }
    let answer = match format {
        Format::Markdown => question.markdown(session.language),
        Format::Csv => question.csv(options),
        Format::Text | Format::Summary => question.text(session.language),
    };
    Session::print(&answer)?;
    Ok(if unread { End::Unread } else { End::Nothing })
}

fn by(name: &str) -> Result<By, Problem> {
    match fold(name).to_lowercase().as_str() {
        "week" | "semaine" => Ok(By::Week),
        "month" | "mois" => Ok(By::Month),
        "quarter" | "trimestre" => Ok(By::Quarter),
        "year" | "annee" => Ok(By::Year),
        _ => Err(Problem::new(
            "--by/--par",
            format!("“{name}” is no part of a period; choose week, month, quarter or year"),
            format!(
                "«\u{a0}{name}\u{a0}» n’est pas une partie de période; choisissez semaine, mois, trimestre ou année"
            ),
        )),
    }
}

/// The parts of a period, the first and the last cut to it, in the zone.
fn parts(period: Interval, by: By, zone: &TimeZone) -> Result<Vec<Part>, Problem> {
    let at = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0)).ok();
    let mut day = first(zone.to_datetime(period.from).date(), by);
    let mut parts = Vec::new();
    let mut from: Timestamp = period.from;
    while let Some(start) = day {
        let next = following(start, by);
        let to = next.and_then(at).unwrap_or(period.to).min(period.to);
        if from < to {
            parts.push(Part {
                interval: Interval { from, to },
                name: name(start, by),
            });
        }
        if to >= period.to || parts.len() > PARTS {
            break;
        }
        (from, day) = (to, next);
    }
    if parts.len() > PARTS {
        return Err(Problem::new(
            "--by/--par",
            "the period has too many such parts; choose longer ones",
            "la période compte trop de ces parties; choisissez-en de plus longues",
        ));
    }
    Ok(parts)
}

/// The first day of the part that holds a day.
fn first(day: Date, by: By) -> Option<Date> {
    match by {
        By::Week => {
            let back = i64::from(day.weekday().to_monday_zero_offset());
            day.checked_sub(back.days()).ok()
        }
        By::Month => Some(day.first_of_month()),
        By::Quarter => Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).ok(),
        By::Year => Some(day.first_of_year()),
    }
}

/// The first day of the part after the one that begins on a day.
fn following(day: Date, by: By) -> Option<Date> {
    let span = match by {
        By::Week => 7.days(),
        By::Month => 1.month(),
        By::Quarter => 3.months(),
        By::Year => 1.year(),
    };
    day.checked_add(span).ok()
}

/// What the part that begins on a day is called, in both languages alike.
fn name(day: Date, by: By) -> String {
    match by {
        By::Week => {
            let week = day.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        By::Month => day.strftime("%Y-%m").to_string(),
        By::Quarter => format!("{:04}-Q{}", day.year(), (day.month() - 1) / 3 + 1),
        By::Year => format!("{:04}", day.year()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A post between two parts would be in no row, and one in two parts in two.
    #[test]
    fn parts_follow_each_other_without_a_gap() {
        let zone = TimeZone::get("America/Toronto").unwrap();
        let period = Interval {
            from: "2026-10-30T04:00:00Z".parse().unwrap(),
            to: "2027-02-02T05:00:00Z".parse().unwrap(),
        };
        for (by, names) in [
            (By::Year, &["2026", "2027"] as &[&str]),
            (By::Quarter, &["2026-Q4", "2027-Q1"]),
            (
                By::Month,
                &["2026-10", "2026-11", "2026-12", "2027-01", "2027-02"],
            ),
        ] {
            let parts = parts(period, by, &zone).unwrap();
            let found: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
            assert_eq!(found, names);
            assert_eq!(parts[0].interval.from, period.from);
            assert_eq!(parts[parts.len() - 1].interval.to, period.to);
            for two in parts.windows(2) {
                assert_eq!(two[0].interval.to, two[1].interval.from);
            }
        }
        assert_eq!(parts(period, By::Week, &zone).unwrap().len(), 15);
    }
}
