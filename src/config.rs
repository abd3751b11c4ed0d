//! `tandem.toml`: gathers the options that each stage declares. Unknown keys are errors that name the
//! nearest known one.

mod explain;
mod fetching;
mod imports;
mod presences;
mod profiles;
mod thresholds;
mod values;

use crate::corpora;
use crate::model::{Account, Accounts, Bilingual, Presence, Problem, Profile};
use crate::text::{hex, wording};
use crate::{exports, fetch, pairing, platforms, register, rules};
use explain::{at, did_you_mean, explain, nearest};
use fetching::{FetchTable, PlatformsTable};
use imports::ImportTable;
use jiff::tz::TimeZone;
use presences::{PresenceRow, unique};
use profiles::{ProfileRow, Profiles};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use thresholds::RulesTable;
pub use values::{duration, money, time_zone};

/// A configuration, ready to use.
#[derive(Debug, Clone)]
pub struct Config {
    /// The institution's name.
    pub institution: Bilingual<String>,
    /// Its zone: weeks begin and times are shown in it.
    pub zone: TimeZone,
    /// Its presences, in the order of the file.
    pub presences: Vec<Presence>,
    /// Options of the pairing.
    pub pairing: pairing::Options,
    /// Options of the rules.
    pub rules: rules::Options,
    /// Options of fetching.
    pub fetch: fetch::Options,
    /// Tables that are described here, for the import.
    pub imports: Vec<exports::Columns>,
    /// What a person saw of profiles.
    profiles: Profiles,
    /// The files that it was read from, by name, with the digests of their text.
    pub files: Vec<(String, String)>,
    /// Where the decisions of persons stand.
    pub decisions: DecisionsFile,
}

impl Config {
    /// What a person wrote down of the profile of an account.
    #[must_use]
    pub fn profile(&self, account: &Account) -> Option<&Profile> {
        self.profiles.get(&account.key())
    }
}

/// Where `decisions.csv` is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionsFile {
    /// The file.
    pub path: PathBuf,
    /// Did somebody name it? Then it must be there; beside the configuration it may be.
    pub named: bool,
}

/// Reads a configuration file.
///
/// # Errors
/// When it cannot be read or says something that cannot be; with file, line and what to do.
pub fn load(path: &Path) -> Result<Config, Problem> {
    let place = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Problem::new(
            &place,
            format!("the configuration cannot be read ({}); write one (`tandem init \"NAME OF THE INSTITUTION\"`, or see the README), give another with --config, or try `tandem report --sample`", wording::io_error(&error).english),
            format!("configuration illisible ({}); écrivez-en une («\u{a0}tandem initialiser \"NOM DE L’INSTITUTION\"\u{a0}», ou voir le fichier README), indiquez-en une autre avec --configuration ou essayez «\u{a0}tandem rapport --exemple\u{a0}»", wording::io_error(&error).french),
        )
    })?;
    parse(&place, &text)
}

/// Reads a configuration; `place` names it in problems.
///
/// # Errors
/// As [`load`].
pub fn parse(place: &str, text: &str) -> Result<Config, Problem> {
    let mut files = vec![named(Path::new(place), text)];
    let text = text.trim_start_matches('\u{feff}');
    let file: File = toml::from_str(text).map_err(|error| explain(place, text, &error))?;
    let zone = time_zone(place, place, &file.institution.time_zone)?;
    known_platforms(place, text, &file)?;
    let presences = file
        .presence
        .into_iter()
        .map(|row| row.into_presence(place, &file.institution.name, &file.platforms))
        .collect::<Result<Vec<_>, _>>()?;
    unique(place, &presences)?;
    let profiles = profiles::profiles(place, text, file.profile, &presences)?;
    let mut pairing = pairing::Options::default();
    if let Some(window) = file.pairing.window {
        pairing.window = duration(place, "pairing.window", &window)?;
    }
    if let Some(path) = file.pairing.weights {
        // Beside the configuration, unless said otherwise.
        let path = Path::new(place).with_file_name(path);
        let text = weights_text(&path)?;
        pairing.weights = pairing::weights::read(&path.display().to_string(), &text)?;
        files.push(named(&path, &text));
    }
    pairing.accounts = presences
        .iter()
        .flat_map(|presence| {
            let accounts = presence.accounts.list().into_iter();
            accounts.map(|(account, _)| (account.key(), presence.id.clone()))
        })
        .collect();
    let lower = |(english, french): (String, String)| (tag(&french), tag(&english));
    pairing.hashtags = file
        .tables
        .hashtags
        .clone()
        .into_iter()
        .map(lower)
        .collect();
    let mut rules = file.rules.into_options(place)?;
    rules.tables = accounts(&presences);
    if let Some(path) = file.register {
        rules.tables.official = official(&Path::new(place).with_file_name(path))?;
    }
    rules.tables.extend(file.tables);
    Ok(Config {
        institution: file.institution.name,
        zone,
        presences,
        pairing,
        rules,
        fetch: file.fetch.into_options(place, file.platforms)?,
        profiles,
        imports: file
            .imports
            .into_iter()
            .map(|(name, table)| table.into_columns(place, &name))
            .collect::<Result<_, _>>()?,
        decisions: DecisionsFile {
            named: file.decisions.file.is_some(),
            path: Path::new(place)
                .with_file_name(file.decisions.file.as_deref().unwrap_or("decisions.csv")),
        },
        files,
    })
}

