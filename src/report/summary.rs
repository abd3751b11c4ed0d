//! What matters, for an e-mail: both languages in one short text, that of the reader first.

use super::Report;
use super::decided::told_since;
use super::figures::Figures;
use super::text::is_unruly;
use super::words::Words;
use crate::model::Language;
use crate::text::wording;
use std::fmt::Write as _;

/// Characters at most, both languages together.
pub(super) const LENGTH: usize = 1_500;
/// Characters of the name of an institution at most.
const NAME: usize = 100;
/// Rules that are named.
const RULES: usize = 3;

/// Both languages.
pub(super) fn render(report: &Report, language: Language) -> String {
    let all = Figures::sum(report.presences.iter().map(|kept| &kept.figures));
    let both = [language, language.other()].map(|language| one(report, &all, language));
    both.join("\n---\n\n")
}

/// One of them.
fn one(report: &Report, all: &Figures, language: Language) -> String {
    let w = Words {
        language,
        zone: &report.head.zone,
    };
    let colon = w.say(": ", "\u{a0}: ");
    let name = wording::excerpt(w.pick(&report.head.institution), NAME);
    let name: String = name.chars().filter(|c| !is_unruly(*c)).collect();
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{name} – {}\n{}\n",
        w.say(
            "official languages parity",
            "parité des langues officielles"
        ),
        w.interval(report.head.period)
    );
    let mut line = |label: &str, value: String| {
        let _ = writeln!(out, "{label}{colon}{value}");
    };
    line(w.say("Posts read", "Publications lues"), w.count(all.read));
    line(
        w.say("With counterpart", "Avec équivalent"),
        w.share(all.coverage()),
    );
    line(
        w.say("Late pairs", "Paires tardives"),
        format!("{} ({})", w.of_whole(all.late()), w.percent(all.late())),
    );
    let second = all.second(Language::French);
    line(
        w.say("French second", "Français en second"),
        format!("{} ({})", w.of_whole(second), w.percent(second)),
    );
    let reposts = all.unilingual();
    line(
        w.say(
            "Third-party items in one language",
            "Contenu de tiers dans une seule langue",
        ),
        format!("{} ({})", w.of_whole(reposts), w.percent(reposts)),
    );
    line(
        w.say("Possible findings", "Constats possibles"),
        format!(
            "{} ({}{colon}{}; {}{colon}{})",
            w.count(all.findings.values().sum()),
            w.say("errors", "erreurs"),
            w.count(all.errors),
            w.say("warnings", "avertissements"),
            w.count(all.warnings)
        ),
    );
    if let Some(since) = told_since(w, report) {
        line(&since.title, since.counts);
    }
    let mut found: Vec<_> = report
        .head
        .rules
        .iter()
        .filter(|info| all.found(info.name) > 0)
        .collect();
    found.sort_by_key(|info| std::cmp::Reverse(all.found(info.name)));
    let found: Vec<String> = found
        .iter()
        .take(RULES)
        .map(|info| format!("{} ({})", w.of(info.title), w.count(all.found(info.name))))
        .collect();
    if !found.is_empty() {
        line(
            w.say("Most frequent", "Les plus fréquents"),
            found.join("; "),
        );
    }
    let waiting: usize = report
        .presences
        .iter()
        .map(|kept| kept.shown.pending.len())
        .sum();
    line(
        w.say(
            "Waiting for their other version",
            "En attente de l’autre version",
        ),
        w.count(waiting),
    );
    let accounts = report.presences.iter().flat_map(|kept| &kept.accounts);
    let short = accounts.filter(|account| account.is_short()).count();
    line(
        w.say("Accounts not read in full", "Comptes non lus en entier"),
        w.count(short),
    );
    out
}
