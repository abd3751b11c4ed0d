//! A register broken in any way is read, counted and paired, and what is written is read again as it was.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use tandem::model::Language;
use tandem::register::{self, Kind, Register};

const HEADER: &str = "Account,Platform,Department,Language,URL";

/// Invented rows: an institution and its missions, in both languages.
const ROWS: [[&str; 5]; 8] = [
    [
        "Canadian Coast Watch",
        "X",
        "Canadian Coast Watch",
        "English",
        "https://x.com/CoastWatchCA",
    ],
    [
        "Garde des côtes du Canada",
        "X",
        "Garde des côtes du Canada",
        "Français",
        "https://x.com/GardeCotesCA",
    ],
    [
        "Coast Watch in Mali",
        "Facebook",
        "Canadian Coast Watch",
        "English",
        "https://www.facebook.com/CoastWatchMali",
    ],
    [
        "Garde des côtes au Mali",
        "Facebook",
        "Garde des côtes du Canada",
        "Français",
        "https://www.facebook.com/GardeCotesMali",
    ],
    [
        "Coast Watch in Spain",
        "Facebook",
        "Canadian Coast Watch",
        "English",
        "https://www.facebook.com/CoastWatchSpain",
    ],
    [
        "Garde des côtes en Espagne",
        "Facebook",
        "Garde des côtes du Canada",
        "Français",
        "https://www.facebook.com/GardeCotesEspagne",
    ],
    [
        "@CWeng",
        "X",
        "Coast Weather Office",
        "English",
        "https://twitter.com/cweathereng",
    ],
    [
        "@CWfra",
        "X",
        "Bureau de la météo des côtes",
        "Bilingue",
        "https://twitter.com/cweatherfra",
    ],
];

fn read(rows: &[Vec<String>]) -> Register {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    writer.write_record(HEADER.split(',')).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    let mut register = Register::default();
    register
        .add("register", &writer.into_inner().unwrap())
        .unwrap();
    register
}

fn rows() -> Vec<Vec<String>> {
    ROWS.iter()
        .map(|row| row.map(str::to_owned).to_vec())
        .collect()
}

/// The wrong account of a mission would be called the counterpart of another.
#[test]
fn pairs_are_found_by_what_tells_accounts_apart() {
    let register = read(&rows());
    let links = register::pair(&register.accounts);
    let found: Vec<(usize, usize)> = links
        .pairs
        .iter()
        .map(|it| (it.english, it.french))
        .collect();
    assert_eq!(found, [(0, 1), (2, 3), (4, 5), (6, 7)]);
    assert!(links.alone.is_empty() && links.bilingual.is_empty());
    assert!(links.pairs.iter().all(|link| !link.reasons.is_empty()));
    // Listed as bilingual, but the French half of a pair.
    assert!(
        links
            .notes
            .iter()
            .any(|note| note.kind == Kind::OneLanguage)
    );
}

/// An account whose counterpart is not listed must not be given that of another.
#[test]
fn an_account_alone_stays_alone() {
    let mut rows = rows();
    rows.remove(5);
    rows.remove(2);
    let register = read(&rows);
    let links = register::pair(&register.accounts);
    let names = |at: usize| register.accounts[at].name.as_str();
    let sure = links.pairs.iter().filter(|link| !link.needs_review());
    let wrong = sure.filter(|link| {
        names(link.english).contains("Spain") && names(link.french).contains("Mali")
    });
    assert_eq!(wrong.count(), 0);
}

/// Two accounts that share no word are a pair where nothing else is left, and stay one once they are.
#[test]
fn what_is_left_over_belongs_together() {
    let mut rows = rows();
    for platform in ["facebook", "instagram"] {
        let host = format!("https://www.{platform}.com");
        rows.push(vec![
            "Winter Glow".into(),
            platform.into(),
            "Coast Weather Office".into(),
            "English".into(),
            format!("{host}/winterglow"),
        ]);
        rows.push(vec![
            "Nuit de neige".into(),
            platform.into(),
            "Bureau de la météo des côtes".into(),
            "Français".into(),
            format!("{host}/nuitdeneige"),
        ]);
    }
    let register = read(&rows);
    let links = register::pair(&register.accounts);
    let is_there = |link: &&register::Link| register.accounts[link.english].name == "Winter Glow";
    let found: Vec<&register::Link> = links.pairs.iter().filter(is_there).collect();
    assert_eq!(found.len(), 2);
    assert!(
        found
            .iter()
            .all(|link| register.accounts[link.french].name == "Nuit de neige")
    );
}

