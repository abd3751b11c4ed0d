//! `tandem fetch`: reads the configured accounts from their platforms, with progress on standard error.

use super::{End, Session, Stop, plan};
use crate::config;
use crate::fetch::{self, Event, Job, Outcome, World};
use crate::model::{Account, Language, Problem};
use crate::platforms;
use crate::store::Store;
use crate::text::{shown, wording};
use crate::work::{fetching, period};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use jiff::{Timestamp, tz::TimeZone};
use std::collections::BTreeMap;

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let config = session.config()?;
    let since = session
        .value("since")
        .map(|text| period::start("--since", text, &config.zone))
        .transpose()?;
    if since.is_some_and(|since| since > Timestamp::now()) {
        return Err(Problem::new(
            "--since/--depuis",
            "this is in the future",
            "cette date est dans le futur",
        )
        .into());
    }
    let (jobs, not_live) = fetching::jobs(&config, session.value("presence"), since)?;
    for problem in &not_live {
        session.warn(problem);
    }
    let options = options(session, &config.fetch)?;
    if session.flag("plan") {
        // A plan makes no store; without one there is nothing known.
        let store = session.store(true).or_else(|_| Store::in_memory())?;
        return plan::run(session, &store, &jobs, &options, &config.zone);
    }
    let mut store = session.store(session.flag("offline"))?;
    if session.flag("offline") {
        let outcomes = fetch::derive(&mut store, &jobs, &options, platforms::find)?;
        return Ok(tell(session, &outcomes));
    }
    let runtime = runtime()?;
    let bars = Bars::new(session.language, &config.zone);
    let outcomes = runtime.block_on(read(&mut store, &jobs, &options, &|event| {
        bars.show(event);
    }))?;
    bars.clear();
    let end = tell(session, &outcomes);
    tell_cost(session, &outcomes, options.max_cost);
    Ok(end)
}

/// What waits for the network.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Problem> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Problem::new(
                "fetch",
                format!("the network cannot be used ({error})"),
                format!("réseau inutilisable ({error})"),
            )
        })
}

/// The options of the configuration, with those of the command line over them.
fn options(session: &Session, configured: &fetch::Options) -> Result<fetch::Options, Problem> {
    let mut options = configured.clone();
    if let Some(text) = session.value("max-wait") {
        let place = "--max-wait/--attente-max";
        options.max_wait = config::duration(place, place, text)?.unsigned_abs();
    }
    if let Some(text) = session.value("max-cost") {
        let place = "--max-cost/--cout-max";
        let dollars = text.trim().replace(',', ".").parse().unwrap_or(f64::NAN);
        options.max_cost = Some(config::money(place, place, dollars)?);
    }
    Ok(options)
}

/// Reads until all is read or the user has enough: then the page at hand is finished and stored, and the
/// next run goes on from there.
async fn read(
    store: &mut Store,
    jobs: &[Job],
    options: &fetch::Options,
    progress: &(dyn Fn(Event) + Sync),
) -> Result<Vec<Outcome>, Problem> {
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let world = World {
        stop: Some(stopped),
        ..World::default()
    };
    let mut work = std::pin::pin!(fetch::run(store, jobs, options, &world, progress));
    tokio::select! {
        outcomes = &mut work => return outcomes,
        _ = tokio::signal::ctrl_c() => stop.send_replace(true),
    };
    work.await
}

/// Says how each account ended.
fn tell(session: &Session, outcomes: &[Outcome]) -> End {
    for outcome in outcomes {
        let text = fetching::ended(outcome);
        let name = shown::account(&outcome.account);
        session.note(
            format!("{name}: {}", text.english),
            format!("{name}\u{a0}: {}", text.french),
        );
        outcome
            .problems
            .iter()
            .for_each(|problem| session.warn(problem));
    }
    let complete = outcomes
        .iter()
        .all(|outcome| outcome.state.is_complete() && outcome.problems.is_empty());
    if complete && !outcomes.is_empty() {
        End::Nothing
    } else {
        End::Unread
    }
}

/// Says what the run cost: always where there is a limit to it, so that a zero is seen too.
fn tell_cost(session: &Session, outcomes: &[Outcome], most: Option<u64>) {
    let spent: u64 = outcomes.iter().map(|outcome| outcome.micros).sum();
    let cost = wording::dollars(spent);
    if let Some(most) = most {
        let most = wording::dollars(most);
        session.note(
            format!("spent: {} of the {} allowed", cost.english, most.english),
            format!(
                "dépense\u{a0}: {} sur les {} permis",
                cost.french, most.french
            ),
        );
    } else if spent > 0 {
        session.note(
            format!("spent: {}", cost.english),
            format!("dépense\u{a0}: {}", cost.french),
        );
    }
}

/// A line for each account at work; hidden when standard error is no terminal.
struct Bars {
    language: Language,
    zone: TimeZone,
    all: MultiProgress,
    lines: std::sync::Mutex<BTreeMap<(String, String), ProgressBar>>,
    /// The wait that was said last: several accounts of a host wait for the same.
    waiting: std::sync::Mutex<String>,
}

impl Bars {
    fn new(language: Language, zone: &TimeZone) -> Self {
        Self {
            language,
            zone: zone.clone(),
            all: MultiProgress::new(),
            lines: std::sync::Mutex::default(),
            waiting: std::sync::Mutex::default(),
        }
    }

    fn show(&self, event: Event) {
        let text = fetching::progress(event, &self.zone);
        let text = text.get(self.language);
        let (Event::Page { account, .. } | Event::Done { account, .. }) = event else {
            self.wait(text);
            return;
        };
        self.line(account, text);
    }

    fn wait(&self, text: &str) {
        let mut said = self
            .waiting
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if *said == *text {
            return;
        }
        text.clone_into(&mut said);
        // On a terminal between the bars; without one a plain line, so that a wait is never silent.
        if self.all.is_hidden() {
            super::complain(text);
        } else {
            let _ = self.all.println(text);
        }
    }

    fn line(&self, account: &Account, text: &str) {
        // A poisoned lock only means that a bar was being drawn: go on drawing.
        let mut lines = self
            .lines
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let line = lines.entry(account.key()).or_insert_with(|| {
            let line = self.all.add(ProgressBar::new_spinner());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {msg}") {
                line.set_style(style);
            }
            line.set_prefix(shown::account(account));
            line
        });
        line.set_message(text.to_owned());
        line.tick();
    }

    fn clear(&self) {
        let _ = self.all.clear();
    }
}
