//! One question, one answer: the only file that speaks HTTP.

use super::Options;
use super::client::Ask;
use super::guard::Guard;
use crate::model::{Bilingual, Problem};
use crate::platforms::Answer;
use crate::store::Validator;
use crate::text::{shown, wording};
use jiff::Timestamp;
use reqwest::header::{ACCEPT, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use std::error::Error;
use std::sync::Arc;
use url::Url;

/// What came back, owned.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Received {
    pub(super) status: u16,
    pub(super) url: Url,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) fetched_at: Timestamp,
    /// The server asks for a rest until then, longer than allowed.
    pub(super) rest: Option<Timestamp>,
}

/// Why nothing usable came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// No connection: name, network, certificate, proxy.
    Connect(Bilingual<String>),
    /// No answer in time.
    Timeout,
    /// The connection or the body broke off.
    Cut(Bilingual<String>),
    /// More than is read; it would be so the next time too.
    TooLarge,
}

impl Received {
    /// As platforms see it.
    pub(super) fn answer(&self) -> Answer<'_> {
        Answer {
            status: self.status,
            url: self.url.as_str(),
            headers: &self.headers,
            body: &self.body,
            fetched_at: self.fetched_at,
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Where the answer sends on to.
    pub(super) fn leads_to(&self) -> Option<Url> {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
            .then(|| self.header("location"))
            .flatten()
            .and_then(|target| self.url.join(target).ok())
    }

    /// "Not modified" stands for the body that is stored.
    pub(super) fn or_stored(mut self, validator: Option<&Validator>) -> Self {
        if let (304, Some(validator)) = (self.status, validator) {
            self.status = 200;
            self.body.clone_from(&validator.body);
        }
        self
    }

    /// `ETag` and `Last-Modified`, unless the server does not want the answer to be kept.
    pub(super) fn validators(&self) -> Option<(Option<&str>, Option<&str>)> {
        let unkept = self
            .header("cache-control")
            .is_some_and(|value| value.to_ascii_lowercase().contains("no-store"))
            || self
                .header("expires")
                .is_some_and(|value| value.trim() == "0");
        let found = (self.header("etag"), self.header("last-modified"));
        (!unkept && found != (None, None)).then_some(found)
    }
}

/// The client of a run: the system's proxy and certificates, no redirects of its own (every hop takes its turn).
pub(super) fn client(options: &Options, guard: Guard) -> Result<reqwest::Client, Problem> {
    let mut client = reqwest::Client::builder()
        .user_agent(user_agent(&options.contact))
        .timeout(options.timeout)
        .connect_timeout(options.connect_timeout)
        .dns_resolver(Arc::new(guard))
        .redirect(reqwest::redirect::Policy::none());
    if !options.proxy {
        client = client.no_proxy();
    }
    client.build().map_err(|error| {
        let cause = cause(error);
        Problem::new(
            "fetch",
            format!("the network cannot be used ({}); check the proxy and the certificates of this computer", cause.english),
            format!("le réseau est inutilisable ({}); vérifiez le serveur mandataire et les certificats de cet ordinateur", cause.french),
        )
    })
}

/// Product, version and whom to write to (RFC 9110, 10.1.5).
fn user_agent(contact: &str) -> String {
    let contact: String = contact
        .chars()
        .filter(|c| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '\\'))
        .collect();
    let product = concat!("tandem/", env!("CARGO_PKG_VERSION"));
    if contact.is_empty() {
        product.to_owned()
    } else {
        format!("{product} (+{contact})")
    }
}

