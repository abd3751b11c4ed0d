//! How time and memory of the main job grow with the posts: `cargo bench --bench scale [-- POSTS …]`.
//!
//! Makes invented posts of 1,865 accounts (as many as the federal register has), then imports them and reports
//! on all of them with the real binary, each in a new store. Prints seconds, the peak of resident memory and
//! the ratio per post against the smallest run, which a noisy machine blurs less than the seconds.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Accounts with a counterpart; the rest are bilingual.
const PAIRS: u64 = 810;
const BILINGUAL: u64 = 245;
/// Posts are spread over half a year.
const SECONDS: u64 = 182 * 86_400;
/// 2026-05-04T04:00:00Z, a Monday.
const START: u64 = 1_777_867_200;

const SUBJECTS: [(&str, &str); 8] = [
    (
        "The ferry to the northern islands",
        "Le traversier vers les îles du Nord",
    ),
    ("Our recruiting centre", "Notre centre de recrutement"),
    (
        "The public consultation on small harbours",
        "La consultation publique sur les petits ports",
    ),
    (
        "Registration for the navigation course",
        "L’inscription au cours de navigation",
    ),
    ("The weather station on the cape", "La station météo du cap"),
    (
        "The team of marine biologists",
        "L’équipe de biologistes marins",
    ),
    ("The new patrol vessel", "Le nouveau navire de patrouille"),
    ("The visitor centre", "Le centre d’accueil"),
];
const VERBS: [(&str, &str); 8] = [
    ("opens to everyone", "ouvre ses portes à tout le monde"),
    ("closes for repairs", "ferme pour des réparations"),
    ("welcomes families", "accueille les familles"),
    ("returns to service", "reprend du service"),
    ("moves to a new address", "déménage à une nouvelle adresse"),
    ("publishes its results", "publie ses résultats"),
    ("celebrates its anniversary", "célèbre son anniversaire"),
    ("needs your opinion", "a besoin de votre avis"),
];
const TAILS: [(&str, &str); 6] = [
    (
        "Plan ahead and check the schedule before you leave.",
        "Planifiez et vérifiez l’horaire avant de partir.",
    ),
    ("Thank you for your patience.", "Merci de votre patience."),
    ("Details on our site.", "Détails sur notre site."),
    (
        "Bring warm clothes and a life jacket.",
        "Apportez des vêtements chauds et un gilet de sauvetage.",
    ),
    ("Spread the word!", "Passez le mot!"),
    (
        "Call us with your questions.",
        "Appelez-nous si vous avez des questions.",
    ),
];

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
        "{:>9}  {:>9} {:>9} {:>9}  {:>9} {:>9}  per post",
        "posts", "import s", "report s", "both s", "import MiB", "report MiB"
    );
    let mut first = None;
    for posts in sizes {
        let folder =
            std::env::temp_dir().join(format!("tandem-scale-{}-{posts}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for the run");
        write(&folder, posts);
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
        let both = (import.0 + report.0).as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "at most some millions")]
        let each = both / posts as f64;
        let ratio = each / *first.get_or_insert(each);
        println!(
            "{posts:>9}  {:>9.2} {:>9.2} {both:>9.2}  {:>10} {:>10}  {ratio:>5.2} ×",
            import.0.as_secs_f64(),
            report.0.as_secs_f64(),
            import.1 / 1024,
            report.1 / 1024
        );
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

fn write(folder: &Path, posts: u64) {
    let mut config =
        String::from("[institution]\nname = { english = \"Bench\", french = \"Banc\" }\n");
    for number in 0..PAIRS {
        let _ = write!(
            config,
            "\n[[presence]]\nid = \"p{number}\"\nplatform = \"x\"\nenglish = \"en{number}\"\nfrench = \"fr{number}\"\n"
        );
    }
    for number in 0..BILINGUAL {
        let _ = write!(
            config,
            "\n[[presence]]\nid = \"b{number}\"\nplatform = \"x\"\nbilingual = \"both{number}\"\n"
        );
    }
    fs::write(folder.join("tandem.toml"), config).expect("the configuration is written");
    let mut lines = String::new();
    let mut random = fastrand::Rng::with_seed(7);
    let presences = PAIRS + BILINGUAL;
    let mut id = 0;
    while id < posts {
        let presence = random.u64(0..presences);
        let at = START + random.u64(0..SECONDS);
        let (english, french) = texts(&mut random);
        if presence >= PAIRS {
            line(
                &mut lines,
                &mut id,
                &format!("both{}", presence - PAIRS),
                at,
                &format!("{english}\\n\\n{french}"),
            );
            continue;
        }
        line(&mut lines, &mut id, &format!("en{presence}"), at, &english);
        // One in twenty has no counterpart; the others come within minutes, a few of them within days.
        if random.u64(0..20) > 0 {
            let late = if random.u64(0..30) == 0 {
                random.u64(0..200_000)
            } else {
                random.u64(0..300)
            };
            line(
                &mut lines,
                &mut id,
                &format!("fr{presence}"),
                at + late,
                &french,
            );
        }
    }
    fs::write(folder.join("posts.jsonl"), lines).expect("the posts are written");
}

fn texts(random: &mut fastrand::Rng) -> (String, String) {
    let (subject, verb, tail) = (
        random.choice(SUBJECTS).unwrap_or(SUBJECTS[0]),
        random.choice(VERBS).unwrap_or(VERBS[0]),
        random.choice(TAILS).unwrap_or(TAILS[0]),
    );
    let (hour, day, seats) = (random.u64(1..12), random.u64(1..29), random.u64(10..5000));
    let english = format!(
        "{} {} on May {day} at {hour} p.m. There are {seats} places. {} #OurCoasts",
        subject.0, verb.0, tail.0
    );
    let french = format!(
        "{} {} le {day} mai à {} h. Il y a {seats} places. {} #NosCôtes",
        subject.1,
        verb.1,
        hour + 12,
        tail.1
    );
    (english, french)
}

fn line(lines: &mut String, id: &mut u64, account: &str, at: u64, text: &str) {
    *id += 1;
    let published = jiff::Timestamp::from_second(i64::try_from(at).unwrap_or(0))
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let _ = writeln!(
        lines,
        r#"{{"platform":"x","account":"{account}","id":"{}","url":"https://x.example/{account}/status/{id}","published_at":"{published}","text":"{text}"}}"#,
        1_900_000_000_000_000_000_u64 + *id
    );
}
