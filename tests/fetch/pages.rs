//! Pages: to the end, and never in circles.

use crate::stage::{Stage, job, ok, on, page, three_pages};
use serde_json::json;
use std::sync::Mutex;
use tandem::fetch::{Event, Job};
use tandem::model::CoverageState;
use wiremock::MockServer;

/// Broken: only the newest page would be read, and the rest reported as missing counterparts.
#[tokio::test]
async fn a_walk_goes_to_the_end() {
    let server = three_pages().await;
    let mut stage = Stage::new();
    let events = Mutex::new(Vec::new());
    let jobs = [job(&server.uri(), "coast")];
    let outcomes = stage
        .run_with(&jobs, &|event| {
            events.lock().unwrap().push(format!("{event:?}"));
        })
        .await;
    let outcome = &outcomes[0];
    assert_eq!(
        (outcome.state, outcome.new, outcome.requests),
        (CoverageState::Ok, 5, 3)
    );
    assert_eq!(outcome.problems, []);
    assert_eq!(
        (
            stage.count("raw"),
            stage.count("post"),
            stage.count("coverage")
        ),
        (3, 5, 1)
    );
    assert_eq!(outcome.interval.to, "2026-11-23T12:00:00Z".parse().unwrap());
    assert_eq!(
        outcome.interval.from,
        "2026-08-23T12:00:00Z".parse().unwrap()
    );
    assert_eq!(stage.coverage(&server.uri())[0].interval, outcome.interval);
    assert_eq!(stage.store.walk(&jobs[0].account).unwrap(), None);
    let events = events.into_inner().unwrap();
    assert_eq!(events.len(), 4, "{events:?}");
    assert!(events[2].contains("posts: 5") && events[2].contains("2026-11-16T10:00:00Z"));
    assert!(events[3].starts_with("Done"));
}

/// Broken: a page whose posts were all deleted would end the walk, and older posts would be missing.
#[tokio::test]
async fn an_empty_page_with_a_next_step_is_not_the_end() {
    let server = MockServer::start().await;
    on(&server, "/coast", ok(&page(&[], Some("/2")))).await;
    on(&server, "/2", ok(&page(&[5], None))).await;
    let outcome = Stage::new().coast(&server.uri()).await;
    assert_eq!((outcome.state, outcome.new), (CoverageState::Ok, 1));
}

/// Broken: a platform that repeats a cursor would be asked for ever.
#[tokio::test]
async fn a_repeated_step_ends_the_walk_as_partial() {
    let server = MockServer::start().await;
    on(&server, "/coast", ok(&page(&[9], Some("/2")))).await;
    on(&server, "/2", ok(&page(&[8], Some("/3")))).await;
    on(&server, "/3", ok(&page(&[7], Some("/2")))).await;
    let mut stage = Stage::new();
    let outcome = stage.coast(&server.uri()).await;
    assert_eq!(
        (outcome.state, outcome.new, outcome.requests),
        (CoverageState::Partial, 3, 3)
    );
    assert!(outcome.problems[0].message.english.contains("circles"));
    assert!(
        outcome.problems[0]
            .message
            .french
            .contains("tourner en rond")
    );
    let account = job(&server.uri(), "coast").account;
    assert_eq!(
        stage.store.walk(&account).unwrap(),
        None,
        "the next run starts afresh"
    );
}

/// Broken: a platform that invents new cursors for ever would be asked for ever.
#[tokio::test]
async fn too_many_pages_end_the_run_and_the_next_goes_on() {
    let server = three_pages().await;
    let mut stage = Stage::new();
    stage.options.max_pages = 2;
    let first = stage.coast(&server.uri()).await;
    assert_eq!((first.state, first.new), (CoverageState::Partial, 4));
    let second = stage.coast(&server.uri()).await;
    assert_eq!(
        (second.state, second.new, second.requests),
        (CoverageState::Ok, 1, 1)
    );
}

