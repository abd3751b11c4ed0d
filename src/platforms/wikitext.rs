//! Wikitext as a reader sees it: plain text, outside links, pictures.
//!
//! The text is read and not the page made of it, because of `<multilang>`: a page shows one language, and where
//! that is missing the other one, without a word. Templates are left out: what they show stands elsewhere.

use super::html;
use crate::model::{Content, Media, MediaKind};

/// Deeper than this nobody nests on purpose; it also keeps the pass linear.
const DEPTH: usize = 16;

/// Reads wikitext. Sections of `<multilang>` follow each other in the order of the source, each a paragraph; one
/// that is empty is not there.
pub(super) fn plain(wikitext: &str) -> Content {
    let text = without(wikitext, "<!--", "-->");
    let text = languages(&text);
    let text = without(&text, "<ref", "</ref>");
    let mut reader = Reader::default();
    reader.read(&text);
    let lines: Vec<String> = reader.text.lines().filter_map(line).collect();
    let marked = lines.join("<br>").replace("<br><br>", "<p>");
    let mut read = html::plain(&marked, None);
    for link in read.links {
        add(&mut reader.content.links, link);
    }
    read.text.truncate(read.text.trim_end().len());
    reader.content.text = read.text;
    reader.content
}

/// The text without what stands between two marks, marks included; a mark that is not closed is left alone. What
/// is closed in itself (`<ref name=a/>`) ends with itself.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(open) {
        out.push_str(&rest[..at]);
        let inside = &rest[at..];
        let alone = inside
            .find('>')
            .filter(|end| open.starts_with("<r") && inside[..*end].ends_with('/'));
        let end = alone
            .map(|end| end + 1)
            .or_else(|| inside.find(close).map(|end| end + close.len()));
        let Some(end) = end else {
            rest = inside;
            break;
        };
        rest = &inside[end..];
    }
    out.push_str(rest);
    out
}

/// Every `<multilang>` replaced by its sections: lines that begin with `@code|`.
fn languages(text: &str) -> String {
    let (open, close) = ("<multilang>", "</multilang>");
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once(open) {
        out.push_str(before);
        let (block, after) = inside.split_once(close).unwrap_or((inside, ""));
        for line in block.lines() {
            let section = line
                .strip_prefix('@')
                .and_then(|line| line.split_once('|'))
                .filter(|(code, _)| {
                    code.chars()
                        .all(|c| c.is_alphanumeric() || "-_ ,".contains(c))
                });
            match section {
                Some((_, text)) => {
                    out.push_str("\n\n");
                    out.push_str(text);
                }
                None => out.push_str(line),
            }
            out.push('\n');
        }
        out.push('\n');
        rest = after;
    }
    out.push_str(rest);
    out
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Link,
    Template,
}

#[derive(Default)]
struct Reader {
    /// What is open, each with the text before it.
    open: Vec<(Open, String)>,
    text: String,
    content: Content,
}

impl Reader {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['[', ']', '{', '}', 'h']) {
            self.text.push_str(&rest[..at]);
            rest = self.mark(&rest[at..]);
        }
        self.text.push_str(rest);
        while let Some((open, before)) = self.open.pop() {
            let inside = std::mem::replace(&mut self.text, before);
            self.text.push_str(match open {
                Open::Link => "[[",
                Open::Template => "{{",
            });
            self.text.push_str(&inside);
        }
    }

    /// Handles what begins here; gives what is left after it.
    fn mark<'t>(&mut self, rest: &'t str) -> &'t str {
        let innermost = self.open.last().map(|(open, _)| *open);
        if let Some(after) = rest.strip_prefix("[[").filter(|_| self.open.len() < DEPTH) {
            self.open.push((Open::Link, std::mem::take(&mut self.text)));
            return after;
        }
        if let Some(after) = rest.strip_prefix("{{").filter(|_| self.open.len() < DEPTH) {
            self.open
                .push((Open::Template, std::mem::take(&mut self.text)));
            return after;
        }
        if let Some(after) = rest
            .strip_prefix("]]")
            .filter(|_| innermost == Some(Open::Link))
        {
            if let Some((_, before)) = self.open.pop() {
                let inside = std::mem::replace(&mut self.text, before);
                self.link(&inside);
            }
            return after;
        }
        if let Some(after) = rest
            .strip_prefix("}}")
            .filter(|_| innermost == Some(Open::Template))
        {
            if let Some((_, before)) = self.open.pop() {
                self.text = before;
            }
            return after;
        }
        if let Some((url, shown, after)) = rest.strip_prefix('[').and_then(outside) {
            add(&mut self.content.links, url.to_owned());
            self.text.push_str(shown);
            return after;
        }
        if rest.starts_with("http://") || rest.starts_with("https://") {
            let end = rest
                .find(|c: char| c.is_whitespace() || "<>[]{}|\"".contains(c))
                .unwrap_or(rest.len());
            let (url, after) = rest.split_at(end);
            if innermost != Some(Open::Template) {
                add(
                    &mut self.content.links,
                    url.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\''])
                        .to_owned(),
                );
            }
            self.text.push_str(url);
            return after;
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        self.text.push_str(&rest[..first]);
        &rest[first..]
    }

    fn link(&mut self, inside: &str) {
        let (target, shown) = match inside.split_once('|') {
            Some((target, shown)) => (target.trim(), Some(shown)),
            None => (inside.trim(), None),
        };
        let space = target.split_once(':').map(|(space, _)| space.trim());
        let lower = space.map(str::to_lowercase);
        match lower.as_deref() {
            Some("category" | "catégorie") => {}
            Some("file" | "image" | "fichier") => self.picture(shown.unwrap_or_default()),
            // The same page in another language.
            Some(code)
                if matches!(code.len(), 2 | 3)
                    && space == Some(code)
                    && code.bytes().all(|byte| byte.is_ascii_lowercase()) => {}
            _ => {
                let shown = shown.filter(|shown| !shown.trim().is_empty());
                self.text
                    .push_str(shown.unwrap_or(target.trim_start_matches(':')));
            }
        }
    }

    fn picture(&mut self, options: &str) {
        let mut alt = None;
        let mut caption = None;
        for option in options.split('|').map(str::trim) {
            if let Some(text) = option.strip_prefix("alt=") {
                alt = Some(text.trim().to_owned());
            } else if !is_option(option) {
                caption = Some(option);
            }
        }
        self.content.media.push(Media {
            alt: Some(alt.unwrap_or_default()),
            ..Media::new(MediaKind::Image)
        });
        if let Some(caption) = caption {
            self.text.push('\n');
            self.text.push_str(caption);
            self.text.push('\n');
        }
    }
}

