//! Report folders: what their descriptions promise of every cell, how they are written, and what `verify` finds.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Output;

/// Runs the binary in a folder, in English, untouched by the environment of whoever runs the tests.
fn tandem(folder: &Path, words: &[&str]) -> Output {
    Command::cargo_bin("tandem")
        .unwrap()
        .current_dir(folder)
        .env_clear()
        .env("TANDEM_LANGUAGE", "en")
        .args(words)
        .output()
        .unwrap()
}

fn code(folder: &Path, words: &[&str]) -> i32 {
    tandem(folder, words).status.code().unwrap()
}

fn said(folder: &Path, words: &[&str]) -> String {
    let output = tandem(folder, words);
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

/// Everything in a folder, hidden folders beside it included.
fn listing(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            for (below, bytes) in listing(&path) {
                files.insert(format!("{name}/{below}"), bytes);
            }
        } else {
            files.insert(name, fs::read(&path).unwrap());
        }
    }
    files
}

/// A week of the sample's store on the disk.
fn stored(folder: &Path) {
    fs::write(
        folder.join("posts.jsonl"),
        include_str!("../corpora/sample/posts.jsonl"),
    )
    .unwrap();
    fs::write(
        folder.join("tandem.toml"),
        include_str!("../corpora/sample/tandem.toml"),
    )
    .unwrap();
    assert_eq!(code(folder, &["import", "posts.jsonl"]), 0);
}

/// Does a cell hold what its field says?
fn fits(cell: &str, field: &Value) -> bool {
    let constraints = &field["constraints"];
    if cell.is_empty() {
        return constraints["required"] == false;
    }
    let allowed = constraints["enum"].as_array();
    let is_typed = match field["type"].as_str().unwrap() {
        "integer" => cell.parse::<u64>().is_ok(),
        "number" => cell
            .parse::<f64>()
            .is_ok_and(|it| (0.0..=1.0).contains(&it)),
        "boolean" => ["true", "false"].contains(&cell),
        "datetime" => cell.ends_with('Z') && cell.parse::<jiff::Timestamp>().is_ok(),
        "string" => field["format"] != "uri" || cell.starts_with("https://"),
        other => panic!("{other}"),
    };
    let pattern = constraints["pattern"].as_str();
    let pattern = pattern.map(|it| regex::Regex::new(&format!("^(?:{it})$")).unwrap());
    is_typed
        && allowed.is_none_or(|codes| codes.iter().any(|code| code == cell))
        && pattern.is_none_or(|pattern| pattern.is_match(cell))
}

