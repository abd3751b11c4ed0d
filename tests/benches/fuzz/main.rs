//! What comes from outside, broken in every way: every reader on mutations of recorded answers, exports and files. None
//! may panic, none may hang.
//!
//! `cargo bench --bench fuzz -- 10000000 [SEED]`: so many inputs in all, on all cores, shared out among the readers. An
//! input that panics or takes longer than a second is written to `tests/fuzz/` and ends the run with 1; once mended it
//! stays there, and `cargo test --test fuzz` reads it for ever.

#![allow(
    clippy::unwrap_used,
    clippy::exit,
    reason = "a measurement over files of our own"
)]

mod mutate;
#[path = "../../fuzz/readers.rs"]
mod readers;

use rayon::prelude::*;
use readers::Reader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// No input may take as long.
const SLOW: Duration = Duration::from_secs(1);
/// Inputs that one thread makes in a row.
const CHUNK: u64 = 500;

/// What one reader did.
#[derive(Default)]
struct Tally {
    inputs: AtomicU64,
    nanoseconds: AtomicU64,
    longest: AtomicU64,
}

fn main() {
    let numbers: Vec<u64> = std::env::args()
        .filter_map(|word| word.parse().ok())
        .collect();
    let Some(&inputs) = numbers.first() else {
        println!("usage: cargo bench --bench fuzz -- INPUTS [SEED]");
        return;
    };
    let seed = numbers.get(1).copied().unwrap_or(1);
    // A panic is caught and told below.
    std::panic::set_hook(Box::new(|_| ()));
    let readers = readers::all();
    let shares: u64 = readers.iter().map(|reader| reader.share).sum();
    let wanted = |reader: &Reader| (inputs * reader.share).div_ceil(shares);
    let tallies: Vec<Tally> = readers.iter().map(|_| Tally::default()).collect();
    let jobs: Vec<(usize, u64)> = (0..readers.len())
        .flat_map(|at| (0..wanted(&readers[at]).div_ceil(CHUNK)).map(move |chunk| (at, chunk)))
        .collect();
    let began = Instant::now();
    let broken: Vec<(String, Vec<u8>)> = jobs
        .into_par_iter()
        .filter_map(|(at, chunk)| {
            let mut dice = fastrand::Rng::with_seed(seed ^ (at as u64) << 40 ^ chunk << 8);
            let count = CHUNK.min(wanted(&readers[at]) - chunk * CHUNK);
            run(&readers[at], count, &mut dice, &tallies[at])
        })
        .collect();
    tell(&readers, &tallies, began.elapsed());
    for (name, input) in &broken {
        let path = keep(name, input);
        println!("BROKEN {name}: {path}");
    }
    if !broken.is_empty() {
        std::process::exit(1);
    }
}

/// Gives a reader so many mutations; the first that it does not survive comes back.
fn run(
    reader: &Reader,
    count: u64,
    dice: &mut fastrand::Rng,
    tally: &Tally,
) -> Option<(String, Vec<u8>)> {
    for _ in 0..count {
        let input = mutate::one(&reader.seeds, dice);
        let began = Instant::now();
        let survived = catch_unwind(AssertUnwindSafe(|| (reader.read)(&input))).is_ok();
        let took = began.elapsed();
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        tally.inputs.fetch_add(1, Ordering::Relaxed);
        tally.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
        tally.longest.fetch_max(nanoseconds, Ordering::Relaxed);
        if !survived || took > SLOW {
            return Some((reader.name.clone(), input));
        }
    }
    None
}

fn tell(readers: &[Reader], tallies: &[Tally], took: Duration) {
    let mut all = 0;
    println!(
        "{:<34} {:>9} {:>8} {:>11}",
        "reader", "inputs", "mean µs", "longest ms"
    );
    for (reader, tally) in readers.iter().zip(tallies) {
        let inputs = tally.inputs.load(Ordering::Relaxed);
        let nanoseconds = tally.nanoseconds.load(Ordering::Relaxed);
        let longest = tally.longest.load(Ordering::Relaxed);
        all += inputs;
        println!(
            "{:<34} {inputs:>9} {:>8} {:>11}",
            reader.name,
            nanoseconds / inputs.max(1) / 1_000,
            longest / 1_000_000
        );
    }
    println!("{all} inputs in {} s", took.as_secs());
}

fn keep(name: &str, input: &[u8]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/kept");
    let sum = input.iter().fold(0_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(*byte))
    });
    let path = folder.join(format!("{}-{sum:016x}", name.replace([' ', '/'], "_")));
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, input));
    written.map_or_else(|error| error.to_string(), |()| path.display().to_string())
}
