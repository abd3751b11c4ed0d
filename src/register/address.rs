//! What the address of an account says: platform and handle, however it is written.

use super::note::Kind;
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;
use url::Url;

/// An account, as its address names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) platform: &'static str,
    /// What the platform calls it.
    pub(super) handle: String,
    /// The platform's own number or form of name, where the handle alone does not find it.
    pub(super) id: Option<String>,
    /// The address in its usual form.
    pub(super) address: String,
}

impl Place {
    /// What tells accounts apart: platform and stable name, whatever its case.
    pub(super) fn key(&self) -> (String, String) {
        key(self.platform, &self.handle, self.id.as_deref())
    }
}

/// The number that a platform gave is stabler than a name; an old form of a name is none.
pub(super) fn key(platform: &str, handle: &str, id: Option<&str>) -> (String, String) {
    let number = id.filter(|id| !id.contains('/')).unwrap_or(handle);
    (platform.to_owned(), number.to_lowercase())
}

/// Hosts, with what stands below them too, and their platforms.
const HOSTS: [(&str, &str); 18] = [
    ("x.com", "x"),
    ("twitter.com", "x"),
    ("facebook.com", "facebook"),
    ("fb.com", "facebook"),
    ("instagram.com", "instagram"),
    ("instagr.am", "instagram"),
    ("youtube.com", "youtube"),
    ("linkedin.com", "linkedin"),
    ("flickr.com", "flickr"),
    ("threads.net", "threads"),
    ("threads.com", "threads"),
    ("tiktok.com", "tiktok"),
    ("bsky.app", "bluesky"),
    ("pinterest.com", "pinterest"),
    ("pinterest.ca", "pinterest"),
    ("tumblr.com", "tumblr"),
    ("medium.com", "medium"),
    ("snapchat.com", "snapchat"),
];

/// Forms of accounts of LinkedIn.
const LINKEDIN: [&str; 4] = ["company", "showcase", "school", "in"];

/// First parts of a path that say in which form the account is named.
const KINDS: [&str; 15] = [
    "c",
    "channel",
    "company",
    "in",
    "p",
    "pages",
    "people",
    "pg",
    "photos",
    "profile",
    "profile.php",
    "school",
    "showcase",
    "user",
    "groups",
];

/// First parts of a path that name a page of the platform and no account.
const PAGES: [&str; 24] = [
    "about", "account", "accounts", "events", "explore", "feed", "groups", "hashtag", "help",
    "home", "i", "intent", "login", "p", "playlist", "plugins", "policies", "privacy", "reel",
    "search", "settings", "share", "sharer", "watch",
];

