//! The report behind Week: of the period and the presences that are asked for, as the command line would make it.

use super::App;
use super::week_query::{FILTERS, Query};
use crate::config::{Config, DecisionsFile};
use crate::decisions::Row;
use crate::model::{FindingState, Interval, Problem};
use crate::report::{Kind, Matter, Options, Report};
use crate::work::decide;
use crate::work::derive::{Asked, derive};
use crate::work::wanted::Wanted;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};

/// Code of what is no finding: two posts that may be a pair.
pub(super) const PAIRS: &str = "pairs";
/// Code of every state in which there is something to do.
pub(super) const OPEN: &str = "open";
/// Code of pairs that a person decided about.
pub(super) const DECIDED: &str = "decided";

/// What a page of Week is made of.
pub(super) struct Read {
    pub(super) config: Config,
    pub(super) report: Report,
    pub(super) period: Interval,
    /// Where decisions stand.
    pub(super) file: DecisionsFile,
    /// What is odd about the decisions.
    pub(super) notes: Vec<Problem>,
    /// The file of decisions as it was read.
    pub(super) rows: Vec<Row>,
}

/// Reads everything anew: what a colleague decided or a fetch brought is there.
pub(super) fn read(app: &App, query: &Query) -> Result<Read, Problem> {
    let config = app.places.config()?;
    let store = app.places.store(true)?;
    let file = app.places.decisions(&config);
    let wanted = Wanted {
        week: query.get("week"),
        from: query.get("from"),
        to: query.get("to"),
        all: false,
    };
    let period = wanted.period(&config, &store)?;
    let asked = Asked {
        period,
        options: Options::default(),
        backfill: false,
        presences: presences(&config, query)?,
        decisions: Some(file.clone()),
    };
    let rows = decide::rows(&file)?;
    let mut notes = Vec::new();
    let (report, _) = derive(config.clone(), &store, &asked, None, |note| {
        notes.push(note.clone());
    })?;
    Ok(Read {
        config,
        report,
        period,
        file,
        notes,
        rows,
    })
}

impl Read {
    /// The part of the list that is asked for.
    pub(super) fn matters(&self, query: &Query) -> Vec<Matter<'_>> {
        let matters = self.report.matters();
        matters.filter(|matter| is_wanted(matter, query)).collect()
    }

    /// The first and the last day of the period.
    pub(super) fn days(&self) -> (Date, Date) {
        let zone = &self.config.zone;
        let end = self.period.to - SignedDuration::from_nanos(1);
        let day = |at| zone.to_datetime(at).date();
        (day(self.period.from), day(end))
    }

    /// The same number of days right before and right after.
    pub(super) fn neighbours(&self) -> [(Date, Date); 2] {
        let (first, last) = self.days();
        let length = i64::from((last - first).get_days()) + 1;
        let shift = |by: i64| {
            let move_by = (by * length).days();
            (first.saturating_add(move_by), last.saturating_add(move_by))
        };
        [shift(-1), shift(1)]
    }
}

/// The presences that are asked for; none named is all.
fn presences(config: &Config, query: &Query) -> Result<Vec<String>, Problem> {
    let (id, level_one) = (query.get("presence"), query.get("level-one"));
    if id.is_none() && level_one.is_none() {
        return Ok(Vec::new());
    }
    let wanted = config.presences.iter().filter(|presence| {
        id.is_none_or(|id| presence.id == id) && level_one.is_none_or(|it| presence.level_one == it)
    });
    let wanted: Vec<String> = wanted.map(|presence| presence.id.clone()).collect();
    if wanted.is_empty() {
        return Err(Problem::new(
            id.or(level_one).unwrap_or_default(),
            "no such presence of this level one is configured; choose another of the two",
            "aucune présence de ce nom n’est configurée pour ce niveau un; changez l’un des deux choix",
        ));
    }
    Ok(wanted)
}

fn is_wanted(matter: &Matter, query: &Query) -> bool {
    FILTERS.into_iter().all(|name| {
        let Some(wanted) = query.get(name) else {
            return true;
        };
        match name {
            "rule" => matter.rule().unwrap_or(PAIRS) == wanted,
            "severity" => matter.severity().is_some_and(|it| it.code() == wanted),
            _ => match wanted {
                OPEN => matter
                    .state()
                    .map_or(matter.kind() == Kind::Doubt, FindingState::stands),
                DECIDED => matter.kind() == Kind::Decided,
                _ => matter.state().is_some_and(|it| it.code() == wanted),
            },
        }
    })
}
