//! Repositories of Bluesky: built here from readable records, read by the importer, and read again after harm.
//! `UPDATE_EXPECTED=1` writes the files of the cases `bluesky_*` anew.

use ipld_core::cid::{Cid, multihash::Multihash};
use ipld_core::ipld::Ipld;
use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tandem::exports::{self, File, Import, Options};

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// A record as it stands in a repository.
fn as_ipld(value: &Value) -> Ipld {
    match value {
        Value::Null => Ipld::Null,
        Value::Bool(it) => Ipld::Bool(*it),
        Value::Number(it) => it.as_i64().map_or_else(
            || Ipld::Float(it.as_f64().expect("a number")),
            |it| Ipld::Integer(it.into()),
        ),
        Value::String(it) => Ipld::String(it.clone()),
        Value::Array(it) => Ipld::List(it.iter().map(as_ipld).collect()),
        Value::Object(it) => match (it.get("$link"), it.get("$bytes")) {
            (Some(link), _) => Ipld::Link(link.as_str().expect("text").parse().expect("a link")),
            (_, Some(_)) => Ipld::Bytes(vec![0, 255]),
            _ => Ipld::Map(it.iter().map(|(k, v)| (k.clone(), as_ipld(v))).collect()),
        },
    }
}

/// The blocks of a file in the making.
#[derive(Default)]
struct Builder {
    blocks: Vec<(Cid, Vec<u8>)>,
}

impl Builder {
    fn put(&mut self, value: &Ipld) -> Cid {
        let bytes = serde_ipld_dagcbor::to_vec(value).expect("a block");
        let digest = Multihash::wrap(0x12, &Sha256::digest(&bytes)).expect("a digest");
        let cid = Cid::new_v1(0x71, digest);
        self.blocks.push((cid, bytes));
        cid
    }

