//! A part of a whole.

/// A part of a whole; both are always named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The part.
    pub part: usize,
    /// The whole: the denominator.
    pub whole: usize,
}

impl Share {
    /// A part of a whole.
    #[must_use]
    pub fn new(part: usize, whole: usize) -> Self {
        Self { part, whole }
    }

    /// The rest of the whole.
    #[must_use]
    pub fn missing(self) -> usize {
        self.whole.saturating_sub(self.part)
    }

    /// The 95 % interval of Wilson (1927), as two numbers from 0 to 1; `None` of nothing.
    ///
    /// It says how far the share may be off as the measure of a habit: what was counted is exact, but few posts say
    /// little of the weeks to come.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of posts")]
    pub fn bounds(self) -> Option<(f64, f64)> {
        if self.whole == 0 {
            return None;
        }
        let (z, n) = (1.959_964_f64, self.whole as f64);
        let p = (self.part as f64 / n).min(1.0);
        let middle = p + z * z / (2.0 * n);
        let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        let bound = |sum: f64| sum / (1.0 + z * z / n);
        Some((bound(middle - half), bound(middle + half)))
    }

    /// The same in thousandths.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0 to 1000"
    )]
    pub fn interval(self) -> Option<(usize, usize)> {
        let thousandths = |bound: f64| (bound * 1000.0).round().clamp(0.0, 1000.0) as usize;
        let (low, high) = self.bounds()?;
        Some((thousandths(low), thousandths(high)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wrong interval makes chance look like a change; the numbers are those of the literature (Newcombe 1998).
    #[test]
    fn intervals_are_those_of_wilson() {
        assert_eq!(Share::new(81, 263).interval(), Some((255, 366)));
        assert_eq!(Share::new(15, 148).interval(), Some((62, 160)));
        assert_eq!(Share::new(0, 20).interval(), Some((0, 161)));
        assert_eq!(Share::new(1, 29).interval(), Some((6, 172)));
        assert_eq!(Share::new(0, 0).interval(), None);
    }
}
