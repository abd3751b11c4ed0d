//! Both languages in one text: how GCcollab and some plugins store what was written in English and in French.

use super::html;
use crate::model::Bilingual;
use serde_json::Value;

/// The two texts, each as written, empty where nothing was written; `None` for a text that is one.
///
/// Two ways are known: `{"en":"…","fr":"…"}`, perhaps inside a paragraph, and `[:en]…[:fr]…[:]`.
pub(super) fn split(text: &str) -> Option<Bilingual<String>> {
    let text = text.trim();
    let inside = text.strip_prefix("<p>").unwrap_or(text);
    let inside = inside.strip_suffix("</p>").unwrap_or(inside).trim();
    if inside.starts_with('{') || inside.starts_with("{&quot;") || inside.starts_with("&#123;") {
        return json(inside).or_else(|| json(&html::decode(inside)));
    }
    text.contains("[:en]")
        .then_some(())
        .or_else(|| text.contains("[:fr]").then_some(()))
        .map(|()| marked(text))
}

fn json(text: &str) -> Option<Bilingual<String>> {
    let value: Value = serde_json::from_str(text).ok()?;
    let object = value.as_object()?;
    let part = |language| object.get(language).and_then(Value::as_str);
    let (english, french) = (part("en"), part("fr"));
    (english.is_some() || french.is_some())
        .then(|| Bilingual::text(english.unwrap_or_default(), french.unwrap_or_default()))
}

/// What stands before the first mark belongs to both; a mark without a language ends.
fn marked(text: &str) -> Bilingual<String> {
    let mut both = Bilingual::<String>::default();
    let mut parts = text.split("[:");
    let before = parts.next().unwrap_or_default();
    both.english.push_str(before);
    both.french.push_str(before);
    for part in parts {
        let (mark, rest) = part.split_once(']').unwrap_or(("", part));
        match mark {
            "en" => both.english.push_str(rest),
            "fr" => both.french.push_str(rest),
            "" => {
                both.english.push_str(rest);
                both.french.push_str(rest);
            }
            // A third language.
            _ => {}
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A language that was left empty must stay empty: that is what is looked for.
    #[test]
    fn both_ways_of_writing_are_read() {
        for (text, english, french) in [
            (r#"{"en":"Open","fr":"Ouvert"}"#, "Open", "Ouvert"),
            (r#"<p>{"en":"<p>Open<\/p>","fr":""}</p>"#, "<p>Open</p>", ""),
            (
                "{&quot;en&quot;:&quot;Open&quot;,&quot;fr&quot;:&quot;Été&quot;}",
                "Open",
                "Été",
            ),
            ("[:en]Open[:fr]Ouvert[:]", "Open", "Ouvert"),
            ("[:fr]Ouvert[:]", "", "Ouvert"),
        ] {
            assert_eq!(
                split(text),
                Some(Bilingual::text(english, french)),
                "{text}"
            );
        }
        assert_eq!(split("{\"a\":1}"), None);
        assert_eq!(split("Open {"), None);
    }
}
