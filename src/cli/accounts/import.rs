//! `tandem accounts import`: the official register, cleaned and paired, to a file that the user keeps.

use super::{REGISTER, read, shown, usable, write};
use crate::cli::{End, Session, Stop};
use crate::model::{Bilingual, Language, Problem};
use crate::register::{self, Change, Kind, Listed, Register};
use crate::text::wording::count;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

pub(in crate::cli) fn run(session: &Session) -> Result<End, Stop> {
    let files: Vec<&String> = session
        .arguments
        .get_many("paths")
        .into_iter()
        .flatten()
        .collect();
    let mut register = read(&files)?;
    let out = session.path("out", REGISTER);
    let there = out.exists().then(|| read(&[&out])).transpose()?;
    let compared = session
        .value("compare")
        .map(|path| read(&[path]))
        .transpose()?;
    let before = compared.as_ref().or(there.as_ref());
    // What is to be replaced holds them, whatever it is compared with.
    if let Some(before) = there.as_ref().or(before) {
        keep_decisions(&before.accounts, &mut register);
    }
    let links = register::pair(&register.accounts);
    register.notes.extend(links.notes.iter().cloned());
    let table = register::table(&register.accounts, &links).map_err(|error| {
        Problem::new(
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
    usable(
        &register,
        &files
            .iter()
            .map(|it| it.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    )?;
    if let Some(there) = there.as_ref().filter(|_| !session.flag("replace")) {
        keeps_most(&out, &there.accounts, &register.accounts)?;
    }
    let mut text = summary(&register, session.language);
    let _ = writeln!(
        text,
        "{}",
        super::pair::figures(&register.accounts, &links, session.language)
    );
    if let Some(before) = before {
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

/// A register that loses most of its accounts is likelier the wrong file than the next state of it.
fn keeps_most(out: &Path, before: &[Listed], after: &[Listed]) -> Result<(), Problem> {
    let gone = register::changes(before, after)
        .iter()
        .filter(|change| matches!(change, Change::Gone(_)))
        .count();
    if gone * 2 <= before.len() {
        return Ok(());
    }
    let (gone, all) = (count(gone), count(before.len()));
    Err(Problem::new(
        out.display().to_string(),
        format!(
            "{} of its {} accounts are missing from what was given; nothing was written. If that is meant, repeat it with --replace; else check the file",
            gone.english, all.english
        ),
        format!(
            "{} de ses {} comptes manquent dans ce qui a été donné; rien n’a été écrit. Si c’est voulu, recommencez avec --remplacer; sinon, vérifiez le fichier",
            gone.french, all.french
        ),
    ))
}

/// What a person decided in the register before stays.
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
        let mark = match kind {
            Kind::BothLists => Bilingual::new("one account", "un seul compte"),
            Kind::NoCounterpart => Bilingual::new("to correct", "à corriger"),
            kind if kind.is_rejection() => Bilingual::new("not used", "non utilisée"),
            _ => Bilingual::new("repaired", "corrigée"),
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
                let (from, to) = (from(old.serves), to(new.serves));
                Bilingual::text(
                    format!("{} {}: {}", from.english, to.english, shown(new)),
                    format!("passe {} {}\u{a0}: {}", from.french, to.french, shown(new)),
                )
            }
        };
        let _ = writeln!(text, "  {}", line.get(language));
    }
    text
}

fn from(language: Option<Language>) -> Bilingual<&'static str> {
    match language {
        Some(Language::English) => Bilingual::new("from English", "de l’anglais"),
        Some(Language::French) => Bilingual::new("from French", "du français"),
        None => Bilingual::new("from bilingual", "du bilingue"),
    }
}

fn to(language: Option<Language>) -> Bilingual<&'static str> {
    match language {
        Some(Language::English) => Bilingual::new("to English", "à l’anglais"),
        Some(Language::French) => Bilingual::new("to French", "au français"),
        None => Bilingual::new("to bilingual", "au bilingue"),
    }
}
