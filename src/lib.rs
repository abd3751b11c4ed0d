//! tandem

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod cli;
pub mod config;
pub mod corpora;
pub mod exports;
pub mod fetch;
pub mod model;
pub mod pairing;
pub mod platforms;
pub mod report;
pub mod rules;
pub mod store;
pub mod text;
