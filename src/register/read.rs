//! Bytes to rows: the official JSON (`aaData`, cells of HTML), or a table with a header in either language.

use super::note::{Kind, Note};
use crate::model::Problem;
use crate::text::html;
use crate::text::similarity::fold;
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;

/// A row as it stands, its cells without markup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Raw {
    pub(super) place: String,
    pub(super) name: String,
    pub(super) platform: String,
    pub(super) institution: String,
    pub(super) language: String,
    pub(super) address: String,
    pub(super) organization: String,
    pub(super) counterpart: String,
    pub(super) confidence: String,
    pub(super) decided: String,
}

/// The columns of a table: what they hold, and names (folded) that they go by.
const COLUMNS: [&[&str]; 9] = [
    &["account", "compte", "name", "nom"],
    &["platform", "plateforme", "plate-forme", "reseau"],
    &[
        "department",
        "ministere",
        "institution",
        "organization",
        "organisation",
        "department or agency",
    ],
    &["language", "langue"],
    &["url", "address", "adresse", "link", "lien"],
    &["gc_orgid", "orgid", "organization id"],
    &["counterpart", "equivalent"],
    &["confidence", "confiance"],
    &["decided", "decide", "decidee"],
];

/// The rows of a file, and those that are none.
///
/// # Errors
/// When it is no register at all: with what one looks like.
pub(super) fn rows(place: &str, bytes: &[u8]) -> Result<(Vec<Raw>, Vec<Note>), Problem> {
    // A row has the same number whatever ends its line.
    let text = decode(bytes).replace("\r\n", "\n").replace('\r', "\n");
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.starts_with(['{', '[']) {
        official(place, start)
    } else {
        table(place, start)
    }
}

/// By its mark; else UTF-8, or what Excel writes in its place.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0;
    }
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => text,
        None => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

fn no_register(place: &str) -> Problem {
    Problem::new(
        place,
        "not a register of accounts; give sm-en.json or sm-fr.json of canada.ca, or a CSV file with the columns Account, Platform, Department, Language and URL",
        "ce n’est pas un répertoire de comptes; donnez sm-en.json ou sm-fr.json de canada.ca, ou un fichier CSV avec les colonnes Compte, Plateforme, Ministère, Langue et URL",
    )
}

#[derive(Deserialize)]
struct Official {
    #[serde(rename = "aaData")]
    rows: Vec<Value>,
}

fn official(place: &str, text: &str) -> Result<(Vec<Raw>, Vec<Note>), Problem> {
    let list = serde_json::from_str(text)
        .map(|official: Official| official.rows)
        .or_else(|_| serde_json::from_str::<Vec<Value>>(text))
        .map_err(|_| no_register(place))?;
    let (mut found, mut notes) = (Vec::new(), Vec::new());
    for (number, row) in list.iter().enumerate() {
        let place = format!("{place}:{}", number + 1);
        let cells: Option<Vec<&str>> = row.as_array().map(|cells| {
            cells
                .iter()
                .map(|cell| cell.as_str().unwrap_or_default())
                .collect()
        });
        let Some([name, platform, institution, language, link, ..]) = cells.as_deref() else {
            notes.push(Note::new(&place, Kind::BrokenRow, ""));
            continue;
        };
        let address = href(link).or_else(|| href(name));
        found.push(Raw {
            place,
            name: plain(name),
            platform: plain(platform),
            institution: unlabelled(&plain(institution)),
            language: unlabelled(&plain(language)),
            address: address.unwrap_or_else(|| plain(link)),
            ..Raw::default()
        });
    }
    Ok((found, notes))
}

/// The text of a cell of HTML, on one line.
fn plain(cell: &str) -> String {
    tidy(&html::plain(cell, None).text)
}

