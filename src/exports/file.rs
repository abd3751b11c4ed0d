//! A file of an export. It is opened as often as it is read, and nothing of it is in memory but its beginning.

use super::private;
use super::text::{Letters, Survey};
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::{self, Cursor, ErrorKind, Read};
use std::sync::{Arc, OnceLock};

/// Opens what a file is read from, each time from its beginning.
pub(super) type Open = Arc<dyn Fn() -> io::Result<Box<dyn Read>> + Send + Sync>;

/// So much of a file tells what it is.
pub(super) const HEAD: usize = 1 << 16;
/// So much of a file is taken into memory, at most, where a format can be read in no other way.
const WHOLE: u64 = 900 << 20;

/// One file, or one entry of an archive or folder that matters to some format.
///
/// Private messages and personal data that stand in a file with public posts are taken out before anybody sees them,
/// for what is read is kept, in a store that is passed around.
#[derive(Clone)]
pub struct File {
    /// Path inside the archive or folder, with `/`; or the name of the single file.
    pub name: String,
    open: Open,
    look: Arc<Look>,
    failed: Arc<OnceLock<String>>,
}

/// What one look at all of a file told.
#[derive(Default)]
struct Look {
    head: Vec<u8>,
    size: u64,
    sha256: [u8; 32],
    letters: Letters,
}

impl File {
    /// A file in memory.
    #[must_use]
    pub fn new(name: String, bytes: Vec<u8>) -> Self {
        let open = in_memory(bytes);
        // What is in memory can be read.
        let (open, look) = looked_at(&name, &open).unwrap_or((open, Look::default()));
        Self::of(name, open, look)
    }

    /// A file that is read from what `open` opens; all of it is looked at once.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub fn at(
        name: String,
        open: impl Fn() -> io::Result<Box<dyn Read>> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let open: Open = Arc::new(open);
        let (open, look) = looked_at(&name, &open)?;
        Ok(Self::of(name, open, look))
    }

    fn of(name: String, open: Open, look: Look) -> Self {
        Self {
            name,
            open,
            look: Arc::new(look),
            failed: Arc::default(),
        }
    }

    /// How many bytes it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.look.size
    }

    /// Digest of its bytes.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        self.look.sha256
    }

    /// Reads it from its beginning. What cannot be read any more looks like its end: [`File::failure`] tells.
    #[must_use]
    pub fn reader(&self) -> Box<dyn Read + '_> {
        Box::new(Watched {
            input: (self.open)(),
            failed: &self.failed,
        })
    }

    /// All of it; the first 900 MiB of one that is larger.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // A failure is remembered.
        let read = self.reader().take(WHOLE).read_to_end(&mut bytes);
        read.map_or_else(|_| Vec::new(), |_| bytes)
    }

    /// Why a reading of it stopped before its end, if one did.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        self.failed.get().map(String::as_str)
    }

    /// What it begins with.
    pub(super) fn head(&self) -> &[u8] {
        &self.look.head
    }

    pub(super) fn letters(&self) -> &Letters {
        &self.look.letters
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.name, self.size())
    }
}

/// The same name and the same bytes.
impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, self.sha256()) == (&other.name, other.sha256())
    }
}

impl Eq for File {}

/// Opens bytes in memory.
pub(super) fn in_memory(bytes: Vec<u8>) -> Open {
    let bytes: Arc<[u8]> = bytes.into();
    Arc::new(move || Ok(Box::new(Cursor::new(Arc::clone(&bytes)))))
}

/// How it is opened without what is private, and what it tells so.
fn looked_at(name: &str, open: &Open) -> io::Result<(Open, Look)> {
    let open = private::taken_out(name, open)?;
    let look = look(&mut *open()?)?;
    Ok((open, look))
}

fn look(reader: &mut dyn Read) -> io::Result<Look> {
    let mut head = Vec::new();
    reader.take(HEAD as u64).read_to_end(&mut head)?;
    let (mut size, mut digest, mut survey) = (head.len() as u64, Sha256::new(), Survey::new(&head));
    digest.update(&head);
    let mut buffer = vec![0; HEAD];
    loop {
        let length = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = buffer.get(..length).unwrap_or_default();
        size += length as u64;
        digest.update(bytes);
        survey.push(bytes);
    }
    Ok(Look {
        head,
        size,
        sha256: digest.finalize().into(),
        letters: survey.finish(),
    })
}

/// Remembers that reading failed.
struct Watched<'a> {
    input: io::Result<Box<dyn Read>>,
    failed: &'a OnceLock<String>,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let error = match &mut self.input {
            Ok(input) => loop {
                match input.read(buffer) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => break error.to_string(),
                    read => return read,
                }
            },
            Err(error) => error.to_string(),
        };
        self.failed.get_or_init(|| error);
        Ok(0)
    }
}
