//! The only file that knows `corpora/`: embedded in the binary, parsed once, checked by the tests below.

use crate::model::{Bilingual, Language};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Small words that belong to one official language only.
pub static FUNCTION_WORDS: LazyLock<FxHashMap<&'static str, Language>> = LazyLock::new(|| {
    rows(include_str!("../corpora/function-words.csv"))
        .filter_map(|row| Some((row[0], Language::from_tag(row[1])?)))
        .collect()
});

/// How much a word or a gram (a piece of a word) speaks for French, above 0, or English, below 0: hundredths of
/// the logarithm of the odds. `_le_` is a word, `_le` a beginning, `le_` an end, `é` an accent.
///
/// Learned by `tandem train language` (see [`crate::text::language::learn`]) from 81,499 aligned pairs: the sentences
/// and headings of federal acts and regulations (`laws_en_fr.jsonl.gz`), then federal news captions
/// (`gc_news_alt_text_to_2025.jsonl`), services (`gc_service_inventory.jsonl`), interface strings
/// (`gc_ui_strings.jsonl`), half-masting notices (`half_mast_notices_to_2018.jsonl`), code descriptions
/// (`ore_ero_descriptions.jsonl`) and policies (`tbs_policy_feed.jsonl`), in this order. A fifth of all acts,
/// institutions and products (21,325 pairs) was left out, and no post was learned from.
pub static LANGUAGE_WEIGHTS: LazyLock<Vec<(&'static str, i32)>> = LazyLock::new(|| {
    rows(include_str!("../corpora/language.csv"))
        .filter_map(|row| Some((row[0], row[1].parse().ok()?)))
        .collect()
});

/// Words that translate each other and do not look alike, by their folded first [`LEXICON_STEM`] letters:
/// English to French with the strength of the tie, 0 to 1.
///
/// Learned by `tandem train lexicon ore_ero_descriptions.jsonl gc_ui_strings.jsonl gc_service_inventory.jsonl
/// tbs_policy_feed.jsonl laws_en_fr.jsonl.gz` (see [`crate::text::lexicon`]) from 59,569 aligned pairs: federal interface
/// strings, service and policy descriptions, and the sentences and headings under 200 characters of federal acts and
/// regulations; a fifth of the products, institutions and acts was held out.
pub static LEXICON: LazyLock<Bilingual<Lexicon>> = LazyLock::new(|| {
    let mut lexicon = Bilingual::new(Lexicon::default(), Lexicon::default());
    for row in rows(include_str!("../corpora/lexicon.csv")) {
        let weight: f64 = row[2].parse().unwrap_or(0.0);
        lexicon
            .english
            .entry(row[0])
            .or_default()
            .push((row[1], weight));
        lexicon
            .french
            .entry(row[1])
            .or_default()
            .push((row[0], weight));
    }
    lexicon
});

/// One direction of the lexicon.
pub type Lexicon = FxHashMap<&'static str, Vec<(&'static str, f64)>>;

/// Letters of a word that the lexicon looks at.
pub const LEXICON_STEM: usize = 6;

/// French words that are only right with their accents, by what is left of them without: those that, in 96,750
/// aligned texts of federal acts and 8,000 federal strings and captions, stand with accents at least 8 times and in 98 %
/// of all cases, and without nearly never in French or English; a few names and words of posts are added (seen 0).
pub static ACCENTS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("../corpora/accents.csv"))
        .map(|row| (row[0], row[1]))
        .collect()
});

/// Acronyms of federal institutions and programs, English and French, one pair a row; the first row of an acronym is
/// the usual one.
pub static ACRONYMS: LazyLock<Vec<Bilingual<String>>> = LazyLock::new(|| {
    rows(include_str!("../corpora/acronyms.csv"))
        .map(|row| Bilingual::text(row[0], row[1]))
        .collect()
});

