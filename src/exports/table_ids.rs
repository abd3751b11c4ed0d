//! The id of a row: as it stands, or from the link where a spreadsheet has ruined it.

use super::collector::Refusal;
use super::ids::{self, short};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// An id that was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) id: String,
    /// Was the cell ruined, and the id taken from the link?
    pub(super) from_link: bool,
}

/// What a link tells of the post that it leads to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) id: Option<String>,
    /// Name of the account, as the platform knows it.
    pub(super) handle: Option<String>,
    /// Number of the account.
    pub(super) number: Option<String>,
}

/// The id of a post.
///
/// # Errors
/// When the cell holds none of that platform and the link neither.
pub(super) fn identity(
    platform: &str,
    cell: &str,
    target: &Target,
    number: &str,
) -> Result<Identity, Refusal> {
    let cell = bare(cell);
    let linked = target.id.as_deref();
    let ruined = ids::is_ruined(cell, true) || cell.starts_with('#');
    let (id, from_link) = match linked {
        Some(linked) if cell.is_empty() => (Cow::Borrowed(linked), false),
        Some(linked) if ruined || is_rounded(cell, linked) => (Cow::Borrowed(linked), true),
        None if ruined => return Err(lost(cell)),
        Some(linked) if platform == "x" && linked != cell => return Err(another(cell, linked)),
        _ if cell.is_empty() => return Err(missing()),
        _ => (read(platform, cell).ok_or_else(|| no_id(cell))?, false),
    };
    let id = match platform {
        // Where the number of the page is known, the id is that of the interface: page and post.
        "facebook" if !id.contains('_') => {
            page(target, number).map_or_else(|| id.to_string(), |page| format!("{page}_{id}"))
        }
        _ => id.into_owned(),
    };
    Ok(Identity { id, from_link })
}

/// The number of the page: of the link, which no spreadsheet changes, else of the cell.
fn page<'a>(target: &'a Target, number: &'a str) -> Option<&'a str> {
    target.number.as_deref().or_else(|| self::number(number))
}

/// The number of an account that a cell holds, unless a spreadsheet has ruined it.
pub(super) fn number(cell: &str) -> Option<&str> {
    let cell = bare(cell);
    (is_digits(cell) && !ids::is_ruined(cell, true)).then_some(cell)
}

/// Without what keeps spreadsheets off: `="123"`, `'123`.
fn bare(cell: &str) -> &str {
    let cell = cell.trim();
    let cell = cell
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(cell);
    cell.trim_start_matches('\'')
}

/// Do the two begin with the fifteen digits that a spreadsheet keeps, and the cell end in zeros?
fn is_rounded(cell: &str, linked: &str) -> bool {
    const KEPT: usize = 15;
    cell != linked
        && is_digits(cell)
        && is_digits(linked)
        && cell.len() == linked.len()
        && cell.get(..KEPT) == linked.get(..KEPT)
        && cell
            .get(KEPT..)
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte == b'0'))
}

/// An id in the form of its platform.
fn read<'a>(platform: &str, cell: &'a str) -> Option<Cow<'a, str>> {
    let fits = match platform {
        "linkedin" if is_digits(cell) => return Some(Cow::Owned(format!("urn:li:share:{cell}"))),
        "linkedin" => return urn(cell).map(Cow::Owned),
        "x" | "instagram" | "threads" => is_digits(cell),
        "facebook" => cell.split('_').all(is_digits) && cell.matches('_').count() <= 1,
        "youtube" => {
            let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            cell.len() == 11 && cell.bytes().all(letter)
        }
        _ => !cell.contains(char::is_control) && cell.len() <= 500,
    };
    fits.then_some(Cow::Borrowed(cell))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a link tells.
