//! The one loop that talks to the network: pages, limits, retries, politeness, going on where it stopped.
//!
//! Accounts are read side by side, each page in one transaction with the step that follows it; a program
//! killed at any moment goes on from there and ends with the same store. Hosts are asked one request at a time.
//!
//! In reading order: [`run`] → `walk` (one account; with `course` and `record`) → `client` (one answer: turns,
//! retries, redirects) → `host` (turns and rests) → `exchange` (HTTP). Pure: `limits` (when again?), `retry`
//! (again at all?), `end` (what does it mean for the coverage?), `quiet` (is silence to be believed?).
//! Credentials live in a [`Job`], are added to requests in `exchange`, and are in nothing that is kept or said.

mod client;
mod course;
mod derive;
mod document;
mod end;
mod exchange;
mod guard;
mod host;
mod limits;
mod pictures;
mod plan;
mod quiet;
mod record;
mod retry;
mod secret;
mod walk;
mod world;

use crate::model::{Account, CoverageState, Interval, Problem};
use crate::platforms::Services;
use crate::store::Store;
use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use std::collections::HashMap;
use std::time::Duration;

pub use derive::derive;
pub use document::document;
pub use plan::{Planned, plan};
pub use world::{Sleeping, World};

/// How far back an account is read that was never read before.
const FIRST_REACH: SignedDuration = SignedDuration::from_hours(92 * 24);

/// How far a walk reaches back into what is covered already: late edits and disorder are seen.
const OVERLAP: SignedDuration = SignedDuration::from_hours(72);

/// How to deal with the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The longest wait that a platform may ask for; beyond it the account is left for another run.
    pub max_wait: Duration,
    /// For one request, its body included.
    pub timeout: Duration,
    /// For the connection alone.
    pub connect_timeout: Duration,
    /// The most that is read of one answer, decompressed, in bytes.
    pub max_body: usize,
    /// Redirects followed, never to another scheme.
    pub max_redirects: usize,
    /// Between the end of a request and the next one to the same host.
    pub pause: Duration,
    /// Tries of one request.
    pub attempts: u32,
    /// The most that a run may cost on platforms that take money, in millionths of a US dollar; absent: no limit.
    pub max_cost: Option<u64>,
    /// Pages of one walk in one run.
    pub max_pages: u32,
    /// Failures in a row after which a host is left alone for the run.
    pub circuit: u32,
    /// Which pictures of posts are looked at.
    pub pictures: Pictures,
    /// Whom a server's administrators may write to: an address that the program names with each request.
    pub contact: String,
    /// Goes through the system's proxy, if one is set.
    pub proxy: bool,
    /// Where the services of the platforms are.
    pub services: Services,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            // A window of 15 minutes, the usual one, and its margin.
            max_wait: Duration::from_secs(16 * 60),
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(15),
            max_body: 20 * 1024 * 1024,
            max_redirects: 5,
            pause: Duration::from_millis(200),
            attempts: 5,
            max_cost: None,
            max_pages: 10_000,
            circuit: 8,
            pictures: Pictures::default(),
            contact: String::new(),
            proxy: true,
            services: Services::default(),
        }
    }
}

/// How many pictures of posts are looked at, for each account and run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pictures {
    /// So many at most; none unless asked for: each is a request.
    pub most: usize,
    /// Are the pictures themselves kept?
    pub keep: bool,
}

/// An account to read.
#[derive(Debug, Clone)]
pub struct Job {
    /// Whose posts.
    pub account: Account,
    /// The credential, where there is one.
    pub secret: Option<SecretString>,
    /// From when; absent: from where the store ends, with an overlap, else 92 days back.
    pub since: Option<Timestamp>,
}

/// How reading an account ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Whose posts.
    pub account: Account,
    /// How it ended.
    pub state: CoverageState,
    /// The stretch that the state is about.
    pub interval: Interval,
    /// Posts seen for the first time.
    pub new: u64,
    /// Posts of which another version was known.
    pub changed: u64,
    /// Posts that were known as they are.
    pub same: u64,
    /// Requests made, retries and redirects included.
    pub requests: u64,
    /// What the platform charges for it, in millionths of a US dollar.
    pub micros: u64,
    /// What could not be read, and why it ended if it did not end well.
    pub problems: Vec<Problem>,
}

/// What happens meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// A page was stored.
    Page {
        /// Whose.
        account: &'a Account,
        /// Posts read so far.
        posts: u64,
        /// The time of the oldest of them.
        oldest: Option<Timestamp>,
    },
    /// A host is given the rest that it asked for.
    Waiting {
        /// Which.
        host: &'a str,
        /// Until when.
        until: Timestamp,
    },
    /// An account is done with.
    Done {
        /// Whose.
        account: &'a Account,
        /// How it ended.
        state: CoverageState,
    },
}

/// Reads the accounts into the store. The outcomes are in the order of the jobs.
///
/// # Errors
/// When the store or the network as a whole cannot be used; what concerns one account is in its outcome.
pub async fn run(
    store: &mut Store,
    jobs: &[Job],
    options: &Options,
    world: &World,
    progress: &(dyn Fn(Event) + Sync),
) -> Result<Vec<Outcome>, Problem> {
    let reader = walk::Reader::new(store, jobs, options, world, progress)?;
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known = HashMap::new();
    for (index, job) in jobs.iter().enumerate() {
        // An account that is named twice is read twice, but not at the same time.
        let group = *known.entry(job.account.key()).or_insert(groups.len());
        match groups.get_mut(group) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    let reader = &reader;
    // All on one task: the store has one writer. The first error ends it.
    let work = groups.into_iter().map(|group| async move {
        let mut outcomes = Vec::with_capacity(group.len());
        for index in group {
            outcomes.push((index, reader.account(&jobs[index]).await?));
        }
        Ok::<_, Problem>(outcomes)
    });
    let mut outcomes: Vec<_> = try_join_all(work).await?.into_iter().flatten().collect();
    outcomes.sort_by_key(|(index, _)| *index);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}