/// On one line, without marks that nobody sees.
fn tidy(text: &str) -> String {
    let seen: String = text
        .chars()
        .filter(|c| {
            !matches!(
                c,
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
            )
        })
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `Department: `, `Langue : ` stand before the value in the official file.
fn unlabelled(cell: &str) -> String {
    let is_label = |label: &str| {
        let label = fold(label.trim());
        [COLUMNS[2], COLUMNS[3]].concat().contains(&label.as_str())
    };
    match cell.split_once(':') {
        Some((label, value)) if is_label(label) => value.trim().to_owned(),
        _ => cell.to_owned(),
    }
}

/// Where a link of a cell leads.
fn href(cell: &str) -> Option<String> {
    let start = cell.find("href")? + "href".len();
    let rest = cell[start..].trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next()?;
    let value = match quote {
        '"' | '\'' => rest[1..].split(quote).next()?,
        _ => rest.split([' ', '>']).next()?,
    };
    Some(html::decode(value.trim()).into_owned())
}

fn table(place: &str, text: &str) -> Result<(Vec<Raw>, Vec<Note>), Problem> {
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let delimiter = [',', ';', '\t']
        .into_iter()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(',');
    let mut reader = ReaderBuilder::new()
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = records
        .next()
        .and_then(Result::ok)
        .ok_or_else(|| no_register(place))?;
    let columns = columns(&header).ok_or_else(|| no_register(place))?;
    let (mut found, mut notes) = (Vec::new(), Vec::new());
    for record in records {
        let Ok(record) = record else {
            notes.push(Note::new(place, Kind::BrokenRow, ""));
            continue;
        };
        let line = record.position().map_or(0, csv::Position::line);
        let place = format!("{place}:{line}");
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |column: usize| {
            let cell = columns[column].and_then(|at| record.get(at));
            tidy(cell.unwrap_or_default())
        };
        let [
            name,
            platform,
            institution,
            language,
            address,
            organization,
            counterpart,
            confidence,
            decided,
        ] = std::array::from_fn(cell);
        found.push(Raw {
            place,
            name,
            platform,
            institution: unlabelled(&institution),
            language: unlabelled(&language),
            address: href(&address).unwrap_or(address),
            organization,
            counterpart,
            confidence,
            decided,
        });
    }
    Ok((found, notes))
}

/// Where each column stands; `None` without those that a register needs.
fn columns(header: &StringRecord) -> Option<[Option<usize>; 9]> {
    let names: Vec<_> = header.iter().map(|name| fold(name.trim())).collect();
    let found: [Option<usize>; 9] = std::array::from_fn(|column| {
        names
            .iter()
            .position(|name| COLUMNS[column].contains(&name.as_str()))
    });
    (found[3].is_some() && found[4].is_some()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Raw {
        let (mut rows, notes) = rows("register", text.as_bytes()).unwrap();
        assert!(notes.is_empty());
        rows.remove(0)
    }

    /// The same row in either form must be the same account.
    #[test]
    fn json_and_tables_give_the_same_row() {
        let json = one(
            r#"{"aaData":[["Coast&nbsp;Watch","X","<b>Department:</b> Canadian Coast Watch","Language: English","<a href=\"https://x.com/CoastWatchCA?a=1&amp;b=2\">Coast Watch</a>"]]}"#,
        );
        let table = one(
            "\u{feff}Langue;Compte;Plateforme;Ministère;URL\nEnglish;Coast Watch;X;Canadian Coast Watch;https://x.com/CoastWatchCA?a=1&b=2\n",
        );
        assert_eq!(json.place, "register:1");
        assert_eq!(
            Raw {
                place: String::new(),
                ..json
            },
            Raw {
                place: String::new(),
                ..table
            }
        );
    }

    /// Excel writes Windows-1252; a name that turned to rubbish finds no counterpart.
    #[test]
    fn other_encodings_are_read() {
        let text = "Account,Platform,Department,Language,URL\nGarde côtière,X,Garde,Français,https://x.com/g\n";
        let bytes: Vec<u8> = WINDOWS_1252.encode(text).0.into_owned();
        let (found, _) = rows("register", &bytes).unwrap();
        assert_eq!(
            (found[0].name.as_str(), found[0].language.as_str()),
            ("Garde côtière", "Français")
        );
    }

    /// The row that is named must be the row that a person finds.
    #[test]
    fn rows_have_the_same_number_whatever_ends_them() {
        let text = "Account,Language,URL\na,English,x.com/a\n\"b\nb\",English,x.com/b\nc,English,x.com/c\n";
        let places = |text: &str| -> Vec<String> {
            let (found, _) = rows("r", text.as_bytes()).unwrap();
            found.into_iter().map(|raw| raw.place).collect()
        };
        assert_eq!(places(text), ["r:2", "r:3", "r:5"]);
        for end in ["\r\n", "\r"] {
            assert_eq!(places(&text.replace('\n', end)), places(text));
        }
    }

    #[test]
    fn what_is_no_register_is_said_to_be_none() {
        for text in ["", "hello", "{\"a\":1}", "[", "id,text\n1,2\n"] {
            assert!(rows("register", text.as_bytes()).is_err(), "{text}");
        }
        let (found, notes) = rows("register", br#"{"aaData":[1,["a"],null]}"#).unwrap();
        assert_eq!((found.len(), notes.len()), (0, 3));
    }
}
