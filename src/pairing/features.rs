//! The named features of two posts. Each is a number that the weights of `corpora/pairing.toml` multiply;
//! 0 says "nothing to see" and so costs nothing.

use super::profile::Profile;
use crate::model::Bilingual;
use crate::text::links::{Target, alike};
use crate::text::similarity::{Weighted, likeness};
use crate::text::values::{Value, agreement as value_agreement};

/// How many features there are.
pub(super) const COUNT: usize = 17;

/// Their names, in the order of [`measure`].
pub(super) const NAMES: [&str; COUNT] = [
    "time",
    "words",
    "words-apart",
    "media",
    "media-apart",
    "media-file",
    "links",
    "links-apart",
    "numbers",
    "numbers-apart",
    "handles",
    "handles-apart",
    "hashtags",
    "hashtags-apart",
    "emoji",
    "length-apart",
    "same-language",
];

/// The features in words.
pub(super) const TEXTS: [Bilingual<&str>; COUNT] = [
    Bilingual::new("time between the posts", "temps entre les publications"),
    Bilingual::new("words alike", "mots apparentés"),
    Bilingual::new("no word alike", "aucun mot apparenté"),
    Bilingual::new("same kinds of media", "mêmes types de médias"),
    Bilingual::new("media differ", "médias différents"),
    Bilingual::new("same media file", "même fichier média"),
    Bilingual::new("same link target", "même cible de lien"),
    Bilingual::new("links differ", "liens différents"),
    Bilingual::new("same numbers", "mêmes nombres"),
    Bilingual::new("numbers differ", "nombres différents"),
    Bilingual::new("same handles", "mêmes identifiants"),
    Bilingual::new("handles differ", "identifiants différents"),
    Bilingual::new("hashtags alike", "mots-clics apparentés"),
    Bilingual::new("hashtags differ", "mots-clics différents"),
    Bilingual::new("same emoji", "mêmes émojis"),
    Bilingual::new("lengths differ", "longueurs différentes"),
    Bilingual::new("same language", "même langue"),
];

/// One post ready to be compared: its profile and the weights of its words.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) profile: &'a Profile,
    pub(super) weights: &'a [f64],
}

/// The features of an English and a French candidate.
pub(super) fn measure(english: Side, french: Side) -> [f64; COUNT] {
    let (e, f) = (english.profile, french.profile);
    let words = likeness(
        Weighted {
            vocabulary: &e.vocabulary,
            weights: english.weights,
        },
        Weighted {
            vocabulary: &f.vocabulary,
            weights: french.weights,
        },
    );
    let enough_words = e.vocabulary.len() >= 4 && f.vocabulary.len() >= 4;
    let (links, links_apart) = link_agreement(&e.links, &f.links);
    let (numbers, numbers_apart) = values(&e.values, &f.values);
    let (handles, handles_apart) = agreement(&e.handles, &f.handles);
    let (hashtags, hashtags_apart) = counts(&e.hashtags, &f.hashtags);
    [
        -elapsed(e, f),
        words.sqrt(),
        flag(enough_words && words < 0.05),
        flag(e.media == f.media && !e.media.is_empty()),
        flag(e.media != f.media),
        flag(
            e.media_ids
                .iter()
                .any(|id| f.media_ids.binary_search(id).is_ok()),
        ),
        links,
        links_apart,
        numbers,
        numbers_apart,
        handles,
        handles_apart,
        hashtags,
        hashtags_apart,
        flag(!e.emoji.is_empty() && e.emoji == f.emoji),
        length_apart(e.length, f.length),
        flag(e.language.single().is_some() && e.language == f.language),
    ]
}

/// Logarithm of the minutes between the two, so that the first minutes count most; what lies within the
/// stated precision is no distance.
fn elapsed(e: &Profile, f: &Profile) -> f64 {
    let slack = e.precision.max(f.precision) - 1;
    let seconds = ((e.at - f.at).abs() - slack).max(0);
    #[expect(clippy::cast_precision_loss, reason = "seconds of a few days")]
    let minutes = seconds as f64 / 60.0;
    minutes.ln_1p()
}

fn flag(on: bool) -> f64 {
    f64::from(u8::from(on))
}

/// For two sorted lists: the share that agrees, and how much speaks against (half for a one-sided list).
fn agreement(one: &[String], other: &[String]) -> (f64, f64) {
    if one.is_empty() && other.is_empty() {
        return (0.0, 0.0);
    }
    if one.is_empty() || other.is_empty() {
        return (0.0, 0.5);
    }
    let common = one
        .iter()
        .filter(|item| other.binary_search(item).is_ok())
        .count();
    let share = portion(2 * common, one.len() + other.len()).min(1.0);
    (share, 1.0 - share)
}

/// For the links of both posts: how many lead to one page, weak evidence in part, and the share that has no like
/// (half for a one-sided list).
fn link_agreement(english: &[Target], french: &[Target]) -> (f64, f64) {
    let (few, many) = if english.len() <= french.len() {
        (english, french)
    } else {
        (french, english)
    };
    if few.is_empty() {
        return (0.0, if many.is_empty() { 0.0 } else { 0.5 });
    }
    let best = |one: &Target| {
        many.iter()
            .map(|other| alike(one, other))
            .fold(0.0, f64::max)
    };
    let (mut like, mut apart) = (0.0, many.len() - few.len());
    for weight in few.iter().map(best) {
        like += weight;
        apart += if weight > 0.0 { 0 } else { 2 };
    }
    let total = portion(few.len() + many.len(), 1);
    (2.0 * like / total, portion(apart, 1) / total)
}

/// For the values of both texts: the share that both state, and how much speaks against (half when one text
/// states none).
fn values(english: &[Value], french: &[Value]) -> (f64, f64) {
    if english.is_empty() && french.is_empty() {
        return (0.0, 0.0);
    }
    let found = value_agreement(english, french);
    let against = found.against(english, french);
    let common = 2 * found.common.len();
    let total = common + against;
    let weight = if english.is_empty() || french.is_empty() {
        0.5
    } else {
        1.0
    };
    (portion(common, total), weight * portion(against, total))
}

/// Hashtags are translated, so their number counts beside their words.
fn counts(one: &[String], other: &[String]) -> (f64, f64) {
    let (share, _) = agreement(one, other);
    if one.is_empty() && other.is_empty() {
        (0.0, 0.0)
    } else if one.len() == other.len() {
        (0.5 + 0.5 * share, 0.0)
    } else {
        (
            share,
            1.0 - portion(one.len().min(other.len()), one.len().max(other.len())),
        )
    }
}

#[expect(clippy::cast_precision_loss, reason = "lengths of short lists")]
fn portion(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Distance of the length ratio from the usual one (French about 10 % longer), beyond what is common.
fn length_apart(english: usize, french: usize) -> f64 {
    let ratio = (portion(french + 20, 1) / portion(english + 20, 1)).ln() - 0.1;
    (ratio.abs() - 0.2).max(0.0)
}
