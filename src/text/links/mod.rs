//! Link targets, so that the English and the French address of one page agree.
//!
//! Institutions write the language of a page in its path (`/en/`, `/fra/`), in the name of the file (`index-eng`,
//! `index_f`), in a parameter (`lang=fr`) or in the host (`weather.gc.ca`, `meteo.gc.ca`). Taken out, what is left
//! is the page; only the words of a path (*services/benefits*, *services/prestations*) are translated and prove
//! little either way.

mod tie;

pub use tie::{Tie, tie};

use crate::corpora::{DOMAINS, HOSTS};
use crate::model::Language;
use percent_encoding::percent_decode_str;
use url::Url;

/// Where a link leads, language aside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The host without `www.` and without its language; of two hosts of one site the English one.
    pub host: String,
    /// The parts of the path, in lower case, without language and file ending.
    pub path: Vec<String>,
    /// What the query asks for, sorted; language and campaign parameters are left out.
    pub query: Vec<(String, String)>,
    /// The language that the address itself states.
    pub language: Option<Language>,
    ids: Vec<String>,
}

/// Reads an address; `None` for short links, which cannot be judged, and for what is no web address.
#[must_use]
pub fn target(address: &str) -> Option<Target> {
    let address = address.trim();
    let url = if address.contains("://") {
        Url::parse(address).ok()?
    } else {
        Url::parse(&format!("https://{address}")).ok()?
    };
    if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() {
        return None;
    }
    let (host, mut language, domain) = host(url.host_str()?);
    if kind(&host) == Some("short") {
        return None;
    }
    let mut path: Vec<String> = Vec::new();
    for part in url.path_segments()?.filter(|part| !part.is_empty()) {
        let part = percent_decode_str(part).decode_utf8_lossy().to_lowercase();
        match whole_language(&part) {
            Some(stated) => language = language.or(Some(stated)),
            None => path.push(part),
        }
    }
    if let Some(last) = path.pop() {
        let (stem, stated) = file_language(stem(&last));
        language = language.or(stated);
        if !stem.is_empty() && !HOME.contains(&stem) && whole_language(stem).is_none() {
            path.push(stem.to_owned());
        }
        language = language.or_else(|| whole_language(stem));
    }
    let mut query = Vec::new();
    for (name, value) in url.query_pairs() {
        let name = name.to_lowercase();
        let stated = whole_language(&value.to_lowercase());
        if stated.is_some() && LANGUAGE_NAMES.contains(&name.as_str()) {
            language = language.or(stated);
        } else if !is_campaign(&name, &host) {
            query.push((name, value.to_lowercase()));
        }
    }
    // A domain of one language may hold the pages of the other as well: `rcmp.ca/fr`.
    language = language.or(domain);
    query.sort_unstable();
    // `youtu.be/x` is `youtube.com/watch?v=x`.
    if host == "youtu.be" {
        query = path.drain(..).map(|id| ("v".to_owned(), id)).collect();
        path.push("watch".to_owned());
    }
    let ids = path.iter().filter_map(|part| id(part)).collect();
    let host = if host == "youtu.be" {
        "youtube.com".to_owned()
    } else {
        host
    };
    Some(Target {
        host,
        path,
        query,
        language,
        ids,
    })
}

/// Names of a site's first page.
const HOME: [&str; 6] = [
    "index",
    "home",
    "accueil",
    "default",
    "pardefaut",
    "welcome",
];

/// Parameters that state a language.
const LANGUAGE_NAMES: [&str; 9] = [
    "lang", "language", "langue", "hl", "locale", "lng", "l", "setlang", "uselang",
];

/// Parameters that say where a reader came from.
fn is_campaign(name: &str, host: &str) -> bool {
    name.starts_with("utm_")
        || host == "x.com" && matches!(name, "s" | "t")
        || matches!(
            name,
            "fbclid"
                | "gclid"
                | "msclkid"
                | "mc_cid"
                | "mc_eid"
                | "igshid"
                | "igsh"
                | "si"
                | "feature"
                | "cmpid"
                | "wbdisable"
                | "wt.mc_id"
                | "trk"
                | "mkt_tok"
                | "ref_src"
                | "ref_url"
        )
}

