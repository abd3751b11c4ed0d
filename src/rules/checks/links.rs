//! Links: as many on both sides, each to the page in its own language, both to the same page.

use super::{Check, pattern, shown};
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity};
use crate::rules::tables::same_address;
use crate::rules::versions::{Link, Order, Versions};
use crate::text::links::{Tie, tie};
use crate::text::wording;
use regex::Regex;
use std::sync::LazyLock;

pub(in crate::rules) static LINK_COUNT: Check = Check::new(
    &RuleInfo {
        name: "link-count",
        title: Bilingual::new("Links on one side only", "Liens d’un seul côté"),
        summary: Bilingual::new(
            "One version has more links than the other.",
            "Une version compte plus de liens que l’autre.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/link-count.en.txt"),
            include_str!("../manuals/link-count.fr.txt"),
        ),
        provisions: &["ola-27", "dolcs-6.6.4.1"],
        severity: Severity::Warning,
    },
    link_count,
);

pub(in crate::rules) static LINK_LANGUAGE: Check = Check::new(
    &RuleInfo {
        name: "link-language",
        title: Bilingual::new("Link to the other language", "Lien vers l’autre langue"),
        summary: Bilingual::new(
            "A link leads to the page in the other language.",
            "Un lien mène à la page dans l’autre langue.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/link-language.en.txt"),
            include_str!("../manuals/link-language.fr.txt"),
        ),
        provisions: &["ola-27", "dolcs-6.6.3.3"],
        severity: Severity::Warning,
    },
    link_language,
);

pub(in crate::rules) static LINK_PAGE: Check = Check::new(
    &RuleInfo {
        name: "link-page",
        title: Bilingual::new(
            "Links to different pages",
            "Liens vers des pages différentes",
        ),
        summary: Bilingual::new(
            "The links of the two versions do not lead to the same page.",
            "Les liens des deux versions ne mènent pas à la même page.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/link-page.en.txt"),
            include_str!("../manuals/link-page.fr.txt"),
        ),
        provisions: &["ola-27"],
        severity: Severity::Warning,
    },
    link_page,
);

pub(in crate::rules) static LINK_LABEL: Check = Check::draft(
    &RuleInfo {
        name: "link-label",
        title: Bilingual::new(
            "Unilingual page without notice",
            "Page unilingue sans mention",
        ),
        summary: Bilingual::new(
            "A page in one language only is linked without saying so.",
            "Un lien mène à une page unilingue sans que ce soit indiqué.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/link-label.en.txt"),
            include_str!("../manuals/link-label.fr.txt"),
        ),
        provisions: &["dolcs-6.6.3.3"],
        severity: Severity::Warning,
    },
    link_label,
);

fn at(message: Message, side: Language, link: &Link) -> Message {
    match &link.place {
        Some(place) => message.at(side, place.clone()),
        None => message,
    }
}

fn link_count(versions: &Versions) -> Vec<Message> {
    if !versions.are_whole() {
        return Vec::new();
    }
    // `Canada.ca` in a sentence is a name.
    let list = |language| -> Vec<&Link> {
        let is_link = |link: &&Link| {
            link.place.is_none() || link.address.contains('/') || link.address.starts_with("www.")
        };
        let links = versions.sides.get(language).links().iter();
        links.filter(is_link).collect()
    };
    let (english, french) = (list(Language::English), list(Language::French));
    if english.len() == french.len() {
        return Vec::new();
    }
    let (one, other) = (english.len(), french.len());
    let (side, more) = if one > other {
        (Language::English, english)
    } else {
        (Language::French, french)
    };
    let message = Message::new(
        format!("Links: {one} in the English text, {other} in the French text."),
        format!("Liens\u{a0}: {one} dans le texte anglais, {other} dans le texte français."),
    );
    vec![match more.last() {
        Some(link) => at(message, side, link),
        None => message,
    }]
}

fn link_language(versions: &Versions) -> Vec<Message> {
    if versions.around.order == Order::Both {
        return Vec::new();
    }
    versions
        .each()
        .filter(|(_, side)| !side.is_blank())
        .flat_map(|(language, side)| {
            let links = side.links().iter();
            links.filter_map(move |link| wrong_language(versions, language, link))
        })
        .collect()
}

