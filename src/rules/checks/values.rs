//! Values that the two versions must share: numbers, amounts, dates, times, phones, addresses, references.

use super::{Check, EQUAL, shown};
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity};
use crate::rules::Tables;
use crate::rules::mismatch::{Matter, Mismatch};
use crate::rules::versions::{Side, Versions};
use crate::text::values::{Found, Value, falls_on, is_possible};
use std::ops::Range;

pub(in crate::rules) static NUMBER_VALUE: Check = Check::new(
    &RuleInfo {
        name: "number-value",
        title: Bilingual::new("Numbers differ", "Nombres différents"),
        summary: Bilingual::new(
            "A number differs between the versions or stands in one only.",
            "Un nombre diffère d’une version à l’autre ou n’est que dans l’une.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/number-value.en.txt"),
            include_str!("../manuals/number-value.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Error,
    },
    number_value,
);

pub(in crate::rules) static PERCENT: Check = Check::new(
    &RuleInfo {
        name: "percent",
        title: Bilingual::new("Percentages", "Pourcentages"),
        summary: Bilingual::new(
            "A percentage differs, or the French form of one is wrong.",
            "Un pourcentage diffère, ou sa forme française est fautive.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/percent.en.txt"),
            include_str!("../manuals/percent.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Error,
    },
    percent,
);

pub(in crate::rules) static CURRENCY: Check = Check::new(
    &RuleInfo {
        name: "currency",
        title: Bilingual::new("Amounts of money", "Sommes d’argent"),
        summary: Bilingual::new(
            "An amount or its currency differs, or the French form of one is wrong.",
            "Un montant ou sa monnaie diffère, ou sa forme française est fautive.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/currency.en.txt"),
            include_str!("../manuals/currency.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Error,
    },
    currency,
);

pub(in crate::rules) static DATE: Check = Check::new(
    &RuleInfo {
        name: "date",
        title: Bilingual::new("Dates", "Dates"),
        summary: Bilingual::new(
            "A date differs between the versions, or the French form of one is wrong.",
            "Une date diffère d’une version à l’autre, ou sa forme française est fautive.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/date.en.txt"),
            include_str!("../manuals/date.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Error,
    },
    date,
);

pub(in crate::rules) static WEEKDAY_DATE: Check = Check::new(
    &RuleInfo {
        name: "weekday-date",
        title: Bilingual::new("Days of the week", "Jours de la semaine"),
        summary: Bilingual::new(
            "A day of the week differs or is not that of its date, or a date is impossible.",
            "Un jour de la semaine diffère ou n’est pas celui de sa date, ou une date est impossible.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/weekday-date.en.txt"),
            include_str!("../manuals/weekday-date.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Error,
    },
    weekday_date,
);

pub(in crate::rules) static TIME: Check = Check::new(
    &RuleInfo {
        name: "time",
        title: Bilingual::new("Times of day", "Heures"),
        summary: Bilingual::new(
            "A time of day differs between the versions or stands in one only.",
            "Une heure diffère d’une version à l’autre ou n’est que dans l’une.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/time.en.txt"),
            include_str!("../manuals/time.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Error,
    },
    time,
);

pub(in crate::rules) static TIME_ZONE: Check = Check::new(
    &RuleInfo {
        name: "time-zone",
        title: Bilingual::new("Time zones", "Fuseaux horaires"),
        summary: Bilingual::new(
            "A time zone differs, stands in one version only or keeps the letters of the other language.",
            "Un fuseau horaire diffère, n’est que dans une version ou garde le sigle de l’autre langue.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/time-zone.en.txt"),
            include_str!("../manuals/time-zone.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Warning,
    },
    time_zone,
);

pub(in crate::rules) static PHONE: Check = Check::new(
    &RuleInfo {
        name: "phone",
        title: Bilingual::new("Phone numbers", "Numéros de téléphone"),
        summary: Bilingual::new(
            "A phone number or its extension differs or stands in one version only.",
            "Un numéro de téléphone ou son poste diffère ou n’est que dans une version.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/phone.en.txt"),
            include_str!("../manuals/phone.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Error,
    },
    phone,
);

pub(in crate::rules) static EMAIL: Check = Check::new(
    &RuleInfo {
        name: "email",
        title: Bilingual::new("E-mail addresses", "Adresses courriel"),
        summary: Bilingual::new(
            "An e-mail address differs or stands in one version only.",
            "Une adresse courriel diffère ou n’est que dans une version.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/email.en.txt"),
            include_str!("../manuals/email.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Warning,
    },
    email,
);

pub(in crate::rules) static UNITS: Check = Check::new(
    &RuleInfo {
        name: "units",
        title: Bilingual::new("Units", "Unités"),
        summary: Bilingual::new(
            "A measure has another unit or sign in the other language.",
            "Une mesure a une autre unité ou un autre signe dans l’autre langue.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/units.en.txt"),
            include_str!("../manuals/units.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Warning,
    },
    units,
);

pub(in crate::rules) static POSTAL_ADDRESS: Check = Check::new(
    &RuleInfo {
        name: "postal-address",
        title: Bilingual::new("Postal addresses", "Adresses postales"),
        summary: Bilingual::new(
            "A postal code, a civic number or a box number differs.",
            "Un code postal, un numéro municipal ou une case postale diffère.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/postal-address.en.txt"),
            include_str!("../manuals/postal-address.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Warning,
    },
    postal_address,
);

pub(in crate::rules) static LEGAL_REFERENCE: Check = Check::new(
    &RuleInfo {
        name: "legal-reference",
        title: Bilingual::new("Legal references", "Renvois juridiques"),
        summary: Bilingual::new(
            "A bill, a part, a section or a directive has another number.",
            "Un projet de loi, une partie, un article ou une directive porte un autre numéro.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/legal-reference.en.txt"),
            include_str!("../manuals/legal-reference.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Warning,
    },
    legal_reference,
);

pub(in crate::rules) static THREAD_NUMBERING: Check = Check::new(
    &RuleInfo {
        name: "thread-numbering",
        title: Bilingual::new("Place in the thread", "Place dans le fil"),
        summary: Bilingual::new(
            "The place in the thread differs or stands in one version only.",
            "La place dans le fil diffère ou n’est que dans une version.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/thread-numbering.en.txt"),
            include_str!("../manuals/thread-numbering.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Warning,
    },
    thread_numbering,
);

/// What is to be said of every mismatch of a matter.
fn report(versions: &Versions, wanted: Matter) -> Vec<Message> {
    versions
        .mismatches()
        .iter()
        .copied()
        .filter(|it| it.matter == wanted)
        .filter_map(|it| say(versions, it))
        .collect()
}

fn say(versions: &Versions, it: Mismatch) -> Option<Message> {
    let (e, f) = (&versions.sides.english, &versions.sides.french);
    let (name, same, this) = it.matter.names();
    let place =
        |side: &Side, number: Option<usize>| number.map(|at| side.values()[at].span.clone());
    let message = match (place(e, it.english), place(f, it.french)) {
        (Some(one), Some(other)) => {
            let (english, french) = (shown(e.words(&one)), shown(f.words(&other)));
            differ(&english, &french, name, same)
                .at(Language::English, one)
                .at(Language::French, other)
        }
        (Some(one), None) => {
            missing(&shown(e.words(&one)), Language::English, name, this).at(Language::English, one)
        }
        (None, Some(other)) => missing(&shown(f.words(&other)), Language::French, name, this)
            .at(Language::French, other),
        (None, None) => return None,
    };
    Some(message)
}

fn differ(english: &str, french: &str, name: &str, same: &str) -> Message {
    Message::new(
        format!("“{english}” in English, “{french}” in French: not the same {name}."),
        format!(
            "«\u{a0}{english}\u{a0}» en anglais, «\u{a0}{french}\u{a0}» en français\u{a0}: ce n’est pas {same}."
        ),
    )
}

fn missing(words: &str, side: Language, name: &str, this: &str) -> Message {
    let (own, other) = (super::named(side), super::named(side.other()));
    Message::new(
        format!(
            "“{words}” stands in the {} only; the {name} is missing in the {}.",
            own.english, other.english
        ),
        format!(
            "«\u{a0}{words}\u{a0}» ne figure que dans {}; {this} manque dans {}.",
            own.french, other.french
        ),
    )
}

fn number_value(versions: &Versions) -> Vec<Message> {
    report(versions, Matter::Number)
}

fn percent(versions: &Versions) -> Vec<Message> {
    let mut messages = report(versions, Matter::Percent);
    messages.extend(super::french_values::percent_form(versions));
    messages
}

fn currency(versions: &Versions) -> Vec<Message> {
    let mut messages = report(versions, Matter::Money);
    messages.extend(super::french_values::money_form(versions));
    messages
}

fn date(versions: &Versions) -> Vec<Message> {
    let mut messages = report(versions, Matter::Date);
    messages.extend(super::french_values::date_form(versions));
    messages
}

fn time(versions: &Versions) -> Vec<Message> {
    report(versions, Matter::Time)
}

fn units(versions: &Versions) -> Vec<Message> {
    report(versions, Matter::Unit)
}

fn legal_reference(versions: &Versions) -> Vec<Message> {
    report(versions, Matter::Reference)
}

fn thread_numbering(versions: &Versions) -> Vec<Message> {
    report(versions, Matter::Thread)
}

fn postal_address(versions: &Versions) -> Vec<Message> {
    report(versions, Matter::Address)
}

/// Names with digits; those in words are [`super::names`]'s.
pub(super) fn names_with_digits(versions: &Versions) -> Vec<Message> {
    report(versions, Matter::Name)
}

fn time_zone(versions: &Versions) -> Vec<Message> {
    let mut messages = report(versions, Matter::Zone);
    messages.extend(super::french_values::zone_form(versions));
    messages
}

fn phone(versions: &Versions) -> Vec<Message> {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let (e, f) = (&versions.sides.english, &versions.sides.french);
    let is_declared = |it: &Mismatch| {
        let words = |side: &Side, at: Option<usize>| {
            at.map(|at| digits(side.words(&side.values()[at].span)))
        };
        let (Some(one), Some(other)) = (words(e, it.english), words(f, it.french)) else {
            return false;
        };
        Tables::are_declared(
            &versions.around.tables.phones,
            &one,
            &other,
            |table, text| digits(table).trim_start_matches('1') == text.trim_start_matches('1'),
        )
    };
    versions
        .mismatches()
        .iter()
        .copied()
        .filter(|it| it.matter == Matter::Phone && !is_declared(it))
        .filter_map(|it| say(versions, it))
        .chain(kept_phones(versions))
        .collect()
}

/// English numbers whose French counterpart is declared, and that the French text keeps.
fn kept_phones(versions: &Versions) -> Vec<Message> {
    let digits = |text: &str| -> String {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.trim_start_matches('1').to_owned()
    };
    let french = &versions.sides.french;
    let phones = french
        .values()
        .iter()
        .filter(|found| matches!(found.value, Value::Phone(..)));
    phones
        .filter_map(|found| {
            let words = french.words(&found.span);
            let mut declared = versions.around.tables.phones.iter();
            let (_, wanted) = declared.find(|(english, _)| digits(english) == digits(words))?;
            (digits(wanted) != digits(words)).then(|| {
                Message::new(
                    format!("“{words}” is the English number; the French one is {wanted}."),
                    format!("«\u{a0}{words}\u{a0}» est le numéro en anglais; en français, c’est le {wanted}."),
                )
                .at(Language::French, found.span.clone())
                .suggesting(wanted)
            })
        })
        .collect()
}

fn email(versions: &Versions) -> Vec<Message> {
    if !versions.are_comparable() {
        return Vec::new();
    }
    let (e, f) = (&versions.sides.english, &versions.sides.french);
    let mut french: Vec<_> = f.pieces.emails.iter().collect();
    let mut english = Vec::new();
    let table = &versions.around.tables.emails;
    let equal = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    for one in &e.pieces.emails {
        let is_same = |other: &&crate::text::pieces::Piece| {
            equal(&one.text, &other.text)
                || Tables::are_declared(table, &one.text, &other.text, equal)
        };
        match french.iter().position(is_same) {
            Some(at) => {
                french.remove(at);
            }
            None => english.push(one),
        }
    }
    let (name, same, this) = Matter::Address.names();
    let mut messages = Vec::new();
    let mut french = french.into_iter();
    for one in english {
        messages.push(match french.next() {
            Some(other) => differ(&one.text, &other.text, name, same)
                .at(Language::English, one.span.clone())
                .at(Language::French, other.span.clone()),
            None => missing(&one.text, Language::English, name, this)
                .at(Language::English, one.span.clone()),
        });
    }
    messages.extend(french.map(|other| {
        missing(&other.text, Language::French, name, this).at(Language::French, other.span.clone())
    }));
    messages
}

fn weekday_date(versions: &Versions) -> Vec<Message> {
    let mut messages = report(versions, Matter::Weekday);
    for (language, side) in versions.each() {
        messages.extend(
            impossible(side)
                .into_iter()
                .map(|message| message.of(language)),
        );
    }
    messages
}

/// Days that there are not, and weekdays that do not fall on the date beside them.
fn impossible(side: &Side) -> Vec<Message> {
    let mut messages = Vec::new();
    let values = side.values();
    for (at, found) in values.iter().enumerate() {
        let Value::Date { month, day, year } = found.value else {
            continue;
        };
        let words = shown(side.words(&found.span));
        if !is_possible(month, day, year) {
            messages.push(
                Message::new(
                    format!("“{words}”: there is no such day."),
                    format!("«\u{a0}{words}\u{a0}»\u{a0}: ce jour n’existe pas."),
                )
                .at(side.language(), found.span.clone()),
            );
            continue;
        }
        let Some((weekday, span)) = weekday_beside(side, values, at) else {
            continue;
        };
        if let Some(false) = year.and_then(|year| falls_on(weekday, month, day, year)) {
            let place = span.start.min(found.span.start)..span.end.max(found.span.end);
            let words = shown(side.words(&place));
            messages.push(
                Message::new(
                    format!("“{words}”: the date falls on another day of the week."),
                    format!(
                        "«\u{a0}{words}\u{a0}»\u{a0}: la date tombe un autre jour de la semaine."
                    ),
                )
                .at(side.language(), place),
            );
        }
    }
    messages
}

/// The weekday that only a comma, an article or white space parts from a date.
fn weekday_beside(side: &Side, values: &[Found], at: usize) -> Option<(u8, Range<usize>)> {
    let date = &values[at].span;
    let neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    neighbours
        .filter_map(|other| values.get(other))
        .find_map(|other| {
            let Value::Weekday(weekday) = other.value else {
                return None;
            };
            let gap = if other.span.end <= date.start {
                other.span.end..date.start
            } else {
                date.end..other.span.start
            };
            let between = side.pieces.prose.get(gap)?;
            let is_nothing = between
                .split(|c: char| c.is_whitespace() || matches!(c, ',' | '('))
                .all(|word| matches!(word, "" | "le" | "the"));
            is_nothing.then(|| (weekday, other.span.clone()))
        })
}
