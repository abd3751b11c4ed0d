//! The page as its users meet it, and those who mean harm: the real server on a port of its own, asked by hand.
//!
//! What a browser makes of the pages: `tests/page/serve.mjs`.

#![allow(clippy::unwrap_used)]

#[path = "serve/server.rs"]
mod server;

use serde_json::{Value, json};
use server::{Answer, Server, program};
use std::fs;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;

const ENGLISH: &str = "Wear your life jacket until May 31. https://canada.ca/en #SafeBoating";
const FRENCH: &str =
    "Portez votre gilet de sauvetage jusqu’au 30 mai. https://canada.ca/fr #PrudenceNautique";

/// A practitioner who has switched scripts off, or whose browser has, would else have no page at all.
#[test]
fn a_draft_is_checked_and_mended_by_forms_alone() {
    let server = Server::start();
    for (path, nothing, date, apply) in [
        (
            "/en/draft",
            "Nothing typed yet.",
            "not the same date",
            ">Apply</button>",
        ),
        (
            "/fr/ebauche",
            "Rien n’a encore été saisi.",
            "pas la même date",
            ">Appliquer</button>",
        ),
    ] {
        let empty = server.get(path);
        assert_eq!(empty.status, 200);
        assert!(empty.body.contains(nothing), "{}", empty.body);
        let fields = [("english", ENGLISH), ("french", FRENCH), ("platform", "x")];
        let checked = server.post(path, &fields);
        assert!(checked.body.contains(date), "{}", checked.body);
        assert!(checked.body.contains("<mark class=\"error\">30 mai</mark>"));
        // What a text takes and may take stand together: on a phone a column of limits is out of sight.
        assert!(checked.body.contains(" / 280</td>"), "{}", checked.body);
        // A suggestion, applied by its button.
        let french = "Portez votre gilet: l’été commence.";
        let fields = [
            ("english", "Wear your jacket: summer begins."),
            ("french", french),
        ];
        let checked = server.post(path, &fields);
        assert!(checked.body.contains(apply), "{}", checked.body);
        let value = checked
            .body
            .split("name=\"apply\" value=\"")
            .nth(1)
            .unwrap();
        let value = value.split('"').next().unwrap().replace("&#38;", "&");
        let mended = server.post(path, &[&fields[..], &[("apply", value.as_str())]].concat());
        assert!(
            mended.body.contains("Portez votre gilet\u{a0}: l’été"),
            "{}",
            mended.body
        );
        assert!(!mended.body.contains(apply));
        // The same button after the text has changed does nothing to it.
        let other = [
            ("english", ""),
            ("french", "Un tout autre texte."),
            ("apply", value.as_str()),
        ];
        let unchanged = server.post(path, &other);
        assert!(
            unchanged.body.contains("Un tout autre texte.</textarea>"),
            "{}",
            unchanged.body
        );
    }
}

/// A draft that cannot be kept must be typed again; one that `tandem check` does not read is kept for nothing.
#[test]
fn a_draft_is_kept_opened_and_read_by_the_command() {
    let server = Server::start();
    let fields = [
        ("english", "Line one\r\nline two <b>"),
        ("french", "Première ligne\r\ndeuxième ligne <b>"),
        ("platform", "bluesky"),
        ("presence", "coast-x"),
        ("planned", "2026-11-23T09:00"),
        ("medium", "image"),
        ("medium-of", "both"),
        ("alt-en", "A boat"),
        ("alt-fr", "Un bateau"),
    ];
    let file = server.post("/fr/ebauche/file", &fields);
    let named = file.header("content-disposition").unwrap();
    assert!(named.contains("ebauche.json"), "{named}");
    let draft = file.json();
    assert_eq!(draft["planned_at"], "2026-11-23T09:00:00-05:00");
    assert_eq!(draft["english"]["text"], "Line one\nline two <b>");
    let path = server.folder.path().join("draft.json");
    fs::write(&path, &file.body).unwrap();
    let output = program(server.folder.path(), &["check", "draft.json"], None)
        .output()
        .unwrap();
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("bluesky: English")
    );
    let form = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"draft.json\"\r\n\r\n{}\r\n--b--\r\n",
        file.body
    );
    let kind = [("Content-Type", "multipart/form-data; boundary=b")];
    let opened = server.ask("POST /en/draft/open", &kind, form.as_bytes());
    for part in [
        "line two &#60;b&#62;</textarea>",
        "value=\"bluesky\" checked",
        "value=\"coast-x\" selected",
        "value=\"2026-11-23T09:00\"",
        "Un bateau</textarea>",
    ] {
        assert!(opened.body.contains(part), "{part} in {}", opened.body);
    }
    let broken = form.replace("\"english\"", "\"anglais\"");
    let refused = server.ask("POST /en/draft/open", &kind, broken.as_bytes());
    assert!(refused.body.contains("not a draft"), "{}", refused.body);
    // In French no English of the parser.
    let cut = form.replace(&file.body, &file.body[..20]);
    let french = server.ask("POST /fr/ebauche/open", &kind, cut.as_bytes());
    let words = "une ébauche\u{a0}: le texte s’arrête trop tôt";
    assert!(french.body.contains(words), "{}", french.body);
}

