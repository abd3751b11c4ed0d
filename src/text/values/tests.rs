//! Both languages of a sentence give the same values; no text makes the reader fail.

use super::*;
use crate::model::Language::{English, French};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    rows: Vec<Vec<String>>,
}

fn values(text: &str, language: Language) -> Vec<Value> {
    let found = read(text, Some(language));
    found.into_iter().map(|found| found.value).collect()
}

/// A value as the table writes it.
fn short(value: &Value) -> String {
    let year = |year: &Option<u16>| year.map_or_else(String::new, |it| format!("{it}-"));
    match value {
        Value::Time(minutes) => format!("time {}:{:02}", minutes / 60, minutes % 60),
        Value::Zone(zone) => format!("zone {:?} {:?}", zone.region, zone.kind),
        Value::Date {
            month,
            day,
            year: y,
        } => format!("date {}{month:02}-{day:02}", year(y)),
        Value::Month { month, year: y } => format!("month {}{month:02}", year(y)),
        Value::Weekday(day) => format!("weekday {day}"),
        Value::Years(from, to) => format!("years {from}-{to}"),
        Value::Money(amount, currency) => format!("money {amount} {currency:?}"),
        Value::Percent(number) => format!("percent {number}"),
        Value::Phone(number, None) => format!("phone {number}"),
        Value::Phone(number, Some(extension)) => format!("phone {number} x{extension}"),
        Value::PostalCode(code) => format!("code {code}"),
        Value::Email(address) => format!("email {address}"),
        Value::Reference(it) => format!("{:?} {}", it.kind, it.id),
        Value::Name(name) => format!("name {name}"),
        Value::Quantity(number, unit) => format!("{number} {}", unit.0),
        Value::Ordinal(rank) => format!("rank {rank}"),
        Value::Ratio(part, whole) => format!("ratio {part}/{whole}"),
        Value::Number(number) => number.to_string(),
    }
}

fn line(values: &[Value]) -> String {
    values.iter().map(short).collect::<Vec<_>>().join("; ")
}

