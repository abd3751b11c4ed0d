//! Lengths: what the platform takes, what the French will need, what one side says more than the other.

use super::{Check, EQUAL};
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity};
use crate::rules::versions::{Order, Side, Versions};
use crate::text::length::{self, BLUESKY_BYTES, Platform};
use crate::text::wording;

pub(in crate::rules) static LENGTH: Check = Check::draft(
    &RuleInfo {
        name: "length",
        title: Bilingual::new("Too long for the platform", "Trop long pour la plateforme"),
        summary: Bilingual::new(
            "A text is longer than the platform allows.",
            "Un texte dépasse la limite de la plateforme.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/length.en.txt"),
            include_str!("../manuals/length.fr.txt"),
        ),
        provisions: &[],
        severity: Severity::Error,
    },
    length,
);

pub(in crate::rules) static LENGTH_FORECAST: Check = Check::draft(
    &RuleInfo {
        name: "length-forecast",
        title: Bilingual::new("The French will be too long", "Le français sera trop long"),
        summary: Bilingual::new(
            "The French of this English text will probably not fit.",
            "La version française de ce texte anglais ne tiendra probablement pas.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/length-forecast.en.txt"),
            include_str!("../manuals/length-forecast.fr.txt"),
        ),
        provisions: &["daod-2008-8-4.10-7"],
        severity: Severity::Warning,
    },
    length_forecast,
);

pub(in crate::rules) static LENGTH_RATIO: Check = Check::new(
    &RuleInfo {
        name: "length-ratio",
        title: Bilingual::new("Lengths far apart", "Longueurs très différentes"),
        summary: Bilingual::new(
            "One version says far more than the other.",
            "Une version en dit beaucoup plus que l’autre.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/length-ratio.en.txt"),
            include_str!("../manuals/length-ratio.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Information,
    },
    length_ratio,
);

/// Platforms of the draft whose limits are known.
fn platforms(versions: &Versions) -> impl Iterator<Item = &'static Platform> {
    let names = versions.around.platforms.iter();
    names.filter_map(|name| length::find(&name.to_lowercase()))
}

fn length(versions: &Versions) -> Vec<Message> {
    let mut messages: Vec<Message> = versions
        .each()
        .filter_map(|(language, side)| cut(language, side))
        .collect();
    for platform in platforms(versions) {
        let name = platform.name;
        for (language, side) in versions.each() {
            let (long, limit) = (platform.length(&side.content.text), platform.limit);
            let own = wording::language(language);
            if long > limit {
                let over = long - limit;
                messages.push(
                    Message::new(
                        format!(
                            "{name}: the {} text counts {long} of {limit}; {over} too many.",
                            own.english
                        ),
                        format!(
                            "{name}\u{a0}: le texte {} compte {long} sur {limit}; {over} de trop.",
                            own.french
                        ),
                    )
                    .of(language),
                );
            } else if name == "bluesky" && side.content.text.len() > BLUESKY_BYTES {
                let bytes = side.content.text.len();
                messages.push(
                    Message::new(
                        format!(
                            "{name}: the {} text has {bytes} bytes of {BLUESKY_BYTES}.",
                            own.english
                        ),
                        format!(
                            "{name}\u{a0}: le texte {} fait {bytes} octets sur {BLUESKY_BYTES}.",
                            own.french
                        ),
                    )
                    .of(language),
                );
            }
            let Some(limit) = platform.alt_limit else {
                continue;
            };
            for (number, media) in side.content.media.iter().enumerate() {
                let long = media.alt.as_deref().map_or(0, |alt| alt.chars().count());
                if long > limit {
                    let number = number + 1;
                    messages.push(
                        Message::new(
                            format!("{name}: the {} alternative text {number} has {long} characters of {limit}.", own.english),
                            format!("{name}\u{a0}: le texte de remplacement {number} en {} a {long} caractères sur {limit}.", own.french),
                        )
                        .of(language),
                    );
                }
            }
        }
    }
    messages
}

/// Nothing is left unread in silence.
fn cut(language: Language, side: &Side) -> Option<Message> {
    let (read, all) = (side.text.len(), side.content.text.len());
    let own = wording::language(language);
    (read < all).then(|| {
        Message::new(
            format!(
                "Only the first {read} of {all} bytes of the {} text were checked.",
                own.english
            ),
            format!(
                "Seuls les {read} premiers octets sur {all} du texte {} ont été vérifiés.",
                own.french
            ),
        )
        .of(language)
        .weighing(Severity::Information)
    })
}

/// The share of the limit, for the English, from which the French is unlikely to fit: of blog descriptions of 200 to 220
/// characters 31 % did not fit into 280, of 220 to 240 already 55 %.
const LIKELY: f64 = 215.0 / 280.0;

fn length_forecast(versions: &Versions) -> Vec<Message> {
    let (english, french) = (&versions.sides.english, &versions.sides.french);
    if !french.is_blank() || english.is_blank() || versions.around.order == Order::Both {
        return Vec::new();
    }
    platforms(versions)
        .filter_map(|platform| {
            let (long, limit) = (platform.length(english.text), platform.limit);
            if number(long) < LIKELY * number(limit) {
                return None;
            }
            let (name, needed) = (platform.name, length::french_of(long));
            Some(
                Message::new(
                    format!("{name}: the French will take about {needed} of {limit}; shorten the English now."),
                    format!("{name}\u{a0}: le français comptera environ {needed} sur {limit}; abrégez l’anglais dès maintenant."),
                )
                .of(Language::English)
                .sure(0.6),
            )
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "lengths of posts")]
fn number(length: usize) -> f64 {
    length as f64
}

/// Characters below which lengths say nothing.
const SHORT: usize = 60;
/// French characters for an English one, and their variance (Gale and Church 1993; fitted robustly on federal pairs).
const RATIO: f64 = 1.27;
const VARIANCE: f64 = 2.8;
/// Standard deviations from which one side says more.
const FAR: f64 = 4.5;

fn length_ratio(versions: &Versions) -> Vec<Message> {
    let (english, french) = (
        versions.sides.english.pieces.length,
        versions.sides.french.pieces.length,
    );
    let is_cut = versions
        .each()
        .any(|(language, side)| cut(language, side).is_some());
    if !versions.are_comparable()
        || is_cut
        || english.max(french) <= SHORT
        || versions.around.order == Order::Both
    {
        return Vec::new();
    }
    let (one, other) = (number(english), number(french));
    // With the longer side's spread: a short text against a long one is not judged by the short one's.
    let mean = one.midpoint(other / RATIO);
    let z = (other - RATIO * one) / (mean * VARIANCE * RATIO).sqrt();
    if z.abs() < FAR {
        return Vec::new();
    }
    vec![Message::new(
        format!("The English has {english} characters, the French {french}: one says far more."),
        format!("L’anglais compte {english} caractères, le français {french}\u{a0}: l’un en dit beaucoup plus."),
    )
    .sure(0.7)]
}