/// What `/api/v1/openapi.json` says.
struct Description(Value);

impl Description {
    fn of(server: &Server) -> Self {
        Self(server.get("/api/v1/openapi.json").json())
    }

    fn schema(&self, schema: &Value) -> jsonschema::Validator {
        let whole = json!({ "allOf": [schema], "components": self.0["components"] });
        jsonschema::draft202012::new(&whole).unwrap()
    }

    /// Is the answer one that is described?
    fn holds(&self, path: &str, method: &str, answer: &Answer) {
        let status = answer.status.to_string();
        let mut response = &self.0["paths"][path][method]["responses"][&status];
        assert!(!response.is_null(), "{path}: {status} is not described");
        if let Some(name) = response["$ref"].as_str() {
            response = self.0.pointer(name.trim_start_matches('#')).unwrap();
        }
        let kind = answer.header("content-type").unwrap();
        let schema = &response["content"][kind]["schema"];
        assert!(!schema.is_null(), "{path}: {kind} is not described");
        let found = answer.json();
        let validator = self.schema(schema);
        let errors = validator.iter_errors(&found);
        let errors: Vec<String> = errors
            .map(|it| format!("{}: {it}", it.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{path}: {errors:?}\n{found}");
    }
}

/// A suite that calls the check must find what the description promises, also where it is refused.
#[test]
fn the_check_is_as_described() {
    let server = Server::start();
    let description = Description::of(&server);
    let check = "/api/v1/check";
    let send = |kind: &str, body: &[u8]| {
        let answer = server.ask(&format!("POST {check}"), &[("Content-Type", kind)], body);
        description.holds(check, "post", &answer);
        answer
    };
    let is_draft = description.schema(&json!({ "$ref": "#/components/schemas/Draft" }));
    let draft =
        json!({ "platforms": ["x"], "english": { "text": ENGLISH }, "french": { "text": FRENCH } });
    let found = send("application/json", draft.to_string().as_bytes());
    assert_eq!(
        (found.status, &found.json()["findings"][0]["rule"]),
        (200, &json!("date"))
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/sample/draft.toml");
    let toml = fs::read_to_string(path).unwrap();
    assert_eq!(send("application/toml", toml.as_bytes()).status, 200);
    let sample = serde_json::to_value(toml::from_str::<toml::Value>(&toml).unwrap()).unwrap();
    assert!(is_draft.is_valid(&sample) && is_draft.is_valid(&draft));
    for body in [
        json!({ "english": { "texte": "x" } }),
        json!({ "platforms": ["myspace"] }),
        json!({ "presence": "nobody" }),
    ] {
        let refused = send("application/json", body.to_string().as_bytes());
        assert_eq!(refused.status, 422, "{}", refused.body);
    }
    assert_eq!(send("text/plain", b"{}").status, 415);
    assert_eq!(send("application/json", b"\xff\xfe").status, 400);
    assert_eq!(send("application/json", &vec![b' '; 600 << 10]).status, 413);
}

/// The same for the rest of the interface.
#[test]
fn the_rest_is_as_described() {
    let server = Server::start();
    let description = Description::of(&server);
    let split = |body: &Value| {
        let answer = server.call("/api/v1/split", body);
        description.holds("/api/v1/split", "post", &answer);
        answer.json()
    };
    let halves = split(&json!({ "text": format!("{ENGLISH}\n\n{FRENCH}") }));
    assert_eq!(halves["french"], FRENCH);
    assert_eq!(split(&json!({ "text": ENGLISH }))["parted"], false);
    split(&json!({ "texte": "" }));
    for path in ["/api/v1/rules", "/api/v1/openapi.json"] {
        description.holds(path, "get", &server.get(path));
    }
    let report = |query: &str| {
        let answer = server.get(&format!("/api/v1/report{query}"));
        description.holds("/api/v1/report", "get", &answer);
        (answer.status, answer.json())
    };
    assert_eq!(report("").0, 422);
    let post = json!({ "platform": "x", "account": "CoastWatchCA", "id": "1",
        "published_at": "2025-11-11T15:00:00Z", "text": ENGLISH });
    fs::write(server.folder.path().join("posts.jsonl"), post.to_string()).unwrap();
    let words = [
        "import",
        "posts.jsonl",
        "--covered",
        "2025-11-01..2025-11-30",
    ];
    let read = program(server.folder.path(), &words, None)
        .output()
        .unwrap();
    assert!(read.status.success());
    let (_, week) = report("?week=2025-W46&presence=coast-x");
    assert_eq!(week["totals"]["posts_read"], 1, "{week}");
    // A dashboard that asks and one that reads the folder would otherwise see two truths.
    let words = [
        "report",
        "--week",
        "2025-W46",
        "--presence",
        "coast-x",
        "--out",
        "week",
    ];
    program(server.folder.path(), &words, None)
        .output()
        .unwrap();
    let written = fs::read(server.folder.path().join("week/report.json")).unwrap();
    let written: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(week, written);
    assert_eq!(report("?week=46").0, 422);
}

/// A page of another site could else use the server through the browser that shows both.
#[test]
fn pages_of_other_sites_get_nothing() {
    let server = Server::start();
    let address = server.address.as_str();
    let port = address.rsplit_once(':').unwrap().1;
    let own = format!("http://{address}");
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let post = |headers: &[(&str, &str)]| {
        server
            .ask("POST /en/draft", &[&[form], headers].concat(), b"english=a")
            .status
    };
    // The name of another site that points here.
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        "127.0.0.1:1",
        "localhost.evil.example",
        "",
    ] {
        for line in ["GET /en/draft", "GET /api/v1/report", "POST /api/v1/check"] {
            assert_eq!(
                server.ask(line, &[("Host", host)], b"").status,
                421,
                "{host}"
            );
        }
    }
    let twice = [("Host", address), ("Host", "evil.example")];
    assert!(server.ask("GET /en/draft", &twice, b"").status >= 400);
    assert_eq!(
        server
            .ask(
                "GET /en/draft",
                &[("Host", &format!("localhost:{port}"))],
                b""
            )
            .status,
        200
    );
    // A form or a script of another site.
    for origin in [
        "http://evil.example",
        "null",
        "https://127.0.0.1",
        "http://127.0.0.1:1",
        "file://",
    ] {
        assert_eq!(post(&[("Origin", origin)]), 403, "{origin}");
    }
    assert_eq!(post(&[("Sec-Fetch-Site", "cross-site")]), 403);
    assert_eq!(post(&[("Sec-Fetch-Site", "same-site")]), 403);
    assert_eq!(
        post(&[("Origin", &own), ("Sec-Fetch-Site", "same-origin")]),
        200
    );
    assert_eq!(post(&[]), 200);
    let read = |mode: &str| {
        let headers = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", mode)];
        server.ask("GET /en/draft", &headers, b"").status
    };
    assert_eq!((read("no-cors"), read("navigate")), (403, 200));
    // No page of another site may show this one, read it, or run anything in it.
    for path in ["/en/draft", "/fr/regles", "/nothing", "/api/v1/rules"] {
        let answer = server.get(path);
        let policy = answer.header("content-security-policy").unwrap();
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            Some("same-origin")
        );
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert_eq!(answer.header("set-cookie"), None);
    }
}

/// Whoever shares the network could else read and decide.
#[test]
fn beyond_this_machine_a_token_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["serve", "--listen", "0.0.0.0:0"];
    for (token, told) in [(None, "TANDEM_TOKEN"), (Some("short"), "at least 16")] {
        let output = program(folder.path(), &words, token).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(said.contains(told) && !said.contains("short\n"), "{said}");
    }
    let token = "a-long-enough-secret";
    let server = Server::start_with(&words, Some(token));
    let with = |value: &str| {
        server
            .ask("GET /en/draft", &[("Authorization", value)], b"")
            .status
    };
    let nothing = server.get("/en/draft");
    assert_eq!(nothing.status, 401);
    assert!(
        nothing
            .header("www-authenticate")
            .unwrap()
            .starts_with("Basic")
    );
    assert!(!nothing.body.contains(token));
    assert_eq!(server.get("/api/v1/rules").status, 401);
    assert_eq!(with("Bearer a-long-enough-secreT"), 401);
    assert_eq!(with("Bearer"), 401);
    assert_eq!(with("Basic !!!"), 401);
    assert_eq!(with(&format!("Bearer {token}")), 200);
    // anyone:a-long-enough-secret
    assert_eq!(with("Basic YW55b25lOmEtbG9uZy1lbm91Z2gtc2VjcmV0"), 200);
    let headers = [
        ("Authorization", format!("Bearer {token}")),
        ("Host", "evil.example".into()),
    ];
    let headers = headers
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    assert_eq!(server.ask("GET /en/draft", &headers, b"").status, 421);
}