/// The acronyms, each with the English name that it stands for.
pub static ACRONYM_NAMES: LazyLock<Vec<(Bilingual<&'static str>, String)>> = LazyLock::new(|| {
    rows(include_str!("../corpora/acronyms.csv"))
        // A name may hold commas.
        .map(|row| (Bilingual::new(row[0], row[1]), row[2..].join(",")))
        .collect()
});

/// Provinces and territories: their names in both languages.
pub static PLACES: LazyLock<Vec<Bilingual<String>>> = LazyLock::new(|| {
    rows(include_str!("../corpora/places.csv"))
        .map(|row| Bilingual::text(row[0], row[1]))
        .collect()
});

/// Names and short forms that official accounts are called by, English and French: countries, places, organizations,
/// kinds of mission and of park, frequent words.
pub static REGISTER_NAMES: LazyLock<Vec<Bilingual<&'static str>>> = LazyLock::new(|| {
    rows(include_str!("../corpora/register-names.csv"))
        .map(|row| Bilingual::new(row[0], row[1]))
        .collect()
});

/// English words and the French ones that look like their translation: folded English, folded French, and what is
/// meant instead.
pub static FALSE_FRIENDS: LazyLock<Vec<(&'static str, &'static str, &'static str)>> =
    LazyLock::new(|| {
        rows(include_str!("../corpora/false-friends.csv"))
            .map(|row| (row[0], row[1], row[2]))
            .collect()
    });

/// Word beginnings, folded, that make a post an emergency or safety notice.
pub static EMERGENCY_WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    rows(include_str!("../corpora/emergency-words.csv"))
        .map(|row| row[0])
        .collect()
});

/// Phrases, folded, that hold such a word and are names of things: benefits, services, campaigns.
pub static EMERGENCY_NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    rows(include_str!("../corpora/emergency-names.csv"))
        .map(|row| row[0])
        .collect()
});

/// Hosts of one site that bear different names in the two languages: each with the English one and its language.
pub static DOMAINS: LazyLock<HashMap<&'static str, (&'static str, Language)>> =
    LazyLock::new(|| {
        rows(include_str!("../corpora/domains.csv"))
            .flat_map(|row| {
                [
                    (row[0], (row[0], Language::English)),
                    (row[1], (row[0], Language::French)),
                ]
            })
            .collect()
    });

/// Hosts of which links say little: `short` for services that hide the page, `platform` for those where each
/// language has its own items.
pub static HOSTS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("../corpora/hosts.csv"))
        .map(|row| (row[0], row[1]))
        .collect()
});

/// The words that values are made of, as rows of word (folded), language (`both` for one of both), kind and value.
/// What the kinds mean is known to [`crate::text::values`].
pub static VALUE_WORDS: LazyLock<Vec<[&'static str; 4]>> = LazyLock::new(|| {
    rows(include_str!("../corpora/value-words.csv"))
        .filter_map(|row| row.try_into().ok())
        .collect()
});

/// Weights of the pairing score, by the name of the feature.
///
/// Fitted by `tandem train pairing dev_x_2019.jsonl blog_digital_canada.jsonl` to the even weeks of 567 pairs of posts
/// on X of 2019 and of 163 pairs of a federal blog.
pub static PAIRING: LazyLock<PairingWeights> =
    LazyLock::new(|| embedded("pairing.toml", include_str!("../corpora/pairing.toml")));

/// Every provision that a rule or a family cites, by id.
pub static PROVISIONS: LazyLock<HashMap<String, Provision>> = LazyLock::new(|| {
    let file: ProvisionFile = embedded(
        "provisions.toml",
        include_str!("../corpora/provisions.toml"),
    );
    file.provision
        .into_iter()
        .enumerate()
        .map(|(place, row)| {
            let instrument = file.instruments[&row.instrument].clone();
            (
                row.id,
                Provision {
                    document: row.instrument,
                    place,
                    not_yet: row.not_yet,
                    instrument,
                    section: row.section,
                    in_force: row.in_force,
                    requirement: row.requirement,
                    wording_seen: row.wording_seen,
                    source: row.source,
                },
            )
        })
        .collect()
});

