//! Sets aside what a person waived. A finding that is waived stays a finding, and its post an exempt one.

use crate::model::{
    Comparison, Finding, FindingState, Outcome, Reason, Waivers, wants_counterpart,
};
use std::collections::HashSet;

/// Gives every waived finding its waiver. Call it when all findings are there: what is exempt finds nothing.
pub fn waive(waivers: &Waivers, comparison: &mut Comparison, findings: &mut [Finding]) {
    if waivers.is_empty() {
        return;
    }
    let mut kept = Vec::new();
    for finding in findings {
        let posts = [finding.posts.english, finding.posts.french];
        let keys: Vec<String> = posts
            .iter()
            .flatten()
            .map(|post| comparison.posts[*post].post.key())
            .collect();
        let rule = finding.rule.name;
        let Some(waiver) = waivers.of(rule, &finding.id, keys.iter().map(String::as_str)) else {
            kept.extend(wants_counterpart(rule, keys.len()).then_some(posts));
            continue;
        };
        if !waivers.holds(waiver) {
            finding.state = match finding.state {
                FindingState::New => FindingState::Reopened,
                state => state,
            };
            continue;
        }
        finding.state = FindingState::Waived;
        finding.waiver = Some(waiver.clone());
        if wants_counterpart(rule, keys.len()) {
            for post in posts.into_iter().flatten() {
                exempt(comparison, post);
            }
        }
    }
    let kept = kept.into_iter().flatten().flatten().collect();
    exempt_waiting(waivers, comparison, &kept);
}

/// Posts that wait for a counterpart which a person says need not come; not those whose finding stands all the same.
fn exempt_waiting(waivers: &Waivers, comparison: &mut Comparison, kept: &HashSet<usize>) {
    for place in 0..comparison.posts.len() {
        let judged = &comparison.posts[place];
        let waits = matches!(
            judged.outcome,
            Outcome::Pending | Outcome::MissingCounterpart
        );
        let key = || judged.post.key();
        if waits && !kept.contains(&place) && waivers.holding("", "", [key().as_str()]).is_some() {
            exempt(comparison, place);
        }
    }
}

fn exempt(comparison: &mut Comparison, post: usize) {
    let judged = &mut comparison.posts[post];
    judged.outcome = Outcome::Exempt;
    judged.reason = Some(Reason::Waived);
}
