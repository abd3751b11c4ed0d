//! What every page has: its language, its policy, its style, its twin in the other language.

use crate::model::Language;
use crate::report::words::Words;
use crate::report::{MANIFEST, MANIFEST_DIGEST, Report, SCHEMA_VERSION};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// How all pages look; embedded in each, so that a page can be sent by itself.
const STYLE: &str = include_str!("style.css");

/// The frame of a page.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) report: &'a Report,
    pub(super) w: Words<'a>,
    pub(super) title: String,
    /// The same page in the other language.
    pub(super) other_file: String,
    /// What the browser may do: show this style, and nothing else.
    pub(super) policy: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(
        report: &'a Report,
        language: Language,
        subject: &str,
        other_file: String,
    ) -> Self {
        let w = Words {
            language,
            zone: &report.head.zone,
        };
        let name = w.say(
            "Official languages parity report",
            "Rapport de parité des langues officielles",
        );
        let period = w.interval(report.head.period);
        let digest = STANDARD.encode(Sha256::digest(STYLE));
        Self {
            report,
            w,
            title: format!("{subject} – {name} – {period}"),
            other_file,
            policy: format!(
                "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
            ),
        }
    }

    #[expect(clippy::unused_self, reason = "called by the templates")]
    pub(super) fn style(&self) -> &'static str {
        STYLE
    }

    pub(super) fn other(&self) -> Language {
        self.w.language.other()
    }

    /// The other language, in its own words.
    pub(super) fn other_name(&self) -> &'static str {
        match self.other() {
            Language::English => "English",
            Language::French => "Français",
        }
    }

    #[expect(clippy::unused_self, reason = "called by the templates")]
    pub(super) fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    #[expect(clippy::unused_self, reason = "called by the templates")]
    pub(super) fn schema(&self) -> u32 {
        SCHEMA_VERSION
    }

    /// The period with its zone.
    pub(super) fn period(&self) -> String {
        let zone = self.report.head.zone.iana_name().unwrap_or("UTC");
        format!("{} ({zone})", self.w.interval(self.report.head.period))
    }

    /// The files beside the pages.
    pub(super) fn data_files(&self) -> Vec<String> {
        let mut files = self.report.files();
        files.retain(|name| {
            let end = std::path::Path::new(name).extension();
            end.is_none_or(|end| end != "html")
        });
        files.extend([MANIFEST, MANIFEST_DIGEST].map(str::to_owned));
        files
    }
}

/// Where the whole report in a language stands.
pub(super) fn main_file(language: Language) -> String {
    format!("report.{}.html", language.code())
}
