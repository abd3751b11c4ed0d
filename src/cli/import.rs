//! `tandem import`: exports into the store.

use super::intake::{self, Seen, Taken};
use super::{End, Session, Stop, unreadable};
use crate::config::Config;
use crate::corpora;
use crate::exports::{self, File, Limits};
use crate::model::{Account, Interval, Language, Post, Problem};
use crate::platforms;
use crate::report::MANIFEST_DIGEST;
use crate::store::Store;
use crate::text::{language, parts, wording};
use crate::work::period;
use jiff::{Timestamp, tz::TimeZone};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What is read from an archive, at most.
const LIMITS: Limits = Limits {
    entries: 10_000,
    bytes: 4 << 30,
};

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let config = if session.value("config").is_some() || Path::new("tandem.toml").exists() {
        Some(session.config()?)
    } else {
        None
    };
    let zone = config
        .as_ref()
        .map_or(TimeZone::UTC, |config| config.zone.clone());
    let declared = session
        .value("covered")
        .map(|text| period::range("--covered/--couverture", text, &zone))
        .transpose()?;
    let terms = Terms {
        options: exports::Options {
            account: session.value("account").map(str::to_owned),
            windows_1252: session.flag("windows-1252"),
            zone: session.value("time-zone").map(time_zone).transpose()?,
            platform: session.value("platform").map(str::to_lowercase),
            accounts: config.as_ref().map(numbers).unwrap_or_default(),
            columns: config
                .as_ref()
                .map(|config| config.imports.clone())
                .unwrap_or_default(),
        },
        declared,
        account: session
            .value("account")
            .zip(session.value("platform"))
            .map(|(handle, platform)| account(platform, handle)),
        allow_rejected: session.flag("allow-rejected"),
    };
    let paths: Vec<PathBuf> = session
        .arguments
        .get_many::<String>("paths")
        .into_iter()
        .flatten()
        .map(PathBuf::from)
        .collect();
    let mut store = session.store(false)?;
    let (mut done, mut rejected) = (0, 0);
    let mut last_problem = None;
    let mut accounts = BTreeMap::new();
    for path in &paths {
        match one(session, &mut store, path, &terms) {
            Ok(taken) => {
                done += 1;
                rejected += taken.rejected;
                accounts.extend(taken.accounts);
            }
            Err(problem) => {
                if let Some(earlier) = last_problem.replace(problem) {
                    session.warn(&earlier);
                }
            }
        }
    }
    suggest(session, config.as_ref(), &accounts);
    match last_problem {
        Some(problem) if done == 0 => Err(problem.into()),
        Some(problem) => {
            session.warn(&problem);
            Ok(End::Unread)
        }
        None if rejected > 0 && !session.flag("allow-rejected") => Ok(End::Unread),
        None => Ok(End::Nothing),
    }
}

/// What the user says beside the export.
#[derive(Default)]
pub(super) struct Terms {
    pub(super) options: exports::Options,
    /// The stretch that the export covers.
    pub(super) declared: Option<Interval>,
    /// An account that the export may be empty of.
    pub(super) account: Option<Account>,
    /// Records that could not be used do not matter.
    pub(super) allow_rejected: bool,
}

/// Reads one export and stores it, all or nothing.
fn one(session: &Session, store: &mut Store, path: &Path, terms: &Terms) -> Result<Taken, Problem> {
    let label = path.display().to_string();
    let files = files(path)?;
    let taken = intake::take(store, &label, &files, terms, Timestamp::now())?;
    let problems = taken.import.remarks.iter().chain(&taken.first_rejected);
    problems.for_each(|problem| session.warn(problem));
    let count = |number: usize| wording::count(number);
    let (records, rejects) = (count(taken.import.records), count(taken.rejected));
    let (new, changed, same) = (count(taken.new), count(taken.changed), count(taken.same));
    let format = taken.import.format;
    session.note(
        format!(
            "{label}: {}, records: {} (new: {}, changed: {}, known: {}, rejected: {})",
            format.english, records.english, new.english, changed.english, same.english, rejects.english
        ),
        format!(
            "{label}\u{a0}: {}, enregistrements\u{a0}: {} (nouveaux\u{a0}: {}, modifiés\u{a0}: {}, connus\u{a0}: {}, rejetés\u{a0}: {})",
            format.french, records.french, new.french, changed.french, same.french, rejects.french
        ),
    );
    Ok(taken)
}

/// Handles of the accounts whose number the configuration knows.
fn numbers(config: &Config) -> BTreeMap<(String, String), String> {
    let accounts = config.presences.iter().flat_map(|it| it.accounts.list());
    accounts
        .filter_map(|(account, _)| {
            let key = (account.platform.clone(), account.id.clone()?);
            Some((key, account.handle.clone()))
        })
        .collect()
}

/// Zone of times that a file states without one.
fn time_zone(name: &str) -> Result<TimeZone, Problem> {
    TimeZone::get(name).map_err(|_| {
        Problem::new(
            "--time-zone/--fuseau-horaire",
            format!("unknown time zone “{name}”; use a name such as America/Toronto"),
            format!(
                "fuseau horaire inconnu «\u{a0}{name}\u{a0}»; utilisez un nom comme America/Toronto"
            ),
        )
    })
}

pub(super) fn account(platform: &str, handle: &str) -> Account {
    Account::new(platform, handle)
}

