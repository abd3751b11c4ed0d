//! Addresses and accounts as they may be shown and kept: a secret in an address would end up in reports that are
//! passed around.

use crate::model::Account;
use std::borrow::Cow;
use url::Url;

/// An address, or anything else, without the values of what looks like a secret.
#[must_use]
pub fn shown(address: &str) -> Cow<'_, str> {
    if !address.contains(['?', '@']) {
        return Cow::Borrowed(address);
    }
    // A handle that is an address may be written without its scheme.
    let (scheme, added) = if address.contains("://") {
        ("", 0)
    } else {
        ("https://", "https://".len())
    };
    let Ok(mut url) = Url::parse(&format!("{scheme}{address}")) else {
        return Cow::Borrowed(address);
    };
    if url.password().is_some() && url.set_password(Some("***")).is_err() {
        return Cow::Borrowed("");
    }
    let query = url.query().unwrap_or_default().to_owned();
    let parts: Vec<String> = query.split('&').map(part).collect();
    let masked = parts.join("&");
    if masked == query && url.password().is_none() {
        return Cow::Borrowed(address);
    }
    url.set_query((!query.is_empty()).then_some(masked.as_str()));
    Cow::Owned(url.as_str().get(added..).unwrap_or_default().to_owned())
}

/// A part of a query, its value hidden where its name speaks of a secret.
fn part(part: &str) -> String {
    match part.split_once('=') {
        Some((name, _)) if is_secret(name) => format!("{name}=***"),
        _ => part.to_owned(),
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // Places in a list, by which pages are told apart.
    if ["pagination_token", "pagetoken", "next_token"].contains(&name.as_str()) {
        return false;
    }
    ["token", "key", "secret", "password"]
        .iter()
        .any(|word| name.contains(word))
}

/// An account, as messages name it.
#[must_use]
pub fn account(account: &Account) -> String {
    format!("{} {}", account.platform, shown(&account.handle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_addresses_are_not_shown() {
        for (address, expected) in [
            (
                "https://example.ca/feed?lang=fr&page=2",
                "https://example.ca/feed?lang=fr&page=2",
            ),
            (
                "https://example.ca/a?access_token=abc&lang=fr&Api-Key=d%20e&x",
                "https://example.ca/a?access_token=***&lang=fr&Api-Key=***&x",
            ),
            (
                "https://me:hidden@example.ca/",
                "https://me:***@example.ca/",
            ),
            ("example.ca/feed?key=abc", "example.ca/feed?key=***"),
            ("@quai@social.example", "@quai@social.example"),
            ("CoastWatchCA", "CoastWatchCA"),
            ("Is it open? Yes, token=1", "Is it open? Yes, token=1"),
        ] {
            assert_eq!(shown(address), expected);
        }
        let feed = Account::new("feed", "https://example.ca/?token=abc");
        assert_eq!(account(&feed), "feed https://example.ca/?token=***");
    }
}
