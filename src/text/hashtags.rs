//! The words inside a hashtag: `#SafeBoating` says *safe boating*.

/// Splits a hashtag at its capitals, underscores and digits; the words come in lower case. What is written without
/// capitals stays one word.
#[must_use]
pub fn words(hashtag: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut last = None;
    let mut rest = hashtag.trim_start_matches('#').chars().peekable();
    while let Some(c) = rest.next() {
        let begins = last.is_some_and(|last: char| {
            let follows_small = c.is_uppercase() && !last.is_uppercase();
            // The last capital of `GCDigital` begins a word.
            let ends_capitals = c.is_uppercase()
                && last.is_uppercase()
                && rest.peek().is_some_and(|next| next.is_lowercase());
            follows_small || ends_capitals || c.is_numeric() != last.is_numeric()
        });
        if begins && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        last = Some(c);
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camel_case_is_split() {
        for (hashtag, wanted) in [
            ("#SafeBoating", "safe boating"),
            ("#PrudenceNautique", "prudence nautique"),
            ("#GCDigital", "gc digital"),
            ("#ÉtéSécuritaire", "été sécuritaire"),
            ("#Budget2026", "budget 2026"),
            ("#oceans", "oceans"),
            ("#CAF_FAC", "caf fac"),
            ("#", ""),
        ] {
            assert_eq!(words(hashtag).join(" "), wanted, "{hashtag}");
        }
    }
}
