//! Faults: what is tried again, what is not, and what the account is said to be afterwards.

use crate::stage::{Stage, bytes, job, ok, on, once, page, raw_server};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::time::Duration;
use tandem::model::CoverageState::{
    self, Blocked, NotFound, NotRun, Ok as Read, Partial, Unauthorised, Unreadable,
};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Broken: a server that is restarted would cost the institution a week of posts.
#[tokio::test]
async fn a_server_in_trouble_is_asked_again() {
    let server = MockServer::start().await;
    once(&server, "/coast", ResponseTemplate::new(500)).await;
    once(&server, "/coast", ResponseTemplate::new(502)).await;
    on(&server, "/coast", ok(&page(&[5], None))).await;
    let mut stage = Stage::new();
    let outcome = stage.coast(&server.uri()).await;
    assert_eq!((outcome.state, outcome.new, outcome.requests), (Read, 1, 3));
    assert!(stage.waits().iter().all(|wait| wait.as_secs() <= 2));
}

/// Broken: half an answer would be taken for the whole, or end the walk.
#[tokio::test]
async fn a_body_that_breaks_off_is_asked_for_again() {
    let server = raw_server(|number, _, stream| {
        let body = page(&[5], None).to_string();
        let answer = match number {
            0 => bytes(&body[..20], body.len()),
            _ => bytes(&body, body.len()),
        };
        stream.write_all(&answer).unwrap();
    });
    let outcome = Stage::new().coast(&server).await;
    assert_eq!((outcome.state, outcome.new, outcome.requests), (Read, 1, 2));
}

/// Broken: an account that cannot be read would be told apart from a silent one by nobody.
#[tokio::test]
async fn what_never_comes_is_unreadable_and_half_of_it_partial() {
    let server = raw_server(|_, first, stream| {
        let body = page(&[5], Some("/2")).to_string();
        let answer = if first.contains("/coast") {
            bytes(&body, body.len())
        } else {
            bytes("{", 999)
        };
        stream.write_all(&answer).unwrap();
    });
    let mut stage = Stage::new();
    let outcome = stage.coast(&server).await;
    assert_eq!(
        (outcome.state, outcome.new, outcome.requests),
        (Partial, 1, 6)
    );
    assert!(
        outcome.problems[0].message.english.contains("broke off"),
        "{:?}",
        outcome.problems
    );
    let account = job(&server, "coast").account;
    assert_eq!(stage.store.walk(&account).unwrap().unwrap().step, "/2");
    let nobody = Stage::new().coast("http://127.0.0.1:1").await;
    assert_eq!((nobody.state, nobody.requests), (Unreadable, 5));
    assert!(
        nobody.problems[0]
            .message
            .french
            .contains("connexion impossible")
    );
}

/// Broken: a few kilobytes that swell up to gigabytes would take the computer down.
#[tokio::test]
async fn an_answer_that_swells_up_stops_at_the_cap() {
    let server = MockServer::start().await;
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![b' '; 4 << 20]).unwrap();
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 10_000);
    let bomb = ResponseTemplate::new(200)
        .insert_header("content-encoding", "gzip")
        .set_body_bytes(packed);
    on(&server, "/coast", bomb).await;
    let mut stage = Stage::new();
    stage.options.max_body = 64 * 1024;
    let outcome = stage.coast(&server.uri()).await;
    assert_eq!(
        (outcome.state, outcome.requests, stage.count("raw")),
        (Unreadable, 1, 0)
    );
    assert!(outcome.problems[0].message.french.contains("64\u{a0}Kio"));
}

/// Broken: unchanged feeds would be sent in full every time, or "not modified" would read as "empty".
#[tokio::test]
async fn not_modified_stands_for_what_is_stored() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/coast"))
        .and(header("if-none-match", "\"v1\""))
        .respond_with(ResponseTemplate::new(304))
        .mount(&server)
        .await;
    let first = ok(&page(&[22, 5], None)).insert_header("etag", "\"v1\"");
    on(&server, "/coast", first).await;
    let mut stage = Stage::new();
    assert_eq!(stage.coast(&server.uri()).await.new, 2);
    let again = stage.coast(&server.uri()).await;
    assert_eq!((again.state, again.same, again.requests), (Read, 2, 1));
    assert_eq!((stage.count("raw"), stage.count("version")), (1, 2));
    let asked = server.received_requests().await.unwrap();
    assert_eq!(asked[1].headers["if-none-match"], "\"v1\"");
    assert!(
        asked[1].headers["user-agent"]
            .to_str()
            .unwrap()
            .starts_with("tandem/")
    );
}

/// Broken: what a server says is stale at once would be taken for fresh.
#[tokio::test]
async fn an_answer_that_is_not_to_be_kept_is_asked_for_anew() {
    for (name, value) in [("expires", "0"), ("cache-control", "private, No-Store")] {
        let server = MockServer::start().await;
        let answer = ok(&page(&[20], None))
            .insert_header("etag", "\"v1\"")
            .insert_header(name, value);
        on(&server, "/coast", answer).await;
        let mut stage = Stage::new();
        stage.coast(&server.uri()).await;
        stage.coast(&server.uri()).await;
        let asked = server.received_requests().await.unwrap();
        assert!(!asked[1].headers.contains_key("if-none-match"), "{name}");
    }
}

