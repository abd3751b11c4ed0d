//! tandem.
pub mod exports;
pub mod model;
pub mod platforms;
