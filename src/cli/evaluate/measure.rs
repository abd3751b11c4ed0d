//! What tandem says of labelled posts, against what is true; and what the nearest in time would say.

use super::figures::Figures;
use crate::cli::labelled::Labelled;
use crate::model::{
    Bilingual, Comparison, Interval, Judged, Language, Outcome, Presence, Reason, TextLanguage,
};
use crate::pairing::{self, Options};
use crate::text::{language, pieces};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashMap};

type PairOfIds = (String, String);

/// Adds what is found in one presence to the figures.
pub(super) fn measure(
    presence: &Presence,
    posts: &[Labelled],
    delay: u64,
    held_out: bool,
    options: &Options,
    figures: &mut Figures,
) {
    let comparison = compare(presence, posts, options);
    let known: HashMap<&str, &Labelled> =
        posts.iter().map(|it| (it.post.id.as_str(), it)).collect();
    let truth = Truth::of(posts);
    let counts = |id: &str| {
        known
            .get(id)
            .is_some_and(|it| !held_out || it.is_held_out())
    };
    let week = |id: &str| known.get(id).map_or(0, |it| it.week);
    let id = |index: usize| comparison.posts[index].post.id.as_str();
    let exempt: BTreeSet<String> = comparison
        .posts
        .iter()
        .filter(|judged| needs_none(judged))
        .map(|judged| judged.post.id.clone())
        .collect();
    let said = Said {
        pairs: comparison
            .pairs
            .iter()
            .map(|pair| ordered(id(pair.english), id(pair.french)))
            .collect(),
        missing: with(&comparison, |judged| {
            judged.outcome == Outcome::MissingCounterpart
        }),
    };
    let nearest = nearest_in_time(&comparison, &exempt, delay);
    errors(&comparison, &truth, &said, &exempt, &counts, figures);
    for (said, tallies) in [(said, &mut figures.ours), (nearest, &mut figures.baseline)] {
        let key = |id: &str| (presence.id.clone(), week(id));
        let pairs = said.pairs.iter();
        for pair in pairs.filter(|pair| counts(&pair.0) && !truth.is_grouped(&pair.0, &pair.1)) {
            tallies
                .entry(key(&pair.0))
                .or_default()
                .pairs
                .say(truth.pairs.contains(pair));
        }
        for pair in truth.pairs.iter().filter(|pair| counts(&pair.0)) {
            tallies.entry(key(&pair.0)).or_default().pairs.is_true();
        }
        for judged in comparison
            .posts
            .iter()
            .filter(|judged| counts(&judged.post.id))
        {
            let id = judged.post.id.as_str();
            let is_single = truth.single.contains(id) && !exempt.contains(id);
            let missing = tallies
                .entry(key(id))
                .or_default()
                .missing
                .get_mut(judged.served().unwrap_or(Language::English));
            if said.missing.contains(id) && !truth.is_grouped(id, id) {
                missing.say(is_single);
            }
            if is_single {
                missing.is_true();
            }
        }
    }
    for (index, judged) in comparison.posts.iter().enumerate() {
        if counts(&judged.post.id) {
            reliability(&comparison, index, &truth, figures);
            language_of(judged, figures);
            figures.read += 1;
            *figures.outcomes.entry(judged.outcome.code()).or_default() += 1;
            figures.to_a_person += usize::from(is_for_a_person(&comparison, judged));
        }
    }
    skews(&comparison, &truth, &counts, figures);
}

/// Posts that nobody owes a version of. Those that tandem only took for bilingual, or whose language it did not
/// know, stay among what is to be found.
fn needs_none(judged: &Judged) -> bool {
    matches!(
        judged.reason,
        Some(
            Reason::NoWords
                | Reason::Fragment
                | Reason::ThirdLanguage
                | Reason::Reply
                | Reason::ThirdParty
                | Reason::OwnAccount
                | Reason::Deleted
        )
    )
}

