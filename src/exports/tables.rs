//! Exports that are tables: each file by the format that its header tells.

use super::collector::{Collector, Refusal};
use super::columns;
use super::file::HEAD;
use super::ids::short;
use super::table::{self, Head, Table};
use super::table_account::{Owners, nobody};
use super::table_format::{Field, Format, Header};
use super::table_post::{self, Context};
use super::table_survey::survey;
use super::table_time::{self, Day, Stated};
use super::{
    Export, File, Import, Options, Sink, hootsuite, linkedin_page, linkedin_shares, meta_suite,
    place, sprout, workbook, x_analytics, youtube_studio, youtube_takeout,
};
use crate::model::{Bilingual, Interval, Problem};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The formats that are known; to add one, its file and its line here.
const FORMATS: [&Format<'static>; 9] = [
    &x_analytics::FORMAT,
    &meta_suite::INSTAGRAM,
    &meta_suite::FACEBOOK,
    &linkedin_shares::FORMAT,
    &linkedin_page::FORMAT,
    &youtube_takeout::FORMAT,
    &youtube_studio::FORMAT,
    &hootsuite::FORMAT,
    &sprout::FORMAT,
];

/// Said to the user.
pub(super) const NAME: Bilingual<&str> = Bilingual::new(
    "tables of X, Meta Business Suite, LinkedIn, YouTube, Hootsuite and Sprout Social",
    "tableaux de X, de Meta Business Suite, de LinkedIn, de YouTube, de Hootsuite et de Sprout Social",
);

/// Tables of platforms and publishing suites, and those that the configuration describes.
pub(super) struct Tables;

impl Export for Tables {
    fn name(&self) -> Bilingual<&'static str> {
        NAME
    }

    fn recognises(&self, files: &[File]) -> bool {
        files
            .iter()
            .any(|file| workbook::is_one(file) || is_ours(file, &Options::default()))
    }

    fn uses(&self, file: &File, options: &Options) -> bool {
        is_ours(file, options)
    }

    fn read(&self, label: &str, files: &[File], options: &Options, sink: Sink<'_>) -> Import {
        columns::with_formats(&options.columns, |described| {
            read_all(label, files, options, described, sink)
        })
    }
}

/// Does the configuration describe one of the files?
pub(super) fn described(files: &[File], options: &Options) -> bool {
    columns::with_formats(&options.columns, |described| {
        files.iter().any(|file| {
            begins_like(file, options, |heads| {
                described.iter().any(|it| it.find(heads).is_some())
            })
        })
    })
}

/// A table that the configuration nearly describes: at least half of its columns stand there, and which do not is said.
pub(super) fn nearly_described(label: &str, files: &[File], options: &Options) -> Option<Problem> {
    let missing = std::cell::RefCell::new(None);
    columns::with_formats(&options.columns, |described| {
        let note = |heads: &[Head]| {
            let lacks = heads
                .iter()
                .flat_map(|head| described.iter().map(|it| it.lacks(head)));
            let near = lacks.filter(|(lacks, of)| !lacks.is_empty() && 2 * lacks.len() <= *of);
            *missing.borrow_mut() = near.map(|(lacks, _)| lacks).min_by_key(Vec::len);
            missing.borrow().is_some()
        };
        files.iter().any(|file| begins_like(file, options, note))
    });
    let names = missing.into_inner()?;
    Some(Problem::new(
        label,
        format!(
            "the table has no column “{}”, which [imports.NAME] in tandem.toml names; correct the name there",
            names.join("”, “")
        ),
        format!(
            "le tableau n’a pas de colonne «\u{a0}{}\u{a0}», que nomme [imports.NOM] dans tandem.toml; corrigez-y le nom",
            names.join("\u{a0}», «\u{a0}")
        ),
    ))
}

/// Is there a header that is known?
fn is_ours(file: &File, options: &Options) -> bool {
    columns::with_formats(&options.columns, |described| {
        begins_like(file, options, |heads| {
            described
                .iter()
                .chain(FORMATS)
                .any(|it| it.find(heads).is_some())
        })
    })
}

/// What a table is called that no format knows.
pub(super) const UNKNOWN: Bilingual<&'static str> =
    Bilingual::new("unknown table", "tableau inconnu");

