//! An item of a feed before it becomes a post, whatever the feed's format.

use super::feed_date::{Dated, date};
use super::html::Plain;
use crate::model::{Bilingual, Content, Language, Media, MediaKind, Origin, Post};
use crate::text::hex;
use sha2::{Digest, Sha256};
use url::Url;

/// A feed as read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Its items in order.
    pub(super) items: Vec<Item>,
    /// Its language, for items that name none.
    pub(super) language: Option<String>,
    /// How many items have dates that could not be joined with their texts.
    pub(super) unjoined: bool,
}

/// One item.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// `guid` or `id`, as written.
    pub(super) guid: Option<String>,
    /// Its page.
    pub(super) link: Option<String>,
    /// Other pages that it points to by itself.
    pub(super) links: Vec<String>,
    /// Plain text.
    pub(super) title: String,
    /// Short text.
    pub(super) summary: Option<Plain>,
    /// Full text.
    pub(super) content: Option<Plain>,
    /// First date, as written.
    pub(super) published: Option<String>,
    /// Last date, as written.
    pub(super) updated: Option<String>,
    /// Its own language.
    pub(super) language: Option<String>,
    /// Attachments that the format declares.
    pub(super) media: Vec<Media>,
    /// The title in both languages, where one item holds both.
    pub(super) title_both: Option<Bilingual<String>>,
    /// The text in both languages, where one item holds both.
    pub(super) body_both: Option<Bilingual<Plain>>,
}

impl Item {
    /// When it was published, with the time of its last change: a feed that knows one date only tells that.
    pub(super) fn dates(&self) -> (Option<Dated>, Option<Dated>) {
        let published = self.published.as_deref().and_then(date);
        // YouTube's changes with every count of views.
        let counts = self
            .guid
            .as_deref()
            .is_some_and(|id| id.starts_with("yt:video:"));
        let updated = self.updated.as_deref().filter(|_| !counts).and_then(date);
        match published {
            Some(first) => (
                published,
                updated.filter(|last| last.instant > first.instant),
            ),
            None => (updated, None),
        }
    }

    /// The post; `feed` is the address of the feed, `dated` when it was published.
    pub(super) fn post(
        self,
        feed: &str,
        dated: Dated,
        edited: Option<Dated>,
        language: Option<&str>,
    ) -> Post {
        let id = self.id(feed, dated);
        let (text, complete) = self.text();
        // Its own page first, then what its text links to.
        let mut links: Vec<String> = self.link.iter().cloned().collect();
        let mut bodies: Vec<&Plain> = [&self.summary, &self.content]
            .into_iter()
            .flatten()
            .collect();
        if let Some(both) = &self.body_both {
            bodies.extend([&both.english, &both.french]);
        }
        let linked = bodies.into_iter().flat_map(|body| &body.links);
        for link in self.links.iter().chain(linked) {
            if !links.contains(link) {
                links.push(link.clone());
            }
        }
        let own_language = match (&self.title_both, &self.body_both) {
            (None, None) => self.language.or_else(|| language.map(str::to_owned)),
            // That of the whole feed says nothing of an item with two.
            _ => None,
        };
        let both = self.body_both.map(|both| [both.english, both.french]);
        let mut media = self.media;
        for image in self
            .content
            .into_iter()
            .chain(self.summary)
            .chain(both.into_iter().flatten())
            .flat_map(|body| body.images)
        {
            add_media(
                &mut media,
                Media {
                    url: Some(image.url),
                    alt: Some(image.alt),
                    width: image.width,
                    height: image.height,
                    ..Media::new(MediaKind::Image)
                },
            );
        }
        Post {
            platform: "feed".into(),
            account: feed.to_owned(),
            id,
            url: self.link,
            published_at: dated.instant,
            precision: dated.precision,
            origin: Origin::Own,
            content: Content { text, links, media },
            complete,
            counterparts: Vec::new(),
            redacted: None,
            language_hint: own_language,
            edited_at: edited.map(|edited| edited.instant),
            deleted_at: None,
        }
    }

    /// Title and text. A summary that says that it is cut gives way to the full text where there is one.
    fn text(&self) -> (String, bool) {
        if self.title_both.is_some() || self.body_both.is_some() {
            return self.both();
        }
        let summary = self.summary.as_ref().map_or("", |body| body.text.as_str());
        let content = self.content.as_ref().map_or("", |body| body.text.as_str());
        let body = if summary.is_empty() || (is_cut(summary) && !content.is_empty()) {
            content
        } else {
            summary
        };
        let text = joined(&self.title, body);
        (text, !is_cut(body))
    }

