//! Which post is the counterpart of which, and how each post ends. Pure.
//!
//! `profile` takes posts apart; `overlap` (words), `marks` and `hashtags` (all else) and `timing` find what two of
//! them share, `features` names it, `score` weighs it; `assign` chooses the best one-to-one set of pairs, `belief`
//! says how probable each is, `rivals` what came second; `outcome` says what becomes of the rest, `parts` which of it
//! belongs to a pair all the same; `declared` knows the pairs that the source itself declares, `decided` what a person
//! said. `fit` learns the weights, `weights` is their file.

mod assign;
mod belief;
mod decided;
mod declared;
mod features;
pub mod fit;
mod hashtags;
mod marks;
mod outcome;
mod overlap;
mod parts;
mod pictures;
mod profile;
mod rivals;
mod score;
mod timing;
pub mod weights;

use crate::corpora::{PAIRING, PairingWeights};
use crate::model::{
    Bilingual, Comparison, Decision, Interval, Judged, Language, Outcome, Pair, Post, Presence,
    Skew, TextLanguage,
};
use crate::text::reading::Reading;
use belief::Beliefs;
use decided::Decided;
use jiff::SignedDuration;
use profile::{Profile, Sides};
use rivals::Rivals;
use score::{Edge, Scorer, strongest};
use std::collections::{BTreeMap, HashSet};