/// The files of a path: itself, the wanted entries of a zip or tar.gz, or those of a folder.
pub(super) fn files(path: &Path) -> Result<Vec<File>, Problem> {
    let label = path.display().to_string();
    if path.is_dir() {
        let mut files = Vec::new();
        folder(path, path, &mut files).map_err(|error| unreadable(path, &error))?;
        files.sort_by(|a, b| a.name.cmp(&b.name));
        return Ok(files);
    }
    let size = fs::metadata(path)
        .map_err(|error| unreadable(path, &error))?
        .len();
    let mut start = [0; 4];
    let whole = fs::File::open(path)
        .and_then(|mut file| std::io::Read::read(&mut file, &mut start))
        .map_err(|error| unreadable(path, &error))?
        == 4;
    if whole && start.starts_with(b"PK") {
        return exports::unzip(&label, opening(path), LIMITS);
    }
    if whole && start.starts_with(&[0x1F, 0x8B]) {
        return exports::untar(&label, opening(path), LIMITS);
    }
    if size > LIMITS.bytes {
        return Err(Problem::new(
            &label,
            "over 4 GiB; split the export into smaller files",
            "plus de 4 Gio; divisez l’exportation en fichiers plus petits",
        ));
    }
    let file = file(label, path).map_err(|error| unreadable(path, &error))?;
    Ok(vec![file])
}

fn opening(path: &Path) -> impl Fn() -> io::Result<fs::File> + Send + Sync + use<> {
    let path = path.to_path_buf();
    move || fs::File::open(&path)
}

fn file(name: String, path: &Path) -> io::Result<File> {
    let open = opening(path);
    File::at(name, move || Ok(Box::new(open()?)))
}

/// The wanted files below a folder, named by their path inside it.
fn folder(root: &Path, below: &Path, files: &mut Vec<File>) -> io::Result<()> {
    // A report of ours is no export, though its tables look like one.
    if below.join(MANIFEST_DIGEST).exists() {
        return Ok(());
    }
    for entry in fs::read_dir(below)? {
        let path = entry?.path();
        if path.is_dir() && !path.is_symlink() {
            folder(root, &path, files)?;
            continue;
        }
        let name = path
            .strip_prefix(root)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        if exports::wanted(&name) && fs::metadata(&path)?.len() <= LIMITS.bytes {
            files.push(file(name, &path)?);
        }
    }
    Ok(())
}

/// Accounts that no presence names: says so, with the lines to paste into `tandem.toml`.
fn suggest(
    session: &Session,
    config: Option<&Config>,
    accounts: &BTreeMap<(String, String), Seen>,
) {
    let known = |platform: &str, handle: &str| {
        config.is_some_and(|config| {
            config
                .pairing
                .accounts
                .contains_key(&(platform.to_owned(), handle.to_owned()))
        })
    };
    let mut strangers: BTreeMap<&str, Vec<(&str, Option<Language>)>> = BTreeMap::new();
    for ((platform, handle), seen) in accounts {
        if !known(platform, handle) {
            strangers
                .entry(platform)
                .or_default()
                .push((handle, main_language(&seen.posts)));
        }
    }
    for (platform, list) in strangers {
        session.note(
            format!("No presence names these accounts of {platform}. To have them judged, put this into tandem.toml (check the languages):"),
            format!("Aucune présence ne nomme ces comptes de {platform}. Pour les faire juger, ajoutez ceci à tandem.toml (vérifiez les langues)\u{a0}:"),
        );
        if platforms::find(platform).is_none() {
            // It is only imported: the configuration must say so.
            let text = format!("\n[platforms.{platform}]");
            session.note(&text, &text);
        }
        for (number, block) in blocks(&list).iter().enumerate() {
            let text = format!(
                "\n[[presence]]\nid = \"{platform}-{}\"\nplatform = \"{platform}\"\n{block}",
                number + 1
            );
            session.note(&text, &text);
        }
    }
}

/// English and French accounts two by two when their numbers agree; else one by one.
fn blocks(list: &[(&str, Option<Language>)]) -> Vec<String> {
    let of = |wanted: Language| {
        list.iter()
            .filter(move |(_, language)| *language == Some(wanted))
            .map(|(handle, _)| *handle)
    };
    let english: Vec<&str> = of(Language::English).collect();
    let french: Vec<&str> = of(Language::French).collect();
    let mut blocks: Vec<String> = Vec::new();
    if english.len() == 1 && french.len() == 1 {
        blocks.push(format!(
            "english = {:?}\nfrench = {:?}",
            english[0], french[0]
        ));
    } else {
        blocks.extend(
            english
                .iter()
                .map(|handle| format!("english = {handle:?}\nfrench = \"…\"")),
        );
        blocks.extend(
            french
                .iter()
                .map(|handle| format!("english = \"…\"\nfrench = {handle:?}")),
        );
    }
    blocks.extend(
        list.iter()
            .filter(|(_, language)| language.is_none())
            .map(|(handle, _)| format!("bilingual = {handle:?}")),
    );
    blocks
}

/// The language of four posts in five, if there is one.
pub(super) fn main_language(posts: &[Post]) -> Option<Language> {
    let verdicts: Vec<Language> = posts
        .iter()
        .filter_map(|post| {
            language::detect(parts::head(&post.content.text))
                .language
                .single()
        })
        .collect();
    [Language::English, Language::French]
        .into_iter()
        .find(|wanted| {
            5 * verdicts
                .iter()
                .filter(|language| *language == wanted)
                .count()
                > 4 * verdicts.len().max(1) - 1
                && !verdicts.is_empty()
        })
}

/// Fills a store with the sample: its two whole weeks are covered.
pub(super) fn sample(store: &mut Store, config: &Config) -> Result<(), Problem> {
    let file = File::new("posts.jsonl".into(), corpora::SAMPLE_POSTS.into());
    let label = "corpora/sample/posts.jsonl";
    let interval = period::range("sample", "2026-11-02..2026-11-15", &config.zone)?;
    let terms = Terms {
        declared: Some(interval),
        ..Terms::default()
    };
    intake::take(store, label, &[file], &terms, interval.to)?;
    Ok(())
}
