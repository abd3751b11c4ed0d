//! Facebook, Pages: the posts that a Page published itself (`published_posts`), with its access token.
//!
//! The other lists of a Page (`feed`, `posts`) are ranked and leave posts out. Alternative texts are on the pictures
//! themselves, and the words of a shared post on that post: both are asked for one by one.

use super::facebook_post::{detail, item, original};
use super::graph::Dialect;
use crate::model::Bilingual;

/// Facebook.
pub(super) const FACEBOOK: Dialect = Dialect {
    name: "facebook",
    about: Bilingual::new(
        "name or number of the page; page token with pages_read_engagement",
        "nom ou numéro de la page; jeton de page avec pages_read_engagement",
    ),
    // A picture or a shared post each.
    later: |posts| posts,
    title: "Facebook",
    version: "v25.0",
    hosts: ("https://graph.facebook.com", "https://graph.facebook.com"),
    by_handle: true,
    home: "https://www.facebook.com/",
    edge: "published_posts",
    account_fields: (
        "id,name,username,about,description,link,website,verification_status,picture{url}",
        "id,name,username",
    ),
    // Without a limit of its own, an album shows its first twelve pictures.
    fields: "id,created_time,updated_time,message,status_type,parent_id,permalink_url,from{id},is_published,is_hidden,full_picture,targeting,feed_targeting,attachments{media_type,type,description,url,unshimmed_url,target{id},media,subattachments.limit(100){media_type,type,url,unshimmed_url,target{id},media}}",
    // More, with attachments, is soon too much for it.
    limit: 50,
    newest: None,
    later_fields: (
        "id,created_time,message,permalink_url,from{id,username}",
        "id,alt_text_custom",
    ),
    permissions: Bilingual::new(
        "the permission pages_read_engagement and an access token of the Page, or Page Public Content Access for other Pages",
        "la permission pages_read_engagement et un jeton d’accès de la page, ou l’accès Page Public Content Access pour d’autres pages",
    ),
    item,
    original,
    detail,
};
