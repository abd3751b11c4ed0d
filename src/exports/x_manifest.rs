//! What an X archive says about itself: its files, its owner, the stretch it covers.

use super::collector::Collector;
use super::node::Node;
use super::x_items::{decode, first_value, items, json};
use super::{File, Options, place};
use crate::model::{Account, Interval, Problem};
use jiff::Timestamp;
use std::borrow::Cow;

/// What a file of the archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Posts,
    Deleted,
    DeletedHeaders,
    LongPosts,
    Account,
}

/// A file to read.
pub(super) struct Listed<'a> {
    pub(super) role: Role,
    pub(super) file: &'a File,
    /// Items it should hold, as the manifest says.
    pub(super) count: Option<u64>,
}

/// The archive, before its posts are read.
#[derive(Default)]
pub(super) struct Manifest<'a> {
    pub(super) files: Vec<Listed<'a>>,
    pub(super) generated: Option<Timestamp>,
    /// All of it is here: nothing is known to be missing.
    pub(super) whole: bool,
    user: Option<String>,
    user_id: Option<String>,
}

/// Whose archive it is.
pub(super) struct Owner {
    pub(super) handle: String,
    pub(super) id: Option<String>,
    pub(super) created: Option<Timestamp>,
}

const MANIFEST: &str = "data/manifest.js";

/// The role that a data type (`noteTweet`) or a file name (`note-tweet.js`, `tweets-part1.js`) tells.
pub(super) fn role(name: &str) -> Option<Role> {
    let name = name.rsplit('/').next()?.to_ascii_lowercase();
    let name = name.strip_suffix(".js").unwrap_or(&name);
    let name = match name.rsplit_once("-part") {
        Some((before, part)) if part.bytes().all(|byte| byte.is_ascii_digit()) => before,
        _ => name,
    };
    match name.replace('-', "").as_str() {
        "tweet" | "tweets" | "communitytweet" | "communitytweets" => Some(Role::Posts),
        "deletedtweet" | "deletedtweets" => Some(Role::Deleted),
        "deletedtweetheader" | "deletedtweetheaders" => Some(Role::DeletedHeaders),
        "notetweet" | "notetweets" => Some(Role::LongPosts),
        "account" => Some(Role::Account),
        _ => None,
    }
}

/// Is this the path of a file that an X archive is read from?
pub(super) fn is_part(path: &str) -> bool {
    ends_with_path(path, MANIFEST)
        || path
            .strip_suffix(".js")
            .is_some_and(|name| role(name).is_some())
}

/// Does the file look like a part of an X archive?
pub(super) fn recognises(file: &File) -> bool {
    ends_with_path(&file.name, MANIFEST)
        || (role_of(file) == Some(Role::Posts)
            && file.head().trim_ascii_start().starts_with(b"window.YTD."))
}

fn role_of(file: &File) -> Option<Role> {
    role(file.name.strip_suffix(".js")?)
}

fn ends_with_path(name: &str, path: &str) -> bool {
    name.strip_suffix(path)
        .is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

/// Reads the manifest, or falls back on the names of the files.
pub(super) fn open<'a>(label: &str, files: &'a [File], collector: &mut Collector) -> Manifest<'a> {
    let mut manifests = files.iter().filter(|it| ends_with_path(&it.name, MANIFEST));
    let manifest = manifests.next().and_then(|file| {
        let place = place(label, file);
        let decoded = decode(&place, file, collector)?;
        let text = decoded.whole()?;
        let node: Option<Node> = json(&text)
            .and_then(first_value)
            .filter(|node| matches!(node.get("dataTypes"), Node::Map(_)));
        let root = file.name.strip_suffix(MANIFEST).unwrap_or_default();
        node.map(|node| from_manifest(&place, root, &node, files, collector))
    });
    if manifests.next().is_some() {
        collector.remark(Problem::new(
            label,
            "more than one X archive; only the first is read; import the others one by one",
            "plus d’une archive X; seule la première est lue; importez les autres une à une",
        ));
    }
    manifest.unwrap_or_else(|| {
        collector.remark(Problem::new(
            label,
            "no readable data/manifest.js; the files are taken by their names, and none can be known to be missing; import the whole archive to be sure",
            "pas de data/manifest.js lisible; les fichiers sont pris d’après leur nom, sans qu’on puisse savoir s’il en manque; importez toute l’archive pour en être sûr",
        ));
        by_name(files)
    })
}

