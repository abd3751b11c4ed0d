//! The archive that X gives to the owner of an account: a zip or folder of `data/*.js`.

use super::collector::{Collector, Note};
use super::node::Node;
use super::x_items;
use super::x_manifest::{self, Manifest, Role};
use super::x_post::{self, Context, LongText};
use super::{Export, File, Import, Options, Sink};
use crate::model::Bilingual;
use jiff::Timestamp;
use std::collections::HashMap;

/// X archive.
pub(super) struct XArchive;

impl Export for XArchive {
    fn name(&self) -> Bilingual<&'static str> {
        Bilingual::new("X archive", "archive X")
    }

    fn recognises(&self, files: &[File]) -> bool {
        files.iter().any(x_manifest::recognises)
    }

    fn read(&self, label: &str, files: &[File], options: &Options, sink: Sink<'_>) -> Import {
        let mut collector = Collector::new(self.name(), sink);
        let mut manifest = x_manifest::open(label, files, &mut collector);
        let Some(owner) = x_manifest::owner(label, &manifest, options, &mut collector) else {
            return collector.finish();
        };
        let long_texts = long_texts(label, &manifest, &mut collector);
        let removals = removals(label, &manifest, &mut collector);
        let context = Context {
            owner: &owner,
            long_texts: &long_texts,
        };
        manifest.whole &= posts(label, &manifest, &context, &removals, &mut collector);
        let covered = x_manifest::covered(&manifest, &owner);
        let mut import = collector.finish();
        import.covered = covered;
        import
    }
}

/// Full texts of long posts, in order of time.
fn long_texts(label: &str, manifest: &Manifest<'_>, collector: &mut Collector) -> Vec<LongText> {
    let mut texts = Vec::new();
    for listed in manifest
        .files
        .iter()
        .filter(|it| it.role == Role::LongPosts)
    {
        x_items::items(label, listed, collector, |_, item, _| {
            texts.extend(x_post::long_text(item));
        });
    }
    x_post::sort(texts)
}

/// When each removed post was removed, where the archive tells it apart from the posts.
fn removals(
    label: &str,
    manifest: &Manifest<'_>,
    collector: &mut Collector,
) -> HashMap<String, Timestamp> {
    let mut times = HashMap::new();
    for listed in manifest
        .files
        .iter()
        .filter(|it| it.role == Role::DeletedHeaders)
    {
        x_items::items(label, listed, collector, |_, item, _| {
            let tweet = item.get("tweet");
            let time = tweet.get("deleted_at").text().and_then(x_post::moment);
            if let Some((id, time)) = tweet.get("tweet_id").id().zip(time) {
                times.insert(id.into_owned(), time);
            }
        });
    }
    times
}

/// All posts, removed ones included; false when some are known to be missing.
fn posts(
    label: &str,
    manifest: &Manifest<'_>,
    context: &Context<'_>,
    removals: &HashMap<String, Timestamp>,
    collector: &mut Collector,
) -> bool {
    let mut whole = true;
    for listed in &manifest.files {
        if !matches!(listed.role, Role::Posts | Role::Deleted) {
            continue;
        }
        collector.file(&super::place(label, listed.file), '#');
        whole &= x_items::items(label, listed, collector, |number, item, collector| {
            let tweet = match item.get("tweet") {
                Node::Null => item,
                tweet => tweet,
            };
            match x_post::build(tweet, number, context, collector) {
                Ok(mut post) => {
                    if listed.role == Role::Deleted {
                        let told = tweet.get("deleted_at").text().and_then(x_post::moment);
                        post.deleted_at = told.or_else(|| removals.get(&post.id).copied());
                        if post.deleted_at.is_none() {
                            collector.note(Note::RemovalTimeUnknown, number);
                            post.deleted_at = manifest.generated.or(Some(post.published_at));
                        }
                    }
                    collector.take(number, post, None);
                }
                Err(why) => collector.reject(number, why),
            }
        });
    }
    whole
}
