//! The rows of the CSV files: frozen structs of their own, their fields in the order of [`super::columns`].

use super::SCHEMA_VERSION;
use super::figures::Calendar;
use super::fixed::push_fixed;
use super::shown::{Quoted, Why};
use crate::corpora::PROVISIONS;
use crate::model::{
    Bilingual, Comparison, Decision, Evidence, Finding, FindingState, Language, RuleInfo, Severity,
    Word,
};
use crate::text::{hex, shown};
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// What the rows of a presence have in common, made once.
#[derive(Debug)]
pub(super) struct Shared<'a> {
    institution: String,
    /// By post: what names it, and when it came.
    keys: &'a [String],
    times: Vec<String>,
    /// By pair.
    pair_ids: Vec<String>,
    calendar: &'a Calendar,
}

impl<'a> Shared<'a> {
    pub(super) fn new(comparison: &Comparison, keys: &'a [String], calendar: &'a Calendar) -> Self {
        let posts = comparison.posts.iter().map(|judged| &judged.post);
        let pairs = comparison.pairs.iter();
        Self {
            institution: both(&comparison.presence.institution),
            times: posts.map(|post| post.published_at.to_string()).collect(),
            pair_ids: pairs
                .map(|pair| pair_id(&keys[pair.english], &keys[pair.french]))
                .collect(),
            keys,
            calendar,
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct PostRow<'a> {
    schema_version: u32,
    presence_id: &'a str,
    institution: &'a str,
    level_one: &'a str,
    platform: &'a str,
    account: Cow<'a, str>,
    account_language: &'static str,
    post_id: &'a str,
    post_url: &'a str,
    published_at: &'a str,
    iso_week: &'a str,
    kind: &'static str,
    language: &'static str,
    language_confidence: String,
    outcome: &'static str,
    outcome_reason: &'static str,
    pair_id: &'a str,
}

pub(super) fn post<'a>(
    index: usize,
    comparison: &'a Comparison,
    shared: &'a Shared<'a>,
) -> PostRow<'a> {
    let judged = &comparison.posts[index];
    let post = &judged.post;
    PostRow {
        schema_version: SCHEMA_VERSION,
        presence_id: &comparison.presence.id,
        institution: &shared.institution,
        level_one: &comparison.presence.level_one,
        platform: &post.platform,
        account: shown(&post.account),
        account_language: judged.side.map_or("both", Language::code),
        post_id: &shared.keys[index],
        post_url: address(post),
        published_at: &shared.times[index],
        iso_week: shared.calendar.name(post.published_at).unwrap_or_default(),
        kind: post.origin.code(),
        language: judged.language.code(),
        language_confidence: fixed(judged.language_confidence, 2),
        outcome: judged.outcome.code(),
        outcome_reason: judged.reason.map_or("", crate::model::Reason::code),
        pair_id: judged.pair.map_or("", |pair| &shared.pair_ids[pair]),
    }
}

/// Bytes of the reasons of a usual pair.
const EVIDENCE: usize = 128;

fn fixed(number: f64, decimals: u32) -> String {
    let mut text = String::new();
    push_fixed(&mut text, number, decimals);
    text
}

#[derive(Debug, Serialize)]
pub(super) struct PairRow<'a> {
    schema_version: u32,
    pair_id: &'a str,
    presence_id: &'a str,
    platform: &'a str,
    english_post_id: &'a str,
    french_post_id: &'a str,
    english_url: &'a str,
    french_url: &'a str,
    english_published_at: &'a str,
    french_published_at: &'a str,
    skew_seconds: Option<i64>,
    lagging_language: &'static str,
    confidence: String,
    needs_review: bool,
    evidence: String,
    runner_up_post_id: &'a str,
    decision: &'static str,
}

