//! Link targets, so that the English and the French address of one page agree.

/// Services whose addresses say nothing of the page behind them.
const SHORTENERS: [&str; 9] = [
    "t.co",
    "bit.ly",
    "ow.ly",
    "tinyurl.com",
    "buff.ly",
    "goo.gl",
    "lnkd.in",
    "fb.me",
    "youtu.be",
];

/// A target reduced to what both languages' addresses share; `None` for short links, which cannot be judged.
#[must_use]
pub fn target(address: &str) -> Option<String> {
    let lower = address.trim().to_lowercase();
    let bare = lower
        .split_once("://")
        .map_or(lower.as_str(), |(_, rest)| rest);
    let bare = bare.split('#').next().unwrap_or_default();
    let (path, query) = bare.split_once('?').unwrap_or((bare, ""));
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let host = host.trim_start_matches("www.");
    if host.is_empty() || SHORTENERS.contains(&host) {
        return None;
    }
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if !LANGUAGE_PARTS.contains(&part) {
            kept.push(strip_suffix(part));
        }
    }
    let mut query: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_noise(pair))
        .collect();
    query.sort_unstable();
    Some(format!("{host}/{}?{}", kept.join("/"), query.join("&")))
}

const LANGUAGE_PARTS: [&str; 8] = [
    "en", "fr", "eng", "fra", "english", "francais", "en-ca", "fr-ca",
];

/// `page-eng.html` and `page-fra.html` are one page.
fn strip_suffix(part: &str) -> &str {
    let stem = part.rsplit_once('.').map_or(part, |(stem, _)| stem);
    [
        "-eng", "-fra", "_eng", "_fra", "-en", "-fr", "_en", "_fr", "_e", "_f",
    ]
    .iter()
    .find_map(|end| stem.strip_suffix(end))
    .unwrap_or(stem)
}

/// Language and campaign parameters.
fn is_noise(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    matches!(
        name,
        "lang" | "hl" | "language" | "langue" | "fbclid" | "gclid"
    ) || name.starts_with("utm_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_of_a_page_agree() {
        let same = |a, b| assert_eq!(target(a), target(b));
        same(
            "https://www.canada.ca/en/ice/12.html",
            "http://canada.ca/fr/ice/12.html",
        );
        same(
            "https://x.example/page-eng.aspx?id=3&lang=eng",
            "https://x.example/page-fra.aspx?lang=fra&id=3&utm_source=x",
        );
        assert_ne!(target("https://x.example/a"), target("https://x.example/b"));
        assert_eq!(target("https://t.co/abc"), None);
    }
}
