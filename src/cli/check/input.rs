//! What is to be checked: two text files, one draft, or a schedule.

use super::super::{Session, Stop, unreadable};
use super::schedule::{self, Schedule};
use crate::model::{Bilingual, Problem};
use crate::rules::Draft;
use crate::work::sources::is_report;
use std::io::Read as _;
use std::path::Path;

/// What was given.
pub(super) enum Given {
    One(Box<Draft>),
    Schedule(Schedule),
}

/// Bytes beyond which a file is no draft and no schedule.
const LARGEST: u64 = 64 << 20;

pub(super) fn read(session: &Session) -> Result<Given, Stop> {
    match (
        session.value("english"),
        session.value("french"),
        session.value("draft"),
    ) {
        (Some(english), Some(french), None) => {
            // The line end that an editor puts after the last line is not posted.
            let text = |path: &str| {
                text(path).map(|text| text.replace("\r\n", "\n").trim_end_matches('\n').to_owned())
            };
            let texts = Bilingual::new(text(english)?, text(french)?);
            Ok(Given::One(Box::new(Draft::of(texts))))
        }
        (None, None, Some(path)) => {
            let place = if path == "-" { "stdin" } else { path };
            let text = text(path)?;
            let ending = Path::new(path)
                .extension()
                .and_then(|it| it.to_str())
                .unwrap_or_default();
            let is_table = ["csv", "tsv"].contains(&ending.to_lowercase().as_str())
                || path == "-" && schedule::begins_like_one(&text);
            if is_table || session.value("columns").is_some() {
                return Ok(Given::Schedule(schedule::read(
                    place,
                    &text,
                    session.value("columns"),
                )?));
            }
            Ok(Given::One(Box::new(Draft::parse(place, &text)?)))
        }
        (None, None, None) => Err(nothing().into()),
        (english, ..) => Err(one_only(english.is_some()).into()),
    }
}

/// A file, or standard input for `-`, as text.
fn text(path: &str) -> Result<String, Problem> {
    if is_report(Path::new(path)) {
        return Err(Problem::new(
            path,
            "is the folder of a report, not a draft; `tandem verify` proves such a folder",
            "est le dossier d’un rapport et non une ébauche; «\u{a0}tandem authentifier\u{a0}» atteste un tel dossier",
        ));
    }
    let mut bytes = Vec::new();
    let read = if path == "-" {
        std::io::stdin()
            .lock()
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| unreadable(Path::new(path), &error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Problem::new(
            path,
            "larger than 64 MB; that is no draft",
            "plus de 64 Mo; ce n’est pas une ébauche",
        ));
    }
    let bytes = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .map(<[u8]>::to_vec)
        .unwrap_or(bytes);
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        not_text(path, at)
    })?;
    if let Some(at) = text.find('\0') {
        return Err(Problem::new(
            path,
            format!("holds a null character (byte {at}); that is no text: save it as plain text"),
            format!(
                "contient un caractère nul (octet {at}); ce n’est pas un texte\u{a0}: enregistrez-le comme texte brut"
            ),
        ));
    }
    Ok(text)
}

fn not_text(path: &str, at: usize) -> Problem {
    Problem::new(
        path,
        format!(
            "not a text in UTF-8 (byte {at}); save it as plain text in UTF-8 (in Excel: “CSV UTF-8”)"
        ),
        format!(
            "ce n’est pas un texte en UTF-8 (octet {at}); enregistrez-le comme texte brut en UTF-8 (dans Excel\u{a0}: «\u{a0}CSV UTF-8\u{a0}»)"
        ),
    )
}

fn nothing() -> Problem {
    Problem::new(
        "tandem check/vérifier",
        "nothing to check; give a draft, or --english FILE and --french FILE (see `tandem check --help`)",
        "rien à vérifier; indiquez une ébauche, ou --anglais FICHIER et --francais FICHIER (voir «\u{a0}tandem vérifier --aide\u{a0}»)",
    )
}

fn one_only(is_english: bool) -> Problem {
    let (given, english, french) = if is_english {
        ("--english", "--french", "--francais")
    } else {
        ("--french", "--english", "--anglais")
    };
    Problem::new(
        given,
        format!("only one language was given; add {english} FILE"),
        format!("une seule langue a été fournie; ajoutez {french} FICHIER"),
    )
}
