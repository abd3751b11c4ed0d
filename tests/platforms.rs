//! Platforms, on canned answers: what is asked, what the answers mean, and that nothing breaks them.
//!
//! Each folder in `tests/platforms/PLATFORM/` is a case: `case.json` says which account is read and what is
//! answered to which address, `expected.json` what comes out. `UPDATE_EXPECTED=1` writes the latter anew.
//! Accounts, texts and servers are invented.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "platforms/stage.rs"]
mod stage;

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};
use stage::{answered, stages, understood};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use tandem::model::{Account, Interval};
use tandem::platforms::{self, Answer, Services, Step, Walk};

/// A post mapped wrongly (a time, a link, an alternative text, whose repost it is) accuses an institution of
/// what it did not do, or hides what it did.
#[test]
fn every_case_comes_out_as_expected() {
    let mut differ = Vec::new();
    for stage in stages() {
        let found = serde_json::to_string_pretty(&stage.run(|_, _| {})).unwrap() + "\n";
        let file = stage.folder.join("expected.json");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&file, &found).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != found {
            differ.push(format!("{}:\n{found}", stage.folder.display()));
        }
    }
    assert!(
        differ.is_empty(),
        "not as expected (UPDATE_EXPECTED=1 accepts):\n{}",
        differ.join("\n")
    );
}

/// Platforms drop and empty fields without notice; a panic would lose the whole run, of every account.
#[test]
fn a_missing_or_changed_field_never_panics() {
    for stage in stages() {
        let (platform, walk) = (stage.platform(), stage.walk());
        stage.run(|step, canned| {
            let Ok(document) = serde_json::from_slice::<Value>(&stage.body(canned)) else {
                return;
            };
            for changed in drifts(&document) {
                let body = serde_json::to_vec(&changed).unwrap();
                if let Some(Ok(page)) = understood(platform, &walk, step, canned, &body)
                    && let Some(next) = page.next
                {
                    // Where it leads to must be an address, or a problem that says why not.
                    let _ = platform.request(&walk, &next);
                }
            }
        });
    }
}

/// The document without each of its fields, and with each of them null or of another type.
fn drifts(document: &Value) -> Vec<Value> {
    let mut paths = Vec::new();
    collect(document, String::new(), &mut paths);
    let mut drifts = Vec::new();
    for path in paths {
        for change in [
            None,
            Some(Value::Null),
            Some(json!(7)),
            Some(json!("x")),
            Some(json!([{}])),
        ] {
            let mut changed = document.clone();
            if let Some(value) = change {
                *changed.pointer_mut(&path).unwrap() = value;
            } else {
                remove(&mut changed, &path);
            }
            drifts.push(changed);
        }
    }
    drifts
}

fn remove(document: &mut Value, path: &str) {
    let (parent, name) = path.rsplit_once('/').unwrap();
    let name = name.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.remove(&name)),
        Value::Array(items) => drop(items.remove(name.parse().unwrap())),
        _ => {}
    }
}

fn collect(value: &Value, path: String, paths: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                collect(inner, format!("{path}/{name}"), paths);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                collect(inner, format!("{path}/{index}"), paths);
            }
        }
        _ => {}
    }
    if !path.is_empty() {
        paths.push(path);
    }
}

/// One record that cannot be read must not take the others with it.
#[test]
fn one_bad_record_leaves_the_others() {
    for stage in stages() {
        let (platform, walk) = (stage.platform(), stage.walk());
        stage.run(|step, canned| {
            let Ok(mut document) = serde_json::from_slice::<Value>(&stage.body(canned)) else {
                return;
            };
            let before = answered(
                platform,
                &walk,
                step,
                canned,
                &serde_json::to_vec(&document).unwrap(),
            );
            let list = match &mut document {
                Value::Array(list) => list,
                Value::Object(fields) => {
                    match fields.get_mut("records").and_then(Value::as_array_mut) {
                        Some(list) => list,
                        None => return,
                    }
                }
                _ => return,
            };
            let Some(mut broken) = list.first().cloned() else {
                return;
            };
            for name in ["created_at", "value", "date_gmt"] {
                broken.as_object_mut().unwrap().remove(name);
            }
            list.push(broken);
            let after = answered(
                platform,
                &walk,
                step,
                canned,
                &serde_json::to_vec(&document).unwrap(),
            );
            let (before, after) = (before.unwrap(), after.unwrap());
            assert_eq!(before.posts, after.posts);
            assert_eq!(before.problems.len() + 1, after.problems.len());
        });
    }
}

