//! From a platform's request to its answer: turns, retries, redirects.

use super::exchange::{Fault, Received, exchange};
use super::guard::Guard;
use super::host::{Hosts, Refused};
use super::secret::Secret;
use super::{Event, Options, World, exchange, retry};
use crate::model::Problem;
use crate::platforms::Request;
use crate::store::Validator;
use crate::text::shown;
use jiff::Timestamp;
use url::Url;

/// The network, as a run sees it.
pub(super) struct Client<'a> {
    http: reqwest::Client,
    guard: Guard,
    pub(super) hosts: Hosts,
    options: &'a Options,
    world: &'a World,
    progress: &'a (dyn Fn(Event) + Sync),
}

/// What getting an answer took.
#[derive(Debug, Default)]
pub(super) struct Trace {
    /// Requests made, retries and redirects included.
    pub(super) requests: u64,
    /// The host that was asked last.
    pub(super) host: String,
    /// Instants in the past that a server wants to be waited for.
    pub(super) skewed: Vec<Timestamp>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// Nothing usable came, as often as it was tried.
    Fault(Fault),
    /// The host is not to be asked.
    Refused(Refused),
    /// It is no address.
    Address(String),
    /// The address leads back to where it came from.
    Loop(Url),
    /// The address leads on and on.
    TooFar(Url),
    /// The address leads to another scheme.
    Scheme(Url),
    /// The address leads inside, where only the configuration may lead.
    Private(Url),
}

/// What is asked, and which try it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) request: &'a Request,
    pub(super) secret: Option<Secret<'a>>,
    pub(super) validator: Option<&'a Validator>,
    tries: u32,
}

/// How a try ended.
enum Try {
    /// With an answer that stands.
    Done(Received),
    /// With something that may be different the next time.
    Again(Result<Received, Fault>),
}

impl<'a> Client<'a> {
    /// A client for a run.
    pub(super) fn new(
        guard: Guard,
        options: &'a Options,
        world: &'a World,
        progress: &'a (dyn Fn(Event) + Sync),
    ) -> Result<Self, Problem> {
        Ok(Self {
            http: exchange::client(options, guard.clone())?,
            guard,
            hosts: Hosts::default(),
            options,
            world,
            progress,
        })
    }

    /// The answer to a request: the first that stands, else the last that came.
    pub(super) async fn get(
        &self,
        request: &Request,
        secret: Option<Secret<'_>>,
        validator: Option<&Validator>,
        trace: &mut Trace,
    ) -> Result<Received, Failure> {
        let url = Url::parse(&request.url)
            .map_err(|error| Failure::Address(format!("{}: {error}", shown(&request.url))))?;
        let mut tries = 0;
        loop {
            tries += 1;
            let ask = Ask {
                request,
                secret,
                validator,
                tries,
            };
            match self.follow(&url, ask, trace).await? {
                Try::Done(received) => return Ok(received.or_stored(validator)),
                Try::Again(last) if tries >= self.options.attempts => {
                    return last.map_err(Failure::Fault);
                }
                Try::Again(_) => {}
            }
        }
    }

    /// One try, with the redirects that it meets.
    async fn follow(&self, url: &Url, mut ask: Ask<'_>, trace: &mut Trace) -> Result<Try, Failure> {
        let mut been = vec![url.clone()];
        let mut at = url.clone();
        loop {
            let ended = self.turn(&at, ask, trace).await?;
            let target = match &ended {
                Try::Done(received) => received.leads_to(),
                Try::Again(_) => None,
            };
            let Some(target) = target else {
                return Ok(ended);
            };
            if target.scheme() != url.scheme() {
                return Err(Failure::Scheme(target));
            }
            if been.contains(&target) {
                return Err(Failure::Loop(target));
            }
            if been.len() > self.options.max_redirects {
                return Err(Failure::TooFar(target));
            }
            if (target.host_str(), target.port()) != (url.host_str(), url.port()) {
                // A credential is for the host that it was given for.
                ask.secret = None;
            }
            been.push(target.clone());
            at = target;
        }
    }

    /// One request, when it is its turn. What the host is to be spared afterwards is settled before the next
    /// one has its turn.
    async fn turn(&self, url: &Url, ask: Ask<'_>, trace: &mut Trace) -> Result<Try, Failure> {
        if !self.guard.lets(url) {
            return Err(Failure::Private(url.clone()));
        }
        let host = self.hosts.of(url);
        trace.host.clone_from(&host.name);
        let mut turn = host.turn.lock().await;
        turn.ready(&host.name, self.options, self.world, self.progress)
            .await
            .map_err(Failure::Refused)?;
        trace.requests += 1;
        let max_body = self.options.max_body;
        let asked_at = (self.world.clock)();
        let got = exchange(&self.http, url, ask, max_body, asked_at).await;
        let now = (self.world.clock)();
        turn.last = Some(now);
        let answer = match &got {
            Err(Fault::TooLarge) => return Err(Failure::Fault(Fault::TooLarge)),
            Ok(received) if !retry::passes(&received.answer()) => {
                turn.failures = 0;
                return got.map(Try::Done).map_err(Failure::Fault);
            }
            Ok(received) => Some(received.answer()),
            Err(_) => None,
        };
        turn.failures += 1;
        let rest = retry::rest(answer.as_ref(), ask.tries, now, self.options.max_wait);
        turn.not_before = Some(rest.until);
        trace.skewed.extend(rest.skewed);
        match got {
            Ok(received) if rest.beyond => Ok(Try::Done(Received {
                rest: Some(rest.until),
                ..received
            })),
            got => Ok(Try::Again(got)),
        }
    }
}
