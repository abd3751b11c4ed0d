//! Draft: both versions of a post that is still to come, checked while they are typed.
//!
//! The page is one form. The script sends the same form and puts the answer in place of what stands there, so that
//! there is one way to say what was found, with script and without.

use super::busy::Refused;
use super::draft_form;
use super::draft_view::View;
use super::fields::Fields;
use super::frame::{Frame, Page, html, trouble};
use super::{App, Shared};
use crate::model::{Bilingual, Language, Problem};
use crate::rules::{Draft, Order};
use crate::text::halves;
use crate::work::check::{Context, Verdict, judge};
use axum::Router;
use axum::body::Bytes;
use axum::extract::multipart::MultipartRejection;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Multipart, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::Arc;

pub(super) fn routes() -> Router<Shared> {
    let mut routes = Router::new();
    for language in [Language::English, Language::French] {
        let path = *Page::Draft.path().get(language);
        let empty = move |State(app): State<Shared>| async move {
            answer(&app, language, Fields::default).await
        };
        let typed = move |State(app): State<Shared>, body: Result<Bytes, BytesRejection>| async move {
            match body {
                Ok(body) => answer(&app, language, move || Fields::parse(&body)).await,
                Err(refused) => too_large(refused.status(), language),
            }
        };
        let file = move |State(app): State<Shared>, body: Result<Bytes, BytesRejection>| async move {
            match body {
                Ok(body) => save(&app, language, &Fields::parse(&body)).await,
                Err(refused) => too_large(refused.status(), language),
            }
        };
        let open = move |State(app): State<Shared>, form: Result<Multipart, MultipartRejection>| async move {
            open(&app, language, form).await
        };
        routes = routes
            .route(path, get(empty).post(typed))
            .route(&format!("{path}/file"), post(file))
            .route(
                &format!("{path}/open"),
                get(move || async move { back(language) }).post(open),
            );
    }
    routes
}

/// An address that only takes files leads back to the page.
fn back(language: Language) -> Response {
    axum::response::Redirect::to(Page::Draft.path().get(language)).into_response()
}

/// What is to be shown: a draft, what went wrong on the way to it, and rows for media besides those it has.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) draft: Draft,
    pub(super) problems: Vec<Problem>,
    pub(super) notes: Vec<Bilingual<&'static str>>,
    pub(super) more_media: bool,
}

/// The page with what the fields say, and what is said of it.
async fn answer(
    app: &Shared,
    language: Language,
    fields: impl FnOnce() -> Fields + Send + 'static,
) -> Response {
    respond(app, language, move |app| {
        let context = app.surroundings()?;
        let fields = fields();
        let mut shown = Shown::default();
        match draft_form::draft(&fields, &context.zone) {
            Ok(draft) => shown.draft = draft,
            Err(problem) => {
                shown.problems.push(problem);
                shown.draft = Draft::of(Bilingual::text(
                    fields.get("english").unwrap_or_default(),
                    fields.get("french").unwrap_or_default(),
                ));
            }
        }
        match fields.get("do") {
            Some("split") => split(&mut shown),
            Some("medium") => shown.more_media = true,
            _ => {}
        }
        if let Some(wanted) = fields.get("apply") {
            apply(&mut shown, wanted, &context);
        }
        Ok((shown, context))
    })
    .await
}

/// Makes the page beside the loop.
async fn respond(
    app: &Shared,
    language: Language,
    make: impl FnOnce(&App) -> Result<(Shown, Arc<Context>), Problem> + Send + 'static,
) -> Response {
    let inner = Arc::clone(app);
    let page = move || {
        let (shown, context) = make(&inner)?;
        let view = View::new(language, shown, &context);
        Ok(html(StatusCode::OK, &view))
    };
    match app.busy.run(page).await {
        Ok(Ok(page)) => page,
        Ok(Err(problem)) => refuse(StatusCode::INTERNAL_SERVER_ERROR, language, problem),
        Err(refused) => overloaded(refused, language),
    }
}

/// What is said of a draft; a platform or a presence that nobody knows is told, and the rest is checked.
pub(super) fn judged(draft: &Draft, context: &Context) -> (Option<Verdict>, Option<Problem>) {
    match judge(draft.clone(), context) {
        Ok(verdict) => (Some(verdict), None),
        Err(problem) => {
            let plain = Draft {
                platforms: Vec::new(),
                presence: None,
                ..draft.clone()
            };
            (judge(plain, context).ok(), Some(problem))
        }
    }
}

/// A text in both languages goes into both boxes.
fn split(shown: &mut Shown) {
    let (english, french) = (&shown.draft.english.text, &shown.draft.french.text);
    let text = match (english.trim().is_empty(), french.trim().is_empty()) {
        (false, true) => english,
        (true, false) => french,
        _ => {
            shown.notes.push(Bilingual::new(
                "Put the text in both languages into one box and leave the other one empty.",
                "Mettez le texte bilingue dans une zone et laissez l’autre vide.",
            ));
            return;
        }
    };
    match halves::part(text) {
        Some(two) => {
            shown.draft.english.text = two.english;
            shown.draft.french.text = two.french;
            shown.draft.order = Order::Separate;
        }
        None => shown.notes.push(Bilingual::new(
            "Two versions could not be told apart in this text.",
            "Deux versions n’ont pu être distinguées dans ce texte.",
        )),
    }
}

