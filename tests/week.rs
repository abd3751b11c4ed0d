//! Week and Coverage as a coordinator meets them, by forms alone: decided, shown, in decisions.csv, in the next report;
//! an export dropped and read. What a browser makes of it: `tests/page/serve.mjs`.

#![allow(clippy::unwrap_used)]

#[path = "serve/server.rs"]
mod server;

use server::{Answer, Server, program};
use std::fs;
use std::path::Path;

const WEEK: &str = "from=2026-11-02&to=2026-11-08";
const DECISIONS: &str =
    "decision,finding_id,english_post_id,french_post_id,reason,author,date,expires";

/// The posts of the case `decisions`, imported; its decisions too, if they are wanted.
fn server(decided: bool) -> Server {
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/cli/decisions/input");
    let folder = tempfile::tempdir().unwrap();
    for name in ["posts.jsonl", "tandem.toml", "decisions.csv"] {
        if decided || name != "decisions.csv" {
            fs::copy(input.join(name), folder.path().join(name)).unwrap();
        }
    }
    let words = [
        "import",
        "posts.jsonl",
        "--covered",
        "2026-10-20..2026-11-22",
    ];
    assert!(
        program(folder.path(), &words, None)
            .output()
            .unwrap()
            .status
            .success()
    );
    Server::start_in(folder, &["serve", "--listen", "127.0.0.1:0"], None)
}

