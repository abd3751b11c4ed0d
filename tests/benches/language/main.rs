//! How well and how fast the language of a text is told: `cargo bench --bench language -- DATA`.
//!
//! DATA is a folder of bilingual data: `laws/laws_en_fr.jsonl.gz`, `pairs/*.jsonl`, `posts/*.jsonl`, `accounts.jsonl`.
//! Of laws and strings only what `tandem train language` leaves out is measured on, and no text that also stands
//! in what it learns from; from posts and blogs nothing is ever learned.

mod detectors;
mod sets;

use detectors::{Detector, Verdict};
use sets::{Mixed, Source};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::time::Instant;
use tandem::model::{Bilingual, Language, TextLanguage};
use tandem::text::language::{detect, detect_prose, learn::is_held_out};
use tandem::text::pieces;
use unicode_normalization::UnicodeNormalization;

const LANGUAGES: [Language; 2] = [Language::English, Language::French];
const LENGTHS: [&str; 5] = ["1-3", "4-8", "9-20", "21+", "all"];
/// Most of the acts tell nothing new about a detector that takes milliseconds.
const LAWS: usize = 8_000;

/// A text of known language.
struct Sample {
    source: Source,
    language: Language,
    text: String,
}

fn main() {
    let Some(data) = std::env::args()
        .skip(1)
        .find(|word| !word.starts_with("--"))
    else {
        println!("give the folder of bilingual data: cargo bench --bench language -- DATA");
        return;
    };
    let data = Path::new(&data);
    let pairs = sets::pairs(data);
    let texts = texts(&pairs);
    let detectors = detectors::all();
    accuracy(&texts, &detectors);
    variants(&texts, &detectors);
    no_language(&detectors);
    both(&sets::mixed(data, &pairs, is_held_out));
    reliability(&texts);
    speed(&texts, &detectors);
}

/// The held-out texts, each once.
fn texts(pairs: &[sets::Pair]) -> Vec<Sample> {
    let learned_from = |pair: &sets::Pair| {
        matches!(pair.source, Source::Laws | Source::Strings) && !is_held_out(&pair.group)
    };
    let side = |pair: &sets::Pair, language| pair.text.get(language).clone().unwrap_or_default();
    let mut seen: HashSet<String> = HashSet::new();
    let mut english = HashSet::new();
    let mut french = HashSet::new();
    for pair in pairs {
        english.insert(side(pair, Language::English));
        french.insert(side(pair, Language::French));
        if learned_from(pair) {
            seen.extend(LANGUAGES.map(|language| side(pair, language)));
        }
    }
    let (mut texts, mut same, mut empty, mut learned, mut laws) = (Vec::new(), 0, 0, 0, 0);
    for pair in pairs.iter().filter(|pair| !learned_from(pair)) {
        for language in LANGUAGES {
            let text = side(pair, language);
            if sets::count(&pieces::find(&text).prose) == 0 {
                empty += usize::from(!text.is_empty());
            } else if english.contains(&text) && french.contains(&text) {
                same += 1;
            } else if seen.contains(&text) {
                learned += 1;
            } else if pair.source != Source::Laws || laws < LAWS {
                laws += usize::from(pair.source == Source::Laws);
                seen.insert(text.clone());
                texts.push(Sample {
                    source: pair.source,
                    language,
                    text,
                });
            }
        }
    }
    println!(
        "{} texts; left out: {same} that stand in both languages, {empty} without letters, {learned} seen before\n",
        texts.len()
    );
    texts
}

fn bucket(text: &str) -> usize {
    match sets::count(&pieces::find(text).prose) {
        ..=3 => 0,
        4..=8 => 1,
        9..=20 => 2,
        _ => 3,
    }
}

/// Right, answered and all, for each length and for all.
#[derive(Default)]
struct Tally([[usize; 3]; 5]);

impl Tally {
    fn add(&mut self, bucket: usize, verdict: Verdict, language: Language) {
        for at in [bucket, 4] {
            self.0[at][0] += usize::from(verdict == Verdict::Is(language));
            self.0[at][1] += usize::from(verdict != Verdict::Nothing);
            self.0[at][2] += 1;
        }
    }

