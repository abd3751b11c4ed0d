//! From the store to judged presences: the chain pairing → rules → report, presence by presence.

use super::decisions::far_counterparts;
use crate::config::Config;
use crate::decisions::waive;
use crate::model::{
    Account, Bilingual, Comparison, CoverageState, Earlier, Finding, Interval, Language, Overdue,
    Post, Presence, Problem, Profile, Waivers,
};
use crate::pairing;
use crate::report::{self, AccountReading, Again, Before, Figures, Section};
use crate::rules;
use crate::store::{Coverage, Store, StoredPost};
use crate::text::reading::Reading;
use crate::text::shown;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc;

/// Presences whose posts are in memory at once, for each core: few enough that what was read is at hand still when it is
/// judged, and enough that one of many posts holds up no core for long.
const AT_ONCE: usize = 8;

/// Everything about one presence that the store knows for a period.
struct Input<'a> {
    presence: &'a Presence,
    posts: Vec<Post>,
    /// What some of them said before, by their keys.
    earlier: HashMap<String, Earlier>,
    /// The posts from before, where they are asked for.
    older: Option<OlderPosts>,
    coverage: Vec<(&'a Account, Option<Language>, Vec<Coverage>)>,
    profiles: Bilingual<Option<Profile>>,
    origins: Vec<report::Input>,
}

/// What is looked at of the time before a period, beside the one right before it.
#[derive(Debug, Default)]
pub(crate) struct Back {
    /// All posts that still have no counterpart? That reads everything there is.
    pub(crate) fill: bool,
    /// By presence, when the posts were published that findings of the report before are about: what lies around them is
    /// judged again.
    pub(crate) open: HashMap<String, Vec<Timestamp>>,
}

/// Posts from before.
struct OlderPosts {
    /// When those were published that are judged.
    span: Interval,
    posts: Vec<Post>,
    earlier: HashMap<String, Earlier>,
    /// Are those without counterpart asked for?
    fill: bool,
    /// Are findings of the report before about them?
    follow: bool,
}