/// A link to the other language's page; a page that exists in one language only is [`link_label`]'s.
fn wrong_language(versions: &Versions, language: Language, link: &Link) -> Option<Message> {
    let tables = versions.around.tables;
    let prose = &versions.sides.get(language).pieces.prose;
    // Said as the Directive asks, it is no fault.
    if tables.link_language(&link.address).is_some() || notice(language).1.is_match(prose) {
        return None;
    }
    let other = language.other();
    // Declared to be the page of the other language?
    let declared = tables
        .link(&link.address, other)
        .filter(|own| !same_address(own, &link.address));
    let stated = link.target.as_ref().and_then(|target| target.language);
    if declared.is_none() && stated != Some(other) {
        return None;
    }
    let (own, spoken) = (wording::language(language), wording::language(other));
    let address = shown(&link.address);
    let message = Message::new(
        format!(
            "“{address}” leads to the {} page from the {} text.",
            spoken.english, own.english
        ),
        format!(
            "«\u{a0}{address}\u{a0}» mène à la page en {} depuis le texte {}.",
            spoken.french, own.french
        ),
    )
    .of(language);
    let message = at(message, language, link);
    Some(match declared {
        Some(own) => message.suggesting(own),
        None => message,
    })
}

fn link_page(versions: &Versions) -> Vec<Message> {
    let (english, french) = (
        versions.sides.english.links(),
        versions.sides.french.links(),
    );
    if english.len() != french.len() {
        return Vec::new();
    }
    let tables = versions.around.tables;
    let agree = |one: &Link, other: &Link| {
        if same_address(&one.address, &other.address) {
            return Some(true);
        }
        if let Some(page) = tables.link(&one.address, Language::English) {
            return Some(same_address(page, &other.address));
        }
        match tie(one.target.as_ref()?, other.target.as_ref()?) {
            // The words of an address are translated (`jobs-25`, `emplois-25`); its numbers are not.
            Tie::Another if same_numbers(one, other) => None,
            Tie::Another => Some(false),
            Tie::Unknown => None,
            _ => Some(true),
        }
    };
    let mut left: Vec<&Link> = french.iter().collect();
    let mut apart = Vec::new();
    // Those that agree in one order or another first; then what is left, in order.
    for one in english {
        match left
            .iter()
            .position(|other| agree(one, other) == Some(true))
        {
            Some(at) => {
                left.remove(at);
            }
            None => apart.push(one),
        }
    }
    apart
        .into_iter()
        .zip(left)
        .filter(|(one, other)| agree(one, other) == Some(false))
        .map(|(one, other)| {
            let (english, french) = (shown(&one.address), shown(&other.address));
            let message = Message::new(
                format!("“{english}” and “{french}” are not two versions of one page."),
                format!("«\u{a0}{english}\u{a0}» et «\u{a0}{french}\u{a0}» ne sont pas deux versions d’une même page."),
            );
            at(at(message, Language::English, one), Language::French, other)
        })
        .collect()
}

/// Have the two addresses the same numbers, and at least one?
fn same_numbers(one: &Link, other: &Link) -> bool {
    let numbers = |link: &Link| -> Vec<String> {
        let digits = link.address.split(|c: char| !c.is_ascii_digit());
        digits
            .filter(|run| !run.is_empty())
            .map(str::to_owned)
            .collect()
    };
    !numbers(one).is_empty() && numbers(one) == numbers(other)
}

/// The notices that the Canada.ca guides ask for, as people write them.
static FRENCH_ONLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)[(\[]?\b(?:(?:available |in )*french only|only in french|in french)\b")
});
static ENGLISH_ONLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:en anglais seulement|en anglais uniquement|uniquement en anglais|seulement en anglais|\ben anglais\b|anglais seulement)",
    )
});

/// What says, in a text of this language, that a page is in the other one only.
fn notice(language: Language) -> (&'static str, &'static Regex) {
    match language {
        Language::English => ("(French only)", &FRENCH_ONLY),
        Language::French => ("(en anglais seulement)", &ENGLISH_ONLY),
    }
}

fn link_label(versions: &Versions) -> Vec<Message> {
    versions
        .each()
        .flat_map(|(language, side)| {
            let other = language.other();
            let (label, said) = notice(language);
            let links = side.links().iter();
            links.filter_map(move |link| {
                let spoken = versions.around.tables.link_language(&link.address)?;
                if spoken != other || said.is_match(&side.pieces.prose) {
                    return None;
                }
                let name = wording::language(other);
                let message = Message::new(
                    format!("The page exists in {} only; add “{label}”.", name.english),
                    format!(
                        "La page n’existe qu’en {}; ajoutez «\u{a0}{label}\u{a0}».",
                        name.french
                    ),
                )
                .of(language);
                let suggestion = format!("{} {label}", link.address);
                Some(at(message, language, link).suggesting(suggestion))
            })
        })
        .collect()
}
