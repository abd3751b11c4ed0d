//! tandem and the detectors that it is measured beside, all made to choose between English and French.

use lingua::{LanguageDetector, LanguageDetectorBuilder};
use tandem::model::Language;
use tandem::text::{language, pieces};
use whatlang::Lang;

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Is(Language),
    /// Another language, or both.
    Other,
    Nothing,
}

/// A detector; the text comes as it was posted where `raw`, else lower-cased and without links and tags.
pub(crate) struct Detector {
    pub(crate) name: &'static str,
    judge: Box<dyn Fn(&str) -> Verdict>,
}

impl Detector {
    pub(crate) fn judge(&self, text: &str) -> Verdict {
        (self.judge)(text)
    }
}

/// tandem without abstaining, then the others, on the text as posted and on what is left without links and tags.
pub(crate) fn all() -> Vec<Detector> {
    let mut all = vec![Detector {
        name: "tandem",
        judge: Box::new(|text| {
            language::lean(&pieces::find(text).prose).map_or(Verdict::Nothing, Verdict::Is)
        }),
    }];
    let stripped = |text: &str| pieces::find(text).prose.to_lowercase();
    for (name, judge) in [
        ("lingua", lingua()),
        ("whichlang", Box::new(whichlang)),
        ("whatlang", whatlang()),
    ] as [(&'static str, Judge); 3]
    {
        all.push(Detector {
            name,
            judge: Box::new(move |text| judge(&stripped(text))),
        });
    }
    all
}

type Judge = Box<dyn Fn(&str) -> Verdict>;

fn lingua() -> Judge {
    let detector: LanguageDetector = LanguageDetectorBuilder::from_languages(&[
        lingua::Language::English,
        lingua::Language::French,
    ])
    .build();
    Box::new(move |text| match detector.detect_language_of(text) {
        Some(lingua::Language::English) => Verdict::Is(Language::English),
        Some(lingua::Language::French) => Verdict::Is(Language::French),
        None => Verdict::Nothing,
    })
}

fn whichlang(text: &str) -> Verdict {
    match whichlang::detect_language(text) {
        whichlang::Lang::Eng => Verdict::Is(Language::English),
        whichlang::Lang::Fra => Verdict::Is(Language::French),
        _ => Verdict::Other,
    }
}

fn whatlang() -> Judge {
    let detector = whatlang::Detector::with_allowlist(vec![Lang::Eng, Lang::Fra]);
    Box::new(move |text| match detector.detect_lang(text) {
        Some(Lang::Eng) => Verdict::Is(Language::English),
        Some(Lang::Fra) => Verdict::Is(Language::French),
        _ => Verdict::Nothing,
    })
}
