//! Week: the numbers and pictures of a period, and the list of what there is to decide.

use super::busy::Refused;
use super::frame::{Frame, Page, beginning, html, trouble};
use super::week_query::{FILTERS, Query};
use super::week_report::{DECIDED, OPEN, PAIRS, Read, read};
use super::{App, Shared, matter};
use crate::model::{Bilingual, FindingState, Language, Problem, Severity};
use crate::report::{Kind, Matter};
use crate::rules;
use crate::text::wording;
use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Entries of a page of the list.
const LISTED: usize = 25;
/// Characters of a post in the list.
const EXCERPT: usize = 140;

pub(super) fn routes() -> Router<Shared> {
    let mut routes = Router::new();
    for language in [Language::English, Language::French] {
        let path = *Page::Week.path().get(language);
        let list = move |State(app): State<Shared>, RawQuery(query): RawQuery| async move {
            list(&app, language, query).await
        };
        let open = move |State(app): State<Shared>,
                         Path(id): Path<String>,
                         RawQuery(query): RawQuery| async move {
            matter::open(&app, language, id, query).await
        };
        let decide = move |State(app): State<Shared>,
                           Path(id): Path<String>,
                           RawQuery(query): RawQuery,
                           body: Result<Bytes, BytesRejection>| async move {
            matter::decide(&app, language, id, query, body).await
        };
        routes = routes
            .route(path, get(list))
            .route(&format!("{path}/{{id}}"), get(open).post(decide));
    }
    routes
}

/// Makes a page beside the loop; what goes wrong is said on a page of the same frame.
pub(super) async fn respond(
    app: &Shared,
    language: Language,
    other: String,
    make: impl FnOnce(&App) -> Result<Response, Problem> + Send + 'static,
) -> Response {
    let inner = Arc::clone(app);
    match app.busy.run(move || make(&inner)).await {
        Ok(Ok(page)) => page,
        Ok(Err(problem)) => trouble(StatusCode::UNPROCESSABLE_ENTITY, language, other, problem),
        Err(refused) => overloaded(refused, language, other),
    }
}

fn overloaded(refused: Refused, language: Language, other: String) -> Response {
    let problem = Problem::new(
        "tandem",
        "too much at once; try again in a second",
        "trop de demandes à la fois; réessayez dans une seconde",
    );
    let mut response = trouble(refused.status(), language, other, problem);
    let later = HeaderValue::from_static("1");
    response.headers_mut().insert(header::RETRY_AFTER, later);
    response
}

async fn list(app: &Shared, language: Language, query: Option<String>) -> Response {
    let query = Query::parse(query.as_deref());
    let path = Page::Week.path();
    let other = format!("{}{}", path.get(language.other()), query.suffix());
    let frame = Frame {
        other: other.clone(),
        ..Frame::of(Page::Week, language)
    };
    respond(app, language, other.clone(), move |app| {
        match read(app, &query) {
            Ok(read) => Ok(html(StatusCode::OK, &List::new(frame, &query, &read))),
            // Nothing was asked for that could be wrong: there is nothing yet, and the page says what to do.
            Err(problem) if query.suffix().is_empty() => Ok(if app.places.config().is_ok() {
                beginning(language, other, problem)
            } else {
                trouble(StatusCode::OK, language, other, problem)
            }),
            Err(problem) => Err(problem),
        }
    })
    .await
}