/// A dashboard that relies on the description must not meet a cell that is otherwise.
#[test]
fn every_cell_is_what_the_description_says() {
    let place = tempfile::tempdir().unwrap();
    assert_eq!(
        code(
            place.path(),
            &["report", "--sample", "--out", "r", "--delimiter", ";"]
        ),
        1
    );
    let files = listing(&place.path().join("r"));
    let package: Value = serde_json::from_slice(&files["datapackage.json"]).unwrap();
    let mut keys: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
    let mut points = Vec::new();
    for resource in package["resources"].as_array().unwrap() {
        let file = resource["path"].as_str().unwrap();
        let fields = resource["schema"]["fields"].as_array().unwrap();
        assert_eq!(resource["dialect"]["delimiter"], ";");
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(files[file].as_slice());
        let names: Vec<&str> = fields
            .iter()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        assert_eq!(
            reader.headers().unwrap().iter().collect::<Vec<_>>(),
            names,
            "{file}"
        );
        let place_of = |name: &Value| names.iter().position(|it| name == it).unwrap();
        let key: Vec<usize> = resource["schema"]["primaryKey"]
            .as_array()
            .unwrap()
            .iter()
            .map(place_of)
            .collect();
        let foreign = resource["schema"]["foreignKeys"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        for row in reader.records() {
            let row = row.unwrap();
            for (cell, field) in row.iter().zip(fields) {
                assert!(fits(cell, field), "{file}: “{cell}” in {field}");
            }
            let key = key.iter().map(|place| row[*place].to_owned()).collect();
            assert!(
                keys.entry(resource["name"].as_str().unwrap().to_owned())
                    .or_default()
                    .insert(key),
                "{file}: {row:?} stands twice"
            );
            for one in &foreign {
                let target = one["reference"]["resource"].as_str().unwrap().to_owned();
                points.push((target, row[place_of(&one["fields"])].to_owned()));
            }
        }
    }
    assert!(points.len() > 100);
    // A finding of a rule of form rests on no provision.
    for (target, key) in points.into_iter().filter(|(_, key)| !key.is_empty()) {
        assert!(
            keys[&target].contains(&vec![key.clone()]),
            "{target}: {key}"
        );
    }
}

/// Titles in both languages, and the same columns in both descriptions.
#[test]
fn both_descriptions_name_the_same_columns_in_both_languages() {
    let place = tempfile::tempdir().unwrap();
    assert_eq!(code(place.path(), &["report", "--sample", "--out", "r"]), 1);
    let files = listing(&place.path().join("r"));
    let package: Value = serde_json::from_slice(&files["datapackage.json"]).unwrap();
    let web: Value = serde_json::from_slice(&files["csvw.json"]).unwrap();
    let (resources, tables) = (
        package["resources"].as_array().unwrap(),
        web["tables"].as_array().unwrap(),
    );
    let described: Vec<&str> = resources
        .iter()
        .map(|it| it["path"].as_str().unwrap())
        .collect();
    let csv: Vec<&String> = files
        .keys()
        .filter(|name| name.split('.').nth(1) == Some("csv"))
        .collect();
    assert_eq!(described.iter().collect::<BTreeSet<_>>().len(), csv.len());
    for (resource, table) in resources.iter().zip(tables) {
        assert_eq!(resource["path"], table["url"]);
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let columns = table["tableSchema"]["columns"].as_array().unwrap();
        assert_eq!(fields.len(), columns.len());
        for (field, column) in fields.iter().zip(columns) {
            assert_eq!(field["name"], column["name"]);
            assert_eq!(column["titles"]["und"], column["name"]);
            for language in ["en", "fr"] {
                assert_eq!(
                    field["title_translated"][language],
                    column["titles"][language]
                );
                assert!(
                    !field["description_translated"][language]
                        .as_str()
                        .unwrap()
                        .is_empty()
                );
            }
        }
    }
}

/// A report of last week under the name of this week's, or half of one, is worse than none.
#[test]
fn a_folder_is_written_whole_or_not_at_all() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path();
    let report = |words: &[&str]| {
        said(
            path,
            &[
                &["report", "--sample", "--fail-on", "error", "--out"],
                words,
            ]
            .concat(),
        )
    };
    assert!(report(&["a/b/r", "--week", "2026-W45"]).contains("written: a/b/r"));
    let first = listing(path);
    assert_eq!(
        first
            .keys()
            .filter(|name| !name.starts_with("a/b/r/"))
            .count(),
        0
    );
    assert!(report(&["a/b/r", "--week", "2026-W45"]).contains("unchanged: a/b/r"));
    assert!(report(&["a/b/r", "--week", "2026-W46"]).contains("holds another report"));
    assert_eq!(listing(path), first);
    assert!(report(&["a/b/r", "--week", "2026-W46", "--replace"]).contains("written: a/b/r"));
    let second = listing(path);
    assert_ne!(second, first);
    assert_eq!(second.len(), first.len());
    // What a person put there stays, whatever is asked.
    fs::write(path.join("a/b/r/notes.txt"), "mine").unwrap();
    assert!(
        report(&["a/b/r", "--week", "2026-W45", "--replace"])
            .contains("notes.txt, which would be lost")
    );
    fs::create_dir(path.join("other")).unwrap();
    fs::write(path.join("other/thesis.txt"), "mine").unwrap();
    assert!(report(&["other", "--replace"]).contains("something else than a report"));
    fs::create_dir(path.join("empty")).unwrap();
    // A run that was killed left its beginnings.
    fs::create_dir(path.join(".empty.unfinished")).unwrap();
    fs::write(path.join(".empty.unfinished/posts.csv"), "half").unwrap();
    assert!(report(&["empty"]).contains("written: empty"));
    assert!(report(&["posts.txt/r"]).contains("written"));
    fs::write(path.join("file"), "mine").unwrap();
    assert!(report(&["file"]).contains("cannot be written"));
    assert!(report(&["file/r"]).contains("cannot be written"));
    assert_eq!(fs::read_to_string(path.join("file")).unwrap(), "mine");
    assert!(
        listing(path)
            .keys()
            .all(|name| !name.contains("unfinished"))
    );
}

/// When no more may be written, nothing stands under the name of the report, and the reader is told why.
#[test]
#[cfg(unix)]
fn a_full_disk_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let binary = env!("CARGO_BIN_EXE_tandem");
    let output = std::process::Command::new("sh")
        .current_dir(place.path())
        .args([
            "-c",
            &format!("trap '' XFSZ; ulimit -f 8; exec {binary} rapport --exemple --sortie r"),
        ])
        .env("TANDEM_LANGUAGE", "fr")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("écriture impossible")
    );
    assert_eq!(listing(place.path()), BTreeMap::new());
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