/// Broken: every run would add versions, and a report would call every post edited.
#[tokio::test]
async fn fetching_twice_changes_nothing() {
    let server = three_pages().await;
    let mut stage = Stage::new();
    stage.coast(&server.uri()).await;
    let before = (
        stage.count("raw"),
        stage.count("post"),
        stage.count("version"),
    );
    let again = stage.coast(&server.uri()).await;
    assert_eq!((again.new, again.changed, again.same), (0, 0, 5));
    let after = (
        stage.count("raw"),
        stage.count("post"),
        stage.count("version"),
    );
    assert_eq!(before, after);
}

/// Broken: time before a feed's oldest item would count as read, and its posts as never published.
#[tokio::test]
async fn what_the_source_no_longer_holds_is_not_covered() {
    let server = MockServer::start().await;
    let mut body = page(&[20, 10], None);
    body["reaches"] = json!("2026-11-10T10:00:00Z");
    body["bad"] = json!("record 7");
    on(&server, "/coast", ok(&body)).await;
    let mut stage = Stage::new();
    let outcome = stage.coast(&server.uri()).await;
    assert_eq!(outcome.state, CoverageState::Ok);
    assert_eq!(
        outcome.interval.from,
        "2026-11-10T10:00:00Z".parse().unwrap()
    );
    assert_eq!(outcome.problems.len(), 1);
    assert_eq!(stage.store.rejected().unwrap(), outcome.problems);
}

/// Broken: an empty source, which may be a wrong address, would prove that nothing was published.
#[tokio::test]
async fn an_empty_source_covers_nothing() {
    let server = MockServer::start().await;
    let body = json!({ "posts": [], "reaches": "2026-11-23T12:00:01Z" });
    on(&server, "/coast", ok(&body)).await;
    let outcome = Stage::new().coast(&server.uri()).await;
    assert_eq!(outcome.state, CoverageState::OkEmpty);
    assert_eq!(outcome.interval.from, outcome.interval.to);
}

/// Broken: a source that broke would pass for an institution that fell silent, and be held against it.
#[tokio::test]
async fn silence_of_a_busy_account_is_suspect() {
    let server = MockServer::start().await;
    on(&server, "/coast", ok(&page(&[], None))).await;
    let mut quiet = Stage::new();
    let outcome = quiet.coast(&server.uri()).await;
    assert_eq!(
        outcome.state,
        CoverageState::OkEmpty,
        "nothing is known of its habit"
    );
    let mut busy = Stage::new();
    busy.with_habit(30);
    let outcome = busy.coast(&server.uri()).await;
    assert_eq!(outcome.state, CoverageState::SuspectQuiet);
    assert_eq!(
        outcome.interval.from,
        "2026-10-28T00:00:00Z".parse().unwrap(),
        "72 h of overlap"
    );
    let row = busy.coverage(&server.uri()).pop().unwrap();
    assert!(!row.state.is_complete() && row.detail.french.contains("vérifier"));
}

/// Broken: one account without a platform would stop all others, or the outcomes would be mixed up.
#[tokio::test]
async fn outcomes_stand_in_the_order_of_the_jobs() {
    let server = three_pages().await;
    let mut unknown = job(&server.uri(), "coast");
    unknown.account.platform = "gopher".into();
    let later = Job {
        since: Some("2026-11-19T00:00:00Z".parse().unwrap()),
        ..job(&server.uri(), "coast")
    };
    let jobs = [unknown, job(&server.uri(), "coast"), later];
    let outcomes = Stage::new().run(&jobs).await;
    let states: Vec<_> = outcomes.iter().map(|outcome| outcome.state).collect();
    assert_eq!(
        states,
        [CoverageState::NotRun, CoverageState::Ok, CoverageState::Ok]
    );
    assert_eq!((outcomes[1].new, outcomes[2].same), (5, 5));
    assert_eq!(outcomes[2].interval.from, jobs[2].since.unwrap());
    assert!(
        outcomes[0].problems[0]
            .message
            .french
            .contains("importez une exportation")
    );
}

