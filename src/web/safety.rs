//! What stands before every page: who may ask, how, how much and for how long; and what a browser may do with the answer.
//!
//! A page of another site that the same browser shows is the danger on this machine: it can send requests here (so their
//! origin is checked), and let its own name point here to read the answers (so the host is checked). Beyond this machine
//! a token is wanted besides. There are no cookies, so nothing that a browser would send along by itself but what the
//! person typed for this very address.

use super::Options;
use crate::model::Problem;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// Bytes of a request, where its page does not say otherwise: hundreds of drafts.
const BODY: usize = 512 << 10;
/// How long a request may take to come and be answered, where its page does not say otherwise.
const TIME: Duration = Duration::from_secs(30);
/// Characters that a token has at least.
const TOKEN: usize = 16;

/// What a browser may do with a page: show it with our style and script, send its forms back here.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Not `no-referrer`: then a form would say that it comes from nowhere.
    (header::REFERRER_POLICY, "same-origin"),
    (header::CACHE_CONTROL, "private, no-cache"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

/// Who may ask.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    /// The address that is listened at.
    at: SocketAddr,
    /// Names besides.
    hosts: Vec<String>,
    /// The digest of the token.
    token: Option<[u8; 32]>,
}

impl Gate {
    pub(super) fn new(options: &Options) -> Result<Self, Problem> {
        let token = options.token.as_deref().filter(|token| !token.is_empty());
        match token {
            None if !options.listen.ip().is_loopback() => return Err(no_token(options.listen)),
            Some(token) if token.chars().count() < TOKEN => return Err(short_token()),
            _ => {}
        }
        Ok(Self {
            at: options.listen,
            hosts: options.hosts.iter().map(|it| it.to_lowercase()).collect(),
            token: token.map(|token| Sha256::digest(token).into()),
        })
    }

    /// With the address that was really taken: port 0 is any.
    pub(super) fn at(mut self, at: SocketAddr) -> Arc<Self> {
        self.at = at;
        Arc::new(self)
    }

    /// Why a request is refused, if it is.
    fn refuses(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Refusal> {
        let Some(host) = host(uri, headers).filter(|host| self.knows(host)) else {
            return Some(Refusal::Host);
        };
        if is_from_elsewhere(method, headers, host) {
            return Some(Refusal::Origin);
        }
        let wanted = self.token.as_ref()?;
        let given = headers.get(header::AUTHORIZATION).and_then(secret);
        // Digests, so that the time of the comparison tells nothing of the token.
        let is_known = given.is_some_and(|it| <[u8; 32]>::from(Sha256::digest(it)) == *wanted);
        (!is_known).then_some(Refusal::Token)
    }

    /// Is that a name of this server? A name that anybody can let point here is not.
    fn knows(&self, host: &str) -> bool {
        let (name, port) = split(host);
        let name = name.to_lowercase();
        if self.hosts.contains(&name) {
            return true;
        }
        let is_port = port.map_or(self.at.port() == 80, |port| port == self.at.port());
        let ip = name.trim_matches(['[', ']']).parse::<IpAddr>().ok();
        let is_own = match ip {
            // Of all addresses of the machine any is its own, and no name stands behind a bare address.
            Some(ip) => ip == self.at.ip() || self.at.ip().is_unspecified() || ip.is_loopback(),
            None => name == "localhost" && self.at.ip().is_loopback(),
        };
        is_port && is_own
    }
}

/// Why nobody is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Host,
    Origin,
    Token,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, text) = match self {
            Self::Host => (
                StatusCode::MISDIRECTED_REQUEST,
                "This server does not answer under that name; use the address that tandem printed, or allow the name with --host.\nCe serveur ne répond pas à ce nom; utilisez l’adresse que tandem a affichée ou autorisez le nom avec --hote.\n",
            ),
            Self::Origin => (
                StatusCode::FORBIDDEN,
                "A page of another site sent this request; it was not carried out.\nUne page d’un autre site a envoyé cette demande; elle n’a pas été exécutée.\n",
            ),
            Self::Token => (
                StatusCode::UNAUTHORIZED,
                "The token is wanted: as the password in the browser (any name), or as “Authorization: Bearer …”.\nLe jeton est exigé\u{a0}: comme mot de passe dans le navigateur (nom au choix) ou sous la forme «\u{a0}Authorization: Bearer …\u{a0}».\n",
            ),
        };
        let mut response = (
            status,
            [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
            text,
        )
            .into_response();
        if self == Self::Token {
            let ask = HeaderValue::from_static("Basic realm=\"tandem\", charset=\"UTF-8\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, ask);
        }
        response
    }
}

