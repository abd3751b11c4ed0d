//! `manifest.json`: what a report folder holds, what it rests on and what it follows, by digest; and the check of a
//! folder against it. Pure.
//!
//! `manifest.sha256` holds the digest of the manifest itself, as `sha256sum -c` reads it. Whoever can write all files can
//! write these too: only a digest that is kept elsewhere proves that nobody did – noted when the report was written, or
//! in the manifest of the next report.

use super::{Head, Options, SCHEMA_VERSION};
use crate::corpora;
use crate::model::{Bilingual, Interval, Problem};
use crate::text::{hex, wording};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// Name of the file that holds the digest of the manifest.
pub const MANIFEST_DIGEST: &str = "manifest.sha256";

/// Length and SHA-256 of some bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// How many bytes.
    pub bytes: u64,
    /// Their digest, in hexadecimal.
    pub sha256: String,
}

impl Seal {
    /// Of what is written.
    ///
    /// # Errors
    /// Those of the writing.
    pub fn of(write: impl FnOnce(&mut Sealing<io::Sink>) -> io::Result<()>) -> io::Result<Self> {
        let mut sealing = Sealing::new(io::sink());
        write(&mut sealing)?;
        Ok(sealing.seal())
    }
}

/// Passes bytes on and seals them.
#[derive(Debug)]
pub struct Sealing<W> {
    to: W,
    bytes: u64,
    digest: Sha256,
}

impl<W: Write> Sealing<W> {
    /// Seals what is written to it.
    pub fn new(to: W) -> Self {
        Self {
            to,
            bytes: 0,
            digest: Sha256::new(),
        }
    }

    /// The seal of what was written.
    pub fn seal(self) -> Seal {
        Seal {
            bytes: self.bytes,
            sha256: hex(&self.digest.finalize()),
        }
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.to.write(bytes)?;
        self.digest.update(&bytes[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// A file by its name and digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedDigest {
    /// File name, or the address that was asked.
    pub name: String,
    /// Its digest, in hexadecimal.
    pub sha256: String,
}

/// The raw answers and files that the posts of one account were read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Presence of the account.
    pub presence_id: String,
    /// `platform:handle`.
    pub account: String,
    /// Posts of the account that the report rests on, those of the margins and of the period before included.
    pub posts: usize,
    /// What they were read from.
    pub raw: Vec<NamedDigest>,
}

/// The report before this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predecessor {
    /// Name of its folder, without the path.
    pub folder: String,
    /// Its period.
    pub period_from: String,
    /// End of its period.
    pub period_to: String,
    /// Digest of its manifest.
    pub manifest_sha256: String,
}

/// What a report rests on beside the posts themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    /// The files of the configuration.
    pub configuration: Vec<NamedDigest>,
    /// Presences that it was limited to; all when empty.
    pub presences: Vec<String>,
    /// With the older posts that still have no equivalent.
    pub backfill: bool,
    /// The report that it follows.
    pub previous: Option<Predecessor>,
}

/// Everything that decides the bytes of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the files.
    pub schema_version: u32,
    /// `tandem`.
    pub program: String,
    /// Its version.
    pub version: String,
    /// The institution of the configuration.
    pub institution: Bilingual<String>,
    /// First instant of the period.
    pub period_from: String,
    /// First instant after it.
    pub period_to: String,
    /// Zone of weeks and days.
    pub time_zone: String,
    /// How files were written.
    pub options: FileOptions,
    /// The files of the configuration.
    pub configuration: Vec<NamedDigest>,
    /// What the program knows of languages and law.
    pub corpora: Vec<NamedDigest>,
    /// The report before this one, if it follows one.
    pub previous: Option<Predecessor>,
    /// The raw inputs, by account.
    pub inputs: Vec<Input>,
    /// The files of the folder, but this one and its digest.
    pub files: BTreeMap<String, Seal>,
}

/// The options that decide the bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileOptions {
    /// With a byte order mark.
    pub bom: bool,
    /// Between cells.
    pub delimiter: char,
    /// With `'` before formulas.
    pub formula_guard: bool,
    /// Presences that it was limited to; all when empty.
    pub presences: Vec<String>,
    /// With the older posts that still have no equivalent.
    pub backfill: bool,
}

/// How a folder differs from its manifest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// A file is not there.
    Missing(String),
    /// A file has other bytes.
    Changed(String),
    /// A file is there that the report did not write.
    Extra(String),
}

