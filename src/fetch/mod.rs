//! stub
/// stub
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// a
    pub max_wait: std::time::Duration,
    /// b
    pub contact: String,
    /// c
    pub services: crate::platforms::Services,
}