pub(super) fn pair<'a>(
    number: usize,
    comparison: &'a Comparison,
    shared: &'a Shared<'a>,
) -> PairRow<'a> {
    let pair = &comparison.pairs[number];
    let (english, french) = (
        &comparison.posts[pair.english].post,
        &comparison.posts[pair.french].post,
    );
    let mut evidence = String::with_capacity(EVIDENCE);
    let mut list = |reasons: &[Evidence], before: &str| {
        for (number, reason) in reasons.iter().enumerate() {
            evidence.push_str(if number == 0 { before } else { "; " });
            evidence.push_str(reason.feature);
            evidence.push_str(if reason.weight.is_sign_negative() {
                " "
            } else {
                " +"
            });
            push_fixed(&mut evidence, reason.weight, 1);
        }
    };
    list(&pair.evidence, "");
    if let Some(runner_up) = &pair.runner_up {
        list(&runner_up.lost_by, " | runner-up: ");
    }
    PairRow {
        schema_version: SCHEMA_VERSION,
        pair_id: &shared.pair_ids[number],
        presence_id: &comparison.presence.id,
        platform: &english.platform,
        english_post_id: &shared.keys[pair.english],
        french_post_id: &shared.keys[pair.french],
        english_url: address(english),
        french_url: address(french),
        english_published_at: &shared.times[pair.english],
        french_published_at: &shared.times[pair.french],
        skew_seconds: pair.skew.known(),
        lagging_language: pair.skew.lagging.map_or("", Language::code),
        confidence: fixed(pair.confidence, 3),
        needs_review: pair.needs_review,
        evidence,
        runner_up_post_id: pair
            .runner_up
            .as_ref()
            .map_or("", |other| &shared.keys[other.post]),
        decision: pair
            .decision
            .map_or("", |number| comparison.decisions[number].word.code()),
    }
}

#[derive(Debug, Serialize)]
pub(super) struct FindingRow {
    pub(super) schema_version: u32,
    pub(super) finding_id: String,
    pub(super) rule: &'static str,
    pub(super) severity: &'static str,
    confidence: String,
    state: &'static str,
    pub(super) presence_id: String,
    institution: String,
    pub(super) level_one: String,
    platform: String,
    pub(super) english_post_id: String,
    pub(super) french_post_id: String,
    pub(super) english_url: String,
    pub(super) french_url: String,
    published_at: String,
    skew_seconds: Option<i64>,
    lagging_language: &'static str,
    pub(super) message_english: String,
    pub(super) message_french: String,
    provision: &'static str,
    decision: &'static str,
    waived_until: String,
    first_seen: String,
    pub(super) corrected_at: String,
    pub(super) evidence_sha256: String,
    citation: String,
    iso_week: String,
    #[serde(skip)]
    pub(super) info: RuleRef,
    #[serde(skip)]
    pub(super) level: Severity,
    #[serde(skip)]
    pub(super) at: Option<Timestamp>,
    #[serde(skip)]
    pub(super) standing: Standing,
    /// What was written, for the reader of the text: the English and the French post.
    #[serde(skip)]
    pub(super) quoted: Bilingual<Option<Quoted>>,
    /// Why the two are a pair, or what came nearest to the one.
    #[serde(skip)]
    pub(super) why: Option<Why>,
    #[serde(skip)]
    pub(super) sure: f64,
}

impl FindingRow {
    /// The posts that it is about, in the order of their keys.
    pub(super) fn posts(&self) -> Vec<&str> {
        let mut posts = vec![self.english_post_id.as_str(), self.french_post_id.as_str()];
        posts.retain(|key| !key.is_empty());
        posts.sort_unstable();
        posts
    }
}

/// How a finding stands, kept for its readers.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) state: FindingState,
    pub(super) first_seen: Option<Timestamp>,
    pub(super) corrected_at: Option<Timestamp>,
    pub(super) waiver: Option<Decision>,
}

/// The rule of a finding, kept for the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleRef(pub(super) &'static RuleInfo);