/// Each kind of harm to a folder is named, and ends with 1.
#[test]
fn verify_names_what_differs() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path();
    assert_eq!(code(path, &["report", "--sample", "--out", "r"]), 1);
    assert_eq!(code(path, &["verify", "r"]), 0);
    assert_eq!(code(path, &["authentifier", "r", "--langue", "fr"]), 0);
    assert_eq!(code(path, &["verify", "r", "--sample"]), 0);
    // French has one word for two commands: the wrong one says which is the right one.
    assert!(said(path, &["vérifier", "r", "--langue", "fr"]).contains("tandem authentifier"));
    let harm = |name: &str, change: &dyn Fn(&Path), wanted: &str| {
        let file = path.join("r").join(name);
        let before = fs::read(&file).ok();
        change(&file);
        let words = said(path, &["verify", "r"]);
        assert!(words.contains(wanted), "{words}");
        assert_ne!(code(path, &["verify", "r"]), 0);
        match before {
            Some(bytes) => fs::write(&file, bytes).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        assert_eq!(code(path, &["verify", "r"]), 0);
    };
    let flip = |file: &Path| {
        let mut bytes = fs::read(file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(file, bytes).unwrap();
    };
    harm("pairs.csv", &flip, "pairs.csv: was changed");
    harm("manifest.json", &flip, "manifest.json");
    harm("manifest.sha256", &flip, "manifest.sha256: was changed");
    harm(
        "rules.csv",
        &|file| fs::remove_file(file).unwrap(),
        "rules.csv: is missing",
    );
    harm(
        "manifest.sha256",
        &|file| fs::remove_file(file).unwrap(),
        "manifest.sha256: is missing",
    );
    harm(
        "more.csv",
        &|file| fs::write(file, "x").unwrap(),
        "more.csv: does not belong",
    );
    assert_eq!(code(path, &["verify", "nowhere"]), 2);
    assert_eq!(code(path, &["verify", "."]), 2);
}

/// The weekly reports hang together: one that is exchanged breaks the chain, though it is whole in itself.
#[test]
fn weekly_reports_are_chained() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path();
    let write = |week: &str, words: &[&str]| {
        let start = [
            "report",
            "--sample",
            "--week",
            week,
            "--out",
            week,
            "--replace",
        ];
        said(path, &[&start, words].concat())
    };
    write("2026-W45", &[]);
    write("2026-W46", &["--previous", "2026-W45"]);
    let words = said(path, &["verify", "2026-W46"]);
    assert!(
        words.contains("It follows:\n") && words.contains("2026-W45: report on"),
        "{words}"
    );
    assert_eq!(code(path, &["verify", "2026-W46", "--sample"]), 0);
    // Another report under the same name, whole in itself.
    write("2026-W45", &["--bom"]);
    assert_eq!(code(path, &["verify", "2026-W45"]), 0);
    let words = said(path, &["verify", "2026-W46"]);
    assert!(
        words.contains("is not the report that this one follows"),
        "{words}"
    );
    assert_eq!(code(path, &["verify", "2026-W46"]), 1);
    // A harmed one is not followed at all.
    fs::write(path.join("2026-W45/posts.csv"), "").unwrap();
    let words = write("2026-W46", &["--previous", "2026-W45"]);
    assert!(
        words.contains("is not what was written (posts.csv"),
        "{words}"
    );
    fs::remove_dir_all(path.join("2026-W45")).unwrap();
    let words = said(path, &["verify", "2026-W46"]);
    assert!(words.contains("the report before it (2026-W45"), "{words}");
}

/// Years later the store must give the report again, or it must be said what became of it.
#[test]
fn a_store_gives_the_report_again_or_says_why_not() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path();
    stored(path);
    assert_eq!(
        code(
            path,
            &[
                "report",
                "--all",
                "--out",
                "r",
                "--bom",
                "--presence",
                "coast-x"
            ]
        ),
        1
    );
    let verify = ["verify", "r", "--store", "tandem.sqlite"];
    let words = said(path, &verify);
    assert!(words.contains("same bytes"), "{words}");
    // A post that comes later.
    let line = r#"{"platform": "x", "account": "CoastWatchCA", "id": "2117226466398704232", "published_at": "2026-11-02T12:05:00Z", "text": "The wharf at Port Merrin is closed today."}"#;
    fs::write(path.join("late.jsonl"), line).unwrap();
    assert_eq!(code(path, &["import", "late.jsonl"]), 0);
    assert_eq!(code(path, &verify), 1);
    let words = said(path, &verify);
    for wanted in [
        "files as they were written",
        "x:coastwatchca: late.jsonl (SHA-256 ",
        ") came later",
        "posts.csv, line ",
        "from the store: ",
    ] {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
    // Raw bytes that are no longer those that came.
    let db = rusqlite::Connection::open(path.join("tandem.sqlite")).unwrap();
    db.execute(
        "UPDATE raw SET body = x'00' WHERE source = 'posts.jsonl'",
        [],
    )
    .unwrap();
    let words = said(path, &verify);
    assert!(
        words.contains("posts.jsonl (SHA-256") && words.contains("other bytes than came"),
        "{words}"
    );
    // A store of a newer version is left alone.
    db.pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(code(path, &["report", "--all"]), 2);
    assert!(said(path, &["report", "--all"]).contains("made by a newer tandem"));
}

