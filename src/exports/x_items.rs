//! The items of a file of an X archive: JSON behind an assignment of JavaScript, counted.

use super::collector::Collector;
use super::json_list;
use super::node::Node;
use super::text::{self, Text};
use super::x_manifest::Listed;
use super::{File, place};
use crate::model::Problem;
use crate::text::json::Items;

/// Gives each item of a file to `each`; false when items of it are known to be missing.
pub(super) fn items(
    label: &str,
    listed: &Listed<'_>,
    collector: &mut Collector,
    each: impl FnMut(usize, &Node<'_>, &mut Collector),
) -> bool {
    let place = place(label, listed.file);
    let Some(text) = decode(&place, listed.file, collector) else {
        return false;
    };
    let mut items = Items::new(text.reader(), &[]);
    if items.go_to(b"[{") != Some(b'[') {
        collector.reject_whole(broken(&place, 0));
        return false;
    }
    let Some((count, whole)) = json_list::each(&place, &mut items, collector, each) else {
        return false;
    };
    if let Some(expected) = listed.count.filter(|expected| *expected != count as u64) {
        collector.remark(differs(&place, expected, count));
        return whole && expected < count as u64;
    }
    whole
}

pub(super) fn decode<'a>(
    place: &str,
    file: &'a File,
    collector: &mut Collector,
) -> Option<Text<'a>> {
    match text::decode(place, file, false) {
        Ok(text) => {
            text.remark
                .iter()
                .for_each(|it| collector.remark(it.clone()));
            Some(text)
        }
        Err(problem) => {
            collector.reject_whole(problem);
            None
        }
    }
}

/// The JSON behind the assignment (`window.YTD.tweets.part0 = `).
pub(super) fn json(text: &str) -> Option<&str> {
    let start = text.find(['[', '{'])?;
    text.get(start..)
}

/// The first value of a text; a semicolon may follow it.
pub(super) fn first_value(json: &str) -> Option<Node<'_>> {
    serde_json::Deserializer::from_str(json)
        .into_iter()
        .next()?
        .ok()
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