impl Difference {
    /// In words.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Missing(name) => Problem::new(name, "is missing", "manque"),
            Self::Changed(name) => Problem::new(
                name,
                "was changed since the report was written",
                "a été modifié depuis la production du rapport",
            ),
            Self::Extra(name) => Problem::new(
                name,
                "does not belong to the report",
                "ne fait pas partie du rapport",
            ),
        }
    }
}

impl Manifest {
    /// Of a report whose files have these seals.
    #[must_use]
    pub fn new(
        head: &Head,
        options: Options,
        origins: Origins,
        inputs: Vec<Input>,
        files: BTreeMap<String, Seal>,
    ) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            institution: head.institution.clone(),
            period_from: head.period.from.to_string(),
            period_to: head.period.to.to_string(),
            time_zone: head.zone.iana_name().unwrap_or("UTC").to_owned(),
            options: FileOptions {
                bom: options.bom,
                delimiter: options.delimiter.into(),
                formula_guard: options.formula_guard,
                presences: origins.presences,
                backfill: origins.backfill,
            },
            configuration: origins.configuration,
            corpora: corpora::FILES
                .iter()
                .map(|(name, text)| NamedDigest {
                    name: (*name).to_owned(),
                    sha256: hex(&Sha256::digest(text)),
                })
                .collect(),
            previous: origins.previous,
            inputs,
            files,
        }
    }

    /// As `manifest.json`.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        super::json::bytes(self)
    }

    /// Reads `manifest.json`.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        (manifest.program == env!("CARGO_PKG_NAME")).then_some(manifest)
    }

    /// Its period.
    #[must_use]
    pub fn period(&self) -> Option<Interval> {
        Some(Interval {
            from: self.period_from.parse().ok()?,
            to: self.period_to.parse().ok()?,
        })
    }

    /// The period for people, in the zone of the report.
    #[must_use]
    pub fn days(&self) -> Bilingual<String> {
        let zone = jiff::tz::TimeZone::get(&self.time_zone).ok();
        match self.period().zip(zone) {
            Some((period, zone)) => wording::stretch(period, &zone),
            None => Bilingual::text(
                format!("{} to {}", self.period_from, self.period_to),
                format!("{} au {}", self.period_from, self.period_to),
            ),
        }
    }

    /// The options that its files were written with.
    #[must_use]
    pub fn options(&self) -> Option<Options> {
        Some(Options {
            bom: self.options.bom,
            formula_guard: self.options.formula_guard,
            delimiter: u8::try_from(self.options.delimiter).ok()?,
        })
    }
}

/// `manifest.sha256` for these bytes of `manifest.json`.
#[must_use]
pub fn manifest_digest(manifest: &[u8]) -> String {
    format!("{}  {MANIFEST}\n", hex(&Sha256::digest(manifest)))
}

/// Holds a folder, by the seals of its files, against its manifest.
///
/// The manifest is changed when it does not fit its digest; then nothing is known of the other files, and only that is
/// said.
#[must_use]
pub fn differences(
    manifest: &[u8],
    digest: Option<&[u8]>,
    found: &BTreeMap<String, Seal>,
) -> Vec<Difference> {
    let Some(digest) = digest else {
        return vec![Difference::Missing(MANIFEST_DIGEST.to_owned())];
    };
    let fits = digest == manifest_digest(manifest).as_bytes();
    let (Some(manifest), true) = (Manifest::read(manifest), fits) else {
        return vec![Difference::Changed(format!(
            "{MANIFEST} / {MANIFEST_DIGEST}"
        ))];
    };
    let own = |name: &str| name == MANIFEST || name == MANIFEST_DIGEST;
    let missing_or_changed =
        manifest
            .files
            .iter()
            .filter_map(|(name, seal)| match found.get(name) {
                None => Some(Difference::Missing(name.clone())),
                Some(now) if now != seal => Some(Difference::Changed(name.clone())),
                Some(_) => None,
            });
    let extra = found
        .keys()
        .filter(|name| !own(name) && !manifest.files.contains_key(*name))
        .map(|name| Difference::Extra(name.clone()));
    let mut all: Vec<Difference> = missing_or_changed.chain(extra).collect();
    all.sort();
    all
}

