//! The page: the same rules, words and files as the command line, in the browser of this machine. The command line
//! starts it; it knows nothing of the command line.
//!
//! Pages are one file each with a template in `html/`, and work without script; `safety` stands before all of them.
//! To add one: its file with its `routes`, its line in [`routes`] and its place in [`frame::Page`].

mod api;
mod assets;
mod busy;
mod draft;
mod draft_form;
mod draft_view;
mod fields;
mod frame;
mod fresh;
mod listen;
mod rules;
mod safety;

use crate::model::{Language, Problem};
use crate::work::Places;
use crate::work::check::Context;
use axum::Router;
use axum::http::HeaderMap;
use axum::routing::get;
use busy::Busy;
use fresh::Fresh;
use safety::Gate;
use std::net::SocketAddr;
use std::sync::Arc;

/// What the page is told at its start.
pub(crate) struct Options {
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// Names besides its address by which the machine may be asked.
    pub(crate) hosts: Vec<String>,
    /// What a caller must know; always wanted beyond this machine.
    pub(crate) token: Option<String>,
    /// The language of who does not say which.
    pub(crate) language: Language,
    /// The files to work on.
    pub(crate) places: Places,
}

/// What every page may use.
pub(crate) struct App {
    pub(crate) places: Places,
    pub(crate) language: Language,
    /// Work is done here, so many at once.
    pub(crate) busy: Busy,
    /// What surrounds drafts, read anew when its files change.
    pub(crate) context: Fresh<Context>,
}

/// As handlers get it.
pub(crate) type Shared = Arc<App>;

/// Serves until the process is told to end. `ready` is called with the address once it listens.
pub(crate) fn serve(options: Options, ready: impl FnOnce(SocketAddr)) -> Result<(), Problem> {
    let gate = Gate::new(&options)?;
    let app = Arc::new(App {
        places: options.places,
        language: options.language,
        busy: Busy::default(),
        context: Fresh::default(),
    });
    listen::run(
        options.listen,
        |at| safety::guard(routes(), gate.at(at)).with_state(app),
        ready,
    )
}

/// Every page.
fn routes() -> Router<Shared> {
    Router::new()
        .route("/", get(frame::home))
        .merge(assets::routes())
        .merge(draft::routes())
        .merge(rules::routes())
        .merge(api::routes())
        .fallback(frame::not_found)
}

/// The language that a browser asks for.
fn asked_language(headers: &HeaderMap) -> Option<Language> {
    let list = headers.get("accept-language")?.to_str().ok()?;
    // Browsers list their languages by weight.
    list.split(',')
        .find_map(|part| Language::from_tag(part.split(';').next().unwrap_or_default().trim()))
}
