//! Where the links of a profile lead: to the other account, to a page, or nobody knows where.

use crate::corpora::HOSTS;
use crate::model::{Account, Profile};
use crate::text::{pieces, shown};
use url::Url;

/// Sites whose interface says nothing of the links around their posts.
const SITES: [&str; 4] = ["wordpress", "mediawiki", "feed", "canada"];
/// Pages that hold the links of a profile, which is allowed but one.
const HUBS: [&str; 6] = [
    "linktr.ee",
    "linkin.bio",
    "lnk.bio",
    "bio.site",
    "beacons.ai",
    "campsite.bio",
];
/// Where `@name` in the text of a profile leads to the account.
const MENTIONS: [&str; 7] = [
    "x",
    "bluesky",
    "mastodon",
    "instagram",
    "threads",
    "tumblr",
    "youtube",
];
/// Hosts that are one.
const SAME: [(&str, &str); 5] = [
    ("twitter.com", "x.com"),
    ("threads.net", "threads.com"),
    ("fb.com", "facebook.com"),
    ("pinterest.ca", "pinterest.com"),
    ("youtu.be", "youtube.com"),
];

/// Does a profile show where it links to, be it nowhere?
pub(super) fn are_shown(profile: &Profile) -> bool {
    let is_site = SITES.contains(&profile.platform.as_str());
    !profile.links.is_empty() || profile.description.is_some() && !is_site
}

/// The addresses of a profile and of its text, each once.
pub(super) fn of(profile: &Profile) -> Vec<String> {
    let text = profile.description.as_deref().unwrap_or_default();
    let mut links = profile.links.clone();
    for link in pieces::links(text) {
        // `Canada.ca` in a sentence is a name.
        let is_link = link.contains('/') || link.starts_with("www.");
        if is_link && !links.iter().any(|known| same(known, &link)) {
            links.push(link);
        }
    }
    links
}

fn same(one: &str, other: &str) -> bool {
    one == other || address(one).is_some_and(|one| Some(one) == address(other))
}

/// The first three, as messages show them.
pub(super) fn listed(links: &[String]) -> Option<String> {
    let mut list: Vec<String> = links
        .iter()
        .take(3)
        .map(|it| shown(it).into_owned())
        .collect();
    if links.len() > list.len() {
        list.push("…".to_owned());
    }
    (!list.is_empty()).then(|| list.join(", "))
}

/// Does one of them hide where it leads?
pub(super) fn any_hidden(links: &[String]) -> bool {
    links.iter().filter_map(|link| address(link)).any(|url| {
        let host = host(&url);
        HUBS.contains(&host.as_str()) || HOSTS.get(host.as_str()) == Some(&"short")
    })
}

/// How a profile tells of another account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mention {
    None,
    Named,
    Linked,
}

/// How does it?
pub(super) fn mention(profile: &Profile, other: &Profile) -> Mention {
    let text = profile.description.as_deref().unwrap_or_default();
    let handle = Account::normal_handle(&other.account);
    let pieces = pieces::find(text);
    let is_mentioned = pieces
        .handles
        .iter()
        .any(|it| is_same_handle(&Account::normal_handle(&it.text), &handle));
    let leads = of(profile).iter().any(|link| leads_to(link, other));
    if leads || is_mentioned && MENTIONS.contains(&profile.platform.as_str()) {
        return Mention::Linked;
    }
    if is_mentioned || names(text, &handle) || names_title(text, profile, other) {
        return Mention::Named;
    }
    Mention::None
}

/// On one server of many the name is enough.
fn is_same_handle(one: &str, other: &str) -> bool {
    let parts = |handle: &str| -> (String, Option<String>) {
        match handle.split_once('@') {
            Some((name, server)) => (name.to_owned(), Some(server.to_owned())),
            None => (handle.to_owned(), None),
        }
    };
    let ((name, server), (other, home)) = (parts(one), parts(other));
    name == other && (server.is_none() || home.is_none() || server == home)
}

/// Does a text name a handle, its signs aside (`@ports-fr` for `ports_fr`)?
fn names(text: &str, handle: &str) -> bool {
    let first = handle.split(['@', '.']).next().unwrap_or(handle);
    let wanted = [plain(handle), plain(first)];
    let words = text.split(|c: char| c.is_whitespace() || "/:,;()|".contains(c));
    words
        .map(|word| (word.starts_with('@'), plain(word)))
        .any(|(at, word)| {
            // A short one may be a word.
            wanted.contains(&word) && !word.is_empty() && (at || word.len() > 5)
        })
}

