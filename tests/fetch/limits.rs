//! Limits: every dialect is waited for as it asks, and no longer than allowed.

use crate::stage::{Stage, job, ok, on, once, page};
use tandem::model::CoverageState;
use wiremock::{MockServer, ResponseTemplate};

/// A throttled answer: status, headers, body, and the seconds that it asks for at 12:00:00.
type Dialect = (
    u16,
    &'static [(&'static str, &'static str)],
    &'static str,
    u64,
);

const DIALECTS: [Dialect; 10] = [
    (429, &[("retry-after", "120")], "", 120),
    (
        429,
        &[("retry-after", "Mon, 23 Nov 2026 12:15:00 GMT")],
        "",
        900,
    ),
    (503, &[("retry-after", "30")], "", 30),
    // X
    (
        429,
        &[
            ("x-rate-limit-remaining", "0"),
            ("x-rate-limit-reset", "1795435800"),
        ],
        "",
        600,
    ),
    // Mastodon
    (
        429,
        &[
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "2026-11-23T12:05:00.000000Z"),
        ],
        "",
        300,
    ),
    // Bluesky
    (
        429,
        &[
            ("ratelimit-remaining", "0"),
            ("ratelimit-reset", "1795435500"),
            ("ratelimit-policy", "3000;w=300"),
        ],
        "",
        300,
    ),
    // Reddit
    (
        429,
        &[
            ("x-ratelimit-used", "100"),
            ("x-ratelimit-remaining", "0.0"),
            ("x-ratelimit-reset", "30"),
        ],
        "",
        30,
    ),
    // Tumblr
    (
        429,
        &[
            ("x-ratelimit-perhour-remaining", "0"),
            ("x-ratelimit-perhour-reset", "700"),
            ("x-ratelimit-perday-remaining", "7"),
            ("x-ratelimit-perday-reset", "9000"),
        ],
        "",
        700,
    ),
    // Pinterest
    (
        429,
        &[
            ("x-ratelimit-limit", "100;w=60"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "45"),
        ],
        "",
        45,
    ),
    // Meta
    (
        400,
        &[(
            "x-business-use-case-usage",
            r#"{"1":[{"call_count":100,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":14}]}"#,
        )],
        r#"{"error":{"code":32}}"#,
        840,
    ),
];

/// Broken: a platform would be asked again too early and shut the institution out, or not at all.
#[tokio::test]
async fn every_dialect_is_waited_for() {
    for (status, headers, body, asked) in DIALECTS {
        let server = MockServer::start().await;
        let mut slow = ResponseTemplate::new(status).set_body_string(body);
        for (name, value) in headers {
            slow = slow.insert_header(*name, *value);
        }
        once(&server, "/coast", slow).await;
        on(&server, "/coast", ok(&page(&[5], None))).await;
        let mut stage = Stage::new();
        let outcome = stage.coast(&server.uri()).await;
        assert_eq!(
            (outcome.state, outcome.requests),
            (CoverageState::Ok, 2),
            "{headers:?}"
        );
        let waits = stage.waits();
        let seconds = waits[0].as_secs_f64();
        let asked = f64::from(u32::try_from(asked).unwrap());
        assert_eq!(waits.len(), 1, "{headers:?}");
        assert!(
            (asked + 1.0..=asked + 10.0).contains(&seconds),
            "{headers:?}: {seconds}"
        );
    }
}

/// Broken: one account at its daily limit would hold up the whole run until the next day.
#[tokio::test]
async fn a_longer_wait_than_allowed_leaves_the_account_and_not_the_others() {
    let (limited, free) = (MockServer::start().await, MockServer::start().await);
    on(&limited, "/coast", ok(&page(&[9], Some("/2")))).await;
    let slow = ResponseTemplate::new(429).insert_header("retry-after", "7200");
    once(&limited, "/2", slow).await;
    on(&limited, "/2", ok(&page(&[8], None))).await;
    on(&free, "/lights", ok(&page(&[7], None))).await;
    let mut stage = Stage::new();
    let jobs = [job(&limited.uri(), "coast"), job(&free.uri(), "lights")];
    let outcomes = stage.run(&jobs).await;
    assert_eq!(outcomes[0].state, CoverageState::RateLimited);
    assert_eq!(outcomes[1].state, CoverageState::Ok);
    assert!(stage.waits().is_empty());
    let row = stage.coverage(&limited.uri()).pop().unwrap();
    assert!(
        row.detail.english.contains("until 14:00 UTC on 2026-11-23"),
        "{:?}",
        row.detail
    );
    assert!(
        row.detail
            .french
            .contains("jusqu’à 14:00 UTC le 2026-11-23"),
        "{:?}",
        row.detail
    );
    // And the next run goes on with page 2.
    let next = stage.coast(&limited.uri()).await;
    assert_eq!(
        (next.state, next.new, next.requests),
        (CoverageState::Ok, 1, 1)
    );
}

/// Broken: the other accounts of a host that asked for two hours would go on asking it.
#[tokio::test]
async fn a_host_that_asks_for_hours_is_not_asked_for_others() {
    let server = MockServer::start().await;
    let slow = ResponseTemplate::new(429).insert_header("retry-after", "7200");
    on(&server, "/coast", slow).await;
    on(&server, "/lights", ok(&page(&[7], None))).await;
    let jobs = [job(&server.uri(), "coast"), job(&server.uri(), "lights")];
    let outcomes = Stage::new().run(&jobs).await;
    assert_eq!(outcomes[1].state, CoverageState::RateLimited);
    assert_eq!((outcomes[0].requests, outcomes[1].requests), (1, 0));
}

/// Broken: a server without a hint would be asked for ever.
#[tokio::test]
async fn a_limit_without_a_hint_is_tried_five_times() {
    let server = MockServer::start().await;
    on(&server, "/coast", ResponseTemplate::new(429)).await;
    let mut stage = Stage::new();
    let outcome = stage.coast(&server.uri()).await;
    assert_eq!(
        (outcome.state, outcome.requests),
        (CoverageState::RateLimited, 5)
    );
    assert!(stage.waits().iter().all(|wait| wait.as_secs() <= 8));
}

/// Broken: with a wrong clock tandem would ask without a pause, or say nothing of the clock.
#[tokio::test]
async fn a_hint_in_the_past_waits_a_minute_and_names_the_clock() {
    let server = MockServer::start().await;
    let skewed = ResponseTemplate::new(429)
        .insert_header("x-rate-limit-remaining", "0")
        .insert_header("x-rate-limit-reset", "1795431600");
    once(&server, "/coast", skewed).await;
    on(&server, "/coast", ok(&page(&[5], None))).await;
    let mut stage = Stage::new();
    let outcome = stage.coast(&server.uri()).await;
    assert_eq!(outcome.state, CoverageState::Ok);
    assert!((61..=70).contains(&stage.waits()[0].as_secs()));
    assert!(outcome.problems[0].message.french.contains("horloge"));
}
