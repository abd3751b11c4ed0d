//! What a format of table is: data, not code. Its columns under their English and French names, its platform, how it
//! states times. A new suite is a new constant of this type.

use super::collector::Refusal;
use super::table::{Begins, Head, normal, wrong_width};
use super::table_time::Order;
use crate::model::Bilingual;
use csv::StringRecord;
use jiff::tz::TimeZone;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The platform's own id of the post.
    Id,
    /// Day, or day and hour.
    Time,
    /// The hour, where it has a column of its own.
    Hour,
    Text,
    /// Stands above the text, or for it.
    Title,
    /// Permalink.
    Link,
    /// Handle of the account.
    Handle,
    /// Number of the account.
    Number,
    /// Display name of the account; a handle where it begins with `@`.
    Name,
    /// The platform.
    Network,
    /// Post, reply, repost … in words.
    Kind,
    /// Photo, video … in words.
    Media,
    /// Address of a picture or film.
    MediaLink,
    /// Address that the post shares.
    Shared,
    /// Length of a film in seconds, or as `1:30`.
    Seconds,
    /// Length of a film in milliseconds.
    Milliseconds,
    Language,
    /// Who may see it.
    Privacy,
    /// Is somebody's post passed on?
    IsShare,
}

/// One for each [`Field`].
const FIELDS: usize = Field::IsShare as usize + 1;

/// The zone of times that are stated without one.
#[derive(Clone, Copy)]
pub(super) enum Zone<'a> {
    Utc,
    /// Nobody knows but the user.
    Asked,
    Given(&'a TimeZone),
}

/// A format of table.
#[derive(Clone, Copy)]
pub(super) struct Format<'a> {
    pub(super) name: Bilingual<&'static str>,
    /// Columns that are read; of each the English name, the French one, others.
    pub(super) columns: &'a [(Field, &'a [&'a str])],
    /// Those without which it is another table.
    pub(super) marks: &'a [Field],
    /// The platform; empty where a column tells it.
    pub(super) platform: &'a str,
    /// The account, where the user has said it once for all.
    pub(super) account: Option<&'a str>,
    pub(super) zone: Zone<'a>,
    /// Which number of `05/11/2026` is the month; unknown where the file must tell.
    pub(super) order: Option<Order>,
    /// May the dates of a file show that it is the other way round?
    pub(super) order_may_differ: bool,
    /// The form of times, where the user has stated it.
    pub(super) form: Option<&'a str>,
    /// Is only the beginning of the text shown?
    pub(super) cut: bool,
    /// The habits of LinkedIn's list of shares: a row without text and attachment stands for somebody's post passed
    /// on, and quotation marks stand at both sides of every line end inside a text.
    pub(super) shares: bool,
}

/// Nothing known; a format says what differs.
pub(super) const PLAIN: Format<'static> = Format {
    name: Bilingual::new("", ""),
    columns: &[],
    marks: &[],
    platform: "",
    account: None,
    zone: Zone::Utc,
    order: None,
    order_may_differ: true,
    form: None,
    cut: false,
    shares: false,
};

/// The header of a table of that format.
pub(super) struct Header {
    pub(super) head: Head,
    /// Column of each field.
    at: [Option<usize>; FIELDS],
    /// A name that stands twice, of which nobody knows the right one.
    pub(super) twice: Option<String>,
}

/// One row under its header.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    cells: &'a StringRecord,
    header: &'a Header,
}

impl Format<'_> {
    /// The header among the first rows, if the table is of this format.
    pub(super) fn find(&self, heads: &[Head]) -> Option<Header> {
        let mut best: Option<(usize, Header)> = None;
        for head in heads {
            let Some(header) = self.header(head) else {
                continue;
            };
            let count = header.at.iter().flatten().count();
            if count > best.as_ref().map_or(0, |best| best.0) {
                best = Some((count, header));
            }
        }
        best.map(|best| best.1)
    }

    fn header(&self, head: &Head) -> Option<Header> {
        // A row has at least as many cells as a format has marks.
        if head.names.len() < self.marks.len() {
            return None;
        }
        let mut at = [None; FIELDS];
        let mut twice = None;
        let names = &head.normal;
        for (field, known) in self.columns {
            for name in *known {
                let name = normal(name);
                let mut places = (0..names.len()).filter(|index| names[*index] == name);
                let first = places.next();
                if first.is_some() && at[*field as usize].is_none() {
                    at[*field as usize] = first;
                    if places.next().is_some() {
                        twice = Some(name);
                    }
                }
            }
        }
        self.marks
            .iter()
            .all(|mark| at[*mark as usize].is_some())
            .then(|| Header {
                head: head.clone(),
                at,
                twice,
            })
    }

    /// Its columns that a row does not name, and how many it has.
    pub(super) fn lacks(&self, head: &Head) -> (Vec<String>, usize) {
        let names = self.columns.iter().flat_map(|(_, names)| *names);
        let lacks = names.filter(|name| !head.normal.contains(&normal(name)));
        (
            lacks.map(|name| (*name).to_owned()).collect(),
            self.columns.len(),
        )
    }

    /// The columns by which it is known, for a user who has others.
    pub(super) fn known_by(&self, french: bool) -> String {
        let names = self.marks.iter().filter_map(|mark| {
            let (_, names) = self.columns.iter().find(|(field, _)| field == mark)?;
            names.get(usize::from(french)).or(names.first()).copied()
        });
        names.collect::<Vec<_>>().join(", ")
    }
}

impl Header {
    pub(super) fn has(&self, field: Field) -> bool {
        self.at[field as usize].is_some()
    }

    /// The column's name as it stands.
    pub(super) fn name(&self, field: Field) -> &str {
        self.at[field as usize]
            .and_then(|at| self.head.names.get(at))
            .map_or("", String::as_str)
    }

    /// Where rows begin with an id, a time or a platform, one that was swallowed is known by it.
    pub(super) fn begins(&self) -> Option<Begins> {
        let first = [Field::Id, Field::Time, Field::Network];
        let text = self.at[Field::Text as usize].or(self.at[Field::Title as usize])?;
        first
            .into_iter()
            .any(|field| self.at[field as usize] == Some(0))
            .then_some(Begins { before: text })
    }

    /// The row under this header.
    ///
    /// # Errors
    /// When cells have moved: there are more than the header names, or too few to hold what is read. That the
    /// last ones are missing is the way of spreadsheets with empty cells.
    pub(super) fn row<'a>(&'a self, cells: &'a StringRecord) -> Result<Cells<'a>, Refusal> {
        let width = self.head.names.len();
        let last = self.at.iter().flatten().max().copied().unwrap_or(0);
        let beyond = cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
        if beyond || cells.len() <= last {
            return Err(wrong_width(cells.len(), width));
        }
        Ok(Cells {
            cells,
            header: self,
        })
    }
}

impl<'a> Cells<'a> {
    /// The cell without spaces around it; empty where there is none.
    pub(super) fn get(&self, field: Field) -> &'a str {
        self.header.at[field as usize]
            .and_then(|at| self.cells.get(at))
            .unwrap_or_default()
            .trim()
    }

    /// Is it a sum of the rows, not a row?
    pub(super) fn is_total(&self) -> bool {
        let first = self.cells.iter().find(|cell| !cell.trim().is_empty());
        let name = first.map(normal).unwrap_or_default();
        let totals = ["total", "totals", "grand total", "totaux", "total général"];
        let time = self.get(Field::Time);
        totals.contains(&name.as_str())
            && (time.is_empty() || normal(time) == name)
            && self.get(Field::Link).is_empty()
    }
}
