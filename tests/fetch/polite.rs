//! Politeness: a host is never asked twice at once, and the others need not wait for it.

use crate::stage::{Stage, bytes, job, page, raw_server};
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

/// How many are at it, and how many were at once.
#[derive(Default)]
struct Gauge {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Gauge {
    fn enter(&self) {
        let now = self.now.fetch_add(1, SeqCst) + 1;
        self.most.fetch_max(now, SeqCst);
    }

    fn leave(&self) {
        self.now.fetch_sub(1, SeqCst);
    }
}

fn gauged(all: Arc<Gauge>) -> (String, Arc<Gauge>) {
    let own: Arc<Gauge> = Arc::default();
    let gauge = own.clone();
    let server = raw_server(move |_, _, stream| {
        gauge.enter();
        all.enter();
        std::thread::sleep(Duration::from_millis(60));
        let body = page(&[5], None).to_string();
        all.leave();
        gauge.leave();
        stream.write_all(&bytes(&body, body.len())).unwrap();
    });
    (server, own)
}

/// Broken: an institution's servers would be stormed, or a run over many hosts take the sum of their times.
#[tokio::test]
async fn one_request_at_a_time_for_each_host_and_hosts_side_by_side() {
    let all: Arc<Gauge> = Arc::default();
    let (first, one) = gauged(all.clone());
    let (second, other) = gauged(all.clone());
    let jobs: Vec<_> = (0..6)
        .flat_map(|n| {
            [
                job(&first, &format!("a{n}")),
                job(&second, &format!("b{n}")),
            ]
        })
        .collect();
    let mut stage = Stage::new();
    let outcomes = stage.run(&jobs).await;
    assert!(outcomes.iter().all(|outcome| outcome.new == 1));
    let most = [&one, &other, &all].map(|gauge| gauge.most.load(SeqCst));
    assert_eq!(most, [1, 1, 2]);
    assert!(stage.pauses() > 0 && stage.waits().is_empty());
}
