//! The tables of a report as plain columns of numbers and words, for re-use.

use crate::figure::harmless;
use crate::labels;
use crate::model::document::Cell;
use crate::model::document::Inline;
use crate::model::document::NOT_APPLICABLE;
use crate::model::document::NOT_AVAILABLE;
use crate::model::document::TableBlock;
use crate::model::document::plain;
use crate::model::edition::Edition;
use crate::model::format::MINUS;
use crate::model::format::NBSP;
use crate::model::statistic::Statistics;
use crate::output::unrounded::End;
use crate::output::unrounded::VALUES;
use crate::output::unrounded::behind;
use crate::output::unrounded::is_hidden;
use crate::output::unrounded::unrounded;
use crate::say;

/// A table as it may be computed with.
#[derive(Debug, Clone, PartialEq)]
pub struct TableSheet {
    pub id: String,
    pub number: String,
    pub title: String,
    pub subtitle: String,
    pub note: String,
    pub source: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<SheetCell>>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum SheetCell {
    Number { text: String, decimals: usize },
    Words(String),
}

/// A printed number taken apart: what stands before and after it.
struct Printed {
    text: String,
    unit: String,
}

/// Returns the published tables, in order.
pub fn sheets(edition: &Edition) -> Vec<TableSheet> {
    edition.document.tables().map(|table| sheet(table, &edition.statistics)).collect()
}

/// Returns a table as it may be computed with.
pub fn sheet(table: &TableBlock, statistics: &Statistics) -> TableSheet {
    let mut columns = Vec::new();
    if !table.groups.is_empty() {
        columns.push(grouped(table));
    }
    for (at, (column, head)) in table.columns.iter().zip(table.heads()).enumerate() {
        let cells: Vec<&Cell> = table.rows.iter().filter_map(|row| row.get(at)).collect();
        let label = plain(&head);
        let label = if label.is_empty() { say!("data-item") } else { label };
        columns.extend(taken_apart(label, column.numeric, &cells, statistics));
    }
    distinguish(&mut columns);
    let row = |at: usize| {
        columns.iter().filter_map(move |column: &Column| column.values.get(at).cloned())
    };
    TableSheet {
        id: table.id.clone(),
        number: table.number.clone(),
        title: plain(&table.title),
        subtitle: plain(&table.subtitle),
        note: plain(&table.noted()),
        source: plain(&table.source),
        rows: (0..table.rows.len()).map(|at| row(at).collect()).collect(),
        heads: columns.iter().map(Column::head).collect(),
    }
}

/// The headings of the rows, as a column of its own.
fn grouped(table: &TableBlock) -> Column {
    let values = (0..table.rows.len()).map(|row| {
        SheetCell::Words(
            table.within(row).map_or(String::new(), |group| plain(&group.label)),
        )
    });
    Column { label: say!("data-group"), values: values.collect(), ..Column::default() }
}

/// Ways to show a statistic that not every one has.
const OPTIONAL: &[&str] =
    &["interval", "range", "range_number", "low", "high", "p", "test"];
/// Those of them that are no value.
const TESTS: &[&str] = &["p", "test"];

/// Returns the columns that a printed one becomes: its unit moves to the head, and an
/// interval becomes its two ends.
fn taken_apart(
    label: String,
    numeric: bool,
    cells: &[&Cell],
    statistics: &Statistics,
) -> Vec<Column> {
    let text =
        |cell: &&Cell| if cell.missing { String::new() } else { plain(&cell.content) };
    let texts: Vec<String> = cells.iter().map(text).collect();
    let shown = || {
        cells.iter().flat_map(|cell| &cell.content).filter_map(|node| match node {
            Inline::Stat { id, show, .. } => Some((id, show.as_str())),
            _ => None,
        })
    };
    let optional = shown().next().is_some_and(|(_, show)| OPTIONAL.contains(&show));
    // Tables of older editions print a dash.
    let gap = if optional { NOT_APPLICABLE } else { NOT_AVAILABLE };
    let gap =
        |cell: &&Cell| if cell.missing { plain(&cell.content) } else { gap.to_owned() };
    let gaps: Vec<String> = cells.iter().map(gap).collect();
    // The unit that all the statistics share, for numbers that are printed without one.
    let mut units = shown().map(|(id, show)| {
        let bare = !VALUES.contains(&show)
            && (!OPTIONAL.contains(&show) || TESTS.contains(&show));
        statistics.get(id).filter(|_| !bare).map(|stat| stat.format.unit_words())
    });
    let unit =
        units.next().flatten().filter(|unit| units.all(|own| own.as_ref() == Some(unit)));
    let hidden: Vec<bool> =
        cells.iter().map(|cell| is_hidden(cell, statistics)).collect();
    let column = |label: String, numeric: bool, texts: &[String], end: Option<End>| {
        let open = texts.iter().zip(&hidden).filter(|(_, hidden)| !**hidden);
        let printed =
            numeric.then(|| common_unit(open.map(|(text, _)| text.as_str()))).flatten();
        let of = |(at, text): (usize, &String)| {
            let hidden = hidden.get(at).copied().unwrap_or_default();
            let gap = gaps.get(at).map_or(NOT_AVAILABLE, String::as_str);
            match value(text, printed.is_some() && !hidden, gap) {
                SheetCell::Number { text, decimals } => {
                    let behind = cells.get(at).map(|cell| behind(cell, statistics, end));
                    let text = unrounded(text, decimals, &behind.unwrap_or_default());
                    SheetCell::Number { text, decimals }
                }
                words @ SheetCell::Words(_) => words,
            }
        };
        let values = texts.iter().enumerate().map(of).collect();
        let unit = printed
            .map(|own| if own.is_empty() { unit.clone().unwrap_or(own) } else { own });
        Column { label, unit: unit.unwrap_or_default(), values }
    };
    let ends: Option<Vec<[String; 2]>> = texts.iter().map(|text| ends(text)).collect();
    let there = shown().next().is_some() && !texts.iter().all(|text| empty(text));
    let Some(ends) = ends.filter(|_| there) else {
        return vec![column(label, numeric, &texts, None)];
    };
    let (low, high): (Vec<String>, Vec<String>) =
        ends.into_iter().map(|[low, high]| (low, high)).unzip();
    vec![
        column(say!("stat-lower-end-of", a = label.as_str()), true, &low, Some(End::Low)),
        column(
            say!("stat-upper-end-of", a = label.as_str()),
            true,
            &high,
            Some(End::High),
        ),
    ]
}

/// A column of a table.
#[derive(Debug, Default)]
struct Column {
    label: String,
    /// Of its numbers; empty when they have none in common.
    unit: String,
    values: Vec<SheetCell>,
}

impl Column {
    /// The label with the unit, unless it names it.
    fn head(&self) -> String {
        let Self { label, unit, .. } = self;
        // "95% interval" does not name the unit of its ends.
        let own = format!(" {}", label.to_lowercase().replace('(', " "));
        let named = unit.is_empty() || own.contains(&format!(" {}", unit.to_lowercase()));
        if named { label.clone() } else { format!("{label} ({unit})") }
    }
}

/// Takes "−2.0 to 1.4 points" apart into its ends, each with the unit; nothing into nothing
/// twice, and none when it is no range.
fn ends(cell: &str) -> Option<[String; 2]> {
    if empty(cell) {
        return Some([String::new(), String::new()]);
    }
    let [before, between, after] = around();
    let cell = cell.replace(NBSP, " ");
    let inner = cell.strip_prefix(&before)?.strip_suffix(&after)?;
    let (low, high) = inner.split_once(&between)?;
    let unit = printed(high)?.unit;
    let own = printed(low)?.unit;
    let low = if own.is_empty() { format!("{low} {unit}") } else { low.to_owned() };
    (own.is_empty() || own == unit).then(|| [low, high.to_owned()])
}

/// Gives columns of one name the name of what they stand beside.
fn distinguish(columns: &mut [Column]) {
    let labels: Vec<String> = columns.iter().map(|column| column.label.clone()).collect();
    let again = |name: &String| labels.iter().filter(|other| *other == name).count() > 1;
    let mut beside = String::new();
    for (at, Column { label, .. }) in columns.iter_mut().enumerate() {
        if !again(label) {
            beside.clone_from(label);
        } else if !beside.is_empty() {
            *label = format!("{beside}: {label}");
        } else if at > 0 {
            *label = say!("column-number", label = label.as_str(), number = at + 1);
        }
    }
}

fn empty(cell: &str) -> bool {
    matches!(cell.trim(), "" | "–" | "—" | "-" | "\u{2212}")
}

/// Returns the unit that all numbers of a column share, so that it can move to the head.
fn common_unit<'c>(cells: impl IntoIterator<Item = &'c str>) -> Option<String> {
    let mut unit = None;
    for cell in cells.into_iter().filter(|cell| !empty(cell)) {
        let own = printed(cell)?.unit;
        if unit.get_or_insert_with(|| own.clone()) != &own {
            return None;
        }
    }
    unit
}

