//! Fields that arrive as text here and as a number there, or as an empty list where an object was meant.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// An id that must be there, text or number: digits are kept as they are written, beyond 2^53 too.
pub(crate) fn id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    maybe_id(from)?.ok_or_else(|| D::Error::custom("neither text nor a number"))
}

/// An id that may be missing.
pub(crate) fn maybe_id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(text(&Value::deserialize(from)?))
}

/// Text or number as text; `None` for anything else and for nothing. A number with a fraction or an exponent has passed
/// through a float and is no id.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        _ => None,
    }
}

/// A whole number, written as one or as text.
pub(crate) fn number(value: &Value) -> Option<i64> {
    text(value)?.parse().ok()
}

/// The same for pixels and the like; nonsense is no size.
pub(crate) fn size(value: Option<&Value>) -> Option<u32> {
    number(value?).and_then(|size| u32::try_from(size).ok())
}

/// Text inside an object, by path; blank is nothing.
pub(crate) fn at(value: &Value, path: &str) -> Option<String> {
    text(value.pointer(path)?)
}

/// A list inside an object, by path; anything else is an empty one.
pub(crate) fn list<'v>(value: &'v Value, path: &str) -> impl Iterator<Item = &'v Value> {
    let list = value.pointer(path).and_then(Value::as_array);
    list.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An id that is rounded names another post, or none.
    #[test]
    fn ids_keep_every_digit() {
        for (json, id) in [
            ("18446744073709551615", Some("18446744073709551615")),
            ("\" 007 \"", Some("007")),
            ("1.5e17", None),
            ("\"\"", None),
            ("null", None),
        ] {
            let value: Value = serde_json::from_str(json).unwrap();
            assert_eq!(text(&value).as_deref(), id, "{json}");
        }
    }
}
