//! The main page: in brief, who, pictures of the whole, rules, presences, what was not read, method, provisions.

use super::accuracy::{ACCURACY, Accuracy};
use super::charts::{self, Place};
use super::facts::Facts;
use super::page::{self, Page};
use super::post::readable;
use super::section::{Section, missing};
use super::{LISTED, chart::Chart, is_whole, names};
use crate::corpora::{FAMILIES, Family, FamilyKind, PROVISIONS, Provision};
use crate::model::{Bilingual, Language, Outcome, Problem, RuleInfo, Share};
use crate::report::decided::told_since;
use crate::report::figures::Figures;
use crate::report::words::Words;
use crate::report::{AccountReading, Kept, Report};
use askama::Template;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Template)]
#[template(path = "main.html", config = "src/report/html/askama.toml")]
pub(super) struct Main<'a> {
    page: Page<'a>,
    all: Figures,
    before: Option<Figures>,
    facts: Facts,
    charts: Vec<Chart<'a>>,
    tree: Vec<Vec<Row<'a>>>,
    sections: Vec<Section<'a>>,
    /// Presence, account, and what was not read of it.
    gaps: Vec<(&'a str, &'a str, String)>,
    provisions: Vec<(&'static str, &'static Provision)>,
}

/// A row of the tree: an institution, a level one or a presence.
#[derive(Debug)]
struct Row<'a> {
    class: &'static str,
    name: &'a str,
    href: String,
    figures: Figures,
    findings: usize,
    is_whole: bool,
}

impl Row<'_> {
    fn scope(&self) -> &'static str {
        if self.class == "leaf" {
            "row"
        } else {
            "rowgroup"
        }
    }
}

impl<'a> Main<'a> {
    pub(super) fn new(report: &'a Report, language: Language) -> Self {
        let institution = report.head.institution.get(language);
        let other = page::main_file(language.other());
        let page = Page::new(report, language, institution, other);
        let w = page.w;
        let presences = &report.presences;
        let all = Figures::sum(presences.iter().map(|kept| &kept.figures));
        let before = before(report);
        let whole = is_whole(report);
        let place = Place {
            w,
            prefix: String::new(),
            level: 3,
        };
        let charts = if presences.len() > 1 {
            pictures(report, &place, &all, before.as_ref())
        } else {
            Vec::new()
        };
        let sections = (0..presences.len()).filter(|_| whole);
        Self {
            facts: Facts::of(w, &all, before.as_ref()),
            charts,
            tree: tree(report, language, whole),
            sections: sections
                .filter_map(|number| Section::new(report, number, w, 3, ""))
                .collect(),
            gaps: gaps(report, w),
            provisions: provisions(report),
            page,
            all,
            before,
        }
    }

    /// Posts read, waiting and without a verdict, and what was not read.
    fn opening(&self) -> String {
        let (w, report) = (self.page.w, self.page.report);
        let count = |outcome: Outcome| {
            let place = Outcome::ALL.iter().position(|it| *it == outcome);
            place.map_or(0, |place| self.all.outcomes[place])
        };
        let silent =
            count(Outcome::Undecidable) + count(Outcome::NotComparable) + count(Outcome::Exempt);
        let (read, presences) = (w.count(self.all.read), w.count(report.presences.len()));
        let (pending, silent) = (w.count(count(Outcome::Pending)), w.count(silent));
        let gaps = w.count(self.gaps.len());
        match w.language {
            Language::English => format!(
                "Presences: {presences}. Posts read: {read}. Posts still waiting for their other version: {pending}; without a verdict: {silent}. Accounts not read in full: {gaps}."
            ),
            Language::French => format!(
                "Présences\u{a0}: {presences}. Publications lues\u{a0}: {read}. Publications qui attendent encore leur autre version\u{a0}: {pending}; sans conclusion\u{a0}: {silent}. Comptes non lus en entier\u{a0}: {gaps}."
            ),
        }
    }

    /// What the figures of the period before are of.
    fn compared(&self) -> String {
        let (w, presences) = (self.page.w, &self.page.report.presences);
        let before = presences
            .iter()
            .filter(|kept| kept.before.is_some())
            .count();
        let share = w.of_whole(Share::new(before, presences.len()));
        format!(
            "{} {share}.",
            w.say(
                "The period before is as long as this one; presences in which posts were read then:",
                "La période précédente est aussi longue que celle-ci; présences où des publications ont alors été lues\u{a0}:"
            )
        )
    }

