//! `[[profile]]`: what a person saw on the page of an account, for what its platform does not tell a program.
//!
//! ```toml
//! [[profile]]
//! platform = "instagram"
//! account = "CoastWatchCA"
//! name = "Canadian Coast Watch"
//! description = "News from the coast. Français : @GardeCotesCA"
//! links = ["https://coast.example/en/social-media-notice"]
//! verified = true
//! avatar = "https://img.example/coast.png"  # "" where there is none
//! pinned = ""                               # the id of the post, "" where there is none
//! welcome = "Thank you for writing to us. Merci de nous écrire."
//! ```
//! Where the platform shows a field, what it shows counts.

use super::explain::{at, did_you_mean, nearest};
use crate::model::{Account, Presence, Problem, Profile};
use crate::text::shown;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The profiles that a person wrote down, by their accounts.
pub(super) type Profiles = BTreeMap<(String, String), Profile>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ProfileRow {
    platform: String,
    account: Spanned<String>,
    name: Option<String>,
    description: Option<String>,
    url: Option<String>,
    #[serde(default)]
    links: Vec<String>,
    verified: Option<bool>,
    avatar: Option<String>,
    pinned: Option<String>,
    welcome: Option<String>,
}

/// Each belongs to an account of a presence; of one that is mistyped nothing would ever be judged.
pub(super) fn profiles(
    place: &str,
    text: &str,
    rows: Vec<ProfileRow>,
    presences: &[Presence],
) -> Result<Profiles, Problem> {
    let known: Vec<(String, String)> = presences
        .iter()
        .flat_map(|presence| presence.accounts.list())
        .map(|(account, _)| account.key())
        .collect();
    let mut profiles = Profiles::new();
    for row in rows {
        let line = at(place, text, row.account.span().start);
        let profile = row.into_profile();
        let key = (profile.platform.clone(), profile.account.clone());
        if !known.contains(&key) {
            return Err(unknown(line, &key, &known));
        }
        let account = shown(&key.1).into_owned();
        if profiles.insert(key, profile).is_some() {
            return Err(Problem::new(
                line,
                format!("the profile of “{account}” stands twice; leave one of the two"),
                format!(
                    "le profil de «\u{a0}{account}\u{a0}» figure deux fois; n’en laissez qu’un"
                ),
            ));
        }
    }
    Ok(profiles)
}

impl ProfileRow {
    fn into_profile(self) -> Profile {
        Profile {
            platform: self.platform.trim().to_lowercase(),
            account: Account::normal_handle(self.account.get_ref()),
            name: self.name,
            description: self.description,
            url: self.url,
            links: self.links,
            verified: self.verified,
            avatar: self.avatar,
            pinned: self.pinned,
            welcome: self.welcome,
            ..Profile::default()
        }
    }
}

fn unknown(line: String, key: &(String, String), known: &[(String, String)]) -> Problem {
    let (platform, account) = key;
    let same = known.iter().filter(|(other, _)| other == platform);
    let near = did_you_mean(nearest(account, same.map(|(_, handle)| handle.as_str())));
    let account = shown(account);
    Problem::new(
        line,
        format!(
            "no presence has the account “{account}” on {platform}{}",
            near.english
        ),
        format!(
            "aucune présence n’a le compte «\u{a0}{account}\u{a0}» sur {platform}{}",
            near.french
        ),
    )
}
