//! A JSON value that borrows its text from the file: a million records leave little garbage, and
//! a wrong type is found where the field is known by name.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// One JSON value.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Node<'a> {
    /// `null`, or a field that is not there.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that keeps all its digits.
    Whole(u64),
    /// Any other number; its digits are not to be trusted as an id.
    Number(f64),
    /// Text, borrowed unless it holds escapes.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Node<'a>>),
    /// An object, its keys in the order of the file.
    Map(Vec<(Cow<'a, str>, Node<'a>)>),
}

/// What stands for "not there".
static NULL: Node<'static> = Node::Null;

impl<'a> Node<'a> {
    /// The value at `key`; `Null` when there is none.
    pub(super) fn get(&self, key: &str) -> &Node<'a> {
        match self {
            Self::Map(entries) => entries
                .iter()
                .find(|(name, _)| name == key)
                .map_or(&NULL, |(_, value)| value),
            _ => &NULL,
        }
    }

    /// The text, if it is text and not blank.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// A whole number, written as one or as text (the X archive writes all numbers as text).
    pub(super) fn whole(&self) -> Option<u64> {
        match self {
            Self::Whole(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// An id: text, or a whole number in all its digits.
    pub(super) fn id(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Whole(number) => Some(Cow::Owned(number.to_string())),
            _ => self.text().map(|text| Cow::Borrowed(text.trim())),
        }
    }

    /// The items of an array; none for anything else.
    pub(super) fn list(&self) -> &[Node<'a>] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }
}

/// Text that is borrowed where it can be (a bare `Cow` never is).
pub(super) struct Key<'a>(pub(super) Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E: Error>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }
    fn visit_bool<E: Error>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(value))
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<Node<'de>, E> {
        Ok(Node::Whole(value))
    }
    #[expect(clippy::cast_precision_loss, reason = "only that it is no id matters")]
    fn visit_i64<E: Error>(self, value: i64) -> Result<Node<'de>, E> {
        Ok(u64::try_from(value).map_or(Node::Number(value as f64), Node::Whole))
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<Node<'de>, E> {
        Ok(Node::Number(value))
    }
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            entries.push((key, map.next_value()?));
        }
        Ok(Node::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without it every text of a file would be copied twice.
    #[test]
    fn text_is_borrowed_and_numbers_keep_their_digits() {
        let node: Node =
            serde_json::from_str(r#"{"a":"x","b":18446744073709551615,"c":[null,-1],"d":"é\n"}"#)
                .expect("JSON");
        assert!(matches!(node.get("a"), Node::Text(Cow::Borrowed("x"))));
        assert_eq!(node.get("b").whole(), Some(u64::MAX));
        assert_eq!(node.get("c").list().len(), 2);
        assert!(matches!(node.get("d"), Node::Text(Cow::Owned(_))));
        assert_eq!(node.get("e"), &Node::Null);
    }
}
