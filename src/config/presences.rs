//! `[[presence]]`: the accounts that belong together.

use super::fetching::PlatformsTable;
use crate::model::{Account, Accounts, Bilingual, Presence, Problem};
use crate::text::shown;
use serde::Deserialize;
use toml::Spanned;

/// An id or an account that stands twice would be counted twice.
pub(super) fn unique(place: &str, presences: &[Presence]) -> Result<(), Problem> {
    let mut seen = std::collections::BTreeSet::new();
    let names = presences.iter().flat_map(|presence| {
        let accounts = presence.accounts.list();
        let accounts = accounts.into_iter().map(|(account, _)| {
            let (platform, handle) = account.key();
            format!("{platform}:{handle}")
        });
        std::iter::once(presence.id.clone())
            .chain(accounts)
            .collect::<Vec<_>>()
    });
    for name in names {
        if !seen.insert(name.clone()) {
            let name = shown(&name);
            return Err(Problem::new(
                place,
                format!(
                    "“{name}” stands twice; every id and every account belongs to one presence"
                ),
                format!(
                    "«\u{a0}{name}\u{a0}» figure deux fois; chaque identifiant et chaque compte appartiennent à une seule présence"
                ),
            ));
        }
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PresenceRow {
    pub(super) id: String,
    pub(super) platform: Spanned<String>,
    pub(super) institution: Option<Bilingual<String>>,
    #[serde(default)]
    pub(super) level_one: String,
    pub(super) english: Option<AccountRow>,
    pub(super) french: Option<AccountRow>,
    pub(super) bilingual: Option<AccountRow>,
    pub(super) server: Option<String>,
}

/// An account: its handle, or with what else is needed to read it.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum AccountRow {
    Handle(String),
    Full(AccountTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct AccountTable {
    pub(super) handle: String,
    pub(super) id: Option<String>,
    pub(super) token: Option<String>,
    pub(super) server: Option<String>,
}

impl PresenceRow {
    pub(super) fn into_presence(
        self,
        place: &str,
        institution: &Bilingual<String>,
        platforms: &PlatformsTable,
    ) -> Result<Presence, Problem> {
        let platform = self.platform.get_ref().trim().to_lowercase();
        // A credential is for one service; these have a server for each account.
        let one = !["mastodon", "wordpress", "mediawiki", "feed"].contains(&platform.as_str());
        let known = platforms.others.get(&platform).filter(|_| one);
        let token = known.and_then(|it| it.token.clone());
        let account = |row: AccountRow| {
            let table = match row {
                AccountRow::Full(table) => table,
                AccountRow::Handle(handle) => AccountTable {
                    handle,
                    id: None,
                    token: None,
                    server: None,
                },
            };
            Account {
                platform: platform.clone(),
                handle: table.handle,
                server: table.server.or_else(|| self.server.clone()),
                id: table.id,
                token: table.token.or_else(|| token.clone()),
            }
        };
        let accounts = match (self.english, self.french, self.bilingual) {
            (Some(english), Some(french), None) => {
                Accounts::Two(Bilingual::new(account(english), account(french)))
            }
            (None, None, Some(one)) => Accounts::One(account(one)),
            _ => {
                return Err(Problem::new(
                    place,
                    format!(
                        "presence “{}”: give either `english` and `french`, or `bilingual`",
                        self.id
                    ),
                    format!(
                        "présence «\u{a0}{}\u{a0}»\u{a0}: indiquez soit «\u{a0}english\u{a0}» et «\u{a0}french\u{a0}», soit «\u{a0}bilingual\u{a0}»",
                        self.id
                    ),
                ));
            }
        };
        Ok(Presence {
            id: self.id,
            institution: self.institution.unwrap_or_else(|| institution.clone()),
            level_one: self.level_one,
            accounts,
        })
    }
}
