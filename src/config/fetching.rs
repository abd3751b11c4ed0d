//! `[fetch]` and `[platforms.NAME]`: how posts are read, and by which credentials.

use super::values::{duration, money};
use crate::model::Problem;
use crate::{fetch, platforms};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct FetchTable {
    pub(super) max_wait: Option<String>,
    pub(super) timeout: Option<String>,
    pub(super) pause: Option<String>,
    pub(super) attempts: Option<u32>,
    pub(super) max_cost: Option<f64>,
    pub(super) pictures: usize,
    pub(super) keep_pictures: bool,
    pub(super) contact: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct PlatformsTable {
    pub(super) bluesky: BlueskyTable,
    #[serde(flatten)]
    pub(super) others: BTreeMap<String, PlatformTable>,
}

/// Any platform.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct PlatformTable {
    /// Name of the environment variable that holds the credential.
    pub(super) token: Option<String>,
    /// Version of the interface.
    pub(super) version: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct BlueskyTable {
    pub(super) appview: Option<String>,
    pub(super) directory: Option<String>,
}

impl FetchTable {
    pub(super) fn into_options(
        self,
        place: &str,
        platforms: PlatformsTable,
    ) -> Result<fetch::Options, Problem> {
        let mut options = fetch::Options::default();
        if let Some(text) = self.max_wait {
            options.max_wait = duration(place, "fetch.max-wait", &text)?.unsigned_abs();
        }
        if let Some(text) = self.timeout {
            options.timeout = duration(place, "fetch.timeout", &text)?.unsigned_abs();
        }
        if let Some(text) = self.pause {
            options.pause = duration(place, "fetch.pause", &text)?.unsigned_abs();
        }
        options.pictures = fetch::Pictures {
            most: self.pictures,
            keep: self.keep_pictures,
        };
        if let Some(dollars) = self.max_cost {
            options.max_cost = Some(money(place, "fetch.max-cost", dollars)?);
        }
        if let Some(attempts) = self.attempts {
            options.attempts = attempts.max(1);
        }
        if let Some(contact) = self.contact {
            options.contact = contact;
        }
        let known = platforms::Services::default();
        options.services = platforms::Services {
            bluesky_appview: platforms.bluesky.appview.unwrap_or(known.bluesky_appview),
            bluesky_directory: platforms
                .bluesky
                .directory
                .unwrap_or(known.bluesky_directory),
            versions: platforms
                .others
                .into_iter()
                .filter_map(|(platform, table)| Some((platform, table.version?)))
                .collect(),
        };
        Ok(options)
    }
}