pub(super) fn target(platform: &str, link: &str) -> Target {
    let link = link.trim();
    let some = |text: &str| Some(text.to_owned());
    match platform {
        "x" => ids::status(link).map_or_else(Target::default, |(handle, id)| Target {
            id: some(id),
            handle: handle.and_then(some),
            number: None,
        }),
        "linkedin" => Target {
            id: urn(link).or_else(|| slug(link)),
            ..Target::default()
        },
        "facebook" => facebook(link),
        "instagram" => {
            let parts = path(link);
            let named = parts.len() > 2;
            Target {
                id: after(&parts, &["p", "reel", "reels", "tv"]).and_then(some),
                handle: parts.first().filter(|_| named).and_then(|name| some(name)),
                number: None,
            }
        }
        "youtube" => {
            let parts = path(link);
            let id = query(link, "v")
                .or_else(|| after(&parts, &["shorts", "live", "embed"]).map(str::to_owned))
                .or_else(|| {
                    let first = parts.first().filter(|_| link.contains("youtu.be/"));
                    first.map(|id| (*id).to_owned())
                });
            Target {
                id: id.filter(|id| read("youtube", id).is_some()),
                ..Target::default()
            }
        }
        _ => Target {
            id: ids::from_link(link).and_then(some),
            ..Target::default()
        },
    }
}

/// `urn:li:share:123`, written plainly or with the signs of an address.
fn urn(text: &str) -> Option<String> {
    let text = percent_decode_str(text).decode_utf8().ok()?;
    let rest = &text[text.find("urn:li:")?..];
    let mut parts = rest.splitn(4, ':').skip(2);
    let (kind, rest) = (parts.next()?, parts.next()?);
    let end = rest
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(rest.len());
    let known = ["share", "ugcPost", "activity", "groupPost"].contains(&kind);
    (known && end > 0).then(|| format!("urn:li:{kind}:{}", &rest[..end]))
}

/// `…/posts/coast-watch_open-house-activity-7528095279585689603-AbCd`.
fn slug(link: &str) -> Option<String> {
    ["activity", "share", "ugcPost"]
        .into_iter()
        .find_map(|kind| {
            let (_, rest) = link.split_once(&format!("-{kind}-"))?;
            let number = rest.split(['-', '/', '?']).next()?;
            is_digits(number).then(|| format!("urn:li:{kind}:{number}"))
        })
}

/// The many forms of a link to a post on Facebook.
fn facebook(link: &str) -> Target {
    let parts = path(link);
    let first = parts.first().copied().unwrap_or_default();
    // Beside these stands the name of the page.
    let is_page = !matches!(first, "" | "reel" | "watch" | "groups" | "story.php")
        && ![
            "permalink.php",
            "photo",
            "photo.php",
            "videos",
            "events",
            "share",
        ]
        .contains(&first);
    let named = ["story_fbid", "v", "fbid"]
        .into_iter()
        .find_map(|name| query(link, name));
    let placed = ["posts", "videos", "photos", "reel"]
        .into_iter()
        .find_map(|name| {
            let at = parts.iter().position(|part| *part == name)?;
            let last = parts.get(at + 1..)?.last()?;
            Some((*last).to_owned())
        });
    let owner = if is_page && parts.len() > 1 {
        Some(first.to_owned())
    } else {
        query(link, "id")
    };
    let (number, handle) = match owner {
        Some(owner) if is_digits(&owner) => (Some(owner), None),
        other => (None, other),
    };
    Target {
        // Letters there are no id: they change from one export to the next.
        id: named.or(placed).filter(|id| is_digits(id)),
        handle,
        number,
    }
}

/// The parts of the path of a link.
fn path(link: &str) -> Vec<&str> {
    let rest = link.split_once("://").map_or("", |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    rest.split('/')
        .skip(1)
        .filter(|part| !part.is_empty())
        .collect()
}

/// The part after one of these.
fn after<'a>(parts: &[&'a str], names: &[&str]) -> Option<&'a str> {
    let at = parts.iter().position(|part| names.contains(part))?;
    parts.get(at + 1).copied()
}

