//! Threads: the posts of the account whose credential it is, or of the one whose id is configured.
//!
//! The list shows of a reposted or quoted post its id only, and of several pictures theirs: both are asked for one by
//! one. Other people's posts may be refused, and then their language stays unknown.

use super::graph::Dialect;
use super::threads_post::{detail, item, original};
use crate::model::Bilingual;

/// Threads.
pub(super) const THREADS: Dialect = Dialect {
    name: "threads",
    about: Bilingual::new(
        "name of the account, id = its number; token with threads_basic",
        "nom du compte, id = son numéro; jeton avec threads_basic",
    ),
    // Every fourth or so repeats, quotes, or has several pictures.
    later: |posts| posts / 4,
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
