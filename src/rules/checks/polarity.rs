//! A warning that keeps its negation: *do not* against *ne pas*, *interdit*, *évitez*.
//!
//! Negation takes many words, and one language often says the positive of the other (*stay off the ice*, *n’allez pas
//! sur la glace*), so only sentences that forbid, warn or permit are looked at, and only where the other version has no
//! negative word of any kind.

use super::meaning::sentences;
use super::{Check, EQUAL, pattern};
use crate::model::{Bilingual, Language, Message, RuleInfo, Severity};
use crate::rules::versions::{Side, Versions};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

pub(in crate::rules) static POLARITY: Check = Check::new(
    &RuleInfo {
        name: "polarity",
        title: Bilingual::new("Reversed meaning", "Sens inversé"),
        summary: Bilingual::new(
            "A warning, a ban or a permission seems to be reversed in the other language.",
            "Un avertissement, une interdiction ou une permission semble inversé dans l’autre langue.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/polarity.en.txt"),
            include_str!("../manuals/polarity.fr.txt"),
        ),
        provisions: EQUAL,
        severity: Severity::Warning,
    },
    polarity,
);

/// Letters without which a text denies nothing, quickly found.
static MAY_DENY: LazyLock<Bilingual<Regex>> = LazyLock::new(|| {
    Bilingual::new(
        pattern(" not |n’t |n't |ever |prohib|forbid|bann"),
        pattern(" ne |Ne |\nne | n’|N’| n'|N'|nterdi"),
    )
});

/// English that forbids, warns or withholds, plainly.
static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?-u:\b)(?:cannot|can not)(?-u:\b)|(?-u:\b)(?:is|are) not(?-u:\b)|(?-u:\b)(?:is|are|was|were) (?:strictly )?(?:prohibited|forbidden|banned)(?-u:\b)|(?:^|[.!?:;]\s+|\n\s*|(?-u:\b)please |⚠\S*\s*)(?:do not|don[’']t|never)(?-u:\b)|(?-u:\b)(?:must|should|may) not(?-u:\b)|(?-u:\b)(?:is|are|was|were|be) not (?:yet )?(?:recommended|allowed|permitted|safe|advised|required|eligible|available|open|authorized|mandatory|affected|closed|necessary|drinkable|valid)(?-u:\b)|(?-u:\b)not (?:recommended|allowed|permitted|advised|authorized)(?-u:\b)",
    )
});
/// Any English word that denies in one way or another.
static ENGLISH_ANY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?-u:\b)(?:not|no|never|none|nothing|nobody|neither|nor|cannot|without|avoid\w*|prohibit\w*|forbid\w*|forbidden|ban|banned|bans|unless|until|un\w{4,}|in(?:accessible|eligible|valid|complete|active|visible|correct)\w*|im(?:possible|proper)\w*|dis\w{4,}|non|refus\w*|reject\w*|fail\w*|stop\w*|stay (?:off|away|out)|keep (?:off|away|out)|out of|off|free|refrain\w*|only|lack\w*|miss\w*|less|loss|prevent\w*|clos\w+|cancel\w*|except\w*|rather|instead|few|fewer|hardly|barely|any|too|but|restrict\w*|limit\w*|end\w*|illegal\w*|danger\w*|protect\w*|excluding|exclud\w*|deny|denied|den\w+|zero|beyond|expired?|exempt\w*|rescind\w*|wait\w*|regardless|despite|whether|still|yet|remain\w*|against|let us|withdraw\w*|drop\w*|remov\w*|delet\w*|skip\w*|ignor\w*|absen\w*|otherwise|leav\w*|forget\w*|worr\w*|hesitat\w*|alone|before|else|even)(?-u:\b)|n[’']t(?-u:\b)",
    )
});
/// French that does; not *ne … que*.
static FRENCH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[.!?:;]\s+|\n\s*|\bveuillez |de |à )(?:ne (?:pas|jamais)\b|(?:ne |n[’'])(?:[\p{L}’'-]+ ){0,1}?\p{L}+ez (?:pas|jamais|plus)\b)|\b(?:ne (?:sont|doit|doivent|peut|peuvent)|n[’'](?:est|était|a|ont)) (?:pas|plus|jamais) (?:encore )?(?:recommandée?s?|permise?s?|autorisée?s?|potable|sécuritaires?|sûre?s?|obligatoires?|requise?s?|nécessaires?|admissibles?|disponibles?|ouverte?s?|accessibles?|valides?|touchée?s?)\b|\b(?:est|sont) (?:strictement |formellement )?interdite?s?\b",
    )
});
/// Idioms whose other language says the positive.
static IDIOM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)manqu|oubli|hésit|tard|inqui|miss\b|forget|hesitate|worry|wait")
});
/// Any French word that denies in one way or another.
static FRENCH_ANY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:ne|non|pas|jamais|aucune?|rien|personne|ni|sans|interdi\w*|évite\w*|eviter|défen[ds]\w*|prohib\w*|impossible\w*|impropre\w*|dangereu\w*|in(?:accessible|admissible|valide|complet|actif|visible|disponible|utile|capable|suffisant|exact|correct|connu)\p{L}*|mal|moins|refus\w*|rejet\w*|échou\w*|échec\w*|cess\w*|arrêt\w*|abst\w*|hors|désactiv\w*|déconseill\w*|défectu\w*|désorm\w*|débranch\w*|manqu\w*|empêch\w*|ferm\w*|annul\w*|sauf|peu|trop|absen\w*|illég\w*|exclu\w*|limit\w*|restrict\w*|seul\w*|uniquement|contre|perd\w*|perte|zéro|expir\w*|quitt\w*|supprim\w*|retir\w*|oubli\w*|hésit\w*|plutôt|attend\w*|gardez-vous)\b|\bn[’']",
    )
});
/// Where such words stand that are no idiom.
fn plain<'a>(words: &'a Regex, side: &'a Side) -> impl Iterator<Item = Range<usize>> + 'a {
    let prose = &side.pieces.prose;
    let found = words.find_iter(prose).map(|found| found.range());
    found.filter(|place| {
        let end = prose[place.end..]
            .char_indices()
            .nth(20)
            .map_or(prose.len(), |(at, _)| place.end + at);
        !IDIOM.is_match(&prose[place.start..end])
    })
}