/// A value behind the question mark.
fn query(link: &str, name: &str) -> Option<String> {
    let (_, query) = link.split_once('?')?;
    let query = query.split('#').next()?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

fn lost(cell: &str) -> Refusal {
    let id = short(cell);
    Refusal::text(
        format!(
            "the id {id} was changed by a spreadsheet and no link of the row carries the true one; export again and import the file without opening it in a spreadsheet"
        ),
        format!(
            "l’identifiant {id} a été modifié par un tableur et aucun lien de la ligne ne porte le vrai; exportez de nouveau et importez le fichier sans l’ouvrir dans un tableur"
        ),
    )
}

fn another(cell: &str, linked: &str) -> Refusal {
    let (cell, linked) = (short(cell), short(linked));
    Refusal::text(
        format!("the id is {cell}, but the link leads to {linked}; export again"),
        format!("l’identifiant est {cell}, mais le lien mène à {linked}; exportez de nouveau"),
    )
}

fn no_id(cell: &str) -> Refusal {
    let cell = short(cell);
    Refusal::text(
        format!("`{cell}` is not an id of that platform; export again"),
        format!(
            "«\u{a0}{cell}\u{a0}» n’est pas un identifiant de cette plateforme; exportez de nouveau"
        ),
    )
}

fn missing() -> Refusal {
    Refusal::text(
        "neither an id nor a link that carries one; export again with these columns",
        "ni identifiant ni lien qui en porte un; exportez de nouveau avec ces colonnes",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(platform: &str, cell: &str, link: &str) -> Option<String> {
        identity(platform, cell, &target(platform, link), "")
            .ok()
            .map(|it| it.id)
    }

    /// Rows would be rejected, or posts merged, although the link still tells them apart.
    #[test]
    fn links_give_back_what_a_spreadsheet_took() {
        for (platform, cell, link, expected) in [
            (
                "facebook",
                "1.22E+17",
                "https://www.facebook.com/10/posts/55",
                Some("10_55"),
            ),
            (
                "facebook",
                "1.22E+17",
                "https://www.facebook.com/Coast/posts/fog-at-sea/55",
                Some("55"),
            ),
            (
                "facebook",
                "1.22E+17",
                "https://www.facebook.com/permalink.php?story_fbid=55&id=10",
                Some("10_55"),
            ),
            (
                "facebook",
                "1,22E+17",
                "https://www.facebook.com/reel/55/?s=1",
                Some("55"),
            ),
            (
                "facebook",
                "1.22E+17",
                "https://www.facebook.com/watch/?v=55",
                Some("55"),
            ),
            (
                "facebook",
                "1.22E+17",
                "https://www.facebook.com/Coast/posts/pfbid02a",
                None,
            ),
            ("facebook", "10_55", "", Some("10_55")),
            (
                "facebook",
                "55",
                "https://www.facebook.com/10/posts/55",
                Some("10_55"),
            ),
            (
                "instagram",
                "1.8E+16",
                "https://www.instagram.com/p/Abc-1/",
                Some("Abc-1"),
            ),
            (
                "instagram",
                "1.8E+16",
                "https://www.instagram.com/coast/reel/Abc-1/",
                Some("Abc-1"),
            ),
            (
                "instagram",
                "18000000000000001",
                "https://www.instagram.com/p/Abc-1/",
                Some("18000000000000001"),
            ),
        ] {
            assert_eq!(
                id(platform, cell, link).as_deref(),
                expected,
                "{cell} {link}"
            );
        }
    }

    #[test]
    fn links_of_x_linkedin_and_youtube() {
        for (platform, cell, link, expected) in [
            (
                "x",
                "2122328856458160000",
                "https://x.com/a/status/2122328856458166273",
                Some("2122328856458166273"),
            ),
            (
                "x",
                "2122328856458166273",
                "https://x.com/a/status/2122328856458166274",
                None,
            ),
            ("x", "2122328856458166273", "", Some("2122328856458166273")),
            (
                "x",
                "=\"2122328856458166273\"",
                "",
                Some("2122328856458166273"),
            ),
            (
                "linkedin",
                "",
                "https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A75/",
                Some("urn:li:ugcPost:75"),
            ),
            (
                "linkedin",
                "",
                "https://www.linkedin.com/posts/coast_fog-activity-75-Ab?utm=1",
                Some("urn:li:activity:75"),
            ),
            ("linkedin", "75", "", Some("urn:li:share:75")),
            ("linkedin", "", "https://www.linkedin.com/feed/", None),
            (
                "youtube",
                "#NAME?",
                "https://www.youtube.com/watch?v=-bcdefghijk",
                Some("-bcdefghijk"),
            ),
            ("youtube", "#NAME?", "", None),
            (
                "youtube",
                "",
                "https://youtu.be/abcdefghijk?t=1",
                Some("abcdefghijk"),
            ),
            ("youtube", "abc", "", None),
            ("tiktok", "7", "", Some("7")),
        ] {
            assert_eq!(
                id(platform, cell, link).as_deref(),
                expected,
                "{cell} {link}"
            );
        }
    }
}
