//! Bytes as text.

use sha2::{Digest, Sha256};

/// Bytes as hexadecimal digits, in lower case.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half & 0xf)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(*byte)])
        .collect()
}

/// SHA-256 of a text, in hexadecimal.
#[must_use]
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text))
}

/// The id of a finding that is named by this text.
#[must_use]
pub fn finding_id(name: &str) -> String {
    // With a letter: a spreadsheet would make a number of one in eight hundred otherwise.
    format!("f-{}", hex(&Sha256::digest(name)[..8]))
}