pub(super) fn finding(finding: &Finding, comparison: &Comparison, zone: &TimeZone) -> FindingRow {
    let posts = finding
        .posts
        .map(|index| index.map(|index| &comparison.posts[index]));
    let side = |language: Language| posts.get(language).map(|judged| &judged.post);
    let (english, french) = (side(Language::English), side(Language::French));
    let url = |post: Option<&crate::model::Post>| post.map(address).unwrap_or_default().to_owned();
    let key =
        |post: Option<&crate::model::Post>| post.map(crate::model::Post::key).unwrap_or_default();
    let at = english
        .iter()
        .chain(french.iter())
        .map(|post| post.published_at)
        .min();
    let skew = (english.is_some() && french.is_some())
        .then(|| {
            finding
                .posts
                .english
                .and_then(|index| comparison.posts[index].pair)
        })
        .flatten()
        .map(|pair| comparison.pairs[pair].skew);
    let provision = finding.rule.provisions.first().copied().unwrap_or_default();
    FindingRow {
        schema_version: SCHEMA_VERSION,
        finding_id: finding.id.clone(),
        rule: finding.rule.name,
        severity: finding.severity.code(),
        confidence: format!("{:.2}", finding.confidence),
        state: finding.state.code(),
        presence_id: comparison.presence.id.clone(),
        institution: both(&comparison.presence.institution),
        level_one: comparison.presence.level_one.clone(),
        platform: comparison.presence.platform().to_owned(),
        english_post_id: key(english),
        french_post_id: key(french),
        english_url: url(english),
        french_url: url(french),
        published_at: at.map(|at| at.to_string()).unwrap_or_default(),
        skew_seconds: skew.and_then(|skew| skew.known()),
        lagging_language: skew
            .and_then(|skew| skew.lagging)
            .map_or("", Language::code),
        message_english: finding.text.english.clone(),
        message_french: finding.text.french.clone(),
        provision,
        decision: finding.waiver.as_ref().map_or("", |_| Word::Waive.code()),
        waived_until: finding
            .waiver
            .as_ref()
            .and_then(|waiver| waiver.expires)
            .map(|day| day.to_string())
            .unwrap_or_default(),
        first_seen: finding
            .first_seen
            .map(|at| at.to_string())
            .unwrap_or_default(),
        corrected_at: finding
            .corrected_at
            .map(|at| at.to_string())
            .unwrap_or_default(),
        evidence_sha256: finding.evidence_sha256.clone(),
        citation: PROVISIONS
            .get(provision)
            .map(|provision| both(&provision.citation()))
            .unwrap_or_default(),
        iso_week: known_at(finding, comparison)
            .map(|at| iso_week(at, zone))
            .unwrap_or_default(),
        sure: finding.confidence,
        info: RuleRef(finding.rule),
        level: finding.severity,
        at,
        standing: Standing {
            state: finding.state,
            first_seen: finding.first_seen,
            corrected_at: finding.corrected_at,
            waiver: finding.waiver.clone(),
        },
        quoted: posts.map(|judged| judged.map(Quoted::of)),
        why: finding
            .posts
            .english
            .or(finding.posts.french)
            .and_then(|index| Why::of_post(index, comparison)),
    }
}

/// When a finding about posts came to be: with the last of them. It decides the week that it counts in.
pub(super) fn known_at(finding: &Finding, comparison: &Comparison) -> Option<Timestamp> {
    let posts = [finding.posts.english, finding.posts.french];
    posts
        .into_iter()
        .flatten()
        .map(|index| comparison.posts[index].post.published_at)
        .max()
}

/// `2026-W46`, of the day in the zone.
pub(super) fn iso_week(at: Timestamp, zone: &TimeZone) -> String {
    let week = zone.to_datetime(at).date().iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The permalink of a post.
pub(super) fn address(post: &crate::model::Post) -> &str {
    web_address(post.url.as_deref())
}

/// A permalink; anything but a web address (`javascript:…`) is left out.
pub(super) fn web_address(url: Option<&str>) -> &str {
    let url = url.unwrap_or_default();
    if url.starts_with("https://") || url.starts_with("http://") {
        url
    } else {
        ""
    }
}

/// Both names of an institution, as federal signatures show them.
pub(super) fn both(name: &Bilingual<String>) -> String {
    format!("{} | {}", name.english, name.french)
}

/// Made of the two posts: the same pair has the same id in every report.
pub(super) fn pair_id(english: &str, french: &str) -> String {
    let name = format!("{english}\n{french}");
    format!("p-{}", hex(&Sha256::digest(name)[..6]))
}
