//! What pairing looks at in a post, worked out once per post.

use super::Options;
use super::marks::KINDS;
use super::pictures::Looks;
use crate::model::{
    Account, Accounts, Bilingual, Interval, Judged, Language, Media, MediaKind, Origin, Outcome,
    Post, Presence, Reason, TextLanguage,
};
use crate::text::links::Target;
use crate::text::pieces::{self, Piece};
use crate::text::reading::Reading;
use crate::text::values::Value;
use crate::text::{
    language, links, parts,
    similarity::{Term, terms},
};

/// A post as the features see it.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts about a post that do not depend on each other"
)]
pub(super) struct Profile {
    pub(super) is_candidate: bool,
    pub(super) is_repost: bool,
    /// Surely not in the language of its account.
    pub(super) is_slip: bool,
    /// Gone, and so nobody's counterpart; but it may have been one.
    pub(super) is_removed: bool,
    /// The side of the pair it would stand on: its account's, on a bilingual account its text's.
    pub(super) side: Option<Language>,
    pub(super) language: TextLanguage,
    pub(super) at: i64,
    pub(super) precision: i64,
    pub(super) length: usize,
    /// Logarithm of the length and a little more: a few characters are no difference.
    pub(super) length_log: f64,
    pub(super) terms: Vec<Term>,
    pub(super) values: Vec<Value>,
    pub(super) links: Vec<Target>,
    /// In the order of `marks::Kind`.
    pub(super) marks: [Vec<String>; KINDS],
}

/// Gives a post its language and the outcome that it has by itself, before any pairing; and what was read of the
/// text that stands for it.
pub(super) fn judge(
    post: Post,
    sides: &Sides,
    period: Interval,
    options: &Options,
) -> (Judged, Reading) {
    let side = sides.of(&post.account);
    let reference = post.origin.reference();
    let referred = reference.and_then(|it| it.text.as_deref());
    let third_party = reference.is_some_and(|it| {
        let author = it.account.as_deref().map(Account::normal_handle);
        !author.is_some_and(|author| {
            author == post.account
                || sides.of(&author).is_some()
                || options
                    .accounts
                    .contains_key(&(post.platform.clone(), author))
        })
    });
    // Of a repost the words are those of the original.
    let is_repost = matches!(post.origin, Origin::Repost(_));
    let text = referred.filter(|_| is_repost).unwrap_or(&post.content.text);
    let pieces = pieces::find(parts::head(text));
    let verdict = match post.redacted {
        Some(known) => language::Verdict::known(known.language, known.confidence),
        None if sides.are_one() => language::detect_for_both(&pieces.prose),
        None => language::detect_prose(&pieces.prose),
    };
    let reference_language = match referred {
        None if let Some(known) = post.redacted => known.reference_language,
        None => TextLanguage::Undetermined,
        Some(_) if is_repost => verdict.language,
        Some(text) => language::detect(parts::head(text)).language,
    };
    let (outcome, reason) = by_itself(&post, is_repost, third_party, &verdict);
    let judged = Judged {
        inside: period.contains(post.published_at),
        side,
        language: verdict.language,
        language_confidence: verdict.confidence,
        reference_language,
        third_party,
        outcome,
        reason,
        pair: None,
        nearest: None,
        earlier: None,
        post,
    };
    // A repost whose original is not shown has no text that another one could be like.
    let is_unseen = is_repost
        && judged
            .post
            .origin
            .reference()
            .is_none_or(|it| it.text.is_none());
    let reading = if is_unseen {
        Reading::default()
    } else {
        Reading::of(pieces, judged.language, side)
    };
    (judged, reading)
}

/// What is clear without looking at any other post. `MissingCounterpart` stands for "to be settled".
fn by_itself(
    post: &Post,
    is_repost: bool,
    third_party: bool,
    verdict: &language::Verdict,
) -> (Outcome, Option<Reason>) {
    let complete = post.complete
        && (!is_repost
            || post
                .origin
                .reference()
                .is_some_and(|it| it.text.is_some() && it.complete));
    if post.deleted_at.is_some() {
        (Outcome::Exempt, Some(Reason::Deleted))
    } else if matches!(post.origin, Origin::Reply(_)) && !post.continues_own_thread() {
        (Outcome::Exempt, Some(Reason::Reply))
    } else if is_repost && !third_party {
        (Outcome::Exempt, Some(Reason::OwnAccount))
    } else if !complete {
        (Outcome::Undecidable, Some(Reason::Fragment))
    } else if verdict.language == TextLanguage::Other {
        (Outcome::Exempt, Some(Reason::ThirdLanguage))
    } else if verdict.words == 0 {
        (Outcome::Undecidable, Some(Reason::NoWords))
    } else if is_repost {
        (Outcome::Exempt, Some(Reason::ThirdParty))
    } else {
        (Outcome::MissingCounterpart, None)
    }
}

/// The profiles of judged posts, in the same order.
pub(super) fn profiles(
    judged: &[Judged],
    readings: &[Reading],
    presence: &Presence,
    options: &Options,
) -> Vec<Profile> {
    let mut looks = Looks::default();
    judged
        .iter()
        .zip(readings)
        .map(|(judged, reading)| profile(judged, reading, presence, options, &mut looks))
        .collect()
}

