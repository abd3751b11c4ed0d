//! The form of numbers, amounts, dates, times and ranks: in French, and in English what was left in the French form.

use super::french::{Fault, faults, form, group};
use super::{Check, pattern, places, shown};
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity};
use crate::rules::versions::{Side, Versions};
use crate::text::values::Value;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

pub(in crate::rules) static NUMBER_FORMAT: Check = Check::draft(
    &RuleInfo {
        name: "number-format",
        title: Bilingual::new("Form of numbers", "Forme des nombres"),
        summary: Bilingual::new(
            "A number is written with the marks of the other language.",
            "Un nombre est écrit avec les signes de l’autre langue.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/number-format.en.txt"),
            include_str!("../manuals/number-format.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    number_format,
);

pub(in crate::rules) static TIME_FORMAT: Check = Check::draft(
    &RuleInfo {
        name: "time-format",
        title: Bilingual::new("Form of times", "Forme des heures"),
        summary: Bilingual::new(
            "A time in the French text is not written as in “15 h 30”.",
            "Une heure du texte français n’est pas écrite comme dans «\u{a0}15\u{a0}h\u{a0}30\u{a0}».",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/time-format.en.txt"),
            include_str!("../manuals/time-format.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    time_format,
);

pub(in crate::rules) static ORDINAL_FORMAT: Check = Check::draft(
    &RuleInfo {
        name: "ordinal-format",
        title: Bilingual::new("Form of ranks", "Forme des ordinaux"),
        summary: Bilingual::new(
            "A rank in the French text is not written as in “1er”, “2e”.",
            "Un ordinal du texte français n’est pas écrit comme dans «\u{a0}1er\u{a0}», «\u{a0}2e\u{a0}».",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/ordinal-format.en.txt"),
            include_str!("../manuals/ordinal-format.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    ordinal_format,
);

static PERCENT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(\d(?:[\d.,]*\d)?)%|%[ \u{a0}\u{202f}]?(\d(?:[\d.,]*\d)?)"));

pub(super) fn percent_form(versions: &Versions) -> Vec<Message> {
    let better = |found: &regex::Captures| {
        Some(format!(
            "{}\u{a0}%",
            decimal(&format!("{}{}", group(found, 1), group(found, 2)))
        ))
    };
    form(
        versions,
        |prose| faults(&PERCENT, prose, better),
        (
            "in French the sign stands after the number, behind a space.",
            "le symbole suit le nombre, précédé d’une espace.",
        ),
    )
}

/// An English number as French writes it: `1,234.5`, `2.3`.
fn decimal(number: &str) -> String {
    let is_group = |part: &str| part.len() == 3;
    let grouped = number
        .split(',')
        .skip(1)
        .all(|part| is_group(part.split('.').next().unwrap_or_default()));
    let number = if number.contains(',') && grouped {
        number.replace(',', "\u{a0}")
    } else {
        number.to_owned()
    };
    number.replace('.', ",")
}

static MONEY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(\d(?:[\d.,]*\d)?)([$€£])|(?:US|CA)?([$€£])[ \u{a0}\u{202f}]?(\d(?:[\d.,]*\d)?(?:[ \u{a0}\u{202f}]\d{3}\b)*(?:[.,]\d+)?)",
    )
});

pub(super) fn money_form(versions: &Versions) -> Vec<Message> {
    let better = |found: &regex::Captures| {
        let (number, sign) = if found.get(1).is_some() {
            (group(found, 1), group(found, 2))
        } else {
            (group(found, 4), group(found, 3))
        };
        Some(format!("{}\u{a0}{sign}", decimal(number)))
    };
    form(
        versions,
        |prose| {
            let spaced = |place: &Range<usize>| {
                // `5 $10` of a range: the sign belongs to the number before it.
                !prose[..place.start]
                    .trim_end()
                    .ends_with(|c: char| c.is_ascii_digit())
            };
            faults(&MONEY, prose, better)
                .into_iter()
                .filter(|(place, _)| {
                    prose[place.clone()].starts_with(|c: char| c.is_ascii_digit()) || spaced(place)
                })
                .collect()
        },
        (
            "in French the sign stands after the amount, behind a space.",
            "le symbole suit le montant, précédé d’une espace.",
        ),
    )
}

const MONTHS: &str = "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre";
static ENGLISH_DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(January|February|March|April|May|June|July|August|September|October|November|December)[ \u{a0}]\d{1,2}\b|\b\d{1,2}[ \u{a0}](January|February|March|April|June|July|August|September|October|November|December)\b",
    )
});
static MONTH_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:^|[^\d\s]\s)\s*\b({MONTHS})[ \u{{a0}}\u{{202f}}](\d{{1,2}})(?:st|nd|rd|th)?\b(,? ?\d{{4}})?"
    ))
});
static FRENCH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(\d{{1,2}})[ \u{{a0}}]({MONTHS}),[ \u{{a0}}](\d{{4}})\b"
    ))
});

