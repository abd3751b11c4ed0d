//! `tandem report`: the main job.

use super::decisions::Decided;
use super::folder::{self, Folder, Written};
use super::{End, Session, Stop, compare, import, period, question, unreadable};
use crate::config::{self, Config};
use crate::corpora;
use crate::model::{Interval, Problem};
use crate::report::{Baseline, Head, NamedDigest, Options, Origins, Predecessor, Previous, Report};
use crate::rules;
use crate::store::Store;
use crate::text::shown;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What a report is asked for.
pub(super) struct Asked {
    pub(super) period: Interval,
    pub(super) options: Options,
    /// With the older posts that still have no equivalent?
    pub(super) backfill: bool,
    /// Ids of the presences that it is limited to; all when empty.
    pub(super) presences: Vec<String>,
}

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let fail_on = session.severity()?;
    let options = Options {
        bom: session.flag("bom"),
        formula_guard: !session.flag("no-formula-guard"),
        delimiter: delimiter(session.value("delimiter"))?,
    };
    let (config, store) = sources(session)?;
    let asked = Asked {
        period: chosen(session, &config, &store)?,
        options,
        backfill: session.flag("backfill"),
        presences: session.values("presence"),
    };
    if session.flag("question") {
        return question::run(session, config, &store, &asked);
    }
    let previous = session.value("previous").map(PathBuf::from);
    let (report, origins) = derive(session, config, &store, &asked, previous.as_deref())?;
    if let Some(folder) = session.value("out") {
        let replace = session.flag("replace");
        let (written, digest) = folder::write(Path::new(folder), &report, origins, replace)?;
        match written {
            Written::New => session.note(
                format!("written: {folder} (manifest SHA-256 {digest}: note it elsewhere, `tandem verify` shows it)"),
                format!("fichiers écrits\u{a0}: {folder} (SHA-256 du manifeste {digest}\u{a0}: notez-la ailleurs, «\u{a0}tandem authentifier\u{a0}» l’affiche)"),
            ),
            Written::Same => session.note(
                format!("unchanged: {folder} holds the same bytes already (manifest SHA-256 {digest})"),
                format!("inchangé\u{a0}: {folder} contient déjà les mêmes octets (SHA-256 du manifeste {digest})"),
            ),
        }
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

/// The configuration and the store, or those of the sample.
pub(super) fn sources(session: &Session) -> Result<(Config, Store), Problem> {
    if session.flag("sample") {
        sample()
    } else {
        Ok((session.config()?, session.store(true)?))
    }
}

/// Makes the report, and says what it rests on.
pub(super) fn derive(
    session: &Session,
    mut config: Config,
    store: &Store,
    asked: &Asked,
    previous: Option<&Path>,
) -> Result<(Report, Origins), Problem> {
    let decided = Decided::load(session, &config, store)?;
    config.pairing.decisions = decided.pairs();
    let waivers = decided.waivers(asked.period, &config);
    limit(&mut config, &asked.presences)?;
    let head = Head {
        institution: config.institution.clone(),
        period: asked.period,
        zone: config.zone.clone(),
        rules: rules::RULES.iter().map(|rule| rule.info()).collect(),
    };
    let (link, previous) = match previous {
        Some(path) => {
            let (link, previous) = before(path, asked.period)?;
            (Some(link), Some(previous))
        }
        None => (None, None),
    };
    let mut found: BTreeSet<String> = BTreeSet::new();
    let ids = previous.iter().flat_map(Previous::ids);
    found.extend(ids.map(str::to_owned));
    let mut report = Report::new(head, asked.options);
    report.hold_against(Baseline {
        previous,
        waivers: waivers.clone(),
        counterparts: decided.counterparts.clone(),
    });
    let (period, backfill) = (asked.period, asked.backfill);
    compare::presences(store, &config, &waivers, period, backfill, |section| {
        if !waivers.is_empty() {
            let before = section.before.iter().flat_map(|it| &it.findings);
            found.extend(
                section
                    .findings
                    .iter()
                    .chain(before)
                    .map(|it| it.id.clone()),
            );
        }
        report.add(section);
    })?;
    decided.note_unmatched(session, &waivers, &found);
    report.add_unread(decided.problems);
    report.add_unread(store.rejected()?);
    report.add_unread(strangers(&config, store)?);
    let named = |(name, sha256)| NamedDigest { name, sha256 };
    let files = config.files.into_iter().chain(decided.file);
    let origins = Origins {
        configuration: files.map(named).collect(),
        presences: asked.presences.clone(),
        backfill,
        previous: link,
    };
    Ok((report, origins))
}

/// Keeps only these presences.
pub(super) fn limit(config: &mut Config, ids: &[String]) -> Result<(), Problem> {
    let known = |id: &&String| config.presences.iter().any(|presence| presence.id == **id);
    if let Some(id) = ids.iter().find(|id| !known(id)) {
        return Err(Problem::new(
            "--presence",
            format!("no presence “{id}” in the configuration"),
            format!("aucune présence «\u{a0}{id}\u{a0}» dans la configuration"),
        ));
    }
    if !ids.is_empty() {
        config
            .presences
            .retain(|presence| ids.contains(&presence.id));
    }
    Ok(())
}

/// The report before this one, and what it found: whole, or nothing can follow it.
fn before(path: &Path, period: Interval) -> Result<(Predecessor, Previous), Problem> {
    let folder = Folder::read(path)?;
    if let Some(difference) = folder.differences.first() {
        let Problem { place, message } = difference.problem();
        return Err(Problem::new(
            path.display().to_string(),
            format!(
                "the report before is not what was written ({place}: {}); have it back as it was, or leave --previous out",
                message.english
            ),
            format!(
                "le rapport précédent n’est pas tel qu’il a été écrit ({place}\u{a0}: {}); rétablissez-le ou omettez --precedent",
                message.french
            ),
        ));
    }
    let name = std::fs::canonicalize(path).ok();
    let name = name.as_deref().and_then(Path::file_name);
    let link = Predecessor {
        folder: name.unwrap_or_default().to_string_lossy().into_owned(),
        period_from: folder.manifest.period_from,
        period_to: folder.manifest.period_to,
        manifest_sha256: folder.digest,
    };
    let file = path.join("report.json");
    let bytes = std::fs::read(&file).map_err(|error| unreadable(&file, &error))?;
    let previous = Previous::read(&file.display().to_string(), &bytes, period)?;
    Ok((link, previous))
}

/// What stands between cells.
fn delimiter(text: Option<&str>) -> Result<u8, Problem> {
    match text {
        None | Some(",") => Ok(b','),
        Some(";") => Ok(b';'),
        Some("tab" | "\t" | "\\t") => Ok(b'\t'),
        Some(other) => Err(Problem::new(
            "--delimiter/--separateur",
            format!("“{other}” cannot stand between cells; give \",\", \";\" or tab"),
            format!(
                "«\u{a0}{other}\u{a0}» ne peut séparer des cellules; indiquez «\u{a0},\u{a0}», «\u{a0};\u{a0}» ou tab"
            ),
        )),
    }
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
