//! The pages of a report as their readers meet them: both languages alike, nothing of others run, every link leading
//! somewhere. What a browser and a screen reader make of them: `tests/page/axe.mjs`.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A place with a store, the posts imported, the report written to `out`.
struct Place(tempfile::TempDir);

impl Place {
    fn of(config: &str, posts: &[Value]) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let mut lines = String::new();
        for post in posts {
            writeln!(lines, "{post}").unwrap();
        }
        fs::write(place.0.path().join("posts.jsonl"), lines).unwrap();
        fs::write(place.0.path().join("tandem.toml"), config).unwrap();
        place.say(&[
            "import",
            "posts.jsonl",
            "--covered",
            "2026-10-01..2026-11-30",
        ]);
        place.say(&[
            "report",
            "--from",
            "2026-10-01",
            "--to",
            "2026-10-31",
            "--out",
            "out",
        ]);
        place
    }

    fn sample() -> Self {
        Self::sample_of(&[])
    }

    fn sample_of(words: &[&str]) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.say(&[&["report", "--sample", "--out", "out"], words].concat());
        place
    }

    /// The second of two weekly reports, with decisions and the worklist of older posts.
    fn followed() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let input =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/cli/previous-week/input");
        for file in fs::read_dir(input).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), place.0.path().join(file.file_name())).unwrap();
        }
        let later = fs::read_to_string(place.0.path().join("later.csv")).unwrap();
        let later = later
            + "accept-pair,,x:106,x:206,<script>alert(9)</script>,A. Roy,2026-11-21,\n"
            + "waive,,x:102,,<b>over</b>,\"C, \"\"D\"\"\",2026-11-10,2026-12-31\n";
        fs::write(place.0.path().join("later.csv"), later).unwrap();
        let read = "2026-10-20..2026-11-22";
        place.say(&["import", "posts.jsonl", "--covered", read]);
        let first = ["report", "--week", "2026-W45", "--decisions", "first.csv"];
        place.say(&[&first[..], &["--out", "w45"]].concat());
        let second = ["report", "--week", "2026-W46", "--decisions", "later.csv"];
        let rest = ["--previous", "w45", "--backfill", "--out", "out"];
        place.say(&[second, rest].concat());
        place
    }

    fn say(&self, words: &[&str]) -> String {
        let output = Command::cargo_bin("tandem")
            .unwrap()
            .current_dir(self.0.path())
            .env_clear()
            .args(words)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join("out").join(name)).unwrap()
    }

    /// The pages, by their place in the folder.
    fn pages(&self) -> Vec<String> {
        let out = self.0.path().join("out");
        let mut pages = Vec::new();
        for folder in ["", "presences/"] {
            let Ok(list) = fs::read_dir(out.join(folder)) else {
                continue;
            };
            let names = list.map(|it| it.unwrap().file_name().into_string().unwrap());
            let names =
                names.filter(|name| Path::new(name).extension().is_some_and(|end| end == "html"));
            pages.extend(names.map(|name| format!("{folder}{name}")));
        }
        pages.sort();
        pages
    }
}

/// An element with its attributes and the text right inside it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

/// The elements of a page in order; fails on a page that is not well formed.
fn elements(page: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(page);
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let element = |start: &BytesStart| Element {
        name: start.name().as_ref().to_owned(),
        attributes: start
            .attributes()
            .map(|it| {
                let it = it.unwrap();
                let key = it.key.as_ref().to_owned();
                (key, unescape(&it.value))
            })
            .collect(),
        text: String::new(),
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                open.push(elements.len());
                elements.push(element(&start));
            }
            Event::Empty(start) => elements.push(element(&start)),
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) => {
                if let Some(last) = open.last() {
                    elements[*last].text += &text;
                }
            }
            Event::GeneralRef(name) => {
                let text = unescape(&format!("&{};", &*name));
                elements[*open.last().unwrap()].text += &text;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    elements
}

fn unescape(text: &str) -> String {
    quick_xml::escape::unescape(text).unwrap().into_owned()
}

/// The numbers of a text whatever the language: `1,234.5` and `1 234,5`, `09:05` and `9 h 05`.
fn numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .split(|c: char| !c.is_ascii_digit())
        .map(|digits| digits.trim_start_matches('0').to_owned())
        .filter(|digits| !digits.is_empty())
        .collect();
    found.sort();
    found
}

