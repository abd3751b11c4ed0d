//! What is kept of a register: a table in the columns of the published one, with a counterpart for each account, and
//! presences for `tandem.toml`.

use super::{LANGUAGES, Link, Links, Listed};
use crate::model::{Bilingual, Language};
use crate::text::similarity::fold;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The columns; the last three are ours. `Decided` is for a person.
const HEADER: [&str; 9] = [
    "Account",
    "Platform",
    "Department",
    "Language",
    "URL",
    "gc_orgID",
    "Counterpart",
    "Confidence",
    "Decided",
];

/// The register as CSV: what was repaired stays repaired, and a person may correct the counterparts.
///
/// # Errors
/// None in memory; those of the CSV writer.
pub fn table(accounts: &[Listed], links: &Links) -> Result<Vec<u8>, csv::Error> {
    let mut others: BTreeMap<usize, (usize, &Link)> = BTreeMap::new();
    for link in &links.pairs {
        others.insert(link.english, (link.french, link));
        others.insert(link.french, (link.english, link));
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for (at, listed) in accounts.iter().enumerate() {
        let other = others.get(&at);
        let confidence = match other {
            Some((_, link)) => format!("{:.2}", link.confidence),
            None => String::new(),
        };
        let counterpart = match other {
            Some((other, _)) => accounts[*other].address.as_str(),
            // What a person wrote stays, though it is not to be found.
            None if listed.confirmed => listed.counterpart.as_deref().unwrap_or_default(),
            None => "",
        };
        let is_decided = other.map_or(listed.confirmed, |(_, link)| link.confirmed);
        for language in LANGUAGES {
            let name = listed.institution.get(language);
            // An account of which no institution is named has one row all the same.
            let is_bare =
                language == Language::English && listed.institution == Bilingual::default();
            if name.is_empty() && !is_bare {
                continue;
            }
            writer.write_record([
                listed.name.as_str(),
                platform(&listed.account.platform),
                name,
                spoken(listed.serves, language),
                &listed.address,
                &listed.organization,
                counterpart,
                &confidence,
                if is_decided { "yes" } else { "" },
            ])?;
        }
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// As the published register writes it.
fn platform(name: &str) -> &str {
    match name {
        "x" => "X",
        "facebook" => "Facebook",
        "instagram" => "Instagram",
        "youtube" => "YouTube",
        "linkedin" => "LinkedIn",
        "flickr" => "Flickr",
        "threads" => "Threads",
        "bluesky" => "Bluesky",
        "mastodon" => "Mastodon",
        "tiktok" => "TikTok",
        other => other,
    }
}

/// The language served, in the words of the list that names the institution in a language.
fn spoken(serves: Option<Language>, language: Language) -> &'static str {
    match (serves, language) {
        (Some(Language::English), Language::English) => "English",
        (Some(Language::English), Language::French) => "Anglais",
        (Some(Language::French), Language::English) => "French",
        (Some(Language::French), Language::French) => "Français",
        (None, Language::English) => "Bilingual",
        (None, Language::French) => "Bilingue",
    }
}

/// `[[presence]]` entries for accounts of a register, with what a person should look at as comments.
#[must_use]
pub fn presences(accounts: &[Listed], links: &Links, of: &[usize], language: Language) -> String {
    let of: BTreeSet<usize> = of.iter().copied().collect();
    let mut ids = BTreeSet::new();
    let mut text = String::new();
    for link in links
        .pairs
        .iter()
        .filter(|link| of.contains(&link.english) || of.contains(&link.french))
    {
        let (english, french) = (&accounts[link.english], &accounts[link.french]);
        text.push('\n');
        if link.needs_review() {
            let reasons: Vec<&str> = link
                .reasons
                .iter()
                .map(|reason| *reason.get(language))
                .collect();
            let words = Bilingual::new("to confirm", "à confirmer");
            let _ = writeln!(text, "# {} ({})", words.get(language), reasons.join("; "));
        }
        let _ = writeln!(
            text,
            "# {} – {}",
            comment(&english.name),
            comment(&french.name)
        );
        head(&mut text, english, &mut ids);
        let _ = writeln!(
            text,
            "english = {}\nfrench = {}",
            handle(english),
            handle(french)
        );
    }
    for at in links.bilingual.iter().filter(|at| of.contains(at)) {
        let _ = writeln!(text, "\n# {}", comment(&accounts[*at].name));
        head(&mut text, &accounts[*at], &mut ids);
        let _ = writeln!(text, "bilingual = {}", handle(&accounts[*at]));
    }
    for at in links.alone.iter().filter(|at| of.contains(at)) {
        let listed = &accounts[*at];
        let words = match listed.serves {
            Some(Language::French) => Bilingual::new(
                "no English account in the register for",
                "aucun compte anglais dans le répertoire pour",
            ),
            _ => Bilingual::new(
                "no French account in the register for",
                "aucun compte français dans le répertoire pour",
            ),
        };
        let _ = writeln!(
            text,
            "\n# {}{} {} ({})",
            words.get(language),
            colon(language),
            comment(&listed.name),
            listed.address
        );
        let words = Bilingual::new(
            "to have it in the report all the same, as one account that owes both languages, remove these #:",
            "pour l’avoir quand même dans le rapport, comme un compte qui doit les deux langues, enlevez ces #\u{a0}:",
        );
        let _ = writeln!(text, "# {}", words.get(language));
        let mut entry = String::new();
        head(&mut entry, listed, &mut ids);
        let _ = writeln!(entry, "bilingual = {}", handle(listed));
        text.extend(entry.lines().map(|line| format!("#{line}\n")));
    }
    text
}

fn colon(language: Language) -> &'static str {
    match language {
        Language::English => ":",
        Language::French => "\u{a0}:",
    }
}

fn head(text: &mut String, listed: &Listed, ids: &mut BTreeSet<String>) {
    let stem = id(listed);
    let mut id = stem.clone();
    let mut number = 1;
    while ids.contains(&id) {
        number += 1;
        id = format!("{stem}-{number}");
    }
    let _ = writeln!(
        text,
        "[[presence]]\nid = {}\nplatform = {}",
        quoted(&id),
        quoted(&listed.account.platform)
    );
    ids.insert(id);
}

/// `x-coastwatchca`: stable while the handle is; a number of a channel says nothing to a reader.
fn id(listed: &Listed) -> String {
    let handle = &listed.account.handle;
    let is_number =
        listed.account.id.as_deref() == Some(handle) || handle.bytes().all(|b| b.is_ascii_digit());
    let words = fold(if is_number { &listed.name } else { handle });
    let mut slug = String::new();
    for c in words.chars().take(60) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    format!("{}-{}", listed.account.platform, slug.trim_matches('-'))
}

fn handle(listed: &Listed) -> String {
    match &listed.account.id {
        Some(id) if *id != listed.account.handle => {
            format!(
                "{{ handle = {}, id = {} }}",
                quoted(&listed.account.handle),
                quoted(id)
            )
        }
        _ => quoted(&listed.account.handle),
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// On a line of its own, whatever stands in it.
fn comment(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// A configuration for an institution: its names and its presences.
#[must_use]
pub fn configuration(name: &Bilingual<String>, register: &str, presences: &str) -> String {
    format!(
        "register = {}\n\n[institution]\nname = {{ english = {}, french = {} }}\ntime-zone = \"America/Toronto\"\n{presences}",
        quoted(register),
        quoted(&name.english),
        quoted(&name.french)
    )
}
