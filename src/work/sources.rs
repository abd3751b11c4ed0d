//! The files of an export on the disk, and what is said beside them.

use super::unreadable;
use crate::config::Config;
use crate::exports::{self, File, Limits};
use crate::model::{Account, Interval, Problem};
use crate::report::MANIFEST;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// What is read from an archive, at most.
const LIMITS: Limits = Limits {
    entries: 10_000,
    bytes: 4 << 30,
};

/// What the user says beside the export.
#[derive(Default)]
pub(crate) struct Terms {
    pub(crate) options: exports::Options,
    /// The stretch that the export covers.
    pub(crate) declared: Option<Interval>,
    /// An account that the export may be empty of.
    pub(crate) account: Option<Account>,
    /// Records that could not be used do not matter.
    pub(crate) allow_rejected: bool,
    /// Of a file that gives no post, nothing is stored: whoever drops the wrong one would else have its lines named in
    /// every report.
    pub(crate) wants_posts: bool,
}

impl Terms {
    /// What the configuration says of every export.
    pub(crate) fn of(config: &Config) -> Self {
        Self {
            options: exports::Options {
                accounts: numbers(config),
                columns: config.imports.clone(),
                ..exports::Options::default()
            },
            ..Self::default()
        }
    }
}

/// Handles of the accounts whose number the configuration knows.
fn numbers(config: &Config) -> BTreeMap<(String, String), String> {
    let accounts = config.presences.iter().flat_map(|it| it.accounts.list());
    accounts
        .filter_map(|(account, _)| {
            let key = (account.platform.clone(), account.id.clone()?);
            Some((key, account.handle.clone()))
        })
        .collect()
}

/// The files of a path, the first named by the label: itself, the wanted entries of a zip or tar.gz, or those of a folder.
/// Folders that are passed over are told of by `warn`.
pub(crate) fn files(
    label: &str,
    path: &Path,
    warn: &mut dyn FnMut(&Problem),
) -> Result<Vec<File>, Problem> {
    if path.is_dir() {
        let mut files = Vec::new();
        folder(path, path, &mut files, warn)?;
        files.sort_by(|a, b| a.name.cmp(&b.name));
        return Ok(files);
    }
    let size = fs::metadata(path)
        .map_err(|error| unreadable(path, &error))?
        .len();
    let mut start = [0; 4];
    let whole = fs::File::open(path)
        .and_then(|mut file| std::io::Read::read(&mut file, &mut start))
        .map_err(|error| unreadable(path, &error))?
        == 4;
    if whole && start.starts_with(b"PK") {
        return exports::unzip(label, opening(path), LIMITS);
    }
    if whole && start.starts_with(&[0x1F, 0x8B]) {
        return exports::untar(label, opening(path), LIMITS);
    }
    if size > LIMITS.bytes {
        return Err(too_large(label));
    }
    let file = file(label.to_owned(), path).map_err(|error| unreadable(path, &error))?;
    Ok(vec![file])
}

fn too_large(label: &str) -> Problem {
    Problem::new(
        label,
        "over 4 GiB; split the export into smaller files",
        "plus de 4 Gio; divisez l’exportation en fichiers plus petits",
    )
}

fn opening(path: &Path) -> impl Fn() -> io::Result<fs::File> + Send + Sync + use<> {
    let path = path.to_path_buf();
    move || fs::File::open(&path)
}

fn file(name: String, path: &Path) -> io::Result<File> {
    let open = opening(path);
    File::at(name, move || Ok(Box::new(open()?)))
}

/// The wanted files below a folder, named by their path inside it.
fn folder(
    root: &Path,
    below: &Path,
    files: &mut Vec<File>,
    warn: &mut dyn FnMut(&Problem),
) -> Result<(), Problem> {
    let failed = |error: io::Error| unreadable(below, &error);
    // A report of ours is no export, though its tables look like one.
    if is_report(below) {
        warn(&Problem::new(
            below.display().to_string(),
            "passed over: this is the folder of a report and not an export",
            "laissé de côté\u{a0}: c’est le dossier d’un rapport et non une exportation",
        ));
        return Ok(());
    }
    for entry in fs::read_dir(below).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() && !path.is_symlink() {
            folder(root, &path, files, warn)?;
            continue;
        }
        let name = path
            .strip_prefix(root)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        if exports::wanted(&name) {
            if fs::metadata(&path).map_err(failed)?.len() > LIMITS.bytes {
                return Err(too_large(&path.display().to_string()));
            }
            files.push(file(name, &path).map_err(failed)?);
        }
    }
    Ok(())
}

/// Is this the folder of a report, of whatever version?
pub(crate) fn is_report(folder: &Path) -> bool {
    let manifest = fs::read(folder.join(MANIFEST)).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap_or_default();
    manifest["program"] == env!("CARGO_PKG_NAME")
}
