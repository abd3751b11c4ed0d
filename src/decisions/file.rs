//! `decisions.csv`, read.
//!
//! Any order of columns, `,` `;` or tab between them, UTF-8, UTF-16 or Windows-1252, as spreadsheets save it.

use crate::model::{Bilingual, Decision, Problem, Subject, Word};
use crate::text::cell;
use csv::StringRecord;
use encoding_rs::{UTF_8, WINDOWS_1252};
use jiff::civil::Date;

/// The columns, in the order in which a new file has them.
pub const COLUMNS: [&str; 8] = [
    "decision",
    "finding_id",
    "english_post_id",
    "french_post_id",
    "reason",
    "author",
    "date",
    "expires",
];

/// A decision and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The file and the line, `decisions.csv:4`.
    pub place: String,
    /// What it says.
    pub decision: Decision,
}

/// Reads a file: its decisions in their order, and what could not be used.
#[must_use]
pub fn read(place: &str, bytes: &[u8]) -> (Vec<Row>, Vec<Problem>) {
    let text = decode(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(cell::delimiter(&text))
        .from_reader(text.as_bytes());
    let header = match reader.headers().map(|header| columns(place, header)) {
        Ok(Ok(header)) => header,
        Ok(Err(problem)) => return (Vec::new(), vec![problem]),
        Err(error) => return (Vec::new(), vec![unreadable(&format!("{place}:1"), &error)]),
    };
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut record = StringRecord::new();
    loop {
        let at = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Err(error) => problems.push(unreadable(&format!("{place}:{at}"), &error)),
            Ok(true) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(true) => {
                // Of lines ended by two marks the reader has seen only the first.
                let byte = record.position().map_or(0, csv::Position::byte);
                let place = format!("{place}:{}", line(&text, byte).max(at));
                match decision(&place, &Cells::new(&record, &header)) {
                    Ok(decision) => rows.push(Row { place, decision }),
                    Err(problem) => problems.push(problem),
                }
            }
        }
    }
    (rows, problems)
}

/// The line on which the row stands that begins at a byte, or after the line ends there.
fn line(text: &str, byte: u64) -> u64 {
    let start = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let bytes = text.as_bytes();
    let blank = |byte: &&u8| matches!(byte, b'\r' | b'\n');
    let skipped = bytes[start..].iter().take_while(blank).count();
    let ends = bytes[..start + skipped].iter().filter(|it| **it == b'\n');
    ends.count() as u64 + 1
}

/// Its text. Excel writes Windows-1252 or UTF-16 unless it is told otherwise.
pub(super) fn decode(bytes: &[u8]) -> String {
    let (text, _, damaged) = UTF_8.decode(bytes);
    if damaged {
        WINDOWS_1252.decode(bytes).0.into_owned()
    } else {
        text.into_owned()
    }
}

/// For each column of the file, which of ours it is.
pub(super) fn columns(place: &str, header: &StringRecord) -> Result<Vec<Option<usize>>, Problem> {
    let plain = |name: &str| {
        name.trim_matches(|c: char| c == '\u{feff}' || c.is_whitespace())
            .to_lowercase()
    };
    let known = header
        .iter()
        .map(|name| COLUMNS.iter().position(|it| *it == plain(name)))
        .collect::<Vec<_>>();
    let missing: Vec<&str> = (0..COLUMNS.len())
        .filter(|number| !known.contains(&Some(*number)))
        .map(|number| COLUMNS[number])
        .collect();
    if missing.is_empty() {
        return Ok(known);
    }
    Err(Problem::new(
        format!("{place}:1"),
        format!(
            "the first line lacks {}; begin the file with {}",
            missing.join(", "),
            COLUMNS.join(",")
        ),
        format!(
            "il manque à la première ligne\u{a0}: {}; commencez le fichier par {}",
            missing.join(", "),
            COLUMNS.join(",")
        ),
    ))
}

/// The cells of a row, by the names of our columns.
struct Cells([String; COLUMNS.len()]);

impl Cells {
    fn new(record: &StringRecord, header: &[Option<usize>]) -> Self {
        let mut cells: [String; COLUMNS.len()] = Default::default();
        for (value, column) in record.iter().zip(header) {
            if let Some(number) = column {
                cell::unguard(value.trim()).clone_into(&mut cells[*number]);
            }
        }
        Self(cells)
    }

    fn get(&self, name: &str) -> &str {
        let number = COLUMNS.iter().position(|column| *column == name);
        number.map_or("", |number| self.0[number].as_str())
    }

    fn given(&self, name: &str) -> Option<String> {
        Some(self.get(name).to_owned()).filter(|value| !value.is_empty())
    }
}

fn decision(place: &str, cells: &Cells) -> Result<Decision, Problem> {
    let word = word(place, cells.get("decision"))?;
    let subject = subject(place, word, cells)?;
    let author = cells.given("author").ok_or_else(|| {
        Problem::new(
            place,
            "no author; write who decided",
            "aucun auteur; indiquez qui a décidé",
        )
    })?;
    let date = date(place, "date", cells)?.ok_or_else(|| {
        Problem::new(
            place,
            "no date; write the day of the decision, for example 2026-11-16",
            "aucune date; indiquez le jour de la décision, par exemple 2026-11-16",
        )
    })?;
    let reason = cells.get("reason").to_owned();
    let expires = date_of_expiry(place, word, cells)?;
    if word == Word::Waive && reason.is_empty() {
        return Err(Problem::new(
            place,
            "a waiver without a reason; write why the finding is set aside",
            "dispense sans motif; indiquez pourquoi le constat est mis de côté",
        ));
    }
    if expires.is_some_and(|day| day < date) {
        return Err(Problem::new(
            place,
            "the waiver ends before it was decided; correct `date` or `expires`",
            "la dispense prend fin avant d’avoir été décidée; corrigez «\u{a0}date\u{a0}» ou «\u{a0}expires\u{a0}»",
        ));
    }
    Ok(Decision {
        word,
        subject,
        reason,
        author,
        date,
        expires,
    })
}

