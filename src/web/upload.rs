//! An export that a person drops on Coverage: kept beside the store while it is read, and gone afterwards.

use super::jobs::Job;
use crate::model::{Account, Bilingual, Interval, Problem};
use crate::text::wording;
use crate::work::sources::{self, Terms};
use crate::work::{Places, intake, period};
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use jiff::Timestamp;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Bytes of an upload at most; larger exports are read from the disk by `tandem import`.
pub(super) const LARGEST: usize = 1 << 30;
/// Bytes of any other field of the form.
const FIELD: usize = 1024;

/// What was sent.
pub(super) struct Upload {
    /// Name of the file, as the browser says it.
    name: String,
    file: Kept,
    /// `platform handle` of an account that the file does not name itself.
    account: String,
    from: String,
    to: String,
}

/// A file that is removed when it is no longer used.
struct Kept(PathBuf);

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Reads the form; the file goes to the disk as it comes.
pub(super) async fn receive(mut form: Multipart, places: &Places) -> Result<Upload, Problem> {
    let mut upload = None;
    let (mut account, mut from, mut to) = (String::new(), String::new(), String::new());
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        match field.name() {
            Some("file") if upload.is_none() => upload = Some(save(field, places).await?),
            Some("account") => account = short(field).await?,
            Some("covered-from") => from = short(field).await?,
            Some("covered-to") => to = short(field).await?,
            _ => {}
        }
    }
    let (name, file) = upload.ok_or_else(|| {
        Problem::new(
            "file",
            "no file was chosen; choose an export",
            "aucun fichier n’a été choisi; choisissez une exportation",
        )
    })?;
    Ok(Upload {
        name,
        file,
        account,
        from,
        to,
    })
}

/// Reads what was sent into the store, and says what came of it.
pub(super) fn import(upload: &Upload, places: &Places, job: &Job) -> Result<(), Problem> {
    let config = places.config()?;
    let mut terms = Terms {
        wants_posts: true,
        ..Terms::of(&config)
    };
    terms.declared = covered(upload, &config.zone)?;
    if let Some((platform, handle)) = upload.account.split_once(' ') {
        terms.options.account = Some(handle.to_owned());
        terms.options.platform = Some(platform.to_owned());
        terms.account = Some(Account::new(platform, handle));
    }
    let label = upload.name.as_str();
    let files = sources::files(label, &upload.file.0, &mut |problem| job.problem(problem))?;
    let mut store = places.store(false)?;
    let taken = intake::take(&mut store, label, &files, &terms, Timestamp::now())?;
    let problems = taken.import.remarks.iter().chain(&taken.first_rejected);
    problems.for_each(|problem| job.problem(problem));
    let known = |key: &(String, String)| config.pairing.accounts.contains_key(key);
    let strangers = taken.accounts.keys().filter(|key| !known(key));
    strangers.for_each(|(platform, handle)| job.problem(&stranger(platform, handle)));
    job.say("", taken.text(label));
    Ok(())
}

/// The stretch that a person says the export covers: both days or none.
fn covered(upload: &Upload, zone: &jiff::tz::TimeZone) -> Result<Option<Interval>, Problem> {
    // The form has no option to name.
    let place = "";
    match (upload.from.is_empty(), upload.to.is_empty()) {
        (true, true) => Ok(None),
        (false, false) => {
            period::range(place, &format!("{}..{}", upload.from, upload.to), zone).map(Some)
        }
        _ => Err(Problem::new(
            place,
            "give the first and the last day that the export covers, or neither",
            "indiquez le premier et le dernier jour que couvre l’exportation, ou aucun des deux",
        )),
    }
}

/// Writes a file as it comes. Gives the name that the browser says, of which nothing but the label is made.
async fn save(mut field: Field<'_>, places: &Places) -> Result<(String, Kept), Problem> {
    let name = label(field.file_name().unwrap_or_default());
    let path = beside(&places.store.path);
    let refuse = |error: &io::Error| unwritable(&path, error);
    let mut file = create(&path).map_err(|error| refuse(&error))?;
    let kept = Kept(path.clone());
    let mut length = 0;
    while let Some(bytes) = field.chunk().await.map_err(|error| broken(&error))? {
        length += bytes.len();
        // A few megabytes at a time: the loop goes on for others between them.
        file.write_all(&bytes).map_err(|error| refuse(&error))?;
    }
    if length == 0 {
        return Err(Problem::new(
            name,
            "an empty file; choose an export",
            "fichier vide; choisissez une exportation",
        ));
    }
    Ok((name, kept))
}

/// For nobody else to read: it holds what an account published, and sometimes more.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// A name of our own in the folder of the store.
fn beside(store: &Path) -> PathBuf {
    let stem = store.file_name().unwrap_or_default().to_string_lossy();
    let at = Timestamp::now().as_nanosecond();
    store.with_file_name(format!(".{stem}.{}-{at}.upload", std::process::id()))
}

/// The last part of what a browser says, without what a terminal or a page would obey.
fn label(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    if plain.trim().is_empty() {
        "export".to_owned()
    } else {
        plain
    }
}

async fn short(mut field: Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(more) = field.chunk().await.map_err(|error| broken(&error))? {
        bytes.extend_from_slice(&more);
        if bytes.len() > FIELD {
            return Err(too_large());
        }
    }
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

fn broken(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    Problem::new(
        "file",
        "broken off on the way; nothing was read. Send it again",
        "interrompu en route; rien n’a été lu. Envoyez-le de nouveau",
    )
}

fn too_large() -> Problem {
    let most = LARGEST >> 20;
    Problem::new(
        "file",
        format!("over {most} MiB; read it from the disk with `tandem import`"),
        format!(
            "plus de {most} Mio; lisez-le à partir du disque avec «\u{a0}tandem importer\u{a0}»"
        ),
    )
}

fn unwritable(path: &Path, error: &io::Error) -> Problem {
    let why = wording::io_error(error);
    Problem::new(
        path.display().to_string(),
        format!(
            "the file could not be kept here while it is read ({}); check the room and the rights",
            why.english
        ),
        format!(
            "le fichier n’a pas pu être conservé ici pendant sa lecture ({}); vérifiez l’espace et les droits",
            why.french
        ),
    )
}

fn stranger(platform: &str, handle: &str) -> Problem {
    Problem::new(
        format!("{platform}:{handle}"),
        "no presence names this account, so it is not judged; add it to tandem.toml",
        "aucune présence ne nomme ce compte, qui n’est donc pas jugé; ajoutez-le à tandem.toml",
    )
}

/// What is said while it comes.
pub(super) fn title() -> Bilingual<String> {
    Bilingual::text("An export is read", "Lecture d’une exportation")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name that leads elsewhere must not; it is a label and nothing else.
    #[test]
    fn a_name_is_only_a_label() {
        assert_eq!(label("../../etc/passwd"), "passwd");
        assert_eq!(label("C:\\Users\\a\\x\u{1b}[2J.csv"), "x[2J.csv");
        assert_eq!(label("/"), "export");
        let path = beside(Path::new("folder/tandem.sqlite"));
        assert_eq!(path.parent(), Some(Path::new("folder")));
    }
}
