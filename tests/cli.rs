//! The command line as its users meet it: one folder of `tests/cases/cli/` a case.
//!
//! `case.toml` holds the commands (`run`, each a list of words) and the exit code of the last one; `input/` is
//! copied to the folder that they run in; `stdout.txt` and `stderr.txt` are what the last one says.
//! `UPDATE_EXPECTED=1 cargo test --test cli` writes them anew; read the difference before committing it.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What a user would lose if the case broke.
    why: String,
    run: Vec<Vec<String>>,
    code: i32,
    #[serde(default)]
    language: Option<String>,
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/cli")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The binary in a folder, untouched by the environment of whoever runs the tests.
fn tandem(folder: &Path, language: &str) -> Command {
    let mut command = Command::cargo_bin("tandem").unwrap();
    command
        .current_dir(folder)
        .env_clear()
        .env("TANDEM_LANGUAGE", language);
    command
}

/// Compares with an expected file, or writes it.
fn compare(path: &Path, found: &str, wrong: &mut Vec<String>) {
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        if found.is_empty() {
            let _ = fs::remove_file(path);
        } else {
            fs::write(path, found).unwrap();
        }
        return;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected != found {
        wrong.push(format!(
            "{}\n--- expected\n{expected}\n--- found\n{found}",
            path.display()
        ));
    }
}

