//! What decisions of persons do to the files of a report: the inputs of `tests/cases/cli/decisions` and `previous-week`.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder with the input of a case, imported.
fn folder(case: &str) -> tempfile::TempDir {
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/cli");
    let place = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(input.join(case).join("input")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, place.path().join(path.file_name().unwrap())).unwrap();
    }
    tandem(
        place.path(),
        &[
            "import",
            "posts.jsonl",
            "--covered",
            "2026-10-20..2026-11-22",
        ],
    );
    place
}

fn tandem(folder: &Path, words: &[&str]) -> Option<i32> {
    let output = Command::cargo_bin("tandem")
        .unwrap()
        .current_dir(folder)
        .env_clear()
        .args(words)
        .output()
        .unwrap();
    output.status.code()
}

fn report(folder: &Path, out: &str, words: &[&str]) -> PathBuf {
    tandem(folder, &[&["report", "--out", out], words].concat());
    folder.join(out)
}

/// What is printed.
fn output(folder: &Path, words: &[&str]) -> String {
    let mut command = Command::cargo_bin("tandem").unwrap();
    let output = command.current_dir(folder).env_clear().args(words).output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}

/// The rows of a table by one of its columns.
fn rows(folder: &Path, name: &str, key: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
    let rows = reader.deserialize().map(|row| {
        let row: BTreeMap<String, String> = row.unwrap();
        (row[key].clone(), row)
    });
    rows.collect()
}

fn json(folder: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(folder.join("report.json")).unwrap()).unwrap()
}

