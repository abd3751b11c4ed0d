//! Credentials, money and kept answers: nothing leaks, nothing is overspent, nothing is asked twice.

use crate::stage::{Stage, job, ok, page, three_pages};
use secrecy::SecretString;
use tandem::fetch::{self, Job};
use tandem::model::{Account, Bilingual, CoverageState, Problem};
use tandem::platforms::{
    Answer, Credential, CredentialPlace, Estimate, Page, Platform, Refusal, Request, Step, Walk,
};
use wiremock::matchers::{any, header, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// What a stolen copy of anything must not hold.
const SECRET: &str = "tok/en+of the coast";

/// The platform of the stage, but it wants a credential, takes a dollar a page and shouts.
struct Dear;

impl Platform for Dear {
    fn name(&self) -> &'static str {
        "tiny"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new("a test", "un essai")
    }
    fn credential(&self) -> Option<Credential> {
        Some(Credential {
            place: CredentialPlace::Bearer,
            needed: true,
        })
    }
    fn estimate(&self, posts: u64) -> Estimate {
        Estimate {
            requests: posts.div_ceil(2),
            micros: 1_000_000 * posts.div_ceil(100),
        }
    }
    fn start(&self, walk: &Walk) -> Step {
        tiny().start(walk)
    }
    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        tiny().request(walk, step)
    }
    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        let mut page = tiny().parse(walk, step, answer)?;
        for post in &mut page.posts {
            post.content.text = post.content.text.to_uppercase();
        }
        page.micros = 1_000_000;
        Ok(page)
    }
}

fn tiny() -> &'static dyn Platform {
    crate::stage::find("tiny").unwrap()
}

fn dear(name: &str) -> Option<&'static dyn Platform> {
    (name == "tiny").then_some(&Dear as &dyn Platform)
}

fn secret_job(server: &str) -> Job {
    Job {
        secret: Some(SecretString::from(SECRET)),
        ..job(server, "coast")
    }
}

fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.world.platform = dear;
    stage
}

/// Broken: an account without its credential would be asked for in vain, or its silence taken for one.
#[tokio::test]
async fn without_its_credential_nothing_is_asked_and_the_variable_is_named() {
    let server = MockServer::start().await;
    let mut stage = stage();
    let mut job = job(&server.uri(), "coast");
    job.account.token = Some("COAST_TOKEN".into());
    let outcome = stage.run(&[job]).await.remove(0);
    assert_eq!(
        (outcome.state, outcome.requests),
        (CoverageState::Unauthorised, 0)
    );
    let said = &outcome.problems[0].message;
    assert!(said.english.contains("COAST_TOKEN") && said.french.contains("COAST_TOKEN"));
}

/// Broken: a mistyped variable would leave a channel read by its feed alone, and nobody told.
#[tokio::test]
async fn a_variable_that_is_not_set_is_named_where_it_is_not_needed_either() {
    let server = MockServer::start().await;
    let mut stage = Stage::new();
    stage.world.platform = tandem::platforms::find;
    let mut job = job(&server.uri(), "coast");
    job.account.platform = "youtube".into();
    job.account.token = Some("COAST_KEY".into());
    let outcome = stage.run(&[job]).await.remove(0);
    let said = &outcome.problems[0].message;
    assert!(said.english.contains("COAST_KEY") && said.french.contains("COAST_KEY"));
}

/// Broken: a server that repeats the credential in its answer would have it stored and passed around.
#[tokio::test]
async fn the_credential_is_sent_and_kept_nowhere() {
    let server = MockServer::start().await;
    let encoded: String = url::form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let mut body = page(&[1], Some(&format!("/2?after=x&token={encoded}")));
    body["posts"][0][2] = format!("said {SECRET}").into();
    Mock::given(path("/coast"))
        .and(header("authorization", format!("Bearer {SECRET}")))
        .respond_with(ok(&body).insert_header("x-echo", SECRET))
        .mount(&server)
        .await;
    Mock::given(path("/2"))
        .respond_with(ResponseTemplate::new(403).set_body_string(SECRET))
        .mount(&server)
        .await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.sqlite");
    let mut stage = stage();
    stage.store = tandem::store::Store::open(&file).unwrap();
    let outcome = stage.run(&[secret_job(&server.uri())]).await.remove(0);
    assert_eq!((outcome.state, outcome.new), (CoverageState::Blocked, 1));
    let mut written = format!("{outcome:?}").into_bytes();
    drop(stage);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        written.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let written = String::from_utf8_lossy(&written).to_lowercase();
    assert!(written.contains("said ***"));
    assert!(
        !written.contains(&SECRET.to_lowercase()) && !written.contains(&encoded.to_lowercase())
    );
}