pub(super) fn date_form(versions: &Versions) -> Vec<Message> {
    let say = (
        "this is the English form of a date.",
        "c’est la forme anglaise d’une date.",
    );
    let mut messages = form(
        versions,
        |prose| {
            let months = MONTHS
                .split('|')
                .filter(|month| !matches!(*month, "fevrier" | "aout" | "decembre"));
            let french: Vec<&str> = months.collect();
            let english = [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ];
            let translated = |found: &regex::Captures| {
                let words = group(found, 0);
                let at = english.iter().position(|month| words.contains(month))?;
                let day: String = words.chars().filter(char::is_ascii_digit).collect();
                Some(format!(
                    "{}\u{a0}{}",
                    if day == "1" { "1er" } else { &day },
                    french[at]
                ))
            };
            faults(&ENGLISH_DATE, prose, translated)
        },
        say,
    );
    messages.extend(form(
        versions,
        |prose| {
            let turned = |found: &regex::Captures| {
                let year: String = group(found, 3)
                    .chars()
                    .filter(char::is_ascii_digit)
                    .collect();
                let day = if group(found, 2) == "1" {
                    "1er"
                } else {
                    group(found, 2)
                };
                // « en mars 15 personnes » counts something, unless a year follows.
                let is_date = !year.is_empty()
                    || prose[found.get(0)?.end()..]
                        .trim_start()
                        .starts_with([',', '.', ';', ')', '!'])
                    || prose[found.get(0)?.end()..].trim().is_empty();
                is_date.then(|| {
                    let year = if year.is_empty() {
                        year
                    } else {
                        format!("\u{a0}{year}")
                    };
                    format!("{day}\u{a0}{}{year}", group(found, 1).to_lowercase())
                })
            };
            let mut found: Vec<Fault> = MONTH_FIRST
                .captures_iter(prose)
                .filter_map(|found| {
                    let place = found.get(1)?.start()..found.get(0)?.end();
                    Some((place, turned(&found)?))
                })
                .collect();
            found.extend(faults(&FRENCH_DAY, prose, |found| {
                Some(format!(
                    "{}\u{a0}{}\u{a0}{}",
                    group(found, 1),
                    group(found, 2),
                    group(found, 3)
                ))
            }));
            found
        },
        say,
    ));
    messages
}

static ENGLISH_ZONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\d[\d hH:\u{a0}\u{202f}]*(?:[ap]\.?m\.?)?[ \u{a0}\u{202f}]?\(?[ \u{a0}]?(?-u:\b)(EST|EDT|ET|CST|CDT|CT|MST|MDT|MT|PST|PDT|PT|AST|ADT|AT|NST|NDT|NT)(?-u:\b)",
    )
});

