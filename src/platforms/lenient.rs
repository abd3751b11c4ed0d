//! Fields that arrive as text here and as a number there, or as an empty list where an object was meant.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// An id, text or number: digits are kept as they are written, beyond 2^53 too.
pub(super) fn id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let value = Value::deserialize(from)?;
    text(&value).ok_or_else(|| serde::de::Error::custom("neither text nor a number"))
}

/// Text or number as text; `None` for anything else and for nothing.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        _ => None,
    }
}

/// A whole number, written as one or as text.
pub(super) fn number(value: &Value) -> Option<i64> {
    text(value)?.parse().ok()
}

/// The same for pixels and the like; nonsense is no size.
pub(super) fn size(value: Option<&Value>) -> Option<u32> {
    number(value?).and_then(|size| u32::try_from(size).ok())
}

/// Text inside an object, by path; blank is nothing.
pub(super) fn at(value: &Value, path: &str) -> Option<String> {
    text(value.pointer(path)?)
}

/// A list inside an object, by path; anything else is an empty one.
pub(super) fn list<'v>(value: &'v Value, path: &str) -> impl Iterator<Item = &'v Value> {
    let list = value.pointer(path).and_then(Value::as_array);
    list.into_iter().flatten()
}
