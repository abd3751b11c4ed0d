//! What a person looks at on Week: a period, and which part of its list. It stands in the address, so that it can be kept,
//! sent, and opened again in the other language.

use super::fields::Fields;
use url::form_urlencoded::Serializer;

/// What an address may say; anything else in it is left out.
const NAMES: [&str; 10] = [
    "week",
    "from",
    "to",
    "presence",
    "level-one",
    "rule",
    "severity",
    "state",
    "page",
    "author",
];
/// What changes nothing but the part of the list.
pub(super) const FILTERS: [&str; 3] = ["rule", "severity", "state"];

/// The values that are given, in the order of [`NAMES`].
#[derive(Debug, Clone, Default)]
pub(super) struct Query(Vec<(&'static str, String)>);

impl Query {
    pub(super) fn parse(text: Option<&str>) -> Self {
        let fields = Fields::parse(text.unwrap_or_default().as_bytes());
        let given = NAMES.into_iter().filter_map(|name| {
            let value = fields.get(name)?.trim();
            (!value.is_empty()).then(|| (name, value.to_owned()))
        });
        Self(given.collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut given = self.0.iter().filter(|(known, _)| *known == name);
        given.next().map(|(_, value)| value.as_str())
    }

    /// The same with other values; an empty one takes it out. Another list begins with its first page.
    pub(super) fn with(&self, changes: &[(&'static str, &str)]) -> Self {
        let changed = |name: &str| changes.iter().find(|(known, _)| *known == name);
        let values = NAMES.into_iter().filter_map(|name| {
            let value = match changed(name) {
                Some((_, value)) => *value,
                None if name == "page" => "",
                None => self.get(name).unwrap_or_default(),
            };
            (!value.is_empty()).then(|| (name, value.to_owned()))
        });
        Self(values.collect())
    }

    /// Behind a path: `?from=…`, or nothing.
    pub(super) fn suffix(&self) -> String {
        self.suffix_and(&[])
    }

    /// The same with what is only said once.
    pub(super) fn suffix_and(&self, more: &[(&str, &str)]) -> String {
        let mut text = Serializer::new(String::new());
        text.extend_pairs(self.0.iter().map(|(name, value)| (*name, value)));
        text.extend_pairs(more.iter().filter(|(_, value)| !value.is_empty()));
        let text = text.finish();
        if text.is_empty() {
            text
        } else {
            format!("?{text}")
        }
    }

    /// Its values for the hidden fields of a form, but for those that the form asks for itself.
    pub(super) fn hidden(&self, but: &[&str]) -> Vec<(&'static str, String)> {
        let kept = self
            .0
            .iter()
            .filter(|(name, _)| !but.contains(name) && *name != "page");
        kept.cloned().collect()
    }

    /// The page of the list, from 1.
    pub(super) fn page(&self) -> usize {
        let page = self.get("page").and_then(|text| text.parse().ok());
        page.filter(|page| *page > 0).unwrap_or(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An address that somebody made up would else put words of theirs into our links.
    #[test]
    fn an_address_keeps_what_it_may_say() {
        let query = Query::parse(Some("rule=a%26b&page=3&from=2026-11-09&evil=%22%3E&to="));
        assert_eq!(query.suffix(), "?from=2026-11-09&rule=a%26b&page=3");
        assert_eq!(query.page(), 3);
        let other = query.with(&[("rule", ""), ("state", "new")]);
        assert_eq!(other.suffix(), "?from=2026-11-09&state=new");
        assert_eq!(other.page(), 1);
        assert_eq!(Query::parse(None).suffix(), "");
    }
}
