//! canada.ca news: what a department publishes there, and each release's counterpart.
//!
//! The handle is language and department, as the service spells it: `en/departmentofnationaldefence`. A wrong
//! department and a wrong parameter both give an empty feed, so an empty one is asked again without dates: one that
//! is empty then, too, is no proof of silence. Only a release's page names the same release in the other language,
//! so each page is read once more, after the list.

use super::answer::{self, Instead, challenge, place, read_step, step};
use super::{Answer, Estimate, Page, Platform, Refusal, Request, Step, Walk, feed, html};
use crate::model::{Account, Bilingual, Language, Post, Problem};
use serde::{Deserialize, Serialize};
use url::Url;

/// canada.ca news.
pub(super) struct Canada;

/// Where the releases are, whoever lists them.
const SITE: &str = "https://www.canada.ca";

/// So many are asked for first; when they are not enough, so many.
const PICKS: [usize; 2] = [100, 1000];

/// Where a walk is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    /// The releases of the window.
    List { pick: usize },
    /// Nothing in the window: is there anything at all?
    Ever,
    /// Releases whose page is still to be read, with what the list said of them. They are given out with it.
    Pages { left: Vec<Post> },
}

impl Platform for Canada {
    fn name(&self) -> &'static str {
        "canada"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "en/department or fr/department as in the news addresses of canada.ca; open to all",
            "en/ministère ou fr/ministère comme dans les adresses de nouvelles de canada.ca; ouvert à tous",
        )
    }

    fn estimate(&self, posts: u64) -> Estimate {
        Estimate {
            // Each release has a page.
            requests: 1 + posts,
            micros: 0,
        }
    }

    fn start(&self, _walk: &Walk) -> Step {
        step(&At::List { pick: PICKS[0] })
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let at = read_step(walk, step).map_err(|refusal| refusal.problem)?;
        let (pick, since) = match &at {
            At::List { pick } => (*pick, Some(first_day(walk))),
            At::Ever => (1, None),
            At::Pages { left } => {
                let path = left.first().and_then(|post| path(post.url.as_deref()?));
                let path = path.ok_or_else(|| read_step_problem(walk))?;
                let url = answer::address(walk, walk.server(SITE), &path, &[])?;
                return Ok(Request::new(url, "text/html"));
            }
        };
        let (language, department) = department(walk)?;
        let pick = pick.to_string();
        let mut query = vec![
            ("dept", department.as_str()),
            ("sort", "publishedDate"),
            ("orderBy", "desc"),
        ];
        query.extend(since.as_deref().map(|day| ("publishedDate>", day)));
        query.extend([
            ("pick", pick.as_str()),
            ("format", "atom"),
            ("atomtitle", "news"),
        ]);
        let url = answer::address(
            walk,
            walk.server("https://api.io.canada.ca"),
            &format!("/io-server/gc/news/{}/v2", language.code()),
            &query,
        )?;
        Ok(Request::new(url, feed::ACCEPT))
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        match read_step(walk, step)? {
            At::List { pick } => list(walk, pick, answer),
            At::Ever => ever(walk, answer),
            At::Pages { left } => Ok(released(walk, left, answer)),
        }
    }

    fn refusal(&self, walk: &Walk, step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        match (answer.status, read_step(walk, step).ok()?) {
            (408 | 429 | 500.., _) => None,
            // The release was read; what its page would have said of it is a help.
            (_, At::Pages { left }) => Some(Ok(released(walk, left, answer))),
            _ => challenge(walk, answer),
        }
    }
}

/// Language and department, out of `en/department`; a configured id may name the department, too.
fn department(walk: &Walk) -> Result<(Language, String), Problem> {
    let handle = Account::normal_handle(&walk.account.handle);
    let split = handle
        .split_once('/')
        .and_then(|(language, rest)| Some((Language::from_tag(language)?, rest)));
    match (split, &walk.account.id) {
        (Some((language, _)), Some(id)) => Ok((language, id.clone())),
        (Some((language, department)), None) if !department.is_empty() => {
            Ok((language, department.trim_end_matches('/').to_owned()))
        }
        _ => Err(Problem::new(
            place(walk),
            "the handle names no language and department; write it as en/departmentname or fr/departmentname in tandem.toml",
            "l’identifiant ne nomme pas de langue et de ministère; écrivez-le sous la forme en/nomduministere ou fr/nomduministere dans tandem.toml",
        )),
    }
}

fn read_step_problem(walk: &Walk) -> Problem {
    Problem::new(
        place(walk),
        "the stored place to go on from is not understood; run fetch from the start",
        "le point de reprise enregistré est incompréhensible; relancez la récupération depuis le début",
    )
}