#[derive(Template)]
#[template(path = "week.html", config = "src/web/html/askama.toml")]
struct List {
    frame: Frame,
    path: &'static str,
    /// The period as a person reads it, and its first and last day.
    period: String,
    first: String,
    last: String,
    before: String,
    after: String,
    /// Choices: name, what is chosen among.
    choices: Vec<Choice>,
    /// What the forms pass on.
    kept: Vec<(&'static str, String)>,
    overview: String,
    /// How many entries of each kind the list has.
    tally: String,
    rows: Vec<Entry>,
    number: usize,
    pages: usize,
    newer: Option<String>,
    older: Option<String>,
    notes: Vec<Problem>,
}

struct Choice {
    name: &'static str,
    label: &'static str,
    options: Vec<Item>,
}

struct Item {
    value: String,
    label: String,
    is_chosen: bool,
}

/// A line of the list.
struct Entry {
    href: String,
    title: &'static str,
    class: &'static str,
    /// Severity and state in words.
    weight: Option<&'static str>,
    state: &'static str,
    presence: String,
    at: String,
    message: String,
    quoted: Option<(&'static str, String)>,
}

impl List {
    fn new(frame: Frame, query: &Query, read: &Read) -> Self {
        let language = frame.language;
        let path = Page::Week.path();
        let path = path.get(language);
        let matters = read.matters(query);
        let pages = matters.len().div_ceil(LISTED).max(1);
        let number = query.page().min(pages);
        let shown = matters.iter().skip((number - 1) * LISTED).take(LISTED);
        let (first, last) = read.days();
        let [before, after] = read.neighbours().map(|(from, to)| {
            let (from, to) = (from.to_string(), to.to_string());
            let period = query.with(&[("week", ""), ("from", &from), ("to", &to)]);
            format!("{path}{}", period.suffix())
        });
        let to = |number: usize| {
            let page = number.to_string();
            format!("{path}{}#list", query.with(&[("page", &page)]).suffix())
        };
        Self {
            period: period(read, language),
            first: first.to_string(),
            last: last.to_string(),
            before,
            after,
            choices: choices(query, read, language),
            kept: query.hidden(&[
                "week",
                "from",
                "to",
                "presence",
                "level-one",
                "rule",
                "severity",
                "state",
            ]),
            overview: read.report.overview(language),
            tally: tally(&matters, language),
            rows: shown
                .map(|matter| entry(matter, query, path, read, language))
                .collect(),
            newer: (number > 1).then(|| to(number - 1)),
            older: (number < pages).then(|| to(number + 1)),
            number,
            pages,
            notes: read.notes.clone(),
            path,
            frame,
        }
    }
}

/// How many entries of each kind there are: as the numbers above count them.
fn tally(matters: &[Matter], language: Language) -> String {
    let count = |of: fn(&Matter) -> bool| matters.iter().filter(|it| of(it)).count();
    let is_waived = |it: &Matter| it.state() == Some(FindingState::Waived);
    let is_finding =
        |it: &Matter| it.kind() == Kind::Finding && it.state() != Some(FindingState::Waived);
    let parts = [
        (
            count(is_finding),
            Bilingual::new(["finding", "findings"], ["constat", "constats"]),
        ),
        (
            count(|it| it.kind() == Kind::Doubt),
            Bilingual::new(
                ["pair to look at", "pairs to look at"],
                ["paire à regarder", "paires à regarder"],
            ),
        ),
        (
            count(is_waived),
            Bilingual::new(
                ["waived"; 2],
                ["visé par une dispense", "visés par une dispense"],
            ),
        ),
        (
            count(|it| it.kind() == Kind::Decided),
            Bilingual::new(
                ["pair decided", "pairs decided"],
                ["paire décidée", "paires décidées"],
            ),
        ),
    ];
    let words = parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, words)| {
            let [one, many] = words.get(language);
            let words = if number == 1 { one } else { many };
            format!("{} {words}", wording::count(number).get(language))
        });
    words.collect::<Vec<_>>().join(" · ")
}

/// The period by its days.
pub(super) fn period(read: &Read, language: Language) -> String {
    let (first, last) = read.days();
    match language {
        Language::English => format!("{first} to {last}"),
        Language::French => format!("{first} au {last}"),
    }
}

fn entry(matter: &Matter, query: &Query, path: &str, read: &Read, language: Language) -> Entry {
    let at = matter
        .at()
        .map(|at| wording::instant(at, &read.config.zone));
    let excerpt = |(tag, text)| (tag, wording::excerpt(text, EXCERPT));
    Entry {
        href: format!("{path}/{}{}", matter.id(), query.suffix()),
        title: matter.title().get(language),
        class: class(matter),
        weight: matter.severity().map(|it| *it.text().get(language)),
        state: state(matter, language),
        presence: matter.presence().to_owned(),
        at: at.map(|at| at.get(language).clone()).unwrap_or_default(),
        message: matter.message(language),
        quoted: matter
            .quoted()
            .map(excerpt)
            .filter(|(_, text)| !text.is_empty()),
    }
}

