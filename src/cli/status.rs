//! `tandem status`: what was read of each account, and what was not.

use super::{End, Session, Stop};
use crate::model::{Bilingual, CoverageState, Interval, Language};
use crate::rules::{self, Unjudged};
use crate::store::Store;
use crate::text::{shown, wording};
use crate::work::calendar::{self, calendar, legend};
use crate::work::{compare, period};
use std::fmt::Write as _;

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let config = session.config()?;
    // Before the first reading all accounts are listed, as not read.
    let store = session
        .places()
        .store_if_there()?
        .map_or_else(Store::in_memory, Ok)?;
    let language = session.language;
    let mut text = String::new();
    let mut end = End::Nothing;
    let asked = session
        .value("to")
        .map(|text| period::end("--to/--au", text, &config.zone))
        .transpose()?;
    let now = jiff::Timestamp::now();
    for presence in &config.presences {
        let _ = writeln!(text, "{} – {}", presence.id, presence.platform());
        for (account, _) in presence.accounts.list() {
            let runs = store.coverage(account)?;
            let state = runs.last().map_or(CoverageState::NotRun, |run| run.state);
            if !state.is_complete() {
                end = End::Unread;
            }
            let all = Interval {
                from: jiff::Timestamp::MIN,
                to: jiff::Timestamp::MAX,
            };
            let posts = store.posts(account, all)?.len();
            let posts = wording::count(posts);
            let handle = shown(&account.handle);
            let detail = runs
                .last()
                .map(|run| run.detail.get(language).clone())
                .filter(|detail| !detail.is_empty());
            // The detail says better what to do.
            let state = if detail.is_some() {
                state.words()
            } else {
                state.text()
            };
            let words = Bilingual::text(
                format!("{handle}: {} (posts: {})", state.english, posts.english),
                format!(
                    "{handle}\u{a0}: {} (publications\u{a0}: {})",
                    state.french, posts.french
                ),
            );
            let detail = detail
                .map(|detail| format!(" ({detail})"))
                .unwrap_or_default();
            let _ = writeln!(text, "  {}{detail}", words.get(language));
            let complete = compare::complete(&runs);
            let last = asked.unwrap_or_else(|| calendar::end(&complete, now));
            let (first, signs) = calendar(&complete, last, &config.zone);
            let _ = writeln!(text, "    {first} {signs}");
            for part in complete {
                let part = wording::stretch(part, &config.zone);
                let line = Bilingual::text(
                    format!("read: {}", part.english),
                    format!("lu\u{a0}: du {}", part.french),
                );
                let _ = writeln!(text, "    {}", line.get(language));
            }
        }
        let profiles = compare::profiles(&store, &config, presence)?;
        if let Some(words) = unjudged(&rules::unjudged(presence, &profiles)) {
            let _ = writeln!(text, "  {}", words.get(language));
        }
    }
    let _ = writeln!(text, "{}", legend().get(language));
    Session::print(&text)?;
    Ok(end)
}

/// The rules on profiles that could not judge a presence, or not wholly, and what they were not shown.
fn unjudged(rules: &[Unjudged]) -> Option<Bilingual<String>> {
    let list = |language: Language| {
        let rules = rules.iter().map(|it| {
            let fields: Vec<_> = it
                .fields
                .iter()
                .map(|it| *it.text().get(language))
                .collect();
            format!("{} ({})", it.rule.name, fields.join(", "))
        });
        rules.collect::<Vec<_>>().join("; ")
    };
    let count = rules.len();
    (count > 0).then(|| {
        Bilingual::text(
            format!(
                "profiles not judged, or not wholly (rules: {count}): {}",
                list(Language::English)
            ),
            format!(
                "profils non jugés, ou en partie seulement (règles\u{a0}: {count})\u{a0}: {}",
                list(Language::French)
            ),
        )
    })
}
