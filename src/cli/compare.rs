//! From the store to judged presences: the chain pairing → rules → report, presence by presence.

use super::decisions::far_counterparts;
use crate::config::Config;
use crate::decisions::waive;
use crate::model::{
    Account, Bilingual, Comparison, CoverageState, Interval, Language, Post, Presence, Problem,
    Waivers,
};
use crate::pairing;
use crate::report::{AccountReading, Earlier, Figures, Section};
use crate::rules;
use crate::store::{Coverage, Store};
use jiff::tz::TimeZone;
use rayon::prelude::*;

/// Presences whose posts are in memory at once.
const BATCH: usize = 32;

/// Everything about one presence that the store knows for a period.
struct Input<'a> {
    presence: &'a Presence,
    posts: Vec<Post>,
    coverage: Vec<(&'a Account, Option<Language>, Vec<Coverage>)>,
}

/// Judges every presence over a period and gives each to `take`, in the order of the configuration.
///
/// While one batch is judged on all cores, this thread hands on the one before and reads the next.
pub(super) fn presences(
    store: &Store,
    config: &Config,
    waivers: &Waivers,
    period: Interval,
    mut take: impl FnMut(Section),
) -> Result<(), Problem> {
    let mut batches = config.presences.chunks(BATCH);
    let mut batch = inputs(store, batches.next(), period, config)?;
    let mut judged: Vec<Section> = Vec::new();
    while !batch.is_empty() {
        let (sections, next) = std::thread::scope(|scope| {
            let judging = scope.spawn(move || {
                let batch = batch.into_par_iter();
                batch
                    .map(|input| section(input, period, config, waivers))
                    .collect()
            });
            std::mem::take(&mut judged).into_iter().for_each(&mut take);
            let next = inputs(store, batches.next(), period, config);
            match judging.join() {
                Ok(sections) => (sections, next),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        });
        judged = sections;
        batch = next?;
    }
    judged.into_iter().for_each(&mut take);
    Ok(())
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
        &Waivers::default(),
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

fn inputs<'a>(
    store: &Store,
    batch: Option<&'a [Presence]>,
    period: Interval,
    config: &Config,
) -> Result<Vec<Input<'a>>, Problem> {
    let presences = batch.into_iter().flatten();
    presences
        .map(|presence| input(store, presence, period, config))
        .collect()
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
    let far = far_counterparts(
        &config.pairing.decisions,
        &presence.accounts.list(),
        &input.posts,
        store,
    )?;
    input.posts.extend(far);
    Ok(input)
}

fn section(input: Input, period: Interval, config: &Config, waivers: &Waivers) -> Section {
    let covered = covered(&input.coverage);
    let accounts = input
        .coverage
        .iter()
        .map(|(account, language, runs)| reading(account, *language, runs, period))
        .collect();
    let mut comparison = pairing::compare(
        input.presence.clone(),
        input.posts,
        covered,
        before(period, &config.zone),
        &config.pairing,
    );
    let judge = |comparison: &Comparison| {
        rules::judge(&rules::Context {
            options: &config.rules,
            zone: &config.zone,
            window: config.pairing.window,
            comparison,
        })
    };
    let was_read = comparison.inside().next().is_some();
    let mut earlier = was_read.then(|| Earlier {
        period: comparison.period,
        findings: judge(&comparison),
    });
    comparison.set_period(period);
    let mut findings = judge(&comparison);
    // Only now: an exempt post would find nothing, and what is waived is still to be told.
    waive(waivers, &mut comparison, &mut findings);
    let before = earlier.as_mut().map(|earlier| {
        waive(waivers, &mut comparison, &mut earlier.findings);
        comparison.set_period(earlier.period);
        Figures::of(&comparison, &earlier.findings)
    });
    comparison.set_period(period);
    Section {
        comparison,
        findings,
        before,
        earlier,
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
        handle: account.handle.clone(),
        language,
        state: last.map_or(CoverageState::NotRun, |run| run.state),
        detail: last.map(|run| run.detail.clone()).unwrap_or_default(),
        gaps: period.gaps(&complete(runs)),
    }
}
