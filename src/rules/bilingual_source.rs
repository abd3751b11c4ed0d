//! `bilingual-source`: a source that publishes in both languages was passed on in one only.

use super::reading::is_read;
use super::unilingual_repost::passed_on;
use super::{Context, Rule};
use crate::model::{
    Account, Bilingual, Judged, Language, Message, Origin, Publication, Reason, RuleInfo, Severity,
};
use crate::text::wording;

pub(super) struct BilingualSource;

static INFO: RuleInfo = RuleInfo {
    name: "bilingual-source",
    title: Bilingual::new("Bilingual source not used", "Source bilingue inutilisée"),
    summary: Bilingual::new(
        "What was passed on in one language has a source in the other.",
        "Ce qui a été rediffusé dans une langue a une source dans l’autre.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/bilingual-source.en.txt"),
        include_str!("manuals/bilingual-source.fr.txt"),
    ),
    provisions: &[
        "daod-2008-8-4.10-6",
        "web2-appE-redisseminate",
        "web2-tip-sources",
        "gosm-appA-5a",
    ],
    severity: Severity::Warning,
};

impl Rule for BilingualSource {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn publication(&self, publication: Publication, context: &Context) -> Vec<Message> {
        let mut posts = passed_on(publication);
        if let Publication::Lone(judged) = publication
            && is_of_sister(judged)
        {
            posts.push(judged);
        }
        let found = posts.into_iter().find_map(|it| message(it, context));
        found.into_iter().collect()
    }
}

/// Does it pass on a post of another account of the institution? That is no third-party content.
fn is_of_sister(judged: &Judged) -> bool {
    judged.reason == Some(Reason::OwnAccount)
        && matches!(&judged.post.origin, Origin::Repost(it) if it.complete && it.text.is_some())
}

fn message(judged: &Judged, context: &Context) -> Option<Message> {
    let language = judged.reference_language.single()?;
    let source = judged.post.origin.reference()?.account.as_deref()?;
    let platform = std::slice::from_ref(&judged.post.platform);
    let tables = &context.options.tables;
    let other = tables.account(source, language, platform)?;
    let (source, other) = (
        Account::normal_handle(source),
        Account::normal_handle(&other),
    );
    let own = context.comparison.presence.accounts.list();
    let is_own = own
        .iter()
        .any(|(account, _)| Account::normal_handle(&account.handle) == source);
    let wanted = judged.side.unwrap_or(language).other();
    let at = judged.post.published_at;
    let window = context.window;
    if is_own
        || !is_read(context.comparison, wanted, at, window, window)
        || is_used(&other, language, judged, context)
    {
        return None;
    }
    let names = wording::language(language.other());
    Some(
        Message::new(
            format!(
                "@{source} also publishes in {} as @{other}: that was not passed on.",
                names.english
            ),
            format!(
                "@{source} publie aussi en {}, sous @{other}\u{a0}: ce n’est pas ce qui a été rediffusé.",
                names.french
            ),
        )
        .sure(judged.language_confidence),
    )
}

/// Was the other source passed on, quoted or named within the window?
fn is_used(other: &str, language: Language, judged: &Judged, context: &Context) -> bool {
    let at = judged.post.published_at;
    let from = at.saturating_sub(context.window).unwrap_or(at);
    let to = at.saturating_add(context.window).unwrap_or(at);
    let posts = &context.comparison.posts;
    let first = posts.partition_point(|it| it.post.published_at < from);
    let mut near = posts[first..]
        .iter()
        .take_while(|it| it.post.published_at <= to)
        .filter(|it| !std::ptr::eq(*it, judged));
    let handle = format!("@{other}");
    near.any(|it| {
        let reference = it.post.origin.reference();
        let source = reference.and_then(|it| it.account.as_deref());
        let is_it = source.is_some_and(|source| Account::normal_handle(source) == other)
            && it.reference_language.single() != Some(language);
        is_it || it.post.content.text.to_lowercase().contains(&handle)
    })
}
