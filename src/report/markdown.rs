//! The report as Markdown, for a message or a wiki: figures, what was not read, what waits, findings with their links.

use super::decided::told_since;
use super::figures::Figures;
use super::rows::FindingRow;
use super::shown::Quoted;
use super::text::is_unruly;
use super::words::Words;
use super::{Kept, Report};
use crate::corpora::PROVISIONS;
use crate::model::{Bilingual, Language, Share};
use crate::text::wording;
use std::fmt::Write as _;

/// Width of quoted texts.
const EXCERPT: usize = 160;
/// Entries of a list at most.
const LISTED: usize = 100;

/// The whole report in one language.
pub(super) fn render(report: &Report, language: Language) -> String {
    let w = Words {
        language,
        zone: &report.head.zone,
    };
    let mut out = String::new();
    head(&mut out, w, report);
    figures(&mut out, w, report);
    if let Some(since) = told_since(w, report) {
        let (title, colon) = (since.title, w.say(": ", "\u{a0}: "));
        let _ = writeln!(out, "\n**{title}**{colon}{}", since.counts);
        if let Some(left) = since.left {
            let _ = writeln!(out, "\n{left}");
        }
    }
    unread(&mut out, w, report);
    pending(&mut out, w, report);
    for kept in &report.presences {
        findings(&mut out, w, kept);
    }
    let end = w.say(
        "These are possible findings: only the Commissioner of Official Languages or a court can find a contravention.",
        "Il s’agit de constats possibles\u{a0}: seul le commissaire aux langues officielles ou un tribunal peut conclure à un manquement.",
    );
    let _ = writeln!(out, "\n*{end}*");
    out
}

/// Text of others on one line, without a character that Markdown or HTML would act on.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '&' => plain.push_str("&amp;"),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            c if is_unruly(c) => plain.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' => plain.extend(['\\', c]),
            c => plain.push(c),
        }
    }
    plain
}

/// A link that ends where the address ends.
fn link(url: &str) -> String {
    let safe = |c: char| !c.is_whitespace() && !is_unruly(c) && !matches!(c, '<' | '>');
    let url: String = url.chars().filter(|c| safe(*c)).collect();
    format!("<{url}>")
}

fn head(out: &mut String, w: Words, report: &Report) {
    let zone = report.head.zone.iana_name().unwrap_or("UTC");
    let _ = writeln!(
        out,
        "# {} – {}\n\n{} ({zone})",
        plain(w.pick(&report.head.institution)),
        w.say(
            "official languages parity report",
            "rapport de parité des langues officielles"
        ),
        w.interval(report.head.period)
    );
}

