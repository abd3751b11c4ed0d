//! Pictures of posts, looked at once: digest, size and perceptual hash. The picture itself is kept only when asked for.

use super::walk::Reader;
use super::{Outcome, Pictures};
use crate::model::{Account, Interval, Media, MediaKind, Problem};
use crate::platforms::Request;
use crate::store::Picture;
use crate::text::{hex, shown};
use image::{ImageReader, Limits};
use image_hasher::{HashAlg, Hasher, HasherConfig};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::Cursor;

/// The largest side of a picture that is decoded, in pixels: far more than any platform shows.
const SIDE: u32 = 16_384;
/// Memory that decoding one may take, in bytes.
const MEMORY: u64 = 256 << 20;

impl Reader<'_> {
    /// Looks at the pictures of an account's posts that were not looked at yet, newest first, up to the number allowed.
    pub(super) async fn pictures(
        &self,
        account: &Account,
        interval: Interval,
        outcome: &mut Outcome,
    ) -> Result<(), Problem> {
        let Pictures { most, keep } = self.options.pictures;
        if most == 0 {
            return Ok(());
        }
        let wanted = self.with(|store| {
            let posts = store.posts(account, interval)?;
            let media = posts.iter().rev().flat_map(|it| &it.post.content.media);
            let addresses: Vec<String> = media.filter_map(address).collect();
            store.unseen_pictures(addresses)
        })?;
        let mut trace = super::client::Trace::default();
        let mut failed = BTreeSet::new();
        for url in wanted.iter().take(most) {
            if self.world.is_stopped() {
                break;
            }
            let request = Request::new(url.clone(), "image/*");
            // Without the credential: pictures stand on other hosts.
            let got = self.client.get(&request, None, None, &mut trace).await;
            match got {
                Ok(received) if (200..300).contains(&received.status) => {
                    let picture = look(&received.body, keep);
                    self.with(|store| {
                        store.write(|writer| writer.picture(url, &picture, received.fetched_at))
                    })?;
                }
                _ => {
                    failed.insert(trace.host.clone());
                }
            }
        }
        outcome.requests += trace.requests;
        let left = wanted.len().saturating_sub(most);
        if !failed.is_empty() || left > 0 {
            let hosts = failed.into_iter().collect::<Vec<_>>().join(", ");
            outcome.problems.push(unseen(account, &hosts, left));
        }
        Ok(())
    }
}

fn unseen(account: &Account, hosts: &str, left: usize) -> Problem {
    let hosts = if hosts.is_empty() { "–" } else { hosts };
    Problem::new(
        shown::account(account),
        format!(
            "pictures that could not be had are on: {hosts}; left for another run: {left}; pairing does without them"
        ),
        format!(
            "images impossibles à obtenir, sur\u{a0}: {hosts}; laissées pour une autre fois\u{a0}: {left}; le jumelage s’en passe"
        ),
    )
}

/// The picture of an attachment, as far as it has an address.
fn address(media: &Media) -> Option<String> {
    let shown = match media.kind {
        MediaKind::Image => media.preview.as_ref().or(media.url.as_ref()),
        _ => media.preview.as_ref(),
    };
    shown.filter(|_| media.likeness.is_none()).cloned()
}

/// What a picture shows. One that cannot be decoded has its digest alone.
fn look(body: &[u8], keep: bool) -> Picture {
    let sha256 = hex(&Sha256::digest(body));
    let mut picture = Picture {
        sha256: Some(sha256),
        body: keep.then(|| body.to_vec()),
        ..Picture::default()
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    let Ok(mut reader) = ImageReader::new(Cursor::new(body)).with_guessed_format() else {
        return picture;
    };
    reader.limits(limits);
    let Ok(decoded) = reader.decode() else {
        return picture;
    };
    picture.width = Some(decoded.width());
    picture.height = Some(decoded.height());
    let hash = hasher().hash_image(&decoded);
    let bits = hex(hash.as_bytes());
    // A plain surface looks like every other one.
    let ones: u32 = hash.as_bytes().iter().map(|byte| byte.count_ones()).sum();
    picture.likeness = (8..=56).contains(&ones).then_some(bits);
    picture
}

/// 64 bits: the signs of the lowest frequencies (pHash), which survive another size, another compression and a little
/// other text.
fn hasher() -> Hasher<[u8; 8]> {
    HasherConfig::with_bytes_type::<[u8; 8]>()
        .hash_size(8, 8)
        .hash_alg(HashAlg::Median)
        .preproc_dct()
        .to_hasher()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgb, RgbImage};

    fn png(side: u32, shade: impl Fn(u32, u32) -> u8) -> Vec<u8> {
        let image = RgbImage::from_fn(side, side, |x, y| {
            Rgb([shade(x * 64 / side, y * 64 / side); 3])
        });
        let mut bytes = Cursor::new(Vec::new());
        image
            .write_to(&mut bytes, ImageFormat::Png)
            .expect("a picture");
        bytes.into_inner()
    }

    fn wave(x: u32, y: u32) -> u8 {
        u8::try_from((x * x / 7 + y * 5 + x * y / 9) % 200).unwrap_or(0)
    }

    /// The same card in two sizes would not be known again; a broken picture would end the run.
    #[test]
    fn a_picture_is_known_again_in_another_size() {
        let (one, other) = (look(&png(64, wave), false), look(&png(256, wave), true));
        assert_eq!((one.width, other.width), (Some(64), Some(256)));
        assert!(one.body.is_none() && other.body.is_some() && one.sha256 != other.sha256);
        let bits = |it: &Picture| u64::from_str_radix(it.likeness.as_deref().unwrap(), 16).unwrap();
        assert!((bits(&one) ^ bits(&other)).count_ones() <= 8);
        let unlike = look(
            &png(64, |x, y| if (x / 9 + y / 13) % 2 == 0 { 20 } else { 230 }),
            false,
        );
        assert!((bits(&one) ^ bits(&unlike)).count_ones() > 8);
        assert_eq!(look(&png(64, |_, _| 90), false).likeness, None);
        let cut = look(&png(64, wave)[..40], false);
        assert!(cut.sha256.is_some() && cut.width.is_none());
    }
}
