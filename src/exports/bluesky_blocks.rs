//! The repository inside a CAR file (version 1): blocks, each checked against its identifier, and the tree (a Merkle
//! search tree) that says which records the account holds.
//!
//! Blocks that the tree does not reach are leftovers of what was deleted, and are not read. The commit is signed, but
//! with a key that stands in the account's directory entry and not in the file: that signature cannot be checked
//! offline. What the identifiers prove is that nothing was changed since the commit was made.

use ipld_core::cid::Cid;
use serde::Deserialize;
use serde_ipld_dagcbor::from_slice;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// The code of SHA-256; the network uses no other digest.
const SHA_256: u64 = 0x12;

/// Why a file is no repository that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Not a CAR file.
    NotCar,
    /// A CAR file of another version.
    Version,
    /// No readable commit at its root.
    NoCommit,
}

/// The blocks of a file, by their identifiers.
pub(super) struct Blocks<'a> {
    root: Cid,
    by_cid: HashMap<Cid, &'a [u8]>,
    /// Blocks whose content is not what their identifier says: how many, and where the first begins.
    pub(super) damaged: Option<(usize, usize)>,
    /// Where the file is cut, or no longer understood.
    pub(super) cut: Option<usize>,
}

/// What the account signed.
#[derive(Deserialize)]
pub(super) struct Commit {
    pub(super) did: String,
    data: Cid,
    /// When, as a sortable number of microseconds.
    #[serde(default)]
    rev: Option<String>,
}

#[derive(Deserialize)]
struct Header {
    version: u64,
    #[serde(default)]
    roots: Vec<Cid>,
}

#[derive(Deserialize)]
struct Branch {
    l: Option<Cid>,
    e: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    /// So many bytes of the key are those of the key before.
    p: usize,
    #[serde(with = "bytes")]
    k: Vec<u8>,
    v: Cid,
    t: Option<Cid>,
}

mod bytes {
    use ipld_core::ipld::Ipld;
    use serde::de::{Deserialize, Deserializer, Error};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        match Ipld::deserialize(from)? {
            Ipld::Bytes(bytes) => Ok(bytes),
            _ => Err(D::Error::custom("not bytes")),
        }
    }
}

/// Takes the file apart.
pub(super) fn open(file: &[u8]) -> Result<Blocks<'_>, Fault> {
    let (header, mut at) = section(file, 0).ok_or(Fault::NotCar)?;
    let header: Header = from_slice(header).map_err(|_| Fault::NotCar)?;
    if header.version != 1 {
        return Err(Fault::Version);
    }
    let mut found = Blocks {
        root: *header.roots.first().ok_or(Fault::NoCommit)?,
        by_cid: HashMap::new(),
        damaged: None,
        cut: None,
    };
    while at < file.len() {
        let Some((block, next)) = section(file, at) else {
            found.cut = Some(at);
            break;
        };
        let mut content = block;
        match Cid::read_bytes(&mut content) {
            Ok(cid) if is_content(&cid, content) => {
                found.by_cid.insert(cid, content);
            }
            _ => {
                let (count, first) = found.damaged.unwrap_or((0, at));
                found.damaged = Some((count + 1, first));
            }
        }
        at = next;
    }
    Ok(found)
}

/// The bytes behind a length, and where the next length stands.
fn section(file: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let mut length = 0_u64;
    let mut start = at;
    for shift in (0..63).step_by(7) {
        let byte = *file.get(start)?;
        start += 1;
        length |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            let end = start.checked_add(usize::try_from(length).ok()?)?;
            return Some((file.get(start..end)?, end));
        }
    }
    None
}

fn is_content(cid: &Cid, content: &[u8]) -> bool {
    cid.hash().code() == SHA_256 && cid.hash().digest() == &Sha256::digest(content)[..]
}

impl<'a> Blocks<'a> {
    /// What the root of the file holds.
    pub(super) fn commit(&self) -> Result<Commit, Fault> {
        self.get(&self.root)
            .and_then(|block| from_slice(block).ok())
            .ok_or(Fault::NoCommit)
    }

    pub(super) fn get(&self, cid: &Cid) -> Option<&'a [u8]> {
        self.by_cid.get(cid).copied()
    }

    /// Gives key (`collection/name`) and identifier of every record to `each`, in the order of the tree; tells how
    /// many branches are missing or cannot be read.
    pub(super) fn records(&self, commit: &Commit, mut each: impl FnMut(&str, &Cid)) -> usize {
        let mut missing = 0;
        // Each branch once: a forged tree could lead to the same one along many ways.
        let mut seen = HashSet::new();
        let mut ahead = vec![Way::Branch(commit.data)];
        while let Some(way) = ahead.pop() {
            match way {
                Way::Record(key, cid) => each(&key, &cid),
                Way::Branch(cid) if !seen.insert(cid) => {}
                Way::Branch(cid) => {
                    let branch = self.get(&cid).and_then(|block| from_slice(block).ok());
                    match branch.and_then(|branch| ways(&branch)) {
                        Some(ways) => ahead.extend(ways.into_iter().rev()),
                        None => missing += 1,
                    }
                }
            }
        }
        missing
    }
}

enum Way {
    Branch(Cid),
    Record(String, Cid),
}

/// Where a branch leads, in order; `None` when its keys make no sense.
fn ways(branch: &Branch) -> Option<Vec<Way>> {
    let mut ways: Vec<Way> = branch.l.map(Way::Branch).into_iter().collect();
    let mut key: Vec<u8> = Vec::new();
    for entry in &branch.e {
        if entry.p > key.len() || entry.p + entry.k.len() > LONGEST_KEY {
            return None;
        }
        key.truncate(entry.p);
        key.extend(&entry.k);
        ways.push(Way::Record(String::from_utf8(key.clone()).ok()?, entry.v));
        ways.extend(entry.t.map(Way::Branch));
    }
    Some(ways)
}

/// As the protocol says; it also bounds the memory that a forged tree can take.
const LONGEST_KEY: usize = 1024;

impl Commit {
    /// When the account last changed: the clock of its server.
    pub(super) fn made(&self) -> Option<jiff::Timestamp> {
        let rev = self.rev.as_deref()?;
        if rev.len() != 13 {
            return None;
        }
        let mut number = 0_u64;
        for letter in rev.bytes() {
            let digit = match letter {
                b'2'..=b'7' => letter - b'2',
                b'a'..=b'z' => letter - b'a' + 6,
                _ => return None,
            };
            number = number.checked_mul(32)?.checked_add(u64::from(digit))?;
        }
        // The last ten bits name the clock.
        let micros = i64::try_from(number >> 10).ok()?;
        jiff::Timestamp::from_microsecond(micros).ok()
    }
}
