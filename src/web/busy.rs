//! Work is done beside the loop, so much at once; a few callers wait, the rest are asked to come again.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Callers that may wait for each one that is served.
const WAITING: usize = 16;

/// The places for work.
pub(crate) struct Busy {
    /// Those at work.
    at_once: Arc<Semaphore>,
    /// Those at work and those that wait.
    admitted: Arc<Semaphore>,
}

impl Default for Busy {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            at_once: Arc::new(Semaphore::new(cores)),
            admitted: Arc::new(Semaphore::new(cores * (1 + WAITING))),
        }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Too many at once.
    Full,
    /// The work broke off.
    Broken,
}

impl Busy {
    /// Does the work in a thread of its own, when there is a place.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refused> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned();
        let admitted = admitted.map_err(|_| Refused::Full)?;
        let place = Arc::clone(&self.at_once).acquire_owned().await;
        let place = place.map_err(|_| Refused::Full)?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            // The places are held until the work is done, whether or not somebody still waits for it.
            drop((admitted, place));
            result
        });
        done.await.map_err(|_| Refused::Broken)
    }
}

impl Refused {
    /// Its status.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::Full => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Without words: for who asks so often that nobody reads.
impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let later = HeaderValue::from_static("1");
        response.headers_mut().insert(header::RETRY_AFTER, later);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A flood would else take the machine down, and a caller that left would free a place that is still worked on.
    #[test]
    fn the_next_one_is_asked_to_come_again() {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.unwrap().block_on(async {
            let busy = Busy {
                at_once: Arc::new(Semaphore::new(1)),
                admitted: Arc::new(Semaphore::new(2)),
            };
            let (go, wait) = std::sync::mpsc::channel::<()>();
            let first = busy.run(move || wait.recv().is_ok());
            let second = busy.run(|| true);
            let third = async {
                assert_eq!(busy.run(|| true).await, Err(Refused::Full));
                go.send(()).unwrap();
            };
            let (first, second, ()) = tokio::join!(first, second, third);
            assert_eq!((first, second), (Ok(true), Ok(true)));
            assert_eq!(busy.run(|| true).await, Ok(true));
        });
    }
}
