//! RSS and Atom: the feed library reads the texts, a pass of our own over the same bytes what it drops.
//!
//! The library returns no date at all for one without a zone or with French names, makes an id where there is
//! none, and gives up without saying where. The pass keeps dates as written, the language and the length of
//! each item, and the line of the first fault. The two are joined item by item, in order.

use super::feed_bilingual;
use super::feed_date::length;
use super::feed_item::{Item, Read, add_media, kind};
use super::html::{self, Plain};
use crate::model::{Media, MediaKind};
use feed_rs::model::{Entry, Feed, FeedType, Link, Text};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::panic::{AssertUnwindSafe, catch_unwind};
use url::Url;

/// Where a document breaks off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Line, from 1; 0 when unknown.
    pub(super) line: usize,
    /// What the parser says.
    pub(super) text: String,
}

/// What the library drops of an item.
#[derive(Debug, Default)]
struct Extra {
    published: Option<String>,
    updated: Option<String>,
    language: Option<String>,
    duration: Option<String>,
    /// Languages of transcripts.
    transcripts: Vec<String>,
    /// Type and address of other forms of the episode.
    alternates: Vec<(Option<String>, String)>,
}

/// What the library makes of a document. It panics on some (a declaration of an encoding that stands late, a time of
/// an offset beyond all bounds: found by fuzzing, kept in `tests/fuzz/kept`); that ends this document, not the run.
pub(super) fn parsed(text: &str, base: Option<&Url>) -> Result<Feed, String> {
    let text = text.replace("<?xml", "<?yml");
    let parser = feed_rs::parser::Builder::new()
        .base_uri(base.map(Url::as_str))
        // No id stays no id: a made one changes with the title, or at every reading.
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(|_| None)
        .build();
    match catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes()))) {
        Ok(parsed) => parsed.map_err(|error| error.to_string()),
        Err(_) => Err("damaged".to_owned()),
    }
}

/// Reads a document that was decoded and stripped of its declaration.
pub(super) fn read(text: &str, base: Option<&Url>) -> Result<Read, Fault> {
    let (extras, language, fault) = Pass::over(text);
    let parsed = parsed(text, base);
    let feed = match (parsed, fault) {
        (Ok(feed), _) => feed,
        (Err(_), Some(fault)) => return Err(fault),
        (Err(error), None) => {
            return Err(Fault {
                line: 0,
                text: error,
            });
        }
    };
    let unjoined = feed.entries.len() != extras.len();
    let mut extras = extras.into_iter();
    let atom = feed.feed_type == FeedType::Atom;
    let items = feed.entries.into_iter();
    Ok(Read {
        items: items
            .map(|entry| item(entry, extras.next().unwrap_or_default(), atom, base))
            .collect(),
        language: feed.language.or(language),
        unjoined,
    })
}

fn item(entry: Entry, extra: Extra, atom: bool, base: Option<&Url>) -> Item {
    let link = entry
        .links
        .iter()
        .find(|link| is_page(link))
        .map(|link| link.href.trim().to_owned());
    let length = extra.duration.as_deref().and_then(length);
    let mut media = media(&entry, length);
    let body_both = [
        entry.summary.as_ref().map(|text| text.content.as_str()),
        entry
            .content
            .as_ref()
            .and_then(|content| content.body.as_deref()),
    ]
    .into_iter()
    .flatten()
    .find_map(feed_bilingual::split)
    .map(|both| both.map(|text| html::plain(&text, base)));
    let title_both = entry
        .title
        .as_ref()
        .and_then(|title| feed_bilingual::split(&title.content))
        .map(|both| both.map(|text| html::plain(&text, None).text));
    spoken(&mut media, &extra);
    let body = |html: bool, text: &str| {
        if html {
            html::plain(text, base)
        } else {
            Plain {
                text: text.trim().to_owned(),
                ..Plain::default()
            }
        }
    };
    Item {
        guid: Some(entry.id).filter(|id| !id.is_empty()),
        title: entry
            .title
            .as_ref()
            .map(|title| title_text(title, atom))
            .unwrap_or_default(),
        summary: entry
            .summary
            .as_ref()
            .filter(|_| body_both.is_none())
            .map(|text| body(!atom || is_html(text.content_type.as_str()), &text.content))
            .or_else(|| {
                let described = entry
                    .media
                    .iter()
                    .find_map(|media| media.description.as_ref())?;
                Some(body(
                    is_html(described.content_type.as_str()),
                    &described.content,
                ))
            }),
        content: entry
            .content
            .as_ref()
            .filter(|_| body_both.is_none())
            .and_then(|content| {
                let text = content.body.as_deref()?;
                Some(body(is_html(content.content_type.as_str()), text))
            }),
        link,
        links: Vec::new(),
        published: extra.published,
        updated: extra.updated,
        language: extra.language.or(entry.language),
        media,
        title_both,
        body_both,
    }
}