fn report(server: &Server) -> String {
    let words = ["report", "--from", "2026-11-02", "--to", "2026-11-08"];
    let output = program(server.folder.path(), &words, None)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn decisions(server: &Server) -> String {
    fs::read_to_string(server.folder.path().join("decisions.csv")).unwrap_or_default()
}

/// The addresses of the list, in its order.
fn listed(page: &Answer, path: &str) -> Vec<String> {
    let start = format!("<h3><a href=\"{path}/");
    let links = page.body.split(&start).skip(1);
    links
        .map(|rest| {
            let rest = rest.split('"').next().unwrap();
            format!("{path}/{}", rest.replace("&#38;", "&"))
        })
        .collect()
}

/// The value of the field of that name, in the form that follows the words.
fn field(page: &Answer, after: &str, name: &str) -> String {
    let form = page
        .body
        .split(after)
        .nth(1)
        .unwrap_or_else(|| panic!("{after}: {}", page.body));
    let value = form
        .split(&format!("name=\"{name}\" value=\""))
        .nth(1)
        .unwrap();
    value.split('"').next().unwrap().to_owned()
}

/// Where the link leads that has the attribute.
fn link(page: &Answer, attribute: &str) -> String {
    let before = page.body.split(attribute).next().unwrap();
    let link = before.rsplit("href=\"").next().unwrap();
    link.split('"').next().unwrap().replace("&#38;", "&")
}

/// What the form that follows the words would send, but for its buttons; with what a person types.
fn form(page: &Answer, after: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let form = page.body.split(after).nth(1);
    let form = form.unwrap_or_else(|| panic!("{after}: {}", page.body));
    let form = form.split("</form>").next().unwrap();
    let fields = form.split("name=\"").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once('"')?;
        let value = rest.split_once(" value=\"")?.1.split('"').next()?;
        Some((name.to_owned(), value.replace("&#34;", "\"")))
    });
    let is_typed = |name: &str| name == "do" || typed.iter().any(|(known, _)| *known == name);
    let mut fields: Vec<_> = fields.filter(|(name, _)| !is_typed(name)).collect();
    let typed = typed.iter();
    fields.extend(typed.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

fn send(server: &Server, path: &str, fields: &[(String, String)]) -> Answer {
    let fields = fields.iter();
    let fields: Vec<_> = fields.map(|(name, value)| (&**name, &**value)).collect();
    server.post(path, &fields)
}

/// Follows where the answer leads.
fn follow(server: &Server, answer: &Answer) -> Answer {
    assert_eq!(answer.status, 303, "{}", answer.body);
    server.get(answer.header("location").unwrap())
}

/// A coordinator's word must be shown, kept where the command line reads it, counted in the next report, and taken back.
#[test]
fn what_is_decided_is_in_the_file_and_in_the_next_report() {
    for (path, reason, done, held) in [
        (
            "/en/week",
            "event is over",
            "Written to decisions.csv",
            "waived by A. Roy",
        ),
        (
            "/fr/semaine",
            "événement terminé",
            "Consigné dans decisions.csv",
            "dispense par A. Roy",
        ),
    ] {
        let server = server(false);
        let list = server.get(&format!("{path}?{WEEK}&rule=missing-counterpart"));
        assert_eq!(list.status, 200, "{}", list.body);
        let first = listed(&list, path).first().unwrap().clone();
        let page = server.get(&first);
        let waive = "id=\"about\"";
        let fields = [
            ("do", "waive"),
            ("about", "finding"),
            (
                "finding",
                &field(&page, "<section aria-labelledby=\"decide\">", "finding"),
            ),
            (
                "english",
                &field(&page, "<section aria-labelledby=\"decide\">", "english"),
            ),
            (
                "french",
                &field(&page, "<section aria-labelledby=\"decide\">", "french"),
            ),
            ("seen-finding", &field(&page, waive, "seen-finding")),
            ("reason", reason),
            ("expires", "2099-12-31"),
            ("author", "A. Roy"),
        ];
        let shown = follow(&server, &server.post(&first, &fields));
        assert!(
            shown.body.contains(done) && shown.body.contains(held),
            "{}",
            shown.body
        );
        let file = decisions(&server);
        assert!(
            file.starts_with(&format!("\u{feff}{DECISIONS}\nwaive,")),
            "{file}"
        );
        assert!(file.contains(&format!(",,,{reason},A. Roy,")), "{file}");
        let waived = server.get(&format!("{path}?{WEEK}&state=waived"));
        assert_eq!(listed(&waived, path).len(), 1, "{}", waived.body);
        assert!(report(&server).contains(reason), "{}", report(&server));
        // A colleague with the page of before does not overwrite it.
        let late = server.post(&first, &[&fields[..8], &[("author", "B. Singh")]].concat());
        assert_eq!(late.status, 409);
        assert!(
            late.body.contains(held) && decisions(&server) == file,
            "{}",
            late.body
        );
        // Undone: the row that says so stands in the file, and the finding is open again.
        let undo = [
            "do",
            "about",
            "at",
            "finding",
            "english",
            "french",
            "seen-finding",
        ];
        let undo = undo.map(|name| (name, field(&shown, "role=\"status\"", name)));
        let mut undo: Vec<(&str, &str)> = undo
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        undo.push(("author", "B. Singh"));
        let undone = follow(&server, &server.post(&first, &undo));
        assert!(!undone.body.contains(held), "{}", undone.body);
        assert!(
            decisions(&server)
                .lines()
                .last()
                .unwrap()
                .starts_with("withdraw,")
        );
        assert!(listed(&server.get(&format!("{path}?{WEEK}&state=waived")), path).is_empty());
    }
}

/// Decisions that are ignored change the figures: whoever looks at these is told what the report names, and where.
#[test]
fn what_could_not_be_used_stands_above_the_figures() {
    let server = server(true);
    let at = server.folder.path().join("decisions.csv");
    let whole = fs::read_to_string(&at).unwrap();
    for (broken, place) in [
        (
            whole.replacen("decision;", "decided;", 1),
            "decisions.csv:1<",
        ),
        (format!("{whole}nonsense;;;;;;;\n"), "decisions.csv:10<"),
    ] {
        fs::write(&at, broken).unwrap();
        for path in ["/en/week", "/fr/semaine"] {
            let page = server.get(&format!("{path}?{WEEK}")).body;
            let told = page.find(place);
            let figures = page.find("<dl class=\"facts\">");
            assert!(told.is_some() && told < figures, "{page}");
        }
    }
    fs::write(&at, whole).unwrap();
    let page = server.get(&format!("/en/week?{WEEK}")).body;
    assert!(!page.contains("decisions.csv:"), "{page}");
}

/// A list of ten beside a tile of four is taken for an error of the program: each kind is counted by itself, and so is
/// what no share counts.
#[test]
fn the_list_counts_what_the_figures_count() {
    let server = server(true);
    let page = server.get(&format!("/en/week?{WEEK}")).body;
    let tally = page.split("<p class=\"tally\">").nth(1).unwrap();
    let tally = tally.split('<').next().unwrap();
    let tile = page.split("<span class=\"value\">").nth(1).unwrap();
    let tile = tile.split('<').next().unwrap();
    assert!(tally.starts_with(&format!("{tile} finding")), "{tally}");
    assert!(tally.ends_with("4 pairs decided"), "{tally}");
    assert!(
        page.contains(
            "Posts read: 10. In no share above: waiting for their counterpart 0, not judged 0"
        ),
        "{page}"
    );
    let waived = server.get(&format!("/fr/semaine?{WEEK}&state=waived")).body;
    assert!(waived.contains(">1 visé par une dispense<"), "{waived}");
}

/// Pairs are what the report rests on: accepted, rejected, named by hand, in the file that a person keeps.
#[test]
fn pairs_are_decided() {
    let server = server(true);
    let before = fs::read(server.folder.path().join("decisions.csv")).unwrap();
    let page = server.get(&format!("/en/week?{WEEK}&state=decided"));
    let pairs = listed(&page, "/en/week");
    assert!(!pairs.is_empty(), "{}", page.body);
    let first = server.get(&pairs[0]);
    let fields = |act| {
        let of = |name| field(&first, "<section aria-labelledby=\"decide\">", name);
        vec![
            ("do", act),
            ("about", "pair".to_owned()),
            ("english", of("english")),
            ("french", of("french")),
            ("seen-pair", of("seen-pair")),
            ("author", "Zoé; \"Z\"".to_owned()),
            ("reason", "=1+1".to_owned()),
        ]
    };
    let fields = fields("reject-pair".to_owned());
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let shown = follow(&server, &server.post(&pairs[0], &fields));
    assert!(
        shown.body.contains("pair rejected by Zoé; &#34;Z&#34;"),
        "{}",
        shown.body
    );
    let after = fs::read(server.folder.path().join("decisions.csv")).unwrap();
    assert!(after.starts_with(&before));
    let added = String::from_utf8(after[before.len()..].to_vec()).unwrap();
    assert!(added.contains(";'=1+1;\"Zoé; \"\"Z\"\"\";"), "{added}");
    // A counterpart that no account published is refused, in the words of the report.
    let odd = [
        ("do", "pair"),
        ("about", "pair"),
        ("english", "x:102"),
        ("other", "x:999"),
        ("author", "A"),
    ];
    let refused = server.post(&pairs[0], &odd);
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("x:999: no such post"),
        "{}",
        refused.body
    );
    // No reason, no author, no end: as the reader of the file says it.
    for (fields, words) in [
        (
            [("reason", ""), ("author", "A"), ("expires", "2099-01-01")],
            "“Reason” is empty",
        ),
        (
            [("reason", "r"), ("author", ""), ("expires", "2099-01-01")],
            "“Who decides” is empty",
        ),
        (
            [("reason", "r"), ("author", "A"), ("expires", "")],
            "“Last day on which it holds” is empty",
        ),
        (
            [("reason", "r"), ("author", "A"), ("expires", "1999-01-01")],
            "1999-01-01, which is over",
        ),
    ] {
        let fields = [
            &[("do", "waive"), ("about", "english"), ("english", "x:102")],
            &fields[..],
        ]
        .concat();
        let refused = server.post(&pairs[0], &fields);
        assert!(
            refused.status == 422 && refused.body.contains(words),
            "{words}: {}",
            refused.body
        );
    }
    assert_eq!(
        fs::read(server.folder.path().join("decisions.csv")).unwrap(),
        after
    );
}

