//! The short links in the text of a post on X, in an answer and in an archive alike.

/// The beginning of every short link.
pub(crate) const SHORT: &str = "https://t.co/";

/// What stands before the last word, and the last word.
pub(crate) fn split_last(text: &str) -> (&str, &str) {
    let at = text
        .char_indices()
        .rev()
        .find(|(_, letter)| letter.is_whitespace())
        .map_or(0, |(at, letter)| at + letter.len_utf8());
    text.split_at(at)
}

/// Puts the target in the place of each short link; one without a target, that of an attachment, goes.
pub(crate) fn expand<'t>(text: &'t str, target: impl Fn(&'t str) -> Option<&'t str>) -> String {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(SHORT) {
        let code = &rest[at + SHORT.len()..];
        let length = code
            .find(|letter: char| !letter.is_ascii_alphanumeric())
            .unwrap_or(code.len());
        let (before, tail) = rest.split_at(at);
        let (short, tail) = tail.split_at(SHORT.len() + length);
        expanded.push_str(before);
        match target(short) {
            Some(target) => expanded.push_str(target),
            // Without the link, one of the two spaces around it is too many.
            None if expanded.ends_with(' ') => drop(expanded.pop()),
            None => {}
        }
        rest = tail;
    }
    expanded + rest
}
