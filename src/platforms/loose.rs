//! Ids that a platform writes now as text, now as a number: exact to the last digit either way.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// An id that must be there.
pub(super) fn id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    maybe_id(from)?.ok_or_else(|| D::Error::custom("not an id"))
}

/// An id that may be missing.
pub(super) fn maybe_id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(id_text(&Value::deserialize(from)?))
}

/// The id that a value is. A number with a fraction or an exponent has passed through a float and is none.
pub(super) fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) if number.is_u64() || number.is_i64() => Some(number.to_string()),
        _ => None,
    }
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
            assert_eq!(id_text(&value).as_deref(), id, "{json}");
        }
    }
}
