//! `tandem init`: a configuration from an institution's name.

use super::{REGISTER, institution, known, shown, write};
use crate::cli::{End, Session, Stop};
use crate::config;
use crate::register::{self, Links, Listed};
use crate::text::wording::count;
use std::collections::BTreeSet;

pub(in crate::cli) fn run(session: &Session) -> Result<End, Stop> {
    let (register, links) = known(session)?;
    let accounts = &register.accounts;
    let list = register::institutions(accounts, &links);
    let name = session.value("name").unwrap_or_default();
    let found = institution(&list, accounts, name)?;
    let names = &found.name;
    let (doubtful, alone) = open(accounts, &links, &found.accounts);
    for listed in &alone {
        session.note(
            format!("without counterpart: {}", shown(listed)),
            format!("sans équivalent\u{a0}: {}", shown(listed)),
        );
    }
    let is_whole = alone.is_empty();
    let (doubtful, alone) = (count(doubtful), count(alone.len()));
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
    if config.presences.is_empty() {
        let kept = kept.display();
        session.note(
            format!(
                "{}: no pair and no bilingual account, without counterpart: {}; nothing to compare, {place} is not written. Where a counterpart is listed under another name, write it into {kept} (see tandem accounts pair --help)",
                names.english, alone.english
            ),
            format!(
                "{}\u{a0}: aucune paire ni aucun compte bilingue, sans équivalent\u{a0}: {}; rien à comparer, {place} n’est pas écrit. Si un équivalent est inscrit sous un autre nom, indiquez-le dans {kept} (voir tandem comptes jumeler --help)",
                names.french, alone.french
            ),
        );
        return Ok(End::Unread);
    }
    write(&out, text.as_bytes(), false)?;
    if !is_whole {
        session.note(
            "These stand in the configuration as comments; no report reads them.",
            "Ces comptes figurent en commentaire dans la configuration; aucun rapport ne les lit.",
        );
    }
    let presences = count(config.presences.len());
    session.note(
        format!(
            "{place}: {}, presences: {}, to confirm: {}, without counterpart: {}. Next: tandem fetch --plan, or tandem import FILE",
            names.english, presences.english, doubtful.english, alone.english
        ),
        format!(
            "{place}\u{a0}: {}, présences\u{a0}: {}, à confirmer\u{a0}: {}, sans équivalent\u{a0}: {}. Ensuite\u{a0}: tandem récupérer --plan, ou tandem importer FICHIER",
            names.french, presences.french, doubtful.french, alone.french
        ),
    );
    Ok(End::Nothing)
}

/// What is left to a person: how many pairs to confirm, and the accounts that have no counterpart.
fn open<'a>(accounts: &'a [Listed], links: &Links, of: &[usize]) -> (usize, Vec<&'a Listed>) {
    let of: BTreeSet<usize> = of.iter().copied().collect();
    let pairs = links.pairs.iter();
    let own = pairs.filter(|link| of.contains(&link.english) || of.contains(&link.french));
    let doubtful = own.filter(|link| link.needs_review()).count();
    let alone = links.alone.iter().filter(|at| of.contains(at));
    (doubtful, alone.filter_map(|at| accounts.get(*at)).collect())
}
