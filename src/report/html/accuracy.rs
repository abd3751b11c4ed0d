//! How right the program was on labelled posts: the figures of the README (`tandem evaluate`), for the method of a report.

use crate::model::{Bilingual, Share};

/// Thousandths, on one set of posts.
#[derive(Debug)]
pub(super) struct Accuracy {
    pub(super) posts: Bilingual<&'static str>,
    /// F1 of pairs; precision and recall of missing counterparts; F1 of pairing by nearest time.
    thousandths: [usize; 4],
}

impl Accuracy {
    pub(super) fn values(&self) -> [Share; 4] {
        self.thousandths.map(|part| Share::new(part, 1000))
    }
}

/// Posts held out from fitting, as they were published and made harder.
pub(super) const ACCURACY: [Accuracy; 6] = [
    Accuracy {
        posts: Bilingual::new("X 2019, held out", "X 2019, gardées à part"),
        thousandths: [1000, 1000, 978, 985],
    },
    Accuracy {
        posts: Bilingual::new(
            "the same, French 0 to 48 h late",
            "les mêmes, français de 0 à 48 h plus tard",
        ),
        thousandths: [998, 1000, 925, 43],
    },
    Accuracy {
        posts: Bilingual::new(
            "the same, each week in two hours",
            "les mêmes, chaque semaine en deux heures",
        ),
        thousandths: [993, 1000, 779, 20],
    },
    Accuracy {
        posts: Bilingual::new(
            "the same, without media and links",
            "les mêmes, sans médias ni liens",
        ),
        thousandths: [998, 1000, 946, 985],
    },
    Accuracy {
        posts: Bilingual::new(
            "Canada.ca blog, never fitted, late",
            "Blogue de Canada.ca, jamais ajusté, tardif",
        ),
        thousandths: [1000, 1000, 1000, 919],
    },
    Accuracy {
        posts: Bilingual::new(
            "Half-masting notices, never fitted, late",
            "Avis de mise en berne, jamais ajustés, tardifs",
        ),
        thousandths: [1000, 1000, 962, 777],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    /// A report that states another accuracy than the one measured misleads whoever signs it.
    #[test]
    fn the_figures_are_those_of_the_readme() {
        let readme = include_str!("../../../README.md");
        let write = |thousandths: usize| {
            let text = format!(
                "{:.3}",
                f64::from(u32::try_from(thousandths).unwrap()) / 1000.0
            );
            text.strip_prefix('0').map_or(text.clone(), str::to_owned)
        };
        for row in &ACCURACY {
            let [pairs, precision, recall, nearest] = row.thousandths.map(write);
            let beginning = format!("| {pairs} | {precision} / {recall} |");
            let found = readme
                .lines()
                .any(|line| line.contains(&beginning) && line.ends_with(&format!("| {nearest} |")));
            assert!(found, "{beginning} … | {nearest} |");
        }
    }
}
