//! `tandem train pairing`: fits the weights of the pairing to labelled posts.
//!
//! Posts of one account teach what that account is like. So each is learned from as it is and made harder
//! in several ways: late, pressed together, without media and links, thinned to a tenth; each time with counterparts
//! removed. Only even weeks are learned from: the odd ones stay for `tandem evaluate --held-out`.

use super::labelled::{self, Hardship};
use super::{End, Session, Stop};
use crate::corpora::PairingWeights;
use crate::model::Problem;
use crate::pairing::{self, fit, weights};
use crate::text::wording;
use std::collections::HashMap;

/// The same posts give the same weights.
const SEED: u64 = 1;
/// How many hours late, how many removed.
const LATE: u64 = 48;
const REMOVED: f64 = 0.15;
/// Thinned to these shares of the messages: what accounts look like that post once a day, or once a week.
const THIN: [f64; 2] = [0.1, 0.02];
/// Each way so often, with other random numbers; what is thinned as much oftener.
const ROUNDS: f64 = 2.0;

/// Pairs, counted once for each way, from which on weights can be trusted: some two hundred pairs.
const ENOUGH: usize = 2000;

/// The ways.
fn hardships() -> Vec<Hardship> {
    let late = |keep| Hardship {
        delay: LATE,
        keep,
        ..Hardship::NONE
    };
    let mut ways = vec![
        Hardship::NONE,
        late(1.0),
        Hardship {
            press: true,
            ..Hardship::NONE
        },
        Hardship {
            strip: true,
            ..Hardship::NONE
        },
    ];
    for keep in THIN {
        ways.extend([
            Hardship {
                keep,
                ..Hardship::NONE
            },
            late(keep),
        ]);
    }
    for way in &mut ways {
        way.remove = REMOVED;
    }
    ways
}

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let options = labelled::options(session)?;
    let presences = labelled::presences(session)?;
    let mut lessons = Vec::new();
    for (presence, posts) in &presences {
        let mut random = fastrand::Rng::with_seed(SEED);
        for hardship in hardships() {
            let mut rounds = ROUNDS / hardship.keep;
            while rounds > 0.0 {
                let posts = labelled::disturb(posts.clone(), presence, hardship, &mut random);
                lessons.push(lesson(presence, posts, &options));
                rounds -= 1.0;
            }
        }
    }
    let pairs: usize = lessons.iter().map(fit::Lesson::pairs).sum();
    if pairs == 0 {
        return Err(Problem::new(
            "train pairing/entraîner jumelage",
            "no labelled pair in an even week to learn from; give posts of several weeks with pair_id",
            "aucune paire étiquetée dans une semaine de numéro pair; donnez des publications de plusieurs semaines avec pair_id",
        )
        .into());
    }
    if pairs < ENOUGH {
        session.warn(&Problem::new(
            "train pairing/entraîner jumelage",
            "few pairs to learn from (some hundred are needed); these weights are hardly better than chance",
            "peu de paires pour l’apprentissage (il en faut quelques centaines); ces poids ne valent guère mieux que le hasard",
        ));
    }
    let fitted = fit::fit(&lessons, &options.weights);
    let posts: usize = lessons.iter().map(fit::Lesson::posts).sum();
    note(session, posts, &fitted);
    Session::print(&weights::write(&fitted, HEAD))?;
    Ok(End::Nothing)
}

const HEAD: &str = "Weights of the pairing score: log-odds that an English and a French post say the same.
Fitted by `tandem train pairing` (src/pairing/fit.rs says how) on the even weeks of labelled posts, as they are
and made harder; the odd weeks are for `tandem evaluate --held-out`. A feature that no post showed keeps its weight.";

fn lesson(
    presence: &crate::model::Presence,
    posts: Vec<labelled::Labelled>,
    options: &pairing::Options,
) -> fit::Lesson {
    let known: HashMap<String, (Option<String>, bool)> = posts
        .iter()
        .map(|it| (it.post.id.clone(), (it.label.clone(), it.is_held_out())))
        .collect();
    let label = |id: &str| known.get(id).and_then(|(label, _)| label.as_deref());
    fit::Lesson::new(
        presence,
        posts.into_iter().map(|it| it.post).collect(),
        |english, french| label(&english.id).is_some() && label(&english.id) == label(&french.id),
        |post| known.get(&post.id).is_some_and(|(_, held_out)| !held_out),
        options,
    )
}

fn note(session: &Session, posts: usize, fitted: &PairingWeights) {
    let posts = wording::count(posts);
    let weights = wording::count(fitted.features.len());
    session.note(
        format!("posts learned from, each in several ways: {}; weights: {}", posts.english, weights.english),
        format!("publications servant à l’apprentissage, chacune de plusieurs façons\u{a0}: {}; poids\u{a0}: {}", posts.french, weights.french),
    );
}
