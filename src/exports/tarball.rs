//! `tar.gz` archives (older Mastodon servers, Google Takeout), read within bounds and never extracted to disk.

use super::archive::{Limits, leads_outside, outside, too_large, too_many};
use super::{File, ids, wanted};
use crate::model::Problem;
use flate2::read::MultiGzDecoder;
use std::io::{self, BufReader, Read};
use std::sync::Arc;
use tar::Archive;

/// What comes out in all, pictures that are skipped included, is at most so many times what may be read.
const SKIPPED: u64 = 64;
/// Entries up to this size are taken into memory; to read a larger one, all before it is unpacked again each time.
const SMALL: u64 = 1 << 20;
/// So many of the others are read.
const LARGE: usize = 64;

/// The wanted entries, in the order of the archive, which `open` opens.
///
/// # Errors
/// When it is no such archive, is cut, holds a path that leads outside, or is over the limits.
pub fn untar<R: Read + 'static>(
    label: &str,
    open: impl Fn() -> io::Result<R> + Send + Sync + 'static,
    limits: Limits,
) -> Result<Vec<File>, Problem> {
    let unpack: Unpack = Arc::new(move || {
        let all = MultiGzDecoder::new(BufReader::with_capacity(1 << 16, open()?));
        Ok(Box::new(all))
    });
    let all = unpack().map_err(|_| broken(label))?;
    let mut archive = Archive::new(all.take(limits.bytes.saturating_mul(SKIPPED)));
    let files = entries(label, &mut archive, &unpack, limits);
    if archive.into_inner().limit() == 0 {
        return Err(too_large(label, limits.bytes));
    }
    files
}

/// Unpacks from the beginning.
type Unpack = Arc<dyn Fn() -> io::Result<Box<dyn Read>> + Send + Sync>;

fn entries(
    label: &str,
    archive: &mut Archive<impl Read>,
    unpack: &Unpack,
    limits: Limits,
) -> Result<Vec<File>, Problem> {
    let mut files = Vec::new();
    let (mut left, mut large) = (limits.bytes, 0);
    // Raw: a long name would otherwise be read into memory whole, however long it is.
    let entries = archive.entries().map_err(|_| broken(label))?.raw(true);
    for entry in entries {
        let entry = entry.map_err(|_| broken(label))?;
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
        let size = entry.size();
        left = left
            .checked_sub(size)
            .ok_or_else(|| too_large(label, limits.bytes))?;
        let file = if size <= SMALL {
            let mut bytes = Vec::new();
            let read = Exactly(entry.take(size)).read_to_end(&mut bytes);
            read.map(|_| File::new(name, bytes))
        } else {
            large += 1;
            if large > LARGE {
                return Err(too_many(label, LARGE));
            }
            let (unpack, start) = (Arc::clone(unpack), entry.raw_file_position());
            File::at(name, move || {
                let mut all = unpack()?;
                io::copy(&mut all.by_ref().take(start), &mut io::sink())?;
                Ok(Box::new(Exactly(all.take(size))))
            })
        };
        files.push(file.map_err(|_| broken(label))?);
    }
    Ok(files)
}

/// Fails where less is there than should be.
struct Exactly<R>(io::Take<R>);

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.0.read(buffer)?;
        if length == 0 && !buffer.is_empty() && self.0.limit() > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(length)
    }
}

fn broken(label: &str) -> Problem {
    Problem::new(
        label,
        "not a tar.gz archive, or one that is cut or damaged; download it again, or unpack it and import the folder",
        "pas une archive tar.gz, ou une archive coupée ou endommagée; téléchargez-la de nouveau, ou décompressez-la et importez le dossier",
    )
}
