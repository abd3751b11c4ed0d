//! A bulk schedule of a publishing suite: a CSV of drafts, one a row.

use crate::model::{MediaKind, Problem};
use crate::rules::{Attachment, Draft};
use crate::text::cell::delimiter;
use crate::work::check::{is_platform, no_platform, platform, words};

/// Rows as drafts; what could not be read is told with its row.
pub(super) struct Schedule {
    pub(super) rows: Vec<(Row, Draft)>,
    pub(super) rejected: Vec<Problem>,
}

/// Which row of the file it is.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its number, as a spreadsheet shows it.
    pub(super) number: u64,
    /// What the file calls it.
    pub(super) id: Option<String>,
}

/// The columns that mean something, with the headers they are known by (folded, without marks).
const COLUMNS: [(&str, &[&str]); 8] = [
    (
        "english",
        &[
            "english",
            "english text",
            "english message",
            "english post",
            "english copy",
            "text en",
            "message en",
            "en",
            "text english",
            "copy en",
            "caption en",
            "anglais",
            "texte anglais",
            "message anglais",
            "publication anglaise",
            "version anglaise",
            "texte en",
            "english version",
        ],
    ),
    (
        "french",
        &[
            "french",
            "french text",
            "french message",
            "french post",
            "french copy",
            "text fr",
            "message fr",
            "fr",
            "text french",
            "copy fr",
            "caption fr",
            "francais",
            "texte francais",
            "message francais",
            "publication francaise",
            "version francaise",
            "texte fr",
            "french version",
        ],
    ),
    (
        "id",
        &["id", "post id", "reference", "number", "no", "numero"],
    ),
    (
        "platform",
        &[
            "platform",
            "platforms",
            "network",
            "networks",
            "social network",
            "channel",
            "channels",
            "plateforme",
            "plateformes",
            "reseau",
            "reseaux",
            "reseau social",
            "canal",
        ],
    ),
    ("presence", &["presence"]),
    (
        "english-alt",
        &[
            "english alt",
            "english alt text",
            "alt text en",
            "alt en",
            "alternative text en",
            "texte de remplacement en",
            "texte de remplacement anglais",
        ],
    ),
    (
        "french-alt",
        &[
            "french alt",
            "french alt text",
            "alt text fr",
            "alt fr",
            "alternative text fr",
            "texte de remplacement fr",
            "texte de remplacement francais",
        ],
    ),
    (
        "planned-at",
        &[
            "date",
            "publish date",
            "scheduled at",
            "scheduled",
            "post date",
            "date time",
            "planned at",
            "date de publication",
            "date et heure",
            "prevu le",
        ],
    ),
];

/// Letters and digits, folded, single blanks between.
fn plain(header: &str) -> String {
    words(header.trim_start_matches('\u{feff}'))
}

/// Where the cells of a draft stand.
struct Places {
    english: usize,
    french: usize,
    /// Those that a schedule may do without, by name.
    others: Vec<(&'static str, usize)>,
    /// How many columns the header has.
    width: usize,
}

/// Reads a schedule. `columns`: `english=A,french=B` for headers that are not known.
pub(super) fn read(place: &str, text: &str, columns: Option<&str>) -> Result<Schedule, Problem> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let headers = reader
        .headers()
        .cloned()
        .map_err(|error| unreadable(place, &error))?;
    let places = places(place, &headers, &chosen(columns)?)?;
    let mut schedule = Schedule {
        rows: Vec::new(),
        rejected: Vec::new(),
    };
    for (number, record) in (2_u64..).zip(reader.records()) {
        let place = format!("{place}:{number}");
        let read = record
            .map_err(|error| unreadable(&place, &error))
            .and_then(|record| draft(&place, &record, &places));
        match read {
            Ok(Some((id, draft))) => schedule.rows.push((Row { number, id }, draft)),
            Ok(None) => {}
            Err(problem) => schedule.rejected.push(problem),
        }
    }
    Ok(schedule)
}

fn places(
    place: &str,
    headers: &csv::StringRecord,
    chosen: &[(String, String)],
) -> Result<Places, Problem> {
    let column = |name: &str| -> Option<usize> {
        if let Some((_, header)) = chosen.iter().find(|(it, _)| it == name) {
            return headers
                .iter()
                .position(|it| it.trim() == header || plain(it) == plain(header));
        }
        let (_, known) = COLUMNS.iter().find(|(it, _)| *it == name)?;
        headers
            .iter()
            .position(|it| known.contains(&plain(it).as_str()))
    };
    let (Some(english), Some(french)) = (column("english"), column("french")) else {
        return Err(no_columns(place, headers));
    };
    let others = COLUMNS.iter().skip(2);
    Ok(Places {
        english,
        french,
        others: others
            .filter_map(|(name, _)| Some((*name, column(name)?)))
            .collect(),
        width: headers.len(),
    })
}

/// Has the first line a column for both texts?
pub(super) fn begins_like_one(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let cells: Vec<String> = first
        .split(char::from(delimiter(text)))
        .map(plain)
        .collect();
    let has = |known: &[&str]| cells.iter().any(|cell| known.contains(&cell.as_str()));
    has(COLUMNS[0].1) && has(COLUMNS[1].1)
}