/// A dashboard must tell what a person decided from what was found, and every post must keep one outcome.
#[test]
fn tables_hold_what_was_decided() {
    let place = folder("decisions");
    let out = report(place.path(), "out", &["--week", "2026-W45"]);
    let pairs = rows(&out, "pairs.csv", "english_post_id");
    assert_eq!(pairs["x:104"]["decision"], "accept-pair");
    assert_eq!(pairs["x:104"]["needs_review"], "false");
    assert_eq!(pairs["x:101"]["decision"], "");
    assert!(!pairs.contains_key("x:103"));
    let posts = rows(&out, "posts.csv", "post_id");
    let end = |id: &str| (&*posts[id]["outcome"], &*posts[id]["outcome_reason"]);
    assert_eq!(end("x:102"), ("exempt", "waived"));
    assert_eq!(end("x:103"), ("missing_counterpart", ""));
    assert_eq!(end("x:105"), ("paired", ""));
    let findings = rows(&out, "findings.csv", "english_post_id");
    let waived = &findings["x:102"];
    assert_eq!(
        [
            &*waived["state"],
            &*waived["decision"],
            &*waived["waived_until"]
        ],
        ["waived", "waive", "2027-03-31"]
    );
    assert_eq!(findings["x:107"]["state"], "reopened");
    let report = json(&out);
    let totals = &report["totals"];
    let sum: u64 = totals["outcomes"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(serde_json::Value::as_u64)
        .sum();
    assert_eq!(totals["posts_read"], sum);
    assert_eq!(report["states"]["waived"], 1);
    let decisions = report["decisions"].as_array().unwrap();
    assert_eq!(decisions.len(), 5);
    assert_eq!(decisions[4]["reason"], "event is over");
}

/// A finding that has no stable id and no memory cannot be shown to have been mended.
#[test]
fn a_finding_keeps_its_id_and_its_first_day_from_week_to_week() {
    let place = folder("previous-week");
    let first = report(
        place.path(),
        "a",
        &["--week", "2026-W45", "--decisions", "first.csv"],
    );
    let week = [
        "--week",
        "2026-W46",
        "--decisions",
        "later.csv",
        "--previous",
        "a",
    ];
    let second = report(place.path(), "b", &week);
    let then = rows(&first, "findings.csv", "finding_id");
    let now = rows(&second, "findings.csv", "finding_id");
    let find = |post: &str| {
        let id = then
            .values()
            .find(|row| row["english_post_id"] == post)
            .unwrap();
        &now[&id["finding_id"]]
    };
    for (post, state, corrected_at) in [
        ("x:102", "unchanged", ""),
        ("x:105", "corrected", "2026-11-20T15:00:00Z"),
        ("x:107", "reopened", ""),
    ] {
        let row = find(post);
        assert_eq!(
            (&*row["state"], &*row["corrected_at"]),
            (state, corrected_at),
            "{post}"
        );
        assert_eq!(row["first_seen"], "2026-11-09T05:00:00Z", "{post}");
    }
    assert_eq!(
        json(&second)["compared_with"]["period_to"],
        "2026-11-09T05:00:00Z"
    );
}

/// A profile that was put right would else vanish from the reports, as if nobody had done anything.
#[test]
fn a_mended_profile_is_told_apart_from_the_other_one() {
    let place = folder("previous-week");
    let config = place.path().join("tandem.toml");
    let accounts = fs::read_to_string(&config).unwrap();
    let profiles = |english: &str| {
        let both = [
            ("CoastWatchCA", english),
            ("GardeCotesCA", "Les nouvelles des côtes, tous les jours"),
        ];
        let rows = both.map(|(account, text)| {
            format!("[[profile]]\nplatform = \"x\"\naccount = \"{account}\"\ndescription = \"{text}\"\nlinks = []\n")
        });
        fs::write(&config, format!("{accounts}\n{}", rows.concat())).unwrap();
    };
    profiles("News of the coast, every day of the year");
    let first = report(place.path(), "a", &["--week", "2026-W45"]);
    profiles("News of the coast, every day of the year. Français : @GardeCotesCA");
    let second = report(
        place.path(),
        "b",
        &["--week", "2026-W46", "--previous", "a"],
    );
    let links = |folder: &Path| -> Vec<String> {
        let rows = rows(folder, "findings.csv", "finding_id").into_values();
        let rows = rows.filter(|row| row["rule"] == "cross-link");
        rows.map(|row| row["finding_id"].clone()).collect()
    };
    let (then, now) = (links(&first), links(&second));
    assert_eq!((then.len(), now.len()), (2, 1));
    let mended = then.iter().find(|id| !now.contains(id)).unwrap();
    let gone = &json(&second)["compared_with"]["found_no_more"];
    assert!(
        gone.as_array().unwrap().contains(&mended.as_str().into()),
        "{gone}"
    );
    for format in ["text", "markdown", "summary"] {
        let words = [
            "report",
            "--week",
            "2026-W46",
            "--previous",
            "a",
            "--format",
        ];
        let text = output(place.path(), &[&words[..], &[format]].concat());
        assert!(text.contains("found no more: 2"), "{format}: {text}");
    }
    let page = fs::read_to_string(second.join("report.fr.html")).unwrap();
    assert!(page.contains("plus repérés\u{a0}: 2") && page.contains(mended));
}

/// A finding listed for ever as it was, though its other version stands there, would be believed by nobody.
#[test]
fn an_old_finding_is_judged_again_when_more_was_read() {
    let place = folder("previous-week");
    let week = |week: &str, out: &str, previous: &[&str]| {
        let out = report(place.path(), out, &[&["--week", week], previous].concat());
        rows(&out, "findings.csv", "english_post_id")
    };
    week("2026-W45", "a", &[]);
    assert_eq!(
        week("2026-W46", "b", &["--previous", "a"])["x:102"]["state"],
        "unchanged"
    );
    assert_eq!(
        week("2026-W47", "c", &["--previous", "b"])["x:102"]["state"],
        "unchanged"
    );
    let french = r#"{"platform": "x", "account": "GardeCotesCA", "id": "202", "published_at": "2026-11-03T13:02:00-05:00", "text": "Nos équipages ont secouru 14 kayakistes au large du cap Merrin hier soir."}"#;
    more(place.path(), french);
    let last = week("2026-W47", "d", &["--previous", "b"]);
    let row = &last["x:102"];
    assert_eq!(
        (&*row["state"], &*row["corrected_at"]),
        ("corrected", "2026-11-03T18:02:00Z")
    );
    assert_eq!(last["x:107"]["state"], "unchanged");
}

/// Adds posts to the store of a folder.
fn more(folder: &Path, posts: &str) {
    fs::write(folder.join("more.jsonl"), posts).unwrap();
    tandem(folder, &["import", "more.jsonl"]);
}

const DECISIONS: &str =
    "decision,finding_id,english_post_id,french_post_id,reason,author,date,expires\n";

/// A time to correct that counts one correction three times, or one that came before its post, says nothing.
#[test]
fn what_one_pair_mends_is_one_correction() {
    let place = folder("previous-week");
    more(
        place.path(),
        r#"{"platform": "x", "account": "GardeCotesCA", "id": "208", "published_at": "2026-10-24T13:00:00-04:00", "text": "Quatorze personnes en kayak secourues par nos équipages."}"#,
    );
    let first = ["--from", "2026-10-20", "--to", "2026-11-08"];
    let then = rows(
        &report(place.path(), "a", &first),
        "findings.csv",
        "finding_id",
    );
    assert!(then.values().any(|row| row["french_post_id"] == "x:208"));
    let pair = format!("{DECISIONS}pair,,x:102,x:208,one message,A. Roy,2026-11-21,\n");
    fs::write(place.path().join("pair.csv"), pair).unwrap();
    let second = [
        "--from",
        "2026-11-09",
        "--to",
        "2026-11-22",
        "--previous",
        "a",
    ];
    let second = [&second[..], &["--decisions", "pair.csv"]].concat();
    let now = rows(
        &report(place.path(), "b", &second),
        "findings.csv",
        "finding_id",
    );
    let mended: Vec<&str> = now
        .values()
        .filter(|row| row["english_post_id"] == "x:102" || row["french_post_id"] == "x:208")
        .map(|row| &*row["corrected_at"])
        .collect();
    assert_eq!(mended, ["2026-11-03T18:00:00Z"; 3]);
    let words = [&["report", "--language", "en"], &second[..]].concat();
    let text = output(place.path(), &words);
    assert!(
        text.contains("time to correct (1): median 10 days"),
        "{text}"
    );
}

/// An old edit would pass for the correction of what a person only took apart.
#[test]
fn a_change_from_before_the_report_corrects_nothing() {
    let place = folder("previous-week");
    more(
        place.path(),
        concat!(
            r#"{"platform": "x", "account": "CoastWatchCA", "id": "110", "published_at": "2026-11-05T11:00:00-05:00", "edited_at": "2026-11-05T12:00:00-05:00", "text": "The harbour fund gives $1,500 to each of the 12 sailing schools in Sandy Cove."}"#,
            "\n",
            r#"{"platform": "x", "account": "GardeCotesCA", "id": "210", "published_at": "2026-11-05T11:00:00-05:00", "text": "Le fonds du port verse 1 600 $ à chacune des 12 écoles de voile de Sandy Cove."}"#,
        ),
    );
    let then = report(place.path(), "a", &["--week", "2026-W45"]);
    let then = rows(&then, "findings.csv", "finding_id").into_values();
    let then =
        then.filter(|row| row["english_post_id"] == "x:110" && row["french_post_id"] == "x:210");
    let found: Vec<String> = then.map(|row| row["finding_id"].clone()).collect();
    assert!(!found.is_empty());
    let reject = format!("{DECISIONS}reject-pair,,x:110,x:210,two funds,A. Roy,2026-11-21,\n");
    fs::write(place.path().join("reject.csv"), reject).unwrap();
    let week = [
        "--week",
        "2026-W46",
        "--previous",
        "a",
        "--decisions",
        "reject.csv",
    ];
    let now = json(&report(place.path(), "b", &week));
    let gone = now["compared_with"]["found_no_more"].as_array().unwrap();
    assert!(
        found.iter().all(|id| gone.contains(&id.as_str().into())),
        "{gone:?}"
    );
}

/// Whoever paired two posts by hand would be asked for the second version again.
#[test]
fn a_distant_pair_owes_nothing() {
    let place = folder("previous-week");
    let words = [
        "--week",
        "2026-W46",
        "--backfill",
        "--decisions",
        "later.csv",
    ];
    let owed = rows(
        &report(place.path(), "a", &words),
        "backfill.csv",
        "post_id",
    );
    assert!(owed.contains_key("x:102") && !owed.contains_key("x:105"));
}

/// An emergency in one language would be set aside for the very reason for which both languages are owed.
#[test]
fn urgency_waives_no_emergency() {
    let place = folder("previous-week");
    more(
        place.path(),
        r#"{"platform": "x", "account": "CoastWatchCA", "id": "120", "published_at": "2026-11-05T21:00:00-05:00", "text": "Storm warning: winds of 55 knots are expected tonight off Cape Merrin. Stay ashore."}"#,
    );
    let judged = |reason: &str, out: &str| {
        let rows_of = format!("{DECISIONS}waive,,x:120,,{reason},A. Roy,2026-11-06,2027-01-31\n");
        fs::write(place.path().join("urgent.csv"), rows_of).unwrap();
        let week = ["--week", "2026-W45", "--decisions", "urgent.csv"];
        let out = report(place.path(), out, &week);
        let row = rows(&out, "findings.csv", "english_post_id")["x:120"].clone();
        assert_eq!(row["rule"], "emergency");
        let outcome = rows(&out, "posts.csv", "post_id")["x:120"]["outcome"].clone();
        let unread = json(&out)["unread"].to_string();
        let is_named = unread.contains("urgent.csv:2") && unread.contains("urgency is no reason");
        (row["state"].clone(), outcome, is_named)
    };
    let (new, waived) = ("new".to_owned(), "waived".to_owned());
    assert_eq!(
        judged("\"urgent, no time to translate\"", "a"),
        (new, "missing_counterpart".to_owned(), true)
    );
    assert_eq!(
        judged("an exercise: nobody was addressed", "b"),
        (waived, "exempt".to_owned(), false)
    );
}

/// Whoever waives everything and lets it run out must be told again: exit code 0 while it holds, 1 after.
#[test]
fn what_is_waived_does_not_count_until_the_waiver_ends() {
    let place = folder("previous-week");
    let all = |expires: &str| {
        let rows =
            [102, 105, 107].map(|id| format!("waive,,x:{id},,over,A. Roy,2026-11-01,{expires}"));
        fs::write(
            place.path().join("all.csv"),
            format!("{DECISIONS}{}\n", rows.join("\n")),
        )
        .unwrap();
        tandem(
            place.path(),
            &["report", "--week", "2026-W45", "--decisions", "all.csv"],
        )
    };
    assert_eq!(all("2026-11-08"), Some(0));
    assert_eq!(all("2026-11-07"), Some(1));
}

/// Who decides on after a report was written could else never show again that it came from the store.
#[test]
fn later_decisions_do_not_unmake_a_report() {
    let place = folder("decisions");
    let out = report(place.path(), "out", &["--week", "2026-W45"]);
    let decisions = place.path().join("decisions.csv");
    let kept = out.join("decisions/decisions.csv");
    assert_eq!(fs::read(&kept).unwrap(), fs::read(&decisions).unwrap());
    fs::write(&decisions, "").unwrap();
    let verify = ["verify", "out", "--store", "tandem.sqlite"];
    assert_eq!(tandem(place.path(), &verify), Some(0));
    fs::write(&kept, "").unwrap();
    assert_eq!(tandem(place.path(), &verify), Some(1));
}

/// A folder from before decisions were kept would be said to lack a file that it never had; and one made without any
/// would be held against those of later.
#[test]
fn a_folder_without_decisions_is_verified_as_it_was_made() {
    let place = folder("decisions");
    let decisions = place.path().join("decisions.csv");
    let all = fs::read(&decisions).unwrap();
    let old = report(place.path(), "old", &["--week", "2026-W45"]);
    fs::remove_dir_all(old.join("decisions")).unwrap();
    let path = old.join("manifest.json");
    let mut manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let files = manifest["files"].as_object_mut().unwrap();
    files.remove("decisions/decisions.csv").unwrap();
    let bytes = serde_json::to_vec(&manifest).unwrap();
    let digest = tandem::report::manifest_digest(&bytes);
    fs::write(path, bytes).unwrap();
    fs::write(old.join("manifest.sha256"), digest).unwrap();
    let verify = |name: &str| {
        let words = [
            "verify",
            name,
            "--store",
            "tandem.sqlite",
            "--language",
            "en",
        ];
        (output(place.path(), &words), tandem(place.path(), &words))
    };
    assert_eq!(verify("old").1, Some(0), "{}", verify("old").0);
    fs::write(&decisions, "").unwrap();
    let none = report(place.path(), "none", &["--week", "2026-W45"]);
    assert!(!none.join("decisions").exists());
    let (text, _) = verify("old");
    let named: Vec<&str> = text.lines().filter(|line| line.contains('✗')).collect();
    assert!(
        named[0].contains("decisions.csv is not what it was"),
        "{text}"
    );
    assert!(!text.contains("decisions/decisions.csv"), "{text}");
    fs::write(&decisions, all).unwrap();
    assert_eq!(verify("none").1, Some(0), "{}", verify("none").0);
}
