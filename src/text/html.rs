//! HTML as a reader sees it: plain text, links, pictures.
//!
//! A small forgiving pass instead of a layout engine: nothing is wrapped, numbered or turned into footnotes,
//! because the text is compared and counted afterwards. Broken markup never fails; at worst a tag is dropped.

use std::borrow::Cow;
use url::Url;

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// The text; a blank line between paragraphs.
    pub text: String,
    /// Targets of links that are neither mentions nor hashtags.
    pub links: Vec<String>,
    /// Pictures other than emoji.
    pub images: Vec<Image>,
}

/// A picture in a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// Absolute address.
    pub url: String,
    /// Alternative text; empty when the author left it out.
    pub alt: String,
    /// Pixels, as the markup says.
    pub width: Option<u32>,
    /// Pixels, as the markup says.
    pub height: Option<u32>,
}

/// Reads HTML; relative addresses are resolved against `base`.
#[must_use]
pub fn plain(html: &str, base: Option<&Url>) -> Plain {
    let mut writer = Writer {
        base,
        ..Writer::default()
    };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        writer.text(&rest[..at]);
        rest = writer.markup(&rest[at..]);
    }
    writer.text(rest);
    writer.found
}

/// The same page in other languages, as a page names them itself: language and address. Links in its head count;
/// without any, its switch of languages does.
#[must_use]
pub fn alternates(html: &str, base: Option<&Url>) -> Vec<(String, String)> {
    let writer = Writer {
        base,
        ..Writer::default()
    };
    let (mut head, mut switch) = (Vec::new(), Vec::new());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let name = ["link", "a"].into_iter().find(|name| {
            rest.get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
                && rest[name.len()..].starts_with(|c: char| c.is_ascii_whitespace())
        });
        let Some((name, end)) = name.zip(tag_end(rest)) else {
            continue;
        };
        let attributes = rest[name.len()..end].trim_end_matches('/');
        let link = attribute(attributes, "href").and_then(|link| writer.absolute(&link));
        if let Some((language, link)) = attribute(attributes, "hreflang").zip(link) {
            let alternate = attribute(attributes, "rel").is_some_and(|relations| {
                relations
                    .split_ascii_whitespace()
                    .any(|it| it == "alternate")
            });
            if name == "a" {
                switch.push((language, link));
            } else if alternate {
                head.push((language, link));
            }
        }
        rest = &rest[end..];
    }
    if head.is_empty() { switch } else { head }
}

/// Replaces `&eacute;`, `&#233;` and `&#xE9;` by what they stand for; an unknown one stays as it is.
#[must_use]
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest name has 31 letters; looking no further keeps the pass linear.
        let end = rest.bytes().take(34).position(|byte| byte == b';');
        if let Some((end, character)) = end.and_then(|end| Some((end, character(&rest[1..end])?))) {
            out.push_str(&character);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character or characters of one reference, without `&` and `;`.
fn character(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else {
        return quick_xml::escape::resolve_html5_entity(name).map(Cow::Borrowed);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    match u8::try_from(code) {
        // As browsers do: such numbers are meant in Windows-1252.
        Ok(byte @ 0x80..=0x9f) => Some(Cow::Owned(
            encoding_rs::WINDOWS_1252.decode(&[byte]).0.into_owned(),
        )),
        Ok(0) => None,
        _ => char::from_u32(code).map(|found| Cow::Owned(found.to_string())),
    }
}

/// White space that is due before the next character, weakest first.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

#[derive(Default)]
struct Writer<'a> {
    base: Option<&'a Url>,
    found: Plain,
    gap: Gap,
    /// Inside an element that nobody sees: its name and how many of that name are open.
    hidden: Option<(String, usize)>,
    /// Inside `pre` line ends count.
    preformatted: bool,
}

impl Writer<'_> {
    fn text(&mut self, raw: &str) {
        if self.hidden.is_some() || raw.is_empty() {
            return;
        }
        for found in decode(raw).chars() {
            match found {
                '\n' if self.preformatted => self.space(Gap::Line),
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.space(Gap::Space),
                _ => {
                    self.flush();
                    self.found.text.push(found);
                }
            }
        }
    }

    fn space(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn flush(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        if !self.found.text.is_empty() {
            self.found.text.push_str(match gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
    }

    /// Handles what begins with `<`; gives what is left after it.
    fn markup<'t>(&mut self, rest: &'t str) -> &'t str {
        if let Some(comment) = rest.strip_prefix("<!--") {
            return after(comment, "-->");
        }
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = data.find("]]>").unwrap_or(data.len());
            self.text(&data[..end]);
            return after(data, "]]>");
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return after(rest, ">");
        }
        let name = &rest[1..];
        let closing = name.starts_with('/');
        let name = name.strip_prefix('/').unwrap_or(name);
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            self.text("<");
            return &rest[1..];
        }
        let Some(end) = tag_end(rest) else {
            // A text cut in the middle of a tag.
            return "";
        };
        let inside = name[..end - (rest.len() - name.len())].trim_end_matches('/');
        let cut = inside
            .find(|c: char| c.is_ascii_whitespace() || c == '/')
            .unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(cut);
        let name = name.to_ascii_lowercase();
        let rest = &rest[end + 1..];
        if self.skip(&name, closing, attributes) {
            return rest;
        }
        if closing {
            self.block(&name);
        } else {
            if matches!(name.as_str(), "script" | "style" | "textarea" | "title") {
                return raw_text(rest, &name);
            }
            self.block(&name);
            self.open(&name, attributes);
        }
        if name == "pre" {
            self.preformatted = !closing;
        }
        rest
    }

    /// Keeps count inside hidden elements; true when the tag is not seen.
    fn skip(&mut self, name: &str, closing: bool, attributes: &str) -> bool {
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden == name {
                *depth = if closing { *depth - 1 } else { *depth + 1 };
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return true;
        }
        // Mastodon repeats a quote as a line "RE: address" for readers that know no quotes.
        let hides = matches!(name, "template" | "iframe" | "svg" | "noscript" | "object")
            || (name == "p" && has_class(attributes, &["quote-inline"]));
        if hides && !closing {
            self.hidden = Some((name.to_owned(), 1));
        }
        hides
    }

    fn block(&mut self, name: &str) {
        match name {
            "br" if self.gap == Gap::Line => self.gap = Gap::Paragraph,
            "br" | "div" | "li" | "tr" | "dt" | "dd" | "hr" | "figcaption" | "option"
            | "summary" => {
                self.space(Gap::Line);
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "table"
            | "pre" | "blockquote" | "figure" | "section" | "article" | "header" | "footer"
            | "details" => {
                self.space(Gap::Paragraph);
            }
            "td" | "th" => self.space(Gap::Space),
            _ => {}
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        match name {
            "a" if !has_class(attributes, &["mention", "hashtag"])
                && !has_tag_relation(attributes) =>
            {
                if let Some(link) =
                    attribute(attributes, "href").and_then(|link| self.absolute(&link))
                    && !self.found.links.contains(&link)
                {
                    self.found.links.push(link);
                }
            }
            "img" => self.image(attributes),
            _ => {}
        }
    }

    fn image(&mut self, attributes: &str) {
        let alt = attribute(attributes, "alt").unwrap_or_default();
        let source = attribute(attributes, "src").unwrap_or_default();
        // WordPress and others draw emoji as pictures; the emoji is the alternative text.
        if has_class(attributes, &["wp-smiley", "emoji", "emojione"]) || source.contains("/emoji/")
        {
            self.flush();
            self.found.text.push_str(&alt);
            return;
        }
        let size =
            |name| attribute(attributes, name).and_then(|size| size.trim().parse::<u32>().ok());
        let (width, height) = (size("width"), size("height"));
        // One pixel counts visits, it shows nothing.
        if width == Some(1) || height == Some(1) {
            return;
        }
        if let Some(url) = self.absolute(&source) {
            self.found.images.push(Image {
                url,
                alt,
                width,
                height,
            });
        }
    }

    /// Only addresses of the Web; `javascript:`, `mailto:` and anchors inside the page are none.
    fn absolute(&self, address: &str) -> Option<String> {
        let address = address.trim();
        if address.is_empty() || address.starts_with('#') {
            return None;
        }
        match Url::parse(address) {
            Ok(url) => matches!(url.scheme(), "http" | "https").then(|| address.to_owned()),
            Err(_) => self.base?.join(address).ok().map(Into::into),
        }
    }
}

fn after<'t>(text: &'t str, end: &str) -> &'t str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}

