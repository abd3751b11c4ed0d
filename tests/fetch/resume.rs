//! Stopped runs: whatever happened, the next one ends with the same store.

use crate::stage::{Stage, job, ok, on, page, three_pages};
use std::time::Duration;
use tandem::fetch::Event;
use tandem::model::CoverageState;
use tokio::sync::{Notify, watch};
use wiremock::{MockServer, ResponseTemplate};

async fn uninterrupted(server: &MockServer) -> Stage {
    let mut stage = Stage::new();
    stage.coast(&server.uri()).await;
    stage
}

/// Broken: who interrupts a long run would have to begin anew, or keep a hole that nobody sees.
#[tokio::test]
async fn a_stopped_run_is_finished_by_the_next() {
    let server = three_pages().await;
    let mut stage = Stage::new();
    let (stop, asked) = watch::channel(false);
    stage.world.stop = Some(asked);
    let jobs = [job(&server.uri(), "coast"), job(&server.uri(), "zone")];
    let outcomes = stage
        .run_with(&jobs[..1], &|event| {
            if matches!(event, Event::Page { .. }) {
                stop.send(true).unwrap();
            }
        })
        .await;
    assert_eq!(
        (outcomes[0].state, outcomes[0].new),
        (CoverageState::Partial, 2)
    );
    let untried = stage.run(&jobs[1..]).await.remove(0);
    assert_eq!(
        (untried.state, untried.requests),
        (CoverageState::NotRun, 0)
    );
    stage.world.stop = None;
    stage.later(Duration::from_secs(1800));
    let rest = stage.coast(&server.uri()).await;
    assert_eq!(
        (rest.state, rest.new, rest.requests),
        (CoverageState::Ok, 3, 2)
    );
    assert_eq!(
        stage.content(&server.uri()),
        uninterrupted(&server).await.content(&server.uri())
    );
}

/// Broken: accounts that were not reached before the run was stopped would be read from the usual start, not from the
/// one that was asked for.
#[tokio::test]
async fn an_account_that_was_not_begun_keeps_the_start_that_was_asked_for() {
    let server = three_pages().await;
    let mut stage = Stage::new();
    let (_stop, asked) = watch::channel(true);
    stage.world.stop = Some(asked);
    let mut earlier = job(&server.uri(), "coast");
    earlier.since = Some("2026-01-01T00:00:00Z".parse().unwrap());
    let untried = stage.run(&[earlier.clone()]).await.remove(0);
    assert_eq!(untried.state, CoverageState::NotRun);
    stage.world.stop = None;
    stage.later(Duration::from_secs(86_400));
    let read = stage.coast(&server.uri()).await;
    assert_eq!((read.state, read.requests), (CoverageState::Ok, 3));
    assert_eq!(read.interval.from, earlier.since.unwrap());
    assert_eq!(read.interval.to, "2026-11-24T12:00:00Z".parse().unwrap());
    let next = stage.coast(&server.uri()).await;
    assert!(next.interval.from > read.interval.from);
}

/// Broken: a computer that is switched off in the middle would leave a store that lies.
#[tokio::test]
async fn a_killed_run_is_finished_by_the_next() {
    let server = three_pages().await;
    let mut stage = Stage::new();
    let address = server.uri();
    let first_page = Notify::new();
    let jobs = [job(&address, "coast")];
    let kill = |_: Event| first_page.notify_one();
    tokio::select! {
        biased;
        () = first_page.notified() => {}
        _ = stage.run_with(&jobs, &kill) => panic!("killed after page 1"),
    }
    assert_eq!((stage.count("post"), stage.count("coverage")), (2, 0));
    stage.later(Duration::from_secs(1800));
    let rest = stage.coast(&address).await;
    assert_eq!((rest.state, rest.new), (CoverageState::Ok, 3));
    assert_eq!(
        stage.content(&address),
        uninterrupted(&server).await.content(&address)
    );
}

/// Broken: a week after an interruption, a run would finish the old walk and leave the week unread.
#[tokio::test]
async fn after_an_old_walk_the_time_since_is_read_too() {
    let server = three_pages().await;
    let mut stage = Stage::new();
    stage.options.max_pages = 1;
    stage.coast(&server.uri()).await;
    stage.options.max_pages = 100;
    stage.later(Duration::from_secs(7 * 86_400));
    let rest = stage.coast(&server.uri()).await;
    assert_eq!(rest.interval.to, "2026-11-30T12:00:00Z".parse().unwrap());
    assert_eq!((rest.new, rest.requests), (3, 5));
}

/// Broken: a cursor that the platform has forgotten would block the account for ever.
#[tokio::test]
async fn a_stored_step_that_is_refused_starts_the_walk_anew() {
    let server = MockServer::start().await;
    on(&server, "/coast", ok(&page(&[20, 19], Some("/2")))).await;
    let mut stage = Stage::new();
    stage.options.max_pages = 1;
    stage.coast(&server.uri()).await;
    stage.options.max_pages = 100;
    server.reset().await;
    on(&server, "/2", ResponseTemplate::new(400)).await;
    on(&server, "/coast", ok(&page(&[20, 19], Some("/new")))).await;
    on(&server, "/new", ok(&page(&[18], None))).await;
    let rest = stage.coast(&server.uri()).await;
    assert_eq!((rest.state, rest.new, rest.same), (CoverageState::Ok, 1, 2));
}

/// Broken: who asks for an earlier start would get the rest of the old walk and think it was all.
#[tokio::test]
async fn an_earlier_start_replaces_the_stored_walk() {
    let server = three_pages().await;
    let mut stage = Stage::new();
    stage.options.max_pages = 1;
    stage.coast(&server.uri()).await;
    stage.options.max_pages = 100;
    let mut earlier = job(&server.uri(), "coast");
    earlier.since = Some("2026-01-01T00:00:00Z".parse().unwrap());
    let outcome = stage.run(&[earlier.clone()]).await.remove(0);
    assert_eq!((outcome.state, outcome.requests), (CoverageState::Ok, 3));
    assert_eq!(outcome.interval.from, earlier.since.unwrap());
}
