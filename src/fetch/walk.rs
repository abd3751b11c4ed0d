//! One account, page by page: each page one transaction, with the step that follows it.

use super::client::Client;
use super::course::{Course, window};
use super::end::{End, Ended};
use super::guard::Guard;
use super::host::Host;
use super::{Event, Job, Options, Outcome, World};
use crate::model::{Account, Interval, Problem};
use crate::platforms::{Step, Walk};
use crate::store::Store;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::ops::ControlFlow::{self, Break, Continue};
use std::sync::{Arc, Mutex, PoisonError};

/// Posts of a full page.
const FULL: u64 = 100;

/// A walk that was resumed and ends further back than this is followed by one up to now.
const STALE: SignedDuration = SignedDuration::from_hours(1);

/// What all walks of a run share.
pub(super) struct Reader<'a> {
    pub(super) client: Client<'a>,
    /// Held for a moment at a time, never while waiting for the network.
    store: Mutex<&'a mut Store>,
    /// What the run has cost so far, in millionths of a US dollar.
    spent: Cell<u64>,
    /// What its dearest page cost.
    dearest: Cell<u64>,
    pub(super) options: &'a Options,
    pub(super) world: &'a World,
    pub(super) progress: &'a (dyn Fn(Event) + Sync),
    /// When the run began: where every window of it ends, so that the accounts of a presence are covered alike.
    pub(super) started: Timestamp,
}

impl<'a> Reader<'a> {
    /// A run begins.
    pub(super) fn new(
        store: &'a mut Store,
        jobs: &[Job],
        options: &'a Options,
        world: &'a World,
        progress: &'a (dyn Fn(Event) + Sync),
    ) -> Result<Self, Problem> {
        Ok(Self {
            client: Client::new(Guard::new(jobs, options), options, world, progress)?,
            spent: Cell::new(0),
            dearest: Cell::new(0),
            store: Mutex::new(store),
            options,
            world,
            progress,
            started: (world.clock)(),
        })
    }

    /// Reads an account; where a stopped walk was finished that began long ago, up to now as well.
    pub(super) async fn account(&self, job: &Job) -> Result<Outcome, Problem> {
        let Some(platform) = (self.world.platform)(&job.account.platform) else {
            return self.not_fetched(job);
        };
        let course = self.course(job, platform)?;
        let old = course.resumed && self.started.duration_since(course.window.to) > STALE;
        let mut outcome = self.read(course).await?;
        if old && outcome.state.is_complete() {
            let later = self.read(self.course(job, platform)?).await?;
            outcome = outcome.and(later);
        }
        let interval = outcome.interval;
        self.pictures(&job.account, interval, &mut outcome).await?;
        let (account, state) = (&job.account, outcome.state);
        (self.progress)(Event::Done { account, state });
        Ok(outcome)
    }

    fn not_fetched(&self, job: &Job) -> Result<Outcome, Problem> {
        let end = self.ended(&job.account, false).unknown_platform();
        let interval = self.with(|store| window(store, job, self.started))?;
        let mut outcome = Outcome::empty(&job.account, interval);
        self.record(&mut outcome, end)?;
        let (account, state) = (&job.account, outcome.state);
        (self.progress)(Event::Done { account, state });
        Ok(outcome)
    }

    async fn read(&self, mut course: Course<'_>) -> Result<Outcome, Problem> {
        let needed = course.platform.credential().is_some_and(|it| it.needed);
        if needed && course.secret.is_none() {
            let end = self.ended(course.account, course.resumed).no_credential();
            return self.finish(course, end);
        }
        if course.secret.is_none() && course.platform.credential().is_some() {
            let unset = self.ended(course.account, course.resumed).unset_variable();
            course.outcome.problems.extend(unset);
        }
        let home = self.home(&course);
        let _place = match &home {
            Some(home) => home.walks.acquire().await.ok(),
            None => None,
        };
        let mut end = self.pages(&mut course).await?;
        if end.step_refused && course.resumed && course.pages == 0 {
            // The stored step is of another time: the platform no longer knows it.
            course.window.to = self.started;
            course.step = course.platform.start(&self.walk(
                course.account,
                course.window,
                course.secret.is_some(),
            ));
            (course.resumed, course.reaches) = (false, None);
            course.seen.clear();
            end = self.pages(&mut course).await?;
        }
        self.finish(course, end)
    }