/// Days are those of Ottawa, so the day before counts as well.
fn first_day(walk: &Walk) -> String {
    let from = walk.window.from;
    let from = from
        .checked_sub(jiff::SignedDuration::from_hours(24))
        .unwrap_or(from);
    from.strftime("%Y-%m-%d").to_string()
}

/// The feed, its addresses those of the site.
fn read(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    let answer = Answer {
        url: SITE,
        ..*answer
    };
    let mut page = feed::page(walk, &answer)?;
    // What a feed says of itself when it is empty is not true here.
    if page.posts.is_empty() && !String::from_utf8_lossy(answer.body).contains("<entry") {
        page.problems.clear();
    }
    let own = department(walk).ok().map(|(language, _)| language.code());
    for post in &mut page.posts {
        "canada".clone_into(&mut post.platform);
        post.language_hint = post.language_hint.take().or(own.map(str::to_owned));
        // A teaser that was cut says so with its last sign.
        post.complete &= !post.content.text.ends_with(['…']) && !post.content.text.ends_with("...");
    }
    Ok(page)
}

fn list(walk: &Walk, pick: usize, answer: &Answer) -> Result<Page, Refusal> {
    let mut page = read(walk, answer)?;
    let reach = page.reaches_back_to.take();
    if page.posts.is_empty() && page.problems.is_empty() {
        page.next = Some(step(&At::Ever));
        return Ok(page);
    }
    let full = page.posts.len() + page.problems.len() >= pick;
    if full && let Some(more) = PICKS.iter().find(|more| **more > pick) {
        return Ok(Page {
            next: Some(step(&At::List { pick: *more })),
            ..Page::default()
        });
    }
    // More than can be asked for.
    page.reaches_back_to = reach.filter(|_| full);
    let (left, posts): (Vec<Post>, Vec<Post>) = page.posts.into_iter().partition(|post| {
        walk.window.contains(post.published_at) && post.url.as_deref().and_then(path).is_some()
    });
    // Older ones were read with their pages before; without them they would seem to have lost their counterparts.
    page.posts = posts
        .into_iter()
        .filter(|post| walk.window.contains(post.published_at))
        .collect();
    page.next = (!left.is_empty()).then(|| step(&At::Pages { left }));
    Ok(page)
}

fn ever(walk: &Walk, answer: &Answer) -> Result<Page, Refusal> {
    let page = read(walk, answer)?;
    if !page.posts.is_empty() {
        return Ok(Page::default());
    }
    Ok(Page {
        reaches_back_to: Some(answer.fetched_at),
        problems: vec![Problem::new(
            place(walk),
            "nothing was ever published under this name: a department that is spelled wrong gives the same empty answer; check the handle in tandem.toml",
            "rien n’a jamais été publié sous ce nom\u{a0}: un ministère mal orthographié donne la même réponse vide; vérifiez l’identifiant dans tandem.toml",
        )],
        ..Page::default()
    })
}

/// The path of a release on the site; other sites are not asked.
fn path(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let ours = matches!(url.host_str(), Some("www.canada.ca" | "canada.ca"));
    ours.then(|| url.path().to_owned())
}

/// The next release, with what its page names as its counterpart, if it could be read.
fn released(walk: &Walk, mut left: Vec<Post>, answer: &Answer) -> Page {
    let mut page = Page::default();
    if left.is_empty() {
        return page;
    }
    let mut post = left.remove(0);
    let instead = answer::instead_of_data(answer);
    if (200..300).contains(&answer.status) && instead == Some(Instead::Page) {
        post.counterparts = counterparts(walk, &post, answer.body);
    } else {
        page.problems.push(Problem::new(
            format!("{} {}", place(walk), post.url.as_deref().unwrap_or_default()),
            format!("the page of this release could not be read (status {}): its counterpart is not known; run fetch again later", answer.status),
            format!("la page de ce communiqué n’a pu être lue (code {})\u{a0}: sa contrepartie est inconnue; relancez la récupération plus tard", answer.status),
        ));
    }
    page.posts.push(post);
    if instead == Some(Instead::Challenge) {
        // The next pages would say the same.
        page.posts.append(&mut left);
    }
    page.next = (!left.is_empty()).then(|| step(&At::Pages { left }));
    page
}

fn counterparts(walk: &Walk, post: &Post, body: &[u8]) -> Vec<String> {
    let other = department(walk).ok().map(|(language, _)| language.other());
    let base = Url::parse(SITE).ok();
    let mut found: Vec<String> = Vec::new();
    for (language, link) in html::alternates(&String::from_utf8_lossy(body), base.as_ref()) {
        if Language::from_tag(&language) == other
            && Some(&link) != post.url.as_ref()
            && !found.contains(&link)
        {
            found.push(link);
        }
    }
    found
}
