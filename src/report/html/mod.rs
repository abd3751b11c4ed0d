//! The pages of a report: `report.en.html` and `report.fr.html`, and one page for each presence and language where the
//! whole would be too long for one. The same facts in the same order, each page linking the other language.
//!
//! A page needs nothing beside itself and runs nothing: no script, no picture from elsewhere; what posts say is
//! escaped by the templates, and the policy in its head forbids scripts besides.

mod accuracy;
mod alone;
mod chart;
mod charts;
mod facts;
mod finding;
mod followed;
mod main_page;
mod names;
mod overview;
mod page;
mod pair;
mod post;
mod section;
mod timeline;

use super::Report;
use crate::model::Language;
use askama::Template;
pub(super) use finding::Card;
pub(super) use names::Names;
pub(super) use overview::Overview;
pub(super) use pair::PairCard;

/// Presences that may stand on the main page …
const PRESENCES_WHOLE: usize = 12;
/// … if no more than so many findings, doubts and posts are to be shown.
const SHOWN_WHOLE: usize = 300;
/// Findings of one presence that are shown in full.
const FINDINGS_SHOWN: usize = 200;
/// Entries of any other list.
const LISTED: usize = 100;

const LANGUAGES: [Language; 2] = [Language::English, Language::French];

/// Does everything stand on the main page?
fn is_whole(report: &Report) -> bool {
    let shown = report
        .presences
        .iter()
        .map(|kept| kept.findings.len() + 2 * kept.shown.doubts.len() + kept.shown.pending.len());
    report.presences.len() <= PRESENCES_WHOLE && shown.sum::<usize>() <= SHOWN_WHOLE
}

/// The names of the pages.
pub(super) fn files(report: &Report) -> Vec<String> {
    let mut files: Vec<String> = LANGUAGES.map(page::main_file).into();
    if !is_whole(report) {
        for kept in &report.presences {
            files.extend(LANGUAGES.map(|language| names::file(&kept.page, language)));
        }
    }
    files
}

/// The bytes of a page; `None` of a name that is none.
pub(super) fn file(report: &Report, name: &str) -> Option<Vec<u8>> {
    let language = LANGUAGES
        .into_iter()
        .find(|language| name.ends_with(&format!(".{}.html", language.code())))?;
    let rendered = if name == page::main_file(language) {
        main_page::Main::new(report, language).render()
    } else {
        let mut presences = report.presences.iter();
        let number = presences.position(|kept| names::file(&kept.page, language) == name)?;
        alone::Alone::new(report, number, language)?.render()
    };
    // Memory does not refuse, and the templates hold only plain values.
    debug_assert!(rendered.is_ok(), "{name}: {rendered:?}");
    rendered.ok().map(String::into_bytes)
}
