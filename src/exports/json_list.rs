//! Lists inside JSON files, item by item: a file of a hundred thousand posts is never in memory twice.

use super::collector::Collector;
use super::node::{Key, Node};
use super::{File, place, x_items};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use std::fmt;
use std::marker::PhantomData;

/// Gives each item of the file, where it is a list, or of the lists at `keys` to `each`, numbered from 1; false
/// when what follows a damaged place was not read.
pub(super) fn items(
    label: &str,
    file: &File,
    keys: &[&str],
    collector: &mut Collector,
    mut each: impl FnMut(usize, &Node<'_>, &mut Collector),
) -> bool {
    let place = place(label, file);
    let Some(decoded) = x_items::decode(&place, file, collector) else {
        return false;
    };
    collector.file(&place, '#');
    let mut count = 0;
    let read = walk::<Node>(&decoded.text, keys, |node| {
        count += 1;
        each(count, &node, collector);
    });
    read.map_err(|error| {
        let place = format!("{place}:{}", error.line());
        collector.reject_whole(x_items::broken(&place, count));
    })
    .is_ok()
}

/// Gives each item of the lists to `each`.
///
/// # Errors
/// At the first place that is not JSON.
pub(super) fn walk<'de, T: Deserialize<'de>>(
    json: &'de str,
    keys: &[&str],
    mut each: impl FnMut(T),
) -> serde_json::Result<()> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let lists = Lists {
        keys,
        each: &mut each,
        item: PhantomData,
    };
    lists.deserialize(&mut reader)?;
    reader.end()
}

/// The whole file as one value, if it is one.
pub(super) fn whole(text: &str) -> Option<Node<'_>> {
    serde_json::from_str(text).ok()
}

struct Lists<'a, T, F> {
    keys: &'a [&'a str],
    each: &'a mut F,
    item: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> DeserializeSeed<'de> for Lists<'_, T, F> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Anything but a list, or an object with lists, holds no items.
impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Lists<'_, T, F> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(item) = seq.next_element()? {
            (self.each)(item);
        }
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            if self.keys.contains(&&*key) {
                map.next_value_seed(Lists {
                    keys: &[],
                    each: &mut *self.each,
                    item: PhantomData,
                })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}
