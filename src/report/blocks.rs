//! The bytes of a large file, in blocks of about equal size: one growing run of bytes would be copied again and again.

use std::io::{self, Write};

/// Bytes of a block.
const BLOCK: usize = 1 << 20;

/// The bytes of a file in the making.
#[derive(Debug, Default)]
pub(super) struct Blocks(Vec<Vec<u8>>);

impl Blocks {
    /// Puts bytes at the end; they are not parted.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        let is_full = |block: &Vec<u8>| block.len() + bytes.len() > block.capacity();
        if self.0.last().is_none_or(is_full) {
            self.0.push(Vec::with_capacity(BLOCK.max(bytes.len())));
        }
        if let Some(last) = self.0.last_mut() {
            last.extend_from_slice(bytes);
        }
    }

    pub(super) fn write(&self, mut to: impl Write) -> io::Result<()> {
        self.0.iter().try_for_each(|block| to.write_all(block))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::in_memory;

    /// A byte that is lost between two blocks would be lost in a file.
    #[test]
    fn nothing_is_lost_between_blocks() {
        let pieces = [
            vec![1; BLOCK - 1],
            vec![2; 3],
            Vec::new(),
            vec![3; 2 * BLOCK],
            vec![4],
        ];
        let mut blocks = Blocks::default();
        for piece in &pieces {
            blocks.add(piece);
        }
        let written = in_memory(|to| blocks.write(to));
        assert_eq!(written, pieces.concat());
        assert_eq!(blocks.0.len(), 4);
    }
}