/// Broken: a redirect to another host would hand the credential to whoever runs it.
#[tokio::test]
async fn another_host_does_not_get_the_credential() {
    let (server, other) = (MockServer::start().await, MockServer::start().await);
    let leads = ResponseTemplate::new(302).insert_header("location", format!("{}/x", other.uri()));
    Mock::given(path("/coast"))
        .respond_with(leads)
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(ok(&page(&[1], None)))
        .mount(&other)
        .await;
    let outcome = stage().run(&[secret_job(&server.uri())]).await.remove(0);
    assert_eq!(outcome.new, 1);
    let asked = other.received_requests().await.unwrap();
    assert!(
        asked
            .iter()
            .all(|it| !it.headers.contains_key("authorization"))
    );
}

/// Broken: a run would spend more than its user allowed, or could never be finished.
#[tokio::test]
async fn a_run_stops_before_it_is_too_dear_and_the_next_goes_on() {
    let server = three_pages().await;
    let mut stage = stage();
    stage.options.max_cost = Some(2_500_000);
    let jobs = [secret_job(&server.uri())];
    let first = stage.run(&jobs).await.remove(0);
    assert_eq!(
        (first.state, first.micros),
        (CoverageState::Partial, 2_000_000)
    );
    assert!(
        first.problems[0]
            .message
            .french
            .contains("2,00\u{a0}$\u{a0}US")
    );
    let second = stage.run(&jobs).await.remove(0);
    assert_eq!(
        (second.state, second.micros),
        (CoverageState::Ok, 1_000_000)
    );
    assert_eq!(stage.count("post"), 5);
}

/// Broken: a plan would ask, or say another window and price than the run has.
#[tokio::test]
async fn a_plan_says_what_a_run_takes_and_asks_nothing() {
    let mut stage = stage();
    stage.with_habit(50);
    let jobs = [Job {
        account: Account {
            server: Some("http://127.0.0.1:1".into()),
            ..Account::new("tiny", "coast")
        },
        secret: None,
        since: None,
    }];
    let plan = fetch::plan(&stage.store, &jobs, &stage.options, dear, stage.now()).unwrap();
    let planned = &plan[0];
    // The habit is a post a day, covered until 50 days after the first of October; three days of overlap.
    assert!(planned.from_habit && planned.lacks_credential);
    assert_eq!((planned.posts, planned.micros), (7, 1_000_000));
    assert_eq!(
        planned.window.unwrap().from,
        "2026-11-17T00:00:00Z".parse().unwrap()
    );
}

/// Broken: what lies in the store already would be guessed from another time.
#[tokio::test]
async fn a_plan_counts_what_was_read_already() {
    let mut stage = stage();
    // A post a day for ten days, then none for forty.
    stage.with_posts(50, 10);
    let jobs = [Job {
        since: Some("2026-10-03T00:00:00Z".parse().unwrap()),
        ..job("http://127.0.0.1:1", "coast")
    }];
    let plan = fetch::plan(&stage.store, &jobs, &stage.options, dear, stage.now()).unwrap();
    assert_eq!(plan[0].posts, 8);
}

/// Broken: a mended mapping could only be had by asking again for what a platform may no longer give.
#[tokio::test]
async fn kept_answers_are_read_again_without_asking() {
    let server = three_pages().await;
    let mut stage = Stage::new();
    let jobs = [job(&server.uri(), "coast")];
    stage.run(&jobs).await;
    let asked = server.received_requests().await.unwrap().len();
    let before = stage.content(&server.uri());
    let same = fetch::derive(&mut stage.store, &jobs, &stage.options, crate::stage::find).unwrap();
    assert_eq!((same[0].same, same[0].changed, same[0].new), (5, 0, 0));
    assert_eq!(stage.content(&server.uri()), before);
    let other = fetch::derive(&mut stage.store, &jobs, &stage.options, dear).unwrap();
    assert_eq!((other[0].same, other[0].changed), (0, 5));
    assert!(
        stage
            .content(&server.uri())
            .0
            .iter()
            .all(|post| post.content.text.starts_with("POST"))
    );
    assert_eq!(server.received_requests().await.unwrap().len(), asked);
}