/// Broken: a progress bar would not know where it is.
#[tokio::test]
async fn waiting_is_told_with_its_end() {
    let server = MockServer::start().await;
    let slow = wiremock::ResponseTemplate::new(429).insert_header("retry-after", "120");
    crate::stage::once(&server, "/coast", slow).await;
    on(&server, "/coast", ok(&page(&[5], None))).await;
    let told = Mutex::new(Vec::new());
    let mut stage = Stage::new();
    let start = stage.now();
    stage
        .run_with(&[job(&server.uri(), "coast")], &|event| {
            if let Event::Waiting { host, until } = event {
                told.lock()
                    .unwrap()
                    .push((host.to_owned(), until.duration_since(start).as_secs()));
            }
        })
        .await;
    let told = told.into_inner().unwrap();
    assert_eq!(told.len(), 1);
    assert!(
        server.uri().ends_with(&told[0].0) && (121..=130).contains(&told[0].1),
        "{told:?}"
    );
}

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Coast</title>
<item><guid>b</guid><title>Storm warning</title><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>
<item><guid>a</guid><title>Open house</title><pubDate>Tue, 10 Nov 2026 10:00:00 GMT</pubDate></item>
</channel></rss>"#;

/// Broken: the loop would fit the tests' own platform and none of the real ones.
#[tokio::test]
async fn a_real_feed_is_read_and_covers_what_it_holds() {
    let server = MockServer::start().await;
    let feed = wiremock::ResponseTemplate::new(200)
        .set_body_raw(FEED, "application/rss+xml")
        .insert_header("last-modified", "Sun, 22 Nov 2026 10:00:00 GMT");
    crate::stage::once(&server, "/feed.xml", feed).await;
    on(&server, "/feed.xml", wiremock::ResponseTemplate::new(304)).await;
    let mut stage = Stage::new();
    stage.world.platform = tandem::platforms::find;
    let mut feed = job("", &format!("{}/feed.xml", server.uri()));
    feed.account.platform = "feed".into();
    feed.account.server = None;
    let first = stage.run(&[feed.clone()]).await.remove(0);
    assert_eq!(
        (first.state, first.new),
        (CoverageState::Ok, 2),
        "{:?}",
        first.problems
    );
    assert_eq!(first.interval.from, "2026-11-10T10:00:00Z".parse().unwrap());
    let again = stage.run(&[feed]).await.remove(0);
    assert_eq!((again.state, again.same), (CoverageState::Ok, 2));
}

/// Broken: a post that was taken back would be accused of lacking its counterpart for ever, or one that a faltering
/// source leaves out would be called removed for ever.
#[tokio::test]
async fn what_is_not_shown_any_more_was_removed() {
    let server = MockServer::start().await;
    on(&server, "/coast", ok(&page(&[18, 19, 20, 21], None))).await;
    let mut stage = Stage::new();
    stage.coast(&server.uri()).await;
    let removed = |stage: &Stage| -> Vec<String> {
        let (posts, ..) = stage.content(&server.uri());
        let gone = posts.into_iter().filter(|post| post.deleted_at.is_some());
        gone.map(|post| post.id).collect()
    };
    let since = Job {
        since: Some("2026-11-01T00:00:00Z".parse().unwrap()),
        ..job(&server.uri(), "coast")
    };
    assert_eq!(removed(&stage), Vec::<String>::new());
    for (shown, gone) in [
        (&[18, 20, 21][..], 1),
        // It came back.
        (&[18, 19, 20, 21], 0),
        // Most of them gone at once is a source that falters.
        (&[18], 0),
    ] {
        server.reset().await;
        on(&server, "/coast", ok(&page(shown, None))).await;
        stage.later(std::time::Duration::from_secs(60));
        stage.run(std::slice::from_ref(&since)).await;
        assert_eq!(removed(&stage).len(), gone, "{shown:?}");
    }
}
