//! Whose row it is. A file may name the account by its handle, its number, its display name or not at all; the user
//! may say it, and the configuration may know the number.

use super::Options;
use super::collector::{Collector, Note, Refusal};
use super::ids::short;
use super::table_format::{Cells, Field};
use super::table_ids::{Target, number};
use crate::model::Account;
use std::collections::BTreeMap;

/// What is known of the accounts of a file.
pub(super) struct Owners<'a> {
    options: &'a Options,
    /// What the user says, normalised.
    said: Option<String>,
    /// For whom that was taken first: platform, and what the file calls it.
    taken: Option<(String, String)>,
    /// Handles that some links show, by what the file calls the account.
    names: BTreeMap<(String, String), String>,
}

impl<'a> Owners<'a> {
    pub(super) fn new(options: &'a Options) -> Self {
        let said = options.account.as_deref().map(Account::normal_handle);
        Self {
            options,
            said: said.filter(|said| !said.is_empty()),
            taken: None,
            names: BTreeMap::new(),
        }
    }

    /// Has the user said whose posts these are?
    pub(super) fn is_said(&self) -> bool {
        self.said.is_some()
    }

    /// Remembers the handle that a link shows, for the rows of the same account whose links show none.
    pub(super) fn see(&mut self, platform: &str, cells: Cells<'_>, target: &Target) {
        let called = called(cells);
        if let Some(handle) = target.handle.as_deref().filter(|_| !called.is_empty()) {
            let key = (platform.to_owned(), called.to_owned());
            self.names
                .entry(key)
                .or_insert_with(|| Account::normal_handle(handle));
        }
    }

    /// The handle of the account that published the row.
    pub(super) fn find(
        &mut self,
        platform: &str,
        cells: Cells<'_>,
        target: &Target,
        row: usize,
        collector: &mut Collector,
    ) -> Result<String, Refusal> {
        let own = number(cells.get(Field::Number)).or(target.number.as_deref());
        let known = own.and_then(|number| {
            let key = (platform.to_owned(), number.to_owned());
            self.options.accounts.get(&key)
        });
        if let Some(handle) = known {
            return Ok(Account::normal_handle(handle));
        }
        let name = cells.get(Field::Name);
        let linked = target.handle.as_deref();
        let handle = [
            Some(cells.get(Field::Handle)),
            Some(name).filter(|name| name.starts_with('@')),
            linked.filter(|_| platform == "x"),
        ];
        let handle = handle
            .into_iter()
            .flatten()
            .map(Account::normal_handle)
            .find(|handle| !handle.is_empty());
        if let Some(handle) = handle {
            if self.said.as_ref().is_some_and(|said| *said != handle) {
                collector.note(Note::OtherAccount, row);
            }
            return Ok(handle);
        }
        let called = called(cells);
        if let Some(said) = self.said.clone() {
            let called = if called.is_empty() {
                target.number.as_deref().unwrap_or_default()
            } else {
                called
            };
            return self.take(platform, called).map(|()| said);
        }
        let seen = self.names.get(&(platform.to_owned(), called.to_owned()));
        let linked = linked.map(Account::normal_handle);
        let named = Some(Account::normal_handle(name)).filter(|name| !name.is_empty());
        // A channel is known by its number where it has no better name.
        let channel = Some(cells.get(Field::Number))
            .filter(|number| platform == "youtube" && !number.is_empty())
            .map(Account::normal_handle);
        linked
            .or_else(|| seen.cloned())
            .or(named)
            .or(channel)
            .ok_or_else(|| nobody(platform))
    }

    /// What the user says is true of one account only.
    fn take(&mut self, platform: &str, called: &str) -> Result<(), Refusal> {
        let Some((first, name)) = &mut self.taken else {
            self.taken = Some((platform.to_owned(), called.to_owned()));
            return Ok(());
        };
        if first == platform && (name.is_empty() || called.is_empty() || name == called) {
            if name.is_empty() {
                called.clone_into(name);
            }
            return Ok(());
        }
        let shown = |platform: &str, name: &str| {
            let name = short(name);
            format!("{platform} {name}").trim_end().to_owned()
        };
        Err(two(&shown(first, name), &shown(platform, called)))
    }
}

/// What the file calls the account.
fn called(cells: Cells<'_>) -> &str {
    let number = cells.get(Field::Number);
    if number.is_empty() {
        cells.get(Field::Name)
    } else {
        number
    }
}

fn two(first: &str, other: &str) -> Refusal {
    Refusal::text(
        format!(
            "this row ({other}) is not of the account that --account was taken for ({first}); import again with --platform and the other account, export one account at a time, or give their numbers in tandem.toml"
        ),
        format!(
            "cette ligne ({other}) n’est pas du compte pour lequel --compte a été pris ({first}); importez de nouveau avec --plateforme et l’autre compte, exportez un compte à la fois ou indiquez leurs numéros dans tandem.toml"
        ),
    )
}

/// Nothing names the account.
pub(super) fn nobody(platform: &str) -> Refusal {
    Refusal::text(
        format!(
            "nothing here names the account on {platform}; say it with --account HANDLE, and with --platform {platform} where the file holds several"
        ),
        format!(
            "rien ici ne nomme le compte sur {platform}; indiquez-le avec --compte IDENTIFIANT, et avec --plateforme {platform} si le fichier en contient plusieurs"
        ),
    )
}
