//! The fields of a form or of a query, as a browser sends them.

use url::form_urlencoded;

/// The fields of a form, in its order.
#[derive(Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Of the body of a form, or of a query.
    pub(super) fn parse(body: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(body);
        // A browser ends lines with two signs, a post with one.
        let plain = |text: &str| {
            text.replace("\r\n", "\n")
                .replace('\r', "\n")
                .replace('\0', "")
        };
        Self(
            pairs
                .map(|(name, value)| (name.into_owned(), plain(&value)))
                .collect(),
        )
    }

    /// The first field of that name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All fields of that name.
    pub(super) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let name = name.to_owned();
        let fields = self.0.iter().filter(move |(known, _)| *known == name);
        fields.map(|(_, value)| value.as_str())
    }
}
