//! A clock, a sleep that only notes what was asked of it, and a platform whose answers are plain lists.

use jiff::Timestamp;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tandem::fetch::{self, Event, Job, Options, Outcome, World};
use tandem::model::{
    Account, Bilingual, Content, CoverageState, Interval, Origin, Post, Precision, Problem,
};
use tandem::platforms::{Answer, Page, Platform, Refusal, Request, Step, Walk};
use tandem::store::{Coverage, CoverageOrigin, Store};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A step is a path; a page is `{"posts": [[id, time, text] …], "next": path, "reaches": time, "bad": text}`.
struct Tiny;

impl Platform for Tiny {
    fn name(&self) -> &'static str {
        "tiny"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new("a test", "un essai")
    }

    fn lists_all(&self) -> bool {
        true
    }

    fn start(&self, walk: &Walk) -> Step {
        Step(format!("/{}", walk.account.handle))
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let server = walk.account.server.as_deref().unwrap();
        Ok(Request::new(
            format!("{server}{}", step.0),
            "application/json",
        ))
    }

    fn parse(&self, walk: &Walk, _step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        let Ok(page) = serde_json::from_slice::<Value>(answer.body) else {
            return Err(Refusal {
                state: CoverageState::Blocked,
                problem: Problem::new(
                    "tiny",
                    "a page, not posts",
                    "une page, pas des publications",
                ),
            });
        };
        let posts = page["posts"].as_array().cloned().unwrap_or_default();
        let bad = page["bad"].as_str();
        Ok(Page {
            posts: posts.iter().map(|post| tiny_post(walk, post)).collect(),
            next: page["next"].as_str().map(|next| Step(next.to_owned())),
            reaches_back_to: page["reaches"].as_str().map(|at| at.parse().unwrap()),
            problems: bad
                .map(|bad| Problem::new(bad, "bad", "mauvais"))
                .into_iter()
                .collect(),
            ..Page::default()
        })
    }
}

fn tiny_post(walk: &Walk, post: &Value) -> Post {
    Post {
        platform: "tiny".into(),
        account: walk.account.handle.clone(),
        id: post[0].as_str().unwrap().into(),
        url: None,
        published_at: post[1].as_str().unwrap().parse().unwrap(),
        precision: Precision::Second,
        origin: Origin::Own,
        content: Content {
            text: post[2].as_str().unwrap().into(),
            ..Content::default()
        },
        complete: true,
        counterparts: Vec::new(),
        redacted: None,
        language_hint: None,
        edited_at: None,
        deleted_at: None,
    }
}

pub(crate) fn find(name: &str) -> Option<&'static dyn Platform> {
    (name == "tiny").then_some(&Tiny as &dyn Platform)
}

