//! Invented posts of as many accounts as the federal register has.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Accounts with a counterpart; the rest are bilingual.
const PAIRS: u64 = 810;
const BILINGUAL: u64 = 245;
/// Posts are spread over a year.
const SECONDS: u64 = 365 * 86_400;
/// 2025-11-03T05:00:00Z, a Monday.
const START: u64 = 1_762_146_000;

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

/// Writes the configuration and the posts of a run.
pub(crate) fn write(folder: &Path, posts: u64) {
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
        snowflake(at, *id)
    );
}

/// An id of X that was given at that second: one that said another time would be told of in the report.
fn snowflake(second: u64, number: u64) -> u64 {
    const ZERO_IN_MILLISECONDS: u64 = 1_288_834_974_657;
    ((second * 1000 - ZERO_IN_MILLISECONDS) << 22) + number % (1 << 22)
}
