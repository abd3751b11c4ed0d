//! Zip archives, read within bounds and never extracted to disk: entries are unpacked each time they are read.

use super::{File, wanted};
use crate::model::Problem;
use flate2::CrcReader;
use flate2::read::DeflateDecoder;
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

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
            bytes: 4 << 30,
        }
    }
}

/// The wanted entries, in the order of the archive, which `open` opens. Each is looked at once, to its end.
///
/// # Errors
/// When it is not a zip, is cut or encrypted, holds a path that leads outside, or is over the limits.
pub fn unzip<R: Read + Seek + 'static>(
    label: &str,
    open: impl Fn() -> io::Result<R> + Send + Sync + 'static,
    limits: Limits,
) -> Result<Vec<File>, Problem> {
    let open = Arc::new(open);
    let reader = open().map_err(|error| failure(label, &error.into()))?;
    let mut archive =
        ZipArchive::new(BufReader::new(reader)).map_err(|error| failure(label, &error))?;
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
        let packed = Packed::find(&mut archive, index).map_err(|error| failure(&place, &error))?;
        let open = Arc::clone(&open);
        // The size that the header states may lie: what comes out is counted.
        let most = left.saturating_add(1);
        let file = File::at(name, move || {
            Ok(Box::new(packed.unpack(open()?)?.take(most)))
        })
        .map_err(|error| failure(&place, &error.into()))?;
        left = left
            .checked_sub(file.size())
            .ok_or_else(|| too_large(label, limits.bytes))?;
        files.push(file);
    }
    Ok(files)
}

/// Where the bytes of an entry stand.
#[derive(Clone, Copy)]
struct Packed {
    start: u64,
    length: u64,
    deflated: bool,
    crc: u32,
}

impl Packed {
    fn find<R: Read + Seek>(archive: &mut ZipArchive<R>, index: usize) -> Result<Self, ZipError> {
        let entry = archive.by_index(index)?;
        let start = entry.data_start();
        Ok(Self {
            start: start.ok_or(ZipError::FileNotFound)?,
            length: entry.compressed_size(),
            deflated: entry.compression() == CompressionMethod::Deflated,
            crc: entry.crc32(),
        })
    }

    fn unpack<R: Read + Seek + 'static>(self, mut archive: R) -> io::Result<Checked> {
        archive.seek(SeekFrom::Start(self.start))?;
        let packed = BufReader::with_capacity(1 << 16, archive).take(self.length);
        let bytes: Box<dyn Read> = if self.deflated {
            Box::new(DeflateDecoder::new(packed))
        } else {
            Box::new(packed)
        };
        Ok(Checked {
            bytes: CrcReader::new(bytes),
            crc: self.crc,
        })
    }
}

/// Fails at its end when what came out is not what was packed.
struct Checked {
    bytes: CrcReader<Box<dyn Read>>,
    crc: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(buffer)?;
        if length == 0 && !buffer.is_empty() && self.bytes.crc().sum() != self.crc {
            return Err(io::Error::new(ErrorKind::InvalidData, "wrong checksum"));
        }
        Ok(length)
    }
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
