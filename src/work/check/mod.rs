//! May this pair be posted? What surrounds a draft, and what is said of it.

pub(crate) mod answer;
mod history;

use super::Places;
use crate::model::{Bilingual, Content, Message, Presence, Problem, RuleInfo, Severity};
use crate::rules::{self, Draft, Posted, Surroundings, Tables, Versions};
use crate::text::length;
use crate::text::similarity::fold;
use jiff::tz::TimeZone;

/// What surrounds every draft of a run.
pub(crate) struct Context {
    pub(crate) tables: Tables,
    pub(crate) presences: Vec<Presence>,
    /// The zone of times that state none.
    pub(crate) zone: TimeZone,
    history: Vec<Posted>,
}

/// What is said of a draft.
pub(crate) struct Verdict {
    pub(crate) contents: Bilingual<Content>,
    pub(crate) platforms: Vec<String>,
    pub(crate) findings: Vec<(&'static RuleInfo, Message)>,
}

impl Verdict {
    /// The answer in one line.
    pub(crate) fn line(&self) -> Bilingual<String> {
        let count = |severity| {
            let findings = self.findings.iter();
            findings
                .filter(|(rule, message)| weight(rule, message) == severity)
                .count()
        };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if errors > 0 {
            Bilingual::new(
                format!("Do not post yet. Errors: {errors}; warnings: {warnings}."),
                format!(
                    "Ne publiez pas encore. Erreurs\u{a0}: {errors}; avertissements\u{a0}: {warnings}."
                ),
            )
        } else if warnings > 0 {
            Bilingual::new(
                format!("Look again before posting. Warnings: {warnings}."),
                format!("À revoir avant de publier. Avertissements\u{a0}: {warnings}."),
            )
        } else if self.findings.is_empty() {
            Bilingual::text("Nothing to report.", "Rien à signaler.")
        } else {
            Bilingual::text(
                "May be posted; only form or information to look at.",
                "Peut être publié; seulement des points de forme ou d’information à regarder.",
            )
        }
    }

    /// The heaviest of its findings.
    pub(crate) fn severity(&self) -> Option<Severity> {
        self.findings
            .iter()
            .map(|(rule, message)| weight(rule, message))
            .max()
    }
}

/// How much a finding weighs.
pub(crate) fn weight(rule: &RuleInfo, message: &Message) -> Severity {
    message.severity.unwrap_or(rule.severity)
}

impl Context {
    /// From the configuration and the store, where they are there or asked for.
    pub(crate) fn read(places: &Places) -> Result<Self, Problem> {
        let config = places.config_if_there()?;
        let store = places.store_if_there()?;
        let history = match (&config, &store) {
            (Some(config), Some(store)) => history::read(config, store)?,
            _ => Vec::new(),
        };
        // What is declared wins over what is learned.
        let mut tables = Tables {
            hashtags: history::hashtags(&history),
            ..Tables::default()
        };
        let declared = config.as_ref().map(|it| it.rules.tables.clone());
        tables.extend(declared.unwrap_or_default());
        Ok(Self {
            tables,
            zone: config
                .as_ref()
                .map_or_else(TimeZone::system, |it| it.zone.clone()),
            presences: config.map(|it| it.presences).unwrap_or_default(),
            history,
        })
    }
}

/// Looks at a draft.
pub(crate) fn judge(draft: Draft, context: &Context) -> Result<Verdict, Problem> {
    let named = draft.platforms.iter().map(|it| platform(it));
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
pub(crate) const UNLIMITED: [&str; 10] = [
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

/// Is it one that a draft can be for?
pub(crate) fn is_platform(name: &str) -> bool {
    length::find(name).is_some() || UNLIMITED.contains(&name)
}

/// A name that no platform has.
pub(crate) fn no_platform(name: &str) -> Problem {
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

/// A platform by its own name, as suites and people write it.
pub(crate) fn platform(name: &str) -> String {
    let name = words(name);
    match name.as_str() {
        "twitter" | "x twitter" | "twitter x" | "x formerly twitter" => "x",
        "facebook page" | "page facebook" | "fb" => "facebook",
        "instagram business" | "ig" => "instagram",
        "linkedin page" | "linkedin company" | "page linkedin" => "linkedin",
        "bsky" => "bluesky",
        other => other,
    }
    .to_owned()
}

/// The words of a name, folded.
pub(crate) fn words(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
