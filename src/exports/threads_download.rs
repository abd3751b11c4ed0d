//! The posts on Threads, inside the download of Instagram: `threads_and_replies.json`.
//!
//! A reply does not say whom it answers, so that the parts of a thread cannot be told from answers to others. What a
//! repost or a quote refers to is not in the download. How ids are made: see `meta.rs`.

use super::collector::Collector;
use super::{Export, File, Import, Options, Sink, instagram_download, json_list, meta};
use crate::model::Bilingual;

/// Threads download.
pub(super) struct ThreadsDownload;

const PLATFORM: &str = "threads";

fn is_posts(path: &str, end: &str) -> bool {
    meta::stem(path, end).is_some_and(|stem| stem == "threads_and_replies")
}

/// Is this the path of a file that posts on Threads are read from?
pub(super) fn is_part(path: &str) -> bool {
    is_posts(path, ".json") || is_posts(path, ".html")
}

impl Export for ThreadsDownload {
    fn name(&self) -> Bilingual<&'static str> {
        Bilingual::new("Threads download", "téléchargement Threads")
    }

    /// With posts on Instagram beside it, both are read together.
    fn recognises(&self, files: &[File]) -> bool {
        files.iter().any(|file| is_part(&file.name))
            && !files.iter().any(instagram_download::recognises)
    }

    fn uses(&self, file: &File, _options: &Options) -> bool {
        is_part(&file.name) || instagram_download::is_profile(&file.name)
    }

    fn read(&self, label: &str, files: &[File], options: &Options, sink: Sink<'_>) -> Import {
        let mut collector = Collector::new(self.name(), sink);
        let profile = instagram_download::profile(files, PLATFORM);
        let named = profile.as_ref().map(|it| it.account.as_str());
        let file = instagram_download::PROFILE;
        let Some(owner) = meta::owner(label, named, file, options, &mut collector) else {
            return collector.finish();
        };
        posts(label, files, &owner, &mut collector);
        let mut import = collector.finish();
        super::remark_if_empty(label, &mut import);
        import
    }
}

/// Reads the posts on Threads.
pub(super) fn posts(label: &str, files: &[File], owner: &str, collector: &mut Collector) {
    let mut found = false;
    for file in files.iter().filter(|it| is_posts(&it.name, ".json")) {
        found = true;
        let keys = ["text_post_app_text_posts"];
        json_list::items(label, file, &keys, collector, |number, item, collector| {
            let read = meta::entry(item, number, PLATFORM, owner, collector);
            meta::take(number, read, collector);
        });
    }
    if !found {
        for file in files.iter().filter(|it| is_posts(&it.name, ".html")) {
            collector.reject_whole(meta::in_html(label, file));
        }
    }
}
