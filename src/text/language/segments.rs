//! What a text carries of the language that is not its own: a version, or only a name, a title, a quotation.
//!
//! The run of words that speaks most for each language is found; the lesser one is then judged by where it begins
//! and ends, by whether it reads like a sentence, and by whether it says again what stands in the rest.

use super::heard::{Gap, Heard};
use super::letters::Stem;
use super::score::UNIT;
use crate::corpora::LEXICON;
use crate::model::Language;
use crate::text::similarity::function_word;
use std::ops::Range;

/// A word speaks at most this loud in a run, in hundredths.
const LOUDEST: i32 = 300;
/// A run that speaks less is no run.
const FAINT: i32 = 200;
/// An end of a run moves over so many words at most to the boundary it belongs to …
const NEAR: usize = 4;
/// … and over no word that speaks louder, from outside or from inside the run.
const MILD: i32 = 60;
const MILD_INSIDE: i32 = 150;

/// Small words that titles and names are full of; the others make a sentence.
const IN_NAMES: [&str; 22] = [
    "and", "au", "aux", "by", "de", "des", "du", "en", "entre", "et", "for", "in", "la", "le",
    "les", "of", "on", "pour", "sur", "the", "to", "with",
];

/// A run of words in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// Its language.
    pub(super) language: Language,
    /// Its words, by number.
    pub(super) words: Range<usize>,
    /// How loud it speaks, in hundredths.
    pub(super) score: i32,
}

/// The run of the language that speaks less; none where one language speaks alone.
pub(super) fn lesser(heard: &[Heard]) -> Option<Run> {
    let english = loudest(heard, -1);
    let french = loudest(heard, 1);
    let (language, (words, score)) = if french.1 < english.1 {
        (Language::French, french)
    } else {
        (Language::English, english)
    };
    (score >= FAINT).then(|| Run {
        language,
        words: to_boundaries(heard, &words),
        score,
    })
}

/// What a word adds to a run, French above 0. Quotations add nothing.
fn weight(heard: &Heard) -> i32 {
    if heard.quoted {
        0
    } else {
        heard.score.clamp(-LOUDEST, LOUDEST)
    }
}

/// The run with the greatest sum, and the sum (Kadane's algorithm).
fn loudest(heard: &[Heard], sign: i32) -> (Range<usize>, i32) {
    let (mut best, mut most) = (0..0, 0);
    let (mut from, mut sum) = (0, 0);
    for (at, heard) in heard.iter().enumerate() {
        sum += sign * weight(heard);
        if sum <= 0 {
            (from, sum) = (at + 1, 0);
        } else if sum > most {
            (best, most) = (from..at + 1, sum);
        }
    }
    (best, most)
}

fn gap(heard: &[Heard], at: usize) -> Gap {
    heard.get(at).map_or(Gap::Line, |heard| heard.gap)
}

/// Moves the ends of a run over words that say little to the strongest boundary near by.
fn to_boundaries(heard: &[Heard], run: &Range<usize>) -> Range<usize> {
    let from = boundary(heard, run, run.start, 0..run.end);
    let to = boundary(heard, run, run.end, from + 1..heard.len() + 1);
    from..to
}

fn boundary(heard: &[Heard], run: &Range<usize>, edge: usize, within: Range<usize>) -> usize {
    let crosses = |at: usize| {
        let limit = if run.contains(&at) { MILD_INSIDE } else { MILD };
        let it = &heard[at];
        it.score.abs() < limit || it.word.capital || it.quoted
    };
    let back = (within.start..edge).rev().take_while(|at| crosses(*at));
    let forth = (edge + 1..within.end).take_while(|at| crosses(*at - 1));
    back.take(NEAR)
        .chain(forth.take(NEAR))
        .chain([edge])
        .filter(|at| gap(heard, *at) > Gap::Comma)
        .max_by_key(|at| (gap(heard, *at), std::cmp::Reverse(at.abs_diff(edge))))
        .unwrap_or(edge)
}

/// What is told about the lesser run at a first look.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Evidence {
    /// What stands before and after it.
    pub(super) before: Gap,
    pub(super) after: Gap,
    /// Its words, and those outside it, quotations left out.
    pub(super) words: f64,
    pub(super) outside: f64,
    /// How loud it speaks, and the rest for the other language.
    pub(super) score: f64,
    pub(super) outside_score: f64,
    /// The share of capitals after its first word.
    pub(super) capitals: f64,
    /// The share of capitals that the table does not know: names.
    pub(super) names: f64,
}

