//! Lists in JSON, item by item, from a reader: of a file of a million records one is in memory at a time.

use memchr::{memchr_iter, memchr2};
use serde::de::IgnoredAny;
use std::io::BufRead;

/// An item that is longer is cut: a quotation mark that is not closed has taken the rest of the file along.
const LONGEST: usize = 64 << 20;

/// The number of the line, from 1, where a text stops being JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken(pub usize);

/// An item as it stands in the text; whether it is JSON inside is for its reader to find out.
#[derive(Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// The item.
    pub text: &'a [u8],
    /// Number of the line where it begins, from 1.
    pub line: usize,
    /// The byte where it begins.
    pub at: u64,
    /// The text ends inside it.
    pub cut: bool,
}

/// The items of a list, or of the lists under some keys of an object.
pub struct Items<'k, R> {
    input: R,
    /// `None`: every key.
    keys: Option<&'k [&'k str]>,
    at: u64,
    line: usize,
    item: Vec<u8>,
    place: Place,
}

/// Where reading stands.
#[derive(Clone, Copy)]
enum Place {
    Start,
    List { in_object: bool, first: bool },
    Object { first: bool },
    End,
    Cut,
}

impl<'k, R: BufRead> Items<'k, R> {
    /// Nothing read yet.
    pub fn new(input: R, keys: &'k [&'k str]) -> Self {
        Self::of(input, Some(keys))
    }

    /// The items under every key, where it is an object.
    pub fn all(input: R) -> Self {
        Self::of(input, None)
    }

    fn of(input: R, keys: Option<&'k [&'k str]>) -> Self {
        Self {
            input,
            keys,
            at: 0,
            line: 1,
            item: Vec::new(),
            place: Place::Start,
        }
    }

    /// The next item; `None` behind the last. Anything but a list, or an object with lists, holds none.
    ///
    /// # Errors
    /// Where the text around the items is not JSON.
    pub fn next_item(&mut self) -> Result<Option<Item<'_>>, Broken> {
        loop {
            match self.place {
                Place::Start => self.place = self.start()?,
                Place::List { in_object, first } => {
                    if !self.more(first, b']')? {
                        self.place = if in_object {
                            Place::Object { first: false }
                        } else {
                            Place::End
                        };
                        continue;
                    }
                    let (line, at) = (self.line, self.at);
                    let whole = self.value(true);
                    self.place = if whole {
                        Place::List {
                            in_object,
                            first: false,
                        }
                    } else {
                        Place::Cut
                    };
                    return Ok(Some(Item {
                        text: &self.item,
                        line,
                        at,
                        cut: !whole,
                    }));
                }
                Place::Object { first } => {
                    self.place = if self.more(first, b'}')? {
                        self.field()?
                    } else {
                        Place::End
                    }
                }
                Place::End => return Ok(None),
                Place::Cut => return Err(self.broken()),
            }
        }
    }

    /// Is there nothing but blanks behind the value?
    ///
    /// # Errors
    /// Where there is something.
    pub fn end(&mut self) -> Result<(), Broken> {
        self.blanks().map_or(Ok(()), |_| Err(self.broken()))
    }

    /// Goes to the first of these bytes: JSON may stand behind something else.
    pub fn go_to(&mut self, signs: &[u8]) -> Option<u8> {
        loop {
            let next = self.peek()?;
            if signs.contains(&next) {
                return Some(next);
            }
            self.step();
        }
    }

    /// The line where reading stands.
    pub fn broken(&self) -> Broken {
        Broken(self.line)
    }

    fn start(&mut self) -> Result<Place, Broken> {
        match self.blanks() {
            Some(b'[') => self.step(),
            Some(b'{') => {
                self.step();
                return Ok(Place::Object { first: true });
            }
            Some(_) => {
                let line = self.line;
                let whole = self.value(true);
                let is_json = serde_json::from_slice::<IgnoredAny>(&self.item).is_ok();
                return (whole && is_json).then_some(Place::End).ok_or(Broken(line));
            }
            None => return Err(self.broken()),
        }
        Ok(Place::List {
            in_object: false,
            first: true,
        })
    }

    /// Is there another member before the closing sign? Takes the comma that parts it from the one before.
    fn more(&mut self, first: bool, close: u8) -> Result<bool, Broken> {
        let mut next = self.blanks();
        if next == Some(close) {
            self.step();
            return Ok(false);
        }
        if !first {
            if next != Some(b',') {
                return Err(self.broken());
            }
            self.step();
            next = self.blanks();
        }
        match next {
            None | Some(b',' | b':' | b']' | b'}') => Err(self.broken()),
            Some(_) => Ok(true),
        }
    }

    /// Reads a key; goes into its list when it is wanted, else behind its value.
    fn field(&mut self) -> Result<Place, Broken> {
        if self.blanks() != Some(b'"') || !self.value(true) {
            return Err(self.broken());
        }
        let key: String = serde_json::from_slice(&self.item).map_err(|_| self.broken())?;
        if self.blanks() != Some(b':') {
            return Err(self.broken());
        }
        self.step();
        let next = self.blanks();
        if next == Some(b'[') && self.keys.is_none_or(|keys| keys.contains(&key.as_str())) {
            self.step();
            return Ok(Place::List {
                in_object: true,
                first: true,
            });
        }
        if matches!(next, None | Some(b',' | b':' | b']' | b'}')) || !self.value(false) {
            return Err(self.broken());
        }
        Ok(Place::Object { first: false })
    }

    /// Goes behind a value, and keeps it when it is asked for; false when the text ends inside it, or it is too long.
    fn value(&mut self, keep: bool) -> bool {
        self.item.clear();
        let mut scan = Scan::default();
        loop {
            let chunk = self.input.fill_buf().unwrap_or_default();
            let (length, done) = scan.over(chunk);
            let taken = &chunk[..length];
            if keep {
                let room = LONGEST - self.item.len();
                self.item.extend_from_slice(&taken[..length.min(room)]);
            }
            self.line += memchr_iter(b'\n', taken).count();
            self.at += length as u64;
            let ended = chunk.is_empty();
            self.input.consume(length);
            if done || ended || self.item.len() == LONGEST {
                // A number needs no closing sign.
                return done || (ended && scan.depth == 0 && !scan.quoted);
            }
        }
    }

    /// Goes behind blanks; tells what follows.
    fn blanks(&mut self) -> Option<u8> {
        loop {
            let next = self.peek()?;
            if !matches!(next, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(next);
            }
            self.step();
        }
    }

    /// What cannot be read any more is the end.
    fn peek(&mut self) -> Option<u8> {
        self.input.fill_buf().ok()?.first().copied()
    }

    /// Goes behind the byte that was looked at.
    fn step(&mut self) {
        self.line += usize::from(self.peek() == Some(b'\n'));
        self.at += 1;
        self.input.consume(1);
    }
}