/// Reads an address. `stated` is the platform that the row states: a server of Mastodon is known by no host.
///
/// # Errors
/// Why it is the address of no account.
pub(super) fn read(address: &str, stated: Option<&str>) -> Result<Place, Kind> {
    let url = parse(address)?;
    let host = url.host_str().unwrap_or_default().to_lowercase();
    let known = HOSTS.iter().find(|(name, _)| {
        host.strip_suffix(name)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    let parts: Vec<String> = url
        .path_segments()
        .into_iter()
        .flatten()
        .map(|part| {
            percent_decode_str(part)
                .decode_utf8_lossy()
                .trim()
                .nfc()
                .collect::<String>()
        })
        .filter(|part| !part.is_empty())
        .collect();
    let mut parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    // `/CHANNEL/UC…` is `/channel/UC…`; what follows is left as it is.
    if let Some(first) = parts.first_mut()
        && let Some(kind) = KINDS.iter().find(|kind| first.eq_ignore_ascii_case(kind))
    {
        *first = *kind;
    }
    let parts = parts;
    let Some((_, platform)) = known else {
        return match (
            stated,
            parts.first().and_then(|part| part.strip_prefix('@')),
        ) {
            (Some("mastodon"), Some(name)) => Ok(mastodon(name, &host)),
            _ => Err(Kind::UnknownHost),
        };
    };
    let (handle, id) = match *platform {
        "facebook" => facebook(&url, &parts)?,
        "youtube" => youtube(&parts)?,
        "linkedin" => (below(&parts, &LINKEDIN)?, None),
        "flickr" => (below(&parts, &["photos", "people"])?, None),
        "bluesky" => (below(&parts, &["profile"])?, None),
        "x" => match url.fragment().and_then(|it| it.strip_prefix("!/")) {
            Some(name) => (first(&[name])?, None),
            None => (first(&parts)?, None),
        },
        _ => (first(&parts)?, None),
    };
    let address = usual(platform, &handle, id.as_deref(), &parts);
    Ok(Place {
        platform,
        handle,
        id,
        address,
    })
}

/// An address with its scheme, which is left out at times.
fn parse(address: &str) -> Result<Url, Kind> {
    let address = address.trim();
    if address.is_empty() {
        return Err(Kind::NoAddress);
    }
    let whole = if address.contains("://") {
        Url::parse(address)
    } else {
        Url::parse(&format!("https://{}", address.trim_start_matches('/')))
    };
    whole
        .ok()
        .filter(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.host_str().is_some_and(|it| it.contains('.'))
        })
        .ok_or(Kind::BrokenAddress)
}

fn mastodon(name: &str, host: &str) -> Place {
    let handle = format!("{name}@{host}");
    Place {
        platform: "mastodon",
        id: None,
        address: format!("https://{host}/@{name}"),
        handle,
    }
}

/// A handle: the first part of the path, unless that is a page of the platform.
fn first(parts: &[&str]) -> Result<String, Kind> {
    let name = parts
        .first()
        .map(|part| part.trim_start_matches('@').trim());
    let name = name
        .filter(|name| name.chars().any(char::is_alphanumeric))
        .ok_or(Kind::NoAccount)?;
    if PAGES.contains(&name.to_lowercase().as_str()) {
        return Err(Kind::NoAccount);
    }
    Ok(name.to_owned())
}

/// The part below one of some, or the first.
fn below(parts: &[&str], kinds: &[&str]) -> Result<String, Kind> {
    match parts {
        [kind, name, ..] if kinds.contains(kind) => Ok((*name).to_owned()),
        [kind, ..] if kinds.contains(kind) => Err(Kind::NoAccount),
        _ => first(parts),
    }
}

type Name = (String, Option<String>);

/// Pages have a name, a number, or a name that ends in their number.
fn facebook(url: &Url, parts: &[&str]) -> Result<Name, Kind> {
    let number = |text: &str| {
        (text.len() >= 5 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.to_owned())
    };
    let query = |name: &str| {
        url.query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let handle = match parts {
        ["profile.php", ..] => query("id")
            .and_then(|id| number(&id))
            .ok_or(Kind::NoAccount)?,
        ["pages" | "people" | "p", rest @ ..] => {
            let last = rest.iter().rev().find_map(|part| number(part));
            match (last, rest.last()) {
                (Some(number), _) => number,
                (None, Some(name)) => first(&[name])?,
                (None, None) => return Err(Kind::NoAccount),
            }
        }
        ["pg", rest @ ..] => first(rest)?,
        _ => first(parts)?,
    };
    let id = handle
        .rsplit('-')
        .next()
        .filter(|end| end.len() >= 10)
        .and_then(number);
    Ok((handle, id))
}

/// Channels have a number (`/channel/UC…`), a handle (`/@x`, `/x`), or an old name (`/user/x`, `/c/x`).
fn youtube(parts: &[&str]) -> Result<Name, Kind> {
    match parts {
        ["channel", id, ..] => Ok(((*id).to_owned(), Some((*id).to_owned()))),
        ["user", name, ..] => Ok(((*name).to_owned(), Some(format!("user/{name}")))),
        ["c", name, ..] => Ok(((*name).to_owned(), None)),
        ["channel" | "user" | "c"] => Err(Kind::NoAccount),
        _ => Ok((first(parts)?, None)),
    }
}

/// The address as the platform writes it today.
fn usual(platform: &str, handle: &str, id: Option<&str>, parts: &[&str]) -> String {
    let kind = |default: &str| match parts {
        [kind, _, ..] if LINKEDIN.contains(kind) => (*kind).to_owned(),
        _ => default.to_owned(),
    };
    match platform {
        "x" => format!("https://x.com/{handle}"),
        "facebook" => format!("https://www.facebook.com/{handle}"),
        "instagram" => format!("https://www.instagram.com/{handle}/"),
        "youtube" => match (parts, id) {
            (["channel", ..], _) => format!("https://www.youtube.com/channel/{handle}"),
            (["user", ..], _) => format!("https://www.youtube.com/user/{handle}"),
            (["c", ..], _) => format!("https://www.youtube.com/c/{handle}"),
            _ => format!("https://www.youtube.com/@{handle}"),
        },
        "linkedin" => format!("https://www.linkedin.com/{}/{handle}/", kind("company")),
        "flickr" => format!("https://www.flickr.com/photos/{handle}/"),
        "bluesky" => format!("https://bsky.app/profile/{handle}"),
        "threads" => format!("https://www.threads.com/@{handle}"),
        "tiktok" => format!("https://www.tiktok.com/@{handle}"),
        _ => format!("https://{platform}.com/{handle}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(address: &str) -> (&'static str, String) {
        let place = read(address, None).unwrap();
        (place.platform, place.handle)
    }

    /// An account listed twice under two forms of its address would be two accounts, one of them without counterpart.
    #[test]
    fn all_forms_of_an_address_are_one_account() {
        for (address, platform, handle) in [
            (
                "http://www.twitter.com/@CoastWatchCA?lang=en",
                "x",
                "CoastWatchCA",
            ),
            ("https://twitter.com/#!/CoastWatchCA", "x", "CoastWatchCA"),
            ("x.com/CoastWatchCA/", "x", "CoastWatchCA"),
            (
                "https://m.facebook.com/CoastWatch?_rdr",
                "facebook",
                "CoastWatch",
            ),
            (
                "https://www.facebook.com/pg/CoastWatch/about/?ref=page_internal",
                "facebook",
                "CoastWatch",
            ),
            (
                "https://www.facebook.com/pages/Garde-des-c%C3%B4tes/123456789012",
                "facebook",
                "123456789012",
            ),
            (
                "https://www.facebook.com/profile.php?id=100000000000001",
                "facebook",
                "100000000000001",
            ),
            (
                "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv/featured",
                "youtube",
                "UCabcdefghijklmnopqrstuv",
            ),
            (
                "https://youtube.com/user/CoastWatch/about",
                "youtube",
                "CoastWatch",
            ),
            (
                "https://www.youtube.com/@CoastWatch/featured",
                "youtube",
                "CoastWatch",
            ),
            (
                "https://www.youtube.com/c/CoastWatch",
                "youtube",
                "CoastWatch",
            ),
            (
                "https://ca.linkedin.com/company/coast-watch?originalSubdomain=ca",
                "linkedin",
                "coast-watch",
            ),
            (
                "https://www.linkedin.com/showcase/12345678/admin/feed/posts/",
                "linkedin",
                "12345678",
            ),
            (
                "https://www.linkedin.com/company/garde-des-c%C3%B4tes/about/",
                "linkedin",
                "garde-des-côtes",
            ),
            (
                "https://flickr.com/people/coastwatch/",
                "flickr",
                "coastwatch",
            ),
        ] {
            assert_eq!(place(address), (platform, handle.to_owned()), "{address}");
        }
        let user = read("https://youtube.com/user/CoastWatch", None).unwrap();
        assert_eq!(user.id.as_deref(), Some("user/CoastWatch"));
        let server = read("https://social.example/@coast", Some("mastodon")).unwrap();
        assert_eq!(server.handle, "coast@social.example");
    }

    /// A page that is no account would be asked for posts that it never has.
    #[test]
    fn what_is_no_account_is_refused() {
        for (address, kind) in [
            ("", Kind::NoAddress),
            ("coast watch", Kind::BrokenAddress),
            ("ftp://x.com/coast", Kind::BrokenAddress),
            ("https://www.example.org/coast", Kind::UnknownHost),
            ("https://notx.com/coast", Kind::UnknownHost),
            ("https://x.com/", Kind::NoAccount),
            ("https://x.com/search?q=coast", Kind::NoAccount),
            ("https://www.youtube.com/watch?v=abc", Kind::NoAccount),
            ("https://www.facebook.com/profile.php", Kind::NoAccount),
        ] {
            assert_eq!(read(address, None), Err(kind), "{address}");
        }
    }
}
