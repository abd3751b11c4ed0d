//! Coverage: what was read of each account and what was not; accounts are read and exports dropped here.

use super::fields::Fields;
use super::frame::{Frame, Page, html, trouble};
use super::jobs::{Job, Progress};
use super::safety::UPLOADS;
use super::week::respond;
use super::{App, Shared, upload};
use crate::config::Config;
use crate::fetch::{self, Event, World};
use crate::model::{Account, Bilingual, CoverageState, Interval, Language, Problem};
use crate::platforms;
use crate::store::Store;
use crate::text::{shown, wording};
use crate::work::calendar::{calendar, end, legend};
use crate::work::{Places, compare, fetching};
use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::extract::multipart::MultipartRejection;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// How long an upload may take to come.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

pub(super) fn routes() -> Router<Shared> {
    let mut routes = Router::new();
    for language in [Language::English, Language::French] {
        let path = *Page::Coverage.path().get(language);
        let show = move |State(app): State<Shared>| async move {
            show(&app, language, StatusCode::OK, Outcome::Open).await
        };
        let act = move |State(app): State<Shared>, body: Result<Bytes, BytesRejection>| async move {
            act(&app, language, &Fields::parse(&body.unwrap_or_default())).await
        };
        let drop = move |State(app): State<Shared>, form: Result<Multipart, MultipartRejection>| async move {
            drop_file(&app, language, form).await
        };
        routes = routes.route(path, get(show).post(act)).route(
            &upload_path(language),
            post(drop)
                .get(move || async move { back(language) })
                .layer(DefaultBodyLimit::max(upload::LARGEST)),
        );
    }
    routes
}

/// Where exports are sent.
fn upload_path(language: Language) -> String {
    format!("{UPLOADS}{}", language.code())
}

fn back(language: Language) -> Response {
    let path = Page::Coverage.path();
    Redirect::to(&format!("{}#progress", path.get(language))).into_response()
}

#[derive(Template)]
#[template(path = "coverage.html", config = "src/web/html/askama.toml")]
struct View {
    frame: Frame,
    path: &'static str,
    upload: String,
    problem: Option<Problem>,
    /// The presence to be read, if what that costs was said and not agreed to yet; empty for all.
    unpaid: Option<String>,
    progress: Progress,
    presences: Vec<Presence>,
    /// Accounts that an export may not name itself: what is sent, what is shown.
    accounts: Vec<(String, String)>,
    /// Presences that can be read live.
    live: Vec<String>,
    /// What reading all of them, or those to be read, costs, where a platform takes money.
    cost: Option<String>,
    /// Records of exports that could not be used.
    rejected: Vec<Problem>,
    rejected_count: String,
    legend: String,
}

/// Records that are named.
const NAMED: usize = 20;

struct Presence {
    id: String,
    platform: String,
    accounts: Vec<Reading>,
}

/// What was read of an account.
struct Reading {
    handle: String,
    is_whole: bool,
    state: String,
    detail: String,
    posts: String,
    first: String,
    signs: String,
    /// Stretches that were read to their ends, the latest first.
    read: Vec<String>,
}

/// What the page has to say besides.
enum Outcome {
    Open,
    Refused(Problem),
    /// Reading this presence, or all of them, costs money.
    Unpaid(String),
}

async fn show(app: &Shared, language: Language, status: StatusCode, outcome: Outcome) -> Response {
    let other = Page::Coverage.path();
    let other = (*other.get(language.other())).to_owned();
    respond(app, language, other, move |app| {
        Ok(html(status, &View::new(app, language, outcome)?))
    })
    .await
}

