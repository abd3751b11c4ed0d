//! A credential on its way: added to a request, and cut out of whatever comes back, so that nothing that is kept, said
//! or followed can hold it.

use crate::platforms::CredentialPlace;
use secrecy::{ExposeSecret, SecretString};
use std::borrow::Cow;
use url::Url;
use url::form_urlencoded::byte_serialize;

/// What stands in its place.
const MASK: &str = "***";

/// A credential with the place where the platform wants it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Secret<'a> {
    /// Where it stands in a request.
    pub(super) place: CredentialPlace,
    /// Its value.
    pub(super) value: &'a SecretString,
}

impl Secret<'_> {
    /// Adds it to a request for that address.
    pub(super) fn add(
        self,
        client: &reqwest::Client,
        url: &Url,
        header: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder,
    ) -> reqwest::RequestBuilder {
        let value = self.value.expose_secret();
        let get = |url: Url| header(client.get(url));
        match self.place {
            CredentialPlace::Bearer => get(url.clone()).bearer_auth(value),
            CredentialPlace::Query(name) => {
                let mut url = url.clone();
                url.query_pairs_mut().append_pair(name, value);
                get(url)
            }
        }
    }

    /// The text without it, in its plain and its encoded form.
    pub(super) fn scrub(self, text: &str) -> Cow<'_, str> {
        let value = self.value.expose_secret();
        let encoded: String = byte_serialize(value.as_bytes()).collect();
        // Something so short would be cut out of the middle of words.
        if value.len() < 6 || !(text.contains(value) || text.contains(&encoded)) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.replace(value, MASK).replace(&encoded, MASK))
    }

    /// Bytes without it; those of any other encoding are left alone.
    pub(super) fn scrub_bytes(self, bytes: Vec<u8>) -> Vec<u8> {
        let value = self.value.expose_secret().as_bytes();
        let encoded: String = byte_serialize(value).collect();
        if value.len() < 6 {
            return bytes;
        }
        let mut clean = replaced(bytes, value);
        if encoded.as_bytes() != value {
            clean = replaced(clean, encoded.as_bytes());
        }
        clean
    }
}

fn replaced(bytes: Vec<u8>, value: &[u8]) -> Vec<u8> {
    let finder = memchr::memmem::Finder::new(value);
    if finder.find(&bytes).is_none() {
        return bytes;
    }
    let mut clean = Vec::with_capacity(bytes.len());
    let mut rest = &bytes[..];
    while let Some(at) = finder.find(rest) {
        clean.extend_from_slice(&rest[..at]);
        clean.extend_from_slice(MASK.as_bytes());
        rest = &rest[at + value.len()..];
    }
    clean.extend_from_slice(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A credential that a server repeats would end up in the store and in every copy of it.
    #[test]
    fn what_comes_back_is_cut_clean() {
        let value = SecretString::from("s3cret/tok");
        let secret = Secret {
            place: CredentialPlace::Bearer,
            value: &value,
        };
        let body = b"{\"next\":\"?t=s3cret%2Ftok\",\"t\":\"s3cret/tok\"}\xff".to_vec();
        assert_eq!(
            secret.scrub_bytes(body),
            b"{\"next\":\"?t=***\",\"t\":\"***\"}\xff"
        );
        assert_eq!(secret.scrub("a s3cret/tok b"), "a *** b");
    }
}
