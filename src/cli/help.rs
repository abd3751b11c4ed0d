//! What the help of a command lists from the catalogues: the platforms, the exports.

use crate::exports::EXPORTS;
use crate::model::{Bilingual, Language};
use crate::platforms::PLATFORMS;
use std::fmt::Write as _;

/// The platforms, what to write as an account, and how to give a credential.
pub(super) fn platforms(language: Language) -> String {
    let mut text = Bilingual::new(
        "Platforms and accounts:\n",
        "Plateformes et comptes\u{a0}:\n",
    )
    .get(language)
    .to_string();
    for platform in PLATFORMS {
        let _ = writeln!(
            text,
            "  {:<10} {}",
            platform.name(),
            platform.about().get(language)
        );
    }
    text.push_str(CREDENTIALS.get(language));
    text
}

/// The exports that are recognised.
pub(super) fn exports(language: Language) -> String {
    let mut text = Bilingual::new("Recognised exports:\n", "Exportations reconnues\u{a0}:\n")
        .get(language)
        .to_string();
    for export in EXPORTS {
        let _ = writeln!(text, "  {}", export.name().get(language));
    }
    text.push_str(TABLES.get(language));
    text.push_str(NEUTRAL.get(language));
    text.push_str(COLUMNS.get(language));
    text
}

const CREDENTIALS: Bilingual<&str> = Bilingual::new(
    r#"
An account may be more than its handle, and its credential stands in an environment variable, never in a file:
  english = { handle = "CoastWatchCA", id = "1234", token = "COAST_TOKEN", server = "https://…" }
  [platforms.x] token = "X_TOKEN"          for all accounts of a platform without their own
  [platforms.linkedin] version = "202608"  version of an interface that is sunset every year
  [fetch] max-wait, timeout, pause, attempts, max-cost, contact; pictures = 200 looks at so many pictures
  of posts (digest, size, likeness), keep-pictures = true keeps them"#,
    r#"
Un compte peut être plus que son identifiant; son authentifiant est dans une variable d’environnement, jamais dans un fichier :
  french = { handle = "GardeCotesCA", id = "1234", token = "JETON_GARDE", server = "https://…" }
  [platforms.x] token = "JETON_X"          pour tous les comptes d’une plateforme qui n’ont pas le leur
  [platforms.linkedin] version = "202608"  version d’une interface retirée chaque année
  [fetch] max-wait, timeout, pause, attempts, max-cost, contact; pictures = 200 examine autant d’images
  de publications (empreinte, taille, ressemblance), keep-pictures = true les garde"#,
);

const TABLES: Bilingual<&str> = Bilingual::new(
    r"
Tables, by their header in English or French, and what to say with each:
  X analytics, content (CSV)           nothing (days; the ids tell the time)
  Meta Business Suite (CSV)            --time-zone (it states none); ids ruined by a spreadsheet are
                                       taken from the links
  LinkedIn, Shares.csv of a member     --account (its archive may be given whole: nothing else in it
                                       is read or kept)
  LinkedIn, content of a page          --account (XLS or CSV; titles are cut: no verdict on their
                                       language alone)
  YouTube, Takeout or Studio (CSV)     --account (Studio: days only, no descriptions)
  Hootsuite (CSV)                      --account and --platform for rows that name no account
  Sprout Social (CSV)                  --time-zone
Numbers of accounts (id) tell rows of several pages apart.
",
    r"
Tableaux, reconnus par leur en-tête en français ou en anglais, et ce qu’il faut préciser :
  X Analytics, contenu (CSV)           rien (des jours; les identifiants donnent l’heure)
  Meta Business Suite (CSV)            --fuseau-horaire (il n’en indique aucun); les identifiants
                                       abîmés par un tableur sont tirés des liens
  LinkedIn, Shares.csv d’un membre     --compte (l’archive peut être donnée entière : rien d’autre
                                       n’y est lu ni conservé)
  LinkedIn, contenu d’une page         --compte (XLS ou CSV; titres coupés : aucun verdict sur leur
                                       langue seule)
  YouTube, Takeout ou Studio (CSV)     --compte (Studio : des jours seulement, sans descriptions)
  Hootsuite (CSV)                      --compte et --plateforme pour les lignes sans compte
  Sprout Social (CSV)                  --fuseau-horaire
Les numéros de compte (id) distinguent les lignes de plusieurs pages.
",
);

const NEUTRAL: Bilingual<&str> = Bilingual::new(
    r"
What no importer knows can be written as neutral posts: posts.jsonl (one JSON object a line) or
posts.csv (same names). Required: platform, account, id (text), published_at (RFC 3339 with offset),
text. Optional: url, kind (original, repost, quote, reply), language, reference {id, url, account,
text, language}, media [{type, url, alt, width, height, duration_ms, sha256}], links, counterparts (ids
or addresses that the source declares to be the same in the other language), precision (day, hour,
minute, second), edited_at, deleted_at, pair_id (for evaluate alone).
",
    r"
Ce qu’aucun importateur ne connaît peut s’écrire en publications neutres : posts.jsonl (un objet JSON
par ligne) ou posts.csv (mêmes noms). Obligatoires : platform, account, id (texte), published_at
(RFC 3339 avec décalage), text. Facultatifs : url, kind (original, repost, quote, reply), language,
reference {id, url, account, text, language}, media [{type, url, alt, width, height, duration_ms,
sha256}], links, counterparts (identifiants ou adresses que la source déclare équivalents dans l’autre
langue), precision (day, hour, minute, second), edited_at, deleted_at, pair_id (pour évaluer seulement).
",
);