/// What a podcast says of an episode beside the sound: transcripts, by language, and the same in another form or
/// language.
fn spoken(media: &mut Vec<Media>, extra: &Extra) {
    for (mime, url) in &extra.alternates {
        let kind = kind(mime.as_deref(), url);
        add_media(
            media,
            Media {
                url: Some(url.clone()),
                ..Media::new(kind)
            },
        );
    }
    let sound = media
        .iter_mut()
        .find(|media| matches!(media.kind, MediaKind::Audio | MediaKind::Video));
    if let Some(sound) = sound
        && !extra.transcripts.is_empty()
    {
        sound.captions = Some(extra.transcripts.clone());
    }
}

fn is_html(kind: &str) -> bool {
    kind.contains("html")
}

fn is_page(link: &Link) -> bool {
    link.target.is_none()
        && matches!(link.rel.as_deref(), None | Some("alternate"))
        && !link.href.trim().is_empty()
}

/// Titles of RSS are often encoded twice; those of Atom say what they are.
fn title_text(title: &Text, atom: bool) -> String {
    if is_html(title.content_type.as_str()) {
        html::plain(&title.content, None).text
    } else if atom {
        title.content.trim().to_owned()
    } else {
        html::decode(title.content.trim()).into_owned()
    }
}

fn media(entry: &Entry, length: Option<u64>) -> Vec<Media> {
    let mut list = Vec::new();
    let lasting =
        |kind: MediaKind| length.filter(|_| matches!(kind, MediaKind::Audio | MediaKind::Video));
    for object in &entry.media {
        for content in &object.content {
            let Some(url) = content.url.as_ref().map(Url::as_str) else {
                continue;
            };
            let mime = content.content_type.as_ref().map(ToString::to_string);
            let kind = kind(mime.as_deref(), url);
            let stated = content.duration.or(object.duration);
            add_media(
                &mut list,
                Media {
                    url: Some(url.to_owned()),
                    width: content.width,
                    height: content.height,
                    duration_ms: stated
                        .and_then(|stated| u64::try_from(stated.as_millis()).ok())
                        .or(lasting(kind)),
                    ..Media::new(kind)
                },
            );
        }
        // A preview is all there is of a film that plays elsewhere.
        if let Some(preview) = object
            .thumbnails
            .first()
            .filter(|_| object.content.is_empty())
        {
            add_media(
                &mut list,
                Media {
                    url: Some(preview.image.uri.clone()),
                    ..Media::new(MediaKind::Image)
                },
            );
        }
    }
    for link in entry
        .links
        .iter()
        .filter(|link| link.rel.as_deref() == Some("enclosure"))
    {
        let kind = kind(link.media_type.as_deref(), &link.href);
        add_media(
            &mut list,
            Media {
                url: Some(link.href.clone()),
                duration_ms: lasting(kind),
                ..Media::new(kind)
            },
        );
    }
    list
}

/// Our own pass.
#[derive(Default)]
struct Pass {
    extras: Vec<Extra>,
    language: Option<String>,
    /// Open elements: name and where they begin.
    open: Vec<(String, usize)>,
    /// How many were open when the current item began.
    item: Option<usize>,
    text: String,
    /// Type of the other form of an episode that is open.
    form: Option<String>,
}