/// The register is read from where it is published; what does not come says so, and nothing is written.
#[tokio::test]
async fn a_published_register_is_read() {
    use wiremock::matchers::path;
    let server = wiremock::MockServer::start().await;
    let body = r#"{"aaData":[["Coast","X","Department: Coast","Language: English","<a href='https://x.com/coast'>Coast</a>"]]}"#;
    wiremock::Mock::given(path("/sm-en.json"))
        .respond_with(wiremock::ResponseTemplate::new(200).set_body_string(body))
        .mount(&server)
        .await;
    let folder = tempfile::tempdir().unwrap();
    let import = |address: String| {
        let output = assert_cmd::Command::cargo_bin("tandem")
            .unwrap()
            .current_dir(folder.path())
            .env("NO_PROXY", "127.0.0.1")
            .args(["--language", "en", "accounts", "import", &address])
            .output()
            .unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.code(), said)
    };
    let (code, said) = import(format!("{}/sm-fr.json", server.uri()));
    assert_eq!(code, Some(2));
    assert!(
        said.contains("status 404") && said.contains("sm-fr.json"),
        "{said}"
    );
    let (code, said) = import("http://register.example/sm-en.json".into());
    assert!(code == Some(2) && said.contains("https://"), "{said}");
    assert!(!folder.path().join("accounts.csv").exists());
    let (code, said) = import(format!("{}/sm-en.json", server.uri()));
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("rows: 1, accounts: 1") && folder.path().join("accounts.csv").exists(),
        "{said}"
    );
}

/// What a person confirmed, or took apart, stays so.
#[test]
fn decisions_are_kept() {
    let register = read(&rows());
    let links = register::pair(&register.accounts);
    let table = String::from_utf8(register::table(&register.accounts, &links).unwrap()).unwrap();
    let mut lines: Vec<String> = table.lines().map(str::to_owned).collect();
    // The mission in Mali has no counterpart, says a person.
    let at = lines
        .iter()
        .position(|line| line.contains("CoastWatchMali,"))
        .unwrap();
    lines[at] = "Coast Watch in Mali,Facebook,Canadian Coast Watch,English,https://www.facebook.com/CoastWatchMali,,,,yes".into();
    let mut kept = Register::default();
    kept.add("kept", lines.join("\n").as_bytes()).unwrap();
    let links = register::pair(&kept.accounts);
    let mali = kept
        .accounts
        .iter()
        .position(|it| it.name == "Coast Watch in Mali")
        .unwrap();
    assert!(links.alone.contains(&mali));
}

/// A person may pair what the program would not, on either row and against another decision seen only by its note.
#[test]
fn what_a_person_writes_is_honoured_or_named() {
    let written = |decisions: &[(usize, &str)]| {
        let rows = ROWS.iter().enumerate().map(|(at, row)| {
            let decision = decisions.iter().find(|(row, _)| *row == at);
            let end = decision.map_or(",".to_owned(), |(_, other)| format!("{other},oui"));
            format!("{},{end}\n", row.join(","))
        });
        let head = format!("{HEADER},Counterpart,Decided\n");
        let table: String = std::iter::once(head).chain(rows).collect();
        let mut register = Register::default();
        register.add("kept", table.as_bytes()).unwrap();
        let links = register::pair(&register.accounts);
        let pairs: Vec<(usize, usize)> = links
            .pairs
            .iter()
            .map(|it| (it.english, it.french))
            .collect();
        let unheeded = links.notes.iter();
        let unheeded = unheeded.filter(|note| note.kind == Kind::NoCounterpart);
        (pairs, unheeded.count())
    };
    let spain = ROWS[5][4];
    // Written on the English row, or on the French one.
    for decision in [(2, spain), (5, ROWS[2][4])] {
        let (pairs, unheeded) = written(&[decision]);
        assert!(pairs.contains(&(2, 5)) && unheeded == 0, "{pairs:?}");
    }
    let (pairs, unheeded) = written(&[(2, "https://www.facebook.com/NotThere")]);
    assert!(pairs.iter().all(|(english, _)| *english != 2) && unheeded == 1);
    let (pairs, unheeded) = written(&[(2, spain), (4, spain)]);
    assert!(pairs.contains(&(2, 5)) && unheeded == 1, "{pairs:?}");
}

