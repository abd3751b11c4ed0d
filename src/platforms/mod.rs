//! Platforms: which request to make, what the answer means. No IO: bytes in, posts out.
//!
//! A platform is a walk. [`Platform::start`] gives the first step; each answer gives posts and the next
//! step, until there is none. A step is plain text, so that the store can keep it and a stopped run can go
//! on where it was.
//!
//! To add a platform: its file here, its two lines below, recorded answers in `tests/platforms/`.

mod answer;
mod bluesky;
mod bluesky_record;
mod feed;
mod feed_date;
mod feed_item;
mod feed_json;
mod feed_xml;
mod html;
mod mastodon;
mod mastodon_status;

use crate::model::{Account, CoverageState, Interval, Post, Problem, Reference};
use jiff::Timestamp;

/// One catalogue, one ordered list.
pub const PLATFORMS: [&dyn Platform; 3] = [&bluesky::Bluesky, &mastodon::Mastodon, &feed::Feed];

/// The platform of that name, in any case.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Platform> {
    PLATFORMS
        .into_iter()
        .find(|platform| platform.name().eq_ignore_ascii_case(name))
}

/// Where the services of a platform are, from `[platforms.NAME]` in the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Services {
    /// Bluesky's `AppView`, which knows quoted and reposted posts; empty: do without.
    pub bluesky_appview: String,
    /// The PLC directory, which knows where an account's data server is.
    pub bluesky_directory: String,
}

impl Default for Services {
    fn default() -> Self {
        Self {
            bluesky_appview: "https://public.api.bsky.app".into(),
            bluesky_directory: "https://plc.directory".into(),
        }
    }
}

/// What is to be read.
#[derive(Debug, Clone, Copy)]
pub struct Walk<'a> {
    /// Whose posts.
    pub account: &'a Account,
    /// Which stretch of time.
    pub window: Interval,
    /// Where the services are.
    pub services: &'a Services,
}

/// A place in a walk; its meaning is the platform's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step(pub String);

/// A request to make: always GET, never with a secret in the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Absolute address.
    pub url: String,
    /// `Accept` header.
    pub accept: &'static str,
}

/// What came back.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// HTTP status.
    pub status: u16,
    /// Address after redirects.
    pub url: &'a str,
    /// Headers, their names in lower case.
    pub headers: &'a [(String, String)],
    /// The body, decompressed.
    pub body: &'a [u8],
    /// When it was asked.
    pub fetched_at: Timestamp,
}

impl Answer<'_> {
    /// The value of a header, by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// What an answer means.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The posts in it, whatever their time.
    pub posts: Vec<Post>,
    /// Referred posts that it completes, by their id.
    pub references: Vec<Reference>,
    /// The next step; `None` ends the walk.
    pub next: Option<Step>,
    /// How far back the walk has certainly read, when the source holds only its newest items.
    pub reaches_back_to: Option<Timestamp>,
    /// Items that could not be read: counted, named, and the rest goes on.
    pub problems: Vec<Problem>,
}

/// Why an answer ends the walk.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The state that the account's coverage gets.
    pub state: CoverageState,
    /// In words.
    pub problem: Problem,
}

/// How a platform is read. One implementation a file; all of them in [`PLATFORMS`].
pub trait Platform: Sync {
    /// Lower case, as in the configuration.
    fn name(&self) -> &'static str;

    /// The first step of a walk.
    fn start(&self, walk: &Walk) -> Step;

    /// The request of a step.
    ///
    /// # Errors
    /// When the account or the step cannot be turned into an address.
    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem>;

    /// What a successful answer (2xx) to that step means.
    ///
    /// # Errors
    /// When it means that the account cannot be read.
    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal>;

    /// What an unsuccessful answer (4xx, 5xx after all retries) means; `None` leaves it to the status.
    fn refusal(
        &self,
        _walk: &Walk,
        _step: &Step,
        _answer: &Answer,
    ) -> Option<Result<Page, Refusal>> {
        None
    }
}