    /// The tree over sorted entries, as the protocol shapes it: the height of a key is told by its digest.
    fn tree(&mut self, entries: &[(String, Cid)], height: u32) -> Cid {
        let mut left = None;
        let mut list: Vec<BTreeMap<String, Ipld>> = Vec::new();
        let mut before = String::new();
        let mut from = 0;
        for at in 0..=entries.len() {
            let here = entries.get(at).filter(|(key, _)| height_of(key) == height);
            if here.is_none() && at < entries.len() {
                continue;
            }
            let between = &entries[from..at];
            let below = (!between.is_empty()).then(|| Ipld::Link(self.tree(between, height - 1)));
            match list.last_mut() {
                None => left = below,
                Some(last) => {
                    last.insert("t".into(), below.unwrap_or(Ipld::Null));
                }
            }
            let Some((key, cid)) = here else { break };
            let shared = key
                .bytes()
                .zip(before.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            list.push(BTreeMap::from([
                ("p".into(), Ipld::Integer(shared as i128)),
                ("k".into(), Ipld::Bytes(key.as_bytes()[shared..].to_vec())),
                ("v".into(), Ipld::Link(*cid)),
                ("t".into(), Ipld::Null),
            ]));
            before.clone_from(key);
            from = at + 1;
        }
        let list = list.into_iter().map(Ipld::Map).collect();
        self.put(&Ipld::Map(BTreeMap::from([
            ("l".into(), left.unwrap_or(Ipld::Null)),
            ("e".into(), Ipld::List(list)),
        ])))
    }

    fn commit(&mut self, did: &str, rev: &str, data: Cid) -> Cid {
        self.put(&Ipld::Map(BTreeMap::from([
            ("did".into(), Ipld::String(did.into())),
            ("version".into(), Ipld::Integer(3)),
            ("data".into(), Ipld::Link(data)),
            ("rev".into(), Ipld::String(rev.into())),
            ("prev".into(), Ipld::Null),
            ("sig".into(), Ipld::Bytes(vec![7; 64])),
        ])))
    }

    fn file(&self, root: Cid) -> Vec<u8> {
        let header = Ipld::Map(BTreeMap::from([
            ("version".into(), Ipld::Integer(1)),
            ("roots".into(), Ipld::List(vec![Ipld::Link(root)])),
        ]));
        let mut file = Vec::new();
        section(
            &mut file,
            &serde_ipld_dagcbor::to_vec(&header).expect("a header"),
        );
        for (cid, bytes) in &self.blocks {
            section(&mut file, &[cid.to_bytes(), bytes.clone()].concat());
        }
        file
    }
}

fn section(file: &mut Vec<u8>, bytes: &[u8]) {
    let mut length = bytes.len();
    while length > 0x7F {
        file.push(u8::try_from(length & 0x7F).expect("seven bits") | 0x80);
        length >>= 7;
    }
    file.push(u8::try_from(length).expect("seven bits"));
    file.extend(bytes);
}

fn height_of(key: &str) -> u32 {
    let digest = Sha256::digest(key);
    u64::from_be_bytes(digest[..8].try_into().expect("eight")).leading_zeros() / 2
}

/// The repository of `records.json`.
fn repository() -> Vec<u8> {
    repository_of(|_| true)
}

/// The same with some of its records only.
fn repository_of(wanted: fn(&str) -> bool) -> Vec<u8> {
    let text = fs::read_to_string(cases().join("repository/records.json")).expect("the records");
    let told: Value = serde_json::from_str(&text).expect("JSON");
    let mut builder = Builder::default();
    let records = told["records"].as_object().expect("records");
    let mut entries: Vec<(String, Cid)> = records
        .iter()
        .filter(|(key, _)| wanted(key))
        .map(|(key, record)| (key.clone(), builder.put(&as_ipld(record))))
        .collect();
    entries.sort();
    for leftover in told["leftovers"].as_array().expect("leftovers") {
        builder.put(&as_ipld(leftover));
    }
    let height = entries.iter().map(|(key, _)| height_of(key)).max();
    let data = builder.tree(&entries, height.unwrap_or(0));
    let (did, rev) = (told["did"].as_str(), told["rev"].as_str());
    let root = builder.commit(did.expect("a did"), rev.expect("a rev"), data);
    builder.file(root)
}

fn read(bytes: Vec<u8>) -> Import {
    let options = Options {
        account: Some("coastwatch.example".into()),
        ..Options::default()
    };
    let name = "repo.car".into();
    exports::read("repo.car", &[File::new(name, bytes)], &options).expect("recognised")
}

fn says(import: &Import, words: &str) -> bool {
    let told = import.rejected.iter().map(|it| &it.message.english);
    told.chain(import.remarks.iter().map(|it| &it.message.english))
        .any(|it| it.contains(words))
}

/// The cases would test a file that nobody can read or make again.
#[test]
fn the_files_of_the_cases_are_built_from_their_records() {
    let built = repository();
    for case in ["bluesky_car", "bluesky_without_account"] {
        let path = cases().join("import").join(case).join("repo.car");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&path, &built).expect("a writable folder");
        }
        assert!(fs::read(&path).expect("the case") == built, "{case}");
    }
}

/// Silence inside a repository that is whole would not count as silence.
#[test]
fn a_whole_repository_covers_the_life_of_the_account() {
    let import = read(repository_of(|key| {
        !key.ends_with("f22") && !key.ends_with("g22")
    }));
    assert!(import.rejected.is_empty() && import.remarks.is_empty());
    let covered = import.covered.expect("a stretch");
    assert_eq!(covered.from.to_string(), "2026-02-03T12:00:00Z");
    assert_eq!(covered.to.to_string(), "2026-11-20T12:00:01Z");
}

