//! Pure functions over text: its parts, its language, its numbers, its links, how alike two texts are.

pub mod language;
pub mod lexicon;
pub mod links;
pub mod numbers;
pub mod parts;
pub mod similarity;
pub mod wording;
