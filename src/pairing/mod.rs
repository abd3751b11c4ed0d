//! Which post is the counterpart of which, and how each post ends. Pure.
//!
//! `profile` takes posts apart; `overlap` (words), `marks` (all else) and `timing` find what two of them share,
//! `features` names it, `score` weighs it; `assign` chooses the best one-to-one set of pairs, `belief` says how
//! probable each is; `outcome` says what becomes of the rest, `parts` which of it belongs to a pair all the same.
//! `fit` learns the weights.

mod assign;
mod belief;
mod features;
pub mod fit;
mod marks;
mod outcome;
mod overlap;
mod parts;
mod profile;
mod score;
mod timing;
pub mod weights;

use crate::corpora::{PAIRING, PairingWeights};
use crate::model::{
    Accounts, Bilingual, Comparison, Interval, Judged, Language, Outcome, Pair, Post, Presence,
    Skew, TextLanguage,
};
use crate::text::parts::Parts;
use jiff::SignedDuration;
use profile::Profile;
use score::{Edge, Scorer};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Options of this stage, `[pairing]` in the configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// How far apart two versions may be, and how long a counterpart may take.
    pub window: SignedDuration,
    /// The institution's accounts as `(platform, handle)`, each with the id of its presence: a repost of one of
    /// them is no third-party content, and the two accounts of a presence are one handle.
    pub accounts: BTreeMap<(String, String), String>,
    /// The weights of the features: those of `corpora/pairing.toml`, or the institution's own (`tandem train pairing`).
    pub weights: PairingWeights,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            window: SignedDuration::from_hours(7 * 24),
            accounts: BTreeMap::new(),
            weights: PAIRING.clone(),
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
    let profiles = profile::profiles(&judged, parts, &presence, options);
    let scorer = Scorer::new(&profiles, options);
    let edges = scorer.edges();
    let beliefs = Beliefs::new(&edges);
    let rivals = Rivals::new(&edges);
    let pairs = assign::assign(&edges)
        .into_iter()
        .filter(|edge| {
            beliefs.has_counterpart(edge.english) && beliefs.has_counterpart(edge.french)
        })
        .map(|edge| pair(&edge, &beliefs, &rivals, &scorer, &judged))
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
    outcome::settle(&mut comparison, &edges, &beliefs, &scorer, options);
    comparison
}

/// How probable each candidate is.
struct Beliefs {
    /// By candidate.
    of_candidate: HashMap<usize, f64>,
    /// That a post has a counterpart at all.
    of_post: HashMap<usize, f64>,
}

impl Beliefs {
    fn new(edges: &[Edge]) -> Self {
        let mut beliefs = Self {
            of_candidate: HashMap::new(),
            of_post: HashMap::new(),
        };
        for (edge, probability) in edges.iter().zip(belief::probabilities(edges)) {
            beliefs.of_candidate.insert(edge.candidate, probability);
            for post in [edge.english, edge.french] {
                *beliefs.of_post.entry(post).or_default() += probability;
            }
        }
        beliefs
    }

    fn of(&self, edge: &Edge) -> f64 {
        self.of_candidate
            .get(&edge.candidate)
            .copied()
            .unwrap_or(0.0)
    }

    /// Is it likelier than not? Of two alike posts neither may be sure, and yet both have one.
    fn has_counterpart(&self, post: usize) -> bool {
        self.of_post.get(&post).is_some_and(|sum| *sum >= 0.5)
    }
}

/// A chosen edge with its explanation.
fn pair(
    edge: &Edge,
    beliefs: &Beliefs,
    rivals: &Rivals,
    scorer: &Scorer,
    judged: &[Judged],
) -> Pair {
    let confidence = beliefs.of(edge);
    Pair {
        english: edge.english,
        french: edge.french,
        confidence,
        needs_review: confidence < REVIEW,
        evidence: scorer.explain(edge),
        runner_up: rivals.of(edge).map(|(post, _)| post),
        skew: skew(&judged[edge.english].post, &judged[edge.french].post),
    }
}

/// Pairs below this probability go to a person.
const REVIEW: f64 = 0.9;

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

/// May two posts be, or have been, a pair at all? Both open, at most one of them gone, of one kind, on two sides.
fn may_pair(one: &Profile, other: &Profile) -> bool {
    (one.is_candidate || one.is_removed)
        && (other.is_candidate || other.is_removed)
        && !(one.is_removed && other.is_removed)
        && one.is_repost == other.is_repost
        && matches!((one.side, other.side), (Some(a), Some(b)) if a != b)
        // Two reposts of texts in one language leave one public without, however alike they are.
        && !(one.is_repost && one.language == other.language)
}

/// Does the presence keep its languages on two accounts?
fn has_two(presence: &Presence) -> bool {
    matches!(presence.accounts, Accounts::Two(_))
}
