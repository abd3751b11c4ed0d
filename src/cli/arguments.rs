//! The arguments, their help and their errors, in either language.
//!
//! Each command has its name in both; the interface's language decides which one the help shows.

use super::help;
use crate::model::{Bilingual, Language};
use crate::text::similarity;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command as Clap};
use std::ffi::OsString;

/// A draft, for the help.
const DRAFT: &str = r##"  { "platforms": ["x", "bluesky"], "order": "separate",
    "english": { "text": "…", "media": [{ "type": "image", "alt": "…" }] },
    "french":  { "text": "…", "media": [{ "type": "image", "alt": "…" }] },
    "tables": { "accounts": { "@CoastWatchCA": "@GardeCotesCA" }, "hashtags": { "#SafeBoating": "#PrudenceNautique" } } }
"##;
/// A configuration that a check needs no more of.
const CONFIG: &str = r#"  [institution]
  name = { english = "Canadian Coast Watch", french = "Garde des côtes du Canada" }
  [[presence]]
  id = "coast-x"
  platform = "x"
  english = "CoastWatchCA"
  french = "GardeCotesCA"
  [tables]
  phones = { "1-800-555-0100" = "1-800-555-0199" }
"#;

/// The commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Report,
    Check,
    Serve,
    Fetch,
    Import,
    Status,
    Verify,
    Redact,
    Rules,
    Evaluate,
    Train,
    Accounts,
    Init,
}

impl Command {
    const ALL: [Self; 13] = [
        Self::Report,
        Self::Check,
        Self::Serve,
        Self::Fetch,
        Self::Import,
        Self::Status,
        Self::Accounts,
        Self::Init,
        Self::Verify,
        Self::Redact,
        Self::Rules,
        Self::Evaluate,
        Self::Train,
    ];

    fn name(self) -> Bilingual<&'static str> {
        match self {
            Self::Report => Bilingual::new("report", "rapport"),
            Self::Check => Bilingual::new("check", "vérifier"),
            Self::Serve => Bilingual::new("serve", "servir"),
            Self::Fetch => Bilingual::new("fetch", "récupérer"),
            Self::Import => Bilingual::new("import", "importer"),
            Self::Status => Bilingual::new("status", "état"),
            // `vérifier` is the name of `check`.
            Self::Verify => Bilingual::new("verify", "authentifier"),
            Self::Redact => Bilingual::new("redact", "caviarder"),
            Self::Rules => Bilingual::new("rules", "règles"),
            Self::Evaluate => Bilingual::new("evaluate", "évaluer"),
            Self::Train => Bilingual::new("train", "entraîner"),
            Self::Accounts => Bilingual::new("accounts", "comptes"),
            Self::Init => Bilingual::new("init", "initialiser"),
        }
    }

    /// The French name for keyboards without accents.
    fn plain(self) -> String {
        similarity::fold(self.name().french).into()
    }

    /// The command of a name in either language, with or without accents.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|command| {
            [command.name().english, command.name().french].contains(&name)
                || command.plain() == name
        })
    }
}

/// Is this the French name of a command, and not also the English one?
pub(super) fn is_french_name(word: &str) -> bool {
    Command::ALL
        .iter()
        .any(|command| command.name().french == word || command.plain() == word)
}

/// Why parsing ends the program.
#[derive(Debug)]
pub(super) enum Stop {
    /// Help or version was asked for.
    Show(String),
    /// The arguments are wrong.
    Fail(String),
}

/// Parses.
pub(super) fn parse(words: &[OsString], language: Language) -> Result<ArgMatches, Stop> {
    let words = words.iter().map(without_accents);
    command(language)
        .try_get_matches_from(words)
        .map_err(|error| match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                Stop::Show(error.render().to_string())
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                Stop::Fail(error.render().to_string())
            }
            ErrorKind::MissingSubcommand => Stop::Fail(command(language).render_help().to_string()),
            _ => Stop::Fail(explain(&error, language)),
        })
}

/// An option may be written with its accents; its name has none.
fn without_accents(word: &OsString) -> OsString {
    match word.to_str() {
        Some(text) if text.starts_with("--") && !text.is_ascii() => {
            let (name, value) = text.split_at(text.find('=').unwrap_or(text.len()));
            format!("{}{value}", similarity::fold(name)).into()
        }
        _ => word.clone(),
    }
}

