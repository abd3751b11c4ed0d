//! Every rule on a case in which it must speak and one in which it must not: `tests/cases/rules/NAME/`.
//!
//! A rule that falls silent hides a breach; one that speaks too much accuses people who did their duty.

#![allow(clippy::unwrap_used)]

use jiff::Timestamp;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use tandem::config::{self, Config};
use tandem::corpora::{self, FAMILIES, FamilyKind, PROVISIONS};
use tandem::exports::{self, File};
use tandem::model::{
    Accounts, Bilingual, Comparison, Earlier, Finding, Interval, Outcome, Post, Profile,
};
use tandem::pairing;
use tandem::rules::{self, Context};

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rules")
}

/// From the beginning to the end of time.
const ALL: Interval = Interval {
    from: Timestamp::MIN,
    to: Timestamp::MAX,
};

/// The posts of a file.
fn posts(file: &Path) -> Vec<Post> {
    // A case on profiles needs none.
    if file.with_extension("toml").exists() && !file.exists() {
        return Vec::new();
    }
    let bytes = fs::read(file).unwrap();
    let name = file.display().to_string();
    let import = exports::read(
        &name,
        &[File::new("posts.jsonl".into(), bytes)],
        &exports::Options::default(),
    )
    .unwrap();
    assert_eq!(import.rejected, [], "{name}");
    import.posts
}

/// What the posts of a case said at first, where a file beside it says so, by their keys.
fn first_texts(file: &Path) -> HashMap<String, String> {
    let file = file.with_extension("before.jsonl");
    let posts = if file.exists() {
        posts(&file)
    } else {
        Vec::new()
    };
    posts
        .into_iter()
        .map(|post| (post.key(), post.content.text))
        .collect()
}

/// The posts of a file, paired and judged as if both accounts had been read without a gap in a stretch.
fn judged(
    config: &Config,
    file: &Path,
    read: Interval,
    since: Timestamp,
) -> (Comparison, Vec<Finding>) {
    let compare = |period: Interval| {
        let mut first = first_texts(file);
        let covered = Bilingual::new(vec![read], vec![read]);
        let presence = config.presences[0].clone();
        let (mut comparison, readings) =
            pairing::compare(presence, posts(file), covered, period, &config.pairing);
        for judged in &mut comparison.posts {
            let changed_at = judged.post.edited_at;
            judged.earlier = first
                .remove(&judged.post.key())
                .zip(changed_at)
                .map(|(text, changed_at)| Earlier { text, changed_at });
        }
        (comparison, readings)
    };
    let overdue = if since > Timestamp::MIN {
        let (older, readings) = compare(Interval {
            from: Timestamp::MIN,
            to: since,
        });
        rules::overdue(&older, &readings, since, &config.zone)
    } else {
        Vec::new()
    };
    let (comparison, readings) = compare(Interval {
        from: since,
        to: Timestamp::MAX,
    });
    let findings = rules::judge(&Context {
        options: &config.rules,
        zone: &config.zone,
        window: config.pairing.window,
        comparison: &comparison,
        profiles: &profiles(config),
        readings: &readings,
        overdue: &overdue,
    });
    (comparison, findings)
}

/// How the accounts of a case present themselves: as its configuration says.
fn profiles(config: &Config) -> Bilingual<Option<Profile>> {
    let profile = |account| config.profile(account).cloned();
    match &config.presences[0].accounts {
        Accounts::Two(two) => Bilingual::new(profile(&two.english), profile(&two.french)),
        Accounts::One(one) => Bilingual::new(profile(one), profile(one)),
    }
}

fn run(rule: &str, case: &str) -> Vec<Finding> {
    run_read(rule, case, ALL)
}

fn run_read(rule: &str, case: &str, read: Interval) -> Vec<Finding> {
    let folder = cases().join(rule);
    // One for all cases, or one for each.
    let toml = fs::read_to_string(folder.join("tandem.toml"))
        .or_else(|_| fs::read_to_string(folder.join(format!("{case}.toml"))))
        .unwrap();
    let config = config::parse(rule, &toml).unwrap();
    let since = match rule {
        "backfill" => "2026-11-01T00:00:00Z".parse().unwrap(),
        _ => Timestamp::MIN,
    };
    let (comparison, findings) =
        judged(&config, &folder.join(format!("{case}.jsonl")), read, since);
    let sum: usize = Outcome::ALL
        .iter()
        .map(|outcome| comparison.count(*outcome))
        .sum();
    assert_eq!(
        sum,
        comparison.inside().count(),
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
        // Those on two versions have their cases in `drafts/`, some one of a published pair here as well; the two on
        // what was posted before, in `tests/drafts.rs`.
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

/// What the rules on profiles say of hand-written ones, and that they say nothing of what they are not shown.
#[test]
fn profiles_are_judged_as_expected() {
    let mut said = String::new();
    for rule in [
        "cross-link",
        "active-offer",
        "bilingual-profile",
        "account-name",
        "terms-link",
        "equal-status",
    ] {
        let mut files: Vec<_> = fs::read_dir(cases().join(rule))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "toml"))
            .collect();
        files.sort();
        for file in files {
            let case = file.file_stem().unwrap().to_str().unwrap();
            let _ = writeln!(said, "{rule}/{case}");
            let findings = run(rule, case);
            let mut ids: Vec<&str> = findings.iter().map(|it| it.id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(
                ids.len(),
                findings.len(),
                "{rule}/{case}: one id, one finding"
            );
            for it in findings {
                let (text, severity) = (it.text, it.severity.code());
                let _ = writeln!(said, "  {severity}: {}\n    {}", text.english, text.french);
            }
        }
    }
    let file = cases().with_file_name("profiles.txt");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&file, &said).unwrap();
    }
    assert_eq!(said, fs::read_to_string(&file).unwrap());
}