fn is_for_a_person(comparison: &Comparison, judged: &Judged) -> bool {
    judged.reason == Some(Reason::PossibleCounterpart)
        || judged
            .pair
            .is_some_and(|pair| comparison.pairs[pair].needs_review)
}

/// The probability of a post's likeliest counterpart, and whether it is the true one.
fn reliability(comparison: &Comparison, index: usize, truth: &Truth, figures: &mut Figures) {
    let judged = &comparison.posts[index];
    let likeliest = match (judged.pair, judged.nearest) {
        (Some(pair), _) => {
            let pair = &comparison.pairs[pair];
            Some((pair.english + pair.french - index, pair.confidence))
        }
        (None, nearest) => nearest.map(|it| (it.post, it.confidence)),
    };
    if let Some((other, confidence)) = likeliest {
        let pair = ordered(&judged.post.id, &comparison.posts[other].post.id);
        figures
            .beliefs
            .push((confidence, truth.pairs.contains(&pair)));
    }
}

/// The language of the text against that of the account.
fn language_of(judged: &Judged, figures: &mut Figures) {
    // The words of a repost are not the account's; a third language is no mistake.
    let Some(side) = judged.side.filter(|_| !needs_none(judged)) else {
        return;
    };
    let words = language::detect_prose(&pieces::find(&judged.post.content.text).prose).words;
    let row = &mut figures.languages[match words {
        0 => return,
        1..=3 => 0,
        4..=8 => 1,
        9..=20 => 2,
        _ => 3,
    }];
    match judged.language {
        TextLanguage::Undetermined => row.abstained += 1,
        language if language.single() == Some(side) => row.right += 1,
        _ => row.wrong += 1,
    }
}

/// Names what tandem got wrong.
fn errors(
    comparison: &Comparison,
    truth: &Truth,
    said: &Said,
    exempt: &BTreeSet<String>,
    counts: &impl Fn(&str) -> bool,
    figures: &mut Figures,
) {
    for pair in &comparison.pairs {
        let ids = [pair.english, pair.french].map(|index| comparison.posts[index].post.id.as_str());
        if counts(ids[0])
            && !truth.pairs.contains(&ordered(ids[0], ids[1]))
            && !truth.is_grouped(ids[0], ids[1])
        {
            let kind = Bilingual::new("wrong pair", "paire fausse");
            figures.errors.push((kind, pair.confidence, ids.join(" ")));
        }
    }
    for judged in comparison
        .posts
        .iter()
        .filter(|judged| counts(&judged.post.id))
    {
        let id = &judged.post.id;
        let kind = match (said.missing.contains(id), truth.single.contains(id)) {
            (true, false) if !truth.is_grouped(id, id) => {
                Bilingual::new("not missing", "pas manquant")
            }
            (false, true) if !exempt.contains(id) && judged.pair.is_none() => {
                Bilingual::new("missing, in doubt", "manquant, mis en doute")
            }
            _ => continue,
        };
        let nearest = judged.nearest.map_or(0.0, |nearest| nearest.confidence);
        figures.errors.push((kind, nearest, id.clone()));
    }
}

/// How far the skew we say is from the true one, for every true pair of which a post was paired.
fn skews(
    comparison: &Comparison,
    truth: &Truth,
    counts: &impl Fn(&str) -> bool,
    figures: &mut Figures,
) {
    let at: HashMap<&str, i64> = comparison
        .posts
        .iter()
        .map(|judged| {
            (
                judged.post.id.as_str(),
                judged.post.published_at.as_second(),
            )
        })
        .collect();
    let said: HashMap<&str, i64> = comparison
        .pairs
        .iter()
        .flat_map(|pair| {
            let posts = [pair.english, pair.french].map(|index| &comparison.posts[index].post);
            let skew = posts[1].published_at.as_second() - posts[0].published_at.as_second();
            [(posts[0].id.as_str(), skew), (posts[1].id.as_str(), -skew)]
        })
        .collect();
    for (one, other) in truth.pairs.iter().filter(|pair| counts(&pair.0)) {
        if let (Some(said), Some(a), Some(b)) = (
            said.get(one.as_str()),
            at.get(one.as_str()),
            at.get(other.as_str()),
        ) {
            figures.skew_errors.push((said - (b - a)).abs());
        }
    }
}

