//! Mastodon.

use super::{Answer, Page, Platform, Refusal, Request, Step, Walk};
use crate::model::Problem;

/// Mastodon.
pub(super) struct Mastodon;

impl Platform for Mastodon {
    fn name(&self) -> &'static str {
        "mastodon"
    }

    fn start(&self, _walk: &Walk) -> Step {
        Step(String::new())
    }

    fn request(&self, _walk: &Walk, _step: &Step) -> Result<Request, Problem> {
        Err(Problem::new("mastodon", "not built", "pas construit"))
    }

    fn parse(&self, _walk: &Walk, _step: &Step, _answer: &Answer) -> Result<Page, Refusal> {
        Ok(Page::default())
    }
}