fn value(cell: &str, numeric: bool, gap: &str) -> SheetCell {
    if empty(cell) {
        return SheetCell::Words(gap.to_owned());
    }
    match printed(cell).filter(|_| numeric) {
        Some(printed) => {
            let decimals = printed.text.split_once('.').map_or(0, |(_, part)| part.len());
            SheetCell::Number { text: printed.text, decimals }
        }
        None => {
            SheetCell::Words(cell.replace(NBSP, " ").trim_start_matches('+').to_owned())
        }
    }
}

/// Returns the words of a range before, between and after its ends: "", " to ", "".
fn around() -> [String; 3] {
    const END: char = '\u{f8f0}';
    let range = say!("range", low = END.to_string(), high = END.to_string());
    let mut parts =
        range.replace(NBSP, " ").split(END).map(str::to_owned).collect::<Vec<_>>();
    parts.resize(3, String::new());
    <[String; 3]>::try_from(parts).unwrap_or_default()
}

/// Returns how many bytes of a text are its first number, in the signs of the language.
fn length(text: &str, decimal: &str, group: &str) -> usize {
    let mut end = 0;
    while let Some(rest) = text.get(end..).filter(|rest| !rest.is_empty()) {
        let digit = rest.starts_with(|c: char| c.is_ascii_digit()).then_some(1);
        // A sign belongs to the number where a digit follows it.
        let sign = [decimal, group].into_iter().find_map(|sign| {
            let after = rest.strip_prefix(sign).filter(|_| !sign.is_empty())?;
            after.starts_with(|c: char| c.is_ascii_digit()).then_some(sign.len())
        });
        let Some(step) = digit.or(sign) else { break };
        end += step;
    }
    end
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
    let (text, after) = labels::signs(|decimal, group| {
        let group = &group.replace(NBSP, " ");
        let end = length(rest, decimal, group);
        let (number, after) = rest.split_at(end);
        (format!("{sign}{}", number.replace(group, "").replace(decimal, ".")), after)
    });
    text.parse::<f64>().ok()?;
    let unit = [before.trim(), after.trim()].join(" ").trim().to_owned();
    let [_, between, _] = around();
    let range = after.contains(&between) || unit.contains(['=', '<']);
    (!range).then_some(Printed { text, unit })
}

