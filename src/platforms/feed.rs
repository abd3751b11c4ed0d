//! Feed.

use super::{Answer, Page, Platform, Refusal, Request, Step, Walk};
use crate::model::Problem;

/// Feed.
pub(super) struct Feed;

impl Platform for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn start(&self, _walk: &Walk) -> Step {
        Step(String::new())
    }

    fn request(&self, _walk: &Walk, _step: &Step) -> Result<Request, Problem> {
        Err(Problem::new("feed", "not built", "pas construit"))
    }

    fn parse(&self, _walk: &Walk, _step: &Step, _answer: &Answer) -> Result<Page, Refusal> {
        Ok(Page::default())
    }
}