    /// Each rule that found something, and how often.
    fn found(&self) -> Vec<(&'static RuleInfo, usize)> {
        let rules = self.page.report.head.rules.iter();
        rules
            .map(|info| (*info, self.all.found(info.name)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    fn silent(&self) -> String {
        let (w, rules) = (self.page.w, self.page.report.head.rules.len());
        let silent = w.count(rules - self.found().len());
        let rules = w.count(rules);
        match w.language {
            Language::English => format!(
                "Rules applied: {rules}; of these, {silent} found nothing. All of them are in rules.csv."
            ),
            Language::French => format!(
                "Règles appliquées\u{a0}: {rules}; de ce nombre, {silent} n’ont rien trouvé. Toutes figurent dans rules.csv."
            ),
        }
    }

    /// The first provision of a rule with its status.
    fn first(&self, info: &RuleInfo) -> String {
        let provision = info.provisions.first().and_then(|id| PROVISIONS.get(*id));
        provision.map_or_else(
            || {
                self.page
                    .w
                    .say("a guide of style", "un guide de rédaction")
                    .to_owned()
            },
            |provision| {
                let (name, status) = (provision.name(), provision.status());
                format!("{} ({})", self.page.w.pick(&name), self.page.w.of(status))
            },
        )
    }

    /// What became of the findings of the report before, in sentences.
    fn since(&self) -> Vec<String> {
        let (w, colon) = (self.page.w, self.page.w.say(": ", "\u{a0}: "));
        let since = told_since(w, self.page.report);
        let sentences = since.into_iter().flat_map(|since| {
            let counts = format!("{}{colon}{}", since.title, since.counts);
            [Some(counts), since.left]
        });
        sentences.flatten().map(|it| format!("{it}.")).collect()
    }

    /// The families that persons serve: those to look at, then those to attest.
    #[expect(clippy::unused_self, reason = "called by the template")]
    fn by_persons(&self) -> [(FamilyKind, Bilingual<&'static str>, Vec<&'static Family>); 2] {
        let of = |kind: FamilyKind| FAMILIES.iter().filter(|it| it.kind == kind).collect();
        [
            (
                FamilyKind::Assisted,
                Bilingual::new(
                    "Checklist: to look at",
                    "Liste de vérification\u{a0}: à examiner",
                ),
                of(FamilyKind::Assisted),
            ),
            (
                FamilyKind::Manual,
                Bilingual::new(
                    "Attestation: to be attested",
                    "Attestation\u{a0}: à attester",
                ),
                of(FamilyKind::Manual),
            ),
        ]
    }

    #[expect(clippy::unused_self, reason = "called by the template")]
    fn families(&self) -> &'static [Family] {
        &FAMILIES
    }

    /// The provisions of a family, those in force first.
    fn cited(&self, family: &Family) -> String {
        let provisions = family
            .provisions
            .iter()
            .filter_map(|id| PROVISIONS.get(id.as_str()));
        let names: Vec<String> = provisions
            .map(|provision| self.page.w.pick(&provision.citation()).to_owned())
            .collect();
        names.join("; ")
    }

    fn covered(&self, figures: &Figures) -> String {
        let (w, share) = (self.page.w, figures.coverage());
        if share.whole == 0 {
            return "–".to_owned();
        }
        format!("{} ({})", w.percent(share), w.of_whole(share))
    }

    fn short(&self, problem: &Problem) -> String {
        readable(self.page.w.pick(&problem.message))
    }

    fn cut(&self, left_out: usize, file: &str) -> String {
        self.page.w.cut(left_out, file)
    }

    #[expect(clippy::unused_self, reason = "called by the template")]
    fn accuracy(&self) -> &'static [Accuracy] {
        &ACCURACY
    }
}

/// The figures of the period before, of the presences that were read then.
pub(super) fn before(report: &Report) -> Option<Figures> {
    let mut read = report
        .presences
        .iter()
        .filter_map(|kept| kept.before.as_ref());
    let first = read.next()?;
    Some(Figures::sum(std::iter::once(first).chain(read)))
}

/// Presence, account, and what was not read of it.
pub(super) fn gaps<'a>(report: &'a Report, w: Words<'a>) -> Vec<(&'a str, &'a str, String)> {
    let accounts = report.presences.iter().flat_map(|kept| {
        let accounts = kept.accounts.iter().filter(|account| account.is_short());
        accounts.map(|account| (kept.row.presence_id.as_str(), account))
    });
    accounts
        .map(|(id, account)| (id, account.handle.as_str(), missing(w, account)))
        .collect()
}

