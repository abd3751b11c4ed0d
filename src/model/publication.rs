//! The unit that is judged: a pair, a bilingual post or a lone post, and how each post ends.

use super::{Bilingual, Decision, Earlier, Interval, Language, Post, Presence, TextLanguage};

/// How a post that was read ends. Read = the sum of the outcomes, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It has its counterpart.
    Paired,
    /// It carries both languages itself.
    Bilingual,
    /// No counterpart was found and the window in which it may come has closed.
    MissingCounterpart,
    /// No counterpart yet; the window is open.
    Pending,
    /// Nothing to judge by.
    Undecidable,
    /// One of the two accounts was not read for that time.
    NotComparable,
    /// Not held to parity, with the reason.
    Exempt,
}

impl Outcome {
    /// Every outcome, in the order of the design.
    pub const ALL: [Self; 7] = [
        Self::Paired,
        Self::Bilingual,
        Self::MissingCounterpart,
        Self::Pending,
        Self::Undecidable,
        Self::NotComparable,
        Self::Exempt,
    ];

    /// As written in every file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Paired => "paired",
            Self::Bilingual => "bilingual",
            Self::MissingCounterpart => "missing_counterpart",
            Self::Pending => "pending",
            Self::Undecidable => "undecidable",
            Self::NotComparable => "not_comparable",
            Self::Exempt => "exempt",
        }
    }

    /// In words.
    #[must_use]
    pub fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::Paired => Bilingual::new("paired", "jumelée"),
            Self::Bilingual => Bilingual::new("bilingual", "bilingue"),
            Self::MissingCounterpart => {
                Bilingual::new("without counterpart", "sans version équivalente")
            }
            Self::Pending => Bilingual::new("waiting for its counterpart", "en attente"),
            Self::Undecidable => Bilingual::new("not judged", "non jugée"),
            Self::NotComparable => Bilingual::new("not compared", "non comparée"),
            Self::Exempt => Bilingual::new("exempt", "exemptée"),
        }
    }
}

/// Why a post ended as it did, where the outcome alone does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// An emoji, a bare link, a tag: no words.
    NoWords,
    /// Words, but in no language that could be told.
    LanguageUnknown,
    /// The source shows only a part of the text, or none of it.
    Fragment,
    /// In neither official language (OLA s. 83).
    ThirdLanguage,
    /// An answer to a person, in that person's language.
    Reply,
    /// Somebody else's post passed on: judged by `unilingual-repost`.
    ThirdParty,
    /// The institution's own account in the other language passed on.
    OwnAccount,
    /// The post was removed: evidence, not a publication.
    Deleted,
    /// A further part of a thread whose content stands in the counterpart of the first part.
    ThreadPart,
    /// One of the two accounts was not read for that time.
    NotCovered,
    /// The counterpart existed and was removed.
    CounterpartRemoved,
    /// Another post may be its counterpart: a person should look.
    PossibleCounterpart,
    /// Not in the language of its account: judged by `wrong-language`.
    WrongLanguage,
    /// A person has waived it, with a reason and until a day.
    Waived,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 14] = [
        Self::NoWords,
        Self::LanguageUnknown,
        Self::Fragment,
        Self::ThirdLanguage,
        Self::Reply,
        Self::ThirdParty,
        Self::OwnAccount,
        Self::Deleted,
        Self::ThreadPart,
        Self::NotCovered,
        Self::CounterpartRemoved,
        Self::PossibleCounterpart,
        Self::WrongLanguage,
        Self::Waived,
    ];

    /// As written in every file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoWords => "no_words",
            Self::LanguageUnknown => "language_unknown",
            Self::Fragment => "fragment",
            Self::ThirdLanguage => "third_language",
            Self::Reply => "reply",
            Self::ThirdParty => "third_party",
            Self::OwnAccount => "own_account",
            Self::Deleted => "deleted",
            Self::ThreadPart => "thread_part",
            Self::NotCovered => "not_covered",
            Self::CounterpartRemoved => "counterpart_removed",
            Self::PossibleCounterpart => "possible_counterpart",
            Self::WrongLanguage => "wrong_language",
            Self::Waived => "waived",
        }
    }

    /// In words.
    #[must_use]
    pub fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::NoWords => Bilingual::new(
                "no words: an emoji, a bare link, a tag",
                "sans mots\u{a0}: un émoji, un lien seul, un mot-clic",
            ),
            Self::LanguageUnknown => Bilingual::new(
                "its language could not be told",
                "langue impossible à déterminer",
            ),
            Self::Fragment => Bilingual::new(
                "the source shows only a part of the text, or none",
                "la source ne montre qu’une partie du texte, ou rien",
            ),
            Self::ThirdLanguage => Bilingual::new(
                "in neither official language",
                "dans aucune des deux langues officielles",
            ),
            Self::Reply => Bilingual::new(
                "a reply to a person, in that person’s language",
                "réponse à une personne, dans la langue de celle-ci",
            ),
            Self::ThirdParty => Bilingual::new(
                "third-party content passed on (judged by its own rule)",
                "contenu de tiers rediffusé (jugé par sa propre règle)",
            ),
            Self::OwnAccount => Bilingual::new(
                "the institution’s own account in the other language passed on",
                "rediffusion du compte de l’institution dans l’autre langue",
            ),
            Self::Deleted => Bilingual::new("the post was removed", "la publication a été retirée"),
            Self::ThreadPart => {
                Bilingual::new("a further part of a thread", "partie suivante d’un fil")
            }
            Self::NotCovered => Bilingual::new(
                "the other account was not read for that time",
                "l’autre compte n’a pas été lu pour cette période",
            ),
            Self::CounterpartRemoved => Bilingual::new(
                "the counterpart existed and was removed",
                "la version équivalente a existé et a été retirée",
            ),
            Self::PossibleCounterpart => Bilingual::new(
                "another post may be its counterpart: a person should look",
                "une autre publication en est peut-être l’équivalent\u{a0}: à vérifier par une personne",
            ),
            Self::WrongLanguage => Bilingual::new(
                "not in the language of its account (judged by its own rule)",
                "pas dans la langue de son compte (jugé par sa propre règle)",
            ),
            Self::Waived => Bilingual::new(
                "waived by a person, with a reason and until a day",
                "visée par une dispense d’une personne, motivée et à échéance",
            ),
        }
    }
}

