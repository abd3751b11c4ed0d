//! `decisions.csv`, written: rows are added at its end, and what a person or a spreadsheet made of it before stays as it
//! is, byte for byte: its order of columns, its own columns, its marks, its encoding, its ends of lines.

use super::file::{COLUMNS, columns, decode, read, unreadable};
use crate::model::{Decision, Problem, Subject};
use crate::text::cell;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use jiff::civil::Date;

/// What a file needs at its end to hold more decisions; a file without a header becomes one.
///
/// # Errors
/// When the file has no header in which a decision could be written, or a decision would not be read again as it is: then
/// with the words of [`read`].
pub fn append(place: &str, bytes: &[u8], decisions: &[Decision]) -> Result<Vec<u8>, Problem> {
    let text = decode(bytes);
    let mut more = String::new();
    if text.trim().is_empty() {
        // With its mark, so that Excel takes it for what it is.
        if bytes.is_empty() {
            more.push('\u{feff}');
        } else if !text.is_empty() && !text.ends_with(['\n', '\r']) {
            more.push('\n');
        }
        more.push_str(&COLUMNS.join(","));
        more.push('\n');
    } else if !text.ends_with(['\n', '\r']) {
        more.push_str(end_of_line(&text));
    }
    let header = format!(
        "{}{}",
        text.trim_start(),
        more.trim_start_matches('\u{feff}')
    );
    more.push_str(&rows(place, &header, decisions)?);
    let more = encode(place, bytes, &more)?;
    check(place, bytes, &more, decisions)?;
    Ok(more)
}

/// The rows, as the first line of the file wants them.
fn rows(place: &str, text: &str, decisions: &[Decision]) -> Result<String, Problem> {
    let delimiter = cell::delimiter(text);
    let refuse = |error: csv::Error| unreadable(place, &error);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let header = columns(place, reader.headers().map_err(refuse)?)?;
    let terminator = match end_of_line(text) {
        "\r\n" => csv::Terminator::CRLF,
        _ => csv::Terminator::Any(b'\n'),
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(terminator)
        .from_writer(Vec::new());
    for decision in decisions {
        let cells = cells(decision);
        let row = header.iter().map(|column| {
            let value = column.map(|number| cells[number].as_str());
            cell::guard(value.unwrap_or_default()).into_owned()
        });
        writer.write_record(row).map_err(refuse)?;
    }
    let bytes = writer.into_inner().unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// As the first line of the file ends.
fn end_of_line(text: &str) -> &'static str {
    match text.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// In the encoding of the file.
fn encode(place: &str, bytes: &[u8], more: &str) -> Result<Vec<u8>, Problem> {
    let utf_16 = |of: fn(u16) -> [u8; 2]| more.encode_utf16().flat_map(of).collect();
    match encoding(bytes) {
        it if it == UTF_16LE => Ok(utf_16(u16::to_le_bytes)),
        it if it == UTF_16BE => Ok(utf_16(u16::to_be_bytes)),
        it if it == WINDOWS_1252 => match WINDOWS_1252.encode(more) {
            (bytes, _, false) => Ok(bytes.into_owned()),
            (_, _, true) => Err(Problem::new(
                place,
                "this file is in Windows-1252, which does not have all of these characters; save it as UTF-8 CSV, or write the reason without them",
                "ce fichier est en Windows-1252, qui n’a pas tous ces caractères; enregistrez-le au format CSV UTF-8 ou rédigez le motif sans eux",
            )),
        },
        _ => Ok(more.as_bytes().to_vec()),
    }
}

/// As [`decode`] takes it.
fn encoding(bytes: &[u8]) -> &'static Encoding {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding != UTF_8 => encoding,
        _ if UTF_8.decode(bytes).2 => WINDOWS_1252,
        _ => UTF_8,
    }
}

/// Is everything read as it was, and the new rows as they are? In a file with a quotation mark too few a row would be a
/// part of another one.
fn check(place: &str, before: &[u8], more: &[u8], added: &[Decision]) -> Result<(), Problem> {
    let (old, known) = read(place, before);
    let (rows, problems) = read(place, &[before, more].concat());
    let is_new = |problem: &&Problem| !known.contains(problem);
    // Of a file without a header the whole was the problem, and is no more.
    if let Some(problem) = problems.iter().find(is_new) {
        return Err(problem.clone());
    }
    let decisions = rows.iter().map(|row| &row.decision);
    let expected = old.iter().map(|row| &row.decision).chain(added);
    if decisions.eq(expected) {
        return Ok(());
    }
    Err(Problem::new(
        place,
        "the decision would not be read again as it is; is a quotation mark missing in this file?",
        "la décision ne serait pas relue telle quelle; manque-t-il un guillemet dans ce fichier?",
    ))
}

