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

/// The form of `decisions.csv`.
pub(super) fn decisions(language: Language) -> &'static str {
    DECISIONS.get(language)
}

const DECISIONS: Bilingual<&str> = Bilingual::new(
    r#"
decisions.csv: one decision a row, under these columns (in any order; `,` or `;`):
  decision,finding_id,english_post_id,french_post_id,reason,author,date,expires
  accept-pair,,x:101,x:202,,A. Roy,2026-11-16,
  reject-pair,,x:103,x:204,two events,A. Roy,2026-11-16,
  pair,,x:105,x:206,counterpart by hand,A. Roy,2026-11-16,
  waive,3f0c9a1be27d5564,,,event is over,A. Roy,2026-11-16,2027-03-31
  waive,,x:107,,recipe of a partner,A. Roy,2026-11-16,2027-03-31
  withdraw,,x:103,x:204,same event after all,A. Roy,2026-11-20,
accept-pair: the two are a pair, as tandem thought; pair: they are, whatever it thinks; reject-pair: never.
waive: sets aside one finding, or all findings about one post, until `expires` (the last day); it needs a reason and an
  end, held against the end of the period. After that the finding is reopened. A waived post is exempt.
withdraw: takes back the rows above about the same pair, finding or post. Rows that disagree are named, none is applied.
Ids as in pairs.csv, posts.csv and findings.csv; days as 2026-11-16. Elsewhere: [decisions] file = "…" in tandem.toml.
Urgency, a person’s language of work or another act are no reasons to waive (Official Languages Act, preamble, ss. 31, 82)."#,
    r#"
decisions.csv : une décision par rangée, sous ces colonnes (ordre libre; « , » ou « ; ») :
  decision,finding_id,english_post_id,french_post_id,reason,author,date,expires
  accept-pair,,x:101,x:202,,A. Roy,2026-11-16,
  reject-pair,,x:103,x:204,deux événements,A. Roy,2026-11-16,
  pair,,x:105,x:206,équivalent désigné à la main,A. Roy,2026-11-16,
  waive,3f0c9a1be27d5564,,,événement terminé,A. Roy,2026-11-16,2027-03-31
  waive,,x:107,,recette d’un partenaire,A. Roy,2026-11-16,2027-03-31
  withdraw,,x:103,x:204,même événement en fin de compte,A. Roy,2026-11-20,
accept-pair : les deux forment une paire, comme tandem le pensait; pair : elles en forment une, quoi qu’il pense;
  reject-pair : jamais.
waive (dispense) : met de côté un constat, ou tous les constats sur une publication, jusqu’à `expires` (dernier jour); il
  faut un motif et une fin, comparée à la fin de la période. Ensuite, le constat est rouvert. La publication est exemptée.
withdraw : retire les rangées précédentes sur la même paire, le même constat ou la même publication. Les rangées qui se
  contredisent sont nommées, et aucune n’est appliquée.
Identifiants comme dans pairs.csv, posts.csv et findings.csv; jours comme 2026-11-16. Ailleurs : [decisions] file = "…"
  dans tandem.toml.
L’urgence, la langue de travail d’une personne ou une autre loi ne sont pas des motifs de dispense (Loi sur les langues
officielles, préambule, art. 31 et 82)."#,
);
