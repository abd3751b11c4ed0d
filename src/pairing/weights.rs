//! The file of weights: read with every name checked, written so that it can be read again.

use super::features::FEATURES;
use crate::corpora::PairingWeights;
use crate::model::Problem;
use std::fmt::Write as _;

/// Reads a file like `corpora/pairing.toml`.
///
/// # Errors
/// What is not TOML of that shape, and names that are no feature.
pub fn read(place: &str, text: &str) -> Result<PairingWeights, Problem> {
    let weights: PairingWeights = toml::from_str(text).map_err(|error| {
        Problem::new(
            place,
            format!("not a file of pairing weights ({error})"),
            format!("ce n’est pas un fichier de poids de jumelage ({error})"),
        )
    })?;
    let known = |name: &&String| FEATURES.iter().any(|feature| feature.name == *name);
    match weights.features.keys().find(|name| !known(name)) {
        None => Ok(weights),
        Some(name) => Err(Problem::new(
            place,
            format!("“{name}” is no feature; those there are: {}", names()),
            format!(
                "«\u{a0}{name}\u{a0}» n’est pas un critère; ceux qui existent\u{a0}: {}",
                names()
            ),
        )),
    }
}

fn names() -> String {
    FEATURES.map(|feature| feature.name).join(", ")
}

/// Writes weights under a head of comment lines, features in order of name.
#[must_use]
pub fn write(weights: &PairingWeights, head: &str) -> String {
    let mut text = String::new();
    for line in head.lines() {
        let _ = writeln!(text, "# {line}");
    }
    let _ = write!(text, "bias = {:.2}\n\n[features]\n", weights.bias);
    for (name, weight) in &weights.features {
        let _ = writeln!(text, "{name} = {weight:.2}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpora::PAIRING;

    /// Weights that an institution fitted must be the ones that are used.
    #[test]
    fn what_is_written_is_read() {
        assert_eq!(read("w", &write(&PAIRING, "head")).unwrap(), *PAIRING);
    }

    /// A misspelt feature would silently weigh nothing.
    #[test]
    fn an_unknown_feature_is_an_error() {
        let problem = read("w", "bias = 1.0\n[features]\nwrods = 1.0\n").unwrap_err();
        assert!(problem.message.english.contains("wrods"));
        assert!(problem.message.french.contains("words-apart"));
    }
}
