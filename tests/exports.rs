//! Reading exports: every folder in `cases/import` holds files as a user would have them, and in
//! `expected.json` what must come of them. `UPDATE_EXPECTED=1` writes those anew.

use jiff::tz::TimeZone;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tandem::exports::{self, EXPORTS, File, Found, Import, Limits, Options};
use tandem::model::Problem;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import")
}

/// What belongs to the test; a `tandem.toml` describes tables and accounts.
const OURS: [&str; 3] = ["expected.json", "options.json", "tandem.toml"];

/// Files of a case in order of their names, without those that belong to the test.
fn files(root: &Path) -> Vec<File> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a case folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(root).expect("inside").to_string_lossy();
            if path.is_dir() {
                folders.push(path);
            } else if !OURS.contains(&name.as_ref()) {
                let bytes = fs::read(&path).expect("a readable file");
                files.push(File::new(name.replace('\\', "/"), bytes));
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

fn options(root: &Path) -> Options {
    let text = fs::read_to_string(root.join("options.json")).unwrap_or_else(|_| "{}".to_owned());
    let value: Value = serde_json::from_str(&text).expect("options.json");
    let config = fs::read_to_string(root.join("tandem.toml"))
        .ok()
        .map(|text| tandem::config::parse("tandem.toml", &text).expect("tandem.toml"));
    Options {
        account: value["account"].as_str().map(str::to_owned),
        windows_1252: value["windows_1252"] == true,
        zone: value["zone"]
            .as_str()
            .map(|zone| TimeZone::get(zone).expect("a zone")),
        platform: value["platform"].as_str().map(str::to_owned),
        columns: config
            .as_ref()
            .map(|config| config.imports.clone())
            .unwrap_or_default(),
        accounts: config
            .iter()
            .flat_map(|config| &config.presences)
            .flat_map(|presence| presence.accounts.list())
            .filter_map(|(account, _)| {
                let key = (account.platform.clone(), account.id.clone()?);
                Some((key, account.handle.clone()))
            })
            .collect(),
    }
}

fn problems(list: &[Problem]) -> Value {
    let one = |it: &Problem| json!({"place": it.place, "english": it.message.english, "french": it.message.french});
    list.iter().map(one).collect()
}

fn shown(read: &Result<Import, Problem>) -> Value {
    match read {
        Err(problem) => json!({"not_read": problems(std::slice::from_ref(problem))}),
        Ok(import) => with_profiles(
            import,
            json!({
                "format": import.format,
                "records": import.records,
                "posts": import.posts,
                "labels": import.labels,
                "rejected": problems(&import.rejected),
                "remarks": problems(&import.remarks),
                "covered": import.covered.map(|it| json!([it.from, it.to])),
            }),
        ),
    }
}

/// Only where there are some: few formats hold them.
fn with_profiles(import: &Import, mut shown: Value) -> Value {
    if !import.profiles.is_empty() {
        shown["profiles"] = json!(import.profiles);
    }
    shown
}

/// Reads the files of a case and compares.
fn case(name: &str) {
    let root = folder().join(name);
    let read = exports::read(name, &files(&root), &options(&root));
    if let Ok(import) = &read {
        assert_eq!(import.records, import.posts.len() + import.rejected.len());
        let labels = import.labels.as_ref().map(Vec::len);
        assert!(labels.is_none_or(|labels| labels == import.posts.len()));
    }
    let found = format!("{:#}\n", shown(&read));
    let path = root.join("expected.json");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, &found).expect("a writable folder");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected.replace("\r\n", "\n"),
        "{name}: found\n{found}\nexpected\n{expected}"
    );
}

/// Every case reads as its `expected.json` says; in `options.json` stands what its user would lose otherwise.
#[test]
fn every_case_reads_as_expected() {
    for entry in fs::read_dir(folder()).expect("the cases") {
        case(&entry.expect("an entry").file_name().to_string_lossy());
    }
}

/// Fields of the documented format would be lost or misread.
#[test]
fn jsonl_full() {
    case("jsonl_full");
}

/// A file saved by Notepad would lose its first post.
#[test]
fn jsonl_utf8_bom() {
    case("jsonl_utf8_bom");
}

