//! The tables of a report as plain columns of numbers and words, for re-use.

use crate::doc::Block;
use crate::doc::Document;
use crate::doc::TableBlock;
use crate::doc::plain;
use crate::figure::harmless;
use crate::stat::number::MINUS;
use crate::stat::number::NBSP;

/// What stands in a cell that holds no value.
pub(super) const NOTHING: &str = "[x]";

/// A table as it may be computed with.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sheet {
    pub id: String,
    pub number: String,
    pub title: String,
    pub subtitle: String,
    pub note: String,
    pub source: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<Value>>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Number { text: String, decimals: usize },
    Words(String),
}

/// A printed number taken apart: what stands before and after it.
struct Printed {
    text: String,
    unit: String,
}

/// Returns the published tables, in order.
pub(super) fn sheets(document: &Document) -> Vec<Sheet> {
    document
        .chapters
        .iter()
        .flat_map(|chapter| &chapter.blocks)
        .filter_map(|block| match block {
            Block::Table(table) if !table.id.is_empty() => Some(sheet(table)),
            _ => None,
        })
        .collect()
}

fn sheet(table: &TableBlock) -> Sheet {
    let mut heads = Vec::new();
    let mut rows: Vec<Vec<Value>> = vec![Vec::new(); table.rows.len()];
    for (at, column) in table.columns.iter().enumerate() {
        let cells: Vec<String> = table
            .rows
            .iter()
            .map(|row| row.get(at).map(|cell| plain(&cell.content)).unwrap_or_default())
            .collect();
        let label = plain(&column.label);
        let label = if label.is_empty() { "Item".to_owned() } else { label };
        let unit = column.numeric.then(|| common_unit(&cells)).flatten();
        heads.push(match &unit {
            Some(unit) if !unit.is_empty() && !label.contains(unit.as_str()) => {
                format!("{label} ({unit})")
            }
            _ => label,
        });
        for (row, cell) in rows.iter_mut().zip(&cells) {
            row.push(value(cell, unit.is_some()));
        }
    }
    Sheet {
        id: table.id.clone(),
        number: table.number.clone(),
        title: plain(&table.title),
        subtitle: plain(&table.subtitle),
        note: plain(&table.note),
        source: plain(&table.source),
        heads,
        rows,
    }
}

fn empty(cell: &str) -> bool {
    matches!(cell.trim(), "" | "–" | "—" | "-" | "\u{2212}")
}

/// Returns the unit that all numbers of a column share, so that it can move to the head.
fn common_unit(cells: &[String]) -> Option<String> {
    let mut unit = None;
    for cell in cells.iter().filter(|cell| !empty(cell)) {
        let own = printed(cell)?.unit;
        if unit.get_or_insert_with(|| own.clone()) != &own {
            return None;
        }
    }
    unit
}

fn value(cell: &str, numeric: bool) -> Value {
    if empty(cell) {
        return Value::Words(NOTHING.to_owned());
    }
    match printed(cell).filter(|_| numeric) {
        Some(printed) => {
            let decimals = printed.text.split_once('.').map_or(0, |(_, part)| part.len());
            Value::Number { text: printed.text, decimals }
        }
        None => Value::Words(cell.replace(NBSP, " ").trim_start_matches('+').to_owned()),
    }
}

/// Takes "−1,234.5 per 1,000 people" apart; none when it is more than one number.
fn printed(cell: &str) -> Option<Printed> {
    let cell = cell.replace(NBSP, " ");
    let cell = cell.trim();
    let (sign, rest) = match cell.strip_prefix([MINUS, '-']) {
        Some(rest) => ("-", rest),
        None => ("", cell.strip_prefix('+').unwrap_or(cell)),
    };
    let (before, rest) = rest.split_at(rest.find(|c: char| c.is_ascii_digit())?);
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'));
    let (number, after) = rest.split_at(end.unwrap_or(rest.len()));
    let text = format!("{sign}{}", number.replace(',', ""));
    text.parse::<f64>().ok()?;
    let unit = [before.trim(), after.trim()].join(" ").trim().to_owned();
    let range = after.contains(" to ") || unit.contains(['=', '<']);
    (!range).then_some(Printed { text, unit })
}

/// Returns a table as CSV: one row of heads, numbers as numbers, nothing that a spreadsheet
/// would run.
pub(super) fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(sheet.heads.iter().map(|head| harmless(head)));
    for row in &sheet.rows {
        let _ = writer.write_record(row.iter().map(|value| match value {
            Value::Number { text, .. } => text.clone(),
            Value::Words(words) => harmless(words),
        }));
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::NOTHING;
    use super::Value;
    use super::common_unit;
    use super::value;

    fn number(text: &str, decimals: usize) -> Value {
        Value::Number { text: text.to_owned(), decimals }
    }

    #[test]
    fn numbers_lose_their_unit_to_the_head_of_a_column() {
        let cells = ["+41.0%", "\u{2212}3.5%", "–"].map(str::to_owned);
        assert_eq!(common_unit(&cells), Some("%".to_owned()));
        assert_eq!(value("+41.0%", true), number("41.0", 1));
        assert_eq!(value("\u{2212}1,234.5", true), number("-1234.5", 1));
        assert_eq!(value("–", true), Value::Words(NOTHING.to_owned()));
    }

    #[test]
    fn ranges_and_columns_of_several_units_stay_words() {
        assert_eq!(
            common_unit(&["41.0%".to_owned(), "5.5 percentage points".to_owned()]),
            None
        );
        assert_eq!(common_unit(&["1.0 to 2.0".to_owned()]), None);
        assert_eq!(value("+1.0 to 2.0", false), Value::Words("1.0 to 2.0".to_owned()));
    }
}