/// Where the tag ends: at the first `>` outside quotes, or at the first of all when a quote is never closed.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    let mut value = false;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            // Quotes mean something only after `=`.
            (None, b'"' | b'\'') if value => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        if quote.is_none() && !byte.is_ascii_whitespace() {
            value = byte == b'=';
        }
    }
    tag.find('>')
}

/// Skips the content of an element whose content is not markup.
fn raw_text<'t>(rest: &'t str, name: &str) -> &'t str {
    let close = format!("</{name}");
    let found = rest
        .as_bytes()
        .windows(close.len())
        .position(|part| part.eq_ignore_ascii_case(close.as_bytes()));
    found.map_or("", |at| after(&rest[at..], ">"))
}

/// The value of an attribute, decoded.
fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c == '=' || c.is_ascii_whitespace())
            .unwrap_or(rest.len());
        let (name, tail) = rest.split_at(end);
        let tail = tail.trim_start();
        let Some(tail) = tail.strip_prefix('=') else {
            if name.eq_ignore_ascii_case(wanted) {
                return Some(String::new());
            }
            rest = tail;
            continue;
        };
        let (value, tail) = attribute_value(tail.trim_start());
        if name.eq_ignore_ascii_case(wanted) {
            return Some(decode(value).into_owned());
        }
        rest = tail.trim_start();
    }
    None
}

fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    let end = text
        .find(|c: char| c.is_ascii_whitespace())
        .unwrap_or(text.len());
    text.split_at(end)
}

fn has_class(attributes: &str, wanted: &[&str]) -> bool {
    attribute(attributes, "class").is_some_and(|classes| {
        classes
            .split_ascii_whitespace()
            .any(|class| wanted.contains(&class))
    })
}

fn has_tag_relation(attributes: &str) -> bool {
    attribute(attributes, "rel").is_some_and(|relations| {
        relations
            .split_ascii_whitespace()
            .any(|relation| relation == "tag")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text that differs from what readers see is compared, counted and quoted wrongly.
    #[test]
    fn text_is_what_a_reader_sees() {
        for (html, text) in [
            (
                "<p>Un</p>\n<p>deux<br>trois<br><br>quatre</p>",
                "Un\n\ndeux\ntrois\n\nquatre",
            ),
            (
                "l&rsquo;&eacute;t&#233; &amp;lt; &inconnu; &#150; 3 < 4",
                "l’été &lt; &inconnu; – 3 < 4",
            ),
            (
                "<script>if (a<b) '</p>'</script>a<style>p{}</style>b<!-- <p> -->c",
                "abc",
            ),
            (
                "<ul><li>Un</li><li>Deux</li></ul><pre>a\n  b</pre>",
                "Un\nDeux\n\na\nb",
            ),
            ("<a title='>' href=x>ici</a> <b class=\"x\">!</b>", "ici !"),
            ("coupé <a href=\"https://quai.exa", "coupé"),
        ] {
            assert_eq!(plain(html, None).text, text, "{html}");
        }
    }
}
