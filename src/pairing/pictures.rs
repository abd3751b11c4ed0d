//! Pictures that look alike: the English and the French form of one card differ in their bytes and in some bits of
//! their perceptual hash.

use crate::model::Media;

/// Bits in which the hashes of two alike pictures may differ, of 64: a card with its text in the other language. Zauner,
/// Implementation and Benchmarking of Perceptual Image Hash Functions (2010), puts unlike pictures at 22 and more.
const NEAR: u32 = 8;

/// The looks that were met so far; each is named by its number.
#[derive(Debug, Default)]
pub(super) struct Looks(Vec<u64>);

impl Looks {
    /// The name that all pictures like this one have.
    pub(super) fn of(&mut self, media: &Media) -> Option<String> {
        let hash = u64::from_str_radix(media.likeness.as_deref()?, 16).ok()?;
        let known = self
            .0
            .iter()
            .position(|look| (look ^ hash).count_ones() <= NEAR);
        let number = known.unwrap_or_else(|| {
            self.0.push(hash);
            self.0.len() - 1
        });
        Some(format!("look:{number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MediaKind;

    /// Two cards of one message would not be known by their picture, or all pictures would be one.
    #[test]
    fn alike_pictures_have_one_name() {
        let mut looks = Looks::default();
        let mut of = |hash: &str| {
            let mut media = Media::new(MediaKind::Image);
            media.likeness = Some(hash.to_owned());
            looks.of(&media)
        };
        assert_eq!(of("ff00ff00ff00ff00"), of("ff00ff00ff00ff07"));
        assert_ne!(of("ff00ff00ff00ff00"), of("0123456789abcdef"));
        assert_eq!(of("no hash"), None);
    }
}