pub(super) fn zone_form(versions: &Versions) -> Vec<Message> {
    // *40 EST* is the east, *ET* is *and*: there is a zone where the English has one.
    let has = |side: &Side, wanted: fn(&Value) -> bool| {
        let mut values = side.values().iter();
        values.any(|found| wanted(&found.value))
    };
    let has_time = |side: &&Side| {
        has(side, |it| matches!(it, Value::Time(_)))
            && has(&versions.sides.english, |it| matches!(it, Value::Zone(_)))
    };
    let Some(side) = versions.french().filter(has_time) else {
        return Vec::new();
    };
    places(&ENGLISH_ZONE, &side.pieces.prose)
        .into_iter()
        .map(|place| {
            let letters = side.words(&place);
            let french = french_zone(letters);
            Message::new(
                format!("“{letters}” is the English abbreviation; the French one is “{french}”."),
                format!("«\u{a0}{letters}\u{a0}» est l’abréviation anglaise; en français, c’est «\u{a0}{french}\u{a0}»."),
            )
            .of(Language::French)
            .at(Language::French, place)
            .suggesting(french)
        })
        .collect()
}

/// `EST` is `HNE`, `ET` is `HE` (TERMIUM).
fn french_zone(letters: &str) -> String {
    let region = match letters.chars().next() {
        Some('E') => "E",
        Some('C') => "C",
        Some('M') => "R",
        Some('P') => "P",
        Some('A') => "A",
        _ => "T",
    };
    let kind = if letters.ends_with("ST") && letters.len() == 3 {
        "HN"
    } else if letters.ends_with("DT") {
        "HA"
    } else {
        "H"
    };
    format!("{kind}{region}")
}

static ENGLISH_GROUPS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b\d{1,3}(?:,\d{3})+(?:\.\d+)?\b"));
static DECIMAL_POINT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d+\.\d+\b"));
/// Words before a number that keeps its point: a place in a document, a version.
static NUMBERING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:section|article|art\.|partie|chapitre|version|v\.?|paragraphe|par\.|annexe|règle|norme|étape|no|n°|nº|point|figure|tableau|phase|wcag|web|bluetooth|wi-fi|ios|android|python|usb|html|api)[ \u{a0}\u{202f}-]?$",
    )
});

fn number_format(versions: &Versions) -> Vec<Message> {
    let english = &versions.sides.english.pieces.prose;
    let find = |prose: &str| -> Vec<Fault> {
        let mut found = faults(&ENGLISH_GROUPS, prose, |found| {
            let words = group(found, 0);
            let is_group =
                words.matches(',').count() > 1 || words.contains('.') || english.contains(words);
            is_group.then(|| words.replace(',', "\u{a0}").replace('.', ","))
        });
        found.extend(faults(&DECIMAL_POINT, prose, |point| {
            let place = point.get(0)?.range();
            let (before, after) = (&prose[..place.start], &prose[place.end..]);
            let goes_on = after.starts_with('-')
                || after
                    .strip_prefix('.')
                    .is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()))
                || before.ends_with(['.', ',', '-', '–', '‑', '/', 'h', 'v', 'V'])
                || NUMBERING.is_match(before);
            let is_group = found
                .iter()
                .any(|(other, _)| other.start <= place.start && place.end <= other.end);
            (!goes_on && !is_group).then(|| group(point, 0).replace('.', ","))
        }));
        found
    };
    let mut messages = english_numbers(versions);
    messages.extend(form(
        versions,
        find,
        (
            "in French a comma stands before decimals and a space between groups of three digits.",
            "en français, la virgule précède les décimales et une espace sépare les tranches de trois chiffres.",
        ),
    ));
    messages
}

/// French marks in an English number: what stands in the French in the same form.
static FRENCH_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b\d{1,3}(?:[ \u{a0}\u{202f}]\d{3})+\b|\b\d+,\d{1,2}\b"));

fn english_numbers(versions: &Versions) -> Vec<Message> {
    let (side, french) = (&versions.sides.english, &versions.sides.french.pieces.prose);
    let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
    let french = plain(french);
    places(&FRENCH_NUMBER, &side.pieces.prose)
        .into_iter()
        .filter(|place| french.contains(&plain(side.words(place))))
        // A phone number in groups is none.
        .filter(|place| {
            let mut values = side.values().iter();
            let is_plain = |value: &Value| matches!(value, Value::Number(_) | Value::Quantity(..) | Value::Money(..) | Value::Percent(_));
            !values.any(|found| found.span.start < place.end && place.start < found.span.end && !is_plain(&found.value))
                && !side.pieces.prose[place.end..].starts_with(['-', '‑'])
        })
        .map(|place| {
            let words = shown(side.words(&place));
            let better = plain(&words).replace(',', ".").replace(' ', ",");
            Message::new(
                format!("“{words}” is the French form of a number. Write “{better}”."),
                format!("«\u{a0}{words}\u{a0}» est la forme française d’un nombre. Écrivez «\u{a0}{better}\u{a0}»."),
            )
            .of(Language::English)
            .at(Language::English, place)
            .weighing(Severity::Style)
            .suggesting(better)
        })
        .collect()
}