impl Pass {
    fn over(text: &str) -> (Vec<Extra>, Option<String>, Option<Fault>) {
        let mut pass = Self::default();
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().trim_markup_names_in_closing_tags = true;
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            match reader.read_event() {
                Ok(Event::Start(tag)) => pass.start(&tag, at),
                Ok(Event::End(_)) => pass.end(),
                Ok(Event::Text(part)) => pass.text.push_str(&part),
                Ok(Event::CData(part)) => pass.text.push_str(&part),
                Ok(Event::GeneralRef(reference)) => {
                    pass.text
                        .push_str(&html::decode(&format!("&{};", &*reference)));
                }
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => {
                    let fault = pass.fault(text, at, &error.to_string());
                    return (pass.extras, pass.language, Some(fault));
                }
            }
        }
        let fault = (!pass.open.is_empty())
            .then(|| pass.fault(text, text.len(), "the document ends too early"));
        (pass.extras, pass.language, fault)
    }

    fn start(&mut self, tag: &BytesStart, at: usize) {
        let name = tag.name().as_ref().to_owned();
        self.text.clear();
        if self.item.is_none() && matches!(local(&name), "item" | "entry") {
            self.item = Some(self.open.len());
            self.extras.push(Extra {
                language: tag
                    .try_get_attribute("xml:lang")
                    .ok()
                    .flatten()
                    .map(|language| language.value.to_string()),
                ..Extra::default()
            });
        }
        if self.item.is_some() && name.contains(':') {
            self.attachment(&name, tag);
        }
        self.open.push((name, at));
    }

    /// Transcripts and other forms of an episode, which say everything in attributes.
    fn attachment(&mut self, name: &str, tag: &BytesStart) {
        let value = |name: &str| {
            let found = tag.try_get_attribute(name).ok().flatten();
            found.map(|it| html::decode(&it.value).into_owned())
        };
        let own = self.extras.last().and_then(|extra| extra.language.clone());
        let own = own.or_else(|| self.language.clone());
        let Some(extra) = self.extras.last_mut() else {
            return;
        };
        match local(name) {
            "transcript" => {
                // Without a language it is in that of the feed.
                if let Some(language) = value("language").or(own)
                    && !extra.transcripts.contains(&language)
                {
                    extra.transcripts.push(language);
                }
            }
            "alternateEnclosure" => self.form = value("type"),
            "source" => {
                if let Some(url) = value("uri").filter(|url| url.starts_with("http")) {
                    extra.alternates.push((self.form.clone(), url));
                }
            }
            _ => {}
        }
    }

    fn end(&mut self) {
        let Some((name, _)) = self.open.pop() else {
            return;
        };
        let text = std::mem::take(&mut self.text).trim().to_owned();
        let depth = self.open.len();
        if self.item == Some(depth) {
            self.item = None;
        } else if text.is_empty() {
        } else if self.item.is_some_and(|item| depth == item + 1) {
            self.field(&name, text);
        } else if self.item.is_none() && depth <= 2 && local(&name) == "language" {
            self.language.get_or_insert(text);
        }
    }

    fn field(&mut self, name: &str, text: String) {
        let Some(extra) = self.extras.last_mut() else {
            return;
        };
        let field = match local(name) {
            "pubDate" | "published" | "issued" | "created" | "date" => &mut extra.published,
            "updated" | "modified" => &mut extra.updated,
            "language" => &mut extra.language,
            "duration" => &mut extra.duration,
            _ => return,
        };
        field.get_or_insert(text);
    }

    /// The line where the innermost open element begins says more than the line where the parser gave up.
    fn fault(&self, text: &str, at: usize, said: &str) -> Fault {
        let line = |at: usize| {
            text.as_bytes()
                .iter()
                .take(at)
                .filter(|byte| **byte == b'\n')
                .count()
                + 1
        };
        match self.open.last() {
            Some((name, begin)) => Fault {
                line: line(*begin),
                text: format!("<{name}>: {said}"),
            },
            None => Fault {
                line: line(at),
                text: said.to_owned(),
            },
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