impl View {
    fn new(app: &App, language: Language, outcome: Outcome) -> Result<Self, Problem> {
        let config = app.places.config()?;
        let store = stored(&app.places)?;
        let (problem, unpaid) = match outcome {
            Outcome::Open => (None, None),
            Outcome::Refused(problem) => (Some(problem), None),
            Outcome::Unpaid(presence) => (Some(unpaid()), Some(presence)),
        };
        let of = unpaid.as_deref().filter(|it| !it.is_empty());
        let path = Page::Coverage.path();
        let rejected = store.rejected()?;
        let presences = presences(&config, &store, language)?;
        let mut progress = app.jobs.now();
        if !progress.is_running {
            // The reason stands beside the account, and once is enough.
            let accounts = || presences.iter().flat_map(|it| &it.accounts);
            let is_said =
                |text: &Bilingual<String>| accounts().any(|it| it.detail == *text.get(language));
            progress.lines.retain(|line| !is_said(&line.text));
        }
        let fetched = config.presences.iter();
        let fetched = fetched.filter(|it| platforms::find(it.platform()).is_some());
        Ok(Self {
            frame: Frame::of(Page::Coverage, language),
            path: path.get(language),
            upload: upload_path(language),
            problem,
            cost: cost(&config, &store, of)?.map(|it| it.get(language).clone()),
            unpaid,
            progress,
            presences,
            accounts: accounts(&config),
            live: fetched.map(|it| it.id.clone()).collect(),
            rejected_count: wording::count(rejected.len()).get(language).clone(),
            rejected: rejected.into_iter().take(NAMED).collect(),
            legend: legend().get(language).clone(),
        })
    }
}

/// The store, or an empty one where there is none yet.
fn stored(places: &Places) -> Result<Store, Problem> {
    if places.store.path.exists() {
        places.store(true)
    } else {
        Store::in_memory()
    }
}

/// What a platform would charge for reading a presence, or all that can be read; nothing is asked.
fn cost(
    config: &Config,
    store: &Store,
    presence: Option<&str>,
) -> Result<Option<Bilingual<String>>, Problem> {
    let (jobs, _) = fetching::jobs(config, presence, None)?;
    let plan = fetch::plan(
        store,
        &jobs,
        &config.fetch,
        platforms::find,
        Timestamp::now(),
    )?;
    let micros: u64 = plan.iter().map(|it| it.micros).sum();
    Ok((micros > 0).then(|| wording::dollars(micros)))
}

fn accounts(config: &Config) -> Vec<(String, String)> {
    let accounts = config.presences.iter().flat_map(|it| it.accounts.list());
    accounts
        .map(|(account, _)| {
            let name = format!("{} {}", account.platform, account.handle);
            (name, shown::account(account))
        })
        .collect()
}

fn presences(config: &Config, store: &Store, language: Language) -> Result<Vec<Presence>, Problem> {
    let mut presences = Vec::new();
    for presence in &config.presences {
        let mut accounts = Vec::new();
        for (account, _) in presence.accounts.list() {
            let count = store.count(&account.key())?;
            accounts.push(reading(account, count, config, store, language)?);
        }
        presences.push(Presence {
            id: presence.id.clone(),
            platform: presence.platform().to_owned(),
            accounts,
        });
    }
    Ok(presences)
}

fn reading(
    account: &Account,
    posts: i64,
    config: &Config,
    store: &Store,
    language: Language,
) -> Result<Reading, Problem> {
    let runs = store.coverage(account)?;
    let last = runs.last();
    let state = last.map_or(CoverageState::NotRun, |run| run.state);
    let detail = last.map(|run| run.detail.get(language).clone());
    let detail = detail.unwrap_or_default();
    // The detail says better what to do.
    let words = if detail.is_empty() {
        state.text()
    } else {
        state.words()
    };
    let complete = compare::complete(&runs);
    let (first, signs) = calendar(&complete, end(&complete, Timestamp::now()), &config.zone);
    let stretch = |part: &Interval| {
        let mut words = wording::stretch(*part, &config.zone);
        std::mem::take(words.get_mut(language))
    };
    let read = complete.iter().rev().map(stretch);
    let posts = wording::count(usize::try_from(posts).unwrap_or(0));
    Ok(Reading {
        handle: shown(&account.handle).into_owned(),
        is_whole: state.is_complete(),
        state: (*words.get(language)).to_owned(),
        detail,
        posts: posts.get(language).clone(),
        first: first.to_string(),
        signs,
        read: read.take(NAMED).collect(),
    })
}

