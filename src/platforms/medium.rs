//! Medium: its feed, which is all that it shows to programs: the newest ten, stories and responses alike.

use super::answer::{self, challenge};
use super::feed_item::canonical;
use super::{Answer, Page, Platform, Refusal, Request, Step, Walk, feed};
use crate::model::{Bilingual, Post, Problem};

/// Medium.
pub(super) struct Medium;

impl Platform for Medium {
    fn name(&self) -> &'static str {
        "medium"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "@name, or the address of a publication; open to all, the 10 newest",
            "@nom ou adresse d’une publication; ouvert à tous, les 10 plus récentes",
        )
    }

    fn start(&self, _walk: &Walk) -> Step {
        Step("feed".into())
    }

    fn request(&self, walk: &Walk, _step: &Step) -> Result<Request, Problem> {
        let handle = walk.account.handle.trim().trim_end_matches('/');
        let url = if handle.contains("://") {
            let (base, path) = own_address(handle);
            answer::address(walk, walk.server(base), &format!("/feed{path}"), &[])?
        } else if handle.contains('.') {
            answer::address(walk, walk.server(handle), "/feed", &[])?
        } else {
            // A person's name begins with `@`; that of a publication does not.
            answer::address(
                walk,
                walk.server("https://medium.com"),
                &format!("/feed/{handle}"),
                &[],
            )?
        };
        Ok(Request::new(url, feed::ACCEPT))
    }

    fn parse(&self, walk: &Walk, _step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        let mut page = feed::page(walk, answer)?;
        page.posts.iter_mut().for_each(story);
        Ok(page)
    }

    fn refusal(&self, walk: &Walk, _step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        challenge(walk, answer)
    }
}

/// Scheme and host of an address, and the path after it.
fn own_address(handle: &str) -> (&str, &str) {
    let start = handle.find("://").map_or(0, |at| at + 3);
    let end = handle[start..]
        .find('/')
        .map_or(handle.len(), |at| start + at);
    handle.split_at(end)
}

fn story(post: &mut Post) {
    "medium".clone_into(&mut post.platform);
    post.url = post.url.as_deref().map(canonical);
    for link in &mut post.content.links {
        *link = canonical(link);
    }
    post.content.links.dedup();
    // What only members may read ends with an invitation, which is not the author's.
    let invitation = post
        .content
        .text
        .rfind("Continue reading on ")
        .filter(|at| post.content.text[*at..].trim_end().ends_with('»'));
    if let Some(at) = invitation {
        post.content.text.truncate(at);
        let end = post.content.text.trim_end().len();
        post.content.text.truncate(end);
        post.complete = false;
    }
}
