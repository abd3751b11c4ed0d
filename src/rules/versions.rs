//! What the rules look at in two versions of one message, worked out once: a draft pair or a published one.

use super::Tables;
use super::mismatch::{self, Mismatch};
use crate::model::{Bilingual, Content, Language, TextLanguage};
use crate::text::language::{self, Verdict};
use crate::text::links::{self, Target};
use crate::text::parts;
use crate::text::pieces::{self, Pieces};
use crate::text::reading::{self, Reading};
use crate::text::similarity::{Term, terms};
use crate::text::values::{self, Found};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

/// How two accounts use the languages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Each account its language.
    #[default]
    Separate,
    /// Each post carries both, the account's own first.
    Both,
}

/// Two texts that were posted together before.
#[derive(Debug, Clone, PartialEq)]
pub struct Posted {
    /// Texts; `None` where only one was posted.
    pub texts: Bilingual<Option<String>>,
    /// Where and when, in words.
    pub reference: Bilingual<String>,
    /// The words of the texts.
    pub(super) terms: Bilingual<Vec<Term>>,
}

impl Posted {
    /// With its words, for all the drafts that are compared with it.
    #[must_use]
    pub fn new(texts: Bilingual<Option<String>>, reference: Bilingual<String>) -> Self {
        let words = |text: &Option<String>| {
            let text = text.as_deref().unwrap_or_default();
            terms(&pieces::prose(text))
        };
        Self {
            terms: Bilingual::new(words(&texts.english), words(&texts.french)),
            texts,
            reference,
        }
    }
}

/// What surrounds two versions.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// What stands for what in the other language.
    pub tables: &'a Tables,
    /// Where they are to be posted; names as in a presence.
    pub platforms: &'a [String],
    /// How the accounts use the languages.
    pub order: Order,
    /// Are they out already? Then form is past, and only content is judged.
    pub published: bool,
    /// What was posted before.
    pub history: &'a [Posted],
}

/// Two versions of one message.
#[derive(Debug)]
pub struct Versions<'a> {
    /// Each version.
    pub sides: Bilingual<Side<'a>>,
    /// What surrounds them.
    pub around: Surroundings<'a>,
    mismatches: OnceCell<Vec<Mismatch>>,
}

/// One version.
#[derive(Debug)]
pub struct Side<'a> {
    /// What a reader sees.
    pub content: &'a Content,
    /// Its text; of an endless one the beginning.
    pub text: &'a str,
    /// What stands in it.
    pub pieces: Cow<'a, Pieces>,
    /// The language of its prose, where it is known already.
    known: Option<TextLanguage>,
    verdict: OnceCell<Verdict>,
    values: OnceCell<Cow<'a, [Found]>>,
    links: OnceCell<Vec<Link>>,
    language: Language,
}

/// A version that was read before.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// What a reader sees.
    pub content: &'a Content,
    /// The language that it is in.
    pub language: TextLanguage,
    /// What was read of it.
    pub reading: &'a Reading,
}

/// A link of a version.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// As written.
    pub address: String,
    /// Where it stands, unless the platform shows it beside the text.
    pub place: Option<Range<usize>>,
    /// Where it leads; `None` for short links, which cannot be judged.
    pub target: Option<Target>,
}

impl<'a> Side<'a> {
    fn new(content: &'a Content, language: Language) -> Self {
        let text = parts::head(&content.text);
        Self {
            content,
            text,
            pieces: Cow::Owned(pieces::find(text)),
            known: None,
            verdict: OnceCell::new(),
            values: OnceCell::new(),
            links: OnceCell::new(),
            language,
        }
    }

    fn known(known: &Known<'a>, language: Language) -> Self {
        Self {
            content: known.content,
            text: parts::head(&known.content.text),
            pieces: Cow::Borrowed(&known.reading.pieces),
            known: Some(known.language),
            verdict: OnceCell::new(),
            values: OnceCell::from(Cow::Borrowed(known.reading.values.as_slice())),
            links: OnceCell::new(),
            language,
        }
    }