const COLUMNS: Bilingual<&str> = Bilingual::new(
    r#"
Any other CSV is described in tandem.toml, its columns by name:
  [imports.suite]
  platform = "facebook"                    or platform-column = "Network"
  account = "CoastWatchCA"                 or account-column = "Page"
  id = "Post ID"
  published-at = "Date"                    with hour = "Time" where that is a column of its own
  text = "Message"                         also: title, url, kind, media, language
  format = "%d/%m/%Y %H:%M"                or day-first = true
  time-zone = "America/Toronto"
cut = true says that the texts are cut."#,
    r#"
Tout autre CSV est décrit dans tandem.toml, ses colonnes par leur nom :
  [imports.suite]
  platform = "facebook"                    ou platform-column = "Réseau"
  account = "GardeCotesCA"                 ou account-column = "Page"
  id = "No"
  published-at = "Date"                    avec hour = "Heure" si l’heure a sa propre colonne
  text = "Message"                         aussi : title, url, kind, media, language
  format = "%d/%m/%Y %H:%M"                ou day-first = true
  time-zone = "America/Toronto"
cut = true dit que les textes sont coupés."#,
);

/// How a person confirms or corrects a pair.
pub(super) fn accounts(language: Language) -> &'static str {
    ACCOUNTS.get(language)
}

const ACCOUNTS: Bilingual<&str> = Bilingual::new(
    "To confirm or correct a pair: in accounts.csv, on the row of either account, write “yes” under Decided. \
The pair is then the one that Counterpart states (the address of the other account): correct it there, or leave it \
empty for an account that has none. A decision holds for pair and init, and stays at the next import. Without it, \
the pairs are found anew each time.",
    "Pour confirmer ou corriger une paire\u{a0}: dans accounts.csv, à la ligne de l’un des deux comptes, inscrivez \
«\u{a0}oui\u{a0}» sous Decided. La paire est alors celle qu’indique Counterpart (l’adresse de l’autre compte)\u{a0}: \
corrigez-la à cet endroit, ou laissez la cellule vide si le compte n’a pas d’équivalent. Une décision vaut pour \
jumeler et initialiser, et elle est conservée à la prochaine importation. Sans elle, les paires sont établies de \
nouveau chaque fois.",
);

/// The form of `decisions.csv`.
pub(super) fn decisions(language: Language) -> &'static str {
    DECISIONS.get(language)
}

const DECISIONS: Bilingual<&str> = Bilingual::new(
    r#"decisions.csv: one decision a row, under these columns (any order; comma or semicolon):
  decision,finding_id,english_post_id,french_post_id,reason,author,date,expires
  accept-pair,,x:101,x:202,,A. Roy,2026-11-16,
  reject-pair,,x:103,x:204,two events,A. Roy,2026-11-16,
  pair,,x:105,x:206,counterpart by hand,A. Roy,2026-11-16,
  waive,3f0c9a1be27d5564,,,event is over,A. Roy,2026-11-16,2027-03-31
  waive,,x:107,,recipe of a partner,A. Roy,2026-11-16,2027-03-31
  withdraw,,x:103,x:204,one event after all,A. Roy,2026-11-20,
accept-pair: the two are a pair, as tandem thought; pair: whatever tandem thinks;
  reject-pair: the two are never paired with each other.
waive: sets aside one finding, or all findings about one post, to the end of the day `expires`.
  A reason and an end are needed. Held against the end of the period, not today; then the finding
  is reopened. A post waived for want of a counterpart is exempt.
withdraw: takes back the rows above it about the same pair, finding or post.
Rows that disagree are named, and none of them is applied. Ids as in pairs.csv, posts.csv and
findings.csv; days as 2026-11-16. Another place: [decisions] file = "…" in tandem.toml.
Urgency, the language of work of a person and other acts are no reasons (Official Languages Act,
preamble, ss. 31 and 82)."#,
    r#"decisions.csv : une décision par ligne, sous ces colonnes (ordre libre; virgule ou point-virgule) :
  decision,finding_id,english_post_id,french_post_id,reason,author,date,expires
  accept-pair,,x:101,x:202,,A. Roy,2026-11-16,
  reject-pair,,x:103,x:204,deux événements,A. Roy,2026-11-16,
  pair,,x:105,x:206,équivalent désigné à la main,A. Roy,2026-11-16,
  waive,3f0c9a1be27d5564,,,événement terminé,A. Roy,2026-11-16,2027-03-31
  waive,,x:107,,recette d’un partenaire,A. Roy,2026-11-16,2027-03-31
  withdraw,,x:103,x:204,un seul événement,A. Roy,2026-11-20,
accept-pair : les deux forment une paire, comme tandem le pensait; pair : quoi qu’en pense tandem;
  reject-pair : les deux ne sont jamais jumelées.
waive (dispense) : met de côté un constat, ou tous les constats sur une publication, jusqu’à la fin
  du jour `expires`. Il faut un motif et une fin, comparée à la fin de la période et non à la date
  du jour; ensuite, le constat est rouvert. La publication sans équivalent ainsi visée est exemptée.
withdraw : retire les lignes précédentes sur la même paire, le même constat ou la même publication.
Les lignes qui se contredisent sont nommées, et aucune n’est appliquée. Identifiants comme dans
pairs.csv, posts.csv et findings.csv; jours comme 2026-11-16. Autre emplacement :
[decisions] file = "…" dans tandem.toml.
L’urgence, la langue de travail d’une personne et les autres lois ne sont pas des motifs (Loi sur
les langues officielles, préambule, art. 31 et 82)."#,
);