/// Posts piped in under no name would be refused.
#[test]
fn without_a_telling_name() {
    case("without_a_telling_name");
}

/// A table piped in under no name would be refused.
#[test]
fn table_without_a_telling_name() {
    case("table_without_a_telling_name");
}

/// An empty export would look like an account that published nothing.
#[test]
fn empty() {
    case("empty");
}

/// A table with titles above its header, or with line ends in cells, would be refused or misnumbered.
#[test]
fn csv_comma() {
    case("csv_comma");
}

/// A table saved by a French Excel would lose its accents, or be refused.
#[test]
fn csv_semicolon_windows_1252() {
    case("csv_semicolon_windows_1252");
}

/// Excel's "Unicode text" would be refused.
#[test]
fn csv_tab_utf16() {
    case("csv_tab_utf16");
}

/// A table of another kind would be read as something it is not.
#[test]
fn csv_no_header() {
    case("csv_no_header");
}

/// The user would not learn which columns to add.
#[test]
fn csv_missing_columns() {
    case("csv_missing_columns");
}

/// One of two texts would be taken without a word.
#[test]
fn csv_column_twice() {
    case("csv_column_twice");
}

/// A comma outside quotation marks would shift a text into another column.
#[test]
fn csv_cells() {
    case("csv_cells");
}

/// One quotation mark would swallow the rest of the file.
#[test]
fn csv_open_quote() {
    case("csv_open_quote");
}

/// A quotation mark would take the next row into the text of a post.
#[test]
fn csv_quote_closed_later() {
    case("csv_quote_closed_later");
}

/// Ids rounded by a spreadsheet would merge posts, or lead nowhere.
#[test]
fn csv_spreadsheet_ids() {
    case("csv_spreadsheet_ids");
}

/// A cell that is no JSON would stop the import, or lose its picture silently.
#[test]
fn csv_bad_json() {
    case("csv_bad_json");
}

/// One damaged byte would spoil the accents of the whole table, or pass unseen.
#[test]
fn csv_damaged() {
    case("csv_damaged");
}

/// One broken line would stop the import.
#[test]
fn jsonl_broken() {
    case("jsonl_broken");
}

/// A post without account or time would be judged.
#[test]
fn missing_fields() {
    case("missing_fields");
}

/// Ids rounded by a JSON tool would be taken for true ones.
#[test]
fn numbers() {
    case("numbers");
}

/// A post would be put at a wrong time, and its counterpart called late.
#[test]
fn times() {
    case("times");
}

/// An unknown kind would be judged as the institution's own words.
#[test]
fn unknown_words() {
    case("unknown_words");
}

/// A post would be counted twice, or one of two different posts lost silently.
#[test]
fn twice() {
    case("twice");
}

/// One of two values would be taken without a word.
#[test]
fn key_twice() {
    case("key_twice");
}

/// Pictures, links and references of a wrong form would be lost silently.
#[test]
fn parts() {
    case("parts");
}

/// One damaged byte would spoil the accents of the whole file, or pass unseen.
#[test]
fn jsonl_damaged() {
    case("jsonl_damaged");
}

/// A binary file would be imported as letters.
#[test]
fn not_text() {
    case("not_text");
}

/// The user would not learn which formats are read.
#[test]
fn unknown_format() {
    case("unknown_format");
}

/// Posts of an X archive would be lost, cut, or read without their pictures, links and removals.
#[test]
fn x_archive() {
    case("x_archive");
}

/// Posts of Facebook would be lost, or their French reach the report as rubbish.
#[test]
fn facebook_download() {
    case("facebook_download");
}

/// A text beside the picture, a reel or the posts on Threads would be lost.
#[test]
fn instagram_download() {
    case("instagram_download");
}

/// Private words would be published; the other language of a post would be lost.
#[test]
fn mastodon_archive() {
    case("mastodon_archive");
}

/// Posts that were deleted would come back.
#[test]
fn bluesky_car() {
    case("bluesky_car");
}

/// Older and hand-picked archives would be refused.
#[test]
fn x_without_manifest() {
    case("x_without_manifest");
}

/// Posts would be imported under no account.
#[test]
fn x_without_account() {
    case("x_without_account");
}

/// An archive without account file could not be imported at all.
#[test]
fn x_account_said() {
    case("x_account_said");
}