/// What people type, and what they are made to paste, is text.
#[test]
fn hostile_words_are_shown_as_words() {
    let server = Server::start();
    let evil = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let names = [
        "kept",
        "english",
        "french",
        "platform",
        "presence",
        "order",
        "class",
        "planned",
        "medium",
        "medium-of",
        "alt-en",
        "alt-fr",
        "do",
        "apply",
    ];
    for path in ["/en/draft", "/fr/ebauche", "/en/draft/file"] {
        for name in names {
            let mut fields = vec![
                ("english", ENGLISH),
                ("medium", "image"),
                ("medium-of", "both"),
                ("alt-en", "a"),
                ("alt-fr", "b"),
            ];
            fields.retain(|(known, _)| *known != name);
            fields.push((name, evil));
            let answer = server.post(path, &fields);
            let is_page = answer
                .header("content-type")
                .unwrap()
                .starts_with("text/html");
            assert!(answer.status < 500, "{path} {name}: {}", answer.status);
            assert!(
                !is_page || !answer.body.contains("<script>"),
                "{path} {name}: {}",
                answer.body
            );
            assert!(!is_page || !answer.body.contains("<img"), "{path} {name}");
        }
    }
    for path in [
        "/en/rules/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/%3Cscript%3E",
        "/en/draft?%22%3E%3Cscript%3E",
    ] {
        assert!(!server.get(path).body.contains("<script>"), "{path}");
    }
    let draft = json!({ "english": { "text": evil }, "french": { "text": evil } });
    assert_eq!(
        server.call("/api/v1/check", &draft).header("content-type"),
        Some("application/json")
    );
}

