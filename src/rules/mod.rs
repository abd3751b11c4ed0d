//! Rules: what is looked for in drafts and in published posts. One file per rule, those on two versions by subject in
//! `checks/`; their manuals in `manuals/`. Pure.
//!
//! To add a rule: its file here, its two lines below, its manual in both languages, a case that fires and one that is
//! silent in `tests/cases/rules/` (of a check in `drafts/`), and its provisions in `corpora/provisions.toml`. A rule takes
//! the narrowest rung it can work on: two versions, a publication or the whole presence; the driver adds rule, posts and
//! evidence.

mod automation;
mod backfill;
mod bilingual_source;
mod checks;
mod coverage;
mod draft;
mod edit_parity;
mod emergency;
mod lead_language;
mod metadata;
mod mismatch;
mod missing_counterpart;
mod platform_coverage;
mod profiles;
mod publication_skew;
mod reply_language;
mod repost_share;
mod single_account;
mod tables;
mod third_language;
mod unilingual_repost;
mod versions;
mod volume_parity;
mod wrong_language;

pub use backfill::overdue;
pub use draft::{Attachment, Draft, Version};
pub use profiles::{Unjudged, unjudged};
pub use tables::{Official, Tables, Term};
pub use versions::{Known, Order, Posted, Side, Surroundings, Versions};

use crate::model::{
    Bilingual, Comparison, Finding, FindingState, Judged, Language, Message, Origin, Overdue,
    Profile, Publication, RuleInfo, name_of_period,
};
use crate::text::{digest, finding_id, reading::Reading};
use jiff::{SignedDuration, tz::TimeZone};
use std::fmt::Write as _;

/// One catalogue, one ordered list: the order of reports.
pub const RULES: [&dyn Rule; 79] = [
    &emergency::Emergency,
    &platform_coverage::PlatformCoverage,
    &missing_counterpart::MissingCounterpart,
    &single_account::SingleAccount,
    &publication_skew::PublicationSkew,
    &edit_parity::EditParity,
    &wrong_language::WrongLanguage,
    &reply_language::ReplyLanguage,
    &unilingual_repost::UnilingualRepost,
    &bilingual_source::BilingualSource,
    &repost_share::RepostShare,
    &lead_language::LeadLanguage,
    &volume_parity::VolumeParity,
    &automation::Automation,
    &profiles::cross_link::CROSS_LINK,
    &profiles::active_offer::ACTIVE_OFFER,
    &profiles::fields::BILINGUAL_PROFILE,
    &profiles::names::ACCOUNT_NAME,
    &profiles::terms::TERMS_LINK,
    &profiles::status::EQUAL_STATUS,
    &metadata::Metadata,
    &third_language::ThirdLanguage,
    &backfill::Backfill,
    &checks::language::EMPTY_VERSION,
    &checks::language::IDENTICAL_TEXT,
    &checks::language::SWAPPED_LANGUAGES,
    &checks::language::UNTRANSLATED_SEGMENT,
    &checks::language::LANGUAGE_ORDER,
    &checks::polarity::POLARITY,
    &checks::language::ENCODING,
    &checks::accents::MISSING_ACCENTS,
    &checks::placeholders::PLACEHOLDER,
    &checks::values::NUMBER_VALUE,
    &checks::french_values::NUMBER_FORMAT,
    &checks::values::PERCENT,
    &checks::values::CURRENCY,
    &checks::values::DATE,
    &checks::values::WEEKDAY_DATE,
    &checks::values::TIME,
    &checks::values::TIME_ZONE,
    &checks::french_values::TIME_FORMAT,
    &checks::values::PHONE,
    &checks::values::EMAIL,
    &checks::values::UNITS,
    &checks::values::POSTAL_ADDRESS,
    &checks::french_values::ORDINAL_FORMAT,
    &checks::values::LEGAL_REFERENCE,
    &checks::names::NAMED_ENTITY,
    &checks::links::LINK_COUNT,
    &checks::links::LINK_LANGUAGE,
    &checks::links::LINK_PAGE,
    &checks::links::LINK_LABEL,
    &checks::tags::HASHTAG_PARITY,
    &checks::tags::HASHTAG_STYLE,
    &checks::tags::HANDLE_PARITY,
    &checks::tags::EMOJI_PARITY,
    &checks::terms::ACRONYM_PARITY,
    &checks::terms::GLOSSARY,
    &checks::terms::FALSE_FRIENDS,
    &checks::media::MEDIA_PARITY,
    &checks::media::ALT_TEXT,
    &checks::media::CAPTIONS,
    &checks::lengths::LENGTH,
    &checks::lengths::LENGTH_FORECAST,
    &checks::lengths::LENGTH_RATIO,
    &checks::form::STRUCTURE,
    &checks::values::THREAD_NUMBERING,
    &checks::form::END_PUNCTUATION,
    &checks::form::BRACKETS,
    &checks::french::COLON_SPACE,
    &checks::french::HIGH_PUNCTUATION,
    &checks::french::GUILLEMETS,
    &checks::accents::CAPITAL_ACCENTS,
    &checks::form::REPEATED_WORDS,
    &checks::form::WHITESPACE,
    &checks::form::ENGLISH_FORMAT,
    &checks::meaning::MISSING_SENTENCE,
    &checks::history::ALREADY_POSTED,
    &checks::history::CONSISTENCY,
];