/// The name of a file without its folder, and the digest of its text.
fn named(path: &Path, text: &str) -> (String, String) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    (name.into_owned(), hex(&Sha256::digest(text)))
}

/// The accounts of each presence, as counterparts of each other.
fn accounts(presences: &[Presence]) -> rules::Tables {
    let pairs = presences.iter().map(|presence| {
        let handles = match &presence.accounts {
            Accounts::Two(two) => Bilingual::new(&two.english, &two.french),
            Accounts::One(one) => Bilingual::new(one, one),
        };
        let platform = presence.platform().to_owned();
        (platform, handles.map(|account| account.handle.clone()))
    });
    rules::Tables {
        presences: pairs.collect(),
        ..rules::Tables::default()
    }
}

/// The pairs of a register: those that it states, or those that are sure.
///
/// # Errors
/// When the file cannot be read, or is no register.
fn official(path: &Path) -> Result<rules::Official, Problem> {
    let place = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        let Bilingual { english, french } = wording::io_error(&error);
        Problem::new(
            &place,
            format!("the register of accounts cannot be read ({english}); `tandem accounts import` makes one, or take `register` out of the configuration"),
            format!("répertoire des comptes illisible ({french}); «\u{a0}tandem comptes importer\u{a0}» en crée un; sinon, retirez «\u{a0}register\u{a0}» de la configuration"),
        )
    })?;
    let mut register = register::Register::default();
    register.add(&place, &bytes)?;
    let accounts = &register.accounts;
    let handle = |at: usize| accounts[at].account.handle.clone();
    let pairs = register::stated(accounts).into_iter();
    let pairs = pairs.map(|pair| {
        (
            accounts[pair.english].account.platform.clone(),
            pair.map(handle),
        )
    });
    let both = accounts
        .iter()
        .filter(|it| it.serves.is_none() && it.counterpart.is_none());
    let both = both.map(|it| {
        let handle = it.account.handle.clone();
        (
            it.account.platform.clone(),
            Bilingual::new(handle.clone(), handle),
        )
    });
    Ok(rules::Official::new(pairs.chain(both)))
}

/// In lower case with its `#`.
fn tag(text: &str) -> String {
    format!("#{}", text.trim().trim_start_matches('#').to_lowercase())
}

/// Weights of the pairing that are not the program's own.
///
/// # Errors
/// When the file cannot be read, or is none of weights.
pub fn weights(path: &Path) -> Result<corpora::PairingWeights, Problem> {
    pairing::weights::read(&path.display().to_string(), &weights_text(path)?)
}

fn weights_text(path: &Path) -> Result<String, Problem> {
    std::fs::read_to_string(path).map_err(|error| {
        let Bilingual { english, french } = wording::io_error(&error);
        Problem::new(
            path.display().to_string(),
            format!("the weights cannot be read ({english}); check pairing.weights or --weights"),
            format!("poids illisibles ({french}); vérifiez pairing.weights ou --poids"),
        )
    })
}