/// An account without counterpart is in no report unless a person puts it there: the lines for that are a configuration.
#[test]
fn an_account_alone_is_ready_to_be_put_in() {
    let mut rows = rows();
    rows.remove(3);
    let register = read(&rows);
    let links = register::pair(&register.accounts);
    let text = register::presences(&register.accounts, &links, &[0, 1, 2], Language::English);
    let uncommented: String = text
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(entry) if !entry.starts_with(' ') => format!("{entry}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let count = |text: &str| {
        let table: toml::Table = toml::from_str(text).unwrap();
        table["presence"].as_array().unwrap().len()
    };
    assert_eq!((count(&text), count(&uncommented)), (1, 2), "{text}");
    assert!(uncommented.contains("bilingual = \"CoastWatchMali\""));
}

/// A register that is written and read again must be the same, or each import would lose something.
#[test]
fn what_is_written_is_read_again() {
    let register = read(&rows());
    let links = register::pair(&register.accounts);
    let table = register::table(&register.accounts, &links).unwrap();
    let mut again = Register::default();
    again.add("again", &table).unwrap();
    let plain = |register: &Register| -> Vec<_> {
        register
            .accounts
            .iter()
            .map(|it| (it.key(), it.name.clone(), it.institution.clone(), it.serves))
            .collect()
    };
    assert_eq!(plain(&again), plain(&register));
    assert_eq!(again.notes, []);
    let sure = links.pairs.iter().filter(|link| !link.needs_review());
    assert_eq!(register::stated(&again.accounts).len(), sure.count());
    assert!(!register::stated(&again.accounts).is_empty());
    assert_eq!(register::changes(&register.accounts, &again.accounts), []);
    let presences = register::presences(&register.accounts, &links, &[0, 2], Language::English);
    assert!(
        presences.contains("english = \"CoastWatchCA\"\nfrench = \"GardeCotesCA\""),
        "{presences}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// No row takes another along, and none is lost without a word.
    #[test]
    fn broken_rows_are_counted(changes in proptest::collection::vec((0..8_usize, 0..5_usize, 0..7_usize, ".{0,12}"), 0..12)) {
        let mut rows = rows();
        for (row, column, way, text) in changes {
            let cells = &mut rows[row];
            let column = column % cells.len().max(1);
            let Some(cell) = cells.get_mut(column) else { continue };
            match way {
                0 => *cell = text,
                1 => cell.push_str(&text),
                2 => cell.insert_str(0, &text),
                3 => *cell = cell.chars().rev().collect(),
                4 => *cell = cell.to_uppercase(),
                5 => cells.swap(0, column),
                _ => { cells.remove(column); }
            }
        }
        let register = read(&rows);
        let unused = register.notes.iter().filter(|note| note.kind.is_rejection()).count();
        prop_assert!(register.accounts.len() + unused <= register.rows);
        prop_assert!(register.rows <= rows.len());
        let links = register::pair(&register.accounts);
        prop_assert_eq!(2 * links.pairs.len() + links.alone.len() + links.bilingual.len(), register.accounts.len());
        let text = register::presences(&register.accounts, &links, &[0, 1], Language::French);
        prop_assert!(text.is_ascii() || !text.is_empty());
    }

    /// Any bytes at all: a register or none, never a panic.
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut register = Register::default();
        let _ = register.add("bytes", &bytes);
        let mut json = br#"{"aaData":[["#.to_vec();
        json.extend(&bytes);
        let _ = register.add("json", &json);
    }
}
