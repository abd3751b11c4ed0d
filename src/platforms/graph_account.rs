//! Meta's platforms: whose account it is, and how it presents itself.

use super::answer::{place, refuse};
use super::graph::{Dialect, configured, first_page, links, name};
use super::lenient::maybe_id;
use super::{Page, Refusal, Walk};
use crate::model::{Account, CoverageState, Problem, Profile};
use serde::Deserialize;
use serde_json::Value;

/// An account, in the words of any of the platforms.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Who {
    #[serde(deserialize_with = "maybe_id")]
    id: Option<String>,
    name: Option<String>,
    username: Option<String>,
    #[serde(alias = "biography", alias = "threads_biography")]
    about: Option<String>,
    description: Option<String>,
    link: Option<String>,
    website: Option<String>,
    #[serde(alias = "threads_profile_picture_url")]
    profile_picture_url: Option<String>,
    picture: Value,
    is_verified: Option<bool>,
    verification_status: Option<String>,
}

pub(super) fn account(dialect: &Dialect, walk: &Walk, node: Value) -> Result<Page, Refusal> {
    let asked = name(dialect, walk);
    // Whatever it holds, the posts are what counts.
    let who = serde_json::from_value(node).unwrap_or_else(|_| Who::default());
    let mut page = Page::default();
    if let Some(username) = who.username.as_deref().filter(|name| !same(name, walk)) {
        // Posts would be taken for those of another account.
        if configured(walk).is_none() {
            return Err(another(walk, username));
        }
        page.problems.push(renamed(walk, username));
    }
    let id = match &who.id {
        Some(id) if dialect.by_handle => id.clone(),
        _ => asked,
    };
    page.profiles.extend(profile(dialect, walk, who));
    page.next = Some(first_page(dialect, id));
    Ok(page)
}

/// Facebook takes dots in a name for nothing, and so may who wrote the configuration; a number is no name.
fn same(username: &str, walk: &Walk) -> bool {
    let plain = |name: &str| Account::normal_handle(name).replace('.', "");
    let handle = plain(&walk.account.handle);
    plain(username) == handle || handle.bytes().all(|byte| byte.is_ascii_digit())
}

fn another(walk: &Walk, username: &str) -> Refusal {
    refuse(
        walk,
        CoverageState::Unauthorised,
        format!(
            "the credential is that of the account {username}; use a credential of this account, or correct the handle in tandem.toml"
        ),
        format!(
            "l’authentifiant est celui du compte {username}; utilisez un authentifiant de ce compte-ci, ou corrigez l’identifiant dans tandem.toml"
        ),
    )
}

fn renamed(walk: &Walk, username: &str) -> Problem {
    Problem::new(
        place(walk),
        format!("the id in tandem.toml is that of the account {username}; check id and handle"),
        format!(
            "l’id dans tandem.toml est celui du compte {username}; vérifiez l’id et l’identifiant"
        ),
    )
}

/// `None` when the answer says nothing of it.
fn profile(dialect: &Dialect, walk: &Walk, who: Who) -> Option<Profile> {
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let description = filled(who.about).or_else(|| filled(who.description));
    let website = who.website.unwrap_or_default();
    let websites = website.split_whitespace().map(str::to_owned);
    let links = links(description.as_deref().unwrap_or_default(), websites);
    let page = who.username.as_ref();
    let vouched = who.verification_status.as_deref().and_then(|it| match it {
        "blue_verified" | "gray_verified" => Some(true),
        "not_verified" => Some(false),
        _ => None,
    });
    let avatar = filled(who.profile_picture_url).or_else(|| {
        let picture = who.picture.pointer("/data/url")?;
        picture.as_str().map(str::to_owned)
    });
    // It is asked for with the picture, and left out where it is empty.
    let description = description.or_else(|| avatar.as_ref().map(|_| String::new()));
    let profile = Profile {
        platform: walk.account.platform.clone(),
        account: Account::normal_handle(&walk.account.handle),
        url: filled(who.link).or_else(|| page.map(|name| format!("{}{name}", dialect.home))),
        name: filled(who.name),
        links,
        verified: who.is_verified.or(vouched),
        avatar,
        id: who.id,
        description,
        ..Profile::default()
    };
    (profile.id.is_some() || profile.name.is_some()).then_some(profile)
}
