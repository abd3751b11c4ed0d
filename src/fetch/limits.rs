//! When may a host be asked again? One reader for the dialect of every platform; pure.
//!
//! Platforms agree on nothing here: seconds from now, seconds since 1970, ISO 8601, HTTP dates, percentages
//! with minutes, or a midnight that is only written in their manual.

use crate::platforms::Answer;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::time::SystemTime;

/// Codes by which Meta's platforms say "too many requests" with status 400.
const META_CODES: [i64; 6] = [4, 17, 32, 613, 80_001, 80_002];

/// Reasons by which YouTube says the same with status 403.
const QUOTA_REASONS: [&str; 4] = [
    "quotaExceeded",
    "dailyLimitExceeded",
    "rateLimitExceeded",
    "userRateLimitExceeded",
];

/// Pairs of "how many are left" and "when there are more".
const WINDOWS: [(&str, &str); 5] = [
    ("x-rate-limit-remaining", "x-rate-limit-reset"),
    ("x-ratelimit-remaining", "x-ratelimit-reset"),
    ("ratelimit-remaining", "ratelimit-reset"),
    ("x-ratelimit-perhour-remaining", "x-ratelimit-perhour-reset"),
    ("x-ratelimit-perday-remaining", "x-ratelimit-perday-reset"),
];

/// Headers in which Meta tells how much of a budget is spent.
const META_USAGE: [&str; 3] = [
    "x-business-use-case-usage",
    "x-app-usage",
    "x-ad-account-usage",
];

/// Does the answer say that too much was asked, in whatever dialect?
pub(super) fn throttled(answer: &Answer) -> bool {
    match answer.status {
        429 => true,
        400 => meta_code(answer).is_some_and(|code| META_CODES.contains(&code)),
        403 => quota_reason(answer).is_some(),
        _ => false,
    }
}

/// When the host may be asked again. `None`: it does not say, so back off.
pub(super) fn not_before(answer: &Answer, now: Timestamp) -> Option<Timestamp> {
    // What the server asks for first comes first; of several windows that are used up the latest counts.
    answer
        .header("retry-after")
        .and_then(|value| when(value, now))
        .or_else(|| {
            WINDOWS
                .iter()
                .filter_map(|(left, reset)| used_up(answer, left, reset, now))
                .max()
        })
        .or_else(|| meta_usage(answer, now))
        .or_else(|| daily(answer, now))
}

fn used_up(answer: &Answer, left: &str, reset: &str, now: Timestamp) -> Option<Timestamp> {
    // Some count in fractions (0.0); a window that is not used up says nothing.
    let left: f64 = answer.header(left)?.trim().parse().ok()?;
    (left < 1.0)
        .then(|| answer.header(reset))
        .flatten()
        .and_then(|value| when(value, now))
}

/// Seconds from now (whole or not), seconds or milliseconds since 1970, ISO 8601, or an HTTP date.
fn when(value: &str, now: Timestamp) -> Option<Timestamp> {
    let value = value.trim().trim_matches('"');
    if let Ok(number) = value.parse::<f64>() {
        return number_when(number, now);
    }
    if let Ok(instant) = value.parse::<Timestamp>() {
        return Some(instant);
    }
    let date = httpdate::parse_http_date(value).ok()?;
    let since = date.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Timestamp::from_second(i64::try_from(since.as_secs()).ok()?).ok()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "checked to be finite and not negative; what is too large saturates and is then no instant"
)]
fn number_when(number: f64, now: Timestamp) -> Option<Timestamp> {
    if !number.is_finite() || number < 0.0 {
        return None;
    }
    let seconds = if number >= 1e12 {
        (number / 1000.0).ceil() as i64
    } else if number >= 1e9 {
        number.ceil() as i64
    } else {
        now.as_second().checked_add(number.ceil() as i64)?
    };
    Timestamp::from_second(seconds).ok()
}

fn body(answer: &Answer) -> Option<Value> {
    serde_json::from_slice(answer.body).ok()
}

