//! What works in the background: one reading of accounts or of an export at a time, and what there is to say of it.

use crate::model::{Bilingual, Problem};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Lines that are kept; the first ones go.
const LINES: usize = 200;

/// The one place for work.
#[derive(Default)]
pub(crate) struct Jobs {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    now: Mutex<Progress>,
    ended: Condvar,
}

/// What is at work, or what was last.
#[derive(Debug, Clone, Default)]
pub(super) struct Progress {
    pub(super) title: Bilingual<String>,
    pub(super) is_running: bool,
    pub(super) lines: Vec<Line>,
    /// Ends it early.
    stop: Option<watch::Sender<bool>>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// What it is about; a later line about the same takes its place.
    about: String,
    /// Where; may be empty.
    pub(super) place: String,
    pub(super) text: Bilingual<String>,
    pub(super) is_problem: bool,
}

/// Work that has the place; it is free again when this is dropped, however that comes.
pub(super) struct Job {
    shared: Arc<Shared>,
    /// Turns true when the work is to end.
    pub(super) stopped: watch::Receiver<bool>,
}

impl Jobs {
    /// Takes the place, if it is free.
    pub(super) fn claim(&self, title: Bilingual<String>) -> Option<Job> {
        let mut now = self.shared.lock();
        if now.is_running {
            return None;
        }
        let (stop, stopped) = watch::channel(false);
        *now = Progress {
            title,
            is_running: true,
            lines: Vec::new(),
            stop: Some(stop),
        };
        Some(Job {
            shared: Arc::clone(&self.shared),
            stopped,
        })
    }

    pub(super) fn now(&self) -> Progress {
        self.shared.lock().clone()
    }

    /// Asks the work to end; it finishes what it is at.
    pub(super) fn stop(&self) {
        if let Some(stop) = &self.shared.lock().stop {
            stop.send_replace(true);
        }
    }

    /// The same, and waits for it a while.
    pub(super) fn end(&self, at_most: Duration) {
        self.stop();
        let now = self.shared.lock();
        // What is not done by then is gone on with by the next run: nothing is stored by half.
        drop(
            self.shared
                .ended
                .wait_timeout_while(now, at_most, |now| now.is_running),
        );
    }
}

impl Job {
    /// Says how something is now.
    pub(super) fn say(&self, about: &str, text: Bilingual<String>) {
        self.ended(about, text, false);
    }

    /// Says how something ended, and whether that is a problem.
    pub(super) fn ended(&self, about: &str, text: Bilingual<String>, is_problem: bool) {
        self.line(Line {
            about: about.to_owned(),
            place: about.to_owned(),
            text,
            is_problem,
        });
    }

    /// Says what could not be done.
    pub(super) fn problem(&self, problem: &Problem) {
        self.line(Line {
            about: String::new(),
            place: problem.place.clone(),
            text: problem.message.clone(),
            is_problem: true,
        });
    }

    fn line(&self, line: Line) {
        let lines = &mut self.shared.lock().lines;
        let known = lines
            .iter_mut()
            .find(|it| !line.about.is_empty() && it.about == line.about);
        match known {
            Some(known) => *known = line,
            None => lines.push(line),
        }
        if lines.len() > LINES {
            lines.remove(0);
        }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        let mut now = self.shared.lock();
        now.is_running = false;
        now.stop = None;
        self.shared.ended.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Progress> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two readings at once would ask the platforms twice; one that broke off would keep the place for ever.
    #[test]
    fn one_at_a_time_and_never_for_ever() {
        let jobs = Jobs::default();
        let title = || Bilingual::text("reading", "lecture");
        let job = jobs.claim(title()).unwrap();
        assert!(jobs.claim(title()).is_none());
        job.say("x:a", Bilingual::text("1 post", "1 publication"));
        job.say("x:a", Bilingual::text("2 posts", "2 publications"));
        job.problem(&Problem::new("x:b", "no", "non"));
        job.problem(&Problem::new("x:b", "no", "non"));
        assert_eq!(jobs.now().lines.len(), 3);
        let broken = std::thread::spawn(move || {
            let _job = job;
            panic!("as planned");
        });
        assert!(broken.join().is_err());
        jobs.end(Duration::from_secs(60));
        assert!(!jobs.now().is_running);
        let job = jobs.claim(title()).unwrap();
        assert!(jobs.now().lines.is_empty());
        jobs.stop();
        assert!(*job.stopped.borrow());
    }
}
