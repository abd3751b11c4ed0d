//! Hands on what a reader finds: posts (each once) and rejected records. Of a post that was handed on only two digests
//! stay. What may happen to many records is said once.

use super::{Found, Import, Label, Sink};
use crate::model::{Bilingual, Post, Problem};
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};

/// Why a record is refused and what to do, in both languages.
pub(super) type Refusal = Bilingual<String>;

/// What may happen to many records and is said once, with the first place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Note {
    /// The same post stood in the export before.
    Twice,
    /// The id was ruined by a spreadsheet, the link still had it.
    IdFromLink,
    /// A reference beside a post that refers to nothing.
    ReferenceIgnored,
    /// A long post of which two full texts may be the right one.
    TwoLongTexts,
    /// A removed post without the time of its removal.
    RemovalTimeUnknown,
    /// A row that sums up others.
    Total,
    /// A row of what not everybody may see.
    NotPublic,
    /// A row of another platform than the one asked for.
    OtherPlatform,
    /// An account that the file names otherwise than the user.
    OtherAccount,
    /// A time that does not exist or exists twice, because the clocks change.
    ClockChange,
    /// A time that differs from that of the id.
    ClocksDiffer,
    /// A text that begins with a name.
    TakenForReply,
    /// A record without text, picture, link or share.
    NothingShown,
}

impl Note {
    fn text(self, count: usize) -> Refusal {
        let (english, french) = match self {
            Self::Twice => (
                "records that stand in the export more than once, counted once",
                "enregistrements qui figurent plus d’une fois dans l’exportation, comptés une fois",
            ),
            Self::IdFromLink => (
                "ids ruined by a spreadsheet, taken from the link instead",
                "identifiants abîmés par un tableur, repris du lien",
            ),
            Self::ReferenceIgnored => (
                "references ignored because the kind is `original` (write `repost`, `quote` or `reply`)",
                "références ignorées, car le genre est «\u{a0}original\u{a0}» (écrivez «\u{a0}repost\u{a0}», «\u{a0}quote\u{a0}» ou «\u{a0}reply\u{a0}»)",
            ),
            Self::TwoLongTexts => (
                "long posts that fit more than one full text; the cut text is kept and marked incomplete",
                "longues publications auxquelles correspond plus d’un texte intégral; le texte coupé est gardé et marqué incomplet",
            ),
            Self::RemovalTimeUnknown => (
                "removed posts without the time of removal; the latest known time stands for it",
                "publications supprimées sans heure de suppression; la dernière heure connue en tient lieu",
            ),
            Self::Total => ("rows of totals, skipped", "lignes de totaux, ignorées"),
            Self::OtherPlatform => (
                "rows of other platforms than --platform, skipped",
                "lignes d’autres plateformes que --plateforme, ignorées",
            ),
            Self::OtherAccount => (
                "posts whose account the file names otherwise than --account; the file was followed; check that it is the right one",
                "publications dont le fichier nomme le compte autrement que --compte; le fichier a été suivi; vérifiez que c’est le bon",
            ),
            Self::ClockChange => (
                "local times that exist twice or not at all because the clocks change, known to the hour only",
                "heures locales qui existent deux fois ou pas du tout à cause du changement d’heure, connues à une heure près",
            ),
            Self::ClocksDiffer => (
                "times more than two minutes from those in the ids, which were taken; check --time-zone",
                "heures à plus de deux minutes de celles des identifiants, qui ont été retenues; vérifiez --fuseau-horaire",
            ),
            Self::TakenForReply => (
                "posts that begin with @name, taken for replies",
                "publications qui commencent par @nom, prises pour des réponses",
            ),
            Self::NotPublic => (
                "posts that are not public, left out",
                "publications non publiques, laissées de côté",
            ),
            Self::NothingShown => (
                "records without text, picture, link or share, left out; the export does not show what they were",
                "enregistrements sans texte, image, lien ni partage, laissés de côté; l’exportation ne montre pas ce qu’ils étaient",
            ),
        };
        Refusal::text(
            format!("{english}: {count} (the first is here)"),
            format!("{french}\u{a0}: {count} (première occurrence ici)"),
        )
    }
}

/// At most so many ignored columns are remembered: a file of a million names stays quick.
const IGNORED: usize = 30;

/// What has been read so far.
pub(super) struct Collector<'s> {
    import: Import,
    sink: Sink<'s>,
    posts: usize,
    rejected: usize,
    /// Is there a label column?
    pub(super) labelled: bool,
    /// Files read, with the sign before the number of a record (`:` line, `#` record).
    files: Vec<(String, char)>,
    /// The posts, by a digest of platform and id.
    seen: HashMap<u64, Seen>,
    hasher: RandomState,
    notes: BTreeMap<Note, (usize, String)>,
    ignored: Vec<String>,
    ignored_at: String,
}

/// What is known of a post that was handed on.
struct Seen {
    /// Digest of what the record says.
    says: u64,
    /// Its number among the posts.
    index: u32,
    /// Where it stands: its file, its record.
    file: u32,
    number: u32,
    removed: bool,
}