/// What the provisions ask, by family: which rules, checklists and attestations serve it, in the order of the file.
pub static FAMILIES: LazyLock<Vec<Family>> = LazyLock::new(|| {
    let file: FamilyFile = embedded("families.toml", include_str!("../corpora/families.toml"));
    file.family
});

/// The five documents that the program began with, as [`Provision::document`].
pub const SOURCE_DOCUMENTS: [&str; 5] = ["daod-2008-8", "daod-6002-7", "csc-cd227", "gosm", "web2"];

/// What a document says of the official languages, in its own order, each with its id.
#[must_use]
pub fn statements(document: &str) -> Vec<(&'static str, &'static Provision)> {
    let all = PROVISIONS.iter().map(|(id, it)| (id.as_str(), it));
    let mut list: Vec<_> = all.filter(|(_, it)| it.document == document).collect();
    list.sort_by_key(|(_, it)| it.place);
    list
}

/// The families that serve a provision.
pub fn serving(provision: &str) -> impl Iterator<Item = &'static Family> {
    FAMILIES
        .iter()
        .filter(move |family| family.provisions.iter().any(|id| id == provision))
}
/// Every embedded file by its name: what a report rests on beside the posts.
pub const FILES: [(&str, &str); 16] = [
    ("accents.csv", include_str!("../corpora/accents.csv")),
    ("acronyms.csv", include_str!("../corpora/acronyms.csv")),
    ("domains.csv", include_str!("../corpora/domains.csv")),
    (
        "emergency-names.csv",
        include_str!("../corpora/emergency-names.csv"),
    ),
    (
        "emergency-words.csv",
        include_str!("../corpora/emergency-words.csv"),
    ),
    (
        "false-friends.csv",
        include_str!("../corpora/false-friends.csv"),
    ),
    ("families.toml", include_str!("../corpora/families.toml")),
    (
        "function-words.csv",
        include_str!("../corpora/function-words.csv"),
    ),
    ("hosts.csv", include_str!("../corpora/hosts.csv")),
    ("language.csv", include_str!("../corpora/language.csv")),
    ("lexicon.csv", include_str!("../corpora/lexicon.csv")),
    ("pairing.toml", include_str!("../corpora/pairing.toml")),
    ("places.csv", include_str!("../corpora/places.csv")),
    (
        "provisions.toml",
        include_str!("../corpora/provisions.toml"),
    ),
    (
        "register-names.csv",
        include_str!("../corpora/register-names.csv"),
    ),
    (
        "value-words.csv",
        include_str!("../corpora/value-words.csv"),
    ),
];

/// The configuration of the sample.
pub const SAMPLE_CONFIG: &str = include_str!("../corpora/sample/tandem.toml");

/// The posts of the sample, in the neutral format.
pub const SAMPLE_POSTS: &str = include_str!("../corpora/sample/posts.jsonl");

/// Weights of the pairing score (see `corpora/pairing.toml` for how they were made).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairingWeights {
    /// Log-odds of a candidate of which nothing is known.
    pub bias: f64,
    /// Weight of each feature.
    pub features: BTreeMap<String, f64>,
}

/// How an obligation is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FamilyKind {
    /// By rules, or by the program itself.
    Automatic,
    /// By a person who looks, with rules to help where there are some.
    Assisted,
    /// By a person who attests.
    Manual,
}

impl FamilyKind {
    /// As written in every file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Assisted => "assisted",
            Self::Manual => "manual",
        }
    }

    /// In words.
    #[must_use]
    pub fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::Automatic => Bilingual::new("checked by the program", "vérifié par le programme"),
            Self::Assisted => Bilingual::new("to look at", "à regarder"),
            Self::Manual => Bilingual::new("to attest", "à attester"),
        }
    }
}

