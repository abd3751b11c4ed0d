//! Every reader of bytes from outside, with real input to begin with: shared by the fuzzing and by the test of what it
//! found.

use jiff::Timestamp;
use serde_json::Value;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tandem::exports::{self, File, Limits, Options};
use tandem::model::{Account, Interval};
use tandem::platforms::{Answer, PLATFORMS, Platform, Services, Step, Walk};
use tandem::rules::Draft;

/// Takes an input to its end.
type Read = Box<dyn Fn(&[u8]) + Sync>;

/// A reader.
pub(crate) struct Reader {
    /// As it is named in what is kept.
    pub(crate) name: String,
    /// Its share of the inputs: those that take long get fewer.
    #[allow(dead_code, reason = "the test reads every seed once")]
    pub(crate) share: u64,
    /// Real input.
    pub(crate) seeds: Vec<Vec<u8>>,
    /// Reads one input; what comes out does not matter.
    pub(crate) read: Read,
}

/// All of them.
pub(crate) fn all() -> Vec<Reader> {
    let mut readers: Vec<Reader> = PLATFORMS.into_iter().map(platform).collect();
    readers.push(export("export", |_| true));
    let options = options();
    readers.push(Reader {
        name: "zip".into(),
        share: 2,
        seeds: zips(),
        read: Box::new(move |input| {
            let limits = Limits {
                entries: 100,
                bytes: 1 << 20,
            };
            let bytes: Arc<[u8]> = input.into();
            let open = move || Ok(Cursor::new(Arc::clone(&bytes)));
            if let Ok(files) = exports::unzip("a.zip", open, limits) {
                let _ = exports::read("a.zip", &files, &options);
            }
        }),
    });
    readers.push(text("draft", &["corpora/sample/draft.toml"], |text| {
        let _ = Draft::parse("draft", text);
    }));
    readers.push(text(
        "configuration",
        &["corpora/sample/tandem.toml"],
        |text| {
            let _ = tandem::config::parse("tandem.toml", text);
        },
    ));
    let decided = "tests/cases/cli/decisions-bad/input/decisions.csv";
    readers.push(text("decisions", &[decided], |text| {
        let (rows, _) = tandem::decisions::read("decisions.csv", text.as_bytes());
        let (rows, _) = tandem::decisions::withdraw(rows);
        let (rows, _) = tandem::decisions::agree(rows);
        if let Some(row) = rows.first() {
            let _ = tandem::decisions::append("decisions.csv", text, &row.decision);
        }
    }));
    readers.push(text("weights", &["corpora/pairing.toml"], |text| {
        let _ = tandem::pairing::weights::read("pairing.toml", text);
    }));
    readers
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Answers of a platform, to every kind of step that its recorded walks take.
fn platform(platform: &'static dyn Platform) -> Reader {
    let mut cases: Vec<(Account, bool)> = Vec::new();
    let (mut seeds, mut steps) = (Vec::new(), Vec::new());
    for folder in folders(&root().join("tests/platforms").join(platform.name())) {
        let Ok(case) = fs::read(folder.join("case.json")) else {
            continue;
        };
        let case: Value = serde_json::from_slice(&case).unwrap();
        let account = Account {
            server: case["server"].as_str().map(str::to_owned),
            id: case["id"].as_str().map(str::to_owned),
            ..Account::new(platform.name(), case["handle"].as_str().unwrap_or_default())
        };
        let credential = case["credential"] == true;
        let walked = walk_through(platform, &account, credential, &case, &folder);
        for (step, body) in walked {
            steps.push((cases.len(), step));
            seeds.push(body);
        }
        cases.push((account, credential));
    }
    if seeds.is_empty() {
        // Read by the same code as another platform.
        (seeds, steps, cases) = (
            vec![b"{}".to_vec()],
            vec![(0, Step("feed".into()))],
            vec![(
                Account::new(platform.name(), "https://a.example/feed"),
                true,
            )],
        );
    }
    Reader {
        name: platform.name().to_owned(),
        share: 10,
        seeds,
        read: Box::new(move |input| {
            let services = Services::default();
            // The step is chosen by the input, so that what is kept is read at the same one again.
            let sum = input.iter().fold(input.len(), |sum, byte| {
                sum.wrapping_add(usize::from(*byte))
            });
            let (case, step) = &steps[sum % steps.len()];
            let (account, credential) = &cases[*case];
            let walk = walk(account, *credential, &services);
            let status = if sum % 7 == 0 { 403 } else { 200 };
            let _ = answered(platform, &walk, step, input, status);
        }),
    }
}

fn walk<'a>(account: &'a Account, credential: bool, services: &'a Services) -> Walk<'a> {
    Walk {
        account,
        window: Interval {
            from: "2025-01-01T00:00:00Z".parse().unwrap(),
            to: "2027-01-01T00:00:00Z".parse().unwrap(),
        },
        services,
        credential,
    }
}

/// The steps that a recorded walk takes, each with its answer.
fn walk_through(
    platform: &dyn Platform,
    account: &Account,
    credential: bool,
    case: &Value,
    folder: &Path,
) -> Vec<(Step, Vec<u8>)> {
    let services = Services::default();
    let walk = walk(account, credential, &services);
    let mut next = Some(platform.start(&walk));
    let mut walked = Vec::new();
    for canned in case["answers"].as_array().into_iter().flatten() {
        let (Some(step), Some(file)) = (next, canned["file"].as_str()) else {
            break;
        };
        let body = fs::read(folder.join(file)).unwrap();
        let status = canned["status"]
            .as_u64()
            .and_then(|it| u16::try_from(it).ok());
        next = answered(platform, &walk, &step, &body, status.unwrap_or(200));
        walked.push((step, body));
    }
    walked
}

fn answered(
    platform: &dyn Platform,
    walk: &Walk,
    step: &Step,
    body: &[u8],
    status: u16,
) -> Option<Step> {
    let headers = [("content-type".to_owned(), "application/json".to_owned())];
    let answer = Answer {
        status,
        url: "https://a.example/api",
        headers: &headers,
        body,
        fetched_at: Timestamp::UNIX_EPOCH,
    };
    let page = if status < 300 {
        platform.parse(walk, step, &answer)
    } else {
        platform.refusal(walk, step, &answer)?
    };
    let next = page.ok()?.next?;
    // Where it leads to must be an address, or a problem that says why not.
    let _ = platform.request(walk, &next);
    Some(next)
}

/// Files of exports; which name an input gets is chosen by the input.
fn export(name: &str, wanted: impl Fn(&str) -> bool) -> Reader {
    let mut seeds = Vec::new();
    let mut names = Vec::new();
    for case in folders(&root().join("tests/cases/import")) {
        let mut open = vec![case.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path
                    .strip_prefix(&case)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                if path.is_dir() {
                    open.push(path);
                } else if wanted(&name) && name != "expected.json" && name != "options.json" {
                    seeds.push(fs::read(&path).unwrap());
                    names.push(name);
                }
            }
        }
    }
    names.sort();
    names.dedup();
    let options = options();
    Reader {
        name: name.to_owned(),
        share: 1,
        seeds,
        read: Box::new(move |input| {
            let sum = input.iter().fold(input.len(), |sum, byte| {
                sum.wrapping_add(usize::from(*byte))
            });
            // Under a name that says its format, and under one that says nothing.
            for name in [names[sum % names.len()].as_str(), "export"] {
                let file = File::new(name.to_owned(), input.to_vec());
                if let Ok(import) = exports::read("export", &[file], &options) {
                    assert_eq!(import.records, import.posts.len() + import.rejected.len());
                }
            }
        }),
    }
}

fn options() -> Options {
    Options {
        account: Some("coast".into()),
        zone: jiff::tz::TimeZone::get("America/Toronto").ok(),
        ..Options::default()
    }
}

/// Small archives of the files of some cases.
fn zips() -> Vec<Vec<u8>> {
    let cases = folders(&root().join("tests/cases/import"));
    let packed = cases.iter().take(12).filter_map(|case| {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for entry in fs::read_dir(case).ok()? {
            let path = entry.ok()?.path();
            if path.is_file() {
                let name = path.file_name()?.to_string_lossy().into_owned();
                let plain = zip::write::SimpleFileOptions::default();
                archive.start_file(name, plain).ok()?;
                std::io::Write::write_all(&mut archive, &fs::read(&path).ok()?).ok()?;
            }
        }
        Some(archive.finish().ok()?.into_inner())
    });
    packed.collect()
}

fn text(name: &str, files: &[&str], read: impl Fn(&str) + Sync + 'static) -> Reader {
    Reader {
        name: name.to_owned(),
        share: 5,
        seeds: files
            .iter()
            .map(|file| fs::read(root().join(file)).unwrap())
            .collect(),
        read: Box::new(move |input| read(&String::from_utf8_lossy(input))),
    }
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut folders: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}
