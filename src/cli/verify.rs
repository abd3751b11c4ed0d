//! `tandem verify`: is a report folder what was written, does it follow the one before, and does the store still give it?

use super::{End, Session, Stop, report};
use crate::config::DecisionsFile;
use crate::model::{Bilingual, Language, Problem};
use crate::report::{
    DECISIONS, Difference, Input, Manifest, NamedDigest, Purpose, Report, Seal, first_difference,
    in_memory,
};
use crate::store::Store;
use crate::text::wording;
use crate::work::derive::{Asked, derive};
use crate::work::folder::Folder;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Characters of a line that is shown.
const EXCERPT: usize = 300;

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let path = session.path("folder", ".");
    let folder = Folder::read(&path)?;
    let mut answer = Answer {
        language: session.language,
        text: String::new(),
        end: End::Nothing,
    };
    answer.files(&folder);
    if folder.manifest_is_whole() {
        answer.chain(&folder, session.value("previous").map(PathBuf::from));
        if session.value("store").is_some() || session.flag("sample") {
            answer.source(session, &folder)?;
        }
    }
    Session::print(&answer.text)?;
    Ok(answer.end)
}

impl Folder {
    /// Can what the manifest says be relied on?
    fn manifest_is_whole(&self) -> bool {
        let names_manifest = |it: &Difference| it.problem().place.contains("manifest.");
        !self.differences.iter().any(names_manifest)
    }
}

/// What is said, in one language, and how it ends.
struct Answer {
    language: Language,
    text: String,
    end: End,
}