fn word(place: &str, text: &str) -> Result<Word, Problem> {
    let lower = text.to_lowercase().replace(['_', ' '], "-");
    let found = Word::ALL.into_iter().find(|word| word.code() == lower);
    found.ok_or_else(|| {
        let known = Word::ALL.map(Word::code).join(", ");
        Problem::new(
            place,
            format!("“{text}” is no decision; write one of {known}"),
            format!("«\u{a0}{text}\u{a0}» n’est pas une décision; écrivez l’une de celles-ci\u{a0}: {known}"),
        )
    })
}

/// What the row is about: two posts, a finding or one post, as the decision needs it.
fn subject(place: &str, word: Word, cells: &Cells) -> Result<Subject, Problem> {
    let posts = Bilingual::new(
        post(place, "english_post_id", cells)?,
        post(place, "french_post_id", cells)?,
    );
    let finding = cells.given("finding_id");
    let may_be_two = word != Word::Waive;
    let must_be_two = may_be_two && word != Word::Withdraw;
    match (finding, posts.english, posts.french) {
        (None, Some(english), Some(french)) if may_be_two && english != french => {
            Ok(Subject::Pair(Bilingual::new(english, french)))
        }
        (Some(id), None, None) if !must_be_two => Ok(Subject::Finding(id.to_lowercase())),
        (None, Some(post), None) | (None, None, Some(post)) if !must_be_two => {
            Ok(Subject::Post(post))
        }
        _ if must_be_two => Err(Problem::new(
            place,
            "a pair is two posts; give english_post_id and french_post_id (as in pairs.csv), and no finding_id",
            "une paire compte deux publications; indiquez english_post_id et french_post_id (comme dans pairs.csv), et aucun finding_id",
        )),
        _ if word == Word::Waive => Err(Problem::new(
            place,
            "a waiver is for one finding or for one post; give finding_id (as in findings.csv), or english_post_id or french_post_id alone",
            "une dispense vise un seul constat ou une seule publication; indiquez finding_id (comme dans findings.csv), ou english_post_id ou french_post_id seul",
        )),
        _ => Err(Problem::new(
            place,
            "nothing that could be withdrawn; give the finding_id or the post ids of the row above, as they stand there",
            "rien à retirer; indiquez le finding_id ou les identifiants de publication de la ligne précédente, tels qu’ils y figurent",
        )),
    }
}

/// The id of a post as our files write it; a spreadsheet ruins bare numbers.
fn post(place: &str, name: &str, cells: &Cells) -> Result<Option<String>, Problem> {
    let Some(text) = cells.given(name) else {
        return Ok(None);
    };
    match text.split_once(':') {
        Some((platform, id)) if !platform.is_empty() && !id.is_empty() => {
            Ok(Some(format!("{}:{id}", platform.to_lowercase())))
        }
        _ => Err(Problem::new(
            place,
            format!(
                "{name}: “{text}” is not the id of a post; write it as posts.csv does, platform:id"
            ),
            format!(
                "{name}\u{a0}: «\u{a0}{text}\u{a0}» n’est pas l’identifiant d’une publication; écrivez-le comme dans posts.csv, plateforme:identifiant"
            ),
        )),
    }
}

/// A waiver ends; nothing else does.
fn date_of_expiry(place: &str, word: Word, cells: &Cells) -> Result<Option<Date>, Problem> {
    match (word, date(place, "expires", cells)?) {
        (Word::Waive, None) => Err(Problem::new(
            place,
            "a waiver without an end; write in `expires` the last day on which it holds, for example 2027-03-31",
            "dispense sans date de fin; indiquez dans «\u{a0}expires\u{a0}» le dernier jour où elle vaut, par exemple 2027-03-31",
        )),
        (Word::Waive, day) => Ok(day),
        (_, None) => Ok(None),
        (_, Some(_)) => Err(Problem::new(
            place,
            "only a waiver expires; leave `expires` empty, and take a decision back with `withdraw`",
            "seule une dispense prend fin; laissez «\u{a0}expires\u{a0}» vide et retirez une décision avec «\u{a0}withdraw\u{a0}»",
        )),
    }
}

fn date(place: &str, name: &str, cells: &Cells) -> Result<Option<Date>, Problem> {
    let Some(text) = cells.given(name) else {
        return Ok(None);
    };
    let day = (text.len() == 10).then(|| text.parse().ok()).flatten();
    day.map(Some).ok_or_else(|| {
        Problem::new(
            place,
            format!("{name}: “{text}” is not a day; write for example 2026-11-16"),
            format!("{name}\u{a0}: «\u{a0}{text}\u{a0}» n’est pas un jour; écrivez par exemple 2026-11-16"),
        )
    })
}

pub(super) fn unreadable(place: &str, error: &csv::Error) -> Problem {
    Problem::new(
        place,
        format!("not readable as CSV ({error}); check the quotation marks"),
        format!(
            "illisible comme CSV; vérifiez les guillemets (message de l’analyseur\u{a0}: {error})"
        ),
    )
}
