//! The report behind Week: of the period and the presences that are asked for, as the command line would make it.
//!
//! The last one is kept as long as nothing that it rests on has changed, so that moving among findings is quick.

use super::App;
use super::fresh::{Stamp, log_of, stamp};
use super::week_query::{FILTERS, Query};
use crate::config::{Config, DecisionsFile};
use crate::decisions::Row;
use crate::model::{FindingState, Interval, Problem};
use crate::report::{Kind, Matter, Purpose, Report};
use crate::work::decide;
use crate::work::derive::{Asked, derive};
use crate::work::wanted::Wanted;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};
use std::sync::{Arc, Mutex, PoisonError};

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

/// The report that was made last, and what it rests on.
pub(super) type Last = Mutex<Option<(Ground, Arc<Read>)>>;

/// All that decides what a report says.
#[derive(PartialEq)]
pub(super) struct Ground {
    /// Names and digests of the files of the configuration.
    config: Vec<(String, String)>,
    /// How the store, its log and the decisions were before any of them was read.
    stamps: [Stamp; 3],
    period: Interval,
    presences: Vec<String>,
}

/// The report that a page asks for.
pub(super) fn read(app: &App, query: &Query) -> Result<Arc<Read>, Problem> {
    let wanted = Wanted {
        week: query.get("week"),
        from: query.get("from"),
        to: query.get("to"),
        all: false,
    };
    let read = app.report(wanted, |config| presences(config, query));
    read.map_err(|problem| {
        // The form has fields, and no option to name.
        if problem.place.starts_with("--") {
            Problem {
                place: String::new(),
                ..problem
            }
        } else {
            problem
        }
    })
}

impl App {
    /// A report: the last one, or made anew where a colleague has decided or a fetch has brought something since.
    pub(super) fn report(
        &self,
        wanted: Wanted,
        presences: impl FnOnce(&Config) -> Result<Vec<String>, Problem>,
    ) -> Result<Arc<Read>, Problem> {
        let config = self.places.config()?;
        let file = self.places.decisions(&config);
        let store = &self.places.store.path;
        let stamps = [stamp(store), stamp(&log_of(store)), stamp(&file.path)];
        let store = self.places.store(true)?;
        let asked = Asked {
            period: wanted.period(&config, &store)?,
            purpose: Purpose::Page,
            backfill: false,
            presences: presences(&config)?,
            decisions: Some(file.clone()),
        };
        let ground = Ground {
            config: config.files.clone(),
            stamps,
            period: asked.period,
            presences: asked.presences.clone(),
        };
        if let Some(read) = self.standing(&ground) {
            return Ok(read);
        }
        let rows = decide::rows(&file)?;
        let mut notes = Vec::new();
        let (report, _) = derive(config.clone(), &store, &asked, None, |note| {
            notes.push(note.clone());
        })?;
        let read = Arc::new(Read {
            config,
            report,
            period: asked.period,
            file,
            notes,
            rows,
        });
        let kept = Some((ground, Arc::clone(&read)));
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        Ok(read)
    }

    /// The last report, if it rests on the same.
    fn standing(&self, ground: &Ground) -> Option<Arc<Read>> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (of, read) = last.as_ref()?;
        (of == ground).then(|| Arc::clone(read))
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;
    use crate::store::Store;
    use crate::work::{Place, Places};
    use std::fs;

    const CONFIG: &str = "[institution]\nname = { english = \"A\", french = \"B\" }\ntime-zone = \"UTC\"\n\
        [[presence]]\nid = \"a\"\nplatform = \"x\"\nenglish = \"A\"\nfrench = \"B\"\n";

    /// Made anew at every step, a large report keeps its readers waiting; kept too long, it hides what was decided.
    #[test]
    fn a_report_is_kept_until_what_it_rests_on_changes() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let place = |name: &str| Place {
            path: at(name),
            is_named: true,
        };
        let places = Places {
            config: place("tandem.toml"),
            store: place("tandem.sqlite"),
            decisions: None,
        };
        fs::write(at("tandem.toml"), CONFIG).unwrap();
        let mut store = Store::open(&at("tandem.sqlite")).unwrap();
        let app = App::new(places, Language::English);
        let ask = |query: &str| read(&app, &Query::parse(Some(query))).unwrap();
        let week = "from=2026-11-02&to=2026-11-08";
        let mut last = ask(week);
        let mut is_new = |query: &str| {
            let now = ask(query);
            !Arc::ptr_eq(&std::mem::replace(&mut last, Arc::clone(&now)), &now)
        };
        assert!(!is_new(week));
        // Another part of the same list.
        assert!(!is_new("week=2026-W45&rule=date&page=2"));
        assert!(is_new("week=2026-W46"));
        assert!(is_new("week=2026-W46&presence=a"));
        fs::write(at("decisions.csv"), "decision,finding_id\n").unwrap();
        assert!(is_new(week));
        assert!(!is_new(week));
        fs::write(at("tandem.toml"), CONFIG.replace("UTC", "America/Toronto")).unwrap();
        assert!(is_new(week));
        assert!(!is_new(week));
        let problem = Problem::new("a", "b", "c");
        store
            .write(|writer| writer.rejected("a", &problem))
            .unwrap();
        assert!(is_new(week));
        assert!(!is_new(week));
        // What is only moved from the log into the store is the same; one look more does no harm.
        drop(store);
        is_new(week);
        assert!(!is_new(week));
    }
}