/// A column: its title, and what it says of figures.
type Column = (Bilingual<&'static str>, fn(Words, &Figures) -> String);

/// A share as it stands in a table.
fn cell(w: Words, share: Share) -> String {
    format!("{} ({})", w.of_whole(share), w.percent(share))
}

fn columns() -> [Column; 5] {
    [
        (Bilingual::new("Read", "Lues"), |w, it| w.count(it.read)),
        (
            Bilingual::new("With counterpart", "Avec équivalent"),
            |w, it| cell(w, it.coverage()),
        ),
        (Bilingual::new("Late pairs", "Paires tardives"), |w, it| {
            cell(w, it.late())
        }),
        (
            Bilingual::new("French second", "Français en second"),
            |w, it| cell(w, it.second(Language::French)),
        ),
        (
            Bilingual::new("Unilingual reposts", "Rediffusions unilingues"),
            |w, it| cell(w, it.unilingual()),
        ),
    ]
}

/// One row for each presence, and the sum.
fn figures(out: &mut String, w: Words, report: &Report) {
    let _ = write!(out, "\n| {} |", w.say("Presence", "Présence"));
    for (title, _) in columns() {
        let _ = write!(out, " {} |", w.of(title));
    }
    let _ = writeln!(out, "\n|---|{}", "---:|".repeat(columns().len()));
    let mut row = |name: &str, figures: &Figures| {
        let _ = write!(out, "| {} |", plain(name));
        for (_, say) in columns() {
            let _ = write!(out, " {} |", say(w, figures));
        }
        out.push('\n');
    };
    for kept in &report.presences {
        row(&kept.row.presence_id, &kept.figures);
    }
    if report.presences.len() > 1 {
        let all = Figures::sum(report.presences.iter().map(|kept| &kept.figures));
        row(w.say("all", "total"), &all);
    }
}

fn unread(out: &mut String, w: Words, report: &Report) {
    let accounts = report.presences.iter().flat_map(|kept| &kept.accounts);
    let accounts = accounts.filter(|account| account.is_short()).count();
    let records = report.unread.len();
    if accounts + records > 0 {
        let _ = writeln!(
            out,
            "\n**{}** {}; {}",
            w.say("Not read in full:", "Lecture incomplète\u{a0}:"),
            format_args!("{} {}", w.say("accounts", "comptes"), w.count(accounts)),
            format_args!(
                "{} {}.",
                w.say(
                    "records that could not be used",
                    "enregistrements inutilisables"
                ),
                w.count(records)
            ),
        );
    }
}

/// What can still be mended in time.
fn pending(out: &mut String, w: Words, report: &Report) {
    let all: Vec<_> = report
        .presences
        .iter()
        .flat_map(|kept| kept.shown.pending.iter().map(move |it| (kept, it)))
        .collect();
    if all.is_empty() {
        return;
    }
    let title = w.say(
        "Waiting for the other version",
        "En attente de l’autre version",
    );
    let _ = writeln!(out, "\n## {title} ({})\n", w.count(all.len()));
    for (kept, pending) in all.iter().take(LISTED) {
        let wanted = wording::language(pending.language.other());
        let wanted = match w.language {
            Language::English => format!("no {} version yet", wanted.english),
            Language::French => format!("pas encore de version en {}", wanted.french),
        };
        let _ = writeln!(
            out,
            "- {} – {}{}{wanted}",
            w.instant(pending.quoted.at),
            plain(&kept.row.presence_id),
            w.say(": ", "\u{a0}: ")
        );
        quote(out, w, &pending.quoted);
    }
    rest(out, w, all.len(), "posts.csv");
}

/// The findings of one presence, by rule.
fn findings(out: &mut String, w: Words, kept: &Kept) {
    let standing: Vec<&FindingRow> = kept.standing().collect();
    if standing.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## {}", plain(&kept.row.presence_id));
    for group in standing.chunk_by(|one, other| one.rule == other.rule) {
        let info = group[0].info.0;
        let _ = writeln!(
            out,
            "\n### {} ({})\n\n{}",
            w.of(info.title),
            w.count(group.len()),
            w.of(info.summary)
        );
        if let Some(provision) = info.provisions.first().and_then(|id| PROVISIONS.get(*id)) {
            let citation = provision.citation();
            let _ = writeln!(out, "*{}*", plain(w.pick(&citation)));
        }
        out.push('\n');
        for row in group.iter().take(LISTED) {
            finding(out, w, row);
        }
        rest(out, w, group.len(), "findings.csv");
    }
}

fn finding(out: &mut String, w: Words, row: &FindingRow) {
    let message = match w.language {
        Language::English => &row.message_english,
        Language::French => &row.message_french,
    };
    let when = row.at.map(|at| format!("{} – ", w.instant(at)));
    let _ = writeln!(
        out,
        "- {}**{}** ({}, {}){}{}",
        when.unwrap_or_default(),
        w.of(row.level.text()),
        w.of(row.standing.state.text()),
        row.finding_id,
        w.say(": ", "\u{a0}: "),
        plain(message)
    );
    for language in [Language::English, Language::French] {
        if let Some(quoted) = row.quoted.get(language) {
            quote(out, w, quoted);
        }
    }
}

/// The beginning of a post, in its list item.
fn quote(out: &mut String, w: Words, quoted: &Quoted) {
    let text = wording::excerpt(&quoted.text, EXCERPT);
    let text = if text.is_empty() {
        w.say("(no words)", "(sans texte)").to_owned()
    } else {
        plain(&text)
    };
    let colon = w.say(": ", "\u{a0}: ");
    let _ = write!(out, "  - {}{colon}{text}", plain(&quoted.account));
    if !quoted.url.is_empty() {
        let _ = write!(out, " {}", link(&quoted.url));
    }
    out.push('\n');
}

/// What a list leaves out, counted.
fn rest(out: &mut String, w: Words, all: usize, file: &str) {
    if all > LISTED {
        let _ = writeln!(out, "- {}", plain(&w.cut(all - LISTED, file)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A post could otherwise put a link, a heading or a script into a wiki in the name of the institution.
    #[test]
    fn text_of_others_stays_text() {
        assert_eq!(
            plain("[x](javascript:alert(1)) <b> \u{202e}\n# *"),
            "\\[x\\](javascript:alert(1)) &lt;b&gt;   \\# \\*"
        );
        assert_eq!(link("https://x.example/a> b"), "<https://x.example/ab>");
    }
}
