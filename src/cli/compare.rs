//! From the store to judged presences: the chain pairing → rules → report, presence by presence.

use crate::config::Config;
use crate::model::{
    Account, Bilingual, CoverageState, Interval, Language, Post, Presence, Problem,
};
use crate::pairing;
use crate::report::{AccountReading, Figures, Section};
use crate::rules;
use crate::store::{Coverage, Store};
use crate::text::shown;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc;

/// Presences whose posts are in memory at once.
const AT_ONCE: usize = 64;

/// Everything about one presence that the store knows for a period.
struct Input<'a> {
    presence: &'a Presence,
    posts: Vec<Post>,
    coverage: Vec<(&'a Account, Option<Language>, Vec<Coverage>)>,
}

/// Judges every presence over a period and gives each to `take`, in the order of the configuration.
///
/// While presences are judged on all cores, this thread reads the next and hands on what is done, in its turn: one that
/// has many posts holds up no other.
pub(super) fn presences(
    store: &Store,
    config: &Config,
    period: Interval,
    mut take: impl FnMut(Section),
) -> Result<(), Problem> {
    let (sender, done) = mpsc::channel();
    let mut early: BTreeMap<usize, Section> = BTreeMap::new();
    let mut turn = 0;
    let mut receive = |(number, judged): (usize, std::thread::Result<Section>)| {
        let section = judged.unwrap_or_else(|panic| resume_unwind(panic));
        early.insert(number, section);
        while let Some(section) = early.remove(&turn) {
            take(section);
            turn += 1;
        }
        turn
    };
    rayon::in_place_scope(|scope| {
        let mut taken = 0;
        for (number, presence) in config.presences.iter().enumerate() {
            let input = input(store, presence, period, config)?;
            let sender = sender.clone();
            scope.spawn(move |_| {
                let judged = catch_unwind(AssertUnwindSafe(|| section(input, period, config)));
                // Where nobody listens any more, the reading has failed.
                let _ = sender.send((number, judged));
            });
            while number - taken >= AT_ONCE {
                taken = done.recv().map_or(number, &mut receive);
            }
            taken = done.try_iter().map(&mut receive).last().unwrap_or(taken);
        }
        drop(sender);
        for judged in &done {
            receive(judged);
        }
        Ok(())
    })
}

/// One presence over a period.
pub(super) fn one(
    store: &Store,
    config: &Config,
    presence: &Presence,
    period: Interval,
) -> Result<Section, Problem> {
    Ok(section(
        input(store, presence, period, config)?,
        period,
        config,
    ))
}

/// The period of the same length right before: of whole days as many days, though clocks change.
fn before(period: Interval, zone: &TimeZone) -> Interval {
    let (first, end) = (zone.to_datetime(period.from), zone.to_datetime(period.to));
    let midnight = jiff::civil::Time::midnight();
    let whole = (first.time() == midnight && end.time() == midnight).then(|| {
        let days = first.date().until(end.date()).ok()?;
        let start = first.date().checked_sub(days).ok()?;
        zone.to_timestamp(start.at(0, 0, 0, 0)).ok()
    });
    let length = period.to.duration_since(period.from);
    let from = whole
        .flatten()
        .or_else(|| period.from.saturating_sub(length).ok());
    Interval {
        from: from.unwrap_or(period.from),
        to: period.from,
    }
}

fn input<'a>(
    store: &Store,
    presence: &'a Presence,
    period: Interval,
    config: &Config,
) -> Result<Input<'a>, Problem> {
    let wide = Interval {
        from: before(period, &config.zone).from,
        to: period.to,
    };
    let wide = pairing::margin(wide, &config.pairing);
    let mut input = Input {
        presence,
        posts: Vec::new(),
        coverage: Vec::new(),
    };
    for (account, language) in presence.accounts.list() {
        let stored = store.posts(account, wide)?;
        input.posts.extend(stored.into_iter().map(|it| it.post));
        input
            .coverage
            .push((account, language, store.coverage(account)?));
    }
    Ok(input)
}

fn section(input: Input, period: Interval, config: &Config) -> Section {
    let covered = covered(&input.coverage);
    let accounts = input
        .coverage
        .iter()
        .map(|(account, language, runs)| reading(account, *language, runs, period))
        .collect();
    let (mut comparison, readings) = pairing::compare(
        input.presence.clone(),
        input.posts,
        covered,
        before(period, &config.zone),
        &config.pairing,
    );
    let judge = |comparison: &crate::model::Comparison| {
        rules::judge(&rules::Context {
            options: &config.rules,
            zone: &config.zone,
            window: config.pairing.window,
            comparison,
            readings: &readings,
        })
    };
    let earlier = (comparison.inside().next().is_some())
        .then(|| Figures::of(&comparison, &judge(&comparison)));
    comparison.set_period(period);
    let findings = judge(&comparison);
    Section {
        comparison,
        findings,
        before: earlier,
        accounts,
    }
}

/// What was completely read of each side.
fn covered(coverage: &[(&Account, Option<Language>, Vec<Coverage>)]) -> Bilingual<Vec<Interval>> {
    let side = |wanted: Language| {
        coverage
            .iter()
            .find(|(_, language, _)| language.is_none_or(|language| language == wanted))
            .map(|(.., runs)| complete(runs))
            .unwrap_or_default()
    };
    Bilingual::new(side(Language::English), side(Language::French))
}

/// The stretches that were read to their end, joined.
pub(super) fn complete(runs: &[Coverage]) -> Vec<Interval> {
    Interval::union(
        runs.iter()
            .filter(|run| run.state.is_complete())
            .map(|run| run.interval)
            .collect(),
    )
}

fn reading(
    account: &Account,
    language: Option<Language>,
    runs: &[Coverage],
    period: Interval,
) -> AccountReading {
    let last = runs.last();
    AccountReading {
        handle: shown(&account.handle).into_owned(),
        language,
        state: last.map_or(CoverageState::NotRun, |run| run.state),
        detail: last.map(|run| run.detail.clone()).unwrap_or_default(),
        gaps: period.gaps(&complete(runs)),
    }
}