/// Options of this stage, `[pairing]` in the configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// How far apart two versions may be, and how long a counterpart may take.
    pub window: SignedDuration,
    /// The institution's accounts as `(platform, handle)`, each with the id of its presence: a repost of one of
    /// them is no third-party content, and the two accounts of a presence are one handle.
    pub accounts: BTreeMap<(String, String), String>,
    /// French hashtags and the English ones that they stand for, in lower case with their `#`.
    pub hashtags: BTreeMap<String, String>,
    /// The weights of the features: those of `corpora/pairing.toml`, or the institution's own (`tandem train pairing`).
    pub weights: PairingWeights,
    /// What persons decided about pairs (`decisions.csv`).
    pub decisions: Vec<Decision>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            window: SignedDuration::from_hours(7 * 24),
            accounts: BTreeMap::new(),
            hashtags: BTreeMap::new(),
            weights: PAIRING.clone(),
            decisions: Vec::new(),
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
/// `posts` holds those of the period and of its [`margin`]; `covered` is what was read of each side, joined. With
/// the comparison comes what was read of the text of each of its posts, in the same order, for the rules.
#[must_use]
pub fn compare(
    presence: Presence,
    posts: Vec<Post>,
    covered: Bilingual<Vec<Interval>>,
    period: Interval,
    options: &Options,
) -> (Comparison, Vec<Reading>) {
    let (judged, readings, mut profiles) = prepare(&presence, posts, period, options);
    if hashtags::are_to_learn(&profiles) {
        let pairs = Scorer::new(&profiles, options).likely_pairs();
        let learned = hashtags::learn(&profiles, &pairs);
        hashtags::translate(&mut profiles, &learned);
    }
    let scorer = Scorer::new(&profiles, options);
    let decided = Decided::new(&judged, &options.decisions);
    let settled = settled(&decided, declared::pairs(&judged, &profiles));
    let edges = open(scorer.edges(), &settled, &decided);
    let beliefs = Beliefs::new(&edges);
    let rivals = Rivals::new(&edges);
    let found = assign::assign(&edges)
        .into_iter()
        .filter(|edge| {
            beliefs.has_counterpart(edge.english) && beliefs.has_counterpart(edge.french)
        })
        .map(|edge| pair(&edge, &beliefs, &rivals, &scorer, &judged));
    let said = settled.iter().map(|places| said(*places, &judged));
    let mut pairs: Vec<Pair> = found.chain(said).collect();
    pairs.sort_by_key(|pair| (pair.english.min(pair.french), pair.english));
    let mut comparison = Comparison {
        presence,
        period,
        covered,
        posts: judged,
        pairs,
        decisions: decided.decisions.clone(),
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
    let look = outcome::Look {
        rivals: &rivals,
        beliefs: &beliefs,
        scorer: &scorer,
        decided: &decided,
    };
    outcome::settle(&mut comparison, &look, options);
    (comparison, readings)
}

/// The posts in order of time, each judged by itself, what was read of their texts, and what pairing looks at in them.
fn prepare(
    presence: &Presence,
    posts: Vec<Post>,
    period: Interval,
    options: &Options,
) -> (Vec<Judged>, Vec<Reading>, Vec<Profile>) {
    let mut posts = name_own_replies(posts);
    sort(&mut posts);
    let sides = Sides::new(presence);
    let (judged, readings): (Vec<Judged>, Vec<Reading>) = posts
        .into_iter()
        .map(|post| profile::judge(post, &sides, period, options))
        .unzip();
    let profiles = profile::profiles(&judged, &readings, presence, options);
    (judged, readings, profiles)
}

/// The pairs that need no score, with the decision that made them: those of persons, then those that are declared and
/// that nobody decided otherwise about.
fn settled(decided: &Decided, declared: Vec<(usize, usize)>) -> Vec<(usize, usize, Option<usize>)> {
    let said = decided.pairs.iter();
    let mut settled: Vec<_> = said.map(|(e, f, number)| (*e, *f, Some(*number))).collect();
    let taken: HashSet<usize> = settled.iter().flat_map(|(e, f, _)| [*e, *f]).collect();
    let free = declared.into_iter().filter(|(english, french)| {
        decided.allows(*english, *french) && !taken.contains(english) && !taken.contains(french)
    });
    settled.extend(free.map(|(english, french)| (english, french, None)));
    settled
}

/// The edges that touch no post of a settled pair and that nobody rejected.
fn open(
    mut edges: Vec<Edge>,
    settled: &[(usize, usize, Option<usize>)],
    decided: &Decided,
) -> Vec<Edge> {
    let taken: HashSet<usize> = settled.iter().flat_map(|(e, f, _)| [*e, *f]).collect();
    edges.retain(|edge| {
        decided.allows(edge.english, edge.french)
            && !taken.contains(&edge.english)
            && !taken.contains(&edge.french)
    });
    edges
}

/// A pair that was decided or declared.
fn said((english, french, decision): (usize, usize, Option<usize>), judged: &[Judged]) -> Pair {
    let reason = match decision {
        Some(_) => decided::REASON,
        None => declared::REASON,
    };
    Pair {
        english,
        french,
        confidence: 1.0,
        needs_review: false,
        evidence: vec![reason],
        runner_up: None,
        skew: skew(&judged[english].post, &judged[french].post),
        decision,
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
        evidence: strongest(&scorer.added(edge), REASONS),
        runner_up: rivals.runner_up(edge, scorer),
        skew: skew(&judged[edge.english].post, &judged[edge.french].post),
        decision: None,
    }
}

/// Reasons that are given for a pair.
const REASONS: usize = 3;
/// Pairs below this probability go to a person.
const REVIEW: f64 = 0.9;

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

/// In order of time, then of key.
fn sort(posts: &mut [Post]) {
    posts.sort_by(|a, b| {
        (a.published_at, &a.platform, &a.id).cmp(&(b.published_at, &b.platform, &b.id))
    });
}

/// A reply that does not say whom it answers, but whose parent is the account's own post, is a thread.
fn name_own_replies(mut posts: Vec<Post>) -> Vec<Post> {
    let is_open = |post: &Post| {
        let reference = post.origin.reference();
        reference.is_some_and(|it| it.account.is_none())
    };
    if !posts.iter().any(is_open) {
        return posts;
    }
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
        // Two texts in one language leave one public without, however alike they are.
        && !(one.language == other.language
            && (one.is_repost || one.is_slip || other.is_slip))
}
