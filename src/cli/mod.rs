//! The command line: arguments in, exit code out. One file per command.
//!
//! Data goes to standard output, progress and problems to standard error, both in the chosen language.
//! Exit codes: 0 nothing to report, 1 findings, 2 could not do the job, 3 done but something could not be
//! read. A closed pipe is 0.

mod accounts;
mod aligned;
mod arguments;
mod calendar;
mod check;
mod compare;
mod evaluate;
mod fetch;
mod help;
mod import;
mod intake;
mod labelled;
mod language;
mod period;
mod plan;
mod redact;
mod report;
mod rules;
mod status;
mod train;
mod train_pairing;

use crate::config::{self, Config};
use crate::model::{Language, Problem, Severity};
use crate::store::Store;
use crate::text::wording;
use clap::ArgMatches;
use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Nothing = 0,
    Findings = 1,
    Unread = 3,
}

/// Exit code of a job that could not be done.
const FAILED: u8 = 2;

/// Runs the program on the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let language = language::choose(&words, |name| std::env::var(name).ok());
    if let Some(tag) = language::unknown(&words, |name| std::env::var(name).ok()) {
        let problem = Problem::new(
            tag,
            "tandem speaks en and fr only",
            "tandem ne parle que en (anglais) et fr (français)",
        );
        complain(&line(&problem, language));
        return ExitCode::from(FAILED);
    }
    let matches = match arguments::parse(&words, language) {
        Ok(matches) => matches,
        Err(arguments::Stop::Show(text)) => return say(&text),
        Err(arguments::Stop::Fail(text)) => {
            complain(&text);
            return ExitCode::from(FAILED);
        }
    };
    match run(&matches, language) {
        Ok(end) => ExitCode::from(end as u8),
        Err(Stop::Problem(problem)) => {
            complain(&line(&problem, language));
            ExitCode::from(FAILED)
        }
        Err(Stop::ClosedPipe) => ExitCode::SUCCESS,
    }
}

/// Why a command ends before its end.
#[derive(Debug)]
enum Stop {
    Problem(Problem),
    /// Nobody reads any more.
    ClosedPipe,
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

fn run(matches: &ArgMatches, language: Language) -> Result<End, Stop> {
    let (name, arguments) = matches.subcommand().unwrap_or(("", matches));
    let session = Session {
        arguments,
        language,
    };
    match arguments::Command::named(name) {
        Some(arguments::Command::Report) => report::run(&session),
        Some(arguments::Command::Import) => import::run(&session),
        Some(arguments::Command::Check) => check::run(&session),
        Some(arguments::Command::Fetch) => fetch::run(&session),
        Some(arguments::Command::Status) => status::run(&session),
        Some(arguments::Command::Redact) => redact::run(&session),
        Some(arguments::Command::Rules) => rules::run(&session),
        Some(arguments::Command::Evaluate) => evaluate::run(&session),
        Some(arguments::Command::Init) => accounts::init(&session),
        Some(arguments::Command::Accounts) => {
            let (what, session) = session.below();
            match what {
                "import" | "importer" => accounts::import(&session),
                _ => accounts::pair(&session),
            }
        }
        Some(arguments::Command::Train) => {
            let (what, session) = session.below();
            match what {
                "language" | "langue" => train::language(&session),
                "pairing" | "jumelage" => train_pairing::run(&session),
                _ => train::lexicon(&session),
            }
        }
        None => Ok(End::Nothing),
    }
}

/// What every command needs: its arguments and the language of the interface.
struct Session<'a> {
    arguments: &'a ArgMatches,
    language: Language,
}

