//! tandem.
fn main() {}
