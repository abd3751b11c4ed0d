//! XArchive.

use super::{Export, File, Import, Options};

/// XArchive.
pub(super) struct XArchive;

impl Export for XArchive {
    fn name(&self) -> &'static str {
        "x_archive"
    }

    fn recognises(&self, _files: &[File]) -> bool {
        false
    }

    fn read(&self, _label: &str, _files: &[File], _options: &Options) -> Import {
        Import::default()
    }
}
