//! Addresses as institutions write them.

use super::*;
use proptest::prelude::*;

fn tied(one: &str, other: &str) -> Tie {
    tie(&target(one).unwrap(), &target(other).unwrap())
}

/// An English and a French address, and what they have to do with each other.
const PAIRS: [(&str, &str, Tie); 24] = [
    (
        "https://www.canada.ca/en/ice/12.html",
        "http://canada.ca/fr/ice/12.html",
        Tie::Same,
    ),
    (
        "canada.ca/en/ice/",
        "https://www.canada.ca/fr/ice",
        Tie::Same,
    ),
    (
        "https://www.canada.ca/en.html",
        "https://www.canada.ca/fr.html",
        Tie::Same,
    ),
    (
        "https://x.example/page-eng.aspx?id=3&lang=eng",
        "https://x.example/page-fra.aspx?lang=fra&id=3&utm_source=x",
        Tie::Same,
    ),
    (
        "https://weather.gc.ca/marine/index_e.html",
        "https://meteo.gc.ca/marine/index_f.html",
        Tie::Same,
    ),
    (
        "https://en.coast.example/ice",
        "https://www.fr.coast.example/ice",
        Tie::Same,
    ),
    (
        "https://coast.example/ice?locale=en-CA",
        "https://coast.example/ice?locale=fr-CA",
        Tie::Same,
    ),
    (
        "https://coast.example/eng/acts/Q-8.02/",
        "https://coast.example/fra/lois/Q-8.02/",
        Tie::Same,
    ),
    (
        "https://coast.example/eng/acts/Q-8.02/",
        "https://coast.example/fra/lois/R-55/",
        Tie::Another,
    ),
    (
        "https://coast.example/en/notice/item-40721",
        "https://coast.example/fr/avis/item-40721",
        Tie::Same,
    ),
    (
        "https://coast.example/en/notice/item-40721",
        "https://coast.example/fr/avis/item-40712",
        Tie::Another,
    ),
    (
        "https://coast.example/eng/a/?id=1400200600",
        "https://coast.example/fra/b/?id=1400200600",
        Tie::Same,
    ),
    (
        "https://coast.example/en/tides.html#spring",
        "https://coast.example/fr/marees.html#vives",
        Tie::Possible,
    ),
    (
        "https://coast.example/en/news/2026/05/new-light.html",
        "https://coast.example/fr/nouvelles/2026/05/nouveau-phare.html",
        Tie::Likely,
    ),
    (
        "https://coast.example/en/services/benefits",
        "https://coast.example/fr/services/prestations",
        Tie::Likely,
    ),
    (
        "https://coast.example/en/services",
        "https://coast.example/fr/",
        Tie::Another,
    ),
    (
        "https://coast.example/en/ice",
        "https://coast.example/en/wind",
        Tie::Another,
    ),
    (
        "https://coast.example/en/ice",
        "https://coast.example/en/ice",
        Tie::Same,
    ),
    (
        "https://youtu.be/a1b2c3",
        "https://www.youtube.com/watch?v=A1B2C3&feature=share",
        Tie::Same,
    ),
    (
        "https://youtu.be/a1b2c3",
        "https://youtu.be/d4e5f6",
        Tie::Unknown,
    ),
    (
        "https://twitter.com/coast/status/12345678",
        "https://x.com/coast/status/12345678?s=20",
        Tie::Same,
    ),
    (
        "https://coast.example/ice",
        "https://lake.example/ice",
        Tie::Unknown,
    ),
    (
        "https://coast.example/fr/for%C3%AAt",
        "https://coast.example/en/forêt",
        Tie::Same,
    ),
    (
        "https://éxemple.example/a",
        "https://xn--xemple-9ua.example/a",
        Tie::Same,
    ),
];

#[test]
fn both_languages_of_a_page_agree() {
    for (english, french, wanted) in PAIRS {
        assert_eq!(tied(english, french), wanted, "{english} | {french}");
    }
}

#[test]
fn the_address_states_its_language() {
    use Language::{English, French};
    for (address, wanted) in [
        ("https://coast.example/en/ice", Some(English)),
        ("https://coast.example/ice-fra.html", Some(French)),
        ("https://coast.example/index_e.html", Some(English)),
        ("https://coast.example/page?lang=fr", Some(French)),
        ("https://fr.coast.example/", Some(French)),
        ("https://meteo.gc.ca/", Some(French)),
        ("https://weather.gc.ca/", Some(English)),
        ("https://coast.example/e/ice", Some(English)),
        ("https://coast.example/plan-e", None),
        ("https://coast.example/ice", None),
    ] {
        assert_eq!(target(address).unwrap().language, wanted, "{address}");
    }
}

#[test]
fn short_links_cannot_be_judged() {
    for address in [
        "https://t.co/abc",
        "ow.ly/3kQ",
        "mailto:a@b.example",
        "https://",
    ] {
        assert_eq!(target(address), None, "{address}");
    }
    assert_eq!(
        target("https://www.coast.example/en/a.html?utm_source=x&b=2")
            .unwrap()
            .page(),
        "coast.example/a?b=2"
    );
}

proptest! {
    #[test]
    fn any_address_is_read_or_refused(address in "\\PC{0,60}", tail in "[a-z0-9./?&=%_-]{0,40}") {
        let _ = target(&address);
        if let Some(one) = target(&format!("https://coast.example/{tail}")) {
            prop_assert_eq!(tie(&one, &one), Tie::Same);
            let _ = one.page();
        }
    }
}