fn profile(
    judged: &Judged,
    reading: &Reading,
    presence: &Presence,
    options: &Options,
    looks: &mut Looks,
) -> Profile {
    let post = &judged.post;
    let is_repost = matches!(post.origin, Origin::Repost(_));
    let pieces = &reading.pieces;
    let lower = |piece: &Piece| piece.text.to_lowercase();
    let mut targets: Vec<Target> = post
        .content
        .links
        .iter()
        .chain(pieces.links.iter().map(|link| &link.text))
        .filter_map(|address| links::target(address))
        .collect();
    sort(&mut targets);
    let mut handles: Vec<String> = pieces
        .handles
        .iter()
        .map(|handle| common_handle(&lower(handle), presence, &post.platform, options))
        .collect();
    sort(&mut handles);
    let translated = |tag: String| options.hashtags.get(&tag).cloned().unwrap_or(tag);
    let mut hashtags: Vec<String> = pieces.hashtags.iter().map(lower).map(translated).collect();
    sort(&mut hashtags);
    let mut emoji: Vec<String> = pieces.emoji.iter().map(|it| it.text.clone()).collect();
    emoji.sort_unstable();
    emoji.truncate(MOST_MARKS);
    let media = media_kinds(&post.content.media);
    let found = reading.values.iter().map(|found| found.value.clone());
    let emails = pieces.emails.iter().map(lower).map(Value::Email);
    let mut values: Vec<Value> = found.chain(emails).collect();
    values.sort_unstable();
    values.truncate(MOST_MARKS);
    let mut media_ids: Vec<String> = post.content.media.iter().flat_map(media_ids).collect();
    media_ids.extend(
        post.content
            .media
            .iter()
            .filter_map(|media| looks.of(media)),
    );
    sort(&mut media_ids);
    Profile {
        // Of a redacted post only what was found out before is known.
        is_candidate: (post.redacted.is_none() || !post.counterparts.is_empty())
            && (judged.outcome == Outcome::MissingCounterpart
                || (is_repost && judged.reason == Some(Reason::ThirdParty))),
        is_repost,
        is_slip: judged.wrong_language().is_some(),
        is_removed: judged.reason == Some(Reason::Deleted),
        side: judged.side.or_else(|| judged.language.single()),
        language: judged.language,
        at: post.published_at.as_second(),
        precision: post.precision.seconds(),
        length: pieces.length,
        length_log: length_log(pieces.length),
        terms: terms(&pieces.prose),
        values,
        links: targets,
        marks: [handles, hashtags, emoji, media_ids, media],
    }
}

/// Marks of one kind that are compared; no post has as many.
const MOST_MARKS: usize = 60;

fn sort<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
    list.truncate(MOST_MARKS);
}

#[expect(clippy::cast_precision_loss, reason = "characters of a post")]
fn length_log(length: usize) -> f64 {
    ((length + 20) as f64).ln()
}

/// The handles of the two accounts of a presence; none where one account serves both languages.
pub(super) struct Sides(Option<Bilingual<String>>);

impl Sides {
    pub(super) fn new(presence: &Presence) -> Self {
        Self(match &presence.accounts {
            Accounts::Two(two) => Some(Bilingual::new(
                Account::normal_handle(&two.english.handle),
                Account::normal_handle(&two.french.handle),
            )),
            Accounts::One(_) => None,
        })
    }

    /// Does one account serve both languages?
    fn are_one(&self) -> bool {
        self.0.is_none()
    }

    /// The side an account of the presence stands on.
    fn of(&self, handle: &str) -> Option<Language> {
        let two = self.0.as_ref()?;
        let mut languages = [Language::English, Language::French].into_iter();
        languages.find(|language| two.get(*language) == handle)
    }
}

/// The two accounts of a presence are the same handle: this one or another of the institution's. A name without its
/// server is enough on the presence itself.
fn common_handle(handle: &str, presence: &Presence, platform: &str, options: &Options) -> String {
    let name = Account::normal_handle(handle);
    let is_own = |account: &Account| {
        let own = Account::normal_handle(&account.handle);
        own == name || own.split('@').next() == Some(name.as_str())
    };
    let mut accounts = presence.accounts.list().into_iter();
    if accounts.any(|(account, _)| is_own(account)) {
        return format!("@ {}", presence.id);
    }
    match options.accounts.get(&(platform.to_owned(), name)) {
        Some(other) => format!("@ {other}"),
        None => handle.to_owned(),
    }
}

/// The kinds of media of a post and how many of each: one mark, `-` for none.
fn media_kinds(media: &[Media]) -> Vec<String> {
    let mut kinds: Vec<MediaKind> = media.iter().map(|media| media.kind).collect();
    kinds.sort_unstable();
    let name = |kind: &MediaKind| match kind {
        MediaKind::Image => 'i',
        MediaKind::Video => 'v',
        MediaKind::Audio => 'a',
        MediaKind::Other => 'o',
    };
    let mark: String = kinds.iter().map(name).collect();
    vec![if mark.is_empty() { "-".into() } else { mark }]
}

/// What would be equal if both posts showed the same file: digest, blur hash, length of a film, file name
/// without its language mark.
fn media_ids(media: &Media) -> Vec<String> {
    let file = media.url.as_deref().and_then(|url| {
        let path = url.split(['?', '#']).next()?;
        let name = path.rsplit('/').next()?;
        let stem = name.split('.').next()?.to_lowercase();
        let stem = ["_en", "_fr", "-en", "-fr", "_eng", "_fra", "_e", "_f"]
            .iter()
            .find_map(|end| stem.strip_suffix(end))
            .unwrap_or(&stem)
            .to_owned();
        (stem.len() > 3).then(|| format!("file:{stem}"))
    });
    let film = media
        .duration_ms
        .filter(|length| *length > 0)
        .map(|length| format!("film:{}", length / 1000));
    let digest = media
        .sha256
        .as_ref()
        .map(|digest| format!("sha256:{digest}"));
    let blur = media.blurhash.as_ref().map(|hash| format!("blur:{hash}"));
    [file, film, digest, blur].into_iter().flatten().collect()
}
