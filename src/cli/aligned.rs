//! Aligned texts for `tandem train`: English texts with their French versions.
//!
//! Two kinds of records, one JSON object a line, plain or gzip: `{"id", "en", "fr"}` for the sentences of acts, and
//! `{"pair_id", "lang", "text", "account"}` of which two with one `pair_id` make a pair. The second kind (strings,
//! notices, captions) is nearer to posts than the first.

use super::{Session, unreadable};
use crate::model::{Bilingual, Language, Problem};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::path::Path;

/// An English text and its French version.
pub(super) struct Aligned {
    pub(super) text: Bilingual<String>,
    /// What it belongs to: an act (`id` up to `#`), an institution or a product (`account`).
    pub(super) group: String,
    /// Of the kind that is nearer to posts.
    pub(super) near_posts: bool,
}

#[derive(Deserialize)]
struct Record {
    id: Option<String>,
    en: Option<String>,
    fr: Option<String>,
    pair_id: Option<String>,
    account: Option<String>,
    lang: Option<Language>,
    text: Option<String>,
}

/// The pairs of the files that were named, each once, in their order.
pub(super) fn read(session: &Session) -> Result<Vec<Aligned>, Problem> {
    let paths = session.arguments.get_many::<String>("paths");
    let mut pairs = Vec::new();
    let mut seen = HashSet::new();
    for path in paths.into_iter().flatten() {
        pairs.extend(
            file(Path::new(path))?
                .into_iter()
                .filter(|pair| seen.insert(pair.text.clone())),
        );
    }
    Ok(pairs)
}

/// The pairs of a file, in its order.
fn file(path: &Path) -> Result<Vec<Aligned>, Problem> {
    let place = path.display().to_string();
    let mut pairs = Vec::new();
    let mut halves: BTreeMap<String, (String, Bilingual<Option<String>>)> = BTreeMap::new();
    for (number, line) in text(path)?.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let record: Record = serde_json::from_str(line).map_err(|error| {
            Problem::new(
                format!("{place}:{}", number + 1),
                format!("not a record of aligned text ({error})"),
                format!("ce n’est pas un enregistrement de texte aligné ({error})"),
            )
        })?;
        if let (Some(english), Some(french)) = (record.en, record.fr) {
            let id = record.id.unwrap_or_default();
            pairs.push(Aligned {
                text: Bilingual::new(english, french),
                group: id.split('#').next().unwrap_or_default().to_owned(),
                near_posts: false,
            });
        } else if let (Some(id), Some(language), Some(text)) =
            (record.pair_id, record.lang, record.text)
        {
            let half = halves.entry(id).or_default();
            half.0 = record.account.unwrap_or_default();
            *half.1.get_mut(language) = Some(text);
        }
    }
    pairs.extend(halves.into_values().filter_map(|(group, text)| {
        Some(Aligned {
            text: Bilingual::new(text.english?, text.french?),
            group,
            near_posts: true,
        })
    }));
    Ok(pairs)
}

fn text(path: &Path) -> Result<String, Problem> {
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text)
    } else {
        bytes.as_slice().read_to_string(&mut text)
    }
    .map_err(|error| unreadable(path, &error))?;
    Ok(text)
}
