//! One row of a table as a post, or the reason why not.

use super::clock;
use super::collector::{Collector, Note, Refusal};
use super::ids;
use super::table_account::Owners;
use super::table_format::{Cells, Field, Format, Header};
use super::table_ids::{self, Identity, Target};
use super::table_time::{self, Order, Stated, check_year};
use super::x_text;
use crate::model::{Content, Media, MediaKind, Origin, Post, Precision, Reference};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// How the times of a file are read.
pub(super) struct Calendar {
    pub(super) zone: TimeZone,
    pub(super) order: Option<Order>,
}

/// What one needs to know to read a row.
pub(super) struct Context<'a> {
    pub(super) format: &'a Format<'a>,
    pub(super) header: &'a Header,
    pub(super) calendar: &'a Calendar,
    /// The only platform that is wanted, where a column tells it.
    pub(super) wanted: Option<&'a str>,
}

/// Which post the row is of.
pub(super) struct Which {
    pub(super) platform: String,
    pub(super) target: Target,
    pub(super) identity: Result<Identity, Refusal>,
}

/// Platform, id and what the link tells.
pub(super) fn which(format: &Format<'_>, cells: Cells<'_>) -> Which {
    let platform = if format.platform.is_empty() {
        platform(cells.get(Field::Network))
    } else {
        format.platform.to_owned()
    };
    let target = table_ids::target(&platform, cells.get(Field::Link));
    let cell = cells.get(Field::Id);
    let identity = table_ids::identity(&platform, cell, &target, cells.get(Field::Number));
    Which {
        platform,
        target,
        identity,
    }
}

/// When the id was given, if it tells.
pub(super) fn clock(which: &Which) -> Option<Timestamp> {
    let identity = which.identity.as_ref().ok()?;
    crate::text::clock::of(&which.platform, &identity.id)
}

/// What a cell says of the time of a row.
pub(super) fn stated(format: &Format<'_>, cells: Cells<'_>) -> Option<Stated> {
    let (time, hour) = (cells.get(Field::Time), cells.get(Field::Hour));
    let text = if hour.is_empty() {
        time.to_owned()
    } else {
        format!("{time} {hour}")
    };
    match format.form {
        Some(form) => table_time::read_as(form, &text),
        None => table_time::read(&text),
    }
}

/// Reads a row; `None` for one that is no post and was noted as such.
pub(super) fn build(
    cells: Cells<'_>,
    row: usize,
    context: &Context<'_>,
    owners: &mut Owners<'_>,
    collector: &mut Collector,
) -> Result<Option<Post>, Refusal> {
    let format = context.format;
    if cells.is_total() {
        collector.note(Note::Total, row);
        return Ok(None);
    }
    let which = which(format, cells);
    if which.platform.is_empty() {
        return Err(no_platform(context.header.name(Field::Network)));
    }
    if context
        .wanted
        .is_some_and(|wanted| format.platform.is_empty() && wanted != which.platform)
    {
        collector.note(Note::OtherPlatform, row);
        return Ok(None);
    }
    if is_private(cells.get(Field::Privacy)) {
        collector.note(Note::NotPublic, row);
        return Ok(None);
    }
    let clock = clock(&which);
    let Identity { id, from_link } = which.identity?;
    if from_link {
        collector.note(Note::IdFromLink, row);
    }
    let (published_at, precision) = time(cells, &id, clock, row, context, collector)?;
    let account = match format.account {
        Some(account) => crate::model::Account::normal_handle(account),
        None => owners.find(&which.platform, cells, &which.target, row, collector)?,
    };
    let link = Some(cells.get(Field::Link)).filter(|link| !link.is_empty());
    let url = match link {
        None if which.platform == "youtube" => {
            Some(format!("https://www.youtube.com/watch?v={id}"))
        }
        link => link.map(str::to_owned),
    };
    let text = text(format, cells);
    let media = media(&which.platform, url.as_deref(), cells);
    let shared = Some(cells.get(Field::Shared)).filter(|link| !link.is_empty());
    let bare = text.is_empty() && media.is_empty() && shared.is_none();
    let (origin, whole) = origin(&which.platform, &text, bare, format, cells);
    if matches!(origin, Origin::Reply(_)) && text.starts_with('@') {
        collector.note(Note::TakenForReply, row);
    }
    let mut post = Post::new(which.platform, account, id, published_at);
    post.url = url;
    post.precision = precision;
    post.origin = origin;
    post.complete = whole && !format.cut;
    post.language_hint = language(cells.get(Field::Language));
    post.content = Content {
        text,
        links: shared.map(str::to_owned).into_iter().collect(),
        media,
    };
    Ok(Some(post))
}

/// A file's own clock may be a little off that of an id.
const SLACK: SignedDuration = SignedDuration::from_mins(2);

