//! Hosts: one request at a time, a pause between two, a rest when one is asked for, and none at all after too
//! many failures.
//!
//! A queue of one with a least distance needs no token bucket: the turn is a mutex, and it knows when the last
//! request ended.

use super::World;
use super::retry::{MARGIN, left};
use super::{Event, Options};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use url::Url;

/// So many accounts of one host are read at once: a run that is stopped leaves few of them half read.
const WALKS: usize = 4;

/// One host.
pub(super) struct Host {
    /// Name, and port if it is an unusual one.
    pub(super) name: String,
    /// Who may read an account there.
    pub(super) walks: Semaphore,
    /// Whose request it is.
    pub(super) turn: tokio::sync::Mutex<Turn>,
}

/// What the next request to a host must know.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// When the last request ended.
    pub(super) last: Option<Timestamp>,
    /// Until when the host is to be left alone.
    pub(super) not_before: Option<Timestamp>,
    /// Failures one after the other.
    pub(super) failures: u32,
}

/// Why a host is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It asked for a rest longer than allowed.
    Rest(Timestamp),
    /// It failed too often.
    Failing(u32),
    /// The user stopped the run.
    Cancelled,
}

/// Every host of a run.
#[derive(Default)]
pub(super) struct Hosts {
    known: Mutex<HashMap<String, Arc<Host>>>,
}

impl Hosts {
    /// The host of an address.
    pub(super) fn of(&self, url: &Url) -> Arc<Host> {
        let name = match (url.host_str().unwrap_or_default(), url.port()) {
            (host, None) => host.to_owned(),
            (host, Some(port)) => format!("{host}:{port}"),
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let host = known.entry(name.clone()).or_insert_with(|| {
            Arc::new(Host {
                name,
                walks: Semaphore::new(WALKS),
                turn: tokio::sync::Mutex::default(),
            })
        });
        Arc::clone(host)
    }
}

impl Turn {
    /// Waits until the host may be asked.
    pub(super) async fn ready(
        &mut self,
        host: &str,
        options: &Options,
        world: &World,
        progress: &(dyn Fn(Event) + Sync),
    ) -> Result<(), Refused> {
        if world.is_stopped() {
            return Err(Refused::Cancelled);
        }
        if self.failures >= options.circuit {
            return Err(Refused::Failing(self.failures));
        }
        let now = (world.clock)();
        let rest = self.not_before.filter(|until| *until > now);
        if let Some(until) = rest.filter(|until| left(now, *until) > options.max_wait + MARGIN) {
            return Err(Refused::Rest(until));
        }
        if let Some(until) = rest {
            progress(Event::Waiting { host, until });
        }
        let rest = rest.map_or(Duration::ZERO, |until| left(now, until));
        let wait = rest.max(self.pause(now, options.pause));
        if !wait.is_zero() && world.sleep(wait).await.is_err() {
            return Err(Refused::Cancelled);
        }
        self.not_before = None;
        Ok(())
    }

    /// What is left of the pause. A clock that was set back must not make it longer.
    fn pause(&self, now: Timestamp, pause: Duration) -> Duration {
        let Some(last) = self.last.filter(|last| *last <= now) else {
            return self.last.map_or(Duration::ZERO, |_| pause);
        };
        pause.saturating_sub(left(last, now))
    }
}
