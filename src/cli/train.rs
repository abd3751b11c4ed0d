//! `tandem train lexicon`: learns the lexicon of `corpora/` again from aligned texts.
//!
//! Two kinds of records, one JSON object a line, plain or gzip: `{"en", "fr"}`, and `{"pair_id", "lang", "text"}`
//! of which two with one id make a pair. The second kind (strings, notices, captions) is nearer to posts than the
//! first (acts) and counts three times.

use super::{End, Session, Stop, unreadable};
use crate::model::{Bilingual, Language, Problem};
use crate::text::lexicon::{self, Aligned};
use crate::text::wording;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;

/// Weight of strings and notices against that of acts.
const NEAR_POSTS: f64 = 3.0;
/// Longer sentences of acts tie everything to everything.
const LONGEST: usize = 200;

#[derive(Deserialize)]
struct Record {
    en: Option<String>,
    fr: Option<String>,
    pair_id: Option<String>,
    lang: Option<Language>,
    text: Option<String>,
}

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let mut pairs = Vec::new();
    let mut seen = HashSet::new();
    for path in session
        .arguments
        .get_many::<String>("paths")
        .into_iter()
        .flatten()
    {
        pairs.extend(
            read(Path::new(path))?
                .into_iter()
                .filter(|pair| seen.insert((pair.english.clone(), pair.french.clone()))),
        );
    }
    let ties = lexicon::learn(&pairs);
    let mut csv = String::from("english,french,weight\n");
    for tie in &ties {
        let _ = writeln!(csv, "{},{},{:.2}", tie.english, tie.french, tie.weight);
    }
    let (pairs, ties) = (wording::count(pairs.len()), wording::count(ties.len()));
    session.note(
        format!("aligned pairs: {}; ties: {}", pairs.english, ties.english),
        format!(
            "paires alignées\u{a0}: {}; liens\u{a0}: {}",
            pairs.french, ties.french
        ),
    );
    Session::print(&csv)?;
    Ok(End::Nothing)
}

/// The pairs of a file, in its order.
fn read(path: &Path) -> Result<Vec<Aligned>, Problem> {
    let place = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(bytes.as_slice())
            .read_to_string(&mut text)
            .map_err(|error| unreadable(path, &error))?;
    } else {
        bytes
            .as_slice()
            .read_to_string(&mut text)
            .map_err(|error| unreadable(path, &error))?;
    }
    let mut pairs = Vec::new();
    let mut halves: BTreeMap<String, Bilingual<Option<String>>> = BTreeMap::new();
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let record: Record = serde_json::from_str(line).map_err(|error| {
            Problem::new(
                format!("{place}:{}", number + 1),
                format!("not a record of aligned text ({error})"),
                format!("ce n’est pas un enregistrement de texte aligné ({error})"),
            )
        })?;
        match record {
            Record {
                en: Some(english),
                fr: Some(french),
                ..
            } if english.chars().count() < LONGEST => {
                pairs.push(Aligned {
                    english,
                    french,
                    weight: 1.0,
                });
            }
            Record {
                pair_id: Some(id),
                lang: Some(language),
                text: Some(text),
                ..
            } => {
                *halves.entry(id).or_default().get_mut(language) = Some(text);
            }
            _ => {}
        }
    }
    pairs.extend(halves.into_values().filter_map(|pair| {
        Some(Aligned {
            english: pair.english?,
            french: pair.french?,
            weight: NEAR_POSTS,
        })
    }));
    Ok(pairs)
}