/// The time of the id where it has one; the file's own must agree with it.
fn time(
    cells: Cells<'_>,
    id: &str,
    clock: Option<Timestamp>,
    row: usize,
    context: &Context<'_>,
    collector: &mut Collector,
) -> Result<(Timestamp, Precision), Refusal> {
    let column = context.header.name(Field::Time);
    let text = cells.get(Field::Time);
    let unreadable = || table_time::unreadable(column, text, context.format.form);
    let calendar = context.calendar;
    if let Some(clock) = clock {
        let clock = check_year(clock, column, text)?;
        if text.is_empty() {
            return Ok((clock, Precision::Second));
        }
        let stated = stated(context.format, cells).ok_or_else(unreadable)?;
        // The id tells which of the two orders was meant, if the file does not.
        let told = stated
            .days(calendar.order)
            .chain(stated.days(None))
            .filter_map(|day| stated.on(day, &calendar.zone))
            .min_by_key(|(at, _)| at.duration_since(clock).abs())
            .ok_or_else(unreadable)?;
        if !clock::agree(clock, told.0) {
            return Err(clock::contradiction(
                id,
                clock,
                &ids::short(text),
                ("export again", "exportez de nouveau"),
            ));
        }
        if told.1 < Precision::Hour && told.0.duration_since(clock).abs() > SLACK {
            collector.note(Note::ClocksDiffer, row);
        }
        return Ok((clock, Precision::Second));
    }
    let stated = stated(context.format, cells).ok_or_else(unreadable)?;
    let mut days = stated.days(calendar.order);
    let day = days
        .next()
        .ok_or_else(|| table_time::other_order(column, text, calendar.order))?;
    let (at, precision) = stated.on(day, &calendar.zone).ok_or_else(unreadable)?;
    if precision == Precision::Hour {
        collector.note(Note::ClockChange, row);
    }
    Ok((check_year(at, column, text)?, precision))
}

/// The text, with the title above it unless it begins with that.
fn text(format: &Format<'_>, cells: Cells<'_>) -> String {
    let clean = |field| {
        let text = cells.get(field).replace("\r\n", "\n").replace('\r', "\n");
        if format.shares {
            unquote_lines(&text).unwrap_or(text)
        } else {
            text
        }
    };
    let (title, body) = (clean(Field::Title), clean(Field::Text));
    let stem = title.trim_end_matches(['.', '…', ' ']);
    if body.is_empty() {
        title
    } else if body.starts_with(stem) {
        body
    } else {
        format!("{title}\n{body}")
    }
}

/// LinkedIn writes quotation marks around every line of a text; the outer two are gone with those of the cell. Those
/// of the author are left alone: without them a line would have an odd number.
fn unquote_lines(text: &str) -> Option<String> {
    let count = text.split('\n').count();
    let lines = text.split('\n').enumerate().map(|(index, line)| {
        let line = match index {
            0 => line,
            _ => line.strip_prefix('"')?,
        };
        let line = match line.strip_suffix('"') {
            Some(line) if index + 1 < count => line,
            // An empty line may be one mark alone.
            None if index + 1 < count && index > 0 && line.is_empty() => line,
            None if index + 1 < count => return None,
            _ => line,
        };
        (line.matches('"').count() % 2 == 0).then_some(line)
    });
    let lines: Option<Vec<&str>> = lines.collect();
    lines.filter(|_| count > 1).map(|lines| lines.join("\n"))
}

/// X cuts after 280 weighted characters; an ellipsis before that is the author's.
const LONG_ON_X: usize = 240;

/// Where the post comes from, and whether its text is whole.
fn origin(
    platform: &str,
    text: &str,
    bare: bool,
    format: &Format<'_>,
    cells: Cells<'_>,
) -> (Origin, bool) {
    let kind = cells.get(Field::Kind).to_lowercase();
    let is = |words: &[&str]| words.contains(&kind.as_str());
    let shares = cells.get(Field::IsShare).to_lowercase();
    let shares = ["1", "true", "yes", "vrai", "oui"].contains(&shares.as_str());
    if platform == "x"
        && let Some((name, rest)) = ids::repost(text)
    {
        let whole = !x_text::ends_cut(rest);
        let reference = Reference {
            account: Some(name.to_owned()),
            text: whole.then(|| rest.to_owned()),
            complete: whole,
            ..Reference::default()
        };
        return (Origin::Repost(reference), whole);
    }
    let cut = platform == "x" && x_text::ends_cut(text) && text.chars().count() >= LONG_ON_X;
    if is(&["retweet", "repost", "reshare", "partage", "republication"])
        || shares && text.is_empty()
        || format.shares && bare
    {
        // Nothing of the other post is shown.
        return (Origin::Repost(Reference::default()), false);
    }
    if shares
        || is(&[
            "quote",
            "quote tweet",
            "quote post",
            "quoted post",
            "citation",
        ])
    {
        return (Origin::Quote(Reference::default()), !cut);
    }
    let answered = text.strip_prefix('@').filter(|_| platform == "x");
    if is(&[
        "reply",
        "@reply",
        "replies",
        "réponse",
        "comment",
        "commentaire",
    ]) || answered.is_some()
    {
        let letter = |letter: char| letter.is_alphanumeric() || letter == '_';
        let name = answered.map(|rest| rest.split(|it| !letter(it)).next().unwrap_or_default());
        let reference = Reference {
            account: name.filter(|name| !name.is_empty()).map(str::to_owned),
            ..Reference::default()
        };
        return (Origin::Reply(reference), !cut);
    }
    (Origin::Own, !cut)
}

