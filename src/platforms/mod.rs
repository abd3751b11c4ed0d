//! Platforms: which request to make, what the answer means. No IO: bytes in, posts out.
//!
//! A platform is a walk. [`Platform::start`] gives the first step; each answer gives posts and the next
//! step, until there is none. A step is plain text, so that the store can keep it and a stopped run can go
//! on where it was.
//!
//! To add a platform: its file here, its two lines below, recorded answers in `tests/platforms/`.

mod answer;
mod bluesky;
mod canada;
mod facebook;
mod facebook_post;
mod feed;
mod feed_bilingual;
mod feed_date;
mod feed_item;
mod feed_json;
mod feed_xml;
mod flickr;
mod flickr_photo;
mod gccollab;
mod graph;
mod graph_account;
mod graph_fault;
mod graph_later;
mod graph_media;
mod instagram;
mod linkedin;
mod linkedin_post;
mod little_text;
mod mastodon;
mod mastodon_status;
mod mediawiki;
mod mediawiki_page;
mod medium;
mod pinterest;
mod threads;
mod threads_post;
mod tumblr;
mod tumblr_post;
mod wikitext;
mod wordpress;
mod wordpress_post;
mod x;
mod x_fault;
mod x_item;
mod x_post;
mod x_text;
mod youtube;
mod youtube_video;

use crate::model::{
    Account, Bilingual, CoverageState, Interval, Post, Problem, Profile, Reference,
};
use crate::records::{bluesky as bluesky_record, lenient};
use crate::text::html;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// One catalogue, one ordered list.
pub const PLATFORMS: [&dyn Platform; 17] = [
    &bluesky::Bluesky,
    &mastodon::Mastodon,
    &feed::Feed,
    &x::X,
    &linkedin::LinkedIn,
    &youtube::YouTube,
    &pinterest::Pinterest,
    &wordpress::WordPress,
    &flickr::Flickr,
    &tumblr::Tumblr,
    &mediawiki::MediaWiki,
    &canada::Canada,
    &gccollab::GcCollab,
    &medium::Medium,
    &facebook::FACEBOOK,
    &instagram::INSTAGRAM,
    &threads::THREADS,
];

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
    /// Versions of interfaces that are sunset every year or so, by platform; absent: the one this program knows.
    pub versions: BTreeMap<String, String>,
}

impl Default for Services {
    fn default() -> Self {
        Self {
            bluesky_appview: "https://public.api.bsky.app".into(),
            bluesky_directory: "https://plc.directory".into(),
            versions: BTreeMap::new(),
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
    /// Is there a credential for it? Its value is not the platform's business.
    pub credential: bool,
}

impl<'a> Walk<'a> {
    /// Where to ask: the account's own server, else the platform's.
    #[must_use]
    pub fn server(&self, usual: &'a str) -> &'a str {
        self.account.server.as_deref().unwrap_or(usual)
    }

    /// Version of the interface, as configured, else the one this program knows.
    #[must_use]
    pub fn version(&self, known: &'a str) -> &'a str {
        let versions = &self.services.versions;
        versions
            .get(&self.account.platform)
            .map_or(known, String::as_str)
    }
}

/// How a platform wants to be told who asks. The loop that talks to the network adds it to each request, and to
/// none that a redirect sends to another host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credential {
    /// Where it stands in a request.
    pub place: CredentialPlace,
    /// Is nothing to be had without it?
    pub needed: bool,
}

/// Where a credential stands in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialPlace {
    /// `Authorization: Bearer …`
    Bearer,
    /// A parameter of the address, by name, where the platform knows no other way.
    Query(&'static str),
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
    /// Other headers; never a credential.
    pub headers: Vec<(&'static str, String)>,
}

impl Request {
    /// A request without headers of its own.
    #[must_use]
    pub fn new(url: String, accept: &'static str) -> Self {
        Self {
            url,
            accept,
            headers: Vec::new(),
        }
    }
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
    /// Earlier versions of posts of this or an earlier page, oldest first, with the time of each in `edited_at`
    /// (of the first in `published_at`).
    pub earlier: Vec<Post>,
    /// How accounts present themselves.
    pub profiles: Vec<Profile>,
    /// Referred posts that it completes, by their id.
    pub references: Vec<Reference>,
    /// The next step; `None` ends the walk.
    pub next: Option<Step>,
    /// How far back the walk has certainly read, when the source holds only its newest items.
    pub reaches_back_to: Option<Timestamp>,
    /// Items that could not be read: counted, named, and the rest goes on.
    pub problems: Vec<Problem>,
    /// What the platform charges for it, in millionths of a US dollar.
    pub micros: u64,
}

/// What a walk is expected to take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Estimate {
    /// Requests.
    pub requests: u64,
    /// Money, in millionths of a US dollar.
    pub micros: u64,
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

    /// What to write as the account, and which credential it takes.
    fn about(&self) -> Bilingual<&'static str>;

    /// How it wants to be told who asks; `None`: it is open to all.
    fn credential(&self) -> Option<Credential> {
        None
    }

    /// What a walk over so many posts is expected to take.
    fn estimate(&self, posts: u64) -> Estimate {
        Estimate {
            requests: 2 + posts / 40,
            micros: 0,
        }
    }

    /// Does a complete walk show everything that still stands in its window, so that what is not shown any more was
    /// removed? Not where a source holds its newest items only, or leaves some out.
    fn lists_all(&self) -> bool {
        false
    }

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