/// Does what a finding suggests, if the finding still stands as it was shown.
fn apply(shown: &mut Shown, wanted: &str, context: &Context) {
    let (verdict, _) = judged(&shown.draft, context);
    let found = verdict.iter().flat_map(|it| &it.findings);
    let suggestion = found
        .filter_map(|(rule, message)| Suggestion::of(rule.name, message))
        .find(|it| it.code() == wanted);
    let Some(suggestion) = suggestion else {
        shown.notes.push(Bilingual::new(
            "The text has changed since; the suggestion was not applied. Look at the findings below.",
            "Le texte a changé entre-temps; la suggestion n’a pas été appliquée. Voyez les constats ci-dessous.",
        ));
        return;
    };
    let text = match suggestion.side {
        Language::English => &mut shown.draft.english.text,
        Language::French => &mut shown.draft.french.text,
    };
    // Places of findings are those of this very text.
    if text.get(suggestion.place.clone()).is_some() {
        text.replace_range(suggestion.place, &suggestion.words);
    }
}

/// What to write in the place of what.
pub(super) struct Suggestion {
    rule: &'static str,
    pub(super) side: Language,
    pub(super) place: std::ops::Range<usize>,
    pub(super) words: String,
}

impl Suggestion {
    /// Of a finding that points at words of one text.
    pub(super) fn of(rule: &'static str, message: &crate::model::Message) -> Option<Self> {
        let (side, place) = match (&message.places.english, &message.places.french) {
            (Some(place), None) => (Language::English, place),
            (None, Some(place)) => (Language::French, place),
            _ => return None,
        };
        Some(Self {
            rule,
            side,
            place: place.clone(),
            words: message.suggestion.clone()?,
        })
    }

    /// As a button sends it.
    pub(super) fn code(&self) -> String {
        let (side, place) = (self.side.code(), &self.place);
        format!(
            "{} {side} {} {} {}",
            self.rule, place.start, place.end, self.words
        )
    }
}

/// The draft as a file that `tandem check` reads.
async fn save(app: &Shared, language: Language, fields: &Fields) -> Response {
    let inner = Arc::clone(app);
    let context = match app.busy.run(move || inner.surroundings()).await {
        Ok(Ok(context)) => context,
        Ok(Err(problem)) => return refuse(StatusCode::INTERNAL_SERVER_ERROR, language, problem),
        Err(refused) => return overloaded(refused, language),
    };
    let draft = match draft_form::draft(fields, &context.zone) {
        Ok(draft) => draft,
        Err(problem) => return refuse(StatusCode::UNPROCESSABLE_ENTITY, language, problem),
    };
    let Ok(text) = serde_json::to_string_pretty(&draft) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let name = Bilingual::new(
        "attachment; filename=\"draft.json\"",
        "attachment; filename=\"ebauche.json\"",
    );
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, *name.get(language)),
    ];
    (headers, format!("{text}\n")).into_response()
}

/// A draft that was kept as a file.
async fn open(
    app: &Shared,
    language: Language,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let bytes = match form {
        Ok(form) => file(form).await,
        Err(refused) => Err(refused.status()),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(status) => return too_large(status, language),
    };
    respond(app, language, move |app| {
        let context = app.surroundings()?;
        let mut shown = Shown::default();
        let text = String::from_utf8_lossy(&bytes)
            .replace("\r\n", "\n")
            .replace('\0', "");
        match Draft::parse("draft", &text) {
            Ok(draft) => shown.draft = draft,
            Err(problem) => shown.problems.push(problem),
        }
        Ok((shown, context))
    })
    .await
}

/// The one file of a form.
async fn file(mut form: Multipart) -> Result<Bytes, StatusCode> {
    loop {
        let field = form.next_field().await.map_err(|error| error.status())?;
        match field {
            Some(field) if field.name() == Some("file") => {
                return field.bytes().await.map_err(|error| error.status());
            }
            Some(_) => {}
            None => return Err(StatusCode::BAD_REQUEST),
        }
    }
}

fn refuse(status: StatusCode, language: Language, problem: Problem) -> Response {
    let other = *Page::Draft.path().get(language.other());
    trouble(status, language, other.to_owned(), problem)
}

fn too_large(status: StatusCode, language: Language) -> Response {
    let problem = Problem::new(
        "draft",
        "too large for a draft, or broken off on the way; nothing was read",
        "trop volumineux pour une ébauche, ou interrompu en route; rien n’a été lu",
    );
    refuse(status, language, problem)
}

fn overloaded(refused: Refused, language: Language) -> Response {
    let problem = Problem::new(
        "tandem",
        "too much at once; go back and try again in a second",
        "trop de demandes à la fois; revenez en arrière et réessayez dans une seconde",
    );
    let mut response = refuse(refused.status(), language, problem);
    let later = header::HeaderValue::from_static("1");
    response.headers_mut().insert(header::RETRY_AFTER, later);
    response
}

/// The frame: what was typed goes along into the other language.
pub(super) fn frame(language: Language) -> Frame {
    Frame {
        form: Some("draft"),
        ..Frame::of(Page::Draft, language)
    }
}
