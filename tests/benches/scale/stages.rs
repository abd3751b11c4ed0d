//! Where the time of a report goes: its stages by themselves, one after the other on one core.

use jiff::Timestamp;
use std::path::Path;
use std::time::{Duration, Instant};
use tandem::model::{Bilingual, Interval, Post, Presence};
use tandem::report::{Head, Options, Purpose, Report, Section};
use tandem::store::Store;
use tandem::text::{language, pieces, similarity, values};
use tandem::{config, pairing, rules};

/// Presences that are looked at.
const PRESENCES: usize = 60;

/// Prints microseconds a post and the share of each stage.
pub(crate) fn print(folder: &Path) {
    let config = config::load(&folder.join("tandem.toml")).expect("the configuration");
    let store = Store::open(&folder.join("run.sqlite")).expect("the store");
    let all = Interval {
        from: Timestamp::UNIX_EPOCH,
        to: Timestamp::from_second(4_000_000_000).expect("an instant"),
    };
    let mut times = Times::default();
    let read = times.stage("store: read and decode", || {
        let presences = config.presences.iter().take(PRESENCES);
        presences
            .map(|presence| {
                let accounts = presence.accounts.list().into_iter();
                let posts =
                    accounts.flat_map(|(account, _)| store.posts(account, all).expect("posts"));
                (presence, posts.map(|it| it.post).collect::<Vec<Post>>())
            })
            .collect::<Vec<_>>()
    });
    let texts: Vec<&str> = read
        .iter()
        .flat_map(|(_, posts)| posts.iter().map(|post| post.content.text.as_str()))
        .collect();
    times.posts = texts.len();
    let proses: Vec<String> = times.stage("text: links, handles, hashtags out", || {
        texts.iter().map(|text| pieces::find(text).prose).collect()
    });
    let languages: Vec<_> = times.stage("text: language", || {
        proses
            .iter()
            .map(|prose| language::detect_prose(prose))
            .collect()
    });
    times.stage("text: words", || {
        proses
            .iter()
            .map(|prose| similarity::terms(prose).len())
            .sum::<usize>()
    });
    times.stage("text: values", || {
        let proses = proses.iter().zip(&languages);
        proses
            .map(|(prose, verdict)| values::read(prose, verdict.language.single()).len())
            .sum::<usize>()
    });
    let period = period(&read);
    let text: Duration = times.stages[1..].iter().map(|(_, time)| *time).sum();
    let compared: Vec<_> = times.stage("pairing: compare, assign, settle", || {
        read.into_iter()
            .map(|(presence, posts)| {
                let covered = Bilingual::new(vec![all], vec![all]);
                pairing::compare(presence.clone(), posts, covered, period, &config.pairing)
            })
            .collect()
    });
    // It took the texts apart itself.
    times.take_off(text);
    let judged: Vec<_> = times.stage("rules", || {
        let judged = compared.iter().map(|(comparison, readings)| {
            rules::judge(&rules::Context {
                options: &config.rules,
                zone: &config.zone,
                window: config.pairing.window,
                comparison,
                profiles: &Bilingual::default(),
                readings,
                overdue: &[],
            })
        });
        judged.collect()
    });
    times.stage("report: rows and files", || {
        let head = Head {
            institution: config.institution.clone(),
            period,
            zone: config.zone.clone(),
            rules: rules::RULES.iter().map(|rule| rule.info()).collect(),
        };
        let mut report = Report::new(head, Purpose::Files(Options::default()));
        for ((comparison, _), findings) in compared.into_iter().zip(judged) {
            report.add(Section {
                comparison,
                findings,
                overdue: Vec::new(),
                before: None,
                again: None,
                accounts: Vec::new(),
                inputs: Vec::new(),
            });
        }
        let files = report.files().into_iter();
        for name in files {
            report.write(&name, std::io::sink()).expect("a file");
        }
    });
    times.print();
}

/// From the first to the last post.
fn period(read: &[(&Presence, Vec<Post>)]) -> Interval {
    let times = || {
        read.iter()
            .flat_map(|(_, posts)| posts)
            .map(|post| post.published_at)
    };
    Interval {
        from: times().min().unwrap_or(Timestamp::UNIX_EPOCH),
        to: times().max().unwrap_or(Timestamp::UNIX_EPOCH),
    }
}

#[derive(Default)]
struct Times {
    posts: usize,
    stages: Vec<(&'static str, Duration)>,
}

impl Times {
    fn stage<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = std::hint::black_box(work());
        self.stages.push((name, start.elapsed()));
        done
    }

    fn take_off(&mut self, time: Duration) {
        if let Some((_, last)) = self.stages.last_mut() {
            *last = last.saturating_sub(time);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "some ten thousand posts")]
    fn print(&self) {
        let total: f64 = self.stages.iter().map(|(_, time)| time.as_secs_f64()).sum();
        println!("\nwhere it goes, {} posts on one core", self.posts);
        for (name, time) in &self.stages {
            let seconds = time.as_secs_f64();
            println!(
                "{name:36} {:6.2} µs a post  {:5.1} %",
                seconds * 1e6 / self.posts as f64,
                100.0 * seconds / total
            );
        }
        println!(
            "{:36} {:6.2} µs a post",
            "together",
            total * 1e6 / self.posts as f64
        );
    }
}
