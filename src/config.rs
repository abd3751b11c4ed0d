//! `tandem.toml`: gathers the options that each stage declares. Unknown keys are errors that name the
//! nearest known one.

mod explain;
mod profiles;

use crate::corpora;
use crate::model::{Account, Accounts, Bilingual, Presence, Problem, Profile};
use crate::text::{hex, shown, wording};
use crate::{exports, fetch, pairing, platforms, register, rules};
use explain::{at, did_you_mean, explain, nearest};
use jiff::{SignedDuration, Span, SpanRelativeTo, tz::TimeZone};
use profiles::{ProfileRow, Profiles};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Spanned;

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
            format!("the configuration cannot be read ({}); write one (see the README), give another with --config, or try `tandem report --sample`", wording::io_error(&error).english),
            format!("configuration illisible ({}); écrivez-en une (voir le fichier README), indiquez-en une autre avec --configuration ou essayez «\u{a0}tandem rapport --exemple\u{a0}»", wording::io_error(&error).french),
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
    let zone = TimeZone::get(&file.institution.time_zone).map_err(|_| {
        Problem::new(
            place,
            format!(
                "unknown time zone “{}”; use a name such as America/Toronto",
                file.institution.time_zone
            ),
            format!(
                "fuseau horaire inconnu «\u{a0}{}\u{a0}»; utilisez un nom comme America/Toronto",
                file.institution.time_zone
            ),
        )
    })?;
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

