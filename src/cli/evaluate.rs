//! `tandem evaluate`: how right the pairing is on labelled posts, beside the simplest other way.
//!
//! The labels (`pair_id`) say which two posts are a pair; a post without label has no counterpart. The
//! baseline pairs the posts nearest in time, each once, within an hour (and the delay, if one is added).

use super::{End, Session, Stop, import};
use crate::exports;
use crate::model::{
    Account, Accounts, Bilingual, Comparison, Interval, Judged, Language, Outcome, Post, Presence,
    Problem, Reason,
};
use crate::pairing;
use crate::text::wording;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// A labelled post.
struct Labelled {
    post: Post,
    label: Option<String>,
}

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let mut labelled = Vec::new();
    for path in session
        .arguments
        .get_many::<String>("paths")
        .into_iter()
        .flatten()
    {
        labelled.extend(read(session, path)?);
    }
    let delay: u64 = number(session, "delay", 0)?.min(10_000);
    let remove: f64 = number(session, "remove", 0.0)?;
    let mut random = fastrand::Rng::with_seed(number(session, "seed", 1)?);
    let presences = presences(labelled)?;
    let (mut ours, mut baseline) = (Score::default(), Score::default());
    for (presence, posts) in presences {
        let posts = disturb(posts, &presence, delay, remove, &mut random);
        measure(&presence, &posts, delay, &mut ours, &mut baseline);
    }
    let text = render(&ours, &baseline, session.language);
    Session::print(&text)?;
    Ok(End::Nothing)
}

fn read(session: &Session, path: &str) -> Result<Vec<Labelled>, Problem> {
    let files = import::files(Path::new(path))?;
    let import = exports::read(path, &files, &exports::Options::default())?;
    import
        .rejected
        .iter()
        .for_each(|problem| session.warn(problem));
    let labels = import.labels.ok_or_else(|| {
        Problem::new(
            path,
            "no pair_id in these posts; evaluate needs labelled ones",
            "ces publications n’ont pas de pair_id; l’évaluation demande des publications étiquetées",
        )
    })?;
    Ok(import
        .posts
        .into_iter()
        .zip(labels)
        .map(|(post, label)| Labelled { post, label })
        .collect())
}

fn number<T: std::str::FromStr>(session: &Session, name: &str, default: T) -> Result<T, Problem> {
    let Some(text) = session.value(name) else {
        return Ok(default);
    };
    text.parse().map_err(|_| {
        Problem::new(
            format!("--{name}"),
            format!("“{text}” is not a number that fits here"),
            format!("«\u{a0}{text}\u{a0}» n’est pas un nombre valable ici"),
        )
    })
}