/// One row as a draft and what the file calls it; `None` for an empty one.
fn draft(
    place: &str,
    record: &csv::StringRecord,
    places: &Places,
) -> Result<Option<(Option<String>, Draft)>, Problem> {
    if record.iter().all(|cell| cell.trim().is_empty()) {
        return Ok(None);
    }
    if record.len() <= places.english.max(places.french) {
        return Err(too_short(place, record.len(), places.width));
    }
    if record.len() > places.width {
        return Err(too_long(place, record.len(), places.width));
    }
    let text = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
    let cell = |name: &str| -> Option<String> {
        let (_, at) = places.others.iter().find(|(it, _)| *it == name)?;
        Some(text(*at)).filter(|cell| !cell.is_empty())
    };
    let networks = cell("platform")
        .map(|list| platforms(&list))
        .unwrap_or_default();
    if let Some(name) = networks.iter().find(|name| !is_platform(name)) {
        let mut problem = no_platform(name);
        problem.place = format!("{place}, {name}");
        return Err(problem);
    }
    let mut draft = Draft {
        platforms: networks,
        presence: cell("presence"),
        planned_at: cell("planned-at"),
        ..Draft::default()
    };
    draft.english.text = text(places.english);
    draft.french.text = text(places.french);
    for (side, alt) in [
        (&mut draft.english, cell("english-alt")),
        (&mut draft.french, cell("french-alt")),
    ] {
        side.media.extend(alt.map(|alt| Attachment {
            kind: MediaKind::Image,
            alt: Some(alt),
            captions: None,
            url: None,
        }));
    }
    Ok(Some((cell("id"), draft)))
}

/// The networks of a cell.
fn platforms(list: &str) -> Vec<String> {
    let names = list.split([',', ';', '/', '|', '+']);
    names
        .map(platform)
        .filter(|name| !name.is_empty())
        .collect()
}

fn chosen(columns: Option<&str>) -> Result<Vec<(String, String)>, Problem> {
    let list = columns.map(|text| text.split(',')).into_iter().flatten();
    list.map(|pair| {
        let (name, header) = pair.split_once('=').unwrap_or((pair, ""));
        let name = match name.trim() {
            "anglais" => "english",
            "français" | "francais" => "french",
            "plateforme" => "platform",
            other => other,
        };
        if header.trim().is_empty() || !COLUMNS.iter().any(|(it, _)| *it == name) {
            let known: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
            return Err(Problem::new(
                "--columns/--colonnes",
                format!("“{pair}” names no column; write for example english=Text,french=Texte; names: {}", known.join(", ")),
                format!("«\u{a0}{pair}\u{a0}» ne nomme aucune colonne; écrivez par exemple english=Text,french=Texte; noms\u{a0}: {}", known.join(", ")),
            ));
        }
        Ok((name.to_owned(), header.trim().to_owned()))
    })
    .collect()
}

fn no_columns(place: &str, headers: &csv::StringRecord) -> Problem {
    let line = headers.iter().collect::<Vec<_>>().join(" | ");
    let known = |at: usize| COLUMNS[at].1.join(", ");
    Problem::new(
        format!("{place}:1"),
        format!(
            "no column for both texts in “{line}”. English: {}. French: {}. Or name them: --columns english=…,french=…",
            known(0),
            known(1)
        ),
        format!(
            "aucune colonne pour les deux textes dans «\u{a0}{line}\u{a0}». Anglais\u{a0}: {}. Français\u{a0}: {}. Ou nommez-les\u{a0}: --colonnes english=…,french=…",
            known(0),
            known(1)
        ),
    )
}

fn too_short(place: &str, cells: usize, wanted: usize) -> Problem {
    Problem::new(
        place,
        format!("{cells} cells where the header has {wanted}; is a quotation mark missing?"),
        format!(
            "{cells} cellules alors que l’en-tête en compte {wanted}; manque-t-il un guillemet?"
        ),
    )
}

fn too_long(place: &str, cells: usize, wanted: usize) -> Problem {
    Problem::new(
        place,
        format!(
            "{cells} cells where the header has {wanted}; put texts with commas between quotation marks"
        ),
        format!(
            "{cells} cellules alors que l’en-tête en compte {wanted}; mettez entre guillemets les textes qui contiennent des virgules"
        ),
    )
}

fn unreadable(place: &str, error: &csv::Error) -> Problem {
    Problem::new(
        place,
        format!("not readable as CSV ({error})"),
        format!("illisible comme CSV (message de l’analyseur\u{a0}: {error})"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A schedule saved by a French Excel must be read like any other.
    #[test]
    fn headers_of_either_language_and_any_delimiter() {
        let schedule = read(
            "s.csv",
            "No;Texte anglais;Texte français\n7;\"Hi; all\";Bonjour\n8;x\n",
            None,
        )
        .unwrap();
        assert_eq!(schedule.rows.len(), 1);
        assert_eq!(schedule.rows[0].0.id.as_deref(), Some("7"));
        assert_eq!(schedule.rows[0].1.english.text, "Hi; all");
        assert_eq!(schedule.rejected.len(), 1);
        assert!(schedule.rejected[0].place.ends_with(":3"));
    }

    /// Whoever has other headers must be told which were read and which are known.
    #[test]
    fn unknown_headers_are_printed() {
        let problem = read("s.csv", "Copy A,Copy B\nx,y\n", None).err().unwrap();
        assert!(
            problem.message.french.contains("Copy A | Copy B")
                && problem.message.english.contains("texte anglais")
        );
        let chosen = read(
            "s.csv",
            "Copy A,Copy B\nx,y\n",
            Some("english=Copy A,french=Copy B"),
        );
        assert_eq!(chosen.unwrap().rows[0].1.french.text, "y");
    }
}
