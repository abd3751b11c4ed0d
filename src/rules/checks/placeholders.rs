//! What a template left behind.

use super::{Check, EQUAL, pattern, places, shown};
use crate::model::{Bilingual, Message, RuleInfo, Severity};
use crate::rules::versions::Versions;
use regex::Regex;
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

/// Fields in brackets or braces, format codes, letters that stand for figures, and promises.
static LEFT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        \[[\p{Lu}\d\ _’'/.:-]*\p{Lu}{2}[\p{Lu}\d\ _’'/.:-]*\]
        | (?i:\[(?:insert|insérer|inserer|add|ajouter|link|lien|url|date|name|nom|title|titre|text|texte|tbd|tbc|to\ come|à\ venir|todo|placeholder|hashtag|image|photo)\b[^\]\n]{0,60}\])
        | \{\{[^}\n]{0,60}\}\} | \$\{[^}\n]{0,60}\} | \{%[^%\n]{0,60}%\} | <%[^%\n]{0,60}%>
        | %(?:\([a-z_]+\))?[sd]\b | %\d?\$s
        | \b(?:TBD|TBC|TBA|ÀD|TODO|FIXME)\b
        | \bXX+\b | \b[Xx]{3,}\b | \b\d*X{2,}-\d+|\b_{3,}|_{4,}
        | (?i:(?:[:(–—-]\s*)to\ be\ (?:determined|translated|confirmed|announced)\b)
        | (?i:\b(?:lorem\ ipsum|translation\ to\ (?:come|follow)|french\ to\ (?:come|follow)|english\ to\ follow|(?:traduction|lien|texte|version\ (?:française|anglaise)|français|anglais)\ à\ (?:venir|suivre)|(?:date|heure|lieu|nom|titre|endroit)s?\ à\ (?:déterminer|confirmer|préciser)|insert\ (?:link|text|date|name)\ here|insérer\ (?:le\ |un\ )?(?:lien|texte)\ ici|your\ text\ here|votre\ texte\ ici)\b)
        ",
    )
});

fn placeholder(versions: &Versions) -> Vec<Message> {
    versions
        .each()
        .flat_map(|(language, side)| {
            let found = if may_hold(side.text) {
                places(&LEFT, side.text)
            } else {
                Vec::new()
            };
            found.into_iter().take(5).map(move |place| {
                let words = shown(side.words(&place));
                // The same field on both sides is one that the publishing tool fills in.
                let there = versions.sides.get(language.other()).text;
                let is_code = words.starts_with(['{', '$', '%', '<']);
                let severity = if is_code && there.contains(&words) {
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

/// Is there a mark or a word that every such field has? One look where the pattern would need ten.
fn may_hold(text: &str) -> bool {
    text.bytes()
        .any(|byte| matches!(byte, b'[' | b'{' | b'%' | b'<' | b'$' | b'_' | b'X'))
        || [
            "xxx", "TB", "À", "TODO", "FIXME", "orem", "OREM", "to be", "To be", "o come",
            "follow", "venir", "VENIR", "suivre", "SUIVRE", "COME", "FOLLOW", "here", "ici", "à ",
        ]
        .iter()
        .any(|word| text.contains(word))
}
