//! What the page of a draft shows.

use super::draft::{Shown, Suggestion, frame, judged};
use super::draft_form::{self, KINDS, Medium, Where};
use super::frame::{Frame, Page};
use crate::corpora::PROVISIONS;
use crate::model::{Bilingual, Language, Message, Problem, RuleInfo, Severity};
use crate::rules::{Draft, Order};
use crate::text::{length, wording};
use crate::work::check::{Context, UNLIMITED, Verdict, platform, weight};
use askama::Template;
use std::ops::Range;

/// The page.
#[derive(Template)]
#[template(path = "draft.html", config = "src/web/html/askama.toml")]
pub(super) struct View {
    frame: Frame,
    path: &'static str,
    problems: Vec<Problem>,
    notes: Vec<Bilingual<&'static str>>,
    kept: String,
    boxes: Vec<TextBox>,
    line: String,
    weight: &'static str,
    lengths: Vec<Length>,
    findings: Vec<Finding>,
    platforms: Vec<Choice>,
    presences: Vec<Choice>,
    both: bool,
    emergency: bool,
    zone: String,
    planned: String,
    media: Vec<Row>,
}

/// A box to type in, with what is under its words.
struct TextBox {
    name: &'static str,
    code: &'static str,
    label: &'static str,
    copy: &'static str,
    text: String,
    parts: Vec<Part>,
}

/// A stretch of a text, and the heaviest finding about it.
struct Part {
    text: String,
    severity: Option<&'static str>,
}

/// What the texts take on a platform, of what they may.
struct Length {
    platform: &'static str,
    english: String,
    french: String,
    english_over: bool,
    french_over: bool,
    /// What the French will probably take, while there is none.
    forecast: Option<String>,
}

struct Finding {
    severity: &'static str,
    label: String,
    message: String,
    quotes: Vec<Quote>,
    apply: Option<Apply>,
    manual: String,
    title: &'static str,
    provision: Option<String>,
}

/// Words that a finding points at.
struct Quote {
    code: &'static str,
    name: &'static str,
    text: String,
}

/// A suggestion and its button; the place in the units that a browser counts in.
struct Apply {
    value: String,
    name: &'static str,
    code: &'static str,
    start: usize,
    end: usize,
    words: String,
}

struct Choice {
    name: String,
    label: String,
    chosen: bool,
}

struct Row {
    number: usize,
    kinds: Vec<Choice>,
    places: Vec<Choice>,
    english: String,
    french: String,
}

const SIDES: [Language; 2] = [Language::English, Language::French];

/// The name of a box.
fn name(side: Language) -> &'static str {
    match side {
        Language::English => "english",
        Language::French => "french",
    }
}

impl View {
    pub(super) fn new(language: Language, shown: Shown, context: &Context) -> Self {
        let Shown {
            draft,
            mut problems,
            notes,
            more_media,
        } = shown;
        let (verdict, problem) = judged(&draft, context);
        problems.extend(problem);
        let is_empty = SIDES
            .iter()
            .all(|side| text(&draft, *side).trim().is_empty());
        // Nobody is told that both boxes are empty before anything is typed.
        let verdict = verdict.filter(|_| !is_empty || !draft.english.media.is_empty());
        let frame = frame(language);
        let (line, weight) = match &verdict {
            Some(verdict) => (
                verdict.line().get(language).clone(),
                verdict.severity().map_or("nothing", Severity::code),
            ),
            None => (
                frame
                    .say("Nothing typed yet.", "Rien n’a encore été saisi.")
                    .to_owned(),
                "empty",
            ),
        };
        let mut rows = draft_form::rows(&draft);
        if rows.is_empty() || more_media {
            rows.push(Medium::default());
        }
        Self {
            path: Page::Draft.path().get(language),
            kept: serde_json::to_string(&draft).unwrap_or_default(),
            boxes: boxes(&frame, &draft, verdict.as_ref()),
            line,
            weight,
            lengths: verdict
                .as_ref()
                .map(|it| lengths(it, language))
                .unwrap_or_default(),
            findings: verdict
                .as_ref()
                .map(|it| findings(&frame, it))
                .unwrap_or_default(),
            platforms: platforms(&draft),
            presences: presences(&draft, context),
            both: draft.order == Order::Both,
            emergency: draft.class.as_deref() == Some("emergency"),
            zone: context.zone.iana_name().unwrap_or("UTC").to_owned(),
            planned: draft
                .planned_at
                .as_deref()
                .and_then(|at| draft_form::local_time(at, &context.zone))
                .unwrap_or_default(),
            media: media(&frame, &rows),
            problems,
            notes,
            frame,
        }
    }
}

