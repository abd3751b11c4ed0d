//! How long a text is where it is posted, and how long it may be. Sources: `twitter-text` (config v3), the Bluesky
//! lexicon, Mastodon's validator, the platforms' help pages (read 2026-07).

use super::parts::is_pictograph;
use super::pieces;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// What a platform lets a post be.
#[derive(Debug, Clone, Copy)]
pub struct Platform {
    /// Its name, as in a presence.
    pub name: &'static str,
    /// The most that [`Platform::length`] may give.
    pub limit: usize,
    /// The most characters of an alternative text, where known.
    pub alt_limit: Option<usize>,
    count: fn(&str) -> usize,
}

impl Platform {
    /// The length of a text as the platform counts it.
    #[must_use]
    pub fn length(&self, text: &str) -> usize {
        (self.count)(text)
    }
}

/// Bytes that Bluesky takes, beside the graphemes.
pub const BLUESKY_BYTES: usize = 3000;

const fn platform(
    name: &'static str,
    limit: usize,
    alt_limit: Option<usize>,
    count: fn(&str) -> usize,
) -> Platform {
    Platform {
        name,
        limit,
        alt_limit,
        count,
    }
}

/// Those whose limits are known.
pub const PLATFORMS: [Platform; 7] = [
    platform("x", 280, Some(1000), x),
    platform("bluesky", 300, Some(2000), graphemes),
    platform("mastodon", 500, Some(1500), mastodon),
    platform("threads", 500, None, characters),
    platform("instagram", 2200, Some(1000), characters),
    platform("linkedin", 3000, Some(4086), characters),
    platform("facebook", 63_206, None, characters),
];

/// The platform of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Platform> {
    PLATFORMS.iter().find(|platform| platform.name == name)
}

/// What the French of an English text of so many characters will take: of blog descriptions of 140 to 280 characters
/// the median is 1.26 times as long.
#[must_use]
pub fn french_of(english: usize) -> usize {
    (english * 126).div_ceil(100)
}

fn characters(text: &str) -> usize {
    text.chars().count()
}

fn graphemes(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Every link counts as so many characters on X and Mastodon, however long it is.
const LINK: usize = 23;

/// Weighted: 1 for the letters of most European scripts and common punctuation, 2 for all others and for an emoji.
fn x(text: &str) -> usize {
    let text: String = text.nfc().collect();
    without_links(&text, |rest| {
        rest.graphemes(true)
            .map(|grapheme| {
                let is_emoji = |c: char| is_pictograph(c) || matches!(c, '\u{fe0f}' | '\u{20e3}');
                if grapheme.chars().any(is_emoji) {
                    return 2;
                }
                grapheme.chars().map(weight).sum()
            })
            .sum()
    })
}

fn weight(c: char) -> usize {
    let light = matches!(u32::from(c), 0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247);
    if light { 1 } else { 2 }
}

/// Graphemes; of a mention only the name counts, not its server.
fn mastodon(text: &str) -> usize {
    let servers: usize = pieces::find(text)
        .handles
        .iter()
        .filter_map(|handle| handle.text[1..].split_once('@'))
        .map(|(_, server)| 1 + graphemes(server))
        .sum();
    without_links(text, graphemes) - servers
}

/// The length of what stands between the links, and of the links themselves.
fn without_links(text: &str, length: impl Fn(&str) -> usize) -> usize {
    let mut sum = 0;
    let mut from = 0;
    for link in pieces::find(text).links {
        sum += length(&text[from..link.span.start]) + LINK;
        from = link.span.end;
    }
    sum + length(&text[from..])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A post that the platform refuses is not posted; one said to be too long is cut for nothing.
    #[test]
    fn as_the_platforms_count() {
        let x = |text: &str| find("x").unwrap().length(text);
        assert_eq!(x("Été « ici » – d’accord"), 22);
        assert_eq!(x("a\u{202f}€…"), 7);
        assert_eq!(x("e\u{301}"), 1);
        assert_eq!(x("👩🏽‍✈️🇨🇦"), 4);
        assert_eq!(x("1️⃣ ©️"), 5);
        assert_eq!(
            x("Voir https://www.canada.ca/fr/une/tres/longue/adresse.html."),
            29
        );
        let mastodon = |text: &str| find("mastodon").unwrap().length(text);
        assert_eq!(mastodon("Bonjour @cote@social.example.ca!"), 14);
        assert_eq!(mastodon("Voir https://canada.ca"), 28);
        assert_eq!(find("bluesky").unwrap().length("👩🏽‍✈️é"), 2);
    }
}
