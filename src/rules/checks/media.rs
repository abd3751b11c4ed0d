//! Media: as many and of the same kinds, described in the language of the post, captioned in both.

use super::{Check, named, pattern, shown};
use crate::model::{Bilingual, Language, MediaKind, Message, RuleInfo, Severity};
use crate::rules::versions::{Order, Versions};
use crate::text::{language::detect, parts, wording};
use regex::Regex;
use std::sync::LazyLock;

pub(in crate::rules) static MEDIA_PARITY: Check = Check::new(
    &RuleInfo {
        name: "media-parity",
        title: Bilingual::new("Media", "Médias"),
        summary: Bilingual::new(
            "The versions do not have the same number or kinds of media.",
            "Les versions n’ont pas le même nombre ou les mêmes types de médias.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/media-parity.en.txt"),
            include_str!("../manuals/media-parity.fr.txt"),
        ),
        provisions: &["ola-27", "daod-2008-8-4.10-4"],
        severity: Severity::Warning,
    },
    media_parity,
);

pub(in crate::rules) static ALT_TEXT: Check = Check::new(
    &RuleInfo {
        name: "alt-text",
        title: Bilingual::new("Alternative text", "Texte de remplacement"),
        summary: Bilingual::new(
            "An alternative text is missing, in the wrong language or no description.",
            "Un texte de remplacement manque, est dans la mauvaise langue ou ne décrit rien.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/alt-text.en.txt"),
            include_str!("../manuals/alt-text.fr.txt"),
        ),
        provisions: &["ola-27", "dolcs-6.6.3.5"],
        severity: Severity::Warning,
    },
    alt_text,
);

pub(in crate::rules) static CAPTIONS: Check = Check::new(
    &RuleInfo {
        name: "captions",
        title: Bilingual::new("Captions", "Sous-titres"),
        summary: Bilingual::new(
            "A film has captions in one version only, or in the wrong language.",
            "Une vidéo n’est sous-titrée que dans une version, ou dans la mauvaise langue.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/captions.en.txt"),
            include_str!("../manuals/captions.fr.txt"),
        ),
        provisions: &["ola-27"],
        severity: Severity::Warning,
    },
    captions,
);

fn media_parity(versions: &Versions) -> Vec<Message> {
    if versions
        .each()
        .any(|(_, side)| side.is_blank() && side.content.media.is_empty())
    {
        return Vec::new();
    }
    let count = |language: Language, kind: MediaKind| {
        let media = versions.sides.get(language).content.media.iter();
        media.filter(|media| media.kind == kind).count()
    };
    let kinds = [
        (MediaKind::Image, "images", "d’images"),
        (MediaKind::Video, "videos", "de vidéos"),
        (
            MediaKind::Audio,
            "sound recordings",
            "d’enregistrements sonores",
        ),
        (MediaKind::Other, "other media", "d’autres médias"),
    ];
    kinds
        .into_iter()
        .filter_map(|(kind, english, french)| {
            let (one, other) = (
                count(Language::English, kind),
                count(Language::French, kind),
            );
            (one != other).then(|| {
                Message::new(
                    format!("Number of {english}: {one} in English, {other} in French."),
                    format!("Nombre {french}\u{a0}: {one} en anglais, {other} en français."),
                )
            })
        })
        .collect()
}

/// A file name, or what a camera or a tool writes.
static FILE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:[\w\- .()]+\.(?:jpe?g|png|gif|webp|heic|tiff?|bmp|svg|mp4|mov|avi|pdf)|(?:img|dsc|dscn|dscf|pxl|image|photo|picture|screenshot|capture|untitled|sans titre)[\s_\-]*\d*|image may contain.*|no alt(?:ernative)? text.*|alt text|texte de remplacement|texte alternatif)\s*$",
    )
});