fn meta_code(answer: &Answer) -> Option<i64> {
    body(answer)?.get("error")?.get("code")?.as_i64()
}

fn quota_reason(answer: &Answer) -> Option<&'static str> {
    let body = body(answer)?;
    let errors = body.get("error")?.get("errors")?.as_array()?;
    errors
        .iter()
        .filter_map(|error| error.get("reason")?.as_str())
        .find_map(|reason| QUOTA_REASONS.into_iter().find(|known| *known == reason))
}

fn meta_usage(answer: &Answer, now: Timestamp) -> Option<Timestamp> {
    let minutes = META_USAGE
        .iter()
        .filter_map(|name| serde_json::from_str(answer.header(name)?).ok())
        .filter_map(|usage: Value| minutes(&usage))
        .max()?;
    now.checked_add(SignedDuration::from_mins(minutes)).ok()
}

/// The longest wait of the budgets that are spent, at whatever depth they stand.
fn minutes(usage: &Value) -> Option<i64> {
    match usage {
        Value::Array(list) => list.iter().filter_map(minutes).max(),
        Value::Object(map) => match map.get("estimated_time_to_regain_access") {
            Some(wait) => {
                let spent = ["call_count", "total_cputime", "total_time"]
                    .iter()
                    .filter_map(|name| map.get(*name)?.as_f64())
                    .any(|percent| percent >= 100.0);
                wait.as_i64().filter(|wait| spent && *wait > 0)
            }
            None => map.values().filter_map(minutes).max(),
        },
        _ => None,
    }
}

