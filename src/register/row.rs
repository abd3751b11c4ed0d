//! A row to an account: what is misspelled is repaired and said, what cannot be used is said too.

use super::Listed;
use super::address::{self, Place};
use super::note::{Kind, Note};
use super::read::Raw;
use crate::model::{Account, Bilingual, Language};
use crate::text::similarity::fold;

/// Names that platforms go by in a register, folded; the first is ours.
const PLATFORMS: [&[&str]; 12] = [
    &["x", "twitter", "x (twitter)"],
    &["facebook"],
    &["instagram"],
    &["youtube"],
    &["linkedin"],
    &["flickr"],
    &["threads"],
    &["bluesky"],
    &["mastodon"],
    &["tiktok"],
    &["pinterest"],
    &["tumblr"],
];

/// The account of a row, or why there is none; and what was repaired.
pub(super) fn account(mut raw: Raw, notes: &mut Vec<Note>) -> Option<Listed> {
    let mut note = |place: &str, kind, detail: &str| notes.push(Note::new(place, kind, detail));
    if sort_cells(&mut raw) {
        note(&raw.place, Kind::Cells, &raw.address);
    }
    let stated = platform(&raw.platform);
    let place = match address::read(&raw.address, stated.map(|(name, _)| name)) {
        Ok(place) => place,
        Err(kind) => {
            note(&raw.place, kind, &described(&raw));
            return None;
        }
    };
    let Some((serves, said_in, exact)) = language(&raw.language) else {
        note(&raw.place, Kind::NoLanguage, &described(&raw));
        return None;
    };
    if !exact {
        note(&raw.place, Kind::LanguageSpelling, &raw.language);
    }
    match stated {
        Some((name, exact)) if name == place.platform => {
            if !exact {
                note(&raw.place, Kind::PlatformSpelling, &raw.platform);
            }
        }
        _ => note(
            &raw.place,
            Kind::OtherPlatform,
            &format!("{} → {} ({})", raw.platform, place.platform, raw.address),
        ),
    }
    if raw.address.trim_end_matches('/') != place.address.trim_end_matches('/') {
        note(
            &raw.place,
            Kind::AddressForm,
            &format!("{} → {}", raw.address, place.address),
        );
    }
    if raw.institution.is_empty() {
        note(&raw.place, Kind::NoInstitution, &described(&raw));
    }
    let mut institution = Bilingual::default();
    *institution.get_mut(said_in) = raw.institution;
    // Whatever a person writes there, but a no; older files say it under the confidence.
    let is_confirmed = !matches!(fold(raw.decided.trim()).as_str(), "" | "no" | "non" | "0")
        || matches!(
            fold(raw.confidence.trim()).as_str(),
            "confirmed" | "confirme" | "confirmee"
        );
    let Place {
        platform,
        handle,
        id,
        address,
    } = place;
    let mut account = Account::new(platform, handle);
    account.id = id;
    Some(Listed {
        place: raw.place,
        name: if raw.name.is_empty() {
            account.handle.clone()
        } else {
            raw.name
        },
        account,
        institution,
        organization: raw.organization.trim_end_matches(".0").to_owned(),
        serves,
        address,
        counterpart: Some(raw.counterpart).filter(|it| !it.is_empty()),
        confidence: if is_confirmed {
            1.0
        } else {
            raw.confidence.trim().parse().unwrap_or(0.0)
        },
        confirmed: is_confirmed,
    })
}

/// What a person finds the row by.
fn described(raw: &Raw) -> String {
    let parts = [&raw.name, &raw.platform, &raw.address];
    let parts: Vec<&str> = parts
        .iter()
        .map(|it| it.as_str())
        .filter(|it| !it.is_empty())
        .collect();
    parts.join(", ")
}

/// Our name of a platform, and whether it was written in its usual way.
fn platform(written: &str) -> Option<(&'static str, bool)> {
    let folded = fold(written.trim());
    if let Some(names) = PLATFORMS
        .iter()
        .find(|names| names.contains(&folded.as_str()))
    {
        let usual = match names[0] {
            "youtube" => "YouTube",
            "linkedin" => "LinkedIn",
            "tiktok" => "TikTok",
            "x" => "X",
            _ => "",
        };
        let is_usual = if usual.is_empty() {
            written.chars().next().is_some_and(char::is_uppercase)
        } else {
            written == usual
        };
        return Some((names[0], is_usual));
    }
    let alike = |name: &str| strsim::jaro_winkler(&folded, name);
    let names = PLATFORMS
        .iter()
        .map(|names| names[0])
        .filter(|name| name.len() > 1);
    let near = names.max_by(|a, b| alike(a).total_cmp(&alike(b)))?;
    (folded.len() <= 40 && alike(near) >= 0.85).then_some((near, false))
}

/// Which language an account serves (`None`: both), in which language that is said (the institution's name is in the
/// same), and whether it was written in a usual way.
fn language(written: &str) -> Option<(Option<Language>, Language, bool)> {
    const WORDS: [(&str, Option<Language>, Language); 8] = [
        ("english", Some(Language::English), Language::English),
        ("french", Some(Language::French), Language::English),
        ("bilingual", None, Language::English),
        ("both", None, Language::English),
        ("anglais", Some(Language::English), Language::French),
        ("francais", Some(Language::French), Language::French),
        ("bilingue", None, Language::French),
        ("les deux", None, Language::French),
    ];
    let folded = fold(written.trim());
    if let Some((_, serves, said)) = WORDS.iter().find(|(word, ..)| *word == folded) {
        let exact = written.chars().next().is_some_and(char::is_uppercase);
        // The French register says `Français`, the English one nothing else.
        return Some((*serves, *said, exact));
    }
    if folded.len() > 40 {
        return None;
    }
    // A letter that was lost, or turned to rubbish by another encoding.
    let alike = |word: &str| strsim::jaro_winkler(&folded, word);
    let (word, serves, said) = WORDS
        .iter()
        .max_by(|a, b| alike(a.0).total_cmp(&alike(b.0)))?;
    (alike(word) >= 0.85).then_some((*serves, *said, false))
}

