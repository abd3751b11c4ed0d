//! Pure functions over text: its parts, its language, its values, its links, how alike two texts are.

pub mod html;
pub mod language;
pub mod length;
pub mod lexicon;
pub mod links;
pub mod parts;
pub mod pieces;
pub mod similarity;
pub mod values;
pub mod wording;

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digit = |half: u8| DIGITS[usize::from(half & 0xf)];
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(*byte)])
        .collect()
}
