//! Zip archives, read within bounds and never extracted to disk.

use super::{File, wanted};
use crate::model::Problem;
use std::io::{Read, Seek};
use zip::ZipArchive;
use zip::result::ZipError;

/// Bounds of what is read from an archive.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Entries that are read, at most.
    pub entries: usize,
    /// Their size together when unpacked, in bytes, at most.
    pub bytes: u64,
}

/// Far more than the texts of the largest account, far less than a bomb.
impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 10_000,
            bytes: 2 << 30,
        }
    }
}

/// Reads the wanted entries, in the order of the archive.
///
/// # Errors
/// When it is not a zip, is cut or encrypted, holds a path that leads outside, or is over the limits.
pub fn unzip(label: &str, reader: impl Read + Seek, limits: Limits) -> Result<Vec<File>, Problem> {
    let mut archive = ZipArchive::new(reader).map_err(|error| failure(label, &error))?;
    let mut files = Vec::new();
    let mut left = limits.bytes;
    for index in 0..archive.len() {
        let Some(name) = entry(label, &archive, index)? else {
            continue;
        };
        if files.len() == limits.entries {
            return Err(too_many(label, limits.entries));
        }
        let place = format!("{label}/{name}");
        let bytes = read(&mut archive, index, left)
            .map_err(|error| failure(&place, &error))?
            .ok_or_else(|| too_large(label, limits.bytes))?;
        left -= bytes.len() as u64;
        files.push(File::new(name, bytes));
    }
    Ok(files)
}

/// The name of an entry that is to be read; every path is looked at, wanted or not.
fn entry<R: Read + Seek>(
    label: &str,
    archive: &ZipArchive<R>,
    index: usize,
) -> Result<Option<String>, Problem> {
    let entry = archive
        .by_index_data(index)
        .map_err(|error| failure(label, &error))?;
    let name = entry.name().map_err(|error| failure(label, &error))?;
    // Some packers for Windows write `\` between folders.
    let name = name.replace('\\', "/");
    if leads_outside(&name) {
        return Err(outside(label, &super::ids::short(&name)));
    }
    if entry.is_dir() || name.ends_with('/') || !wanted(&name) {
        return Ok(None);
    }
    if entry.encrypted() {
        return Err(encrypted(&format!("{label}/{name}")));
    }
    Ok(Some(name))
}

/// The bytes, or `None` when there are more than `limit`. The size that the header states may lie:
/// what comes out is counted.
fn read<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    limit: u64,
) -> Result<Option<Vec<u8>>, ZipError> {
    let mut bytes = Vec::new();
    archive
        .by_index(index)?
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(ZipError::Io)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// Absolute, on a drive, or up through the folders.
pub(super) fn leads_outside(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    drive
        || name.starts_with('/')
        || name.contains('\0')
        || name.split('/').any(|part| part == "..")
}

pub(super) fn outside(label: &str, name: &str) -> Problem {
    Problem::new(
        label,
        format!(
            "the entry {name} leads outside the archive, which no true export does; nothing was read; download the export again from the platform"
        ),
        format!(
            "l’entrée {name} mène hors de l’archive, ce que ne fait aucune vraie exportation; rien n’a été lu; téléchargez de nouveau l’exportation depuis la plateforme"
        ),
    )
}

fn encrypted(place: &str) -> Problem {
    Problem::new(
        place,
        "the archive is protected by a password; unpack it and import the folder",
        "l’archive est protégée par un mot de passe; décompressez-la et importez le dossier",
    )
}

pub(super) fn too_many(label: &str, entries: usize) -> Problem {
    Problem::new(
        label,
        format!(
            "the archive holds more than {entries} files to read; unpack it and import the folder of the export alone"
        ),
        format!(
            "l’archive contient plus de {entries} fichiers à lire; décompressez-la et n’importez que le dossier de l’exportation"
        ),
    )
}

pub(super) fn too_large(label: &str, bytes: u64) -> Problem {
    let size = bytes >> 20;
    Problem::new(
        label,
        format!(
            "the archive unpacks to more than {size} MiB of text, as one made to do harm would; nothing was read; if it is genuine, unpack it and import the folder"
        ),
        format!(
            "décompressée, l’archive dépasse {size} Mio de texte, comme le ferait une archive piégée; rien n’a été lu; si elle est authentique, décompressez-la et importez le dossier"
        ),
    )
}

/// What the library says, in words that tell what to do.
fn failure(place: &str, error: &ZipError) -> Problem {
    match error {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Problem::new(
                place,
                "a kind of zip that is not read here; unpack it and import the folder",
                "type de zip non pris en charge; décompressez l’archive et importez le dossier",
            )
        }
        ZipError::Io(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            Problem::new(
                place,
                "the archive may not be read; check its permissions",
                "l’archive ne peut être lue; vérifiez ses droits d’accès",
            )
        }
        _ => Problem::new(
            place,
            "not a zip archive, or one that is cut or damaged; download it again",
            "pas une archive zip, ou une archive coupée ou endommagée; téléchargez-la de nouveau",
        ),
    }
}
