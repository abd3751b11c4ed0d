//! The world outside as a value, so that a test can be its clock, its sleep and its platforms.

use crate::platforms::{self, Platform};
use jiff::Timestamp;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// A sleep that is going on.
pub type Sleeping = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Clock, sleep, platforms, and the user who may have enough.
#[derive(Clone)]
pub struct World {
    /// What time it is.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Lets time pass.
    pub sleep: Arc<dyn Fn(Duration) -> Sleeping + Send + Sync>,
    /// The platform of a name.
    pub platform: fn(&str) -> Option<&'static dyn Platform>,
    /// True: end after the page at hand. Without a sender the run goes to its end.
    pub stop: Option<watch::Receiver<bool>>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            clock: Arc::new(Timestamp::now),
            sleep: Arc::new(|wait| Box::pin(tokio::time::sleep(wait))),
            platform: platforms::find,
            stop: None,
        }
    }
}

/// The user stopped the run.
#[derive(Debug)]
pub(super) struct Stopped;

impl World {
    /// Has the user stopped the run?
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.as_ref().is_some_and(|stop| *stop.borrow())
    }

    /// Sleeps, unless the user stops the run: nobody waits sixteen minutes for an interruption.
    pub(super) async fn sleep(&self, wait: Duration) -> Result<(), Stopped> {
        tokio::select! {
            () = (self.sleep)(wait) => Ok(()),
            () = self.stopped() => Err(Stopped),
        }
    }

    async fn stopped(&self) {
        let asked = match self.stop.clone() {
            Some(mut stop) => stop.wait_for(|stop| *stop).await.is_ok(),
            None => false,
        };
        // A sender that is gone asks for nothing any more.
        if !asked {
            std::future::pending::<()>().await;
        }
    }
}
