//! `decisions.csv` on the disk: one writer at a time, and what is written is there before it is said to be.

use super::decisions::refused;
use crate::config::{Config, DecisionsFile};
use crate::decisions::{self, Change, Refusal, Row};
use crate::model::{Decision, Problem};
use crate::store::Store;
use crate::text::wording;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

/// Bytes of a file of decisions that is read into memory: some hundred thousand decisions.
const LARGEST: u64 = 64 << 20;

/// The rows of the file as it is now; none where it is not there yet.
pub(crate) fn rows(file: &DecisionsFile) -> Result<Vec<Row>, Problem> {
    match std::fs::read(&file.path) {
        Ok(bytes) => Ok(decisions::read(&place(&file.path), &bytes).0),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(super::unreadable(&file.path, &error)),
    }
}

/// Can the decision be applied to what is stored?
pub(crate) fn check(
    file: &DecisionsFile,
    decision: &Decision,
    config: &Config,
    store: &Store,
) -> Result<(), Problem> {
    let row = Row {
        place: place(&file.path),
        decision: decision.clone(),
    };
    refused(&row, config, store)?.map_or(Ok(()), Err)
}

/// Writes what was decided, and says how many rows there were before.
///
/// The file is added to and never replaced, so that its links, its rights and what others wrote stay; it is locked
/// meanwhile against other pages, and looked at afterwards, as an editor may have put another file in its place.
pub(crate) fn write(at: &DecisionsFile, change: &Change) -> Result<usize, Refusal> {
    let path = at.path.as_path();
    let place = place(path);
    let refuse = |error: io::Error| Refusal::Problem(unwritable(path, &error));
    let mut file = OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .open(path)
        .map_err(refuse)?;
    file.lock().map_err(refuse)?;
    let before = read(&file).map_err(refuse)?;
    let more = change.apply(&place, &before)?;
    let count = decisions::read(&place, &before).0.len();
    if more.is_empty() {
        return Ok(count);
    }
    if let Err(error) = file.write_all(&more).and_then(|()| file.sync_all()) {
        // A row that is there by half would be named as unreadable in every report.
        let _ = file.set_len(before.len() as u64);
        return Err(refuse(error));
    }
    // Where a lock keeps readers out as well, this one would be kept out by its own.
    file.unlock().map_err(refuse)?;
    match std::fs::read(path) {
        Ok(now) if now.starts_with(&[before, more].concat()) => Ok(count),
        _ => Err(Refusal::Problem(replaced(path))),
    }
}

/// All of it, from its beginning.
fn read(file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// How the file is called in problems.
fn place(path: &Path) -> String {
    super::decisions::name(path)
}

fn unwritable(path: &Path, error: &io::Error) -> Problem {
    let why = wording::io_error(error);
    Problem::new(
        path.display().to_string(),
        format!(
            "the decision could not be written ({}); close the file where it is open, and check the rights",
            why.english
        ),
        format!(
            "la décision n’a pas pu être consignée ({}); fermez le fichier là où il est ouvert et vérifiez les droits",
            why.french
        ),
    )
}

fn replaced(path: &Path) -> Problem {
    Problem::new(
        path.display().to_string(),
        "another program saved this file at the same moment, and the decision may be lost; close the file there, look at what holds now and decide again",
        "un autre programme a enregistré ce fichier au même moment, et la décision est peut-être perdue; fermez-y le fichier, voyez ce qui vaut maintenant et décidez de nouveau",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::{held_at, mark, standing};
    use crate::model::{Subject, Word};
    use jiff::civil::date;

    fn waiver(finding: &str, reason: &str) -> Decision {
        Decision {
            word: Word::Waive,
            subject: Subject::Finding(finding.into()),
            reason: reason.into(),
            author: "A. Roy".into(),
            date: date(2026, 11, 16),
            expires: Some(date(2027, 1, 1)),
        }
    }

    fn change(decision: Decision, seen: String) -> Change {
        Change {
            decision,
            author: "A. Roy".into(),
            date: date(2026, 11, 16),
            seen,
        }
    }

    fn place() -> (tempfile::TempDir, DecisionsFile) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("decisions.csv");
        (folder, DecisionsFile { path, named: false })
    }

    /// Two browsers, twenty persons, one file: every decision is there at the end, each once.
    #[test]
    fn writers_at_once_lose_nothing() {
        let (_folder, file) = place();
        let threads = 8;
        let each = 12;
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let file = &file;
                scope.spawn(move || {
                    for number in 0..each {
                        let decision = waiver(&format!("{thread:02}{number:02}"), "over");
                        write(file, &change(decision, String::new())).unwrap();
                    }
                });
            }
        });
        let rows = rows(&file).unwrap();
        assert_eq!(rows.len(), threads * each);
        for row in &rows {
            assert_eq!(standing(&rows, &row.decision.subject).len(), 1);
        }
    }

    /// Of persons who decide about the same thing at once one is first, and the others are told.
    #[test]
    fn one_of_many_is_first() {
        let (_folder, file) = place();
        let written: Vec<bool> = std::thread::scope(|scope| {
            let file = &file;
            let threads: Vec<_> = (0..8)
                .map(|thread| {
                    scope.spawn(move || {
                        let decision = waiver("ab", &format!("reason {thread}"));
                        match write(file, &change(decision, String::new())) {
                            Ok(_) => true,
                            Err(Refusal::Meanwhile) => false,
                            Err(Refusal::Problem(problem)) => panic!("{problem:?}"),
                        }
                    })
                })
                .collect();
            threads.into_iter().map(|it| it.join().unwrap()).collect()
        });
        assert_eq!(written.iter().filter(|it| **it).count(), 1);
        assert_eq!(rows(&file).unwrap().len(), 1);
    }

    /// What a person keeps beside the decisions is theirs: links to the file, its own columns, what cannot be read.
    #[test]
    fn what_stands_there_stays() {
        let (folder, file) = place();
        let kept = folder.path().join("kept.csv");
        let old = b"\xef\xbb\xbfnote;decision;finding_id;english_post_id;french_post_id;reason;author;date;expires\r\n;nonsense;;;;;;;\r\nsee e-mail;waive;ab;;;over;Z;2026-11-01;2027-01-01";
        std::fs::write(&kept, old).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&kept, &file.path).unwrap();
        #[cfg(not(unix))]
        std::fs::hard_link(&kept, &file.path).unwrap();
        let subject = Subject::Finding("ab".into());
        let seen = mark(&rows(&file).unwrap(), &subject);
        let before = write(&file, &change(waiver("ab", "partner; \"sic\""), seen)).unwrap();
        let bytes = std::fs::read(&kept).unwrap();
        assert!(bytes.starts_with(old));
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.ends_with(";waive;ab;;;\"partner; \"\"sic\"\"\";A. Roy;2026-11-16;2027-01-01\r\n"),
            "{text}"
        );
        let now = rows(&file).unwrap();
        assert_eq!(standing(&now, &subject), [waiver("ab", "partner; \"sic\"")]);
        assert_eq!(held_at(&now, before, &subject).unwrap().author, "Z");
    }
}
