//! Faults on the way: what the network may do to a run, and what must be in the store afterwards. No test
//! sleeps and none leaves this computer: the clock, the sleep and the platform are the test's own.

#![allow(clippy::unwrap_used)]

#[path = "fetch/credentials.rs"]
mod credentials;
#[path = "fetch/faults.rs"]
mod faults;
#[path = "fetch/limits.rs"]
mod limits;
#[path = "fetch/pages.rs"]
mod pages;
#[path = "fetch/polite.rs"]
mod polite;
#[path = "fetch/resume.rs"]
mod resume;
#[path = "fetch/stage.rs"]
mod stage;