/// Whoever states another time of publication than the platform does is named.
#[test]
fn a_time_that_the_id_contradicts_is_told() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path();
    stored(path);
    let line = r#"{"platform": "x", "account": "CoastWatchCA", "id": "2117226466398704232", "published_at": "2026-11-02T15:05:00Z", "text": "The wharf at Port Merrin is closed today."}"#;
    fs::write(path.join("late.jsonl"), line).unwrap();
    assert_eq!(code(path, &["import", "late.jsonl"]), 0);
    let words = said(path, &["report", "--all", "--out", "r"]);
    assert!(words.contains("x:2117226466398704232: stated as published on 2026-11-02 10:05, but its id was given on 2026-11-02 07:05"), "{words}");
    let json: Value =
        serde_json::from_slice(&fs::read(path.join("r/report.json")).unwrap()).unwrap();
    assert_eq!(json["notes"].as_array().unwrap().len(), 1);
}

/// The answer to a parliamentary question adds up, counts a pair once and says the same in every form.
#[test]
fn the_answer_to_a_question_adds_up() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path();
    let ask = |words: &[&str]| {
        let output = tandem(
            path,
            &[&["report", "--sample", "--question"], words].concat(),
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let rows = |words: &[&str]| -> Vec<BTreeMap<String, String>> {
        let text = ask(&[words, &["--format", "csv"]].concat());
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    };
    let number = |row: &BTreeMap<String, String>, name: &str| row[name].parse::<usize>().unwrap();
    let whole = rows(&[]);
    assert_eq!(
        whole.iter().filter(|row| row["table"] == "account").count(),
        5
    );
    let sum = |table: &str, name: &str| -> usize {
        whole
            .iter()
            .filter(|row| row["table"] == table)
            .map(|row| number(row, name))
            .sum()
    };
    assert_eq!(sum("account", "posts"), sum("period", "posts"));
    for name in [
        "publications",
        "in_both_languages",
        "english_only",
        "french_only",
    ] {
        assert_eq!(sum("platform", name), sum("period", name));
    }
    // A pair is two posts and one publication.
    assert!(sum("period", "publications") < sum("period", "posts"));
    let weeks = rows(&["--by", "week"]);
    for name in ["posts", "publications"] {
        let parts = weeks
            .iter()
            .filter(|row| row["table"] == "period" && !row["part"].is_empty());
        assert_eq!(
            parts.map(|row| number(row, name)).sum::<usize>(),
            sum("period", name)
        );
    }
    let text = ask(&[]);
    assert!(
        text.contains("39 of 43 (90.7%)") && text.contains("39 sur 43 (90,7\u{a0}%)"),
        "{text}"
    );
    assert!(ask(&["--format", "markdown"]).contains("| x | coastwatchca | whole period | 48 |"));
    assert!(!ask(&["--presence", "coast-linkedin"]).contains("coastwatchca"));
}

/// A parliamentary answer of “0 posts” for a year that nobody read would be untrue.
#[test]
fn the_answer_to_a_question_tells_what_was_not_read() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path();
    stored(path);
    let ask = |format: &str| {
        let words = "report --question --by year --from 2025-01-01 --to 2026-12-31 --format";
        let words: Vec<&str> = words.split(' ').chain([format]).collect();
        String::from_utf8(tandem(path, &words).stdout).unwrap()
    };
    let text = ask("csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let told = |part: &str| -> Vec<(&str, &str)> {
        let rows = rows.iter();
        rows.filter(|row| row["table"] == "period" && row["part"] == part)
            .map(|row| (row["coverage"].as_str(), row["posts"].as_str()))
            .collect()
    };
    assert_eq!(told("2025"), [("none", "")]);
    let [(cover, posts)] = told("2026")[..] else {
        panic!("{text}")
    };
    assert!(cover == "partial" && posts.parse::<usize>().unwrap() > 0);
    assert_eq!(told("")[0].0, "partial");
    for format in ["text", "markdown"] {
        let text = ask(format);
        for words in ["not read", "in part", "non lu", "en partie"] {
            assert!(text.contains(words), "{text}");
        }
        let unread = text.lines().filter(|line| line.contains("2025"));
        assert!(unread.clone().count() > 0 && unread.clone().all(|line| !line.contains(" 0 ")));
    }
}
