//! The answer to a parliamentary question as text, Markdown and CSV; both languages on one page.

use super::in_memory;
use super::question::{Line, Question, Scope};
use super::{Options, SCHEMA_VERSION, sheet};
use crate::model::{Bilingual, Interval, Language};
use crate::text::wording;
use jiff::Timestamp;
use serde::Serialize;
use std::fmt::Write as _;

/// The columns of the answer as CSV: frozen like those of a report.
const COLUMNS: [&str; 21] = [
    "schema_version",
    "table",
    "presence_id",
    "platform",
    "account",
    "account_language",
    "part",
    "period_from",
    "period_to",
    "posts",
    "english_posts",
    "french_posts",
    "bilingual_posts",
    "judged_posts",
    "posts_with_counterpart",
    "publications",
    "in_both_languages",
    "english_only",
    "french_only",
    "median_skew_seconds",
    "coverage",
];

#[derive(Serialize)]
struct Row {
    schema_version: u32,
    table: &'static str,
    presence_id: String,
    platform: String,
    account: String,
    account_language: &'static str,
    part: String,
    period_from: String,
    period_to: String,
    posts: Option<usize>,
    english_posts: Option<usize>,
    french_posts: Option<usize>,
    bilingual_posts: Option<usize>,
    judged_posts: Option<usize>,
    posts_with_counterpart: Option<usize>,
    publications: Option<usize>,
    in_both_languages: Option<usize>,
    english_only: Option<usize>,
    french_only: Option<usize>,
    median_skew_seconds: Option<i64>,
    coverage: &'static str,
}

const NAMES: [Bilingual<&str>; 3] = [
    Bilingual::new("By account: posts", "Par compte\u{a0}: publications"),
    Bilingual::new(
        "By platform: publications, each pair counted once",
        "Par plateforme\u{a0}: publications, chaque paire comptée une fois",
    ),
    Bilingual::new(
        "In all: publications, each pair counted once",
        "En tout\u{a0}: publications, chaque paire comptée une fois",
    ),
];

const NOTE: Bilingual<&str> = Bilingual::new(
    "Own posts addressed to the public; answers to persons, removed posts and third-party content passed on are not counted. With counterpart: of the posts that could be judged, those with an equivalent in the other language or in both languages. Other: another language, or not to be judged (yet). A pair counts with its second version. Read: how much of the period was read of the accounts; where nothing was, nothing is known.",
    "Publications propres destinées au public; ne comptent pas les réponses à des personnes, les publications retirées et le contenu de tiers rediffusé. Avec équivalent\u{a0}: parmi les publications qui ont pu être jugées, celles qui ont un équivalent dans l’autre langue ou sont dans les deux. Autres\u{a0}: autre langue, ou impossibles à juger (pour l’instant). Une paire compte avec sa seconde version. Lu\u{a0}: part de la période qui a été lue pour les comptes; là où rien ne l’a été, on ne sait rien.",
);

impl Question {
    /// The answer as text, the language of the reader first.
    #[must_use]
    pub fn text(&self, first: Language) -> String {
        self.page(first, "", aligned)
    }

    /// The answer in Markdown.
    #[must_use]
    pub fn markdown(&self, first: Language) -> String {
        self.page(first, "## ", piped)
    }

    /// Both languages, one after the other.
    fn page(&self, first: Language, heading: &str, table: fn(&[Vec<String>]) -> String) -> String {
        let mut page = String::new();
        for language in [first, first.other()] {
            let title = self.title();
            let _ = writeln!(page, "{heading}{}\n", title.get(language));
            for (lines, name) in self.tables().iter().zip(NAMES) {
                let _ = writeln!(page, "{}\n", name.get(language));
                let rows: Vec<Vec<String>> = std::iter::once(heads(lines, language))
                    .chain(lines.iter().map(|line| Self::cells(line, language)))
                    .collect();
                page += &table(&rows);
                page.push('\n');
            }
            let _ = writeln!(page, "{}\n", NOTE.get(language));
        }
        page.truncate(page.trim_end().len());
        page.push('\n');
        page
    }

    fn title(&self) -> Bilingual<String> {
        let period = self
            .whole()
            .map_or_else(Bilingual::default, |it| self.interval(it));
        Bilingual::text(
            format!(
                "{} – posts in English and in French, {}",
                self.institution.english, period.english
            ),
            format!(
                "{} – publications en français et en anglais, {}",
                self.institution.french, period.french
            ),
        )
    }

    fn interval(&self, interval: Interval) -> Bilingual<String> {
        wording::stretch(interval, &self.zone)
    }

