//! Hashtags, handles and emoji.

use super::{Check, EQUAL, named, shown};
use crate::corpora::ACCENTS;
use crate::model::{Account, Bilingual, Language, Message, RuleInfo, Severity};
use crate::rules::versions::{Order, Versions};
use crate::text::pieces::{Piece, Pieces};
use crate::text::similarity::fold;

pub(in crate::rules) static HASHTAG_PARITY: Check = Check::new(
    &RuleInfo {
        name: "hashtag-parity",
        title: Bilingual::new("Hashtags", "Mots-clics"),
        summary: Bilingual::new(
            "A hashtag has no counterpart in the other version.",
            "Un mot-clic n’a pas d’équivalent dans l’autre version.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/hashtag-parity.en.txt"),
            include_str!("../manuals/hashtag-parity.fr.txt"),
        ),
        provisions: &["ola-27"],
        severity: Severity::Information,
    },
    hashtag_parity,
);

pub(in crate::rules) static HASHTAG_STYLE: Check = Check::draft(
    &RuleInfo {
        name: "hashtag-style",
        title: Bilingual::new("Form of hashtags", "Forme des mots-clics"),
        summary: Bilingual::new(
            "A hashtag is hard to read aloud or lacks its accents.",
            "Un mot-clic est difficile à lire à voix haute ou n’a pas ses accents.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/hashtag-style.en.txt"),
            include_str!("../manuals/hashtag-style.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Style,
    },
    hashtag_style,
);

pub(in crate::rules) static HANDLE_PARITY: Check = Check::new(
    &RuleInfo {
        name: "handle-parity",
        title: Bilingual::new("Accounts named", "Comptes mentionnés"),
        summary: Bilingual::new(
            "An account that is named does not have its counterpart in the other version.",
            "Un compte mentionné n’a pas son équivalent dans l’autre version.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/handle-parity.en.txt"),
            include_str!("../manuals/handle-parity.fr.txt"),
        ),
        provisions: &["ola-27", "daod-2008-8-4.10-4"],
        severity: Severity::Warning,
    },
    handle_parity,
);

