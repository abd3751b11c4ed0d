//! Whether a word may be one of a list, at a glance: of a running text few are, and each is asked for several times.

/// What the words of a list look like.
#[derive(Debug)]
pub(super) struct Outlines {
    /// For each two first letters, one bit for each last letter and length that a word has.
    bits: Vec<u32>,
}

impl Outlines {
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut bits = vec![0; 1 << 10];
        for word in words {
            let (beginning, rest) = outline(word);
            bits[beginning] |= 1 << rest;
        }
        Self { bits }
    }

    /// May the word be one of them, in whatever case? Never no of one that is, of ASCII letters at least; seldom yes of
    /// another one.
    pub(super) fn has(&self, word: &str) -> bool {
        let (beginning, rest) = outline(word);
        self.bits[beginning] >> rest & 1 == 1
    }
}

/// A number below 1024 for the two first letters of a word, and one below 32 for its last letter and its length.
fn outline(word: &str) -> (usize, usize) {
    let word = word.as_bytes();
    let letter = |it: Option<&u8>| usize::from(it.copied().unwrap_or_default() & 31);
    let beginning = letter(word.first()) << 5 | letter(word.get(1));
    (beginning, (word.len() + 5 * letter(word.last())) & 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpora::FUNCTION_WORDS;

    /// A small word that is not known as one counts among those that tell a post from another.
    #[test]
    fn every_word_of_a_list_is_let_through() {
        let outlines = Outlines::of(FUNCTION_WORDS.keys().copied());
        for word in FUNCTION_WORDS.keys() {
            assert!(outlines.has(word), "{word}");
            assert!(outlines.has(&word.to_ascii_uppercase()), "{word}");
        }
        let text = "navigation warning lighthouse glaces brise-glace port hiver quai phare marée";
        let mistaken = text.split(' ').filter(|word| outlines.has(word)).count();
        assert!(mistaken < 3, "{mistaken}");
    }
}
