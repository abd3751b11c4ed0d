//! Which hosts may be asked: those that the configuration names, and public ones that they lead to (a redirect, the data
//! server of an account, a picture). What they lead to may not be this computer or its network: an answer could
//! otherwise make tandem read what only insiders may.

use super::{Job, Options};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
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
    /// Does it name a private address itself? Then its neighbours are meant too: a server on one's own network.
    private: bool,
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
            .filter_map(|address| Some(Url::parse(address).ok()?.host_str()?.to_owned()))
            .collect();
        let is_private = |host: &String| host == "localhost" || literal(host).is_some_and(private);
        Self {
            private: named.iter().any(is_private),
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
        self.private || self.is_named(url.host_str()) || !literal.is_some_and(private)
    }

    fn is_named(&self, host: Option<&str>) -> bool {
        host.is_some_and(|host| self.named.contains(host))
    }
}

/// Names are resolved as usual; private addresses are left out of what comes back.
impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let free = self.private || self.is_named(Some(name.as_str()));
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found
                .filter(|address| free || !private(address.ip()))
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

fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[')
        .trim_end_matches(']')
        .parse()
        .ok()
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
}

fn private_v6(ip: Ipv6Addr) -> bool {
    let first = ip.segments()[0];
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
        ];
        for address in inside {
            let url = Url::parse(address).expect("an address");
            assert!(!guard("https://social.example").lets(&url), "{address}");
            assert!(guard("http://127.0.0.1:8030").lets(&url), "{address}");
        }
        let outside = Url::parse("https://files.example/a.png").expect("an address");
        assert!(guard("https://social.example").lets(&outside));
    }
}