fn alt_text(versions: &Versions) -> Vec<Message> {
    let mut messages = Vec::new();
    for (language, side) in versions.each() {
        let there = &versions.sides.get(language.other()).content.media;
        for (number, media) in side.content.media.iter().enumerate() {
            if !matches!(media.kind, MediaKind::Image | MediaKind::Video) {
                continue;
            }
            let other = there.get(number).and_then(|other| other.alt.as_deref());
            let alt = media.alt.as_deref().map(str::trim);
            // A source that shows no alternative text at all says nothing.
            let told = !versions.around.published || other.is_some_and(|it| !it.trim().is_empty());
            let fault = match alt {
                None | Some("") if media.kind == MediaKind::Image && told => Some((
                    "has no alternative text".to_owned(),
                    "n’a pas de texte de remplacement".to_owned(),
                )),
                None | Some("") => None,
                Some(alt) => faulty(alt, other, language, versions),
            };
            // Missing on both sides, it is a matter of accessibility: both publics are served alike.
            let is_equal =
                alt.is_none_or(str::is_empty) && other.is_none_or(|it| it.trim().is_empty());
            if let Some((english, french)) = fault {
                let (own, number) = (named(language), number + 1);
                let severity = if is_equal {
                    Severity::Style
                } else {
                    Severity::Warning
                };
                messages.push(
                    Message::new(
                        format!("Picture {number} with the {} {english}.", own.english),
                        format!("L’image {number} avec {} {french}.", own.french),
                    )
                    .of(language)
                    .weighing(severity),
                );
            }
        }
    }
    messages
}

fn faulty(
    alt: &str,
    other: Option<&str>,
    language: Language,
    versions: &Versions,
) -> Option<(String, String)> {
    let words = shown(alt);
    if FILE.is_match(alt) {
        return Some((
            format!("has a file name for its alternative text (“{words}”)"),
            format!("a un nom de fichier pour texte de remplacement («\u{a0}{words}\u{a0}»)"),
        ));
    }
    let written = detect(parts::head(alt)).language.single();
    if written == Some(language.other()) && versions.around.order == Order::Separate {
        let name = wording::language(language.other());
        return Some((
            format!("has its alternative text in {} (“{words}”)", name.english),
            format!(
                "a son texte de remplacement en {} («\u{a0}{words}\u{a0}»)",
                name.french
            ),
        ));
    }
    let is_copied = other.is_some_and(|other| other.trim() == alt)
        && written != Some(language)
        && parts::words(alt).count() > 3;
    is_copied.then(|| {
        (
            format!("has the alternative text of the other language (“{words}”)"),
            format!("a le texte de remplacement de l’autre langue («\u{a0}{words}\u{a0}»)"),
        )
    })
}

fn captions(versions: &Versions) -> Vec<Message> {
    let captions = |language: Language, number: usize| -> Option<&Vec<String>> {
        let media = versions.sides.get(language).content.media.get(number)?;
        media.captions.as_ref().filter(|list| !list.is_empty())
    };
    let mut messages = Vec::new();
    for (language, side) in versions.each() {
        // What a source does not show is not missing.
        let knows =
            !versions.around.published || side.content.media.iter().any(|it| it.captions.is_some());
        for (number, media) in side.content.media.iter().enumerate() {
            if media.kind != MediaKind::Video || !knows {
                continue;
            }
            let is_own = |tag: &String| Language::from_tag(tag) == Some(language);
            let lacks = match captions(language, number) {
                Some(list) => !list.iter().any(is_own),
                None => captions(language.other(), number).is_some(),
            };
            if lacks {
                let (name, number) = (wording::language(language), number + 1);
                messages.push(
                    Message::new(
                        format!(
                            "Video {number} with the {} text has no captions in {}.",
                            name.english, name.english
                        ),
                        format!(
                            "La vidéo {number} avec {} n’a pas de sous-titres en {}.",
                            named(language).french,
                            name.french
                        ),
                    )
                    .of(language),
                );
            }
        }
    }
    messages
}
