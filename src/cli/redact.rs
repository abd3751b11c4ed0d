//! `tandem redact`: takes the words and pictures of a post out of the store, and keeps what was found out about it.

use super::{End, Session, Stop};
use crate::config::Config;
use crate::model::{Account, Content, Interval, Judged, Post, Presence, Problem, Redacted};
use crate::store::Store;
use crate::work::compare;
use jiff::Timestamp;

pub(super) fn run(session: &Session) -> Result<End, Stop> {
    let config = session.config()?;
    let mut store = session.store(true)?;
    let key = session.value("post").unwrap_or_default().trim();
    let (platform, id) = key.split_once(':').ok_or_else(|| not_a_post(key))?;
    let owners = store.owners(platform, id)?;
    if owners.is_empty() {
        return Err(unknown(key).into());
    }
    for owner in owners {
        let (presence, account) = find(&config, platform, &owner).ok_or_else(|| unknown(key))?;
        let (post, words) = emptied(&store, &config, presence, account, id)?;
        store.redact(&post, &words, Timestamp::now())?;
        session.note(
            format!("{key}: words and pictures removed from the store. Its time, language and counterpart stay, so that what is missing or late is still found; findings on its words and pictures are not. Folders of earlier reports are not changed"),
            format!("{key}\u{a0}: mots et images retirés de la base. Son heure, sa langue et son équivalent demeurent\u{a0}: ce qui manque ou tarde est toujours constaté, mais non ce qui tenait à ses mots et à ses images. Les dossiers de rapports antérieurs ne sont pas modifiés"),
        );
    }
    Ok(End::Nothing)
}

/// The presence and account of a handle.
fn find<'c>(
    config: &'c Config,
    platform: &str,
    owner: &str,
) -> Option<(&'c Presence, &'c Account)> {
    config.presences.iter().find_map(|presence| {
        let accounts = presence.accounts.list().into_iter();
        let mut own = accounts
            .filter(|(account, _)| account.key() == (platform.to_owned(), owner.to_owned()));
        own.next().map(|(account, _)| (presence, account))
    })
}

/// The post as it is to stay (who, when, in which language, whose counterpart), and the words that go.
fn emptied(
    store: &Store,
    config: &Config,
    presence: &Presence,
    account: &Account,
    id: &str,
) -> Result<(Post, String), Problem> {
    let key = format!("{}:{id}", account.platform);
    let always = Interval {
        from: Timestamp::MIN,
        to: Timestamp::MAX,
    };
    let posts = store.posts(account, always)?;
    let at = posts
        .iter()
        .find(|it| it.post.id == id)
        .map(|it| it.post.published_at)
        .ok_or_else(|| unknown(&key))?;
    let around = Interval {
        from: at.saturating_sub(config.pairing.window).unwrap_or(at),
        to: at.saturating_add(config.pairing.window).unwrap_or(at),
    };
    let comparison = compare::one(store, config, presence, around)?.comparison;
    let (_, handle) = account.key();
    let is_it = |judged: &&Judged| judged.post.id == id && judged.post.account == handle;
    let judged = comparison
        .posts
        .iter()
        .find(is_it)
        .ok_or_else(|| unknown(&key))?;
    let counterpart = judged.pair.map(|pair| {
        let pair = &comparison.pairs[pair];
        let ends = [pair.english, pair.french].map(|end| &comparison.posts[end].post);
        ends.into_iter()
            .find(|post| !std::ptr::eq(*post, &raw const judged.post))
            .map_or_else(String::new, |post| post.id.clone())
    });
    let mut post = judged.post.clone();
    let words = post.content.text.clone();
    post.content = Content::default();
    if let Some(reference) = post.origin.reference_mut() {
        reference.text = None;
    }
    post.counterparts = counterpart.into_iter().collect();
    post.redacted = Some(Redacted {
        language: judged.language,
        confidence: judged.language_confidence,
        reference_language: judged.reference_language,
    });
    Ok((post, words))
}

fn not_a_post(key: &str) -> Problem {
    Problem::new(
        key,
        "not the id of a post; write it as posts.csv does, platform:id",
        "ce n’est pas l’identifiant d’une publication; écrivez-le comme dans posts.csv, plateforme:identifiant",
    )
}

fn unknown(key: &str) -> Problem {
    Problem::new(
        key,
        "no such post of a configured account is stored; copy its id from posts.csv",
        "aucune publication de ce nom n’est enregistrée pour un compte configuré; copiez son identifiant depuis posts.csv",
    )
}
