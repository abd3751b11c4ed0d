//! The command line: arguments in, exit code out. One file per command.
//!
//! Data goes to standard output, progress and problems to standard error, both in the chosen language.
//! Exit codes: 0 nothing to report, 1 findings, 2 could not do the job, 3 done but something could not be
//! read. A closed pipe is 0.

mod accounts;
mod aligned;
mod arguments;
mod check;
mod evaluate;
mod fetch;
mod help;
mod import;
mod labelled;
mod language;
mod plan;
mod question;
mod redact;
mod report;
mod rules;
mod serve;
mod status;
mod train;
mod train_pairing;
mod verify;

use crate::config::{Config, DecisionsFile};
use crate::model::{Language, Problem, Severity};
use crate::store::Store;
use crate::work::{Place, Places, unreadable};
use clap::ArgMatches;
use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
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
        Some(arguments::Command::Serve) => serve::run(&session),
        Some(arguments::Command::Fetch) => fetch::run(&session),
        Some(arguments::Command::Verify) => verify::run(&session),
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

    /// The value of an option that not every command has.
    fn optional(&self, name: &str) -> Option<&str> {
        let value = self.arguments.try_get_one::<String>(name);
        value.ok().flatten().map(String::as_str)
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
        self.places().config()
    }

    /// Opens the store; `must_exist` where a command only reads.
    fn store(&self, must_exist: bool) -> Result<Store, Problem> {
        self.places().store(must_exist)
    }

    /// The files that the session works on.
    fn places(&self) -> Places {
        let place = |name, default| Place {
            path: self.path(name, default),
            is_named: self.value(name).is_some(),
        };
        Places {
            config: place("config", "tandem.toml"),
            store: place("store", "tandem.sqlite"),
            decisions: self.optional("decisions").map(PathBuf::from),
        }
    }

    /// Where decisions stand; the sample is no folder of the reader's.
    fn decisions(&self, config: &Config) -> Option<DecisionsFile> {
        let places = self.places();
        let count = places.decisions.is_some() || !self.flag("sample");
        count.then(|| places.decisions(config))
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
