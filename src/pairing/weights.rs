//! The file of weights: read with every name checked, written so that it can be read again.

use super::features::FEATURES;
use crate::corpora::PairingWeights;
use crate::model::Problem;
use std::fmt::Write as _;

/// Log-odds of a hundred are beyond any doubt.
const LARGEST: f64 = 100.0;

/// Reads a file like `corpora/pairing.toml`.
///
/// # Errors
/// What is not TOML of that shape, and names that are no feature.
pub fn read(place: &str, text: &str) -> Result<PairingWeights, Problem> {
    let weights: PairingWeights = toml::from_str(text).map_err(|error| {
        Problem::new(
            place,
            format!("not a file of pairing weights ({}); `tandem train pairing` writes one", error.message()),
            format!("ce n’est pas un fichier de poids de jumelage ({}); «\u{a0}tandem entraîner jumelage\u{a0}» en écrit un", error.message()),
        )
    })?;
    let all = || std::iter::once(&weights.bias).chain(weights.features.values());
    if !all().all(|weight| weight.abs() <= LARGEST) {
        return Err(Problem::new(
            place,
            format!("a weight is no number or beyond ±{LARGEST}; fit them again"),
            format!("un poids n’est pas un nombre ou dépasse ±{LARGEST}; refaites l’ajustement"),
        ));
    }
    let missing = FEATURES
        .iter()
        .find(|feature| !weights.features.contains_key(feature.name));
    if let Some(feature) = missing {
        return Err(Problem::new(
            place,
            format!(
                "the weight of “{}” is missing; all are needed: {}",
                feature.name,
                names()
            ),
            format!(
                "il manque le poids de «\u{a0}{}\u{a0}»; il les faut tous\u{a0}: {}",
                feature.name,
                names()
            ),
        ));
    }
    let wrong = FEATURES
        .iter()
        .find(|feature| weights.features[feature.name] * feature.sign < 0.0);
    if let Some(feature) = wrong {
        let sign = if feature.sign > 0.0 { "≥ 0" } else { "≤ 0" };
        return Err(Problem::new(
            place,
            format!(
                "the weight of “{}” must be {sign}; fit them again",
                feature.name
            ),
            format!(
                "le poids de «\u{a0}{}\u{a0}» doit être {sign}; refaites l’ajustement",
                feature.name
            ),
        ));
    }
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
        let problem = read(
            "w",
            &write(&PAIRING, "")
                .replace("words =", "wrods =")
                .replace("[features]", "[features]\nwords = 1.0"),
        )
        .unwrap_err();
        assert!(problem.message.english.contains("wrods"));
        assert!(problem.message.french.contains("words-apart"));
    }

    /// Weights that are no numbers would call everything missing.
    #[test]
    fn broken_weights_are_errors() {
        let good = write(&PAIRING, "");
        for (from, to) in [
            ("bias = ", "bias = nan #"),
            ("time = ", "time = 1e308 #"),
            ("time = ", "#"),
            ("time = ", "time = -"),
        ] {
            assert!(read("w", &good.replacen(from, to, 1)).is_err(), "{to}");
        }
    }
}
