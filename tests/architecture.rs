//! The house keeps its layers: data runs as a chain, dependencies form a star, IO stays at the rim.
//!
//! A reader who changes one stage must not have to know another; these tests hold that, and are themselves
//! held by planted violations.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer may import those above it in this list, never its own neighbours or those below.
const LAYERS: [&[&str]; 10] = [
    &["model"],
    &["corpora"],
    // The best set of pairs is of posts or of accounts.
    &["text", "assignment"],
    // What platforms write themselves, met by `platforms` and by `exports`.
    &["records"],
    &[
        "platforms",
        "exports",
        "store",
        "pairing",
        "rules",
        "decisions",
        "register",
        "report",
    ],
    &["fetch"],
    // Gathers the options of every stage, those of fetching included.
    &["config"],
    // What a command and a page do alike.
    &["work"],
    // The command line starts the page; the page knows nothing of it.
    &["web"],
    &["cli"],
];

/// Modules that may touch files, sockets, the clock or the environment.
const IO: [&str; 7] = ["fetch", "store", "config", "work", "cli", "web", "main"];

/// Words that only IO needs.
const IO_WORDS: [&str; 16] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "tokio",
    "reqwest",
    "rusqlite",
    "indicatif",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "thread::sleep",
];

/// The code of a file without comments, strings and its inline tests.
fn code(text: &str) -> String {
    let body = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default();
    let mut code = String::new();
    for line in body.lines() {
        let line = line.split("//").next().unwrap_or_default();
        // What stands between quotation marks is data.
        code.extend(line.split('"').step_by(2));
        code.push('\n');
    }
    code
}

/// The modules of ours that a piece of code names: `crate::a`, `crate::{a, b::c}`.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut name = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.push(std::mem::take(&mut name));
                        continue;
                    }
                    _ => {}
                }
                if depth == 0 {
                    name.push(c);
                }
            }
            found.push(name);
        } else {
            found.push(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
        }
    }
    found
        .into_iter()
        .map(|name| {
            name.trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect::<String>()
        })
        .filter(|name| name.starts_with(|c: char| c.is_lowercase()))
        .collect()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// What a file of a module does that it may not.
fn violations(module: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let mut found = Vec::new();
    if let Some(own) = layer(module) {
        for name in imports(&code) {
            match layer(&name) {
                Some(other) if name != module && other >= own => {
                    found.push(format!("imports {name}"));
                }
                None => found.push(format!("imports {name}, which stands in no layer")),
                Some(_) => {}
            }
        }
    }
    if !IO.contains(&module) {
        found.extend(
            IO_WORDS
                .iter()
                .filter(|word| code.contains(*word))
                .map(|word| format!("uses {word}")),
        );
    }
    found
}

/// Every source file with the module it belongs to.
fn sources() -> Vec<(String, PathBuf)> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    files
        .into_iter()
        .map(|path| {
            let first = path
                .strip_prefix(&root)
                .unwrap()
                .components()
                .next()
                .unwrap();
            let module = Path::new(first.as_os_str())
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned();
            (module, path)
        })
        .collect()
}

#[test]
fn layers_and_purity_hold() {
    let mut wrong = Vec::new();
    for (module, path) in sources() {
        let text = fs::read_to_string(&path).unwrap();
        wrong.extend(
            violations(&module, &text)
                .into_iter()
                .map(|it| format!("{}: {it}", path.display())),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_stands_in_a_layer() {
    for (module, path) in sources() {
        let known = layer(&module).is_some() || ["lib", "main"].contains(&module.as_str());
        assert!(known, "{} stands in no layer", path.display());
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for (_, path) in sources() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("//! "),
            "{} opens without a word",
            path.display()
        );
    }
}

#[test]
fn folders_are_at_most_two_deep() {
    for (_, path) in sources() {
        let depth = path
            .strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
            .unwrap()
            .components()
            .count();
        assert!(depth <= 3, "{} is too deep", path.display());
    }
}

/// A check that cannot fail would let the house fall down quietly.
#[test]
fn planted_violations_are_found() {
    for (module, text, wanted) in [
        ("model", "use crate::text::parts;\n", "imports text"),
        (
            "pairing",
            "use crate::{model::Post, rules::{Rule, Context}};\n",
            "imports rules",
        ),
        (
            "store",
            "fn f() { crate::report::Report::new(); }\n",
            "imports report",
        ),
        ("fetch", "use crate::config::Config;\n", "imports config"),
        ("web", "use crate::cli::main;\n", "imports cli"),
        ("work", "use crate::web::serve;\n", "imports web"),
        (
            "rules",
            "use crate::utils::x;\n",
            "imports utils, which stands in no layer",
        ),
        ("rules", "fn f() { std::fs::read(p); }\n", "uses std::fs"),
        (
            "pairing",
            "let now = jiff::Timestamp::now();\n",
            "uses Timestamp::now",
        ),
        ("text", "use tokio::time;\n", "uses tokio"),
    ] {
        assert!(
            violations(module, text).contains(&wanted.to_owned()),
            "{module}: {text}"
        );
    }
    for (module, text) in [
        (
            "rules",
            "use crate::{corpora::PROVISIONS, model::Post, text::wording};\nuse crate::rules::Rule;\n",
        ),
        (
            "report",
            "// std::fs is not used\nlet word = \"std::fs\";\n#[cfg(test)]\nmod tests { use std::fs; }\n",
        ),
        ("cli", "use crate::store::Store;\nuse std::fs;\n"),
    ] {
        assert_eq!(
            violations(module, text),
            Vec::<String>::new(),
            "{module}: {text}"
        );
    }
}
