//! Feeds: RSS, RDF, Atom and JSON Feed, by the address of the feed.
//!
//! A feed holds its newest items only: how far back it reaches is said with every reading, and a feed without
//! items reaches nowhere, because an address that went wrong looks just like it.

use super::answer::{self, challenge, instead_of_data, page_refusal, place, refuse};
use super::bluesky_record::from_the_future;
use super::feed_item::Read;
use super::{Answer, Page, Platform, Refusal, Request, Step, Walk, feed_json, feed_xml};
use crate::model::{Account, Bilingual, CoverageState, Post, Problem};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use jiff::Timestamp;
use url::Url;

/// Feed.
pub(super) struct Feed;

/// What a reader of feeds takes.
pub(super) const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.9, */*;q=0.5";

impl Platform for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "address of an RSS, Atom or JSON feed (blogs, news, podcasts); open to all",
            "adresse d’un fil RSS, Atom ou JSON (blogues, nouvelles, balados); ouvert à tous",
        )
    }

    fn start(&self, _walk: &Walk) -> Step {
        Step("feed".into())
    }

    fn request(&self, walk: &Walk, _step: &Step) -> Result<Request, Problem> {
        // The address as it is written; the query may matter and must not be sorted or encoded anew.
        let url = answer::address(walk, walk.account.handle.trim(), "", &[])?;
        Ok(Request::new(url, ACCEPT))
    }

    fn parse(&self, walk: &Walk, _step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        page(walk, answer)
    }

    fn refusal(&self, walk: &Walk, _step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        challenge(walk, answer)
    }
}

/// What a feed says, whoever asked for it: its posts, and how far back it reaches.
pub(super) fn page(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    if let Some(instead) = instead_of_data(answer) {
        return Err(page_refusal(walk, instead));
    }
    let base = Url::parse(answer.url).ok();
    let (text, damaged) = decode(answer);
    let read = read(walk, &text, base.as_ref())?;
    let mut page = posts(walk, answer, read);
    if damaged {
        page.problems.push(Problem::new(
            place(walk),
            "some characters of the feed could not be read; ask its administrators to state the right character set",
            "certains caractères du fil n’ont pu être lus; demandez à ses responsables d’indiquer le bon jeu de caractères",
        ));
    }
    Ok(page)
}

/// The text of the feed. Bytes that are UTF-8 are UTF-8, whatever a server says by default; else the header,
/// the declaration and, last, Windows-1252 decide. A byte order mark comes before all.
fn decode(answer: &Answer) -> (String, bool) {
    if let Ok(text) = std::str::from_utf8(answer.body) {
        return (text.trim_start_matches('\u{feff}').to_owned(), false);
    }
    let header = answer
        .header("content-type")
        .and_then(|kind| kind.split_once("charset=").map(|(_, name)| name.to_owned()));
    let head = String::from_utf8_lossy(&answer.body[..answer.body.len().min(256)]).into_owned();
    let declared = head
        .split_once("encoding=")
        .and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next().map(str::to_owned));
    let encoding = [header, declared]
        .into_iter()
        .flatten()
        .filter_map(|name| {
            Encoding::for_label(name.split(';').next()?.trim().trim_matches('"').as_bytes())
        })
        .find(|encoding| *encoding != UTF_8)
        .unwrap_or(WINDOWS_1252);
    let (text, _, damaged) = encoding.decode(answer.body);
    (text.into_owned(), damaged)
}

fn read(walk: &Walk, text: &str, base: Option<&Url>) -> Result<Read, Refusal> {
    if text.trim_start().starts_with('{') {
        let document = serde_json::from_str(text).ok();
        return document.and_then(|document| feed_json::read(&document, base)).ok_or_else(|| {
            refuse(
                walk,
                CoverageState::Unreadable,
                "the answer is JSON, but not a JSON Feed of version 1; check the address in tandem.toml",
                "la réponse est du JSON, mais pas un fil JSON Feed de version 1; vérifiez l’adresse dans tandem.toml",
            )
        });
    }
    feed_xml::read(&undeclared(text), base).map_err(|fault| {
        let (english, french) = match fault.line {
            0 => (String::new(), String::new()),
            line => (format!(" at line {line}"), format!(" à la ligne {line}")),
        };
        refuse(
            walk,
            CoverageState::Unreadable,
            format!(
                "the feed is broken{english} ({}); ask its administrators to correct it",
                fault.text
            ),
            format!(
                "le fil est défectueux{french} ({}); demandez à ses responsables de le corriger",
                fault.text
            ),
        )
    })
}

/// The declaration names the encoding that the text no longer has; its place stays blank, so that lines count on.
fn undeclared(text: &str) -> String {
    let start = text.len() - text.trim_start().len();
    match text[start..]
        .strip_prefix("<?xml")
        .and_then(|rest| rest.find("?>"))
    {
        Some(end) => {
            let end = start + "<?xml".len() + end + "?>".len();
            let blank: String = text[..end]
                .chars()
                .map(|c| if c == '\n' { c } else { ' ' })
                .collect();
            blank + &text[end..]
        }
        None => text.to_owned(),
    }
}

fn posts(walk: &Walk, answer: &Answer, read: Read) -> Page {
    let feed = Account::normal_handle(&walk.account.handle);
    let mut page = Page::default();
    let mut zone_assumed = 0;
    let count = read.items.len();
    for item in read.items {
        let name = item
            .guid
            .clone()
            .or_else(|| item.link.clone())
            .unwrap_or_else(|| item.title.clone());
        let place = format!("{} {name}", place(walk));
        let (Some(dated), edited) = item.dates() else {
            page.problems
                .push(undated(place, item.published.or(item.updated).as_deref()));
            continue;
        };
        zone_assumed += usize::from(dated.zone_assumed);
        if from_the_future(dated.instant, answer.fetched_at) {
            page.problems.push(Problem::new(
                place,
                format!("the item says it is of {}, after it was read: its time or time zone is wrong, its delay cannot be trusted", dated.instant),
                format!("l’article se dit du {}, après sa lecture\u{a0}: son heure ou son fuseau est faux, son décalage n’est pas fiable", dated.instant),
            ));
        }
        page.posts
            .push(item.post(&feed, dated, edited, read.language.as_deref()));
    }
    page.reaches_back_to = Some(reach(&page.posts).unwrap_or(answer.fetched_at));
    page.problems
        .extend(remarks(walk, count, zone_assumed, read.unjoined));
    page
}

/// How far back a feed reaches: to its last item. Not to its oldest: one that was pinned to the top, or
/// changed after years, says nothing of the time between.
fn reach(posts: &[Post]) -> Option<Timestamp> {
    let times: Vec<_> = posts
        .iter()
        .map(|post| {
            (
                post.published_at,
                post.edited_at.unwrap_or(post.published_at),
            )
        })
        .collect();
    let steps = times.windows(2);
    let rising = steps.clone().filter(|two| two[0].0 < two[1].0).count();
    let falling = steps.clone().filter(|two| two[0].0 > two[1].0).count();
    // Some feeds begin with their oldest item.
    let (published, changed) = if rising > falling {
        times.first()
    } else {
        times.last()
    }?;
    let by_change = rising > 0 && falling > 0 && steps.clone().all(|two| two[0].1 >= two[1].1);
    Some(if by_change { *changed } else { *published })
}

fn undated(place: String, written: Option<&str>) -> Problem {
    match written {
        Some(written) => Problem::new(
            place,
            format!("the date “{written}” cannot be read; the item was left out"),
            format!(
                "la date «\u{a0}{written}\u{a0}» est illisible; l’article a été laissé de côté"
            ),
        ),
        None => Problem::new(
            place,
            "the item has no date; it was left out",
            "l’article n’a pas de date; il a été laissé de côté",
        ),
    }
}

/// What is to be said of the feed as a whole, once.
fn remarks(walk: &Walk, count: usize, zone_assumed: usize, unjoined: bool) -> Vec<Problem> {
    let mut remarks = Vec::new();
    if count == 0 {
        remarks.push(Problem::new(
            place(walk),
            "the feed has no items; if that surprises you, check the address: one with a wrong parameter looks the same",
            "le fil ne contient aucun article; si cela vous étonne, vérifiez l’adresse\u{a0}: un mauvais paramètre donne le même résultat",
        ));
    }
    if zone_assumed > 0 {
        remarks.push(Problem::new(
            place(walk),
            format!("dates without a time zone, read as UTC: {zone_assumed} of {count}; delays may be wrong by some hours"),
            format!("dates sans fuseau horaire, lues en UTC\u{a0}: {zone_assumed} sur {count}; les décalages peuvent être faux de quelques heures"),
        ));
    }
    if unjoined {
        remarks.push(Problem::new(
            place(walk),
            "the feed is built in an unusual way; dates and texts may not belong together, check some of them by hand",
            "le fil est structuré de façon inhabituelle; des dates et des textes peuvent être mal associés, vérifiez-en quelques-uns à la main",
        ));
    }
    remarks
}
