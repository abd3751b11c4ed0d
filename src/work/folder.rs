//! Report folders on the disk: written beside and then renamed, so that nothing half-written ever stands under the name
//! of a report; read back to be held against their manifest.

use super::unreadable;
use crate::model::{Bilingual, Problem};
use crate::report::{
    Difference, MANIFEST, MANIFEST_DIGEST, Manifest, Origins, Report, Seal, Sealing, differences,
    manifest_digest,
};
use crate::text::{hex, wording};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, IntoInnerError, Write};
use std::path::{Path, PathBuf};

/// Folders inside a folder that are looked into: a report has one.
const DEPTH: usize = 8;
/// Bytes that are read or written at once.
const BLOCK: usize = 1 << 16;
/// What systems and spreadsheets leave behind when a person looks into a folder.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// A folder that holds a report, as it is now.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    pub(crate) manifest: Manifest,
    /// Digest of the manifest.
    pub(crate) digest: String,
    /// How its files differ from what was written.
    pub(crate) differences: Vec<Difference>,
    /// Files that could not be read.
    pub(crate) unread: Vec<Problem>,
}

/// What stands where a report is to go.
enum Standing {
    Nothing,
    Report(Box<Folder>),
}

/// How writing ended.
pub(crate) enum Written {
    New,
    /// The folder holds these bytes already.
    Same,
}

impl Folder {
    /// Reads a folder.
    ///
    /// A manifest that does not fit its digest is a difference; a folder without one is no report.
    pub(crate) fn read(path: &Path) -> Result<Self, Problem> {
        let (files, unread) = seals(path)?;
        let manifest_path = path.join(MANIFEST);
        let bytes = match fs::read(&manifest_path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(no_report(path)),
            Err(error) => return Err(unreadable(&manifest_path, &error)),
        };
        let written = fs::read(path.join(MANIFEST_DIGEST)).ok();
        let differences = differences(&bytes, written.as_deref(), &files);
        let fits = written.as_deref() == Some(manifest_digest(&bytes).as_bytes());
        let manifest = match Manifest::read(&bytes) {
            Some(manifest) => manifest,
            None if fits => return Err(other_version(&manifest_path)),
            None => return Err(broken(&manifest_path)),
        };
        Ok(Self {
            path: path.to_owned(),
            manifest,
            digest: hex(&Sha256::digest(&bytes)),
            differences,
            unread,
        })
    }
}

/// Writes a report folder, making the folders above it. Gives the digest of its manifest.
///
/// A report that stands there already stays, unless it is the same or is to be replaced; anything else that stands there
/// always stays.
pub(crate) fn write(
    folder: &Path,
    report: &Report,
    origins: Origins,
    replace: bool,
) -> Result<(Written, String), Problem> {
    let standing = standing(folder)?;
    let folder = &fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let unfinished = beside(folder, "unfinished");
    let done = fill(&unfinished, report, origins).and_then(|manifest| {
        let digest = hex(&Sha256::digest(&manifest));
        if let Standing::Report(old) = &standing {
            if old.digest == digest && old.differences.is_empty() {
                return Ok((Written::Same, digest));
            }
            if !replace {
                return Err(stands(old));
            }
        }
        put(&unfinished, folder, &standing)?;
        Ok((Written::New, digest))
    });
    // Gone already when it was put in its place.
    let _ = fs::remove_dir_all(&unfinished);
    done
}

/// Looks at what stands at a path, and refuses what a report must not take the place of.
fn standing(folder: &Path) -> Result<Standing, Problem> {
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Nothing),
        Err(error) => return Err(refused(folder, &error)),
    };
    if entries.next().is_none() {
        return Ok(Standing::Nothing);
    }
    let old = Folder::read(folder).map_err(|_| foreign(folder))?;
    let own = |it: &&Difference| matches!(it, Difference::Extra(_));
    match old.differences.iter().find(own) {
        Some(extra) => Err(would_lose(folder, &extra.problem().place)),
        None => Ok(Standing::Report(Box::new(old))),
    }
}

/// A folder of another name in the same place, so that renaming never moves bytes.
fn beside(folder: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(folder.file_name().unwrap_or_default());
    name.push(".");
    name.push(what);
    folder.with_file_name(name)
}

/// Writes every file of the report, its manifest last. One that a stopped run left is made anew. Gives the manifest.
fn fill(unfinished: &Path, report: &Report, origins: Origins) -> Result<Vec<u8>, Problem> {
    let refuse = |error: io::Error| refused(unfinished, &error);
    if unfinished.exists() {
        fs::remove_dir_all(unfinished).map_err(refuse)?;
    }
    fs::create_dir_all(unfinished).map_err(refuse)?;
    let files = report.files();
    // One at a time and the large ones, which are the last, first: no core is left alone with one at the end.
    let seals = files.par_iter().rev().with_max_len(1).map(|name| {
        let seal = save(&unfinished.join(name), |to| report.write(name, to))?;
        Ok((name.clone(), seal))
    });
    let seals: BTreeMap<String, Seal> = seals.collect::<Result<_, Problem>>()?;
    let manifest = report.manifest(origins, seals).bytes();
    let digest = manifest_digest(&manifest);
    save(&unfinished.join(MANIFEST), |to| to.write_all(&manifest))?;
    save(&unfinished.join(MANIFEST_DIGEST), |to| {
        to.write_all(digest.as_bytes())
    })?;
    Ok(manifest)
}