impl Session<'_> {
    /// What stands below a command, and its session.
    fn below(&self) -> (&str, Session<'_>) {
        let (what, arguments) = self.arguments.subcommand().unwrap_or(("", self.arguments));
        let language = self.language;
        (
            what,
            Session {
                arguments,
                language,
            },
        )
    }

    fn flag(&self, name: &str) -> bool {
        self.arguments.get_flag(name)
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.arguments.get_one::<String>(name).map(String::as_str)
    }

    fn values(&self, name: &str) -> Vec<String> {
        let list = self.arguments.get_many::<String>(name);
        list.into_iter()
            .flatten()
            .flat_map(|text| text.split(','))
            .map(|text| text.trim().to_owned())
            .collect()
    }

    fn path(&self, name: &str, default: &str) -> PathBuf {
        self.value(name)
            .map_or_else(|| PathBuf::from(default), PathBuf::from)
    }

    fn config(&self) -> Result<Config, Problem> {
        config::load(&self.path("config", "tandem.toml"))
    }

    /// Opens the store; `must_exist` where a command only reads, so that a mistyped path makes no empty store.
    fn store(&self, must_exist: bool) -> Result<Store, Problem> {
        let path = self.path("store", "tandem.sqlite");
        if must_exist && !path.exists() {
            return Err(Problem::new(
                path.display().to_string(),
                "there is no store here yet; run `tandem import` or `tandem fetch` first, or give another with --store",
                "il n’y a pas encore de base ici; lancez d’abord «\u{a0}tandem importer\u{a0}» ou «\u{a0}tandem récupérer\u{a0}», ou indiquez-en une autre avec --base",
            ));
        }
        Store::open(&path)
    }

    /// From which severity on a run ends with 1.
    fn severity(&self) -> Result<Severity, Problem> {
        match self.value("fail-on") {
            None | Some("error" | "erreur") => Ok(Severity::Error),
            Some("warning" | "avertissement") => Ok(Severity::Warning),
            Some("style") => Ok(Severity::Style),
            Some("information") => Ok(Severity::Information),
            Some(other) => Err(Problem::new(
                "--fail-on/--echouer-des",
                format!("“{other}” is not a severity; choose error, warning, style or information"),
                format!(
                    "«\u{a0}{other}\u{a0}» n’est pas une gravité; choisissez erreur, avertissement, style ou information"
                ),
            )),
        }
    }

    /// A line for people, on standard error.
    fn note(&self, english: impl AsRef<str>, french: impl AsRef<str>) {
        complain(match self.language {
            Language::English => english.as_ref(),
            Language::French => french.as_ref(),
        });
    }

    /// A problem, on standard error.
    fn warn(&self, problem: &Problem) {
        complain(&line(problem, self.language));
    }

    /// Data, on standard output.
    fn print(text: &str) -> Result<(), Stop> {
        let mut out = io::stdout().lock();
        out.write_all(harmless(text).as_bytes())
            .and_then(|()| out.flush())
            .map_err(|error| match error.kind() {
                io::ErrorKind::BrokenPipe => Stop::ClosedPipe,
                _ => Stop::Problem(Problem::new(
                    "stdout",
                    format!("cannot be written ({error})"),
                    format!("écriture impossible ({error})"),
                )),
            })
    }
}

/// A file or folder that cannot be read.
fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let why = wording::io_error(error);
    Problem::new(
        path.display().to_string(),
        format!(
            "cannot be read ({}); check the path and the rights",
            why.english
        ),
        format!(
            "lecture impossible ({}); vérifiez le chemin et les droits",
            why.french
        ),
    )
}

/// A problem on one line.
fn line(problem: &Problem, language: Language) -> String {
    match language {
        Language::English => format!("{}: {}", problem.place, problem.message.english),
        Language::French => format!("{}\u{a0}: {}", problem.place, problem.message.french),
    }
}

/// Standard error may be closed too; then there is nobody to tell.
fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", harmless(text));
}

/// Without what a terminal would obey: posts are other people's text, and may hold escape sequences or marks
/// that turn the direction of writing around.
fn harmless(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.contains(obeyed) {
        Cow::Owned(text.replace(obeyed, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn say(text: &str) -> ExitCode {
    let _ = io::stdout().lock().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A post could otherwise clear the reader's screen or write what was never found.
    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        assert_eq!(
            harmless("a\u{1b}[2Jb\r\nc\u{202e}d"),
            "a\u{fffd}[2Jb\u{fffd}\nc\u{fffd}d"
        );
        assert_eq!(harmless("Été 👩🏽‍✈️ « ok »\n"), "Été 👩🏽‍✈️ « ok »\n");
    }
}
