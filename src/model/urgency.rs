//! Is urgency all that a reason says? Of an emergency notice it is no reason: the duty holds then above all.

/// Words that begin so speak of it …
const URGENT: [&str; 10] = [
    "urgen", "emergenc", "speed", "quick", "hast", "hurr", "rapid", "vite", "vitesse", "hâte",
];
/// … and these words together …
const NO_TIME: [&str; 12] = [
    "no time",
    "lack of time",
    "not enough time",
    "too little time",
    "short of time",
    "time pressure",
    "manque de temps",
    "faute de temps",
    "pas le temps",
    "pas assez de temps",
    "peu de temps",
    "aucun temps",
];
/// … unless it is said that there was none.
const NONE: [&str; 8] = ["no", "not", "isn", "wasn", "pas", "non", "aucune", "sans"];

/// Does every clause of a reason speak of urgency, and none of anything else?
#[must_use]
pub fn is_urgency(reason: &str) -> bool {
    let ends = |c: char| {
        matches!(
            c,
            '.' | ',' | ';' | ':' | '!' | '(' | ')' | '–' | '—' | '\n'
        )
    };
    let mut clauses = reason
        .split(ends)
        .map(words)
        .filter(|words| !words.is_empty())
        .peekable();
    clauses.peek().is_some() && clauses.all(|words| speaks_of_it(&words))
}

fn words(clause: &str) -> Vec<String> {
    let words = clause.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn speaks_of_it(words: &[String]) -> bool {
    let text = format!(" {} ", words.join(" "));
    let is_urgent = |word: &String| URGENT.iter().any(|beginning| word.starts_with(beginning));
    NO_TIME.iter().any(|it| text.contains(&format!(" {it} ")))
        || words.iter().any(is_urgent) && !words.iter().any(|word| NONE.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Emergencies would be waived for urgency; or what is no emergency could not be waived at all.
    #[test]
    fn urgency_alone_is_told_from_a_reason() {
        for alone in [
            "Urgent",
            "it was urgent, there was no time to translate",
            "Emergency!",
            "speed",
            "Urgence",
            "Par manque de temps; c’était urgent.",
            "on n’avait pas le temps",
            "Publiée en français d’abord par souci de rapidité",
        ] {
            assert!(is_urgency(alone), "{alone}");
        }
        for other in [
            "",
            "Not an emergency notice",
            "Ce n’est pas un avis d’urgence",
            "Emergency exercise: nobody was addressed",
            "Exercice",
            "The French notice was published by the province",
            "Urgent, but the French version stands in the same picture",
        ] {
            assert!(!is_urgency(other), "{other}");
        }
    }
}
