//! One thing to decide about: both posts side by side with the reasons, what holds now, and the forms to decide.
//!
//! A decision is a form that is sent; the answer leads to the same page with what holds then and a way back. What was seen
//! goes along, so that nobody overwrites what a colleague decided meanwhile.

use super::fields::Fields;
use super::frame::{Frame, Page, html};
use super::matter_form::{About, Posted};
use super::week::{period, respond};
use super::week_query::Query;
use super::week_report::{Read, read};
use super::{App, Shared};
use crate::decisions::{Change, Refusal, mark, standing};
use crate::model::{Bilingual, Decision, Language, Problem, Subject, Word};
use crate::report::{Kind, Matter};
use crate::text::wording;
use crate::work::decide as file;
use crate::work::decisions::urgent;
use askama::Template;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use std::collections::HashSet;

#[derive(Template)]
#[template(path = "matter.html", config = "src/web/html/askama.toml")]
struct View {
    frame: Frame,
    /// Where the forms are sent, and the list.
    action: String,
    list: String,
    period: String,
    card: Option<String>,
    previous: Option<String>,
    next: Option<String>,
    /// What was just done, and the fields that undo it.
    done: Option<String>,
    undo: Vec<(&'static str, String)>,
    problem: Option<Problem>,
    /// The post that a counterpart is taken from, if the person says so.
    taken: Option<String>,
    meanwhile: bool,
    /// What holds of each subject.
    held: Vec<Held>,
    subjects: Subjects,
    /// May the two be accepted, rejected?
    two: bool,
    /// The side that a counterpart is wanted of, and what came nearest.
    wanted: Option<&'static str>,
    nearest: String,
    /// Posts of that side that have no counterpart either, with the beginning of their words.
    candidates: Vec<(String, String)>,
    is_finding: bool,
    author: String,
    reason: String,
    expires: String,
    other: String,
    today: String,
}

/// What the decisions of a page can be about.
#[derive(Debug, Clone, Default)]
struct Subjects {
    finding: String,
    english: String,
    french: String,
    seen: Seen,
}

/// Marks of what holds about each of them.
#[derive(Debug, Clone, Default)]
struct Seen {
    finding: String,
    english: String,
    french: String,
    pair: String,
}

/// A decision that holds.
struct Held {
    about: &'static str,
    text: String,
    reason: String,
    /// Of the subject, for the withdrawal.
    seen: String,
}

pub(super) async fn open(
    app: &Shared,
    language: Language,
    id: String,
    query: Option<String>,
) -> Response {
    let other = address(language.other(), &id, &Query::parse(query.as_deref()));
    respond(app, language, other, move |app| {
        let fields = Fields::parse(query.as_deref().unwrap_or_default().as_bytes());
        let query = Query::parse(query.as_deref());
        let read = read(app, &query)?;
        let posted = Posted::of(&fields);
        let view = View::new(language, &id, &query, &read, posted, Outcome::Open);
        let status = if view.card.is_some() || view.done.is_some() {
            StatusCode::OK
        } else {
            StatusCode::NOT_FOUND
        };
        Ok(html(status, &view))
    })
    .await
}

pub(super) async fn decide(
    app: &Shared,
    language: Language,
    id: String,
    query: Option<String>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let other = address(language.other(), &id, &Query::parse(query.as_deref()));
    respond(app, language, other, move |app| {
        let query = Query::parse(query.as_deref());
        let body = body.map_err(|_| too_large())?;
        let mut posted = Posted::of(&Fields::parse(&body));
        let query = query.with(&[("author", &posted.author)]);
        let before = read(app, &query)?;
        match written(app, &posted, &before)? {
            Ok((subject, count)) => {
                if posted.next.is_empty()
                    && let Ok(after) = read(app, &query)
                {
                    let (before, after) = (before.matters(&query), after.matters(&query));
                    posted.next = following(&before, &id, &after).unwrap_or_default();
                }
                Ok(led(language, &id, &query, &posted, &subject, count))
            }
            Err(outcome) => {
                let read = read(app, &query)?;
                let status = match outcome {
                    Outcome::Refused(Refusal::Meanwhile) => StatusCode::CONFLICT,
                    _ => StatusCode::UNPROCESSABLE_ENTITY,
                };
                let view = View::new(language, &id, &query, &read, posted, outcome);
                Ok(html(status, &view))
            }
        }
    })
    .await
}

/// The id of what followed in the list, and is still there after a decision.
fn following(before: &[Matter], id: &str, after: &[Matter]) -> Option<String> {
    let place = before.iter().position(|matter| matter.id() == id)?;
    let after: HashSet<String> = after.iter().map(Matter::id).collect();
    let mut ids = before.iter().skip(place + 1).map(Matter::id);
    ids.find(|id| after.contains(id))
}

/// Writes what was decided. Gives its subject and how many rows there were before.
fn written(
    app: &App,
    posted: &Posted,
    read: &Read,
) -> Result<Result<(Subject, usize), Outcome>, Problem> {
    let config = app.places.config()?;
    let store = app.places.store(true)?;
    let today = config.zone.to_datetime(Timestamp::now()).date();
    let at = app.places.decisions(&config);
    let rows = file::rows(&at)?;
    let refused = |problem| Ok(Err(Outcome::Refused(Refusal::Problem(problem))));
    let decision = match posted.decision(today, &rows) {
        Ok(decision) => decision,
        Err(problem) => return refused(problem),
    };
    if decision.word != Word::Withdraw
        && let Err(problem) = file::check(&at, &decision, &config, &store)
    {
        return refused(problem);
    }
    if is_urgent(&decision, read) {
        return refused(urgent(""));
    }
    if let Some([post, of]) = posted.takes(&decision, &read.report) {
        return Ok(Err(Outcome::Taken { post, of }));
    }
    let subject = decision.subject.clone();
    let change = Change {
        decision,
        author: posted.author.clone(),
        date: today,
        seen: posted.seen.clone(),
    };
    let count = file::write(&at, &change).map_err(Outcome::Refused);
    Ok(count.map(|count| (subject, count)))
}

/// Would an emergency notice be set aside for nothing but urgency? The report would not do so.
fn is_urgent(decision: &Decision, read: &Read) -> bool {
    let is_about = |matter: &Matter| match &decision.subject {
        Subject::Finding(id) => matter.id() == *id,
        Subject::Post(post) => [matter.posts().english, matter.posts().french].contains(&&**post),
        Subject::Pair(_) => false,
    };
    decision.word == Word::Waive
        && !decision.may_set_aside(EMERGENCY)
        && read
            .report
            .matters()
            .any(|matter| matter.rule() == Some(EMERGENCY) && is_about(&matter))
}

/// The rule that urgency waives nothing of.
const EMERGENCY: &str = "emergency";

/// Back to the page by an address that can be loaded again without deciding again.
fn led(
    language: Language,
    id: &str,
    query: &Query,
    posted: &Posted,
    subject: &Subject,
    count: usize,
) -> Response {
    let path = *Page::Week.path().get(language);
    let id = match subject {
        Subject::Pair(two) => crate::report::id_of_pair(&two.english, &two.french),
        _ => id.to_owned(),
    };
    let [finding, english, french] = posted.named(subject);
    let at = count.to_string();
    let said = query.suffix_and(&[
        ("done", posted.act.as_str()),
        ("at", &at),
        ("next", &posted.next),
        ("about", posted.about.code()),
        ("finding", &finding),
        ("english", &english),
        ("french", &french),
    ]);
    Redirect::to(&format!("{path}/{id}{said}")).into_response()
}

/// The address of a page.
fn address(language: Language, id: &str, query: &Query) -> String {
    // The id stands in a path: what somebody made up may not lead elsewhere.
    let id: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    let path = Page::Week.path();
    format!("{}/{id}{}", path.get(language), query.suffix())
}

/// What the page has to say besides.
enum Outcome {
    Open,
    Refused(Refusal),
    /// The post is the counterpart of another one: the person is asked once more.
    Taken {
        post: String,
        of: String,
    },
}

impl View {
    fn new(
        language: Language,
        id: &str,
        query: &Query,
        read: &Read,
        posted: Posted,
        outcome: Outcome,
    ) -> Self {
        let matters = read.matters(query);
        let place = matters.iter().position(|matter| matter.id() == id);
        let matter = place.and_then(|place| matters.get(place)).copied();
        // One that the filters leave out, or that the decision took out of the list, can still be looked at.
        let known = |id: &str| read.report.matters().find(|matter| matter.id() == id);
        let matter = matter.or_else(|| known(id));
        let to = |matter: &Matter| address(language, &matter.id(), query);
        let at = |place: Option<usize>| matters.get(place?).copied();
        // What is decided moves to the end of the list: the way goes on from where it was.
        let next = known(&posted.next).or_else(|| at(place.map(|place| place + 1)));
        let path = Page::Week.path();
        let subjects = Subjects::of(matter, &posted, read);
        let title = matter.map_or_else(
            || (*GONE.get(language)).to_owned(),
            |matter| (*matter.title().get(language)).to_owned(),
        );
        // An address that somebody made up has nothing written.
        let is_done = !posted.done.is_empty() && posted.is_written(&read.rows);
        let (mut meanwhile, mut problem, mut taken) = (false, None, None);
        match outcome {
            Outcome::Open => {}
            Outcome::Refused(Refusal::Meanwhile) => meanwhile = true,
            Outcome::Refused(Refusal::Problem(found)) => problem = Some(found),
            Outcome::Taken { post, of } => {
                problem = Some(is_taken(&post, &of));
                taken = Some(of);
            }
        }
        let wanted = matter.filter(Matter::wants_counterpart).map(|matter| {
            if matter.posts().english.is_empty() {
                "english"
            } else {
                "french"
            }
        });
        let candidates = matter
            .zip(wanted)
            .map(|(matter, side)| candidates(&matter, side, read));
        let nearest = matter.and_then(|it| it.runner_up()).unwrap_or_default();
        let two = !subjects.english.is_empty() && !subjects.french.is_empty();
        Self {
            action: address(language, id, query),
            list: format!("{}{}#list", path.get(language), query.suffix()),
            period: period(read, language),
            card: matter.map(|matter| matter.html(language, 2)),
            previous: at(place.and_then(|place| place.checked_sub(1))).map(|it| to(&it)),
            next: next.map(|it| to(&it)),
            done: is_done.then(|| said(&posted, read, language)),
            undo: if is_done {
                posted.undo(&read.rows)
            } else {
                Vec::new()
            },
            problem,
            taken,
            meanwhile,
            held: subjects.held(read, language),
            two,
            wanted,
            nearest: nearest.to_owned(),
            candidates: candidates.unwrap_or_default(),
            is_finding: matter.is_some_and(|it| it.kind() == Kind::Finding),
            author: Some(posted.author)
                .filter(|it| !it.is_empty())
                .or(query.get("author").map(str::to_owned))
                .unwrap_or_default(),
            reason: posted.reason,
            expires: posted.expires,
            other: Some(posted.other)
                .filter(|it| !it.is_empty())
                .unwrap_or_else(|| nearest.to_owned()),
            today: read
                .config
                .zone
                .to_datetime(Timestamp::now())
                .date()
                .to_string(),
            subjects,
            frame: Frame {
                title,
                other: address(language.other(), id, query),
                ..Frame::of(Page::Week, language)
            },
        }
    }
}

/// Posts of a side of the same presence whose counterpart is wanted as well.
fn candidates(matter: &Matter, side: &str, read: &Read) -> Vec<(String, String)> {
    let others = read
        .report
        .matters()
        .filter(|other| other.presence() == matter.presence() && other.wants_counterpart());
    let candidates = others.filter_map(|other| {
        let posts = other.posts();
        let key = if side == "english" {
            posts.english
        } else {
            posts.french
        };
        let (_, text) = other.quoted()?;
        (!key.is_empty()).then(|| (key.to_owned(), wording::excerpt(text, EXCERPT)))
    });
    candidates.take(CANDIDATES).collect()
}

/// Posts that are offered as counterparts, and the characters of each.
const CANDIDATES: usize = 50;
const EXCERPT: usize = 80;

const GONE: Bilingual<&str> = Bilingual::new(
    "Not in the report of this period",
    "Absent du rapport de cette période",
);

impl Subjects {
    /// Of what is shown; where nothing is, of what was just decided about.
    fn of(matter: Option<Matter>, posted: &Posted, read: &Read) -> Self {
        let mut subjects = match matter {
            Some(matter) => {
                let posts = matter.posts();
                let is_finding = matter.kind() == Kind::Finding;
                Self {
                    finding: if is_finding {
                        matter.id()
                    } else {
                        String::new()
                    },
                    english: posts.english.to_owned(),
                    french: posts.french.to_owned(),
                    seen: Seen::default(),
                }
            }
            None => Self {
                finding: posted.finding.clone(),
                english: posted.english.clone(),
                french: posted.french.clone(),
                seen: Seen::default(),
            },
        };
        let seen = |subject: &Subject| mark(&read.rows, subject);
        subjects.seen = Seen {
            finding: seen(&Subject::Finding(subjects.finding.clone())),
            english: seen(&Subject::Post(subjects.english.clone())),
            french: seen(&Subject::Post(subjects.french.clone())),
            pair: seen(&Subject::Pair(
                subjects.pair(matter.and_then(|it| it.runner_up())),
            )),
        };
        subjects
    }

