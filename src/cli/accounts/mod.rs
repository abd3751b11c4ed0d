//! `tandem accounts` and `tandem init`: the register of official accounts, its pairs, and a configuration from it.

mod import;
mod init;
mod pair;

pub(super) use import::run as import;
pub(super) use init::run as init;
pub(super) use pair::run as pair;

use super::{Session, Stop, unreadable};
use crate::fetch::{self, World};
use crate::model::{Bilingual, Language, Problem};
use crate::register::{self, Institution, Kind, Links, Listed, Register};
use crate::text::wording::count;
use std::path::Path;

/// The register that a user keeps, unless said otherwise.
const REGISTER: &str = "accounts.csv";
/// Where the Government of Canada publishes it.
const PUBLISHED: &str = "https://www.canada.ca/content/dam/canada/json/sm-en.json https://www.canada.ca/content/dam/canada/json/sm-fr.json";
/// A register is some hundred kilobytes.
const LARGEST: u64 = 256 << 20;

/// Reads files, or what stands at addresses, into one register.
fn read(paths: &[impl AsRef<Path>]) -> Result<Register, Problem> {
    let mut register = Register::default();
    for path in paths.iter().map(AsRef::as_ref) {
        let place = path.display().to_string();
        if place.starts_with("http://") || place.starts_with("https://") {
            register.add(&place, &fetched(&place)?)?;
            continue;
        }
        let size = std::fs::metadata(path)
            .map_err(|error| unreadable(path, &error))?
            .len();
        if size > LARGEST {
            return Err(Problem::new(
                place,
                "too large for a register of accounts; check that it is the right file",
                "trop volumineux pour un répertoire de comptes; vérifiez qu’il s’agit du bon fichier",
            ));
        }
        let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
        register.add(&place, &bytes)?;
    }
    Ok(register)
}

/// A register without any account answers nothing.
fn usable(register: &Register, place: &str) -> Result<(), Problem> {
    if !register.accounts.is_empty() {
        return Ok(());
    }
    let rows = count(register.rows);
    Err(Problem::new(
        place,
        format!(
            "no account that can be used (rows: {}); check that it is the right file",
            rows.english
        ),
        format!(
            "aucun compte utilisable (lignes\u{a0}: {}); vérifiez qu’il s’agit du bon fichier",
            rows.french
        ),
    ))
}

/// What is published at an address.
fn fetched(address: &str) -> Result<Vec<u8>, Problem> {
    let (options, world) = (fetch::Options::default(), World::default());
    let accept = "application/json, text/csv";
    super::fetch::runtime()?.block_on(fetch::document(address, accept, &options, &world))
}

/// The register of the session, with its pairs.
fn known(session: &Session) -> Result<(Register, Links), Problem> {
    let path = session.path("register", REGISTER);
    if !path.exists() {
        return Err(Problem::new(
            path.display().to_string(),
            format!(
                "there is no register here; make one with `tandem accounts import {PUBLISHED}`, or give another with --register"
            ),
            format!(
                "il n’y a pas de répertoire ici; créez-le avec «\u{a0}tandem comptes importer {PUBLISHED}\u{a0}», ou indiquez-en un autre avec --repertoire"
            ),
        ));
    }
    let register = read(&[&path])?;
    usable(&register, &path.display().to_string())?;
    let links = register::pair(&register.accounts);
    for note in &links.notes {
        // What a person wrote is not passed over in silence.
        if note.kind == Kind::NoCounterpart {
            session.warn(&note.problem);
        }
    }
    Ok((register, links))
}

/// The institution of a name, or the nearest ones.
fn institution<'i>(
    list: &'i [Institution],
    accounts: &[Listed],
    name: &str,
) -> Result<&'i Institution, Problem> {
    register::find(list, accounts, name).map_err(|near| {
        // A person knows it by either of its names.
        let names = |language: Language| -> String {
            let line = |it: &&Institution| {
                let (own, other) = (it.name.get(language), it.name.get(language.other()));
                let is_one = own == other;
                if is_one { format!("\n  {own}") } else { format!("\n  {own} – {other}") }
            };
            near.iter().map(line).collect()
        };
        let Bilingual { english, french } = if near.is_empty() {
            Bilingual::text(
                "no institution of the register has a name like it; write it as the register does",
                "aucune institution du répertoire ne porte un nom semblable; écrivez-le comme le répertoire",
            )
        } else {
            Bilingual::text(
                format!("no institution, or several, of this name in the register; write one of these in full:{}", names(Language::English)),
                format!("aucune institution, ou plusieurs, de ce nom dans le répertoire; écrivez l’un de ces noms au complet\u{a0}:{}", names(Language::French)),
            )
        };
        Problem::new(name, english, french)
    })
}

/// An account on one line.
fn shown(listed: &Listed) -> String {
    format!("{} ({})", listed.name, listed.address)
}

/// Writes a file; one that is there is only replaced where that is meant.
fn write(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Stop> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).truncate(true);
    if replace {
        options.create(true);
    } else {
        options.create_new(true);
    }
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| {
        let place = path.display().to_string();
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            return Problem::new(
                place,
                "is there already, and is not replaced; give another name with --out",
                "existe déjà et n’est pas remplacé; indiquez un autre nom avec --sortie",
            )
            .into();
        }
        let why = crate::text::wording::io_error(&error);
        Problem::new(
            place,
            format!("cannot be written ({})", why.english),
            format!("écriture impossible ({})", why.french),
        )
        .into()
    })
}