/// The archive of one account would be imported as that of another.
#[test]
fn x_other_account() {
    case("x_other_account");
}

/// Missing posts would look like silence.
#[test]
fn x_missing_parts() {
    case("x_missing_parts");
}

/// One part of an archive would be taken for the whole.
#[test]
fn x_partial() {
    case("x_partial");
}

/// A cut download would look whole, or lose everything.
#[test]
fn x_cut_file() {
    case("x_cut_file");
}

/// A damaged manifest would lose the posts beside it.
#[test]
fn x_broken_manifest() {
    case("x_broken_manifest");
}

/// Posts with a wrong id or time would be judged, or stop the import.
#[test]
fn x_bad_items() {
    case("x_bad_items");
}

/// A post would be judged by the text of another one.
#[test]
fn x_two_long_texts() {
    case("x_two_long_texts");
}

/// A zip of these entries.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("an entry");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("a zip").into_inner()
}

fn unzip(bytes: &[u8]) -> Result<Vec<File>, Problem> {
    unzip_within(bytes, Limits::default())
}

fn unzip_within(bytes: &[u8], limits: Limits) -> Result<Vec<File>, Problem> {
    exports::unzip("archive.zip", opening(bytes), limits)
}

/// Opens an archive in memory.
fn opening(
    bytes: &[u8],
) -> impl Fn() -> std::io::Result<Cursor<Arc<[u8]>>> + Send + Sync + 'static {
    let bytes: Arc<[u8]> = bytes.into();
    move || Ok(Cursor::new(Arc::clone(&bytes)))
}

/// Replaces bytes everywhere, as somebody who forges an archive would.
fn forge(mut zip: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut at = 0;
    while at + from.len() <= zip.len() {
        if zip[at..].starts_with(from) {
            zip[at..at + to.len()].copy_from_slice(to);
        }
        at += 1;
    }
    zip
}

/// The zip as downloaded would give other posts than its unpacked folder.
#[test]
fn a_zip_reads_like_its_folder() {
    let files = files(&folder().join("x_archive"));
    let bytes: Vec<Vec<u8>> = files.iter().map(File::bytes).collect();
    let mut entries: Vec<_> = files
        .iter()
        .zip(&bytes)
        .map(|(file, bytes)| (file.name.as_str(), bytes.as_slice()))
        .collect();
    entries.push(("twitter-2026-11-24/data/tweets_media/film.js", b"not read"));
    entries.push(("twitter-2026-11-24/assets/logo.png", b"not read"));
    let unzipped = unzip(&zip(&entries)).expect("a zip");
    assert_eq!(unzipped, files);
    let read = |files: &[File]| exports::read("x", files, &Options::default());
    assert_eq!(shown(&read(&unzipped)), shown(&read(&files)));
}

/// An archive packed on Windows would be refused, or its folders not found.
#[test]
fn backslashes_between_folders_are_read() {
    let bytes = forge(
        zip(&[("data/tweets.js", b"[]")]),
        b"data/tweets.js",
        b"data\\tweets.js",
    );
    assert_eq!(unzip(&bytes).expect("a zip")[0].name, "data/tweets.js");
}

/// A forged archive would reach files outside itself.
#[test]
fn paths_that_lead_outside_are_refused() {
    let honest = zip(&[("AA/BB/tweets.js", b"[]")]);
    for path in [
        b"../BB/tweets.js",
        b"AA/../tweets.js",
        b"/A/BB/tweets.js",
        b"\\\\/BB/tweets.js",
        b"C:/BB/tweets.js",
        b"..\\BB/tweets.js",
        b"AA/..\\tweets.js",
    ] {
        let problem = unzip(&forge(honest.clone(), b"AA/BB/tweets.js", path)).expect_err("refused");
        assert!(
            problem.message.english.contains("leads outside"),
            "{problem}"
        );
    }
}

fn tar_gz(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut writer = tar::Builder::new(zip);
    for (name, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        // `set_path` would refuse what a forger writes.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        writer.append(&header, *bytes).expect("an entry");
    }
    let zip = writer.into_inner().expect("an archive");
    zip.finish().expect("its end")
}

