//! Sets aside what a person waived. A finding that is waived stays a finding, and its post an exempt one.

use crate::model::{
    Comparison, Finding, FindingState, Outcome, Reason, Waivers, wants_counterpart,
};

/// Gives every waived finding its waiver. Call it when all findings are there: what is exempt finds nothing.
pub fn waive(waivers: &Waivers, comparison: &mut Comparison, findings: &mut [Finding]) {
    if waivers.is_empty() {
        return;
    }
    for finding in findings {
        let posts = [finding.posts.english, finding.posts.french];
        let keys: Vec<String> = posts
            .iter()
            .flatten()
            .map(|post| comparison.posts[*post].post.key())
            .collect();
        let Some(waiver) = waivers.of(&finding.id, keys.iter().map(String::as_str)) else {
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
        if wants_counterpart(finding.rule.name, keys.len()) {
            for post in posts.into_iter().flatten() {
                exempt(comparison, post);
            }
        }
    }
    exempt_waiting(waivers, comparison);
}

/// Posts that wait for a counterpart which a person says need not come.
fn exempt_waiting(waivers: &Waivers, comparison: &mut Comparison) {
    for place in 0..comparison.posts.len() {
        let judged = &comparison.posts[place];
        let waits = matches!(
            judged.outcome,
            Outcome::Pending | Outcome::MissingCounterpart
        );
        let key = || judged.post.key();
        if waits && waivers.holding("", [key().as_str()]).is_some() {
            exempt(comparison, place);
        }
    }
}

fn exempt(comparison: &mut Comparison, post: usize) {
    let judged = &mut comparison.posts[post];
    judged.outcome = Outcome::Exempt;
    judged.reason = Some(Reason::Waived);
}