/// Looks for the end of a value.
#[derive(Default)]
struct Scan {
    depth: usize,
    quoted: bool,
    escaped: bool,
}

impl Scan {
    /// How much of the chunk belongs to the value, and whether it ends there.
    fn over(&mut self, chunk: &[u8]) -> (usize, bool) {
        let mut index = 0;
        while let Some(byte) = chunk.get(index) {
            if self.escaped {
                self.escaped = false;
            } else if self.quoted {
                // Most of a text stands between quotation marks: it is passed over at once.
                let Some(sign) = memchr2(b'"', b'\\', &chunk[index..]) else {
                    break;
                };
                index += sign;
                self.escaped = chunk[index] == b'\\';
                self.quoted = self.escaped;
                if !self.quoted && self.depth == 0 {
                    return (index + 1, true);
                }
            } else {
                match byte {
                    b'"' => self.quoted = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' if self.depth > 1 => self.depth -= 1,
                    b'}' | b']' if self.depth == 1 => return (index + 1, true),
                    // Behind a number, `true`, `false` or `null`.
                    b',' | b'}' | b']' | b' ' | b'\n' | b'\t' | b'\r' if self.depth == 0 => {
                        return (index, true);
                    }
                    _ => {}
                }
            }
            index += 1;
        }
        (chunk.len(), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;
    use std::io::BufReader;

    /// The items, and whether the text is JSON to its end; read in pieces of a few bytes.
    fn items(text: &[u8], keys: &[&str], piece: usize) -> (Vec<String>, bool) {
        let mut items = Items::new(BufReader::with_capacity(piece, text), keys);
        let mut found = Vec::new();
        loop {
            match items.next_item() {
                Ok(Some(item)) if item.cut => return (found, false),
                Ok(Some(item)) => {
                    let at = usize::try_from(item.at).expect("small");
                    let end = at + item.text.len();
                    assert_eq!(&text[at..end], item.text);
                    assert_eq!(item.line, 1 + memchr_iter(b'\n', &text[..at]).count());
                    found.push(String::from_utf8_lossy(item.text).into_owned());
                }
                Ok(None) => return (found, items.end().is_ok()),
                Err(_) => return (found, false),
            }
        }
    }

    /// Posts would be lost, or parts of one taken for a post of its own.
    #[test]
    fn items_of_lists_are_found() {
        let list = br#" [ {"a":"]}\"{", "b":[1,{}]} , 12 ,null,"x\\", [] ] "#;
        let found = [
            r#"{"a":"]}\"{", "b":[1,{}]}"#,
            "12",
            "null",
            r#""x\\""#,
            "[]",
        ];
        for piece in 1..9 {
            let (items, whole) = items(list, &[], piece);
            assert_eq!((items, whole), (found.map(str::to_owned).to_vec(), true));
        }
        let object = br#"{"n":{"on":[9]},"on":[1,2],"off":[3],"\u006fn":[4],"on":7}"#;
        assert_eq!(items(object, &["on"], 3).0, ["1", "2", "4"]);
        assert_eq!(items(b"7", &[], 1), (Vec::new(), true));
        for broken in [
            "",
            "[1 2]",
            "[1,]",
            "[,1]",
            "[1",
            "[\"a",
            "{\"a\" 1}",
            "{1:2}",
            "[] x",
            "nil",
            "[1}",
        ] {
            assert!(!items(broken.as_bytes(), &["a"], 2).1, "{broken}");
        }
    }

    proptest! {
        /// A true file would be read in another way than the library for JSON reads it.
        #[test]
        fn lists_read_like_the_library(texts in proptest::collection::vec(".{0,8}", 0..6), piece in 1_usize..20) {
            let list: Vec<Value> = texts.iter().map(|text| serde_json::json!({text: [text, 1.5, {"t": null}]})).collect();
            let text = serde_json::to_string_pretty(&list).expect("JSON");
            let (found, whole) = items(text.as_bytes(), &[], piece);
            let read: Vec<Value> = found.iter().map(|item| serde_json::from_str(item).expect("JSON")).collect();
            prop_assert_eq!((read, whole), (list, true));
        }

        /// A file of any bytes would stop the program.
        #[test]
        fn no_text_panics(bytes in proptest::collection::vec(proptest::sample::select(b"[]{}\",:\\1 \nan".to_vec()), 0..40), piece in 1_usize..9) {
            items(&bytes, &["a", "n"], piece);
        }
    }
}