/// What must be the same in both languages.
fn facts(page: &str) -> Vec<(String, Vec<Option<String>>, Vec<String>)> {
    let neutral = |value: &String| {
        value
            .replace(".fr.html", ".en.html")
            .replace("/fr/", "/en/")
    };
    elements(page)
        .iter()
        .filter(|element| element.name != "html" && element.name != "style")
        .map(|element| {
            let keys = ["id", "class", "href", "datetime", "scope", "rel"];
            let values = keys.map(|key| element.attributes.get(key).map(neutral));
            (element.name.clone(), values.into(), numbers(&element.text))
        })
        .collect()
}

/// A fact that stands in one language only would be the very fault that the report is about.
#[test]
fn both_languages_say_the_same() {
    // The second week has a period before it.
    let week = Place::sample_of(&["--week", "2026-W46"]);
    assert!(week.read("report.fr.html").contains("Période précédente"));
    let places = [Place::sample(), week, many(), hostile(), Place::followed()];
    for (place, least) in places.iter().zip([300, 300, 500, 100, 300]) {
        let mut compared = 0;
        for name in place
            .pages()
            .iter()
            .filter(|name| name.ends_with(".en.html"))
        {
            let (english, french) = (
                facts(&place.read(name)),
                facts(&place.read(&name.replace(".en.", ".fr."))),
            );
            for (one, other) in english.iter().zip(&french) {
                assert_eq!(one, other, "{name}");
            }
            assert_eq!(english.len(), french.len());
            compared += english.len();
        }
        assert!(compared > least, "{compared}");
    }
    let markdown = |language| {
        let words = [
            "report",
            "--sample",
            "--format",
            "markdown",
            "--language",
            language,
        ];
        let text = places[0].say(&words);
        let lines: Vec<_> = text.lines().map(numbers).collect();
        assert!(lines.len() > 100);
        lines
    };
    assert_eq!(markdown("en"), markdown("fr"));
    // The comparison must be able to fail.
    let page = places[0].read("report.en.html");
    assert_ne!(facts(&page), facts(&page.replacen("168", "169", 1)));
}

/// A page that needs the network or a script says less to whoever blocks them, and a policy with a wrong digest
/// leaves it without its style.
#[test]
fn a_page_holds_all_it_needs_and_forbids_the_rest() {
    let place = Place::sample();
    for name in place.pages() {
        let page = place.read(&name);
        let all = elements(&page);
        let style = all.iter().find(|it| it.name == "style").unwrap();
        let policy = all
            .iter()
            .find(|it| it.attributes.contains_key("http-equiv"))
            .unwrap();
        let digest = STANDARD.encode(Sha256::digest(&style.text));
        assert_eq!(
            policy.attributes["content"],
            format!(
                "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
            )
        );
        assert!(
            all.iter().all(|it| !it.attributes.contains_key("style")),
            "the policy would refuse it"
        );
        assert!(all.iter().all(|it| !it.attributes.contains_key("src")));
        assert!(!style.text.contains("url(") && !style.text.contains("@import"));
    }
}