/// "Written" is a promise: neither an address that somebody made up nor a decision that there is none of may give it.
#[test]
fn only_what_is_written_is_said_to_be() {
    let server = server(true);
    let before = decisions(&server);
    let page = server.get(&format!("/en/week?{WEEK}&rule=pairs"));
    let first = listed(&page, "/en/week").first().unwrap().clone();
    for more in ["done=explode&at=8", "done=waive&at=0", "done=reject-pair"] {
        let more = format!("{first}&{more}&about=pair&english=x:1&french=x:2");
        let page = server.get(&more);
        assert!(!page.body.contains("Written"), "{more}: {}", page.body);
    }
    for act in [&[("do", "explode")][..], &[("do", "")], &[]] {
        let fields = [
            ("about", "pair"),
            ("english", "x:104"),
            ("french", "x:204"),
            ("author", "A"),
        ];
        let refused = server.post(&first, &[act, &fields].concat());
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains("is no decision"), "{}", refused.body);
    }
    assert_eq!(decisions(&server), before);
}

/// A pair that a coordinator sees must be one in the next report, whether the program proposed it or not.
#[test]
fn pairs_are_accepted_and_named_by_hand() {
    for (path, accept, by_hand, accepted, paired) in [
        (
            "/en/week",
            "Do the two say the same?</h3>",
            "Name its counterpart</h3>",
            "pair accepted by A. Roy",
            "paired by hand by A. Roy",
        ),
        (
            "/fr/semaine",
            "Les deux disent-elles la même chose?</h3>",
            "Désigner son équivalent</h3>",
            "paire acceptée par A. Roy",
            "jumelées à la main par A. Roy",
        ),
    ] {
        let server = server(false);
        let doubts = listed(&server.get(&format!("{path}?{WEEK}&rule=pairs")), path);
        let page = server.get(&doubts[0]);
        let typed = [("do", "accept-pair"), ("author", "A. Roy"), ("reason", "")];
        let all = listed(&server.get(&format!("{path}?{WEEK}")), path);
        let id = |at: &str| at.split('?').next().unwrap().to_owned();
        let place = all.iter().position(|it| id(it) == id(&doubts[0])).unwrap();
        let at = &all[place];
        let sent = send(&server, at, &form(&page, accept, &typed));
        let shown = follow(&server, &sent);
        assert!(shown.body.contains(accepted), "{}", shown.body);
        // What is decided moves to the end of the list, and the way goes on from where it was.
        let now = listed(&server.get(&format!("{path}?{WEEK}")), path);
        let mut following = all[place + 1..].iter().filter(|it| now.contains(it));
        let next = id(&link(&shown, "rel=\"next\""));
        assert_eq!(next, id(following.next().unwrap()));
        let missing = format!("{path}?{WEEK}&rule=missing-counterpart");
        let missing = listed(&server.get(&missing), path);
        let lone = "name=\"english\" value=\"x:105\"";
        let (at, page) = missing
            .iter()
            .map(|at| (at, server.get(at)))
            .find(|(_, page)| page.body.contains(lone))
            .unwrap();
        let typed = [
            ("do", "pair"),
            ("other", "x:205"),
            ("author", "A. Roy"),
            ("reason", "posted late"),
        ];
        let sent = send(&server, at, &form(&page, by_hand, &typed));
        let shown = follow(&server, &sent);
        assert!(shown.body.contains(paired), "{}", shown.body);
        let file = decisions(&server);
        assert!(
            file.contains("\naccept-pair,,x:103,x:203,,A. Roy,"),
            "{file}"
        );
        assert!(
            file.contains("\npair,,x:105,x:205,posted late,A. Roy,"),
            "{file}"
        );
        let missing = listed(
            &server.get(&format!(
                "{path}?{WEEK}&rule=missing-counterpart&state=open"
            )),
            path,
        );
        assert!(!missing.contains(at), "{missing:?}");
        assert!(
            report(&server).contains("posted late"),
            "{}",
            report(&server)
        );
    }
}

