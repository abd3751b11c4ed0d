//! `tandem check`: may this pair be posted?

mod answer;
mod history;
mod input;
mod schedule;
mod view;

use super::{End, Session, Stop};
use crate::config::Config;
use crate::model::{Bilingual, Content, Message, Presence, Problem, RuleInfo, Severity};
use crate::rules::{self, Draft, Posted, Surroundings, Tables, Versions};
use crate::store::Store;
use crate::text::length;

/// What surrounds every draft of a run.
struct Context {
    tables: Tables,
    presences: Vec<Presence>,
    history: Vec<Posted>,
}

/// What is said of a draft.
struct Verdict {
    contents: Bilingual<Content>,
    platforms: Vec<String>,
    findings: Vec<(&'static RuleInfo, Message)>,
}

impl Verdict {
    fn severity(&self) -> Option<Severity> {
        self.findings
            .iter()
            .map(|(rule, message)| weight(rule, message))
            .max()
    }
}

fn weight(rule: &RuleInfo, message: &Message) -> Severity {
    message.severity.unwrap_or(rule.severity)
}

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let fail_on = session.severity()?;
    let json = match session.value("format") {
        None | Some("text" | "texte") => false,
        Some("json") => true,
        Some(other) => return Err(unknown_format(other).into()),
    };
    let given = input::read(session)?;
    let context = context(session)?;
    let (drafts, rejected) = match given {
        input::Given::One(draft) => (vec![(None, *draft)], Vec::new()),
        input::Given::Schedule(schedule) => {
            let rows = schedule
                .rows
                .into_iter()
                .map(|(row, draft)| (Some(row), draft));
            (rows.collect(), schedule.rejected)
        }
    };
    let mut worst = None;
    let mut text = String::new();
    let many = drafts.len() != 1 || drafts.iter().any(|(row, _)| row.is_some());
    let mut counted = 0;
    let checked = drafts.len();
    for (row, mut draft) in drafts {
        draft.platforms.extend(session.values("platform"));
        if draft.presence.is_none() {
            draft.presence = session.value("presence").map(str::to_owned);
        }
        let verdict = judge(draft, &context)?;
        worst = worst.max(verdict.severity());
        counted += usize::from(verdict.severity() >= Some(fail_on));
        text.push_str(&if json {
            answer::json(&verdict, row.as_ref())
        } else {
            view::text(&verdict, row.as_ref(), session.language)
        });
    }
    for problem in &rejected {
        session.warn(problem);
    }
    if many && !json {
        text.push_str(&view::total(
            checked,
            counted,
            rejected.len(),
            session.language,
        ));
    }
    Session::print(&text)?;
    Ok(if worst >= Some(fail_on) {
        End::Findings
    } else if rejected.is_empty() {
        End::Nothing
    } else {
        End::Unread
    })
}

fn unknown_format(other: &str) -> Problem {
    Problem::new(
        "--format",
        format!("“{other}” is no form of answer; choose text or json"),
        format!("«\u{a0}{other}\u{a0}» n’est pas une forme de réponse; choisissez texte ou json"),
    )
}

/// The configuration and the store, where they are there or asked for.
fn context(session: &Session) -> Result<Context, Problem> {
    let config_path = session.path("config", "tandem.toml");
    let config: Option<Config> = (session.value("config").is_some() || config_path.exists())
        .then(|| session.config())
        .transpose()?;
    let store_path = session.path("store", "tandem.sqlite");
    let store: Option<Store> = (session.value("store").is_some() || store_path.exists())
        .then(|| session.store(true))
        .transpose()?;
    let history = match (&config, &store) {
        (Some(config), Some(store)) => history::read(config, store)?,
        _ => Vec::new(),
    };
    // What is declared wins over what is learned.
    let mut tables = Tables {
        hashtags: history::hashtags(&history),
        ..Tables::default()
    };
    tables.extend(
        config
            .as_ref()
            .map(|it| it.rules.tables.clone())
            .unwrap_or_default(),
    );
    Ok(Context {
        tables,
        presences: config.map(|it| it.presences).unwrap_or_default(),
        history,
    })
}

fn judge(draft: Draft, context: &Context) -> Result<Verdict, Problem> {
    let named = draft.platforms.iter().map(|it| schedule::platform(it));
    let mut platforms: Vec<String> = named.collect();
    if let Some(id) = &draft.presence {
        let presence = context
            .presences
            .iter()
            .find(|it| it.id == *id)
            .ok_or_else(|| no_presence(id, context))?;
        platforms.push(presence.platform().to_owned());
    }
    platforms.sort();
    platforms.dedup();
    for name in &platforms {
        // A presence may stand on a platform without a limit; a name that nobody knows is a slip.
        let is_presence = context.presences.iter().any(|it| it.platform() == name);
        if !is_platform(name) && !is_presence {
            return Err(no_platform(name));
        }
    }
    let contents = draft.contents();
    let mut tables = context.tables.clone();
    tables.extend(draft.tables);
    let around = Surroundings {
        tables: &tables,
        platforms: &platforms,
        order: draft.order,
        published: false,
        history: &context.history,
    };
    let findings = rules::check(&Versions::new(contents.as_ref(), around));
    Ok(Verdict {
        contents,
        platforms,
        findings,
    })
}

/// Platforms whose posts have no length that a draft could exceed, or none that is known.
const UNLIMITED: [&str; 10] = [
    "blog",
    "feed",
    "flickr",
    "medium",
    "pinterest",
    "podcast",
    "tumblr",
    "web",
    "wordpress",
    "youtube",
];

fn is_platform(name: &str) -> bool {
    length::find(name).is_some() || UNLIMITED.contains(&name)
}

fn no_platform(name: &str) -> Problem {
    let known: Vec<&str> = length::PLATFORMS.iter().map(|it| it.name).collect();
    let near = known
        .iter()
        .max_by(|a, b| strsim::jaro_winkler(name, a).total_cmp(&strsim::jaro_winkler(name, b)))
        .copied()
        .unwrap_or_default();
    Problem::new(
        name,
        format!(
            "unknown platform; did you mean “{near}”? Known: {}",
            known.join(", ")
        ),
        format!(
            "plateforme inconnue; vouliez-vous dire «\u{a0}{near}\u{a0}»? Connues\u{a0}: {}",
            known.join(", ")
        ),
    )
}

fn no_presence(id: &str, context: &Context) -> Problem {
    let known: Vec<&str> = context.presences.iter().map(|it| it.id.as_str()).collect();
    Problem::new(
        id,
        format!(
            "no such presence in the configuration; those there are: {}",
            known.join(", ")
        ),
        format!(
            "aucune présence de ce nom dans la configuration; celles qui existent\u{a0}: {}",
            listed(&known, "aucune")
        ),
    )
}

fn listed(names: &[&str], none: &str) -> String {
    if names.is_empty() {
        none.to_owned()
    } else {
        names.join(", ")
    }
}
