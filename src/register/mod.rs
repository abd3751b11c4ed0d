//! The register of official accounts: rows in, accounts and their English–French pairs out. Pure.
//!
//! The Government of Canada publishes a list of its accounts without saying which English one belongs to which French
//! one. Rows are read and repaired (`read`), then paired (`pair`); what has no counterpart is the first finding on
//! parity of all.

mod address;
mod change;
mod find;
mod institution;
mod lexis;
mod note;
mod pair;
mod read;
mod rounds;
mod row;
mod terms;
mod write;

pub use change::{Change, changes};
pub use find::find;
pub use institution::{Institution, institutions};
pub use note::{Kind, Note};
pub use pair::{Link, Links, pair, stated};
pub use write::{configuration, presences, table};

use crate::model::{Account, Bilingual, Language, Problem};
use std::collections::BTreeMap;

/// Both official languages.
const LANGUAGES: [Language; 2] = [Language::English, Language::French];

/// An account of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Where it stands first: file and row.
    pub place: String,
    /// Platform, handle, and the platform's own number where it is known.
    pub account: Account,
    /// The name that it is listed under.
    pub name: String,
    /// Its institution, as far as the register names it in each language.
    pub institution: Bilingual<String>,
    /// The institution's number; empty where none is stated.
    pub organization: String,
    /// The language that it serves; `None` for both.
    pub serves: Option<Language>,
    /// Its address in the usual form.
    pub address: String,
    /// The address of its counterpart, where a file of ours states one.
    pub counterpart: Option<String>,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// A person confirmed the counterpart, or that there is none.
    pub confirmed: bool,
}

impl Listed {
    /// What tells accounts apart: platform and stable name.
    #[must_use]
    pub fn key(&self) -> (String, String) {
        let Account {
            platform,
            handle,
            id,
            ..
        } = &self.account;
        address::key(platform, handle, id.as_deref())
    }
}

/// A register: its accounts, each once, and what was found on the way.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// How many rows there were.
    pub rows: usize,
    /// Its accounts, in the order in which they first stand.
    pub accounts: Vec<Listed>,
    /// What was repaired, and what could not be used.
    pub notes: Vec<Note>,
}

impl Register {
    /// Adds the rows of a file: the official JSON, or a table with its columns.
    ///
    /// # Errors
    /// When the file is no register.
    pub fn add(&mut self, place: &str, bytes: &[u8]) -> Result<(), Problem> {
        let (rows, broken) = read::rows(place, bytes)?;
        self.rows += rows.len() + broken.len();
        self.notes.extend(broken);
        let mut known: BTreeMap<_, usize> = (0..)
            .zip(&self.accounts)
            .map(|(at, it)| (it.key(), at))
            .collect();
        for raw in rows {
            let Some(listed) = row::account(raw, &mut self.notes) else {
                continue;
            };
            if let Some(at) = known.get(&listed.key()) {
                merge(&mut self.accounts[*at], listed, &mut self.notes);
            } else {
                known.insert(listed.key(), self.accounts.len());
                self.accounts.push(listed);
            }
        }
        Ok(())
    }
}

/// Adds what a second row of the same account says.
fn merge(known: &mut Listed, other: Listed, notes: &mut Vec<Note>) {
    let again = format!("{} ({})", other.address, known.place);
    let is_new = |name: &str, old: &str| !name.is_empty() && name != old;
    // The English and the French list name one account once each.
    let other_list = LANGUAGES.iter().any(|language| {
        let (old, new) = (
            known.institution.get(*language),
            other.institution.get(*language),
        );
        old.is_empty() && is_new(new, old)
    });
    if known.serves == other.serves {
        let kind = if other_list {
            Kind::BothLists
        } else {
            Kind::Duplicate
        };
        notes.push(Note::new(&other.place, kind, &again));
    } else {
        known.serves = None;
        notes.push(Note::new(&other.place, Kind::BothLanguages, &again));
    }
    for language in LANGUAGES {
        let (old, new) = (
            known.institution.get_mut(language),
            other.institution.get(language),
        );
        if old.is_empty() {
            old.clone_from(new);
        }
    }
    if known.organization.is_empty() {
        known.organization = other.organization;
    }
    if other.confirmed && !known.confirmed {
        known.counterpart = other.counterpart;
    } else if !known.confirmed {
        known.counterpart = known.counterpart.take().or(other.counterpart);
    }
    known.confidence = known.confidence.max(other.confidence);
    known.confirmed |= other.confirmed;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An account of an invented register.
    pub(super) fn listed(
        platform: &str,
        handle: &str,
        name: &str,
        serves: Option<Language>,
    ) -> Listed {
        Listed {
            place: "r:1".into(),
            account: Account::new(platform, handle),
            name: name.into(),
            institution: Bilingual::default(),
            organization: String::new(),
            serves,
            address: format!("https://{platform}.com/{handle}"),
            counterpart: None,
            confidence: 0.0,
            confirmed: false,
        }
    }
}