/// Judges every presence over a period and gives each to `take`, in the order of the configuration; with what `back`
/// asks for of the time before.
///
/// While presences are judged on all cores, this thread reads the next and hands on what is done, in its turn: one that
/// has many posts holds up others only when all those behind it that may be in memory are done.
pub(crate) fn presences(
    store: &Store,
    config: &Config,
    waivers: &Waivers,
    period: Interval,
    back: &Back,
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
    let at_once = AT_ONCE * rayon::current_num_threads();
    rayon::in_place_scope(|scope| {
        let mut taken = 0;
        for (number, presence) in config.presences.iter().enumerate() {
            let input = input(store, presence, period, back, config)?;
            let sender = sender.clone();
            scope.spawn(move |_| {
                let judged =
                    catch_unwind(AssertUnwindSafe(|| section(input, period, config, waivers)));
                // Where nobody listens any more, the reading has failed.
                let _ = sender.send((number, judged));
            });
            // The one just read may be taken too: a slow one is taken with all that waited for it.
            let read = number + 1;
            while read - taken > at_once {
                taken = done.recv().map_or(read, &mut receive);
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
pub(crate) fn one(
    store: &Store,
    config: &Config,
    presence: &Presence,
    period: Interval,
) -> Result<Section, Problem> {
    Ok(section(
        input(store, presence, period, &Back::default(), config)?,
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

fn input<'a>(
    store: &Store,
    presence: &'a Presence,
    period: Interval,
    back: &Back,
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
        earlier: HashMap::new(),
        older: None,
        coverage: Vec::new(),
        profiles: profiles(store, config, presence)?,
        origins: Vec::new(),
    };
    let accounts = presence.accounts.list();
    for (account, language) in accounts.iter().copied() {
        let stored = store.posts(account, wide)?;
        let origin = origin(store, presence, account, &stored, wide)?;
        input.origins.push(origin);
        // In one go for the accounts of a presence, which have about as many.
        input.posts.reserve(if input.posts.is_empty() {
            accounts.len() * stored.len()
        } else {
            stored.len()
        });
        for stored in stored {
            if let Some(earlier) = stored.earlier {
                input.earlier.insert(stored.post.key(), earlier);
            }
            input.posts.push(stored.post);
        }
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
    input.older = older(store, &input, period, back, config)?;
    Ok(input)
}

/// The posts from before, with all that may be a counterpart of theirs.
fn older(
    store: &Store,
    input: &Input,
    period: Interval,
    back: &Back,
    config: &Config,
) -> Result<Option<OlderPosts>, Problem> {
    let to = before(period, &config.zone).from;
    let open = back.open.get(&input.presence.id).into_iter().flatten();
    let open: Vec<Timestamp> = open.copied().filter(|at| *at < to).collect();
    let runs = input.coverage.iter().flat_map(|(.., runs)| runs);
    let first = runs.map(|run| run.interval.from).min();
    let (from, to) = match first.filter(|first| back.fill && *first < period.from) {
        Some(first) => (Some(first), period.from),
        None => (open.iter().min().copied(), to),
    };
    let Some(from) = from else { return Ok(None) };
    let mut older = OlderPosts {
        span: Interval { from, to },
        posts: Vec::new(),
        earlier: HashMap::new(),
        fill: back.fill,
        follow: !open.is_empty(),
    };
    // Of a long time only what lies around the few posts that are judged again.
    let around = if back.fill {
        vec![pairing::margin(older.span, &config.pairing)]
    } else {
        let around = |at: Timestamp| {
            let to = at + SignedDuration::from_secs(1);
            pairing::margin(Interval { from: at, to }, &config.pairing)
        };
        Interval::union(open.into_iter().map(around).collect())
    };
    let accounts = input.presence.accounts.list();
    for (account, _) in &accounts {
        for interval in &around {
            for stored in store.posts(account, *interval)? {
                let key = stored.post.key();
                older.earlier.extend(stored.earlier.map(|it| (key, it)));
                older.posts.push(stored.post);
            }
        }
    }
    let decisions = &config.pairing.decisions;
    let far = far_counterparts(decisions, &accounts, &older.posts, store)?;
    older.posts.extend(far);
    Ok(Some(older))
}

/// What the posts of an account were read from. Of a file only its name: the folder is that of whoever read it.
fn origin(
    store: &Store,
    presence: &Presence,
    account: &Account,
    posts: &[StoredPost],
    wide: Interval,
) -> Result<report::Input, Problem> {
    let mut numbers: BTreeSet<i64> = posts.iter().map(|stored| stored.raw).collect();
    numbers.extend(store.answers(account, wide)?);
    let mut raw = Vec::new();
    for number in numbers {
        if let Some((source, sha256)) = store.source(number)? {
            let name = if source.contains("://") {
                source
            } else {
                let last = source.rsplit(['/', '\\']).next();
                last.unwrap_or_default().to_owned()
            };
            raw.push(report::NamedDigest { name, sha256 });
        }
    }
    raw.sort_by(|a, b| (&a.name, &a.sha256).cmp(&(&b.name, &b.sha256)));
    let (platform, handle) = account.key();
    Ok(report::Input {
        presence_id: presence.id.clone(),
        account: format!("{platform}:{handle}"),
        posts: posts.len(),
        raw,
    })
}

/// How the accounts of a presence last presented themselves; what the platform does not show, as the configuration says.
pub(crate) fn profiles(
    store: &Store,
    config: &Config,
    presence: &Presence,
) -> Result<Bilingual<Option<Profile>>, Problem> {
    let mut profiles = Bilingual::default();
    for (account, language) in presence.accounts.list() {
        let read = store.profile(account)?.map(|(profile, _)| profile);
        let written = config.profile(account).cloned();
        let profile = match (read, written) {
            (Some(read), Some(written)) => Some(read.or(written)),
            (read, written) => read.or(written),
        };
        match language {
            Some(language) => *profiles.get_mut(language) = profile,
            None => profiles = Bilingual::new(profile.clone(), profile),
        }
    }
    Ok(profiles)
}

fn section(input: Input, period: Interval, config: &Config, waivers: &Waivers) -> Section {
    let covered = covered(&input.coverage);
    let accounts = input
        .coverage
        .iter()
        .map(|(account, language, runs)| reading(account, *language, runs, period))
        .collect();
    let older = input.older.map(|older| {
        let (mut comparison, readings) = pairing::compare(
            input.presence.clone(),
            older.posts,
            covered.clone(),
            older.span,
            &config.pairing,
        );
        let delay = config.rules.edit_delay;
        tell_earlier(&mut comparison, older.earlier, &input.coverage, delay);
        let mut findings = Vec::new();
        if older.follow || !waivers.is_empty() {
            findings = judge(&comparison, &readings, &[], &input.profiles, config);
        }
        let found = findings.iter().map(|it| it.id.clone()).collect();
        waive(waivers, &mut comparison, &mut findings);
        let overdue = older
            .fill
            .then(|| rules::overdue(&comparison, &readings, period.to, &config.zone));
        let again = older.follow.then_some(Again { comparison, found });
        (again, overdue.unwrap_or_default())
    });
    let (again, overdue) = older.unwrap_or_default();
    let (mut comparison, readings) = pairing::compare(
        input.presence.clone(),
        input.posts,
        covered,
        before(period, &config.zone),
        &config.pairing,
    );
    let delay = config.rules.edit_delay;
    tell_earlier(&mut comparison, input.earlier, &input.coverage, delay);
    let was_read = comparison.inside().next().is_some();
    let mut earlier = was_read.then(|| {
        (
            comparison.period,
            // Of then nothing is known but how they present themselves now.
            judge(&comparison, &readings, &[], &input.profiles, config),
        )
    });
    comparison.set_period(period);
    let mut findings = judge(&comparison, &readings, &overdue, &input.profiles, config);
    // Only now: an exempt post would find nothing, and what is waived is still to be told.
    waive(waivers, &mut comparison, &mut findings);
    if let Some((_, findings)) = &mut earlier {
        waive(waivers, &mut comparison, findings);
    }
    let before = earlier.map(|(span, findings)| {
        comparison.set_period(span);
        Before {
            period: span,
            figures: Figures::of(&comparison, &findings),
            findings,
        }
    });
    comparison.set_period(period);
    Section {
        comparison,
        findings,
        overdue,
        before,
        again,
        accounts,
        inputs: input.origins,
    }
}

fn judge(
    comparison: &Comparison,
    readings: &[Reading],
    overdue: &[Overdue],
    profiles: &Bilingual<Option<Profile>>,
    config: &Config,
) -> Vec<Finding> {
    rules::judge(&rules::Context {
        options: &config.rules,
        zone: &config.zone,
        window: config.pairing.window,
        comparison,
        profiles,
        readings,
        overdue,
    })
}

/// Gives posts what they said before, where the account of the other version was read long enough after the change
/// to show its own.
fn tell_earlier(
    comparison: &mut Comparison,
    mut earlier: HashMap<String, Earlier>,
    coverage: &[(&Account, Option<Language>, Vec<Coverage>)],
    delay: SignedDuration,
) {
    if earlier.is_empty() {
        return;
    }
    for judged in &mut comparison.posts {
        let Some(known) = earlier.remove(&judged.post.key()) else {
            continue;
        };
        let due = known
            .changed_at
            .saturating_add(delay)
            .unwrap_or(Timestamp::MAX);
        let others = coverage
            .iter()
            .filter(|(_, language, _)| language.is_none() || *language != judged.side);
        let mut runs = others.flat_map(|(.., runs)| runs);
        let is_known = runs.any(|run| {
            run.state.is_complete()
                && run.recorded_at >= due
                && run.interval.contains(judged.post.published_at)
        });
        judged.earlier = is_known.then_some(known);
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
pub(crate) fn complete(runs: &[Coverage]) -> Vec<Interval> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use std::fmt::Write as _;

    /// An account with many posts among small ones: the report would never come.
    #[test]
    fn a_large_presence_is_waited_for() {
        let at = |second: i64| Timestamp::from_second(1_700_000_000 + second).expect("a time");
        let mut text =
            String::from("[institution]\nname = { english = \"Coast\", french = \"Côte\" }\n");
        for number in 0..=2 * AT_ONCE {
            let _ = write!(
                text,
                "[[presence]]\nid = \"p{number}\"\nplatform = \"x\"\nbilingual = \"b{number}\"\n"
            );
        }
        let config = config::parse("tandem.toml", &text).expect("a configuration");
        let mut store = Store::in_memory().expect("a store");
        let filled = store.write(|writer| {
            let (raw, _) = writer.raw("posts.jsonl", at(0), b"{}")?;
            for number in 0..2000 {
                let mut post = Post::new("x", "b0", number.to_string(), at(number));
                post.content.text = "The lights of the harbour are out until Friday.".to_owned();
                writer.post(&post, raw, at(0))?;
            }
            Ok(())
        });
        filled.expect("a full store");
        let period = Interval {
            from: at(0),
            to: at(2000),
        };
        let mut judged = Vec::new();
        let waivers = Waivers::default();
        let done = presences(
            &store,
            &config,
            &waivers,
            period,
            &Back::default(),
            |section| {
                judged.push(section.comparison.posts.len());
            },
        );
        done.expect("a report");
        assert_eq!(judged.len(), 2 * AT_ONCE + 1);
        assert_eq!(judged[..2], [2000, 0]);
    }
}
