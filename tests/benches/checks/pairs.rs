//! Professional pairs: what is said of them is a false alarm, nearly always; and how long it takes.

use super::cases::spoken;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;
use tandem::model::{Bilingual, Severity};
use tandem::rules::{Draft, Tables};

/// A set of pairs.
pub(crate) struct Set {
    pub(crate) name: &'static str,
    pub(crate) drafts: Vec<Draft>,
}

const FILES: [(&str, &str); 8] = [
    ("blogs", "posts/blog_canada_ca.jsonl"),
    ("blogs", "posts/blog_digital_canada.jsonl"),
    ("blogs", "posts/blog_esdc_it.jsonl"),
    ("interface strings", "pairs/gc_ui_strings.jsonl"),
    ("posts on X", "posts/dev_x_2019.jsonl"),
    ("services", "pairs/gc_service_inventory.jsonl"),
    ("captions of news", "pairs/gc_news_alt_text_to_2025.jsonl"),
    ("code descriptions", "pairs/ore_ero_descriptions.jsonl"),
];

pub(crate) fn read(folder: &Path) -> Vec<Set> {
    let mut sets: Vec<Set> = Vec::new();
    for (name, file) in FILES {
        let drafts = pairs(&folder.join(file));
        match sets.iter_mut().find(|set| set.name == name) {
            Some(set) => set.drafts.extend(drafts),
            None => sets.push(Set { name, drafts }),
        }
    }
    for set in &mut sets {
        if set.name == "interface strings" {
            set.drafts = sample(std::mem::take(&mut set.drafts), 2000);
        }
        if set.name == "posts on X" {
            declare(&mut set.drafts);
        }
    }
    sets
}

/// So many of them, spread over all by a fixed generator.
fn sample(mut drafts: Vec<Draft>, count: usize) -> Vec<Draft> {
    fastrand::seed(2026);
    fastrand::shuffle(&mut drafts);
    drafts.truncate(count);
    drafts
}

fn pairs(path: &Path) -> Vec<Draft> {
    let mut found: BTreeMap<String, Bilingual<Option<Value>>> = BTreeMap::new();
    for row in std::fs::read_to_string(path).unwrap_or_default().lines() {
        let Ok(row) = serde_json::from_str::<Value>(row) else {
            continue;
        };
        let Some(pair) = row["pair_id"].as_str() else {
            continue;
        };
        let account = row["account"].as_str().unwrap_or_default();
        let french = row["lang"]
            .as_str()
            .map_or(account.ends_with("fr"), |lang| lang == "fr");
        let pair = found.entry(pair.to_owned()).or_default();
        if french {
            pair.french = Some(row)
        } else {
            pair.english = Some(row)
        }
    }
    found
        .into_values()
        .filter_map(|pair| Some(draft(&pair.english?, &pair.french?)))
        .collect()
}

fn draft(english: &Value, french: &Value) -> Draft {
    let text = |row: &Value| row["text"].as_str().unwrap_or_default().to_owned();
    Draft::of(Bilingual::new(text(english), text(french)))
}

/// The handles and hashtags that a user would have declared: those that stand together again and again in the pairs.
fn declare(drafts: &mut [Draft]) {
    let mut tables = Tables::default();
    for mark in ['@', '#'] {
        let mut together: BTreeMap<(String, String), usize> = BTreeMap::new();
        let words = |text: &str| -> Vec<String> {
            let pieces = tandem::text::pieces::find(text);
            let list = if mark == '@' {
                pieces.handles
            } else {
                pieces.hashtags
            };
            list.into_iter().map(|piece| piece.text).collect()
        };
        for draft in drafts.iter() {
            let (english, french) = (words(&draft.english.text), words(&draft.french.text));
            if english.len() == french.len() {
                for pair in english.into_iter().zip(french) {
                    *together.entry(pair).or_default() += 1;
                }
            }
        }
        let mut list: Vec<_> = together.into_iter().collect();
        list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for ((english, french), count) in list {
            if count >= 2 && english.to_lowercase() != french.to_lowercase() {
                let table = if mark == '@' {
                    &mut tables.accounts
                } else {
                    &mut tables.hashtags
                };
                let taken = table.values().any(|it| it.eq_ignore_ascii_case(&french));
                if !taken {
                    table.entry(english).or_insert(french);
                }
            }
        }
    }
    for draft in drafts {
        draft.tables = tables.clone();
    }
}

pub(crate) fn alarms(sets: &[Set], list: bool) {
    println!("\nalarms (error or warning) on professional pairs");
    for set in sets {
        let mut alarmed = 0;
        let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
        for draft in &set.drafts {
            let found: Vec<_> = spoken(draft)
                .into_iter()
                .filter(|(_, severity, _)| *severity >= Severity::Warning)
                .collect();
            alarmed += usize::from(!found.is_empty());
            let mut names: Vec<&str> = found.iter().map(|(rule, ..)| rule.name).collect();
            names.dedup();
            for name in names {
                *rules.entry(name).or_default() += 1;
            }
            if list && !found.is_empty() {
                println!(
                    "  {}: {:?} | {:?}",
                    set.name, draft.english.text, draft.french.text
                );
                for (rule, severity, text) in found {
                    println!("      {} {}: {text}", severity.code(), rule.name);
                }
            }
        }
        let share = 100.0 * alarmed as f64 / set.drafts.len().max(1) as f64;
        println!(
            "{:20} {alarmed:4} of {:5}  {share:5.2} %  {rules:?}",
            set.name,
            set.drafts.len()
        );
    }
}

pub(crate) fn speed(sets: &[Set]) {
    let mut times: Vec<f64> = Vec::new();
    for draft in sets.iter().flat_map(|set| &set.drafts).cycle().take(10_000) {
        let start = Instant::now();
        std::hint::black_box(spoken(draft));
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "\nspeed over {} pairs: median {:.3} ms, p99 {:.3} ms, longest {:.3} ms",
        times.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}