/// A post taken from another pair leaves three new findings behind: nobody does so without being told.
#[test]
fn a_counterpart_of_another_post_is_asked_for_twice() {
    for (path, by_hand, told, paired) in [
        (
            "/en/week",
            "Name its counterpart</h3>",
            "x:201 is the counterpart of x:101",
            "paired by hand by A. Roy",
        ),
        (
            "/fr/semaine",
            "Désigner son équivalent</h3>",
            "x:201 est l’équivalent de x:101",
            "jumelées à la main par A. Roy",
        ),
    ] {
        let server = server(false);
        let missing = listed(
            &server.get(&format!("{path}?{WEEK}&rule=missing-counterpart")),
            path,
        );
        let lone = "name=\"english\" value=\"x:105\"";
        let mut pages = missing.iter().map(|at| (at, server.get(at)));
        let (at, page) = pages.find(|(_, page)| page.body.contains(lone)).unwrap();
        let typed = [("do", "pair"), ("other", "x:201"), ("author", "A. Roy")];
        let asked = send(&server, at, &form(&page, by_hand, &typed));
        assert_eq!(asked.status, 422, "{}", asked.body);
        assert!(asked.body.contains(told), "{}", asked.body);
        assert_eq!(decisions(&server), "");
        // Said once more, with what was typed still there.
        let again = form(&asked, by_hand, &[("do", "pair")]);
        assert!(again.contains(&("taken".to_owned(), "x:101".to_owned())));
        let shown = follow(&server, &send(&server, at, &again));
        assert!(shown.body.contains(paired), "{}", shown.body);
        assert!(decisions(&server).contains("\npair,,x:105,x:201,,A. Roy,"));
    }
}