pub(in crate::rules) static EMOJI_PARITY: Check = Check::new(
    &RuleInfo {
        name: "emoji-parity",
        title: Bilingual::new("Emoji", "Émojis"),
        summary: Bilingual::new(
            "The versions do not have the same emoji.",
            "Les versions n’ont pas les mêmes émojis.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/emoji-parity.en.txt"),
            include_str!("../manuals/emoji-parity.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Information,
    },
    emoji_parity,
);

/// Are an English and a French piece counterparts?
type Agree<'a> = dyn Fn(&str, &str) -> bool + 'a;

/// Pieces of either side that have no like on the other; `agree` is asked in order, the first that does is taken.
fn unmatched<'a>(
    versions: &'a Versions,
    list: impl Fn(&'a Pieces) -> &'a [Piece],
    agree: &[&Agree],
) -> (Vec<&'a Piece>, Vec<&'a Piece>) {
    let mut english: Vec<&Piece> = list(&versions.sides.english.pieces).iter().collect();
    let mut french: Vec<&Piece> = list(&versions.sides.french.pieces).iter().collect();
    for agree in agree {
        english.retain(|one| {
            match french
                .iter()
                .position(|other| agree(&one.text, &other.text))
            {
                Some(at) => {
                    french.remove(at);
                    false
                }
                None => true,
            }
        });
    }
    (english, french)
}

fn hashtag_parity(versions: &Versions) -> Vec<Message> {
    if !versions.are_whole() {
        return Vec::new();
    }
    let tables = versions.around.tables;
    let lower = |text: &str| text.to_lowercase();
    // The declared form, or that form with the accents that it lacks itself.
    let declared = |one: &str, other: &str| {
        tables.hashtag(one, Language::English).is_some_and(|tag| {
            let tag = lower(&tag);
            tag == lower(other) || tag.is_ascii() && fold(other).as_str() == tag
        })
    };
    // A tag whose counterpart is declared must not be the same on both sides.
    let same = |one: &str, other: &str| {
        lower(one) == lower(other)
            && tables
                .hashtag(one, Language::English)
                .is_none_or(|tag| lower(&tag) == lower(one))
    };
    let (english, mut french) = unmatched(versions, |it| &it.hashtags, &[&declared, &same]);
    let mut messages = Vec::new();
    let mut open = Vec::new();
    for one in english {
        let Some(wanted) = tables.hashtag(&one.text, Language::English) else {
            open.push(one);
            continue;
        };
        // What stands in its place: itself, or the first one without a counterpart.
        let taken = french
            .iter()
            .position(|other| lower(&other.text) == lower(&one.text))
            .or(if french.is_empty() { None } else { Some(0) });
        let message = Message::new(
            format!("{} is {wanted} in French.", one.text),
            format!("{} se dit {wanted} en français.", one.text),
        )
        .weighing(Severity::Warning);
        messages.push(match taken.map(|at| french.remove(at)) {
            Some(other) => message
                .at(Language::French, other.span.clone())
                .suggesting(wanted),
            None => message.at(Language::English, one.span.clone()),
        });
    }
    let mut rest = Vec::new();
    for other in french {
        match tables.hashtag(&other.text, Language::French) {
            Some(wanted) => messages.push(
                Message::new(
                    format!("{} is {wanted} in English.", other.text),
                    format!("{} se dit {wanted} en anglais.", other.text),
                )
                .weighing(Severity::Warning)
                .at(Language::French, other.span.clone()),
            ),
            None => rest.push(other),
        }
    }
    // The others are taken for translations of each other, one for one.
    let both = open.len().min(rest.len());
    let alone = open
        .split_off(both)
        .into_iter()
        .map(|piece| (Language::English, piece));
    let alone = alone.chain(
        rest.split_off(both)
            .into_iter()
            .map(|piece| (Language::French, piece)),
    );
    messages.extend(alone.map(|(side, piece)| {
        let other = named(side.other());
        Message::new(
            format!(
                "{} has no counterpart in the {}.",
                piece.text, other.english
            ),
            format!("{} n’a pas d’équivalent dans {}.", piece.text, other.french),
        )
        .at(side, piece.span.clone())
    }));
    messages
}

/// A tag of more letters than this is made of several words.
const LONG_TAG: usize = 14;

fn hashtag_style(versions: &Versions) -> Vec<Message> {
    let mut messages = Vec::new();
    for (language, side) in versions.each() {
        for piece in &side.pieces.hashtags {
            let name = &piece.text[1..];
            let letters = name.chars().filter(|c| c.is_alphabetic()).count();
            let is_flat = letters > LONG_TAG
                && !name.chars().skip(1).any(char::is_uppercase)
                && !name.contains('_');
            if is_flat {
                messages.push(
                    Message::new(
                        format!("{}: begin each word with a capital, so that it can be read aloud.", piece.text),
                        format!("{}\u{a0}: commencez chaque mot par une majuscule, pour la lecture à voix haute.", piece.text),
                    )
                    .of(language)
                    .at(language, piece.span.clone()),
                );
            }
            if language == Language::French
                && let Some(better) = with_accents(name)
            {
                messages.push(
                    Message::new(
                        format!("{}: the accents are missing.", piece.text),
                        format!("{}\u{a0}: il manque les accents.", piece.text),
                    )
                    .of(language)
                    .at(language, piece.span.clone())
                    .suggesting(format!("#{better}")),
                );
            }
        }
    }
    messages
}

/// A tag in capitals by words, with the accents that it lacks; `None` if it lacks none.
fn with_accents(name: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        match words.last_mut() {
            Some(word) if !c.is_uppercase() => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let mut changed = false;
    let right = words.iter().map(|word| {
        let lower = word.to_lowercase();
        match ACCENTS
            .get(lower.as_str())
            .filter(|_| word.is_ascii() && word.len() > 3)
        {
            Some(right) => {
                changed = true;
                let mut letters = right.chars();
                let first = letters.next().into_iter().flat_map(char::to_uppercase);
                if word.starts_with(char::is_uppercase) {
                    first.chain(letters).collect()
                } else {
                    (*right).to_owned()
                }
            }
            None => word.clone(),
        }
    });
    let right: String = right.collect();
    changed.then_some(right)
}

fn handle_parity(versions: &Versions) -> Vec<Message> {
    if !versions.are_whole() || versions.around.order == Order::Both {
        return Vec::new();
    }
    let tables = versions.around.tables;
    let normal = Account::normal_handle;
    let platforms = versions.around.platforms;
    let counterpart = |handle: &str, side: Language| tables.account(handle, side, platforms);
    let declared = |one: &str, other: &str| {
        counterpart(one, Language::English).is_some_and(|it| normal(&it) == normal(other))
    };
    let same = |one: &str, other: &str| {
        normal(one) == normal(other)
            && counterpart(one, Language::English).is_none()
            && counterpart(one, Language::French).is_none()
    };
    // An account that is not in the table may be named otherwise in the other language.
    let open = |one: &str, other: &str| {
        counterpart(one, Language::English).is_none()
            && counterpart(other, Language::French).is_none()
            && counterpart(one, Language::French).is_none()
            && counterpart(other, Language::English).is_none()
    };
    let (english, french) = unmatched(versions, |it| &it.handles, &[&declared, &same, &open]);
    // Left as it is in the other text: that is said there, once.
    let is_left = |piece: &Piece, others: &[&Piece]| {
        others
            .iter()
            .any(|other| normal(&other.text) == normal(&piece.text))
    };
    let sides = [
        (Language::English, english.clone(), french.clone()),
        (Language::French, french, english),
    ];
    let mut messages = Vec::new();
    for (side, pieces, others) in sides {
        for piece in pieces {
            let own = counterpart(&piece.text, side);
            if own.is_some() && is_left(piece, &others) {
                continue;
            }
            let foreign = counterpart(&piece.text, side.other());
            messages.push(handle(piece, side, own, foreign).at(side, piece.span.clone()));
        }
    }
    messages
}

/// What is to be said of a handle: `own` is the counterpart of an account of this language, `foreign` of one of the other.
fn handle(piece: &Piece, side: Language, own: Option<String>, foreign: Option<String>) -> Message {
    let (name, other) = (&piece.text, named(side.other()));
    match (own, foreign) {
        (Some(wanted), _) => Message::new(
            format!("{name} should be {wanted} in the {}.", other.english),
            format!("{name} devrait être {wanted} dans {}.", other.french),
        ),
        (None, Some(wanted)) => Message::new(
            format!("{name} is the account of the other language; here it is {wanted}."),
            format!("{name} est le compte de l’autre langue; ici, c’est {wanted}."),
        )
        .suggesting(wanted),
        (None, None) => Message::new(
            format!("{name} is not named in the {}.", other.english),
            format!("{name} n’est pas mentionné dans {}.", other.french),
        ),
    }
}

/// Emoji that say something by themselves: warnings, prohibitions, flags.
fn is_grave(emoji: &str) -> bool {
    emoji.chars().any(|c| {
        matches!(
            c,
            '⚠' | '⛔'
                | '🚫'
                | '🚨'
                | '☢'
                | '☣'
                | '🆘'
                | '❌'
                | '✅'
                | '🛑'
                | '⚡'
                | '🔥'
                | '📵'
                | '🔞'
                | '🚱'
                | '🚳'
                | '🚷'
                | '🚭'
                | '\u{1f1e6}'..='\u{1f1ff}'
        )
    })
}

fn emoji_parity(versions: &Versions) -> Vec<Message> {
    if !versions.are_whole() {
        return Vec::new();
    }
    let same = |one: &str, other: &str| one == other;
    let (english, french) = unmatched(versions, |it| &it.emoji, &[&same]);
    let english = english.into_iter().map(|piece| (Language::English, piece));
    let alone = english.chain(french.into_iter().map(|piece| (Language::French, piece)));
    alone
        .map(|(side, piece)| {
            let other = named(side.other());
            let severity = if is_grave(&piece.text) {
                Severity::Warning
            } else {
                Severity::Information
            };
            Message::new(
                format!(
                    "{} is missing in the {}.",
                    shown(&piece.text),
                    other.english
                ),
                format!("{} manque dans {}.", shown(&piece.text), other.french),
            )
            .at(side, piece.span.clone())
            .weighing(severity)
        })
        .collect()
}
