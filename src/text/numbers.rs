//! The plain numbers of a text, as values: `1,200`, `1 200` and `1200` are one.
//!
//! Times are read before numbers, so that `3:30 p.m.` and `15 h 30` agree.

/// The values of a text, sorted, doubles kept. Times come as minutes of the day with a leading `t`.
#[must_use]
pub fn values(prose: &str) -> Vec<String> {
    let chars: Vec<char> = prose.chars().collect();
    let mut values = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
        } else if at > 0 && (chars[at - 1].is_alphanumeric() || in_name(&chars, at)) {
            // A name with digits (CF-18, COVID-19) is a name.
            at = skip_digits(&chars, at);
        } else if let Some((minutes, end)) = time(&chars, at) {
            values.push(format!("t{minutes}"));
            at = end;
        } else {
            let (value, end) = number(&chars, at);
            values.push(value);
            at = end;
        }
    }
    values.sort_unstable();
    values
}

fn in_name(chars: &[char], at: usize) -> bool {
    at > 1 && chars[at - 1] == '-' && chars[at - 2].is_alphabetic()
}

fn skip_digits(chars: &[char], mut at: usize) -> usize {
    while at < chars.len() && chars[at].is_alphanumeric() {
        at += 1;
    }
    at
}

fn digits(chars: &[char], at: usize) -> (String, usize) {
    let run: String = chars[at..]
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .collect();
    let end = at + run.len();
    (run, end)
}

/// `3:30 p.m.`, `3 pm`, `15:30`, `15 h 30`, `15h`: minutes of the day and where the time ends.
fn time(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let (run, mut end) = digits(chars, at);
    let hour: u32 = run.parse().ok().filter(|hour| *hour < 25)?;
    let mut minutes = 0;
    let mut is_time = false;
    if chars.get(end) == Some(&':') {
        let (run, after) = digits(chars, end + 1);
        minutes = run
            .parse()
            .ok()
            .filter(|minute| run.len() == 2 && *minute < 60)?;
        end = after;
        is_time = true;
    } else if let Some(after) = french_hour(chars, end) {
        let next = skip_spaces(chars, after);
        let (run, last) = digits(chars, next);
        end = after;
        if run.len() == 2 {
            minutes = run.parse().ok().filter(|minute| *minute < 60)?;
            end = last;
        }
        is_time = true;
    }
    let rest: String = chars[skip_spaces(chars, end)..]
        .iter()
        .take(4)
        .collect::<String>()
        .to_lowercase();
    let half = ["a.m.", "p.m.", "am", "pm"].into_iter().find(|mark| {
        rest.strip_prefix(mark)
            .is_some_and(|after| !after.starts_with(char::is_alphabetic))
    });
    match half {
        Some(mark) if hour <= 12 => {
            let afternoon = if mark.starts_with('p') { 12 } else { 0 };
            Some((
                (hour % 12 + afternoon) * 60 + minutes,
                skip_spaces(chars, end) + mark.len(),
            ))
        }
        _ => is_time.then_some((hour % 24 * 60 + minutes, end)),
    }
}

/// The place after an `h` that stands for hours, if one follows.
fn french_hour(chars: &[char], at: usize) -> Option<usize> {
    let at = skip_spaces(chars, at);
    (chars.get(at) == Some(&'h') && !chars.get(at + 1).is_some_and(|c| c.is_alphabetic()))
        .then_some(at + 1)
}

fn skip_spaces(chars: &[char], mut at: usize) -> usize {
    while chars
        .get(at)
        .is_some_and(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
    {
        at += 1;
    }
    at
}

/// A number with group marks of either language and a decimal mark of either; trailing zeros dropped.
fn number(chars: &[char], at: usize) -> (String, usize) {
    let (mut whole, mut end) = digits(chars, at);
    // Four digits and more are a year or a long number, never the head of groups.
    if whole.len() <= 3 {
        while let Some(group) = group(chars, end) {
            whole.push_str(&group);
            end += 4;
        }
    }
    let mut value = whole.trim_start_matches('0').to_owned();
    if value.is_empty() {
        value.push('0');
    }
    if matches!(chars.get(end), Some('.' | ',')) {
        let (fraction, after) = digits(chars, end + 1);
        if !fraction.is_empty() {
            end = after;
            let fraction = fraction.trim_end_matches('0');
            if !fraction.is_empty() {
                value = format!("{value}.{fraction}");
            }
        }
    }
    (value, end)
}

/// Exactly three more digits after a comma or a space.
fn group(chars: &[char], at: usize) -> Option<String> {
    if !matches!(chars.get(at), Some(',' | ' ' | '\u{a0}' | '\u{202f}')) {
        return None;
    }
    let (run, _) = digits(chars, at + 1);
    (run.len() == 3).then_some(run)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A false difference here speaks against a true pair.
    #[test]
    fn both_conventions_agree() {
        for (english, french) in [
            ("1,200 members, 3.5%", "1\u{a0}200 membres, 3,5 %"),
            ("at 3:30 p.m. on November 11", "à 15 h 30 le 11 novembre"),
            ("12:05 am", "0 h 05"),
            (
                "$2,500,000 for COVID-19 and CF-18",
                "2 500 000 $ pour la COVID-19 et le CF-18",
            ),
            ("6 a.m. to 11 p.m.", "6 h à 23 h"),
            ("2025", "2025"),
        ] {
            assert_eq!(values(english), values(french), "{english} | {french}");
        }
        assert_eq!(values("CF-18"), Vec::<String>::new());
    }
}
