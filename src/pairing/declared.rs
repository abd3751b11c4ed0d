//! Pairs that the source itself declares (a translation plug-in, a language link of a page): the strongest evidence
//! there is, where it points back.
//!
//! A declaration is believed when the two posts name each other, or one names the other and that one names nobody; when
//! a post names several on the other side, or several name it, nobody is believed: plug-ins have given random posts.

use super::may_pair;
use super::profile::Profile;
use crate::model::{Bilingual, Evidence, Judged, Language};
use std::collections::HashMap;

/// What is said of such a pair; the weight is beyond any that is learned.
pub(super) const REASON: Evidence = Evidence {
    feature: "declared",
    weight: 100.0,
    text: Bilingual::new(
        "declared by the source itself",
        "déclaré par la source elle-même",
    ),
};

/// Places of the English and the French post of each declared pair.
pub(super) fn pairs(judged: &[Judged], profiles: &[Profile]) -> Vec<(usize, usize)> {
    if judged.iter().all(|it| it.post.counterparts.is_empty()) {
        return Vec::new();
    }
    let mut names: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, it) in judged.iter().enumerate() {
        names.entry(&it.post.id).or_default().push(place);
        if let Some(url) = &it.post.url {
            names.entry(bare(url)).or_default().push(place);
        }
    }
    let named = |place: usize| -> Vec<usize> {
        let counterparts = judged[place].post.counterparts.iter();
        let mut found: Vec<usize> = counterparts
            .filter_map(|name| names.get(bare(name)))
            .flatten()
            .copied()
            .filter(|other| may_pair(&profiles[place], &profiles[*other]))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let said: Vec<Vec<usize>> = (0..judged.len()).map(named).collect();
    let mut by = vec![Vec::new(); judged.len()];
    for (place, others) in said.iter().enumerate() {
        for other in others {
            by[*other].push(place);
        }
    }
    // Who names only addresses of no known post (a redirect, a page of another kind) contradicts nobody.
    let is_open = |place: usize| {
        let counterparts = &judged[place].post.counterparts;
        said[place].is_empty() && counterparts.iter().all(|name| name.contains("://"))
    };
    // The one post that a post names or is named by; a post that names somebody else does not point back.
    let partner = |place: usize| {
        let mut all: Vec<usize> = said[place].iter().chain(&by[place]).copied().collect();
        all.sort_unstable();
        all.dedup();
        match all[..] {
            [one] if is_open(one) || said[one].contains(&place) => {
                (is_open(place) || said[place].contains(&one)).then_some(one)
            }
            _ => None,
        }
    };
    (0..judged.len())
        .filter(|place| profiles[*place].side == Some(Language::English))
        .filter_map(|place| Some((place, partner(place)?)))
        .filter(|(place, other)| partner(*other) == Some(*place))
        .collect()
}

/// An id as it is; an address without its scheme and the slash at its end.
fn bare(name: &str) -> &str {
    name.split_once("://")
        .map_or(name, |(_, rest)| rest.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use crate::model::{Account, Accounts, Bilingual, Interval, Outcome, Post, Presence};
    use crate::pairing::{Options, compare};
    use jiff::Timestamp;

    fn post(account: &str, id: &str, day: i64, text: &str, counterparts: &[&str]) -> Post {
        let noon: Timestamp = "2026-11-01T12:00:00Z".parse().expect("a time");
        let at = noon + jiff::SignedDuration::from_hours(24 * (day - 1));
        let mut post = Post::new("wordpress", account, id, at);
        post.url = Some(format!("https://{account}/{id}/"));
        post.content.text = text.to_owned();
        post.counterparts = counterparts.iter().map(|it| (*it).to_owned()).collect();
        post
    }

    /// Those that were believed.
    fn pairs(posts: Vec<Post>) -> Vec<(String, String)> {
        let account = |handle: &str| Account::new("wordpress", handle);
        let presence = Presence {
            id: "blog".into(),
            institution: Bilingual::text("Coast Watch", "Garde des côtes"),
            level_one: String::new(),
            accounts: Accounts::Two(Bilingual::new(account("en.example"), account("fr.example"))),
        };
        let all = Interval {
            from: Timestamp::MIN,
            to: Timestamp::MAX,
        };
        let covered = Bilingual::new(vec![all], vec![all]);
        let (found, _) = compare(presence, posts, covered, all, &Options::default());
        let sum: usize = Outcome::ALL.iter().map(|it| found.count(*it)).sum();
        assert_eq!(sum, found.posts.len());
        let id = |place: usize| found.posts[place].post.id.clone();
        found
            .pairs
            .iter()
            .filter(|pair| pair.evidence[0].feature == "declared")
            .map(|pair| (id(pair.english), id(pair.french)))
            .collect()
    }

    const LIGHTS: &str = "The lights at Cape Winter are out until further notice.";
    const PLAN: &str = "Le plan du quai est maintenant en ligne pour consultation.";

    /// A version that came ten days late and says it in other words would be called missing.
    #[test]
    fn what_points_back_is_a_pair_however_late_and_unlike() {
        for back in [&["https://en.example/1"][..], &["1"], &[]] {
            let english = post("en.example", "1", 2, LIGHTS, &["http://fr.example/9/"]);
            let french = post("fr.example", "9", 12, PLAN, back);
            assert_eq!(
                pairs(vec![english, french]),
                [("1".to_owned(), "9".to_owned())]
            );
        }
    }

    /// Plug-ins have given random posts as translations: a wrong pair would hide that the true one is missing.
    #[test]
    fn what_points_elsewhere_is_none() {
        let english = post("en.example", "1", 2, LIGHTS, &["9"]);
        let french = post("fr.example", "9", 2, PLAN, &["77"]);
        assert_eq!(pairs(vec![english.clone(), french]), []);
        let redirect = post("fr.example", "9", 2, PLAN, &["https://en.example/old"]);
        assert_eq!(pairs(vec![english, redirect]).len(), 1);
        let two = vec![
            post("en.example", "1", 2, LIGHTS, &["9"]),
            post(
                "en.example",
                "2",
                2,
                "Ferry tickets are now sold online.",
                &["9"],
            ),
            post("fr.example", "9", 2, PLAN, &[]),
        ];
        assert_eq!(pairs(two), []);
    }
}