/// Begins to read the accounts, or ends it.
async fn act(app: &Shared, language: Language, fields: &Fields) -> Response {
    if fields.get("do") == Some("stop") {
        app.jobs.stop();
        return back(language);
    }
    let presence = fields.get("presence").filter(|it| !it.is_empty());
    let presence = presence.map(str::to_owned);
    let name = presence.clone().unwrap_or_default();
    if fields.get("paid") != Some(&name) {
        let (inner, of) = (Arc::clone(app), presence.clone());
        let asked = app
            .busy
            .run(move || is_unlimited(&inner.places, of.as_deref()));
        // What goes wrong here goes wrong in the reading too, and is said there.
        if asked.await.is_ok_and(|it| it.unwrap_or(false)) {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show(app, language, status, Outcome::Unpaid(name)).await;
        }
    }
    let title = Bilingual::text("Accounts are read", "Lecture des comptes");
    let Some(job) = app.jobs.claim(title) else {
        return busy(app, language).await;
    };
    let places = app.places.clone();
    begin(job, move |job| read(&places, presence.as_deref(), job));
    back(language)
}

/// An export, read in the background when all of it is here.
async fn drop_file(
    app: &Shared,
    language: Language,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let other = Page::Coverage.path();
    let other = (*other.get(language.other())).to_owned();
    let refuse = |problem| trouble(StatusCode::UNPROCESSABLE_ENTITY, language, other, problem);
    let Ok(form) = form else {
        return back(language);
    };
    let Some(job) = app.jobs.claim(upload::title()) else {
        return busy(app, language).await;
    };
    let received = tokio::time::timeout(PATIENCE, upload::receive(form, &app.places)).await;
    match received {
        Ok(Ok(upload)) => {
            let places = app.places.clone();
            begin(job, move |job| upload::import(&upload, &places, job));
            back(language)
        }
        Ok(Err(problem)) => refuse(problem),
        Err(_) => refuse(Problem::new(
            "file",
            "it took too long to come; read it from the disk with `tandem import`",
            "la réception a pris trop de temps; lisez-le à partir du disque avec «\u{a0}tandem importer\u{a0}»",
        )),
    }
}

async fn busy(app: &Shared, language: Language) -> Response {
    let problem = Problem::new(
        "tandem",
        "something is being read already; wait for its end, then ask again",
        "une lecture est déjà en cours; attendez qu’elle prenne fin, puis redemandez",
    );
    show(
        app,
        language,
        StatusCode::CONFLICT,
        Outcome::Refused(problem),
    )
    .await
}

/// Would reading cost money, with no limit set?
fn is_unlimited(places: &Places, presence: Option<&str>) -> Result<bool, Problem> {
    let config = places.config()?;
    if config.fetch.max_cost.is_some() {
        return Ok(false);
    }
    Ok(cost(&config, &stored(places)?, presence)?.is_some())
}

fn unpaid() -> Problem {
    Problem::new(
        "max-cost",
        "reading costs money, and tandem.toml sets no limit. Nothing was asked for yet: say below that it may cost so much, or set max-cost under [fetch]",
        "la lecture est payante, et tandem.toml ne fixe aucune limite. Rien n’a encore été demandé\u{a0}: acceptez le coût ci-dessous, ou fixez max-cost sous [fetch]",
    )
}

/// Works in a thread of its own; what goes wrong is said there.
fn begin(job: Job, work: impl FnOnce(&Job) -> Result<(), Problem> + Send + 'static) {
    std::thread::spawn(move || {
        if let Err(problem) = work(&job) {
            job.problem(&problem);
        }
    });
}

/// Reads the accounts from their platforms.
fn read(places: &Places, presence: Option<&str>, job: &Job) -> Result<(), Problem> {
    let config = places.config()?;
    let (jobs, not_live) = fetching::jobs(&config, presence, None)?;
    for problem in &not_live {
        job.problem(problem);
    }
    let mut store = places.store(false)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| {
        Problem::new(
            "fetch",
            format!("the network cannot be used ({error})"),
            format!("réseau inutilisable ({error})"),
        )
    })?;
    let world = World {
        stop: Some(job.stopped.clone()),
        ..World::default()
    };
    let progress = |event: Event| {
        let about = match event {
            Event::Page { account, .. } | Event::Done { account, .. } => shown::account(account),
            Event::Waiting { host, .. } => host.to_owned(),
        };
        job.say(&about, fetching::progress(event, &config.zone));
    };
    let read = fetch::run(&mut store, &jobs, &config.fetch, &world, &progress);
    for outcome in &runtime.block_on(read)? {
        let (name, failed) = (
            shown::account(&outcome.account),
            !outcome.problems.is_empty(),
        );
        job.ended(&name, fetching::ended(outcome), failed);
        outcome
            .problems
            .iter()
            .for_each(|problem| job.problem(problem));
    }
    Ok(())
}
