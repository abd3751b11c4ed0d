//! The texts that the detectors are measured on, made from the data folder in a fixed order.

use fastrand::Rng;
use flate2::read::MultiGzDecoder;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use tandem::model::{Bilingual, Language};

/// Where a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// Acts and regulations.
    Laws,
    /// Strings, services, policies, notices, captions.
    Strings,
    /// Real posts on X.
    Posts,
    /// Titles and teasers of blogs.
    Blogs,
}

/// A text with its version; a side may be missing.
pub(crate) struct Pair {
    pub(crate) source: Source,
    pub(crate) group: String,
    pub(crate) text: Bilingual<Option<String>>,
}

const FILES: [(&str, Source); 10] = [
    ("pairs/gc_news_alt_text_to_2025.jsonl", Source::Strings),
    ("pairs/gc_service_inventory.jsonl", Source::Strings),
    ("pairs/gc_ui_strings.jsonl", Source::Strings),
    ("pairs/half_mast_notices_to_2018.jsonl", Source::Strings),
    ("pairs/ore_ero_descriptions.jsonl", Source::Strings),
    ("pairs/tbs_policy_feed.jsonl", Source::Strings),
    ("posts/dev_x_2019.jsonl", Source::Posts),
    ("posts/blog_digital_canada.jsonl", Source::Blogs),
    ("posts/blog_canada_ca.jsonl", Source::Blogs),
    ("posts/blog_esdc_it.jsonl", Source::Blogs),
];

/// All pairs of the data folder.
pub(crate) fn pairs(data: &Path) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (file, source) in FILES {
        let mut halves: BTreeMap<String, Pair> = BTreeMap::new();
        for (number, row) in rows(&text(&data.join(file))).enumerate() {
            let account = string(&row["account"]);
            let french = row["lang"]
                .as_str()
                .map_or(account.ends_with("fr"), |tag| tag == "fr");
            let language = if french {
                Language::French
            } else {
                Language::English
            };
            let id = row["pair_id"]
                .as_str()
                .map_or(format!("lone {number}"), str::to_owned);
            let pair = halves.entry(id).or_insert_with(|| Pair {
                source,
                group: account,
                text: Bilingual::new(None, None),
            });
            *pair.text.get_mut(language) = Some(string(&row["text"]));
        }
        pairs.extend(halves.into_values());
    }
    let mut laws = String::new();
    let file = fs::File::open(data.join("laws/laws_en_fr.jsonl.gz")).expect("the acts are there");
    MultiGzDecoder::new(file)
        .read_to_string(&mut laws)
        .expect("the acts can be read");
    pairs.extend(rows(&laws).map(|row| {
        Pair {
            source: Source::Laws,
            group: string(&row["id"])
                .split('#')
                .next()
                .unwrap_or_default()
                .to_owned(),
            text: Bilingual::new(Some(string(&row["en"])), Some(string(&row["fr"]))),
        }
    }));
    pairs
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn rows(text: &str) -> impl Iterator<Item = Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a JSON object a line"))
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A post in both languages, or one that only carries something of the other language.
pub(crate) struct Mixed {
    pub(crate) text: String,
    pub(crate) both: bool,
    /// The language that comes first, or that of the whole.
    pub(crate) language: Language,
    /// How it was made.
    pub(crate) kind: &'static str,
    pub(crate) separator: &'static str,
    /// For tuning (true) or for reporting (false): by the post it was made from.
    pub(crate) tuning: bool,
}

pub(crate) const SEPARATORS: [&str; 7] = ["\n\n", "\n", " | ", " / ", " – ", " • ", " "];
const LANGUAGES: [Language; 2] = [Language::English, Language::French];

/// Bilingual posts of true pairs of posts and of held-out strings, and monolingual posts with names, titles and
/// quotations of the other language.
pub(crate) fn mixed(data: &Path, pairs: &[Pair], held_out: impl Fn(&str) -> bool) -> Vec<Mixed> {
    let mut random = Rng::with_seed(19);
    let whole: Vec<(&Pair, Bilingual<&str>)> = pairs
        .iter()
        .filter(|pair| pair.source != Source::Laws)
        .filter(|pair| pair.source != Source::Strings || held_out(&pair.group))
        .filter_map(|pair| {
            let text = Bilingual::new(pair.text.english.as_deref()?, pair.text.french.as_deref()?);
            let short = count(text.english).min(count(text.french));
            (text.english != text.french && short >= 3).then_some((pair, text))
        })
        .collect();
    let short: Vec<Bilingual<&str>> = whole
        .iter()
        .map(|(_, text)| *text)
        .filter(|text| {
            [text.english, text.french]
                .iter()
                .all(|it| (3..=8).contains(&count(it)))
        })
        .collect();
    let mut mixed = Vec::new();
    for (_, text) in &whole {
        let other = random.choice(&short).unwrap_or(&short[0]);
        for language in LANGUAGES {
            let (first, second) = (*text.get(language), *text.get(language.other()));
            for separator in SEPARATORS {
                for (kind, first, second) in [
                    ("whole", first, second),
                    ("first sentence", first, sentence(second)),
                    ("short other", first, *other.get(language.other())),
                    (
                        "both short",
                        *other.get(language),
                        *other.get(language.other()),
                    ),
                ] {
                    if count(second) < 3 || (kind == "both short" && random.u8(0..10) > 0) {
                        continue;
                    }
                    mixed.push(Mixed {
                        text: format!("{}{separator}{second}", without_links(first)),
                        both: true,
                        language,
                        kind,
                        separator,
                        tuning: is_even(text.english),
                    });
                }
            }
        }
    }
    let carried = carried(data, pairs);
    for (pair, text) in &whole {
        if pair.source == Source::Strings {
            continue;
        }
        for language in LANGUAGES {
            let post = *text.get(language);
            let mut push = |kind, separator, text| {
                mixed.push(Mixed {
                    text,
                    both: false,
                    language,
                    kind,
                    separator,
                    tuning: is_even(post_key(pair)),
                });
            };
            push("alone", "", post.to_owned());
            for (kind, list) in &carried {
                for (mark, open, close) in MARKS {
                    for place in PLACES {
                        let title = random
                            .choice(list.get(language.other()))
                            .map_or("", String::as_str);
                        if *kind == "quotation" && mark.is_empty() {
                            continue;
                        }
                        let title = format!("{open}{title}{close}");
                        push(kind, mark, insert(post, &title, place, &mut random));
                    }
                }
            }
        }
    }
    mixed
}

