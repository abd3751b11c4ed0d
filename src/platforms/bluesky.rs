//! Bluesky.

use super::{Answer, Page, Platform, Refusal, Request, Step, Walk};
use crate::model::Problem;

/// Bluesky.
pub(super) struct Bluesky;

impl Platform for Bluesky {
    fn name(&self) -> &'static str {
        "bluesky"
    }

    fn start(&self, _walk: &Walk) -> Step {
        Step(String::new())
    }

    fn request(&self, _walk: &Walk, _step: &Step) -> Result<Request, Problem> {
        Err(Problem::new("bluesky", "not built", "pas construit"))
    }

    fn parse(&self, _walk: &Walk, _step: &Step, _answer: &Answer) -> Result<Page, Refusal> {
        Ok(Page::default())
    }
}