/// The sentence of the other text that stands in the same place, where both have as many; else all of it.
fn beside<'a>(own: &Side, other: &'a Side, place: &Range<usize>) -> &'a str {
    let mine: Vec<Range<usize>> = sentences(&own.pieces.prose).collect();
    let theirs: Vec<Range<usize>> = sentences(&other.pieces.prose).collect();
    let at = mine.iter().position(|sentence| sentence.end >= place.end);
    match at
        .filter(|_| mine.len() == theirs.len())
        .and_then(|at| theirs.get(at))
    {
        Some(sentence) => &other.pieces.prose[sentence.clone()],
        None => &other.pieces.prose,
    }
}

fn polarity(versions: &Versions) -> Vec<Message> {
    if !versions.are_comparable() {
        return Vec::new();
    }
    let (e, f) = (&versions.sides.english, &versions.sides.french);
    // Most texts deny nothing, and are not looked at twice.
    if !MAY_DENY.english.is_match(e.text) && !MAY_DENY.french.is_match(f.text) {
        return Vec::new();
    }
    let english = plain(&ENGLISH, e).find(|place| !FRENCH_ANY.is_match(beside(e, f, place)));
    let french = plain(&FRENCH, f).find(|place| !ENGLISH_ANY.is_match(beside(f, e, place)));
    let say = |side: Language, place: Range<usize>, words: &str| {
        let words = words.trim_start_matches(|c: char| !c.is_alphabetic());
        let (own, other) = (super::named(side), super::named(side.other()));
        Message::new(
            format!(
                "“{words}” denies or forbids in the {}; nothing does in the {}.",
                own.english, other.english
            ),
            format!(
                "«\u{a0}{words}\u{a0}» nie ou interdit dans {}; rien ne le fait dans {}.",
                own.french, other.french
            ),
        )
        .at(side, place)
        .sure(0.6)
    };
    let mut messages = Vec::new();
    if let Some(place) = english {
        messages.push(say(Language::English, place.clone(), e.words(&place)));
    }
    if let Some(place) = french {
        messages.push(say(Language::French, place.clone(), f.words(&place)));
    }
    messages
}