/// A place kept by an older version, or damaged on the disk, must be said and not be trusted.
#[test]
fn a_place_that_is_not_understood_is_a_problem() {
    for name in [
        "bluesky",
        "mastodon",
        "wordpress",
        "flickr",
        "tumblr",
        "mediawiki",
        "canada",
        "gccollab",
    ] {
        let account = Account::new(name, "quai@social.example");
        let services = Services::default();
        let window = Interval {
            from: Timestamp::MIN,
            to: Timestamp::MAX,
        };
        let walk = Walk {
            account: &account,
            window,
            services: &services,
            credential: false,
        };
        let platform = platforms::find(name).unwrap();
        assert!(platform.request(&walk, &Step("{".into())).is_err());
    }
}

/// A handle that cannot be an address is a mistake in a file, to be named as such.
#[test]
fn a_wrong_address_is_said_before_anything_is_asked() {
    let services = Services::default();
    let window = Interval {
        from: Timestamp::MIN,
        to: Timestamp::MAX,
    };
    for (platform, handle, server) in [
        ("mastodon", "quai", None),
        ("mastodon", "quai", Some("ftp://social.example")),
        ("feed", "file:///etc/passwd", None),
        ("feed", "", None),
        ("bluesky", "quai.example", Some("not an address")),
        ("wordpress", "ftp://quai.example", None),
        // Without a key only the number will do.
        ("flickr", "quai", None),
        ("tumblr", "quai/posts", None),
        ("mediawiki", "ftp://quai.example", None),
        ("canada", "quai", None),
        ("gccollab", "ftp://quai.example", None),
        ("medium", "ftp://quai.example", None),
    ] {
        let account = Account {
            server: server.map(str::to_owned),
            ..Account::new(platform, handle)
        };
        let walk = Walk {
            account: &account,
            window,
            services: &services,
            credential: false,
        };
        let platform = platforms::find(platform).unwrap();
        assert!(
            platform.request(&walk, &platform.start(&walk)).is_err(),
            "{handle} {server:?}"
        );
    }
}

/// How a server of the Mastodon kind understands what it is asked.
#[derive(Debug, Clone)]
struct Server {
    ids: Vec<u64>,
    knows_min: bool,
    knows_max: bool,
    knows_limit: bool,
}

impl Server {
    fn answer(&self, url: &str) -> Vec<Value> {
        let query: BTreeMap<String, String> = url::Url::parse(url)
            .unwrap()
            .query_pairs()
            .into_owned()
            .collect();
        let bound = |known: bool, name: &str| {
            query
                .get(name)
                .filter(|_| known)
                .map(|id| id.parse::<u64>().unwrap())
        };
        let (min, max) = (
            bound(self.knows_min, "min_id"),
            bound(self.knows_max, "max_id"),
        );
        let mut ids: Vec<u64> = self.ids.clone();
        ids.retain(|id| min.is_none_or(|min| *id > min) && max.is_none_or(|max| *id < max));
        ids.sort_unstable();
        let limit = if self.knows_limit { 40 } else { usize::MAX };
        // After `min_id` the nearest come, else the newest; always the newest first.
        let skip = if min.is_some() {
            0
        } else {
            ids.len().saturating_sub(limit)
        };
        let page = ids.into_iter().skip(skip).take(limit);
        let status = |id: u64| {
            let at = Timestamp::from_millisecond(i64::try_from(id >> 16).unwrap()).unwrap();
            json!({ "id": id.to_string(), "created_at": at.to_string(), "content": "" })
        };
        page.map(status).rev().collect()
    }
}

