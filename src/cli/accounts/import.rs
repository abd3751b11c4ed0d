//! `tandem accounts import`: the official register, cleaned and paired, to a file that the user keeps.

use super::{REGISTER, read, shown, write};
use crate::cli::{End, Session, Stop};
use crate::model::{Bilingual, Language};
use crate::register::{self, Change, Kind, Listed, Register};
use crate::text::wording::count;
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(in crate::cli) fn run(session: &Session) -> Result<End, Stop> {
    let files: Vec<&String> = session
        .arguments
        .get_many("paths")
        .into_iter()
        .flatten()
        .collect();
    let mut register = read(&files)?;
    let out = session.path("out", REGISTER);
    let before = match session.value("compare") {
        Some(path) => Some(read(&[path])?),
        None => out.exists().then(|| read(&[&out])).transpose()?,
    };
    if let Some(before) = &before {
        keep_decisions(&before.accounts, &mut register);
    }
    let links = register::pair(&register.accounts);
    register.notes.extend(links.notes.iter().cloned());
    let table = register::table(&register.accounts, &links).map_err(|error| {
        crate::model::Problem::new(
            out.display().to_string(),
            format!("cannot be written ({error})"),
            format!("écriture impossible ({error})"),
        )
    })?;
    for note in &register.notes {
        if session.flag("all") || !note.kind.is_spelling() {
            session.warn(&note.problem);
        }
    }
    let mut text = summary(&register, session.language);
    let _ = writeln!(
        text,
        "{}",
        super::pair::figures(&register.accounts, &links, session.language)
    );
    if let Some(before) = &before {
        text.push_str(&differences(
            &before.accounts,
            &register.accounts,
            session.language,
        ));
    }
    write(&out, &table, true)?;
    let written = Bilingual::text(
        format!(
            "Written: {}. Next: tandem accounts pair, or tandem init \"NAME OF THE INSTITUTION\"",
            out.display()
        ),
        format!(
            "Écrit\u{a0}: {}. Ensuite\u{a0}: tandem comptes jumeler, ou tandem initialiser \"NOM DE L’INSTITUTION\"",
            out.display()
        ),
    );
    let _ = writeln!(text, "{}", written.get(session.language));
    Session::print(&text)?;
    let is_whole = register.notes.iter().all(|note| !note.kind.is_rejection());
    Ok(if is_whole { End::Nothing } else { End::Unread })
}

/// What a person confirmed in the register before stays.
fn keep_decisions(before: &[Listed], register: &mut Register) {
    let decided: BTreeMap<_, &Listed> = before
        .iter()
        .filter(|it| it.confirmed)
        .map(|it| (it.key(), it))
        .collect();
    for listed in &mut register.accounts {
        if let Some(known) = decided.get(&listed.key()).filter(|_| !listed.confirmed) {
            listed.counterpart.clone_from(&known.counterpart);
            listed.confirmed = true;
        }
    }
}

/// Rows, accounts, and what was found with them, by kind.
fn summary(register: &Register, language: Language) -> String {
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for note in &register.notes {
        *kinds.entry(note.kind).or_default() += 1;
    }
    let unused: usize = kinds
        .iter()
        .filter(|(kind, _)| kind.is_rejection())
        .map(|(_, all)| all)
        .sum();
    let (rows, accounts, unused) = (
        count(register.rows),
        count(register.accounts.len()),
        count(unused),
    );
    let line = Bilingual::text(
        format!(
            "rows: {}, accounts: {}, rows not used: {}",
            rows.english, accounts.english, unused.english
        ),
        format!(
            "lignes\u{a0}: {}, comptes\u{a0}: {}, lignes non utilisées\u{a0}: {}",
            rows.french, accounts.french, unused.french
        ),
    );
    let mut text = format!("{}\n", line.get(language));
    for (kind, all) in kinds {
        let mark = if kind.is_rejection() {
            Bilingual::new("not used", "non utilisée")
        } else {
            Bilingual::new("repaired", "corrigée")
        };
        let mark = mark.get(language);
        let _ = writeln!(
            text,
            "  {} × {} [{mark}]",
            count(all).get(language),
            kind.text().get(language)
        );
    }
    text
}

/// What changed since the register before.
fn differences(before: &[Listed], after: &[Listed], language: Language) -> String {
    let changes = register::changes(before, after);
    let mut text = String::new();
    let head = Bilingual::text(
        format!("Changes since the register before: {}", changes.len()),
        format!(
            "Changements depuis le répertoire précédent\u{a0}: {}",
            changes.len()
        ),
    );
    let _ = writeln!(text, "{}", head.get(language));
    for change in changes {
        let line = match change {
            Change::Added(it) => Bilingual::text(
                format!("added: {}", shown(it)),
                format!("ajouté\u{a0}: {}", shown(it)),
            ),
            Change::Gone(it) => Bilingual::text(
                format!("gone: {}", shown(it)),
                format!("disparu\u{a0}: {}", shown(it)),
            ),
            Change::Renamed(old, new) => Bilingual::text(
                format!("renamed: {} → {}", old.account.handle, shown(new)),
                format!("renommé\u{a0}: {} → {}", old.account.handle, shown(new)),
            ),
            Change::Serves(old, new) => {
                let (from, to) = (serves(old.serves), serves(new.serves));
                Bilingual::text(
                    format!("from {} to {}: {}", from.english, to.english, shown(new)),
                    format!(
                        "passe de {} à {}\u{a0}: {}",
                        from.french,
                        to.french,
                        shown(new)
                    ),
                )
            }
        };
        let _ = writeln!(text, "  {}", line.get(language));
    }
    text
}

fn serves(language: Option<Language>) -> Bilingual<&'static str> {
    match language {
        Some(Language::English) => Bilingual::new("English", "anglais"),
        Some(Language::French) => Bilingual::new("French", "français"),
        None => Bilingual::new("bilingual", "bilingue"),
    }
}
