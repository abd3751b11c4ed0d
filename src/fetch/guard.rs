//! Which hosts may be asked: those that the configuration names, and public ones that they lead to (a redirect, the data
//! server of an account, a picture). What they lead to may not be this computer or its network: an answer could
//! otherwise make tandem read what only insiders may.

use super::{Job, Options};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::borrow::Cow;
use std::collections::HashSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use url::{Host, Url};

/// The hosts of a run.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    /// Those that the configuration names.
    named: Arc<HashSet<String>>,
    /// Does it name this computer? It has many names.
    own: bool,
}

impl Guard {
    /// From the servers of the accounts and of the platforms.
    pub(super) fn new(jobs: &[Job], options: &Options) -> Self {
        let services = &options.services;
        let of_accounts = jobs.iter().flat_map(|job| {
            let server = job.account.server.as_deref();
            [server, Some(job.account.handle.as_str())]
        });
        let of_services = [&services.bluesky_appview, &services.bluesky_directory];
        let named: HashSet<String> = of_accounts
            .flatten()
            .chain(of_services.map(String::as_str))
            .filter_map(host)
            .collect();
        let is_own = |host: &String| {
            let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
            host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
        };
        Self {
            own: named.iter().any(is_own),
            named: Arc::new(named),
        }
    }

    /// May this address be asked, as far as it can be told without resolving its name?
    pub(super) fn lets(&self, url: &Url) -> bool {
        let literal = match url.host() {
            Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
            _ => None,
        };
        self.is_named(url.host_str()) || !literal.is_some_and(|ip| self.shuts(ip))
    }

    /// Is it inside, where only the configuration may lead?
    fn shuts(&self, ip: IpAddr) -> bool {
        private(ip) && !(self.own && ip.is_loopback())
    }

    fn is_named(&self, host: Option<&str>) -> bool {
        host.is_some_and(|host| self.named.contains(host))
    }
}

/// Names are resolved as usual; private addresses are left out of what comes back.
impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (guard, free) = (self.clone(), self.is_named(Some(name.as_str())));
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found
                .filter(|address| free || !guard.shuts(address.ip()))
                .collect();
            if allowed.is_empty() {
                let error = io::Error::new(
                    io::ErrorKind::PermissionDenied,
                    "lookup gave only private addresses",
                );
                return Err(error.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// The host of an address, with or without its scheme, or of `user@host`.
fn host(address: &str) -> Option<String> {
    let address = address.trim();
    let full = if address.contains("://") {
        Cow::Borrowed(address)
    } else {
        let after = address.trim_start_matches('@').rsplit('@').next()?;
        Cow::Owned(format!("https://{after}"))
    };
    Some(Url::parse(&full).ok()?.host_str()?.to_owned())
}

/// An address of this computer or of a network that is not everybody's (RFC 6890).
fn private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => private_v4(ip),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => private_v4(ip),
            None => private_v6(ip),
        },
    }
}

fn private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_unspecified()
        || ip.is_broadcast()
        || ip.is_multicast()
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b))
        || ip.octets()[..3] == [192, 0, 0]
}

fn private_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    // An old address in a new one: NAT64 and 6to4.
    let [.., high, low] = ip.segments();
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        private_v4(Ipv4Addr::new(a, b, c, d))
    };
    if first == 0x64 && second == 0xff9b {
        return inner(high, low);
    }
    if first == 0x2002 {
        return inner(second, ip.segments()[2]);
    }
    ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_multicast()
        || first & 0xfe00 == 0xfc00
        || first & 0xffc0 == 0xfe80
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Account;

    fn guard(server: &str) -> Guard {
        let account = Account {
            server: Some(server.to_owned()),
            ..Account::new("mastodon", "coast")
        };
        let job = Job {
            account,
            secret: None,
            since: None,
        };
        Guard::new(&[job], &Options::default())
    }

    /// A site that redirects to the inside of a department's network would have its pages read and stored.
    #[test]
    fn only_the_configuration_leads_inside() {
        let inside = [
            "http://127.0.0.1/",
            "http://10.1.2.3/",
            "http://192.168.0.1:8080/x",
            "http://169.254.169.254/latest/meta-data",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[fd00::1]/",
            "http://100.64.0.1/",
            "http://0x7f.1/",
            "http://[64:ff9b::7f00:1]/",
        ];
        for address in inside {
            let url = Url::parse(address).expect("an address");
            assert!(!guard("https://social.example").lets(&url), "{address}");
            assert!(guard(address).lets(&url), "{address}");
        }
        let outside = Url::parse("https://files.example/a.png").expect("an address");
        assert!(guard("https://social.example").lets(&outside));
    }
}
