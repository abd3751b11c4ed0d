//! What a walk leaves in the store: its pages, and at its end what was covered.

use super::course::Course;
use super::end::End;
use super::exchange::Received;
use super::quiet::unlike_it;
use super::walk::Reader;
use super::{Event, Outcome};
use crate::model::{Account, Bilingual, CoverageState, Interval, Problem};
use crate::platforms::{Page, Request};
use crate::store::{Coverage, CoverageOrigin, SavedWalk, Stored, StoredPage};
use crate::text::shown;
use jiff::Timestamp;

/// Headers that say something of the answer; what a server wants to be remembered by is none of it.
fn kept(headers: &[(String, String)]) -> Vec<(String, String)> {
    let is_kept = |(name, _): &&(String, String)| name != "set-cookie";
    headers.iter().filter(is_kept).cloned().collect()
}

impl Reader<'_> {
    /// Stores a page: the answer, what it says, and where to go on.
    pub(super) fn keep(
        &self,
        course: &mut Course,
        request: &Request,
        received: &Received,
        page: &Page,
    ) -> Result<(), Problem> {
        course.note(page);
        let source = shown(&request.url);
        let saved = page.next.as_ref().map(|next| SavedWalk {
            window: course.window,
            reaches_back_to: course.reaches,
            step: next.0.clone(),
        });
        let validators = received
            .validators()
            // Of a first page only: the others are asked for once. An address with a secret is not kept.
            .filter(|_| course.pages == 0 && !course.resumed && source == request.url);
        let outcome = &mut course.outcome;
        self.with(|store| {
            store.write(|writer| {
                let (raw, _) = writer.raw(&source, received.fetched_at, &received.body)?;
                let step = StoredPage {
                    step: course.step.0.clone(),
                    window: course.window,
                    url: shown(received.url.as_str()).into_owned(),
                    status: received.status,
                    headers: kept(&received.headers),
                    asked_at: received.fetched_at,
                    raw,
                };
                writer.page(course.account, &step)?;
                writer.forget_rejected(&source)?;
                for problem in &page.problems {
                    writer.rejected(&source, problem)?;
                }
                for post in &page.posts {
                    match writer.live_post(post, raw, received.fetched_at)? {
                        Stored::New => outcome.new += 1,
                        Stored::Changed => outcome.changed += 1,
                        Stored::Same => outcome.same += 1,
                    }
                }
                for post in &page.earlier {
                    writer.earlier(post, raw, received.fetched_at)?;
                }
                for profile in &page.profiles {
                    writer.profile(profile, raw, received.fetched_at)?;
                }
                for reference in &page.references {
                    writer.reference(course.platform.name(), reference)?;
                }
                if let Some((etag, modified)) = validators {
                    writer.validator(&source, etag, modified, raw)?;
                }
                match &saved {
                    Some(saved) => writer.walk(course.account, Some(saved)),
                    None => Ok(()),
                }
            })
        })?;
        course.pages += 1;
        (self.progress)(Event::Page {
            account: course.account,
            posts: course.outcome.posts(),
            oldest: course.oldest,
        });
        Ok(())
    }

    /// What could not be understood is kept as well: a later version may.
    pub(super) fn keep_refused(
        &self,
        request: &Request,
        received: &Received,
    ) -> Result<(), Problem> {
        let source = shown(&request.url);
        self.with(|store| {
            store.write(|writer| writer.raw(&source, received.fetched_at, &received.body))
        })?;
        Ok(())
    }

    /// Records what was covered.
    pub(super) fn finish(&self, course: Course<'_>, mut end: End) -> Result<Outcome, Problem> {
        let mut interval = course.window;
        if end.state == CoverageState::Ok {
            let reach = course.reaches.unwrap_or(interval.from);
            interval.from = interval.from.max(reach).min(interval.to);
            if !self.came(&course, interval)? {
                end.state = CoverageState::OkEmpty;
                if self.is_suspect(course.account, course.window)? {
                    // Whether the stretch was silent is what is not known.
                    interval = course.window;
                    end.state = CoverageState::SuspectQuiet;
                    let text = end.state.text();
                    let place = shown::account(course.account);
                    end.problem = Some(Problem::new(place, text.english, text.french));
                }
            }
        }
        self.mark_removed(&course, &end, interval)?;
        if course.asked && course.pages == 0 && !course.resumed && !end.forget_step {
            self.keep_beginning(&course)?;
        }
        let mut outcome = course.outcome;
        outcome.requests = course.trace.requests;
        outcome.interval = interval;
        self.record(&mut outcome, end)?;
        Ok(outcome)
    }

    /// The beginning that was asked for, of a walk that read nothing: the next run begins there.
    fn keep_beginning(&self, course: &Course) -> Result<(), Problem> {
        let walk = SavedWalk::not_begun(course.window);
        self.with(|store| store.write(|writer| writer.walk(course.account, Some(&walk))))
    }

    /// What a whole walk does not show any more was removed. Only where everything was shown and read: a record that
    /// could not be read may be the post.
    fn mark_removed(&self, course: &Course, end: &End, stretch: Interval) -> Result<(), Problem> {
        let whole = end.state == CoverageState::Ok
            && course.platform.lists_all()
            && !course.resumed
            && course.outcome.problems.is_empty();
        // The first second of the window may be cut in two.
        let from = stretch
            .from
            .saturating_add(jiff::SignedDuration::from_secs(1))
            .unwrap_or(stretch.from);
        if whole && from < stretch.to {
            let stretch = Interval { from, ..stretch };
            self.with(|store| {
                store.write(|writer| {
                    writer.removed(course.account, stretch, &course.shown, self.started)
                })
            })?;
        }
        Ok(())
    }

    /// Did a post of the stretch come? What came before a walk was stopped is in the store.
    fn came(&self, course: &Course, interval: Interval) -> Result<bool, Problem> {
        if course.newest.is_some_and(|newest| interval.from <= newest) {
            return Ok(true);
        }
        if !course.resumed {
            return Ok(false);
        }
        let stored = self.with(|store| store.posts(course.account, interval))?;
        Ok(!stored.is_empty())
    }

    fn is_suspect(&self, account: &Account, window: Interval) -> Result<bool, Problem> {
        let before = Interval {
            from: Timestamp::MIN,
            to: window.to,
        };
        let stored = self.with(|store| store.posts(account, before))?;
        let times: Vec<_> = stored
            .iter()
            .map(|stored| stored.post.published_at)
            .collect();
        Ok(unlike_it(&times, window))
    }

    pub(super) fn record(&self, outcome: &mut Outcome, end: End) -> Result<(), Problem> {
        outcome.state = end.state;
        let coverage = Coverage {
            interval: outcome.interval,
            state: end.state,
            origin: CoverageOrigin::Fetched,
            detail: end
                .problem
                .as_ref()
                .map_or_else(Bilingual::default, |problem| problem.message.clone()),
            recorded_at: (self.world.clock)(),
        };
        self.with(|store| {
            store.write(|writer| {
                writer.coverage(&outcome.account, &coverage)?;
                if end.forget_step {
                    writer.walk(&outcome.account, None)?;
                }
                Ok(())
            })
        })?;
        outcome.problems.extend(end.problem);
        Ok(())
    }
}
