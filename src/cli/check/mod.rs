//! `tandem check`: may this pair be posted?

mod input;
mod schedule;
mod view;

use super::{End, Session, Stop};
use crate::model::Problem;
use crate::work::check::{Context, answer, judge};

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let fail_on = session.severity()?;
    let json = match session.value("format") {
        None | Some("text" | "texte") => false,
        Some("json") => true,
        Some(other) => return Err(unknown_format(other).into()),
    };
    let given = input::read(session)?;
    let context = Context::read(&session.places())?;
    let (drafts, rejected) = match given {
        input::Given::One(draft) => (vec![(None, *draft)], Vec::new()),
        input::Given::Schedule(schedule) => {
            let rows = schedule
                .rows
                .into_iter()
                .map(|(row, draft)| (Some(row), draft));
            (rows.collect(), schedule.rejected)
        }
    };
    let mut worst = None;
    let mut text = String::new();
    let many = drafts.len() != 1 || drafts.iter().any(|(row, _)| row.is_some());
    let mut counted = 0;
    let checked = drafts.len();
    for (row, mut draft) in drafts {
        draft.platforms.extend(session.values("platform"));
        if draft.presence.is_none() {
            draft.presence = session.value("presence").map(str::to_owned);
        }
        let verdict = judge(draft, &context)?;
        worst = worst.max(verdict.severity());
        counted += usize::from(verdict.severity() >= Some(fail_on));
        text.push_str(&if json {
            answer::json(
                &verdict,
                row.as_ref().map(|row| (row.number, row.id.as_deref())),
            )
        } else {
            view::text(&verdict, row.as_ref(), session.language)
        });
    }
    for problem in &rejected {
        session.warn(problem);
    }
    if many && !json {
        text.push_str(&view::total(
            checked,
            counted,
            rejected.len(),
            session.language,
        ));
    }
    Session::print(&text)?;
    Ok(if worst >= Some(fail_on) {
        End::Findings
    } else if rejected.is_empty() {
        End::Nothing
    } else {
        End::Unread
    })
}

fn unknown_format(other: &str) -> Problem {
    Problem::new(
        "--format",
        format!("“{other}” is no form of answer; choose text or json"),
        format!("«\u{a0}{other}\u{a0}» n’est pas une forme de réponse; choisissez texte ou json"),
    )
}