    /// The language that it is to be in.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// What its prose says of its language.
    pub fn verdict(&self) -> &Verdict {
        self.verdict
            .get_or_init(|| language::detect_prose(&self.pieces.prose))
    }

    /// The language that it is in.
    #[must_use]
    pub fn written(&self) -> TextLanguage {
        self.known.unwrap_or_else(|| self.verdict().language)
    }

    /// What it states, in order of place.
    pub fn values(&self) -> &[Found] {
        self.values.get_or_init(|| {
            let language = reading::settled(self.written(), Some(self.language));
            values::read(&self.pieces.prose, language).into()
        })
    }

    /// The words of a place.
    #[must_use]
    pub fn words(&self, place: &Range<usize>) -> &'a str {
        self.text.get(place.clone()).unwrap_or_default()
    }

    /// Nothing a reader would see?
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(is_unseen)
    }

    /// Its links: those of the text, and those that the platform expanded in the place of short ones.
    pub fn links(&self) -> &[Link] {
        self.links.get_or_init(|| self.find_links())
    }

    fn find_links(&self) -> Vec<Link> {
        let link = |address: &str, place| Link {
            address: address.to_owned(),
            place,
            target: links::target(address),
        };
        let written = self.pieces.links.iter();
        let mut list: Vec<Link> = written
            .map(|piece| link(&piece.text, Some(piece.span.clone())))
            .collect();
        if !self.content.links.is_empty() {
            list.retain(|link| link.target.is_some());
        }
        for address in &self.content.links {
            if !list
                .iter()
                .any(|link| super::tables::same_address(&link.address, address))
            {
                list.push(link(address, None));
            }
        }
        list
    }
}

/// White space, and what has no width.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{3164}'
        )
}

impl<'a> Versions<'a> {
    /// Reads both versions.
    #[must_use]
    pub fn new(contents: Bilingual<&'a Content>, around: Surroundings<'a>) -> Self {
        Self {
            sides: Bilingual::new(
                Side::new(contents.english, Language::English),
                Side::new(contents.french, Language::French),
            ),
            around,
            mismatches: OnceCell::new(),
        }
    }

    /// Two versions that were read before.
    #[must_use]
    pub fn known(known: &Bilingual<Known<'a>>, around: Surroundings<'a>) -> Self {
        Self {
            sides: Bilingual::new(
                Side::known(&known.english, Language::English),
                Side::known(&known.french, Language::French),
            ),
            around,
            mismatches: OnceCell::new(),
        }
    }

    /// Both languages with their versions.
    pub fn each(&self) -> impl Iterator<Item = (Language, &Side<'a>)> {
        [Language::English, Language::French]
            .into_iter()
            .map(|language| (language, self.sides.get(language)))
    }

    /// Are there two texts, and both read to their end? Of two that were cut each may say what the other says later.
    #[must_use]
    pub fn are_whole(&self) -> bool {
        self.each()
            .all(|(_, side)| !side.is_blank() && side.text.len() == side.content.text.len())
    }

    /// Are there two texts to compare, each (as far as can be told) in its own language? Where one is missing, swapped
    /// or copied, that is what is to be said, not that its numbers are missing too.
    #[must_use]
    pub fn are_comparable(&self) -> bool {
        let is_own = |(language, side): (Language, &Side)| {
            let written = side.written();
            (self.around.order == Order::Both
                || !matches!(written.single(), Some(other) if other != language))
                && written != TextLanguage::Other
        };
        self.are_whole() && self.each().all(is_own)
    }

    /// The French version has French words to judge the form of.
    #[must_use]
    pub fn french(&self) -> Option<&Side<'a>> {
        let side = &self.sides.french;
        let is_french = match side.written() {
            TextLanguage::English | TextLanguage::Other => false,
            // A leftover passage spoils little; a text meant for both publics is not French.
            TextLanguage::Both => self.around.order == Order::Separate,
            TextLanguage::French | TextLanguage::Undetermined => true,
        };
        (is_french && !side.is_blank()).then_some(side)
    }

    /// Where their values do not agree.
    pub(super) fn mismatches(&self) -> &[Mismatch] {
        self.mismatches.get_or_init(|| mismatch::find(self))
    }
}