/// An emergency in one language would be set aside for the very reason for which both languages are owed; the report says
/// so later, and the form says so at once.
#[test]
fn urgency_waives_no_emergency() {
    let server = server(false);
    let post = r#"{"platform": "x", "account": "CoastWatchCA", "id": "120", "published_at": "2026-11-05T21:00:00-05:00", "text": "Storm warning: winds of 55 knots are expected tonight off Cape Merrin. Stay ashore."}"#;
    fs::write(server.folder.path().join("more.jsonl"), post).unwrap();
    let import = [
        "import",
        "more.jsonl",
        "--covered",
        "2026-10-20..2026-11-22",
    ];
    let import = program(server.folder.path(), &import, None).output();
    assert!(import.unwrap().status.success());
    let list = server.get(&format!("/fr/semaine?{WEEK}&rule=emergency"));
    let first = listed(&list, "/fr/semaine").first().unwrap().clone();
    let page = server.get(&first);
    for about in ["finding", "english"] {
        let waive = |reason| {
            let typed = [
                ("do", "waive"),
                ("about", about),
                ("reason", reason),
                ("expires", "2099-12-31"),
                ("author", "A. Roy"),
            ];
            let form = form(
                &page,
                "Accorder une dispense, avec un motif et une fin</h3>",
                &typed,
            );
            send(&server, &first, &form)
        };
        let refused = waive("Par manque de temps; c’était urgent.");
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(
            refused.body.contains("l’urgence n’est pas un motif"),
            "{}",
            refused.body
        );
        assert_eq!(decisions(&server), "");
        assert_eq!(waive("Exercice; personne n’était visé.").status, 303);
        fs::remove_file(server.folder.path().join("decisions.csv")).unwrap();
    }
}