fn untar(bytes: &[u8], limits: Limits) -> Result<Vec<File>, Problem> {
    exports::untar("archive.tar.gz", opening(bytes), limits)
}

/// The archive of an older Mastodon server would have to be unpacked by hand.
#[test]
fn a_tar_gz_is_read() {
    let outbox = br#"{"type":"OrderedCollection","orderedItems":[]}"#;
    let bytes = tar_gz(&[
        ("media_attachments/1.jpg", &[7; 5000]),
        ("outbox.json", outbox),
        ("likes.json", b"{}"),
    ]);
    let files = untar(&bytes, Limits::default()).expect("an archive");
    assert_eq!(files.len(), 1);
    assert_eq!(
        (files[0].name.as_str(), &files[0].bytes()[..]),
        ("outbox.json", &outbox[..])
    );
}

/// A forged or damaged archive would reach files outside itself, fill the memory, or be read as if it were whole.
#[test]
fn a_tar_gz_keeps_its_bounds() {
    for path in [
        "../outbox.json",
        "/outbox.json",
        "a/../../outbox.json",
        "C:/outbox.json",
    ] {
        let problem = untar(&tar_gz(&[(path, b"{}")]), Limits::default()).expect_err("refused");
        assert!(
            problem.message.english.contains("leads outside"),
            "{problem}"
        );
    }
    let limits = Limits {
        entries: 2,
        bytes: 100_000,
    };
    let (half, skipped) = (vec![b' '; 60_000], vec![0; 7_000_000]);
    for (entries, words) in [
        (
            &[("a.csv", &half[..]), ("b.csv", &half[..])][..],
            "more than 0 MiB",
        ),
        (
            &[
                ("a.csv", &half[..0]),
                ("b.csv", &half[..0]),
                ("c.csv", &half[..0]),
            ][..],
            "more than 2 files",
        ),
        (&[("a.jpg", &skipped[..])][..], "more than 0 MiB"),
    ] {
        let problem = untar(&tar_gz(entries), limits).expect_err("refused");
        assert!(problem.message.english.contains(words), "{problem}");
    }
    let whole = tar_gz(&[("a.csv", &half)]);
    assert_eq!(untar(&whole, limits).expect("an archive").len(), 1);
    let plain = flate2::read::GzDecoder::new(&whole[..]);
    let plain = std::io::Read::bytes(plain)
        .collect::<Result<Vec<u8>, _>>()
        .expect("bytes");
    let mut cut = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    cut.write_all(&plain[..9000]).expect("bytes");
    for bytes in [
        &whole[..whole.len() / 2],
        b"\x1F\x8B\x08",
        b"\x1F\x8Bnonsense",
        &cut.finish().expect("its end"),
    ] {
        let problem = untar(bytes, limits).expect_err("refused");
        assert!(
            problem.message.english.contains("download it again"),
            "{problem}"
        );
    }
}

/// A small file would fill the memory of the machine.
#[test]
fn bombs_are_refused_by_what_comes_out() {
    let limits = Limits {
        entries: 3,
        bytes: 1 << 20,
    };
    let read = |bytes: &[u8]| unzip_within(bytes, limits);
    let half = vec![b' '; 600 << 10];
    let bomb = zip(&[("a.csv", &half), ("b.csv", &half)]);
    assert!(bomb.len() < 10 << 10);
    let problem = read(&bomb).expect_err("refused");
    assert!(
        problem.message.english.contains("more than 1 MiB"),
        "{problem}"
    );
    // The header says that little will come out.
    let size = u32::try_from(2 * half.len()).expect("small").to_le_bytes();
    let liar = forge(
        zip(&[("a.csv", &half.repeat(2))]),
        &size,
        &100_u32.to_le_bytes(),
    );
    read(&liar).expect_err("refused");
    let many = zip(&[
        ("a.csv", b""),
        ("b.csv", b""),
        ("c.csv", b""),
        ("d.csv", b""),
    ]);
    let problem = read(&many).expect_err("refused");
    assert!(
        problem.message.english.contains("more than 3 files"),
        "{problem}"
    );
    assert_eq!(read(&zip(&[("a.csv", &half)])).expect("a zip").len(), 1);
}

