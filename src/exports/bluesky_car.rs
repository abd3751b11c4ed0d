//! The repository that Bluesky gives of an account: one CAR file, complete but for pictures.
//!
//! It names the account by its identifier only: the handle has to be said. What is quoted or reposted is not in it.
//! How it is read and what is proved by that: see `bluesky_blocks.rs`.

use super::bluesky_blocks::{self, Blocks, Commit, Fault};
use super::collector::Collector;
use super::record::in_our_time;
use super::{Export, File, Import, Options, Sink, place};
use crate::model::{Account, Bilingual, Interval, Post, Problem, Profile};
use crate::records::bluesky::{self, Record, Repo, mapped};
use ipld_core::cid::{Cid, multibase::Base};
use ipld_core::ipld::Ipld;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

/// Bluesky repository.
pub(super) struct BlueskyCar;

/// A header of CAR begins with a map that names its roots.
const START: &[u8] = b"\xA2\x65roots";
/// Where it stands: after a length of one byte or two.
const HEAD: usize = 12;

fn is_car(file: &File) -> bool {
    let head = file.head().get(..HEAD).unwrap_or(file.head());
    file.name.to_ascii_lowercase().ends_with(".car")
        || head.windows(START.len()).any(|it| it == START)
}

impl Export for BlueskyCar {
    fn name(&self) -> Bilingual<&'static str> {
        Bilingual::new("Bluesky repository (CAR)", "dépôt Bluesky (CAR)")
    }

    fn recognises(&self, files: &[File]) -> bool {
        files.iter().any(is_car)
    }

    fn uses(&self, file: &File, _options: &Options) -> bool {
        is_car(file)
    }

    fn read(&self, label: &str, files: &[File], options: &Options, sink: Sink<'_>) -> Import {
        let mut collector = Collector::new(self.name(), sink);
        let mut repositories = files.iter().filter(|file| is_car(file));
        let first = repositories.next();
        if repositories.next().is_some() {
            collector.remark(Problem::new(
                label,
                "more than one repository; only the first is read; import the others one by one",
                "plus d’un dépôt; seul le premier est lu; importez les autres un à un",
            ));
        }
        let Some(file) = first else {
            return collector.finish();
        };
        let place = place(label, file);
        let bytes = file.bytes();
        let read = bluesky_blocks::open(&bytes)
            .and_then(|blocks| blocks.commit().map(|commit| (blocks, commit)));
        let (blocks, commit) = match read {
            Ok(read) => read,
            Err(fault) => {
                collector.reject_whole(refused(&place, fault));
                return collector.finish();
            }
        };
        let Some(repo) = repo(&place, &commit, options, &mut collector) else {
            return collector.finish();
        };
        let mut whole = damage(&place, &blocks, &mut collector);
        let mut reader = Reader {
            place: &place,
            blocks: &blocks,
            repo: &repo,
            collector,
            number: 0,
            born: None,
            profile: None,
        };
        let missing = blocks.records(&commit, |key, cid| reader.take(key, cid));
        let (born, profile) = (reader.born, reader.profile);
        let mut collector = reader.collector;
        if missing > 0 {
            whole = false;
            collector.reject_whole(branches(&place, missing));
        }
        whole &= collector.rejected() == 0;
        let mut import = collector.finish();
        import.profiles.extend(profile);
        import.covered = born
            .zip(commit.made())
            .filter(|_| whole)
            .and_then(|(from, made)| {
                let to = made.checked_add(SignedDuration::from_secs(1)).ok()?;
                (from < to).then_some(Interval { from, to })
            });
        super::remark_if_empty(label, &mut import);
        import
    }
}

/// The account, which the file names by its identifier only.
fn repo(
    place: &str,
    commit: &Commit,
    options: &Options,
    collector: &mut Collector,
) -> Option<Repo> {
    let asked = options.account.as_deref().map(Account::normal_handle);
    let Some(handle) = asked.filter(|handle| !handle.is_empty()) else {
        let did = super::ids::short(&commit.did);
        collector.reject_whole(Problem::new(
            place,
            format!("the repository names its account by its identifier only ({did}); say the handle with --account HANDLE"),
            format!("le dépôt ne nomme son compte que par son identificateur ({did}); indiquez-le avec --compte IDENTIFIANT"),
        ));
        return None;
    };
    let handle = if handle.starts_with("did:") && handle != commit.did {
        collector.remark(super::x_manifest::other_account(
            place,
            &commit.did,
            &handle,
        ));
        commit.did.clone()
    } else {
        handle
    };
    Some(Repo {
        did: commit.did.clone(),
        pds: String::new(),
        handle,
    })
}

/// Says what of the file cannot be trusted; false when there is something.
fn damage(place: &str, blocks: &Blocks<'_>, collector: &mut Collector) -> bool {
    if let Some((count, at)) = blocks.damaged {
        collector.reject_whole(Problem::new(
            place,
            format!("blocks whose content is not what their identifier says: {count} (the first at byte {at}); they were changed or damaged and not read; download the repository again"),
            format!("blocs dont le contenu n’est pas ce que dit leur identificateur\u{a0}: {count} (le premier à l’octet {at}); modifiés ou endommagés, ils n’ont pas été lus; téléchargez le dépôt de nouveau"),
        ));
    }
    if let Some(at) = blocks.cut {
        collector.reject_whole(Problem::new(
            place,
            format!("the file is cut or damaged at byte {at}; what follows was not read; download the repository again"),
            format!("le fichier est coupé ou endommagé à l’octet {at}; la suite n’a pas été lue; téléchargez le dépôt de nouveau"),
        ));
    }
    blocks.damaged.is_none() && blocks.cut.is_none()
}

