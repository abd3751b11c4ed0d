//! What is wrong with a configuration, in both languages: the parser speaks English only, and of its own types.

use crate::model::{Bilingual, Problem};

/// A parser's error with its line, and for an unknown name the nearest known one.
pub(super) fn explain(place: &str, text: &str, error: &toml::de::Error) -> Problem {
    let place = error
        .span()
        .map_or_else(|| place.to_owned(), |span| at(place, text, span.start));
    let message = error.message();
    let Bilingual { english, french } = unknown(message)
        .or_else(|| missing(message))
        .or_else(|| wrong_kind(message))
        .unwrap_or_else(|| syntax(message));
    Problem::new(place, english, french)
}

/// The place with the line of a byte in the text.
pub(super) fn at(place: &str, text: &str, byte: usize) -> String {
    let before = text.bytes().take(byte);
    let line = before.filter(|byte| *byte == b'\n').count() + 1;
    format!("{place}:{line}")
}

/// The name that looks most like the one that was written, if one does.
pub(super) fn nearest<'n>(
    written: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let alike = |name: &str| strsim::jaro_winkler(written, name);
    known
        .into_iter()
        .max_by(|a, b| alike(a).total_cmp(&alike(b)))
        .filter(|name| alike(name) > 0.6)
}

/// `; did you mean “near”?`
pub(super) fn did_you_mean(near: Option<&str>) -> Bilingual<String> {
    near.map_or_else(Bilingual::default, |near| {
        Bilingual::text(
            format!("; did you mean “{near}”?"),
            format!("; vouliez-vous dire «\u{a0}{near}\u{a0}»?"),
        )
    })
}

fn unknown(message: &str) -> Option<Bilingual<String>> {
    let is_field = message.starts_with("unknown field");
    if !is_field && !message.starts_with("unknown variant") {
        return None;
    }
    let mut quoted = quoted(message);
    let name = quoted.next().unwrap_or_default();
    let near = did_you_mean(nearest(name, quoted));
    let (english, french) = if is_field {
        ("key", "clé inconnue")
    } else {
        ("value", "valeur inconnue")
    };
    Some(Bilingual::new(
        format!("unknown {english} “{name}”{}", near.english),
        format!("{french} «\u{a0}{name}\u{a0}»{}", near.french),
    ))
}

fn missing(message: &str) -> Option<Bilingual<String>> {
    let name = quoted(message).next();
    if let Some(name) = name.filter(|_| message.starts_with("missing field")) {
        return Some(Bilingual::new(
            format!("the key “{name}” is missing"),
            format!("il manque la clé «\u{a0}{name}\u{a0}»"),
        ));
    }
    let name = name.filter(|_| message.starts_with("duplicate field"))?;
    Some(Bilingual::new(
        format!("the key “{name}” stands twice"),
        format!("la clé «\u{a0}{name}\u{a0}» figure deux fois"),
    ))
}

/// What the parser puts between backquotes.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

/// What was expected of a value.
const EXPECTED: [(&[&str], Bilingual<&str>); 5] = [
    (
        &["a string", "string or table"],
        Bilingual::new("a text in quotes", "un texte entre guillemets droits"),
    ),
    (
        &["u32", "u64", "usize"],
        Bilingual::new("a whole number, 0 or more", "un nombre entier, 0 ou plus"),
    ),
    (&["f64"], Bilingual::new("a number", "un nombre")),
    (
        &["a boolean"],
        Bilingual::new("true or false", "true ou false (vrai ou faux)"),
    ),
    (
        &["a sequence"],
        Bilingual::new("a list in [ ]", "une liste entre [ ]"),
    ),
];

/// What stands there instead.
const FOUND: [(&str, Bilingual<&str>); 8] = [
    ("integer", Bilingual::new("a number", "un nombre")),
    ("floating", Bilingual::new("a number", "un nombre")),
    (
        "string",
        Bilingual::new("a text in quotes", "un texte entre guillemets"),
    ),
    ("boolean", Bilingual::new("true or false", "true ou false")),
    ("sequence", Bilingual::new("a list", "une liste")),
    ("map", Bilingual::new("a table", "une table")),
    ("datetime", Bilingual::new("a date", "une date")),
    ("", Bilingual::new("something else", "autre chose")),
];

fn wrong_kind(message: &str) -> Option<Bilingual<String>> {
    if message.contains("any variant of untagged enum AccountRow") {
        return Some(Bilingual::text(
            "an account is a text in quotes, or a table: { handle = \"…\", id, token, server }",
            "un compte est un texte entre guillemets droits, ou une table\u{a0}: { handle = \"…\", id, token, server }",
        ));
    }
    let of_kind = message.strip_prefix("invalid type: ");
    let rest = of_kind.or_else(|| message.strip_prefix("invalid value: "))?;
    let (found, expected) = rest.rsplit_once(", expected ")?;
    let wanted = EXPECTED
        .iter()
        .find(|(names, _)| names.contains(&expected))
        // The rest are tables, named by types that are the program's own business.
        .map_or(
            Bilingual::new("a table with keys", "une table avec des clés"),
            |(_, words)| *words,
        );
    if of_kind.is_none() {
        return Some(Bilingual::new(
            format!("this must be {}", wanted.english),
            format!("il faut ici {}", wanted.french),
        ));
    }
    let found = FOUND.iter().find(|(name, _)| found.starts_with(name))?.1;
    Some(Bilingual::new(
        format!("this must be {}, not {}", wanted.english, found.english),
        format!("il faut ici {}, et non {}", wanted.french, found.french),
    ))
}

