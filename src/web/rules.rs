//! Rules: every rule's manual with its provisions and their status.

use super::Shared;
use super::frame::{Frame, Page, html, trouble};
use crate::corpora::{PROVISIONS, Provision};
use crate::model::{Language, Problem, RuleInfo};
use crate::rules;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

pub(super) fn routes() -> Router<Shared> {
    let mut routes = Router::new();
    for language in [Language::English, Language::French] {
        let path = Page::Rules.path();
        let path = path.get(language);
        routes = routes
            .route(path, get(move || async move { list(language) }))
            .route(
                &format!("{path}/{{name}}"),
                get(move |Path(name): Path<String>| async move { manual(language, &name) }),
            );
    }
    routes
}

#[derive(Template)]
#[template(path = "rules.html", config = "src/web/html/askama.toml")]
struct List {
    frame: Frame,
    path: &'static str,
    rules: Vec<&'static RuleInfo>,
}

fn list(language: Language) -> Response {
    let page = List {
        frame: Frame::of(Page::Rules, language),
        path: Page::Rules.path().get(language),
        rules: rules::RULES.iter().map(|rule| rule.info()).collect(),
    };
    html(StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "rule.html", config = "src/web/html/askama.toml")]
struct Manual {
    frame: Frame,
    path: &'static str,
    severity: &'static str,
    rule: &'static RuleInfo,
    provisions: Vec<Cited>,
}

/// A provision in one language.
struct Cited {
    name: String,
    status: &'static str,
    requirement: &'static str,
    wording_seen: bool,
    source: &'static str,
}

impl Cited {
    fn new(provision: &'static Provision, language: Language) -> Self {
        Self {
            name: provision.name().get(language).clone(),
            status: provision.status().get(language),
            requirement: provision.requirement.get(language),
            wording_seen: provision.wording_seen,
            source: &provision.source,
        }
    }
}

impl Manual {
    /// The manual by its headings: each with its lines.
    fn sections(&self) -> Vec<Section> {
        sections(self.rule.manual.get(self.frame.language))
    }
}

fn manual(language: Language, name: &str) -> Response {
    let path = Page::Rules.path();
    let Some(rule) = rules::find(name) else {
        let problem = Problem::new(
            name,
            "there is no such rule; the menu leads to the list of those there are",
            "cette règle n’existe pas; le menu mène à la liste de celles qui existent",
        );
        let other = (*path.get(language.other())).to_owned();
        return trouble(StatusCode::NOT_FOUND, language, other, problem);
    };
    let rule = rule.info();
    let provisions = rule.provisions.iter();
    let page = Manual {
        frame: Frame {
            title: (*rule.title.get(language)).to_owned(),
            other: format!("{}/{}", path.get(language.other()), rule.name),
            ..Frame::of(Page::Rules, language)
        },
        path: path.get(language),
        severity: rule.severity.text().get(language),
        rule,
        provisions: provisions
            .filter_map(|id| PROVISIONS.get(*id))
            .map(|it| Cited::new(it, language))
            .collect(),
    };
    html(StatusCode::OK, &page)
}

/// A part of a manual: its heading and its paragraphs.
type Section = (&'static str, Vec<String>);

/// The manual by its headings; lines below a heading are indented.
fn sections(manual: &'static str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut before = 0;
    for line in manual.lines().filter(|line| !line.trim().is_empty()) {
        let text = line.trim();
        match sections.last_mut() {
            Some((_, paragraphs)) if line.starts_with(' ') => {
                let first = text.split(' ').next().unwrap_or_default();
                let would_fit = before + 1 + first.chars().count() <= WIDTH;
                let goes_on = !would_fit || first.starts_with(char::is_lowercase);
                match paragraphs.last_mut() {
                    Some(paragraph) if goes_on => {
                        paragraph.push(' ');
                        paragraph.push_str(text);
                    }
                    _ => paragraphs.push(text.to_owned()),
                }
            }
            _ => sections.push((text, Vec::new())),
        }
        before = line.chars().count();
    }
    sections
}

/// Columns of a manual: a line that ends where the next word would still fit was ended on purpose.
const WIDTH: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    /// A manual cut at the wrong places reads like a list of fragments, on a narrow screen above all.
    #[test]
    fn manuals_are_paragraphs() {
        for rule in rules::RULES {
            for language in [Language::English, Language::French] {
                let sections = sections(rule.info().manual.get(language));
                assert_eq!(sections.len(), 5, "{}", rule.info().name);
                for (heading, paragraphs) in sections {
                    assert!(!heading.is_empty() && !paragraphs.is_empty());
                    for paragraph in paragraphs {
                        let begins = paragraph.chars().next().unwrap();
                        assert!(!begins.is_lowercase(), "{}: {paragraph}", rule.info().name);
                    }
                }
            }
        }
    }
}
