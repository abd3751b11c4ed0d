//! What stands beside public posts in a file and is nobody's business: private messages, addresses, telephone numbers.
//!
//! Files are kept as they were read, in a store that coordinators pass around; so this goes before anything else.

use super::node::Node;
use super::{instagram_download, json_list, mastodon_activity, mastodon_archive};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

/// The bytes of a file without what is private in them.
pub(super) fn taken_out(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    let base = name.rsplit('/').next().unwrap_or_default();
    if mastodon_archive::is_outbox(name) {
        public_activities(bytes)
    } else if base.eq_ignore_ascii_case("profile_information.json") {
        reduced(&bytes, of_facebook)
    } else if base.eq_ignore_ascii_case("personal_information.json") {
        reduced(&bytes, of_instagram)
    } else {
        bytes
    }
}

/// What names the account; of a file that is not understood, nothing.
fn reduced(bytes: &[u8], keep: fn(&Value) -> Value) -> Vec<u8> {
    serde_json::from_slice(bytes)
        .map(|value| keep(&value).to_string().into_bytes())
        .unwrap_or_default()
}

fn of_facebook(root: &Value) -> Value {
    let kept = |node: &Value| {
        json!({
            "name": {"full_name": node.pointer("/name/full_name")},
            "username": node.get("username"),
            "profile_uri": node.get("profile_uri"),
        })
    };
    let node = root.get("profile_v2").or_else(|| root.get("profile"));
    json!({"profile_v2": node.map(kept)})
}

fn of_instagram(root: &Value) -> Value {
    let fields = root
        .pointer("/profile_user/0/string_map_data")
        .and_then(Value::as_object);
    let kept: Map<String, Value> = fields
        .into_iter()
        .flatten()
        .filter(|(key, _)| instagram_download::is_public(key))
        .map(|(key, value)| (key.clone(), json!({"value": value.get("value")})))
        .collect();
    json!({"profile_user": [{"string_map_data": kept}]})
}

/// Puts `null` in the place of every activity that is not public; the rest stays byte for byte where it was.
/// What follows a damaged place cannot be told, and goes.
fn public_activities(mut bytes: Vec<u8>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Vec::new();
    };
    let start = text.as_ptr().addr();
    let mut private = Vec::new();
    let mut end = 0;
    let read = json_list::walk::<&RawValue>(text, &["orderedItems"], |item| {
        let from = item.get().as_ptr().addr() - start;
        end = from + item.get().len();
        let is_public = serde_json::from_str(item.get())
            .is_ok_and(|node: Node| mastodon_activity::is_public(&node));
        if !is_public {
            private.push(from..end);
        }
    });
    if read.is_err() {
        bytes.truncate(end);
    }
    for range in private {
        for (at, byte) in bytes[range].iter_mut().enumerate() {
            // Line ends stay, so that a problem further down names the right line.
            match b"null".get(at) {
                Some(letter) => *byte = *letter,
                None if *byte == b'\n' => {}
                None => *byte = b' ',
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(name: &str, text: &str) -> String {
        String::from_utf8(taken_out(name, text.into())).unwrap()
    }

    /// Somebody's direct message, address or telephone number would be passed around with the store.
    #[test]
    fn private_things_go() {
        let outbox = r#"{"orderedItems":[{"to":["as:Public"],"object":{"content":"Fog"}},
            {"to":["https://a.example/users/b"],
             "object":{"content":"secret"}}, 7, {"id":"x"}]}"#;
        let text = kept("a/outbox.json", outbox);
        assert_eq!(text.len(), outbox.len());
        assert_eq!(text.lines().count(), outbox.lines().count());
        assert!(text.contains("Fog") && !text.contains("secret"), "{text}");
        let cut = kept("outbox.json", &outbox[..outbox.len() - 40]);
        assert!(cut.contains("Fog") && !cut.contains("secret"), "{cut}");
        let page = kept(
            "profile_information/profile_information.json",
            r#"{"profile_v2":{"name":{"full_name":"Quay"},"username":"quay","phone_numbers":["555"]}}"#,
        );
        assert!(page.contains("quay") && !page.contains("555"), "{page}");
        let person = kept(
            "personal_information.json",
            r#"{"profile_user":[{"string_map_data":{"Nom dâ\u0080\u0099utilisateur":{"value":"quay"},"Email":{"value":"a@b"}}}]}"#,
        );
        assert!(
            person.contains("quay") && !person.contains("a@b"),
            "{person}"
        );
        assert_eq!(kept("personal_information.json", "{a@b"), "");
        assert_eq!(kept("posts.jsonl", "{a@b"), "{a@b");
    }
}