/// Asks once.
pub(super) async fn exchange(
    client: &reqwest::Client,
    url: &Url,
    ask: Ask<'_>,
    max_body: usize,
    now: Timestamp,
) -> Result<Received, Fault> {
    let Ask {
        request,
        secret,
        validator,
        ..
    } = ask;
    let headers = |builder: reqwest::RequestBuilder| {
        let builder = builder.header(ACCEPT, request.accept);
        let own = request.headers.iter();
        own.fold(builder, |builder, (name, value)| {
            builder.header(*name, value)
        })
    };
    let mut request = match secret {
        Some(secret) => secret.add(client, url, headers),
        None => headers(client.get(url.clone())),
    };
    if let Some(etag) = validator.and_then(|known| known.etag.as_deref()) {
        request = request.header(IF_NONE_MATCH, etag);
    }
    if let Some(date) = validator.and_then(|known| known.last_modified.as_deref()) {
        request = request.header(IF_MODIFIED_SINCE, date);
    }
    let response = request.send().await.map_err(Fault::from)?;
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            let value = match secret {
                Some(secret) => secret.scrub(&value).into_owned(),
                None => value.into_owned(),
            };
            (name.as_str().to_owned(), value)
        })
        .collect();
    let status = response.status().as_u16();
    let body = body(response, max_body).await?;
    Ok(Received {
        status,
        url: url.clone(),
        headers,
        body: match secret {
            Some(secret) => secret.scrub_bytes(body),
            None => body,
        },
        fetched_at: now,
        rest: None,
    })
}

/// Reads piece by piece what comes out of the decompression, so that a small answer that swells up stops at
/// the cap.
async fn body(mut response: reqwest::Response, max: usize) -> Result<Vec<u8>, Fault> {
    let announced = response.content_length().unwrap_or(0);
    if usize::try_from(announced).map_or(true, |announced| announced > max) {
        return Err(Fault::TooLarge);
    }
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(Fault::from)? {
        if body.len() + piece.len() > max {
            return Err(Fault::TooLarge);
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

impl From<reqwest::Error> for Fault {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::Timeout
        } else if error.is_connect() {
            Self::Connect(cause(error))
        } else {
            Self::Cut(cause(error))
        }
    }
}

impl Fault {
    /// In words, with what to do.
    pub(super) fn text(&self, host: &str, options: &Options) -> Bilingual<String> {
        match self {
            Self::Connect(cause) => Bilingual::text(
                format!(
                    "no connection to {host} ({}); check the address, the network and the proxy, then run fetch again",
                    cause.english
                ),
                format!(
                    "connexion impossible à {host} ({}); vérifiez l’adresse, le réseau et le serveur mandataire, puis relancez la récupération",
                    cause.french
                ),
            ),
            Self::Timeout => {
                let seconds = options.timeout.as_secs_f64().to_string();
                Bilingual::text(
                    format!("no answer from {host} within {seconds} s; run fetch again later"),
                    format!(
                        "aucune réponse de {host} en {}\u{a0}s; relancez la récupération plus tard",
                        seconds.replace('.', ",")
                    ),
                )
            }
            Self::Cut(cause) => Bilingual::text(
                format!(
                    "the answer of {host} broke off ({}); run fetch again later",
                    cause.english
                ),
                format!(
                    "la réponse de {host} s’est interrompue ({}); relancez la récupération plus tard",
                    cause.french
                ),
            ),
            Self::TooLarge => {
                let most = options.max_body / 1024;
                Bilingual::text(
                    format!(
                        "the answer of {host} is larger than {most} KiB and was not read; check the address in tandem.toml"
                    ),
                    format!(
                        "la réponse de {host} dépasse {most}\u{a0}Kio et n’a pas été lue; vérifiez l’adresse dans tandem.toml"
                    ),
                )
            }
        }
    }
}

/// The innermost reason, without the address: that one is said elsewhere, scrubbed.
fn cause(error: reqwest::Error) -> Bilingual<String> {
    let error = error.without_url();
    let mut cause: &dyn Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let text = shown(&cause.to_string()).into_owned();
    match cause.downcast_ref::<std::io::Error>() {
        // The system's resolver says it in words only.
        Some(_) if text.contains("lookup") => {
            Bilingual::text("unknown server name", "nom de serveur inconnu")
        }
        Some(error) => wording::io_error(error),
        None => Bilingual::text(text.clone(), text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A contact that cannot stand in a header must not make every request fail.
    #[test]
    fn the_client_says_who_it_is() {
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(user_agent(""), format!("tandem/{version}"));
        assert_eq!(
            user_agent("https://coast.example/contact\r\nX: (é)"),
            format!("tandem/{version} (+https://coast.example/contactX:)")
        );
    }
}