#[test]
fn every_case_says_what_it_should() {
    let mut wrong = Vec::new();
    let mut folders: Vec<PathBuf> = fs::read_dir(cases())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    assert!(folders.len() > 10);
    for folder in folders {
        let case: Case = toml::from_str(&fs::read_to_string(folder.join("case.toml")).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        assert!(!case.why.is_empty());
        let place = tempfile::tempdir().unwrap();
        if folder.join("input").exists() {
            copy(&folder.join("input"), place.path());
        }
        let mut last = None;
        for words in &case.run {
            last = Some(
                tandem(place.path(), case.language.as_deref().unwrap_or("en"))
                    .args(words)
                    .output()
                    .unwrap(),
            );
        }
        let output = last.unwrap();
        if output.status.code() != Some(case.code) {
            wrong.push(format!(
                "{}: exit code {:?}, not {}",
                folder.display(),
                output.status.code(),
                case.code
            ));
        }
        compare(
            &folder.join("stdout.txt"),
            &String::from_utf8(output.stdout).unwrap(),
            &mut wrong,
        );
        compare(
            &folder.join("stderr.txt"),
            &String::from_utf8(output.stderr).unwrap(),
            &mut wrong,
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn report(folder: &Path, out: &str, language: &str) -> Vec<(String, Vec<u8>)> {
    tandem(folder, language)
        .args(["report", "--sample", "--out", out])
        .assert()
        .code(1);
    let mut files: Vec<_> = fs::read_dir(folder.join(out))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(path).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

fn rows(files: &[(String, Vec<u8>)], name: &str) -> Vec<csv::StringRecord> {
    let (_, bytes) = files.iter().find(|(known, _)| known == name).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes.as_slice());
    reader.records().map(Result::unwrap).collect()
}

/// A report that differs from run to run proves nothing, and one that depends on the reader's language is two.
#[test]
fn the_same_input_gives_the_same_bytes_in_either_language() {
    let folder = tempfile::tempdir().unwrap();
    let first = report(folder.path(), "a", "en");
    assert_eq!(first, report(folder.path(), "b", "en"));
    assert_eq!(first, report(folder.path(), "c", "fr"));
    let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "backfill.csv",
            "codes.csv",
            "csvw.json",
            "datapackage.json",
            "findings.csv",
            "manifest.json",
            "manifest.sha256",
            "pairs.csv",
            "posts.csv",
            "presences.csv",
            "provisions.csv",
            "report.en.html",
            "report.fr.html",
            "report.json",
            "rules.csv",
            "summary.csv"
        ]
    );
}

/// A column that moves breaks every dashboard that reads it.
#[test]
fn the_columns_are_frozen() {
    let folder = tempfile::tempdir().unwrap();
    let files = report(folder.path(), "out", "en");
    let header = |name: &str| rows(&files, name)[0].iter().collect::<Vec<_>>().join(", ");
    assert_eq!(
        header("posts.csv"),
        "schema_version, presence_id, institution, level_one, platform, account, account_language, post_id, post_url, published_at, iso_week, kind, language, language_confidence, outcome, outcome_reason, pair_id"
    );
    assert_eq!(
        header("pairs.csv"),
        "schema_version, pair_id, presence_id, platform, english_post_id, french_post_id, english_url, french_url, english_published_at, french_published_at, skew_seconds, lagging_language, confidence, needs_review, evidence, runner_up_post_id, decision"
    );
    assert!(header("findings.csv").starts_with(
        "schema_version, finding_id, rule, severity, confidence, state, presence_id, institution, level_one, platform, english_post_id, french_post_id, english_url, french_url, published_at, skew_seconds, lagging_language, message_english, message_french, provision, decision, waived_until, first_seen, corrected_at, evidence_sha256"
    ));
    assert_eq!(
        header("backfill.csv"),
        "schema_version, presence_id, level_one, platform, rank, post_id, post_url, published_at, language, age_days, relevance, text, waiver_english, waiver_french"
    );
    for (name, _) in files
        .iter()
        .filter(|(name, _)| name.split('.').nth(1) == Some("csv"))
    {
        let rows = rows(&files, name);
        // The worklist is written when it is asked for.
        assert!(rows.len() > 1 || name == "backfill.csv", "{name} is empty");
        assert!(
            rows[1..]
                .iter()
                .all(|row| row.len() == rows[0].len() && &row[0] == "1"),
            "{name}"
        );
    }
}

/// Something that is read and in no outcome is something nobody looks at.
#[test]
fn every_post_read_ends_with_one_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let files = report(folder.path(), "out", "en");
    let posts = include_str!("../corpora/sample/posts.jsonl")
        .lines()
        .count();
    assert_eq!(rows(&files, "posts.csv").len() - 1, posts);
    let summary = rows(&files, "summary.csv");
    let column = |name: &str| summary[0].iter().position(|title| title == name).unwrap();
    let sum = |name: &str| {
        summary[1..]
            .iter()
            .map(|row| row[column(name)].parse::<usize>().unwrap())
            .sum::<usize>()
    };
    let outcomes = [
        "paired",
        "bilingual",
        "missing_counterpart",
        "pending",
        "undecidable",
        "not_comparable",
        "exempt",
    ];
    assert_eq!(sum("posts_read"), posts);
    assert_eq!(outcomes.iter().map(|name| sum(name)).sum::<usize>(), posts);
}

/// The sample is the first thing that anybody sees: what was planted in it must be found, and nothing else.
#[test]
fn the_sample_gives_what_was_planted() {
    let folder = tempfile::tempdir().unwrap();
    let files = report(folder.path(), "out", "en");
    let findings = rows(&files, "findings.csv");
    let count = |rule: &str, presence: &str| {
        findings
            .iter()
            .filter(|row| &row[2] == rule && &row[6] == presence)
            .count()
    };
    for (rule, presence, planted) in [
        ("missing-counterpart", "coast-x", 4),
        ("missing-counterpart", "coast-mastodon", 1),
        ("single-account", "coast-linkedin", 2),
        ("publication-skew", "coast-x", 5),
        ("emergency", "coast-x", 1),
        ("publication-skew", "coast-mastodon", 2),
        ("wrong-language", "coast-x", 1),
        ("wrong-language", "coast-mastodon", 1),
        ("unilingual-repost", "coast-x", 15),
        ("repost-share", "coast-x", 1),
        ("lead-language", "coast-x", 1),
        ("third-language", "coast-mastodon", 1),
    ] {
        assert_eq!(count(rule, presence), planted, "{rule} in {presence}");
    }
    assert_eq!(findings.len() - 1, 35);
    let posts = rows(&files, "posts.csv");
    let outcomes: std::collections::BTreeSet<&str> =
        posts[1..].iter().map(|row| &row[14]).collect();
    assert_eq!(
        outcomes.into_iter().collect::<Vec<_>>(),
        [
            "bilingual",
            "exempt",
            "missing_counterpart",
            "not_comparable",
            "paired",
            "pending",
            "undecidable"
        ]
    );
}

/// The pairs of the sample against its labels: the accuracy that the README states.
#[test]
fn the_pairs_of_the_sample_are_right() {
    let output = tandem(Path::new(env!("CARGO_MANIFEST_DIR")), "en")
        .args(["evaluate", "corpora/sample/posts.jsonl"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let pairs = text
        .lines()
        .find(|line| line.starts_with("tandem") && line.contains("pairs"))
        .unwrap();
    let f1: f64 = pairs.split_whitespace().nth(7).unwrap().parse().unwrap();
    assert!(f1 >= 0.97, "{text}");
}

/// A reader who closes the pipe (`| head`) has seen enough; that is no failure.
#[test]
fn a_closed_pipe_is_no_failure() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_tandem"))
        .args(["report", "--sample"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// Importing twice must not double a single post; a changed text must not lose the first time.
#[test]
fn importing_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let posts = folder.path().join("posts.jsonl");
    fs::write(&posts, include_str!("../corpora/sample/posts.jsonl")).unwrap();
    fs::write(
        folder.path().join("tandem.toml"),
        include_str!("../corpora/sample/tandem.toml"),
    )
    .unwrap();
    let import = || {
        let output = tandem(folder.path(), "en")
            .args(["import", "posts.jsonl"])
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(import().contains("(new: 168, changed: 0, known: 0, rejected: 0)"));
    let all = |out: &str| {
        tandem(folder.path(), "en")
            .args(["report", "--all", "--out", out])
            .assert()
            .code(1);
        fs::read(folder.path().join(out).join("posts.csv")).unwrap()
    };
    let first = all("a");
    assert!(import().contains("(new: 0, changed: 0, known: 168, rejected: 0)"));
    assert_eq!(first, all("b"));
}

/// A finding that stands in two weekly reports is counted twice; one that stands in none is forgotten.
#[test]
fn the_weeks_add_up_to_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let ids = |words: &[&str]| {
        let arguments = [
            &[
                "report",
                "--sample",
                "--out",
                "out",
                "--replace",
                "--fail-on",
                "information",
            ],
            words,
        ]
        .concat();
        tandem(folder.path(), "en").args(arguments).assert().code(1);
        let bytes = fs::read(folder.path().join("out/findings.csv")).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        // Findings about the whole period (no post) are of their period alone.
        let rows = reader
            .records()
            .map(Result::unwrap)
            .filter(|row| !row[10].is_empty() || !row[11].is_empty());
        let mut ids: Vec<(String, String)> = rows
            .map(|row| (row[1].to_owned(), row[26].to_owned()))
            .collect();
        ids.sort();
        ids
    };
    let (first, second) = (ids(&["--week", "2026-W45"]), ids(&["--week", "2026-W46"]));
    assert!(
        first.iter().all(|(_, week)| week == "2026-W45"),
        "{first:?}"
    );
    assert!(
        second.iter().all(|(_, week)| week == "2026-W46"),
        "{second:?}"
    );
    let mut both = [first, second].concat();
    both.sort();
    assert_eq!(both, ids(&[]));
}

/// Two stores of the same posts are the same to whoever reads the report, whenever they were made.
#[test]
fn a_new_store_gives_the_same_bytes() {
    let run = || {
        let folder = tempfile::tempdir().unwrap();
        fs::write(
            folder.path().join("posts.jsonl"),
            include_str!("../corpora/sample/posts.jsonl"),
        )
        .unwrap();
        fs::write(
            folder.path().join("tandem.toml"),
            include_str!("../corpora/sample/tandem.toml"),
        )
        .unwrap();
        tandem(folder.path(), "en")
            .args(["import", "posts.jsonl"])
            .assert()
            .code(0);
        let _ = tandem(folder.path(), "en")
            .args(["report", "--all", "--out", "out"])
            .output()
            .unwrap();
        ["findings.csv", "report.json", "posts.csv"]
            .map(|name| fs::read(folder.path().join("out").join(name)).unwrap())
    };
    assert_eq!(run(), run());
}