/// A walk that never ends blocks all other accounts; one that ends too early takes a gap for silence.
fn walk_ends_with_everything(server: &Server, from: u64) {
    let account = Account::new("mastodon", "quai@social.example");
    let services = Services::default();
    let at = |second: u64| Timestamp::from_second(i64::try_from(second).unwrap()).unwrap();
    let walk = Walk {
        account: &account,
        window: Interval {
            from: at(from),
            to: Timestamp::MAX,
        },
        services: &services,
        credential: false,
    };
    let platform = platforms::find("mastodon").unwrap();
    let (mut next, mut read, mut back) = (Some(platform.start(&walk)), BTreeSet::new(), None);
    let mut steps = 0;
    while let Some(step) = next {
        steps += 1;
        assert!(steps < server.ids.len() / 10 + 10, "no end: {server:?}");
        let url = platform.request(&walk, &step).unwrap().url;
        let body = if url.contains("lookup") {
            json!({"id": "7"})
        } else {
            server.answer(&url).into()
        };
        let body = serde_json::to_vec(&body).unwrap();
        let answer = Answer {
            status: 200,
            url: &url,
            headers: &[],
            body: &body,
            fetched_at: Timestamp::UNIX_EPOCH,
        };
        let page = platform.parse(&walk, &step, &answer).unwrap();
        read.extend(page.posts.iter().map(|post| post.id.clone()));
        back = back.or(page.reaches_back_to);
        next = page.next;
    }
    let start = back.unwrap_or(at(from));
    let missed = server.ids.iter().find(|id| {
        Timestamp::from_millisecond(i64::try_from(**id >> 16).unwrap()).unwrap() >= start
            && !read.contains(&id.to_string())
    });
    assert_eq!(missed, None, "{server:?}");
}

/// Every step of every platform with a body.
fn feed_everything(body: &[u8]) {
    for stage in stages()
        .iter()
        .filter(|stage| stage.case.answers.len() > 3 || stage.folder.ends_with("rss"))
    {
        let (platform, walk) = (stage.platform(), stage.walk());
        stage.run(|step, canned| drop(understood(platform, &walk, step, canned, body)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Servers differ in what they know of paging: whatever they know, a walk ends and misses nothing.
    #[test]
    fn every_walk_ends_and_misses_nothing(
        seconds in proptest::collection::btree_set(1_000_000_u64..1_000_400, 0..130),
        from in 999_990_u64..1_000_410, knows_min: bool, knows_max: bool, knows_limit: bool,
    ) {
        let ids = seconds.into_iter().map(|second| (second * 1000) << 16).collect();
        walk_ends_with_everything(&Server { ids, knows_min, knows_max, knows_limit }, from);
    }

    /// Whatever a server sends, the run goes on.
    #[test]
    fn arbitrary_bytes_never_panic(body in proptest::collection::vec(any::<u8>(), 0..400)) {
        feed_everything(&body);
    }

    /// The same for what looks like a feed or a post.
    #[test]
    fn arbitrary_markup_never_panics(parts in proptest::collection::vec(prop_oneof![
        Just("<rss version=\"2.0\"><channel>"), Just("<item>"), Just("</item>"), Just("<pubDate>"), Just("mar., 03 mars 2026 8 h 30"),
        Just("</pubDate>"), Just("<description>"), Just("&lt;p class=\"quote-inline\"&gt;"), Just("&eacute;&#xD800;&#0;&amp;"), Just("<![CDATA["), Just("]]>"),
        Just("<a href='"), Just("<img src=x alt=\"é"), Just("\" >"), Just("<!--"), Just("<feed><entry>"), Just("2026-02-30T25:61:61+99:99"), Just("é«\u{a0}»")], 0..24)) {
        let markup = parts.concat();
        feed_everything(markup.as_bytes());
        let status = json!([{ "id": "1", "created_at": "2025-03-05T00:00:00Z", "content": markup }]);
        feed_everything(&serde_json::to_vec(&status).unwrap());
    }

    /// Some clients count the positions of links in other units than bytes.
    #[test]
    fn facets_in_wrong_places_never_panic(text in "\\PC{0,40}", start in any::<i64>(), end in any::<i64>()) {
        let record = json!({ "records": [{ "uri": "at://did:plc:quay/app.bsky.feed.post/k", "value": {
            "createdAt": "2025-03-05T00:00:00Z", "text": text,
            "facets": [{ "index": { "byteStart": start, "byteEnd": end }, "features": [{ "$type": "app.bsky.richtext.facet#link", "uri": "https://quai.example/" }] }] } }] });
        feed_everything(&serde_json::to_vec(&record).unwrap());
    }
}
