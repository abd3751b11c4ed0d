//! Faults made in professional pairs: how many of each kind are caught at error or warning.

use super::cases::spoken;
use super::pairs::Set;
use regex::{Captures, Regex};
use std::collections::BTreeSet;
use tandem::model::Severity;
use tandem::rules::Draft;
use tandem::text::similarity::fold;

/// Makes a fault, where the draft has what it takes.
type Mutation = fn(&Draft) -> Option<Draft>;

const MUTATIONS: [(&str, Mutation); 10] = [
    ("a digit changed", digit),
    ("a time shifted by 12 hours", time),
    ("a date moved", date),
    ("texts swapped", swap),
    ("link to the other language", link),
    ("a sentence left in English", leftover),
    ("French without accents", accents),
    ("a declared hashtag left in English", declared_hashtag),
    ("a hashtag dropped", hashtag),
    ("a negation dropped", negation),
];

pub(crate) fn run(sets: &[Set], list: bool) {
    println!("\nmutations: caught at error or warning");
    for (name, mutate) in MUTATIONS {
        let (mut made, mut caught) = (0, 0);
        for set in sets {
            for draft in &set.drafts {
                let draft = &prepared(name, draft);
                let Some(mutant) = mutate(draft) else {
                    continue;
                };
                let warned = |draft: &Draft| -> BTreeSet<(String, String)> {
                    let found = spoken(draft).into_iter();
                    let found = found.filter(|(_, severity, _)| *severity >= Severity::Warning);
                    found
                        .map(|(rule, _, text)| (rule.name.to_owned(), text))
                        .collect()
                };
                made += 1;
                let before = if name.starts_with("link") {
                    BTreeSet::new()
                } else {
                    warned(draft)
                };
                if warned(&mutant).difference(&before).next().is_some() {
                    caught += 1;
                } else if list {
                    println!(
                        "  missed, {name}: {:?} | {:?}",
                        mutant.english.text, mutant.french.text
                    );
                }
            }
        }
        let share = 100.0 * f64::from(caught) / f64::from(made.max(1));
        println!("{name:36} {caught:5} of {made:5}  {share:6.2} %");
    }
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

/// The draft with other French; `None` if nothing changed.
fn with_french(draft: &Draft, french: String) -> Option<Draft> {
    (french != draft.french.text).then(|| {
        let mut mutant = draft.clone();
        mutant.french.text = french;
        mutant
    })
}

/// One digit of the first number of the prose, at least two digits long or alone.
fn digit(draft: &Draft) -> Option<Draft> {
    let pieces = tandem::text::pieces::find(&draft.french.text);
    let numbers = pattern(r"(?:^|[\s(«])(\d{2,4})(?:[\s).,;!?%$»]|$)");
    let found = numbers.captures(&pieces.prose)?.get(1)?;
    let at = found.end() - 1;
    let old = draft.french.text.as_bytes().get(at)?;
    let new = char::from(if *old == b'9' { b'3' } else { old + 1 });
    let mut french = draft.french.text.clone();
    french.replace_range(at..=at, &new.to_string());
    with_french(draft, french)
}

/// Few pairs state a time of day, and fewer lead to a page whose language is known: one is added, right on both sides.
fn prepared(name: &str, draft: &Draft) -> Draft {
    let mut draft = draft.clone();
    if name.starts_with("a time") {
        let (hour, minute) = (
            1 + draft.english.text.len() % 11,
            5 * (draft.french.text.len() % 12),
        );
        draft
            .english
            .text
            .push_str(&format!(" Starts at {hour}:{minute:02} p.m."));
        let french = if minute == 0 {
            format!("{} h", hour + 12)
        } else {
            format!("{} h {minute:02}", hour + 12)
        };
        draft.french.text.push_str(&format!(" Début à {french}."));
    }
    draft
}

fn time(draft: &Draft) -> Option<Draft> {
    let times = pattern(r"\b(\d{1,2})([ \u{a0}\u{202f}]?h\b)");
    // The last one, which was added.
    let start = draft.french.text.rfind(" Début à ")?;
    let (before, added) = draft.french.text.split_at(start);
    let shifted = times.replace(added, |found: &Captures| {
        let hour: u32 = found[1].parse().unwrap_or(0);
        format!("{}{}", (hour + 12) % 24, &found[2])
    });
    with_french(draft, format!("{before}{shifted}"))
}

const MONTHS: &str =
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre";

fn date(draft: &Draft) -> Option<Draft> {
    let dates = pattern(&format!(r"\b(\d{{1,2}})(?:er)?([ \u{{a0}}](?:{MONTHS})\b)"));
    let moved = dates.replace(&draft.french.text, |found: &Captures| {
        let day: u32 = found[1].parse().unwrap_or(1);
        format!("{}{}", if day > 20 { day - 1 } else { day + 1 }, &found[2])
    });
    with_french(draft, moved.into_owned())
}

fn swap(draft: &Draft) -> Option<Draft> {
    let words = |text: &str| text.split_whitespace().count();
    if words(&draft.english.text) < 4 || words(&draft.french.text) < 4 {
        return None;
    }
    let mut mutant = draft.clone();
    std::mem::swap(&mut mutant.english, &mut mutant.french);
    Some(mutant)
}

/// Every pair with a link added to either text, to the English page from both.
fn link(draft: &Draft) -> Option<Draft> {
    let addresses = [
        "https://www.canada.ca/en/services/health.html",
        "https://www.example.gc.ca/doc-eng.aspx?id=30682",
        "https://weather.gc.ca/warnings/index_e.html",
        "https://www.example.gc.ca/page?lang=en",
    ];
    let address = addresses[draft.english.text.len() % addresses.len()];
    let mut mutant = draft.clone();
    mutant.english.text.push_str(&format!(" {address}"));
    mutant.french.text.push_str(&format!(" {address}"));
    Some(mutant)
}

fn sentences(text: &str) -> Vec<&str> {
    let mut list = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices([' ', '\n']) {
        if text[..at].ends_with(['.', '!', '?']) && at > start {
            list.push(text[start..at].trim());
            start = at + 1;
        }
    }
    list.push(text[start..].trim());
    list.retain(|sentence| {
        sentence
            .split_whitespace()
            .filter(|word| word.chars().all(char::is_alphabetic))
            .count()
            >= 3
    });
    list
}

/// A sentence of the French replaced by the English one of the same place.
fn leftover(draft: &Draft) -> Option<Draft> {
    let (english, french) = (
        sentences(&draft.english.text),
        sentences(&draft.french.text),
    );
    if english.len() != french.len() || english.len() < 2 || english.last()? == french.last()? {
        return None;
    }
    with_french(
        draft,
        draft
            .french
            .text
            .replacen(french.last()?, english.last()?, 1),
    )
}

fn accents(draft: &Draft) -> Option<Draft> {
    let accented = draft
        .french
        .text
        .chars()
        .filter(|c| "éèêëàâîïôûùçÉÈÀÎ".contains(*c))
        .count();
    if accented < 3 || draft.french.text.split_whitespace().count() < 6 {
        return None;
    }
    let plain = draft.french.text.chars().map(|c| {
        let bare = fold(&c.to_string());
        if c.is_uppercase() {
            bare.to_uppercase().to_string()
        } else {
            bare.to_string()
        }
    });
    with_french(draft, plain.collect())
}

fn hashtag(draft: &Draft) -> Option<Draft> {
    let pieces = tandem::text::pieces::find(&draft.french.text);
    let last = pieces.hashtags.last()?;
    let english = tandem::text::pieces::find(&draft.english.text)
        .hashtags
        .len();
    if english != pieces.hashtags.len() {
        return None;
    }
    let mut french = draft.french.text.clone();
    french.replace_range(last.span.clone(), "");
    with_french(draft, french)
}

fn declared_hashtag(draft: &Draft) -> Option<Draft> {
    let pieces = tandem::text::pieces::find(&draft.english.text);
    let pairs = &draft.tables.hashtags;
    let (english, french) = pieces
        .hashtags
        .iter()
        .find_map(|piece| pairs.get_key_value(&piece.text))?;
    with_french(draft, draft.french.text.replace(french, english))
}

fn negation(draft: &Draft) -> Option<Draft> {
    let english = pattern(
        r"(?i)\b(?:do not|don[’']t|is not|are not|not recommended|not allowed|never|must not|cannot|can[’']t)\b",
    );
    english.find(&draft.english.text)?;
    let dropped = pattern(r"(?i)\b(?:ne |n[’'])(\p{L}+) (?:pas|jamais)\b")
        .replace_all(&draft.french.text, "$1");
    with_french(draft, dropped.into_owned())
}
