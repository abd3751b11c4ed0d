//! Gathers what a reader finds: posts (each once), rejected records, remarks that say a thing once
//! however often it happens.

use super::{Import, Label};
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
pub(super) struct Collector {
    import: Import,
    labels: Vec<Label>,
    /// Is there a label column?
    pub(super) labelled: bool,
    /// Files read, with the sign before the number of a record (`:` line, `#` record).
    files: Vec<(String, char)>,
    /// Where each post stands.
    origins: Vec<(usize, usize)>,
    seen: HashMap<u64, usize>,
    hasher: RandomState,
    notes: BTreeMap<Note, (usize, String)>,
    ignored: Vec<String>,
    ignored_at: String,
}

impl Collector {
    /// Nothing read yet.
    pub(super) fn new(format: Bilingual<&'static str>) -> Self {
        Self {
            import: Import {
                format,
                ..Import::default()
            },
            labels: Vec::new(),
            labelled: false,
            files: Vec::new(),
            origins: Vec::new(),
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
    pub(super) fn take(&mut self, number: usize, post: Post, label: Label) {
        let mut hash = self.hasher.hash_one((&post.platform, &post.id));
        // Two keys may share a hash: then the next number is tried.
        while let Some(&index) = self.seen.get(&hash) {
            let known = &mut self.import.posts[index];
            if known.platform == post.platform && known.id == post.id {
                if is_same(known, &post) && self.labels[index] == label {
                    // One of the two may be the evidence of the removal.
                    known.deleted_at = known.deleted_at.or(post.deleted_at);
                    self.note(Note::Twice, number);
                } else {
                    let first = self.place_of(self.origins[index]);
                    self.reject(number, contradiction(&post.id, &first));
                }
                return;
            }
            hash = hash.wrapping_add(1);
        }
        self.seen.insert(hash, self.import.posts.len());
        self.origins.push(self.here(number));
        self.import.posts.push(post);
        self.labels.push(label);
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
        self.import.rejected.push(problem);
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

    /// Everything that was read.
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
                format!("ignored columns: {names}{more}"),
                format!("colonnes ignorées\u{a0}: {names}{more}"),
            ));
        }
        for (note, (count, place)) in self.notes {
            self.import.remarks.push(Problem {
                place,
                message: note.text(count),
            });
        }
        self.import.records = self.import.posts.len() + self.import.rejected.len();
        self.import.labels = self.labelled.then_some(self.labels);
        self.import
    }
}

/// Do the two say the same thing of the same post?
fn is_same(known: &Post, post: &Post) -> bool {
    known.account == post.account
        && known.published_at == post.published_at
        && known.content.text == post.content.text
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
