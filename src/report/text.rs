//! The report that a coordinator reads first: figures, what changed, gaps, then the list.

use super::rows::FindingRow;
use super::words::Words;
use super::{Figures, Kept, Report, decided};
use crate::corpora::PROVISIONS;
use crate::model::{Bilingual, FindingState, Interval, Language, Problem, RuleInfo};
use crate::text::{clock, wording};
use jiff::{SignedDuration, tz::TimeZone};
use std::fmt::Write as _;

/// Width of quoted texts.
const EXCERPT: usize = 76;
/// Problems that are named one by one; the rest is counted.
const UNREAD_SHOWN: usize = 50;

/// The whole report in one language.
pub(super) fn render(report: &Report, language: Language) -> String {
    let mut out = Out {
        text: String::new(),
        language,
        zone: &report.head.zone,
    };
    head(&mut out, report);
    table(&mut out, report);
    changes(&mut out, report);
    decided::since(&mut out, report);
    gaps(&mut out, report);
    unread(&mut out, report);
    notes(&mut out, report);
    pending(&mut out, report);
    super::backfill::render(&mut out, report);
    doubts(&mut out, report);
    decided::decided(&mut out, report);
    for kept in &report.presences {
        findings(&mut out, kept);
    }
    decided::from_before(&mut out, report);
    decided::waived(&mut out, report);
    if report.presences.iter().all(is_clean) {
        out.line("");
        let read = report.presences.iter().any(|kept| kept.figures.read > 0);
        out.say(&if read {
            Bilingual::new("No findings in this period.", "Aucun constat pour cette période.")
        } else {
            Bilingual::new(
                "No posts were read in this period; nothing can be concluded from that where it was not read.",
                "Aucune publication lue pour cette période; on ne peut rien en conclure là où elle n’a pas été lue.",
            )
        });
    } else {
        out.line("");
        out.say(&Bilingual::new(
            "These are possible findings: only the Commissioner of Official Languages or a court can find a contravention.\n`tandem rules NAME` prints the manual of a rule.",
            "Il s’agit de constats possibles\u{a0}: seul le commissaire aux langues officielles ou un tribunal peut conclure à un manquement.\n« tandem règles NOM » affiche le manuel d’une règle.",
        ));
    }
    out.text
}

/// Nothing stands, but for what a person waived.
fn is_clean(kept: &Kept) -> bool {
    let mut late = kept.late.iter();
    let mut carried = kept.carried.iter();
    kept.standing().next().is_none()
        && late.all(|row| row.standing.state == FindingState::Waived)
        && carried.all(|row| row.is(FindingState::Waived) || row.is(FindingState::Corrected))
}

/// Text in one language.
pub(super) struct Out<'a> {
    text: String,
    pub(super) language: Language,
    pub(super) zone: &'a TimeZone,
}

impl Out<'_> {
    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        // What posts say stays on its line: a handle or an address could otherwise forge another one.
        self.text.extend(
            line.as_ref()
                .trim_end()
                .chars()
                .map(|c| if is_unruly(c) { ' ' } else { c }),
        );
        self.text.push('\n');
    }

    pub(super) fn say<T: AsRef<str>>(&mut self, text: &Bilingual<T>) {
        for line in text.get(self.language).as_ref().lines() {
            self.line(line);
        }
    }

    pub(super) fn pick<'t>(&self, text: &Bilingual<&'t str>) -> &'t str {
        text.get(self.language)
    }

    /// The beginning of a post, between the quotation marks of the report's language.
    pub(super) fn quote(&mut self, whose: &str, text: &str) {
        let (open, close) = match self.language {
            Language::English => ("“", "”"),
            Language::French => ("«\u{a0}", "\u{a0}»"),
        };
        if text.is_empty() {
            // A picture alone, or words that were taken out.
            let nothing = Bilingual::new("(no words)", "(sans texte)");
            return self.line(format!("      {whose}  {}", nothing.get(self.language)));
        }
        let text = wording::excerpt(text, EXCERPT);
        self.line(format!("      {whose}  {open}{text}{close}"));
    }

    /// Whole days by their dates, both included; anything else by its instants.
    pub(super) fn interval(&self, interval: Interval) -> String {
        wording::stretch(interval, self.zone)
            .get(self.language)
            .clone()
    }
}

