//! What `tandem import` keeps of an export: the files, then post after post as they are read, all in one transaction.

use super::sources::Terms;
use crate::exports::{self, File, Found, Import};
use crate::model::{Account, Bilingual, CoverageState, Interval, Post, Problem};
use crate::store::{self, Coverage, CoverageOrigin, Store, Stored, Writer};
use crate::text::wording;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// A post this much after the clock of the computer came from a wrong clock.
const FUTURE: SignedDuration = SignedDuration::from_mins(5);
/// Rejected records that are named on the screen; all are in the report.
const NAMED: usize = 20;
/// Posts that are in memory at once.
const BATCH: usize = 4096;
/// So many posts tell the language of an account.
const SAMPLE: usize = 50;

/// What an import brought.
pub(crate) struct Taken {
    /// What was read, but for its posts and rejected records.
    pub(crate) import: Import,
    /// Posts that were new, changed, known.
    pub(crate) new: usize,
    pub(crate) changed: usize,
    pub(crate) same: usize,
    /// Records that could not be used: how many, and the first.
    pub(crate) rejected: usize,
    pub(crate) first_rejected: Vec<Problem>,
    /// The accounts, by platform and handle.
    pub(crate) accounts: BTreeMap<(String, String), Seen>,
}

impl Taken {
    /// What came of it, on one line.
    pub(crate) fn text(&self, label: &str) -> Bilingual<String> {
        let count = |number: usize| wording::count(number);
        let (records, rejects) = (count(self.import.records), count(self.rejected));
        let (new, changed, same) = (count(self.new), count(self.changed), count(self.same));
        let format = self.import.format;
        Bilingual::text(
            format!(
                "{label}: {}, records: {} (new: {}, changed: {}, known: {}, rejected: {})",
                format.english,
                records.english,
                new.english,
                changed.english,
                same.english,
                rejects.english
            ),
            format!(
                "{label}\u{a0}: {}, enregistrements\u{a0}: {} (nouveaux\u{a0}: {}, modifiés\u{a0}: {}, connus\u{a0}: {}, rejetés\u{a0}: {})",
                format.french,
                records.french,
                new.french,
                changed.french,
                same.french,
                rejects.french
            ),
        )
    }
}

/// What was seen of an account.
pub(crate) struct Seen {
    /// From its first to its last post.
    span: Interval,
    /// A few posts, which tell its language.
    pub(crate) posts: Vec<Post>,
}

/// Reads an export and stores it, all or nothing: raw bytes, posts, profiles, coverage and rejected records.
pub(crate) fn take(
    store: &mut Store,
    label: &str,
    files: &[File],
    terms: &Terms,
    now: Timestamp,
) -> Result<Taken, Problem> {
    store.write(|writer| {
        // Posts are traced to the file that holds most of an export.
        let mut raw = (0, 0);
        for file in exports::used(files, &terms.options) {
            let source = if file.name == label {
                label.to_owned()
            } else {
                format!("{label}/{}", file.name)
            };
            let id = writer.file(&source, now, &file.sha256(), || file.reader())?;
            raw = raw.max((file.size(), id));
        }
        writer.forget_rejected(label)?;
        let mut intake = Intake::new(writer, label, raw.1, now);
        let read = exports::stream(label, files, &terms.options, &mut |found| {
            intake.take(found);
        });
        intake.taken.import = read.map_err(store::failure)?;
        intake.finish(terms)
    })
}

/// Takes what is found as it comes.
struct Intake<'w> {
    writer: &'w Writer<'w>,
    label: &'w str,
    raw: i64,
    now: Timestamp,
    /// Posts to be stored, and whether each was found before.
    batch: Vec<(Post, bool)>,
    /// Posts found so far.
    found: usize,
    /// The first that are from the future; they are named last.
    future: Vec<Problem>,
    taken: Taken,
    /// The first failure of the store: nothing is taken after it.
    failed: store::Written<()>,
}

impl<'w> Intake<'w> {
    fn new(writer: &'w Writer<'w>, label: &'w str, raw: i64, now: Timestamp) -> Self {
        Self {
            writer,
            label,
            raw,
            now,
            batch: Vec::new(),
            found: 0,
            future: Vec::new(),
            taken: Taken {
                import: Import::default(),
                new: 0,
                changed: 0,
                same: 0,
                rejected: 0,
                first_rejected: Vec::new(),
                accounts: BTreeMap::new(),
            },
            failed: Ok(()),
        }
    }

    fn take(&mut self, found: Found) {
        if self.failed.is_ok() {
            self.failed = match found {
                Found::Rejected(problem) => self.reject(problem, false),
                Found::Post(index, post, _) => self.post(index, *post),
            };
        }
    }

    fn post(&mut self, index: usize, post: Post) -> store::Written<()> {
        let again = index < self.found;
        self.found += usize::from(!again);
        // A post of tomorrow comes from a wrong clock: it would stretch what is covered to where nobody has read.
        if post.published_at.duration_since(self.now) > FUTURE {
            return if again {
                Ok(())
            } else {
                self.reject(from_the_future(self.label, &post), true)
            };
        }
        if !again {
            self.see(&post);
        }
        self.batch.push((post, again));
        if self.batch.len() == BATCH {
            self.store()?;
        }
        Ok(())
    }

