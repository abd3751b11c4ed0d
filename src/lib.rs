//! tandem reads what an institution published in English and in French, decides which post is the counterpart
//! of which, and tells a person, with evidence and the provision that asks for it, what is missing, what was
//! late and what was passed on in one language only.
//!
//! Data runs as a chain; stages do not know one another, the command line hands values of [`model`] from one to
//! the next:
//!
//! ```text
//! platforms ─► fetch ─┐
//!                     ├─► store ─► pairing ─► rules ─► report ─► cli | web
//! exports  ─► import ─┘
//! ```
//!
//! In reading order:
//! - [`model`]: the words. Imports nothing of ours.
//! - [`corpora`]: the data of `corpora/`, embedded.
//! - [`text`]: pure functions over text: parts, language, values, links, likeness, lexicon, wording.
//! - `assignment`: the best one-to-one set of pairs.
//! - `records`: what a platform hands out both in an answer and in an export.
//! - [`platforms`]: one file per platform: which request to make, what the answer means. No IO.
//! - [`exports`]: one file per export format: bytes in, posts out.
//! - [`fetch`]: the one loop that talks to the network.
//! - [`store`]: SQLite: raw answers, posts and their versions, coverage, walks to go on with.
//! - [`pairing`]: candidates, features, score, assignment, outcomes. Pure.
//! - [`register`]: the official register of accounts: rows in, accounts and pairs out. Pure.
//! - [`rules`]: one file per rule. Pure.
//! - [`decisions`]: `decisions.csv`: what persons decided about pairs and findings. Pure.
//! - [`report`]: findings as bytes: text, CSV, JSON. Pure.
//! - [`config`]: `tandem.toml`: gathers the options that each stage declares.
//! - `work`: what a command and a page do alike.
//! - [`cli`]: arguments in, exit code out; one file per command.
//! - `web`: the page on this machine; started by `cli`.
//!
//! Layers: `model` < `corpora` < {`text`, `assignment`} < `records` < {`platforms`, `exports`, `store`, `pairing`, `rules`,
//! `decisions`, `register`, `report`} < `fetch` < `config` < `work` < `web` < `cli` (which starts the page, and of which it
//! knows nothing). IO only in `fetch`, `store`, `config`, `work`, `cli`, `web`; clock, paths and sockets
//! are arguments elsewhere. `tests/architecture.rs` holds both.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod assignment;
pub mod cli;
pub mod config;
pub mod corpora;
pub mod decisions;
pub mod exports;
pub mod fetch;
pub mod model;
pub mod pairing;
pub mod platforms;
mod records;
pub mod register;
pub mod report;
pub mod rules;
pub mod store;
pub mod text;
mod web;
mod work;