fn head(out: &mut Out, report: &Report) {
    let zone = report.head.zone.iana_name().unwrap_or("UTC");
    let title = format!(
        "{} – {}",
        report.head.institution.get(out.language),
        out.pick(&Bilingual::new(
            "official languages parity report",
            "rapport de parité des langues officielles"
        ))
    );
    out.line(&title);
    out.line("=".repeat(title.chars().count()));
    let period = out.interval(report.head.period);
    out.line(format!("{period} ({zone})"));
    out.line("");
}

/// Would it begin another line, or turn the reading direction of what follows?
pub(super) fn is_unruly(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A column: what it is called and what it counts.
type Column = (Bilingual<&'static str>, fn(&Figures) -> usize);

fn columns() -> [Column; 11] {
    [
        (Bilingual::new("read", "lues"), |figures| figures.read),
        (Bilingual::new("paired", "jumelées"), |figures| {
            figures.outcomes[0]
        }),
        (Bilingual::new("bilingual", "bilingues"), |figures| {
            figures.outcomes[1]
        }),
        (Bilingual::new("missing", "sans équiv."), |figures| {
            figures.outcomes[2]
        }),
        (Bilingual::new("pending", "en attente"), |figures| {
            figures.outcomes[3]
        }),
        (Bilingual::new("not judged", "non jugées"), |figures| {
            figures.outcomes[4]
        }),
        (Bilingual::new("not compared", "non comparées"), |figures| {
            figures.outcomes[5]
        }),
        (Bilingual::new("exempt", "exemptées"), |figures| {
            figures.outcomes[6]
        }),
        (Bilingual::new("late", "tardives"), |figures| {
            figures.late_pairs
        }),
        (Bilingual::new("wrong lang.", "langue erronée"), |figures| {
            figures.found("wrong-language")
        }),
        (
            Bilingual::new("unil. reposts", "rediff. unil."),
            |figures| figures.found("unilingual-repost"),
        ),
    ]
}

/// One row for each presence, and the sum.
fn table(out: &mut Out, report: &Report) {
    let columns = columns();
    let total = out.pick(&Bilingual::new("all", "total")).to_owned();
    let presence = out.pick(&Bilingual::new("presence", "présence")).to_owned();
    let names = report
        .presences
        .iter()
        .map(|kept| kept.row.presence_id.chars().count());
    let first = names.chain([presence.chars().count()]).max().unwrap_or(8);
    let mut header = format!("{presence:first$}");
    for (title, _) in &columns {
        let _ = write!(header, "  {}", title.get(out.language));
    }
    out.line(header);
    let row = |name: &str, figures: &Figures, language: Language| {
        let mut row = format!("{name:first$}");
        for (title, count) in &columns {
            let width = title.get(language).chars().count();
            let _ = write!(
                row,
                "  {:>width$}",
                wording::count(count(figures)).get(language)
            );
        }
        row
    };
    let mut all = Figures::default();
    for kept in &report.presences {
        all.add(&kept.figures);
        let line = row(&kept.row.presence_id, &kept.figures, out.language);
        out.line(line);
    }
    if report.presences.len() > 1 {
        let line = row(&total, &all, out.language);
        out.line(line);
    }
    out.say(&Bilingual::new(
        "read = paired + bilingual + missing + pending + not judged + not compared + exempt",
        "lues = jumelées + bilingues + sans équiv. + en attente + non jugées + non comparées + exemptées",
    ));
}

/// Against the period before, where anything was read then.
fn changes(out: &mut Out, report: &Report) {
    let mut lines = Vec::new();
    for kept in &report.presences {
        let Some(before) = &kept.before else { continue };
        let mut parts = Vec::new();
        for (title, count) in columns() {
            let (then, now) = (count(before), count(&kept.figures));
            if then != now {
                parts.push(format!("{} {then} → {now}", title.get(out.language)));
            }
        }
        let text = if parts.is_empty() {
            out.pick(&Bilingual::new("nothing", "rien")).to_owned()
        } else {
            parts.join(", ")
        };
        lines.push(format!(
            "  {}{}{text}",
            kept.row.presence_id,
            out.pick(&Bilingual::new(": ", "\u{a0}: "))
        ));
    }
    if !lines.is_empty() {
        out.line("");
        out.say(&Bilingual::new(
            "What changed since the period before",
            "Ce qui a changé depuis la période précédente",
        ));
        for line in lines {
            out.line(line);
        }
    }
}

/// What was not read: a gap is never silence.
fn gaps(out: &mut Out, report: &Report) {
    let mut accounts = of_all(report, |kept| &kept.accounts);
    accounts.retain(|(_, account)| !account.gaps.is_empty() || !account.state.is_complete());
    if accounts.is_empty() {
        return;
    }
    out.line("");
    out.say(&Bilingual::new(
        "Not read (posts of these times are not judged: fetch them, or say with --covered what an export covers)",
        "Non lu (les publications de ces périodes ne sont pas jugées : récupérez-les, ou indiquez avec --couverture ce qu’une exportation couvre)",
    ));
    for (presence, account) in accounts {
        let colon = out.pick(&Bilingual::new(":", "\u{a0}:"));
        let mut line = format!("  {presence} {}", account.handle);
        if !account.state.is_complete() {
            let detail = account.detail.get(out.language);
            let cause = if detail.is_empty() {
                out.pick(&account.state.text())
            } else {
                detail
            };
            let _ = write!(line, "{colon} {cause}");
        }
        out.line(line);
        for gap in &account.gaps {
            let gap = out.interval(*gap);
            out.line(format!("    {gap}"));
        }
    }
}

fn unread(out: &mut Out, report: &Report) {
    let count = wording::count(report.unread.len());
    let title = Bilingual::text(
        format!("Records that could not be used: {}", count.english),
        format!("Enregistrements inutilisables\u{a0}: {}", count.french),
    );
    named(out, &title, &report.unread);
}

/// What is no finding, and must be known by whoever rests on it.
fn notes(out: &mut Out, report: &Report) {
    let count = wording::count(report.notes.len());
    let title = Bilingual::text(
        format!(
            "To know: posts whose id says another time than the one stated, by more than {} s ({})",
            clock::TOLERANCE,
            count.english
        ),
        format!(
            "À savoir\u{a0}: publications dont l’identifiant dit une autre heure que celle indiquée, à plus de {}\u{a0}s près ({})",
            clock::TOLERANCE,
            count.french
        ),
    );
    named(out, &title, &report.notes);
}

/// Problems one by one, up to a bound.
fn named(out: &mut Out, title: &Bilingual<String>, problems: &[Problem]) {
    if problems.is_empty() {
        return;
    }
    out.line("");
    out.say(title);
    for problem in problems.iter().take(UNREAD_SHOWN) {
        let colon = out.pick(&Bilingual::new(":", "\u{a0}:"));
        let line = format!(
            "  {}{colon} {}",
            problem.place,
            problem.message.get(out.language)
        );
        out.line(line);
    }
    if problems.len() > UNREAD_SHOWN {
        let more = problems.len() - UNREAD_SHOWN;
        out.say(&Bilingual::text(
            format!("  … and {more} more (all in report.json)"),
            format!("  … et {more} autres (tous dans report.json)"),
        ));
    }
}

/// A part of every presence, with the presence's id.
fn of_all<T>(report: &Report, part: fn(&Kept) -> &[T]) -> Vec<(&str, &T)> {
    let presences = report.presences.iter();
    presences
        .flat_map(|kept| {
            part(kept)
                .iter()
                .map(|it| (kept.row.presence_id.as_str(), it))
        })
        .collect()
}

/// What can still be mended in time: publish the other version now.
fn pending(out: &mut Out, report: &Report) {
    let all = of_all(report, |kept| &kept.shown.pending);
    if all.is_empty() {
        return;
    }
    out.line("");
    let count = wording::count(all.len());
    out.say(&Bilingual::text(
        format!(
            "Waiting for their other version: the window was not read to its end ({})",
            count.english
        ),
        format!(
            "En attente de l’autre version\u{a0}: la fenêtre n’a pas été lue en entier ({})",
            count.french
        ),
    ));
    for (presence, pending) in all {
        let when = wording::instant(pending.quoted.at, out.zone);
        let wanted = wording::language(pending.language.other());
        out.say(&Bilingual::text(
            format!(
                "  • {}  {presence}: no {} version yet",
                when.english, wanted.english
            ),
            format!(
                "  • {}  {presence}\u{a0}: pas encore de version en {}",
                when.french, wanted.french
            ),
        ));
        out.quote(pending.language.code(), &pending.quoted.text);
    }
}

/// Pairs and posts that the program is not sure of: a wrong pair hides a breach, a wrong accusation is worse.
fn doubts(out: &mut Out, report: &Report) {
    let all = of_all(report, |kept| &kept.shown.doubts);
    if all.is_empty() {
        return;
    }
    out.line("");
    let count = wording::count(all.len());
    out.say(&Bilingual::text(
        format!("To look at: is this a pair? ({})", count.english),
        format!("À regarder\u{a0}: est-ce une paire? ({})", count.french),
    ));
    for (presence, doubt) in all {
        let w = Words {
            language: out.language,
            zone: out.zone,
        };
        let (when, colon) = (w.instant(doubt.at), w.say(": ", "\u{a0}: "));
        out.line(format!("  • {when}  {presence}{colon}{}", doubt.verdict(w)));
        if !doubt.why.reasons.is_empty() {
            let reasons: Vec<&str> = doubt
                .why
                .reasons
                .iter()
                .map(|(reason, _)| *reason.get(out.language))
                .collect();
            out.line(format!("      ({})", reasons.join(", ")));
        }
        for language in [Language::English, Language::French] {
            let quoted = doubt.quoted.get(language);
            out.quote(language.code(), &quoted.text);
            out.line(format!("          {} {}", quoted.key, quoted.url));
        }
        if let Some(second) = &doubt.why.runner_up {
            let weaker: Vec<&str> = second
                .weaker
                .iter()
                .map(|reason| *reason.get(out.language))
                .collect();
            let head = if weaker.is_empty() {
                Bilingual::new("next best, just as strong", "deuxième choix, aussi fort")
            } else {
                Bilingual::new(
                    "next best, weaker in: ",
                    "deuxième choix, moins fort pour\u{a0}: ",
                )
            };
            out.line(format!(
                "      {}{}",
                head.get(out.language),
                weaker.join(", ")
            ));
            out.quote(second.language.code(), &second.quoted.text);
        }
    }
}

/// The findings of one presence, by rule.
fn findings(out: &mut Out, kept: &Kept) {
    let standing: Vec<&FindingRow> = kept.standing().collect();
    if standing.is_empty() {
        return;
    }
    out.line("");
    let row = &kept.row;
    let accounts: Vec<&str> = kept
        .accounts
        .iter()
        .map(|account| account.handle.as_str())
        .collect();
    let title = format!(
        "{} – {} – {}",
        row.presence_id,
        row.platform,
        accounts.join(" / ")
    );
    out.line(&title);
    out.line("-".repeat(title.chars().count()));
    for group in standing.chunk_by(|one, other| one.rule == other.rule) {
        rule(out, group[0].info.0, group.len());
        for row in group {
            finding(out, row);
        }
    }
}

/// The rule, how often, and what it rests on.
fn rule(out: &mut Out, info: &RuleInfo, count: usize) {
    let line = format!("{} ({count}) [{}]", out.pick(&info.title), info.name);
    out.line(line);
    out.say(&info.summary.map(|summary| format!("  {summary}")));
    if let Some(provision) = info.provisions.first().and_then(|id| PROVISIONS.get(*id)) {
        let citation = provision.citation();
        out.line(format!("  [{}]", citation.get(out.language)));
    }
}

fn finding(out: &mut Out, row: &FindingRow) {
    let severity = out.pick(&row.level.text());
    let message = match out.language {
        Language::English => &row.message_english,
        Language::French => &row.message_french,
    };
    let when = row
        .at
        .map(|at| wording::instant(at, out.zone).get(out.language).clone() + "  ")
        .unwrap_or_default();
    let mut mark = severity.to_owned();
    match (row.standing.state, row.standing.first_seen) {
        (FindingState::Unchanged, Some(seen)) => {
            // It is the end of a period, which its last day is before.
            let last = seen - SignedDuration::from_nanos(1);
            let seen = out.zone.to_datetime(last).date();
            let since = out.pick(&Bilingual::new("known since", "connu depuis le"));
            let _ = write!(mark, ", {since} {seen}");
        }
        (state @ FindingState::Reopened, _) => {
            let _ = write!(mark, ", {}", out.pick(&state.text()));
        }
        _ => {}
    }
    let line = format!("  • {when}[{mark}, {}] {message}", row.finding_id);
    out.line(line);
    for (language, url) in [
        (Language::English, &row.english_url),
        (Language::French, &row.french_url),
    ] {
        let Some(text) = row.quoted.get(language) else {
            continue;
        };
        out.quote(&text.account, &text.text);
        if !url.is_empty() {
            out.line(format!("          {url}"));
        }
    }
}