/// Looks at the first rows of a file.
fn begins_like(file: &File, options: &Options, is_known: impl Fn(&[Head]) -> bool) -> bool {
    let name = file.name.to_lowercase();
    let other = [".js", ".json", ".jsonl", ".ndjson"];
    if other.iter().any(|end| name.ends_with(end)) {
        return false;
    }
    let knows = |file: &File| {
        table::open(&file.name, file, options.windows_1252)
            .is_ok_and(|tables| tables.iter().any(|table| is_known(&table.heads())))
    };
    if workbook::is_one(file) {
        return knows(file);
    }
    let mut start = file.head().to_vec();
    if file.size() > HEAD as u64 {
        // A letter that is cut in two would be read as one of another encoding.
        let end = start.iter().rposition(|byte| *byte == b'\n');
        // In UTF-16 the line end is two bytes.
        start.truncate(end.map_or(HEAD, |end| end & !1));
    }
    knows(&File::new(file.name.clone(), start))
}

/// Reads every file by its own format.
fn read_all(
    label: &str,
    files: &[File],
    options: &Options,
    described: &[Format<'_>],
    sink: Sink<'_>,
) -> Import {
    let mut collector = Collector::new(Tables.name(), sink);
    let mut owners = Owners::new(options);
    let (mut taken, mut unread) = (Vec::new(), Vec::new());
    let mut covered: Vec<Option<Interval>> = Vec::new();
    for file in files {
        let place = place(label, file);
        collector.file(&place, ':');
        let tables = match table::open(&place, file, options.windows_1252) {
            Ok(tables) => tables,
            Err(problem) if files.len() == 1 => {
                collector.reject_whole(problem);
                continue;
            }
            Err(_) => {
                unread.push(last_part(&file.name));
                continue;
            }
        };
        let mut found = false;
        for table in &tables {
            let known = described.iter().chain(FORMATS);
            let heads = table.heads();
            let mut known = known.filter_map(|format| Some((format, format.find(&heads)?)));
            let Some((format, header)) = known.next() else {
                continue;
            };
            found = true;
            taken.push((place.clone(), format.name));
            table
                .remark()
                .into_iter()
                .for_each(|it| collector.remark(it));
            covered.push(period(&table.above(&header.head), options));
            if let Err(why) =
                read_table(table, format, &header, options, &mut owners, &mut collector)
            {
                collector.reject_whole(Problem {
                    place: place.clone(),
                    message: why,
                });
            }
        }
        if !found && files.len() == 1 {
            collector.reject_whole(Problem {
                place: place.clone(),
                message: unknown_header(&tables),
            });
        } else if !found {
            unread.push(last_part(&file.name));
        }
    }
    say_formats(&taken, &mut collector);
    if !unread.is_empty() {
        collector.remark(not_read(label, &unread));
    }
    let mut import = collector.finish();
    import.covered = together(&covered);
    import.format = match &taken[..] {
        [] => UNKNOWN,
        [(_, first), rest @ ..] if rest.iter().all(|(_, name)| name == first) => *first,
        _ => Bilingual::new("several tables", "plusieurs tableaux"),
    };
    super::remark_if_empty(label, &mut import);
    import
}

/// Reads the rows of one table.
///
/// # Errors
/// When nobody can tell how its times are meant, or whose posts they are.
fn read_table(
    table: &Table<'_>,
    format: &Format<'_>,
    header: &Header,
    options: &Options,
    owners: &mut Owners<'_>,
    collector: &mut Collector,
) -> Result<(), Refusal> {
    if let Some(name) = &header.twice {
        return Err(twice(name));
    }
    let names_account = [Field::Handle, Field::Number, Field::Name]
        .into_iter()
        .any(|field| header.has(field));
    let says_account = names_account || owners.is_said() || format.account.is_some();
    if !says_account && !["", "x", "facebook"].contains(&format.platform) {
        return Err(nobody(format.platform));
    }
    let survey = survey(table, format, header, owners);
    let calendar = survey.calendar(format, header, options, collector)?;
    let context = Context {
        format,
        header,
        calendar: &calendar,
        wanted: options.platform.as_deref(),
    };
    table.each(&header.head, header.begins(), |number, cells| {
        let read = cells
            .and_then(|cells| header.row(cells))
            .and_then(|cells| table_post::build(cells, number, &context, owners, collector));
        match read {
            Ok(Some(post)) => collector.take(number, post, None),
            Ok(None) => {}
            Err(why) => collector.reject(number, why),
        }
    });
    Ok(())
}

/// The period that a title row states: `Nov 1, 2026 - Nov 30, 2026`.
fn period(above: &[String], options: &Options) -> Option<Interval> {
    let zone = options.zone.clone().unwrap_or(TimeZone::UTC);
    let day = |text: &str| match table_time::read(text)? {
        Stated {
            day: Day::One(day),
            hour: None,
            ..
        } => Some(day),
        _ => None,
    };
    let start = |day: jiff::civil::Date| -> Option<Timestamp> {
        zone.to_timestamp(day.at(0, 0, 0, 0)).ok()
    };
    above.iter().find_map(|cell| {
        [" - ", " – ", " to ", " au "].into_iter().find_map(|sign| {
            let (from, to) = cell.split_once(sign)?;
            let interval = Interval {
                from: start(day(from)?)?,
                to: start(day(to)?.checked_add(1.day()).ok()?)?,
            };
            (interval.from < interval.to).then_some(interval)
        })
    })
}

/// One stretch for all files, if every one states a period and they leave no gap.
fn together(covered: &[Option<Interval>]) -> Option<Interval> {
    let all: Option<Vec<Interval>> = covered.iter().copied().collect();
    match Interval::union(all?)[..] {
        [one] => Some(one),
        _ => None,
    }
}

/// Where several formats were read, says which file was taken for which.
fn say_formats(taken: &[(String, Bilingual<&'static str>)], collector: &mut Collector) {
    let differ = taken
        .iter()
        .any(|(_, name)| Some(name) != taken.first().map(|it| &it.1));
    if differ {
        for (place, name) in taken {
            collector.remark(Problem::new(
                place,
                format!("taken for: {}", name.english),
                format!("reconnu comme\u{a0}: {}", name.french),
            ));
        }
    }
}

fn last_part(path: &str) -> String {
    short(path.rsplit('/').next().unwrap_or(path))
}

/// Files that are named in a remark.
const NAMED: usize = 5;

fn not_read(label: &str, files: &[String]) -> Problem {
    let count = files.len();
    let names = files.get(..NAMED.min(count)).unwrap_or_default().join(", ");
    let more = if count > NAMED { ", …" } else { "" };
    Problem::new(
        label,
        format!(
            "files that are no table of posts known here, not read and not kept: {count} ({names}{more}); import them alone if they hold posts"
        ),
        format!(
            "fichiers qui ne sont pas des tableaux de publications connus ici, ni lus ni gardés\u{a0}: {count} ({names}{more}); importez-les seuls s’ils contiennent des publications"
        ),
    )
}

/// A header that no format knows: it is shown, beside those that are.
pub(super) fn unknown_header(tables: &[Table<'_>]) -> Refusal {
    let heads = tables.iter().flat_map(Table::heads);
    let filled = |names: &[String]| names.iter().filter(|name| !name.is_empty()).count();
    let mut best: Vec<String> = Vec::new();
    for head in heads {
        if filled(&head.names) > filled(&best) {
            best = head.names;
        }
    }
    let line = best.join(", ");
    let mut shown: String = line
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .take(300)
        .collect();
    if line.chars().nth(300).is_some() {
        shown.push('…');
    }
    let neutral = "platform, account, id, published_at, text";
    let known = |french: bool| {
        let one = |format: &&Format<'_>| {
            let name = if french {
                format.name.french
            } else {
                format.name.english
            };
            format!("{name} ({})", format.known_by(french))
        };
        FORMATS.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    Refusal::text(
        format!(
            "no row among the first {} is a header known here; found: {shown}. Known: neutral posts ({neutral}); {}. Export in English or French, or describe the columns under [imports.NAME] in tandem.toml",
            table::HEADER_ROWS,
            known(false)
        ),
        format!(
            "aucune des {} premières lignes n’est un en-tête connu ici; trouvé\u{a0}: {shown}. Connus\u{a0}: publications en format neutre ({neutral}); {}. Exportez en français ou en anglais, ou décrivez les colonnes sous [imports.NOM] dans tandem.toml",
            table::HEADER_ROWS,
            known(true)
        ),
    )
}

/// A column of which nobody knows the right one.
pub(super) fn twice(name: &str) -> Refusal {
    let name = short(name);
    Refusal::text(
        format!("the column `{name}` stands twice; keep one"),
        format!("la colonne «\u{a0}{name}\u{a0}» figure deux fois; gardez-en une"),
    )
}