type Out = BufWriter<Sealing<File>>;

/// Writes one file that is not there yet, and seals it.
fn save(path: &Path, write: impl FnOnce(&mut Out) -> io::Result<()>) -> Result<Seal, Problem> {
    let save = || {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut out = BufWriter::with_capacity(BLOCK, Sealing::new(File::create_new(path)?));
        write(&mut out)?;
        Ok(out.into_inner().map_err(IntoInnerError::into_error)?.seal())
    };
    save().map_err(|error| refused(path, &error))
}

/// Gives the finished folder its name. What had the name goes last, and comes back if that fails.
fn put(unfinished: &Path, folder: &Path, standing: &Standing) -> Result<(), Problem> {
    let refuse = |error: io::Error| refused(folder, &error);
    let Standing::Report(_) = standing else {
        // An empty one may be there.
        let _ = fs::remove_dir(folder);
        return fs::rename(unfinished, folder).map_err(refuse);
    };
    let replaced = beside(folder, "replaced");
    let _ = fs::remove_dir_all(&replaced);
    fs::rename(folder, &replaced).map_err(refuse)?;
    if let Err(error) = fs::rename(unfinished, folder) {
        let _ = fs::rename(&replaced, folder);
        return Err(refuse(error));
    }
    let _ = fs::remove_dir_all(&replaced);
    Ok(())
}

/// The seals of the files of a folder, and what could not be read.
fn seals(folder: &Path) -> Result<(BTreeMap<String, Seal>, Vec<Problem>), Problem> {
    let mut names = Vec::new();
    walk(folder, "", DEPTH, &mut names).map_err(|error| unreadable(folder, &error))?;
    let sealed: Vec<_> = names
        .par_iter()
        .map(|name| {
            let path = folder.join(name);
            seal(&path).map_err(|error| unreadable(&path, &error))
        })
        .collect();
    let (mut seals, mut unread) = (BTreeMap::new(), Vec::new());
    for (name, seal) in names.into_iter().zip(sealed) {
        // A file that cannot be read is there all the same; it is not the one that was written, for all that is known.
        seals.insert(
            name,
            seal.unwrap_or_else(|problem| {
                unread.push(problem);
                Seal::default()
            }),
        );
    }
    Ok((seals, unread))
}

/// The files below a folder, with `/` between names.
fn walk(folder: &Path, above: &str, depth: usize, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if LITTER.contains(&name.as_str()) || name.starts_with(".~lock.") {
            continue;
        }
        let name = format!("{above}{name}");
        if depth > 0 && entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{name}/"), depth - 1, names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

fn seal(path: &Path) -> io::Result<Seal> {
    let mut file = BufReader::with_capacity(BLOCK, File::open(path)?);
    Seal::of(|to| io::copy(&mut file, to).map(|_| ()))
}

/// A file or folder that cannot be written.
fn refused(path: &Path, error: &io::Error) -> Problem {
    let Bilingual { english, french } = wording::io_error(error);
    Problem::new(
        path.display().to_string(),
        format!(
            "cannot be written ({english}); nothing was changed. Check the path, the rights and the space on the disk"
        ),
        format!(
            "écriture impossible ({french}); rien n’a été modifié. Vérifiez le chemin, les droits et l’espace sur le disque"
        ),
    )
}

fn foreign(folder: &Path) -> Problem {
    Problem::new(
        folder.display().to_string(),
        "this folder holds something else than a report; nothing was written. Give another folder with --out",
        "ce dossier contient autre chose qu’un rapport; rien n’a été écrit. Indiquez un autre dossier avec --sortie",
    )
}

fn would_lose(folder: &Path, file: &str) -> Problem {
    Problem::new(
        folder.display().to_string(),
        format!(
            "beside a report this folder holds {file}, which would be lost; nothing was written. Move it, or give another folder with --out"
        ),
        format!(
            "en plus d’un rapport, ce dossier contient {file}, qui serait perdu; rien n’a été écrit. Déplacez-le ou indiquez un autre dossier avec --sortie"
        ),
    )
}

fn stands(old: &Folder) -> Problem {
    let Bilingual { english, french } = old.manifest.days();
    Problem::new(
        old.path.display().to_string(),
        format!(
            "this folder holds another report ({english}); nothing was written. Give another folder with --out, or --replace to put the new one in its place"
        ),
        format!(
            "ce dossier contient un autre rapport (du {french}); rien n’a été écrit. Indiquez un autre dossier avec --sortie, ou --remplacer pour mettre le nouveau à sa place"
        ),
    )
}

fn no_report(folder: &Path) -> Problem {
    Problem::new(
        folder.display().to_string(),
        "there is no manifest.json here: not a report folder, or its manifest was taken away",
        "il n’y a pas de manifest.json ici\u{a0}: ce n’est pas un dossier de rapport, ou son manifeste a été retiré",
    )
}

fn broken(path: &Path) -> Problem {
    Problem::new(
        path.display().to_string(),
        "this manifest was changed and can no longer be read; nothing else can be checked against it",
        "ce manifeste a été modifié et n’est plus lisible; rien d’autre ne peut être vérifié par rapport à lui",
    )
}

fn other_version(path: &Path) -> Problem {
    Problem::new(
        path.display().to_string(),
        "this manifest is of another version of tandem; use that one",
        "ce manifeste vient d’une autre version de tandem; utilisez celle-là",
    )
}
