//! `tandem import`: exports into the store.

use super::{End, Session, Stop};
use crate::config::{self, Config};
use crate::corpora;
use crate::exports::{self, File};
use crate::model::{Account, Language, Post, Problem};
use crate::platforms;
use crate::store::Store;
use crate::text::{language, parts};
use crate::work::intake::{self, Seen, Taken};
use crate::work::period;
use crate::work::sources::{self, Terms};
use jiff::{Timestamp, tz::TimeZone};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The option that says in which zone a file states times without one.
const ZONE: &str = "--time-zone/--fuseau-horaire";

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
    let known = config.as_ref().map(Terms::of).unwrap_or_default();
    let terms = Terms {
        options: exports::Options {
            account: session.value("account").map(str::to_owned),
            windows_1252: session.flag("windows-1252"),
            zone: session
                .value("time-zone")
                .map(|name| config::time_zone(ZONE, ZONE, name))
                .transpose()?,
            platform: session.value("platform").map(str::to_lowercase),
            ..known.options
        },
        declared,
        account: session
            .value("account")
            .zip(session.value("platform"))
            .map(|(handle, platform)| Account::new(platform, handle)),
        allow_rejected: session.flag("allow-rejected"),
        wants_posts: false,
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

/// Reads one export and stores it, all or nothing.
fn one(session: &Session, store: &mut Store, path: &Path, terms: &Terms) -> Result<Taken, Problem> {
    let label = path.display().to_string();
    let files = sources::files(&label, path, &mut |problem| session.warn(problem))?;
    let taken = intake::take(store, &label, &files, terms, Timestamp::now())?;
    let problems = taken.import.remarks.iter().chain(&taken.first_rejected);
    problems.for_each(|problem| session.warn(problem));
    let text = taken.text(&label);
    session.note(text.english, text.french);
    Ok(taken)
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