/// A download that broke off would be read as if it were whole, or stop the program.
#[test]
fn damaged_archives_are_named() {
    let whole = zip(&[("data/tweets.js", &b"window.YTD.tweets.part0 = []".repeat(9))]);
    let cut = &whole[..whole.len() - 30];
    let mut flipped = whole.clone();
    flipped[60] ^= 0xFF;
    for bytes in [cut, &flipped, b"PK\x03\x04", b"", b"%PDF-1.7"] {
        let problem = unzip(bytes).expect_err("refused");
        assert!(
            problem.message.english.contains("download it again"),
            "{problem}"
        );
        assert!(
            problem.message.french.contains("téléchargez-la"),
            "{problem}"
        );
    }
}

/// The user would not learn why a protected archive cannot be read.
#[test]
fn encrypted_archives_are_named() {
    // Bit 0 of the flags, in the header of the entry and in the directory.
    let mut bytes = zip(&[("posts.csv", b"id")]);
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes
            .windows(4)
            .position(|it| it == mark)
            .expect("a header");
        bytes[at + flags] |= 1;
    }
    let problem = unzip(&bytes).expect_err("refused");
    assert_eq!(problem.place, "archive.zip/posts.csv");
    assert!(problem.message.english.contains("password"), "{problem}");
}

/// Everything said must be said in both languages, typed as Canadian French is.
#[test]
fn french_is_typed_as_in_canada() {
    for entry in fs::read_dir(folder()).expect("the cases") {
        let root = entry.expect("an entry").path();
        let Ok(import) = exports::read("x", &files(&root), &options(&root)) else {
            continue;
        };
        for problem in import.rejected.iter().chain(&import.remarks) {
            let french = &problem.message.french;
            assert!(!french.contains(" :") && !french.contains(" ;"), "{french}");
            assert!(!french.contains("« ") && !french.contains(" »"), "{french}");
            assert!(!french.contains('\''), "{french}");
            assert_ne!(french, &problem.message.english);
        }
    }
}

/// Texts that are near to a true file in every way but one.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let names: Vec<&[u8]> = vec![
        b"platform,account,id,published_at,text,media\n",
        b"{\"platform\":\"x\",\"account\":\"a\",\"id\":\"1\",",
        b"\"published_at\":\"2026-11-16T09:00:00Z\",\"text\":\"Fog\",\"media\":[{}]}\n",
        b"window.YTD.tweets.part0 = [{\"tweet\":{\"id_str\":\"1\",\"full_text\":\"RT @a: b",
        b"\",\"created_at\":\"Mon Nov 16 14:00:05 +0000 2026\"}}]",
        b"window.__THAR_CONFIG = {\"dataTypes\":{\"tweets\":{\"files\":[{\"fileName\":\"data/tweets.js\"}]}}}",
        b"x,a,1,2026-11-16T09:00:00Z,Fog,\"[{\"\"type\"\":1}]\"\n",
        b"Post id,Date,Post text,Post Link\n",
        b"2122328873751281671,\"Mon, Nov 16, 2026\",Fog,https://x.com/a/status/2122328873751281671\n",
        b"Date,ShareLink,ShareCommentary\n2026-11-16 14:03:00,urn%3Ali%3Ashare%3A7528095281351491591,\"Fog.\"\"\n",
        b"Post ID;Page ID;Publish time;Permalink\n1.2E+17;1;11/16/2026 9:00;https://www.facebook.com/1/posts/2\n",
        b"Nov 1, 2026 - Nov 30, 2026\nDate (GMT),Post ID,Post Message,Social Network\nTotal,,,\n",
        b"{\"type\":\"OrderedCollection\",\"orderedItems\":[{\"type\":\"Create\",\"to\":[\"as:Public\"],\"actor\":\"https://a/@b\",\"object\":",
        b"{\"id\":\"https://a/statuses/1\",\"published\":\"2026-11-16T09:00:00Z\",\"content\":\"<p>\",\"contentMap\":{\"fr\":\"x\"}}}]}",
        b"[{\"timestamp\":1795010400,\"title\":\"\",\"data\":[{\"post\":\"\\u00c3\\u00a9\"}],\"attachments\":[{\"data\":[",
        b"{\"media\":{\"uri\":\"a.jpg\"}},{\"external_context\":{\"url\":\"\"}}]}]}]",
        b"{\"ig_reels_media\":[{\"media\":[{\"uri\":\"a.jpg\",\"creation_timestamp\":1795010400}]}],\"photos\":[],\"videos_v2\":[{}]}",
        b"{\"text_post_app_text_posts\":[{\"media\":[{\"uri\":\"\",\"title\":\"x\"}]}]}",
        b"{\"profile_user\":[{\"string_map_data\":{\"Username\":{\"value\":\"a\"}}}]}",
        b"\"",
        b"\n",
        b"\xFF\xFE",
        b"\xE9\x00",
    ];
    proptest::collection::vec(proptest::sample::select(names), 0..8).prop_map(|it| it.concat())
}

