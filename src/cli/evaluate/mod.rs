//! `tandem evaluate`: how right tandem is on labelled posts, beside the simplest other way.
//!
//! `measure` compares what was said with the labels, `figures` draws intervals and calibration from that,
//! `table` prints it.

mod figures;
mod measure;
mod table;

use super::labelled::{self, Hardship};
use super::{End, Session, Stop};
use crate::model::Problem;
use figures::Figures;

/// Draws of random removal and delay, unless asked otherwise.
const DRAWS: u64 = 5;

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let hardship = Hardship {
        delay: number(session, "delay", 0_u64)?.min(10_000),
        remove: share(session, "remove")?,
        press: session.flag("press"),
        strip: session.flag("strip"),
        ..Hardship::NONE
    };
    let draws = number(
        session,
        "draws",
        if hardship == Hardship::NONE { 1 } else { DRAWS },
    )?
    .clamp(1, 1000);
    let seed = number(session, "seed", 1)?;
    let options = labelled::options(session)?;
    let held_out = session.flag("held-out");
    let presences = labelled::presences(session)?;
    let mut figures = Figures::default();
    for draw in 0..draws {
        let mut random = fastrand::Rng::with_seed(seed + draw);
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
    Session::print(&table::render(&figures, draws, held_out, session.language))?;
    if session.flag("errors") {
        Session::print(&table::errors(&figures, session.language))?;
    }
    Ok(End::Nothing)
}

fn share(session: &Session, name: &str) -> Result<f64, Problem> {
    let value: f64 = number(session, name, 0.0)?;
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else {
        Err(misfit(name, &value.to_string()))
    }
}

fn number<T: std::str::FromStr>(session: &Session, name: &str, default: T) -> Result<T, Problem> {
    let Some(text) = session.value(name) else {
        return Ok(default);
    };
    text.parse().map_err(|_| misfit(name, text))
}

fn misfit(name: &str, text: &str) -> Problem {
    Problem::new(
        format!("--{name}"),
        format!("“{text}” is not a number that fits here"),
        format!("«\u{a0}{text}\u{a0}» n’est pas un nombre valable ici"),
    )
}
