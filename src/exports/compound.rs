//! The container of old Office files: a little file system of sectors in chains. Only what is asked for is read, and
//! every chain is followed for as many steps as there are sectors at most: a damaged file may hold a circle.

/// The first bytes of such a file.
const MARK: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// From here on numbers are signs: the end of a chain, a free sector.
const SIGNS: u32 = 0xFFFF_FFFA;
/// Streams below this size stand in small sectors.
const SMALL: usize = 4096;
const SMALL_SECTOR: usize = 64;
/// Kinds of entries of the directory.
const STREAM: u8 = 2;
const ROOT: u8 = 5;

/// Is it such a file?
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

/// The stream of that name; `None` when there is none or the container is damaged.
pub(super) fn stream(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    let size = match bytes.get(30..32)? {
        [9, 0] => 512,
        [12, 0] => 4096,
        _ => return None,
    };
    // The header takes the place of a sector.
    let sectors = bytes.get(size..)?;
    let table = table(bytes, sectors, size)?;
    let directory = chain(sectors, size, &table, number(bytes, 48)?)?;
    let (entries, _) = directory.as_chunks::<128>();
    let entry = |wanted: &dyn Fn(&[u8; 128]) -> bool| {
        let entry = entries.iter().find(|entry| wanted(entry))?;
        let length = usize::try_from(number(entry, 120)?).ok()?;
        Some((number(entry, 116)?, length))
    };
    let (start, length) = entry(&|entry| entry[66] == STREAM && named(entry, name))?;
    let mut found = if length < SMALL {
        let (root, _) = entry(&|entry| entry[66] == ROOT)?;
        let small = chain(sectors, size, &table, root)?;
        let places = chain(sectors, size, &table, number(bytes, 60)?)?;
        let places: Vec<u32> = numbers(&places).collect();
        chain(&small, SMALL_SECTOR, &places, start)?
    } else {
        chain(sectors, size, &table, start)?
    };
    (found.len() >= length).then(|| {
        found.truncate(length);
        found
    })
}

/// Which sector follows which: the table stands in sectors that the header lists, and a chain of further lists.
fn table(bytes: &[u8], sectors: &[u8], size: usize) -> Option<Vec<u32>> {
    let most = sectors.len() / size + 1;
    let mut places: Vec<u32> = numbers(bytes.get(76..512)?).collect();
    let mut next = number(bytes, 68)?;
    for _ in 0..=most {
        if next >= SIGNS {
            break;
        }
        places.extend(numbers(sector(sectors, size, next)?));
        next = places.pop()?;
    }
    places.retain(|place| *place < SIGNS);
    if places.len() > most {
        return None;
    }
    let mut table = Vec::new();
    for place in places {
        table.extend(numbers(sector(sectors, size, place)?));
    }
    Some(table)
}

/// The sectors of a chain, one after the other.
fn chain(sectors: &[u8], size: usize, table: &[u32], start: u32) -> Option<Vec<u8>> {
    let mut found = Vec::new();
    let mut next = start;
    for _ in 0..=sectors.len() / size {
        if next >= SIGNS {
            return Some(found);
        }
        found.extend_from_slice(sector(sectors, size, next)?);
        next = *table.get(usize::try_from(next).ok()?)?;
    }
    // More steps than sectors: a circle.
    None
}

/// One sector; the last of a file may be short.
fn sector(sectors: &[u8], size: usize, place: u32) -> Option<&[u8]> {
    let start = usize::try_from(place).ok()?.checked_mul(size)?;
    let rest = sectors.get(start..)?;
    rest.get(..size).or(Some(rest))
}

/// Names are UTF-16 with a zero behind them; no two differ only in case.
fn named(entry: &[u8; 128], name: &str) -> bool {
    let (units, _) = entry[..64].as_chunks::<2>();
    let units = units.iter().map(|unit| u16::from_le_bytes(*unit));
    let letters = char::decode_utf16(units.take_while(|unit| *unit != 0));
    let found: String = letters.map(|it| it.unwrap_or('\u{fffd}')).collect();
    found.eq_ignore_ascii_case(name)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    numbers(bytes.get(at..at + 4)?).next()
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let (four, _) = bytes.as_chunks::<4>();
    four.iter().map(|number| u32::from_le_bytes(*number))
}
