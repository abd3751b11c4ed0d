//! What changed between two registers.

use super::Listed;
use crate::model::Language;
use std::collections::BTreeMap;

/// A difference.
#[derive(Debug, Clone, PartialEq)]
pub enum Change<'a> {
    /// In the later one only.
    Added(&'a Listed),
    /// In the earlier one only.
    Gone(&'a Listed),
    /// The same account under another handle: by the platform's number, or by name and institution.
    Renamed(&'a Listed, &'a Listed),
    /// It serves other languages than before.
    Serves(&'a Listed, &'a Listed),
}

/// The differences, in the order of the registers.
#[must_use]
pub fn changes<'a>(before: &'a [Listed], after: &'a [Listed]) -> Vec<Change<'a>> {
    let keyed = |list: &'a [Listed]| -> BTreeMap<_, &'a Listed> {
        list.iter().map(|it| (it.key(), it)).collect()
    };
    let (old, new) = (keyed(before), keyed(after));
    let mut gone: Vec<&Listed> = before
        .iter()
        .filter(|it| !new.contains_key(&it.key()))
        .collect();
    let mut found = Vec::new();
    let mut added = Vec::new();
    // One of a name and institution on a platform is the same account; of several nobody knows which.
    let mut names: BTreeMap<_, Vec<&Listed>> = BTreeMap::new();
    for listed in &gone {
        names.entry(title(listed)).or_default().push(listed);
    }
    let mut fresh: BTreeMap<_, usize> = BTreeMap::new();
    for listed in after.iter().filter(|it| !old.contains_key(&it.key())) {
        *fresh.entry(title(listed)).or_default() += 1;
    }
    for listed in after {
        match old.get(&listed.key()) {
            Some(known) if known.serves != listed.serves => {
                found.push(Change::Serves(known, listed));
            }
            Some(_) => {}
            None => match names.get(&title(listed)).map(Vec::as_slice) {
                Some([known]) if fresh.get(&title(listed)) == Some(&1) => {
                    gone.retain(|it| it.key() != known.key());
                    found.push(Change::Renamed(known, listed));
                }
                _ => added.push(Change::Added(listed)),
            },
        }
    }
    found.extend(added);
    found.extend(gone.into_iter().map(Change::Gone));
    found
}

/// What is left of an account when its handle changes.
fn title(listed: &Listed) -> (&str, String, Option<Language>) {
    let name = super::terms::compact(&listed.name);
    let handle = super::terms::compact(&listed.account.handle);
    // A name that is the handle says nothing once the handle has changed.
    let name = if name == handle { handle } else { name };
    (&listed.account.platform, name, listed.serves)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::tests::listed;

    /// A user follows accounts by these lines: a renamed one must not look like one lost and one new.
    #[test]
    fn each_kind_of_change_is_named() {
        let english = Some(Language::English);
        let before = [
            listed("x", "coast", "Coast Watch", english),
            listed("x", "old", "Harbour Watch", english),
            listed("x", "gone", "Ice Watch", english),
            listed("x", "soon", "Wind Watch", english),
        ];
        let after = [
            listed("x", "Coast", "Coast Watch", english),
            listed("x", "new", "Harbour Watch", english),
            listed("x", "fresh", "Tide Watch", english),
            listed("x", "soon", "Wind Watch", None),
        ];
        assert_eq!(
            changes(&before, &after),
            [
                Change::Renamed(&before[1], &after[1]),
                Change::Serves(&before[3], &after[3]),
                Change::Added(&after[2]),
                Change::Gone(&before[2]),
            ]
        );
        assert_eq!(changes(&after, &after), []);
    }
}