/// An id or an account that stands twice would be counted twice.
fn unique(place: &str, presences: &[Presence]) -> Result<(), Problem> {
    let mut seen = std::collections::BTreeSet::new();
    let names = presences.iter().flat_map(|presence| {
        let accounts = presence.accounts.list();
        let accounts = accounts.into_iter().map(|(account, _)| {
            let (platform, handle) = account.key();
            format!("{platform}:{handle}")
        });
        std::iter::once(presence.id.clone())
            .chain(accounts)
            .collect::<Vec<_>>()
    });
    for name in names {
        if !seen.insert(name.clone()) {
            let name = shown(&name);
            return Err(Problem::new(
                place,
                format!(
                    "“{name}” stands twice; every id and every account belongs to one presence"
                ),
                format!(
                    "«\u{a0}{name}\u{a0}» figure deux fois; chaque identifiant et chaque compte appartiennent à une seule présence"
                ),
            ));
        }
    }
    Ok(())
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PresenceRow {
    id: String,
    platform: Spanned<String>,
    institution: Option<Bilingual<String>>,
    #[serde(default)]
    level_one: String,
    english: Option<AccountRow>,
    french: Option<AccountRow>,
    bilingual: Option<AccountRow>,
    server: Option<String>,
}

/// An account: its handle, or with what else is needed to read it.
#[derive(Deserialize)]
#[serde(untagged)]
enum AccountRow {
    Handle(String),
    Full(AccountTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AccountTable {
    handle: String,
    id: Option<String>,
    token: Option<String>,
    server: Option<String>,
}

impl PresenceRow {
    fn into_presence(
        self,
        place: &str,
        institution: &Bilingual<String>,
        platforms: &PlatformsTable,
    ) -> Result<Presence, Problem> {
        let platform = self.platform.get_ref().trim().to_lowercase();
        // A credential is for one service; these have a server for each account.
        let one = !["mastodon", "wordpress", "mediawiki", "feed"].contains(&platform.as_str());
        let known = platforms.others.get(&platform).filter(|_| one);
        let token = known.and_then(|it| it.token.clone());
        let account = |row: AccountRow| {
            let table = match row {
                AccountRow::Full(table) => table,
                AccountRow::Handle(handle) => AccountTable {
                    handle,
                    id: None,
                    token: None,
                    server: None,
                },
            };
            Account {
                platform: platform.clone(),
                handle: table.handle,
                server: table.server.or_else(|| self.server.clone()),
                id: table.id,
                token: table.token.or_else(|| token.clone()),
            }
        };
        let accounts = match (self.english, self.french, self.bilingual) {
            (Some(english), Some(french), None) => {
                Accounts::Two(Bilingual::new(account(english), account(french)))
            }
            (None, None, Some(one)) => Accounts::One(account(one)),
            _ => {
                return Err(Problem::new(
                    place,
                    format!(
                        "presence “{}”: give either `english` and `french`, or `bilingual`",
                        self.id
                    ),
                    format!(
                        "présence «\u{a0}{}\u{a0}»\u{a0}: indiquez soit «\u{a0}english\u{a0}» et «\u{a0}french\u{a0}», soit «\u{a0}bilingual\u{a0}»",
                        self.id
                    ),
                ));
            }
        };
        Ok(Presence {
            id: self.id,
            institution: self.institution.unwrap_or_else(|| institution.clone()),
            level_one: self.level_one,
            accounts,
        })
    }
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

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct RulesTable {
    publication_skew: SkewTable,
    repost_share: ShareTable,
    lead_language: LeadTable,
    volume_parity: ShareTable,
    edit_parity: DelayTable,
    terms_link: TermsTable,
}

/// Where the social media notice of the institution stands.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct TermsTable {
    address: Option<Bilingual<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct SkewTable {
    threshold: Option<String>,
    emergency: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct ShareTable {
    threshold: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct DelayTable {
    threshold: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct LeadTable {
    threshold: Option<f64>,
    pairs: Option<usize>,
}

impl RulesTable {
    fn into_options(self, place: &str) -> Result<rules::Options, Problem> {
        let mut options = rules::Options::default();
        if let Some(text) = self.publication_skew.threshold {
            options.skew_routine = duration(place, "rules.publication-skew.threshold", &text)?;
        }
        if let Some(text) = self.publication_skew.emergency {
            options.skew_emergency = duration(place, "rules.publication-skew.emergency", &text)?;
        }
        if let Some(share) = self.repost_share.threshold {
            options.repost_share = fraction(place, "rules.repost-share.threshold", share)?;
        }
        if let Some(share) = self.lead_language.threshold {
            options.lead_share = fraction(place, "rules.lead-language.threshold", share)?;
        }
        if let Some(pairs) = self.lead_language.pairs {
            options.lead_pairs = pairs;
        }
        if let Some(ratio) = self.volume_parity.threshold {
            options.volume_ratio = fraction(place, "rules.volume-parity.threshold", ratio)?;
        }
        if let Some(text) = self.edit_parity.threshold {
            options.edit_delay = duration(place, "rules.edit-parity.threshold", &text)?;
        }
        options.terms = self.terms_link.address;
        Ok(options)
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct FetchTable {
    max_wait: Option<String>,
    timeout: Option<String>,
    pause: Option<String>,
    attempts: Option<u32>,
    max_cost: Option<f64>,
    pictures: usize,
    keep_pictures: bool,
    contact: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct PlatformsTable {
    bluesky: BlueskyTable,
    #[serde(flatten)]
    others: BTreeMap<String, PlatformTable>,
}

/// Any platform.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct PlatformTable {
    /// Name of the environment variable that holds the credential.
    token: Option<String>,
    /// Version of the interface.
    version: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct BlueskyTable {
    appview: Option<String>,
    directory: Option<String>,
}

/// A table of posts: what is the same in all rows, and which column holds the rest.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct ImportTable {
    platform: Option<String>,
    platform_column: Option<String>,
    account: Option<String>,
    account_column: Option<String>,
    id: Option<String>,
    #[serde(alias = "published_at")]
    published_at: Option<String>,
    hour: Option<String>,
    text: Option<String>,
    title: Option<String>,
    url: Option<String>,
    kind: Option<String>,
    media: Option<String>,
    language: Option<String>,
    format: Option<String>,
    time_zone: Option<String>,
    day_first: Option<bool>,
    cut: bool,
}

impl ImportTable {
    fn into_columns(self, place: &str, name: &str) -> Result<exports::Columns, Problem> {
        use exports::Column;
        let key = format!("imports.{name}");
        let either = |first: &str, second: &str, missing: bool| {
            if !missing {
                return Ok(());
            }
            Err(Problem::new(
                place,
                format!("{key}: give `{first}`, or `{second}` with the name of a column"),
                format!(
                    "{key}\u{a0}: indiquez «\u{a0}{first}\u{a0}», ou «\u{a0}{second}\u{a0}» avec le nom d’une colonne"
                ),
            ))
        };
        let both = self.platform.is_some() == self.platform_column.is_some();
        either("platform", "platform-column", both)?;
        let both = self.account.is_some() && self.account_column.is_some();
        either("account", "account-column", both)?;
        let columns = [
            (Column::Platform, "platform-column", self.platform_column),
            (Column::Account, "account-column", self.account_column),
            (Column::Id, "id", self.id),
            (Column::PublishedAt, "published-at", self.published_at),
            (Column::Hour, "hour", self.hour),
            (Column::Text, "text", self.text),
            (Column::Title, "title", self.title),
            (Column::Url, "url", self.url),
            (Column::Kind, "kind", self.kind),
            (Column::Media, "media", self.media),
            (Column::Language, "language", self.language),
        ];
        for (column, name, value) in &columns {
            let needed = matches!(column, Column::Id | Column::PublishedAt | Column::Text);
            let blank = value.as_ref().is_some_and(|value| value.trim().is_empty());
            if blank || needed && value.is_none() {
                return Err(Problem::new(
                    place,
                    format!("{key}: give `{name}`, the name of a column of the file"),
                    format!(
                        "{key}\u{a0}: indiquez «\u{a0}{name}\u{a0}», le nom d’une colonne du fichier"
                    ),
                ));
            }
        }
        let zone = self.time_zone.as_deref().map(|zone| {
            TimeZone::get(zone).map_err(|_| {
                Problem::new(
                    place,
                    format!("{key}.time-zone: unknown time zone “{zone}”; use a name such as America/Toronto"),
                    format!("{key}.time-zone\u{a0}: fuseau horaire inconnu «\u{a0}{zone}\u{a0}»; utilisez un nom comme America/Toronto"),
                )
            })
        });
        if let Some(format) = &self.format
            && !exports::is_time_format(format)
        {
            return Err(Problem::new(
                place,
                format!(
                    "{key}.format: “{format}” is not the form of a date; write for example %Y-%m-%d %H:%M"
                ),
                format!(
                    "{key}.format\u{a0}: «\u{a0}{format}\u{a0}» n’est pas la forme d’une date; écrivez par exemple %Y-%m-%d %H:%M"
                ),
            ));
        }
        Ok(exports::Columns {
            platform: self.platform.map(|platform| platform.trim().to_lowercase()),
            account: self.account,
            names: columns
                .into_iter()
                .filter_map(|(column, _, value)| Some((column, value?)))
                .collect(),
            format: self.format,
            zone: zone.transpose()?,
            day_first: self.day_first,
            cut: self.cut,
        })
    }
}

impl FetchTable {
    fn into_options(
        self,
        place: &str,
        platforms: PlatformsTable,
    ) -> Result<fetch::Options, Problem> {
        let mut options = fetch::Options::default();
        if let Some(text) = self.max_wait {
            options.max_wait = duration(place, "fetch.max-wait", &text)?.unsigned_abs();
        }
        if let Some(text) = self.timeout {
            options.timeout = duration(place, "fetch.timeout", &text)?.unsigned_abs();
        }
        if let Some(text) = self.pause {
            options.pause = duration(place, "fetch.pause", &text)?.unsigned_abs();
        }
        options.pictures = fetch::Pictures {
            most: self.pictures,
            keep: self.keep_pictures,
        };
        if let Some(dollars) = self.max_cost {
            options.max_cost = Some(money(place, "fetch.max-cost", dollars)?);
        }
        if let Some(attempts) = self.attempts {
            options.attempts = attempts.max(1);
        }
        if let Some(contact) = self.contact {
            options.contact = contact;
        }
        let known = platforms::Services::default();
        options.services = platforms::Services {
            bluesky_appview: platforms.bluesky.appview.unwrap_or(known.bluesky_appview),
            bluesky_directory: platforms
                .bluesky
                .directory
                .unwrap_or(known.bluesky_directory),
            versions: platforms
                .others
                .into_iter()
                .filter_map(|(platform, table)| Some((platform, table.version?)))
                .collect(),
        };
        Ok(options)
    }
}

/// The key, unless the place names it already.
fn of(place: &str, key: &str, colon: &str) -> String {
    if place == key {
        String::new()
    } else {
        format!("{key}{colon}")
    }
}

/// US dollars as millionths; never negative.
///
/// # Errors
/// When it is no amount.
pub fn money(place: &str, key: &str, dollars: f64) -> Result<u64, Problem> {
    if (0.0..=1e6).contains(&dollars) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in the range just checked"
        )]
        return Ok((dollars * 1e6).round() as u64);
    }
    Err(Problem::new(
        place,
        format!(
            "{}not an amount; give US dollars, such as 2.50",
            of(place, key, ": ")
        ),
        format!(
            "{}ce n’est pas un montant; indiquez des dollars américains, par exemple 2.50",
            of(place, key, "\u{a0}: ")
        ),
    ))
}

/// `15min`, `2 h`, `7 days`; never negative.
///
/// # Errors
/// When it is no duration.
pub fn duration(place: &str, key: &str, text: &str) -> Result<SignedDuration, Problem> {
    let parsed = text
        .parse::<Span>()
        .and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()));
    match parsed {
        Ok(duration) if !duration.is_negative() => Ok(duration),
        _ => Err(Problem::new(
            place,
            format!(
                "{}“{text}” is not a duration; write for example 15min, 2h or 7d",
                of(place, key, ": ")
            ),
            format!(
                "{}«\u{a0}{text}\u{a0}» n’est pas une durée; écrivez par exemple 15min, 2h ou 7d",
                of(place, key, "\u{a0}: ")
            ),
        )),
    }
}

fn fraction(place: &str, key: &str, share: f64) -> Result<f64, Problem> {
    if (0.0..=1.0).contains(&share) {
        return Ok(share);
    }
    Err(Problem::new(
        place,
        format!("{key}: {share} is not a share; give a number from 0 to 1"),
        format!("{key}\u{a0}: {share} n’est pas une part; indiquez un nombre de 0 à 1"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

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
