//! From configuration, store and decisions to a report, and what it rests on.

use super::compare::{self, Back};
use super::decisions::Decided;
use super::folder::Folder;
use super::unreadable;
use crate::config::{Config, DecisionsFile};
use crate::model::{Comparison, Finding, Interval, Problem, Subject, Waivers};
use crate::report::{Baseline, Head, NamedDigest, Origins, Predecessor, Previous, Purpose, Report};
use crate::rules;
use crate::store::Store;
use crate::text::{hex, shown};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::Path;

/// What a report is asked for.
pub(crate) struct Asked {
    pub(crate) period: Interval,
    /// What it is made for.
    pub(crate) purpose: Purpose,
    /// With the older posts that still have no equivalent?
    pub(crate) backfill: bool,
    /// Ids of the presences that it is limited to; all when empty.
    pub(crate) presences: Vec<String>,
    /// Where the decisions of persons stand, if they count.
    pub(crate) decisions: Option<DecisionsFile>,
}

/// Makes the report, and says what it rests on.
pub(crate) fn derive(
    mut config: Config,
    store: &Store,
    asked: &Asked,
    previous: Option<&Path>,
    warn: impl FnOnce(&Problem),
) -> Result<(Report, Origins), Problem> {
    let (mut decided, waivers) = settle(&mut config, store, asked)?;
    let head = Head {
        institution: config.institution.clone(),
        period: asked.period,
        zone: config.zone.clone(),
        rules: rules::RULES.iter().map(|rule| rule.info()).collect(),
    };
    let (link, previous) = match previous {
        Some(path) => {
            let (link, previous) = before(path, asked.period)?;
            (Some(link), Some(previous))
        }
        None => (None, None),
    };
    let mut found: BTreeSet<String> = BTreeSet::new();
    let ids = previous.iter().flat_map(Previous::ids);
    found.extend(ids.map(str::to_owned));
    let emergencies = previous.iter().flat_map(|it| it.subjects("emergency"));
    let mut emergencies: BTreeSet<Subject> = emergencies.collect();
    let back = Back {
        fill: asked.backfill,
        open: previous.as_ref().map(Previous::open).unwrap_or_default(),
    };
    let mut report = Report::new(head, asked.purpose);
    report.hold_against(Baseline {
        previous,
        waivers: waivers.clone(),
    });
    compare::presences(store, &config, &waivers, asked.period, &back, |section| {
        if !waivers.is_empty() {
            let before = section.before.iter().flat_map(|it| &it.findings);
            for finding in section.findings.iter().chain(before) {
                found.insert(finding.id.clone());
                if finding.rule.name == "emergency" {
                    emergencies.extend(subjects(finding, &section.comparison));
                }
            }
        }
        report.add(section);
    })?;
    if let Some(problem) = decided.unmatched(&waivers, &found) {
        warn(&problem);
    }
    decided.name_urgent(&emergencies);
    report.add_unread(decided.problems);
    let mut files = std::mem::take(&mut config.files);
    if let Some(file) = decided.file {
        files.push((file.name.clone(), hex(&Sha256::digest(&file.bytes))));
        report.keep_decisions(file);
    }
    report.add_unread(store.rejected()?);
    report.add_unread(strangers(&config, store)?);
    let named = |(name, sha256)| NamedDigest { name, sha256 };
    let origins = Origins {
        configuration: files.into_iter().map(named).collect(),
        presences: asked.presences.clone(),
        backfill: asked.backfill,
        previous: link,
    };
    Ok((report, origins))
}

/// What a waiver of a finding may name: the finding, or a post of it.
fn subjects(finding: &Finding, comparison: &Comparison) -> impl Iterator<Item = Subject> {
    let posts = [finding.posts.english, finding.posts.french];
    let keys = posts.into_iter().flatten();
    let keys = keys.map(|post| Subject::Post(comparison.posts[post].post.key()));
    keys.chain([Subject::Finding(finding.id.clone())])
}

/// Brings into the configuration what persons decided, and keeps only the presences that are asked for.
pub(crate) fn settle(
    config: &mut Config,
    store: &Store,
    asked: &Asked,
) -> Result<(Decided, Waivers), Problem> {
    let decided = Decided::load(asked.decisions.as_ref(), config, store)?;
    config.pairing.decisions = decided.pairs();
    let waivers = decided.waivers(asked.period, config);
    limit(config, &asked.presences)?;
    Ok((decided, waivers))
}

/// Keeps only these presences.
fn limit(config: &mut Config, ids: &[String]) -> Result<(), Problem> {
    let known = |id: &&String| config.presences.iter().any(|presence| presence.id == **id);
    if let Some(id) = ids.iter().find(|id| !known(id)) {
        return Err(Problem::new(
            "--presence",
            format!("no presence “{id}” in the configuration"),
            format!("aucune présence «\u{a0}{id}\u{a0}» dans la configuration"),
        ));
    }
    if !ids.is_empty() {
        config
            .presences
            .retain(|presence| ids.contains(&presence.id));
    }
    Ok(())
}

/// The report before this one, and what it found: whole, or nothing can follow it.
fn before(path: &Path, period: Interval) -> Result<(Predecessor, Previous), Problem> {
    let folder = Folder::read(path)?;
    if let Some(difference) = folder.differences.first() {
        let Problem { place, message } = difference.problem();
        return Err(Problem::new(
            path.display().to_string(),
            format!(
                "the report before is not what was written ({place}: {}); have it back as it was, or leave --previous out",
                message.english
            ),
            format!(
                "le rapport précédent n’est pas tel qu’il a été écrit ({place}\u{a0}: {}); rétablissez-le ou omettez --precedent",
                message.french
            ),
        ));
    }
    let name = std::fs::canonicalize(path).ok();
    let name = name.as_deref().and_then(Path::file_name);
    let link = Predecessor {
        folder: name.unwrap_or_default().to_string_lossy().into_owned(),
        period_from: folder.manifest.period_from,
        period_to: folder.manifest.period_to,
        manifest_sha256: folder.digest,
    };
    let file = path.join("report.json");
    let bytes = std::fs::read(&file).map_err(|error| unreadable(&file, &error))?;
    let previous = Previous::read(&file.display().to_string(), &bytes, period)?;
    Ok((link, previous))
}

/// Accounts that posts were stored of and that no presence names: counted, not judged.
fn strangers(config: &Config, store: &Store) -> Result<Vec<Problem>, Problem> {
    let known = &config.pairing.accounts;
    let mut strangers = Vec::new();
    for account in store.accounts()? {
        if known.contains_key(&account) {
            continue;
        }
        let posts = store.count(&account)?;
        if posts > 0 {
            let (platform, handle) = account;
            strangers.push(Problem::new(
                format!("{platform}:{}", shown(&handle)),
                format!("posts of an account that no presence names: {posts}; add it to tandem.toml"),
                format!("publications d’un compte qu’aucune présence ne nomme\u{a0}: {posts}; ajoutez-le à tandem.toml"),
            ));
        }
    }
    Ok(strangers)
}
