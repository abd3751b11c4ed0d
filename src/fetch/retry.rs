//! What is asked again, and after how long; pure but for the dice.

use super::limits;
use crate::platforms::Answer;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// The most that is added to what a server asks for, so that not everybody comes back in the same second.
pub(super) const MARGIN: Duration = Duration::from_secs(10);

/// The longest wait that no server asked for.
const CAP: Duration = Duration::from_secs(60);

/// An instant so little ago is an answer that was on its way, not a clock that is wrong.
const ON_THE_WAY: SignedDuration = SignedDuration::from_secs(5);

/// How long a host is to be left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rest {
    /// Until when.
    pub(super) until: Timestamp,
    /// The server asked for longer than is allowed.
    pub(super) beyond: bool,
    /// The server named an instant in the past: its clock or ours is wrong.
    pub(super) skewed: Option<Timestamp>,
}

/// Is an answer of this kind likely to be another one later?
pub(super) fn passes(answer: &Answer) -> bool {
    matches!(answer.status, 408 | 429 | 500 | 502 | 503 | 504) || limits::throttled(answer)
}

/// The rest after a failed try (the first is 1), with the answer if there was one.
pub(super) fn rest(
    answer: Option<&Answer>,
    tries: u32,
    now: Timestamp,
    max_wait: Duration,
) -> Rest {
    let hint = answer.and_then(|answer| limits::not_before(answer, now));
    let (base, skewed) = match hint {
        None => return Rest::until(now, back_off(tries)),
        Some(at) if at.duration_since(now) < -ON_THE_WAY => (CAP, Some(at)),
        Some(at) => (left(now, at), None),
    };
    if base > max_wait {
        return Rest {
            beyond: true,
            ..Rest::until(now, base)
        };
    }
    let margin = Duration::from_millis(fastrand::u64(1_000..=10_000));
    Rest {
        skewed,
        ..Rest::until(now, base + margin)
    }
}

impl Rest {
    fn until(now: Timestamp, wait: Duration) -> Self {
        Self {
            until: now.checked_add(wait).unwrap_or(Timestamp::MAX),
            beyond: false,
            skewed: None,
        }
    }
}

/// Exponential with full jitter: anything from nothing to 1 s, 2 s, 4 s … 60 s.
fn back_off(tries: u32) -> Duration {
    let most = Duration::from_secs(1 << (tries.clamp(1, 7) - 1)).min(CAP);
    Duration::from_millis(fastrand::u64(
        0..=u64::try_from(most.as_millis()).unwrap_or(0),
    ))
}

/// From now until then; nothing when that is past.
pub(super) fn left(now: Timestamp, until: Timestamp) -> Duration {
    until.duration_since(now).try_into().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(retry_after: &str, max_wait: u64) -> (Rest, Timestamp) {
        let now: Timestamp = "2026-12-31T20:45:00Z".parse().unwrap();
        let headers = [("retry-after".to_owned(), retry_after.to_owned())];
        let answer = Answer {
            status: 429,
            url: "https://example.ca/",
            headers: &headers,
            body: b"",
            fetched_at: now,
        };
        (
            rest(Some(&answer), 1, now, Duration::from_secs(max_wait)),
            now,
        )
    }

    /// A server's wait that is cut short gets the institution's address shut out.
    #[test]
    fn what_the_server_asks_is_kept_with_a_margin() {
        let (rest, now) = asked("900", 960);
        let wait = left(now, rest.until);
        assert!((901..=910).contains(&wait.as_secs()), "{wait:?}");
        assert!(!rest.beyond && rest.skewed.is_none());
    }

    /// A day's limit must end this account's run, not hold up all others for a day.
    #[test]
    fn more_than_allowed_is_not_waited_for() {
        let (rest, now) = asked("7200", 960);
        assert!(rest.beyond);
        assert_eq!(left(now, rest.until).as_secs(), 7200);
    }

    /// A clock that is wrong must neither stop the run nor make it ask without a pause.
    #[test]
    fn an_instant_in_the_past_waits_a_minute_and_is_told() {
        let (rest, now) = asked("Thu, 31 Dec 2026 20:30:00 GMT", 960);
        let wait = left(now, rest.until).as_secs();
        assert!((61..=70).contains(&wait), "{wait}");
        assert!(rest.skewed.is_some());
        let (rest, _) = asked("Thu, 31 Dec 2026 20:44:58 GMT", 960);
        assert!(rest.skewed.is_none());
    }

    /// Without jitter, all institutions would hammer a server that comes back up in the same second.
    #[test]
    fn back_off_grows_is_bounded_and_spread() {
        for (tries, most) in [
            (1, 1_000),
            (2, 2_000),
            (4, 8_000),
            (7, 60_000),
            (99, 60_000),
        ] {
            let waits: Vec<_> = (0..200).map(|_| back_off(tries).as_millis()).collect();
            assert!(waits.iter().all(|wait| *wait <= most));
            assert!(waits.iter().any(|wait| *wait < most / 2));
            assert!(waits.iter().any(|wait| *wait > most / 2));
        }
    }
}
