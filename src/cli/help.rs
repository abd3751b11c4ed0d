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
