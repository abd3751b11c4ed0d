//! Downloads of Meta hold UTF-8 whose bytes were written as letters (`Ã©` for é): every French post is hit,
//! hardly any English one.

use std::borrow::Cow;

/// The text as its author wrote it. Correct text stays as it is: a lone é is not valid UTF-8.
pub(super) fn unmangle(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let bytes: Result<Vec<u8>, _> = text.chars().map(|it| u8::try_from(u32::from(it))).collect();
    match bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(repaired) => Cow::Owned(repaired),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mangle(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    /// French that was never mangled would be spoiled by the repair.
    #[test]
    fn correct_text_stays() {
        for text in [
            "",
            "Fog",
            "Été à Québec, où naît l’œuvre",
            "É",
            "«\u{a0}déjà\u{a0}»",
            "Ça 🌊",
        ] {
            assert_eq!(unmangle(text), text);
        }
    }

    proptest! {
        /// Accents, apostrophes and emoji would reach the report as rubbish.
        #[test]
        fn what_was_mangled_is_repaired(text: String) {
            let mangled = mangle(&text);
            prop_assert_eq!(unmangle(&mangled), text);
        }
    }
}