/// How it looks.
fn class(matter: &Matter) -> &'static str {
    match matter.kind() {
        Kind::Finding => matter.severity().map_or("", Severity::code),
        Kind::Doubt | Kind::Decided => "doubt",
    }
}

fn state(matter: &Matter, language: Language) -> &'static str {
    let text = match matter.state() {
        Some(state) => state.text(),
        None if matter.kind() == Kind::Doubt => Bilingual::new("to look at", "à regarder"),
        None => Bilingual::new("decided", "décidée"),
    };
    text.get(language)
}

/// What the list can be narrowed by.
fn choices(query: &Query, read: &Read, language: Language) -> Vec<Choice> {
    let say = |english: &'static str, french: &'static str| match language {
        Language::English => english,
        Language::French => french,
    };
    let choice = |name: &'static str, label, mut options: Vec<(String, String)>| {
        options.insert(0, (String::new(), say("all", "toutes").to_owned()));
        let chosen = query.get(name).unwrap_or_default();
        let options = options.into_iter().map(|(value, label)| Item {
            is_chosen: value == chosen,
            value,
            label,
        });
        Choice {
            name,
            label,
            options: options.collect(),
        }
    };
    let same = |text: &str| (text.to_owned(), text.to_owned());
    let presences = read.config.presences.iter();
    let levels: BTreeSet<&str> = presences
        .clone()
        .map(|it| it.level_one.as_str())
        .filter(|it| !it.is_empty())
        .collect();
    let mut all = vec![choice(
        "presence",
        say("Presence", "Présence"),
        presences.map(|it| same(&it.id)).collect(),
    )];
    if !levels.is_empty() {
        let levels = levels.into_iter().map(same).collect();
        all.push(choice(
            "level-one",
            say("Level one (L1)", "Entité de niveau un (N1)"),
            levels,
        ));
    }
    let [rule, severity, state] = FILTERS;
    all.push(choice(
        rule,
        say("Rule", "Règle"),
        found(query, read, language),
    ));
    let severities = [
        Severity::Error,
        Severity::Warning,
        Severity::Style,
        Severity::Information,
    ];
    let severities =
        severities.map(|it| (it.code().to_owned(), (*it.text().get(language)).to_owned()));
    all.push(choice(
        severity,
        say("Severity", "Gravité"),
        severities.into(),
    ));
    let mut states = vec![(
        OPEN.to_owned(),
        say("something to do", "à traiter").to_owned(),
    )];
    states.extend(
        FindingState::ALL.map(|it| (it.code().to_owned(), (*it.text().get(language)).to_owned())),
    );
    states.push((
        DECIDED.to_owned(),
        say("pair decided", "paire décidée").to_owned(),
    ));
    // « État » is masculine, the others are not.
    let mut states = choice(state, say("State", "État"), states);
    if let Some(first) = states.options.first_mut() {
        say("all", "tous").clone_into(&mut first.label);
    }
    all.push(states);
    all
}

/// The rules that found something, and the one that is chosen.
fn found(query: &Query, read: &Read, language: Language) -> Vec<(String, String)> {
    let mut names: BTreeSet<&str> = read
        .report
        .matters()
        .map(|it| it.rule().unwrap_or(PAIRS))
        .collect();
    names.extend(query.get("rule"));
    let title = |name: &str| match rules::find(name) {
        Some(rule) => (*rule.info().title.get(language)).to_owned(),
        None if name == PAIRS => match language {
            Language::English => "Pairs to decide or decided".to_owned(),
            Language::French => "Paires à décider ou décidées".to_owned(),
        },
        None => name.to_owned(),
    };
    names
        .into_iter()
        .map(|name| (name.to_owned(), title(name)))
        .collect()
}