/// No way leads from an address to a file.
#[test]
fn no_address_reaches_the_disk() {
    let server = Server::start();
    for path in [
        "/../tandem.toml",
        "/tandem.toml",
        "/assets/../../tandem.toml",
        "/assets/%2e%2e%2f%2e%2e%2ftandem.toml",
        "/en/rules/..%2f..%2ftandem.toml",
        "/en/week/..%2f..%2ftandem.toml?from=2026-11-02&to=2026-11-08",
        "/fr/semaine?week=..%2ftandem.toml",
        "/upload/..%2ftandem.toml",
        "//etc/passwd",
        "/en/rules/%00",
        "/%ff",
    ] {
        let answer = server.get(path);
        assert!(
            (400..500).contains(&answer.status),
            "{path}: {}",
            answer.status
        );
        assert!(!answer.body.contains("Canadian Coast Watch"), "{path}");
    }
}

/// One who keeps connections open, or sends too much, would else keep all others out.
#[test]
fn slow_and_large_callers_keep_nobody_out() {
    let server = Server::start();
    let waiting: Vec<TcpStream> = (0..200)
        .map(|number| {
            let mut stream = server.connect();
            let beginning: &[u8] = match number % 3 {
                0 => b"",
                1 => b"GET /en/draft HTTP/1.1\r\nHost: x",
                _ => b"POST /en/draft HTTP/1.1\r\nContent-Length: 400000\r\n",
            };
            stream.write_all(beginning).unwrap();
            stream
        })
        .collect();
    assert_eq!(server.get("/en/draft").status, 200);
    drop(waiting);
    let large = vec![b'a'; 2 << 20];
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let answer = server.ask("POST /en/draft", &form, &large);
    assert!([0, 413].contains(&answer.status), "{}", answer.status);
    let long = format!("GET /{}", "a".repeat(200 << 10));
    assert!([0, 414, 431].contains(&server.ask(&long, &[], b"").status));
    assert_eq!(server.get("/en/draft").status, 200);
}

