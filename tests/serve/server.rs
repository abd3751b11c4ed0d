//! A running server, and what is asked of it by hand. What a test of one surface does not use another one does.

#![allow(dead_code, unreachable_pub)]

use assert_cmd::cargo::CommandCargoExt as _;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const CONFIG: &str = r##"
[institution]
name = { english = "Canadian Coast Watch", french = "Garde des côtes du Canada" }
time-zone = "America/Toronto"
[[presence]]
id = "coast-x"
platform = "x"
english = "CoastWatchCA"
french = "GardeCotesCA"
[tables]
hashtags = { "#SafeBoating" = "#PrudenceNautique" }
"##;

/// A running server in a folder of its own.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: String,
    pub(crate) folder: tempfile::TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }
}

pub(crate) fn program(folder: &Path, words: &[&str], token: Option<&str>) -> Command {
    let mut command = Command::cargo_bin("tandem").unwrap();
    command.current_dir(folder).env_clear().args(words);
    command.env("TANDEM_LANGUAGE", "en");
    command.envs(token.map(|token| ("TANDEM_TOKEN", token)));
    command
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::start_with(&["serve", "--listen", "127.0.0.1:0"], None)
    }

    pub(crate) fn start_with(words: &[&str], token: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("tandem.toml"), CONFIG).unwrap();
        Self::start_in(folder, words, token)
    }

    /// In a folder that is there already.
    pub(crate) fn start_in(folder: tempfile::TempDir, words: &[&str], token: Option<&str>) -> Self {
        let mut child = program(folder.path(), words, token)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.split_once("http://").unwrap().1;
        let address = address.split('/').next().unwrap().to_owned();
        Self {
            child,
            address,
            folder,
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let port = self.address.rsplit_once(':').unwrap().1;
        let stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        stream
    }

    /// Sends bytes and reads what comes back; what is missing to a request is added.
    pub(crate) fn ask(&self, line: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!("{line} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            write!(head, "Host: {}\r\n", self.address).unwrap();
        }
        for (name, value) in headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        if !line.starts_with("GET") {
            write!(head, "Content-Length: {}\r\n", body.len()).unwrap();
        }
        let mut stream = self.connect();
        stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        // A body that is refused may not be read to its end.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.get(9..12).and_then(|it| it.parse().ok()).unwrap_or(0);
        Answer {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), &[], b"")
    }

    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let kind = [("Content-Type", "application/x-www-form-urlencoded")];
        self.ask(&format!("POST {path}"), &kind, form.finish().as_bytes())
    }

    pub(crate) fn call(&self, path: &str, body: &Value) -> Answer {
        let kind = [("Content-Type", "application/json")];
        self.ask(&format!("POST {path}"), &kind, body.to_string().as_bytes())
    }

    /// Asks it to end, and waits.
    #[cfg(unix)]
    pub(crate) fn stop(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