/// The cells of a decision, in the order of [`COLUMNS`].
fn cells(decision: &Decision) -> [String; COLUMNS.len()] {
    let (finding, english, french) = match &decision.subject {
        Subject::Finding(id) => (id.clone(), String::new(), String::new()),
        Subject::Pair(two) => (String::new(), two.english.clone(), two.french.clone()),
        Subject::Post(post) => (String::new(), post.clone(), String::new()),
    };
    let day = |date: Date| date.to_string();
    [
        decision.word.code().to_owned(),
        finding,
        english,
        french,
        decision.reason.clone(),
        decision.author.clone(),
        day(decision.date),
        decision.expires.map(day).unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Bilingual, Word};
    use proptest::prelude::*;

    fn decisions() -> impl Strategy<Value = Decision> {
        let id = "[a-z]{1,8}:[!-~]{1,20}";
        let subject = prop_oneof![
            "f-[0-9a-f]{16}".prop_map(Subject::Finding),
            id.prop_map(Subject::Post),
            (id, id).prop_map(|(english, french)| Subject::Pair(Bilingual::new(english, french))),
        ];
        let text = r#"[=+@'",;\-]{0,2}[a-zé«»\n ]{0,12}x"#;
        (subject, text, text, 0_i8..27).prop_map(|(subject, reason, author, day)| {
            let word = match subject {
                Subject::Pair(_) => Word::RejectPair,
                _ => Word::Waive,
            };
            let date = |more: i8| jiff::civil::date(2026, 11, 1 + day + more);
            Decision {
                word,
                subject,
                reason: reason.trim().to_owned(),
                author: author.trim().to_owned(),
                date: date(0),
                expires: (word == Word::Waive).then(|| date(1)),
            }
        })
    }

    fn withdrawal(reason: &str) -> Decision {
        Decision {
            word: Word::Withdraw,
            subject: Subject::Finding("0ce9e349ef5ba4cb".into()),
            reason: reason.into(),
            author: "A. Roy".into(),
            date: jiff::civil::date(2026, 11, 16),
            expires: None,
        }
    }

    fn wide(text: &str) -> Vec<u8> {
        let text = format!("\u{feff}{text}");
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    /// A row that another one swallows would be lost without a word.
    #[test]
    fn a_file_with_an_open_quotation_mark_takes_no_row() {
        let open = format!(
            "{}\nwaive,1,,,\"over,A. Roy,2026-11-16,2027-01-01\n",
            COLUMNS.join(",")
        );
        let decision = withdrawal("");
        assert!(append("d.csv", open.as_bytes(), std::slice::from_ref(&decision)).is_err());
        let closed = open.replace('"', "");
        assert!(append("d.csv", closed.as_bytes(), &[decision]).is_ok());
    }

    /// What the reader of the file refuses is refused when it is decided, in the same words.
    #[test]
    fn what_would_not_be_read_is_not_written() {
        let decision = Decision {
            word: Word::Waive,
            expires: Some(jiff::civil::date(2026, 11, 20)),
            ..withdrawal("")
        };
        let problem = append("d.csv", b"", &[decision]).unwrap_err();
        assert!(problem.message.french.contains("sans motif"), "{problem:?}");
        let other = append("d.csv", b"a,b\n1,2\n", &[withdrawal("")]).unwrap_err();
        assert!(other.message.english.contains("the first line lacks"));
    }

    /// The power fails while a row is written: what stood before it stays, and the file takes rows as before, or says why not.
    #[test]
    fn a_row_cut_short_loses_no_other() {
        let mut whole = Vec::new();
        let mut ends = Vec::new();
        for reason in ["first", "second, \"sic\""] {
            let more = append("d.csv", &whole, &[withdrawal(reason)]).unwrap();
            whole.extend(more);
            ends.push(whole.len());
        }
        for cut in ends[0]..ends[1] {
            let mut file = whole[..cut].to_vec();
            let Ok(more) = append("d.csv", &file, &[withdrawal("third")]) else {
                let open = String::from_utf8_lossy(&file).matches('"').count() % 2 == 1;
                assert!(open, "refused without need at {cut}");
                continue;
            };
            file.extend(more);
            let (rows, _) = read("d.csv", &file);
            assert_eq!(rows[0].decision, withdrawal("first"));
            assert_eq!(rows.last().unwrap().decision, withdrawal("third"));
        }
    }

    /// Excel would show a file of two encodings as gibberish, and lose the ends of lines.
    #[test]
    fn a_file_stays_in_its_encoding() {
        let semicolons = "decision;finding_id;note;english_post_id;french_post_id;reason;author;date;expires\r\n";
        let row = "withdraw;0ce9e349ef5ba4cb;;;;événement;A. Roy;2026-11-16;\r\n";
        let ansi = |text: &str| WINDOWS_1252.encode(text).0.into_owned();
        let old = format!("{semicolons}withdraw;1;à voir;;;;Zoé;2026-11-16;\r\n");
        let decision = [withdrawal("événement")];
        assert_eq!(append("d.csv", &ansi(&old), &decision).unwrap(), ansi(row));
        assert_eq!(
            append("d.csv", old.as_bytes(), &decision).unwrap(),
            row.as_bytes()
        );
        assert_eq!(
            append("d.csv", &wide(&old), &decision).unwrap(),
            wide(row)[2..]
        );
        let emoji = append("d.csv", &ansi(&old), &[withdrawal("🎉")]).unwrap_err();
        assert!(emoji.message.english.contains("Windows-1252"));
    }

    proptest! {
        /// What a person decided on a page must be read again as it was decided, whatever is in the reason.
        #[test]
        fn what_is_appended_is_read_again(first in decisions(), second in decisions()) {
            let header = "expires;date;author;note;reason;french_post_id;english_post_id;finding_id;decision";
            for mut bytes in [
                vec![],
                b"\xef\xbb\xbf".to_vec(),
                b"\n\r\n".to_vec(),
                header.into(),
                format!("\u{feff}{header}\r\n").into_bytes(),
                wide(header),
            ] {
                for decision in [&first, &second] {
                    let more = append("d.csv", &bytes, std::slice::from_ref(decision)).unwrap();
                    bytes.extend(more);
                }
                let (rows, problems) = read("d.csv", &bytes);
                prop_assert_eq!(problems, vec![]);
                let found: Vec<_> = rows.into_iter().map(|row| row.decision).collect();
                prop_assert_eq!(found, vec![first.clone(), second.clone()]);
            }
        }
    }
}
