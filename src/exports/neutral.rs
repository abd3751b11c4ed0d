//! The neutral format: `posts.jsonl` and `posts.csv`, which anybody can write.

use super::collector::{Collector, Refusal};
use super::node::{Key, Node};
use super::record::{self, FIELDS, Row};
use super::table;
use super::text::{self, Text};
use super::{Export, File, Import, Options, Sink, neutral_csv, place, tables};
use crate::model::Bilingual;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// Said to the user.
pub(super) const NAME: Bilingual<&str> =
    Bilingual::new("neutral posts", "publications en format neutre");

/// `posts.jsonl`, `posts.csv`.
pub(super) struct Neutral;

/// How the records of a file are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Lines,
    Table,
}

impl Export for Neutral {
    fn name(&self) -> Bilingual<&'static str> {
        NAME
    }

    fn recognises(&self, files: &[File]) -> bool {
        files.iter().any(|file| shape(file).is_some())
    }

    fn read(&self, label: &str, files: &[File], options: &Options, sink: Sink<'_>) -> Import {
        let mut collector = Collector::new(self.name(), sink);
        let mut known = files.is_empty();
        for file in files {
            let Some(shape) = shape(file) else { continue };
            let place = place(label, file);
            collector.file(&place, ':');
            let read = match shape {
                Shape::Lines => text::decode(&place, file, options.windows_1252).map(|text| {
                    text.remark
                        .iter()
                        .for_each(|it| collector.remark(it.clone()));
                    read_lines(&text, &mut collector);
                    true
                }),
                Shape::Table => table::open(&place, file, options.windows_1252).map(|tables| {
                    let mut any = false;
                    for table in &tables {
                        table
                            .remark()
                            .into_iter()
                            .for_each(|it| collector.remark(it));
                        any |= neutral_csv::read(&place, table, &mut collector);
                    }
                    any
                }),
            };
            known |= read.unwrap_or_else(|problem| {
                collector.reject_whole(problem);
                true
            });
        }
        let mut import = collector.finish();
        if !known {
            import.format = tables::UNKNOWN;
        }
        super::remark_if_empty(label, &mut import);
        import
    }
}

/// The shape that a name tells, or, of a file without a telling name, its first character.
fn shape(file: &File) -> Option<Shape> {
    let name = file.name.to_lowercase();
    let ends = |list: &[&str]| list.iter().any(|end| name.ends_with(end));
    if ends(&[".jsonl", ".ndjson"]) {
        Some(Shape::Lines)
    } else if ends(&[".csv", ".tsv"]) {
        Some(Shape::Table)
    } else if ends(&[".js", ".json"]) {
        None
    } else {
        let head = file.head();
        let bytes = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let start = bytes.get(..HEAD).unwrap_or(bytes).trim_ascii_start();
        let named = |name: &[u8]| start.windows(name.len()).any(|it| it == name);
        match start.first() {
            Some(b'{') => Some(Shape::Lines),
            _ if named(b"published_at") => Some(Shape::Table),
            _ => None,
        }
    }
}

/// So much of a file tells what it is.
const HEAD: usize = 4096;

/// One JSON object a line; blank lines are skipped.
fn read_lines(text: &Text<'_>, collector: &mut Collector) {
    text.lines(|number, line| {
        let read = match line.map(str::trim) {
            Some("") => return,
            Some(line) => {
                read_line(line, collector).and_then(|row| record::build(row, number, collector))
            }
            None => Err(unreadable()),
        };
        match read {
            Ok((post, label)) => collector.take(number, post, label),
            Err(why) => collector.reject(number, why),
        }
    });
}

fn read_line<'a>(line: &'a str, collector: &mut Collector) -> Result<Row<'a>, Refusal> {
    let mut json = serde_json::Deserializer::from_str(line);
    let mut twice = None;
    let seed = RowSeed {
        collector,
        twice: &mut twice,
    };
    let row = seed
        .deserialize(&mut json)
        .and_then(|row| json.end().map(|()| row))
        .map_err(|error| broken(&error))?;
    match twice {
        None => Ok(row),
        Some(field) => Err(Refusal::text(
            format!("`{field}` stands twice in the record; keep one"),
            format!("«\u{a0}{field}\u{a0}» figure deux fois dans l’enregistrement; gardez-en un"),
        )),
    }
}

/// Reads an object into a row, and notes the keys that are none of ours.
struct RowSeed<'c, 's> {
    collector: &'c mut Collector<'s>,
    twice: &'c mut Option<&'static str>,
}

impl<'de> DeserializeSeed<'de> for RowSeed<'_, '_> {
    type Value = Row<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Row<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_, '_> {
    type Value = Row<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row<'de>, A::Error> {
        let mut row = Row::default();
        let mut seen = [false; FIELDS.len()];
        while let Some(Key(key)) = map.next_key()? {
            let Some(at) = record::position(&key) else {
                self.collector.ignore(&key);
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if std::mem::replace(&mut seen[at], true) {
                *self.twice = Some(FIELDS[at]);
            }
            row.cells[at] = map.next_value::<Node>()?;
        }
        self.collector.labelled |= record::position("pair_id").is_some_and(|at| seen[at]);
        Ok(row)
    }
}

/// A line that is no JSON object, and where it stops being one.
fn broken(error: &serde_json::Error) -> Refusal {
    use serde_json::error::Category;
    let column = error.column();
    match error.classify() {
        Category::Eof => Refusal::text(
            "the JSON record ends too early; each record must stand whole on one line",
            "l’enregistrement JSON s’arrête trop tôt; chaque enregistrement doit tenir entier sur une ligne",
        ),
        Category::Data => Refusal::text(
            "the line is not a JSON object; write one object, in braces, on each line",
            "la ligne n’est pas un objet JSON; écrivez un objet, entre accolades, sur chaque ligne",
        ),
        Category::Syntax | Category::Io => Refusal::text(
            format!("broken JSON at column {column}; correct the line or export again"),
            format!(
                "JSON mal formé à la colonne {column}; corrigez la ligne ou exportez de nouveau"
            ),
        ),
    }
}

/// A record with bytes that are no text.
pub(super) fn unreadable() -> Refusal {
    Refusal::text(
        "the record holds bytes that are not text in UTF-8; correct it or export again",
        "l’enregistrement contient des octets qui ne sont pas du texte en UTF-8; corrigez-le ou exportez de nouveau",
    )
}