/// The whole command line in one language.
fn command(language: Language) -> Clap {
    let t = Texts { language };
    let mut root = t
        .frame(Clap::new("tandem"))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .about(t.pick(
            "Checks that what a federal institution publishes in English and in French is equal and simultaneous.\nTry it at once: tandem report --sample",
            "Vérifie que ce qu’une institution fédérale publie en français et en anglais est égal et simultané.\nPour l’essayer tout de suite\u{a0}: tandem rapport --exemple",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(t.pick("Commands", "Commandes\u{a0}"))
        .subcommand_value_name(t.pick("COMMAND", "COMMANDE"))
        .arg(
            Arg::new("version")
                .long("version")
                .short('V')
                .action(ArgAction::Version)
                .help(t.pick("Print the version", "Afficher la version"))
                .help_heading(t.heading()),
        );
    for name in Command::ALL {
        root = root.subcommand(t.subcommand(name));
    }
    root
}

/// Builds in one language.
struct Texts {
    language: Language,
}

impl Texts {
    fn pick(&self, english: &'static str, french: &'static str) -> &'static str {
        match self.language {
            Language::English => english,
            Language::French => french,
        }
    }

    fn heading(&self) -> &'static str {
        self.pick("Options", "Options\u{a0}")
    }

    /// What every command has: help, language, and headings in its language.
    fn frame(&self, command: Clap) -> Clap {
        let template = self.pick(
            "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
            "{about-with-newline}\nUtilisation\u{a0}: {usage}\n\n{all-args}{after-help}",
        );
        command
            .help_template(template)
            .disable_help_flag(true)
            .arg(
                Arg::new("help")
                    .long(self.pick("help", "aide"))
                    .alias(self.pick("aide", "help"))
                    .short('h')
                    .action(ArgAction::Help)
                    .help(self.pick("Print this help", "Afficher cette aide"))
                    .help_heading(self.heading()),
            )
            .arg(self.option(
                "language",
                "langue",
                self.pick("en|fr", "en|fr"),
                "Language of the interface",
                "Langue de l’interface",
            ))
    }

    /// An option with a value.
    fn option(
        &self,
        english: &'static str,
        french: &'static str,
        value: &'static str,
        help: &'static str,
        aide: &'static str,
    ) -> Arg {
        self.named(english, french, help, aide).value_name(value)
    }

    fn flag(
        &self,
        english: &'static str,
        french: &'static str,
        help: &'static str,
        aide: &'static str,
    ) -> Arg {
        self.named(english, french, help, aide)
            .action(ArgAction::SetTrue)
    }

    /// The help shows the name of its language; the other one is an alias.
    fn named(
        &self,
        english: &'static str,
        french: &'static str,
        help: &'static str,
        aide: &'static str,
    ) -> Arg {
        let (name, alias) = match self.language {
            Language::English => (english, french),
            Language::French => (french, english),
        };
        let arg = Arg::new(english)
            .long(name)
            .help(self.pick(help, aide))
            .help_heading(self.heading());
        if name == alias { arg } else { arg.alias(alias) }
    }

    fn positional(
        &self,
        id: &'static str,
        english: &'static str,
        french: &'static str,
        help: &'static str,
        aide: &'static str,
    ) -> Arg {
        Arg::new(id)
            .value_name(self.pick(english, french))
            .help(self.pick(help, aide))
            .help_heading(self.pick("Arguments", "Arguments\u{a0}"))
    }

    fn decisions(&self) -> Arg {
        self.option(
            "decisions",
            "decisions",
            self.pick("FILE", "FICHIER"),
            "What persons decided about pairs and findings (decisions.csv beside the configuration unless set)",
            "Ce que des personnes ont décidé sur les paires et les constats (par défaut, decisions.csv à côté de la configuration)",
        )
    }

    fn config(&self) -> Arg {
        self.option(
            "config",
            "configuration",
            self.pick("FILE", "FICHIER"),
            "Configuration (tandem.toml unless set)",
            "Configuration (par défaut, tandem.toml)",
        )
    }

    fn store(&self) -> Arg {
        self.option(
            "store",
            "base",
            self.pick("FILE", "FICHIER"),
            "Store (tandem.sqlite unless set)",
            "Base de données (par défaut, tandem.sqlite)",
        )
    }

    fn subcommand(&self, command: Command) -> Clap {
        let names = command.name();
        let (name, alias) = (*names.get(self.language), *names.get(self.language.other()));
        let mut others = vec![alias.to_owned(), command.plain()];
        others.retain(|other| other != name);
        others.dedup();
        let frame = self
            .frame(Clap::new(name).aliases(others))
            .bin_name(format!("tandem {name}"));
        match command {
            Command::Report => self.report(frame),
            Command::Check => self.check(frame),
            Command::Serve => self.serve(frame),
            Command::Fetch => self.fetch(frame),
            Command::Import => self.import(frame),
            Command::Status => frame
                .about(self.pick(
                    "What was read of each account, and what was not",
                    "Ce qui a été lu de chaque compte, et ce qui ne l’a pas été",
                ))
                .args([
                    self.option(
                        "to",
                        "au",
                        self.pick("DATE", "DATE"),
                        "Last day or instant of the calendar (now unless set)",
                        "Dernier jour ou instant du calendrier (par défaut, maintenant)",
                    ),
                    self.config(),
                    self.store(),
                ]),
            Command::Verify => self.verify(frame),
            Command::Redact => frame
                .about(self.pick(
                    "Takes the words and pictures of a post out of the store; its time, language and counterpart stay",
                    "Retire de la base les mots et les images d’une publication; son heure, sa langue et son équivalent demeurent",
                ))
                .args([
                    self.positional("post", "POST", "PUBLICATION", "The post, as in posts.csv: platform:id", "La publication, comme dans posts.csv\u{a0}: plateforme:identifiant").required(true),
                    self.config(),
                    self.store(),
                ]),
            Command::Rules => frame
                .about(self.pick("The rules and their manuals", "Les règles et leurs manuels"))
                .args([
                    self.positional(
                        "name",
                        "NAME",
                        "NOM",
                        "Rule of which to print the manual",
                        "Règle dont afficher le manuel",
                    ),
                    self.flag(
                        "families",
                        "familles",
                        "What each obligation is served by: rules, a checklist, an attestation",
                        "Ce qui répond à chaque obligation\u{a0}: règles, liste de vérification, attestation",
                    )
                    .conflicts_with("name"),
                ]),
            Command::Evaluate => self.evaluate(frame),
            Command::Train => self.train(frame),
            Command::Accounts => self.accounts(frame),
            Command::Init => self.init(frame),
        }
    }

    fn report(&self, frame: Clap) -> Clap {
        frame
            .about(self.pick(
                "The parity report of a period: missing counterparts, late versions, unilingual reposts",
                "Le rapport de parité d’une période : équivalents manquants, versions tardives, rediffusions unilingues",
            ))
            .after_help(help::decisions(self.language))
            .args([
                self.flag("sample", "exemple", "Use the invented sample; needs no configuration", "Utiliser l’exemple inventé; ne demande aucune configuration"),
                self.option("week", "semaine", "2026-W46", "ISO week, Monday to Sunday in the institution’s zone (else the last one with posts that was read to its end)", "Semaine ISO, du lundi au dimanche dans le fuseau de l’institution (sinon, la dernière où il y a des publications et qui a été lue jusqu’à la fin)")
                    .conflicts_with_all(["from", "to", "all"]),
                self.option("from", "du", self.pick("DATE", "DATE"), "First day or instant of the period", "Premier jour ou instant de la période"),
                self.option("to", "au", self.pick("DATE", "DATE"), "Last day (included) or end instant of the period", "Dernier jour (inclus) ou instant de fin de la période"),
                self.flag("all", "tout", "Everything that was read", "Tout ce qui a été lu"),
                self.flag("backfill", "arriere", "Also list the older posts that still have no equivalent", "Énumérer aussi les publications antérieures toujours sans équivalent"),
                self.option("presence", "presence", self.pick("ID", "ID"), "Only this presence; may be given more than once", "Seulement cette présence; peut être répété").action(ArgAction::Append),
                self.option("out", "sortie", self.pick("FOLDER", "DOSSIER"), "Also write the report's files there", "Écrire aussi les fichiers du rapport à cet endroit"),
                self.flag("replace", "remplacer", "Put the new report in the place of the one that the folder holds", "Mettre le nouveau rapport à la place de celui que contient le dossier"),
                self.option("previous", "precedent", self.pick("FOLDER", "DOSSIER"), "Folder of the report before this one: says which findings are new, unchanged, corrected, reopened, and names its digest", "Dossier du rapport précédent\u{a0}: dit quels constats sont nouveaux, inchangés, corrigés, rouverts, et en nomme l’empreinte"),
                self.decisions(),
                self.option("format", "format", self.pick("text|markdown|summary|csv", "texte|markdown|résumé|csv"), "What to print: the whole as text (unless set) or Markdown, a summary for an e-mail in both languages, or, of a question, CSV", "Quoi afficher\u{a0}: le tout en texte (par défaut) ou en Markdown, un résumé pour un courriel dans les deux langues ou, pour une question, du CSV"),
                self.flag("question", "question", "Answer a parliamentary question instead: posts, share in each language and with counterpart, median skew, in both languages", "Répondre plutôt à une question parlementaire\u{a0}: publications, part dans chaque langue et avec équivalent, décalage médian, dans les deux langues")
                    .conflicts_with("out"),
                self.option("by", "par", self.pick("week|month|quarter|year", "semaine|mois|trimestre|année"), "Parts of the period in the answer", "Parties de la période dans la réponse").requires("question"),
                self.option("fail-on", "echouer-des", self.pick("information|style|warning|error", "information|style|avertissement|erreur"), "Exit with 1 from this severity on (error unless set)", "Code de sortie 1 à partir de cette gravité (par défaut, erreur)"),
                self.flag("bom", "indicateur-bom", "Begin CSV files with a byte order mark, for Excel", "Commencer les fichiers CSV par un indicateur d’ordre des octets, pour Excel"),
                self.option("delimiter", "separateur", self.pick("CHARACTER", "CARACTÈRE"), "Between the cells of CSV files: , (unless set), ; or tab", "Entre les cellules des fichiers CSV\u{a0}: , (par défaut), ; ou tab"),
                self.flag("no-formula-guard", "sans-protection-formules", "Do not guard CSV cells against formulas", "Ne pas protéger les cellules CSV contre les formules"),
                self.config(),
                self.store(),
            ])
    }

    fn verify(&self, frame: Clap) -> Clap {
        frame
            .about(self.pick(
                "Is a report folder what was written? Names every file that is missing, changed or extra",
                "Un dossier de rapport est-il tel qu’il a été écrit? Nomme chaque fichier manquant, modifié ou en trop",
            ))
            .after_help(self.pick(
                "The reports that it follows are checked too, as far as their folders stand beside it. With --store the report is derived again: same bytes, or what differs.\nWho can write every file can also write the manifest: compare its SHA-256 with the one that was noted when the report was written.\nExit code: 0 the same, 1 something differs, 2 could not be checked, 3 something could not be read.",
                "Les rapports qu’il suit sont vérifiés aussi, tant que leurs dossiers se trouvent à côté. Avec --base, le rapport est reconstitué\u{a0}: mêmes octets, ou ce qui diffère.\nQui peut écrire tous les fichiers peut aussi écrire le manifeste\u{a0}: comparez son SHA-256 avec celui noté à la production du rapport.\nCode de sortie\u{a0}: 0 identique, 1 quelque chose diffère, 2 n’a pu être vérifié, 3 quelque chose n’a pu être lu.",
            ))
            .args([
                self.positional("folder", "FOLDER", "DOSSIER", "The report folder", "Le dossier de rapport").required(true),
                self.option("previous", "precedent", self.pick("FOLDER", "DOSSIER"), "Folder of the report that it follows (else the one of that name beside it)", "Dossier du rapport qu’il suit (sinon, celui de ce nom à côté)"),
                self.option("store", "base", self.pick("FILE", "FICHIER"), "Store from which to derive the report again", "Base de données à partir de laquelle reconstituer le rapport"),
                self.flag("sample", "exemple", "Derive it again from the invented sample", "Le reconstituer à partir de l’exemple inventé").conflicts_with("store"),
                self.decisions(),
                self.config(),
            ])
    }

    /// The form of a draft and of a schedule.
    fn draft_help(&self) -> String {
        match self.language {
            Language::English => format!(
                "A draft:
{DRAFT}  `order` is `separate` (each account its language) or `both` (each post carries both, its own first).
  The same [tables] may stand in tandem.toml: accounts, bilingual-accounts, hashtags, acronyms, phones, emails,
  links, link-languages, glossary.
A schedule: a CSV with a column for each text, such as `English` and `Français`; each row is checked.

tandem.toml and tandem.sqlite are used where they are there: the accounts of the presences, [tables], and what was
posted before. A tandem.toml:
{CONFIG}Platforms with a length: x, bluesky, mastodon, threads, instagram, linkedin, facebook.
Exit code: 0 may be posted, 1 findings of --fail-on severity or above, 2 could not be checked, 3 some rows were not read."
            ),
            Language::French => format!(
                "Une ébauche :
{DRAFT}  `order` vaut `separate` (chaque compte dans sa langue) ou `both` (chaque publication dans les deux langues, la
  sienne d’abord). Les mêmes [tables] peuvent figurer dans tandem.toml : accounts, bilingual-accounts, hashtags,
  acronyms, phones, emails, links, link-languages, glossary.
Un calendrier : un CSV avec une colonne par texte, par exemple `English` et `Français`; chaque rangée est vérifiée.

tandem.toml et tandem.sqlite servent s’ils sont là : les comptes des présences, [tables] et ce qui a déjà été publié.
Un fichier tandem.toml :
{CONFIG}Plateformes dont la longueur est connue : x, bluesky, mastodon, threads, instagram, linkedin, facebook.
Code de sortie : 0 peut être publié, 1 constats de la gravité de --echouer-des ou plus, 2 n’a pu être vérifié, 3 des rangées n’ont
pas été lues."
            ),
        }
    }

    fn check(&self, frame: Clap) -> Clap {
        frame
            .about(self.pick(
                "May this pair be posted? Checks an English and a French draft against each other",
                "Peut-on publier cette paire? Vérifie une ébauche française et une ébauche anglaise l’une par rapport à l’autre",
            ))
            .after_help(self.draft_help())
            .args([
                self.positional("draft", "DRAFT", "ÉBAUCHE", "A draft (JSON or TOML), a schedule (CSV), or - for standard input", "Une ébauche (JSON ou TOML), un calendrier (CSV) ou - pour l’entrée standard"),
                self.option("english", "anglais", self.pick("FILE", "FICHIER"), "The English text", "Le texte anglais").conflicts_with("draft"),
                self.option("french", "francais", self.pick("FILE", "FICHIER"), "The French text", "Le texte français").conflicts_with("draft"),
                self.option("platform", "plateforme", self.pick("NAME", "NOM"), "Where it is to be posted; may be given more than once", "Où ce sera publié; peut être répété").action(ArgAction::Append),
                self.option("presence", "presence", self.pick("ID", "ID"), "By which presence of the configuration", "Par quelle présence de la configuration"),
                self.option("columns", "colonnes", "english=A,french=B", "Columns of a CSV whose headers are not known (english, french, id, platform, english-alt, french-alt)", "Colonnes d’un CSV aux en-têtes inconnus (english, french, id, platform, english-alt, french-alt)"),
                self.option("format", "format", self.pick("text|json", "texte|json"), "Form of the answer (text unless set)", "Forme de la réponse (par défaut, texte)"),
                self.option("fail-on", "echouer-des", self.pick("information|style|warning|error", "information|style|avertissement|erreur"), "Exit with 1 from this severity on (error unless set)", "Code de sortie 1 à partir de cette gravité (par défaut, erreur)"),
                self.config(),
                self.store(),
            ])
    }

    fn serve(&self, frame: Clap) -> Clap {
        frame
            .about(self.pick(
                "Opens the page on this machine: drafts checked as typed, the week decided, exports read",
                "Ouvre la page sur cet ordinateur\u{a0}: ébauches vérifiées à la saisie, semaine à décider, exportations",
            ))
            .after_help(self.pick(
                "Nothing leaves the machine. At any other address than its own (127.0.0.1, ::1) a token is wanted, in the environment variable TANDEM_TOKEN: the browser asks for it as a password, a script sends “Authorization: Bearer …”. For programs: /api/v1/openapi.json.\nExit code: 0 it was told to end, 2 it could not listen.",
                "Rien ne quitte l’ordinateur. À toute autre adresse que la sienne (127.0.0.1, ::1), un jeton est exigé, dans la variable d’environnement TANDEM_TOKEN\u{a0}: le navigateur le demande comme mot de passe, un script envoie «\u{a0}Authorization: Bearer …\u{a0}». Pour les programmes\u{a0}: /api/v1/openapi.json.\nCode de sortie\u{a0}: 0 arrêt demandé, 2 impossible d’écouter.",
            ))
            .args([
                self.option("listen", "ecouter", self.pick("ADDRESS", "ADRESSE"), "Address and port (127.0.0.1:8077 unless set)", "Adresse et port (par défaut, 127.0.0.1:8077)"),
                self.option("host", "hote", self.pick("NAME", "NOM"), "Name by which the machine may be asked besides; may be given more than once", "Nom sous lequel l’ordinateur peut aussi être appelé; peut être répété").action(ArgAction::Append),
                self.flag("open", "ouvrir", "Open the page in the browser", "Ouvrir la page dans le navigateur"),
                self.decisions(),
                self.config(),
                self.store(),
            ])
    }

    fn fetch(&self, frame: Clap) -> Clap {
        frame
            .about(self.pick(
                "Reads the posts of the configured accounts from their platforms",
                "Lit les publications des comptes configurés sur leurs plateformes",
            ))
            .after_help(help::platforms(self.language))
            .args([
                self.option("since", "depuis", "DATE", "From when on (else where the last run ended, or 92 days)", "À partir de quand (sinon, là où la dernière lecture s’est arrêtée, ou 92 jours)"),
                self.option("presence", "presence", self.pick("ID", "ID"), "Only this presence", "Seulement cette présence"),
                self.flag("plan", "plan", "Say what would be asked, how long it would take and what it would cost, and ask nothing", "Dire ce qui serait demandé, combien de temps cela prendrait et ce que cela coûterait, sans rien demander"),
                self.flag("offline", "hors-ligne", "Ask nothing: derive the posts again from the answers that are kept", "Ne rien demander\u{a0}: reconstituer les publications à partir des réponses conservées"),
                self.option("max-cost", "cout-max", self.pick("DOLLARS", "DOLLARS"), "The most that may be spent on platforms that take money, in US dollars", "Dépense maximale sur les plateformes payantes, en dollars américains"),
                self.option("max-wait", "attente-max", self.pick("TIME", "DURÉE"), "The longest wait that a platform may ask for, such as 16min; beyond it the account is left for another run", "Plus longue attente qu’une plateforme peut demander, par exemple 16min; au-delà, le compte est laissé pour une autre fois"),
                self.config(),
                self.store(),
            ])
    }

    fn import(&self, frame: Clap) -> Clap {
        frame
            .about(self.pick(
                "Reads exports: files, zip archives or folders, recognised by themselves",
                "Lit des exportations\u{a0}: fichiers, archives zip ou dossiers, reconnus d’eux-mêmes",
            ))
            .after_help(help::exports(self.language))
            .args([
                self.positional("paths", "PATH", "CHEMIN", "Files, zip archives or folders", "Fichiers, archives zip ou dossiers").required(true).num_args(1..),
                self.option("account", "compte", self.pick("HANDLE", "IDENTIFIANT"), "Account, where the export does not name it or has no posts of it", "Compte, si l’exportation ne le nomme pas ou n’en a aucune publication"),
                self.option(
                    "platform",
                    "plateforme",
                    self.pick("NAME", "NOM"),
                    "Platform of --account, to read only its rows or to say that it published nothing",
                    "Plateforme de --compte, pour ne lire que ses lignes ou dire qu’il n’a rien publié",
                ),
                self.option("covered", "couverture", self.pick("FROM..TO", "DU..AU"), "Stretch that the export covers (else from the first to the last post of each account)", "Période couverte par l’exportation (sinon, de la première à la dernière publication de chaque compte)"),
                self.option("time-zone", "fuseau-horaire", self.pick("ZONE", "FUSEAU"), "Zone of the times that a file states without one, such as America/Toronto", "Fuseau des heures que le fichier indique sans fuseau, par exemple America/Toronto"),
                self.flag("windows-1252", "windows-1252", "Read the text as Windows-1252", "Lire le texte comme du Windows-1252"),
                self.flag("allow-rejected", "accepter-rejets", "Exit with 0 although records were rejected", "Code de sortie 0 même si des enregistrements sont rejetés"),
                self.config(),
                self.store(),
            ])
    }

    fn evaluate(&self, frame: Clap) -> Clap {
        frame
            .about(self.pick(
                "Accuracy of the pairing on labelled posts (neutral format with pair_id), beside nearest-in-time",
                "Exactitude du jumelage sur des publications étiquetées (format neutre avec pair_id), comparée au jumelage par l’heure la plus proche",
            ))
            .args([
                self.labelled(),
                self.weights(),
                self.option("delay", "retard", self.pick("HOURS", "HEURES"), "Delay French posts by 0 to HOURS at random", "Retarder les publications françaises de 0 à HEURES au hasard"),
                self.option("remove", "retirer", self.pick("SHARE", "PART"), "Remove this share of French posts, half of it of English ones", "Retirer cette part des publications françaises, et la moitié des anglaises"),
                self.flag("press", "comprimer", "All posts of a week within two hours", "Toutes les publications d’une semaine en deux heures"),
                self.flag("strip", "depouiller", "Without media and links", "Sans médias ni liens"),
                self.flag("held-out", "mises-de-cote", "Count only the odd weeks, on which no weight is fitted", "Compter seulement les semaines impaires, sur lesquelles aucun poids n’est ajusté"),
                self.flag("errors", "erreurs", "Also list the posts that were judged wrongly", "Énumérer aussi les publications mal jugées"),
                self.option("draws", "tirages", "N", "Random draws that are added up (5 as soon as something is random or removed)", "Tirages au hasard additionnés (5 dès qu’il y a retrait ou hasard)"),
                self.option("seed", "germe", "N", "Seed of the random numbers (1 unless set)", "Germe des nombres aléatoires (par défaut, 1)"),
            ])
    }

    fn train(&self, frame: Clap) -> Clap {
        let lesson = |name: (&'static str, &'static str), about: (&'static str, &'static str)| {
            self.frame(
                Clap::new(self.pick(name.0, name.1))
                    .alias(self.pick(name.1, name.0))
                    .about(self.pick(about.0, about.1))
                    .arg(
                        self.positional(
                            "paths",
                            "PATH",
                            "CHEMIN",
                            "Files of aligned texts",
                            "Fichiers de textes alignés",
                        )
                        .required(true)
                        .num_args(1..),
                    ),
            )
        };
        let pairing = Clap::new(self.pick("pairing", "jumelage"))
            .alias(self.pick("jumelage", "pairing"))
            .about(self.pick(
                "Fits the weights of the pairing to labelled posts (neutral format with pair_id) and prints them",
                "Ajuste les poids du jumelage à des publications étiquetées (format neutre avec pair_id) et les affiche",
            ))
            .args([self.labelled(), self.weights()]);
        frame
            .about(self.pick(
                "Learns again what stands in corpora/ (for developers)",
                "Apprend de nouveau ce qui se trouve dans corpora/ (pour les développeurs)",
            ))
            .subcommand_required(true)
            .subcommand_help_heading(self.pick("Commands", "Commandes\u{a0}"))
            .subcommand_value_name(self.pick("WHAT", "QUOI"))
            .disable_help_subcommand(true)
            .subcommand(lesson(
                ("language", "langue"),
                (
                    "Learns the weights that tell English from French from aligned texts (JSON lines, plain or gzip) and prints them as CSV",
                    "Apprend les poids qui distinguent le français de l’anglais à partir de textes alignés (lignes JSON, compressées ou non) et les affiche en CSV",
                ),
            ))
            .subcommand(lesson(
                ("lexicon", "lexique"),
                (
                    "Learns the lexicon from aligned texts (JSON lines, plain or gzip) and prints it as CSV",
                    "Apprend le lexique à partir de textes alignés (lignes JSON, compressées ou non) et l’affiche en CSV",
                ),
            ))
            .subcommand(self.frame(pairing))
    }

    fn accounts(&self, frame: Clap) -> Clap {
        let import = Clap::new(self.pick("import", "importer"))
            .alias(self.pick("importer", "import"))
            .about(self.pick(
                "Reads the register of official accounts (sm-en.json and sm-fr.json of canada.ca, or CSV), repairs and pairs it, and writes what to keep",
                "Lit le répertoire des comptes officiels (sm-en.json et sm-fr.json de canada.ca, ou CSV), le corrige, en jumelle les comptes et écrit le fichier à conserver",
            ))
            .args([
                self.positional("paths", "FILE", "FICHIER", "Files of the register, or their https:// addresses", "Fichiers du répertoire, ou leurs adresses https://")
                    .required(true)
                    .num_args(1..),
                self.option("out", "sortie", self.pick("FILE", "FICHIER"), "Where to write it (accounts.csv unless set)", "Où l’écrire (par défaut, accounts.csv)"),
                self.option("compare", "comparer", self.pick("FILE", "FICHIER"), "Register before, to say what changed (the file to be replaced unless set)", "Répertoire précédent, pour indiquer les changements (par défaut, le fichier à remplacer)"),
                self.flag("replace", "remplacer", "Write it even where most accounts of the file to be replaced would go", "L’écrire même si la plupart des comptes du fichier à remplacer disparaissaient"),
                self.flag("all", "tout", "Also name each row of which only the spelling was repaired", "Nommer aussi chaque ligne dont seule la graphie a été corrigée"),
            ]);
        let pair = Clap::new(self.pick("pair", "jumeler"))
            .alias(self.pick("jumeler", "pair"))
            .about(self.pick(
                "Which account belongs to which, and which have no counterpart",
                "Quel compte va avec quel autre, et lesquels n’ont pas d’équivalent",
            ))
            .args([
                self.register(),
                self.option("institution", "institution", self.pick("NAME", "NOM"), "One institution only: its name in either language, or its acronym", "Une seule institution\u{a0}: son nom dans l’une ou l’autre langue, ou son sigle"),
                self.option("out", "sortie", self.pick("FILE", "FICHIER"), "Also write [[presence]] entries for tandem.toml", "Écrire aussi des entrées [[presence]] pour tandem.toml"),
                self.flag("all", "tout", "Also list pairs that are sure, and bilingual accounts", "Énumérer aussi les paires sûres et les comptes bilingues"),
            ])
            .after_help(help::accounts(self.language));
        frame
            .about(self.pick(
                "The register of official accounts, and its English–French pairs",
                "Le répertoire des comptes officiels et ses paires français-anglais",
            ))
            .subcommand_required(true)
            .subcommand_help_heading(self.pick("Commands", "Commandes\u{a0}"))
            .subcommand_value_name(self.pick("WHAT", "QUOI"))
            .disable_help_subcommand(true)
            .subcommand(self.frame(import))
            .subcommand(self.frame(pair))
    }

    fn init(&self, frame: Clap) -> Clap {
        frame
            .about(self.pick(
                "Makes tandem.toml from the name of an institution and the register",
                "Crée tandem.toml à partir du nom d’une institution et du répertoire",
            ))
            .args([
                self.positional(
                    "name",
                    "NAME",
                    "NOM",
                    "Name of the institution in either language, or its acronym",
                    "Nom de l’institution dans l’une ou l’autre langue, ou son sigle",
                )
                .required(true),
                self.register(),
                self.option(
                    "out",
                    "sortie",
                    self.pick("FILE", "FICHIER"),
                    "Where to write it (tandem.toml unless set)",
                    "Où l’écrire (par défaut, tandem.toml)",
                ),
            ])
    }

    fn register(&self) -> Arg {
        self.option(
            "register",
            "repertoire",
            self.pick("FILE", "FICHIER"),
            "Register of accounts (accounts.csv unless set)",
            "Répertoire des comptes (par défaut, accounts.csv)",
        )
    }

    fn labelled(&self) -> Arg {
        self.positional(
            "paths",
            "PATH",
            "CHEMIN",
            "Labelled posts",
            "Publications étiquetées",
        )
        .required(true)
        .num_args(1..)
    }

    fn weights(&self) -> Arg {
        self.option(
            "weights",
            "poids",
            self.pick("FILE", "FICHIER"),
            "Weights of the pairing to use (else those of the program)",
            "Poids du jumelage à utiliser (sinon, ceux du programme)",
        )
    }
}