/// A row of a table, with cells that are right, wrong and odd.
fn row() -> impl Strategy<Value = Vec<String>> {
    let pick = |list: &[&'static str]| proptest::sample::select(list.to_vec());
    let cells = (
        pick(&[
            "11/16/2026 9:00 am",
            "11/01/2026 1:30 am",
            "16/11/2026",
            "Total",
            "soon",
            "",
        ]),
        pick(&[
            "1",
            "2",
            "2122328873751281671",
            "1.2E+17",
            "#NAME?",
            "12_13",
            "",
        ]),
        pick(&["X", "Facebook", "facebook", "Instagram", "Other", ""]),
        pick(&["Post", "Reply", "Repost", ""]),
        pick(&["@a", "b", ""]),
        pick(&[
            "https://x.com/a/status/2122328873751281671",
            "https://www.facebook.com/1/posts/2",
            "x",
            "",
        ]),
        pick(&[
            "Fog",
            "Fog\nin, \"the\" Gulf; \tall day",
            "1,1,1,1\n11/16/2026 9:00 am",
            "\"",
            "",
        ]),
        pick(&["1,200", ""]),
    );
    cells.prop_map(|(a, b, c, d, e, f, g, h)| [a, b, c, d, e, f, g, h].map(str::to_owned).to_vec())
}

/// A workbook whose chain of sectors is a circle would fill the memory of the machine.
#[test]
fn a_circle_in_a_workbook_ends() {
    let path = folder().join("linkedin_page/coast-watch_content_1794.xls");
    let mut bytes = fs::read(path).expect("the case");
    let number = |bytes: &[u8], at: usize| {
        let four = bytes[at..at + 4].try_into().expect("four bytes");
        u32::from_le_bytes(four) as usize
    };
    let (table, directory) = (number(&bytes, 76), number(&bytes, 48));
    let entry = (table + 1) * 512 + directory * 4;
    let itself = u32::try_from(directory).expect("small").to_le_bytes();
    bytes[entry..entry + 4].copy_from_slice(&itself);
    let file = File::new("content.xls".to_owned(), bytes);
    let import = exports::read("content.xls", &[file], &Options::default()).expect("refused");
    assert!(
        import.rejected[0].message.english.contains("damaged"),
        "{:?}",
        import.rejected
    );
}

/// The files of every case, read once.
static CASES: std::sync::OnceLock<Vec<(Vec<File>, Options)>> = std::sync::OnceLock::new();

proptest! {
    /// A file of any bytes would stop the program.
    #[test]
    fn no_bytes_panic(any: Vec<u8>, near in nearly(), windows_1252: bool) {
        let options = Options {
            account: Some("a".to_owned()),
            windows_1252,
            zone: Some(TimeZone::get("America/Toronto").expect("a zone")),
            ..Options::default()
        };
        for bytes in [any, near] {
            for name in ["posts.jsonl", "posts.csv", "content.xls", "data/manifest.js", "data/tweets.js", "data/note-tweet.js", "data/account.js",
                "profile_posts_1.json", "album/0.json", "videos.json", "posts_1.json", "reels.json", "threads_and_replies.json",
                "outbox.json", "actor.json", "profile_information.json", "personal_information.json", "repo.car"] {
                let files = [
                    File::new(name.to_owned(), bytes.clone()),
                    File::new("data/deleted-tweets.js".to_owned(), bytes.clone()),
                ];
                for export in EXPORTS {
                    export.recognises(&files);
                    let (mut posts, mut rejected) = (0, 0);
                    let import = export.read("f", &files, &options, &mut |found| match found {
                        Found::Post(index, ..) => posts = posts.max(index + 1),
                        Found::Rejected(_) => rejected += 1,
                    });
                    prop_assert_eq!(import.records, posts + rejected);
                }
            }
        }
    }

    /// A row would be lost without a word.
    #[test]
    fn every_row_of_a_table_is_a_post_or_is_named(rows in proptest::collection::vec(row(), 0..30), delimiter in proptest::sample::select(vec![b',', b';', b'\t'])) {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        let header = ["Date", "Post ID", "Network", "Post Type", "Profile", "Link", "Post", "Views"];
        writer.write_record(header).expect("memory");
        for row in &rows {
            writer.write_record(row).expect("memory");
        }
        let file = File::new("posts.csv".to_owned(), writer.into_inner().expect("memory"));
        let options = Options {
            account: Some("a".to_owned()),
            platform: Some("facebook".to_owned()),
            zone: Some(TimeZone::get("America/Toronto").expect("a zone")),
            ..Options::default()
        };
        let import = exports::read("posts.csv", &[file], &options).expect("a table");
        prop_assert_eq!(import.format.english, "Sprout Social (CSV)");
        let skipped = ["counted once", "totals, skipped", "--platform, skipped"];
        let named: usize = import
            .remarks
            .iter()
            .filter(|it| skipped.iter().any(|part| it.message.english.contains(part)))
            .filter_map(|it| it.message.english.rsplit_once(": ")?.1.split(' ').next()?.parse::<usize>().ok())
            .sum();
        let blank = rows.iter().filter(|row| row.iter().all(|cell| cell.trim().is_empty())).count();
        // A file that is refused as a whole is one record.
        if import.rejected.iter().all(|it| it.place != "posts.csv") {
            prop_assert_eq!(import.posts.len() + import.rejected.len() + named + blank, rows.len());
        }
    }

    /// A damaged workbook would stop the program, or never end.
    #[test]
    fn no_workbook_panics(changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..20), cut in any::<proptest::sample::Index>(), cuts: bool) {
        let path = folder().join("linkedin_page/coast-watch_content_1794.xls");
        let mut bytes = fs::read(path).expect("the case");
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        let file = File::new("content.xls".to_owned(), bytes);
        let _ = exports::read("content.xls", &[file], &Options::default());
    }

    /// One damaged or missing piece of a true export would stop the program.
    #[test]
    fn no_damaged_case_panics(case: prop::sample::Index, file: prop::sample::Index, at: prop::sample::Index, byte: u8, cut in 0_usize..60) {
        let roots = CASES.get_or_init(|| {
            let entries = fs::read_dir(folder()).expect("the cases");
            let roots = entries.map(|it| it.expect("an entry").path());
            roots.map(|root| (files(&root), options(&root))).collect()
        });
        let (files, options) = case.get(roots);
        let mut files = files.clone();
        let damaged = file.index(files.len());
        let mut bytes = files[damaged].bytes();
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes.drain(at..(at + cut).min(bytes.len()));
        }
        files[damaged] = File::new(files[damaged].name.clone(), bytes);
        if let Ok(import) = exports::read("f", &files, options) {
            prop_assert_eq!(import.records, import.posts.len() + import.rejected.len());
        }
    }

    /// A damaged download would stop the program.
    #[test]
    fn no_zip_panics(any: Vec<u8>, at in 0_usize..200, byte: u8) {
        let _ = unzip(&any);
        let mut bytes = zip(&[("data/tweets.js", b"window.YTD.tweets.part0 = [ ]")]);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = unzip(&bytes);
        let _ = unzip(&bytes[..at]);
    }
}

