//! A case folder, and the walk through its canned answers.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tandem::model::{Account, Interval, Problem};
use tandem::platforms::{self, Answer, Page, Platform, Refusal, Services, Step, Walk};

#[derive(Deserialize)]
pub(crate) struct Case {
    platform: String,
    handle: String,
    server: Option<String>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    credential: bool,
    #[serde(default)]
    versions: BTreeMap<String, String>,
    #[serde(default)]
    appview: String,
    #[serde(default)]
    directory: String,
    from: Timestamp,
    to: Timestamp,
    pub(crate) answers: Vec<Canned>,
}

#[derive(Deserialize)]
pub(crate) struct Canned {
    url: String,
    status: u16,
    headers: BTreeMap<String, String>,
    file: String,
}

/// A case with all that a walk borrows from.
pub(crate) struct Stage {
    pub(crate) folder: PathBuf,
    pub(crate) case: Case,
    account: Account,
    services: Services,
}

impl Stage {
    fn new(folder: &Path) -> Self {
        let case: Case =
            serde_json::from_slice(&fs::read(folder.join("case.json")).unwrap()).unwrap();
        Self {
            folder: folder.to_owned(),
            account: Account {
                server: case.server.clone(),
                id: case.id.clone(),
                ..Account::new(&case.platform, &case.handle)
            },
            services: Services {
                bluesky_appview: case.appview.clone(),
                bluesky_directory: case.directory.clone(),
                versions: case.versions.clone(),
            },
            case,
        }
    }

    pub(crate) fn walk(&self) -> Walk<'_> {
        Walk {
            account: &self.account,
            window: Interval {
                from: self.case.from,
                to: self.case.to,
            },
            services: &self.services,
            credential: self.case.credential,
        }
    }

    pub(crate) fn platform(&self) -> &'static dyn Platform {
        platforms::find(&self.case.platform).unwrap()
    }

    pub(crate) fn body(&self, canned: &Canned) -> Vec<u8> {
        fs::read(self.folder.join(&canned.file)).unwrap()
    }

    /// Gives each canned answer in turn; `look` sees every step with its answer.
    pub(crate) fn run(&self, mut look: impl FnMut(&Step, &Canned)) -> Value {
        let (platform, walk) = (self.platform(), self.walk());
        let mut next = Some(platform.start(&walk));
        let mut out = Outcome::default();
        for canned in &self.case.answers {
            let step = next.expect("the walk ended before its last answer");
            assert_eq!(platform.request(&walk, &step).unwrap().url, canned.url);
            look(&step, canned);
            match answered(platform, &walk, &step, canned, &self.body(canned)) {
                Ok(page) => next = out.take(page),
                Err(refusal) => {
                    out.refused = Some(refusal);
                    next = None;
                }
            }
        }
        assert_eq!(next, None, "the walk goes on after its last answer");
        out.value()
    }
}

/// What the fetch loop does with an answer that a case is about.
pub(crate) fn answered(
    platform: &dyn Platform,
    walk: &Walk,
    step: &Step,
    canned: &Canned,
    body: &[u8],
) -> Result<Page, Refusal> {
    understood(platform, walk, step, canned, body).expect("a refusal with a meaning of its own")
}

/// What the fetch loop does with an answer; `None` when it goes by the status alone.
pub(crate) fn understood(
    platform: &dyn Platform,
    walk: &Walk,
    step: &Step,
    canned: &Canned,
    body: &[u8],
) -> Option<Result<Page, Refusal>> {
    let headers: Vec<_> = canned
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let answer = Answer {
        status: canned.status,
        url: &canned.url,
        headers: &headers,
        body,
        fetched_at: "2025-03-10T00:00:00Z".parse().unwrap(),
    };
    if canned.status < 300 {
        Some(platform.parse(walk, step, &answer))
    } else {
        platform.refusal(walk, step, &answer)
    }
}

#[derive(Default)]
struct Outcome {
    page: Page,
    refused: Option<Refusal>,
}

impl Outcome {
    fn take(&mut self, page: Page) -> Option<Step> {
        self.page.posts.extend(page.posts);
        self.page.earlier.extend(page.earlier);
        self.page.profiles.extend(page.profiles);
        self.page.micros += page.micros;
        self.page.references.extend(page.references);
        self.page.problems.extend(page.problems);
        self.page.reaches_back_to = self.page.reaches_back_to.or(page.reaches_back_to);
        page.next
    }

    fn value(self) -> Value {
        let problem = |problem: &Problem| {
            assert!(
                !problem.message.english.contains('«')
                    && !problem.message.french.contains(['“', '"'])
            );
            json!([
                problem.place,
                problem.message.english,
                problem.message.french
            ])
        };
        let mut value = json!({
            "refused": self.refused.map(|refused| json!([refused.state.code(), problem(&refused.problem)])),
            "reaches_back_to": self.page.reaches_back_to.map(|back| back.to_string()),
            "problems": self.page.problems.iter().map(problem).collect::<Vec<_>>(),
            "references": self.page.references,
            "posts": self.page.posts,
        });
        // Only where there are some: few platforms show or charge for them.
        if !self.page.earlier.is_empty() {
            value["earlier"] = json!(self.page.earlier);
        }
        if !self.page.profiles.is_empty() {
            value["profiles"] = json!(self.page.profiles);
        }
        if self.page.micros > 0 {
            value["micros"] = json!(self.page.micros);
        }
        value
    }
}

pub(crate) fn stages() -> Vec<Stage> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/platforms");
    let list = |folder: &Path| -> Vec<PathBuf> {
        let mut list: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .collect();
        list.sort();
        list
    };
    list(&root)
        .iter()
        .flat_map(|platform| list(platform))
        .map(|folder| Stage::new(&folder))
        .collect()
}
