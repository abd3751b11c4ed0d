//! What was posted before, and what its pairs teach about hashtags.

use crate::config::Config;
use crate::model::{Bilingual, Interval, Language, Outcome, Post, Problem, Waivers};
use crate::rules::Posted;
use crate::store::Store;
use crate::text::{pieces, wording};
use crate::work::compare;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// How far back a text counts as recent.
const RECENT: SignedDuration = SignedDuration::from_hours(24 * 92);

/// What the presences posted in the three months before the last post that is known, paired as a report would.
pub(crate) fn read(config: &Config, store: &Store) -> Result<Vec<Posted>, Problem> {
    let mut last = None;
    for presence in &config.presences {
        for (account, _) in presence.accounts.list() {
            last = last.max(store.last_before(account, Timestamp::MAX)?);
        }
    }
    let Some(last) = last else {
        return Ok(Vec::new());
    };
    let to = last
        .saturating_add(SignedDuration::from_secs(1))
        .unwrap_or(last);
    let from = to.saturating_sub(RECENT).unwrap_or(to);
    let mut history = Vec::new();
    let (period, waivers) = (Interval { from, to }, Waivers::default());
    let back = compare::Back::default();
    compare::presences(store, config, &waivers, period, &back, |section| {
        let comparison = section.comparison;
        let posted = |post: &Post| {
            let at = wording::instant(post.published_at, &config.zone);
            Bilingual::new(
                format!("{}, {}", post.platform, at.english),
                format!("{}, {}", post.platform, at.french),
            )
        };
        for pair in &comparison.pairs {
            let (english, french) = (
                &comparison.posts[pair.english].post,
                &comparison.posts[pair.french].post,
            );
            let texts = Bilingual::new(
                Some(english.content.text.clone()),
                Some(french.content.text.clone()),
            );
            history.push(Posted::new(texts, posted(english)));
        }
        for judged in comparison
            .posts
            .iter()
            .filter(|it| it.pair.is_none() && it.outcome != Outcome::Bilingual)
        {
            let mut texts = Bilingual::default();
            let side = judged.served().unwrap_or(Language::English);
            *texts.get_mut(side) = Some(judged.post.content.text.clone());
            history.push(Posted::new(texts, posted(&judged.post)));
        }
    })?;
    Ok(history)
}

/// Pairs in which two hashtags must have stood together, each alone of its text …
const TOGETHER: usize = 2;
/// … and in how many of a hundred pairs with the English one.
const SHARE: usize = 70;

/// Which French hashtag stands for which English one, where the institution's own pairs say so again and again.
pub(crate) fn hashtags(history: &[Posted]) -> BTreeMap<String, String> {
    let mut together: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut alone: BTreeMap<String, usize> = BTreeMap::new();
    for posted in history {
        let (Some(english), Some(french)) = (&posted.texts.english, &posted.texts.french) else {
            continue;
        };
        let (english, french) = (
            pieces::find(english).hashtags,
            pieces::find(french).hashtags,
        );
        for tag in &english {
            *alone.entry(tag.text.clone()).or_default() += 1;
        }
        if let ([one], [other]) = (english.as_slice(), french.as_slice()) {
            *together
                .entry((one.text.clone(), other.text.clone()))
                .or_default() += 1;
        }
    }
    let mut learned = BTreeMap::new();
    for ((english, french), seen) in together {
        let all = alone.get(&english).copied().unwrap_or(seen);
        let is_shared = english.eq_ignore_ascii_case(&french);
        if seen >= TOGETHER && 100 * seen >= SHARE * all && !is_shared {
            learned.insert(english, french);
        }
    }
    learned
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An institution that always writes the same pair need not declare it; one chance meeting teaches nothing.
    #[test]
    fn hashtags_are_learned_from_pairs() {
        let posted = |english: &str, french: &str| {
            let texts = Bilingual::new(Some(english.into()), Some(french.into()));
            Posted::new(texts, Bilingual::default())
        };
        let history = [
            posted("Wear it. #SafeBoating", "Portez-la. #PrudenceNautique"),
            posted("Check it. #SafeBoating", "Vérifiez-la. #PrudenceNautique"),
            posted("Ice. #Ice", "Glace. #Glaces"),
        ];
        let learned = hashtags(&history);
        assert_eq!(learned.len(), 1);
        assert_eq!(learned["#SafeBoating"], "#PrudenceNautique");
    }
}