fn text(draft: &Draft, side: Language) -> &str {
    match side {
        Language::English => &draft.english.text,
        Language::French => &draft.french.text,
    }
}

fn boxes(frame: &Frame, draft: &Draft, verdict: Option<&Verdict>) -> Vec<TextBox> {
    SIDES
        .map(|side| TextBox {
            name: name(side),
            code: side.code(),
            label: side_name(frame, side),
            copy: match side {
                Language::English => frame.say("Copy the English", "Copier l’anglais"),
                Language::French => frame.say("Copy the French", "Copier le français"),
            },
            text: text(draft, side).to_owned(),
            parts: parts(text(draft, side), &places(verdict, side)),
        })
        .into()
}

fn side_name(frame: &Frame, side: Language) -> &'static str {
    let names = match side {
        Language::English => Bilingual::new("English", "Anglais"),
        Language::French => Bilingual::new("French", "Français"),
    };
    names.get(frame.language)
}

/// The places of a side that findings point at, with what they weigh.
fn places(verdict: Option<&Verdict>, side: Language) -> Vec<(Range<usize>, Severity)> {
    let findings = verdict.iter().flat_map(|it| &it.findings);
    findings
        .filter_map(|(rule, message)| {
            let place = message.places.get(side).clone()?;
            Some((place, weight(rule, message)))
        })
        .collect()
}

/// A text cut where findings begin and end.
fn parts(text: &str, places: &[(Range<usize>, Severity)]) -> Vec<Part> {
    let mut cuts: Vec<usize> = places
        .iter()
        .flat_map(|(it, _)| [it.start, it.end])
        .collect();
    cuts.push(text.len());
    cuts.sort_unstable();
    cuts.dedup();
    let mut parts: Vec<Part> = Vec::new();
    let mut from = 0;
    for cut in cuts {
        let Some(words) = text.get(from..cut).filter(|it| !it.is_empty()) else {
            continue;
        };
        let over = places
            .iter()
            .filter(|(it, _)| it.start <= from && cut <= it.end);
        let severity = over
            .map(|(_, severity)| *severity)
            .max()
            .map(Severity::code);
        match parts.last_mut() {
            Some(Part {
                text,
                severity: before,
            }) if *before == severity => text.push_str(words),
            _ => parts.push(Part {
                text: words.to_owned(),
                severity,
            }),
        }
        from = cut;
    }
    parts
}

fn lengths(verdict: &Verdict, language: Language) -> Vec<Length> {
    let count = |number| wording::count(number).get(language).clone();
    let known = verdict
        .platforms
        .iter()
        .filter_map(|name| length::find(name));
    let texts = &verdict.contents;
    let wants_french = texts.french.text.trim().is_empty();
    known
        .map(|platform| {
            let (english, french) = (
                platform.length(&texts.english.text),
                platform.length(&texts.french.text),
            );
            Length {
                platform: label(platform.name),
                english: format!("{} / {}", count(english), count(platform.limit)),
                french: format!("{} / {}", count(french), count(platform.limit)),
                english_over: english > platform.limit,
                french_over: french > platform.limit,
                forecast: (wants_french && english > 0).then(|| count(length::french_of(english))),
            }
        })
        .collect()
}