    /// The cells of a line, as [`heads`] names them.
    fn cells(line: &Line, language: Language) -> Vec<String> {
        let count = &line.count;
        let of = |part: usize, whole: usize| {
            format!(
                "{} ({})",
                wording::count(part).get(language),
                wording::percent(part, whole).get(language)
            )
        };
        let out_of = |part: usize, whole: usize| {
            let share = wording::percent(part, whole);
            let (part, whole) = (wording::count(part), wording::count(whole));
            let between = Bilingual::new("of", "sur");
            format!(
                "{} {} {} ({})",
                part.get(language),
                between.get(language),
                whole.get(language),
                share.get(language)
            )
        };
        let mut cells = match line.scope {
            Scope::Account(_, account) => vec![account.platform.clone(), account.handle.clone()],
            Scope::Platform(platform) => vec![platform.clone()],
            Scope::All => Vec::new(),
        };
        cells.push(match line.part {
            Some(part) => part.name.clone(),
            None => Bilingual::new("whole period", "toute la période")
                .get(language)
                .to_string(),
        });
        let named = cells.len();
        if matches!(line.scope, Scope::Account(..)) {
            let other = count.posts - count.english - count.french - count.both;
            cells.push(wording::count(count.posts).get(language).clone());
            cells.extend(
                [count.english, count.french, count.both, other].map(|part| of(part, count.posts)),
            );
            cells.push(out_of(count.served, count.judged));
        } else {
            let other = count.publications - count.in_both - count.english_only - count.french_only;
            cells.push(wording::count(count.publications).get(language).clone());
            cells.extend(
                [count.in_both, count.english_only, count.french_only, other]
                    .map(|part| of(part, count.publications)),
            );
        }
        cells.push(count.median().map_or_else(
            || "–".to_owned(),
            |skew| wording::duration(skew).get(language).clone(),
        ));
        if !count.is_told() {
            cells[named..].fill("–".to_owned());
        }
        cells.push((*count.cover().text().get(language)).to_owned());
        cells
    }

    /// The answer as CSV: the same tables, one row each.
    #[must_use]
    pub fn csv(&self, options: Options) -> String {
        let rows: Vec<Row> = self
            .tables()
            .iter()
            .flatten()
            .map(|line| self.row(line))
            .collect();
        let sheet = sheet::headed(&COLUMNS, &rows, options);
        let bytes = in_memory(|to| sheet.write(to));
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn row(&self, line: &Line) -> Row {
        let count = &line.count;
        let (table, account) = match line.scope {
            Scope::Account(_, account) => ("account", Some(account)),
            Scope::Platform(_) => ("platform", None),
            Scope::All => ("period", None),
        };
        let interval = line.part.map(|part| part.interval).or_else(|| self.whole());
        let told = |number: usize| count.is_told().then_some(number);
        let of_all = |number: usize| told(number).filter(|_| account.is_none());
        let instant = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
        Row {
            schema_version: SCHEMA_VERSION,
            table,
            presence_id: account.map(|it| it.presence.clone()).unwrap_or_default(),
            platform: match line.scope {
                Scope::Account(_, account) => account.platform.clone(),
                Scope::Platform(platform) => platform.clone(),
                Scope::All => String::new(),
            },
            account: account.map(|it| it.handle.clone()).unwrap_or_default(),
            account_language: account.map_or("", |it| it.language.map_or("both", Language::code)),
            part: line.part.map(|part| part.name.clone()).unwrap_or_default(),
            period_from: instant(interval.map(|it| it.from)),
            period_to: instant(interval.map(|it| it.to)),
            posts: told(count.posts),
            english_posts: told(count.english),
            french_posts: told(count.french),
            bilingual_posts: told(count.both),
            judged_posts: told(count.judged),
            posts_with_counterpart: told(count.served),
            publications: of_all(count.publications),
            in_both_languages: of_all(count.in_both),
            english_only: of_all(count.english_only),
            french_only: of_all(count.french_only),
            median_skew_seconds: count.median(),
            coverage: count.cover().code(),
        }
    }
}

fn heads(lines: &[Line], language: Language) -> Vec<String> {
    let pick = |words: &[Bilingual<&'static str>]| -> Vec<String> {
        words
            .iter()
            .map(|word| (*word.get(language)).to_owned())
            .collect()
    };
    let platform = Bilingual::new("platform", "plateforme");
    let mut heads = match lines.first().map(|line| line.scope) {
        Some(Scope::Account(..)) => pick(&[platform, Bilingual::new("account", "compte")]),
        Some(Scope::Platform(_)) => pick(&[platform]),
        _ => Vec::new(),
    };
    heads.extend(pick(&[Bilingual::new("period", "période")]));
    heads.extend(
        if matches!(
            lines.first().map(|line| line.scope),
            Some(Scope::Account(..))
        ) {
            pick(&[
                Bilingual::new("posts", "publications"),
                Bilingual::new("English", "en anglais"),
                Bilingual::new("French", "en français"),
                Bilingual::new("both", "dans les deux"),
                Bilingual::new("other", "autres"),
                Bilingual::new("with counterpart", "avec équivalent"),
            ])
        } else {
            pick(&[
                Bilingual::new("publications", "publications"),
                Bilingual::new("in both languages", "dans les deux langues"),
                Bilingual::new("English only", "en anglais seulement"),
                Bilingual::new("French only", "en français seulement"),
                Bilingual::new("other", "autres"),
            ])
        },
    );
    heads.extend(pick(&[
        Bilingual::new("median skew", "décalage médian"),
        Bilingual::new("read", "lu"),
    ]));
    heads
}

/// Columns of equal width.
fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{:width$}", one_line(cell)));
        let line = cells.collect::<Vec<_>>().join("  ");
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// A table of Markdown.
fn piped(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| escaped(&one_line(cell))).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
        if number == 0 {
            let _ = writeln!(text, "|{}", " --- |".repeat(row.len()));
        }
    }
    text
}

/// A handle could otherwise forge a line.
fn one_line(cell: &str) -> String {
    cell.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// Without what Markdown would obey.
fn escaped(cell: &str) -> String {
    let mut text = String::new();
    for c in cell.chars() {
        if matches!(
            c,
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '!' | '~'
        ) {
            text.push('\\');
        }
        text.push(c);
    }
    text
}
