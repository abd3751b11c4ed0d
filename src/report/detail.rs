//! What is kept of every post and every pair, the bulk of a report: only what the report is made for.

use super::figures::Calendar;
use super::sheet::Sheet;
use super::{Options, columns, rows};
use crate::model::{Bilingual, Comparison};

/// What a report is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A folder of files, written so.
    Files(Options),
    /// A page, which asks who makes a pair with whom.
    Page,
    /// A text.
    Text,
}

#[derive(Debug)]
pub(super) enum Detail {
    Tables(Box<Tables>),
    /// What names the two of every pair, in the period and around it.
    Pairs(Vec<Bilingual<String>>),
    Nothing,
}

/// The tables that have a row for each post and each pair.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) posts: Sheet,
    pub(super) pairs: Sheet,
}

impl Detail {
    pub(super) fn new(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Files(options) => Self::Tables(Box::new(Tables {
                posts: Sheet::new(&columns::POSTS, options),
                pairs: Sheet::new(&columns::PAIRS, options),
            })),
            Purpose::Page => Self::Pairs(Vec::new()),
            Purpose::Text => Self::Nothing,
        }
    }

    /// Adds a presence; `keys` names its posts.
    pub(super) fn add(&mut self, comparison: &Comparison, keys: &[String], calendar: &Calendar) {
        match self {
            Self::Tables(tables) => tables.add(comparison, keys, calendar),
            Self::Pairs(pairs) => {
                let key = |post: usize| keys[post].clone();
                let of = comparison.pairs.iter();
                pairs.extend(of.map(|it| Bilingual::new(key(it.english), key(it.french))));
            }
            Self::Nothing => {}
        }
    }
}

impl Tables {
    fn add(&mut self, comparison: &Comparison, keys: &[String], calendar: &Calendar) {
        let shared = rows::Shared::new(comparison, keys, calendar);
        for (index, judged) in comparison.posts.iter().enumerate() {
            if judged.inside {
                self.posts.row(&rows::post(index, comparison, &shared));
            }
        }
        for (number, pair) in comparison.pairs.iter().enumerate() {
            if comparison.is_inside(pair) {
                self.pairs.row(&rows::pair(number, comparison, &shared));
            }
        }
    }
}
