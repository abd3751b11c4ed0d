//! Every rule on a case in which it must speak and one in which it must not: `tests/cases/rules/NAME/`.
//!
//! A rule that falls silent hides a breach; one that speaks too much accuses people who did their duty.

#![allow(clippy::unwrap_used)]

use jiff::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};
use tandem::config::{self, Config};
use tandem::exports::{self, File};
use tandem::model::{Bilingual, Comparison, Finding, Interval, Outcome};
use tandem::pairing;
use tandem::rules::{self, Context};

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rules")
}

/// The posts of a file, paired and judged as if both accounts had been read without a gap.
fn judged(config: &Config, file: &Path) -> (Comparison, Vec<Finding>) {
    let bytes = fs::read(file).unwrap();
    let name = file.display().to_string();
    let import = exports::read(
        &name,
        &[File::new("posts.jsonl".into(), bytes)],
        &exports::Options::default(),
    )
    .unwrap();
    assert_eq!(import.rejected, [], "{name}");
    let posts = import.posts;
    let all = Interval {
        from: Timestamp::MIN,
        to: Timestamp::MAX,
    };
    let covered = Bilingual::new(vec![all], vec![all]);
    let (comparison, readings) = pairing::compare(
        config.presences[0].clone(),
        posts,
        covered,
        all,
        &config.pairing,
    );
    let findings = rules::judge(&Context {
        options: &config.rules,
        zone: &config.zone,
        window: config.pairing.window,
        comparison: &comparison,
        readings: &readings,
    });
    (comparison, findings)
}

fn run(rule: &str, case: &str) -> Vec<Finding> {
    let folder = cases().join(rule);
    let toml = fs::read_to_string(folder.join("tandem.toml")).unwrap();
    let config = config::parse(rule, &toml).unwrap();
    let (comparison, findings) = judged(&config, &folder.join(format!("{case}.jsonl")));
    let sum: usize = Outcome::ALL
        .iter()
        .map(|outcome| comparison.count(*outcome))
        .sum();
    assert_eq!(
        sum,
        comparison.posts.len(),
        "{rule}: every post ends with one outcome"
    );
    findings
        .into_iter()
        .filter(|finding| finding.rule.name == rule)
        .collect()
}

#[test]
fn every_rule_fires_on_its_case_and_is_silent_on_the_other() {
    for rule in rules::RULES {
        let name = rule.info().name;
        // Those on two versions have their cases in `drafts/`; the two on what was posted before, in `tests/drafts.rs`.
        let drafts = cases()
            .with_file_name("drafts")
            .join(format!("{name}.jsonl"));
        if !cases().join(name).exists()
            && (drafts.exists() || ["already-posted", "consistency"].contains(&name))
        {
            continue;
        }
        assert_ne!(
            run(name, "fires"),
            [],
            "{name} is silent where it must speak"
        );
        assert_eq!(run(name, "silent"), [], "{name} speaks where it must not");
    }
}

#[test]
fn every_case_has_its_rule() {
    for entry in fs::read_dir(cases()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(rules::find(&name).is_some(), "no rule {name}");
    }
}

/// 8 minutes were enough for a public complaint: an alert has a threshold of its own.
#[test]
fn an_emergency_has_its_own_threshold() {
    let severities: Vec<_> = run("publication-skew", "fires")
        .iter()
        .map(|finding| finding.severity.code())
        .collect();
    assert_eq!(severities, ["warning", "error"]);
}

/// Both audiences get one language when both accounts repost the same original: three findings, not two.
#[test]
fn two_reposts_of_one_original_are_two_unilingual_reposts() {
    assert_eq!(run("unilingual-repost", "fires").len(), 3);
}

/// On an account of both languages, English pasted where the French should stand is a slip, and is told as one.
#[test]
fn a_text_that_stands_twice_on_a_bilingual_account_is_in_the_wrong_language() {
    let folder = cases().join("single-account");
    let toml = fs::read_to_string(folder.join("tandem.toml")).unwrap();
    let config = config::parse("tandem.toml", &toml).unwrap();
    let (_, findings) = judged(&config, &folder.join("twice.jsonl"));
    let names: Vec<_> = findings.iter().map(|finding| finding.rule.name).collect();
    assert!(names.contains(&"wrong-language"), "{names:?}");
}

/// Dashboards join on the id: it must not change with the order of posts or from run to run.
#[test]
fn finding_ids_are_stable() {
    let ids = |case: &[Finding]| {
        case.iter()
            .map(|finding| finding.id.clone())
            .collect::<Vec<_>>()
    };
    let one = run("unilingual-repost", "fires");
    assert_eq!(ids(&one), ids(&run("unilingual-repost", "fires")));
    let mut unique = ids(&one);
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), one.len());
}