impl Evidence {
    /// Looks at a run.
    pub(super) fn of(heard: &[Heard], run: &Run) -> Self {
        let inside = &heard[run.words.clone()];
        let rest = || {
            let (before, after) = (&heard[..run.words.start], &heard[run.words.end..]);
            before.iter().chain(after).filter(|it| !it.quoted)
        };
        let sign = if run.language == Language::French {
            -1
        } else {
            1
        };
        let unit = |score: i32| f64::from(score) / UNIT;
        let later = inside.iter().skip(1);
        Self {
            before: gap(heard, run.words.start),
            after: gap(heard, run.words.end),
            words: number(inside.len()),
            outside: number(rest().count()),
            score: unit(run.score),
            outside_score: unit(rest().map(|it| sign * weight(it)).sum::<i32>().max(1)),
            capitals: number(later.clone().filter(|it| it.word.capital).count())
                / number(later.count().max(1)),
            names: number(
                inside
                    .iter()
                    .filter(|it| it.word.capital && !it.known)
                    .count(),
            ) / number(inside.len()),
        }
    }

    /// The logarithm of the odds that the run is a version and not something that is only carried. A logistic
    /// regression on half of 138,000 texts: true pairs joined, posts with names, titles and quotations put in, acts; see
    /// `tests/benches/language`.
    pub(super) fn log_odds(&self, closer: &Closer) -> f64 {
        const BEFORE: [f64; 6] = [0.0, 0.0, -1.1, 2.2, 2.7, 3.3];
        const AFTER: [f64; 6] = [0.0, 0.0, -3.6, 0.0, -1.3, 1.8];
        let apart = self.before >= Gap::Dash && self.after >= Gap::Dash;
        -1.4 + BEFORE[self.before as usize]
            + AFTER[self.after as usize]
            + if apart { 1.5 } else { 0.0 }
            + 2.3 * (self.score / self.words).ln()
            + self.outside_score.ln_1p()
            - 3.2 * self.outside.ln_1p()
            - 0.6 * self.names
            + 0.8 * closer.sentence.min(4.0)
            + 1.7 * closer.echoes.min(6.0)
    }

    /// The rest speaks for the other language at all, and the run is more than a name or a word in the middle of it.
    pub(super) fn are_two(&self) -> bool {
        let apart = self.before >= Gap::Dash && self.after >= Gap::Dash;
        // One word is a version of a few, not of a sentence.
        let greeting = apart && self.outside <= 4.0;
        let long = self.words > 2.0 || (self.names < 0.5 && (self.words > 1.0 || greeting));
        self.outside_score * UNIT >= f64::from(FAINT) && long
    }

    /// A stretch of six words, or a line or sentence of three that is not a name.
    pub(super) fn is_left_over(&self) -> bool {
        let apart = self.before >= Gap::Sentence && self.after >= Gap::Sentence;
        self.words >= 6.0 || (apart && self.words >= 3.0 && self.capitals < 0.5)
    }
}

/// What a closer look at the words of a lesser run tells; it costs more, and few runs need it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Closer {
    /// Small words that make a sentence.
    sentence: f64,
    /// Words and numbers that the rest has too, in its own language.
    echoes: f64,
}

impl Closer {
    /// Looks at the words of a run.
    pub(super) fn of(prose: &str, heard: &[Heard], run: &Run) -> Self {
        let inside = heard[run.words.clone()].iter();
        Self {
            sentence: number(inside.filter(|it| makes_sentence(prose, it)).count()),
            echoes: echoes(prose, heard, run),
        }
    }
}

fn makes_sentence(prose: &str, heard: &Heard) -> bool {
    let word = prose[heard.word.start as usize..heard.word.end as usize].to_lowercase();
    !heard.quoted && function_word(&word).is_some() && !IN_NAMES.contains(&word.as_str())
}

/// How many words and numbers of a run the rest has too: alike, or tied by the lexicon.
fn echoes(prose: &str, heard: &[Heard], run: &Run) -> f64 {
    // Canada is in every name.
    let says_something = |stem: &Stem| stem.length >= 4 && !stem.same_beginning(Stem::CANADA);
    let stems = |words: &[Heard]| -> Vec<Stem> {
        let open = words.iter().filter(|it| !it.quoted);
        open.map(|it| it.word.stem())
            .filter(says_something)
            .collect()
    };
    let inside = stems(&heard[run.words.clone()]);
    let mut outside = stems(&heard[..run.words.start]);
    outside.extend(stems(&heard[run.words.end..]));
    let ties = LEXICON.get(run.language);
    let tied = |stem: &Stem| {
        let ties = ties.get(stem.text().as_str()).into_iter().flatten();
        ties.filter_map(|(other, _)| Stem::new(other))
            .any(|other| outside.contains(&other))
    };
    let words = inside
        .iter()
        .filter(|stem| outside.iter().any(|other| stem.same_beginning(*other)) || tied(stem))
        .count();
    let from = heard[run.words.start].word.start as usize;
    let to = heard[run.words.end - 1].word.end as usize;
    let rest: Vec<&str> = numbers(&prose[..from])
        .chain(numbers(&prose[to..]))
        .collect();
    let numbers = numbers(&prose[from..to])
        .filter(|number| rest.contains(number))
        .count();
    number(words + numbers.min(3))
}

fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
}

#[expect(clippy::cast_precision_loss, reason = "word counts are small")]
fn number(count: usize) -> f64 {
    count as f64
}