static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?P<colon>\b([01]?\d|2[0-4]):([0-5]\d)\b(?:[\ \u{a0}\u{202f}]*(?P<half>[apAP])\.?[mM]\b\.?)?)
        | (?P<ampm>\b(\d{1,2})[\ \u{a0}\u{202f}]*(?P<half2>[apAP])\.?[mM]\b\.?)
        | (?P<tight>\b(\d{1,2})(?:[hH][\ \u{a0}\u{202f}]?([0-5]\d)?|[\ \u{a0}\u{202f}][hH]([0-5]\d))\b)
        | (?P<zero>\b(\d{1,2})[\ \u{a0}\u{202f}]h[\ \u{a0}\u{202f}]00\b)
        | (?P<hours>\b(\d{1,2})[\ \u{a0}\u{202f}]?hrs?e?s?\b\.?)",
    )
});

fn time_format(versions: &Versions) -> Vec<Message> {
    let better = |found: &regex::Captures| {
        let words = group(found, 0);
        let mut numbers = words
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty());
        let mut hour: u32 = numbers.next()?.parse().ok()?;
        let minute = numbers.next().unwrap_or("00");
        if hour > 24 {
            return None;
        }
        let half = found.name("half").or_else(|| found.name("half2"));
        match half
            .map(|half| half.as_str().to_ascii_lowercase())
            .as_deref()
        {
            Some("p") if hour < 12 => hour += 12,
            Some("a") if hour == 12 => hour = 0,
            _ => {}
        }
        Some(if minute == "00" {
            format!("{hour}\u{a0}h")
        } else {
            format!("{hour}\u{a0}h\u{a0}{minute}")
        })
    };
    form(
        versions,
        |prose| {
            // The scale of a chart, `1:50 000`, is no time.
            let is_scale = |place: &Range<usize>| {
                let mut after = prose[place.end..].chars();
                after.next().is_some_and(char::is_whitespace)
                    && after.take(3).filter(char::is_ascii_digit).count() == 3
            };
            let mut found = faults(&CLOCK, prose, better);
            found.retain(|(place, _)| !is_scale(place));
            found
        },
        (
            "in French a time is written with “h” between spaces, on 24 hours.",
            "l’heure s’écrit avec «\u{a0}h\u{a0}» entre espaces, sur 24 heures.",
        ),
    )
}

static RANK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(\d+)(?:(?:st|nd|rd|th)|(?:i?[eè]me|ième|ieme|ère|ere|ier))s?\b"));
static FIRST_DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:^|[^\d,.\u{{a0}} ][ \u{{a0}}])\b(1)[ \u{{a0}}]({MONTHS})\b"
    ))
});

fn ordinal_format(versions: &Versions) -> Vec<Message> {
    let find = |prose: &str| -> Vec<Fault> {
        let mut found = faults(&RANK, prose, |rank| {
            let feminine = group(rank, 0).ends_with("ère") || group(rank, 0).ends_with("ere");
            Some(match (group(rank, 1), feminine) {
                ("1", true) => "1re".to_owned(),
                ("1", false) => "1er".to_owned(),
                (number, _) => format!("{number}e"),
            })
        });
        found.extend(FIRST_DAY.captures_iter(prose).filter_map(|day| {
            let place = day.get(1)?.start()..day.get(2)?.end();
            Some((place, format!("1er\u{a0}{}", group(&day, 2))))
        }));
        found
    };
    form(
        versions,
        find,
        (
            "French ranks are 1er, 1re, 2e, 3e.",
            "les ordinaux s’écrivent 1er, 1re, 2e, 3e.",
        ),
    )
}
