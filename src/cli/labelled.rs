//! Labelled posts for `evaluate` and `train pairing`: reading them, and making them harder.
//!
//! The labels (`pair_id`) say which two posts are a pair; a post without label has no counterpart. Records of
//! aligned texts (`pair_id`, `lang`, `text`) that have a time count as posts too.

use super::{Session, aligned, import};
use crate::config;
use crate::exports;
use crate::model::{Account, Accounts, Bilingual, Language, Post, Precision, Presence, Problem};
use crate::pairing;
use crate::text::wording;
use crate::work::sources;
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A labelled post.
#[derive(Clone)]
pub(super) struct Labelled {
    pub(super) post: Post,
    /// Equal in the two posts of a pair.
    pub(super) label: Option<String>,
    /// The week of its pair, since 1970: figures are drawn and held out by account and week.
    pub(super) week: i64,
}

impl Labelled {
    /// Weights are never fitted on the odd weeks.
    pub(super) fn is_held_out(&self) -> bool {
        self.week % 2 != 0
    }
}

/// What is done to labelled posts to make them harder.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Hardship {
    /// French posts come late by 0 to so many hours, at random.
    pub(super) delay: u64,
    /// This share of French posts is removed, half of it of English ones.
    pub(super) remove: f64,
    /// All posts of a week come within two hours.
    pub(super) press: bool,
    /// Media and links are taken away.
    pub(super) strip: bool,
    /// Only this share of the messages is kept, both versions of each.
    pub(super) keep: f64,
}

impl Hardship {
    pub(super) const NONE: Self = Self {
        delay: 0,
        remove: 0.0,
        press: false,
        strip: false,
        keep: 1.0,
    };
}

const WEEK: i64 = 7 * 86_400;
/// 1970-01-05 was the first Monday.
const MONDAY: i64 = 4 * 86_400;

/// Options of the pairing, with the weights of `--weights`.
pub(super) fn options(session: &Session) -> Result<pairing::Options, Problem> {
    let mut options = pairing::Options::default();
    if let Some(path) = session.value("weights") {
        options.weights = config::weights(Path::new(path))?;
    }
    Ok(options)
}

/// The presences of labelled files, each with its posts.
pub(super) fn presences(session: &Session) -> Result<Vec<(Presence, Vec<Labelled>)>, Problem> {
    let mut labelled = Vec::new();
    let paths = session.arguments.get_many::<String>("paths");
    for path in paths.into_iter().flatten() {
        labelled.extend(read(session, path)?);
    }
    let mut presences = group(labelled)?;
    for (_, posts) in &mut presences {
        unique(posts)?;
        set_weeks(posts);
    }
    Ok(presences)
}

fn read(session: &Session, path: &str) -> Result<Vec<Labelled>, Problem> {
    if let Some((posts, left_out)) = aligned::posts(Path::new(path))? {
        if left_out > 0 {
            let count = wording::count(left_out);
            session.note(
                format!(
                    "{path}: records without a time, left out: {}",
                    count.english
                ),
                format!(
                    "{path}\u{a0}: enregistrements sans date, laissés de côté\u{a0}: {}",
                    count.french
                ),
            );
        }
        return Ok(posts);
    }
    let files = sources::files(path, Path::new(path), &mut |problem| session.warn(problem))?;
    let import = exports::read(path, &files, &exports::Options::default())?;
    import
        .rejected
        .iter()
        .for_each(|problem| session.warn(problem));
    let labels = import.labels.ok_or_else(|| {
        Problem::new(
            path,
            "no pair_id in these posts; labelled ones are needed here",
            "ces publications n’ont pas de pair_id; il faut ici des publications étiquetées",
        )
    })?;
    let posts = import.posts.into_iter().zip(labels);
    Ok(posts
        .map(|(post, label)| Labelled {
            post,
            label,
            week: 0,
        })
        .collect())
}

/// Posts are told apart by their ids: none may stand twice.
fn unique(posts: &[Labelled]) -> Result<(), Problem> {
    let mut seen = BTreeSet::new();
    match posts.iter().find(|it| !seen.insert(&it.post.id)) {
        None => Ok(()),
        Some(it) => Err(Problem::new(
            it.post.key(),
            "two of the posts have this id; give each its own, and each file once",
            "deux des publications ont cet identifiant; donnez à chacune le sien, et chaque fichier une seule fois",
        )),
    }
}

/// Both posts of a pair belong to the week of the first.
fn set_weeks(posts: &mut [Labelled]) {
    let week = |post: &Post| (post.published_at.as_second() - MONDAY).div_euclid(WEEK);
    let mut of_label: BTreeMap<String, i64> = BTreeMap::new();
    for it in posts.iter() {
        if let Some(label) = &it.label {
            let first = of_label.entry(label.clone()).or_insert(i64::MAX);
            *first = week(&it.post).min(*first);
        }
    }
    for it in posts {
        let label = it.label.as_ref().and_then(|label| of_label.get(label));
        it.week = label.copied().unwrap_or_else(|| week(&it.post));
    }
}

