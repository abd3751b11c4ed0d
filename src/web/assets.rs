//! The style and the script: embedded, kept by the browser as long as they are the same.

use super::Shared;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const STYLE: &str = concat!(
    include_str!("../report/html/style.css"),
    include_str!("html/page.css")
);
const SCRIPT: &str = include_str!("html/page.js");

/// The addresses change with what stands there, so that no browser shows an old one.
pub(super) static STYLE_PATH: LazyLock<String> = LazyLock::new(|| address(STYLE, "css"));
pub(super) static SCRIPT_PATH: LazyLock<String> = LazyLock::new(|| address(SCRIPT, "js"));

fn address(text: &str, ending: &str) -> String {
    let digest = crate::text::hex(&Sha256::digest(text));
    format!("/assets/{}.{ending}", digest.get(..16).unwrap_or_default())
}

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route(
            &STYLE_PATH,
            get(|| async { asset(STYLE, "text/css; charset=utf-8") }),
        )
        .route(
            &SCRIPT_PATH,
            get(|| async { asset(SCRIPT, "text/javascript; charset=utf-8") }),
        )
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
}

fn asset(text: &'static str, kind: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, text).into_response()
}
