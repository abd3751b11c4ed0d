//! X: the text of a post as a reader sees it. Entities are decoded, short links are expanded, and the links
//! that only stand for an attachment, a quoted post or the rest of the text are taken away.

use super::html;
use crate::records::short_links::{expand, split_last};
use serde::Deserialize;
use url::Url;

/// A short link, as the entities of a text tell it.
#[derive(Debug, Default, Clone, Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) expanded_url: Option<String>,
    /// The attachment that the link stands for.
    #[serde(default)]
    pub(super) media_key: Option<String>,
}

/// What is to be known of the post to show its text.
#[derive(Debug, Default)]
pub(super) struct About<'a> {
    /// Every id of the post: each edit makes a new one.
    pub(super) own: &'a [String],
    /// Every id of the post that it quotes.
    pub(super) quoted: &'a [String],
}

/// A text as shown.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) text: String,
    /// Where its links lead.
    pub(super) links: Vec<String>,
    /// It ends with a link to the post itself: so X cuts.
    pub(super) cut: bool,
}

/// What a link of a text is there for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Attachment,
    Rest,
    Quote,
    Plain,
}

impl Link {
    fn role(&self, about: &About) -> Role {
        let target = self.target().unwrap_or_default();
        let leads_to = |ids: &[String]| status_id(target).is_some_and(|id| ids.contains(&id));
        if self.media_key.is_some() {
            Role::Attachment
        } else if leads_to(about.own) {
            if target.contains("/photo/") || target.contains("/video/") {
                Role::Attachment
            } else {
                Role::Rest
            }
        } else if leads_to(about.quoted) {
            Role::Quote
        } else {
            Role::Plain
        }
    }

    fn target(&self) -> Option<&str> {
        self.expanded_url.as_deref().or(self.url.as_deref())
    }
}

/// Shows a text.
pub(super) fn show(text: &str, links: &[Link], about: &About) -> Shown {
    // X encodes `&`, `<` and `>`; whatever else looks like an entity was typed, and came as `&amp;…`.
    let text = html::decode(text);
    let mut shown = Shown::default();
    let mut rest = text.trim_end();
    while let Some(role) = last_link(rest, links).map(|link| link.role(about))
        && role != Role::Plain
    {
        shown.cut |= role == Role::Rest;
        rest = split_last(rest).0.trim_end();
    }
    for link in links {
        if let Some(target) = link.target()
            && link.role(about) == Role::Plain
            && !shown.links.iter().any(|known| known == target)
        {
            shown.links.push(target.to_owned());
        }
    }
    shown.text = expand(rest, |short| {
        match links.iter().find(|link| link.url.as_deref() == Some(short)) {
            Some(link) if link.role(about) == Role::Attachment => None,
            Some(link) => link.target(),
            None => Some(short),
        }
    });
    shown
}

fn last_link<'a>(text: &str, links: &'a [Link]) -> Option<&'a Link> {
    let last = split_last(text).1;
    links
        .iter()
        .find(|link| !last.is_empty() && link.url.as_deref() == Some(last))
}

/// The id of the post that an address leads to.
pub(super) fn status_id(address: &str) -> Option<String> {
    on_x(address).map(|(_, id)| id)
}

/// The name in the address of a post; `/i/web/status/…` names nobody.
pub(super) fn status_name(address: &str) -> Option<String> {
    on_x(address)
        .map(|(name, _)| name)
        .filter(|name| !name.is_empty() && name != "i" && name != "web")
}

fn on_x(address: &str) -> Option<(String, String)> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    let host = host
        .strip_prefix("www.")
        .or_else(|| host.strip_prefix("mobile."))
        .unwrap_or(host);
    if !matches!(host, "x.com" | "twitter.com") {
        return None;
    }
    let mut name = String::new();
    let mut segments = url.path_segments()?;
    while let Some(segment) = segments.next() {
        if matches!(segment, "status" | "statuses") {
            let id = segments.next()?;
            let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
            return digits.then(|| (name, id.to_owned()));
        }
        segment.clone_into(&mut name);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn link(short: &str, target: &str) -> Link {
        Link {
            url: Some(short.into()),
            expanded_url: Some(target.into()),
            ..Link::default()
        }
    }

    /// A link that stands for a picture or a quote is in no language, and would be judged as one.
    #[test]
    fn a_text_is_shown_as_a_reader_sees_it() {
        let own = ["11".to_owned(), "12".to_owned()];
        let quoted = ["7".to_owned()];
        let about = About {
            own: &own,
            quoted: &quoted,
        };
        let links = [
            link("https://t.co/a", "https://quai.example/fr?a=1&b=2"),
            link("https://t.co/q", "https://twitter.com/Phare/status/7?s=20"),
            link("https://t.co/p", "https://x.com/Quai/status/11/photo/1"),
            link("https://t.co/r", "https://x.com/i/web/status/12"),
        ];
        for (text, wanted, cut) in [
            (
                "R&amp;D &amp;lt; https://t.co/a ici https://t.co/q https://t.co/p",
                "R&D &lt; https://quai.example/fr?a=1&b=2 ici",
                false,
            ),
            (
                "Voir https://t.co/q : oui",
                "Voir https://twitter.com/Phare/status/7?s=20 : oui",
                false,
            ),
            ("Avant https://t.co/p après", "Avant après", false),
            ("La suite… https://t.co/r", "La suite…", true),
            (
                "Inconnu https://t.co/zz https://t.co/ab",
                "Inconnu https://t.co/zz https://t.co/ab",
                false,
            ),
        ] {
            let shown = show(text, &links, &about);
            assert_eq!((shown.text.as_str(), shown.cut), (wanted, cut));
            assert_eq!(shown.links, ["https://quai.example/fr?a=1&b=2"]);
        }
    }

    #[test]
    fn addresses_of_posts_are_told_from_others() {
        for (address, name, id) in [
            (
                "https://x.com/Quai/status/12/video/1",
                Some("Quai"),
                Some("12"),
            ),
            (
                "https://mobile.twitter.com/i/web/status/12",
                None,
                Some("12"),
            ),
            ("https://x.com/Quai/status/", None, None),
            ("https://example.ca/Quai/status/12", None, None),
        ] {
            assert_eq!(status_id(address).as_deref(), id);
            assert_eq!(status_name(address).as_deref(), name);
        }
    }

    proptest! {
        /// Any text may be posted.
        #[test]
        fn no_text_panics(text: String, short in "https://t.co/[a-z]{0,3}", target: String) {
            let text = format!("{text}{short} {text}");
            show(&text, &[link(&short, &target)], &About::default());
            let own = ["1".to_owned()];
            let about = About { own: &own, quoted: &[] };
            show(&text, &[link(&short, "https://x.com/a/status/1")], &about);
        }
    }
}
