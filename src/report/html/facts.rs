//! The few numbers that matter, each with its denominator, its interval and what it was before.

use super::charts::skew_text;
use crate::model::{Language, Outcome, Share};
use crate::report::figures::Figures;
use crate::report::words::Words;
use askama::Template;

/// The numbers at the head of a page or a presence.
#[derive(Debug, Template)]
#[template(path = "facts.html", config = "src/report/html/askama.toml")]
pub(super) struct Facts {
    facts: Vec<Fact>,
}

impl askama::filters::HtmlSafe for Facts {}

#[derive(Debug)]
struct Fact {
    label: &'static str,
    value: String,
    detail: String,
    change: Option<String>,
}

impl Facts {
    pub(super) fn of(w: Words, now: &Figures, before: Option<&Figures>) -> Self {
        let share = |label, of: fn(&Figures) -> Share| Fact {
            label,
            value: w.percent(of(now)),
            detail: w.spread(of(now)).map_or_else(
                || w.say("none to count", "rien à compter").to_owned(),
                |spread| format!("{}; {spread}", w.of_whole(of(now))),
            ),
            change: before.map(|before| change(w, of(now), of(before))),
        };
        let mut facts = vec![
            share(
                w.say(
                    "Posts that have their counterpart",
                    "Publications qui ont leur équivalent",
                ),
                Figures::coverage,
            ),
            share(
                w.say(
                    "English posts with a French version",
                    "Publications en anglais qui ont leur version française",
                ),
                |figures| figures.coverage_of(Language::English),
            ),
            share(
                w.say(
                    "French posts with an English version",
                    "Publications en français qui ont leur version anglaise",
                ),
                |figures| figures.coverage_of(Language::French),
            ),
            share(
                w.say("Pairs that were late", "Paires tardives"),
                Figures::late,
            ),
            share(
                w.say(
                    "Pairs in which French came second",
                    "Paires où le français a paru en second",
                ),
                |figures| figures.second(Language::French),
            ),
            share(
                w.say(
                    "Third-party items in one language only",
                    "Contenu de tiers dans une seule langue",
                ),
                Figures::unilingual,
            ),
        ];
        waiting(w, now, &mut facts);
        facts.insert(4, skew(w, now, before));
        facts.insert(0, findings(w, now, before));
        Self { facts }
    }
}

/// Says beside the share of posts with their counterpart how many may still get it: it is of those that are decided.
fn waiting(w: Words, now: &Figures, facts: &mut [Fact]) {
    let pending = Outcome::ALL.iter().position(|it| *it == Outcome::Pending);
    let pending = pending.map_or(0, |place| now.outcomes[place]);
    if let Some(fact) = facts.first_mut().filter(|_| pending > 0) {
        let words = w.say("not decided yet: ", "pas encore tranchées\u{a0}: ");
        fact.detail = format!("{}; {words}{}", fact.detail, w.count(pending));
    }
}

/// How many findings, and how grave.
fn findings(w: Words, now: &Figures, before: Option<&Figures>) -> Fact {
    let all = |figures: &Figures| w.count(figures.findings.values().sum());
    let colon = w.say(": ", "\u{a0}: ");
    Fact {
        label: w.say("Possible findings", "Constats possibles"),
        value: all(now),
        detail: format!(
            "{}{colon}{}; {}{colon}{}",
            w.say("errors", "erreurs"),
            w.count(now.errors),
            w.say("warnings", "avertissements"),
            w.count(now.warnings)
        ),
        change: before.map(|before| format!("{}{colon}{}", earlier(w), all(before))),
    }
}

/// The middle skew, and how it spreads.
fn skew(w: Words, now: &Figures, before: Option<&Figures>) -> Fact {
    let middle = |figures: &Figures| {
        let middle = figures.skew(50);
        middle.map_or_else(|| "–".to_owned(), |seconds| w.duration(seconds))
    };
    Fact {
        label: w.say(
            "Time between the two versions (median)",
            "Temps entre les deux versions (médiane)",
        ),
        value: middle(now),
        detail: skew_text(w, now),
        change: before.map(|before| {
            let colon = w.say(": ", "\u{a0}: ");
            format!("{}{colon}{}", earlier(w), middle(before))
        }),
    }
}

/// What a share was before, and by how much it moved.
fn change(w: Words, now: Share, before: Share) -> String {
    let moved = w.change(now, before);
    let moved = moved.map_or_else(String::new, |moved| format!("; {moved}"));
    let colon = w.say(": ", "\u{a0}: ");
    let percent = w.percent(before);
    format!(
        "{}{colon}{percent} ({}){moved}",
        earlier(w),
        w.of_whole(before)
    )
}

fn earlier<'a>(w: Words) -> &'a str {
    Words::say(w, "Period before", "Période précédente")
}
