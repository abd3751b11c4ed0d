//! `wrong-language`: a post that is not in the language of its account; on an account of both languages, a text that
//! stands twice in one of them.

use super::{Context, Rule, Versions, checks};
use crate::model::{
    Bilingual, Judged, Message, Origin, Outcome, Publication, Reason, RuleInfo, Severity,
    TextLanguage,
};
use crate::text::{parts, pieces, wording};

pub(super) struct WrongLanguage;

static INFO: RuleInfo = RuleInfo {
    name: "wrong-language",
    title: Bilingual::new(
        "Not in the account’s language",
        "Pas dans la langue du compte",
    ),
    summary: Bilingual::new(
        "A post is not in the language of its account.",
        "Une publication n’est pas dans la langue de son compte.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/wrong-language.en.txt"),
        include_str!("manuals/wrong-language.fr.txt"),
    ),
    provisions: &["ola-22", "dolcs-6.6.4.1", "daod-2008-8-4.10-4"],
    severity: Severity::Error,
};

impl Rule for WrongLanguage {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn versions(&self, versions: &Versions) -> Vec<Message> {
        // Of what is published every post is judged, with or without its counterpart.
        if versions.around.published {
            return Vec::new();
        }
        checks::language::wrong_language(versions)
    }

    fn publication(&self, publication: Publication, _context: &Context) -> Vec<Message> {
        match publication {
            Publication::Paired(_, posts) => {
                [(posts.english, posts.french), (posts.french, posts.english)]
                    .into_iter()
                    .filter_map(|(judged, other)| {
                        message(judged).or_else(|| below_heading(judged, other))
                    })
                    .collect()
            }
            Publication::Bilingual(judged) | Publication::Lone(judged) => message(judged)
                .or_else(|| said_twice(judged))
                .into_iter()
                .collect(),
        }
    }
}

/// So many words at least are a text, not a cry.
const WORDS: usize = 4;

/// A post of an account that serves both languages: where the other one should stand, the first stands again. It is
/// in one language only as it is; this says why.
fn said_twice(judged: &Judged) -> Option<Message> {
    let language = judged.language.single()?;
    if judged.side.is_some()
        || judged.outcome != Outcome::MissingCounterpart
        || judged.language_confidence < 0.75
        || !is_twice(&judged.post.content.text)
    {
        return None;
    }
    let (this, other) = (
        wording::language(language),
        wording::language(language.other()),
    );
    let mut message = Message::new(
        format!(
            "The text stands twice in {}; one of the two should be in {}.",
            this.english, other.english
        ),
        format!(
            "Le texte figure deux fois en {}; l’un des deux devrait être en {}.",
            this.french, other.french
        ),
    );
    message.confidence = judged.language_confidence;
    Some(message)
}

/// A heading is at most this share of what stands below it: less than any version of it.
const HEADING: usize = 3;

/// A page with a heading in the language of its account, and below it, word for word, the text of its counterpart.
fn below_heading(judged: &Judged, other: &Judged) -> Option<Message> {
    let side = judged.side?;
    let written = other.language.single()?;
    if judged.language != TextLanguage::Both
        || written == side
        || other.language_confidence < 0.75
        || !has_same_body(&judged.post.content.text, &other.post.content.text)
    {
        return None;
    }
    let (account, text) = (wording::language(side), wording::language(written));
    let mut message = Message::new(
        format!(
            "Below a heading in {}, the page of the {} account holds the {} text.",
            account.english, account.english, text.english
        ),
        format!(
            "Sous un titre en {}, la page du compte {} contient le texte en {}.",
            account.french, account.french, text.french
        ),
    );
    message.side = Some(side);
    message.confidence = other.language_confidence;
    Some(message)
}

/// Do two texts say the same words below their first lines, and is the first line of the one no more than a heading?
fn has_same_body(one: &str, other: &str) -> bool {
    let (Some((heading, body)), Some((_, other))) = (one.split_once('\n'), other.split_once('\n'))
    else {
        return false;
    };
    let (heading, body) = (words(heading), words(body));
    body.len() >= WORDS && HEADING * heading.len() <= body.len() && body == words(other)
}

/// Are the words of its second half those of the first, in their order?
fn is_twice(text: &str) -> bool {
    let words = words(text);
    let (first, second) = words.split_at(words.len() / 2);
    first.len() >= WORDS && first == second
}

/// The words in lower case; links, handles, hashtags and emoji are none.
fn words(text: &str) -> Vec<String> {
    let prose = pieces::find(parts::head(text)).prose.to_lowercase();
    prose
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn message(judged: &Judged) -> Option<Message> {
    let side = judged.side?;
    let written = judged.wrong_language()?;
    let own_words = !matches!(judged.post.origin, Origin::Repost(_))
        && !matches!(
            judged.reason,
            Some(Reason::Reply | Reason::Deleted | Reason::Fragment)
        );
    if !own_words {
        return None;
    }
    let (account, text) = (wording::language(side), wording::language(written));
    let mut message = Message::new(
        format!(
            "The {} account published a text in {}.",
            account.english, text.english
        ),
        format!(
            "Le compte {} a publié un texte en {}.",
            account.french, text.french
        ),
    );
    message.side = Some(side);
    message.confidence = judged.language_confidence;
    Some(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cry or a refrain is no text that was to be translated.
    #[test]
    fn a_text_that_stands_twice_is_told_from_one_that_repeats_words() {
        let text = "Our offices are closed on Friday for maintenance.";
        assert!(is_twice(&format!(
            "{text}\n\n{text} https://coast.example/en"
        )));
        assert!(is_twice(&format!(
            "{text} / OUR OFFICES are closed on Friday, for maintenance"
        )));
        for once in [
            text,
            "Hip hip hooray! Hip hip hooray!",
            "Our offices are closed on Friday. Our offices are closed on Monday.",
            "Our offices are closed on Friday. Our offices are closed on Friday. Come back soon.",
        ] {
            assert!(!is_twice(once), "{once}");
        }
    }

    /// A short version above a copy of the other text is a version all the same.
    #[test]
    fn a_heading_is_told_from_a_version() {
        let english = "Office closure\n\nOur offices are closed on Friday for maintenance.";
        let below = |heading: &str| {
            format!("{heading}\n\nOur offices are closed on Friday for maintenance.")
        };
        assert!(has_same_body(&below("Fermeture bureaux"), english));
        assert!(!has_same_body(
            &below("Nos bureaux sont fermés vendredi."),
            english
        ));
        assert!(!has_same_body(
            "Fermeture\n\nNos bureaux sont fermés vendredi.",
            english
        ));
    }
}
