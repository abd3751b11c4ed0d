//! `unilingual-repost`: third-party content passed on in one language only.

use super::{Context, Rule};
use crate::model::{
    Account, Bilingual, Judged, Language, Message, Origin, Publication, Reason, RuleInfo, Severity,
};
use crate::text::wording;
use std::collections::BTreeSet;

pub(super) struct UnilingualRepost;

static INFO: RuleInfo = RuleInfo {
    name: "unilingual-repost",
    title: Bilingual::new("Unilingual repost", "Rediffusion unilingue"),
    summary: Bilingual::new(
        "Third-party content was passed on in one official language only.",
        "Du contenu de tiers a été rediffusé dans une seule langue officielle.",
    ),
    manual: Bilingual::new(
        include_str!("manuals/unilingual-repost.en.txt"),
        include_str!("manuals/unilingual-repost.fr.txt"),
    ),
    provisions: &[
        "gc-notice-social-third-party",
        "daod-2008-8-4.10-6",
        "web2-appE-redisseminate",
        "web2-tip-unilingual-not-predominant",
        "gosm-appA-5a",
    ],
    severity: Severity::Warning,
};

impl Rule for UnilingualRepost {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn publication(&self, publication: Publication, context: &Context) -> Vec<Message> {
        let posts = passed_on(publication).into_iter();
        posts.map(|judged| message(judged, context)).collect()
    }
}

/// The posts of a publication that pass on third-party content, if all of it is in one official language.
pub(super) fn passed_on(publication: Publication<'_>) -> Vec<&Judged> {
    let mut posts: Vec<&Judged> = match publication {
        Publication::Paired(_, posts) => vec![posts.english, posts.french],
        Publication::Bilingual(judged) | Publication::Lone(judged) => vec![judged],
    };
    // A quote whose other version says the same in the account's own words serves both publics.
    let alone = posts.len() == 2 && posts.iter().filter(|judged| passes_on(judged)).count() == 1;
    posts.retain(|judged| passes_on(judged));
    if alone {
        return Vec::new();
    }
    let languages: BTreeSet<Option<Language>> = posts
        .iter()
        .map(|judged| judged.reference_language.single())
        .collect();
    let unilingual = languages.len() == 1 && languages.first().is_some_and(Option::is_some);
    if unilingual { posts } else { Vec::new() }
}

fn message(judged: &Judged, context: &Context) -> Message {
    let only = wording::language(
        judged
            .reference_language
            .single()
            .unwrap_or(Language::English),
    );
    let source = source(judged);
    let other = other_account(judged, context);
    let mut message = Message::new(
        format!(
            "Third-party content in {} only passed on{}.{}",
            only.english, source.english, other.english
        ),
        format!(
            "Contenu de tiers en {} seulement rediffusé{}.{}",
            only.french, source.french, other.french
        ),
    );
    message.side = judged.side;
    message
}

/// Does the post pass on somebody else's post, and was it really published?
fn passes_on(judged: &Judged) -> bool {
    let reference = judged.post.origin.reference();
    judged.third_party
        && judged.reason != Some(Reason::Deleted)
        && matches!(judged.post.origin, Origin::Repost(_) | Origin::Quote(_))
        && reference.is_some_and(|it| it.complete && it.text.is_some())
}

/// The account of the source in the other language, where it is declared or in the official register.
fn other_account(judged: &Judged, context: &Context) -> Bilingual<String> {
    let find = || {
        let language = judged.reference_language.single()?;
        let source = judged.post.origin.reference()?.account.as_deref()?;
        let platform = std::slice::from_ref(&judged.post.platform);
        let other = context.options.tables.account(source, language, platform)?;
        let is_other = Account::normal_handle(&other) != Account::normal_handle(source);
        is_other.then_some((other, language.other()))
    };
    let Some((other, language)) = find() else {
        return Bilingual::default();
    };
    let names = wording::language(language);
    Bilingual::text(
        format!(" The source’s account in {}: {other}.", names.english),
        format!(" Compte de la source en {}\u{a0}: {other}.", names.french),
    )
}

/// Whose post it is, where that is known.
fn source(judged: &Judged) -> Bilingual<String> {
    match judged
        .post
        .origin
        .reference()
        .and_then(|it| it.account.as_deref())
    {
        Some(account) => {
            let account = account.trim_start_matches('@');
            Bilingual::text(
                format!(" (source: @{account})"),
                format!(" (source\u{a0}: @{account})"),
            )
        }
        None => Bilingual::text("", ""),
    }
}