    /// The host of the first request, whose accounts are read a few at a time.
    fn home(&self, course: &Course) -> Option<Arc<Host>> {
        let walk = self.walk(course.account, course.window, course.secret.is_some());
        let request = course.platform.request(&walk, &course.step).ok()?;
        Some(self.client.hosts.of(&url::Url::parse(&request.url).ok()?))
    }

    /// Walks to an end. The last page leaves the stored step alone: [`Self::finish`] removes it together with
    /// recording what was covered.
    async fn pages(&self, course: &mut Course<'_>) -> Result<End, Problem> {
        loop {
            let ended = self.ended(course.account, course.pages > 0 || course.resumed);
            if self.world.is_stopped() {
                return Ok(ended.stopped());
            }
            if !course.seen.insert(Sha256::digest(&course.step.0).into()) {
                return Ok(ended.repeated());
            }
            if course.pages >= self.options.max_pages {
                return Ok(ended.too_many_pages());
            }
            if self.is_too_dear(course) {
                return Ok(ended.too_dear(self.spent.get()));
            }
            match self.page(course, ended).await? {
                Break(end) => return Ok(end),
                Continue(next) => course.step = next,
            }
        }
    }

    /// Could the next page cost more than is left? Of a platform that takes money, one like the dearest so far.
    fn is_too_dear(&self, course: &Course<'_>) -> bool {
        let Some(most) = self.options.max_cost else {
            return false;
        };
        // A page as dear as the dearest so far, or as a full one is expected to be.
        let full = course.platform.estimate(FULL).micros;
        full > 0 && self.spent.get() + self.dearest.get().max(full) > most
    }

    /// One page: asked for, understood, stored. Gives the next step.
    async fn page(
        &self,
        course: &mut Course<'_>,
        ended: Ended<'_>,
    ) -> Result<ControlFlow<End, Step>, Problem> {
        let walk = self.walk(course.account, course.window, course.secret.is_some());
        let request = match course.platform.request(&walk, &course.step) {
            Ok(request) => request,
            Err(problem) => return Ok(Break(ended.no_request(problem))),
        };
        let known = self.with(|store| store.validator(&request.url))?;
        let got = self
            .client
            .get(&request, course.secret, known.as_ref(), &mut course.trace)
            .await;
        for at in std::mem::take(&mut course.trace.skewed) {
            let problem = ended.skewed(at, &course.trace.host);
            course.outcome.problems.push(problem);
        }
        let received = match got {
            Ok(received) => received,
            Err(failure) => return Ok(Break(ended.failure(failure, &course.trace))),
        };
        let answer = received.answer();
        let good = (200..300).contains(&answer.status);
        let meaning = if good {
            Some(course.platform.parse(&walk, &course.step, &answer))
        } else {
            course.platform.refusal(&walk, &course.step, &answer)
        };
        match meaning {
            Some(Ok(page)) => {
                self.spent.set(self.spent.get() + page.micros);
                self.dearest.set(self.dearest.get().max(page.micros));
                self.keep(course, &request, &received, &page)?;
                Ok(page.next.map_or_else(|| Break(End::complete()), Continue))
            }
            Some(Err(refusal)) => {
                if good {
                    self.keep_refused(&request, &received)?;
                }
                Ok(Break(End::refusal(refusal)))
            }
            None => Ok(Break(ended.status(
                &answer,
                received.rest,
                &course.trace.host,
            ))),
        }
    }

    pub(super) fn walk<'w>(
        &'w self,
        account: &'w Account,
        window: Interval,
        credential: bool,
    ) -> Walk<'w> {
        Walk {
            account,
            window,
            services: &self.options.services,
            credential,
        }
    }

    pub(super) fn ended<'e>(&'e self, account: &'e Account, came: bool) -> Ended<'e> {
        Ended {
            account,
            came,
            options: self.options,
        }
    }

    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Store) -> T) -> T {
        work(&mut self.store.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
