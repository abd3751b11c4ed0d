//! What two link targets have to do with each other.

use super::{Target, kind};

/// What two targets have to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// Clearly another page of the same site: other identifier, home page, other path in the same language.
    Another,
    /// Nothing speaks for the same page: other sites, other dates, or a platform where each language has its own items.
    Unknown,
    /// The same site; the words of the path may be translations.
    Possible,
    /// The same site, and a part of the path agrees.
    Likely,
    /// The same page.
    Same,
}

impl Tie {
    /// How much the tie says for the same page, 0 to 1.
    #[must_use]
    pub fn weight(self) -> f64 {
        match self {
            Self::Another | Self::Unknown => 0.0,
            Self::Possible => 0.3,
            Self::Likely => 0.5,
            Self::Same => 1.0,
        }
    }
}

/// What the English and the French target have to do with each other.
#[must_use]
pub fn tie(one: &Target, other: &Target) -> Tie {
    if one.host != other.host {
        return Tie::Unknown;
    }
    if one.path == other.path && one.query == other.query {
        return Tie::Same;
    }
    if kind(&one.host) == Some("platform") {
        return Tie::Unknown;
    }
    let same_language = one.language.is_some() && one.language == other.language;
    if one.is_home() != other.is_home() || same_language && one.path != other.path {
        return Tie::Another;
    }
    match (same_parameters(one, other), same_ids(one, other)) {
        (Some(false), _) | (_, Some(false)) => Tie::Another,
        (Some(true), _) | (_, Some(true)) => Tie::Same,
        _ => same_place(one, other),
    }
}

/// Do the parameters with digits that both have agree? Words of a search are translated.
fn same_parameters(one: &Target, other: &Target) -> Option<bool> {
    let mut verdict = None;
    for (name, value) in &one.query {
        let Some((_, theirs)) = other.query.iter().find(|(it, _)| it == name) else {
            continue;
        };
        if value.bytes().any(|it| it.is_ascii_digit()) {
            if value != theirs {
                return Some(false);
            }
            verdict = Some(true);
        }
    }
    verdict
}

fn same_ids(one: &Target, other: &Target) -> Option<bool> {
    if one.ids.is_empty() || other.ids.is_empty() {
        return None;
    }
    let common = one.ids.iter().any(|id| other.ids.contains(id));
    (!common || one.ids.len() == other.ids.len()).then_some(common)
}

/// Paths whose words may be translations of each other.
fn same_place(one: &Target, other: &Target) -> Tie {
    // In 735 of 738 federal pairs of dated addresses the dates are the same.
    if one.numbers().next().is_some() && other.numbers().next().is_some() {
        let same = one.numbers().eq(other.numbers());
        return if same { Tie::Likely } else { Tie::Unknown };
    }
    let depth = one.path.len().min(other.path.len());
    let shared = one.path.iter().zip(&other.path).any(|(a, b)| a == b);
    if one.path.len() == other.path.len() && depth > 1 && shared {
        Tie::Likely
    } else if one.path.len().abs_diff(other.path.len()) < 2 {
        Tie::Possible
    } else {
        Tie::Unknown
    }
}
