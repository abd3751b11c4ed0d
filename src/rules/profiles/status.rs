//! `equal-status`: one of the two accounts is verified, has a picture, keeps a post on top or is in use, and the other not.

use super::{Field, OnProfiles, Shown, evidence, filled, handle, message};
use crate::model::{
    Accounts, Bilingual, Comparison, Judged, Language, Message, Outcome, Profile, RuleInfo,
    Severity,
};
use crate::rules::coverage::are_read;
use crate::rules::platform_coverage::PlatformCoverage;
use crate::rules::{Context, Rule};
use crate::text::wording;

pub(in crate::rules) static EQUAL_STATUS: OnProfiles = OnProfiles {
    info: &RuleInfo {
        name: "equal-status",
        title: Bilingual::new("Equal status", "Statut égal"),
        summary: Bilingual::new(
            "The two accounts differ in verification, picture, pinned post or activity.",
            "Les deux comptes diffèrent par la vérification, l’image, la publication épinglée ou l’activité.",
        ),
        manual: Bilingual::new(
            include_str!("../manuals/equal-status.en.txt"),
            include_str!("../manuals/equal-status.fr.txt"),
        ),
        provisions: &[
            "daod-2008-8-4.10-4",
            "ola-2-a",
            "fip-design-social",
            "dmcfi-c.2.2.5",
            "web2-4.2-2-5-5",
            "web2-tip-two-accounts",
        ],
        severity: Severity::Warning,
    },
    needs: &[Field::Verified, Field::Avatar, Field::Pinned],
    look,
};

/// Something that an account has or has not.
struct Trait {
    code: &'static str,
    /// What one account is or has, and the other not.
    has: Bilingual<&'static str>,
    /// In the list of both.
    words: [Bilingual<&'static str>; 2],
    of: fn(&Profile) -> Option<bool>,
}

const TRAITS: [Trait; 3] = [
    Trait {
        code: "verification",
        has: Bilingual::new("is verified", "est vérifié"),
        words: [
            Bilingual::new("not verified", "non vérifié"),
            Bilingual::new("verified", "vérifié"),
        ],
        of: |profile| profile.verified,
    },
    Trait {
        code: "picture",
        has: Bilingual::new("has a picture", "a une image"),
        words: [
            Bilingual::new("no picture", "aucune image"),
            Bilingual::new("a picture", "une image"),
        ],
        of: has_picture,
    },
    Trait {
        code: "pinned post",
        has: Bilingual::new("keeps a post on top", "a une publication épinglée"),
        words: [
            Bilingual::new("no pinned post", "aucune publication épinglée"),
            Bilingual::new("a pinned post", "une publication épinglée"),
        ],
        of: |profile| Some(!profile.pinned.as_deref()?.trim().is_empty()),
    },
];

/// Parts of the address of the picture that a platform gives to who has none.
const BLANK: [&str; 4] = [
    "default_profile",
    "avatars/original/missing",
    "default_avatar",
    "default_avatars",
];

fn has_picture(profile: &Profile) -> Option<bool> {
    let address = profile.avatar.as_deref()?.trim();
    Some(!address.is_empty() && !BLANK.iter().any(|part| address.contains(part)))
}

fn look(context: &Context) -> Vec<Message> {
    let Some(two) = Shown::two(context) else {
        return inactive(context).into_iter().collect();
    };
    TRAITS
        .iter()
        .filter_map(|it| fault(it, two))
        .chain(on_top(two, context.comparison))
        .chain(inactive(context))
        .collect()
}

/// The account that lacks what the other has.
fn fault(it: &Trait, two: Bilingual<&Profile>) -> Option<Message> {
    let lacking = match ((it.of)(two.english)?, (it.of)(two.french)?) {
        (true, false) => Language::French,
        (false, true) => Language::English,
        _ => return None,
    };
    let (this, other) = (
        wording::language(lacking),
        wording::language(lacking.other()),
    );
    let handle = handle(two.get(lacking));
    let said = Bilingual::text(
        format!(
            "The {} account {}, unlike the {} one ({handle}).",
            other.english, it.has.english, this.english
        ),
        format!(
            "Le compte {} {}, contrairement au compte {} ({handle}).",
            other.french, it.has.french, this.french
        ),
    );
    let shown = |profile: &Profile| {
        let has = (it.of)(profile) == Some(true);
        Bilingual::from(it.words[usize::from(has)])
    };
    Some(
        message(&said, &evidence(two, shown))
            .of(lacking)
            .on(it.code),
    )
}

/// Two posts on top that were read and are not each other's counterpart.
fn on_top(two: Bilingual<&Profile>, comparison: &Comparison) -> Option<Message> {
    let post = |profile: &Profile| {
        let top = filled(profile.pinned.as_deref())?;
        let mut posts = comparison.posts.iter();
        posts.find(|it| it.post.id == top && it.post.account == profile.account)
    };
    let (english, french) = (post(two.english)?, post(two.french)?);
    let is_pair = english.pair.is_some() && english.pair == french.pair;
    let is_bilingual = |judged: &Judged| judged.outcome == Outcome::Bilingual;
    // Of a post that could not be judged nothing is said.
    let is_judged = [english, french]
        .iter()
        .all(|it| it.pair.is_some() || it.outcome == Outcome::MissingCounterpart);
    if is_pair || is_bilingual(english) || is_bilingual(french) || !is_judged {
        return None;
    }
    let said = Bilingual::text(
        "The posts that the two accounts keep on top are not two versions of one.",
        "Les publications épinglées des deux comptes ne sont pas deux versions d’une même publication.",
    );
    let texts =
        Bilingual::new(english, french).map(|it| super::quoted(Some(&it.post.content.text)));
    let ending = Bilingual::text(
        format!(
            "English: {}; French: {}.",
            texts.english.english, texts.french.english
        ),
        format!(
            "En anglais\u{a0}: {}; en français\u{a0}: {}.",
            texts.english.french, texts.french.french
        ),
    );
    Some(message(&said, &ending).on("pinned posts"))
}

/// Posts of one account, while the other has none, that are more than a slip.
const BUSY: usize = 5;

/// An account that rests while the other is in use, though its language is served there.
fn inactive(context: &Context) -> Option<Message> {
    let comparison = context.comparison;
    let Accounts::Two(accounts) = &comparison.presence.accounts else {
        return None;
    };
    let count = |side: Language| {
        let posts = comparison.inside().filter(|it| it.is_disseminated());
        posts
            .filter(|it| it.side == Some(side) && are_read(comparison, it.post.published_at))
            .count()
    };
    let counts = Bilingual::new(count(Language::English), count(Language::French));
    let resting = [Language::English, Language::French]
        .into_iter()
        .find(|side| *counts.get(*side) == 0 && *counts.get(side.other()) >= BUSY)?;
    // Of a language that is not served at all another rule speaks.
    if !PlatformCoverage.presence(comparison, context).is_empty() {
        return None;
    }
    let (this, that) = (
        wording::language(resting),
        wording::language(resting.other()),
    );
    let handle = crate::text::shown(&accounts.get(resting).handle);
    let posts = counts.get(resting.other());
    let message = Message::new(
        format!(
            "The {} account ({handle}) published nothing in this period; the {} one, {posts} posts.",
            this.english, that.english
        ),
        format!(
            "Le compte {} ({handle}) n’a rien publié durant la période; le compte {}, {posts} publications.",
            this.french, that.french
        ),
    );
    Some(message.of(resting))
}