/// A rule. The ladder: implement the narrowest rung.
pub trait Rule: Sync {
    /// Name, summary and manual in both languages, provisions, severity.
    fn info(&self) -> &'static RuleInfo;

    /// Judges two versions of one message: a draft, or a published pair.
    fn versions(&self, _versions: &Versions) -> Vec<Message> {
        Vec::new()
    }

    /// Judges one publication of the period.
    fn publication(&self, _publication: Publication, _context: &Context) -> Vec<Message> {
        Vec::new()
    }

    /// Judges the whole period.
    fn presence(&self, _comparison: &Comparison, _context: &Context) -> Vec<Message> {
        Vec::new()
    }
}

/// Options of the rules, `[rules.NAME]` in the configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// From which skew on a routine pair is reported: a reporting threshold, never a legal limit.
    pub skew_routine: SignedDuration,
    /// The same for emergency and safety notices.
    pub skew_emergency: SignedDuration,
    /// From which share on unilingual reposts are called predominant, 0 to 1.
    pub repost_share: f64,
    /// From which share on one language is called always second, 0 to 1.
    pub lead_share: f64,
    /// Pairs needed before that can be said.
    pub lead_pairs: usize,
    /// Below which ratio fewer items in one language are reported, 0 to 1.
    pub volume_ratio: f64,
    /// How long an edit of one version may wait for the other.
    pub edit_delay: SignedDuration,
    /// The social media notice of the institution, in both languages, where it is told.
    pub terms: Option<Bilingual<String>>,
    /// What stands for what in the other language.
    pub tables: Tables,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            skew_routine: SignedDuration::from_mins(15),
            skew_emergency: SignedDuration::from_mins(2),
            repost_share: 0.5,
            lead_share: 0.9,
            lead_pairs: 20,
            volume_ratio: 0.9,
            edit_delay: SignedDuration::from_hours(24),
            terms: None,
            tables: Tables::default(),
        }
    }
}

/// What a rule may look at beside the publication itself.
#[derive(Debug)]
pub struct Context<'a> {
    /// Options of the rules.
    pub options: &'a Options,
    /// Zone in which messages state times.
    pub zone: &'a TimeZone,
    /// How long a counterpart may take.
    pub window: SignedDuration,
    /// The comparison that the publication belongs to.
    pub comparison: &'a Comparison,
    /// How its accounts present themselves, as last read; both sides alike on a bilingual account.
    pub profiles: &'a Bilingual<Option<Profile>>,
    /// What was read of the texts of its posts, in the same order.
    pub readings: &'a [Reading],
    /// The posts before its period that still have no counterpart, where they are asked for.
    pub overdue: &'a [Overdue],
}