/// A record changed after it was signed would be judged as the institution's own.
#[test]
fn a_changed_block_is_refused() {
    let whole = repository();
    let honest = read(whole.clone());
    let at = whole
        .windows(7)
        .position(|it| it == b"harbour")
        .expect("the text");
    let mut changed = whole;
    changed[at] ^= 0x20;
    let import = read(changed);
    assert_eq!(import.posts.len(), honest.posts.len() - 1);
    assert!(says(&import, "not what their identifier says: 1"));
    assert!(says(&import, "does not hold it unharmed"));
    assert_eq!(import.covered, None);
}

/// What was lost with the end of a file would look as if it had never been published.
#[test]
fn a_cut_file_is_named() {
    let whole = repository();
    // The branches of the tree and the commit stand at the end.
    let import = read(whole[..whole.len() - 5].to_vec());
    assert!(import.posts.is_empty() && says(&import, "signed root"));
    let mut builder = Builder::default();
    let gone = builder.put(&Ipld::Null);
    builder.blocks.clear();
    let root = builder.commit("did:plc:a", "", gone);
    let import = read(builder.file(root));
    assert!(says(&import, "missing or damaged: 1"));
    let mut tail = builder.file(root);
    tail.extend([0x55, 1, 2]);
    assert!(says(&read(tail), "cut or damaged at byte"));
}

/// A forged tree would keep the program busy for ever, or fill the memory.
#[test]
fn a_forged_tree_ends() {
    let mut builder = Builder::default();
    let leaf = Ipld::Map(BTreeMap::from([
        ("l".into(), Ipld::Null),
        ("e".into(), Ipld::List(vec![])),
    ]));
    let mut below = builder.put(&leaf);
    // Every branch leads twice to the one below: 2^64 ways to the leaf.
    for _ in 0..64 {
        let entry = |shared: i128| {
            Ipld::Map(BTreeMap::from([
                ("p".into(), Ipld::Integer(shared)),
                ("k".into(), Ipld::Bytes(b"app.bsky.feed.post/a".to_vec())),
                ("v".into(), Ipld::Link(below)),
                ("t".into(), Ipld::Link(below)),
            ]))
        };
        let branch = Ipld::Map(BTreeMap::from([
            ("l".into(), Ipld::Link(below)),
            ("e".into(), Ipld::List(vec![entry(0), entry(0)])),
        ]));
        below = builder.put(&branch);
    }
    let root = builder.commit("did:plc:a", "", below);
    assert!(read(builder.file(root)).posts.is_empty());
    let long = Ipld::Map(BTreeMap::from([
        ("p".into(), Ipld::Integer(i128::from(u32::MAX))),
        ("k".into(), Ipld::Bytes(vec![])),
        ("v".into(), Ipld::Link(below)),
        ("t".into(), Ipld::Null),
    ]));
    let branch = Ipld::Map(BTreeMap::from([
        ("l".into(), Ipld::Null),
        ("e".into(), Ipld::List(vec![long])),
    ]));
    let data = builder.put(&branch);
    let root = builder.commit("did:plc:a", "", data);
    assert!(says(&read(builder.file(root)), "missing or damaged: 1"));
}

/// Something else under the name would stop the program, or be read as an account that published nothing.
#[test]
fn what_is_no_repository_is_named() {
    for bytes in [
        &b""[..],
        b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        b"PK",
        b"\x01\xA0",
    ] {
        assert!(says(&read(bytes.to_vec()), "not a CAR file"), "{bytes:?}");
    }
    let mut file = Vec::new();
    section(&mut file, b"\xA1\x67version\x02");
    assert!(says(&read(file), "version other than 1"));
}

proptest! {
    /// A damaged download would stop the program.
    #[test]
    fn no_repository_panics(any: Vec<u8>, at: usize, byte: u8) {
        read(any);
        let mut bytes = repository();
        let at = at % bytes.len();
        bytes[at] = byte;
        let import = read(bytes.clone());
        prop_assert_eq!(import.records, import.posts.len() + import.rejected.len());
        bytes.truncate(at);
        read(bytes);
    }
}
