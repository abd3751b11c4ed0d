//! How a walk ends: what an answer, or none, means for the coverage of the account, in words; pure.

use super::client::{Failure, Trace};
use super::exchange::Fault;
use super::host::Refused;
use super::{Options, limits};
use crate::model::{Account, Bilingual, CoverageState, Problem};
use crate::platforms::{Answer, Refusal};
use crate::text::{shown, wording};
use jiff::Timestamp;

/// How a walk ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct End {
    /// The state of the coverage.
    pub(super) state: CoverageState,
    /// Why, unless all was read.
    pub(super) problem: Option<Problem>,
    /// The step itself was refused: a stored one may be too old, and a new walk may do better.
    pub(super) step_refused: bool,
    /// Going on from the stored step makes no sense.
    pub(super) forget_step: bool,
}

/// A walk that ended, as far as it matters for what its end means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ended<'a> {
    /// The account.
    pub(super) account: &'a Account,
    /// Pages were stored, in this run or before it.
    pub(super) came: bool,
    /// Options of the run.
    pub(super) options: &'a Options,
}

fn instant(at: Timestamp) -> Bilingual<String> {
    let text = |format: &str| at.strftime(format).to_string();
    Bilingual::new(text("%H:%M UTC on %Y-%m-%d"), text("%H:%M UTC le %Y-%m-%d"))
}

impl End {
    /// Everything was read.
    pub(super) fn complete() -> Self {
        Self {
            state: CoverageState::Ok,
            problem: None,
            step_refused: false,
            forget_step: true,
        }
    }

    /// The platform says what its answer means.
    pub(super) fn refusal(refusal: Refusal) -> Self {
        let step_refused = matches!(
            refusal.state,
            CoverageState::Unreadable | CoverageState::Partial | CoverageState::NotFound
        );
        Self {
            step_refused,
            ..Self::with(refusal.state, refusal.problem)
        }
    }

    fn with(state: CoverageState, problem: Problem) -> Self {
        Self {
            state,
            problem: Some(problem),
            step_refused: false,
            forget_step: state == CoverageState::NotFound,
        }
    }
}

