//! What a reader is shown of posts, pairs and doubts: kept of each presence beside its rows.

use super::rows::address;
use super::words::Words;
use crate::model::{
    Bilingual, Comparison, Evidence, Interval, Judged, Language, Outcome, Pair, Precision, Reason,
    TextLanguage,
};
use crate::text::shown;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// The last weeks of a period that a timeline draws.
pub(super) const TIMELINE_WEEKS: usize = 6;
/// Posts without a verdict that are kept one by one; the rest is counted.
pub(super) const UNJUDGED_KEPT: usize = 100;

/// What an account published, as a reader saw it.
#[derive(Debug, Clone)]
pub(super) struct Quoted {
    /// What names it in our files.
    pub(super) key: String,
    pub(super) account: String,
    pub(super) text: String,
    /// Permalink; empty where there is none.
    pub(super) url: String,
    pub(super) at: Timestamp,
    pub(super) precision: Precision,
    /// The language of the words.
    pub(super) language: TextLanguage,
}

impl Quoted {
    /// The words of a post; of a repost those of the original.
    pub(super) fn of(judged: &Judged) -> Self {
        let post = &judged.post;
        let passed_on = post.origin.reference().and_then(|it| it.text.as_ref());
        let (text, language) = match passed_on {
            Some(text) if post.content.text.is_empty() => (text, judged.reference_language),
            _ => (&post.content.text, judged.language),
        };
        Self {
            key: post.key(),
            account: shown(&post.account).into_owned(),
            text: text.clone(),
            url: address(post).to_owned(),
            at: post.published_at,
            precision: post.precision,
            language,
        }
    }
}

/// From which probability on it helps to see what came nearest to a post.
const WORTH_SEEING: f64 = 0.01;

/// Why two posts are a pair, or how near another one came.
#[derive(Debug)]
pub(super) struct Why {
    /// Probability that the two say the same.
    pub(super) confidence: f64,
    /// The strongest first, and whether each speaks for the pair.
    pub(super) reasons: Vec<(Bilingual<&'static str>, bool)>,
    pub(super) runner_up: Option<Second>,
}

/// What came second, and in what it was weaker.
#[derive(Debug)]
pub(super) struct Second {
    pub(super) language: Language,
    pub(super) quoted: Quoted,
    pub(super) weaker: Vec<Bilingual<&'static str>>,
}

impl Why {
    /// Of a pair: its reasons and its runner-up.
    pub(super) fn of_pair(pair: &Pair, comparison: &Comparison) -> Self {
        let words = |reasons: &[Evidence]| reasons.iter().map(|reason| reason.text).collect();
        Self {
            confidence: pair.confidence,
            reasons: pair
                .evidence
                .iter()
                .map(|reason| (reason.text, reason.weight > 0.0))
                .collect(),
            runner_up: pair.runner_up.as_ref().map(|second| Second {
                weaker: words(&second.lost_by),
                ..Second::of(&comparison.posts[second.post])
            }),
        }
    }

    /// Of a post: its pair, else what came nearest.
    pub(super) fn of_post(index: usize, comparison: &Comparison) -> Option<Self> {
        let judged = &comparison.posts[index];
        if let Some(pair) = judged.pair {
            return Some(Self::of_pair(&comparison.pairs[pair], comparison));
        }
        let nearest = judged.nearest.filter(|it| it.confidence >= WORTH_SEEING)?;
        Some(Self {
            confidence: nearest.confidence,
            reasons: Vec::new(),
            runner_up: Some(Second::of(&comparison.posts[nearest.post])),
        })
    }
}

impl Second {
    fn of(judged: &Judged) -> Self {
        Self {
            language: judged.served().unwrap_or(Language::English),
            quoted: Quoted::of(judged),
            weaker: Vec::new(),
        }
    }
}

/// A post whose counterpart may still come.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) language: Language,
    pub(super) quoted: Quoted,
}

/// Two posts that may or may not be a pair.
#[derive(Debug)]
pub(super) struct Doubt {
    pub(super) at: Timestamp,
    /// When the post came that has this counterpart already.
    pub(super) taken_by: Option<Timestamp>,
    pub(super) quoted: Bilingual<Quoted>,
    pub(super) is_paired: bool,
    pub(super) why: Why,
}

impl Doubt {
    /// What is thought of a self.
    pub(super) fn verdict(&self, w: Words) -> String {
        let share = w.probability(self.why.confidence);
        match self.taken_by.map(|at| w.instant(at)) {
            Some(at) => format!(
                "{} {at}.",
                w.say(
                    "Repeated, or said in two posts? The other one is the counterpart of that of",
                    "Répétée, ou dite en deux publications? L’autre est l’équivalent de celle du"
                )
            ),
            None if self.is_paired => format!(
                "{} {share}.",
                w.say("Taken for a pair, probability", "Jumelées, probabilité de")
            ),
            None => format!(
                "{} {share}.",
                w.say(
                    "Not taken for a pair, probability",
                    "Non jumelées, probabilité de"
                )
            ),
        }
    }
}

/// A post without a verdict, and why.
#[derive(Debug)]
pub(super) struct Unjudged {
    pub(super) outcome: Outcome,
    pub(super) reason: Option<Reason>,
    pub(super) quoted: Quoted,
}

/// One publication on the timeline.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) at: Bilingual<Option<Timestamp>>,
    pub(super) outcome: Outcome,
    pub(super) skew: Option<i64>,
}

