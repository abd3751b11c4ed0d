//! `tandem import`: exports into the store.

use super::{End, Session, Stop, period, unreadable};
use crate::config::Config;
use crate::corpora;
use crate::exports::{self, File, Import, Limits};
use crate::model::{Account, Bilingual, CoverageState, Interval, Language, Post, Problem};
use crate::store::{Coverage, CoverageOrigin, Store, Stored};
use crate::text::{language, parts, wording};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use std::collections::BTreeMap;
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
    for path in &paths {
        match one(session, &mut store, path, &terms) {
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

/// What the user says beside the export.
#[derive(Default)]
struct Terms {
    options: exports::Options,
    /// The stretch that the export covers.
    declared: Option<Interval>,
    /// An account that the export may be empty of.
    account: Option<Account>,
    /// Records that could not be used do not matter.
    allow_rejected: bool,
}

/// Reads one export and stores it, all or nothing.
fn one(
    session: &Session,
    store: &mut Store,
    path: &Path,
    terms: &Terms,
) -> Result<(Import, Accounts), Problem> {
    let label = path.display().to_string();
    let files = files(path)?;
    let mut import = exports::read(&label, &files, &terms.options)?;
    let now = Timestamp::now();
    reject_future(&mut import, &label, now);
    let used = exports::used(&files, &terms.options);
    let (new, changed, same) = keep(store, &label, &used, &mut import, terms, now)?;
    let problems = import
        .remarks
        .iter()
        .chain(import.rejected.iter().take(NAMED));
    problems.for_each(|problem| session.warn(problem));
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

/// A post of tomorrow comes from a wrong clock: it would stretch what is covered to where nobody has read.
fn reject_future(import: &mut Import, label: &str, now: Timestamp) {
    let (posts, future): (Vec<Post>, Vec<Post>) = import
        .posts
        .drain(..)
        .partition(|post| post.published_at.duration_since(now) <= FUTURE);
    import.posts = posts;
    import.rejected.extend(future.into_iter().map(|post| {
        Problem::new(
            format!("{label}: {}", post.key()),
            format!("published in the future ({}); a wrong clock, or a time zone taken for another? Export again", post.published_at),
            format!("publiée dans le futur ({}); horloge fausse ou fuseau horaire confondu? Exportez de nouveau", post.published_at),
        )
    }));
}

/// Stores raw bytes, posts, coverage and rejected records in one transaction.
fn keep(
    store: &mut Store,
    label: &str,
    files: &[&File],
    import: &mut Import,
    terms: &Terms,
    now: Timestamp,
) -> Result<(usize, usize, usize), Problem> {
    let covered = covered(import, label, terms, now);
    // Account by account, in the order of the file: reports read them so, and the store lays them out so.
    import
        .posts
        .sort_by(|a, b| (&a.platform, &a.account).cmp(&(&b.platform, &b.account)));
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
        for post in &import.posts {
            match writer.post(post, raw.1, now)? {
                Stored::New => counts.0 += 1,
                Stored::Changed => counts.1 += 1,
                Stored::Same => counts.2 += 1,
            }
        }
        for profile in &import.profiles {
            writer.profile(profile, raw.1, now)?;
        }
        for (account, coverage) in &covered {
            writer.coverage(account, coverage)?;
        }
        writer.forget_rejected(label)?;
        for problem in &import.rejected {
            writer.rejected(label, problem)?;
        }
        Ok(counts)
    })
}

/// What an import covers of each account: as the user or the export says, else from the account's first to its
/// last post; never beyond now. With rejected records it is covered only in part: any of them may be the
/// counterpart that seems to be missing.
fn covered(
    import: &mut Import,
    label: &str,
    terms: &Terms,
    now: Timestamp,
) -> Vec<(Account, Coverage)> {
    let mut spans: BTreeMap<(&str, &str), Interval> = BTreeMap::new();
    for post in &import.posts {
        let end = post
            .published_at
            .saturating_add(SignedDuration::from_secs(1))
            .unwrap_or(post.published_at);
        let span = spans
            .entry((&post.platform, &post.account))
            .or_insert(Interval {
                from: post.published_at,
                to: end,
            });
        *span = Interval {
            from: span.from.min(post.published_at),
            to: span.to.max(end),
        };
    }
    let said = terms.declared.or(import.covered);
    let origin = if said.is_some() {
        CoverageOrigin::Declared
    } else {
        CoverageOrigin::Inferred
    };
    let (mut state, mut detail) = (CoverageState::Ok, Bilingual::default());
    if !import.rejected.is_empty() && !terms.allow_rejected {
        state = CoverageState::Partial;
        let count = wording::count(import.rejected.len());
        detail = Bilingual::text(
            format!(
                "records that could not be used: {}; mend them and import again, or say --allow-rejected",
                count.english
            ),
            format!(
                "enregistrements inutilisables\u{a0}: {}; corrigez-les et importez de nouveau, ou ajoutez --accepter-rejets",
                count.french
            ),
        );
    }
    let mut accounts: Vec<(Account, Interval, CoverageState)> = spans
        .into_iter()
        .map(|((platform, handle), span)| (account(platform, handle), said.unwrap_or(span), state))
        .collect();
    if let (Some(empty), Some(said)) = (&terms.account, said)
        && accounts
            .iter()
            .all(|(account, ..)| account.key() != empty.key())
    {
        let state = if state == CoverageState::Ok {
            CoverageState::OkEmpty
        } else {
            state
        };
        accounts.push((empty.clone(), said, state));
    }
    if said.is_some_and(|said| said.to > now) {
        import.remarks.push(Problem::new(
            label,
            "what is said to be covered ends in the future; it is taken to end now",
            "la période dite couverte se termine dans le futur; elle est réputée se terminer maintenant",
        ));
    }
    accounts
        .into_iter()
        .map(|(account, span, state)| {
            (
                account,
                Interval {
                    from: span.from,
                    to: span.to.min(now),
                },
                state,
            )
        })
        .filter(|(_, interval, _)| interval.from < interval.to)
        .map(|(account, interval, state)| {
            (
                account,
                Coverage {
                    interval,
                    state,
                    origin,
                    detail: detail.clone(),
                    recorded_at: now,
                },
            )
        })
        .collect()
}

fn account(platform: &str, handle: &str) -> Account {
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
    let open = || {
        let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
        Ok(std::io::BufReader::new(file))
    };
    if whole && start.starts_with(b"PK") {
        return exports::unzip(&label, open()?, LIMITS);
    }
    if whole && start.starts_with(&[0x1F, 0x8B]) {
        return exports::untar(&label, open()?, LIMITS);
    }
    if size > LIMITS.bytes {
        return Err(Problem::new(
            &label,
            "over 900 MiB; split the export into smaller files",
            "plus de 900 Mio; divisez l’exportation en fichiers plus petits",
        ));
    }
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    Ok(vec![File::new(label, bytes)])
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
            files.push(File::new(name, fs::read(&path)?));
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
                .accounts
                .contains_key(&(platform.to_owned(), handle.to_owned()))
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
    let file = File {
        name: "posts.jsonl".into(),
        bytes: corpora::SAMPLE_POSTS.into(),
    };
    let label = "corpora/sample/posts.jsonl";
    let mut import = exports::read(
        label,
        std::slice::from_ref(&file),
        &exports::Options::default(),
    )?;
    let interval = period::range("sample", "2026-11-02..2026-11-15", &config.zone)?;
    let terms = Terms {
        declared: Some(interval),
        ..Terms::default()
    };
    keep(store, label, &[&file], &mut import, &terms, interval.to)?;
    Ok(())
}