fn post_key(pair: &Pair) -> &str {
    pair.text.english.as_deref().unwrap_or_default()
}

const MARKS: [(&str, &str, &str); 4] = [
    ("", "", ""),
    ("«»", "« ", " »"),
    ("“”", "“", "”"),
    ("\"\"", "\"", "\""),
];

/// Where something is put in.
#[derive(Clone, Copy)]
enum Place {
    Start,
    Middle,
    Colon,
    End,
}

const PLACES: [Place; 4] = [Place::Start, Place::Middle, Place::Colon, Place::End];

fn insert(post: &str, title: &str, place: Place, random: &mut Rng) -> String {
    let words: Vec<&str> = post.split(' ').collect();
    match place {
        Place::Start => format!("{title}: {post}"),
        Place::Middle => {
            let at = random.usize(1..words.len().max(2)).min(words.len());
            format!(
                "{} {title} {}",
                words[..at].join(" "),
                words[at..].join(" ")
            )
        }
        Place::Colon => format!(
            "{}: {title}",
            without_links(post).trim_end_matches(['.', '!', '?'])
        ),
        Place::End => format!(
            "{} {title}",
            without_links(post).trim_end_matches(['.', '!', '?'])
        ),
    }
}

/// Names of institutions, names of services and titles of policies, and sentences.
fn carried(data: &Path, pairs: &[Pair]) -> Vec<(&'static str, Bilingual<Vec<String>>)> {
    let mut names = Bilingual::new(Vec::new(), Vec::new());
    for row in rows(&text(&data.join("accounts.jsonl"))) {
        names.english.push(string(&row["institution_en"]));
        names.french.push(string(&row["institution_fr"]));
    }
    let mut titles = Bilingual::new(Vec::new(), Vec::new());
    for row in rows(&text(&data.join("pairs/gc_service_inventory.jsonl")))
        .filter(|row| row["field"] == "service_name")
        .chain(rows(&text(&data.join("pairs/tbs_policy_feed.jsonl"))))
    {
        let language = Language::from_tag(&string(&row["lang"])).expect("a language");
        let title = string(&row["text"])
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned();
        titles.get_mut(language).push(title);
    }
    let mut sentences = Bilingual::new(Vec::new(), Vec::new());
    for pair in pairs
        .iter()
        .filter(|pair| matches!(pair.source, Source::Posts | Source::Blogs))
    {
        for language in LANGUAGES {
            if let Some(text) = pair.text.get(language) {
                let sentence = sentence(text);
                if !sentence.contains(['"', '“', '”', '«', '»']) {
                    sentences.get_mut(language).push(sentence.to_owned());
                }
            }
        }
    }
    let mut list = vec![("name", names), ("title", titles), ("quotation", sentences)];
    for (_, texts) in &mut list {
        for language in LANGUAGES {
            texts.get_mut(language).retain(|text| !text.is_empty());
        }
    }
    list
}

/// The first sentence of at least three words.
fn sentence(text: &str) -> &str {
    let text = text.trim();
    text.match_indices(['.', '!', '?', '\n'])
        .map(|(at, mark)| &text[..at + mark.len()])
        .find(|part| count(part) >= 3 && text[part.len()..].starts_with([' ', '\n']))
        .unwrap_or(text)
        .trim()
}

fn without_links(text: &str) -> String {
    let mut text = text.trim_end();
    while let Some(at) = text.rfind([' ', '\n']) {
        if !text[at + 1..].starts_with("http") {
            break;
        }
        text = text[..at].trim_end();
    }
    text.to_owned()
}

/// Words: runs of letters.
pub(crate) fn count(text: &str) -> usize {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .count()
}

pub(crate) fn is_even(text: &str) -> bool {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
        .is_multiple_of(2)
}