impl<'s> Collector<'s> {
    /// Nothing read yet.
    pub(super) fn new(format: Bilingual<&'static str>, sink: Sink<'s>) -> Self {
        Self {
            import: Import {
                format,
                ..Import::default()
            },
            sink,
            posts: 0,
            rejected: 0,
            labelled: false,
            files: Vec::new(),
            seen: HashMap::new(),
            hasher: RandomState::new(),
            notes: BTreeMap::new(),
            ignored: Vec::new(),
            ignored_at: String::new(),
        }
    }

    /// The records that follow come from this file.
    pub(super) fn file(&mut self, place: &str, sign: char) {
        self.files.push((place.to_owned(), sign));
    }

    fn place_of(&self, (file, number): (usize, usize)) -> String {
        self.files
            .get(file)
            .map_or_else(String::new, |(name, sign)| format!("{name}{sign}{number}"))
    }

    fn here(&self, number: usize) -> (usize, usize) {
        (self.files.len().saturating_sub(1), number)
    }

    /// Takes the post of record `number`, unless it is already there.
    ///
    /// Two posts of which a digest is the same by chance are as good as impossible, and the second would be refused,
    /// not lost.
    pub(super) fn take(&mut self, number: usize, post: Post, label: Label) {
        let key = self.hasher.hash_one((&post.platform, &post.id));
        let content = (&post.account, post.published_at, &post.content.text, &label);
        let says = self.hasher.hash_one(content);
        let (file, record) = self.here(number);
        let Some(known) = self.seen.get_mut(&key) else {
            let seen = Seen {
                says,
                index: small(self.posts),
                file: small(file),
                number: small(record),
                removed: post.deleted_at.is_some(),
            };
            self.seen.insert(key, seen);
            (self.sink)(Found::Post(self.posts, Box::new(post), label));
            self.posts += 1;
            return;
        };
        if known.says != says {
            let first = (known.file as usize, known.number as usize);
            let first = self.place_of(first);
            return self.reject(number, contradiction(&post.id, &first));
        }
        // One of the two may be the evidence of the removal.
        if post.deleted_at.is_some() && !known.removed {
            known.removed = true;
            let index = known.index as usize;
            (self.sink)(Found::Post(index, Box::new(post), label));
        }
        self.note(Note::Twice, number);
    }

    /// Refuses record `number`.
    pub(super) fn reject(&mut self, number: usize, why: Refusal) {
        let place = self.place_of(self.here(number));
        self.reject_whole(Problem {
            place,
            message: why,
        });
    }

    /// Refuses what is no single record: a file, an archive.
    pub(super) fn reject_whole(&mut self, problem: Problem) {
        self.rejected += 1;
        (self.sink)(Found::Rejected(problem));
    }

    /// How many were refused.
    pub(super) fn rejected(&self) -> usize {
        self.rejected
    }

    /// Says something about the whole.
    pub(super) fn remark(&mut self, problem: Problem) {
        self.import.remarks.push(problem);
    }

    /// Says something about the file that is being read.
    pub(super) fn remark_here(&mut self, message: Refusal) {
        let place = self
            .files
            .last()
            .map_or_else(String::new, |it| it.0.clone());
        self.remark(Problem { place, message });
    }

    /// Counts something that happened to record `number`.
    pub(super) fn note(&mut self, note: Note, number: usize) {
        if let Some((count, _)) = self.notes.get_mut(&note) {
            *count += 1;
        } else {
            let place = self.place_of(self.here(number));
            self.notes.insert(note, (1, place));
        }
    }

    /// Remembers the name of a column that is not read.
    pub(super) fn ignore(&mut self, name: &str) {
        if self.ignored.len() <= IGNORED && !self.ignored.iter().any(|known| known == name) {
            if self.ignored.is_empty() {
                self.ignored_at = self
                    .files
                    .last()
                    .map_or_else(String::new, |it| it.0.clone());
            }
            self.ignored.push(name.to_owned());
        }
    }

    /// What is to be said of all that was read.
    pub(super) fn finish(mut self) -> Import {
        if !self.ignored.is_empty() {
            let more = if self.ignored.len() > IGNORED {
                ", …"
            } else {
                ""
            };
            self.ignored.truncate(IGNORED);
            let names = self.ignored.join(", ");
            self.import.remarks.push(Problem::new(
                self.ignored_at,
                format!("ignored columns or fields: {names}{more}"),
                format!("colonnes ou champs ignorés\u{a0}: {names}{more}"),
            ));
        }
        for (note, (count, place)) in self.notes {
            self.import.remarks.push(Problem {
                place,
                message: note.text(count),
            });
        }
        self.import.records = self.posts + self.rejected;
        self.import.labels = self.labelled.then(Vec::new);
        self.import
    }
}

/// Half the memory of a large number; an export has not so many records.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn contradiction(id: &str, first: &str) -> Refusal {
    Refusal::text(
        format!(
            "the id {id} already stands at {first} with another text, time, account or label; keep the right one, or give each post its own id"
        ),
        format!(
            "l’identifiant {id} figure déjà à {first} avec un autre texte, une autre heure, un autre compte ou une autre étiquette; gardez le bon ou donnez à chaque publication son propre identifiant"
        ),
    )
}