/// An error of the arguments in words.
fn explain(error: &clap::Error, language: Language) -> String {
    if language == Language::English {
        return error.render().to_string().trim_end().to_owned();
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join(", "),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let first = match error.kind() {
        ErrorKind::InvalidSubcommand => format!(
            "commande inconnue «\u{a0}{}\u{a0}»",
            context(ContextKind::InvalidSubcommand)
        ),
        ErrorKind::UnknownArgument => format!("argument inconnu «\u{a0}{argument}\u{a0}»"),
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}"),
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::ArgumentConflict => match context(ContextKind::PriorArg) {
            other if other.is_empty() || other == argument => {
                format!("«\u{a0}{argument}\u{a0}» ne peut être donné qu’une fois")
            }
            other => {
                format!("«\u{a0}{argument}\u{a0}» et «\u{a0}{other}\u{a0}» ne vont pas ensemble")
            }
        },
        ErrorKind::InvalidValue
        | ErrorKind::ValueValidation
        | ErrorKind::NoEquals
        | ErrorKind::WrongNumberOfValues => {
            format!("valeur manquante ou non valide pour «\u{a0}{argument}\u{a0}»")
        }
        _ => "arguments non valides".to_owned(),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg]
        .map(context)
        .concat();
    let names: Vec<&str> = near.split(", ").filter(|name| !name.is_empty()).collect();
    let french = names
        .iter()
        .find(|name| name.starts_with("--") || is_french_name(name))
        .or(names.first());
    let first = match french {
        Some(near) => format!("{first}; vouliez-vous dire «\u{a0}{near}\u{a0}»?"),
        None => first,
    };
    format!("erreur\u{a0}: {first}\n\nPour en savoir plus, essayez «\u{a0}--aide\u{a0}».")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A help text that clap cannot build would end the program at its first call.
    #[test]
    fn both_command_lines_are_sound() {
        command(Language::English).debug_assert();
        command(Language::French).debug_assert();
    }

    /// A French reader must not find English words of the parser in the help.
    #[test]
    fn the_french_help_is_french() {
        for name in Command::ALL {
            let words = ["tandem", name.name().french, "--aide"].map(OsString::from);
            let Err(Stop::Show(text)) = parse(&words, Language::French) else {
                panic!("no help")
            };
            for english in [
                "Usage:",
                "Print",
                "Options:",
                "Arguments:",
                "[aliases",
                "[default",
                "[possible",
            ] {
                assert!(!text.contains(english), "{english} in:\n{text}");
            }
        }
    }
}
