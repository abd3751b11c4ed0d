//! MediaWiki: the pages of a wiki that were made or changed.
//!
//! A page is a post: published with its first version, changed with its last, and the versions between are kept
//! as earlier ones, so that a page that went on in one language only is seen. What changed comes from the list of
//! recent changes, which a wiki keeps for some ninety days; texts follow in bundles, first versions and those
//! between page by page, because the interface allows it no other way.

use super::answer::{self, challenge, json, read_step, refuse, step};
use super::mediawiki_page::{Entry, Work, earlier, shown};
use super::{Answer, Estimate, Page, Platform, Refusal, Request, Step, Walk, lenient};
use crate::model::{Account, Bilingual, CoverageState, Language, Problem, Profile};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// `MediaWiki`.
pub(super) struct MediaWiki;

/// How many texts are asked for at once.
pub(super) const BUNDLE: usize = 20;

/// How long a wiki keeps its recent changes, unless its administrators chose otherwise.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Where the interface may be.
const PLACES: [&str; 2] = ["/api.php", "/w/api.php"];

/// What the interface wants to be told to go on; all of it, whatever it holds.
type Cont = BTreeMap<String, String>;

/// The wiki, as far as its interface needs to be known.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Wiki {
    api: String,
    language: Option<String>,
}

/// Where a walk is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum At {
    /// Is there an interface, and whose is it?
    Site { place: usize },
    /// What changed.
    Changes { wiki: Wiki, cont: Cont },
    /// When the next page was made whose first version is not known.
    Created {
        wiki: Wiki,
        work: Work,
        then: Option<Cont>,
    },
    /// The texts of a bundle of pages.
    Texts {
        wiki: Wiki,
        work: Work,
        cont: Cont,
        then: Option<Cont>,
    },
    /// The versions between of the next page.
    History {
        wiki: Wiki,
        work: Work,
        cont: Cont,
        then: Option<Cont>,
    },
}

impl Platform for MediaWiki {
    fn name(&self) -> &'static str {
        "mediawiki"
    }

    fn about(&self) -> Bilingual<&'static str> {
        Bilingual::new(
            "address of the wiki, id = namespaces or a user; open to all",
            "adresse du wiki, id = espaces de noms ou utilisateur; ouvert à tous",
        )
    }

    fn estimate(&self, posts: u64) -> Estimate {
        Estimate {
            // At worst each page is an old one that was changed.
            requests: 2 + posts * 2 + posts / 20,
            micros: 0,
        }
    }

    fn start(&self, _walk: &Walk) -> Step {
        step(&At::Site { place: 0 })
    }

    fn request(&self, walk: &Walk, step: &Step) -> Result<Request, Problem> {
        let at = read_step(walk, step).map_err(|refusal| refusal.problem)?;
        let (api, mut query, cont) = asked(walk, at);
        // The continuation holds parameters of its own, some of them asked for already.
        query.retain(|(name, _)| !cont.contains_key(*name));
        let mut pairs = vec![
            ("action", "query"),
            ("format", "json"),
            ("formatversion", "2"),
            ("maxlag", "5"),
        ];
        pairs.extend(query.iter().map(|(name, value)| (*name, value.as_str())));
        pairs.extend(
            cont.iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        let base = walk.server(&walk.account.handle).trim();
        // An address that names the interface itself is taken by its word.
        let path = if base.ends_with("api.php") { "" } else { &api };
        let url = answer::address(walk, base, path, &pairs)?;
        Ok(Request::new(url, "application/json"))
    }

    fn parse(&self, walk: &Walk, step: &Step, answer: &Answer) -> Result<Page, Refusal> {
        let at = read_step(walk, step)?;
        if let At::Site { place } = at
            && answer::instead_of_data(answer) == Some(answer::Instead::Page)
            && let Some(page) = elsewhere(place)
        {
            return Ok(page);
        }
        let body: Value = json(walk, answer)?;
        if let Some(refusal) = failure(walk, &body) {
            return Err(refusal);
        }
        Ok(match at {
            At::Site { place } => site(walk, place, &body),
            At::Changes { wiki, cont } => changes(walk, wiki, &cont, &body, answer),
            At::Created {
                wiki,
                mut work,
                then,
            } => {
                work.created(&body);
                on(Page::default(), wiki, work, then)
            }
            At::Texts {
                wiki,
                mut work,
                then,
                ..
            } => {
                let mut page = Page::default();
                shown(walk, &mut work, &body, &mut page);
                if let Some(cont) = cont(&body) {
                    page.next = Some(answer::step(&At::Texts {
                        wiki,
                        work,
                        cont,
                        then,
                    }));
                    page
                } else {
                    work.shown_all();
                    on(page, wiki, work, then)
                }
            }
            At::History {
                wiki,
                mut work,
                then,
                ..
            } => {
                let mut page = Page::default();
                earlier(walk, &work, &body, &mut page);
                if let Some(cont) = cont(&body) {
                    page.next = Some(answer::step(&At::History {
                        wiki,
                        work,
                        cont,
                        then,
                    }));
                    page
                } else {
                    work.done();
                    on(page, wiki, work, then)
                }
            }
        })
    }

    fn refusal(&self, walk: &Walk, step: &Step, answer: &Answer) -> Option<Result<Page, Refusal>> {
        match (answer.status, read_step(walk, step).ok()?) {
            (404 | 410, At::Site { place }) => Some(elsewhere(place).ok_or_else(|| {
                refuse(
                    walk,
                    CoverageState::NotFound,
                    "there is no wiki interface (api.php) at this address; write the whole address of its api.php in tandem.toml",
                    "il n’y a pas d’interface de wiki (api.php) à cette adresse; inscrivez l’adresse complète de son api.php dans tandem.toml",
                )
            })),
            _ => challenge(walk, answer),
        }
    }
}

