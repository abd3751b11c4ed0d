//! Which period a report is wanted of: as asked, else the last week that was read.

use super::period;
use crate::config::Config;
use crate::model::{Interval, Problem};
use crate::store::Store;
use jiff::Timestamp;

/// What was asked for, as people write it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted<'a> {
    pub(crate) week: Option<&'a str>,
    pub(crate) from: Option<&'a str>,
    pub(crate) to: Option<&'a str>,
    /// Everything that was read.
    pub(crate) all: bool,
}

impl Wanted<'_> {
    /// The period; the last week that was read to its end where nothing was asked for.
    pub(crate) fn period(self, config: &Config, store: &Store) -> Result<Interval, Problem> {
        let zone = &config.zone;
        if let Some(week) = self.week {
            return period::week(week, zone);
        }
        let read = read(config, store)?;
        if self.from.is_none() && self.to.is_none() && !self.all {
            return latest(config, store, read.ok_or_else(nothing_read)?.to);
        }
        let from = self
            .from
            .map(|text| period::start("--from/--du", text, zone))
            .transpose()?;
        let to = self
            .to
            .map(|text| period::end("--to/--au", text, zone))
            .transpose()?;
        let interval = Interval {
            from: from
                .or(read.map(|read| read.from))
                .unwrap_or(Timestamp::UNIX_EPOCH),
            to: to
                .or(read.map(|read| read.to))
                .unwrap_or(Timestamp::UNIX_EPOCH),
        };
        if read.is_none() && to.is_none() {
            Err(nothing_read())
        } else {
            period::ordered("--from/--du", interval)
        }
    }
}

/// The last week that was read to its end and holds posts; else the week of the last post.
fn latest(config: &Config, store: &Store, read_to: Timestamp) -> Result<Interval, Problem> {
    let before = |end: Timestamp| -> Result<Option<Interval>, Problem> {
        let mut last = None;
        for presence in &config.presences {
            for (account, _) in presence.accounts.list() {
                last = last.max(store.last_before(account, end)?);
            }
        }
        Ok(last.and_then(|at| period::week_of(at, &config.zone)))
    };
    let last = before(Timestamp::MAX)?.ok_or_else(nothing_read)?;
    if last.to <= read_to {
        return Ok(last);
    }
    Ok(before(last.from)?
        .filter(|week| week.to <= read_to)
        .unwrap_or(last))
}

fn nothing_read() -> Problem {
    Problem::new(
        "store",
        "nothing was read yet of the configured accounts; run `tandem import` or `tandem fetch`, and compare the accounts of tandem.toml with `tandem status`",
        "rien n’a encore été lu des comptes configurés; lancez «\u{a0}tandem importer\u{a0}» ou «\u{a0}tandem récupérer\u{a0}» et comparez les comptes de tandem.toml avec «\u{a0}tandem état\u{a0}»",
    )
}

/// From the first to the last instant that was read of any configured account, to its end or not.
fn read(config: &Config, store: &Store) -> Result<Option<Interval>, Problem> {
    let mut parts = Vec::new();
    for presence in &config.presences {
        for (account, _) in presence.accounts.list() {
            parts.extend(store.coverage(account)?.into_iter().map(|run| run.interval));
        }
    }
    let from = parts.iter().map(|part| part.from).min();
    let to = parts.iter().map(|part| part.to).max();
    Ok(from.zip(to).map(|(from, to)| Interval { from, to }))
}
