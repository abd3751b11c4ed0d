//! Mutations of real input: a byte here, a stretch there, numbers at their limits, pieces of another input.

/// What readers stumble over.
const STUMBLES: [&[u8]; 34] = [
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\\",
    b"\\ud800",
    b"\\u0000",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"null",
    b"true",
    b"-1",
    b"0",
    b"1e999",
    b"-0.0",
    b"9223372036854775807",
    b"18446744073709551616",
    b"99999999999999999999999999",
    b"<",
    b"&#x110000;",
    b"&amp",
    b"<![CDATA[",
    b"\r\n",
    b"\t",
    b";",
    "\u{1f1e8}\u{1f1e6}".as_bytes(),
    "é".as_bytes(),
    "\u{202e}".as_bytes(),
];

/// One input: a seed with one to four mutations.
pub(crate) fn one(seeds: &[Vec<u8>], dice: &mut fastrand::Rng) -> Vec<u8> {
    let mut input = pick(seeds, dice).clone();
    for _ in 0..dice.usize(1..=4) {
        change(&mut input, seeds, dice);
    }
    input
}

fn pick<'a>(seeds: &'a [Vec<u8>], dice: &mut fastrand::Rng) -> &'a Vec<u8> {
    &seeds[dice.usize(..seeds.len())]
}

fn change(input: &mut Vec<u8>, seeds: &[Vec<u8>], dice: &mut fastrand::Rng) {
    let at = dice.usize(..=input.len());
    let length = 1 << dice.u32(0..10);
    let stretch = at..input.len().min(at + length);
    match dice.u8(0..9) {
        0 if at < input.len() => input[at] ^= 1 << dice.u8(0..8),
        1 => input.truncate(at),
        2 => drop(input.drain(stretch)),
        3 => {
            let copy = input[stretch].to_vec();
            insert(input, dice.usize(..=input.len()), &copy);
        }
        4 => number(input, at, dice),
        5 => {
            let other = pick(seeds, dice);
            let from = dice.usize(..=other.len());
            let piece = other[from..other.len().min(from + length)].to_vec();
            insert(input, at, &piece);
        }
        6 => {
            // A value in the place of another.
            let copy = value(input, at).map(|range| input[range].to_vec());
            let target = value(input, dice.usize(..=input.len()));
            if let (Some(copy), Some(target)) = (copy, target) {
                input.splice(target, copy);
            }
        }
        7 => {
            if let Some(range) = value(input, at) {
                input.drain(range);
            }
        }
        _ => insert(input, at, STUMBLES[dice.usize(..STUMBLES.len())]),
    }
    // What grows without end measures memory and nothing else.
    input.truncate(256 * 1024);
}

fn insert(input: &mut Vec<u8>, at: usize, piece: &[u8]) {
    input.splice(at..at, piece.iter().copied());
}

/// The next number from there becomes one of the stumbling blocks.
fn number(input: &mut Vec<u8>, at: usize, dice: &mut fastrand::Rng) {
    let Some(from) = input[at..].iter().position(u8::is_ascii_digit) else {
        return;
    };
    let from = at + from;
    let length = input[from..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let stumble = STUMBLES[dice.usize(..STUMBLES.len())];
    input.splice(from..from + length, stumble.iter().copied());
}

/// The next thing between two marks of JSON, XML or a table.
fn value(input: &[u8], at: usize) -> Option<std::ops::Range<usize>> {
    let is_mark =
        |byte: &u8| matches!(byte, b',' | b':' | b'<' | b'>' | b';' | b'\n' | b'{' | b'}');
    let from = at + input[at..].iter().position(is_mark)? + 1;
    let length = input[from..].iter().position(is_mark)?;
    Some(from..from + length)
}