/// What several provisions ask in common, and what serves it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// In kebab case, stable for ever.
    pub name: String,
    /// How it is served.
    pub kind: FamilyKind,
    /// What is looked for.
    pub title: Bilingual<String>,
    /// Names of the rules.
    pub rules: Vec<String>,
    /// What a person looks at or attests; of an automatic family without rules, what the program does.
    #[serde(default)]
    pub look: Option<Bilingual<String>>,
    /// Ids in `corpora/provisions.toml`; those in force first.
    pub provisions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyFile {
    family: Vec<Family>,
}

/// A paragraph of an act, directive or order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    /// Short name of the act, directive or order.
    pub document: String,
    /// Its place among all provisions.
    pub place: usize,
    /// True for what is to come into force, and is not in force for that reason.
    pub not_yet: bool,
    /// The act, directive or order.
    pub instrument: Bilingual<String>,
    /// Where in it.
    pub section: Bilingual<String>,
    /// False: rescinded, to be cited as former guidance only.
    pub in_force: bool,
    /// What it asks, summarised.
    pub requirement: Bilingual<String>,
    /// False: only reports of its exact words were seen.
    pub wording_seen: bool,
    /// Where it can be read; empty where it is not public.
    pub source: String,
}

impl Provision {
    /// `Official Languages Act, s. 22`.
    #[must_use]
    pub fn name(&self) -> Bilingual<String> {
        let name = |language: Language| {
            format!(
                "{}, {}",
                self.instrument.get(language),
                self.section.get(language)
            )
        };
        Bilingual::new(name(Language::English), name(Language::French))
    }

    /// Does it bind?
    #[must_use]
    pub fn status(&self) -> Bilingual<&'static str> {
        if self.in_force {
            Bilingual::new("in force", "en vigueur")
        } else if self.not_yet {
            Bilingual::new("not yet in force", "pas encore en vigueur")
        } else {
            Bilingual::new("former guidance", "ancienne ligne directrice")
        }
    }

    /// Its name; a rescinded one says so.
    #[must_use]
    pub fn citation(&self) -> Bilingual<String> {
        let mut citation = self.name();
        if !self.in_force {
            let status = self.status();
            citation.english = format!("{} ({})", citation.english, status.english);
            citation.french = format!("{} ({})", citation.french, status.french);
        }
        citation
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvisionFile {
    instruments: HashMap<String, Bilingual<String>>,
    provision: Vec<ProvisionRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvisionRow {
    id: String,
    instrument: String,
    section: Bilingual<String>,
    in_force: bool,
    #[serde(default)]
    not_yet: bool,
    requirement: Bilingual<String>,
    wording_seen: bool,
    source: String,
}

/// The rows of an embedded CSV file without quoting, its header left out.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

/// An embedded file is part of the program: that it parses is held by a test, not hoped at run time.
fn embedded<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| panic!("corpora/{name}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report that was made with other weights or provisions must be told from this one.
    #[test]
    fn every_file_is_named() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .expect("corpora/")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| name != "sample")
            .collect();
        names.sort();
        assert_eq!(names, FILES.map(|(name, _)| name));
    }

    /// A user would get a crash at the first report if an embedded file did not parse.
    #[test]
    fn every_embedded_file_parses_and_is_sorted() {
        assert!(FUNCTION_WORDS.len() > 200);
        assert!(LANGUAGE_WEIGHTS.len() > 5000);
        assert!(!EMERGENCY_WORDS.is_empty());
        assert!(VALUE_WORDS.len() > 400);
        assert!(DOMAINS.len() > 40 && HOSTS.len() > 20);
        assert!(PAIRING.features.len() > 5);
        assert!(PROVISIONS.len() > 20 && FAMILIES.len() > 40);
        for file in [
            include_str!("../corpora/function-words.csv"),
            include_str!("../corpora/language.csv"),
            include_str!("../corpora/emergency-words.csv"),
            include_str!("../corpora/emergency-names.csv"),
            include_str!("../corpora/domains.csv"),
            include_str!("../corpora/hosts.csv"),
        ] {
            let keys: Vec<_> = rows(file).map(|row| row[0]).collect();
            let mut sorted = keys.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert!(keys == sorted, "sort the rows and remove doubles");
        }
    }
}
