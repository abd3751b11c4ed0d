//! LinkedIn's "little text": reserved characters stand behind a backslash, hashtags are templates, mentions
//! carry the number of whom they name.

/// What the backslash makes ordinary.
const RESERVED: &str = "\\|{}@[]()<>#*_~";

/// The text as a reader sees it. What only looks like an element stays as it is.
pub(super) fn plain(little: &str) -> String {
    let mut plain = String::with_capacity(little.len());
    let mut rest = little;
    while let Some(first) = rest.chars().next() {
        let element = match first {
            '\\' => escaped(rest),
            '{' => hashtag(rest),
            '@' => mention(rest),
            _ => None,
        };
        if let Some((text, after)) = element {
            plain.push_str(&text);
            rest = after;
        } else {
            plain.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    plain
}

/// `\(`
fn escaped(rest: &str) -> Option<(String, &str)> {
    let after = rest.strip_prefix('\\')?;
    let character = after.chars().next().filter(|it| RESERVED.contains(*it))?;
    Some((character.to_string(), &after[character.len_utf8()..]))
}

/// `{hashtag|\#|Word}`
fn hashtag(rest: &str) -> Option<(String, &str)> {
    let inside = rest.strip_prefix("{hashtag|")?;
    let (sign, inside) = until(inside, '|')?;
    let (word, after) = until(inside, '}')?;
    Some((sign + &word, after))
}

/// `@[Name](urn:li:organization:2)`
fn mention(rest: &str) -> Option<(String, &str)> {
    let (name, after) = until(rest.strip_prefix("@[")?, ']')?;
    // Some writers leave a space between.
    let urn = after.trim_start_matches(' ').strip_prefix('(')?;
    let (urn, after) = until(urn, ')')?;
    urn.starts_with("urn:").then_some((name, after))
}

/// The longest name or word: looking no further keeps the pass linear.
const LONGEST: usize = 400;

/// What stands before the end of an element, with its escapes read, and what stands behind it.
fn until(text: &str, end: char) -> Option<(String, &str)> {
    let mut inside = String::new();
    let mut rest = text;
    while inside.len() < LONGEST {
        let (part, after) = escaped(rest).or_else(|| {
            let first = rest.chars().next()?;
            Some((first.to_string(), &rest[first.len_utf8()..]))
        })?;
        if rest.starts_with(end) {
            return Some((inside, after));
        }
        inside.push_str(&part);
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Backslashes and templates would be compared and counted as if a reader saw them.
    #[test]
    fn little_text_reads_as_shown() {
        for (little, shown) in [
            (
                r"Bilingual \(bilingue\) \| \#1 {hashtag|\#|Quai} @[Phare \(NB\)](urn:li:organization:2)!",
                "Bilingual (bilingue) | #1 #Quai Phare (NB)!",
            ),
            (r"a\\b \n \", r"a\b \n \"),
            ("{hashtag|＃|Sécurité}", "＃Sécurité"),
            (
                "#Quai (ouvert) @[x] {autre|y}",
                "#Quai (ouvert) @[x] {autre|y}",
            ),
            ("@[Phare] (urn:li:person:a)", "Phare"),
            (
                "@[Phare](https://quai.example/)",
                "@[Phare](https://quai.example/)",
            ),
            ("{hashtag|\\#|", "{hashtag|#|"),
        ] {
            assert_eq!(plain(little), shown, "{little}");
        }
    }

    fn written(text: &str) -> String {
        let mut little = String::new();
        for character in text.chars() {
            if RESERVED.contains(character) {
                little.push('\\');
            }
            little.push(character);
        }
        little
    }

    proptest! {
        /// What an author typed is what comes out.
        #[test]
        fn what_was_escaped_comes_back(text in any::<String>(), odd in r"[\\|{}@\[\]()<>#*_~a ]{0,30}") {
            prop_assert_eq!(plain(&written(&text)), text);
            prop_assert_eq!(plain(&written(&odd)), odd);
        }

        /// No text makes it stop, whatever elements are begun in it and not ended.
        #[test]
        fn no_text_panics(parts in proptest::collection::vec(prop_oneof![
            Just("{hashtag|"), Just("\\#|"), Just("}"), Just("@["), Just("]("), Just("urn:li:"), Just(")"), Just("\\"), Just("é")], 0..40)) {
            let little = parts.concat();
            prop_assert!(plain(&little).len() <= little.len());
        }

        /// Text without any of the signs stays as it is.
        #[test]
        fn ordinary_text_stays(text in "[a-zà-ÿ0-9 .,;:!?’«»\u{a0}\n-]{0,60}") {
            prop_assert_eq!(plain(&text), text);
        }
    }
}
