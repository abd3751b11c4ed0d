//! Pure functions over text: its parts, its language, its values, its links, how alike two texts are.

pub mod cell;
pub mod clock;
pub mod halves;
mod hex;
pub mod html;
pub mod json;
pub mod language;
pub mod length;
pub mod lexicon;
pub mod links;
mod outline;
pub mod parts;
pub mod pieces;
pub mod reading;
pub mod shown;
pub mod similarity;
pub mod values;
pub mod wording;

pub use hex::{digest, finding_id, hex};
pub use shown::shown;