    /// The two posts; of one alone with what came nearest.
    fn pair(&self, nearest: Option<&str>) -> Bilingual<String> {
        let or = |post: &String| {
            if post.is_empty() {
                nearest.unwrap_or_default().to_owned()
            } else {
                post.clone()
            }
        };
        Bilingual::new(or(&self.english), or(&self.french))
    }

    /// What holds about each of them.
    fn held(&self, read: &Read, language: Language) -> Vec<Held> {
        let of = |about: About, subject: Subject, seen: &str| {
            let held = standing(&read.rows, &subject).pop()?;
            Some(Held {
                about: about.code(),
                text: sentence(about, &held, language),
                reason: held.reason.clone(),
                seen: seen.to_owned(),
            })
        };
        let seen = &self.seen;
        let post = |post: &String| Subject::Post(post.clone());
        let pair = Subject::Pair(Bilingual::new(self.english.clone(), self.french.clone()));
        let all = [
            of(About::Pair, pair, &seen.pair),
            of(
                About::Finding,
                Subject::Finding(self.finding.clone()),
                &seen.finding,
            ),
            of(About::English, post(&self.english), &seen.english),
            of(About::French, post(&self.french), &seen.french),
        ];
        all.into_iter().flatten().collect()
    }
}

/// Who decided what, when, until when.
fn sentence(about: About, decision: &Decision, language: Language) -> String {
    let word = decision.word.text();
    let (word, what) = (word.get(language), about.text());
    let what = what.get(language);
    let (author, date) = (&decision.author, decision.date);
    let until = decision.expires.map(|day| match language {
        Language::English => format!(", until {day}"),
        Language::French => format!(", jusqu’au {day}"),
    });
    let until = until.unwrap_or_default();
    match language {
        Language::English => format!("{what}: {word} by {author} on {date}{until}."),
        Language::French => format!("{what}\u{a0}: {word} par {author} le {date}{until}."),
    }
}

/// What was just done.
fn said(posted: &Posted, read: &Read, language: Language) -> String {
    let name = read
        .file
        .path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let held = posted
        .subject()
        .map(|subject| standing(&read.rows, &subject));
    match held.ok().and_then(|mut held| held.pop()) {
        Some(decision) => {
            let sentence = sentence(posted.about, &decision, language);
            match language {
                Language::English => format!("Written to {name}. {sentence}"),
                Language::French => format!("Consigné dans {name}. {sentence}"),
            }
        }
        None => match language {
            Language::English => format!("Written to {name}: no decision holds any more."),
            Language::French => {
                format!("Consigné dans {name}\u{a0}: plus aucune décision ne vaut.")
            }
        },
    }
}

fn is_taken(post: &str, of: &str) -> Problem {
    Problem::new(
        "",
        format!(
            "{post} is the counterpart of {of}, which would have none any more; if that is right, say so below and pair them again"
        ),
        format!(
            "{post} est l’équivalent de {of}, qui n’en aurait plus; si c’est voulu, indiquez-le ci-dessous et jumelez-les de nouveau"
        ),
    )
}

fn too_large() -> Problem {
    Problem::new(
        "decision",
        "too large for a decision, or broken off on the way; nothing was written",
        "trop volumineux pour une décision, ou interrompu en route; rien n’a été consigné",
    )
}