    /// The English text, then the French one; what is not told apart stands before or after them.
    fn both(&self) -> (String, bool) {
        let title = |language| {
            self.title_both
                .as_ref()
                .map_or("", |both| both.get(language).as_str())
        };
        let body = |language| {
            self.body_both
                .as_ref()
                .map_or("", |both| both.get(language).text.as_str())
        };
        let side = |language| joined(title(language), body(language));
        let common = match (&self.title_both, &self.body_both) {
            (None, _) => [self.title.trim(), ""],
            (_, None) => [
                "",
                self.summary
                    .as_ref()
                    .or(self.content.as_ref())
                    .map_or("", |it| it.text.as_str()),
            ],
            _ => ["", ""],
        };
        let [before, after] = common;
        let parts = [
            before.to_owned(),
            side(Language::English),
            side(Language::French),
            after.to_owned(),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let cut = [Language::English, Language::French]
            .into_iter()
            .any(|language| is_cut(body(language)));
        (parts.join("\n\n"), !cut)
    }

    /// What stays the same at every reading. Two feeds may both number their items from 1, so a guid that
    /// means nothing by itself is kept apart by the feed's address.
    fn id(&self, feed: &str, dated: Dated) -> String {
        if let Some(guid) = self
            .guid
            .as_deref()
            .map(str::trim)
            .filter(|guid| !guid.is_empty())
        {
            return if guid.contains([':', '@']) {
                guid.to_owned()
            } else {
                format!("{feed}#{guid}")
            };
        }
        if let Some(link) = &self.link {
            return canonical(link);
        }
        let digest = Sha256::digest(format!("{}\n{}", self.title, dated.instant));
        let short = hex(&digest[..8]);
        format!("{feed}#{short}")
    }
}

/// A title and what stands below it. Short posts have no title of their own: the software makes one of their first
/// words, and nobody reads them twice.
pub(super) fn joined(title: &str, body: &str) -> String {
    let title: Vec<&str> = title.split_ascii_whitespace().collect();
    let title = title.join(" ");
    let stem = title.trim_end_matches(['.', '…', ' ']);
    if body.is_empty() {
        title
    } else if body.starts_with(stem) {
        body.to_owned()
    } else {
        format!("{title}\n{body}")
    }
}

/// Does the text itself say that it goes on elsewhere? An author's own "…" does not say so.
pub(super) fn is_cut(text: &str) -> bool {
    let end = text.trim_end().to_lowercase();
    [
        "[…]",
        "[...]",
        "[…",
        "read more",
        "continue reading",
        "lire la suite",
        "en savoir plus…",
    ]
    .iter()
    .any(|mark| {
        end.trim_end_matches([' ', '→', '»', '\u{a0}'])
            .ends_with(mark)
    })
}

/// The address without what only counts readers.
pub(super) fn canonical(link: &str) -> String {
    let Ok(mut url) = Url::parse(link) else {
        return link.to_owned();
    };
    let counts = |name: &str, value: &str| {
        name.starts_with("utm_")
            || matches!(
                name,
                "fbclid" | "gclid" | "mc_cid" | "mc_eid" | "ns_campaign"
            )
            || (name == "source" && value.starts_with("rss"))
    };
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, value)| !counts(name, value))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if url.query().is_some() && kept.len() != url.query_pairs().count() {
        if kept.is_empty() {
            url.set_query(None);
        } else {
            url.query_pairs_mut().clear().extend_pairs(kept);
        }
    }
    url.into()
}

/// Adds an attachment, or what is new about one that is already there.
pub(super) fn add_media(list: &mut Vec<Media>, new: Media) {
    match list.iter_mut().find(|known| known.url == new.url) {
        Some(known) => {
            known.alt = known.alt.take().or(new.alt);
            known.width = known.width.or(new.width);
            known.height = known.height.or(new.height);
            known.duration_ms = known.duration_ms.or(new.duration_ms);
        }
        None => list.push(new),
    }
}

/// The kind of an attachment by its type, else by the end of its address.
pub(super) fn kind(mime: Option<&str>, url: &str) -> MediaKind {
    let end = url
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .rsplit('.')
        .next();
    let group = mime
        .and_then(|mime| mime.split('/').next())
        .unwrap_or_default();
    match (group, end.map(str::to_ascii_lowercase).as_deref()) {
        ("image", _) | (_, Some("jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg")) => {
            MediaKind::Image
        }
        ("video", _) | (_, Some("mp4" | "m4v" | "mov" | "webm")) => MediaKind::Video,
        // What YouTube still calls its films.
        _ if mime == Some("application/x-shockwave-flash") => MediaKind::Video,
        ("audio", _) | (_, Some("mp3" | "m4a" | "ogg" | "opus" | "wav")) => MediaKind::Audio,
        _ => MediaKind::Other,
    }
}