/// The rule of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Rule> {
    RULES.into_iter().find(|rule| rule.info().name == name)
}

/// Applies every rule to a draft, in the order of the list.
#[must_use]
pub fn check(versions: &Versions) -> Vec<(&'static RuleInfo, Message)> {
    RULES
        .into_iter()
        .flat_map(|rule| {
            let messages = rule.versions(versions).into_iter();
            messages.map(|message| (rule.info(), message))
        })
        .collect()
}

/// Applies every rule, in the order of the list, then of time.
#[must_use]
pub fn judge(context: &Context) -> Vec<Finding> {
    let comparison = context.comparison;
    let mut found = RULES.map(|rule| (rule, Vec::new()));
    // One publication after the other by all rules: of two versions much is read, and none of it is kept.
    for publication in comparison.publications() {
        let versions = published(publication, context);
        for (rule, findings) in &mut found {
            let said = versions.as_ref().map(|it| rule.versions(it));
            // Most rules are silent, and then nothing more is asked of them.
            let said = said.filter(|messages| !messages.is_empty());
            if let Some(message) = said.and_then(|messages| joined(messages, rule.info())) {
                let posts = posts_of(publication, comparison, None);
                findings.push(finding(rule.info(), message, posts, context));
            }
            for message in rule.publication(publication, context) {
                let posts = posts_of(publication, comparison, message.side);
                findings.push(finding(rule.info(), message, posts, context));
            }
        }
    }
    for (rule, findings) in &mut found {
        for message in rule.presence(comparison, context) {
            let posts = Bilingual::default();
            findings.push(finding(rule.info(), message, posts, context));
        }
    }
    found
        .into_iter()
        .flat_map(|(_, findings)| findings)
        .collect()
}

/// What a rule says of a pair, in one message: a finding is named by its rule and its posts.
fn joined(messages: Vec<Message>, rule: &RuleInfo) -> Option<Message> {
    let weight = |message: &Message| message.severity.unwrap_or(rule.severity);
    messages.into_iter().reduce(|mut all, more| {
        all.severity = Some(weight(&all).max(weight(&more)));
        all.confidence = all.confidence.max(more.confidence);
        all.text.english = format!("{} {}", all.text.english, more.text.english);
        all.text.french = format!("{} {}", all.text.french, more.text.french);
        all
    })
}

/// The two versions of a published pair; not of two reposts, whose words are somebody else's.
fn published<'a>(publication: Publication<'a>, context: &Context<'a>) -> Option<Versions<'a>> {
    let Publication::Paired(pair, posts) = publication else {
        return None;
    };
    let is_own = |judged: &Judged| {
        !matches!(judged.post.origin, Origin::Repost(_))
            && judged.post.complete
            && judged.post.redacted.is_none()
    };
    if !is_own(posts.english) || !is_own(posts.french) {
        return None;
    }
    let around = Surroundings {
        tables: &context.options.tables,
        platforms: std::slice::from_ref(&posts.english.post.platform),
        // Two posts that carry both languages each are not two versions.
        order: if pair.is_of_versions(context.comparison) {
            Order::Separate
        } else {
            Order::Both
        },
        published: true,
        history: &[],
    };
    let known = |judged: &'a Judged, index: usize| {
        Some(Known {
            content: &judged.post.content,
            language: judged.language,
            reading: context.readings.get(index)?,
        })
    };
    let known = Bilingual::new(
        known(posts.english, pair.english)?,
        known(posts.french, pair.french)?,
    );
    Some(Versions::known(&known, around))
}

