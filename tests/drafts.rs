//! Every check on draft pairs in which it must speak and on pairs in which it must not: `tests/cases/drafts/RULE.jsonl`.
//!
//! A practitioner who is warned of correct drafts stops looking; one who is not warned posts the fault.

#![allow(clippy::unwrap_used)]

use serde::Deserialize;
use std::fs;
use std::path::Path;
use tandem::model::{Bilingual, Message, RuleInfo, Severity};
use tandem::rules::{self, Draft, Posted, Surroundings, Versions};

#[derive(Deserialize)]
struct Case {
    expect: String,
    why: String,
    draft: Draft,
}

fn check(draft: &Draft, history: &[Posted]) -> Vec<(&'static RuleInfo, Message)> {
    let contents = draft.contents();
    let around = Surroundings {
        tables: &draft.tables,
        platforms: &draft.platforms,
        order: draft.order,
        published: false,
        history,
    };
    let found = rules::check(&Versions::new(contents.as_ref(), around));
    for (rule, message) in &found {
        for (place, text) in [
            (&message.places.english, &draft.english.text),
            (&message.places.french, &draft.french.text),
        ] {
            let is_inside = place
                .as_ref()
                .is_none_or(|place| text.get(place.clone()).is_some());
            assert!(
                is_inside,
                "{}: {place:?} is beside the words of {text}",
                rule.name
            );
        }
    }
    found
}

#[test]
fn every_check_speaks_when_it_must_and_only_then() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/drafts");
    let mut wrong = Vec::new();
    let (mut found_cases, mut silent_cases) = (0, 0);
    for rule in rules::RULES.into_iter().map(|rule| rule.info().name) {
        let Ok(lines) = fs::read_to_string(folder.join(format!("{rule}.jsonl"))) else {
            continue;
        };
        for line in lines.lines() {
            let case: Case = serde_json::from_str(line).unwrap();
            let said = check(&case.draft, &[]);
            let speaks = said.iter().any(|(it, _)| it.name == rule);
            let others: Vec<&str> = said
                .iter()
                .filter(|(it, _)| {
                    // Where there is no French yet, that is said as well.
                    it.name != "empty-version" || !case.draft.french.text.is_empty()
                })
                .filter(|(it, message)| {
                    it.name != rule && message.severity.unwrap_or(it.severity) >= Severity::Warning
                })
                .map(|(it, _)| it.name)
                .collect();
            let must_speak = case.expect == "found";
            *(if must_speak {
                &mut found_cases
            } else {
                &mut silent_cases
            }) += 1;
            if speaks != must_speak || !must_speak && !others.is_empty() {
                let (english, french) = (&case.draft.english.text, &case.draft.french.text);
                wrong.push(format!(
                    "{rule}, {}, {}: {others:?}\n  {english}\n  {french}",
                    case.expect, case.why
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(
        found_cases >= 150 && silent_cases >= 150,
        "{found_cases} {silent_cases}"
    );
}

/// Whoever schedules the same post again, or translates it anew, wants to know before.
#[test]
fn what_was_posted_before_is_told() {
    let history = [
        Posted::new(
            Bilingual::new(
                Some("The lighthouse at Cape Winter reopens on Friday.".into()),
                Some("Le phare du cap Winter rouvre vendredi.".into()),
            ),
            Bilingual::text("x, 2026-11-02", "x, 2026-11-02"),
        ),
        Posted::new(
            Bilingual::new(
                Some("Ice breaking begins on the Saguenay River.".into()),
                None,
            ),
            Bilingual::text("x, 2026-11-03", "x, 2026-11-03"),
        ),
    ];
    let names = |english: &str, french: &str| -> Vec<String> {
        let draft = Draft::of(Bilingual::text(english, french));
        let said = check(&draft, &history);
        said.iter()
            .map(|(rule, message)| format!("{} {}", rule.name, message.text.english))
            .collect()
    };
    let again = names(
        "The lighthouse at Cape Winter reopens on Friday!",
        "La lumière du cap Winter sera de nouveau ouverte vendredi.",
    );
    assert!(
        again
            .iter()
            .any(|it| it.starts_with("already-posted") && it.contains("both versions are out")),
        "{again:?}"
    );
    assert!(
        again
            .iter()
            .any(|it| it.starts_with("consistency") && it.contains("Le phare du cap")),
        "{again:?}"
    );
    let alone = names(
        "Ice breaking begins on the Saguenay River.",
        "Le déglaçage commence sur la rivière Saguenay.",
    );
    assert!(
        alone
            .iter()
            .any(|it| it.contains("its counterpart is not out")),
        "{alone:?}"
    );
    assert!(
        names(
            "Buoys are lit again.",
            "Les bouées sont de nouveau allumées."
        )
        .is_empty()
    );
}

/// A schedule with one monstrous row must not stop the others, nor take the evening.
#[test]
fn monstrous_texts_end() {
    for text in [
        "😀".repeat(50_000),
        "a ".repeat(500_000),
        "(".repeat(100_000),
        "1,".repeat(100_000),
        "#a@b".repeat(50_000),
        "\u{200b}\u{202e}\u{feff}\n".repeat(1000),
        "« ".repeat(20_000),
    ] {
        let mut draft = Draft::of(Bilingual::new(text.clone(), text));
        draft.platforms = ["x", "bluesky", "mastodon"].map(String::from).to_vec();
        check(&draft, &[]);
    }
}
