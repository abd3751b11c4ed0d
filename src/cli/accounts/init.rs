//! `tandem init`: a configuration from an institution's name.

use super::{REGISTER, institution, known, write};
use crate::cli::{End, Session, Stop};
use crate::config;
use crate::register;

pub(in crate::cli) fn run(session: &Session) -> Result<End, Stop> {
    let (register, links) = known(session)?;
    let accounts = &register.accounts;
    let list = register::institutions(accounts, &links);
    let name = session.value("name").unwrap_or_default();
    let found = institution(&list, accounts, name)?;
    let out = session.path("out", "tandem.toml");
    let presences = register::presences(accounts, &links, &found.accounts, session.language);
    // The register is looked for beside the configuration.
    let kept = session.path("register", REGISTER);
    let is_beside = out
        .parent()
        .is_none_or(|folder| folder.as_os_str().is_empty());
    let kept = if is_beside {
        kept
    } else {
        std::path::absolute(&kept).unwrap_or(kept)
    };
    let text = register::configuration(&found.name, &kept.display().to_string(), &presences);
    // It is read as it will be.
    let place = out.display().to_string();
    let config = config::parse(&place, &text)?;
    write(&out, text.as_bytes(), false)?;
    let presences = config.presences.len();
    session.note(
        format!(
            "{place}: {}, presences: {presences}. Look at the lines “to confirm”, then: tandem fetch --plan, or tandem import FILE",
            found.name.english
        ),
        format!(
            "{place}\u{a0}: {}, présences\u{a0}: {presences}. Voyez les lignes «\u{a0}à confirmer\u{a0}», puis\u{a0}: tandem récupérer --plan, ou tandem importer FICHIER",
            found.name.french
        ),
    );
    Ok(End::Nothing)
}
