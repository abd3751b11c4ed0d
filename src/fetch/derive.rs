//! Posts derived again from the answers that are kept, without asking anybody: after a program has learned to read
//! more of them.

use super::{Job, Options, Outcome};
use crate::model::{Account, CoverageState, Interval, Post, Problem, Profile, Reference};
use crate::platforms::{Answer, Page, Platform, Step, Walk};
use crate::store::{Store, Stored, StoredPage};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What all answers of an account say together: of each post its last word.
#[derive(Default)]
struct Derived {
    posts: BTreeMap<String, (Post, i64, Timestamp)>,
    earlier: Vec<(Post, i64, Timestamp)>,
    references: Vec<Reference>,
    profile: Option<(Profile, i64, Timestamp)>,
    problems: Vec<Problem>,
    pages: u64,
}

/// Reads every kept answer of the accounts again and stores what differs. Coverage stays as it is.
///
/// # Errors
/// When the store cannot be used.
pub fn derive(
    store: &mut Store,
    jobs: &[Job],
    options: &Options,
    platform: fn(&str) -> Option<&'static dyn Platform>,
) -> Result<Vec<Outcome>, Problem> {
    jobs.iter()
        .map(|job| match platform(&job.account.platform) {
            Some(platform) => account(store, job, options, platform),
            None => Ok(empty(&job.account)),
        })
        .collect()
}

fn account(
    store: &mut Store,
    job: &Job,
    options: &Options,
    platform: &dyn Platform,
) -> Result<Outcome, Problem> {
    let mut derived = Derived::default();
    for page in store.pages(&job.account)? {
        let Some(body) = store.raw(page.raw)? else {
            continue;
        };
        let walk = Walk {
            account: &job.account,
            window: page.window,
            services: &options.services,
            credential: platform.credential().is_some(),
        };
        if let Some(meaning) = meaning(platform, &walk, &page, &body) {
            derived.take(meaning, &page);
        }
    }
    let mut outcome = empty(&job.account);
    if derived.pages > 0 {
        outcome.state = CoverageState::Ok;
    }
    store.write(|writer| {
        for (post, raw, at) in derived.posts.values() {
            match writer.post(post, *raw, *at)? {
                Stored::New => outcome.new += 1,
                Stored::Changed => outcome.changed += 1,
                Stored::Same => outcome.same += 1,
            }
        }
        for (post, raw, at) in &derived.earlier {
            writer.earlier(post, *raw, *at)?;
        }
        if let Some((profile, raw, at)) = &derived.profile {
            writer.profile(profile, *raw, *at)?;
        }
        for reference in &derived.references {
            writer.reference(platform.name(), reference)?;
        }
        Ok(())
    })?;
    outcome.problems = derived.problems;
    Ok(outcome)
}

/// What an answer means now; one that meant nothing then may mean nothing still.
fn meaning(platform: &dyn Platform, walk: &Walk, page: &StoredPage, body: &[u8]) -> Option<Page> {
    let step = Step(page.step.clone());
    let answer = Answer {
        status: page.status,
        url: &page.url,
        headers: &page.headers,
        body,
        fetched_at: page.asked_at,
    };
    if (200..300).contains(&page.status) {
        platform.parse(walk, &step, &answer).ok()
    } else {
        platform.refusal(walk, &step, &answer)?.ok()
    }
}

impl Derived {
    fn take(&mut self, meaning: Page, page: &StoredPage) {
        self.pages += 1;
        // Of a record that was emptied only the mask is left.
        let is_whole = |post: &Post| post.content.text != crate::store::MASK;
        for post in meaning.posts.into_iter().filter(is_whole) {
            let key = post.id.clone();
            self.posts.insert(key, (post, page.raw, page.asked_at));
        }
        for profile in meaning.profiles {
            self.profile = Some((profile, page.raw, page.asked_at));
        }
        self.earlier.extend(
            meaning
                .earlier
                .into_iter()
                .map(|post| (post, page.raw, page.asked_at)),
        );
        self.references.extend(meaning.references);
        self.problems.extend(meaning.problems);
    }
}

fn empty(account: &Account) -> Outcome {
    let never = Interval {
        from: Timestamp::UNIX_EPOCH,
        to: Timestamp::UNIX_EPOCH,
    };
    Outcome::empty(account, never)
}