/// Puts the gate, the limits and the headers before all pages.
pub(super) fn guard<S: Clone + Send + Sync + 'static>(
    routes: Router<S>,
    gate: Arc<Gate>,
) -> Router<S> {
    routes
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn(move |request: Request, next: Next| {
            let gate = Arc::clone(&gate);
            async move {
                let refusal = gate.refuses(request.method(), request.uri(), request.headers());
                let mut response = match refusal {
                    Some(refusal) => refusal.into_response(),
                    None => in_time(request, next).await,
                };
                for (name, value) in HEADERS {
                    let value = HeaderValue::from_static(value);
                    response.headers_mut().entry(name).or_insert(value);
                }
                response
            }
        }))
}

/// A request that comes too slowly is not waited for. What is uploaded has its own page and its own patience.
async fn in_time(request: Request, next: Next) -> Response {
    if request.uri().path().starts_with(UPLOADS) {
        return next.run(request).await;
    }
    let answered = tokio::time::timeout(TIME, next.run(request)).await;
    answered.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response())
}

/// Where large files may be sent.
pub(super) const UPLOADS: &str = "/upload/";

/// The host that a request is for; one alone, or it is for nobody.
fn host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    let mut named = headers.get_all(header::HOST).iter();
    let host = named.next()?.to_str().ok()?;
    let is_one = named.next().is_none();
    let agrees = uri.authority().is_none_or(|it| it.as_str() == host);
    (is_one && agrees).then_some(host)
}

/// Name and port; the port of an address in brackets stands behind them.
fn split(host: &str) -> (&str, Option<u16>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !name.is_empty() && !port.ends_with(']') => (name, port.parse().ok()),
        _ => (host, None),
    }
}

/// Does a page of another site ask? It may lead here, but neither change nor read anything.
fn is_from_elsewhere(method: &Method, headers: &HeaderMap, host: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|it| it.to_str().unwrap_or("null"));
    if let Some(origin) = text("origin") {
        let own = origin.split_once("://").map(|(_, own)| own);
        return !own.is_some_and(|own| own.eq_ignore_ascii_case(host));
    }
    let is_reading = method == Method::GET || method == Method::HEAD;
    match text("sec-fetch-site") {
        None | Some("same-origin" | "none") => false,
        Some(_) => !is_reading || text("sec-fetch-mode") != Some("navigate"),
    }
}

/// The token that a caller gives: of a script, or the password that a browser asked a person for.
fn secret(value: &HeaderValue) -> Option<Vec<u8>> {
    let (scheme, rest) = value.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().as_bytes().to_vec());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = STANDARD.decode(rest.trim()).ok()?;
    let colon = pair.iter().position(|byte| *byte == b':')?;
    pair.get(colon + 1..).map(<[u8]>::to_vec)
}

fn no_token(at: SocketAddr) -> Problem {
    Problem::new(
        at.to_string(),
        format!(
            "others can reach this address, so a token is wanted: put one of at least {TOKEN} characters into the environment variable TANDEM_TOKEN, or listen at 127.0.0.1. What is sent is not encrypted: put it behind a server that does"
        ),
        format!(
            "d’autres peuvent joindre cette adresse\u{a0}: un jeton est exigé. Mettez-en un d’au moins {TOKEN} caractères dans la variable d’environnement TANDEM_TOKEN, ou écoutez à 127.0.0.1. Ce qui est transmis n’est pas chiffré\u{a0}: placez le tout derrière un serveur qui chiffre"
        ),
    )
}

fn short_token() -> Problem {
    Problem::new(
        "TANDEM_TOKEN",
        format!("too short to be a secret; give at least {TOKEN} characters"),
        format!("trop court pour être un secret; donnez au moins {TOKEN} caractères"),
    )
}