/// Without order among its headings, a language for its words and a target for its links, a page cannot be followed by ear.
#[test]
fn a_page_can_be_followed_by_ear() {
    for place in [Place::sample(), many()] {
        let pages = place.pages();
        for name in &pages {
            let all = elements(&place.read(name));
            let attribute = |it: &Element, key: &str| it.attributes.get(key).cloned();
            let levels: Vec<u32> = all
                .iter()
                .filter(|it| it.name.len() == 2 && it.name.starts_with('h') && it.name != "hr")
                .map(|it| it.name[1..].parse().unwrap())
                .collect();
            assert_eq!(
                levels.iter().filter(|level| **level == 1).count(),
                1,
                "{name}"
            );
            assert!(
                levels.windows(2).all(|two| two[1] <= two[0] + 1),
                "{name}: {levels:?}"
            );
            let ids: Vec<String> = all.iter().filter_map(|it| attribute(it, "id")).collect();
            let known: BTreeSet<&String> = ids.iter().collect();
            assert_eq!(ids.len(), known.len(), "{name}: an id stands twice");
            for key in ["aria-labelledby", "aria-describedby"] {
                for id in all.iter().filter_map(|it| attribute(it, key)) {
                    assert!(known.contains(&id), "{name}: {key} {id}");
                }
            }
            for href in all.iter().filter_map(|it| attribute(it, "href")) {
                if let Some(id) = href.strip_prefix('#') {
                    assert!(known.contains(&id.to_owned()), "{name}: {href}");
                } else if !href.starts_with("https://") && !href.starts_with("http://") {
                    let file = href.split('#').next().unwrap();
                    let folder = place.0.path().join("out").join(name);
                    assert!(
                        folder.parent().unwrap().join(file).exists(),
                        "{name}: {href}"
                    );
                }
            }
            for table in all.iter().filter(|it| it.name == "th") {
                assert!(table.attributes.contains_key("scope"));
            }
            let count = |wanted: &str| all.iter().filter(|it| it.name == wanted).count();
            assert_eq!(count("table"), count("caption"), "{name}");
        }
    }
    let page = elements(&Place::sample().read("report.fr.html"));
    assert_eq!(page[0].attributes["lang"], "fr");
    let spoken: BTreeSet<&str> = page
        .iter()
        .filter(|it| it.attributes.contains_key("dir"))
        .map(|it| it.attributes["lang"].as_str())
        .collect();
    assert!(spoken.contains("en") && spoken.contains("fr"), "{spoken:?}");
}

fn post(account: &str, id: usize, at: &str, text: &str) -> Value {
    json!({"platform": "x", "account": account, "id": id.to_string(), "published_at": at, "text": text,
        "url": format!("https://x.example/{account}/{id}")})
}

/// More presences than one page holds, with ids that are no file names.
fn many() -> Place {
    let mut config = String::from(
        "[institution]\nname = { english = \"Watch\", french = \"Garde\" }\ntime-zone = \"America/Toronto\"\n",
    );
    let mut posts = Vec::new();
    for number in 0..15 {
        writeln!(
            config,
            "[[presence]]\nid = \"../Watch {number}\"\nplatform = \"x\"\nlevel-one = \"L1-{}\"\nenglish = \"watch{number}\"\nfrench = \"garde{number}\"",
            number % 3
        )
        .unwrap();
        let (english, french) = (format!("watch{number}"), format!("garde{number}"));
        for day in 10..20 {
            let id = 1000 * number + day;
            let at = format!("2026-10-{day}T14:00:00Z");
            posts.push(post(
                &english,
                id,
                &at,
                &format!("The lighthouse at Cape Merrin is open from {day} to 30 October."),
            ));
            if day % 4 > 0 {
                let late = format!("2026-10-{day}T14:{day}:00Z");
                posts.push(post(
                    &french,
                    id + 500,
                    &late,
                    &format!("Le phare du cap Merrin est ouvert du {day} au 30 octobre."),
                ));
            }
        }
    }
    Place::of(&config, &posts)
}

/// A report of many presences on one page could not be opened; a name made of an id must not leave the folder.
#[test]
fn many_presences_have_pages_of_their_own() {
    let place = many();
    let pages = place.pages();
    assert_eq!(pages.len(), 2 + 2 * 15);
    assert!(pages.iter().all(|name| place.read(name).len() < 5_000_000));
    assert!(pages.contains(&"report.en.html".to_owned()));
    for name in pages.iter().filter(|name| name.starts_with("presences/")) {
        assert!(name["presences/".len()..].starts_with("watch-"), "{name}");
    }
    let findings = place.read("findings.csv").lines().count() - 1;
    let shown: usize = pages
        .iter()
        .filter(|name| name.starts_with("presences/") && name.ends_with(".en.html"))
        .map(|name| place.read(name).matches("id=\"finding-").count())
        .sum();
    assert_eq!(shown, findings);
}

const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>";

