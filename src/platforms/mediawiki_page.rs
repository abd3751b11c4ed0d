//! MediaWiki: what is still to be read of the pages that changed, and what a page means.

use super::answer::place;
use super::feed_item::joined;
use super::mediawiki::BUNDLE;
use super::{Page, Walk, lenient, wikitext};
use crate::model::{Account, Post, Problem};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A change, as the wiki lists it.
#[derive(Deserialize)]
pub(super) struct Entry {
    pageid: i64,
    timestamp: Timestamp,
    #[serde(rename = "type", default)]
    kind: Option<String>,
}

impl Entry {
    /// When it was made.
    pub(super) fn at(&self) -> Timestamp {
        self.timestamp
    }
}

/// A page that changed, and what is known of it so far.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Changed {
    page: i64,
    /// When its first version was made.
    created: Option<Timestamp>,
    /// Are there others in the window?
    edited: bool,
    /// Its title and address, its counterparts, whether it only leads on: said once, perhaps before its text.
    title: String,
    url: Option<String>,
    language: Option<String>,
    counterparts: Vec<String>,
    leads_on: bool,
    /// The version that was stored.
    current: Option<i64>,
    /// Its text was asked for.
    asked: bool,
}

/// Pages still to be read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Work {
    pages: Vec<Changed>,
}

impl Work {
    /// Notes a change.
    pub(super) fn add(&mut self, entry: &Entry) {
        let known = self.pages.iter().position(|it| it.page == entry.pageid);
        let at = known.unwrap_or_else(|| {
            self.pages.push(Changed {
                page: entry.pageid,
                ..Changed::default()
            });
            self.pages.len() - 1
        });
        if let Some(changed) = self.pages.get_mut(at) {
            if entry.kind.as_deref() == Some("new") {
                changed.created = Some(entry.timestamp);
            } else {
                changed.edited = true;
            }
        }
    }

    /// The next page whose first version is not known.
    pub(super) fn uncreated(&self) -> String {
        let next = self.pages.iter().find(|it| it.created.is_none());
        next.map(|it| it.page.to_string()).unwrap_or_default()
    }

    /// Notes when it was made; a page that is gone is no longer asked for.
    pub(super) fn created(&mut self, body: &Value) {
        let said = lenient::at(body, "/query/pages/0/revisions/0/timestamp");
        let at = said.and_then(|at| at.parse().ok());
        if let Some(next) = self.pages.iter().position(|it| it.created.is_none()) {
            match at {
                Some(at) => self.pages[next].created = Some(at),
                None => drop(self.pages.remove(next)),
            }
        }
    }

    /// The next bundle of pages whose texts are not known.
    pub(super) fn unshown(&self) -> String {
        let next = self.pages.iter().filter(|it| !it.asked).take(BUNDLE);
        next.map(|it| it.page.to_string())
            .collect::<Vec<_>>()
            .join("|")
    }

    /// That bundle is read. Only pages with versions between are kept.
    pub(super) fn shown_all(&mut self) {
        for changed in self.pages.iter_mut().filter(|it| !it.asked).take(BUNDLE) {
            changed.asked = true;
        }
        self.pages
            .retain(|it| !it.asked || (it.edited && it.current.is_some()));
    }

    /// The next page whose versions between are not known.
    pub(super) fn first(&self) -> String {
        self.pages
            .first()
            .map(|it| it.page.to_string())
            .unwrap_or_default()
    }

    /// They are read.
    pub(super) fn done(&mut self) {
        if !self.pages.is_empty() {
            self.pages.remove(0);
        }
    }
}

/// Pages with their last versions.
pub(super) fn shown(walk: &Walk, work: &mut Work, body: &Value, page: &mut Page) {
    for value in lenient::list(body, "/query/pages") {
        let id = value.get("pageid").and_then(lenient::number);
        let Some(changed) = work.pages.iter_mut().find(|it| Some(it.page) == id) else {
            continue;
        };
        changed.title = lenient::at(value, "/title").unwrap_or_default();
        // An answer that goes on says each of these in one of its parts only.
        if let Some(url) =
            lenient::at(value, "/canonicalurl").or_else(|| lenient::at(value, "/fullurl"))
        {
            changed.url = Some(url);
            changed.language = lenient::at(value, "/pagelanguage");
            changed.leads_on = value.get("redirect") == Some(&Value::Bool(true));
        }
        for link in lenient::list(value, "/langlinks") {
            changed.counterparts.extend(lenient::at(link, "/url"));
        }
        let Some(version) = lenient::list(value, "/revisions").next() else {
            continue;
        };
        let made = lenient::at(version, "/timestamp").and_then(|at| at.parse().ok());
        let (Some(created), Some(made)) = (changed.created, made) else {
            page.problems.push(untimed(walk, changed));
            continue;
        };
        changed.current = version.get("revid").and_then(lenient::number);
        if changed.leads_on {
            // It says nothing itself.
            changed.edited = false;
            continue;
        }
        page.posts.push(post(walk, changed, created, made, version));
    }
}

/// The versions of a page before its last one.
pub(super) fn earlier(walk: &Walk, work: &Work, body: &Value, page: &mut Page) {
    let Some(changed) = work.pages.first() else {
        return;
    };
    for version in lenient::list(body, "/query/pages/0/revisions") {
        if version.get("revid").and_then(lenient::number) == changed.current {
            continue;
        }
        let made = lenient::at(version, "/timestamp").and_then(|at| at.parse().ok());
        match changed.created.zip(made) {
            Some((created, made)) => page
                .earlier
                .push(post(walk, changed, created, made, version)),
            None => page.problems.push(untimed(walk, changed)),
        }
    }
}

fn post(
    walk: &Walk,
    changed: &Changed,
    created: Timestamp,
    made: Timestamp,
    version: &Value,
) -> Post {
    let handle = Account::normal_handle(&walk.account.handle);
    // Two wikis both count from 1.
    let space = handle
        .split_once("://")
        .map_or(handle.as_str(), |(_, rest)| rest);
    let id = format!("{}#{}", space.trim_end_matches('/'), changed.page);
    let text = version
        .pointer("/slots/main/content")
        .or_else(|| version.get("content"))
        .and_then(Value::as_str);
    let mut content = wikitext::plain(text.unwrap_or_default());
    content.text = joined(&changed.title, &content.text);
    Post {
        url: changed.url.clone(),
        content,
        // A version can be hidden, and a page can be something else than text.
        complete: text.is_some(),
        counterparts: changed.counterparts.clone(),
        // That of the wiki says nothing of a page with several.
        language_hint: changed
            .language
            .clone()
            .filter(|_| !text.is_some_and(|text| text.contains("<multilang"))),
        edited_at: Some(made).filter(|made| *made > created),
        ..Post::new("mediawiki", handle, id, created)
    }
}

fn untimed(walk: &Walk, changed: &Changed) -> Problem {
    Problem::new(
        format!("{} {}", place(walk), changed.page),
        "a version of this page has no readable time and was left out",
        "une version de cette page n’a pas d’heure lisible et a été laissée de côté",
    )
}
