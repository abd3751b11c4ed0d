//! In which language the program speaks: `--language`, then `TANDEM_LANGUAGE`, then the locale.

use crate::model::Language;
use std::ffi::OsString;

/// Chooses before the arguments are parsed, so that their errors are in the right language too.
pub(super) fn choose(words: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Language {
    option(words)
        .or_else(|| {
            variable("TANDEM_LANGUAGE")
                .as_deref()
                .and_then(Language::from_tag)
        })
        .or_else(|| {
            ["LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .find_map(|name| variable(name).filter(|value| !value.is_empty()))
                .as_deref()
                .and_then(Language::from_tag)
        })
        .or_else(|| named_in_french(words).then_some(Language::French))
        .unwrap_or(Language::English)
}

/// What was given for `--language` or `TANDEM_LANGUAGE`, if it is no language that the program speaks.
pub(super) fn unknown(
    words: &[OsString],
    variable: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let given =
        given(words).or_else(|| variable("TANDEM_LANGUAGE").filter(|value| !value.is_empty()));
    given.filter(|tag| Language::from_tag(tag).is_none())
}

/// The value of `--language` (`--langue`), if it stands there.
fn option(words: &[OsString]) -> Option<Language> {
    given(words).as_deref().and_then(Language::from_tag)
}

fn given(words: &[OsString]) -> Option<String> {
    let mut words = words.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        for name in ["--language", "--langue"] {
            if word == name {
                return words.next().map(str::to_owned);
            }
            if let Some(value) = word
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix('='))
            {
                return Some(value.to_owned());
            }
        }
    }
    None
}

/// Who types the French name of a command, under a locale that says nothing, reads French.
fn named_in_french(words: &[OsString]) -> bool {
    words
        .get(1)
        .and_then(|word| word.to_str())
        .is_some_and(super::arguments::is_french_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(words: &[&str], variables: &[(&str, &str)]) -> Language {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        choose(&words, |name| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_nearest_word_wins() {
        use Language::{English, French};
        assert_eq!(chosen(&["tandem"], &[]), English);
        assert_eq!(chosen(&["tandem"], &[("LANG", "fr_CA.UTF-8")]), French);
        assert_eq!(
            chosen(&["tandem"], &[("LANG", "fr_CA.UTF-8"), ("LC_ALL", "en_CA")]),
            English
        );
        assert_eq!(
            chosen(&["tandem"], &[("LANG", "fr_CA"), ("TANDEM_LANGUAGE", "en")]),
            English
        );
        assert_eq!(
            chosen(
                &["tandem", "report", "--language", "fr"],
                &[("TANDEM_LANGUAGE", "en")]
            ),
            French
        );
        assert_eq!(chosen(&["tandem", "report", "--langue=fr"], &[]), French);
        assert_eq!(
            chosen(&["tandem", "rapport"], &[("LANG", "C.UTF-8")]),
            French
        );
    }
}