/// What one method says.
struct Said {
    pairs: BTreeSet<PairOfIds>,
    missing: BTreeSet<String>,
}

/// The labels as sets of post ids.
struct Truth {
    pairs: BTreeSet<PairOfIds>,
    single: BTreeSet<String>,
    /// Labels of more than two posts, say of a thread: any two of one are neither right nor wrong.
    groups: HashMap<String, String>,
}

impl Truth {
    fn of(posts: &[Labelled]) -> Self {
        let mut by_label: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut single = BTreeSet::new();
        for it in posts {
            match &it.label {
                Some(label) => by_label.entry(label).or_default().push(&it.post.id),
                None => {
                    single.insert(it.post.id.clone());
                }
            }
        }
        let mut groups = HashMap::new();
        for (label, ids) in by_label.iter().filter(|(_, ids)| ids.len() > 2) {
            groups.extend(ids.iter().map(|id| ((*id).to_owned(), (*label).to_owned())));
        }
        let pairs = by_label
            .into_values()
            .filter(|ids| ids.len() == 2)
            .map(|ids| ordered(ids[0], ids[1]))
            .collect();
        Self {
            pairs,
            single,
            groups,
        }
    }

    /// Do both posts, or does the one, belong to a label of more than two?
    fn is_grouped(&self, one: &str, other: &str) -> bool {
        let group = self.groups.get(one);
        group.is_some() && group == self.groups.get(other)
    }
}

fn ordered(one: &str, other: &str) -> PairOfIds {
    if one < other {
        (one.into(), other.into())
    } else {
        (other.into(), one.into())
    }
}

fn with(comparison: &Comparison, wanted: impl Fn(&Judged) -> bool) -> BTreeSet<String> {
    let posts = comparison.posts.iter().filter(|judged| wanted(judged));
    posts.map(|judged| judged.post.id.clone()).collect()
}

/// Our pairing over everything, as if both accounts had been read long before and after.
fn compare(presence: &Presence, posts: &[Labelled], options: &Options) -> Comparison {
    let all = Interval {
        from: Timestamp::MIN,
        to: Timestamp::MAX,
    };
    let reads = posts.iter().map(|it| it.post.clone()).collect();
    let covered = Bilingual::new(vec![all], vec![all]);
    pairing::compare(presence.clone(), reads, covered, all, options).0
}

/// Takes the two posts nearest in time, then the next two, and so on; within an hour and the delay.
fn nearest_in_time(comparison: &Comparison, exempt: &BTreeSet<String>, delay: u64) -> Said {
    let limit = 3600 * (1 + i64::try_from(delay).unwrap_or(0));
    let mut candidates = Vec::new();
    for (at, one) in comparison.posts.iter().enumerate() {
        for other in &comparison.posts[at + 1..] {
            let gap = other.post.published_at.as_second() - one.post.published_at.as_second();
            if gap > limit {
                break;
            }
            if one.served() != other.served() {
                candidates.push((gap, one.post.id.as_str(), other.post.id.as_str()));
            }
        }
    }
    candidates.sort_unstable();
    let (mut taken, mut pairs) = (BTreeSet::new(), BTreeSet::new());
    for (_, one, other) in candidates {
        if !taken.contains(one) && !taken.contains(other) {
            taken.extend([one, other]);
            pairs.insert(ordered(one, other));
        }
    }
    let missing = with(comparison, |judged| {
        let id = judged.post.id.as_str();
        !taken.contains(id) && !exempt.contains(id)
    });
    Said { pairs, missing }
}