/// The pictures of all presences together.
pub(super) fn pictures<'a>(
    report: &'a Report,
    place: &Place<'a>,
    all: &Figures,
    before: Option<&Figures>,
) -> Vec<Chart<'a>> {
    let w = place.w;
    let mut rows = shares(&report.presences);
    if rows.is_empty() {
        let name = w.say("all presences", "toutes les présences");
        rows.push((name.to_owned(), all.unilingual()));
    }
    vec![
        charts::skews(place, all),
        charts::lead(place, all),
        charts::trend(place, &report.weeks, before),
        charts::reposts(place, rows, all.unilingual()),
    ]
}

/// The presences by their share of third-party items in one language, the largest first.
fn shares(presences: &[Kept]) -> Vec<(String, Share)> {
    let shares = presences
        .iter()
        .map(|kept| (kept.row.presence_id.clone(), kept.figures.unilingual()));
    let mut shares: Vec<_> = shares.filter(|(_, share)| share.part > 0).collect();
    shares.sort_by(|(_, one), (_, other)| {
        let cross = |a: &Share, b: &Share| a.part * b.whole.max(1);
        cross(other, one).cmp(&cross(one, other))
    });
    shares
}

/// A level one and its presences, by number.
type Level<'a> = (&'a str, Vec<usize>);

/// Institution, level one, presence: in the order of the report, each with the sum of what is below it.
fn tree(report: &Report, language: Language, whole: bool) -> Vec<Vec<Row<'_>>> {
    let mut institutions: Vec<(&Bilingual<String>, Vec<Level>)> = Vec::new();
    let mut places: BTreeMap<&Bilingual<String>, usize> = BTreeMap::new();
    for (number, kept) in report.presences.iter().enumerate() {
        let place = *places.entry(&kept.institution).or_insert_with(|| {
            institutions.push((&kept.institution, Vec::new()));
            institutions.len() - 1
        });
        let levels = &mut institutions[place].1;
        let level = kept.row.level_one.as_str();
        match levels.iter_mut().find(|(name, _)| *name == level) {
            Some((_, list)) => list.push(number),
            None => levels.push((level, vec![number])),
        }
    }
    let row = |class, name, numbers: &[usize], href| {
        let kept = || numbers.iter().map(|number| &report.presences[*number]);
        Row {
            class,
            name,
            href,
            figures: Figures::sum(kept().map(|kept| &kept.figures)),
            findings: kept().map(|kept| kept.standing().count()).sum(),
            is_whole: !kept()
                .flat_map(|kept| &kept.accounts)
                .any(AccountReading::is_short),
        }
    };
    institutions
        .into_iter()
        .map(|(institution, levels)| {
            let all: Vec<usize> = levels.iter().flat_map(|(_, list)| list).copied().collect();
            let mut rows = vec![row(
                "institution",
                institution.get(language).as_str(),
                &all,
                String::new(),
            )];
            for (level, list) in levels {
                if !level.is_empty() {
                    rows.push(row("level", level, &list, String::new()));
                }
                for number in list {
                    let href = if whole {
                        format!("#p{}-top", number + 1)
                    } else {
                        names::file(&report.presences[number].page, language)
                    };
                    let id = report.presences[number].row.presence_id.as_str();
                    rows.push(row("leaf", id, &[number], href));
                }
            }
            rows
        })
        .collect()
}

/// What the rules that found something rest on: first what is in force.
fn provisions(report: &Report) -> Vec<(&'static str, &'static Provision)> {
    let rows = report.presences.iter().flat_map(|kept| &kept.findings);
    let rules: BTreeSet<&str> = rows.map(|row| row.rule).collect();
    let ids: BTreeSet<&'static str> = report
        .head
        .rules
        .iter()
        .filter(|info| rules.contains(info.name))
        .flat_map(|info| info.provisions)
        .copied()
        .collect();
    let mut provisions: Vec<_> = ids
        .into_iter()
        .filter_map(|id| Some((id, PROVISIONS.get(id)?)))
        .collect();
    provisions.sort_by_key(|(_, provision)| !provision.in_force);
    provisions
}
