//! Ids and links: what a spreadsheet does to an id, where a link still carries it, and the mark of
//! a repost in a text.

/// Has a spreadsheet or a float changed the id for good?
///
/// `csv` tells that the id passed as a cell: then digits beyond the fifteenth that are all zero
/// speak for a spreadsheet, which keeps no more. One zero alone is left alone: one true id of
/// sixteen digits in ten ends so.
pub(super) fn is_ruined(id: &str, csv: bool) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((mantissa, exponent)) = id.split_once(['e', 'E']) {
        // `12e17` may be an id in hexadecimal; a decimal sign or a plus makes it a number.
        let (decimal, plus) = (split_decimal(mantissa), exponent.strip_prefix('+'));
        let (whole, part) = decimal.unwrap_or((mantissa, "0"));
        let is_number = digits(whole) && digits(part) && digits(plus.unwrap_or(exponent));
        return is_number && (decimal.is_some() || plus.is_some());
    }
    if let Some((whole, part)) = split_decimal(id) {
        return digits(whole) && !part.is_empty() && part.bytes().all(|byte| byte == b'0');
    }
    csv && digits(id) && id.len() >= 17 && id[15..].bytes().all(|byte| byte == b'0')
}

/// Both sides of a decimal sign, English or French.
fn split_decimal(text: &str) -> Option<(&str, &str)> {
    text.split_once(['.', ','])
}

/// The id that a permalink carries: `x.com/…/status/ID`, or `/@name/ID` on a Mastodon server.
pub(super) fn from_link(link: &str) -> Option<&str> {
    status(link).map(|(_, id)| id).or_else(|| {
        let rest = path(link)?.1.strip_prefix('@')?;
        let (_, id) = rest.split_once('/')?;
        leading_digits(id)
    })
}

/// Account and id of the post on X that a link leads to.
pub(super) fn status(link: &str) -> Option<(Option<&str>, &str)> {
    let (host, path) = path(link)?;
    let host = host.to_ascii_lowercase();
    let host = host
        .strip_prefix("www.")
        .or_else(|| host.strip_prefix("mobile."))
        .unwrap_or(&host);
    if host != "x.com" && host != "twitter.com" {
        return None;
    }
    let (before, id) = path
        .split_once("/status/")
        .or_else(|| path.split_once("/statuses/"))?;
    // `/i/web/status/ID` names nobody.
    let account = (!before.contains('/') && before != "i").then_some(before);
    Some((account, leading_digits(id)?))
}

/// Host and path of a link.
fn path(link: &str) -> Option<(&str, &str)> {
    link.split_once("://")?.1.split_once('/')
}

/// The digits before the end, `/`, `?` or `#`.
fn leading_digits(text: &str) -> Option<&str> {
    let id = text.split(['/', '?', '#']).next()?.trim();
    (!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())).then_some(id)
}

/// Name and rest of `RT @name: rest`, the only mark of a repost in several sources.
pub(super) fn repost(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix("RT @")?.split_once(':')?;
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '@');
    (!name.is_empty() && name.chars().all(fits) && (rest.is_empty() || rest.starts_with(' ')))
        .then(|| (name, rest.trim_start()))
}

/// The beginning of a value, to quote in a message.
pub(super) fn short(text: &str) -> String {
    let mut letters = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter });
    let start: String = letters.by_ref().take(40).collect();
    if letters.next().is_some() {
        start + "…"
    } else {
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two posts would share an id, and every link of the report would lead nowhere.
    #[test]
    fn a_ruined_id_is_seen() {
        for id in [
            "1.2E+17",
            "1,18628E+18",
            "1.2e17",
            "1E+17",
            "1186282125563179008.0",
            "123,00",
        ] {
            assert!(is_ruined(id, false), "{id}");
        }
        assert!(is_ruined("123456789012345000", true));
        for id in [
            "1186282125563179008",
            "123456789012345000",
            "abc",
            "e1",
            "12e17",
            "at://x/1.0",
            "",
            "1E",
        ] {
            assert!(!is_ruined(id, false), "{id}");
        }
        assert!(!is_ruined("1234567890123450", true));
        assert!(!is_ruined("é23456789012345000", true));
    }

    /// The row would be rejected although the file still holds the id.
    #[test]
    fn links_carry_ids() {
        for (link, id) in [
            (
                "https://x.com/GardeCotesCA/status/1186282125563179008",
                Some("1186282125563179008"),
            ),
            ("https://mobile.twitter.com/a/status/12?s=20", Some("12")),
            ("https://X.com/i/web/status/12", Some("12")),
            ("https://mastodon.example/@a/113/embed", Some("113")),
            ("https://example.ca/a/status/12", None),
            ("https://x.com/a/status/1.2E+17", None),
            ("x.com", None),
        ] {
            assert_eq!(from_link(link), id, "{link}");
        }
        assert_eq!(status("https://x.com/i/web/status/12"), Some((None, "12")));
        assert_eq!(
            status("https://x.com/A/status/12/photo/1"),
            Some((Some("A"), "12"))
        );
    }

    /// Somebody else's words would be judged as the institution's own.
    #[test]
    fn a_repost_is_seen_by_its_mark() {
        assert_eq!(repost("RT @Ships: Fog."), Some(("Ships", "Fog.")));
        assert_eq!(repost("RT @a@b.example: x"), Some(("a@b.example", "x")));
        assert_eq!(repost("RT @a b: x"), None);
        assert_eq!(repost("RT @:"), None);
        assert_eq!(repost("Please RT @Ships: x"), None);
    }
}
