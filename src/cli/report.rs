//! `tandem report`: the main job.

use super::{End, Session, Stop, import, question};
use crate::config::{self, Config};
use crate::corpora;
use crate::model::{Bilingual, Problem};
use crate::report::{Options, Purpose};
use crate::store::Store;
use crate::work::derive::{Asked, derive};
use crate::work::folder::{self, Written};
use crate::work::wanted::Wanted;
use std::path::{Path, PathBuf};

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    /// Of a report.
    Summary,
    /// Of the answer to a question.
    Csv,
}

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let fail_on = session.severity()?;
    let format = format(session.value("format"), session.flag("question"))?;
    let options = Options {
        bom: session.flag("bom"),
        formula_guard: !session.flag("no-formula-guard"),
        delimiter: delimiter(session.value("delimiter"))?,
    };
    let (config, store) = sources(session)?;
    let asked = Asked {
        period: wanted(session).period(&config, &store)?,
        purpose: match session.value("out") {
            Some(_) => Purpose::Files(options),
            None => Purpose::Text,
        },
        backfill: session.flag("backfill"),
        presences: session.values("presence"),
        decisions: session.decisions(&config),
    };
    if session.flag("question") {
        return question::run(session, config, &store, &asked, (format, options));
    }
    let previous = session.value("previous").map(PathBuf::from);
    if let (Some(folder), Some(before)) = (session.value("out"), &previous)
        && std::fs::canonicalize(folder)
            .is_ok_and(|it| std::fs::canonicalize(before).is_ok_and(|before| it == before))
    {
        return Err(Problem::new(
            folder,
            "the report before would be lost: --out and --previous are one folder; give the new report a folder of its own",
            "le rapport précédent serait perdu\u{a0}: --sortie et --precedent désignent le même dossier; donnez au nouveau rapport son propre dossier",
        )
        .into());
    }
    let (report, origins) = derive(config, &store, &asked, previous.as_deref(), |problem| {
        session.warn(problem);
    })?;
    if let Some(folder) = session.value("out") {
        let replace = session.flag("replace");
        let (written, digest) = folder::write(Path::new(folder), &report, origins, replace)?;
        match written {
            Written::New => session.note(
                format!("written: {folder} (manifest SHA-256 {digest}: note it elsewhere, `tandem verify` shows it)"),
                format!("fichiers écrits\u{a0}: {folder} (SHA-256 du manifeste {digest}\u{a0}: notez cette empreinte ailleurs, «\u{a0}tandem authentifier\u{a0}» l’affiche)"),
            ),
            Written::Same => session.note(
                format!("unchanged: {folder} holds the same bytes already (manifest SHA-256 {digest})"),
                format!("inchangé\u{a0}: {folder} contient déjà les mêmes octets (SHA-256 du manifeste {digest})"),
            ),
        }
    }
    Session::print(&match format {
        Format::Markdown => report.markdown(session.language),
        Format::Summary => report.summary(session.language),
        Format::Text | Format::Csv => report.text(session.language),
    })?;
    Ok(if report.findings_from(fail_on) > 0 {
        End::Findings
    } else if report.has_unread() {
        End::Unread
    } else {
        End::Nothing
    })
}

/// The configuration and the store, or those of the sample.
pub(super) fn sources(session: &Session) -> Result<(Config, Store), Problem> {
    if session.flag("sample") {
        sample()
    } else {
        Ok((session.config()?, session.store(true)?))
    }
}

fn format(name: Option<&str>, is_question: bool) -> Result<Format, Problem> {
    match (name.unwrap_or("text").to_lowercase().as_str(), is_question) {
        ("csv", false) => Err(Problem::new(
            "--format",
            "csv is a form of the answer to --question; the CSV files of a report are written by --out",
            "csv est une forme de la réponse à --question; les fichiers CSV d’un rapport sont écrits par --sortie",
        )),
        ("text" | "texte", _) => Ok(Format::Text),
        ("markdown", _) => Ok(Format::Markdown),
        ("summary" | "resume" | "résumé", false) => Ok(Format::Summary),
        ("csv", true) => Ok(Format::Csv),
        (other, _) => {
            let last = if is_question {
                Bilingual::new("csv", "csv")
            } else {
                Bilingual::new("summary", "résumé")
            };
            Err(Problem::new(
                "--format",
                format!("“{other}” is not one of text, markdown, {}", last.english),
                format!(
                    "«\u{a0}{other}\u{a0}» n’est pas l’une des valeurs texte, markdown, {}",
                    last.french
                ),
            ))
        }
    }
}

/// What stands between cells.
fn delimiter(text: Option<&str>) -> Result<u8, Problem> {
    match text {
        None | Some(",") => Ok(b','),
        Some(";") => Ok(b';'),
        Some("tab" | "\t" | "\\t") => Ok(b'\t'),
        Some(other) => Err(Problem::new(
            "--delimiter/--separateur",
            format!("“{other}” cannot stand between cells; give \",\", \";\" or tab"),
            format!(
                "«\u{a0}{other}\u{a0}» ne peut séparer des cellules; indiquez «\u{a0},\u{a0}», «\u{a0};\u{a0}» ou tab"
            ),
        )),
    }
}

/// The embedded sample in a store that lives as long as the program.
fn sample() -> Result<(Config, Store), Problem> {
    let config = config::parse("corpora/sample/tandem.toml", corpora::SAMPLE_CONFIG)?;
    let mut store = Store::in_memory()?;
    import::sample(&mut store, &config)?;
    Ok((config, store))
}

/// The period asked for; everything for the sample.
fn wanted<'a>(session: &'a Session) -> Wanted<'a> {
    Wanted {
        week: session.value("week"),
        from: session.value("from"),
        to: session.value("to"),
        all: session.flag("all") || session.flag("sample"),
    }
}
