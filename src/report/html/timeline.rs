//! The picture of both accounts over time, week under week, with the pairs joined.

use super::chart::{Chart, Drawing, Table};
use super::charts::Place;
use crate::model::Language::{self, English, French};
use crate::model::{Interval, Outcome};
use crate::report::figures::Calendar;
use crate::report::shown::{Mark, TIMELINE_WEEKS};
use crate::report::words::Words;
use jiff::Timestamp;

/// Rows of the table of a timeline at most.
const ROWS_SHOWN: usize = 300;

const LEFT: i64 = 74;
const WIDTH: i64 = 728;
const BAND: i64 = 86;
/// How far below the top of a band the posts of a language stand.
const RAILS: [(Language, i64); 2] = [(English, 32), (French, 66)];

/// The last weeks of a presence.
pub(super) fn chart<'a>(place: &Place<'a>, marks: &[Mark], period: Interval) -> Option<Chart<'a>> {
    let w = place.w;
    let calendar = Calendar::new(period, w.zone);
    let weeks = calendar.weeks();
    let shown = &weeks[weeks.len().saturating_sub(TIMELINE_WEEKS)..];
    let from = shown.first()?.0.from;
    let marks: Vec<&Mark> = marks.iter().filter(|mark| last(mark) >= from).collect();
    let bands = i64::try_from(shown.len()).unwrap_or(0);
    let mut drawing = Drawing::new(WIDTH, BAND * bands + 30);
    for (row, (span, name)) in shown.iter().enumerate() {
        let top = BAND * i64::try_from(row).unwrap_or(0);
        band(&mut drawing, w, top, *span, name);
        for mark in marks.iter().filter(|mark| span.contains(last(mark))) {
            draw(&mut drawing, top, *span, mark);
        }
    }
    legend(&mut drawing, w, BAND * bands + 16);
    let count = |outcome: Outcome| marks.iter().filter(|mark| mark.outcome == outcome).count();
    let [pairs, both, missing] = [
        Outcome::Paired,
        Outcome::Bilingual,
        Outcome::MissingCounterpart,
    ]
    .map(|outcome| w.count(count(outcome)));
    let [all, number] = [marks.len(), shown.len()].map(|number| w.count(number));
    let text = match w.language {
        English => format!(
            "Last weeks of the period, shown: {number}. Published, each pair counted once: {all}; paired: {pairs}; in both languages at once: {both}; without counterpart: {missing}."
        ),
        French => format!(
            "Dernières semaines de la période, affichées\u{a0}: {number}. Parutions, chaque paire comptée une fois\u{a0}: {all}; jumelées\u{a0}: {pairs}; dans les deux langues à la fois\u{a0}: {both}; sans équivalent\u{a0}: {missing}."
        ),
    };
    let title = w.say("Both accounts over time", "Les deux comptes dans le temps");
    Some(place.chart("timeline", title, text, drawing, table(w, &marks)))
}

/// When the first version of a publication came.
fn first(mark: &Mark) -> Timestamp {
    let versions = [mark.at.english, mark.at.french];
    versions.into_iter().flatten().min().unwrap_or_default()
}

/// When a publication was complete.
fn last(mark: &Mark) -> Timestamp {
    mark.at.english.max(mark.at.french).unwrap_or_default()
}

/// The frame of a week: its name, its days, a line for each language.
fn band(drawing: &mut Drawing, w: Words, top: i64, span: Interval, name: &str) {
    drawing.text((0, top + 14), "start", name.replace('W', w.say("W", "S")));
    let monday = w.zone.to_datetime(span.from).date();
    for day in 0..7_i64 {
        let x = LEFT + (WIDTH - LEFT) * day / 7;
        drawing.line((x, top + 4), (x, top + BAND - 6), "day");
        let date = monday.checked_add(jiff::ToSpan::days(day)).ok();
        if let Some(date) = date {
            drawing.text((x + 4, top + 14), "start", date.to_string().split_off(5));
        }
    }
    for (language, y) in RAILS {
        drawing.text((0, top + y + 4), "start", w.name(language));
        drawing.line((LEFT, top + y), (WIDTH, top + y), "axis");
    }
}