/// Path, parameters and continuation of a step.
fn asked(walk: &Walk, at: At) -> (String, Vec<(&'static str, String)>, Cont) {
    let from = walk.window.from.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let to = walk.window.to.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    match at {
        At::Site { place } => (
            PLACES.get(place).copied().unwrap_or_default().to_owned(),
            owned(&[("meta", "siteinfo"), ("siprop", "general")]),
            Cont::new(),
        ),
        At::Changes { wiki, cont } => {
            let mut query = owned(&[
                ("list", "recentchanges"),
                ("rcdir", "newer"),
                ("rcstart", &from),
                ("rcend", &to),
                ("rctype", "edit|new"),
                ("rcprop", "ids|timestamp"),
                ("rclimit", "500"),
            ]);
            let (namespaces, user) = scope(walk);
            query.push(("rcnamespace", namespaces));
            query.extend(user.map(|user| ("rcuser", user)));
            (wiki.api, query, cont)
        }
        At::Created { wiki, work, .. } => (
            wiki.api,
            owned(&[
                ("pageids", &work.uncreated()),
                ("prop", "revisions"),
                ("rvprop", "ids|timestamp"),
                ("rvdir", "newer"),
                ("rvlimit", "1"),
            ]),
            Cont::new(),
        ),
        At::Texts {
            wiki, work, cont, ..
        } => {
            let own = wiki.language.as_deref().and_then(Language::from_tag);
            let other = own.unwrap_or(Language::English).other().code();
            (
                wiki.api,
                owned(&[
                    ("pageids", &work.unshown()),
                    ("prop", "info|langlinks|revisions"),
                    ("inprop", "url"),
                    ("lllang", other),
                    ("llprop", "url"),
                    ("lllimit", "500"),
                    ("rvprop", "ids|timestamp|content"),
                    ("rvslots", "main"),
                ]),
                cont,
            )
        }
        At::History {
            wiki, work, cont, ..
        } => (
            wiki.api,
            owned(&[
                ("pageids", &work.first()),
                ("prop", "revisions"),
                ("rvprop", "ids|timestamp|content"),
                ("rvslots", "main"),
                ("rvdir", "newer"),
                ("rvstart", &from),
                ("rvlimit", "50"),
            ]),
            cont,
        ),
    }
}

fn owned(query: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    query
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect()
}

/// Of which pages: of the namespaces that the account's id numbers, of the user that it names, else all articles.
fn scope(walk: &Walk) -> (String, Option<String>) {
    match walk.account.id.as_deref().map(str::trim) {
        Some(id) if id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'|') => {
            (id.to_owned(), None)
        }
        Some(user) => ("0".to_owned(), Some(user.to_owned())),
        None => ("0".to_owned(), None),
    }
}

/// The next place where the interface may be.
fn elsewhere(place: usize) -> Option<Page> {
    let place = place + 1;
    (place < PLACES.len()).then(|| Page {
        next: Some(step(&At::Site { place })),
        ..Page::default()
    })
}

