//! Which French hashtag an account uses for which English one, learned from its own pairs.
//!
//! Hashtags are translated, so that equal ones are the exception (measured: a common hashtag in 80 of 222 pairs).
//! But an account is constant: where the pairs found by everything else show two tags together again and again,
//! each hardly ever without the other, they are one.

use super::marks::Kind;
use super::profile::Profile;
use crate::model::Language;
use std::collections::HashMap;

/// Pairs in which two tags must have stood together …
const TOGETHER: usize = 2;
/// … and the share of the pairs with either of them.
const SHARE: f64 = 0.7;
/// A tag in more than this share of the posts tells nothing apart, learned or not.
const COMMON: f64 = 0.2;

/// Is there a French tag that could be learned: seen again, not everywhere, and not used in English?
pub(super) fn are_to_learn(profiles: &[Profile]) -> bool {
    let mut counts: HashMap<&str, (usize, bool)> = HashMap::new();
    for profile in profiles {
        for tag in &profile.marks[Kind::Hashtags as usize] {
            let count = counts.entry(tag).or_default();
            count.0 += usize::from(profile.side == Some(Language::French));
            count.1 |= profile.side == Some(Language::English);
        }
    }
    let mut counts = counts.into_values();
    counts.any(|(french, english)| {
        french >= TOGETHER && !english && share(2 * french, profiles.len()) <= COMMON
    })
}

/// Writes each French tag as the English one that it stands for.
pub(super) fn translate(profiles: &mut [Profile], learned: &HashMap<String, String>) {
    for profile in profiles {
        let tags = &mut profile.marks[Kind::Hashtags as usize];
        for tag in tags.iter_mut() {
            if let Some(english) = learned.get(tag) {
                tag.clone_from(english);
            }
        }
        tags.sort_unstable();
        tags.dedup();
    }
}

/// For French hashtags the English ones that stand for the same, as far as `pairs` (places among the profiles) show.
pub(super) fn learn(profiles: &[Profile], pairs: &[(usize, usize)]) -> HashMap<String, String> {
    let tags = |post: usize| &profiles[post].marks[Kind::Hashtags as usize];
    let mut english: HashMap<&str, usize> = HashMap::new();
    let mut french: HashMap<&str, usize> = HashMap::new();
    let mut together: HashMap<(&str, &str), usize> = HashMap::new();
    for (e, f) in pairs {
        let (only_english, only_french) = (apart(tags(*e), tags(*f)), apart(tags(*f), tags(*e)));
        for tag in &only_english {
            *english.entry(tag).or_default() += 1;
        }
        for tag in &only_french {
            *french.entry(tag).or_default() += 1;
            for other in &only_english {
                *together.entry((other, tag)).or_default() += 1;
            }
        }
    }
    let mut found: Vec<((&str, &str), usize)> = together.into_iter().collect();
    // The most frequent first; a tag has one counterpart.
    found.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut learned: HashMap<String, String> = HashMap::new();
    let mut taken: Vec<&str> = Vec::new();
    for ((one, other), seen) in found {
        let either = english[one] + french[other] - seen;
        if seen >= TOGETHER
            && share(seen, either) >= SHARE
            && share(seen, pairs.len()) <= COMMON
            && !taken.contains(&one)
            && !learned.contains_key(other)
        {
            taken.push(one);
            learned.insert(other.to_owned(), one.to_owned());
        }
    }
    learned
}

/// The tags of one post that the other has not.
fn apart<'a>(own: &'a [String], other: &[String]) -> Vec<&'a str> {
    let own = own.iter().filter(|tag| !other.contains(tag));
    own.map(String::as_str).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of posts")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(side: Language, tags: &[&str]) -> Profile {
        let mut profile = Profile {
            side: Some(side),
            ..Profile::default()
        };
        profile.marks[Kind::Hashtags as usize] = tags.iter().map(|tag| (*tag).to_owned()).collect();
        profile
    }

    /// Pairs with late translations lose an anchor if the account's own tags stay strangers; a tag that stands
    /// everywhere, or with several others, must not become one.
    #[test]
    fn constant_tags_are_learned_and_others_not() {
        let mut profiles = Vec::new();
        for number in 0..20 {
            let (english, french): (&[&str], &[&str]) = match number {
                0..3 => (
                    &["#safeboating", "#coast"],
                    &["#prudencenautique", "#côtes"],
                ),
                3 => (&["#ice", "#coast"], &["#hiver", "#côtes"]),
                4 => (&["#winter", "#coast"], &["#hiver", "#côtes"]),
                _ => (&["#coast"], &["#côtes"]),
            };
            profiles.push(post(Language::English, english));
            profiles.push(post(Language::French, french));
        }
        let pairs: Vec<(usize, usize)> =
            (0..20).map(|number| (2 * number, 2 * number + 1)).collect();
        assert!(are_to_learn(&profiles));
        let learned = learn(&profiles, &pairs);
        assert_eq!(learned.len(), 1, "{learned:?}");
        assert_eq!(learned["#prudencenautique"], "#safeboating");
        translate(&mut profiles, &learned);
        assert_eq!(profiles[0].marks[1][1], "#safeboating");
        assert_eq!(profiles[1].marks[1][1], "#safeboating");
    }
}