fn hostile_texts() -> Vec<String> {
    vec![
        format!("Our new notice about the harbour {SCRIPT} is open to the public today"),
        "The harbour will be closed \"'><svg/onload=alert(3)>&amp;&lt; for the whole week".to_owned(),
        "The ferry to the island \u{202e}\u{2066}evitatnetni ecnanetniam\u{200f} leaves at noon today".to_owned(),
        format!("The longest word that was ever posted here: {}", "W".repeat(10_000)),
        "The win\u{200b}ter ser\u{200d}vice of the\u{feff} coast will be\u{ad} open next month".to_owned(),
        "Read the data:text/html,<b>page</b> or javascript:alert(4) before you leave the harbour".to_owned(),
        "=HYPERLINK(\"http://evil.example\") is what the master of the harbour wrote yesterday".to_owned(),
        "The bell\u{7}of the\u{1b}[31m harbour]]> rings --> at {{ noon }} {% for %} every day".to_owned(),
    ]
}

/// Posts that want to be more than text: each without counterpart, so that each is quoted.
fn hostile() -> Place {
    let config = "[institution]\nname = { english = \"<b>Watch</b>\", french = \"<b>Garde</b>\" }\ntime-zone = \"America/Toronto\"\n[[presence]]\nid = \"a\\\"><script>\"\nplatform = \"x\"\nlevel-one = \"<i>L1</i>\"\nenglish = \"watch\"\nfrench = \"garde\"\n";
    let mut posts: Vec<Value> = hostile_texts()
        .iter()
        .enumerate()
        .map(|(number, text)| {
            let at = format!("2026-10-{:02}T14:00:00Z", 5 + number);
            post("watch", number, &at, text)
        })
        .collect();
    for (post, url) in posts.iter_mut().zip([
        "javascript:alert(5)",
        "data:text/html,<script>alert(6)</script>",
        "https://x.example/\"onclick=\"alert(7)",
    ]) {
        post["url"] = json!(url);
    }
    let mut repost = post("watch", 90, "2026-10-20T14:00:00Z", "");
    repost["kind"] = json!("repost");
    repost["reference"] = json!({"id": "9", "account": "=x<script>alert(8)</script>",
        "text": "The minister of the sea said that the harbour was safe for everyone", "language": "en"});
    posts.push(repost);
    // So that the other account counts as read.
    posts.push(post(
        "garde",
        91,
        "2026-11-25T14:00:00Z",
        "Le musée de la mer sera fermé pour les fêtes",
    ));
    Place::of(config, &posts)
}

/// A coordinator must find on the page what was mended, what persons decided, and what is still owed from before.
#[test]
fn a_page_tells_what_became_of_earlier_findings() {
    let place = Place::followed();
    let page = place.read("report.en.html");
    let headings: Vec<String> = elements(&page)
        .into_iter()
        .filter(|it| it.name == "h3")
        .map(|it| it.text.trim().to_owned())
        .collect();
    for wanted in [
        "Corrected since the report before (1)",
        "Set aside by a person, until a day (1)",
        "Pairs that a person decided about (1)",
        "Older posts still without equivalent (",
        "Checklist: to look at (",
        "Attestation: to be attested (",
    ] {
        let is_there = headings.iter().any(|it| it.starts_with(wanted));
        assert!(is_there, "{wanted}: {headings:?}");
    }
    assert!(page.contains("Findings since the report of"));
    assert!(page.contains("&#60;script&#62;alert(9)") && !page.contains("<script"));
    // Who waived a post owes its other version no more.
    let owed = place.read("backfill.csv");
    assert!(!owed.contains("x:102") && owed.contains("x:107"), "{owed}");
}

/// Every element that a page may have: none of them runs or fetches anything.
const ALLOWED: [&str; 47] = [
    "a",
    "article",
    "body",
    "blockquote",
    "caption",
    "circle",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "head",
    "header",
    "html",
    "li",
    "line",
    "link",
    "main",
    "meta",
    "nav",
    "p",
    "path",
    "rect",
    "section",
    "span",
    "strong",
    "style",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "ul",
];