/// A page of another site that the same browser shows must neither decide, nor spend, nor fill the store.
#[test]
fn other_sites_decide_nothing() {
    let server = server(false);
    let before = fs::read(server.folder.path().join("tandem.sqlite")).unwrap();
    let waiver = b"do=waive&about=english&english=x:102&reason=r&author=A&expires=2099-12-31";
    let export = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\na\r\n--b--\r\n";
    let plain = "application/x-www-form-urlencoded";
    for (line, kind, body) in [
        ("POST /en/week/x", plain, &waiver[..]),
        ("POST /fr/couverture", plain, b"do=fetch&presence="),
        ("POST /upload/en", "multipart/form-data; boundary=b", export),
    ] {
        for (name, value) in [
            ("Origin", "http://evil.example"),
            ("Origin", "null"),
            ("Sec-Fetch-Site", "cross-site"),
            ("Host", "evil.example"),
        ] {
            let headers = [("Content-Type", kind), (name, value)];
            let answer = server.ask(line, &headers, body);
            let wanted = if name == "Host" { 421 } else { 403 };
            assert_eq!(answer.status, wanted, "{line} {name}: {value}");
        }
    }
    assert!(
        server
            .get("/en/coverage")
            .body
            .contains("Nothing is being read.")
    );
    assert!(!server.folder.path().join("decisions.csv").exists());
    assert_eq!(
        fs::read(server.folder.path().join("tandem.sqlite")).unwrap(),
        before
    );
    // The same from its own page; and far too much of it.
    let own = [("Content-Type", plain)];
    assert_eq!(server.ask("POST /en/week/x", &own, waiver).status, 303);
    let file = decisions(&server);
    let large = [&waiver[..], &vec![b'a'; 2 << 20]].concat();
    let refused = server.ask("POST /en/week/x", &own, &large).status;
    assert!([0, 413, 422].contains(&refused), "{refused}");
    assert_eq!(decisions(&server), file);
}

/// What somebody puts into an address, a field, a post or the name of a file is shown as words, where it belongs.
#[test]
fn hostile_addresses_fields_and_posts_are_words() {
    let server = server(false);
    let quoted = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    for path in [
        format!("/en/week?{WEEK}&rule={quoted}&author={quoted}&state={quoted}"),
        format!("/en/week/{quoted}?{WEEK}&done=x&at=0&about=pair&english={quoted}&french={quoted}"),
        format!("/fr/semaine?from={quoted}"),
        format!("/fr/semaine?presence={quoted}"),
    ] {
        let page = server.get(&path);
        assert!(!page.body.contains("<script>"), "{path}: {}", page.body);
        assert!(
            page.status < 500 && !page.head.contains("<script>"),
            "{path}"
        );
    }
    let evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>\r\nX-Evil: 1";
    let is_calm = |answer: &Answer, what: &str| {
        let is_bad = ["<script>", "<img"]
            .iter()
            .any(|it| answer.head.contains(it) || answer.body.contains(it));
        let is_bad = is_bad || answer.header("X-Evil").is_some();
        assert!(answer.status < 500 && !is_bad, "{what}: {}", answer.body);
    };
    // Every field of every form, one after the other; some of it is a decision that is written and shown.
    let path = "/en/week";
    let first = listed(
        &server.get(&format!("{path}?{WEEK}&rule=missing-counterpart")),
        path,
    );
    let first = first.first().unwrap();
    let names = [
        "do",
        "about",
        "at",
        "finding",
        "english",
        "french",
        "other",
        "offered",
        "taken",
        "next",
        "seen-pair",
        "seen-finding",
        "seen-english",
        "seen-french",
        "reason",
        "expires",
        "author",
    ];
    let mut written = 0;
    for act in ["waive", "accept-pair", "pair", "withdraw", "undo"] {
        for name in names {
            let mut fields = vec![
                ("do", act),
                ("about", if act == "waive" { "english" } else { "pair" }),
                ("english", "x:102"),
                ("french", "x:201"),
                ("taken", "x:101"),
                ("reason", "r"),
                ("expires", "2099-12-31"),
                ("author", "A"),
            ];
            fields.retain(|(known, _)| *known != name);
            fields.push((name, evil));
            // What holds already is seen by nobody here.
            let _ = fs::remove_file(server.folder.path().join("decisions.csv"));
            let answer = server.post(first, &fields);
            is_calm(&answer, name);
            written += usize::from(decisions(&server).contains("alert(1)"));
            if answer.status == 303 {
                is_calm(&follow(&server, &answer), name);
            }
        }
    }
    assert!(written > 5, "{written}");
    // What an account published, and what a file is called.
    let post = serde_json::json!({ "platform": "x", "account": "CoastWatchCA", "id": "1<script>",
        "published_at": "2026-11-03T15:00:00Z", "text": format!("{evil} Our crews are painting the boats and the docks of the harbour tomorrow."), "url": "javascript:alert(1)",
        "media": [{ "type": "image", "alt": evil, "url": evil }] });
    let form = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"<script>.jsonl\"\r\n\r\n{post}\r\n--b--\r\n"
    );
    let kind = [("Content-Type", "multipart/form-data; boundary=b")];
    assert_eq!(
        server.ask("POST /upload/fr", &kind, form.as_bytes()).status,
        303
    );
    let coverage = wait(&server);
    assert!(
        coverage.contains("&#60;script&#62;.jsonl") && !coverage.contains("<script>"),
        "{coverage}"
    );
    let list = server.get(&format!("{path}?{WEEK}"));
    is_calm(&list, "list");
    assert!(list.body.contains("&#60;img src=x"), "{}", list.body);
    for at in listed(&list, path) {
        let page = server.get(&at);
        is_calm(&page, &at);
        assert!(!page.body.contains("href=\"javascript:"), "{}", page.body);
    }
}

