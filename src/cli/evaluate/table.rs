//! The figures in print.

use super::figures::{CLASSES, Figures, Of, calibration, portion, with_intervals};
use crate::model::{Bilingual, Language};
use crate::text::wording;
use std::fmt::Write as _;

/// All tables, in one language.
pub(super) fn render(figures: &Figures, draws: u64, held_out: bool, language: Language) -> String {
    let page = Page { language };
    let mut text = page.scores(figures);
    text.push_str(&page.calibration(figures));
    text.push_str(&page.languages(figures));
    text.push_str(&page.rest(figures, draws, held_out));
    text
}

/// What was wrong, one line each.
pub(super) fn errors(figures: &Figures, language: Language) -> String {
    let page = Page { language };
    let mut text = String::from("\n");
    for (kind, probability, posts) in &figures.errors {
        let probability = page.number(*probability, 3);
        let _ = writeln!(text, "{:22} {probability}  {posts}", kind.get(language));
    }
    text
}

struct Page {
    language: Language,
}

impl Page {
    fn pick(&self, english: &'static str, french: &'static str) -> &'static str {
        Bilingual::new(english, french).get(self.language)
    }

    /// A share of nothing is no number.
    fn share(&self, value: f64, of: usize) -> String {
        if of == 0 {
            "–".into()
        } else {
            self.number(value, 4)
        }
    }

    fn number(&self, value: f64, digits: usize) -> String {
        let text = format!("{value:.digits$}");
        match self.language {
            Language::English => text,
            Language::French => text.replace('.', ","),
        }
    }

    fn scores(&self, figures: &Figures) -> String {
        let mut text = format!(
            "{:19} {:21} {:>6} {:>6} {:>6}  {:>9} {:>7} {:>7}  {}\n",
            "",
            "",
            self.pick("right", "justes"),
            self.pick("said", "dits"),
            self.pick("true", "vrais"),
            self.pick("precision", "précision"),
            self.pick("recall", "rappel"),
            "F1",
            self.pick("95% of F1", "95\u{a0}% du F1"),
        );
        let kinds: [(&str, Of); 4] = [
            (self.pick("pairs", "paires"), |tally| tally.pairs),
            (self.pick("missing", "équivalents manquants"), |tally| {
                let mut both = tally.missing.english;
                both.add(tally.missing.french);
                both
            }),
            (
                self.pick("… French missing", "… en français"),
                |tally| tally.missing.english,
            ),
            (self.pick("… English missing", "… en anglais"), |tally| {
                tally.missing.french
            }),
        ];
        for (name, tallies) in [
            ("tandem", &figures.ours),
            (
                self.pick("nearest in time", "plus proche (temps)"),
                &figures.baseline,
            ),
        ] {
            for (kind, of) in &kinds {
                let (count, intervals) = with_intervals(tallies, *of);
                let [precision, recall, f1] = count.scores();
                let _ = writeln!(
                    text,
                    "{name:19} {kind:21} {:6} {:6} {:6}  {:>9} {:>7} {:>7}  {}–{}",
                    count.right,
                    count.said,
                    count.true_,
                    self.share(precision, count.said),
                    self.share(recall, count.true_),
                    self.share(f1, count.said + count.true_),
                    self.number(intervals[2].0, 4),
                    self.number(intervals[2].1, 4),
                );
            }
        }
        text
    }

    fn calibration(&self, figures: &Figures) -> String {
        let (classes, error) = calibration(&figures.beliefs);
        let mut text = format!(
            "\n{:19} {:>6} {:>9} {:>9}\n",
            self.pick("probability", "probabilité"),
            self.pick("posts", "publ."),
            self.pick("said", "annoncée"),
            self.pick("right", "juste"),
        );
        for (at, class) in classes
            .iter()
            .enumerate()
            .filter(|(_, class)| class.posts > 0)
        {
            #[expect(clippy::cast_precision_loss, reason = "ten classes")]
            let bound = |at: usize| self.number(at as f64 / CLASSES as f64, 1);
            let _ = writeln!(
                text,
                "{:19} {:6} {:>9} {:>9}",
                format!("{}–{}", bound(at), bound(at + 1)),
                class.posts,
                self.number(class.said, 3),
                self.number(class.right, 3),
            );
        }
        let _ = writeln!(
            text,
            "{} {}",
            self.pick(
                "expected calibration error",
                "erreur d’étalonnage attendue\u{a0}:"
            ),
            self.number(error, 4)
        );
        text
    }

    fn languages(&self, figures: &Figures) -> String {
        let mut text = format!(
            "\n{:19} {:>6} {:>6} {:>9}  {}\n",
            self.pick("language by words", "langue, par mots"),
            self.pick("right", "justes"),
            self.pick("wrong", "fausses"),
            self.pick("abstained", "abstent."),
            self.pick("accuracy where said", "exactitude, si annoncée"),
        );
        for (name, row) in ["1–3", "4–8", "9–20", "21+"].iter().zip(figures.languages) {
            let _ = writeln!(
                text,
                "{name:19} {:6} {:6} {:9}  {}",
                row.right,
                row.wrong,
                row.abstained,
                self.share(
                    portion(row.right, row.right + row.wrong),
                    row.right + row.wrong
                )
            );
        }
        text
    }

    fn rest(&self, figures: &Figures, draws: u64, held_out: bool) -> String {
        let sum: Vec<String> = figures
            .outcomes
            .iter()
            .map(|(outcome, posts)| format!("{outcome} {posts}"))
            .collect();
        let mut errors = figures.skew_errors.clone();
        errors.sort_unstable();
        let at = |share: usize| errors.get(errors.len() * share / 100).copied().unwrap_or(0);
        let mut text = format!(
            "\n{} {} = {}\n",
            self.pick("posts read", "publications lues\u{a0}:"),
            wording::count(figures.read).get(self.language),
            sum.join(" + ")
        );
        let _ = writeln!(
            text,
            "{} {} ({})",
            self.pick(
                "for a person to look at",
                "à regarder par une personne\u{a0}:"
            ),
            wording::count(figures.to_a_person).get(self.language),
            self.number(
                if figures.read == 0 {
                    0.0
                } else {
                    portion(figures.to_a_person, figures.read)
                },
                4
            ),
        );
        let _ = writeln!(
            text,
            "{} {} s, {} s, {} s",
            self.pick(
                "error of the skew, median, 95th and 99th percentile",
                "erreur du décalage, médiane, 95e et 99e centile\u{a0}:"
            ),
            at(50),
            at(95),
            at(99),
        );
        let draws = wording::count(usize::try_from(draws).unwrap_or(usize::MAX));
        let _ = writeln!(
            text,
            "{}",
            Bilingual::text(
                format!("random draws: {}", draws.english),
                format!("tirages au hasard\u{a0}: {}", draws.french)
            )
            .get(self.language)
        );
        text.push_str(if held_out {
            self.pick(
                "Counted: the odd weeks only, on which no weight is fitted.\n",
                "Comptées\u{a0}: les semaines impaires seulement, sur lesquelles aucun poids n’est ajusté.\n",
            )
        } else {
            self.pick(
                "Figures on posts that weights were fitted on are optimistic (--held-out).\n",
                "Les chiffres sur des publications ayant servi à l’ajustement sont optimistes (--mises-de-cote).\n",
            )
        });
        text
    }
}
