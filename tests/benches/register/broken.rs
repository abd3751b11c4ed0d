//! Rows broken in every way, and a register of 100,000 rows: counted, named, never a panic.

use sha2::{Digest, Sha256};
use std::time::Instant;
use tandem::register::{self, Register};

/// Each of the columns of a row broken in one way.
const WAYS: [&str; 8] = [
    "as they are",
    "two cells swapped",
    "address cut",
    "address emptied",
    "cell removed",
    "in Windows-1252",
    "again in capital letters",
    "language replaced",
];

fn broken(cells: &csv::StringRecord, way: usize, number: usize) -> Vec<String> {
    let mut cells: Vec<String> = cells.iter().map(str::to_owned).collect();
    match way {
        1 => cells.swap(number % 5, (number / 5) % 5),
        2 => {
            let half = cells[4].chars().count() / 2;
            cells[4] = cells[4].chars().take(half).collect();
        }
        3 => cells[4].clear(),
        4 => {
            cells.remove(number % 5);
        }
        6 => {
            for cell in &mut cells {
                *cell = cell.to_uppercase();
            }
        }
        7 => cells[3] = "?".into(),
        _ => {}
    }
    cells
}

fn write(rows: impl Iterator<Item = Vec<String>>, header: &csv::StringRecord) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    writer.write_record(header).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

pub(crate) fn measure(bytes: &[u8]) {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for (way, name) in WAYS.iter().enumerate() {
        let mut file = write(
            rows.iter()
                .enumerate()
                .map(|(number, row)| broken(row, way, number)),
            &header,
        );
        if *name == "in Windows-1252" {
            let text = String::from_utf8(file).unwrap();
            file = text
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
                .collect();
        }
        let mut register = Register::default();
        register.add("broken", &file).unwrap();
        let unused = register
            .notes
            .iter()
            .filter(|note| note.kind.is_rejection())
            .count();
        let links = register::pair(&register.accounts);
        println!(
            "{name}: {} rows, {} accounts, {unused} rows not used, {} pairs",
            register.rows,
            register.accounts.len(),
            links.pairs.len()
        );
        assert!(register.accounts.len() + unused <= register.rows);
    }
    for count in [25_000, 50_000, 100_000] {
        many(count, &rows, &header);
    }
}

/// A name of eight letters that no other number has.
fn invented(number: usize) -> String {
    let digest = Sha256::digest(number.to_string().as_bytes());
    digest[..4]
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|half| char::from(b'a' + half))
        .collect()
}

/// A register of so many rows: the published one again and again, each time of other institutions.
fn many(count: usize, rows: &[csv::StringRecord], header: &csv::StringRecord) {
    let many = (0..count).map(|number| {
        let copy = number / rows.len();
        let mut cells = broken(&rows[number % rows.len()], 0, number);
        if copy > 0 {
            let name = invented(copy);
            cells[0] = format!("{} {name}", cells[0]);
            cells[2] = format!("{} {name}", cells[2]);
            cells[4] = format!(
                "{}{name}",
                cells[4]
                    .split('?')
                    .next()
                    .unwrap_or("")
                    .trim_end_matches('/')
            );
        }
        cells
    });
    let file = write(many, header);
    let start = Instant::now();
    let mut register = Register::default();
    register.add("many", &file).unwrap();
    let read = start.elapsed();
    let start = Instant::now();
    let links = register::pair(&register.accounts);
    println!(
        "{count} rows: {} accounts, {} pairs; read {read:.1?}, paired {:.1?}",
        register.accounts.len(),
        links.pairs.len(),
        start.elapsed()
    );
}
