//! Lists inside JSON files, item by item: a file of a million posts is never in memory.

use super::collector::Collector;
use super::node::Node;
use super::{File, place, x_items};
use crate::model::Problem;
use crate::text::json::{Broken, Items};
use std::io::BufRead;

/// Gives each item of the file, where it is a list, or of the lists at `keys` to `each`, numbered from 1.
pub(super) fn items(
    label: &str,
    file: &File,
    keys: &[&str],
    collector: &mut Collector,
    each_item: impl FnMut(usize, &Node<'_>, &mut Collector),
) {
    let place = place(label, file);
    let Some(text) = x_items::decode(&place, file, collector) else {
        return;
    };
    collector.file(&place, '#');
    let mut items = Items::new(text.reader(), keys);
    if let Some((count, _)) = each(&place, &mut items, collector, each_item)
        && let Err(Broken(line)) = items.end()
    {
        collector.reject_whole(x_items::broken(&format!("{place}:{line}"), count));
    }
}

/// Gives each item to `each`; tells how many there were and whether all were unharmed, or nothing where what follows a
/// damaged place was not read.
pub(super) fn each(
    place: &str,
    items: &mut Items<'_, impl BufRead>,
    collector: &mut Collector,
    mut each: impl FnMut(usize, &Node<'_>, &mut Collector),
) -> Option<(usize, bool)> {
    let (mut count, mut whole) = (0, true);
    let line = loop {
        let item = match items.next_item() {
            Ok(Some(item)) => item,
            Ok(None) => return Some((count, whole)),
            Err(Broken(line)) => break line,
        };
        match serde_json::from_slice::<Node>(item.text) {
            Ok(node) => {
                count += 1;
                each(count, &node, collector);
            }
            Err(error) => {
                let line = item.line + error.line().saturating_sub(1);
                if item.cut {
                    break line;
                }
                count += 1;
                whole = false;
                collector.reject_whole(harmed(&format!("{place}:{line}")));
            }
        }
    };
    collector.reject_whole(x_items::broken(&format!("{place}:{line}"), count));
    None
}

/// The whole file as one value, if it is one.
pub(super) fn whole(text: &str) -> Option<Node<'_>> {
    serde_json::from_str(text).ok()
}

fn harmed(place: &str) -> Problem {
    Problem::new(
        place,
        "a record that is damaged here was not read, those after it were; download the archive again",
        "un enregistrement endommagé ici n’a pas été lu, les suivants l’ont été; téléchargez l’archive de nouveau",
    )
}
