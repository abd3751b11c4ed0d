//! `tandem import`: exports into the store.

use super::{End, Session, Stop, period};
use crate::config::Config;
use crate::corpora;
use crate::exports::{self, File, Import, Limits};
use crate::model::{Account, Bilingual, CoverageState, Interval, Language, Post, Problem};
use crate::store::{Coverage, CoverageOrigin, Store, Stored};
use crate::text::{language, wording};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What is read from an archive, at most.
const LIMITS: Limits = Limits {
    entries: 10_000,
    bytes: 900 << 20,
};
/// A post this much after the clock of the computer came from a wrong clock.
const FUTURE: SignedDuration = SignedDuration::from_mins(5);
/// Problems that are named on the screen; all are in the report.
const NAMED: usize = 20;

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
        .map(|text| period::range("--covered", text, &zone))
        .transpose()?;
    let options = exports::Options {
        account: session.value("account").map(str::to_owned),
        windows_1252: session.flag("windows-1252"),
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
    for path in &paths {
        match one(session, &mut store, path, &options, declared) {
            Ok((import, accounts)) => {
                done += 1;
                rejected += import.rejected.len();
                suggest(session, config.as_ref(), &accounts);
            }
            Err(problem) => {
                if let Some(earlier) = last_problem.replace(problem) {
                    session.warn(&earlier);
                }
            }
        }
    }
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

/// A few posts of each account, by platform and handle.
type Accounts = BTreeMap<(String, String), Vec<Post>>;

/// Reads one export and stores it, all or nothing.
fn one(
    session: &Session,
    store: &mut Store,
    path: &Path,
    options: &exports::Options,
    declared: Option<Interval>,
) -> Result<(Import, Accounts), Problem> {
    let label = path.display().to_string();
    let files = files(path)?;
    let mut import = exports::read(&label, &files, options)?;
    let now = Timestamp::now();
    let future = import
        .posts
        .iter()
        .filter(|post| post.published_at.duration_since(now) > FUTURE)
        .count();
    if future > 0 {
        import.remarks.push(Problem::new(
            &label,
            format!("posts in the future: {future}; a wrong clock, or a time zone taken for another? Check the export"),
            format!("publications dans le futur\u{a0}: {future}; horloge fausse ou fuseau horaire confondu? Vérifiez l’exportation"),
        ));
    }
    let (new, changed, same) = keep(store, &label, &files, &import, declared, now)?;
    import
        .remarks
        .iter()
        .chain(import.rejected.iter().take(NAMED))
        .for_each(|problem| session.warn(problem));
    let count = |number: usize| wording::count(number);
    let (records, rejects) = (count(import.records), count(import.rejected.len()));
    session.note(
        format!(
            "{label}: {}, records: {} (new: {}, changed: {}, known: {}, rejected: {})",
            import.format.english, records.english, count(new).english, count(changed).english, count(same).english, rejects.english
        ),
        format!(
            "{label}\u{a0}: {}, enregistrements\u{a0}: {} (nouveaux\u{a0}: {}, modifiés\u{a0}: {}, connus\u{a0}: {}, rejetés\u{a0}: {})",
            import.format.french, records.french, count(new).french, count(changed).french, count(same).french, rejects.french
        ),
    );
    let mut accounts = Accounts::new();
    for post in import.posts.drain(..) {
        let posts = accounts
            .entry((post.platform.clone(), post.account.clone()))
            .or_default();
        // A few posts tell the language of an account.
        if posts.len() < 50 {
            posts.push(post);
        }
    }
    Ok((import, accounts))
}

/// Stores raw bytes, posts, coverage and rejected records in one transaction.
fn keep(
    store: &mut Store,
    label: &str,
    files: &[File],
    import: &Import,
    declared: Option<Interval>,
    now: Timestamp,
) -> Result<(usize, usize, usize), Problem> {
    let (interval, origin) = covered(import, declared);
    store.write(|writer| {
        // Posts are traced to the file that holds most of an export.
        let mut raw = (0, 0);
        for file in files {
            let source = if file.name == label {
                label.to_owned()
            } else {
                format!("{label}/{}", file.name)
            };
            let id = writer.raw(&source, now, &file.bytes)?.0;
            raw = raw.max((file.bytes.len(), id));
        }
        let mut counts = (0, 0, 0);
        let mut accounts: BTreeSet<(&str, &str)> = BTreeSet::new();
        for post in &import.posts {
            match writer.post(post, raw.1, now)? {
                Stored::New => counts.0 += 1,
                Stored::Changed => counts.1 += 1,
                Stored::Same => counts.2 += 1,
            }
            accounts.insert((&post.platform, &post.account));
        }
        if let Some(interval) = interval {
            for (platform, handle) in accounts {
                let account = Account {
                    platform: platform.into(),
                    handle: handle.into(),
                    server: None,
                };
                let coverage = Coverage {
                    interval,
                    state: CoverageState::Ok,
                    origin,
                    detail: Bilingual::default(),
                    recorded_at: now,
                };
                writer.coverage(&account, &coverage)?;
            }
        }
        writer.forget_rejected(label)?;
        for problem in &import.rejected {
            writer.rejected(label, problem)?;
        }
        Ok(counts)
    })
}

/// What an import covers: as the user says, as the export says, else from its first to its last post. The
/// whole file counts for each account in it, since an export is made for all of them at once.
fn covered(import: &Import, declared: Option<Interval>) -> (Option<Interval>, CoverageOrigin) {
    if let Some(interval) = declared.or(import.covered) {
        return (Some(interval), CoverageOrigin::Declared);
    }
    let times = || import.posts.iter().map(|post| post.published_at);
    let interval = times().min().zip(times().max()).map(|(from, to)| Interval {
        from,
        to: to
            .saturating_add(SignedDuration::from_secs(1))
            .unwrap_or(to),
    });
    (interval, CoverageOrigin::Inferred)
}

/// The files of a path: itself, the wanted entries of a zip, or those of a folder.
pub(super) fn files(path: &Path) -> Result<Vec<File>, Problem> {
    let label = path.display().to_string();
    let refused = |path: &Path, error: &std::io::Error| {
        Problem::new(
            path.display().to_string(),
            format!(
                "cannot be read ({}); check the path and the rights",
                wording::io_error(error).english
            ),
            format!(
                "lecture impossible ({}); vérifiez le chemin et les droits",
                wording::io_error(error).french
            ),
        )
    };
    if path.is_dir() {
        let mut files = Vec::new();
        folder(path, path, &mut files).map_err(|error| refused(path, &error))?;
        files.sort_by(|a, b| a.name.cmp(&b.name));
        return Ok(files);
    }
    let size = fs::metadata(path)
        .map_err(|error| refused(path, &error))?
        .len();
    let mut start = [0; 4];
    let is_zip = fs::File::open(path)
        .and_then(|mut file| std::io::Read::read(&mut file, &mut start))
        .map_err(|error| refused(path, &error))?
        == 4
        && start.starts_with(b"PK");
    if is_zip {
        let file = fs::File::open(path).map_err(|error| refused(path, &error))?;
        return exports::unzip(&label, std::io::BufReader::new(file), LIMITS);
    }
    if size > LIMITS.bytes {
        return Err(Problem::new(
            &label,
            "over 900 MiB; split the export into smaller files",
            "plus de 900 Mio; divisez l’exportation en fichiers plus petits",
        ));
    }
    let bytes = fs::read(path).map_err(|error| refused(path, &error))?;
    Ok(vec![File { name: label, bytes }])
}

/// The wanted files below a folder, named by their path inside it.
fn folder(root: &Path, below: &Path, files: &mut Vec<File>) -> std::io::Result<()> {
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
            files.push(File {
                name,
                bytes: fs::read(&path)?,
            });
        }
    }
    Ok(())
}