/// Returns a table as CSV: one row of heads, numbers as numbers, nothing that a spreadsheet
/// would run.
pub fn csv(sheet: &TableSheet) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(sheet.heads.iter().map(|head| harmless(head)));
    for row in &sheet.rows {
        let _ = writer.write_record(row.iter().map(|value| match value {
            SheetCell::Number { text, .. } => text.clone(),
            SheetCell::Words(words) => harmless(words),
        }));
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Column;
    use super::NOT_AVAILABLE;
    use super::SheetCell;
    use super::common_unit;
    use super::distinguish;
    use super::ends;
    use super::value;
    use crate::labels::Labels;
    use crate::labels::enter;

    fn number(text: &str, decimals: usize) -> SheetCell {
        SheetCell::Number { text: text.to_owned(), decimals }
    }

    #[test]
    fn numbers_lose_their_unit_to_the_head_of_a_column() {
        let cells = ["+41.0%", "\u{2212}3.5%", "–"];
        assert_eq!(common_unit(cells), Some("%".to_owned()));
        assert_eq!(value("+41.0%", true, NOT_AVAILABLE), number("41.0", 1));
        assert_eq!(value("\u{2212}1,234.5", true, NOT_AVAILABLE), number("-1234.5", 1));
        assert_eq!(
            value("–", true, NOT_AVAILABLE),
            SheetCell::Words(NOT_AVAILABLE.to_owned())
        );
    }

    #[test]
    fn an_interval_becomes_its_ends_and_other_words_stay() {
        let pair = |low: &str, high: &str| Some([low.to_owned(), high.to_owned()]);
        assert_eq!(ends("\u{2212}2.0 to 1.4"), pair("\u{2212}2.0 ", "1.4"));
        assert_eq!(ends("1.0 to 2.0%"), pair("1.0 %", "2.0%"));
        assert_eq!(ends("–"), pair("", ""));
        assert_eq!(ends("Third to sixth tenth"), None);
        assert_eq!(ends("5.5%"), None);
        assert_eq!(common_unit(["41.0%", "5.5 percentage points"]), None);
    }

    #[test]
    fn numbers_are_read_by_the_signs_of_the_language() {
        let own =
            "number-decimal = ,\nnumber-group = .\nrange = von { $low } bis { $high }\n";
        let (german, _) = Labels::with("de", Some(own));
        let _within = enter(&german);
        assert_eq!(
            value("\u{2212}1.234,5\u{a0}%", true, NOT_AVAILABLE),
            number("-1234.5", 1)
        );
        let pair = ["2,0 %", "3,5 %"].map(str::to_owned);
        assert_eq!(ends("von 2,0 bis 3,5\u{a0}%"), Some(pair));
        assert_eq!(value("3,5", true, NOT_AVAILABLE), number("3.5", 1));
    }

    #[test]
    fn columns_of_one_name_are_told_apart() {
        let named = |label: &str| Column { label: label.to_owned(), ..Column::default() };
        let mut columns = ["Crime", "Interval", "Poverty", "Interval", "Test"].map(named);
        distinguish(&mut columns);
        let names = columns.map(|column| column.label);
        assert_eq!(
            names,
            ["Crime", "Crime: Interval", "Poverty", "Poverty: Interval", "Test"]
        );
    }
}