    /// Percentages of all.
    fn forced(&self) -> String {
        self.0
            .map(|[right, _, all]| format!("{:>8.2}", percent(right, all)))
            .concat()
    }

    /// Percentages of what was answered, and how much that is.
    fn with_abstention(&self) -> String {
        let cell = |[right, answered, all]: [usize; 3]| {
            format!(
                "  {:.2} of {:.1}",
                percent(right, answered),
                percent(answered, all)
            )
        };
        self.0.map(cell).concat()
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most some hundred thousands")]
fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

fn accuracy(texts: &[Sample], detectors: &[Detector]) {
    for source in [Source::Strings, Source::Laws, Source::Posts, Source::Blogs] {
        let chosen: Vec<&Sample> = texts.iter().filter(|text| text.source == source).collect();
        let mut lengths = [0; 5];
        for text in &chosen {
            lengths[bucket(&text.text)] += 1;
            lengths[4] += 1;
        }
        println!("{source:?}: words {LENGTHS:?}, texts {lengths:?}");
        for detector in detectors {
            let mut tally = Tally::default();
            for text in &chosen {
                let verdict = detector.judge(&text.text);
                tally.add(bucket(&text.text), verdict, text.language);
            }
            println!("  {:<24}{}", detector.name, tally.forced());
        }
        let mut tally = Tally::default();
        let mut wrong = Vec::new();
        for text in &chosen {
            let verdict = match detect(&text.text).language {
                TextLanguage::Undetermined => Verdict::Nothing,
                it => it.single().map_or(Verdict::Other, Verdict::Is),
            };
            if !matches!(verdict, Verdict::Nothing) && verdict != Verdict::Is(text.language) {
                wrong.push(text);
            }
            tally.add(bucket(&text.text), verdict, text.language);
        }
        println!("  tandem, free to abstain {}", tally.with_abstention());
        for text in wrong
            .iter()
            .filter(|text| bucket(&text.text) >= 2 || source == Source::Posts)
        {
            let start: String = text.text.chars().take(100).collect();
            println!(
                "    wrong: {} {:?} {start:?}",
                text.language.code(),
                detect(&text.text).language
            );
        }
    }
    println!();
}

/// The same texts, disguised.
fn variants(texts: &[Sample], detectors: &[Detector]) {
    type Change = fn(&str, Language) -> String;
    let changes: [(&str, Change); 5] = [
        ("as they are", |text, _| text.to_owned()),
        ("other language's tags", other_tags),
        ("capitals", |text, _| text.to_uppercase()),
        ("no accents", |text, _| plain(text)),
        ("capitals, no accents", |text, _| plain(text).to_uppercase()),
    ];
    println!("Variants of strings, posts and blogs");
    for (name, change) in changes {
        println!("  {name}");
        for detector in detectors {
            let mut tally = Tally::default();
            for text in texts.iter().filter(|text| text.source != Source::Laws) {
                let changed = change(&text.text, text.language);
                tally.add(bucket(&text.text), detector.judge(&changed), text.language);
            }
            println!("    {:<22}{}", detector.name, tally.forced());
        }
    }
    println!();
}

fn other_tags(text: &str, language: Language) -> String {
    let tags = match language {
        Language::English => {
            "#SécuritéNautique #LangueFrançaise @GardeCotesCanada https://www.canada.ca/fr/services/peches-et-oceans.html"
        }
        Language::French => {
            "#BoatingSafety #TheEnglishLanguage @CoastGuardCanada https://www.canada.ca/en/services/fisheries-and-oceans.html"
        }
    };
    format!("{text} {tags}")
}

fn plain(text: &str) -> String {
    let letters: String = text
        .nfd()
        .filter(|c| !('\u{300}'..'\u{370}').contains(c))
        .collect();
    letters.replace('œ', "oe").replace('Œ', "OE")
}

/// Names, codes and marks, which have no language.
fn no_language(detectors: &[Detector]) {
    const TEXTS: [&str; 24] = [
        "HMCS Halifax",
        "NCSM Ville de Québec",
        "CCGS Louis S. St-Laurent",
        "NGCC Samuel Risley",
        "K1A 0B1",
        "H3Z 2Y7",
        "🇨🇦🍁",
        "🚢❄️ #2025",
        "#CanadaDay",
        "#FêteDuCanada @Canada",
        "https://www.canada.ca/fr.html",
        "2025-11-24",
        "613-555-0199",
        "1 234,56 $",
        "!!!",
        "Jean Tremblay",
        "Mary Simon",
        "John Smith, Ottawa",
        "Iqaluit",
        "Yellowknife, NT",
        "@CoastGuardCAN",
        "A-123/B",
        "COVID-19",
        "NORAD",
    ];
    let count = |answers: &dyn Fn(&str) -> bool| TEXTS.iter().filter(|text| answers(text)).count();
    println!("Texts without language that got one, of {}", TEXTS.len());
    println!(
        "  tandem, free to abstain {}",
        count(&|text| detect(text).language.single().is_some())
    );
    for detector in detectors {
        println!(
            "  {:<24}{}",
            detector.name,
            count(&|text| detector.judge(text) != Verdict::Nothing)
        );
    }
    println!();
}

/// Bilingual posts found, and posts mistaken for such.
fn both(mixed: &[Mixed]) {
    type Key = (bool, &'static str, &'static str);
    let mut rows: BTreeMap<Key, Bilingual<[usize; 2]>> = BTreeMap::new();
    let mut sums = BTreeMap::new();
    let (mut first, mut found, mut left_over) = (0, 0, 0);
    for post in mixed.iter().filter(|post| !post.tuning) {
        let verdict = detect(&post.text);
        let is_both = verdict.language == TextLanguage::Both;
        let key = (post.both, post.kind, post.separator);
        let row = rows
            .entry(key)
            .or_insert(Bilingual::new([0; 2], [0; 2]))
            .get_mut(post.language);
        let translated = post.both && post.kind != "short other";
        let sum = sums.entry((post.both, translated)).or_insert([0; 2]);
        for tally in [row, sum] {
            tally[0] += usize::from(is_both);
            tally[1] += 1;
        }
        if post.both && is_both {
            found += 1;
            first += usize::from(
                verdict
                    .spans
                    .first()
                    .is_some_and(|span| span.language == post.language),
            );
        } else if post.both {
            left_over += usize::from(verdict.leftover.is_some());
        }
    }
    println!(
        "Posts in both languages found, and others mistaken for such, % (English first, French first)"
    );
    for ((is_both, kind, separator), row) in rows {
        let side = |[hits, all]: [usize; 2]| format!("{:>7.2} of {all:<5}", percent(hits, all));
        println!(
            "  {:<9} {kind:<15} {separator:<7?} {}{}",
            if is_both { "found" } else { "mistaken" },
            side(row.english),
            side(row.french)
        );
    }
    for ((is_both, translated), [hits, all]) in sums {
        let name = match (is_both, translated) {
            (false, _) => "mistaken, all",
            (true, true) => "found, all true pairs",
            (true, false) => "found, where the short text is not the version of the long one",
        };
        println!("  {name}: {:.2} of {all}", percent(hits, all));
    }
    println!(
        "  the first language right: {:.2} of {found}; not found but left over: {left_over}\n",
        percent(first, found)
    );
}

/// Whether a confidence is a probability.
fn reliability(texts: &[Sample]) {
    const EDGES: [f64; 8] = [0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.9985, 1.0];
    let mut bins = [(0.0, 0_usize, 0_usize); 7];
    // The half that the calibration was not made on; and pieces of it, because most texts are sure.
    for text in texts.iter().filter(|text| !sets::is_even(&text.text)) {
        let prose = pieces::find(&text.text).prose;
        let words: Vec<&str> = prose.split_whitespace().collect();
        let pieces = [1, 2, 3, 5, 8]
            .into_iter()
            .filter(|length| words.len() > *length);
        let pieces = pieces.map(|length| {
            words[words.len() / 3..]
                .iter()
                .take(length)
                .copied()
                .collect::<Vec<_>>()
                .join(" ")
        });
        for piece in pieces.chain([prose.clone()]) {
            let verdict = detect_prose(&piece);
            let Some(language) = verdict.language.single() else {
                continue;
            };
            let bin = EDGES
                .iter()
                .skip(1)
                .position(|edge| verdict.confidence <= *edge)
                .unwrap_or(6);
            bins[bin].0 += verdict.confidence;
            bins[bin].1 += usize::from(language == text.language);
            bins[bin].2 += 1;
        }
    }
    println!("Confidence: from, to, texts, mean confidence, right");
    let all: usize = bins.iter().map(|bin| bin.2).sum();
    let mut error = 0.0;
    for (bin, edges) in bins.iter().zip(EDGES.windows(2)) {
        let (mean, right) = (100.0 * bin.0 / as_float(bin.2), percent(bin.1, bin.2));
        println!(
            "  {:.4} {:.4} {:>6} {mean:>7.2} {right:>7.2}",
            edges[0], edges[1], bin.2
        );
        if bin.2 > 0 {
            error += (mean - right).abs() / 100.0 * as_float(bin.2) / as_float(all);
        }
    }
    println!("  expected calibration error {error:.4}\n");
}

#[expect(clippy::cast_precision_loss, reason = "at most some hundred thousands")]
fn as_float(count: usize) -> f64 {
    count as f64
}

/// Texts a second on one core, for texts of about 110 characters and for posts.
fn speed(texts: &[Sample], detectors: &[Detector]) {
    let sets: [(&str, Vec<&str>); 2] = [
        (
            "60 to 170 characters",
            texts
                .iter()
                .map(|it| it.text.as_str())
                .filter(|text| (60..170).contains(&text.len()))
                .collect(),
        ),
        (
            "posts",
            texts
                .iter()
                .filter(|it| it.source == Source::Posts)
                .map(|it| it.text.as_str())
                .collect(),
        ),
    ];
    for (name, texts) in sets {
        let characters: usize = texts.iter().map(|text| text.chars().count()).sum();
        println!(
            "Speed, {name}: {} texts of {:.0} characters, texts a second",
            texts.len(),
            as_float(characters) / as_float(texts.len())
        );
        let proses: Vec<String> = texts.iter().map(|text| pieces::find(text).prose).collect();
        let own = rate(texts.len(), || {
            texts.iter().map(|text| detect(text).words).sum()
        });
        println!("  {:<32}{own:>10.0}", "tandem, whole");
        let prose = rate(texts.len(), || {
            proses.iter().map(|prose| detect_prose(prose).words).sum()
        });
        println!("  {:<32}{prose:>10.0}", "tandem, stripped before");
        let split = rate(texts.len(), || {
            texts
                .iter()
                .map(|text| pieces::find(text).prose.len())
                .sum()
        });
        println!("  {:<32}{split:>10.0}", "stripping alone");
        for detector in detectors
            .iter()
            .filter(|detector| detector.name != "tandem")
        {
            let few = &proses[..proses.len().min(1_000)];
            let other = rate(few.len(), || {
                few.iter()
                    .filter(|prose| detector.judge(prose) == Verdict::Nothing)
                    .count()
            });
            println!(
                "  {:<32}{other:>10.0}  tandem is {:.1} times as fast",
                detector.name,
                prose / other
            );
        }
    }
}

/// The best of some runs of at least a fifth of a second each.
fn rate(texts: usize, run: impl Fn() -> usize) -> f64 {
    let mut best = 0.0_f64;
    for _ in 0..5 {
        let start = Instant::now();
        let mut runs = 0;
        while start.elapsed().as_secs_f64() < 0.2 {
            std::hint::black_box(run());
            runs += 1;
        }
        best = best.max(as_float(texts * runs) / start.elapsed().as_secs_f64());
    }
    best
}