/// An export that a person drops must be in the next report; one that is none must be refused with a reason.
#[test]
fn an_export_is_dropped_and_read() {
    let server = Server::start();
    // Who has nothing yet is led to where files are taken, on this page and not by a command.
    let first = server.get("/fr/semaine");
    assert!(
        first.body.contains("<p><a href=\"/fr/couverture\">"),
        "{}",
        first.body
    );
    let empty = server.get("/fr/couverture");
    assert!(
        empty.status == 200 && empty.body.contains("Aucune lecture"),
        "{}",
        empty.body
    );
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/cli/decisions/input");
    let posts = fs::read_to_string(input.join("posts.jsonl")).unwrap();
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let send = |name: &str, text: &str| {
        let form = format!(
            "{}{}--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{text}\r\n--b--\r\n",
            part("covered-from", "2026-10-20"),
            part("covered-to", "2026-11-22"),
        );
        let kind = [("Content-Type", "multipart/form-data; boundary=b")];
        server.ask("POST /upload/fr", &kind, form.as_bytes())
    };
    let sent = send("../../posts.jsonl", &posts);
    assert_eq!(
        (sent.status, sent.header("location")),
        (303, Some("/fr/couverture#progress"))
    );
    let done = wait(&server);
    assert!(
        done.contains("posts.jsonl\u{a0}:") && done.contains("enregistrements\u{a0}: 13"),
        "{done}"
    );
    assert!(done.contains("2026-10-20 au 2026-11-22"), "{done}");
    assert!(
        report(&server).contains("14 kayakers"),
        "{}",
        report(&server)
    );
    let week = server.get(&format!("/fr/semaine?{WEEK}"));
    assert!(week.body.contains("14 kayakers"), "{}", week.body);
    assert_eq!(send("notes.txt", "nothing of the kind").status, 303);
    assert!(wait(&server).contains("class=\"notice\""));
    assert_eq!(send("empty.csv", "").status, 422);
    // A table that nobody knows leaves nothing behind: no report names its lines.
    assert_eq!(send("list.csv", "name,colour\na,b\nc,d\n").status, 303);
    assert!(wait(&server).contains("class=\"notice\""));
    assert_eq!(send("list.jsonl", "{\"name\": 1}\n").status, 303);
    let told = wait(&server);
    assert!(told.contains("rien n’en a été conservé"), "{told}");
    assert!(!told.contains("id=\"rejected\""), "{told}");
    assert!(!report(&server).contains("list."), "{}", report(&server));
    // Nothing is left beside the store.
    let names = fs::read_dir(server.folder.path()).unwrap();
    let names: Vec<String> = names
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        names.iter().all(|name| !name.ends_with(".upload")),
        "{names:?}"
    );
}