/// A post that runs in the browser of whoever reads the report turns it into a weapon.
#[test]
fn hostile_posts_stay_text_on_a_page() {
    let place = hostile();
    for name in place.pages() {
        let page = place.read(&name);
        let all = elements(&page);
        for element in &all {
            let known = ALLOWED.contains(&element.name.as_str());
            assert!(known, "{name}: {}", element.name);
            for (key, value) in &element.attributes {
                assert!(!key.starts_with("on"), "{name}: {key}");
                let leads_out = key == "href" && value.contains(':');
                assert!(!leads_out || value.starts_with("http"), "{name}: {value}");
                if leads_out {
                    assert_eq!(element.attributes["rel"], "noopener noreferrer");
                }
            }
        }
        let paragraphs = all.iter().filter(|it| it.name == "p");
        let quoted: String = paragraphs.map(|it| it.text.as_str()).collect();
        for text in hostile_texts() {
            let shown: String = text
                .chars()
                .take(600)
                .map(|c| if c.is_control() { '\u{fffd}' } else { c })
                .collect();
            assert!(quoted.contains(&shown), "{name}: {shown}");
        }
        let is_cut = |it: &Element| it.attributes.get("class").is_some_and(|it| it == "cut");
        let mut cut = all.iter().filter(|it| is_cut(it));
        assert!(cut.any(|it| numbers(&it.text).concat() == "9444"), "{name}");
        assert!(page.len() < 300_000);
    }
}

/// The same in a spreadsheet, a program, a terminal and a wiki.
#[test]
fn hostile_posts_stay_text_in_the_other_formats() {
    let place = hostile();
    let report: Value = serde_json::from_str(&place.read("report.json")).unwrap();
    assert!(report["findings"].as_array().unwrap().len() >= 9);
    for name in ["posts.csv", "findings.csv", "presences.csv", "summary.csv"] {
        let text = place.read(name);
        let rows = csv::Reader::from_reader(text.as_bytes()).into_records();
        for row in rows {
            for cell in &row.unwrap() {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{name}: {cell}"
                );
                assert!(
                    !cell.starts_with("javascript:") && !cell.starts_with("data:"),
                    "{name}: {cell}"
                );
            }
        }
    }
    let period = ["report", "--from", "2026-10-01", "--to", "2026-10-31"];
    let text = place.say(&period);
    let markdown = place.say(&[&period[..], &["--format", "markdown"]].concat());
    for shown in [&text, &markdown] {
        assert!(!shown.contains(['\u{7}', '\u{1b}', '\u{202e}', '\u{2066}']));
        assert!(!shown.contains("](javascript") && !shown.contains("<javascript"));
        assert!(shown.lines().all(|line| line.chars().count() < 1000));
    }
    assert!(!markdown.contains("<script") && markdown.contains("&lt;script&gt;alert(1)"));
}

/// A summary that is longer than its bound is cut by the mail program, in the middle of a language.
/// The short forms are what most people read: they must not hide that a report follows another one.
#[test]
fn short_forms_tell_what_became_of_earlier_findings() {
    let place = Place::followed();
    let words = ["report", "--week", "2026-W46", "--decisions", "later.csv"];
    let say = |format: &str, language: &str| {
        let rest = ["--previous", "w45", "--format", format];
        place.say(&[&words[..], &rest, &["--language", language]].concat())
    };
    for (format, stars) in [("summary", ""), ("markdown", "**")] {
        let english = say(format, "en");
        let line =
            format!("{stars}Findings since the report of 2026-11-02 to 2026-11-08{stars}: new: ");
        assert!(english.contains(&line), "{english}");
        let french = say(format, "fr");
        let line = format!(
            "{stars}Constats depuis le rapport du 2026-11-02 au 2026-11-08{stars}\u{a0}: nouveaux\u{a0}: "
        );
        assert!(french.contains(&line), "{french}");
    }
}

#[test]
fn the_summary_is_short_and_in_both_languages() {
    for (place, words) in [
        (Place::sample(), vec!["report", "--sample"]),
        (
            many(),
            vec!["report", "--from", "2026-10-01", "--to", "2026-10-31"],
        ),
        (
            hostile(),
            vec!["report", "--from", "2026-10-01", "--to", "2026-10-31"],
        ),
    ] {
        let english = place.say(&[&words[..], &["--format", "summary"]].concat());
        let french =
            place.say(&[&words[..], &["--format", "summary", "--language", "fr"]].concat());
        let halves: Vec<&str> = english.split("\n---\n\n").collect();
        assert_eq!(halves.len(), 2, "{english}");
        assert!(
            french.starts_with(halves[1].trim_end())
                || french == format!("{}\n---\n\n{}", halves[1], halves[0])
        );
        assert_eq!(numbers(halves[0]), numbers(halves[1]));
        assert!(english.chars().count() <= tandem::report::SUMMARY_LENGTH);
    }
}