/// A person who set a finding aside would have to do so every week.
#[test]
fn a_finding_on_a_profile_keeps_its_id() {
    let ids = |since: &str| -> Vec<String> {
        let folder = cases().join("equal-status");
        let toml = fs::read_to_string(folder.join("fires.toml")).unwrap();
        let config = config::parse("fires.toml", &toml).unwrap();
        let since = since.parse().unwrap();
        let (_, findings) = judged(&config, &folder.join("fires.jsonl"), ALL, since);
        let of = findings
            .into_iter()
            .filter(|it| it.rule.name == "equal-status");
        of.map(|it| it.id).collect()
    };
    assert_eq!(ids("2026-11-01T00:00:00Z"), ids("2026-11-08T00:00:00Z"));
}

/// 8 minutes were enough for a public complaint: an alert has a threshold of its own, and what one rule says of it no
/// other repeats.
#[test]
fn an_emergency_has_its_own_threshold() {
    let severities = |rule: &str| -> Vec<&str> {
        let found = run(rule, "fires");
        found.iter().map(|it| it.severity.code()).collect()
    };
    assert_eq!(severities("publication-skew"), ["warning"]);
    assert_eq!(severities("emergency"), ["error", "error"]);
    let folder = cases().join("emergency");
    let toml = fs::read_to_string(folder.join("tandem.toml")).unwrap();
    let config = config::parse("emergency", &toml).unwrap();
    let (_, findings) = judged(&config, &folder.join("fires.jsonl"), ALL, Timestamp::MIN);
    let of = |rule: &str| findings.iter().filter(|it| it.rule.name == rule).count();
    assert_eq!((of("publication-skew"), of("missing-counterpart")), (0, 1));
}

/// A warning in one language would be called "pending" for a week.
#[test]
fn an_emergency_does_not_wait_for_the_window() {
    let until = |to: &str| Interval {
        from: Timestamp::MIN,
        to: to.parse().unwrap(),
    };
    let found = |to: &str| run_read("emergency", "fires", until(to)).len();
    // The evacuation alert of the 6th at 12:00:00 UTC; the storm warning of the 4th is late in any case.
    assert_eq!(found("2026-11-06T12:01:00Z"), 1);
    assert_eq!(found("2026-11-06T12:05:00Z"), 2);
}

/// A coordinator would be told to mend what was mended, or not see how long it took.
#[test]
fn a_late_edit_of_the_other_version_corrects_the_finding() {
    let found = run("edit-parity", "fires");
    let states: Vec<&str> = found.iter().map(|it| it.state.code()).collect();
    assert_eq!(states, ["new", "corrected"]);
}

/// What an obligation is served by would be a matter of faith: this is the table that reports print.
#[test]
fn every_family_names_rules_and_provisions_that_exist() {
    let names: Vec<&str> = FAMILIES.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, NAMES);
    for family in FAMILIES.iter() {
        let name = &family.name;
        for rule in &family.rules {
            assert!(rules::find(rule).is_some(), "{name}: no rule {rule}");
        }
        let known: Vec<_> = family.provisions.iter().map(|id| &PROVISIONS[id]).collect();
        assert!(known.is_sorted_by_key(|it| !it.in_force), "{name}");
        // Two families rest on former guidance alone: people look at them, no rule accuses.
        let is_former = known.iter().all(|it| !it.in_force);
        assert_eq!(
            is_former,
            ["comment-summary", "web-equivalent"].contains(&name.as_str()),
            "{name}"
        );
        match family.kind {
            FamilyKind::Automatic => {
                assert!(!family.rules.is_empty() || family.look.is_some(), "{name}");
            }
            FamilyKind::Assisted | FamilyKind::Manual => assert!(family.look.is_some(), "{name}"),
        }
        if family.kind == FamilyKind::Manual {
            assert!(
                family.rules.is_empty(),
                "{name}: a rule decides nothing here"
            );
        }
    }
    for rule in rules::RULES {
        let name = rule.info().name;
        let mut families = FAMILIES.iter();
        assert!(
            families.any(|it| it.rules.iter().any(|own| own == name)),
            "{name}"
        );
    }
}

/// The families of the catalogue.
const NAMES: [&str; 48] = [
    "missing-counterpart",
    "time-skew",
    "directionality",
    "volume-parity",
    "content-equivalence",
    "media-parity",
    "alt-text",
    "metadata",
    "captions",
    "live-event",
    "unilingual-repost",
    "bilingual-source",
    "third-party",
    "cross-link",
    "active-offer",
    "bilingual-profile",
    "account-name",
    "terms-link",
    "equal-status",
    "equal-prominence",
    "single-account",
    "language-order",
    "reply-language",
    "general-interest-reply",
    "comment-summary",
    "participation",
    "link-language",
    "web-equivalent",
    "hashtags",
    "diacritics",
    "machine-translation",
    "edit-parity",
    "emergency",
    "advertising",
    "platform-coverage",
    "third-language",
    "draft-check",
    "backfill",
    "automation",
    "ministerial",
    "internal",
    "part-vii",
    "scope",
    "registry",
    "evidence",
    "severity",
    "threshold",
    "catalogue-version",
];

/// An obligation of the five documents would be looked after by nobody.
#[test]
fn every_statement_is_served() {
    for id in PROVISIONS.keys() {
        assert!(corpora::serving(id).next().is_some(), "{id}");
    }
    for (document, statements) in corpora::SOURCE_DOCUMENTS.iter().zip([21, 3, 2, 19, 34]) {
        assert_eq!(
            corpora::statements(document).len(),
            statements,
            "{document}"
        );
    }
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
    let (_, findings) = judged(&config, &folder.join("twice.jsonl"), ALL, Timestamp::MIN);
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
