//! Is the counterpart of a reposted official account named?

use super::reference::Reference;
use tandem::register::{Links, Listed};

pub(crate) fn measure(_reference: &Reference, _accounts: &[Listed], _links: &Links) {}