/// A thousand at once: each is answered or asked to come again, and then all is as before.
#[test]
fn a_flood_is_survived() {
    let server = Server::start();
    let text = "The harbour opens at 9 a.m. on May 31, 2026. ".repeat(112);
    let draft = json!({ "platforms": ["x"], "english": { "text": &text[..5000] }, "french": { "text": &text[..5000] } });
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..1000)
            .map(|_| scope.spawn(|| server.call("/api/v1/check", &draft).status))
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    let of = |status: u16| statuses.iter().filter(|it| **it == status).count();
    assert_eq!(of(200) + of(503), 1000, "{statuses:?}");
    assert!(of(200) > 0);
    assert_eq!(server.call("/api/v1/check", &draft).status, 200);
}

/// Whoever presses Ctrl+C wants an end, not an error.
#[cfg(unix)]
#[test]
fn it_ends_when_told() {
    let mut server = Server::start();
    assert_eq!(server.get("/en/draft").status, 200);
    let _idle = server.connect();
    assert_eq!(server.stop(), Some(0));
    let words = ["serve", "--listen", "nowhere"];
    let output = program(server.folder.path(), &words, None)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

/// Every way leads somewhere, in both languages, and each page to itself in the other one.
#[test]
fn every_link_leads_somewhere() {
    let server = Server::start();
    let mut left = vec!["/en/draft".to_owned(), "/fr/ebauche".to_owned()];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(path) = left.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = server.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        if !answer
            .header("content-type")
            .unwrap()
            .starts_with("text/html")
        {
            continue;
        }
        let language = path.get(1..3).unwrap();
        assert!(
            answer.body.contains(&format!("<html lang=\"{language}\">")),
            "{path}"
        );
        for start in ["href=\"", "src=\""] {
            let links = answer
                .body
                .split(start)
                .skip(1)
                .filter_map(|rest| rest.split('"').next());
            let own = links.filter(|link| link.starts_with('/'));
            left.extend(own.map(str::to_owned));
        }
    }
    // Two pages, the rules in both languages, style and script.
    assert!(seen.len() > 150, "{}", seen.len());
    let home = |language: &str| {
        let answer = server.ask("GET /", &[("Accept-Language", language)], b"");
        answer.header("location").unwrap_or_default().to_owned()
    };
    assert_eq!(home("fr-CA,fr;q=0.9,en;q=0.5"), "/fr/ebauche");
    assert_eq!(home("de,en-GB;q=0.8"), "/en/draft");
}
