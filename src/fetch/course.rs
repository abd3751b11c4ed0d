//! Where a walk is: how it begins, or goes on from where it was stopped, and what it gathers on the way.

use super::client::Trace;
use super::secret::Secret;
use super::walk::Reader;
use super::{FIRST_REACH, Job, OVERLAP, Outcome};
use crate::model::{Account, CoverageState, Interval, Problem};
use crate::platforms::{Page, Platform, Step};
use crate::store::{SavedWalk, Store};
use jiff::Timestamp;
use std::collections::HashSet;

/// Where one walk is.
pub(super) struct Course<'a> {
    pub(super) account: &'a Account,
    pub(super) platform: &'static dyn Platform,
    pub(super) secret: Option<Secret<'a>>,
    pub(super) window: Interval,
    pub(super) step: Step,
    pub(super) reaches: Option<Timestamp>,
    pub(super) resumed: bool,
    /// Was its beginning asked for, in this run or before it?
    pub(super) asked: bool,
    pub(super) pages: u32,
    pub(super) seen: HashSet<[u8; 32]>,
    /// Ids of the posts that were shown.
    pub(super) shown: HashSet<String>,
    /// The newest post of the account before the end of the window.
    pub(super) newest: Option<Timestamp>,
    pub(super) oldest: Option<Timestamp>,
    pub(super) trace: Trace,
    pub(super) outcome: Outcome,
}

impl Reader<'_> {
    /// The walk that was stopped, unless an earlier start is asked for; else a new one.
    pub(super) fn course<'j>(
        &self,
        job: &'j Job,
        platform: &'static dyn Platform,
    ) -> Result<Course<'j>, Problem> {
        let place = platform.credential().map(|credential| credential.place);
        let secret = place.zip(job.secret.as_ref());
        let secret = secret.map(|(place, value)| Secret { place, value });
        let saved = self
            .with(|store| store.walk(&job.account))?
            .filter(|saved| job.since.is_none_or(|since| saved.window.from <= since));
        let asked = job.since.is_some() || saved.is_some();
        let resumed = saved.as_ref().is_some_and(SavedWalk::is_begun);
        let saved = match saved {
            Some(saved) if resumed => saved,
            saved => {
                let to = self.started;
                let window = match saved {
                    Some(saved) => Interval { to, ..saved.window },
                    None => self.with(|store| window(store, job, to))?,
                };
                let walk = self.walk(&job.account, window, secret.is_some());
                SavedWalk {
                    step: platform.start(&walk).0,
                    ..SavedWalk::not_begun(window)
                }
            }
        };
        Ok(Course {
            account: &job.account,
            platform,
            secret,
            window: saved.window,
            step: Step(saved.step),
            reaches: saved.reaches_back_to,
            resumed,
            asked,
            pages: 0,
            seen: HashSet::new(),
            shown: HashSet::new(),
            newest: None,
            oldest: None,
            trace: Trace::default(),
            outcome: Outcome::empty(&job.account, saved.window),
        })
    }
}

impl SavedWalk {
    /// A walk of which only the stretch is known that it is to read.
    pub(super) fn not_begun(window: Interval) -> Self {
        Self {
            window,
            reaches_back_to: None,
            step: String::new(),
        }
    }

    /// Was a page of it read?
    fn is_begun(&self) -> bool {
        !self.step.is_empty()
    }
}

/// What is to be read of an account in a run that begins now.
pub(super) fn window(store: &Store, job: &Job, to: Timestamp) -> Result<Interval, Problem> {
    let from = match (job.since, covered_to(store, &job.account, to)?) {
        (Some(since), _) => Ok(since),
        (None, Some(end)) => end.min(to).checked_sub(OVERLAP),
        (None, None) => to.checked_sub(FIRST_REACH),
    };
    Ok(Interval {
        from: from.unwrap_or(Timestamp::UNIX_EPOCH).min(to),
        to,
    })
}

/// Where to go on: at the first hole of the last 92 days, else where the last stretch ends that was read in full. One
/// that is empty was not read at all.
fn covered_to(
    store: &Store,
    account: &Account,
    now: Timestamp,
) -> Result<Option<Timestamp>, Problem> {
    let covered = store.coverage(account)?;
    let complete = covered
        .iter()
        .filter(|row| row.state.is_complete() && row.interval.from < row.interval.to);
    let stretches = Interval::union(complete.map(|row| row.interval).collect());
    let recent = now
        .checked_sub(FIRST_REACH)
        .unwrap_or(Timestamp::UNIX_EPOCH);
    let ends = || stretches.iter().map(|stretch| stretch.to);
    Ok(ends().find(|end| *end >= recent).or(ends().next_back()))
}

impl Course<'_> {
    /// Takes from a page what the end of the walk will ask.
    pub(super) fn note(&mut self, page: &Page) {
        if page.reaches_back_to.is_some() {
            self.reaches = page.reaches_back_to;
        }
        let (_, handle) = self.account.key();
        let own = page.posts.iter().filter(|post| post.account == handle);
        for post in own {
            self.shown.insert(post.id.clone());
            let at = post.published_at;
            self.oldest = Some(self.oldest.map_or(at, |oldest| oldest.min(at)));
            if at < self.window.to {
                self.newest = self.newest.max(Some(at));
            }
        }
        self.outcome.problems.extend_from_slice(&page.problems);
        self.outcome.micros += page.micros;
    }
}

impl Outcome {
    pub(super) fn empty(account: &Account, interval: Interval) -> Self {
        Self {
            account: account.clone(),
            state: CoverageState::NotRun,
            interval,
            new: 0,
            changed: 0,
            same: 0,
            requests: 0,
            micros: 0,
            problems: Vec::new(),
        }
    }

    pub(super) fn posts(&self) -> u64 {
        self.new + self.changed + self.same
    }

    /// This walk and the one after it, as one.
    pub(super) fn and(self, later: Self) -> Self {
        let mut problems = self.problems;
        problems.extend(later.problems);
        let state = match (later.state, self.state) {
            (CoverageState::OkEmpty, CoverageState::Ok) => CoverageState::Ok,
            (state, _) => state,
        };
        Self {
            account: self.account,
            state,
            interval: Interval {
                from: self.interval.from.min(later.interval.from),
                to: later.interval.to,
            },
            new: self.new + later.new,
            changed: self.changed + later.changed,
            same: self.same + later.same,
            requests: self.requests + later.requests,
            micros: self.micros + later.micros,
            problems,
        }
    }
}