/// Does a text give the display name of the other account, where that is not its own?
fn names_title(text: &str, profile: &Profile, other: &Profile) -> bool {
    let Some(title) = super::filled(other.name.as_deref()) else {
        return false;
    };
    profile.name.as_deref() != Some(title)
        && title.chars().count() > 3
        && text.to_lowercase().contains(&title.to_lowercase())
}

/// Letters and digits, in lower case.
fn plain(word: &str) -> String {
    word.to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Does a link lead to the page of an account?
fn leads_to(link: &str, account: &Profile) -> bool {
    let Some(url) = address(link) else {
        return false;
    };
    let page = account.url.as_deref().and_then(address);
    if page.as_ref().is_some_and(|page| host(page) != host(&url)) {
        return false;
    }
    let parts = parts(&url);
    if let Some(page) = &page
        && self::parts(page) == parts
    {
        return true;
    }
    let handle = Account::normal_handle(&account.account);
    let id = account.id.as_deref().map(str::to_lowercase);
    let mut query = url.query_pairs();
    parts
        .iter()
        .any(|part| is_same_handle(part, &handle) || Some(part) == id.as_ref())
        || query.any(|(_, value)| Some(value.to_lowercase()) == id)
}

fn address(link: &str) -> Option<Url> {
    let link = link.trim();
    let url = if link.contains("://") {
        Url::parse(link).ok()?
    } else {
        Url::parse(&format!("https://{link}")).ok()?
    };
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// The host without what does not tell it from another of the same service.
fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().to_lowercase();
    let mut host = host.as_str();
    for start in ["www.", "m.", "mobile.", "ca.", "fr-ca.", "en-ca."] {
        host = host.strip_prefix(start).unwrap_or(host);
    }
    let same = SAME.into_iter().find(|(known, _)| *known == host);
    let port = url
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    format!("{}{port}", same.map_or(host, |(_, one)| one))
}

/// The parts of its path, in lower case, without the `@` of a handle.
fn parts(url: &Url) -> Vec<String> {
    url.path_segments()
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .map(|part| part.to_lowercase().trim_start_matches('@').to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(platform: &str, account: &str, text: &str, links: &[&str]) -> Profile {
        Profile {
            platform: platform.into(),
            account: account.into(),
            description: Some(text.into()),
            links: links.iter().map(|link| (*link).to_owned()).collect(),
            ..Profile::default()
        }
    }

    /// An account that does name its counterpart would be accused, or one that does not be passed over.
    #[test]
    fn an_account_is_named_in_many_ways() {
        let other = Profile {
            id: Some("777".into()),
            name: Some("Garde des côtes".into()),
            url: Some("https://x.com/GardeCotesCA".into()),
            ..profile("x", "gardecotesca", "", &[])
        };
        for (text, link, expected) in [
            ("Français : @GardeCotesCA", "", Mention::Linked),
            (
                "Official account",
                "https://twitter.com/gardecotesca?lang=fr",
                Mention::Linked,
            ),
            (
                "Official account",
                "https://x.com/intent/user?user_id=777",
                Mention::Linked,
            ),
            ("Official account. x.com/GardeCotesCA", "", Mention::Linked),
            (
                "Official account",
                "https://facebook.com/gardecotesca",
                Mention::None,
            ),
            ("Français : @garde-cotes-ca", "", Mention::Named),
            ("Garde des Côtes", "", Mention::Named),
            (
                "Official account. @GardeCotes",
                "https://coast.example",
                Mention::None,
            ),
        ] {
            let links: Vec<&str> = Some(link)
                .filter(|link| !link.is_empty())
                .into_iter()
                .collect();
            let own = profile("x", "coastwatchca", text, &links);
            assert_eq!(mention(&own, &other), expected, "{text} {link}");
        }
    }

    #[test]
    fn a_handle_of_a_server_is_named_without_it() {
        let own = profile("mastodon", "coast_en", "FR: @coast_fr", &[]);
        let other = profile("mastodon", "coast_fr@social.example", "", &[]);
        assert_eq!(mention(&own, &other), Mention::Linked);
        let own = profile("bluesky", "coast-en.example", "FR: @coast-fr", &[]);
        let other = profile("bluesky", "coast-fr.example", "", &[]);
        assert_eq!(mention(&own, &other), Mention::Named);
    }

    /// What hides behind a short link, nobody may say is missing.
    #[test]
    fn short_links_and_hubs_hide_where_they_lead() {
        for (link, hidden) in [
            ("https://bit.ly/abc", true),
            ("linktr.ee/coast", true),
            ("https://www.canada.ca/en/coast.html", false),
        ] {
            assert_eq!(any_hidden(&[link.to_owned()]), hidden, "{link}");
        }
    }
}