/// The time between a post and its counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skew {
    /// Absolute, in seconds.
    pub seconds: i64,
    /// The language that came second; `None` at the same instant.
    pub lagging: Option<Language>,
    /// How far the figure may be off, in seconds (the coarser precision of the two).
    pub precision: i64,
}

impl Skew {
    /// The figure, unless the times are too coarse for it.
    #[must_use]
    pub fn known(&self) -> Option<i64> {
        (self.precision <= 1 || self.seconds >= self.precision).then_some(self.seconds)
    }
}

/// One reason for a pair: a named feature and what it adds to the log-odds.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Name of the feature, as in `corpora/pairing.toml`.
    pub feature: &'static str,
    /// Its share of the log-odds; negative speaks against the pair.
    pub weight: f64,
    /// The feature in words.
    pub text: Bilingual<&'static str>,
}

/// Two posts that say the same, with the reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Index of the English side in [`Comparison::posts`].
    pub english: usize,
    /// Index of the French side.
    pub french: usize,
    /// Probability that the pair is right, 0 to 1.
    pub confidence: f64,
    /// True when a person should look at it.
    pub needs_review: bool,
    /// The three strongest reasons, strongest first.
    pub evidence: Vec<Evidence>,
    /// The next best counterpart of either side.
    pub runner_up: Option<RunnerUp>,
    /// The time between the two.
    pub skew: Skew,
    /// The decision that made it one, in [`Comparison::decisions`].
    pub decision: Option<usize>,
}

/// The next best counterpart of one side of a pair, and why it lost.
#[derive(Debug, Clone, PartialEq)]
pub struct RunnerUp {
    /// Index in [`Comparison::posts`].
    pub post: usize,
    /// The features in which the pair was stronger, strongest first: by how much of the log-odds.
    pub lost_by: Vec<Evidence>,
}

/// The post that comes nearest to being the counterpart of one that has none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearest {
    /// Index in [`Comparison::posts`].
    pub post: usize,
    /// Probability that it is the counterpart all the same, 0 to 1.
    pub confidence: f64,
}