/// Reads records as the tree gives them.
struct Reader<'a> {
    place: &'a str,
    blocks: &'a Blocks<'a>,
    repo: &'a Repo,
    collector: Collector<'a>,
    number: usize,
    /// When the account began, as far as the file tells.
    born: Option<Timestamp>,
    profile: Option<Profile>,
}

impl Reader<'_> {
    fn take(&mut self, key: &str, cid: &Cid) {
        let is_profile = key == "app.bsky.actor.profile/self";
        let kinds = ["app.bsky.feed.post/", "app.bsky.feed.repost/"];
        if !is_profile && !kinds.iter().any(|kind| key.starts_with(kind)) {
            return;
        }
        let uri = format!("at://{}/{key}", self.repo.did);
        let record = self.blocks.get(cid).ok_or_else(|| absent(&uri));
        let record = record.and_then(|block| {
            let record: Ipld = serde_ipld_dagcbor::from_slice(block)
                .map_err(|error| not_as_documented(&uri, &error.to_string()))?;
            Ok(as_json(record))
        });
        if is_profile {
            match record {
                Ok(record) => self.profile(&record),
                Err(problem) => self.collector.remark(problem),
            }
            return;
        }
        self.number += 1;
        if self.number == 1 {
            self.collector.file(self.place, '#');
        }
        match record.and_then(|record| post(&uri, &record, self.repo)) {
            Ok(post) => {
                self.begins(post.published_at);
                self.collector.take(self.number, post, None);
            }
            Err(problem) => self.collector.reject_whole(problem),
        }
    }

    fn begins(&mut self, at: Timestamp) {
        self.born = Some(self.born.map_or(at, |born| born.min(at)));
    }

    fn profile(&mut self, record: &Value) {
        let created = record.get("createdAt").and_then(Value::as_str);
        let created = created.and_then(|text| text.parse().ok());
        if let Some(created) = created.and_then(in_our_time) {
            self.begins(created);
        }
        self.profile = bluesky::profile(&json!({"value": record}), self.repo);
    }
}

fn post(uri: &str, record: &Value, repo: &Repo) -> Result<Post, Problem> {
    let record = Record::deserialize(json!({"uri": uri, "value": record}))
        .map_err(|error| not_as_documented(uri, &error.to_string()))?;
    // The clock of the computer is not known here; the command looks at times of the future.
    let (post, _) = mapped(record, repo, Timestamp::MAX);
    if in_our_time(post.published_at).is_none() {
        return Err(Problem::new(
            uri,
            format!(
                "`createdAt` = {} is not between 2004 and 2100: the clock of its author was wrong; left out",
                post.published_at
            ),
            format!(
                "«\u{a0}createdAt\u{a0}» = {} n’est pas entre 2004 et 2100\u{a0}: l’horloge de son auteur était fausse; laissée de côté",
                post.published_at
            ),
        ));
    }
    Ok(post)
}

/// A record in the form of JSON that the network uses for it.
fn as_json(record: Ipld) -> Value {
    match record {
        Ipld::Null => Value::Null,
        Ipld::Bool(it) => it.into(),
        Ipld::Integer(it) => i64::try_from(it).map_or_else(|_| it.to_string().into(), Value::from),
        Ipld::Float(it) => it.into(),
        Ipld::String(it) => it.into(),
        Ipld::Bytes(it) => json!({"$bytes": crate::text::hex(&it)}),
        Ipld::List(it) => it.into_iter().map(as_json).collect(),
        Ipld::Map(it) => it.into_iter().map(|(key, it)| (key, as_json(it))).collect(),
        Ipld::Link(it) => {
            let link = it.to_string_of_base(Base::Base32Lower).unwrap_or_default();
            json!({"$link": link})
        }
    }
}

fn absent(uri: &str) -> Problem {
    Problem::new(
        uri,
        "the file lists this record but does not hold it unharmed; download the repository again",
        "le fichier mentionne cet enregistrement, mais ne le contient pas intact; téléchargez le dépôt de nouveau",
    )
}

fn not_as_documented(uri: &str, error: &str) -> Problem {
    let error = super::ids::short(error);
    Problem::new(
        uri,
        format!("this record is not as documented and was left out ({error})"),
        format!("cet enregistrement n’a pas la forme documentée et a été laissé de côté ({error})"),
    )
}

fn branches(place: &str, missing: usize) -> Problem {
    Problem::new(
        place,
        format!(
            "parts of the list of records that are missing or damaged: {missing}; their posts were not read; download the repository again"
        ),
        format!(
            "parties de la liste des enregistrements absentes ou endommagées\u{a0}: {missing}; leurs publications n’ont pas été lues; téléchargez le dépôt de nouveau"
        ),
    )
}

fn refused(place: &str, fault: Fault) -> Problem {
    match fault {
        Fault::NotCar => Problem::new(
            place,
            "not a CAR file, or one that is damaged at its start; download the repository again",
            "pas un fichier CAR, ou un fichier endommagé dès le début; téléchargez le dépôt de nouveau",
        ),
        Fault::Version => Problem::new(
            place,
            "a CAR file of a version other than 1, which Bluesky does not give; download the repository again",
            "un fichier CAR d’une autre version que 1, que Bluesky ne fournit pas; téléchargez le dépôt de nouveau",
        ),
        Fault::NoCommit => Problem::new(
            place,
            "no unharmed signed root of a Bluesky account in the file: nothing in it can be trusted; download the repository again",
            "aucune racine signée et intacte d’un compte Bluesky dans le fichier\u{a0}: rien n’y est fiable; téléchargez le dépôt de nouveau",
        ),
    }
}
