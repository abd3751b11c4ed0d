//! Which post is the counterpart of which, and how each post ends. Pure.
//!
//! `profile` takes posts apart, `features` compares two of them, `score` weighs that, `assign` chooses the
//! best one-to-one set of pairs, `outcome` says what becomes of the rest.

mod assign;
mod features;
mod outcome;
mod profile;
mod score;

use crate::model::{
    Accounts, Bilingual, Comparison, Interval, Judged, Language, Outcome, Pair, Post, Presence,
    Skew, TextLanguage,
};
use crate::text::parts::Parts;
use jiff::SignedDuration;
use profile::Profile;
use score::{Edge, Scorer};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Options of this stage, `[pairing]` in the configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// How far apart two versions may be, and how long a counterpart may take.
    pub window: SignedDuration,
    /// The institution's accounts as `(platform, handle)`: a repost of one of them is not third-party content.
    pub own_accounts: BTreeSet<(String, String)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            window: SignedDuration::from_hours(7 * 24),
            own_accounts: BTreeSet::new(),
        }
    }
}

/// The window on either side of a period in which counterparts of its posts may lie.
#[must_use]
pub fn margin(period: Interval, options: &Options) -> Interval {
    Interval {
        from: period
            .from
            .saturating_sub(options.window)
            .unwrap_or(period.from),
        to: period
            .to
            .saturating_add(options.window)
            .unwrap_or(period.to),
    }
}

/// Pairs the posts of one presence and gives every post its outcome.
///
/// `posts` holds those of the period and of its [`margin`]; `covered` is what was read of each side, joined.
#[must_use]
pub fn compare(
    presence: Presence,
    posts: Vec<Post>,
    covered: Bilingual<Vec<Interval>>,
    period: Interval,
    options: &Options,
) -> Comparison {
    let mut posts = name_own_replies(posts);
    posts.sort_by_cached_key(|post| (post.published_at, post.key()));
    let (judged, parts): (Vec<Judged>, Vec<Parts>) = posts
        .into_iter()
        .map(|post| profile::judge(post, &presence, period, options))
        .unzip();
    let profiles = profile::profiles(&judged, parts, &presence);
    let scorer = Scorer::new(&profiles);
    let edges = scorer.edges(options);
    let chosen = assign::assign(&edges);
    let rivals = Rivals::new(&edges);
    let pairs = chosen
        .iter()
        .map(|edge| pair(edge, &rivals, &scorer, &judged))
        .collect();
    let mut comparison = Comparison {
        presence,
        period,
        covered,
        posts: judged,
        pairs,
    };
    for (number, pair) in comparison.pairs.iter().enumerate() {
        for index in [pair.english, pair.french] {
            let judged = &mut comparison.posts[index];
            judged.pair = Some(number);
            judged.outcome = if judged.language == TextLanguage::Both {
                Outcome::Bilingual
            } else {
                Outcome::Paired
            };
            judged.reason = None;
        }
    }
    outcome::settle(&mut comparison, &edges, &scorer, options);
    comparison
}

/// A chosen edge with its explanation.
fn pair(edge: &Edge, rivals: &Rivals, scorer: &Scorer, judged: &[Judged]) -> Pair {
    let rival = rivals.of(edge);
    let margin = rival.map_or(f64::INFINITY, |(_, log_odds)| edge.log_odds - log_odds);
    let confidence = score::probability(edge.log_odds);
    Pair {
        english: edge.english,
        french: edge.french,
        confidence,
        needs_review: confidence < 0.9 || margin < 1.0,
        evidence: scorer.explain(edge),
        runner_up: rival.map(|(post, _)| post),
        skew: skew(&judged[edge.english].post, &judged[edge.french].post),
    }
}

/// The two strongest candidates of each post.
struct Rivals(HashMap<usize, [Option<(usize, f64)>; 2]>);

impl Rivals {
    fn new(edges: &[Edge]) -> Self {
        let mut best: HashMap<usize, [Option<(usize, f64)>; 2]> = HashMap::new();
        for edge in edges {
            for (post, other) in [(edge.english, edge.french), (edge.french, edge.english)] {
                let [first, second] = best.entry(post).or_default();
                let candidate = Some((other, edge.log_odds));
                if stronger(candidate, *first) {
                    *second = *first;
                    *first = candidate;
                } else if stronger(candidate, *second) {
                    *second = candidate;
                }
            }
        }
        Self(best)
    }

    /// The next best counterpart of either side of a pair.
    fn of(&self, edge: &Edge) -> Option<(usize, f64)> {
        let next = |post: usize, chosen: usize| {
            self.0
                .get(&post)?
                .iter()
                .flatten()
                .find(|(other, _)| *other != chosen)
                .copied()
        };
        let (english, french) = (
            next(edge.english, edge.french),
            next(edge.french, edge.english),
        );
        if stronger(french, english) {
            french
        } else {
            english
        }
    }
}

fn stronger(one: Option<(usize, f64)>, other: Option<(usize, f64)>) -> bool {
    one.map(|it| it.1) > other.map(|it| it.1)
}

/// The time between two posts; which one lags cannot be told below the precision.
fn skew(english: &Post, french: &Post) -> Skew {
    let seconds = french.published_at.as_second() - english.published_at.as_second();
    let precision = english.precision.seconds().max(french.precision.seconds());
    let lagging = if seconds.abs() < precision {
        None
    } else if seconds > 0 {
        Some(Language::French)
    } else {
        Some(Language::English)
    };
    Skew {
        seconds: seconds.abs(),
        lagging,
        precision,
    }
}

/// A reply that does not say whom it answers, but whose parent is the account's own post, is a thread.
fn name_own_replies(mut posts: Vec<Post>) -> Vec<Post> {
    let own: HashSet<(String, String)> = posts
        .iter()
        .map(|post| (post.account.clone(), post.id.clone()))
        .collect();
    for post in &mut posts {
        let account = post.account.clone();
        let Some(reference) = post
            .origin
            .reference_mut()
            .filter(|it| it.account.is_none())
        else {
            continue;
        };
        let parent = reference.id.clone().map(|id| (account.clone(), id));
        if parent.is_some_and(|parent| own.contains(&parent)) {
            reference.account = Some(account);
        }
    }
    posts
}

/// May two posts be a pair at all? Both open, of one kind, on two sides.
fn may_pair(one: &Profile, other: &Profile) -> bool {
    one.is_candidate
        && other.is_candidate
        && one.is_repost == other.is_repost
        && matches!((one.side, other.side), (Some(a), Some(b)) if a != b)
        // Two reposts of texts in one language leave one public without, however alike they are.
        && !(one.is_repost && one.language == other.language)
}

/// Does the presence keep its languages on two accounts?
fn has_two(presence: &Presence) -> bool {
    matches!(presence.accounts, Accounts::Two(_))
}