/// The attachment, as far as a table tells: its kind, its address, its length.
fn media(platform: &str, url: Option<&str>, cells: Cells<'_>) -> Vec<Media> {
    let address = Some(cells.get(Field::MediaLink)).filter(|link| !link.is_empty());
    let length = cells
        .get(Field::Milliseconds)
        .parse()
        .ok()
        .or_else(|| seconds(cells.get(Field::Seconds)))
        .filter(|length| *length > 0);
    let words = [Field::Media, Field::Kind].map(|field| cells.get(field).to_lowercase());
    let kind = if platform == "youtube" || length.is_some() {
        Some(MediaKind::Video)
    } else {
        words.iter().find_map(|word| kind(word))
    };
    let kind = kind.or(address.map(|_| MediaKind::Other));
    let address = address.or_else(|| url.filter(|_| platform == "youtube"));
    kind.map(|kind| Media {
        url: address.map(str::to_owned),
        duration_ms: length,
        ..Media::new(kind)
    })
    .into_iter()
    .collect()
}

/// `92`, `1:32`, `0:01:32`, in milliseconds.
fn seconds(cell: &str) -> Option<u64> {
    let mut sum: u64 = 0;
    for part in cell.split(':') {
        let number: u64 = part.trim().parse().ok()?;
        sum = sum.checked_mul(60)?.checked_add(number)?;
    }
    sum.checked_mul(1000)
}

/// What a word for a kind of post says of its attachment.
fn kind(word: &str) -> Option<MediaKind> {
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if has(&["video", "vidéo", "reel", "film"]) {
        Some(MediaKind::Video)
    } else if has(&["photo", "image", "picture"]) {
        Some(MediaKind::Image)
    } else if has(&["carousel", "carrousel", "album", "document", "story", "gif"]) {
        Some(MediaKind::Other)
    } else {
        None
    }
}

/// A language as its code, where a cell names exactly one.
fn language(cell: &str) -> Option<String> {
    let name = cell.to_lowercase();
    match name.as_str() {
        "english" | "anglais" => Some("en".to_owned()),
        "french" | "français" | "francais" => Some("fr".to_owned()),
        code if (2..=6).contains(&code.len())
            && code
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_')) =>
        {
            Some(cell.replace('_', "-"))
        }
        _ => None,
    }
}

/// What not everybody may see is no publication.
fn is_private(cell: &str) -> bool {
    let word = cell.to_lowercase();
    let words = [
        "private",
        "privé",
        "privée",
        "unlisted",
        "non répertorié",
        "non répertoriée",
        "connections",
        "relations",
        "draft",
        "brouillon",
    ];
    words.contains(&word.as_str())
}

/// The platform under the name that is used here.
pub(super) fn platform(cell: &str) -> String {
    let name = cell.trim().to_lowercase();
    let known = [
        ("facebook", "facebook"),
        ("instagram", "instagram"),
        ("linkedin", "linkedin"),
        ("youtube", "youtube"),
        ("twitter", "x"),
        ("threads", "threads"),
        ("pinterest", "pinterest"),
        ("bluesky", "bluesky"),
        ("mastodon", "mastodon"),
        ("tumblr", "tumblr"),
    ];
    if name == "x" || name.starts_with("x ") {
        return "x".to_owned();
    }
    known
        .iter()
        .find(|(start, _)| name.starts_with(start))
        .map_or_else(
            || name.split_whitespace().collect::<Vec<_>>().join("-"),
            |(_, platform)| (*platform).to_owned(),
        )
}

fn no_platform(column: &str) -> Refusal {
    let column = ids::short(column);
    Refusal::text(
        format!("`{column}` is empty: nobody can tell the platform; export again"),
        format!(
            "«\u{a0}{column}\u{a0}» est vide\u{a0}: on ne peut savoir de quelle plateforme il s’agit; exportez de nouveau"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks of the author would be lost, or those of the export be read as text.
    #[test]
    fn only_marks_of_the_export_are_taken_out() {
        let mended = |text| unquote_lines(text);
        assert_eq!(mended("Fog.\"\n\"Stay in."), Some("Fog.\nStay in.".into()));
        assert_eq!(mended("He said \"fog\"\n\"Fog\", he said"), None);
        assert_eq!(mended("Fog.\nStay in."), None);
        let both = Some("The \"Fog\"\n\nhere".into());
        assert_eq!(mended("The \"Fog\"\"\n\"\"\n\"here"), both);
        assert_eq!(mended("The \"Fog\"\"\n\"\n\"here"), both);
    }

    #[test]
    fn lengths_and_platforms() {
        assert_eq!(seconds("1:32"), Some(92_000));
        assert_eq!(seconds("0:01:32"), Some(92_000));
        assert_eq!(seconds("99999999999999999999"), None);
        for (name, platform_name) in [
            ("X (Twitter)", "x"),
            ("Twitter", "x"),
            ("LinkedIn Page", "linkedin"),
            ("Google Business", "google-business"),
        ] {
            assert_eq!(platform(name), platform_name);
        }
    }
}
