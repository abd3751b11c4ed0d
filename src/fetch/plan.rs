//! What a run would ask, before it asks anything: requests, time and money of each account.

use super::course::window;
use super::{Job, Options};
use crate::model::{Account, Interval, Problem};
use crate::platforms::{Credential, Platform};
use crate::store::Store;
use jiff::Timestamp;
use std::time::Duration;

/// Posts a day of an account of which nothing is known yet: that of a busy institution, so that a plan is no promise
/// that the run breaks.
const DAILY: u64 = 8;
/// How far back the habit of an account is looked at, in days.
const HABIT: i64 = 28;
/// What an answer takes beside the pause.
const ANSWER: Duration = Duration::from_millis(300);

/// What reading one account is expected to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Whose posts.
    pub account: Account,
    /// The stretch that would be read; `None` where the platform cannot be fetched.
    pub window: Option<Interval>,
    /// Posts expected in it.
    pub posts: u64,
    /// Is that number a habit of the account, or only a guess?
    pub from_habit: bool,
    /// Requests.
    pub requests: u64,
    /// The pauses between them, and the answers.
    pub time: Duration,
    /// Money, in millionths of a US dollar.
    pub micros: u64,
    /// Is a credential needed that is not there?
    pub lacks_credential: bool,
}

/// Plans a run; nothing is asked of any server.
///
/// # Errors
/// When the store cannot be read.
pub fn plan(
    store: &Store,
    jobs: &[Job],
    options: &Options,
    platform: fn(&str) -> Option<&'static dyn Platform>,
    now: Timestamp,
) -> Result<Vec<Planned>, Problem> {
    jobs.iter()
        .map(|job| match platform(&job.account.platform) {
            Some(platform) => planned(store, job, platform, options, now),
            None => Ok(Planned {
                account: job.account.clone(),
                window: None,
                posts: 0,
                from_habit: false,
                requests: 0,
                time: Duration::ZERO,
                micros: 0,
                lacks_credential: false,
            }),
        })
        .collect()
}

fn planned(
    store: &Store,
    job: &Job,
    platform: &dyn Platform,
    options: &Options,
    now: Timestamp,
) -> Result<Planned, Problem> {
    let window = window(store, job, now)?;
    let habit = habit(store, &job.account, now)?;
    let (in_habit, days) = habit.unwrap_or((DAILY, 1));
    let length = u64::try_from(window.to.duration_since(window.from).as_hours()).unwrap_or(0);
    // What was read already is known; the rest is expected by habit.
    let (stored, hours) = stored(store, &job.account, window)?;
    let unread = length.saturating_sub(hours);
    let posts = stored + (in_habit * unread).div_ceil(24 * days.max(1));
    let estimate = platform.estimate(posts);
    let needed = |credential: Credential| credential.needed;
    Ok(Planned {
        account: job.account.clone(),
        window: Some(window),
        posts,
        from_habit: habit.is_some(),
        requests: estimate.requests,
        time: (options.pause + ANSWER)
            .saturating_mul(u32::try_from(estimate.requests).unwrap_or(u32::MAX)),
        micros: estimate.micros,
        lacks_credential: job.secret.is_none() && platform.credential().is_some_and(needed),
    })
}

/// Posts of the last days that were read in full, and how many days those are.
fn habit(store: &Store, account: &Account, now: Timestamp) -> Result<Option<(u64, u64)>, Problem> {
    let from = now - jiff::SignedDuration::from_hours(24 * HABIT);
    let (posts, hours) = stored(store, account, Interval { from, to: now })?;
    Ok((hours >= 24).then_some((posts, hours / 24)))
}

/// Posts of the parts of a stretch that were read in full, and how many hours those are.
fn stored(store: &Store, account: &Account, within: Interval) -> Result<(u64, u64), Problem> {
    let covered = store.coverage(account)?;
    let complete = covered
        .iter()
        .filter(|row| row.state.is_complete())
        .filter_map(|row| row.interval.intersection(&within));
    let (mut posts, mut hours) = (0, 0);
    for stretch in Interval::union(complete.collect()) {
        posts += store.posts(account, stretch)?.len() as u64;
        hours += u64::try_from(stretch.to.duration_since(stretch.from).as_hours()).unwrap_or(0);
    }
    Ok((posts, hours))
}
