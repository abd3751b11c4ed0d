//! What every platform asks of an answer first: is it data at all, or a page, or a challenge?
//!
//! A site that hides behind a challenge answers 200 with a page. Taken for data that would read as "nothing
//! published", so it is told apart here, once, for all platforms.

use super::{Answer, Page, Refusal, Step, Walk};
use crate::model::{CoverageState, Problem};
use crate::text::shown;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use url::Url;

/// How much of a body is looked at to tell what it is.
const HEAD: usize = 64 * 1024;

/// What challenge pages say, in lower case.
const CHALLENGES: [&str; 5] = [
    "just a moment",
    "cf-chl",
    "captcha",
    "attention required",
    "challenge-platform",
];

/// What a body is when it is not data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Instead {
    /// Nothing.
    Nothing,
    /// A page that asks the visitor to prove something.
    Challenge,
    /// Another page.
    Page,
}

/// Tells data from pages. A document that merely speaks of captchas is data: only pages are searched.
pub(super) fn instead_of_data(answer: &Answer) -> Option<Instead> {
    let head = String::from_utf8_lossy(&answer.body[..answer.body.len().min(HEAD)]);
    let head = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if head.is_empty() {
        return Some(Instead::Nothing);
    }
    let head = head.to_ascii_lowercase();
    let start: String = head.chars().take(1024).collect();
    let data = head.starts_with(['{', '['])
        || ["<rss", "<feed", "<rdf:", "<entry"]
            .iter()
            .any(|root| start.contains(root));
    let page = start.contains("<!doctype html")
        || start.contains("<html")
        || answer
            .header("content-type")
            .is_some_and(|kind| kind.to_ascii_lowercase().contains("text/html"));
    if data || !page {
        return None;
    }
    let challenge = answer.header("cf-mitigated").is_some()
        || CHALLENGES.iter().any(|marker| head.contains(marker));
    Some(if challenge {
        Instead::Challenge
    } else {
        Instead::Page
    })
}

/// The refusal for a body that is not data.
pub(super) fn page_refusal(walk: &Walk, instead: Instead) -> Refusal {
    match instead {
        Instead::Nothing => refuse(
            walk,
            CoverageState::Unreadable,
            "the answer is empty; check the address and run fetch again later",
            "la réponse est vide; vérifiez l’adresse et relancez la récupération plus tard",
        ),
        Instead::Challenge => refuse(
            walk,
            CoverageState::Blocked,
            "the site answered with a page that checks its visitors, not with posts; ask its administrators to let tandem through, or import an export",
            "le site a répondu par une page de vérification des visiteurs au lieu de publications; demandez à ses responsables de laisser passer tandem, ou importez une exportation",
        ),
        Instead::Page => refuse(
            walk,
            CoverageState::Unreadable,
            "the answer is a web page, not data; check the address in tandem.toml",
            "la réponse est une page Web et non des données; vérifiez l’adresse dans tandem.toml",
        ),
    }
}

/// What an unsuccessful answer means on every platform: a challenge is a challenge with any status.
pub(super) fn challenge(walk: &Walk, answer: &Answer) -> Option<Result<Page, Refusal>> {
    (instead_of_data(answer) == Some(Instead::Challenge))
        .then(|| Err(page_refusal(walk, Instead::Challenge)))
}

/// Reads JSON; what went wrong is said with the name of the field.
pub(super) fn json<T: DeserializeOwned>(walk: &Walk, answer: &Answer) -> Result<T, Refusal> {
    if let Some(instead) = instead_of_data(answer) {
        return Err(page_refusal(walk, instead));
    }
    let mut reader = serde_json::Deserializer::from_slice(answer.body);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        refuse(
            walk,
            CoverageState::Unreadable,
            format!("the answer is not as documented ({error}); run fetch again, and report it if it stays so"),
            format!("la réponse n’a pas la forme documentée ({error}); relancez la récupération et signalez le problème s’il persiste"),
        )
    })
}

/// Reads one record of a list; a record that cannot be read is named, the rest goes on.
pub(super) fn record<T: DeserializeOwned>(
    walk: &Walk,
    value: &Value,
    id: &str,
) -> Result<T, Problem> {
    let place = value
        .get(id)
        .and_then(Value::as_str)
        .map_or_else(|| place(walk), |id| format!("{} {id}", place(walk)));
    serde_path_to_error::deserialize(value).map_err(|error| {
        Problem::new(
            place,
            format!("this post is not as documented and was left out ({error})"),
            format!(
                "cette publication n’a pas la forme documentée et a été laissée de côté ({error})"
            ),
        )
    })
}

/// Refuses an answer without its list: taken for an empty one it would read as silence.
pub(super) fn must_list<T>(walk: &Walk, list: Option<T>) -> Result<T, Refusal> {
    list.ok_or_else(|| {
        refuse(
            walk,
            CoverageState::Unreadable,
            "the answer holds no list of posts, not even an empty one; run fetch again, and report it if it stays so",
            "la réponse ne contient aucune liste de publications, même vide; relancez la récupération et signalez le problème s’il persiste",
        )
    })
}

/// The account, as problems name it.
pub(super) fn place(walk: &Walk) -> String {
    shown::account(walk.account)
}

/// A refusal about the account.
pub(super) fn refuse(
    walk: &Walk,
    state: CoverageState,
    english: impl Into<String>,
    french: impl Into<String>,
) -> Refusal {
    Refusal {
        state,
        problem: Problem::new(place(walk), english, french),
    }
}

/// A place in a walk as text.
pub(super) fn step<T: Serialize>(at: &T) -> Step {
    // Only plain enums of text come here; they cannot fail.
    Step(serde_json::to_string(at).unwrap_or_default())
}

/// A place in a walk from text that an older version may have stored.
pub(super) fn read_step<T: DeserializeOwned>(walk: &Walk, step: &Step) -> Result<T, Refusal> {
    serde_json::from_str(&step.0).map_err(|_| {
        refuse(
            walk,
            CoverageState::Partial,
            "the stored place to go on from is not understood; run fetch from the start",
            "le point de reprise enregistré est incompréhensible; relancez la récupération depuis le début",
        )
    })
}

/// `base` + `path` + query, encoded; a base without a scheme is taken as https.
pub(super) fn address(
    walk: &Walk,
    base: &str,
    path: &str,
    query: &[(&str, &str)],
) -> Result<String, Problem> {
    let base = base.trim();
    // A feed's address is whole by itself, and there the last `/` counts.
    let base = if path.is_empty() {
        base
    } else {
        base.trim_end_matches('/')
    };
    let scheme = if base.contains("://") { "" } else { "https://" };
    let full = format!("{scheme}{base}{path}");
    let url = if query.is_empty() {
        Url::parse(&full)
    } else {
        Url::parse_with_params(&full, query)
    };
    match url {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url.into()),
        _ => {
            let base = shown(base);
            Err(Problem::new(
                place(walk),
                format!("“{base}” is not the address of a server; correct it in tandem.toml"),
                format!(
                    "«\u{a0}{base}\u{a0}» n’est pas l’adresse d’un serveur; corrigez-la dans tandem.toml"
                ),
            ))
        }
    }
}