/// Puts cells back in place that are in one another's: an address, a language and a platform are known by what they
/// are. True if something moved.
fn sort_cells(raw: &mut Raw) -> bool {
    let is_address = |cell: &str| address::read(cell, None).is_ok();
    if is_address(&raw.address) && language(&raw.language).is_some() {
        return false;
    }
    let cells = [
        &raw.name,
        &raw.platform,
        &raw.institution,
        &raw.language,
        &raw.address,
    ];
    let mut cells: Vec<String> = cells.into_iter().cloned().collect();
    let mut take = |is: &dyn Fn(&str) -> bool, stands: &str| {
        // What stands in its column wins.
        let own = cells.iter().position(|cell| cell == stands && is(cell));
        let at = own.or_else(|| cells.iter().position(|cell| is(cell)))?;
        Some(cells.remove(at))
    };
    let Some(address) = take(&is_address, &raw.address) else {
        return false;
    };
    let Some(spoken) = take(&|cell| language(cell).is_some(), &raw.language) else {
        return false;
    };
    let known = take(&|cell| platform(cell).is_some(), &raw.platform);
    raw.platform = known.unwrap_or_default();
    (raw.address, raw.language) = (address, spoken);
    let mut rest = cells.into_iter();
    raw.name = rest.next().unwrap_or_default();
    raw.institution = rest.next().unwrap_or_default();
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(cells: [&str; 5]) -> Raw {
        let [name, platform, institution, language, address] = cells.map(str::to_owned);
        Raw {
            place: "r:1".into(),
            name,
            platform,
            institution,
            language,
            address,
            ..Raw::default()
        }
    }

    fn read(cells: [&str; 5]) -> (Option<Listed>, Vec<Kind>) {
        let mut notes = Vec::new();
        let found = account(raw(cells), &mut notes);
        (found, notes.into_iter().map(|note| note.kind).collect())
    }

    /// Each spelling is one platform and one language, and the user is told which rows were repaired.
    #[test]
    fn spellings_are_repaired_and_said() {
        let good = [
            "Coast",
            "X",
            "Coast Watch",
            "English",
            "https://x.com/coast",
        ];
        assert_eq!(read(good).1, []);
        for (column, cell, kind) in [
            (1, "x", Kind::PlatformSpelling),
            (1, "twitter", Kind::PlatformSpelling),
            (1, "Facebook", Kind::OtherPlatform),
            (1, "", Kind::OtherPlatform),
            (2, "", Kind::NoInstitution),
            (3, "english", Kind::LanguageSpelling),
            (3, "Englsh", Kind::LanguageSpelling),
            (4, "https://twitter.com/coast?lang=en", Kind::AddressForm),
        ] {
            let mut cells = good;
            cells[column] = cell;
            let (found, kinds) = read(cells);
            let found = found.unwrap();
            assert_eq!(
                (found.account.platform.as_str(), found.serves),
                ("x", Some(Language::English)),
                "{cell}"
            );
            assert!(kinds.contains(&kind), "{cell}: {kinds:?}");
        }
        for (platform, address) in [
            ("Intagram", "https://www.instagram.com/coast/"),
            ("Youtube", "https://www.youtube.com/@coast"),
        ] {
            let (_, kinds) = read(["Coast", platform, "Coast Watch", "Bilingue", address]);
            assert_eq!(kinds, [Kind::PlatformSpelling]);
        }
        for word in ["FranÃ§ais", "Francais", "FRANÇAIS", "français"] {
            let (found, _) = read(["Coast", "X", "Coast Watch", word, "https://x.com/coast"]);
            assert_eq!(found.unwrap().serves, Some(Language::French), "{word}");
        }
    }

    /// The institution's name is in the language that the row is written in.
    #[test]
    fn the_name_of_the_institution_has_a_language() {
        let (found, _) = read([
            "Coast",
            "X",
            "Garde des côtes",
            "Bilingue",
            "https://x.com/coast",
        ]);
        let found = found.unwrap();
        assert_eq!(
            (found.serves, found.institution.french.as_str()),
            (None, "Garde des côtes")
        );
    }

    #[test]
    fn swapped_cells_are_sorted() {
        let (found, kinds) = read([
            "X",
            "Coast",
            "https://x.com/coast",
            "Coast Watch",
            "English",
        ]);
        let found = found.unwrap();
        assert_eq!(kinds, [Kind::Cells]);
        assert_eq!(
            (found.name.as_str(), found.institution.english.as_str()),
            ("Coast", "Coast Watch")
        );
    }

    #[test]
    fn rows_that_cannot_be_used_say_why() {
        for (cells, kind) in [
            (
                ["Coast", "X", "Coast Watch", "English", ""],
                Kind::NoAddress,
            ),
            (
                [
                    "Coast",
                    "X",
                    "Coast Watch",
                    "Klingon",
                    "https://x.com/coast",
                ],
                Kind::NoLanguage,
            ),
            (
                [
                    "Coast",
                    "X",
                    "Coast Watch",
                    "English",
                    "https://example.org/",
                ],
                Kind::UnknownHost,
            ),
        ] {
            let (found, kinds) = read(cells);
            assert_eq!((found, kinds), (None, vec![kind]));
        }
    }
}
