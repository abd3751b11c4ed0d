//! A text as a row of words: what each says, what stands before it, whether it is quoted.

use super::letters::{self, Word};
use super::score;

/// What stands between two words, the strongest mark first decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// A space, a hyphen, an apostrophe.
    None,
    /// A comma and the like.
    Comma,
    /// A colon: a title or a quotation may follow.
    Colon,
    /// A dash or a slash between spaces, a semicolon.
    Dash,
    /// The end of a sentence, a bar, a bullet.
    Sentence,
    /// The end of a line, or of the text.
    Line,
}

/// A word and what there is to know about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard {
    pub(super) word: Word,
    /// Hundredths, French above 0.
    pub(super) score: i32,
    /// It stands in the table.
    pub(super) known: bool,
    /// What stands before it.
    pub(super) gap: Gap,
    /// It stands between quotation marks or brackets.
    pub(super) quoted: bool,
}

/// The words of a text whose links, handles, hashtags and emoji are out.
pub(super) fn hear(prose: &str) -> Vec<Heard> {
    let quoted = quotations(prose);
    let mut quoted = quoted.iter().peekable();
    let mut before = None;
    letters::words(prose)
        .into_iter()
        .map(|word| {
            let (start, end) = (word.start as usize, word.end as usize);
            let gap = before.map_or(Gap::Line, |before: usize| gap(&prose[before..start]));
            before = Some(end);
            while quoted.peek().is_some_and(|(_, to)| *to <= start) {
                quoted.next();
            }
            let voice = score::voice(&word);
            Heard {
                word,
                score: voice.score,
                known: voice.known,
                gap,
                quoted: quoted.peek().is_some_and(|(from, _)| *from < start),
            }
        })
        .collect()
}

fn gap(between: &str) -> Gap {
    if between == " " {
        return Gap::None;
    }
    let mut strongest = Gap::None;
    let mut before = '\0';
    for c in between.chars() {
        let spaced = |gap| if before == ' ' { gap } else { Gap::None };
        let mark = match c {
            '\n' => Gap::Line,
            '|' | '•' | '·' | '…' | '!' | '?' => Gap::Sentence,
            ' ' | '\u{a0}' | ')' | '»' | '”' | '"' if before == '.' => Gap::Sentence,
            '–' | '—' | '/' | '-' => spaced(Gap::Dash),
            ';' => Gap::Dash,
            ':' => Gap::Colon,
            ',' | '(' | ')' | '«' | '»' | '“' | '”' | '"' => Gap::Comma,
            _ => Gap::None,
        };
        strongest = strongest.max(mark);
        before = c;
    }
    strongest
}

/// Where quotations and brackets stand: outermost ones, closed ones only.
fn quotations(prose: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Vec<(char, usize)> = Vec::new();
    // The first bytes of what `closing` knows; most texts have few of them.
    let is_mark = |byte: u8| matches!(byte, b'"' | b'\'' | b'(' | b')' | b'[' | b']' | 0xc2 | 0xe2);
    for (at, byte) in prose.bytes().enumerate() {
        if !is_mark(byte) {
            continue;
        }
        let Some(c) = prose[at..].chars().next() else {
            continue;
        };
        let before = prose[..at].chars().next_back().unwrap_or(' ');
        if c == before {
            continue;
        }
        if let Some(level) = open.iter().rposition(|(close, _)| *close == c)
            && (c != '’' && c != '\'' || !letter_follows(prose, at + c.len_utf8()))
        {
            let (_, from) = open[level];
            open.truncate(level);
            if open.is_empty() {
                found.push((from, at));
            }
        } else if let Some(close) = closing(c, before) {
            open.push((close, at));
        }
    }
    found
}

/// The mark that closes a quotation or bracket, if `mark` opens one.
fn closing(mark: char, before: char) -> Option<char> {
    let free = !before.is_alphanumeric();
    match mark {
        '«' => Some('»'),
        '“' | '„' => Some('”'),
        '(' => Some(')'),
        '[' => Some(']'),
        '"' => Some('"'),
        '‘' if free => Some('’'),
        '\'' if free => Some('\''),
        _ => None,
    }
}

fn letter_follows(prose: &str, at: usize) -> bool {
    prose[at..]
        .chars()
        .next()
        .is_some_and(char::is_alphanumeric)
}