/// A long list of posts, as `item` writes them; `read` tells how much of it was read.
fn list(
    before: &str,
    item: fn(usize) -> String,
    sign: &str,
    read: &Arc<AtomicUsize>,
) -> Box<dyn Read> {
    struct Counted<R>(R, Arc<AtomicUsize>);
    impl<R: Read> Read for Counted<R> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = self.0.read(buffer)?;
            self.1.fetch_add(length, Ordering::Relaxed);
            Ok(length)
        }
    }
    let mut text = before.to_owned();
    for number in 1..20_000 {
        text.push_str(&item(number));
        text.push_str(sign);
    }
    read.store(0, Ordering::Relaxed);
    Box::new(Counted(Cursor::new(text), Arc::clone(read)))
}

/// The memory of the machine would be filled by a large export: posts must be handed on as the file is read.
#[test]
fn posts_come_before_the_file_is_read() {
    type Item = fn(usize) -> String;
    let cases: [(&str, &str, Item, &str); 5] = [
        (
            "data/tweets.js",
            "window.YTD.tweets.part0 = [",
            |number| {
                format!(
                    r#"{{"tweet":{{"id_str":"{}","created_at":"Mon Nov 16 14:00:05 +0000 2026","full_text":"Fog in the Gulf"}}}}"#,
                    2_122_328_873_751_281_671_usize + number
                )
            },
            ",",
        ),
        (
            "posts.jsonl",
            "",
            |number| {
                format!(
                    r#"{{"platform":"x","account":"a","id":"{number}","published_at":"2026-11-16T09:00:00Z","text":"Fog in the Gulf"}}"#
                )
            },
            "\n",
        ),
        (
            "posts.csv",
            "platform,account,id,published_at,text\n",
            |number| format!("x,a,{number},2026-11-16T09:00:00Z,Fog in the Gulf"),
            "\n",
        ),
        (
            "profile_posts_1.json",
            "[",
            |number| {
                format!(
                    r#"{{"timestamp":{},"data":[{{"post":"Fog in the Gulf"}}]}}"#,
                    1_795_010_400 + number
                )
            },
            ",",
        ),
        (
            "outbox.json",
            r#"{"type":"OrderedCollection","orderedItems":["#,
            |number| {
                format!(
                    r#"{{"type":"Create","to":["as:Public"],"actor":"https://a/@b","object":{{"id":"https://a/statuses/{number}","published":"2026-11-16T09:00:00Z","content":"Fog in the Gulf","to":["as:Public"]}}}}"#
                )
            },
            ",",
        ),
    ];
    for (name, before, item, sign) in cases {
        let read = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&read);
        let file = File::at(name.to_owned(), move || {
            Ok(list(before, item, sign, &count))
        });
        let file = file.expect("a file");
        let options = Options {
            account: Some("a".to_owned()),
            ..Options::default()
        };
        let (mut posts, mut ahead) = (0, 0);
        let import = exports::stream(name, std::slice::from_ref(&file), &options, &mut |found| {
            if matches!(found, Found::Post(..)) {
                posts += 1;
                let passed = before.len() + posts * (item(1).len() + sign.len());
                ahead = ahead.max(read.load(Ordering::Relaxed).saturating_sub(passed));
            }
        });
        assert!(import.is_ok(), "{name}");
        assert_eq!(posts, 19_999, "{name}");
        assert!(
            ahead < 300_000 && file.size() > 900_000,
            "{name}: {ahead} of {}",
            file.size()
        );
    }
}