fn findings(frame: &Frame, verdict: &Verdict) -> Vec<Finding> {
    let mut sorted: Vec<&(&'static RuleInfo, Message)> = verdict.findings.iter().collect();
    sorted.sort_by_key(|(rule, message)| std::cmp::Reverse(weight(rule, message)));
    sorted
        .into_iter()
        .map(|(rule, message)| finding(frame, verdict, rule, message))
        .collect()
}

fn finding(
    frame: &Frame,
    verdict: &Verdict,
    rule: &'static RuleInfo,
    message: &Message,
) -> Finding {
    let language = frame.language;
    let severity = weight(rule, message);
    let quotes = SIDES.into_iter().filter_map(|side| {
        let place = message.places.get(side).clone()?;
        let words = verdict.contents.get(side).text.get(place)?.trim();
        (!words.is_empty()).then(|| Quote {
            code: side.code(),
            name: side_name(frame, side),
            text: words.to_owned(),
        })
    });
    let provision = rule.provisions.first().and_then(|id| PROVISIONS.get(*id));
    let provision = provision.filter(|_| severity >= Severity::Warning);
    Finding {
        severity: severity.code(),
        label: capital(severity.text().get(language)),
        message: message.text.get(language).clone(),
        quotes: quotes.collect(),
        apply: Suggestion::of(rule.name, message).map(|it| button(&it, verdict)),
        manual: format!("{}/{}", Page::Rules.path().get(language), rule.name),
        title: rule.title.get(language),
        provision: provision.map(|it| it.citation().get(language).clone()),
    }
}

fn button(suggestion: &Suggestion, verdict: &Verdict) -> Apply {
    let text = &verdict.contents.get(suggestion.side).text;
    let units = |end: usize| {
        text.get(..end)
            .map_or(0, |part| part.encode_utf16().count())
    };
    Apply {
        value: suggestion.code(),
        name: name(suggestion.side),
        code: suggestion.side.code(),
        start: units(suggestion.place.start),
        end: units(suggestion.place.end),
        words: suggestion.words.clone(),
    }
}

/// All platforms with a length, and those of the draft besides.
fn platforms(draft: &Draft) -> Vec<Choice> {
    let chosen: Vec<String> = draft.platforms.iter().map(|it| platform(it)).collect();
    let known = length::PLATFORMS.iter().map(|it| it.name);
    let others = UNLIMITED
        .iter()
        .copied()
        .filter(|name| chosen.iter().any(|it| it == name));
    known
        .chain(others)
        .map(|name| Choice {
            name: name.to_owned(),
            label: label(name).to_owned(),
            chosen: chosen.iter().any(|it| it == name),
        })
        .collect()
}

/// The name of a platform as it writes it.
fn label(name: &'static str) -> &'static str {
    match name {
        "x" => "X",
        "bluesky" => "Bluesky",
        "mastodon" => "Mastodon",
        "threads" => "Threads",
        "instagram" => "Instagram",
        "linkedin" => "LinkedIn",
        "facebook" => "Facebook",
        "youtube" => "YouTube",
        other => other,
    }
}

fn presences(draft: &Draft, context: &Context) -> Vec<Choice> {
    context
        .presences
        .iter()
        .map(|presence| Choice {
            name: presence.id.clone(),
            label: format!("{} ({})", presence.id, presence.platform()),
            chosen: draft.presence.as_deref() == Some(presence.id.as_str()),
        })
        .collect()
}

fn media(frame: &Frame, rows: &[Medium]) -> Vec<Row> {
    let words = [
        Bilingual::new("image", "image"),
        Bilingual::new("video", "vidéo"),
        Bilingual::new("sound", "son"),
        Bilingual::new("other", "autre"),
    ];
    let rows = rows.iter().enumerate();
    rows.map(|(at, row)| {
        let none = Choice {
            name: String::new(),
            label: frame.say("none", "aucun").to_owned(),
            chosen: row.kind.is_none(),
        };
        let kinds = KINDS.iter().zip(words).map(|((kind, code), word)| Choice {
            name: (*code).to_owned(),
            label: (*word.get(frame.language)).to_owned(),
            chosen: row.kind == Some(*kind),
        });
        let places = Where::ALL.map(|place| Choice {
            name: place.code().to_owned(),
            label: (*place.text().get(frame.language)).to_owned(),
            chosen: row.place == place,
        });
        Row {
            number: at + 1,
            kinds: [none].into_iter().chain(kinds).collect(),
            places: places.into(),
            english: row.alts.english.clone(),
            french: row.alts.french.clone(),
        }
    })
    .collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words would be shown twice or not at all where findings overlap.
    #[test]
    fn the_parts_are_the_text() {
        let text = "École ouverte 👩🏽‍✈️ demain";
        let places = [
            (0..6, Severity::Warning),
            (0..14, Severity::Error),
            (7..14, Severity::Warning),
            (text.len() - 6..text.len(), Severity::Information),
            (3..3, Severity::Error),
        ];
        let parts = parts(text, &places);
        let whole: String = parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(whole, text);
        let marked: Vec<_> = parts
            .iter()
            .map(|it| (it.text.as_str(), it.severity))
            .collect();
        assert_eq!(marked[0], ("École ouverte", Some("error")));
        assert_eq!(parts.last().unwrap().severity, Some("information"));
    }
}
