//! The items of a file of an X archive: JSON behind an assignment of JavaScript, counted.

use super::collector::Collector;
use super::node::Node;
use super::text::{self, Decoded};
use super::x_manifest::Listed;
use super::{File, place};
use crate::model::Problem;
use serde::de::{Deserializer, SeqAccess, Visitor};
use std::fmt;

/// Gives each item of a file to `each`; false when items of it are known to be missing.
pub(super) fn items(
    label: &str,
    listed: &Listed<'_>,
    collector: &mut Collector,
    mut each: impl FnMut(usize, &Node<'_>, &mut Collector),
) -> bool {
    let place = place(label, listed.file);
    let Some(decoded) = decode(&place, listed.file, collector) else {
        return false;
    };
    let mut count = 0;
    let read = json(&decoded.text).map(|(start, json)| {
        let seen = Items(|node: &Node<'_>| {
            count += 1;
            each(count, node, collector);
        });
        let mut reader = serde_json::Deserializer::from_str(json);
        reader
            .deserialize_seq(seen)
            .map_err(|error| text::line_of(decoded.text.as_bytes(), start) + error.line() - 1)
    });
    match read {
        Some(Ok(())) => {
            if let Some(expected) = listed.count.filter(|expected| *expected != count as u64) {
                collector.remark(differs(&place, expected, count));
                return expected < count as u64;
            }
            return true;
        }
        Some(Err(line)) => collector.reject_whole(broken(&format!("{place}:{line}"), count)),
        None => collector.reject_whole(broken(&place, 0)),
    }
    false
}

pub(super) fn decode<'a>(
    place: &str,
    file: &'a File,
    collector: &mut Collector,
) -> Option<Decoded<'a>> {
    match text::decode(place, &file.bytes, false) {
        Ok(decoded) => {
            if let Some(remark) = decoded.remark.clone() {
                collector.remark(remark);
            }
            Some(decoded)
        }
        Err(problem) => {
            collector.reject_whole(problem);
            None
        }
    }
}

/// The JSON behind the assignment (`window.YTD.tweets.part0 = `), and where it starts.
pub(super) fn json(text: &str) -> Option<(usize, &str)> {
    let start = text.find(['[', '{'])?;
    Some((start, &text[start..]))
}

/// The first value of a text; a semicolon may follow it.
pub(super) fn first_value(json: &str) -> Option<Node<'_>> {
    serde_json::Deserializer::from_str(json)
        .into_iter()
        .next()?
        .ok()
}

/// Reads an array item by item: an archive of a hundred thousand posts is never in memory twice.
struct Items<F>(F);

impl<'de, F: FnMut(&Node<'de>)> Visitor<'de> for Items<F> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        while let Some(node) = seq.next_element::<Node>()? {
            (self.0)(&node);
        }
        Ok(())
    }
}

fn differs(place: &str, expected: u64, found: usize) -> Problem {
    Problem::new(
        place,
        format!(
            "records that the manifest promises: {expected}, found in the file: {found}; if posts are missing, download the archive again"
        ),
        format!(
            "enregistrements annoncés par le manifeste\u{a0}: {expected}, trouvés dans le fichier\u{a0}: {found}; s’il manque des publications, téléchargez l’archive de nouveau"
        ),
    )
}

pub(super) fn broken(place: &str, read: usize) -> Problem {
    Problem::new(
        place,
        format!(
            "the file is cut or damaged here; what follows was not read (records read before it: {read}); download the archive again"
        ),
        format!(
            "le fichier est coupé ou endommagé ici; la suite n’a pas été lue (enregistrements lus avant\u{a0}: {read}); téléchargez l’archive de nouveau"
        ),
    )
}
