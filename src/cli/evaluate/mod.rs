//! `tandem evaluate`: how right tandem is on labelled posts, beside the simplest other way.
//!
//! `measure` compares what was said with the labels, `figures` draws intervals and calibration from that,
//! `table` prints it.

mod figures;
mod measure;
mod table;

use super::labelled::{self, Hardship};
use super::{End, Session, Stop};
use crate::model::{Bilingual, Problem};
use figures::Figures;
use std::ops::RangeInclusive;

/// Draws of random removal and delay, unless asked otherwise.
const DRAWS: u64 = 5;

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let hardship = Hardship {
        delay: number(session, ("delay", "retard"), 0, 0..=10_000)?,
        remove: number(session, ("remove", "retirer"), 0.0, 0.0..=1.0)?,
        press: session.flag("press"),
        strip: session.flag("strip"),
        ..Hardship::NONE
    };
    let usual = if hardship == Hardship::NONE { 1 } else { DRAWS };
    let draws = number(session, ("draws", "tirages"), usual, 1..=1000)?;
    let seed = number(session, ("seed", "germe"), 1, 0..=u64::MAX)?;
    let options = labelled::options(session)?;
    let held_out = session.flag("held-out");
    let presences = labelled::presences(session)?;
    let mut figures = Figures::default();
    for draw in 0..draws {
        let mut random = fastrand::Rng::with_seed(seed.wrapping_add(draw));
        for (presence, posts) in &presences {
            let posts = labelled::disturb(posts.clone(), presence, hardship, &mut random);
            measure::measure(
                presence,
                &posts,
                hardship.delay,
                held_out,
                &options,
                &mut figures,
            );
        }
    }
    if figures.read == 0 {
        return Err(nothing(held_out).into());
    }
    Session::print(&table::render(&figures, draws, held_out, session.language))?;
    if session.flag("errors") {
        Session::print(&table::errors(&figures, session.language))?;
    }
    Ok(End::Nothing)
}

/// The value of an option, by its English and French name.
fn number<T: std::str::FromStr + PartialOrd + std::fmt::Display>(
    session: &Session,
    (english, french): (&str, &str),
    default: T,
    range: RangeInclusive<T>,
) -> Result<T, Problem> {
    let Some(text) = session.value(english) else {
        return Ok(default);
    };
    let value = text.parse().ok().filter(|value| range.contains(value));
    value.ok_or_else(|| {
        let (from, to) = (range.start(), range.end());
        Problem::new(
            Bilingual::new(english, french).map(|name| format!("--{name}")).get(session.language),
            format!("“{text}” is not a number from {from} to {to} (decimals with a point)"),
            format!("«\u{a0}{text}\u{a0}» n’est pas un nombre de {from} à {to} (décimales avec un point)"),
        )
    })
}

fn nothing(held_out: bool) -> Problem {
    if held_out {
        Problem::new(
            "--held-out/--mises-de-cote",
            "no post lies in an odd week; leave the option out",
            "aucune publication ne se trouve dans une semaine impaire; omettez cette option",
        )
    } else {
        Problem::new(
            "evaluate/évaluer",
            "no post to judge by",
            "aucune publication sur laquelle se fonder",
        )
    }
}
