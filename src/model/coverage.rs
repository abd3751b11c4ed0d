//! What was really read: a gap is never silence.

use super::Bilingual;
use jiff::Timestamp;

/// A half-open stretch of time, `from` included, `to` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// First instant inside.
    pub from: Timestamp,
    /// First instant after.
    pub to: Timestamp,
}

impl Interval {
    /// Is the instant inside?
    #[must_use]
    pub fn contains(&self, instant: Timestamp) -> bool {
        self.from <= instant && instant < self.to
    }

    /// The common part, if there is one.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let both = Self {
            from: self.from.max(other.from),
            to: self.to.min(other.to),
        };
        (both.from < both.to).then_some(both)
    }

    /// Sorts and joins stretches that touch or overlap.
    #[must_use]
    pub fn union(mut list: Vec<Self>) -> Vec<Self> {
        list.sort();
        let mut joined: Vec<Self> = Vec::with_capacity(list.len());
        for next in list {
            match joined.last_mut() {
                Some(last) if next.from <= last.to => last.to = last.to.max(next.to),
                _ => joined.push(next),
            }
        }
        joined
    }

    /// What both of two lists hold, each of them sorted and joined.
    #[must_use]
    pub fn common(one: &[Self], other: &[Self]) -> Vec<Self> {
        let parts = one
            .iter()
            .flat_map(|part| other.iter().filter_map(|it| part.intersection(it)));
        parts.collect()
    }

    /// The parts of `self` that none of the (joined) `covered` holds.
    #[must_use]
    pub fn gaps(&self, covered: &[Self]) -> Vec<Self> {
        let mut gaps = Vec::new();
        let mut from = self.from;
        for part in covered.iter().filter_map(|part| part.intersection(self)) {
            if from < part.from {
                gaps.push(Self {
                    from,
                    to: part.from,
                });
            }
            from = from.max(part.to);
        }
        if from < self.to {
            gaps.push(Self { from, to: self.to });
        }
        gaps
    }
}

/// How the reading of an account ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoverageState {
    /// Read to the end.
    Ok,
    /// Read to the end; nothing was published.
    OkEmpty,
    /// Nothing came from an account that usually publishes: not to be taken for silence.
    SuspectQuiet,
    /// The platform asked to wait longer than allowed.
    RateLimited,
    /// A credential is missing or refused.
    Unauthorised,
    /// The account does not exist there.
    NotFound,
    /// A challenge page or a refusal stands in the way.
    Blocked,
    /// The answer could not be understood.
    Unreadable,
    /// Stopped on the way; the next run goes on from there.
    Partial,
    /// Not tried.
    NotRun,
}

impl CoverageState {
    /// Every state, in the order of the design.
    pub const ALL: [Self; 10] = [
        Self::Ok,
        Self::OkEmpty,
        Self::SuspectQuiet,
        Self::RateLimited,
        Self::Unauthorised,
        Self::NotFound,
        Self::Blocked,
        Self::Unreadable,
        Self::Partial,
        Self::NotRun,
    ];

    /// As written in every file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::OkEmpty => "ok_empty",
            Self::SuspectQuiet => "suspect_quiet",
            Self::RateLimited => "rate_limited",
            Self::Unauthorised => "unauthorised",
            Self::NotFound => "not_found",
            Self::Blocked => "blocked",
            Self::Unreadable => "unreadable",
            Self::Partial => "partial",
            Self::NotRun => "not_run",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Was the stretch read to its end, so that absence means something?
    #[must_use]
    pub fn is_complete(self) -> bool {
        matches!(self, Self::Ok | Self::OkEmpty)
    }

    /// In words alone, where something more precise says what to do.
    #[must_use]
    pub fn words(self) -> Bilingual<&'static str> {
        let words = |text: &'static str| text.split(';').next().unwrap_or(text);
        let text = self.text();
        Bilingual::new(words(text.english), words(text.french))
    }

    /// In words, with what to do where there is something to do.
    #[must_use]
    pub fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::Ok => Bilingual::new("last reading complete", "dernière lecture terminée"),
            Self::OkEmpty => Bilingual::new(
                "last reading complete, nothing published",
                "dernière lecture terminée, aucune publication",
            ),
            Self::SuspectQuiet => Bilingual::new(
                "nothing came from an account that usually publishes; check it by hand",
                "rien d’un compte habituellement actif; à vérifier à la main",
            ),
            Self::RateLimited => Bilingual::new(
                "the platform asks to wait; run fetch again later",
                "la plateforme demande d’attendre; relancez la récupération plus tard",
            ),
            Self::Unauthorised => Bilingual::new(
                "a credential is missing or refused; set it, or import an export",
                "un authentifiant manque ou est refusé; fournissez-le ou importez une exportation",
            ),
            Self::NotFound => Bilingual::new(
                "no such account; check the name in tandem.toml",
                "compte introuvable; vérifiez le nom dans tandem.toml",
            ),
            Self::Blocked => Bilingual::new(
                "access refused by the site; import an export",
                "accès refusé par le site; importez une exportation",
            ),
            Self::Unreadable => Bilingual::new(
                "the source could not be read; run fetch again",
                "la source n’a pas pu être lue; relancez la récupération",
            ),
            Self::Partial => Bilingual::new(
                "stopped on the way; run fetch again to finish",
                "interrompu en cours de route; relancez la récupération pour terminer",
            ),
            Self::NotRun => Bilingual::new("not read yet", "pas encore lu"),
        }
    }
}