impl Ended<'_> {
    fn end(self, state: CoverageState, english: &str, french: &str) -> End {
        End::with(
            state,
            Problem::new(shown::account(self.account), english, french),
        )
    }

    /// Half of it is better than nothing, and is called so.
    fn cut_short(self) -> CoverageState {
        if self.came {
            CoverageState::Partial
        } else {
            CoverageState::Unreadable
        }
    }

    fn not_tried(self) -> CoverageState {
        if self.came {
            CoverageState::Partial
        } else {
            CoverageState::NotRun
        }
    }

    /// The platform is not one that can be fetched.
    pub(super) fn unknown_platform(self) -> End {
        self.end(
            CoverageState::NotRun,
            "this platform cannot be fetched; import an export of the account, or correct the platform in tandem.toml",
            "cette plateforme ne peut être récupérée; importez une exportation du compte ou corrigez la plateforme dans tandem.toml",
        )
    }

    /// The platform shows nothing without a credential, and there is none.
    pub(super) fn no_credential(self) -> End {
        let platform = &self.account.platform;
        let (english, french) = match &self.account.token {
            Some(name) => (
                format!(
                    "the environment variable {name} is not set; set it to the credential of {platform}, or import an export of the account"
                ),
                format!(
                    "la variable d’environnement {name} n’est pas définie; donnez-lui l’authentifiant de {platform}, ou importez une exportation du compte"
                ),
            ),
            None => (
                format!(
                    "{platform} shows nothing without a credential; name the environment variable that holds it in tandem.toml ([platforms.{platform}] token = \"NAME\"), or import an export of the account"
                ),
                format!(
                    "{platform} ne montre rien sans authentifiant; nommez dans tandem.toml la variable d’environnement qui le contient ([platforms.{platform}] token = \"NOM\"), ou importez une exportation du compte"
                ),
            ),
        };
        self.end(CoverageState::Unauthorised, &english, &french)
    }

    /// A credential is named that is not there, on a platform that shows something without one.
    pub(super) fn unset_variable(self) -> Option<Problem> {
        let name = self.account.token.as_ref()?;
        Some(Problem::new(
            shown::account(self.account),
            format!(
                "the environment variable {name} is not set; only what is shown without a credential was read; set it and run fetch again"
            ),
            format!(
                "la variable d’environnement {name} n’est pas définie; seul ce qui est montré sans authentifiant a été lu; définissez-la et relancez la récupération"
            ),
        ))
    }

    /// The account or the step makes no request.
    pub(super) fn no_request(self, problem: Problem) -> End {
        End {
            step_refused: true,
            ..End::with(self.not_tried(), problem)
        }
    }

    /// The user stopped the run.
    pub(super) fn stopped(self) -> End {
        self.end(
            self.not_tried(),
            "stopped on request; run fetch again to go on from there",
            "arrêté sur demande; relancez la récupération pour continuer à partir de là",
        )
    }

    /// The platform gives a step that was walked before.
    pub(super) fn repeated(self) -> End {
        End {
            forget_step: true,
            ..self.end(
                CoverageState::Partial,
                "the platform led back to a page that was already read; the reading was ended so as not to go round in circles; run fetch again, and report it if it stays so",
                "la plateforme a renvoyé à une page déjà lue; la lecture a été arrêtée pour ne pas tourner en rond; relancez la récupération et signalez le problème s’il persiste",
            )
        }
    }

    /// More pages than one run reads.
    pub(super) fn too_many_pages(self) -> End {
        let most = self.options.max_pages;
        self.end(
            CoverageState::Partial,
            &format!("more than {most} pages; run fetch again to go on, or choose a later start"),
            &format!("plus de {most} pages; relancez la récupération pour continuer ou choisissez un début plus tardif"),
        )
    }

    /// No answer.
    pub(super) fn failure(self, failure: Failure, trace: &Trace) -> End {
        match failure {
            Failure::Fault(fault) => self.fault(&fault, &trace.host),
            Failure::Refused(Refused::Cancelled) => self.stopped(),
            Failure::Refused(Refused::Rest(until)) => self.limited(Some(until), &trace.host),
            Failure::Refused(Refused::Failing(times)) => {
                let state = if trace.requests == 0 {
                    self.not_tried()
                } else {
                    self.cut_short()
                };
                let host = &trace.host;
                self.end(
                    state,
                    &format!("{host} failed {times} times in a row and was left alone for this run; run fetch again later"),
                    &format!("{host} a échoué {times} fois de suite et n’a plus été sollicité; relancez la récupération plus tard"),
                )
            }
            Failure::Address(address) => self.end(
                CoverageState::Unreadable,
                &format!("this is not an address ({address}); correct it in tandem.toml"),
                &format!("ce n’est pas une adresse ({address}); corrigez-la dans tandem.toml"),
            ),
            Failure::Loop(url) => self.redirect(
                &url,
                "the address leads back to where it came from",
                "l’adresse ramène à son point de départ",
            ),
            Failure::TooFar(url) => {
                let most = self.options.max_redirects;
                self.redirect(
                    &url,
                    &format!("the address leads on more than {most} times"),
                    &format!("l’adresse renvoie ailleurs plus de {most} fois"),
                )
            }
            Failure::Private(url) => self.redirect(
                &url,
                "the address leads to this computer or its network, which only the configuration may do",
                "l’adresse mène à cet ordinateur ou à son réseau, ce que seule la configuration peut faire",
            ),
            Failure::Scheme(url) => self.redirect(
                &url,
                "the address leads to another protocol, which is not followed",
                "l’adresse renvoie à un autre protocole, ce qui n’est pas suivi",
            ),
        }
    }

    /// Another page could cost more than may be spent.
    pub(super) fn too_dear(self, spent: u64) -> End {
        let (spent, most) = (
            wording::dollars(spent),
            wording::dollars(self.options.max_cost.unwrap_or(0)),
        );
        self.end(
            self.not_tried(),
            &format!(
                "{} spent in this run, and one more page could go beyond the {} allowed (--max-cost); run fetch again to go on",
                spent.english, most.english
            ),
            &format!(
                "{} dépensés pendant cette lecture; une page de plus pourrait dépasser la limite de {} (--cout-max); relancez la récupération pour continuer",
                spent.french, most.french
            ),
        )
    }

    fn redirect(self, url: &url::Url, english: &str, french: &str) -> End {
        let url = shown(url.as_str());
        self.end(
            CoverageState::Unreadable,
            &format!("{english} ({url}); write the right address in tandem.toml"),
            &format!("{french} ({url}); inscrivez la bonne adresse dans tandem.toml"),
        )
    }

    fn fault(self, fault: &Fault, host: &str) -> End {
        let said = fault.text(host, self.options);
        self.end(self.cut_short(), &said.english, &said.french)
    }

    /// An answer that is no success and of which the platform says nothing.
    pub(super) fn status(self, answer: &Answer, rest: Option<Timestamp>, host: &str) -> End {
        use CoverageState::{Blocked, NotFound, Unauthorised};
        if rest.is_some() || limits::throttled(answer) {
            return self.limited(rest, host);
        }
        let status = answer.status;
        let (state, english, french) = match status {
            401 => (
                Unauthorised,
                "a credential is missing or refused; import an export of the account",
                "un authentifiant manque ou est refusé; importez une exportation du compte",
            ),
            403 | 451 => (
                Blocked,
                "the site refuses access; ask its administrators to let tandem through, or import an export",
                "le site refuse l’accès; demandez à ses responsables de laisser passer tandem, ou importez une exportation",
            ),
            404 | 410 => (
                NotFound,
                "nothing is there; check the name or the address in tandem.toml",
                "rien ne s’y trouve; vérifiez le nom ou l’adresse dans tandem.toml",
            ),
            408 | 500.. => (
                self.cut_short(),
                "the server is in trouble; run fetch again later",
                "le serveur est en difficulté; relancez la récupération plus tard",
            ),
            _ => (
                self.cut_short(),
                "this answer was not expected; check the address in tandem.toml and run fetch again",
                "cette réponse est inattendue; vérifiez l’adresse dans tandem.toml et relancez la récupération",
            ),
        };
        End {
            step_refused: matches!(status, 400..=499) && !matches!(status, 401 | 403 | 408 | 451),
            ..self.end(
                state,
                &format!("{host} answered with status {status}: {english}"),
                &format!("{host} a répondu par le code {status}\u{a0}: {french}"),
            )
        }
    }

    fn limited(self, until: Option<Timestamp>, host: &str) -> End {
        let (english, french) = match until.map(instant) {
            Some(until) => (
                format!(
                    "{host} asks to wait until {}, longer than allowed (--max-wait); run fetch again after that",
                    until.english
                ),
                format!(
                    "{host} demande d’attendre jusqu’à {}, plus longtemps que permis (--attente-max); relancez la récupération ensuite",
                    until.french
                ),
            ),
            None => (
                format!(
                    "{host} still asks to wait after several tries and does not say until when; run fetch again later"
                ),
                format!(
                    "{host} demande toujours d’attendre après plusieurs essais, sans dire jusqu’à quand; relancez la récupération plus tard"
                ),
            ),
        };
        self.end(CoverageState::RateLimited, &english, &french)
    }

    /// A server wants to be waited for until an instant that is past.
    pub(super) fn skewed(self, at: Timestamp, host: &str) -> Problem {
        let at = instant(at);
        Problem::new(
            shown::account(self.account),
            format!(
                "{host} asked to wait until {}, which is past; a minute was waited; check the clock of this computer",
                at.english
            ),
            format!(
                "{host} a demandé d’attendre jusqu’à {}, un moment déjà passé; une minute d’attente a été observée; vérifiez l’horloge de cet ordinateur",
                at.french
            ),
        )
    }
}