/// The posts a message is about: all of the publication, or those of one side.
fn posts_of(
    publication: Publication,
    comparison: &Comparison,
    side: Option<Language>,
) -> Bilingual<Option<usize>> {
    let mut posts = match publication {
        Publication::Paired(pair, _) => Bilingual::new(Some(pair.english), Some(pair.french)),
        Publication::Bilingual(judged) | Publication::Lone(judged) => {
            // Posts are in order of time: only those of the same instant need a look.
            let at = judged.post.published_at;
            let from = comparison
                .posts
                .partition_point(|other| other.post.published_at < at);
            let index = (from..comparison.posts.len())
                .find(|index| std::ptr::eq(&raw const comparison.posts[*index], judged));
            let mut posts = Bilingual::default();
            *posts.get_mut(judged.side.or(judged.served()).unwrap_or(Language::English)) = index;
            return posts;
        }
    };
    if let Some(side) = side {
        *posts.get_mut(side.other()) = None;
    }
    posts
}

fn finding(
    rule: &'static RuleInfo,
    message: Message,
    posts: Bilingual<Option<usize>>,
    context: &Context,
) -> Finding {
    let comparison = context.comparison;
    let mut name = format!("{}\n{}", rule.name, comparison.presence.id);
    let mut evidence = name.clone();
    for index in [posts.english, posts.french].into_iter().flatten() {
        let post = &comparison.posts[index].post;
        let _ = write!(name, "\n{}", post.key());
        let _ = write!(
            evidence,
            "\n{} {}\n{}",
            post.key(),
            post.published_at,
            post.content.text
        );
    }
    if let Some(lasting) = message.lasting {
        let _ = write!(name, "\n{lasting} {:?}", message.side);
        let _ = write!(evidence, "\n{:?}", context.profiles);
    } else if posts == Bilingual::default() {
        name = name_of_period(
            rule.name,
            &comparison.presence.id,
            comparison.period,
            message.side,
        );
        for judged in comparison.inside() {
            let _ = write!(
                evidence,
                "\n{} {}",
                judged.post.key(),
                judged.post.published_at
            );
        }
    }
    Finding {
        id: finding_id(&name),
        rule,
        severity: message.severity.unwrap_or(rule.severity),
        confidence: message.confidence,
        state: if message.corrected_at.is_some() {
            FindingState::Corrected
        } else {
            FindingState::New
        },
        text: message.text,
        posts,
        corrected_at: message.corrected_at,
        waiver: None,
        first_seen: None,
        evidence_sha256: digest(&evidence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpora::PROVISIONS;
    use crate::model::Severity;

    /// A finding without its provision, or that cites a dead text first, would not stand.
    #[test]
    fn every_rule_cites_existing_provisions_those_in_force_first() {
        for rule in RULES {
            let info = rule.info();
            let in_force: Vec<bool> = info
                .provisions
                .iter()
                .map(|id| {
                    PROVISIONS
                        .get(*id)
                        .unwrap_or_else(|| panic!("{}: no provision {id}", info.name))
                        .in_force
                })
                .collect();
            // A matter of form rests on a guide, which its manual names.
            let is_form = info.severity == Severity::Style
                || info.name == "length"
                || info.name == "consistency";
            assert!(
                in_force.first() == Some(&true) || is_form && in_force.is_empty(),
                "{}",
                info.name
            );
            assert!(
                in_force.is_sorted_by_key(|in_force| !in_force),
                "{}",
                info.name
            );
        }
    }

    /// A manual that misses a heading leaves its reader without what to do.
    #[test]
    fn every_manual_has_its_headings_in_both_languages() {
        for rule in RULES {
            let manual = rule.info().manual;
            for heading in ["What it checks", "Why", "Example", "What to do", "Limits"] {
                assert!(
                    manual.english.contains(heading),
                    "{}: {heading}",
                    rule.info().name
                );
            }
            for heading in [
                "Ce que la règle vérifie",
                "Pourquoi",
                "Exemple",
                "Que faire",
                "Limites",
            ] {
                assert!(
                    manual.french.contains(heading),
                    "{}: {heading}",
                    rule.info().name
                );
            }
        }
    }
}
