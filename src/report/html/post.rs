//! A post as it is quoted on a page: whose, when, in which language, where it stands.

use crate::model::{Language, Precision, TextLanguage};
use crate::report::shown::Quoted;
use crate::report::words::Words;
use crate::text::language;
use askama::Template;

/// Characters of a post that are quoted; the rest is counted.
const QUOTED: usize = 600;
/// Characters of an address that are shown; the link itself is whole.
const ADDRESS: usize = 120;

#[derive(Debug, Template)]
#[template(path = "post.html", config = "src/report/html/askama.toml")]
pub(super) struct Post<'a> {
    pub(super) w: Words<'a>,
    /// The version that it is.
    pub(super) language: Language,
    pub(super) quoted: &'a Quoted,
}

impl askama::filters::HtmlSafe for Post<'_> {}

impl Post<'_> {
    fn has_hour(&self) -> bool {
        self.quoted.precision != Precision::Day
    }

    fn is_empty(&self) -> bool {
        self.quoted.text.trim().is_empty()
    }

    /// The text by the language of its parts: a bilingual post is read in two voices.
    fn parts(&self) -> Vec<(&'static str, String)> {
        if self.is_empty() {
            return Vec::new();
        }
        let shown = readable(head(&self.quoted.text, QUOTED));
        if self.quoted.language != TextLanguage::Both {
            return vec![(self.quoted.language.tag(), shown)];
        }
        let mut parts: Vec<(&'static str, String)> = Vec::new();
        for line in shown.lines().filter(|line| !line.trim().is_empty()) {
            let tag = language::detect(line).language.tag();
            match parts.last_mut() {
                Some((last, text)) if *last == tag => {
                    text.push('\n');
                    text.push_str(line);
                }
                _ => parts.push((tag, line.to_owned())),
            }
        }
        parts
    }

    fn left_out(&self) -> usize {
        self.quoted.text.chars().count().saturating_sub(QUOTED)
    }

    fn shown_url(&self) -> String {
        let shown = head(&self.quoted.url, ADDRESS);
        let more = if shown.len() < self.quoted.url.len() {
            "…"
        } else {
            ""
        };
        readable(shown) + more
    }
}

/// The first characters of a text.
fn head(text: &str, length: usize) -> &str {
    let end = text.char_indices().nth(length);
    &text[..end.map_or(text.len(), |(end, _)| end)]
}

/// What no page may hold becomes visible: control characters, and those that are none.
pub(super) fn readable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}