/// One publication: two joined posts, or one.
fn draw(drawing: &mut Drawing, top: i64, span: Interval, mark: &Mark) {
    let x = |at: Timestamp| {
        let (length, gone) = (seconds(span.from, span.to), seconds(span.from, at));
        let area = WIDTH - LEFT - 8;
        LEFT + 4 + (area * gone / length.max(1)).clamp(0, area)
    };
    let points = RAILS.map(|(language, y)| mark.at.get(language).map(|at| (x(at), top + y)));
    let other = |from: (i64, i64), language: Language| {
        (
            from.0,
            if language == English {
                from.1 + 17
            } else {
                from.1 - 17
            },
        )
    };
    match points {
        [Some(english), Some(french)] => {
            drawing.line(english, french, "tie");
            post(drawing, english, English, "en");
            post(drawing, french, French, "fr");
        }
        [english, french] => {
            let (language, Some(at)) = (
                if english.is_some() { English } else { French },
                english.or(french),
            ) else {
                return;
            };
            match mark.outcome {
                Outcome::Bilingual => drawing.diamond(at, "both"),
                Outcome::MissingCounterpart | Outcome::Pending => {
                    let end = other(at, language);
                    drawing.line(at, end, "stub");
                    if mark.outcome == Outcome::MissingCounterpart {
                        for tip in [(-5, -5), (-5, 5)] {
                            drawing.line(
                                (end.0 + tip.0, end.1 + tip.1),
                                (end.0 - tip.0, end.1 - tip.1),
                                "cross",
                            );
                        }
                    }
                    let class = if language == English {
                        "en lone"
                    } else {
                        "fr lone"
                    };
                    post(drawing, at, language, class);
                }
                _ => drawing.circle(at, 2, "other"),
            }
        }
    }
}

/// English is a disc and French a square: no meaning by colour alone.
fn post(drawing: &mut Drawing, at: (i64, i64), language: Language, class: &'static str) {
    match language {
        English => drawing.circle(at, 5, class),
        French => drawing.rect((at.0 - 5, at.1 - 5), (10, 10), class),
    }
}

fn legend(drawing: &mut Drawing, w: Words, y: i64) {
    let mut x = 6;
    let words = [
        w.say("English", "anglais"),
        w.say("French", "français"),
        w.say("a pair", "une paire"),
        w.say("no counterpart", "sans équivalent"),
        w.say("both languages at once", "deux langues à la fois"),
        w.say("waiting", "en attente"),
        w.say("not judged", "non jugée"),
    ];
    for (entry, words) in words.into_iter().enumerate() {
        match entry {
            0 => post(drawing, (x, y), English, "en"),
            1 => post(drawing, (x, y), French, "fr"),
            2 => drawing.line((x - 6, y), (x + 6, y), "tie"),
            3 => {
                drawing.line((x - 5, y - 5), (x + 5, y + 5), "cross");
                drawing.line((x - 5, y + 5), (x + 5, y - 5), "cross");
            }
            4 => drawing.diamond((x, y), "both"),
            5 => drawing.line((x - 6, y), (x + 6, y), "stub"),
            _ => drawing.circle((x, y), 2, "other"),
        }
        drawing.text((x + 12, y + 4), "start", words);
        x += 27 + 6 * i64::try_from(words.chars().count()).unwrap_or(0);
    }
}

fn table(w: Words, marks: &[&Mark]) -> Table {
    let cell = |at: Option<Timestamp>| at.map_or_else(|| "–".to_owned(), |at| w.instant(at));
    let mut by_first = marks.to_vec();
    by_first.sort_by_key(|mark| first(mark));
    let rows = by_first.iter().take(ROWS_SHOWN).map(|mark| {
        vec![
            w.instant(first(mark)),
            cell(mark.at.english),
            cell(mark.at.french),
            mark.skew
                .map_or_else(|| "–".to_owned(), |skew| w.duration(skew)),
            w.of(mark.outcome.text()).to_owned(),
        ]
    });
    let left_out = marks.len().saturating_sub(ROWS_SHOWN);
    Table {
        rest: (left_out > 0).then(|| w.cut(left_out, "posts.csv")),
        ..Table::new(
            [
                w.say("First published", "Première parution"),
                w.say("English", "Anglais"),
                w.say("French", "Français"),
                w.say("Time between", "Écart"),
                w.say("Outcome", "Issue"),
            ],
            rows.collect(),
        )
    }
}

fn seconds(from: Timestamp, to: Timestamp) -> i64 {
    to.as_second() - from.as_second()
}