/// A platform that is mistyped would be imported by nobody and fetched by nobody. One that this program cannot fetch
/// is known when a table of `imports` is of it, or when it has a table of its own.
fn known_platforms(place: &str, text: &str, file: &File) -> Result<(), Problem> {
    let is = |name: &str, other: &str| name.trim().eq_ignore_ascii_case(other.trim());
    let is_known = |name: &str| {
        let mut imports = file.imports.values().filter_map(|it| it.platform.as_ref());
        platforms::find(name.trim()).is_some() || imports.any(|other| is(name, other))
    };
    let declared = &file.platforms.others;
    let is_declared = |name: &str| declared.keys().any(|other| is(name, other));
    for platform in file.presence.iter().map(|row| &row.platform) {
        let name = platform.get_ref();
        if !is_known(name) && !is_declared(name) {
            return Err(unknown_platform(
                at(place, text, platform.span().start),
                name,
            ));
        }
    }
    let is_used = |name: &str| {
        let mut rows = file.presence.iter();
        rows.any(|row| is(name, row.platform.get_ref()))
    };
    match declared
        .keys()
        .find(|name| !is_known(name) && !is_used(name))
    {
        Some(name) => Err(unknown_platform(
            format!("{place}: [platforms.{name}]"),
            name,
        )),
        None => Ok(()),
    }
}

