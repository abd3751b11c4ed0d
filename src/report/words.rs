//! How a report speaks to a reader: every word in one language, every figure as that language writes it.

use crate::model::{Bilingual, Interval, Language, Precision, Share};
use crate::text::wording;
use jiff::{Timestamp, tz::TimeZone};

/// The language of a page and the zone of its times.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) language: Language,
    pub(super) zone: &'a TimeZone,
}

impl Words<'_> {
    /// `en` or `fr`.
    pub(super) fn code(self) -> &'static str {
        self.language.code()
    }

    pub(super) fn is_french(self) -> bool {
        self.language == Language::French
    }

    /// The words of the language: both stand side by side in the templates.
    pub(super) fn say<'t>(self, english: &'t str, french: &'t str) -> &'t str {
        Bilingual::new(english, french).get(self.language)
    }

    pub(super) fn pick<T: AsRef<str>>(self, text: &Bilingual<T>) -> &str {
        text.get(self.language).as_ref()
    }

    pub(super) fn of(self, text: Bilingual<&'static str>) -> &'static str {
        text.get(self.language)
    }

    fn own(self, mut text: Bilingual<String>) -> String {
        std::mem::take(text.get_mut(self.language))
    }

    /// The name of a language, as a heading begins.
    pub(super) fn name(self, language: Language) -> &'static str {
        match language {
            Language::English => self.say("English", "Anglais"),
            Language::French => self.say("French", "Français"),
        }
    }

    pub(super) fn count(self, number: usize) -> String {
        self.own(wording::count(number))
    }

    pub(super) fn percent(self, share: Share) -> String {
        self.own(wording::percent(share.part, share.whole))
    }

    pub(super) fn probability(self, share: f64) -> String {
        self.own(wording::probability(share))
    }

    pub(super) fn duration(self, seconds: i64) -> String {
        self.own(wording::duration(seconds))
    }

    /// `12 of 431`.
    pub(super) fn of_whole(self, share: Share) -> String {
        let (part, whole) = (self.count(share.part), self.count(share.whole));
        match self.language {
            Language::English => format!("{part} of {whole}"),
            Language::French => format!("{part} sur {whole}"),
        }
    }

    /// `12 of 431 (2.8%; 95% interval: 1.6% to 4.8%)`: never a bare count.
    pub(super) fn share(self, share: Share) -> String {
        match self.spread(share) {
            Some(spread) => format!(
                "{} ({}; {spread})",
                self.of_whole(share),
                self.percent(share)
            ),
            None => self.say("none to count", "rien à compter").to_owned(),
        }
    }

    /// The 95 % interval of a share.
    pub(super) fn spread(self, share: Share) -> Option<String> {
        let (low, high) = share.interval()?;
        let bound = |thousandths| self.percent(Share::new(thousandths, 1000));
        Some(format!(
            "{} {} {} {}",
            self.say("95% interval:", "intervalle à 95\u{a0}%\u{a0}:"),
            bound(low),
            self.say("to", "à"),
            bound(high)
        ))
    }

    /// By how many points a share rose or fell.
    pub(super) fn change(self, now: Share, before: Share) -> Option<String> {
        if now.whole == 0 || before.whole == 0 {
            return None;
        }
        let thousandths = |share: Share| (1000 * share.part + share.whole / 2) / share.whole;
        let (now, before) = (thousandths(now), thousandths(before));
        let size = self.own(wording::percent(now.abs_diff(before), 1000));
        let size = size.trim_end_matches(['%', '\u{a0}']);
        let sign = match now.cmp(&before) {
            std::cmp::Ordering::Less => "−",
            std::cmp::Ordering::Equal => "±",
            std::cmp::Ordering::Greater => "+",
        };
        Some(format!(
            "{sign}{size}{}",
            self.say(" points", "\u{a0}points")
        ))
    }

    /// Date and time in the zone.
    pub(super) fn instant(self, at: Timestamp) -> String {
        self.own(wording::instant(at, self.zone))
    }

    /// Date and time as finely as they are known.
    pub(super) fn stated(self, at: Timestamp, precision: Precision) -> String {
        match precision {
            Precision::Day => self.zone.to_datetime(at).date().to_string(),
            _ => self.instant(at),
        }
    }

    pub(super) fn utc(self, at: Timestamp) -> String {
        self.own(wording::instant(at, &TimeZone::UTC))
    }

    /// Whole days by their dates, both included; anything else by its instants.
    pub(super) fn interval(self, interval: Interval) -> String {
        self.own(wording::stretch(interval, self.zone))
    }

    /// A list of reasons.
    pub(super) fn list(self, reasons: &[Bilingual<&'static str>]) -> String {
        let reasons: Vec<&str> = reasons
            .iter()
            .map(|reason| *reason.get(self.language))
            .collect();
        reasons.join("; ")
    }

    /// What stands elsewhere, counted.
    pub(super) fn cut(self, left_out: usize, file: &str) -> String {
        let count = self.count(left_out);
        match self.language {
            Language::English => format!("{count} more not shown here; all are in {file}."),
            Language::French => {
                format!("{count} de plus ne figurent pas ici; tout se trouve dans {file}.")
            }
        }
    }
}