/// Errors come with status 200.
fn failure(walk: &Walk, body: &Value) -> Option<Refusal> {
    let error = body.get("error")?;
    let code = lenient::at(error, "/code").unwrap_or_default();
    let said = lenient::at(error, "/info").unwrap_or_default();
    Some(match code.as_str() {
        "readapidenied" | "permissiondenied" | "badaccess-groups" | "mustbeloggedin" => refuse(
            walk,
            CoverageState::Unauthorised,
            "the wiki shows its pages to its members only; run tandem inside their network, or import an export",
            "le wiki ne montre ses pages qu’à ses membres; lancez tandem depuis leur réseau, ou importez une exportation",
        ),
        "maxlag" | "ratelimited" => refuse(
            walk,
            CoverageState::RateLimited,
            format!("the wiki asks to come back later ({said}); run fetch again in some minutes"),
            format!(
                "le wiki demande de revenir plus tard ({said}); relancez la récupération dans quelques minutes"
            ),
        ),
        "baduser" | "invaliduser" => refuse(
            walk,
            CoverageState::NotFound,
            format!("the wiki knows no such user ({said}); check the id in tandem.toml"),
            format!(
                "le wiki ne connaît pas cet utilisateur ({said}); vérifiez l’id dans tandem.toml"
            ),
        ),
        _ => refuse(
            walk,
            CoverageState::Unreadable,
            format!("the wiki refused the request ({code}: {said}); report it if it stays so"),
            format!(
                "le wiki a refusé la demande ({code}\u{a0}: {said}); signalez le problème s’il persiste"
            ),
        ),
    })
}

fn cont(body: &Value) -> Option<Cont> {
    let cont = body.get("continue")?.as_object()?;
    Some(
        cont.iter()
            .filter_map(|(name, value)| Some((name.clone(), lenient::text(value)?)))
            .collect(),
    )
}

fn site(walk: &Walk, place: usize, body: &Value) -> Page {
    let language = lenient::at(body, "/query/general/lang");
    let profile = Profile {
        platform: "mediawiki".into(),
        account: Account::normal_handle(&walk.account.handle),
        id: lenient::at(body, "/query/general/wikiid"),
        name: lenient::at(body, "/query/general/sitename"),
        url: lenient::at(body, "/query/general/base"),
        avatar: lenient::at(body, "/query/general/logo"),
        language: language.clone(),
        ..Profile::default()
    };
    let wiki = Wiki {
        api: PLACES.get(place).copied().unwrap_or_default().to_owned(),
        language,
    };
    Page {
        profiles: vec![profile],
        next: Some(step(&At::Changes {
            wiki,
            cont: Cont::new(),
        })),
        ..Page::default()
    }
}

fn changes(walk: &Walk, wiki: Wiki, before: &Cont, body: &Value, answer: &Answer) -> Page {
    let mut page = Page::default();
    let mut work = Work::default();
    let mut oldest = None;
    for value in lenient::list(body, "/query/recentchanges") {
        match answer::record::<Entry>(walk, value, "pageid") {
            Ok(entry) => {
                oldest = oldest.or(Some(entry.at()));
                work.add(&entry);
            }
            Err(problem) => page.problems.push(problem),
        }
    }
    let horizon = answer.fetched_at.checked_sub(KEPT).ok();
    if let Some(horizon) =
        horizon.filter(|horizon| before.is_empty() && walk.window.from < *horizon)
    {
        // A change that is still listed shows that the list goes back that far.
        page.reaches_back_to = Some(oldest.map_or(horizon, |oldest| oldest.min(horizon)));
    }
    on(page, wiki, work, cont(body))
}

/// The next thing to do.
fn on(page: Page, wiki: Wiki, work: Work, then: Option<Cont>) -> Page {
    let next = if !work.uncreated().is_empty() {
        Some(At::Created { wiki, work, then })
    } else if !work.unshown().is_empty() {
        Some(At::Texts {
            wiki,
            work,
            cont: Cont::new(),
            then,
        })
    } else if !work.first().is_empty() {
        Some(At::History {
            wiki,
            work,
            cont: Cont::new(),
            then,
        })
    } else {
        then.map(|cont| At::Changes { wiki, cont })
    };
    Page {
        next: next.as_ref().map(step),
        ..page
    }
}