/// Everything that a run is given, and what it did.
pub(crate) struct Stage {
    pub(crate) store: Store,
    pub(crate) options: Options,
    pub(crate) world: World,
    now: Arc<Mutex<Timestamp>>,
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let now = Arc::new(Mutex::new(
            "2026-11-23T12:00:00Z".parse::<Timestamp>().unwrap(),
        ));
        let waits: Arc<Mutex<Vec<Duration>>> = Arc::default();
        let (clock, sleeper, asked) = (now.clone(), now.clone(), waits.clone());
        let world = World {
            clock: Arc::new(move || *clock.lock().unwrap()),
            sleep: Arc::new(move |wait| {
                *sleeper.lock().unwrap() += wait;
                asked.lock().unwrap().push(wait);
                Box::pin(std::future::ready(()))
            }),
            platform: find,
            stop: None,
        };
        let options = Options {
            proxy: false,
            ..Options::default()
        };
        Self {
            store: Store::in_memory().unwrap(),
            options,
            world,
            now,
            waits,
        }
    }

    pub(crate) fn later(&self, wait: Duration) {
        *self.now.lock().unwrap() += wait;
    }

    pub(crate) fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    pub(crate) async fn run(&mut self, jobs: &[Job]) -> Vec<Outcome> {
        self.run_with(jobs, &|_| ()).await
    }

    pub(crate) async fn run_with(
        &mut self,
        jobs: &[Job],
        progress: &(dyn Fn(Event) + Sync),
    ) -> Vec<Outcome> {
        fetch::run(&mut self.store, jobs, &self.options, &self.world, progress)
            .await
            .unwrap()
    }

    /// Runs for the one account `coast` of a server.
    pub(crate) async fn coast(&mut self, server: &str) -> Outcome {
        self.run(&[job(server, "coast")]).await.remove(0)
    }

    /// The waits that were asked for, without the pauses between two requests.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        let waits = self.waits.lock().unwrap();
        waits
            .iter()
            .copied()
            .filter(|wait| *wait != self.options.pause)
            .collect()
    }

    pub(crate) fn pauses(&self) -> usize {
        let others = self.waits().len();
        self.waits.lock().unwrap().len() - others
    }

    pub(crate) fn count(&self, table: &str) -> i64 {
        let counts = self.store.counts().unwrap();
        counts.iter().find(|(name, _)| *name == table).unwrap().1
    }

    pub(crate) fn coverage(&self, server: &str) -> Vec<Coverage> {
        self.store.coverage(&job(server, "coast").account).unwrap()
    }

    /// What a report would see: posts in their latest version, versions, and what counts as covered.
    pub(crate) fn content(&self, server: &str) -> (Vec<Post>, i64, Vec<(Interval, CoverageState)>) {
        let always = Interval {
            from: Timestamp::MIN,
            to: Timestamp::MAX,
        };
        let posts = self
            .store
            .posts(&job(server, "coast").account, always)
            .unwrap();
        let covered = self.coverage(server);
        let complete = covered.iter().filter(|row| row.state.is_complete());
        (
            posts.into_iter().map(|stored| stored.post).collect(),
            self.count("version"),
            complete.map(|row| (row.interval, row.state)).collect(),
        )
    }

    /// As if earlier runs had stored a post a day and covered the time until then.
    pub(crate) fn with_habit(&mut self, days: i64) {
        self.with_posts(days, days);
    }

    /// The same, but for posts on the first days only.
    pub(crate) fn with_posts(&mut self, days: i64, posts: i64) {
        let account = job("", "coast").account;
        let start: Timestamp = "2026-10-01T00:00:00Z".parse().unwrap();
        let day = |day: i64| start + jiff::SignedDuration::from_hours(24 * day);
        let coverage = Coverage {
            interval: Interval {
                from: day(0),
                to: day(days),
            },
            state: CoverageState::Ok,
            origin: CoverageOrigin::Fetched,
            detail: Bilingual::default(),
            recorded_at: day(days),
        };
        let services = tandem::platforms::Services::default();
        let walk = Walk {
            account: &account,
            window: coverage.interval,
            services: &services,
            credential: false,
        };
        let posts = (0..posts)
            .map(|n| tiny_post(&walk, &json!([format!("d{n}"), day(n).to_string(), "x"])));
        self.store
            .write(|writer| {
                let (raw, _) = writer.raw("earlier", day(days), b"earlier")?;
                for post in posts {
                    writer.post(&post, raw, day(days))?;
                }
                writer.coverage(&account, &coverage)
            })
            .unwrap();
    }
}

pub(crate) fn job(server: &str, handle: &str) -> Job {
    Job {
        account: Account {
            server: Some(server.into()),
            ..Account::new("tiny", handle)
        },
        since: None,
        secret: None,
    }
}

/// A page with the posts of those numbers: post 3 is of the 3rd of November.
pub(crate) fn page(posts: &[u32], next: Option<&str>) -> Value {
    let posts: Vec<_> = posts
        .iter()
        .map(|n| {
            json!([
                n.to_string(),
                format!("2026-11-{n:02}T10:00:00Z"),
                format!("Post {n}")
            ])
        })
        .collect();
    json!({ "posts": posts, "next": next })
}

pub(crate) fn ok(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

/// Answers a path so, for ever.
pub(crate) async fn on(server: &MockServer, at: &str, answer: ResponseTemplate) {
    Mock::given(method("GET"))
        .and(path(at))
        .respond_with(answer)
        .mount(server)
        .await;
}

/// Answers a path so, once; then what is told next.
pub(crate) async fn once(server: &MockServer, at: &str, answer: ResponseTemplate) {
    Mock::given(method("GET"))
        .and(path(at))
        .respond_with(answer)
        .up_to_n_times(1)
        .mount(server)
        .await;
}

/// Three pages of posts.
pub(crate) async fn three_pages() -> MockServer {
    let server = MockServer::start().await;
    on(&server, "/coast", ok(&page(&[20, 19], Some("/2")))).await;
    on(&server, "/2", ok(&page(&[18, 17], Some("/3")))).await;
    on(&server, "/3", ok(&page(&[16], None))).await;
    server
}

/// A server below HTTP: what it does with a connection is up to `serve`, which is given its number and the
/// request's first line.
pub(crate) fn raw_server(
    serve: impl Fn(usize, &str, &mut TcpStream) + Send + Sync + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let serve = Arc::new(serve);
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let (serve, mut stream) = (serve.clone(), stream.unwrap());
            std::thread::spawn(move || {
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let first = lines.next().and_then(Result::ok).unwrap_or_default();
                while lines
                    .next()
                    .and_then(Result::ok)
                    .is_some_and(|line| !line.is_empty())
                {}
                serve(number, &first, &mut stream);
                let _ = stream.flush();
            });
        }
    });
    address
}

/// An answer as bytes; `length` is what its header claims.
pub(crate) fn bytes(body: &str, length: usize) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
        .into_bytes()
}
