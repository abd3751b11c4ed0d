//! What stands beside public posts in a file and is nobody's business: private messages, addresses, telephone numbers.
//!
//! Files are kept as they were read, in a store that coordinators pass around; so this goes before anything else.

use super::file::{Open, in_memory};
use super::node::Node;
use super::{instagram_download, mastodon_activity, mastodon_archive};
use crate::text::json::Items;
use serde_json::{Map, Value, json};
use std::io::{self, BufReader, Read};
use std::ops::Range;
use std::sync::Arc;

/// What describes an account is short; a longer file is not understood.
const LONGEST: u64 = 16 << 20;

/// Opens a file without what is private in it.
///
/// # Errors
/// When it cannot be read.
pub(super) fn taken_out(name: &str, open: &Open) -> io::Result<Open> {
    let base = name.rsplit('/').next().unwrap_or_default();
    if mastodon_archive::is_outbox(name) {
        public_activities(open)
    } else if base.eq_ignore_ascii_case("profile_information.json") {
        reduced(open, of_facebook)
    } else if base.eq_ignore_ascii_case("personal_information.json") {
        reduced(open, of_instagram)
    } else {
        Ok(Arc::clone(open))
    }
}

/// What names the account; of a file that is not understood, nothing.
fn reduced(open: &Open, keep: fn(&Value) -> Value) -> io::Result<Open> {
    let mut bytes = Vec::new();
    open()?.take(LONGEST).read_to_end(&mut bytes)?;
    let kept = serde_json::from_slice(&bytes)
        .map(|value| keep(&value).to_string().into_bytes())
        .unwrap_or_default();
    Ok(in_memory(kept))
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
fn public_activities(open: &Open) -> io::Result<Open> {
    let mut items = Items::new(BufReader::new(open()?), &["orderedItems"]);
    let (mut private, mut end) = (Vec::new(), 0);
    let whole = loop {
        match items.next_item() {
            Ok(Some(item)) if !item.cut => {
                end = item.at + item.text.len() as u64;
                let is_public = serde_json::from_slice(item.text)
                    .is_ok_and(|node: Node| mastodon_activity::is_public(&node));
                if !is_public {
                    private.push(item.at..end);
                }
            }
            Ok(None) => break items.end().is_ok(),
            Ok(Some(_)) | Err(_) => break false,
        }
    };
    if !whole {
        private.push(end..u64::MAX);
    }
    let (open, private): (Open, Arc<[Range<u64>]>) = (Arc::clone(open), private.into());
    Ok(Arc::new(move || {
        Ok(Box::new(Blanked {
            input: open()?,
            private: Arc::clone(&private),
            next: 0,
            at: 0,
        }))
    }))
}

/// Reads without what is private.
struct Blanked {
    input: Box<dyn Read>,
    /// Stretches of bytes, in order; the last may have no end.
    private: Arc<[Range<u64>]>,
    next: usize,
    at: u64,
}

impl Read for Blanked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.input.read(buffer)?;
        for (index, byte) in buffer.iter_mut().take(length).enumerate() {
            while self
                .private
                .get(self.next)
                .is_some_and(|it| it.end <= self.at)
            {
                self.next += 1;
            }
            if let Some(private) = self.private.get(self.next).filter(|it| it.start <= self.at) {
                if private.end == u64::MAX {
                    // To the end, so that one sees whether it can be read.
                    io::copy(&mut self.input, &mut io::sink())?;
                    return Ok(index);
                }
                let at = usize::try_from(self.at - private.start).unwrap_or(usize::MAX);
                match b"null".get(at) {
                    Some(letter) => *byte = *letter,
                    // Line ends stay, so that a problem further down names the right line.
                    None if *byte == b'\n' => {}
                    None => *byte = b' ',
                }
            }
            self.at += 1;
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(name: &str, text: &str) -> String {
        let open = taken_out(name, &in_memory(text.into())).unwrap();
        let mut kept = String::new();
        open().unwrap().read_to_string(&mut kept).unwrap();
        kept
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