/// Private messages and addresses of an account must not end in a store that coordinators pass around.
#[test]
fn only_the_posts_of_an_archive_are_opened() {
    for path in [
        "data/manifest.js",
        "twitter-1/data/tweets-part1.js",
        "data/note-tweet.js",
        "data/account.js",
        "posts.jsonl",
        "this_profile's_activity_across_facebook/posts/profile_posts_12.json",
        "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json",
        "posts/album/0.json",
        "posts/videos.json",
        "profile_information/profile_information.json",
        "your_instagram_activity/media/posts_1.json",
        "your_instagram_activity/media/stories.json",
        "your_instagram_activity/threads/threads_and_replies.json",
        "archive/outbox.json",
        "actor.json",
        "repo.car",
    ] {
        assert!(exports::wanted(path), "{path}");
    }
    for path in [
        "data/direct-messages.js",
        "data/ip-audit.js",
        "data/contact.js",
        "data/tweets_media/1.jpg",
        "x.json",
        "messages/inbox/somebody_1/message_1.json",
        "connections/followers_and_following/followers_1.json",
        "your_instagram_activity/media/archived_posts.json",
        "posts/album/1.jpg",
        "comments/comments.json",
        "likes.json",
        "bookmarks.json",
    ] {
        assert!(!exports::wanted(path), "{path}");
    }
}