fn unknown_platform(place: String, name: &str) -> Problem {
    let name = name.trim().to_lowercase();
    let live = platforms::PLATFORMS.iter().map(|platform| platform.name());
    // The old name of one of them looks like none.
    let near = Some("x")
        .filter(|_| name == "twitter")
        .or_else(|| nearest(&name, live));
    let near = near.map_or_else(
        || Bilingual::text(".", "."),
        |near| did_you_mean(Some(near)),
    );
    Problem::new(
        place,
        format!(
            "unknown platform “{name}”{} One that is only imported is named by a table [platforms.{name}] and a presence",
            near.english
        ),
        format!(
            "plateforme inconnue «\u{a0}{name}\u{a0}»{} Une plateforme qui n’est qu’importée se nomme par une table [platforms.{name}] et une présence",
            near.french
        ),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    /// The official register, as `tandem accounts import` keeps it.
    register: Option<String>,
    institution: Institution,
    #[serde(default)]
    presence: Vec<PresenceRow>,
    #[serde(default)]
    profile: Vec<ProfileRow>,
    #[serde(default)]
    pairing: PairingTable,
    #[serde(default)]
    tables: rules::Tables,
    #[serde(default)]
    rules: RulesTable,
    #[serde(default)]
    fetch: FetchTable,
    #[serde(default)]
    imports: BTreeMap<String, ImportTable>,
    #[serde(default)]
    platforms: PlatformsTable,
    #[serde(default)]
    decisions: DecisionsTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Institution {
    name: Bilingual<String>,
    #[serde(default = "toronto")]
    time_zone: String,
}

fn toronto() -> String {
    "America/Toronto".into()
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct PairingTable {
    window: Option<String>,
    weights: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct DecisionsTable {
    file: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    const GOOD: &str = r#"
[institution]
name = { english = "Canadian Coast Watch", french = "Garde des côtes du Canada" }
time-zone = "America/Toronto"

[[presence]]
id = "coast-x"
platform = "X"
english = "CoastWatchCA"
french = "GardeCotesCA"

[rules.publication-skew]
threshold = "20min"
emergency = "3min"
"#;

    fn problem(text: &str) -> Problem {
        parse("tandem.toml", text).unwrap_err()
    }

    /// An option that is silently not read would make a report that is silently wrong.
    #[test]
    fn options_reach_their_stage() {
        let more =
            "[rules.volume-parity]\nthreshold = 0.8\n[rules.edit-parity]\nthreshold = \"2h\"";
        let config = parse("tandem.toml", &format!("{GOOD}{more}")).unwrap();
        assert_eq!(config.rules.skew_routine, SignedDuration::from_mins(20));
        assert_eq!(config.rules.edit_delay, SignedDuration::from_hours(2));
        assert!((config.rules.volume_ratio - 0.8).abs() < f64::EPSILON);
        assert_eq!(config.presences[0].platform(), "x");
        assert!(
            config
                .pairing
                .accounts
                .contains_key(&("x".into(), "gardecotesca".into()))
        );
    }

    #[test]
    fn an_unknown_key_names_its_line_and_the_nearest() {
        let found = problem(&GOOD.replace("threshold", "treshold"));
        assert_eq!(found.place, "tandem.toml:13");
        assert!(found.message.english.contains("“threshold”"), "{found}");
        assert!(
            found.message.french.contains("«\u{a0}threshold\u{a0}»"),
            "{found}"
        );
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (from, to, part) in [
            ("20min", "soon", "not a duration"),
            ("20min", "-5min", "not a duration"),
            ("America/Toronto", "Toronto", "time zone"),
            ("french = \"Garde", "fr = \"Garde", "unknown key"),
            ("french = \"GardeCotesCA\"\n", "", "either"),
            ("GardeCotesCA", "@coastwatchca", "twice"),
            ("id = \"coast-x\"\n", "", "missing"),
            ("\"X\"", "\"linkdin\"", "did you mean “linkedin”?"),
            ("\"X\"", "\"Twitter\"", "did you mean “x”?"),
            (
                "[rules",
                "[platforms.mastodno]\n[rules",
                "did you mean “mastodon”?",
            ),
        ] {
            let found = problem(&GOOD.replace(from, to));
            assert!(found.message.english.contains(part), "{found}");
        }
    }

    /// What a person wrote down would be of no account, and nobody would know.
    #[test]
    fn profiles_are_of_accounts() {
        let table = "[[profile]]\nplatform = \"X\"\naccount = \"@CoastWatchCA\"\nverified = true\n";
        let config = parse("tandem.toml", &format!("{GOOD}{table}")).unwrap();
        let account = Account::new("x", "coastwatchca");
        assert_eq!(config.profile(&account).unwrap().verified, Some(true));
        for (rows, part) in [
            (
                table.replace("Watch", "Wacht"),
                "did you mean “coastwatchca”?",
            ),
            (table.repeat(2), "stands twice"),
            (table.replace("verified", "vreified"), "“verified”"),
        ] {
            let found = problem(&format!("{GOOD}{rows}"));
            assert!(found.message.english.contains(part), "{found}");
            assert!(found.place.starts_with("tandem.toml:"), "{found}");
        }
    }

    /// A mistyped platform is found at its line; one that can only be imported is declared.
    #[test]
    fn platforms_are_known() {
        assert_eq!(
            problem(&GOOD.replace("\"X\"", "\"linkdin\"")).place,
            "tandem.toml:8"
        );
        let other = GOOD.replace("\"X\"", "\"newsletter\"");
        assert!(
            problem(&other)
                .message
                .english
                .contains("[platforms.newsletter]")
        );
        assert!(parse("tandem.toml", &format!("{other}\n[platforms.newsletter]\n")).is_ok());
    }

    const TABLE: &str = r#"
[imports.suite]
platform = "Facebook"
id = "No"
published-at = "Jour"
hour = "Heure"
text = "Texte"
format = "%d/%m/%Y %H:%M"
time-zone = "America/Toronto"
day-first = true
"#;

    /// A description that is silently not read would make a file that is silently not read.
    #[test]
    fn tables_are_described() {
        let config = parse("tandem.toml", &format!("{GOOD}{TABLE}")).unwrap();
        let table = &config.imports[0];
        assert_eq!(table.platform.as_deref(), Some("facebook"));
        assert_eq!(table.names.len(), 4);
        assert!(table.zone.is_some() && table.day_first == Some(true));
        for (from, to, part) in [
            ("platform = \"Facebook\"\n", "", "platform-column"),
            ("text = \"Texte\"\n", "", "`text`"),
            ("\"No\"", "\" \"", "`id`"),
            ("Toronto", "Torotno", "time zone"),
            ("%d/%m/%Y", "%q", "form of a date"),
            ("hour", "heure", "unknown key"),
        ] {
            let found = problem(&format!("{GOOD}{}", TABLE.replace(from, to)));
            assert!(found.message.english.contains(part), "{found}");
        }
    }

    #[test]
    fn the_sample_configuration_is_valid() {
        assert_eq!(
            parse("sample", crate::corpora::SAMPLE_CONFIG)
                .unwrap()
                .presences
                .len(),
            3
        );
    }
}