/// Faults of form: how the parser's message begins, and what a person did.
const SYNTAX: [(&str, &str); 32] = [
    ("duplicate key", "cette clé ou cette table figure deux fois"),
    (
        "string values must be quoted",
        "la valeur manque, ou c’est un texte sans ses guillemets droits",
    ),
    (
        "invalid basic string",
        "il manque le guillemet droit fermant",
    ),
    ("invalid literal string", "il manque l’apostrophe fermante"),
    (
        "invalid multi-line",
        "il manque les trois guillemets fermants",
    ),
    ("missing opening quote", "il manque un guillemet ouvrant"),
    ("missing value", "il manque une valeur après le signe ="),
    (
        "key with no value",
        "cette clé n’a pas de valeur; écrivez clé = valeur",
    ),
    (
        "missing assignment",
        "il manque le signe = entre la clé et la valeur",
    ),
    ("extra assignment", "il y a un signe = de trop"),
    ("extra `=`", "il y a un signe = de trop"),
    ("unexpected `=`", "il y a un signe = de trop"),
    ("missing comma", "il manque une virgule"),
    ("extra comma", "il y a une virgule de trop"),
    ("unclosed inline table", "il manque l’accolade fermante }"),
    ("unclosed array table", "il manque les crochets fermants ]]"),
    ("unclosed", "il manque le crochet fermant ]"),
    (
        "invalid unquoted key",
        "une clé n’a que des lettres sans accent, des chiffres, _ et -, sinon elle se met entre guillemets droits",
    ),
    ("unquoted keys cannot", "il manque le nom de la clé"),
    ("keys cannot be multi-line", "une clé tient sur une ligne"),
    ("missing key", "il manque une clé"),
    ("invalid key-value pair", "écrivez clé = valeur"),
    (
        "unexpected leading zero",
        "un nombre ne commence pas par un zéro",
    ),
    ("`_` may only", "un nombre n’a _ qu’entre deux chiffres"),
    ("unexpected", "ce qui figure ici n’est pas attendu"),
    (
        "invalid comment",
        "un commentaire contient un caractère interdit",
    ),
    (
        "missing escaped",
        "après \\ il faut un caractère d’échappement; écrivez \\\\ pour une barre oblique inverse",
    ),
    (
        "cannot extend",
        "cette clé a déjà une valeur et ne peut aussi être une table",
    ),
    (
        "invalid inline table",
        "une table entre accolades ne contient que des paires clé = valeur",
    ),
    ("invalid date", "cette date n’existe pas"),
    ("invalid time", "cette heure n’existe pas"),
    (
        "invalid value",
        "ce n’est ni un texte entre guillemets droits, ni un nombre, ni true ou false, ni une date",
    ),
];

fn syntax(message: &str) -> Bilingual<String> {
    let french = SYNTAX
        .iter()
        .find(|(start, _)| message.starts_with(start))
        .map_or(
            "vérifiez à cet endroit les guillemets, les crochets et les virgules",
            |(_, french)| french,
        );
    Bilingual::text(
        format!("not valid TOML: {message}"),
        format!("TOML non valide\u{a0}: {french}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;
    use std::fmt::Write as _;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only what goes wrong in reading it is looked at")]
    struct Form {
        name: Option<String>,
        count: Option<u32>,
        share: Option<f64>,
        is: Option<bool>,
        list: Option<Vec<String>>,
        more: Option<BTreeMap<String, String>>,
    }

    /// A French sentence with an English half helps nobody.
    #[test]
    fn what_is_wrong_is_said_in_french_too() {
        let mut said = String::new();
        for text in [
            "name = 5",
            "name = true",
            "count = \"5\"",
            "count = -1",
            "share = \"much\"",
            "is = \"yes\"",
            "list = \"a\"",
            "more = \"a\"",
            "nmae = \"a\"",
            "name = \"a\"\nname = \"b\"",
            "name = a",
            "name = \"a",
            "name = 'a",
            "name =",
            "name",
            "name \"a\"",
            "name == \"a\"",
            "list = [\"a\" \"b\"]",
            "list = [\"a\",",
            "more = { a = \"b\"",
            "more = { a = \"b\" b = \"c\" }",
            "[more",
            "[[more]",
            "né = 5",
            "count = 05",
            "name = \"a\" \"b\"",
            "name = \"\\q\"",
            "name = 2026-13-45",
            "name = \"a\"\n[name]",
        ] {
            let error = toml::from_str::<Form>(text).expect_err(text);
            let found = explain("f", text, &error);
            let Problem { place, message } = found;
            let _ = writeln!(
                said,
                "{text:?}\n  {place} {}\n  {}",
                message.english, message.french
            );
            assert!(!message.french.contains("expected"), "{said}");
        }
        assert_eq!(said, include_str!("explain_expected.txt"));
    }
}
