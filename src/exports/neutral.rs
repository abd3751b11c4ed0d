//! Neutral.

use super::{Export, File, Import, Options};

/// Neutral.
pub(super) struct Neutral;

impl Export for Neutral {
    fn name(&self) -> &'static str {
        "neutral"
    }

    fn recognises(&self, _files: &[File]) -> bool {
        false
    }

    fn read(&self, _label: &str, _files: &[File], _options: &Options) -> Import {
        Import::default()
    }
}
