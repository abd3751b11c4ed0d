//! X: what it says when it gives less than was asked for, mostly with status 200.

use super::answer::{place, refuse};
use super::{Refusal, Walk};
use crate::model::{CoverageState, Problem};
use serde::Deserialize;
use serde_json::Value;

/// The part of an answer that says what could not be had; it comes with status 200.
#[derive(Deserialize, Default)]
pub(super) struct Fault {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    detail: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    resource_type: Option<String>,
    #[serde(default)]
    parameter: Option<String>,
}

impl Fault {
    pub(super) fn all(list: Option<Vec<Value>>) -> Vec<Self> {
        let list = list.into_iter().flatten();
        list.map(|value| serde_json::from_value(value).unwrap_or_default())
            .collect()
    }

    fn said(&self) -> Option<&str> {
        self.detail.as_deref().or(self.title.as_deref())
    }

    /// What the fault means when nothing else came.
    pub(super) fn refusal(&self, walk: &Walk) -> Refusal {
        let kind = self.kind.as_deref().unwrap_or_default();
        let (english, french) = quoted(self.said());
        if kind.ends_with("/not-authorized-for-resource") {
            return refuse(
                walk,
                CoverageState::Unauthorised,
                format!(
                    "X does not show this account to the app{english}; its posts are protected: use a token of a follower, or import an archive"
                ),
                format!(
                    "X ne montre pas ce compte à l’application{french}; ses publications sont protégées\u{a0}: utilisez le jeton d’un abonné ou importez une archive"
                ),
            );
        }
        if kind.ends_with("/resource-not-found") {
            return not_found(walk, self.said());
        }
        refuse(
            walk,
            CoverageState::Unreadable,
            format!("X answered without posts{english}; run fetch again later"),
            format!("X a répondu sans publications{french}; relancez la récupération plus tard"),
        )
    }

    /// A post that is referred to and is gone is told by the post that refers to it.
    fn is_of_reference(&self) -> bool {
        let gone =
            |kind: &str| kind.ends_with("-for-resource") || kind.ends_with("/resource-not-found");
        self.kind.as_deref().is_some_and(gone)
            && (matches!(
                self.resource_type.as_deref(),
                Some("tweet" | "post" | "media")
            ) || self
                .parameter
                .as_deref()
                .is_some_and(|name| name.starts_with("referenced_")))
    }
}

/// What X left out of an answer, other than posts that are gone; said once a page.
pub(super) fn left_out(walk: &Walk, faults: &[Fault]) -> Option<Problem> {
    let others: Vec<_> = faults.iter().filter(|it| !it.is_of_reference()).collect();
    let (english, french) = quoted(others.first()?.said());
    let count = others.len();
    Some(Problem::new(
        place(walk),
        format!(
            "X left out parts of its answer: {count}{english}; if it happens again, check the access of the app"
        ),
        format!(
            "X a omis des parties de sa réponse\u{a0}: {count}{french}; si cela se répète, vérifiez l’accès de l’application"
        ),
    ))
}

pub(super) fn not_found(walk: &Walk, said: Option<&str>) -> Refusal {
    let (english, french) = quoted(said);
    refuse(
        walk,
        CoverageState::NotFound,
        format!("X knows no such account{english}; check the handle in tandem.toml"),
        format!("X ne connaît pas ce compte{french}; vérifiez l’identifiant dans tandem.toml"),
    )
}

/// What X says itself, in parentheses.
fn quoted(said: Option<&str>) -> (String, String) {
    said.map_or_else(Default::default, |said| {
        let said: String = said.chars().take(200).collect();
        (format!(" (“{said}”)"), format!(" («\u{a0}{said}\u{a0}»)"))
    })
}
