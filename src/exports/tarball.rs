//! `tar.gz` archives (older Mastodon servers, Google Takeout), read within bounds and never extracted to disk.

use super::archive::{Limits, leads_outside, outside, too_large, too_many};
use super::{File, ids, wanted};
use crate::model::Problem;
use flate2::read::MultiGzDecoder;
use std::io::Read;
use tar::Archive;

/// What comes out in all, pictures that are skipped included, is at most so many times what may be read.
const SKIPPED: u64 = 64;

/// Reads the wanted entries, in the order of the archive.
///
/// # Errors
/// When it is no such archive, is cut, holds a path that leads outside, or is over the limits.
pub fn untar(label: &str, reader: impl Read, limits: Limits) -> Result<Vec<File>, Problem> {
    let all = MultiGzDecoder::new(reader).take(limits.bytes.saturating_mul(SKIPPED));
    let mut archive = Archive::new(all);
    let files = entries(label, &mut archive, limits);
    if archive.into_inner().limit() == 0 {
        return Err(too_large(label, limits.bytes));
    }
    files
}

fn entries(
    label: &str,
    archive: &mut Archive<impl Read>,
    limits: Limits,
) -> Result<Vec<File>, Problem> {
    let mut files = Vec::new();
    let mut left = limits.bytes;
    // Raw: a long name would otherwise be read into memory whole, however long it is.
    let entries = archive.entries().map_err(|_| broken(label))?.raw(true);
    for entry in entries {
        let mut entry = entry.map_err(|_| broken(label))?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).replace('\\', "/");
        if !entry.header().entry_type().is_file() {
            continue;
        }
        if leads_outside(&name) {
            return Err(outside(label, &ids::short(&name)));
        }
        if !wanted(&name) {
            continue;
        }
        if files.len() == limits.entries {
            return Err(too_many(label, limits.entries));
        }
        let mut bytes = Vec::new();
        let size = entry.size();
        (&mut entry)
            .take(left.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|_| broken(label))?;
        let read = bytes.len() as u64;
        left = left
            .checked_sub(read)
            .ok_or_else(|| too_large(label, limits.bytes))?;
        if read < size {
            return Err(broken(label));
        }
        files.push(File::new(name, bytes));
    }
    Ok(files)
}

fn broken(label: &str) -> Problem {
    Problem::new(
        label,
        "not a tar.gz archive, or one that is cut or damaged; download it again, or unpack it and import the folder",
        "pas une archive tar.gz, ou une archive coupée ou endommagée; téléchargez-la de nouveau, ou décompressez-la et importez le dossier",
    )
}