/// A post with what was found out about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The post as read.
    pub post: Post,
    /// The language its account stands for; `None` on a bilingual account.
    pub side: Option<Language>,
    /// The language of its own words.
    pub language: TextLanguage,
    /// Confidence of that verdict, 0 to 1.
    pub language_confidence: f64,
    /// The language of what it repeats or quotes.
    pub reference_language: TextLanguage,
    /// True when what it refers to was published by somebody else than the institution.
    pub third_party: bool,
    /// How it ends.
    pub outcome: Outcome,
    /// Why, where the outcome alone does not say.
    pub reason: Option<Reason>,
    /// Its pair in [`Comparison::pairs`].
    pub pair: Option<usize>,
    /// The nearest candidate, for a post without counterpart.
    pub nearest: Option<Nearest>,
    /// Does it lie in the period itself, not only in the margin where counterparts are looked for?
    pub inside: bool,
    /// What it said before it was rewritten, where that is known and the other account was read since.
    pub earlier: Option<Earlier>,
}

impl Judged {
    /// Was it addressed to the public? Replies to persons and removed posts were not.
    #[must_use]
    pub fn is_disseminated(&self) -> bool {
        !matches!(self.reason, Some(Reason::Deleted | Reason::Reply))
    }

    /// The other language than its account's, where the verdict is sure: a wrong accusation costs more than a
    /// missed slip.
    #[must_use]
    pub fn wrong_language(&self) -> Option<Language> {
        let written = self
            .language
            .single()
            .filter(|written| self.side.is_some_and(|side| side != *written));
        written.filter(|_| self.language_confidence >= 0.75)
    }

    /// The language that this post serves: that of its text, else that of its account.
    #[must_use]
    pub fn served(&self) -> Option<Language> {
        self.language.single().or(match self.language {
            TextLanguage::Undetermined => self.side,
            _ => None,
        })
    }
}

impl Pair {
    /// Is it two versions, one in each language? Two bilingual posts each stand for themselves.
    #[must_use]
    pub fn is_of_versions(&self, comparison: &Comparison) -> bool {
        [self.english, self.french]
            .iter()
            .all(|post| comparison.posts[*post].outcome != Outcome::Bilingual)
    }
}

/// What is judged as one.
#[derive(Debug, Clone, Copy)]
pub enum Publication<'a> {
    /// Two posts, English and French.
    Paired(&'a Pair, Bilingual<&'a Judged>),
    /// One post, both languages.
    Bilingual(&'a Judged),
    /// One post, one language.
    Lone(&'a Judged),
}

/// One presence over one period: what was read, what belongs together.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Who.
    pub presence: Presence,
    /// The period that is reported on.
    pub period: Interval,
    /// What was read of each side inside the period, joined; both sides alike on a bilingual account.
    pub covered: Bilingual<Vec<Interval>>,
    /// The posts of the period and of its margins, in order of time, then of key.
    pub posts: Vec<Judged>,
    /// The pairs among them.
    pub pairs: Vec<Pair>,
    /// What persons decided about its pairs.
    pub decisions: Vec<Decision>,
}

impl Comparison {
    /// Every publication of the period, in order of its first post. A pair belongs to the period in which its
    /// second version came: known then, in no period twice and in none forgotten.
    pub fn publications(&self) -> impl Iterator<Item = Publication<'_>> {
        self.posts
            .iter()
            .enumerate()
            .filter_map(|(index, judged)| match judged.pair {
                Some(pair) => {
                    let pair = &self.pairs[pair];
                    (self.is_inside(pair) && index == pair.english.min(pair.french)).then(|| {
                        Publication::Paired(
                            pair,
                            Bilingual::new(&self.posts[pair.english], &self.posts[pair.french]),
                        )
                    })
                }
                None if !judged.inside => None,
                None if judged.outcome == Outcome::Bilingual => {
                    Some(Publication::Bilingual(judged))
                }
                None => Some(Publication::Lone(judged)),
            })
    }

    /// Does the second version of a pair lie in the period?
    #[must_use]
    pub fn is_inside(&self, pair: &Pair) -> bool {
        // Posts are in order of time.
        self.posts[pair.english.max(pair.french)].inside
    }

    /// Looks at another period: everything is judged already, only what counts as inside changes.
    pub fn set_period(&mut self, period: Interval) {
        self.period = period;
        for judged in &mut self.posts {
            judged.inside = period.contains(judged.post.published_at);
        }
    }

    /// The posts of the period itself.
    pub fn inside(&self) -> impl Iterator<Item = &Judged> {
        self.posts.iter().filter(|judged| judged.inside)
    }

    /// How many posts of the period ended so.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.inside()
            .filter(|judged| judged.outcome == outcome)
            .count()
    }
}
