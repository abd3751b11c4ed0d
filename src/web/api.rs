//! The same for programs: versioned, described in `openapi.json`, which is held against the answers by the tests.

use super::busy::Refused;
use super::fields::Fields;
use super::{App, Shared};
use crate::corpora::PROVISIONS;
use crate::model::{Bilingual, Problem, RuleInfo};
use crate::report::in_memory;
use crate::rules::{self, Draft};
use crate::text::halves;
use crate::work::check::{Context, answer, judge};
use crate::work::wanted::Wanted;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

const DESCRIPTION: &str = include_str!("openapi.json");

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route(
            "/api/v1/openapi.json",
            get(|| async { data(StatusCode::OK, DESCRIPTION.to_owned()) }),
        )
        .route("/api/v1/check", post(check))
        .route("/api/v1/split", post(split))
        .route(
            "/api/v1/rules",
            get(|| async { data(StatusCode::OK, all_rules()) }),
        )
        .route("/api/v1/report", get(report))
}

/// What a draft is worth: as `tandem check --format json` says it.
async fn check(
    State(app): State<Shared>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let work = |app: &App, text: &str| {
        let draft = Draft::parse("draft", text)?;
        let context = app.surroundings()?;
        Ok(answer::json(&judge(draft, &context)?, None))
    };
    match text(&headers, body) {
        Ok(text) => run(&app, move |app| work(app, &text)).await,
        Err((status, problem)) => trouble(status, &problem),
    }
}

impl App {
    /// What surrounds drafts, as it is now.
    pub(super) fn surroundings(&self) -> Result<std::sync::Arc<Context>, Problem> {
        let places = &self.places;
        self.context.get(places, || Context::read(places))
    }
}

/// A text in both languages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    text: String,
}

/// The two versions of a text in both languages.
async fn split(
    State(app): State<Shared>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let work = |text: &str| {
        let whole: Whole = serde_json::from_str(text).map_err(|error| {
            Problem::new(
                "body",
                format!("not as the description says: {error}"),
                format!("non conforme à la description\u{a0}: {error}"),
            )
        })?;
        let halves = halves::part(&whole.text);
        let parted = halves.is_some();
        let Bilingual { english, french } = halves.unwrap_or_default();
        let answer = json!({
            "schema_version": 1, "parted": parted, "english": english, "french": french,
        });
        Ok(format!("{answer}\n"))
    };
    match text(&headers, body) {
        Ok(text) => run(&app, move |_| work(&text)).await,
        Err((status, problem)) => trouble(status, &problem),
    }
}

/// Every rule with its manual.
fn all_rules() -> String {
    let rules: Vec<Value> = rules::RULES.iter().map(|it| rule(it.info())).collect();
    format!("{}\n", json!({ "schema_version": 1, "rules": rules }))
}

fn rule(info: &RuleInfo) -> Value {
    let cited = info
        .provisions
        .iter()
        .filter_map(|id| Some((id, PROVISIONS.get(*id)?)));
    let provisions: Vec<Value> = cited
        .map(|(id, it)| json!({ "id": id, "citation": both(&it.citation()), "in_force": it.in_force }))
        .collect();
    json!({
        "name": info.name,
        "severity": info.severity.code(),
        "title": both(&info.title),
        "summary": both(&info.summary),
        "manual": both(&info.manual),
        "provisions": provisions,
    })
}

fn both<T: AsRef<str>>(words: &Bilingual<T>) -> Value {
    json!({ "en": words.english.as_ref(), "fr": words.french.as_ref() })
}

/// The report of a period: the bytes of `report.json`.
async fn report(State(app): State<Shared>, uri: Uri) -> Response {
    let fields = Fields::parse(uri.query().unwrap_or_default().as_bytes());
    let work = move |app: &App| {
        let wanted = Wanted {
            week: fields.get("week"),
            from: fields.get("from"),
            to: fields.get("to"),
            all: false,
        };
        let presences = fields.all("presence").map(str::to_owned).collect();
        let read = app.report(wanted, |_| Ok(presences))?;
        let bytes = in_memory(|to| read.report.json(to));
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    run(&app, work).await
}

/// Does work for a program, and answers with what it gives.
async fn run(
    app: &Shared,
    work: impl FnOnce(&App) -> Result<String, Problem> + Send + 'static,
) -> Response {
    let inner = Shared::clone(app);
    match app.busy.run(move || work(&inner)).await {
        Ok(Ok(answer)) => data(StatusCode::OK, answer),
        Ok(Err(problem)) => trouble(StatusCode::UNPROCESSABLE_ENTITY, &problem),
        Err(refused) => overloaded(refused),
    }
}

/// The text of a request that says that it is data: what a form of another site can send is not.
fn text(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<String, (StatusCode, Problem)> {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !["application/json", "application/toml"].contains(&kind) {
        let problem = Problem::new(
            "Content-Type",
            "send application/json or application/toml",
            "envoyez application/json ou application/toml",
        );
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, problem));
    }
    let body = body.map_err(|refused| {
        let problem = Problem::new(
            "body",
            "too large for a draft, or broken off",
            "trop volumineux pour une ébauche, ou interrompu",
        );
        (refused.status(), problem)
    })?;
    String::from_utf8(body.into()).map_err(|_| {
        let problem = Problem::new(
            "body",
            "not a text in UTF-8",
            "ce n’est pas un texte en UTF-8",
        );
        (StatusCode::BAD_REQUEST, problem)
    })
}

/// What could not be done, for a program and the person behind it.
pub(super) fn trouble(status: StatusCode, problem: &Problem) -> Response {
    let body = json!({
        "schema_version": 1,
        "problem": {
            "place": problem.place,
            "message": { "en": problem.message.english, "fr": problem.message.french },
        },
    });
    data(status, format!("{body}\n"))
}

fn overloaded(refused: Refused) -> Response {
    let problem = Problem::new(
        "server",
        "too much at once; ask again in a second",
        "trop de demandes à la fois; réessayez dans une seconde",
    );
    let mut response = trouble(refused.status(), &problem);
    let later = HeaderValue::from_static("1");
    response.headers_mut().insert(header::RETRY_AFTER, later);
    response
}

fn data(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}
