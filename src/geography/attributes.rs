//! The attributes of a shapefile: a table of dBASE, whose letters are those that the archive says.

use crate::geography::geojson::MOST_CELLS;
use std::borrow::Cow;

/// The length of the head of a table, and of what it says of each column.
const HEAD: usize = 32;
/// The letters of Windows-1252 from 0x80 to 0x9f; five of these bytes stand for none.
const HIGH: &str = "€\u{fffd}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffd}Ž\u{fffd}\u{fffd}‘’“”•–—˜™š›œ\u{fffd}žŸ";

/// A column: its name, its type, and where it lies in a row.
struct Column {
    name: String,
    sort: u8,
    from: usize,
    to: usize,
}

/// The attributes of all areas.
pub(super) struct Table {
    bytes: Vec<u8>,
    columns: Vec<Column>,
    /// Where rows start, how long each is, and how many there are.
    start: usize,
    width: usize,
    rows: usize,
    letters: Letters,
}

impl Table {
    /// Reads the head of a table; `cpg` is what the file beside it says of its letters.
    pub(super) fn new(bytes: Vec<u8>, cpg: Option<&[u8]>) -> Result<Self, String> {
        let number = |at: usize, count: usize| {
            let bytes = bytes.get(at..at + count).unwrap_or_default();
            bytes.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
        };
        let (rows, start, width) = (number(4, 4), number(8, 2), number(10, 2));
        let letters = Letters::new(cpg, bytes.get(29).copied().unwrap_or_default());
        let mut columns: Vec<Column> = Vec::new();
        // The first byte of a row says whether it is deleted.
        let mut from = 1;
        let heads = bytes.get(HEAD..start).ok_or("the head of its `.dbf` is cut off")?;
        for head in
            heads.chunks_exact(HEAD).take_while(|head| head.first() != Some(&b'\r'))
        {
            let name = head.get(..11).unwrap_or_default();
            let name = name.split(|byte| *byte == 0).next().unwrap_or_default();
            let name = letters.read(name)?.trim().to_owned();
            let sort = head.get(11).copied().unwrap_or_default();
            let to = from + head.get(16).copied().map_or(0, usize::from);
            columns.push(Column { name, sort, from, to });
            from = to;
        }
        if columns.is_empty() || from > width {
            return Err("the columns of its `.dbf` are longer than its rows".to_owned());
        }
        if columns.len().saturating_mul(rows) > MOST_CELLS {
            return Err(format!(
                "its attributes make {} columns of {rows} areas, more than the {MOST_CELLS} \
                 cells allowed",
                columns.len(),
            ));
        }
        let held = bytes.len().saturating_sub(start) / width;
        Ok(Self { columns, start, width, rows: rows.min(held), letters, bytes })
    }

    pub(super) fn header(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// Returns how many rows there are, with those that are only marked as deleted.
    pub(super) fn len(&self) -> usize {
        self.rows
    }

    /// Returns the cells of a row; nothing where it is deleted, or not there.
    pub(super) fn row(&self, at: usize) -> Result<Option<Vec<Option<String>>>, String> {
        if at >= self.rows {
            return Ok(None);
        }
        let from = self.start + at * self.width;
        let row = self.bytes.get(from..from + self.width).unwrap_or_default();
        if row.first() == Some(&b'*') {
            return Ok(None);
        }
        let cells = self.columns.iter().map(|column| {
            let bytes = row.get(column.from..column.to).unwrap_or_default();
            self.cell(column.sort, bytes)
                .map_err(|why| format!("attribute `{}`: {why}", column.name))
        });
        cells.collect::<Result<_, _>>().map(Some)
    }

    fn cell(&self, sort: u8, bytes: &[u8]) -> Result<Option<String>, String> {
        let whole = |bytes: &[u8]| bytes.try_into().ok().map(i64::from_le_bytes);
        Ok(match sort {
            b'I' | b'+' => {
                let number = bytes.try_into().ok().map(i32::from_le_bytes);
                number.map(|number| number.to_string())
            }
            b'B' | b'O' => {
                let number = bytes.try_into().ok().map(f64::from_le_bytes);
                number.map(|number| number.to_string())
            }
            b'Y' => whole(bytes).map(|number| (number as f64 / 10_000.0).to_string()),
            // What lies in a file of its own, times of day, and pictures.
            b'M' | b'G' | b'P' | b'T' | b'@' => None,
            _ => {
                let text = self.letters.read(bytes)?;
                let text = text.trim_matches(|c: char| c == '\0' || c.is_whitespace());
                value(sort, text)?
            }
        })
    }
}

/// A cell that is written as text.
fn value(sort: u8, text: &str) -> Result<Option<String>, String> {
    let said = || Some(text.to_owned());
    Ok(match sort {
        // A number that had no room, or none.
        b'N' | b'F' if text.is_empty() || text.starts_with('*') => None,
        b'N' | b'F' => {
            let whole = text.parse::<i128>().map(|number| number.to_string());
            let number = || text.parse::<f64>().map(|number| number.to_string());
            Some(
                whole
                    .or_else(|_| number())
                    .map_err(|_| format!("`{text}` is no number"))?,
            )
        }
        b'L' => match text {
            "T" | "t" | "Y" | "y" => Some("true".to_owned()),
            "F" | "f" | "N" | "n" => Some("false".to_owned()),
            _ => None,
        },
        b'D' => match (text.get(..4), text.get(4..6), text.get(6..8)) {
            (Some(year), Some(month), Some(day)) => Some(format!("{year}-{month}-{day}")),
            _ => None,
        },
        _ => said(),
    })
}

/// How bytes become letters: UTF-8 where they are, else Windows-1252 where that is said or nothing is.
struct Letters {
    /// What else is said of them, which is not read.
    other: Option<String>,
}

impl Letters {
    fn new(cpg: Option<&[u8]>, mark: u8) -> Self {
        let said = cpg.map(|text| String::from_utf8_lossy(text).trim().to_owned());
        let other = match said.filter(|said| !said.is_empty()) {
            Some(said) => {
                let plain: String =
                    said.chars().filter(char::is_ascii_alphanumeric).collect();
                let plain = plain.to_ascii_lowercase();
                let known = ["utf8", "65001", "1252", "88591", "latin1", "ansi"];
                (!known.iter().any(|end| plain.ends_with(end))).then_some(said)
            }
            // No mark, those of Windows in Western Europe, and that of UTF-8.
            None => (!matches!(mark, 0 | 0x03 | 0x57..=0x59 | 0xf0))
                .then(|| format!("the code page with the mark 0x{mark:02x}")),
        };
        Self { other }
    }

