//! What a command and a page do alike: values handed from stage to stage, files found and read.

pub(crate) mod calendar;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod decisions;
pub(crate) mod derive;
pub(crate) mod folder;
pub(crate) mod period;
pub(crate) mod wanted;

use crate::config::{self, Config, DecisionsFile};
use crate::model::Problem;
use crate::store::Store;
use crate::text::wording;
use std::io;
use std::path::{Path, PathBuf};

/// A file, and whether somebody named it: then it must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    pub(crate) is_named: bool,
}

impl Place {
    fn is_wanted(&self) -> bool {
        self.is_named || self.path.exists()
    }
}

/// The files that the program works on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Places {
    pub(crate) config: Place,
    pub(crate) store: Place,
    /// Where decisions stand, if somebody named it.
    pub(crate) decisions: Option<PathBuf>,
}

impl Places {
    /// The configuration.
    pub(crate) fn config(&self) -> Result<Config, Problem> {
        config::load(&self.config.path)
    }

    /// Where decisions stand: as named, or where the configuration says, or beside it.
    pub(crate) fn decisions(&self, config: &Config) -> DecisionsFile {
        match &self.decisions {
            Some(path) => DecisionsFile {
                path: path.clone(),
                named: true,
            },
            None => config.decisions.clone(),
        }
    }

    /// The configuration, where it is there or asked for.
    pub(crate) fn config_if_there(&self) -> Result<Option<Config>, Problem> {
        let wanted = self.config.is_wanted();
        wanted.then(|| self.config()).transpose()
    }

    /// The store, where it is there or asked for.
    pub(crate) fn store_if_there(&self) -> Result<Option<Store>, Problem> {
        let wanted = self.store.is_wanted();
        wanted.then(|| self.store(true)).transpose()
    }

    /// Opens the store; `must_exist` where it is only read, so that a mistyped path makes no empty store.
    pub(crate) fn store(&self, must_exist: bool) -> Result<Store, Problem> {
        let path = &self.store.path;
        if must_exist && !path.exists() {
            return Err(Problem::new(
                path.display().to_string(),
                "there is no store here yet; run `tandem import` or `tandem fetch` first, or give another with --store",
                "il n’y a pas encore de base ici; lancez d’abord «\u{a0}tandem importer\u{a0}» ou «\u{a0}tandem récupérer\u{a0}», ou indiquez-en une autre avec --base",
            ));
        }
        Store::open(path)
    }
}

/// A file or folder that cannot be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Problem {
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