/// Accounts that share labels are the two sides of a presence; an account with all labels to itself is
/// bilingual. Which side is which is read from the texts.
fn group(labelled: Vec<Labelled>) -> Result<Vec<(Presence, Vec<Labelled>)>, Problem> {
    let mut by_account: BTreeMap<(String, String), Vec<Labelled>> = BTreeMap::new();
    for it in labelled {
        by_account
            .entry((it.post.platform.clone(), it.post.account.clone()))
            .or_default()
            .push(it);
    }
    let mut accounts: Vec<((String, String), Vec<Labelled>)> = by_account.into_iter().collect();
    let mut presences = Vec::new();
    while let Some((key, mut posts)) = accounts.pop() {
        let labels: BTreeSet<&str> = posts.iter().filter_map(|it| it.label.as_deref()).collect();
        let shares = |it: &Labelled| {
            it.label
                .as_deref()
                .is_some_and(|label| labels.contains(label))
        };
        let partner = accounts
            .iter()
            .position(|(other, theirs)| other.0 == key.0 && theirs.iter().any(shares));
        let accounts = match partner.map(|at| accounts.remove(at)) {
            None => Accounts::One(account(&key)),
            Some((other, theirs)) => {
                let accounts = sides((&key, &posts), (&other, &theirs))?;
                posts.extend(theirs);
                Accounts::Two(accounts)
            }
        };
        let presence = Presence {
            id: key.1,
            institution: Bilingual::default(),
            level_one: String::new(),
            accounts,
        };
        presences.push((presence, posts));
    }
    presences.reverse();
    Ok(presences)
}

fn account(key: &(String, String)) -> Account {
    Account::new(&key.0, &key.1)
}

type Side<'a> = (&'a (String, String), &'a [Labelled]);

/// Which of two accounts is the English one.
fn sides(one: Side, other: Side) -> Result<Bilingual<Account>, Problem> {
    let language = |posts: &[Labelled]| {
        let posts: Vec<Post> = posts.iter().map(|it| it.post.clone()).collect();
        import::main_language(&posts)
    };
    match (language(one.1), language(other.1)) {
        (Some(Language::French), _) | (_, Some(Language::English)) => {
            Ok(Bilingual::new(account(other.0), account(one.0)))
        }
        (Some(Language::English), _) | (_, Some(Language::French)) => {
            Ok(Bilingual::new(account(one.0), account(other.0)))
        }
        _ => Err(Problem::new(
            &one.0.1,
            "which of the two accounts is the French one cannot be told",
            "impossible de dire lequel des deux comptes est le compte français",
        )),
    }
}

/// Makes the posts harder; a post whose counterpart was removed loses its label.
pub(super) fn disturb(
    mut posts: Vec<Labelled>,
    presence: &Presence,
    hardship: Hardship,
    random: &mut fastrand::Rng,
) -> Vec<Labelled> {
    posts.sort_by(|a, b| (a.post.published_at, &a.post.id).cmp(&(b.post.published_at, &b.post.id)));
    if hardship.keep < 1.0 {
        let mut kept: BTreeMap<String, bool> = BTreeMap::new();
        posts.retain(|it| {
            let message = it.label.clone().unwrap_or_else(|| it.post.id.clone());
            *kept
                .entry(message)
                .or_insert_with(|| random.f64() < hardship.keep)
        });
    }
    let french = match &presence.accounts {
        Accounts::Two(two) => Account::normal_handle(&two.french.handle),
        Accounts::One(_) => return posts,
    };
    for it in &mut posts {
        let at = it.post.published_at;
        if hardship.press {
            let monday = at.as_second() - (at.as_second() - MONDAY).rem_euclid(WEEK);
            move_to(&mut it.post, monday + 12 * 3600 + random.i64(0..7200));
        }
        if hardship.delay > 0 && it.post.account == french {
            let late = i64::try_from(random.u64(0..hardship.delay * 3600)).unwrap_or(0);
            let at = it.post.published_at.as_second();
            move_to(&mut it.post, at.saturating_add(late));
        }
        if hardship.strip {
            it.post.content.media.clear();
            it.post.content.links.clear();
            it.post.content.text = without_links(&it.post.content.text);
        }
    }
    posts.retain(|it| {
        let share = if it.post.account == french { 1.0 } else { 0.5 };
        random.f64() >= share * hardship.remove
    });
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for label in posts.iter().filter_map(|it| it.label.clone()) {
        *counts.entry(label).or_default() += 1;
    }
    for it in &mut posts {
        if it.label.as_ref().is_some_and(|label| counts[label] < 2) {
            it.label = None;
        }
    }
    posts
}

/// A time of our own making is known to the second.
fn move_to(post: &mut Post, second: i64) {
    let nanosecond = post.published_at.subsec_nanosecond();
    let moved = jiff::Timestamp::new(second, 0)
        .and_then(|at| at.checked_add(SignedDuration::from_nanos(nanosecond.into())));
    post.published_at = moved.unwrap_or(post.published_at);
    post.precision = Precision::Second;
}

fn without_links(text: &str) -> String {
    let word = |word: &&str| !word.starts_with("http://") && !word.starts_with("https://");
    let line = |line: &str| line.split(' ').filter(word).collect::<Vec<_>>().join(" ");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
