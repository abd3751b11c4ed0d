//! `tandem accounts pair`: which account belongs to which, which have no counterpart, which serve both languages.

use super::{institution, known, shown, write};
use crate::cli::{End, Session, Stop};
use crate::model::{Bilingual, Language};
use crate::register::{self, Link, Links, Listed};
use crate::text::wording::{count, probability};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

pub(in crate::cli) fn run(session: &Session) -> Result<End, Stop> {
    let (register, links) = known(session)?;
    let accounts = &register.accounts;
    let of: BTreeSet<usize> = match session.value("institution") {
        Some(name) => {
            let list = register::institutions(accounts, &links);
            institution(&list, accounts, name)?
                .accounts
                .iter()
                .copied()
                .collect()
        }
        None => (0..accounts.len()).collect(),
    };
    let language = session.language;
    let whole = session.value("institution").is_some() || session.flag("all");
    let text = view(accounts, &links, &of, whole, language);
    if let Some(path) = session.value("out") {
        let of: Vec<usize> = of.into_iter().collect();
        let presences = register::presences(accounts, &links, &of, language);
        write(path.as_ref(), presences.trim_start().as_bytes(), false)?;
        session.note(format!("Written: {path}"), format!("Écrit\u{a0}: {path}"));
    }
    Session::print(&text)?;
    Ok(End::Nothing)
}

/// The account-level parity report.
fn view(
    accounts: &[Listed],
    links: &Links,
    of: &BTreeSet<usize>,
    whole: bool,
    language: Language,
) -> String {
    let is_in = |link: &&Link| of.contains(&link.english) || of.contains(&link.french);
    let part = Links {
        pairs: links.pairs.iter().filter(is_in).cloned().collect(),
        bilingual: links
            .bilingual
            .iter()
            .copied()
            .filter(|at| of.contains(at))
            .collect(),
        alone: links
            .alone
            .iter()
            .copied()
            .filter(|at| of.contains(at))
            .collect(),
        notes: Vec::new(),
    };
    let mut text = format!("{}\n", figures(accounts, &part, language));
    let mut section = |english: &str, french: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let head = Bilingual::new(english, french);
            let colon = if language == Language::English {
                ":"
            } else {
                "\u{a0}:"
            };
            let _ = writeln!(
                text,
                "\n{}{colon}\n  {}",
                head.get(language),
                lines.join("\n  ")
            );
        }
    };
    let pairs = |review: bool| -> Vec<String> {
        let pairs = part
            .pairs
            .iter()
            .filter(|link| link.needs_review() == review);
        pairs.map(|link| paired(accounts, link, language)).collect()
    };
    section("Pairs to confirm", "Paires à confirmer", pairs(true));
    let single = |wanted: Language| -> Vec<String> {
        let alone = part.alone.iter().map(|at| &accounts[*at]);
        alone
            .filter(|it| it.serves == Some(wanted))
            .map(|it| placed(it, language))
            .collect()
    };
    section(
        "English accounts without a French one",
        "Comptes anglais sans équivalent français",
        single(Language::English),
    );
    section(
        "French accounts without an English one",
        "Comptes français sans équivalent anglais",
        single(Language::French),
    );
    if whole {
        section("Pairs", "Paires", pairs(false));
        let bilingual = part
            .bilingual
            .iter()
            .map(|at| placed(&accounts[*at], language))
            .collect();
        section("Bilingual accounts", "Comptes bilingues", bilingual);
    }
    text
}

/// How many there are, by platform.
pub(super) fn figures(accounts: &[Listed], links: &Links, language: Language) -> String {
    let mut platforms: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut add = |at: usize, column: usize| {
        let row = platforms.entry(&accounts[at].account.platform).or_default();
        row[column] += 1;
    };
    for link in &links.pairs {
        add(link.english, 0);
    }
    for at in &links.bilingual {
        add(*at, 1);
    }
    for at in &links.alone {
        add(
            *at,
            if accounts[*at].serves == Some(Language::English) {
                2
            } else {
                3
            },
        );
    }
    let line = |[pairs, bilingual, english, french]: [usize; 4]| {
        let say = |language: Language| {
            [pairs, bilingual, english, french].map(|it| count(it).get(language).clone())
        };
        let (e, f) = (say(Language::English), say(Language::French));
        Bilingual::text(
            format!(
                "pairs: {}, bilingual: {}, English without French: {}, French without English: {}",
                e[0], e[1], e[2], e[3]
            ),
            format!(
                "paires\u{a0}: {}, bilingues\u{a0}: {}, anglais sans français\u{a0}: {}, français sans anglais\u{a0}: {}",
                f[0], f[1], f[2], f[3]
            ),
        )
    };
    let mut all = [0; 4];
    for row in platforms.values() {
        for (sum, part) in all.iter_mut().zip(row) {
            *sum += part;
        }
    }
    let mut lines = vec![line(all).get(language).clone()];
    let colon = if language == Language::English {
        ":"
    } else {
        "\u{a0}:"
    };
    for (platform, row) in platforms {
        lines.push(format!("  {platform}{colon} {}", line(row).get(language)));
    }
    lines.join("\n")
}

fn paired(accounts: &[Listed], link: &Link, language: Language) -> String {
    let reasons: Vec<&str> = link
        .reasons
        .iter()
        .map(|reason| *reason.get(language))
        .collect();
    format!(
        "{} – {}\n      {}, {}",
        shown(&accounts[link.english]),
        shown(&accounts[link.french]),
        probability(link.confidence).get(language),
        reasons.join("; ")
    )
}

/// With its institution.
fn placed(listed: &Listed, language: Language) -> String {
    let name = listed.institution.get(language);
    let name = if name.is_empty() {
        listed.institution.get(language.other())
    } else {
        name
    };
    format!("{}, {name}", shown(listed))
}
