//! `tandem rules`: the list of rules, or the manual of one.

use super::{End, Session, Stop};
use crate::corpora::{self, FAMILIES, Family, PROVISIONS};
use crate::model::{Bilingual, Language, Problem};
use crate::rules;
use std::fmt::Write as _;

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let language = session.language;
    let mut text = String::new();
    match session.value("name") {
        None if session.flag("families") => families(&mut text, language),
        None => {
            for rule in rules::RULES {
                let info = rule.info();
                let _ = writeln!(text, "{:20} {}", info.name, info.summary.get(language));
            }
        }
        Some(name) => {
            let rule = rules::find(name).ok_or_else(|| unknown(name))?;
            let info = rule.info();
            let _ = writeln!(
                text,
                "{} [{}]\n{}\n\n{}\n",
                info.title.get(language),
                info.name,
                info.summary.get(language),
                info.manual.get(language).trim_end()
            );
            let heading = Bilingual::new("Provisions", "Dispositions");
            // A matter of form rests on a guide, which the manual names.
            if !info.provisions.is_empty() {
                let _ = writeln!(text, "{}", heading.get(language));
            }
            for provision in info.provisions.iter().filter_map(|id| PROVISIONS.get(*id)) {
                let _ = writeln!(text, "  {}", provision.citation().get(language));
                let _ = writeln!(text, "    {}", provision.requirement.get(language));
                if !provision.wording_seen {
                    let reported = Bilingual::new(
                        "(as reported; the exact wording was not seen)",
                        "(tel que rapporté; le libellé exact n’a pas été consulté)",
                    );
                    let _ = writeln!(text, "    {}", reported.get(language));
                }
                if !provision.source.is_empty() {
                    let _ = writeln!(text, "    {}", provision.source);
                }
            }
        }
    }
    Session::print(&text)?;
    Ok(End::Nothing)
}

/// Each family with what serves it, then the five documents statement by statement: none is left out.
fn families(text: &mut String, language: Language) {
    for family in FAMILIES.iter() {
        let _ = writeln!(
            text,
            "{} [{}]\n  {}",
            family.name,
            family.kind.text().get(language),
            family.title.get(language)
        );
        if !family.rules.is_empty() {
            let heading = Bilingual::new("rules:", "règles\u{a0}:");
            let _ = writeln!(
                text,
                "  {} {}",
                heading.get(language),
                family.rules.join(", ")
            );
        }
        if let Some(look) = &family.look {
            let _ = writeln!(text, "  → {}", look.get(language));
        }
        for provision in family.provisions.iter().filter_map(|id| PROVISIONS.get(id)) {
            let _ = writeln!(text, "    {}", provision.citation().get(language));
        }
    }
    for document in corpora::SOURCE_DOCUMENTS {
        let statements = corpora::statements(document);
        let Some((_, first)) = statements.first() else {
            continue;
        };
        let _ = writeln!(text, "\n{}", first.instrument.get(language));
        for (id, provision) in statements {
            let serving: Vec<String> = corpora::serving(id)
                .map(|family| served(family, language))
                .collect();
            let (section, serving) = (provision.section.get(language), serving.join("; "));
            let _ = writeln!(text, "  {section} → {serving}");
        }
    }
}

/// A family, and how it serves.
fn served(family: &Family, language: Language) -> String {
    format!("{} ({})", family.name, family.kind.text().get(language))
}

/// From which likeness (Jaro and Winkler's, 0 to 1) on a name may have been meant.
const LIKE: f64 = 0.75;

fn unknown(name: &str) -> Problem {
    let likeness = |rule: &str| strsim::jaro_winkler(name, rule);
    let near = rules::RULES
        .iter()
        .map(|rule| rule.info().name)
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
        .filter(|near| likeness(near) >= LIKE);
    match near {
        Some(near) => Problem::new(
            name,
            format!("there is no such rule; did you mean “{near}”?"),
            format!("cette règle n’existe pas; vouliez-vous dire «\u{a0}{near}\u{a0}»?"),
        ),
        None => Problem::new(
            name,
            "there is no such rule; `tandem rules` lists them",
            "cette règle n’existe pas; «\u{a0}tandem règles\u{a0}» les énumère",
        ),
    }
}
