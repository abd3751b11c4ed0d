//! Is the counterpart of a reposted official account named? For each account of a pair of the reference: what the rules
//! would name, from the file that a user keeps.

use super::reference::Reference;
use tandem::model::{Account, Language};
use tandem::register::{self, Links, Listed, Register};
use tandem::rules::{Official, Tables};

pub(crate) fn measure(reference: &Reference, accounts: &[Listed], links: &Links) {
    let mut kept = Register::default();
    kept.add("kept", &register::table(accounts, links).unwrap())
        .unwrap();
    let listed = &kept.accounts;
    let pairs = register::stated(listed).into_iter();
    let pairs = pairs.map(|pair| {
        let platform = listed[pair.english].account.platform.clone();
        (platform, pair.map(|at| listed[at].account.handle.clone()))
    });
    let tables = Tables {
        official: Official::new(pairs),
        ..Tables::default()
    };
    let (mut named, mut wrong, mut all) = (0, 0, 0);
    let account = |key: &super::reference::Key| accounts.iter().find(|it| it.key() == *key);
    for (english, french) in &reference.pairs {
        let (Some(english), Some(french)) = (account(english), account(french)) else {
            continue;
        };
        for (from, to, language) in [
            (english, french, Language::English),
            (french, english, Language::French),
        ] {
            all += 1;
            let platforms = [from.account.platform.clone()];
            let handle = format!("@{}", from.account.handle);
            if let Some(other) = tables.account(&handle, language, &platforms) {
                let same =
                    |a: &str, b: &str| Account::normal_handle(a) == Account::normal_handle(b);
                if same(&other, &to.account.handle) {
                    named += 1;
                } else {
                    wrong += 1;
                }
            }
        }
    }
    println!(
        "reposts of {all} accounts of one language: the counterpart named for {named} ({:.1} %), a wrong one for {wrong}\n",
        100.0 * f64::from(named) / f64::from(all)
    );
}
