//! A table as bytes, column by column: each different text once, and numbers as they are.

use crate::memo::Kept;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::model::texts::TextCells;

impl Kept for Table {
    fn bytes(&self) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let names: Vec<&str> = self.names().collect();
        put(&mut out, &serde_json::to_vec(&(names, &self.files)).ok()?);
        count(&mut out, self.rows());
        for column in &self.columns {
            match &column.cells {
                Cells::Integer(cells) => {
                    each(&mut out, 0, cells, i64::to_le_bytes);
                }
                Cells::Number(cells) => {
                    each(&mut out, 1, cells, |cell| cell.to_bits().to_le_bytes());
                }
                Cells::Bool(cells) => each(&mut out, 2, cells, |cell| [u8::from(cell)]),
                Cells::Text(cells) => {
                    out.push(3);
                    count(&mut out, cells.texts().len());
                    cells.texts().for_each(|text| put(&mut out, text.as_bytes()));
                    out.extend(cells.codes().iter().flat_map(|code| code.to_le_bytes()));
                }
            }
        }
        Some(out)
    }

    fn read(bytes: Vec<u8>) -> Option<Self> {
        let mut from = Rest(&bytes);
        let (names, files): (Vec<String>, Vec<String>) =
            serde_json::from_slice(from.bytes()?).ok()?;
        let rows = from.count()?;
        // Each row has a byte in each column at the least.
        let rows = (rows <= bytes.len()).then_some(rows)?;
        let column = |name| Some(Column { name, cells: from.cells(rows)? });
        let columns = names.into_iter().map(column).collect::<Option<_>>()?;
        from.0.is_empty().then_some(Self { columns, files })
    }
}

fn count(out: &mut Vec<u8>, count: usize) {
    out.extend((count as u32).to_le_bytes());
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    count(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Puts down the sort of the cells, and each with whether it is there.
fn each<T: Copy, const N: usize>(
    out: &mut Vec<u8>,
    sort: u8,
    cells: &[Option<T>],
    bytes: impl Fn(T) -> [u8; N],
) {
    out.push(sort);
    for cell in cells {
        out.push(u8::from(cell.is_some()));
        out.extend(cell.map_or([0; N], &bytes));
    }
}

/// What is still to be read.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn count(&mut self) -> Option<usize> {
        self.take().map(|count| u32::from_le_bytes(count) as usize)
    }

    fn bytes(&mut self) -> Option<&'b [u8]> {
        let count = self.count()?;
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn each<T, const N: usize>(
        &mut self,
        rows: usize,
        cell: impl Fn([u8; N]) -> T,
    ) -> Option<Vec<Option<T>>> {
        let mut one = || {
            let [there] = self.take()?;
            let bytes = self.take()?;
            Some((there == 1).then(|| cell(bytes)))
        };
        (0..rows).map(|_| one()).collect()
    }

    fn cells(&mut self, rows: usize) -> Option<Cells> {
        Some(match self.take()? {
            [0] => Cells::Integer(self.each(rows, i64::from_le_bytes)?),
            [1] => Cells::Number(
                self.each(rows, |bits| f64::from_bits(u64::from_le_bytes(bits)))?,
            ),
            [2] => Cells::Bool(self.each(rows, |[cell]| cell == 1)?),
            [3] => {
                let mut texts = Vec::new();
                for _ in 0..self.count()? {
                    texts.push(std::str::from_utf8(self.bytes()?).ok()?);
                }
                let codes = (0..rows).map(|_| self.take().map(u32::from_le_bytes));
                Cells::Text(TextCells::new(codes.collect::<Option<_>>()?, &texts)?)
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::memo::Kept as _;
    use crate::model::table::Cells;
    use crate::model::table::Column;
    use crate::model::table::Table;

    #[test]
    fn a_table_comes_back_as_it_was_and_never_in_part() {
        let column = |name: &str, cells| Column { name: name.to_owned(), cells };
        let texts = [Some("b"), None, Some(""), Some("b")].into_iter().collect();
        let table = Table {
            columns: vec![
                column("é", Cells::Text(texts)),
                column("n", Cells::Integer(vec![Some(i64::MIN), None, Some(0), Some(7)])),
                column("x", Cells::Number(vec![None, Some(-0.0), Some(0.1), Some(9e99)])),
                column("b", Cells::Bool(vec![Some(true), Some(false), None, None])),
            ],
            files: vec!["data/rows.csv".to_owned()],
        };
        let bytes = table.bytes().unwrap();
        assert_eq!(Table::read(bytes.clone()), Some(table));
        for end in 0..bytes.len() {
            assert_eq!(Table::read(bytes[..end].to_vec()), None, "{end}");
        }
        let empty = Table::default();
        assert_eq!(Table::read(empty.bytes().unwrap()), Some(empty));
    }
}
