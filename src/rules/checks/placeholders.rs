//! What a template left behind.

use super::{Check, EQUAL, pattern, places, shown};
use crate::model::{Bilingual, Message, RuleInfo, Severity};
use crate::rules::versions::Versions;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

pub(in crate::rules) static PLACEHOLDER: Check = Check::new(
    &RuleInfo {
        name: "placeholder",
        title: Bilingual::new("Template not filled in", "Modèle non rempli"),
        summary: Bilingual::new(
            "A field of a template was not filled in.",
            "Un champ du modèle n’a pas été rempli.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/placeholder.en.txt"),
            include_str!("../manuals/placeholder.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Error,
    },
    placeholder,
);

/// Fields in brackets or braces, format codes, letters that stand for figures.
static FIELDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        \[[\p{Lu}\d\ _’'/.:-]*\p{Lu}{2}[\p{Lu}\d\ _’'/.:-]*\]
        | (?i:\[(?:insert|insérer|inserer|add|ajouter|link|lien|url|date|name|nom|title|titre|text|texte|tbd|tbc|to\ come|à\ venir|todo|placeholder|hashtag|image|photo)(?-u:\b)[^\]\n]{0,60}\])
        | \{\{[^}\n]{0,60}\}\} | \$\{[^}\n]{0,60}\} | \{%[^%\n]{0,60}%\} | <%[^%\n]{0,60}%> | (?i:</?(?:link|lien|url|date|name|nom|br|p|b|i|strong|em|a|span|div)(?:\s[^>\n]{0,80})?/?>)
        | %(?:\([a-z_]+\))?[sd](?-u:\b) | %\d?\$s
        | (?-u:\b)XX+(?-u:\b) | (?-u:\b)[Xx]{3,}(?-u:\b) | X{2,}-\d+ | _{3,}
        ",
    )
});

/// A field in brackets by its name.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\[(?:insert|insérer|inserer|add|ajouter|link|lien|url|date|name|nom|title|titre|text|texte|tbd|tbc|to come|à venir|todo|placeholder|hashtag|image|photo|traduction|translation)",
    )
});

/// Promises, and letters that make one.
static PROMISES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?-u:\b)(?:TBD|TBC|TBA|TODO|FIXME)(?-u:\b) | INSERT\ LINK | INSÉRER\ (?:LE\ |UN\ )?LIEN
        | (?i:lorem\ ipsum|translation\ to\ (?:come|follow)|(?:french|english)\ to\ (?:come|follow)|[:(–—-]\s*to\ be\ (?:determined|translated|confirmed|announced)
        | (?:traduction|lien|texte|version\ (?:française|anglaise)|français|anglais)\ à\ (?:venir|suivre)|(?:date|heure|lieu|nom|titre|endroit)s?\ à\ (?:déterminer|confirmer|préciser)
        | insert\ (?:link|text|date|name)\ here|insérer\ (?:le\ |un\ )?(?:lien|texte)\ ici|your\ text\ here|votre\ texte\ ici)
        ",
    )
});

/// Where a text has either; a field has a mark that few texts have.
fn left(text: &str) -> Vec<Range<usize>> {
    let has_mark = text.as_bytes().windows(2).any(|two| {
        matches!(
            two,
            [b'[' | b'{' | b'<' | b'_', _]
                | [b'X' | b'x', b'X' | b'x']
                | [b'%', b's' | b'd' | b'(' | b'0'..=b'9' | b'$']
                | [b'$', b's']
        )
    });
    let mut found = if has_mark {
        places(&FIELDS, text)
    } else {
        Vec::new()
    };
    found.extend(places(&PROMISES, text));
    found
}

fn placeholder(versions: &Versions) -> Vec<Message> {
    versions
        .each()
        .flat_map(|(language, side)| {
            left(side.text).into_iter().take(5).map(move |place| {
                let words = shown(side.words(&place));
                // The same field on both sides is one that the publishing tool fills in.
                let there = versions.sides.get(language.other()).text;
                let is_code = words.starts_with(['{', '$', '%', '<']);
                // `[VIDEO]` has its `[VIDÉO]`.
                let is_mark =
                    words.starts_with('[') && !NAMED.is_match(&words) && there.contains('[');
                let severity = if is_mark || is_code && there.contains(&words) {
                    Severity::Information
                } else {
                    Severity::Error
                };
                Message::new(
                    format!("“{words}” is a field of a template, still to be filled in."),
                    format!("«\u{a0}{words}\u{a0}» est un champ du modèle, encore à remplir."),
                )
                .of(language)
                .at(language, place)
                .weighing(severity)
            })
        })
        .collect()
}
