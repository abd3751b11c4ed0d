//! A document at an address that the user gives, such as the published register: with the turns, retries, guard and caps
//! of every other read.

use super::client::{Client, Failure, Trace};
use super::guard::Guard;
use super::host::Refused;
use super::{Job, Options, World};
use crate::model::{Account, Bilingual, Problem};
use crate::platforms::Request;
use crate::text::shown;
use url::{Host, Url};

/// Reads a document.
///
/// # Errors
/// When it does not come: why, and what to do.
pub async fn document(
    address: &str,
    accept: &'static str,
    options: &Options,
    world: &World,
) -> Result<Vec<u8>, Problem> {
    let problem = |said: Bilingual<String>| {
        Problem::new(
            shown(address),
            format!("{}; or save the file and give its name", said.english),
            format!(
                "{}; ou enregistrez le fichier et indiquez son nom",
                said.french
            ),
        )
    };
    if !is_safe(address) {
        return Err(problem(Bilingual::text(
            "not an address that begins with https://",
            "ce n’est pas une adresse qui commence par https://",
        )));
    }
    // The user names the host.
    let named = Job {
        account: Account {
            server: Some(address.to_owned()),
            ..Account::new("", "")
        },
        secret: None,
        since: None,
    };
    let client = Client::new(Guard::new(&[named], options), options, world, &|_| ())?;
    let mut trace = Trace::default();
    let request = Request::new(address.to_owned(), accept);
    let got = client.get(&request, None, None, &mut trace).await;
    let received = got.map_err(|failure| problem(said(&failure, &trace.host, options)))?;
    if (200..300).contains(&received.status) {
        return Ok(received.body);
    }
    let (host, status) = (&trace.host, received.status);
    Err(problem(Bilingual::text(
        format!("{host} answered with status {status}; check the address, or try again later"),
        format!("{host} a répondu par le code {status}; vérifiez l’adresse ou réessayez plus tard"),
    )))
}

/// Encrypted, or of this computer.
fn is_safe(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let is_own = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || url.scheme() == "http" && is_own
}

/// In words, with what to do.
fn said(failure: &Failure, host: &str, options: &Options) -> Bilingual<String> {
    match failure {
        Failure::Fault(fault) => fault.text(host, options),
        Failure::Refused(Refused::Cancelled) => {
            Bilingual::text("stopped on request", "arrêté sur demande")
        }
        Failure::Refused(_) => Bilingual::text(
            format!("{host} asks to be left alone for now; try again later"),
            format!("{host} demande une pause; réessayez plus tard"),
        ),
        Failure::Address(address) => Bilingual::text(
            format!("this is not an address ({address})"),
            format!("ce n’est pas une adresse ({address})"),
        ),
        Failure::Loop(url)
        | Failure::TooFar(url)
        | Failure::Scheme(url)
        | Failure::Private(url) => {
            let to = shown(url.as_str());
            Bilingual::text(
                format!("the address leads on to {to}, which is not followed; check it"),
                format!("l’adresse renvoie à {to}, ce qui n’est pas suivi; vérifiez-la"),
            )
        }
    }
}
