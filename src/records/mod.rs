//! Records that a platform hands out in more than one way, in an answer and in an export: what they mean.

pub(crate) mod bluesky;
pub(crate) mod lenient;
pub(crate) mod short_links;
