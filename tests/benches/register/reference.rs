//! Pairs made by hand, and how far those of the program agree with them.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use tandem::register::{Links, Listed, Register};

#[derive(Deserialize)]
struct Row {
    institution_en: String,
    platform: String,
    account_en: Option<String>,
    account_fr: Option<String>,
    url_en: Option<String>,
    url_fr: Option<String>,
    status: String,
}

pub(crate) type Key = (String, String);

/// Pairs and the institution of each account, by what the program takes an account for.
pub(crate) struct Reference {
    pub(crate) pairs: BTreeMap<Key, Key>,
    institutions: BTreeMap<Key, String>,
    /// Accounts whose address is of another platform than the reference says: it could not pair them.
    contradicted: Vec<Key>,
}

/// Is an institution of the half that was looked at?
fn is_first(institution: &str) -> bool {
    Sha256::digest(institution.as_bytes())[31] % 2 == 0
}

fn key(platform: &str, address: &str, contradicted: &mut Vec<Key>) -> Key {
    let mut register = Register::default();
    let text = format!("Platform,Language,URL\n{platform},English,\"{address}\"\n");
    register.add("reference", text.as_bytes()).unwrap();
    let key = register.accounts[0].key();
    if key.0 != platform {
        contradicted.push(key.clone());
    }
    key
}

impl Reference {
    pub(crate) fn read(path: &Path) -> Self {
        let mut reference = Self {
            pairs: BTreeMap::new(),
            institutions: BTreeMap::new(),
            contradicted: Vec::new(),
        };
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let row: Row = serde_json::from_str(line).unwrap();
            let names = [&row.account_en, &row.account_fr];
            let addresses = [&row.url_en, &row.url_fr];
            let keys = addresses.map(|it| {
                it.as_ref()
                    .map(|it| key(&row.platform, it, &mut reference.contradicted))
            });
            for (key, _) in keys
                .iter()
                .zip(names)
                .filter_map(|(key, name)| Some((key.as_ref()?, name)))
            {
                reference
                    .institutions
                    .insert(key.clone(), row.institution_en.clone());
            }
            if let ("pair", [Some(english), Some(french)]) = (row.status.as_str(), keys) {
                reference.pairs.insert(english, french);
            }
        }
        reference
    }

    /// Precision and recall, by half.
    pub(crate) fn measure(
        &self,
        title: &str,
        accounts: &[Listed],
        links: &Links,
        list: Option<&str>,
    ) {
        let present: BTreeMap<Key, &Listed> = accounts.iter().map(|it| (it.key(), it)).collect();
        let found: BTreeMap<Key, (Key, f64)> = links
            .pairs
            .iter()
            .map(|link| {
                (
                    accounts[link.english].key(),
                    (accounts[link.french].key(), link.confidence),
                )
            })
            .collect();
        println!("{title}");
        let mut all = [0; 3];
        for (name, first) in [("first half", true), ("second half (kept aside)", false)] {
            let of = |key: &Key| {
                self.institutions
                    .get(key)
                    .is_some_and(|it| is_first(it) == first)
            };
            let shown = list.is_some_and(|it| it == "all" || name.starts_with(it));
            let wanted = self
                .pairs
                .iter()
                .filter(|(e, f)| of(e) && present.contains_key(*e) && present.contains_key(*f));
            let (mut right, mut missed, mut wrong, mut contradicted) = (0, 0, 0, 0);
            for (english, french) in wanted {
                if found.get(english).is_some_and(|(other, _)| other == french) {
                    right += 1;
                } else {
                    missed += 1;
                    if shown {
                        println!(
                            "  missed: {english:?} {} – {french:?} {}",
                            present[english].name, present[french].name
                        );
                    }
                }
            }
            for (english, (french, confidence)) in &found {
                if self.pairs.get(english) == Some(french)
                    || !(of(english) || !self.institutions.contains_key(english) && of(french))
                {
                    continue;
                }
                wrong += 1;
                let is_contradicted = [english, french]
                    .iter()
                    .any(|it| self.contradicted.contains(it));
                contradicted += usize::from(is_contradicted);
                if shown {
                    println!(
                        "  not in the reference: {english:?} {} – {french:?} {} ({confidence:.2}){}",
                        present[english].name,
                        present[french].name,
                        if is_contradicted {
                            ", of which the reference has the wrong platform"
                        } else {
                            ""
                        }
                    );
                }
            }
            print(name, right, wrong, missed, contradicted);
            all = [all[0] + right, all[1] + wrong, all[2] + missed];
        }
        print("all", all[0], all[1], all[2], 0);
        println!();
    }

    /// How often pairs of a confidence are right.
    pub(crate) fn calibration(&self, accounts: &[Listed], links: &Links) {
        let mut bins: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for link in &links.pairs {
            let (english, french) = (accounts[link.english].key(), accounts[link.french].key());
            let bin = bins
                .entry((link.confidence * 10.0).min(9.0) as usize)
                .or_default();
            bin.0 += 1;
            bin.1 += usize::from(self.pairs.get(&english) == Some(&french));
        }
        for (bin, (all, right)) in bins {
            println!("confidence from .{bin}: {right} of {all} right");
        }
        println!();
    }
}

fn print(name: &str, right: usize, wrong: usize, missed: usize, contradicted: usize) {
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    println!(
        "  {name}: {right} right, {wrong} not in the reference ({contradicted} of them by its platforms), {missed} missed: precision {:.4}, recall {:.4}",
        share(right, right + wrong),
        share(right, right + missed)
    );
}

/// Without a tenth of the accounts, by a digest: what is left has fewer counterparts, and may not find wrong ones.
pub(crate) fn thinned(accounts: &[Listed], seed: u8) -> Vec<Listed> {
    let is_kept = |listed: &&Listed| {
        let digest = Sha256::digest(format!("{seed}{:?}", listed.key()).as_bytes());
        digest[0] >= 26
    };
    accounts.iter().filter(is_kept).cloned().collect()
}
