//! The archive that Mastodon gives of an account: `outbox.json` and `actor.json`, in a zip (tar.gz from older
//! servers) or a folder.
//!
//! A boost names the original by its address alone. Posts for followers and private messages stand in it too: they
//! are taken out before anything is kept (`private.rs`).

use super::collector::{Collector, Note};
use super::mastodon_activity::{self, Owner, Read};
use super::node::Node;
use super::{Export, File, Import, Options, Sink, json_list, meta, text};
use crate::model::{Account, Bilingual, Problem, Profile};
use crate::text::html;
use crate::text::json::Items;
use std::io::BufReader;

/// Mastodon archive.
pub(super) struct MastodonArchive;

fn is_named(path: &str, wanted: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.eq_ignore_ascii_case(wanted)
}

/// Is this the path of the posts?
pub(super) fn is_outbox(path: &str) -> bool {
    is_named(path, "outbox.json")
}

/// Is this the path of a file that a Mastodon archive is read from?
pub(super) fn is_part(path: &str) -> bool {
    is_outbox(path) || is_named(path, "actor.json")
}

impl Export for MastodonArchive {
    fn name(&self) -> Bilingual<&'static str> {
        Bilingual::new("Mastodon archive", "archive Mastodon")
    }

    fn recognises(&self, files: &[File]) -> bool {
        files
            .iter()
            .any(|file| is_outbox(&file.name) && meta::head_holds(file, "OrderedCollection"))
    }

    fn uses(&self, file: &File, _options: &Options) -> bool {
        is_part(&file.name)
    }

    fn read(&self, label: &str, files: &[File], options: &Options, sink: Sink<'_>) -> Import {
        let mut collector = Collector::new(self.name(), sink);
        let outboxes = || files.iter().filter(|file| is_outbox(&file.name));
        if outboxes().nth(1).is_some() {
            collector.remark(Problem::new(
                label,
                "more than one Mastodon archive; only the first is read; import the others one by one",
                "plus d’une archive Mastodon; seule la première est lue; importez les autres une à une",
            ));
        }
        let Some(outbox) = outboxes().next() else {
            return collector.finish();
        };
        let folder = outbox
            .name
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let actor = files.iter().find(|file| {
            let beside = file.name.rsplit_once('/').map_or("", |(folder, _)| folder);
            is_named(&file.name, "actor.json") && beside == folder
        });
        let text = actor
            .and_then(|file| text::decode(&super::place(label, file), file, false).ok())
            .and_then(|text| text.whole());
        let node = text.as_deref().and_then(json_list::whole);
        let address = node
            .as_ref()
            .and_then(|node| node.get("id").text().map(str::to_owned))
            .or_else(|| first_actor(outbox));
        let named = address
            .as_deref()
            .and_then(|address| own_handle(node.as_ref(), address));
        let Some(handle) = handle(label, named, options, &mut collector) else {
            return collector.finish();
        };
        let profile = node.as_ref().map(|node| profile(node, &handle));
        let owner = Owner { handle, address };
        json_list::items(
            label,
            outbox,
            &["orderedItems"],
            &mut collector,
            |number, item, collector| match mastodon_activity::read(item, &owner) {
                Ok(Read::Post(post)) => collector.take(number, *post, None),
                Ok(Read::Private) => collector.note(Note::NotPublic, number),
                Ok(Read::NoPost) => {}
                Err(why) => collector.reject(number, why),
            },
        );
        let mut import = collector.finish();
        import.profiles.extend(profile);
        super::remark_if_empty(label, &mut import);
        import
    }
}

/// Who did the first activity: the owner of the archive.
fn first_actor(outbox: &File) -> Option<String> {
    let mut items = Items::new(BufReader::new(outbox.reader()), &["orderedItems"]);
    // Damage is told when the posts are read.
    while let Ok(Some(item)) = items.next_item() {
        let actor = serde_json::from_slice::<Node>(item.text)
            .ok()
            .and_then(|item| item.get("actor").text().map(str::to_owned));
        if actor.is_some() {
            return actor;
        }
    }
    None
}

/// `user@host`, as the archive tells it.
fn own_handle(actor: Option<&Node<'_>>, address: &str) -> Option<String> {
    let told = actor.map_or(&Node::Null, |actor| actor.get("webfinger"));
    if let Some(told) = told.text().filter(|told| told.contains('@')) {
        return Some(Account::normal_handle(told));
    }
    let user = actor.and_then(|actor| actor.get("preferredUsername").text());
    match user {
        Some(user) => {
            let host = mastodon_activity::host(address)?;
            Some(Account::normal_handle(&format!("{user}@{host}")))
        }
        None => mastodon_activity::account(address),
    }
}

/// As the user writes it, when it is the same account: with the host or without.
fn handle(
    label: &str,
    named: Option<String>,
    options: &Options,
    collector: &mut Collector,
) -> Option<String> {
    let asked = options.account.as_deref().map(Account::normal_handle);
    let user = |handle: &str| handle.split('@').next().unwrap_or_default().to_owned();
    match (named, asked) {
        (Some(named), Some(asked)) => {
            // Handle and address may be of different hosts.
            if user(&named) == user(&asked) {
                if asked.contains('@') && asked != named {
                    collector.remark(super::read_as(label, &named, &asked));
                }
                return Some(asked);
            }
            collector.remark(super::x_manifest::other_account(label, &named, &asked));
            Some(named)
        }
        (None, None) => {
            collector.reject_whole(Problem::new(
                label,
                "the archive does not name its account (actor.json is missing); say it with --account HANDLE",
                "l’archive ne nomme pas son compte (actor.json manque); indiquez-le avec --compte IDENTIFIANT",
            ));
            None
        }
        (named, asked) => named.or(asked),
    }
}

fn profile(actor: &Node<'_>, handle: &str) -> Profile {
    let owned = |key: &str| actor.get(key).text().map(str::to_owned);
    let summary = html::plain(actor.get("summary").text().unwrap_or_default(), None);
    let mut links = summary.links;
    for field in mastodon_activity::list(actor.get("attachment")) {
        let value = html::plain(field.get("value").text().unwrap_or_default(), None);
        links.extend(value.links);
    }
    let mut seen = std::collections::HashSet::new();
    links.retain(|link| seen.insert(link.clone()));
    Profile {
        platform: "mastodon".to_owned(),
        account: handle.to_owned(),
        name: owned("name"),
        description: actor.get("summary").text().map(|_| summary.text),
        url: owned("url"),
        links,
        ..Profile::default()
    }
}