/// Accounts that no presence names: says so, with the lines to paste into `tandem.toml`.
fn suggest(
    session: &Session,
    config: Option<&Config>,
    accounts: &BTreeMap<(String, String), Vec<Post>>,
) {
    let known = |platform: &str, handle: &str| {
        config.is_some_and(|config| {
            config
                .pairing
                .own_accounts
                .contains(&(platform.to_owned(), handle.to_owned()))
        })
    };
    let mut strangers: BTreeMap<&str, Vec<(&str, Option<Language>)>> = BTreeMap::new();
    for ((platform, handle), posts) in accounts {
        if !known(platform, handle) {
            strangers
                .entry(platform)
                .or_default()
                .push((handle, main_language(posts)));
        }
    }
    for (platform, list) in strangers {
        session.note(
            format!("No presence names these accounts of {platform}. To have them judged, put this into tandem.toml (check the languages):"),
            format!("Aucune présence ne nomme ces comptes de {platform}. Pour les faire juger, ajoutez ceci à tandem.toml (vérifiez les langues)\u{a0}:"),
        );
        for (number, block) in blocks(platform, &list).iter().enumerate() {
            let text = format!(
                "\n[[presence]]\nid = \"{platform}-{}\"\nplatform = \"{platform}\"\n{block}",
                number + 1
            );
            session.note(&text, &text);
        }
    }
}

/// English and French accounts two by two when their numbers agree; else one by one.
fn blocks(platform: &str, list: &[(&str, Option<Language>)]) -> Vec<String> {
    let of = |wanted: Language| {
        list.iter()
            .filter(move |(_, language)| *language == Some(wanted))
            .map(|(handle, _)| *handle)
    };
    let english: Vec<&str> = of(Language::English).collect();
    let french: Vec<&str> = of(Language::French).collect();
    let _ = platform;
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
        .filter_map(|post| language::detect(&post.content.text).language.single())
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
    let file = File {
        name: "posts.jsonl".into(),
        bytes: corpora::SAMPLE_POSTS.into(),
    };
    let files = [file];
    let import = exports::read(
        "corpora/sample/posts.jsonl",
        &files,
        &exports::Options::default(),
    )?;
    let interval = period::range("sample", "2026-11-02..2026-11-15", &config.zone)?;
    keep(
        store,
        "corpora/sample/posts.jsonl",
        &files,
        &import,
        Some(interval),
        interval.to,
    )?;
    Ok(())
}
