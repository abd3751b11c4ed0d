//! The text of a post on X as a reader sees it: short links expanded, the links that only stand for a
//! picture or a quoted post taken away, entities decoded.

use super::ids;
use super::node::Node;
use crate::records::short_links::{SHORT, expand, split_last};

/// A short link and where it leads.
pub(super) struct Link {
    pub(super) short: String,
    pub(super) target: String,
}

/// What became of a text.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) links: Vec<String>,
    /// Where the trailing link of a quote leads.
    pub(super) quoted: Option<String>,
    /// The text ended with a link to the post itself: X does so where it cuts.
    pub(super) cut: bool,
}

/// `&amp;`, `&lt;` and `&gt;` are all that X encodes. One pass, so that `&amp;lt;` stays `&lt;`.
pub(super) fn decode_entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let (letter, length) = if rest.starts_with("&amp;") {
            ('&', 5)
        } else if rest.starts_with("&lt;") {
            ('<', 4)
        } else if rest.starts_with("&gt;") {
            ('>', 4)
        } else {
            ('&', 1)
        };
        decoded.push(letter);
        rest = &rest[length..];
    }
    decoded + rest
}

/// The short links of `entities.urls` (a post) or `core.urls` (a long text).
pub(super) fn links(urls: &Node<'_>) -> Vec<Link> {
    let one = |url: &Node<'_>| {
        let either = |a: &str, b: &str| {
            let found = url.get(a).text().or_else(|| url.get(b).text());
            found.map(str::to_owned)
        };
        Some(Link {
            short: either("url", "shortUrl")?,
            target: either("expanded_url", "expandedUrl")?,
        })
    };
    urls.list().iter().filter_map(one).collect()
}

/// Shows a text. `media` are the short links of its attachments, `own_id` the id of the post itself;
/// `may_quote` is false for a post that is something else already.
pub(super) fn show(
    text: &str,
    links: &[Link],
    media: &[&str],
    own_id: &str,
    may_quote: bool,
) -> Shown {
    let mut shown = Shown::default();
    let mut text = text.trim_end();
    loop {
        let (before, last) = split_last(text);
        let link = links.iter().find(|link| link.short == last);
        let target = link.and_then(|link| ids::status(&link.target));
        match target {
            _ if media.contains(&last) => {}
            Some((_, id)) if id == own_id => shown.cut |= !is_picture(link),
            Some(_) if may_quote && shown.quoted.is_none() => {
                shown.quoted = link.map(|link| link.target.clone());
            }
            _ => break,
        }
        text = before.trim_end();
    }
    for link in links {
        let own = ids::status(&link.target).is_some_and(|(_, id)| id == own_id);
        let quoted = shown.quoted.as_deref() == Some(&link.target);
        if !own && !quoted && !shown.links.contains(&link.target) {
            shown.links.push(link.target.clone());
        }
    }
    shown.text = expand(text, |short| {
        let link = || links.iter().find(|link| link.short == short);
        (!media.contains(&short)).then(|| link().map_or(short, |link| link.target.as_str()))
    });
    shown
}

fn is_picture(link: Option<&Link>) -> bool {
    link.is_some_and(|link| link.target.contains("/photo/") || link.target.contains("/video/"))
}

/// The text without the short links and the ellipsis with which X ends a cut text.
pub(super) fn stem(text: &str) -> &str {
    let mut text = text.trim_end();
    loop {
        let (before, last) = split_last(text);
        if !last.starts_with(SHORT) {
            break;
        }
        text = before.trim_end();
    }
    text.trim_end_matches(['…', '.']).trim_end()
}

/// Does the text end as X ends a text that it cuts?
pub(super) fn ends_cut(text: &str) -> bool {
    let mut text = text.trim_end();
    loop {
        let (before, last) = split_last(text);
        if last.ends_with('…') {
            return true;
        }
        if !last.starts_with(SHORT) {
            return false;
        }
        text = before.trim_end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn link(short: &str, target: &str) -> Link {
        Link {
            short: short.to_owned(),
            target: target.to_owned(),
        }
    }

    /// "R&amp;D" would be compared as it is, and the numbers in a link would be judged as numbers.
    #[test]
    fn entities_are_decoded_once() {
        assert_eq!(
            decode_entities("R&amp;D &lt;3 &amp;lt; & &eacute;"),
            "R&D <3 &lt; & &eacute;"
        );
    }

    /// The link of a picture or of a quote is in no language and would count as one.
    #[test]
    fn trailing_links_of_pictures_and_quotes_go() {
        let links = [
            link("https://t.co/q", "https://twitter.com/Ships/status/12"),
            link("https://t.co/a", "https://example.ca/en"),
        ];
        let text = "See https://t.co/a now https://t.co/q https://t.co/m";
        let shown = show(text, &links, &["https://t.co/m"], "99", true);
        assert_eq!(shown.text, "See https://example.ca/en now");
        assert_eq!(shown.links, ["https://example.ca/en"]);
        assert_eq!(
            shown.quoted.as_deref(),
            Some("https://twitter.com/Ships/status/12")
        );
        let kept = show(text, &links, &["https://t.co/m"], "99", false);
        assert_eq!(
            kept.text,
            "See https://example.ca/en now https://twitter.com/Ships/status/12"
        );
        assert_eq!(
            show("a https://t.co/m b", &[], &["https://t.co/m"], "1", true).text,
            "a b"
        );
    }

    /// A text that X cut would be judged as if it were whole.
    #[test]
    fn a_link_to_the_post_itself_says_cut() {
        let links = [link("https://t.co/z", "https://x.com/i/web/status/99")];
        let shown = show("Long… https://t.co/z", &links, &[], "99", true);
        assert_eq!((shown.text.as_str(), shown.cut), ("Long…", true));
        assert!(ends_cut("Long… https://t.co/z") && !ends_cut("Long. https://t.co/z"));
        assert_eq!(stem("Long… https://t.co/z https://t.co/y"), "Long");
    }

    proptest! {
        /// Any text may stand in an archive.
        #[test]
        fn no_text_panics(text: String, short in "https://t.co/[a-z]{0,3}") {
            let text = format!("{text}{short} {text}");
            let links = [link(&short, "https://x.com/a/status/1")];
            show(&text, &links, &[], "1", true);
            show(&text, &links, &[&short], "2", true);
            let _ = (decode_entities(&text), stem(&text), ends_cut(&text));
        }
    }
}
