//! `backfill`: posts from before the period that still have no counterpart, as a worklist.

use super::{Context, Rule};
use crate::model::{
    Bilingual, Comparison, Judged, Message, Outcome, Overdue, Relevance, RuleInfo, Severity,
};
use crate::text::{reading::Reading, values::Value, wording};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

pub(super) struct Backfill;

static INFO: RuleInfo = RuleInfo {
    name: "backfill",
    title: Bilingual::new("Backlog", "Arriéré"),
    summary: Bilingual::new(
        "Posts from before the period still have no equivalent.",
        "Des publications antérieures à la période n’ont toujours pas d’équivalent.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/backfill.en.txt"),
        include_str!("manuals/backfill.fr.txt"),
    ),
    provisions: &["ola-58-4-f", "ocol-back-tweet"],
    severity: Severity::Information,
};

/// A day without its year is of the next year, unless it lies this little before the post.
const BACK_DAYS: i64 = 60;
/// Below this confidence it is not sure that a counterpart is owed at all.
const SURE: f64 = 0.5;

impl Rule for Backfill {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn presence(&self, _comparison: &Comparison, context: &Context) -> Vec<Message> {
        let list = context.overdue;
        let days = list.iter().map(|it| it.published_at);
        let (Some(first), Some(last)) = (days.clone().min(), days.max()) else {
            return Vec::new();
        };
        let count = |relevance: Relevance| {
            let alike = list.iter().filter(|it| it.relevance == relevance);
            wording::count(alike.count())
        };
        let day = |at: Timestamp| context.zone.to_datetime(at).date();
        let (first, last, all) = (day(first), day(last), wording::count(list.len()));
        let (current, undated, expired) = (
            count(Relevance::Current),
            count(Relevance::Undated),
            count(Relevance::Expired),
        );
        vec![Message::new(
            format!(
                "Older posts still without equivalent ({first} to {last}): {} (naming a day to come: {}; no day: {}; a day that is over: {}).",
                all.english, current.english, undated.english, expired.english
            ),
            format!(
                "Publications antérieures toujours sans équivalent (du {first} au {last})\u{a0}: {} (jour à venir\u{a0}: {}; aucun jour\u{a0}: {}; jour passé\u{a0}: {}).",
                all.french, current.french, undated.french, expired.french
            ),
        )]
    }
}

/// The posts of an older stretch that still have no counterpart, of whose texts `readings` tell in the same order: those
/// of use first, then the newest.
#[must_use]
pub fn overdue(
    older: &Comparison,
    readings: &[Reading],
    now: Timestamp,
    zone: &TimeZone,
) -> Vec<Overdue> {
    let posts = older.posts.iter().zip(readings);
    let mut list: Vec<Overdue> = posts
        .filter(|(judged, _)| judged.inside)
        .filter_map(|(judged, reading)| row(judged, reading, now, zone))
        .collect();
    list.sort_by(|a, b| {
        (a.relevance, b.published_at, &a.key).cmp(&(b.relevance, a.published_at, &b.key))
    });
    list
}

fn row(judged: &Judged, reading: &Reading, now: Timestamp, zone: &TimeZone) -> Option<Overdue> {
    let language = judged.served()?;
    if judged.outcome != Outcome::MissingCounterpart || judged.language_confidence < SURE {
        return None;
    }
    let post = &judged.post;
    let published = zone.to_datetime(post.published_at).date();
    let today = zone.to_datetime(now).date();
    let last = last_day(reading, published);
    let relevance = match last {
        None => Relevance::Undated,
        Some(day) if day >= today => Relevance::Current,
        Some(_) => Relevance::Expired,
    };
    let waiver = last.filter(|_| relevance == Relevance::Expired).map(|day| {
        let wanted = wording::language(language.other());
        Bilingual::new(
            format!(
                "Published {published} about {day}, which is over: a {} version published now would mislead.",
                wanted.english
            ),
            format!(
                "Publication du {published} au sujet du {day}, échéance passée\u{a0}: une version en {} publiée maintenant induirait en erreur.",
                wanted.french
            ),
        )
    });
    Some(Overdue {
        key: post.key(),
        url: post.url.clone(),
        published_at: post.published_at,
        language,
        text: post.content.text.clone(),
        age: now.duration_since(post.published_at).as_hours() / 24,
        relevance,
        waiver,
    })
}

/// The last day that the text names, if it is not before the post itself: of *on June 6, 1944* nothing is over.
fn last_day(reading: &Reading, published: Date) -> Option<Date> {
    let found = reading.values.iter();
    let days = found.filter_map(|found| match found.value {
        Value::Date { month, day, year } => dated(month, day, year, published),
        Value::Month { month, year } => Some(dated(month, 1, year, published)?.last_of_month()),
        _ => None,
    });
    days.filter(|day| *day >= published).max()
}

/// The day meant: without a year, the one that is next.
fn dated(month: u8, day: u8, year: Option<u16>, published: Date) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let of = |year: i16| Date::new(year, month, day).ok();
    if let Some(year) = year {
        return of(i16::try_from(year).ok()?);
    }
    let this = of(published.year())?;
    let earliest = published.checked_sub(BACK_DAYS.days()).ok()?;
    if this < earliest {
        return of(published.year().checked_add(1)?);
    }
    Some(this)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wrong year would call an event over that is still to come, and have it waived.
    #[test]
    fn a_day_without_its_year_is_the_next_one() {
        let published = Date::constant(2025, 12, 20);
        let day = |month, day, year| dated(month, day, year, published);
        assert_eq!(day(1, 5, None), Some(Date::constant(2026, 1, 5)));
        assert_eq!(day(12, 19, None), Some(Date::constant(2025, 12, 19)));
        assert_eq!(day(6, 6, Some(1944)), Some(Date::constant(1944, 6, 6)));
        assert_eq!(day(2, 30, None), None);
    }
}
