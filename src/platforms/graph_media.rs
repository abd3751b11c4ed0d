//! Instagram and Threads: pictures and films, as both of them show what is attached.

use serde::Deserialize;

/// What an album holds.
#[derive(Deserialize)]
pub(super) struct Children {
    #[serde(default)]
    pub(super) data: Option<Vec<Shown>>,
}

/// A picture or a film.
#[derive(Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    pub(super) media_type: Option<String>,
    #[serde(default)]
    pub(super) media_url: Option<String>,
    #[serde(default)]
    pub(super) thumbnail_url: Option<String>,
    #[serde(default)]
    pub(super) alt_text: Option<String>,
}
