//! What every page has: its language, its title, the way to the other pages and to itself in the other language.

use super::{App, Shared, asked_language, assets};
use crate::model::{Bilingual, Language, Problem};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};

/// The pages, in the order of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Draft,
    Week,
    Coverage,
    Rules,
}

impl Page {
    pub(super) const ALL: [Self; 4] = [Self::Draft, Self::Week, Self::Coverage, Self::Rules];

    /// Where it stands.
    pub(super) fn path(self) -> Bilingual<&'static str> {
        match self {
            Self::Draft => Bilingual::new("/en/draft", "/fr/ebauche"),
            Self::Week => Bilingual::new("/en/week", "/fr/semaine"),
            Self::Coverage => Bilingual::new("/en/coverage", "/fr/couverture"),
            Self::Rules => Bilingual::new("/en/rules", "/fr/regles"),
        }
    }

    /// What the menu calls it.
    pub(super) fn name(self) -> Bilingual<&'static str> {
        match self {
            Self::Draft => Bilingual::new("Draft", "Ébauche"),
            Self::Week => Bilingual::new("Week", "Semaine"),
            Self::Coverage => Bilingual::new("Coverage", "Couverture"),
            Self::Rules => Bilingual::new("Rules", "Règles"),
        }
    }
}

/// The frame of a page.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) language: Language,
    /// Which page of the menu it belongs to.
    pub(super) page: Option<Page>,
    /// Its title, without the name of the program.
    pub(super) title: String,
    /// The same place in the other language.
    pub(super) other: String,
    /// Does what was typed go along into the other language? Then the id of the form that holds it.
    pub(super) form: Option<&'static str>,
}

impl Frame {
    /// Of a page as the menu leads to it.
    pub(super) fn of(page: Page, language: Language) -> Self {
        Self {
            language,
            page: Some(page),
            title: (*page.name().get(language)).to_owned(),
            other: (*page.path().get(language.other())).to_owned(),
            form: None,
        }
    }

    /// The words of the language: both stand side by side in the templates.
    pub(super) fn say<'t>(&self, english: &'t str, french: &'t str) -> &'t str {
        Bilingual::new(english, french).get(self.language)
    }

    pub(super) fn pick<'t, T: AsRef<str>>(&self, text: &'t Bilingual<T>) -> &'t str {
        text.get(self.language).as_ref()
    }

    pub(super) fn code(&self) -> &'static str {
        self.language.code()
    }

    pub(super) fn other_code(&self) -> &'static str {
        self.language.other().code()
    }

    /// The other language, in its own words.
    pub(super) fn other_name(&self) -> &'static str {
        match self.language {
            Language::English => "Français",
            Language::French => "English",
        }
    }

    /// The menu: where to, what it is called, is it here?
    pub(super) fn menu(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        Page::ALL.into_iter().map(|page| {
            let (path, name) = (page.path(), page.name());
            let here = self.page == Some(page);
            (*path.get(self.language), *name.get(self.language), here)
        })
    }

    #[expect(clippy::unused_self, reason = "called by the templates")]
    pub(super) fn style(&self) -> &'static str {
        &assets::STYLE_PATH
    }

    #[expect(clippy::unused_self, reason = "called by the templates")]
    pub(super) fn script(&self) -> &'static str {
        &assets::SCRIPT_PATH
    }

    #[expect(clippy::unused_self, reason = "called by the templates")]
    pub(super) fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}

/// A page as an answer.
pub(super) fn html(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (status, kind, text).into_response()
        }
        // Memory does not refuse, and the templates hold only plain values.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What could not be done, and what to do about it.
#[derive(Template)]
#[template(path = "problem.html", config = "src/web/html/askama.toml")]
struct Trouble {
    frame: Frame,
    problem: Problem,
    /// Address and name of the page on which it can be mended.
    way: Option<[&'static str; 2]>,
}

/// A page that says what could not be done.
pub(super) fn trouble(
    status: StatusCode,
    language: Language,
    other: String,
    problem: Problem,
) -> Response {
    html(status, &Trouble::new(language, other, problem))
}

/// The page of who has read nothing yet, with the way to where reading begins.
pub(super) fn beginning(language: Language, other: String, problem: Problem) -> Response {
    let (path, name) = (Page::Coverage.path(), Page::Coverage.name());
    let page = Trouble {
        way: Some([*path.get(language), *name.get(language)]),
        ..Trouble::new(language, other, problem)
    };
    html(StatusCode::OK, &page)
}

impl Trouble {
    fn new(language: Language, other: String, problem: Problem) -> Self {
        let title = Bilingual::new("This could not be done", "Cela n’a pas pu être fait");
        let frame = Frame {
            language,
            page: None,
            title: (*title.get(language)).to_owned(),
            other,
            form: None,
        };
        Self {
            frame,
            problem,
            way: None,
        }
    }
}

/// `/`: the first page, in the language that the browser asks for.
pub(super) async fn home(State(app): State<Shared>, headers: HeaderMap) -> Response {
    let language = language_of(&app, &headers);
    let [first, ..] = Page::ALL;
    Redirect::to(first.path().get(language)).into_response()
}

/// An address where nothing stands.
pub(super) async fn not_found(State(app): State<Shared>, headers: HeaderMap, uri: Uri) -> Response {
    let path = uri.path();
    let language = match path.get(..4) {
        Some("/en/") => Language::English,
        Some("/fr/") => Language::French,
        _ => language_of(&app, &headers),
    };
    let [first, ..] = Page::ALL;
    let other = (*first.path().get(language.other())).to_owned();
    let problem = Problem::new(
        path,
        "there is no such page; the menu leads to those there are",
        "cette page n’existe pas; le menu mène à celles qui existent",
    );
    trouble(StatusCode::NOT_FOUND, language, other, problem)
}

fn language_of(app: &App, headers: &HeaderMap) -> Language {
    asked_language(headers).unwrap_or(app.language)
}
