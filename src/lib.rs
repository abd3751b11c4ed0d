//! tandem.
pub mod corpora;
pub mod exports;
pub mod model;
pub mod pairing;
pub mod platforms;
pub mod rules;
pub mod store;
pub mod text;
