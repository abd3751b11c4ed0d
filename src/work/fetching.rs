//! Reading accounts from their platforms, as a command and a page do it: what is asked, and what is said of it.

use crate::config::Config;
use crate::fetch::{Event, Job, Outcome};
use crate::model::{Account, Bilingual, Problem};
use crate::platforms;
use crate::text::wording;
use jiff::{Timestamp, tz::TimeZone};
use secrecy::SecretString;

/// The accounts to read, and the presences that cannot be read live.
pub(crate) fn jobs(
    config: &Config,
    presence: Option<&str>,
    since: Option<Timestamp>,
) -> Result<(Vec<Job>, Vec<Problem>), Problem> {
    if let Some(id) =
        presence.filter(|id| config.presences.iter().all(|presence| presence.id != **id))
    {
        return Err(Problem::new(
            "--presence",
            format!("no presence “{id}” in the configuration"),
            format!("aucune présence «\u{a0}{id}\u{a0}» dans la configuration"),
        ));
    }
    let (mut jobs, mut problems) = (Vec::new(), Vec::new());
    let wanted = config.presences.iter();
    for wanted in wanted.filter(|it| presence.is_none_or(|id| it.id == id)) {
        if platforms::find(wanted.platform()).is_none() {
            problems.push(not_live(wanted.platform(), &wanted.id));
            continue;
        }
        let accounts = wanted.accounts.list();
        jobs.extend(accounts.into_iter().map(|(account, _)| Job {
            account: account.clone(),
            secret: secret(account),
            since,
        }));
    }
    Ok((jobs, problems))
}

/// The credential of an account, from the environment variable that the configuration names.
fn secret(account: &Account) -> Option<SecretString> {
    let value = std::env::var(account.token.as_deref()?).ok()?;
    let value = value.trim();
    (!value.is_empty()).then(|| SecretString::from(value))
}

fn not_live(platform: &str, presence: &str) -> Problem {
    let known: Vec<&str> = platforms::PLATFORMS
        .iter()
        .map(|platform| platform.name())
        .collect();
    let known = known.join(", ");
    Problem::new(
        presence,
        format!("{platform} cannot be fetched (only {known}); import an export of it"),
        format!(
            "impossible de récupérer {platform} (seulement {known}); importez-en une exportation"
        ),
    )
}

/// What happens, in a line.
pub(crate) fn progress(event: Event, zone: &TimeZone) -> Bilingual<String> {
    match event {
        Event::Page { posts, oldest, .. } => {
            let count = count(posts);
            let back = oldest
                .map(|oldest| wording::instant(oldest, zone))
                .unwrap_or_default();
            Bilingual::text(
                format!("{} posts, back to {}", count.english, back.english),
                format!("{} publications, jusqu’au {}", count.french, back.french),
            )
        }
        Event::Waiting { host, until } => {
            let until = wording::instant(until, zone);
            Bilingual::text(
                format!(
                    "waiting before asking {host} again, until {}",
                    until.english
                ),
                format!(
                    "attente avant de redemander à {host}, jusqu’au {}",
                    until.french
                ),
            )
        }
        Event::Done { state, .. } => {
            let text = state.text();
            Bilingual::text(text.english, text.french)
        }
    }
}

/// How an account ended.
pub(crate) fn ended(outcome: &Outcome) -> Bilingual<String> {
    // The problems say better what to do.
    let state = if outcome.problems.is_empty() {
        outcome.state.text()
    } else {
        outcome.state.words()
    };
    let (new, changed, same) = (
        count(outcome.new),
        count(outcome.changed),
        count(outcome.same),
    );
    Bilingual::text(
        format!(
            "{} (new posts: {}, changed: {}, known: {})",
            state.english, new.english, changed.english, same.english
        ),
        format!(
            "{} (publications nouvelles\u{a0}: {}, modifiées\u{a0}: {}, connues\u{a0}: {})",
            state.french, new.french, changed.french, same.french
        ),
    )
}

fn count(number: u64) -> Bilingual<String> {
    wording::count(usize::try_from(number).unwrap_or(usize::MAX))
}