/// A false difference speaks against a true pair and accuses a correct draft.
#[test]
fn both_languages_state_the_same() {
    let table: Table =
        toml::from_str(include_str!("../../../tests/cases/values/pairs.toml")).unwrap();
    assert!(table.rows.len() > 240);
    let mut wrong = Vec::new();
    for row in &table.rows {
        let (english, french) = (values(&row[0], English), values(&row[1], French));
        let wanted = (&row[2], row.get(3).unwrap_or(&row[2]));
        let equal = |e: usize, f: usize| english[e] == french[f];
        let only = agreement::match_values(&english, &french, equal, |_, _| ());
        if (&line(&english), &line(&french)) != wanted || !only.0.is_empty() || !only.1.is_empty() {
            wrong.push(format!("{row:?}: {} | {}", line(&english), line(&french)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Values whose kinds say that they cannot be alike are not compared: a number and its rank would be two differences.
#[test]
fn kinds_tell_all_that_may_be_alike() {
    let table: Table =
        toml::from_str(include_str!("../../../tests/cases/values/pairs.toml")).unwrap();
    let rows = table.rows.iter();
    let read = rows.flat_map(|row| [values(&row[0], English), values(&row[1], French)]);
    let all: Vec<Value> = read.flatten().collect();
    let mut alike = 0;
    for one in &all {
        for other in all.iter().filter(|other| one != *other && one.alike(other)) {
            assert_ne!(one.akin() & other.kind(), 0, "{one:?} {other:?}");
            alike += 1;
        }
    }
    assert!(alike > 100, "{alike}");
}

/// What differs must be seen to differ.
#[test]
fn differences_are_found() {
    for (english, french) in [
        ("45 km/h", "54 km/h"),
        ("aged 16 to 21", "de 16 à 31 ans"),
        ("2.5 mm", "25 mm"),
        ("An 8-kilometre channel", "Un chenal de 8 m"),
        ("3.5 billion stars", "3,5 billions d’étoiles"),
        ("$4.7 million", "4,7 millions d’euros"),
        ("ninety crews", "quatre-vingts équipages"),
        ("August 19, 2026", "le 18 août 2026"),
        ("4:10 p.m.", "16 h 20"),
        ("noon", "minuit"),
        ("9 p.m. PDT", "21 h (HNP)"),
        ("5 p.m. Central time", "17 h, heure de l’Est"),
        ("Tuesday", "jeudi"),
        ("613-555-0142 ext. 12", "613-555-0142, poste 21"),
        ("Part IX", "partie IV"),
        ("Bill C-13", "projet de loi C-31"),
        ("2025–26", "2024-2025"),
        ("20%", "20 $"),
        ("K1A 0K2", "K1A 0K1"),
        ("a third of the buoys", "le quart des bouées"),
        ("2/5", "3/5"),
    ] {
        let (english, french) = (values(english, English), values(french, French));
        let against = compare(&english, &french, |e, f| english[e] == french[f], |_, _| ());
        assert!(
            !against.0.is_empty() || !against.1.is_empty(),
            "{english:?} | {french:?}"
        );
    }
}

/// What only one side says in passing is no ground against a pair.
#[test]
fn what_may_be_left_out() {
    for (english, french) in [
        ("Friday, November 6", "le 6 novembre"),
        ("2 p.m. ET", "14 h"),
        ("COVID-19 rules", "les règles sanitaires"),
        ("first of all", "d’abord"),
        ("July 31, 2026", "le 31 juillet"),
    ] {
        let (english, french) = (values(english, English), values(french, French));
        let against = compare(&english, &french, |e, f| english[e] == french[f], |_, _| ());
        assert!(against.0.is_empty() && against.1.is_empty(), "{english:?}");
    }
}

#[test]
fn words_follow_the_language_of_the_text() {
    let billion = |language| {
        line(
            &super::read("2,5 billions de visites", language)
                .into_iter()
                .map(|it| it.value)
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(billion(Some(French)), "2500000000000");
    assert_eq!(billion(None), "2500000000000");
    assert_eq!(line(&values("2.5 billion visits", English)), "2500000000");
}

#[test]
fn spans_hold_the_value() {
    let text = "Appelez au 613-555-0142, le 3 juin à 15 h 30.";
    let places: Vec<&str> = read(text, Some(French))
        .into_iter()
        .map(|found| &text[found.span])
        .collect();
    assert_eq!(places, ["613-555-0142", "3 juin", "15 h 30"]);
}

#[test]
fn e_mail_addresses_are_read_where_they_stand() {
    assert_eq!(
        line(&values("Write to Info.2@coast.example today", English)),
        "email info.2@coast.example"
    );
}

#[test]
fn days_of_the_calendar() {
    assert!(is_possible(2, 29, None) && !is_possible(2, 29, Some(2027)));
    assert!(!is_possible(6, 31, Some(2026)));
    assert_eq!(falls_on(3, 11, 11, 2026), Some(true));
    assert_eq!(falls_on(4, 7, 2, 2027), Some(false));
    assert_eq!(falls_on(1, 6, 31, 2026), None);
}

proptest! {
    /// Outside input is anything.
    #[test]
    fn any_text_gives_spans_in_order(text in "(\\PC|[0-9]|[ ,.:/$%–-]|Part VII|15 h 30|June 3|2,5 millions|quatre-vingt|half a|½|\n){0,24}") {
        for language in [None, Some(English), Some(French)] {
            let mut last = 0;
            for found in read(&text, language) {
                prop_assert!(found.span.start >= last && found.span.end > found.span.start);
                prop_assert!(text.get(found.span.clone()).is_some());
                last = found.span.end;
            }
        }
    }

    #[test]
    fn long_runs_of_digits_and_words(parts in proptest::collection::vec("[0-9]{1,40}|mille|million|hundred|trillion|billion|cent|dozen|-|,| |k|M|°|et demi|/", 0..60)) {
        let text = parts.concat();
        let _ = read(&text, None);
        let _ = read(&parts.join(" "), Some(French));
        let _ = read(&parts.join(" "), Some(English));
    }
}

/// A hostile text must not cost the square of its length.
#[test]
fn long_chains_are_read_once() {
    for piece in [
        "A-",
        "1, ",
        "000 ",
        "a.b_",
        "1-",
        "cent mille ",
        "12/",
        "3 to ",
    ] {
        let _ = read(&piece.repeat(20_000), None);
    }
}