/// The page of the coverage when nothing is at work any more.
fn wait(server: &Server) -> String {
    for _ in 0..2000 {
        let page = server.get("/fr/couverture");
        if !page.body.contains("data-watch") {
            return page.body;
        }
    }
    panic!("it does not end");
}

/// Reading may cost hundreds of dollars: no single click spends them where no limit is set.
#[test]
fn what_costs_money_is_asked_for_twice() {
    let folder = tempfile::tempdir().unwrap();
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/cli/decisions/input");
    fs::copy(input.join("tandem.toml"), folder.path().join("tandem.toml")).unwrap();
    let server = Server::start_in(folder, &["serve", "--listen", "127.0.0.1:0"], None);
    let fetch = [("do", "fetch"), ("presence", "coast-x")];
    for (path, told, yes) in [
        (
            "/en/coverage",
            "Nothing was asked for yet",
            "Yes, read them for about US$",
        ),
        (
            "/fr/couverture",
            "Rien n’a encore été demandé",
            "Oui, les lire pour environ",
        ),
    ] {
        let asked = server.post(path, &fetch);
        assert_eq!(asked.status, 422, "{}", asked.body);
        assert!(
            asked.body.contains(told) && asked.body.contains(yes),
            "{}",
            asked.body
        );
        assert!(
            asked.body.contains("name=\"paid\" value=\"coast-x\""),
            "{}",
            asked.body
        );
        assert!(!asked.body.contains("data-watch"), "{}", asked.body);
    }
    // What is agreed to for one presence is not for another; without a key nothing is spent here.
    let other = [("do", "fetch"), ("presence", ""), ("paid", "coast-x")];
    assert_eq!(server.post("/en/coverage", &other).status, 422);
    let agreed = [
        ("do", "fetch"),
        ("presence", "coast-x"),
        ("paid", "coast-x"),
    ];
    assert_eq!(server.post("/en/coverage", &agreed).status, 303);
    // Why nothing was read is said of each of the two accounts, and once.
    let done = wait(&server);
    let why = "x ne montre rien sans";
    assert_eq!(done.matches(why).count(), 2, "{done}");
}

/// Accounts are read from where the configuration says, what goes wrong is said, and two readings at once are refused.
#[test]
fn accounts_are_read_from_the_page() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let config = format!(
        "[institution]\nname = {{ english = \"A\", french = \"B\" }}\ntime-zone = \"UTC\"\n[[presence]]\nid = \"feed\"\nplatform = \"feed\"\nenglish = \"http://{at}/en\"\nfrench = \"http://{at}/fr\"\n"
    );
    fs::write(folder.path().join("tandem.toml"), config).unwrap();
    let server = Server::start_in(folder, &["serve", "--listen", "127.0.0.1:0"], None);
    let fetch = [("do", "fetch"), ("presence", "")];
    assert_eq!(server.post("/en/coverage", &fetch).status, 303);
    // The feed is asked, and does not answer yet.
    let (asked, _) = listener.accept().unwrap();
    let again = server.post("/en/coverage", &fetch);
    assert_eq!(again.status, 409);
    assert!(
        again.body.contains("being read already") && again.body.contains("data-watch"),
        "{}",
        again.body
    );
    assert_eq!(server.post("/en/coverage", &[("do", "stop")]).status, 303);
    drop((asked, listener));
    let done = wait(&server);
    assert!(done.contains("class=\"notice\""), "{done}");
    let wrong = server.post("/en/coverage", &[("do", "fetch"), ("presence", "nobody")]);
    assert_eq!(wrong.status, 303);
    assert!(wait(&server).contains("nobody"));
}
