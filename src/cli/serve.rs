//! `tandem serve`: the page.

use super::{End, Session, Stop};
use crate::model::{Language, Problem};
use crate::web;
use std::net::SocketAddr;

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let options = web::Options {
        listen: address(session.value("listen"))?,
        hosts: session.values("host"),
        token: std::env::var("TANDEM_TOKEN").ok(),
        language: session.language,
        places: session.places(),
    };
    let (language, open) = (session.language, session.flag("open"));
    web::serve(options, |at| {
        let address = format!("http://{at}/");
        let line = match language {
            Language::English => format!("{address} – end with Ctrl+C\n"),
            Language::French => format!("{address} – Ctrl+C pour arrêter\n"),
        };
        // Nobody may read it; the page is served all the same.
        let _ = Session::print(&line);
        if open && open::that_detached(&address).is_err() {
            session.note(
                "no browser could be opened; open the address above",
                "aucun navigateur n’a pu être ouvert; ouvrez l’adresse ci-dessus",
            );
        }
    })?;
    Ok(End::Nothing)
}

fn address(text: Option<&str>) -> Result<SocketAddr, Problem> {
    let text = text.unwrap_or("127.0.0.1:8077");
    text.parse().map_err(|_| {
        Problem::new(
            "--listen/--ecouter",
            format!("“{text}” is not an address with a port; write for example 127.0.0.1:8077"),
            format!("«\u{a0}{text}\u{a0}» n’est pas une adresse avec un port; écrivez par exemple 127.0.0.1:8077"),
        )
    })
}