/// Budgets of a day that end at a midnight which no header names.
fn daily(answer: &Answer, now: Timestamp) -> Option<Timestamp> {
    let zone = match answer.status {
        403 => match quota_reason(answer)? {
            "quotaExceeded" | "dailyLimitExceeded" => TimeZone::get("America/Los_Angeles")
                .unwrap_or_else(|_| TimeZone::fixed(Offset::constant(-8))),
            _ => return None,
        },
        429 if url::Url::parse(answer.url)
            .ok()?
            .host_str()?
            .ends_with("linkedin.com") =>
        {
            TimeZone::UTC
        }
        _ => return None,
    };
    let tomorrow = now.to_zoned_datetime(zone).tomorrow().ok()?;
    Some(tomorrow.start_of_day().ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-12-31T20:45:00Z";

    fn hit(status: u16, url: &str, headers: &[(&str, &str)], body: &str) -> (bool, Option<String>) {
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (name.to_lowercase(), (*value).to_owned()))
            .collect();
        let answer = Answer {
            status,
            url,
            headers: &headers,
            body: body.as_bytes(),
            fetched_at: NOW.parse().unwrap(),
        };
        let at = not_before(&answer, answer.fetched_at);
        (throttled(&answer), at.map(|at| at.to_string()))
    }

    fn at(headers: &[(&str, &str)]) -> Option<String> {
        hit(429, "https://example.ca/", headers, "").1
    }

    /// A dialect that is read wrongly makes tandem wait for decades, or ask again at once and be shut out.
    #[test]
    fn every_dialect_of_headers() {
        let yes = |text: &str| Some(text.to_owned());
        let nine = yes("2026-12-31T21:00:00Z");
        assert_eq!(at(&[("Retry-After", "120")]), yes("2026-12-31T20:47:00Z"));
        assert_eq!(
            at(&[("Retry-After", "Thu, 31 Dec 2026 21:00:00 GMT")]),
            nine
        );
        // X
        assert_eq!(
            at(&[
                ("x-rate-limit-remaining", "0"),
                ("x-rate-limit-reset", "1798750800")
            ]),
            nine
        );
        // X, short limit within the second: the window is not used up, its end is no hint.
        assert_eq!(
            at(&[
                ("x-rate-limit-remaining", "12"),
                ("x-rate-limit-reset", "1798750800")
            ]),
            None
        );
        // Mastodon
        assert_eq!(
            at(&[
                ("X-RateLimit-Remaining", "0"),
                ("X-RateLimit-Reset", "2026-12-31T21:00:00.123456Z")
            ]),
            yes("2026-12-31T21:00:00.123456Z")
        );
        // Bluesky, and what the draft of the standard says
        assert_eq!(
            at(&[
                ("RateLimit-Remaining", "0"),
                ("RateLimit-Reset", "1798750800")
            ]),
            nine
        );
        assert_eq!(
            at(&[("RateLimit-Remaining", "0"), ("RateLimit-Reset", "30")]),
            yes("2026-12-31T20:45:30Z")
        );
        // Reddit
        assert_eq!(
            at(&[
                ("X-Ratelimit-Remaining", "0.0"),
                ("X-Ratelimit-Reset", "30")
            ]),
            yes("2026-12-31T20:45:30Z")
        );
        // Pinterest
        assert_eq!(
            at(&[
                ("X-RateLimit-Limit", "100, 100;w=60;name=\"org_read\""),
                ("X-RateLimit-Remaining", "0"),
                ("X-RateLimit-Reset", "15")
            ]),
            yes("2026-12-31T20:45:15Z")
        );
        // Tumblr: the later of two windows
        assert_eq!(
            at(&[
                ("X-Ratelimit-Perday-Remaining", "0"),
                ("X-Ratelimit-Perday-Reset", "5123"),
                ("X-Ratelimit-Perhour-Remaining", "0"),
                ("X-Ratelimit-Perhour-Reset", "1200")
            ]),
            yes("2026-12-31T22:10:23Z")
        );
    }

    /// Nonsense in a header must lead to the ordinary back-off, never to a panic or an endless wait.
    #[test]
    fn nonsense_is_no_hint() {
        for nonsense in ["soon", "-1", "NaN", "1e300", "", "inf"] {
            assert_eq!(at(&[("Retry-After", nonsense)]), None, "{nonsense}");
        }
        assert!(!hit(400, "https://example.ca/", &[], "not JSON").0);
        assert!(!hit(403, "https://example.ca/", &[], r#"{"error":"x"}"#).0);
    }

    /// Meta throttles with status 400; taken for a fault, the account would be given up instead of waited for.
    #[test]
    fn meta_says_it_with_400_and_minutes() {
        let usage = r#"{"100000000000001":[{"type":"pages","call_count":100,"total_cputime":25,"total_time":25,"estimated_time_to_regain_access":19}]}"#;
        let body = r#"{"error":{"message":"(#32) Page request limit reached","code":32}}"#;
        let headers = [
            (
                "X-App-Usage",
                r#"{"call_count":12,"total_cputime":3,"total_time":4}"#,
            ),
            ("X-Business-Use-Case-Usage", usage),
        ];
        let (limited, until) = hit(400, "https://graph.example/", &headers, body);
        assert!(limited);
        assert_eq!(until.as_deref(), Some("2026-12-31T21:04:00Z"));
        let unspent = usage.replace("100,", "99,");
        let headers = [("X-Business-Use-Case-Usage", unspent.as_str())];
        assert_eq!(hit(400, "https://graph.example/", &headers, body).1, None);
        assert!(
            !hit(
                400,
                "https://graph.example/",
                &[],
                &body.replace("32", "100")
            )
            .0
        );
    }

    /// Days of quota end at a midnight that only the manual names; back-off would burn the next day's too.
    #[test]
    fn midnights_that_no_header_names() {
        let body = r#"{"error":{"code":403,"errors":[{"reason":"quotaExceeded"}]}}"#;
        assert_eq!(
            hit(403, "https://www.googleapis.com/", &[], body),
            (true, Some("2027-01-01T08:00:00Z".to_owned()))
        );
        assert_eq!(
            hit(429, "https://api.linkedin.com/rest/posts", &[], "").1,
            Some("2027-01-01T00:00:00Z".to_owned())
        );
    }
}
