//! What Meta's platforms mean by an error: one object with a code, which counts for more than the status.

use super::answer::{instead_of_data, refuse};
use super::graph::Dialect;
use super::{Answer, Refusal, Walk};
use crate::model::CoverageState;
use serde::Deserialize;
use serde_json::Value;

/// An error, with what it calls for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    /// As shown to people: the code, else the status.
    pub(super) code: i64,
}

/// What an error calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Waiting, which is not the platform's business here.
    Throttled,
    /// Waiting for hours, under a code that nobody else knows.
    UsedUp,
    /// Trying again later.
    Passing,
    /// Another credential.
    Token,
    /// More rights for the credential.
    Permission,
    /// Another account, or another place to go on from.
    Unknown,
    /// Another version of the interface.
    Field,
    /// Asking for less at once.
    TooMuch,
    /// Nothing that is known.
    Other,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    error: Option<Error>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Error {
    code: Value,
    message: Value,
    is_transient: Value,
}

impl Fault {
    /// What an answer says that is no success.
    pub(super) fn of(answer: &Answer) -> Self {
        let status = i64::from(answer.status);
        let body: Option<Body> = match instead_of_data(answer) {
            Some(_) => None,
            None => serde_json::from_slice(answer.body).ok(),
        };
        match body.and_then(|body| body.error) {
            Some(error) => error.fault(status),
            None => by_status(status),
        }
    }
}

impl Error {
    fn fault(&self, status: i64) -> Fault {
        let message = self.message.as_str().unwrap_or_default();
        let less = message.contains("reduce the amount of data");
        let field = message.contains("nonexisting field") || message.contains("onexistent field");
        let passing = self.is_transient.as_bool() == Some(true);
        let Some(code) = self.code.as_i64() else {
            return by_status(status);
        };
        let kind = match code {
            4 | 17 | 32 | 613 => Kind::Throttled,
            341 | 80_000..=80_014 => Kind::UsedUp,
            102 | 104 | 190 | 2500 => Kind::Token,
            3 | 10 | 200..=299 => Kind::Permission,
            1 | 2 if less => Kind::TooMuch,
            12 | 2635 => Kind::Field,
            100 if field => Kind::Field,
            21 | 33 | 100 | 110 | 803 => Kind::Unknown,
            _ if passing || code == 2 => Kind::Passing,
            _ if status == 401 => Kind::Token,
            _ => Kind::Other,
        };
        Fault { kind, code }
    }
}

fn by_status(status: i64) -> Fault {
    let kind = match status {
        401 => Kind::Token,
        404 | 410 => Kind::Unknown,
        429 => Kind::Throttled,
        408 | 500.. => Kind::Passing,
        _ => Kind::Other,
    };
    Fault { kind, code: status }
}

