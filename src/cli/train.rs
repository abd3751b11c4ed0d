//! `tandem train language` and `train lexicon`: learn what stands in `corpora/` again from aligned texts and print it
//! as CSV.

use super::aligned::{self, Aligned};
use super::{End, Session, Stop};
use crate::corpora::FUNCTION_WORDS;
use crate::model::{Bilingual, Language};
use crate::text::language::learn::{self, Example};
use crate::text::{lexicon, wording};
use std::fmt::Write as _;

/// Strings and notices count this many times as much as acts.
const NEAR_POSTS: u8 = 3;
/// A small word by itself is shown this many times in a round.
const SMALL_WORDS: usize = 100;
const GREETINGS: Bilingual<[&str; 12]> = Bilingual::new(
    [
        "congratulations",
        "evening",
        "forget",
        "good",
        "happy",
        "hello",
        "lest",
        "live",
        "morning",
        "night",
        "tonight",
        "welcome",
    ],
    [
        "bienvenue",
        "bravo",
        "félicitations",
        "fête",
        "fêtes",
        "heureux",
        "joyeuse",
        "joyeuses",
        "joyeux",
        "matin",
        "salut",
        "soir",
    ],
);
/// Longer sentences of acts tie everything to everything.
const LONGEST: usize = 200;

/// `train lexicon`.
pub(super) fn lexicon(session: &Session) -> Result<End, Stop> {
    let pairs: Vec<lexicon::Aligned> = aligned::read(session)?
        .into_iter()
        .filter(|pair| !learn::is_held_out(&pair.group))
        .filter(|pair| pair.near_posts || pair.text.english.chars().count() < LONGEST)
        .map(|pair| lexicon::Aligned {
            english: pair.text.english,
            french: pair.text.french,
            weight: if pair.near_posts {
                f64::from(NEAR_POSTS)
            } else {
                1.0
            },
        })
        .collect();
    let ties = lexicon::learn(&pairs);
    let mut csv = String::from("english,french,weight\n");
    for tie in &ties {
        let _ = writeln!(csv, "{},{},{:.2}", tie.english, tie.french, tie.weight);
    }
    let (pairs, ties) = (wording::count(pairs.len()), wording::count(ties.len()));
    session.note(
        format!("aligned pairs: {}; ties: {}", pairs.english, ties.english),
        format!(
            "paires alignées\u{a0}: {}; liens\u{a0}: {}",
            pairs.french, ties.french
        ),
    );
    Session::print(&csv)?;
    Ok(End::Nothing)
}

/// `train language`.
pub(super) fn language(session: &Session) -> Result<End, Stop> {
    let pairs = aligned::read(session)?;
    let all = pairs.len();
    let learned: Vec<Aligned> = pairs
        .into_iter()
        .filter(|pair| !learn::is_held_out(&pair.group))
        .collect();
    let mut lessons: Vec<Example> = small_words().collect();
    lessons.extend(learned.iter().flat_map(examples));
    let weights = learn::learn(&lessons);
    let mut csv = String::from("gram,weight\n");
    for (gram, weight) in &weights {
        let _ = writeln!(csv, "{gram},{weight}");
    }
    let [learned, held_out, weights] =
        [learned.len(), all - learned.len(), weights.len()].map(wording::count);
    session.note(
        format!(
            "aligned pairs learned from: {}; held out: {}; weights: {}",
            learned.english, held_out.english, weights.english
        ),
        format!(
            "paires alignées apprises\u{a0}: {}; mises de côté\u{a0}: {}; poids\u{a0}: {}",
            learned.french, held_out.french, weights.french
        ),
    );
    Session::print(&csv)?;
    Ok(End::Nothing)
}

/// The small words that the program knows of anyway, and greetings, in their order: posts are full of them, acts
/// have none.
fn small_words() -> impl Iterator<Item = Example> {
    let greetings = GREETINGS
        .english
        .map(|word| (word, Language::English))
        .into_iter()
        .chain(GREETINGS.french.map(|word| (word, Language::French)));
    let mut words: Vec<_> = FUNCTION_WORDS
        .iter()
        .map(|(word, language)| (*word, *language))
        .chain(greetings)
        .collect();
    words.sort_unstable();
    words.into_iter().map(|(word, language)| Example {
        text: word.to_owned(),
        language,
        times: SMALL_WORDS,
    })
}

/// Both texts of a pair; none where they are the same, which says nothing about either language.
fn examples(pair: &Aligned) -> Vec<Example> {
    if pair.text.english == pair.text.french {
        return Vec::new();
    }
    [Language::English, Language::French]
        .map(|language| {
            let text = pair.text.get(language);
            Example {
                // An act gives the term of the other language in brackets.
                text: if pair.near_posts {
                    text.clone()
                } else {
                    without_brackets(text)
                },
                language,
                times: if pair.near_posts {
                    usize::from(NEAR_POSTS)
                } else {
                    1
                },
            }
        })
        .into()
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            depth += usize::from(*c == '(');
            let outside = depth == 0;
            depth = depth.saturating_sub(usize::from(*c == ')'));
            outside
        })
        .collect()
}
