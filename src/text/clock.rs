//! Ids that carry the time at which they were given: those of X, LinkedIn and Mastodon. An independent proof of when a
//! post was published.

use crate::model::Post;
use jiff::Timestamp;

/// Ids of X carry the time since November 2010; those before are small.
const FIRST_OF_X: u64 = 29_700_859_247;
/// The zero of that clock, in milliseconds of Unix.
const ZERO_OF_X: i64 = 1_288_834_974_657;
/// An id that says to be from before 2010 or after 2100 is no clock: it was counted, or comes from another software.
const PLAUSIBLE: std::ops::Range<i64> = 1_262_304_000_000..4_102_444_800_000;

/// Seconds that the stated time may differ from that of the id, beside its own precision. On 1,138 real posts on X they
/// differ by less than one; a minute leaves room for platforms that give the id before they publish.
pub const TOLERANCE: i64 = 60;

/// When the id was given, if it tells.
#[must_use]
pub fn of(platform: &str, id: &str) -> Option<Timestamp> {
    let number = |text: &str| text.parse::<u64>().ok();
    let (ticks, zero) = match platform {
        "x" => (number(id).filter(|id| *id >= FIRST_OF_X)? >> 22, ZERO_OF_X),
        "linkedin" => (number(id.rsplit(':').next()?)? >> 22, 0),
        "mastodon" => (number(id)? >> 16, 0),
        _ => return None,
    };
    let milliseconds = i64::try_from(ticks).ok()?.checked_add(zero)?;
    Timestamp::from_millisecond(milliseconds)
        .ok()
        .filter(|_| PLAUSIBLE.contains(&milliseconds))
}

/// The time inside the id of a post, where it is not the one that is stated. Of an edited post the id may be that of
/// the first or of the last version.
#[must_use]
pub fn contradiction(post: &Post) -> Option<Timestamp> {
    let clock = of(&post.platform, &post.id)?;
    let slack = (TOLERANCE + post.precision.seconds()) * 1000;
    let latest = post.edited_at.unwrap_or(post.published_at);
    let (first, last) = (
        post.published_at.as_millisecond() - slack,
        latest.max(post.published_at).as_millisecond() + slack,
    );
    (!(first..=last).contains(&clock.as_millisecond())).then_some(clock)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Precision;

    /// Whoever states another time than that at which the platform gave the id must be found, and nobody else.
    #[test]
    fn a_time_is_held_against_the_clock_in_the_id() {
        let post = |platform: &str, id: &str, at: &str| {
            Post::new(platform, "coast", id, at.parse().expect("an instant"))
        };
        for (platform, id, at, clock) in [
            ("x", "1152248741262483457", "2019-07-19T16:08:02Z", None),
            ("x", "1152248741262483457", "2019-07-19T16:09:02Z", None),
            (
                "x",
                "1152248741262483457",
                "2019-07-19T16:10:02Z",
                Some("2019-07-19T16:08:02.32Z"),
            ),
            (
                "linkedin",
                "urn:li:share:7128000000000000000",
                "2023-11-08T12:00:00Z",
                Some("2023-11-08T12:47:11.835Z"),
            ),
            (
                "mastodon",
                "117547243995070687",
                "2026-11-14T12:00:00Z",
                Some("2026-11-02T14:10:00.999Z"),
            ),
            // Counted, or of software that counts time otherwise: no clock.
            ("x", "1001", "2019-07-19T16:10:02Z", None),
            ("mastodon", "1001", "2019-07-19T16:10:02Z", None),
            (
                "mastodon",
                "566889116738387968",
                "2019-07-19T16:10:02Z",
                None,
            ),
            ("mastodon", "AbCdEf", "2019-07-19T16:10:02Z", None),
            ("bluesky", "3l5kq2x7a2c2y", "2019-07-19T16:10:02Z", None),
            ("x", "18446744073709551615", "2019-07-19T16:10:02Z", None),
        ] {
            let found = contradiction(&post(platform, id, at)).map(|it| it.to_string());
            assert_eq!(found.as_deref(), clock, "{platform} {id} {at}");
        }
        let mut day = post("x", "1152248741262483457", "2019-07-19T00:00:00Z");
        day.precision = Precision::Day;
        assert_eq!(contradiction(&day), None);
        let mut edited = post("x", "1152248741262483457", "2019-07-19T15:30:00Z");
        edited.edited_at = "2019-07-19T16:08:00Z".parse().ok();
        assert_eq!(contradiction(&edited), None);
    }
}
