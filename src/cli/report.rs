//! `tandem report`: the main job.

use super::{End, Session, Stop, compare, import, period};
use crate::config::{self, Config};
use crate::corpora;
use crate::model::{Interval, Problem};
use crate::report::{Head, Options, Report};
use crate::rules;
use crate::store::Store;
use crate::text::{shown, wording};
use jiff::Timestamp;
use rayon::prelude::*;
use std::io::Write as _;
use std::path::Path;

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let fail_on = session.severity()?;
    let (config, store) = if session.flag("sample") {
        sample()?
    } else {
        (session.config()?, session.store(true)?)
    };
    let period = chosen(session, &config, &store)?;
    let options = Options {
        bom: session.flag("bom"),
        formula_guard: !session.flag("no-formula-guard"),
    };
    let head = Head {
        institution: config.institution.clone(),
        period,
        zone: config.zone.clone(),
        rules: rules::RULES.iter().map(|rule| rule.info()).collect(),
    };
    let mut report = Report::new(head, options);
    let backfill = session.flag("backfill");
    compare::presences(&store, &config, period, backfill, |section| {
        report.add(section);
    })?;
    report.add_unread(store.rejected()?);
    report.add_unread(strangers(&config, &store)?);
    if let Some(folder) = session.value("out") {
        write(Path::new(folder), &report)?;
        session.note(
            format!("written: {folder}"),
            format!("fichiers écrits\u{a0}: {folder}"),
        );
    }
    Session::print(&report.text(session.language))?;
    Ok(if report.findings_from(fail_on) > 0 {
        End::Findings
    } else if report.has_unread() {
        End::Unread
    } else {
        End::Nothing
    })
}

/// The embedded sample in a store that lives as long as the program.
fn sample() -> Result<(Config, Store), Problem> {
    let config = config::parse("corpora/sample/tandem.toml", corpora::SAMPLE_CONFIG)?;
    let mut store = Store::in_memory()?;
    import::sample(&mut store, &config)?;
    Ok((config, store))
}

/// The period asked for; else everything for the sample, and the last week that was read for a store.
fn chosen(session: &Session, config: &Config, store: &Store) -> Result<Interval, Problem> {
    let zone = &config.zone;
    if let Some(week) = session.value("week") {
        return period::week(week, zone);
    }
    let read = read(config, store)?;
    let (from, to) = (session.value("from"), session.value("to"));
    if from.is_some() || to.is_some() || session.flag("all") || session.flag("sample") {
        let from = from
            .map(|text| period::start("--from/--du", text, zone))
            .transpose()?;
        let to = to
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
        return if read.is_none() && to.is_none() {
            Err(nothing_read())
        } else {
            period::ordered("--from/--du", interval)
        };
    }
    latest(config, store, read.ok_or_else(nothing_read)?.to)
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

/// Accounts that posts were stored of and that no presence names: counted, not judged.
fn strangers(config: &Config, store: &Store) -> Result<Vec<Problem>, Problem> {
    let known = &config.pairing.accounts;
    let strange = store
        .accounts()?
        .into_iter()
        .filter(|(platform, handle, posts)| {
            *posts > 0 && !known.contains_key(&(platform.clone(), handle.clone()))
        });
    Ok(strange
        .map(|(platform, handle, posts)| {
            Problem::new(
                format!("{platform}:{}", shown(&handle)),
                format!("posts of an account that no presence names: {posts}; add it to tandem.toml"),
                format!("publications d’un compte qu’aucune présence ne nomme\u{a0}: {posts}; ajoutez-le à tandem.toml"),
            )
        })
        .collect())
}

/// Writes the files of a report folder, making the folder.
fn write(folder: &Path, report: &Report) -> Result<(), Problem> {
    let refused = |path: &Path, error: &std::io::Error| {
        Problem::new(
            path.display().to_string(),
            format!(
                "cannot be written ({}); is it open in another program?",
                wording::io_error(error).english
            ),
            format!(
                "écriture impossible ({}); le fichier est-il ouvert dans un autre programme?",
                wording::io_error(error).french
            ),
        )
    };
    std::fs::create_dir_all(folder).map_err(|error| refused(folder, &error))?;
    Report::FILES.par_iter().try_for_each(|name| {
        let path = folder.join(name);
        let written = std::fs::File::create(&path).and_then(|mut out| {
            let blocks = report.file(name);
            blocks.iter().try_for_each(|block| out.write_all(block))
        });
        written.map_err(|error| refused(&path, &error))
    })
}