/// The host that both languages share, the language that it stated, and that of its domain.
fn host(host: &str) -> (String, Option<Language>, Option<Language>) {
    let mut host = host.trim_end_matches('.').to_lowercase();
    let mut language = None;
    // `www.en.example.ca`, `fr.example.ca`, `m.youtube.com`; a host keeps two parts.
    while let Some((label, rest)) = host.split_once('.').filter(|(_, rest)| rest.contains('.')) {
        let stated = whole_language(label);
        if stated.is_none() && !matches!(label, "www" | "www1" | "www2" | "m" | "mobile") {
            break;
        }
        language = language.or(stated);
        host = rest.to_string();
    }
    if host == "twitter.com" {
        host = "x.com".to_string();
    }
    match DOMAINS.get(host.as_str()) {
        Some((english, stated)) => ((*english).to_owned(), language, Some(*stated)),
        None => (host, language, None),
    }
}

fn kind(host: &str) -> Option<&'static str> {
    HOSTS.get(host).copied()
}

/// A word that is nothing but a language.
fn whole_language(word: &str) -> Option<Language> {
    match word {
        "en" | "eng" | "english" | "anglais" | "en-ca" | "en_ca" | "e" => Some(Language::English),
        "fr" | "fra" | "fre" | "french" | "francais" | "français" | "fr-ca" | "fr_ca" | "f" => {
            Some(Language::French)
        }
        _ => None,
    }
}

/// Without the ending of a file.
fn stem(name: &str) -> &str {
    const ENDINGS: [&str; 12] = [
        "html", "htm", "shtml", "aspx", "asp", "php", "jsp", "cfm", "pdf", "do", "jpg", "png",
    ];
    name.rsplit_once('.')
        .filter(|(_, end)| ENDINGS.contains(end))
        .map_or(name, |(stem, _)| stem)
}

/// `page-eng` and `page_f` without their language, and the language.
fn file_language(stem: &str) -> (&str, Option<Language>) {
    match stem.rsplit_once(['-', '_']) {
        // `plan-e` may be a plan; an underscore before one letter is the old federal habit.
        Some((name, end)) if end.len() > 1 || stem.ends_with(&format!("_{end}")) => {
            match whole_language(end) {
                Some(language) => (name, Some(language)),
                None => (stem, None),
            }
        }
        _ => (stem, None),
    }
}

/// What identifies an item in a part of a path: a long number, or a short code with digits (`q-8.02`). Numbers of
/// up to four digits are dates or pages, digits among several words belong to a title.
fn id(part: &str) -> Option<String> {
    let longest = part
        .split(|c: char| !c.is_ascii_digit())
        .max_by_key(|run| run.len())
        .filter(|run| !run.is_empty())?;
    let words = part.split(['-', '_', ' ']).count();
    if longest.len() == part.len() && part.len() <= 4 {
        None
    } else if longest.len() >= 5 || longest.len() == 4 && words <= 2 {
        Some(longest.to_owned())
    } else {
        (words <= 2).then(|| part.to_owned())
    }
}

impl Target {
    /// The page in one line: `host/path?query`.
    #[must_use]
    pub fn page(&self) -> String {
        let query: Vec<String> = self
            .query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!(
            "{}/{}{mark}{}",
            self.host,
            self.path.join("/"),
            query.join("&")
        )
    }

    /// Is it the first page of a site?
    fn is_home(&self) -> bool {
        self.path.is_empty() && self.query.is_empty()
    }

    /// Years, months, days, page numbers of the path.
    fn numbers(&self) -> impl Iterator<Item = &String> {
        self.path
            .iter()
            .filter(|part| part.len() <= 4 && part.bytes().all(|it| it.is_ascii_digit()))
    }
}

#[cfg(test)]
mod tests;