    /// Remembers whose post it is, and when it was published.
    fn see(&mut self, post: &Post) {
        let at = post.published_at;
        let end = at
            .saturating_add(SignedDuration::from_secs(1))
            .unwrap_or(at);
        let key = (post.platform.clone(), post.account.clone());
        let seen = self.taken.accounts.entry(key).or_insert_with(|| Seen {
            span: Interval { from: at, to: end },
            posts: Vec::new(),
        });
        seen.span.from = seen.span.from.min(at);
        seen.span.to = seen.span.to.max(end);
        if seen.posts.len() < SAMPLE {
            seen.posts.push(post.clone());
        }
    }

    fn reject(&mut self, problem: Problem, future: bool) -> store::Written<()> {
        self.writer.rejected(self.label, &problem)?;
        self.taken.rejected += 1;
        let first = if future {
            &mut self.future
        } else {
            &mut self.taken.first_rejected
        };
        if first.len() < NAMED {
            first.push(problem);
        }
        Ok(())
    }

    /// Stores the posts that wait. Account by account, in the order of the file: reports read them so, and the store
    /// lays them out so.
    fn store(&mut self) -> store::Written<()> {
        self.batch
            .sort_by(|(a, _), (b, _)| (&a.platform, &a.account).cmp(&(&b.platform, &b.account)));
        for (post, again) in self.batch.drain(..) {
            let stored = self.writer.post(&post, self.raw, self.now)?;
            if again {
                continue;
            }
            match stored {
                Stored::New => self.taken.new += 1,
                Stored::Changed => self.taken.changed += 1,
                Stored::Same => self.taken.same += 1,
            }
        }
        Ok(())
    }

    fn finish(mut self, terms: &Terms) -> store::Written<Taken> {
        std::mem::replace(&mut self.failed, Ok(()))?;
        if terms.wants_posts
            && self.found == 0
            && let Some(first) = self.taken.first_rejected.first()
        {
            return Err(store::failure(no_export(self.label, first)));
        }
        self.store()?;
        let mut taken = self.taken;
        let room = NAMED - taken.first_rejected.len();
        taken
            .first_rejected
            .extend(self.future.into_iter().take(room));
        for profile in &taken.import.profiles {
            self.writer.profile(profile, self.raw, self.now)?;
        }
        for (account, coverage) in covered(&mut taken, self.label, terms, self.now) {
            self.writer.coverage(&account, &coverage)?;
        }
        Ok(taken)
    }
}

fn no_export(label: &str, first: &Problem) -> Problem {
    let Problem { place, message } = first;
    Problem::new(
        label,
        format!(
            "no record of it could be used, so nothing of it was stored; is it the right file? The first one, {place}: {}",
            message.english
        ),
        format!(
            "aucun enregistrement utilisable, donc rien n’en a été conservé; est-ce le bon fichier? Le premier, {place}\u{a0}: {}",
            message.french
        ),
    )
}

fn from_the_future(label: &str, post: &Post) -> Problem {
    Problem::new(
        format!("{label}: {}", post.key()),
        format!(
            "published in the future ({}); a wrong clock, or a time zone taken for another? Export again",
            post.published_at
        ),
        format!(
            "publiée dans le futur ({}); horloge fausse ou fuseau horaire confondu? Exportez de nouveau",
            post.published_at
        ),
    )
}

/// What an import covers of each account: as the user or the export says, else from the account's first to its
/// last post; never beyond now. With rejected records it is covered only in part: any of them may be the
/// counterpart that seems to be missing.
fn covered(
    taken: &mut Taken,
    label: &str,
    terms: &Terms,
    now: Timestamp,
) -> Vec<(Account, Coverage)> {
    let said = terms.declared.or(taken.import.covered);
    let origin = if said.is_some() {
        CoverageOrigin::Declared
    } else {
        CoverageOrigin::Inferred
    };
    let (mut state, mut detail) = (CoverageState::Ok, Bilingual::default());
    if taken.rejected > 0 && !terms.allow_rejected {
        state = CoverageState::Partial;
        let count = wording::count(taken.rejected);
        detail = Bilingual::text(
            format!(
                "records that could not be used: {}; mend them and import again, or say --allow-rejected",
                count.english
            ),
            format!(
                "enregistrements inutilisables\u{a0}: {}; corrigez-les et importez de nouveau, ou ajoutez --accepter-rejets",
                count.french
            ),
        );
    }
    let mut accounts: Vec<(Account, Interval, CoverageState)> = taken
        .accounts
        .iter()
        .map(|((platform, handle), seen)| {
            (
                Account::new(platform, handle),
                said.unwrap_or(seen.span),
                state,
            )
        })
        .collect();
    if let (Some(empty), Some(said)) = (&terms.account, said)
        && accounts
            .iter()
            .all(|(account, ..)| account.key() != empty.key())
    {
        let state = if state == CoverageState::Ok {
            CoverageState::OkEmpty
        } else {
            state
        };
        accounts.push((empty.clone(), said, state));
    }
    if said.is_some_and(|said| said.to > now) {
        taken.import.remarks.push(Problem::new(
            label,
            "what is said to be covered ends in the future; it is taken to end now",
            "la période dite couverte se termine dans le futur; elle est réputée se terminer maintenant",
        ));
    }
    accounts
        .into_iter()
        .map(|(account, span, state)| {
            (
                account,
                Interval {
                    from: span.from,
                    to: span.to.min(now),
                },
                state,
            )
        })
        .filter(|(_, interval, _)| interval.from < interval.to)
        .map(|(account, interval, state)| {
            (
                account,
                Coverage {
                    interval,
                    state,
                    origin,
                    detail: detail.clone(),
                    recorded_at: now,
                },
            )
        })
        .collect()
}
