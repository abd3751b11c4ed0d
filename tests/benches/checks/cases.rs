//! The labelled cases: does the named check speak when it must, and is it silent when it must?

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use tandem::model::{RuleInfo, Severity};
use tandem::rules::{self, Attachment, Draft, Order, Surroundings, Tables, Versions};

/// Names of the cases' checks and of ours, where they are not the same but for `_`.
const NAMES: [(&str, &str); 24] = [
    ("accent_caps", "capital-accents"),
    ("bilingual_order", "language-order"),
    ("empty", "empty-version"),
    ("fr_colon_space", "colon-space"),
    ("fr_high_punctuation", "high-punctuation"),
    ("length_bluesky", "length"),
    ("length_facebook", "length"),
    ("length_instagram", "length"),
    ("length_linkedin", "length"),
    ("length_mastodon", "length"),
    ("length_threads", "length"),
    ("length_x", "length"),
    ("link_language_label", "link-label"),
    ("media_count", "media-parity"),
    ("number_format_fr", "number-format"),
    ("number_words", "number-value"),
    ("ordinal_fr", "ordinal-format"),
    ("placeholders", "placeholder"),
    ("time_format_fr", "time-format"),
    ("timezone", "time-zone"),
    ("url_language", "link-language"),
    ("url_same_page", "link-page"),
    ("legal_reference", "legal-reference"),
    ("postal_address", "postal-address"),
];

fn ours(check: &str) -> String {
    let known = NAMES.iter().find(|(theirs, _)| *theirs == check);
    known.map_or_else(|| check.replace('_', "-"), |(_, name)| (*name).to_owned())
}

/// What speaks on a draft, with its weight and words.
pub(crate) fn spoken(draft: &Draft) -> Vec<(&'static RuleInfo, Severity, String)> {
    let contents = draft.contents();
    let around = Surroundings {
        tables: &draft.tables,
        platforms: &draft.platforms,
        order: draft.order,
        published: false,
        history: &[],
    };
    let versions = Versions::new(contents.as_ref(), around);
    let found = rules::check(&versions).into_iter();
    found
        .map(|(rule, message)| {
            (
                rule,
                message.severity.unwrap_or(rule.severity),
                message.text.english,
            )
        })
        .collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn table(value: &Value) -> BTreeMap<String, String> {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

fn draft(case: &Value) -> Draft {
    let meta = &case["meta"];
    let mut draft = Draft::of(tandem::model::Bilingual::text(
        text(case, "en"),
        text(case, "fr"),
    ));
    draft.tables = Tables {
        accounts: table(&meta["accounts"]),
        bilingual_accounts: serde_json::from_value(meta["bilingual"].clone()).unwrap_or_default(),
        hashtags: table(&meta["hashtag_pairs"]),
        acronyms: table(&meta["acronyms"]),
        phones: table(&meta["phone_pairs"]),
        emails: table(&meta["email_pairs"]),
        links: table(&meta["url_pairs"])
            .into_iter()
            .chain(table(&meta["hreflang"]))
            .collect(),
        link_languages: table(&meta["link_lang"]),
        ..Tables::default()
    };
    if meta["mode"] == "bilingual_both" {
        draft.order = Order::Both;
    }
    draft
        .platforms
        .extend(meta["platform"].as_str().map(str::to_owned));
    for (side, media, alt) in [
        (&mut draft.english, "en_media", "en_alt"),
        (&mut draft.french, "fr_media", "fr_alt"),
    ] {
        let kinds: Vec<String> = serde_json::from_value(meta[media].clone()).unwrap_or_default();
        let alts: Vec<String> = serde_json::from_value(meta[alt].clone()).unwrap_or_default();
        for number in 0..kinds.len().max(alts.len()) {
            let kind = kinds.get(number).map_or("image", String::as_str);
            let attachment = Attachment {
                kind: serde_json::from_value(Value::from(kind))
                    .unwrap_or(tandem::model::MediaKind::Image),
                alt: alts.get(number).cloned(),
                captions: None,
                url: None,
            };
            side.media.push(attachment);
        }
    }
    draft
}

pub(crate) fn run(path: &Path, list: bool) {
    let Ok(lines) = std::fs::read_to_string(path) else {
        println!("no cases at {}", path.display());
        return;
    };
    let (mut fails, mut caught, mut passes, mut silent, mut quiet) = (0, 0, 0, 0, 0);
    for case in lines
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
    {
        let check = text(&case, "check");
        let name = ours(check);
        let also: Vec<String> =
            serde_json::from_value::<Vec<String>>(case["meta"]["also_accept"].clone())
                .unwrap_or_default()
                .iter()
                .map(|check| ours(check))
                .collect();
        let found = spoken(&draft(&case));
        let show = |what: &str| {
            if list {
                println!(
                    "  {what} {check}: {} | {}",
                    text(&case, "en"),
                    text(&case, "fr")
                );
                for (rule, severity, text) in &found {
                    println!("      {} {}: {text}", severity.code(), rule.name);
                }
            }
        };
        if text(&case, "expect") == "fail" {
            fails += 1;
            if found
                .iter()
                .any(|(rule, ..)| rule.name == name || also.contains(&rule.name.to_owned()))
            {
                caught += 1;
            } else {
                show("missed");
            }
        } else {
            passes += 1;
            let own = found.iter().any(|(rule, ..)| rule.name == name);
            let others = found
                .iter()
                .any(|(rule, severity, _)| rule.name != name && *severity >= Severity::Warning);
            silent += usize::from(!own);
            quiet += usize::from(!others);
            if own {
                show("wrong alarm");
            } else if others {
                show("other alarm");
            }
        }
    }
    println!(
        "cases: {caught} of {fails} faults found; silent on {silent} of {passes}; no other warning on {quiet} of {passes}"
    );
}
