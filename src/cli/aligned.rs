//! Aligned texts for `tandem train`: English texts with their French versions.
//!
//! Two kinds of records, one JSON object a line, plain or gzip: `{"id", "en", "fr"}` for the sentences of acts, and
//! `{"pair_id", "lang", "text", "account"}` of which two with one `pair_id` make a pair. The second kind (strings,
//! notices, captions) is nearer to posts than the first.

use super::labelled::Labelled;
use super::{Session, unreadable};
use crate::model::{Bilingual, Language, Post, Problem};
use jiff::Timestamp;
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
    published_at: Option<String>,
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
        let record = record(&place, number, line)?;
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

fn record(place: &str, number: usize, line: &str) -> Result<Record, Problem> {
    serde_json::from_str(line).map_err(|error| {
        Problem::new(
            format!("{place}:{}", number + 1),
            format!("not a record of aligned text ({error})"),
            format!("ce n’est pas un enregistrement de texte aligné ({error})"),
        )
    })
}

/// The records of a file as labelled posts, one account for each language and group: for measuring the pairing on
/// notices. `None` when the file is of another kind. Records without a time are left out and counted.
pub(super) fn posts(path: &Path) -> Result<Option<(Vec<Labelled>, usize)>, Problem> {
    let is_aligned = |line: &str| line.contains("\"lang\"") && !line.contains("\"platform\"");
    let text = match text(path) {
        Ok(text) if text.lines().next().is_some_and(is_aligned) => text,
        _ => return Ok(None),
    };
    let place = path.display().to_string();
    let (mut posts, mut left_out) = (Vec::new(), 0);
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let record = record(&place, number, line)?;
        let at = record
            .published_at
            .as_deref()
            .and_then(|at| at.parse().ok());
        let (Some(at), Some(language), Some(text)) = (at, record.lang, record.text) else {
            left_out += 1;
            continue;
        };
        let account = format!("{} {}", record.account.unwrap_or_default(), language.code());
        posts.push(Labelled {
            post: post(account, format!("{place}:{}", number + 1), at, text),
            label: record.pair_id,
            week: 0,
        });
    }
    Ok(Some((posts, left_out)))
}

fn post(account: String, id: String, published_at: Timestamp, text: String) -> Post {
    let mut post = Post::new("web", account, id, published_at);
    post.content.text = text;
    post
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
