//! How much a word speaks for French or English, by the table of `corpora/language.csv`.
//!
//! A word of the table speaks for itself; of any other the grams speak: pieces of two to five letters. Accents
//! speak beside the letters, so that a text without accents loses their voice and nothing else.

use super::letters::{self, Word};
use crate::corpora::LANGUAGE_WEIGHTS;
use std::sync::LazyLock;

/// A score is counted in hundredths of the logarithm of the odds: above 0 French, below 0 English.
pub(super) const UNIT: f64 = 100.0;

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(LANGUAGE_WEIGHTS.iter().copied()));

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Voice {
    /// Its score.
    pub(super) score: i32,
    /// It stands in the table.
    pub(super) known: bool,
}

/// What a word says.
pub(super) fn voice(word: &Word) -> Voice {
    if word.foreign {
        return Voice {
            score: 0,
            known: false,
        };
    }
    let table = &*TABLE;
    let whole = word.whole().and_then(|key| table.get(key));
    let mut score = whole.unwrap_or(0);
    if whole.is_none() {
        word.grams(|key| score += table.get(key).unwrap_or(0));
    }
    for key in word.accents() {
        score += table.get(key).unwrap_or(0);
    }
    Voice {
        score,
        known: whole.is_some(),
    }
}

/// A hash table with open addressing: two flat lists, one probe in most cases.
struct Table {
    keys: Vec<u64>,
    weights: Vec<i32>,
    shift: u32,
}

impl Table {
    fn new(rows: impl ExactSizeIterator<Item = (&'static str, i32)>) -> Self {
        let size = (2 * rows.len().max(8)).next_power_of_two();
        let mut table = Self {
            keys: vec![0; size],
            weights: vec![0; size],
            shift: u64::BITS - size.trailing_zeros(),
        };
        for (gram, weight) in rows {
            if let Some(key) = letters::key(gram) {
                let at = table.slot(key);
                table.keys[at] = key;
                table.weights[at] = weight;
            }
        }
        table
    }

    fn get(&self, key: u64) -> Option<i32> {
        let at = self.slot(key);
        (self.keys[at] == key).then(|| self.weights[at])
    }

    /// Where a key stands or would stand; there are always empty slots, so the search ends.
    fn slot(&self, key: u64) -> usize {
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        let mut at = usize::try_from(hash).unwrap_or(0);
        while self.keys[at] != key && self.keys[at] != 0 {
            at = (at + 1) & (self.keys.len() - 1);
        }
        at
    }
}