fn is_option(option: &str) -> bool {
    let lower = option.to_lowercase();
    lower.is_empty()
        || lower.ends_with("px")
        || [
            "thumb",
            "thumbnail",
            "frame",
            "frameless",
            "border",
            "left",
            "right",
            "center",
            "none",
            "vignette",
            "cadre",
            "sans_cadre",
            "gauche",
            "droite",
            "centré",
            "neant",
            "bordure",
            "redresse",
        ]
        .contains(&lower.as_str())
        || [
            "link=",
            "lang=",
            "class=",
            "page=",
            "upright",
            "lien=",
            "redresse=",
        ]
        .iter()
        .any(|start| lower.starts_with(start))
}

/// `address label]`, after its bracket.
fn outside(rest: &str) -> Option<(&str, &str, &str)> {
    if !rest.starts_with("http://") && !rest.starts_with("https://") {
        return None;
    }
    let end = rest
        .find([']', '\n'])
        .filter(|end| rest[*end..].starts_with(']'))?;
    let inside = &rest[..end];
    let (url, shown) = inside.split_once(' ').unwrap_or((inside, ""));
    Some((url, shown.trim(), &rest[end + 1..]))
}

fn add(links: &mut Vec<String>, link: String) {
    if !links.contains(&link) {
        links.push(link);
    }
}

/// A line without its marks; `None` for one that is nothing but marks.
fn line(line: &str) -> Option<String> {
    let line = line.trim();
    if line.starts_with("{|") || line.starts_with("|}") || line.starts_with("|-") {
        return None;
    }
    if line.starts_with("__") && line.ends_with("__") && line.len() > 4 {
        return None;
    }
    let heading = line.trim_matches('=');
    let line = if line.starts_with('=') && line.ends_with('=') {
        heading.trim()
    } else {
        let line = line.trim_start_matches(['*', '#', ':', ';']);
        line.trim_start_matches("----")
            .trim_start_matches(['|', '!'])
    };
    let line = line.replace("||", " ").replace("!!", " ");
    let line = line.replace("'''", "").replace("''", "");
    Some(line.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader of a page sees words; marks in the text would be compared, counted and quoted.
    #[test]
    fn text_is_what_a_reader_sees() {
        for (wikitext, text) in [
            (
                "The '''ice''' bulletin.\n\n[[fr:Bulletin]]",
                "The ice bulletin.",
            ),
            (
                "== Quai ==\n* un\n* [[Phare|deux]]\n{{boîte|x={{y}}}}",
                "Quai\nun\ndeux",
            ),
            (
                "[https://quai.example/ Le quai] <b>est</b> &eacute;troit<ref>Ici</ref><ref name=a/>.",
                "Le quai est étroit.",
            ),
            (
                "[[Fichier:a.png|thumb|alt=Un quai|Le quai]]Suite [[Catégorie:Quais]]",
                "Le quai\nSuite",
            ),
            (
                "<multilang>\n@en|Open.\n@fr|Ouvert.\n</multilang>\nOK",
                "Open.\n\nOuvert.\n\nOK",
            ),
            ("<multilang>\n@en|Open.\n@fr|\n</multilang>", "Open."),
            ("[[[[ {{ [http://x", "[[[[ {{ [http://x"),
        ] {
            assert_eq!(plain(wikitext).text, text, "{wikitext}");
        }
    }
}