fn by_name(files: &[File]) -> Manifest<'_> {
    let listed = |file| {
        Some(Listed {
            role: role_of(file)?,
            file,
            count: None,
        })
    };
    Manifest {
        files: files.iter().filter_map(listed).collect(),
        ..Manifest::default()
    }
}

fn from_manifest<'a>(
    place: &str,
    root: &str,
    node: &Node<'_>,
    files: &'a [File],
    collector: &mut Collector,
) -> Manifest<'a> {
    let (info, user) = (node.get("archiveInfo"), node.get("userInfo"));
    let mut manifest = Manifest {
        generated: instant(info.get("generationDate")),
        whole: info.get("isPartialArchive") != &Node::Bool(true),
        user: user.get("userName").text().map(str::to_owned),
        user_id: user.get("accountId").id().map(Cow::into_owned),
        ..Manifest::default()
    };
    if !manifest.whole {
        collector.remark(Problem::new(
            place,
            "the archive is only a part of several; import the other parts too",
            "l’archive n’est qu’une partie parmi plusieurs; importez aussi les autres parties",
        ));
    }
    let Node::Map(types) = node.get("dataTypes") else {
        return manifest;
    };
    for (name, value) in types {
        let Some(role) = role(name) else { continue };
        for entry in value.get("files").list() {
            let Some(path) = entry.get("fileName").text() else {
                continue;
            };
            let count = entry.get("count").whole();
            match files
                .iter()
                .find(|file| file.name.strip_prefix(root) == Some(path))
            {
                Some(file) => manifest.files.push(Listed { role, file, count }),
                None if count == Some(0) => {}
                None => {
                    manifest.whole = false;
                    collector.reject_whole(absent(place, path));
                }
            }
        }
    }
    manifest
}

fn absent(place: &str, path: &str) -> Problem {
    Problem::new(
        place,
        format!(
            "the manifest lists {path}, which is not in the archive: its posts are missing; download the archive again"
        ),
        format!(
            "le manifeste mentionne {path}, qui n’est pas dans l’archive\u{a0}: ses publications manquent; téléchargez l’archive de nouveau"
        ),
    )
}

/// The account: its own file, else the manifest, else what the user says.
pub(super) fn owner(
    label: &str,
    manifest: &Manifest<'_>,
    options: &Options,
    collector: &mut Collector,
) -> Option<Owner> {
    let (mut name, mut id, mut created) = (None, None, None);
    for listed in manifest.files.iter().filter(|it| it.role == Role::Account) {
        items(label, listed, collector, |_, node, _| {
            let account = node.get("account");
            name = account
                .get("username")
                .text()
                .map(str::to_owned)
                .or(name.take());
            id = account
                .get("accountId")
                .id()
                .map(Cow::into_owned)
                .or(id.take());
            created = instant(account.get("createdAt")).or(created);
        });
    }
    let name = name.or_else(|| manifest.user.clone());
    let asked = options.account.as_deref().map(Account::normal_handle);
    let handle = name
        .as_deref()
        .map(Account::normal_handle)
        .or_else(|| asked.clone());
    let Some(handle) = handle.filter(|handle| !handle.is_empty()) else {
        collector.reject_whole(Problem::new(
            label,
            "the archive does not name its account (data/account.js is missing); say it with --account HANDLE",
            "l’archive ne nomme pas son compte (data/account.js manque); indiquez-le avec --account COMPTE",
        ));
        return None;
    };
    if let Some(asked) = asked.filter(|asked| *asked != handle) {
        collector.remark(other_account(label, &handle, &asked));
    }
    Some(Owner {
        handle,
        id: id.or_else(|| manifest.user_id.clone()),
        created,
    })
}

pub(super) fn other_account(label: &str, handle: &str, asked: &str) -> Problem {
    Problem::new(
        label,
        format!(
            "the archive is that of {handle}, not {asked}; its own name was kept; check that it is the right archive"
        ),
        format!(
            "l’archive est celle de {handle} et non de {asked}; son propre nom a été gardé; vérifiez que c’est la bonne archive"
        ),
    )
}

/// The stretch that a whole archive covers: from the birth of the account to the making of the archive.
pub(super) fn covered(manifest: &Manifest<'_>, owner: &Owner) -> Option<Interval> {
    let (from, to) = (owner.created?, manifest.generated?);
    (manifest.whole && from < to).then_some(Interval { from, to })
}

/// A time in the form of the API (`2026-11-20T12:00:00.000Z`).
pub(super) fn instant(node: &Node<'_>) -> Option<Timestamp> {
    node.text()?.trim().parse().ok()
}