/// The end of a walk over it; `None` leaves it to the status.
pub(super) fn end(dialect: &Dialect, walk: &Walk, fault: &Fault) -> Option<Refusal> {
    let (name, code) = (dialect.title, fault.code);
    let (state, english, french) = match fault.kind {
        Kind::Throttled | Kind::Passing | Kind::Other => return None,
        Kind::UsedUp => (
            CoverageState::RateLimited,
            format!(
                "{name} has answered as often as it allows for now (code {code}); run fetch again in some hours"
            ),
            format!(
                "{name} a répondu aussi souvent qu’elle le permet pour le moment (code {code}); relancez la récupération dans quelques heures"
            ),
        ),
        Kind::Token => (
            CoverageState::Unauthorised,
            format!(
                "{name} does not accept the credential (code {code}); it may have expired: put a new access token into the environment variable, or import an export of the account"
            ),
            format!(
                "{name} n’accepte pas l’authentifiant (code {code}), qui est peut-être échu; mettez un nouveau jeton d’accès dans la variable d’environnement, ou importez une exportation du compte"
            ),
        ),
        Kind::Permission => (
            CoverageState::Unauthorised,
            format!(
                "the credential may not read this account (code {code}); it takes {}, or import an export of the account",
                dialect.permissions.english
            ),
            format!(
                "l’authentifiant ne permet pas de lire ce compte (code {code}); il faut {}, ou importez une exportation du compte",
                dialect.permissions.french
            ),
        ),
        Kind::Unknown => (
            CoverageState::NotFound,
            format!(
                "{name} knows no such account, or hides it from this credential (code {code}); check “handle” and “id” in tandem.toml, and whose credential it is"
            ),
            format!(
                "{name} ne connaît pas ce compte ou le cache à cet authentifiant (code {code}); vérifiez «\u{a0}handle\u{a0}» et «\u{a0}id\u{a0}» dans tandem.toml, et à qui est l’authentifiant"
            ),
        ),
        Kind::Field => (
            CoverageState::Unreadable,
            format!(
                "this version of the interface ({name}) no longer answers as it did (code {code}); set another one in tandem.toml (version in [platforms.{}]), and report it",
                walk.account.platform
            ),
            format!(
                "cette version de l’interface ({name}) ne répond plus comme avant (code {code}); indiquez-en une autre dans tandem.toml (version dans [platforms.{}]), et signalez le problème",
                walk.account.platform
            ),
        ),
        Kind::TooMuch => (
            CoverageState::Unreadable,
            format!(
                "{name} finds even a single post too much to answer (code {code}); run fetch again later"
            ),
            format!(
                "{name} juge trop lourde même une seule publication (code {code}); relancez la récupération plus tard"
            ),
        ),
    };
    Some(refuse(walk, state, english, french))
}

/// The end of a walk whose place to go on from is refused: the account itself may be well.
pub(super) fn lost_place(dialect: &Dialect, walk: &Walk, fault: &Fault) -> Refusal {
    let (name, code) = (dialect.title, fault.code);
    refuse(
        walk,
        CoverageState::Partial,
        format!(
            "{name} no longer knows the place to go on from (code {code}); run fetch again, which begins anew"
        ),
        format!(
            "{name} ne connaît plus le point de reprise (code {code}); relancez la récupération, qui recommencera du début"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(status: u16, body: &str) -> Kind {
        let answer = Answer {
            status,
            url: "https://graph.example/",
            headers: &[],
            body: body.as_bytes(),
            fetched_at: jiff::Timestamp::UNIX_EPOCH,
        };
        Fault::of(&answer).kind
    }

    /// Nearly everything comes as status 400: taken by status, a credential that expired would look like a wrong address.
    #[test]
    fn the_code_counts() {
        for (status, body, meant) in [
            (400, r#"{"error":{"code":190,"message":"x"}}"#, Kind::Token),
            (400, r#"{"error":{"code":102}}"#, Kind::Token),
            (401, r#"{"error":{"code":104}}"#, Kind::Token),
            (403, r#"{"error":{"code":10}}"#, Kind::Permission),
            (400, r#"{"error":{"code":200}}"#, Kind::Permission),
            (400, r#"{"error":{"code":3}}"#, Kind::Permission),
            (
                400,
                r#"{"error":{"code":100,"error_subcode":33}}"#,
                Kind::Unknown,
            ),
            (
                400,
                r#"{"error":{"code":100,"message":"(#100) Tried accessing nonexisting field (alt_text)"}}"#,
                Kind::Field,
            ),
            (
                400,
                r#"{"error":{"code":32,"is_transient":true}}"#,
                Kind::Throttled,
            ),
            (400, r#"{"error":{"code":80001}}"#, Kind::UsedUp),
            (
                500,
                r#"{"error":{"code":1,"is_transient":true}}"#,
                Kind::Passing,
            ),
            (500, r#"{"error":{"code":1}}"#, Kind::Other),
            (
                500,
                r#"{"error":{"code":1,"message":"Please reduce the amount of data you're asking for"}}"#,
                Kind::TooMuch,
            ),
            (404, r#"{"error":{"message":"Not Found"}}"#, Kind::Unknown),
            (503, "Service Unavailable", Kind::Passing),
            (429, "", Kind::Throttled),
            (403, "<!doctype html><title>x</title>", Kind::Other),
            (400, r#"{"error":"x"}"#, Kind::Other),
        ] {
            assert_eq!(kind(status, body), meant, "{status} {body}");
        }
    }
}