/// Accounts that share labels are the two sides of a presence; an account with all labels to itself is
/// bilingual. Which side is which is read from the texts.
fn presences(labelled: Vec<Labelled>) -> Result<Vec<(Presence, Vec<Labelled>)>, Problem> {
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
        let partner = accounts.iter().position(|(other, theirs)| {
            other.0 == key.0
                && theirs.iter().any(|it| {
                    it.label
                        .as_deref()
                        .is_some_and(|label| labels.contains(label))
                })
        });
        let account = |key: &(String, String)| Account {
            platform: key.0.clone(),
            handle: key.1.clone(),
            server: None,
        };
        let accounts = match partner.map(|at| accounts.remove(at)) {
            None => Accounts::One(account(&key)),
            Some((other, theirs)) => {
                let (here, there) = (side(&posts), side(&theirs));
                posts.extend(theirs);
                match (here, there) {
                    (Some(Language::French), _) | (_, Some(Language::English)) => {
                        Accounts::Two(Bilingual::new(account(&other), account(&key)))
                    }
                    (Some(Language::English), _) | (_, Some(Language::French)) => {
                        Accounts::Two(Bilingual::new(account(&key), account(&other)))
                    }
                    _ => {
                        return Err(Problem::new(
                            &key.1,
                            "which of the two accounts is the French one cannot be told",
                            "impossible de dire lequel des deux comptes est le compte français",
                        ));
                    }
                }
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

fn side(posts: &[Labelled]) -> Option<Language> {
    let posts: Vec<Post> = posts.iter().map(|it| it.post.clone()).collect();
    import::main_language(&posts)
}

/// Delays French posts and removes posts, as asked; a post whose counterpart was removed loses its label.
fn disturb(
    mut posts: Vec<Labelled>,
    presence: &Presence,
    delay: u64,
    remove: f64,
    random: &mut fastrand::Rng,
) -> Vec<Labelled> {
    let Accounts::Two(two) = &presence.accounts else {
        return posts;
    };
    let is_french = |it: &Labelled| Account::normal_handle(&two.french.handle) == it.post.account;
    posts.sort_by(|a, b| (a.post.published_at, &a.post.id).cmp(&(b.post.published_at, &b.post.id)));
    for it in posts.iter_mut().filter(|it| is_french(it)) {
        if delay > 0 {
            let seconds = i64::try_from(random.u64(0..delay * 3600)).unwrap_or(0);
            let later = it
                .post
                .published_at
                .saturating_add(SignedDuration::from_secs(seconds));
            it.post.published_at = later.unwrap_or(it.post.published_at);
        }
    }
    posts.retain(|it| random.f64() >= if is_french(it) { remove } else { remove / 2.0 });
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

/// What was said, against what is true.
#[derive(Default)]
struct Score {
    pairs_said: usize,
    pairs_true: usize,
    pairs_right: usize,
    missing_said: usize,
    missing_true: usize,
    missing_right: usize,
}

impl Score {
    fn add(
        &mut self,
        truth: &Truth,
        pairs: &BTreeSet<(String, String)>,
        missing: &BTreeSet<String>,
    ) {
        self.pairs_said += pairs.len();
        self.pairs_true += truth.pairs.len();
        self.pairs_right += pairs.intersection(&truth.pairs).count();
        self.missing_said += missing.len();
        self.missing_true += truth.single.len();
        self.missing_right += missing.intersection(&truth.single).count();
    }
}

/// The labels as sets of post ids.
struct Truth {
    pairs: BTreeSet<(String, String)>,
    single: BTreeSet<String>,
}

fn truth(posts: &[Labelled]) -> Truth {
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
    let pairs = by_label
        .into_values()
        .filter(|ids| ids.len() == 2)
        .map(|ids| ordered(ids[0], ids[1]))
        .collect();
    Truth { pairs, single }
}

fn ordered(one: &str, other: &str) -> (String, String) {
    if one < other {
        (one.into(), other.into())
    } else {
        (other.into(), one.into())
    }
}

fn measure(
    presence: &Presence,
    posts: &[Labelled],
    delay: u64,
    ours: &mut Score,
    baseline: &mut Score,
) {
    let mut truth = truth(posts);
    let comparison = compare(presence, posts);
    let id = |index: usize| comparison.posts[index].post.id.as_str();
    let pairs = comparison
        .pairs
        .iter()
        .map(|pair| ordered(id(pair.english), id(pair.french)))
        .collect();
    let with = |wanted: &dyn Fn(&Judged) -> bool| -> BTreeSet<String> {
        comparison
            .posts
            .iter()
            .filter(|judged| wanted(judged))
            .map(|judged| judged.post.id.clone())
            .collect()
    };
    // Posts that need no counterpart are nobody's to find missing; those in doubt still are.
    let exempt = with(&|judged| {
        matches!(
            judged.outcome,
            Outcome::Exempt | Outcome::Undecidable | Outcome::Bilingual
        ) && judged.reason != Some(Reason::PossibleCounterpart)
    });
    truth.single.retain(|id| !exempt.contains(id));
    ours.add(
        &truth,
        &pairs,
        &with(&|judged| judged.outcome == Outcome::MissingCounterpart),
    );
    let (pairs, missing) = nearest_in_time(&comparison, &exempt, delay);
    baseline.add(&truth, &pairs, &missing);
}

/// Our pairing over everything, as if both accounts had been read long before and after.
fn compare(presence: &Presence, posts: &[Labelled]) -> Comparison {
    let options = pairing::Options::default();
    let all = Interval {
        from: Timestamp::MIN,
        to: Timestamp::MAX,
    };
    let reads = posts.iter().map(|it| it.post.clone()).collect();
    pairing::compare(
        presence.clone(),
        reads,
        Bilingual::new(vec![all], vec![all]),
        all,
        &options,
    )
}

/// Takes the two posts nearest in time, then the next two, and so on; within an hour and the delay.
fn nearest_in_time(
    comparison: &Comparison,
    exempt: &BTreeSet<String>,
    delay: u64,
) -> (BTreeSet<(String, String)>, BTreeSet<String>) {
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
    let missing = comparison
        .posts
        .iter()
        .map(|judged| &judged.post.id)
        .filter(|id| !taken.contains(id.as_str()) && !exempt.contains(*id))
        .cloned()
        .collect();
    (pairs, missing)
}

fn render(ours: &Score, baseline: &Score, language: Language) -> String {
    let head = Bilingual::new(
        "                              right    said    true  precision  recall      F1",
        "                              justes    dits   vrais  précision  rappel      F1",
    );
    let mut text = format!("{}\n", head.get(language));
    for (name, score) in [
        (Bilingual::new("tandem", "tandem"), ours),
        (
            Bilingual::new("nearest in time", "plus proche (temps)"),
            baseline,
        ),
    ] {
        for (kind, right, said, true_) in [
            (
                Bilingual::new("pairs", "paires"),
                score.pairs_right,
                score.pairs_said,
                score.pairs_true,
            ),
            (
                Bilingual::new("missing", "manquants"),
                score.missing_right,
                score.missing_said,
                score.missing_true,
            ),
        ] {
            let (precision, recall) = (share(right, said), share(right, true_));
            let f1 = if precision + recall > 0.0 {
                2.0 * precision * recall / (precision + recall)
            } else {
                0.0
            };
            let cell = |value: f64| {
                let value = format!("{value:.4}");
                if language == Language::French {
                    value.replace('.', ",")
                } else {
                    value
                }
            };
            let _ = writeln!(
                text,
                "{:19} {:9} {right:6}  {said:6}  {true_:6}  {:>9}  {:>6}  {:>6}",
                name.get(language),
                kind.get(language),
                cell(precision),
                cell(recall),
                cell(f1)
            );
        }
    }
    let note = wording::count(ours.pairs_true);
    let _ = writeln!(text, "{}", Bilingual::text(
        format!("Labelled pairs: {}. Figures on posts that weights were fitted on are optimistic.", note.english),
        format!("Paires étiquetées\u{a0}: {}. Les chiffres sur des publications ayant servi à l’ajustement sont optimistes.", note.french),
    ).get(language));
    text
}

/// A share; of nothing it is 1 (nothing to find, nothing said).
#[expect(clippy::cast_precision_loss, reason = "counts of posts")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}