    fn read<'b>(&self, bytes: &'b [u8]) -> Result<Cow<'b, str>, String> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Ok(Cow::Borrowed(text));
        }
        if let Some(other) = &self.other {
            return Err(format!(
                "its letters are in {other}, which is not read: save the layer as GeoJSON"
            ));
        }
        let letter = |byte: &u8| match byte {
            0x80..=0x9f => {
                HIGH.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}')
            }
            other => char::from(*other),
        };
        let text: String = bytes.iter().map(letter).collect();
        if text.contains('\u{fffd}') {
            return Err("its bytes are no letters in UTF-8 or Windows-1252".to_owned());
        }
        Ok(Cow::Owned(text))
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;
    use super::Table;

    #[test]
    fn letters_are_read_as_the_archive_says_and_never_replaced() {
        let read = |cpg: Option<&str>, mark, bytes: &[u8]| {
            let letters = Letters::new(cpg.map(str::as_bytes), mark);
            letters.read(bytes).map(String::from)
        };
        let western = b"Caf\xe9 \x96 T\xf4";
        for (cpg, mark) in [
            (None, 0),
            (None, 0x03),
            (None, 0x57),
            (Some("1252"), 0),
            (Some("ISO 8859-1\r\n"), 0x65),
            (Some("UTF-8"), 0),
        ] {
            assert_eq!(read(cpg, mark, western), Ok("Café – Tô".to_owned()));
            assert_eq!(read(cpg, mark, "Tŷ Mawr".as_bytes()), Ok("Tŷ Mawr".to_owned()));
        }
        assert_eq!(read(None, 0x65, b"Ward 1"), Ok("Ward 1".to_owned()));
        let of = |what: &str| {
            format!(
                "its letters are in {what}, which is not read: save the layer as GeoJSON"
            )
        };
        assert_eq!(
            read(None, 0x65, western),
            Err(of("the code page with the mark 0x65"))
        );
        assert_eq!(read(Some("Big5"), 0, western), Err(of("Big5")));
        assert_eq!(
            read(None, 0, b"A\x81"),
            Err("its bytes are no letters in UTF-8 or Windows-1252".to_owned())
        );
    }

    #[test]
    fn cells_are_read_by_the_type_of_their_column() {
        let columns: [(u8, u8, &[u8]); 9] = [
            (b'C', 6, b"E0 1  "),
            (b'N', 5, b" 12.5"),
            (b'N', 3, b"007"),
            (b'N', 3, b"***"),
            (b'F', 3, b"   "),
            (b'L', 1, b"Y"),
            (b'D', 8, b"20240131"),
            (b'I', 4, &[255, 255, 255, 255]),
            (b'B', 8, &[0, 0, 0, 0, 0, 0, 0xf8, 0x3f]),
        ];
        let width = 1 + columns.iter().map(|column| u16::from(column.1)).sum::<u16>();
        let start = 32 + 32 * columns.len() as u16 + 1;
        let mut bytes = vec![3, 124, 1, 1, 2, 0, 0, 0];
        bytes.extend([start.to_le_bytes(), width.to_le_bytes()].concat());
        bytes.resize(32, 0);
        for (at, (sort, length, _)) in columns.iter().enumerate() {
            let mut head = format!("c{at}").into_bytes();
            head.resize(32, 0);
            (head[11], head[16]) = (*sort, *length);
            bytes.extend(head);
        }
        bytes.push(b'\r');
        for mark in *b" *" {
            bytes.push(mark);
            bytes.extend(columns.iter().flat_map(|column| column.2));
        }
        let table = Table::new(bytes.clone(), None).unwrap();
        assert_eq!(table.header()[..2], ["c0", "c1"]);
        let row = table.row(0).unwrap().unwrap();
        let cells: Vec<&str> =
            row.iter().map(|cell| cell.as_deref().unwrap_or("none")).collect();
        let expected =
            ["E0 1", "12.5", "7", "none", "none", "true", "2024-01-31", "-1", "1.5"];
        assert_eq!(cells, expected);
        assert_eq!((table.len(), table.row(1), table.row(2)), (2, Ok(None), Ok(None)));
        let at = usize::from(start) + 8;
        bytes[at..at + 4].copy_from_slice(b"many");
        assert_eq!(
            Table::new(bytes, None).unwrap().row(0),
            Err("attribute `c1`: `many` is no number".to_owned())
        );
    }
}