fn to(address: &str) -> ResponseTemplate {
    ResponseTemplate::new(302).insert_header("location", address)
}

/// Broken: a feed that moved would be lost, or an address that leads in circles would hold up the run.
#[tokio::test]
async fn redirects_are_followed_but_not_in_circles_and_not_elsewhere() {
    let server = MockServer::start().await;
    on(&server, "/coast", to("/moved")).await;
    on(&server, "/moved", ok(&page(&[5], None))).await;
    let outcome = Stage::new().coast(&server.uri()).await;
    assert_eq!((outcome.state, outcome.new, outcome.requests), (Read, 1, 2));

    let server = MockServer::start().await;
    on(&server, "/coast", to("/b")).await;
    on(&server, "/b", to("/coast")).await;
    let outcome = Stage::new().coast(&server.uri()).await;
    assert_eq!((outcome.state, outcome.requests), (Unreadable, 2));
    assert!(
        outcome.problems[0]
            .message
            .french
            .contains("point de départ")
    );

    let server = MockServer::start().await;
    on(&server, "/coast", to("/1")).await;
    for n in 1..9 {
        on(&server, &format!("/{n}"), to(&format!("/{}", n + 1))).await;
    }
    let outcome = Stage::new().coast(&server.uri()).await;
    assert_eq!((outcome.state, outcome.requests), (Unreadable, 6));

    for target in [
        "https://127.0.0.1:1/x?access_token=abc",
        "file:///etc/passwd",
    ] {
        let server = MockServer::start().await;
        on(&server, "/coast", to(target)).await;
        let outcome = Stage::new().coast(&server.uri()).await;
        assert_eq!((outcome.state, outcome.requests), (Unreadable, 1));
        let said = outcome.problems[0].to_string();
        assert!(
            said.contains("another protocol") && !said.contains("abc"),
            "{said}"
        );
    }
}

/// Broken: a server that never answers would hold up the run for ever.
#[tokio::test]
async fn a_server_that_does_not_answer_is_left() {
    let server = MockServer::start().await;
    let slow = ok(&page(&[5], None)).set_delay(Duration::from_secs(30));
    on(&server, "/coast", slow).await;
    let mut stage = Stage::new();
    stage.options.timeout = Duration::from_millis(50);
    stage.options.attempts = 2;
    let outcome = stage.coast(&server.uri()).await;
    assert_eq!((outcome.state, outcome.requests), (Unreadable, 2));
    assert!(
        outcome.problems[0]
            .message
            .french
            .contains("en 0,05\u{a0}s"),
        "{:?}",
        outcome.problems
    );
}

/// Broken: a refused credential would be tried again and lock the account, or a closed account look silent.
#[tokio::test]
async fn refusals_are_named_and_not_tried_again() {
    let states: [(u16, CoverageState); 6] = [
        (401, Unauthorised),
        (403, Blocked),
        (404, NotFound),
        (410, NotFound),
        (422, Unreadable),
        (304, Unreadable),
    ];
    for (status, state) in states {
        let server = MockServer::start().await;
        on(&server, "/coast", ResponseTemplate::new(status)).await;
        let mut stage = Stage::new();
        let outcome = stage.coast(&server.uri()).await;
        assert_eq!((outcome.state, outcome.requests), (state, 1), "{status}");
        assert_eq!(stage.coverage(&server.uri())[0].state, state);
        assert!(
            outcome.problems[0]
                .message
                .french
                .contains(&format!("code {status}\u{a0}: "))
        );
    }
}

/// Broken: a login page with status 200 would be read as "nothing published".
#[tokio::test]
async fn a_page_instead_of_posts_is_the_platforms_to_judge_and_is_kept() {
    let server = MockServer::start().await;
    on(&server, "/coast", to("/login")).await;
    let login = ResponseTemplate::new(200).set_body_raw("<html>Sign in</html>", "text/html");
    on(&server, "/login", login).await;
    let mut stage = Stage::new();
    let outcome = stage.coast(&server.uri()).await;
    assert_eq!((outcome.state, stage.count("raw")), (Blocked, 1));
}

/// Broken: a host that is down would be asked five times for each of hundreds of accounts.
#[tokio::test]
async fn a_host_that_keeps_failing_is_left_alone_for_the_run() {
    let server = MockServer::start().await;
    for n in 0..6 {
        on(&server, &format!("/a{n}"), ResponseTemplate::new(503)).await;
    }
    let jobs: Vec<_> = (0..6)
        .map(|n| job(&server.uri(), &format!("a{n}")))
        .collect();
    let outcomes = Stage::new().run(&jobs).await;
    let requests: u64 = outcomes.iter().map(|outcome| outcome.requests).sum();
    assert_eq!(requests, 8);
    assert_eq!(outcomes[5].state, NotRun);
    assert!(
        outcomes[5].problems[0]
            .message
            .french
            .contains("8 fois de suite")
    );
}
