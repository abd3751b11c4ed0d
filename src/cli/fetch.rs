//! stub
use super::{End, Session, Stop};
pub(super) fn run(_session: &Session) -> Result<End, Stop> {
    Ok(End::Nothing)
}
