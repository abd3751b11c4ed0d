//! Threads: the posts of the account whose credential it is, or of the one whose id is configured.
//!
//! The list shows of a reposted or quoted post its id only, and of several pictures theirs: both are asked for one by
//! one. Other people's posts may be refused, and then their language stays unknown.

use super::graph::{self, CREDENTIAL, Dialect};
use super::threads_post::{detail, item, original};
use super::{Answer, Credential, Estimate, Page, Platform, Refusal, Request, Step, Walk};
use crate::model::{Bilingual, Problem};

/// Threads.
pub(super) struct Threads;

static DIALECT: Dialect = Dialect {
    title: "Threads",
    version: "v1.0",
    hosts: ("https://graph.threads.net", "https://graph.threads.net"),
    by_handle: false,
    home: "https://www.threads.net/@",
    edge: "threads",
    account_fields: (
        "id,username,name,threads_biography,threads_profile_picture_url,is_verified",
        "id,username,name",
    ),
    fields: "id,media_type,media_url,thumbnail_url,gif_url,alt_text,permalink,username,text,text_attachment,timestamp,children{id,media_type,media_url,thumbnail_url,alt_text},is_quote_post,quoted_post,reposted_post,replied_to,link_attachment_url,poll_attachment",
    limit: 100,
    newest: None,
    later_fields: (
        "id,username,text,text_attachment,permalink,timestamp",
        "id,children{id,media_type,media_url,thumbnail_url,alt_text}",
    ),
    permissions: Bilingual::new(
        "the permission threads_basic",
        "la permission threads_basic",
    ),
    item,
    original,
    detail,
};

impl Platform for Threads {
    fn name(&self) -> &'static str {
        "threads"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "name of the account, id = its number; token with threads_basic",
            "nom du compte, id = son numéro; jeton avec threads_basic",
        )
    }

    fn credential(&self) -> Option<Credential> {
        Some(CREDENTIAL)
    }

    fn estimate(&self, posts: u64) -> Estimate {
        Estimate {
            // Every fourth or so repeats, quotes, or has several pictures.
            requests: 2 + posts / u64::from(DIALECT.limit) + posts / 4,
            micros: 0,
        }
    }

    fn lists_all(&self) -> bool {
        true
    }

    fn start(&self, _walk: &Walk) -> Step {
        graph::start()
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        graph::request(&DIALECT, walk, step)
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        graph::parse(&DIALECT, walk, step, answer)
    }

    fn refusal(&self, walk: &Walk, step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        graph::refusal(&DIALECT, walk, step, answer)
    }
}