/// Where two versions of a file part: the first line (from 1) that differs, and both lines.
#[must_use]
pub fn first_difference(before: &[u8], now: &[u8]) -> Option<(usize, [String; 2])> {
    let lines = |bytes| -> Vec<&[u8]> { <[u8]>::split(bytes, |byte| *byte == b'\n').collect() };
    let (before, now) = (lines(before), lines(now));
    let at = (0..before.len().max(now.len())).find(|at| before.get(*at) != now.get(*at))?;
    let line = |lines: &[&[u8]]| {
        let line = lines.get(at).copied().unwrap_or_default();
        String::from_utf8_lossy(line).into_owned()
    };
    Some((at + 1, [line(&before), line(&now)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small folder: its bytes by name.
    fn folder() -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        files.insert(
            "posts.csv".to_owned(),
            b"schema_version,post_id\n1,x:1\n".repeat(9),
        );
        files.insert(
            "report.json".to_owned(),
            b"{\n  \"posts_read\": 1\n}\n".repeat(20),
        );
        files.insert(
            "presences/a.html".to_owned(),
            "<p lang=\"fr\">Été</p>\n".repeat(30).into(),
        );
        let head = Head {
            institution: Bilingual::text("Coast Watch", "Garde des côtes"),
            period: Interval {
                from: "2026-11-02T05:00:00Z".parse().expect("an instant"),
                to: "2026-11-09T05:00:00Z".parse().expect("an instant"),
            },
            zone: jiff::tz::TimeZone::UTC,
            rules: Vec::new(),
        };
        let seals = seals(&files);
        let manifest = Manifest::new(
            &head,
            Options::default(),
            Origins::default(),
            Vec::new(),
            seals,
        )
        .bytes();
        files.insert(
            MANIFEST_DIGEST.to_owned(),
            manifest_digest(&manifest).into(),
        );
        files.insert(MANIFEST.to_owned(), manifest);
        files
    }

    fn seals(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Seal> {
        files
            .iter()
            .map(|(name, bytes)| (name.clone(), seal(bytes)))
            .collect()
    }

    fn seal(bytes: &[u8]) -> Seal {
        Seal::of(|to| to.write_all(bytes)).unwrap()
    }

    fn check(files: &BTreeMap<String, Vec<u8>>, found: &BTreeMap<String, Seal>) -> Vec<Difference> {
        let digest = files.get(MANIFEST_DIGEST).map(Vec::as_slice);
        differences(&files[MANIFEST], digest, found)
    }

    /// Ten years on, the one bit that was changed must be found, wherever it is.
    #[test]
    fn every_single_bit_is_found() {
        let mut files = folder();
        let mut found = seals(&files);
        assert_eq!(check(&files, &found), []);
        let mut flips = 0;
        for name in files.keys().cloned().collect::<Vec<_>>() {
            for place in 0..files[&name].len() {
                for bit in 0..8 {
                    let flip = |files: &mut BTreeMap<String, Vec<u8>>| {
                        if let Some(bytes) = files.get_mut(&name) {
                            bytes[place] ^= 1 << bit;
                        }
                    };
                    flip(&mut files);
                    found.insert(name.clone(), seal(&files[&name]));
                    let changed = if name.starts_with("manifest") {
                        format!("{MANIFEST} / {MANIFEST_DIGEST}")
                    } else {
                        name.clone()
                    };
                    assert_eq!(
                        check(&files, &found),
                        [Difference::Changed(changed)],
                        "{name}, byte {place}, bit {bit}"
                    );
                    flip(&mut files);
                    flips += 1;
                }
            }
            found.insert(name.clone(), seal(&files[&name]));
        }
        assert!(flips > 10_000, "{flips}");
    }

    /// What was taken away or put in is named.
    #[test]
    fn missing_and_extra_files_are_named() {
        let files = folder();
        let mut found = seals(&files);
        found.remove("posts.csv");
        found.insert("notes.txt".to_owned(), Seal::default());
        assert_eq!(
            check(&files, &found),
            [
                Difference::Missing("posts.csv".to_owned()),
                Difference::Extra("notes.txt".to_owned())
            ]
        );
        let mut unsealed = files.clone();
        unsealed.remove(MANIFEST_DIGEST);
        assert_eq!(
            check(&unsealed, &found),
            [Difference::Missing(MANIFEST_DIGEST.to_owned())]
        );
    }

    /// "It differs" helps nobody who has to find out why.
    #[test]
    fn the_first_line_that_differs_is_shown() {
        assert_eq!(first_difference(b"a\nb\n", b"a\nb\n"), None);
        assert_eq!(
            first_difference(b"a\nb\n", b"a\nc\n"),
            Some((2, ["b".to_owned(), "c".to_owned()]))
        );
        assert_eq!(
            first_difference(b"a", b"a\nc"),
            Some((2, [String::new(), "c".to_owned()]))
        );
    }
}
