//! `tandem fetch --plan`: what a run would ask, how long it would take and what it would cost; nothing is asked.

use super::{End, Session, Stop};
use crate::fetch::{self, Job, Options, Planned};
use crate::model::{Bilingual, Problem};
use crate::platforms;
use crate::store::Store;
use crate::text::{shown, wording};
use jiff::{Timestamp, tz::TimeZone};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

pub(super) fn run(
    session: &Session,
    store: &Store,
    jobs: &[Job],
    options: &Options,
    zone: &TimeZone,
) -> Result<End, Stop> {
    let plan = fetch::plan(store, jobs, options, platforms::find, Timestamp::now())?;
    let language = session.language;
    let mut text = String::new();
    for planned in &plan {
        let _ = writeln!(text, "{}", line(planned, zone).get(language));
    }
    let mut platforms: BTreeMap<&str, Vec<&Planned>> = BTreeMap::new();
    for planned in &plan {
        let platform = planned.account.platform.as_str();
        platforms.entry(platform).or_default().push(planned);
    }
    for (platform, part) in &platforms {
        let _ = writeln!(text, "{}", sum(platform, part).get(language));
    }
    let all: Vec<&Planned> = plan.iter().collect();
    let total = sum("total", &all);
    let _ = writeln!(text, "{}", total.get(language));
    let micros: u64 = plan.iter().map(|it| it.micros).sum();
    Session::print(&text)?;
    if let Some(most) = options.max_cost.filter(|most| *most < micros) {
        let (cost, most) = (wording::dollars(micros), wording::dollars(most));
        session.warn(&Problem::new(
            "--max-cost/--cout-max",
            format!(
                "the plan costs {}, more than the {} allowed; the run would stop on the way",
                cost.english, most.english
            ),
            format!(
                "le plan coûte {}, plus que les {} permis; la lecture s’arrêterait en cours de route",
                cost.french, most.french
            ),
        ));
    }
    Ok(End::Nothing)
}

/// What several accounts take together.
fn sum(of: &str, plan: &[&Planned]) -> Bilingual<String> {
    let requests: u64 = plan.iter().map(|it| it.requests).sum();
    let micros: u64 = plan.iter().map(|it| it.micros).sum();
    // Hosts are asked side by side, so the longest account is the least and the sum the most.
    let most: Duration = plan.iter().map(|it| it.time).sum();
    let (requests, most, cost) = (count(requests), time(most), wording::dollars(micros));
    let accounts = wording::count(plan.len());
    Bilingual::text(
        format!(
            "{of}: accounts: {}, requests: {}, {} at most, {}",
            accounts.english, requests.english, most.english, cost.english
        ),
        format!(
            "{of}\u{a0}: comptes\u{a0}: {}, requêtes\u{a0}: {}, {} au plus, {}",
            accounts.french, requests.french, most.french, cost.french
        ),
    )
}

fn line(planned: &Planned, zone: &TimeZone) -> Bilingual<String> {
    let name = shown::account(&planned.account);
    let Some(window) = planned.window else {
        return Bilingual::text(
            format!("{name}: cannot be fetched; import an export"),
            format!("{name}\u{a0}: ne peut être récupéré; importez une exportation"),
        );
    };
    let from = wording::instant(window.from, zone);
    let (posts, requests) = (count(planned.posts), count(planned.requests));
    let (time, cost) = (time(planned.time), wording::dollars(planned.micros));
    let basis = if planned.from_habit {
        Bilingual::new("by its habit", "selon son habitude")
    } else {
        Bilingual::new("a guess", "estimation sans historique")
    };
    let lacks = if planned.lacks_credential {
        Bilingual::new("; its credential is missing", "; son authentifiant manque")
    } else {
        Bilingual::new("", "")
    };
    Bilingual::text(
        format!(
            "{name}: from {}: about {} posts ({}), requests: {}, {}, {}{}",
            from.english,
            posts.english,
            basis.english,
            requests.english,
            time.english,
            cost.english,
            lacks.english
        ),
        format!(
            "{name}\u{a0}: depuis le {}\u{a0}: environ {} publications ({}), requêtes\u{a0}: {}, {}, {}{}",
            from.french,
            posts.french,
            basis.french,
            requests.french,
            time.french,
            cost.french,
            lacks.french
        ),
    )
}

fn count(number: u64) -> Bilingual<String> {
    wording::count(usize::try_from(number).unwrap_or(usize::MAX))
}

fn time(time: Duration) -> Bilingual<String> {
    wording::duration(i64::try_from(time.as_secs().max(1)).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Account;

    /// With a hundred accounts nobody adds up what one platform costs.
    #[test]
    fn a_sum_counts_accounts_requests_time_and_money() {
        let planned = Planned {
            account: Account::new("x", "coast"),
            window: None,
            posts: 10,
            from_habit: true,
            requests: 4,
            time: Duration::from_secs(3),
            micros: 50_000,
            lacks_credential: false,
        };
        let found = sum("x", &[&planned, &planned]);
        assert_eq!(
            found.english,
            "x: accounts: 2, requests: 8, 6 s at most, US$0.10"
        );
        assert!(
            found
                .french
                .starts_with("x\u{a0}: comptes\u{a0}: 2, requêtes\u{a0}: 8, 6"),
            "{}",
            found.french
        );
    }
}
