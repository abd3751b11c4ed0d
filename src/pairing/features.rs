//! The named features of two posts. Each is a number that the weights of `corpora/pairing.toml` multiply;
//! 0 says "nothing to see", and so "absent on both sides" costs nothing and gains nothing.

use super::marks::{Agreements, Kind};
use super::overlap::Shared;
use super::profile::Profile;
use crate::model::{Bilingual, Language};

/// How many features there are.
pub(super) const COUNT: usize = 19;

/// A feature: its name in `corpora/pairing.toml`, itself in words, and which sign its weight must have.
pub(super) struct Feature {
    pub(super) name: &'static str,
    pub(super) text: Bilingual<&'static str>,
    /// Must it speak for a pair (+1) or against (-1)?
    pub(super) sign: f64,
}

const fn feature(
    name: &'static str,
    sign: f64,
    english: &'static str,
    french: &'static str,
) -> Feature {
    Feature {
        name,
        text: Bilingual::new(english, french),
        sign,
    }
}

/// All of them, in the order of [`measure`].
pub(super) const FEATURES: [Feature; COUNT] = [
    feature(
        "time",
        1.0,
        "time between the posts",
        "temps entre les publications",
    ),
    feature(
        "rivals",
        1.0,
        "other candidates near in time",
        "autres candidates proches dans le temps",
    ),
    feature("words", 1.0, "words alike", "mots apparentés"),
    feature(
        "words-apart",
        -1.0,
        "words without their like",
        "mots sans équivalent",
    ),
    feature("media", 1.0, "same kinds of media", "mêmes types de médias"),
    feature("media-apart", -1.0, "media differ", "médias différents"),
    feature("media-file", 1.0, "same media file", "même fichier média"),
    feature("links", 1.0, "same link target", "même cible de lien"),
    feature("links-apart", -1.0, "links differ", "liens différents"),
    feature("values", 1.0, "same values", "mêmes valeurs"),
    feature("values-apart", -1.0, "values differ", "valeurs différentes"),
    feature(
        "values-alone",
        -1.0,
        "values on one side only",
        "valeurs d’un seul côté",
    ),
    feature("handles", 1.0, "same handles", "mêmes identifiants"),
    feature(
        "handles-apart",
        -1.0,
        "handles differ",
        "identifiants différents",
    ),
    feature("hashtags", 1.0, "same hashtags", "mêmes mots-clics"),
    feature(
        "hashtags-apart",
        -1.0,
        "number of hashtags differs",
        "nombre différent de mots-clics",
    ),
    feature("emoji", 1.0, "same emoji", "mêmes émojis"),
    feature("emoji-apart", -1.0, "emoji differ", "émojis différents"),
    feature(
        "length-apart",
        -1.0,
        "lengths differ",
        "longueurs différentes",
    ),
];

/// What one candidate pair is compared by.
pub(super) struct Compared<'a> {
    pub(super) english: &'a Profile,
    pub(super) french: &'a Profile,
    /// What their words say.
    pub(super) words: Words,
    /// What of their values, links and other marks agrees.
    pub(super) marks: Agreements,
    /// What the time between them says.
    pub(super) time: f64,
    /// What the number of candidates in their windows says ([`rivals`]).
    pub(super) rivals: f64,
}

/// The features of an English and a French candidate.
pub(super) fn measure(it: &Compared) -> [f64; COUNT] {
    let (e, f) = (it.english, it.french);
    let marks = |kind: Kind| it.marks.of(kind);
    let (values, links) = (marks(Kind::Values), marks(Kind::Links));
    let hashtags = |profile: &Profile| profile.marks[Kind::Hashtags as usize].len();
    let both_have_values = !e.values.is_empty() && !f.values.is_empty();
    [
        it.time,
        it.rivals,
        it.words.alike,
        it.words.apart,
        marks(Kind::Media).common,
        flag(marks(Kind::Media).common == 0.0),
        marks(Kind::Files).common,
        links.common,
        links.apart(),
        values.common,
        values.english.min(values.french),
        if both_have_values {
            0.0
        } else {
            values.apart()
        },
        marks(Kind::Handles).common,
        marks(Kind::Handles).apart(),
        marks(Kind::Hashtags).common,
        count(hashtags(e).abs_diff(hashtags(f))),
        marks(Kind::Emoji).common,
        marks(Kind::Emoji).apart(),
        length_apart(e.length_log, f.length_log),
    ]
}

/// What it says that so many candidates lie in the windows of two posts, in the middle of the two.
pub(super) fn rivals(candidates: usize) -> f64 {
    -log(count(candidates))
}

/// The logarithms of the weight of both sides' words that agree, added, and of those that do not: a text that says much
/// and has much in common is stronger evidence than one of three words, but not in proportion.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    alike: f64,
    apart: f64,
}

impl Words {
    pub(super) fn of(shared: Shared) -> Self {
        let logs = |side: Language| {
            let (agreed, all) = (f64::from(*shared.agreed.get(side)), shared.all.get(side));
            if agreed == 0.0 {
                (0.0, all.log)
            } else {
                (log(agreed), log(all.weight - agreed))
            }
        };
        let (english, french) = (logs(Language::English), logs(Language::French));
        Self {
            alike: english.0 + french.0,
            apart: english.1 + french.1,
        }
    }
}

/// Logarithm of one more; single precision is enough, and half of a comparison's work were these otherwise.
#[expect(clippy::cast_possible_truncation, reason = "weights of words")]
fn log(weight: f64) -> f64 {
    (1.0 + weight.max(0.0) as f32).ln().into()
}

fn flag(on: bool) -> f64 {
    f64::from(u8::from(on))
}

#[expect(clippy::cast_precision_loss, reason = "counts and lengths of posts")]
pub(super) fn count(number: usize) -> f64 {
    number as f64
}

/// Distance of the length ratio from the usual one (French about 10 % longer), beyond what is common; of the
/// logarithms of both lengths.
fn length_apart(english: f64, french: f64) -> f64 {
    ((french - english - 0.1).abs() - 0.2).max(0.0)
}