/// What is kept of a presence for its readers.
#[derive(Debug)]
pub(super) struct Shown {
    /// Pairs that are probable only, and posts that may be a pair: for a person to look at.
    pub(super) doubts: Vec<Doubt>,
    /// Posts whose counterpart may still come.
    pub(super) pending: Vec<Pending>,
    /// The first posts that got no verdict.
    pub(super) unjudged: Vec<Unjudged>,
    /// All of them, by outcome and reason.
    pub(super) why_unjudged: BTreeMap<(Outcome, Option<Reason>), usize>,
    /// The publications of the last weeks, in order of time.
    pub(super) marks: Vec<Mark>,
}

impl Shown {
    pub(super) fn of(comparison: &Comparison) -> Self {
        let no_verdict = |judged: &&Judged| {
            matches!(
                judged.outcome,
                Outcome::Undecidable | Outcome::NotComparable | Outcome::Exempt
            )
        };
        let mut why_unjudged = BTreeMap::new();
        for judged in comparison.inside().filter(no_verdict) {
            *why_unjudged
                .entry((judged.outcome, judged.reason))
                .or_default() += 1;
        }
        let unjudged = comparison.inside().filter(no_verdict).take(UNJUDGED_KEPT);
        Self {
            doubts: doubts(comparison),
            pending: pending(comparison),
            unjudged: unjudged
                .map(|judged| Unjudged {
                    outcome: judged.outcome,
                    reason: judged.reason,
                    quoted: Quoted::of(judged),
                })
                .collect(),
            why_unjudged,
            marks: marks(comparison),
        }
    }
}

/// What a person should look at, in order of time.
fn doubts(comparison: &Comparison) -> Vec<Doubt> {
    let at = |index: usize| comparison.posts[index].post.published_at;
    let quoted = |index: usize| Quoted::of(&comparison.posts[index]);
    let doubt = |english: usize, french: usize, is_paired: bool, why: Why| Doubt {
        at: at(english).min(at(french)),
        taken_by: None,
        quoted: Bilingual::new(quoted(english), quoted(french)),
        is_paired,
        why,
    };
    let paired = comparison
        .pairs
        .iter()
        .filter(|pair| pair.needs_review)
        .filter(|pair| comparison.is_inside(pair))
        .map(|pair| {
            let why = Why::of_pair(pair, comparison);
            doubt(pair.english, pair.french, true, why)
        });
    let open = comparison
        .posts
        .iter()
        .enumerate()
        .filter_map(|(index, judged)| {
            let nearest = judged
                .nearest
                .filter(|_| judged.reason == Some(Reason::PossibleCounterpart))?;
            let other = &comparison.posts[nearest.post];
            // Where each of the two names the other, the first in time tells of both.
            let mutual =
                other.pair.is_none() && other.nearest.is_some_and(|back| back.post == index);
            let first = judged.inside && !(mutual && other.inside && nearest.post < index);
            let (english, french) = if judged.served() == Some(Language::English) {
                (index, nearest.post)
            } else {
                (nearest.post, index)
            };
            first.then(|| {
                let why = Why {
                    confidence: nearest.confidence,
                    reasons: Vec::new(),
                    runner_up: None,
                };
                let mut doubt = doubt(english, french, false, why);
                if let Some(pair) = other.pair.map(|pair| &comparison.pairs[pair]) {
                    doubt.at = judged.post.published_at;
                    doubt.taken_by = Some(at(pair.english + pair.french - nearest.post));
                }
                doubt
            })
        });
    let mut doubts: Vec<Doubt> = paired.chain(open).collect();
    doubts.sort_by_key(|doubt| doubt.at);
    doubts
}

/// The posts that wait for their counterpart, oldest first.
fn pending(comparison: &Comparison) -> Vec<Pending> {
    let waiting = comparison
        .inside()
        .filter(|judged| judged.outcome == Outcome::Pending);
    waiting
        .map(|judged| Pending {
            language: judged.served().unwrap_or(Language::English),
            quoted: Quoted::of(judged),
        })
        .collect()
}

/// The publications of the last weeks; a pair stands where its second version came.
fn marks(comparison: &Comparison) -> Vec<Mark> {
    let weeks = i64::try_from(TIMELINE_WEEKS).unwrap_or(0);
    let length = SignedDuration::from_hours(weeks * 7 * 24 + 1);
    let to = comparison.period.to;
    let shown = Interval {
        from: to.checked_sub(length).unwrap_or(comparison.period.from),
        to,
    };
    let posts = &comparison.posts;
    let at = |index: usize| posts[index].post.published_at;
    let marks = posts.iter().enumerate().filter_map(|(index, judged)| {
        let mut mark = Mark {
            at: Bilingual::default(),
            outcome: judged.outcome,
            skew: None,
        };
        let last = if let Some(pair) = judged.pair.map(|pair| &comparison.pairs[pair]) {
            if index != pair.english.max(pair.french) {
                return None;
            }
            mark.at = Bilingual::new(Some(at(pair.english)), Some(at(pair.french)));
            mark.skew = pair.skew.known();
            index
        } else {
            let language = judged.side.or(judged.served());
            *mark.at.get_mut(language.unwrap_or(Language::English)) = Some(at(index));
            index
        };
        (judged.inside && shown.contains(at(last))).then_some(mark)
    });
    marks.collect()
}
