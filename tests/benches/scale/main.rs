//! How time and memory of the main job grow with the posts: `cargo bench --bench scale [-- POSTS …]`.
//!
//! Makes invented posts of a year of 1,865 accounts (as many as the federal register has), then imports them and
//! reports on all of them with the real binary, each in a new store. Prints seconds, the peak of resident memory and
//! the ratio per post against the smallest run, which a noisy machine blurs less than the seconds; then, for the
//! largest run, where the time of a report goes.

mod posts;
mod stages;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn main() {
    let sizes: Vec<u64> = std::env::args()
        .filter_map(|word| word.replace(',', "").parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![10_000, 100_000, 1_000_000]
    } else {
        sizes
    };
    println!(
        "{:>9}  {:>9} {:>9}  {:>10} {:>10}  report per post",
        "posts", "import s", "report s", "import MiB", "report MiB"
    );
    let mut first = None;
    let mut folders = Vec::new();
    for posts in sizes.iter().copied() {
        let folder =
            std::env::temp_dir().join(format!("tandem-scale-{}-{posts}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for the run");
        posts::write(&folder, posts);
        let import = measure(
            &folder,
            &[
                "import",
                "posts.jsonl",
                "--config",
                "tandem.toml",
                "--store",
                "run.sqlite",
            ],
        );
        let report = measure(
            &folder,
            &[
                "report",
                "--all",
                "--config",
                "tandem.toml",
                "--store",
                "run.sqlite",
                "--out",
                "out",
            ],
        );
        #[expect(clippy::cast_precision_loss, reason = "at most some millions")]
        let each = report.0.as_secs_f64() / posts as f64;
        let ratio = each / *first.get_or_insert(each);
        println!(
            "{posts:>9}  {:>9.2} {:>9.2}  {:>10} {:>10}  {ratio:>5.2} ×",
            import.0.as_secs_f64(),
            report.0.as_secs_f64(),
            import.1 / 1024,
            report.1 / 1024
        );
        if Some(&posts) == sizes.last() {
            stages::print(&folder);
        }
        folders.push(folder);
    }
    // Not before: a file system may be slow to name new files where it has just removed thousands (ext4 is, for minutes).
    for folder in folders {
        fs::remove_dir_all(&folder).expect("the folder can be removed");
    }
}

/// Runs the binary; gives the time it took and the peak of its resident memory in KiB.
fn measure(folder: &Path, arguments: &[&str]) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_tandem"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts");
    let mut peak = 0;
    while child.try_wait().expect("the child can be asked").is_none() {
        peak = peak.max(resident(&child));
        std::thread::sleep(Duration::from_millis(2));
    }
    (start.elapsed(), peak)
}

/// The peak so far, as the kernel keeps it.
fn resident(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