impl Answer {
    fn say(&mut self, english: impl AsRef<str>, french: impl AsRef<str>) {
        let line = match self.language {
            Language::English => english.as_ref(),
            Language::French => french.as_ref(),
        };
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A difference: it is named, and the command ends with 1.
    fn differs(&mut self, english: impl AsRef<str>, french: impl AsRef<str>) {
        self.say(
            format!("  ✗ {}", english.as_ref()),
            format!("  ✗ {}", french.as_ref()),
        );
        self.end = End::Findings;
    }

    fn problem(&mut self, problem: &Problem) {
        self.differs(
            format!("{}: {}", problem.place, problem.message.english),
            format!("{}\u{a0}: {}", problem.place, problem.message.french),
        );
    }

    /// The files of a folder against its manifest.
    fn files(&mut self, folder: &Folder) {
        let place = folder.path.display();
        let days = folder.manifest.days();
        self.say(
            format!("{place}: report on {}", days.english),
            format!("{place}\u{a0}: rapport du {}", days.french),
        );
        for difference in &folder.differences {
            self.problem(&difference.problem());
        }
        for problem in &folder.unread {
            self.problem(problem);
            if folder.differences.is_empty() {
                self.end = End::Unread;
            }
        }
        if folder.differences.is_empty() {
            let files = wording::count(folder.manifest.files.len());
            self.say(
                format!("  ✓ files as they were written: {}", files.english),
                format!(
                    "  ✓ fichiers tels qu’ils ont été écrits\u{a0}: {}",
                    files.french
                ),
            );
        }
        let digest = &folder.digest;
        self.say(
            format!("  manifest SHA-256 {digest} (compare it with the one that was noted when the report was written: who can change all files can change this one too)"),
            format!("  SHA-256 du manifeste {digest} (comparez cette empreinte avec celle notée à la production du rapport\u{a0}: qui peut modifier tous les fichiers peut aussi modifier celle-ci)"),
        );
    }

    /// Follows the chain of reports back, as far as their folders are there.
    fn chain(&mut self, folder: &Folder, given: Option<PathBuf>) {
        let (mut next, mut given) = (folder.manifest.previous.clone(), given);
        let mut place = folder.path.clone();
        let mut met = BTreeSet::from([folder.digest.clone()]);
        if next.is_none() && given.is_some() {
            self.differs(
                "this report names no report before it",
                "ce rapport n’en nomme aucun avant lui",
            );
        }
        while let Some(link) = next.take() {
            let was_given = given.is_some();
            let path = given
                .take()
                .unwrap_or_else(|| sibling(&place, &link.folder));
            let earlier = match Folder::read(&path) {
                Ok(earlier) => earlier,
                Err(problem) if was_given || path.exists() => return self.problem(&problem),
                Err(_) => {
                    return self.say(
                        format!("  – the report before it ({}, manifest SHA-256 {}) is not here; give its folder with --previous", link.folder, link.manifest_sha256),
                        format!("  – le rapport précédent ({}, SHA-256 du manifeste {}) n’est pas ici; indiquez son dossier avec --precedent", link.folder, link.manifest_sha256),
                    );
                }
            };
            if earlier.digest != link.manifest_sha256 {
                let path = path.display();
                return self.differs(
                    format!("{path} is not the report that this one follows: manifest SHA-256 {}, not {}", earlier.digest, link.manifest_sha256),
                    format!("{path} n’est pas le rapport que celui-ci suit\u{a0}: SHA-256 du manifeste {}, et non {}", earlier.digest, link.manifest_sha256),
                );
            }
            if !met.insert(earlier.digest.clone()) {
                return;
            }
            self.say("It follows:", "Il fait suite à\u{a0}:");
            self.files(&earlier);
            next = earlier.manifest.previous;
            place = earlier.path;
        }
    }

    /// Derives the report again and holds it against the folder.
    fn source(&mut self, session: &Session, folder: &Folder) -> Result<(), Problem> {
        let manifest = &folder.manifest;
        let (Some(period), Some(options)) = (manifest.period(), manifest.options()) else {
            return Err(Problem::new(
                folder.path.display().to_string(),
                "the period or the options of its manifest cannot be read",
                "la période ou les options de son manifeste sont illisibles",
            ));
        };
        let (config, store) = report::sources(session)?;
        let kept = kept_decisions(folder);
        let keeps = kept.is_some();
        // What was decided since a report was made without any decisions is no part of it.
        let were_read = |file: &DecisionsFile| {
            let mut names = manifest.configuration.iter().map(|it| &it.name);
            file.named || names.any(|name| file.path.ends_with(name))
        };
        let asked = Asked {
            period,
            purpose: Purpose::Files(options),
            backfill: manifest.options.backfill,
            presences: manifest.options.presences.clone(),
            decisions: kept.or_else(|| session.decisions(&config).filter(were_read)),
        };
        let before = manifest
            .previous
            .as_ref()
            .map(|link| match session.value("previous") {
                Some(path) => PathBuf::from(path),
                None => sibling(&folder.path, &link.folder),
            });
        if let Some(path) = before.as_deref().filter(|path| !path.exists()) {
            self.problem(&Problem::new(
                path.display().to_string(),
                "the report was made with the one before it, which is not here: it cannot be derived again without it; give its folder with --previous",
                "le rapport a été produit à partir du précédent, qui n’est pas ici\u{a0}: il ne peut être reconstitué sans lui; indiquez son dossier avec --precedent",
            ));
            return Ok(());
        }
        let (report, origins) = derive(config, &store, &asked, before.as_deref(), |problem| {
            session.warn(problem);
        })?;
        let mut now = report.manifest(origins, files(&report));
        if !keeps {
            // A folder made before decisions were kept.
            now.files.retain(|name, _| !name.starts_with(DECISIONS));
        }
        self.origins(manifest, &now);
        self.altered(&store, manifest)?;
        let mut same = manifest.files.len() == now.files.len();
        for (name, seal) in &now.files {
            if manifest.files.get(name) != Some(seal) {
                same = false;
                self.file(&report, name, &folder.path.join(name));
            }
        }
        for name in manifest
            .files
            .keys()
            .filter(|name| !now.files.contains_key(*name))
        {
            same = false;
            self.differs(
                format!("{name} is not made any more"),
                format!("{name} n’est plus produit"),
            );
        }
        if same {
            self.say(
                "  ✓ derived again from the store: same bytes",
                "  ✓ reconstitué à partir de la base\u{a0}: mêmes octets",
            );
        }
        Ok(())
    }

    /// What the report rests on, then and now.
    fn origins(&mut self, then: &Manifest, now: &Manifest) {
        if then.version != now.version {
            self.say(
                format!(
                    "  – made by tandem {}, derived again by {}",
                    then.version, now.version
                ),
                format!(
                    "  – produit par tandem {}, reconstitué par {}",
                    then.version, now.version
                ),
            );
        }
        for (then, now) in [
            (&then.configuration, &now.configuration),
            (&then.corpora, &now.corpora),
        ] {
            for name in changed(then, now) {
                self.differs(
                    format!("{name} is not what it was when the report was made"),
                    format!("{name} n’est plus ce qu’il était à la production du rapport"),
                );
            }
        }
        let find = |list: &[Input], wanted: &Input| {
            list.iter()
                .find(|it| it.account == wanted.account)
                .map(|it| it.raw.clone())
                .unwrap_or_default()
        };
        for input in &now.inputs {
            let then = find(&then.inputs, input);
            for raw in input.raw.iter().filter(|raw| !then.contains(raw)) {
                self.raw(
                    &input.account,
                    raw,
                    &Bilingual::new("came later", "est venu plus tard"),
                );
            }
        }
        for input in &then.inputs {
            let now = find(&now.inputs, input);
            for raw in input.raw.iter().filter(|raw| !now.contains(raw)) {
                let gone = Bilingual::new("is no longer there", "n’y est plus");
                self.raw(&input.account, raw, &gone);
            }
        }
    }

    fn raw(&mut self, account: &str, raw: &NamedDigest, what: &Bilingual<&str>) {
        let NamedDigest { name, sha256 } = raw;
        self.differs(
            format!("{account}: {name} (SHA-256 {sha256}) {}", what.english),
            format!("{account}\u{a0}: {name} (SHA-256 {sha256}) {}", what.french),
        );
    }

    /// Raw answers and files whose bytes in the store are not those that came.
    fn altered(&mut self, store: &Store, manifest: &Manifest) -> Result<(), Problem> {
        let altered: BTreeSet<String> = store.altered()?.into_iter().collect();
        for input in &manifest.inputs {
            for raw in input.raw.iter().filter(|raw| altered.contains(&raw.sha256)) {
                let what = Bilingual::new(
                    "is kept with other bytes than came: something was taken out, or changed",
                    "est conservé avec d’autres octets que ceux reçus\u{a0}: quelque chose a été retiré ou modifié",
                );
                self.raw(&input.account, raw, &what);
            }
        }
        Ok(())
    }

    /// Where a file parts from the one that is made now.
    fn file(&mut self, report: &Report, name: &str, path: &Path) {
        let now = in_memory(|to| report.write(name, to));
        let then = std::fs::read(path).unwrap_or_default();
        let Some((line, [before, after])) = first_difference(&then, &now) else {
            return self.differs(
                format!("{name}: was changed since; the store still gives what stands in it now"),
                format!("{name}\u{a0}: modifié depuis; la base donne encore ce qu’il contient maintenant"),
            );
        };
        let (before, after) = (excerpt(&before), excerpt(&after));
        self.differs(
            format!("{name}, line {line}\n      in the folder:  {before}\n      from the store: {after}"),
            format!("{name}, ligne {line}\n      dans le dossier\u{a0}:  {before}\n      d’après la base\u{a0}: {after}"),
        );
    }
}

/// The decisions as they were when the report was made: others may have been added to the file since.
fn kept_decisions(folder: &Folder) -> Option<DecisionsFile> {
    let mut names = folder.manifest.files.keys();
    let name = names.find_map(|name| name.strip_prefix(DECISIONS))?;
    let name = Path::new(name).file_name()?;
    Some(DecisionsFile {
        path: folder.path.join(DECISIONS).join(name),
        named: true,
    })
}

/// A folder beside another one; the name may come from anywhere, and leads nowhere else.
fn sibling(folder: &Path, name: &str) -> PathBuf {
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let name = Path::new(name).file_name().unwrap_or_default().to_owned();
    folder.with_file_name(name)
}

/// The seals of a report in memory.
fn files(report: &Report) -> std::collections::BTreeMap<String, Seal> {
    // Nothing is kept, and so nothing refuses.
    let seal = |name: &String| Seal::of(|to| report.write(name, to)).unwrap_or_default();
    let names = report.files();
    names
        .into_iter()
        .map(|name| (name.clone(), seal(&name)))
        .collect()
}

/// Names that stand in one list only, or with another digest.
fn changed<'a>(then: &'a [NamedDigest], now: &'a [NamedDigest]) -> BTreeSet<&'a str> {
    let (gone, new) = (
        then.iter().filter(|it| !now.contains(it)),
        now.iter().filter(|it| !then.contains(it)),
    );
    gone.chain(new).map(|it| it.name.as_str()).collect()
}

/// The beginning of a line: one of a long file says enough.
fn excerpt(line: &str) -> String {
    let mut short: String = line.chars().take(EXCERPT).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}
