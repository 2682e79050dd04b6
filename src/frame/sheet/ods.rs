//! Sheets of ODS. They are read here and not by the library, which tells neither which rows are
//! hidden nor which cells are percentages, merged or carry superscript marks.

use crate::frame::sheet::Cell;
use crate::frame::sheet::Filling;
use crate::frame::sheet::Kind;
use crate::frame::sheet::Worksheet;
use crate::frame::sheet::percentage;
use crate::frame::sheet::xlsx::add_mark;
use crate::frame::sheet::xlsx::add_text;
use crate::frame::sheet::xlsx::attribute;
use crate::frame::sheet::xlsx::next;
use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use std::collections::BTreeSet;
use std::ops::Range;

/// Returns the names of the sheets, in order, each with whether it is visible.
pub(super) fn names(xml: &str) -> Result<Vec<(String, bool)>, String> {
    let mut reader = Reader::from_str(xml);
    let mut out = Vec::new();
    let mut style = String::new();
    let mut unseen: BTreeSet<String> = BTreeSet::new();
    loop {
        match next(&mut reader)? {
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "style:style" => {
                    style = attribute(&tag, "style:name").unwrap_or_default();
                }
                "style:table-properties"
                    if attribute(&tag, "table:display").as_deref() == Some("false") =>
                {
                    unseen.insert(style.clone());
                }
                "table:table" => {
                    let own = attribute(&tag, "table:style-name").unwrap_or_default();
                    let name = attribute(&tag, "table:name").unwrap_or_default();
                    out.push((name, !unseen.contains(&own)));
                }
                _ => {}
            },
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

/// Where the reading is within a sheet.
#[derive(Default)]
struct State {
    filling: Filling,
    /// Runs of hidden rows, from 0, in order.
    hidden_rows: Vec<Range<usize>>,
    hidden_columns: Vec<usize>,
    merged: Vec<(usize, usize, usize, usize)>,
    row: usize,
    repeated: usize,
    column: usize,
    declared: usize,
    /// The cells of the row under way, each with how often it is repeated.
    cells: Vec<(usize, usize, Cell)>,
}

fn count(tag: &BytesStart<'_>, key: &str) -> usize {
    attribute(tag, key).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

fn is_hidden(tag: &BytesStart<'_>) -> bool {
    let visible = attribute(tag, "table:visibility");
    matches!(visible.as_deref(), Some("collapse" | "filter"))
}

/// Reads a sheet by its place among the sheets.
pub(super) fn sheet(xml: &str, index: usize) -> Result<Worksheet, String> {
    let mut reader = Reader::from_str(xml);
    let raised = raised_styles(xml)?;
    let mut state = State::default();
    let mut at: Option<usize> = None;
    loop {
        let event = next(&mut reader)?;
        match &event {
            Event::Start(tag) if tag.name().as_ref() == "table:table" => {
                at = Some(at.map_or(0, |at| at + 1));
            }
            Event::Eof => return Err("it has no such sheet".to_owned()),
            _ if at != Some(index) => {}
            Event::Start(tag) | Event::Empty(tag) => {
                let empty = matches!(event, Event::Empty(_));
                match tag.name().as_ref() {
                    "table:table-column" => {
                        let many = count(tag, "table:number-columns-repeated");
                        if is_hidden(tag) {
                            let end = (state.declared + many).min(16_384);
                            state.hidden_columns.extend(state.declared..end);
                        }
                        state.declared = state.declared.saturating_add(many);
                    }
                    "table:table-row" => {
                        state.repeated = count(tag, "table:number-rows-repeated");
                        state.column = 0;
                        state.cells.clear();
                        if is_hidden(tag) {
                            let end = state.row.saturating_add(state.repeated);
                            state.hidden_rows.push(state.row..end);
                        }
                        if empty {
                            state.row = state.row.saturating_add(state.repeated);
                        }
                    }
                    "table:table-cell" | "table:covered-table-cell" => {
                        let text = if empty {
                            String::new()
                        } else {
                            inner(&mut reader, tag.name().as_ref(), &raised)?
                        };
                        state.cell(tag, text);
                    }
                    _ => {}
                }
            }
            Event::End(tag) => match tag.name().as_ref() {
                "table:table-row" => state.end_row()?,
                "table:table" => break,
                _ => {}
            },
            _ => {}
        }
    }
    let mut sheet = state.filling.sheet();
    let mut runs = state.hidden_rows.iter().peekable();
    for row in &mut sheet.rows {
        while runs.next_if(|run| run.end < row.number).is_some() {}
        row.hidden = runs.peek().is_some_and(|run| run.contains(&(row.number - 1)));
    }
    sheet.hidden_columns = state.hidden_columns;
    sheet.merged = state.merged;
    Ok(sheet)
}

impl State {
    fn cell(&mut self, tag: &BytesStart<'_>, shown: String) {
        let many = count(tag, "table:number-columns-repeated");
        let value = |key: &str| attribute(tag, key);
        let number = || value("office:value").and_then(|text| text.parse::<f64>().ok());
        let (text, kind) = match value("office:value-type").as_deref() {
            Some("percentage") => {
                number().map_or((String::new(), Kind::Empty), percentage)
            }
            Some("float" | "currency") => (
                number().map(|number| number.to_string()).unwrap_or_default(),
                Kind::Number,
            ),
            Some("date") => {
                let date = value("office:date-value").unwrap_or_default();
                let date = date.strip_suffix("T00:00:00").unwrap_or(&date).to_owned();
                (date, Kind::Date)
            }
            Some("boolean") => (
                value("office:boolean-value").unwrap_or_default().to_uppercase(),
                Kind::Bool,
            ),
            _ => (shown.clone(), Kind::Text),
        };
        // An error is a text or a zero that is shown as a sign of error.
        let error = ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "Err:"];
        let sign = error.into_iter().find(|sign| shown.starts_with(sign));
        let cell = match sign {
            Some(_) => Cell { text: shown, kind: Kind::Error },
            None => Cell { text, kind },
        };
        let (wide, high) = (
            count(tag, "table:number-columns-spanned"),
            count(tag, "table:number-rows-spanned"),
        );
        if wide > 1 || high > 1 {
            let (row, column) = (self.row + 1, self.column);
            self.merged.push((
                row,
                row.saturating_add(high - 1),
                column,
                column.saturating_add(wide - 1),
            ));
        }
        self.cells.push((self.column, many, cell));
        self.column = self.column.saturating_add(many);
    }

    fn end_row(&mut self) -> Result<(), String> {
        // Blank rows and cells are repeated thousands of times; what they would fill is not.
        self.cells.retain(|(_, _, cell)| !cell.text.is_empty());
        if !self.cells.is_empty() {
            for row in self.row..self.row.saturating_add(self.repeated) {
                for (column, many, cell) in &self.cells {
                    for column in *column..column.saturating_add(*many) {
                        self.filling.put((row, column), cell.clone())?;
                    }
                }
            }
        }
        self.row = self.row.saturating_add(self.repeated);
        Ok(())
    }
}

/// Returns the text of a cell: its paragraphs as lines, without comments; superscript marks in
/// brackets.
fn inner(
    reader: &mut Reader<&[u8]>,
    cell: &str,
    raised: &BTreeSet<String>,
) -> Result<String, String> {
    let mut text = String::new();
    let (mut paragraphs, mut deep, mut comment) = (0, 0, 0);
    let mut up: Vec<(usize, usize)> = Vec::new();
    loop {
        let event = next(reader)?;
        match &event {
            Event::Start(tag) => {
                deep += 1;
                match tag.name().as_ref() {
                    "office:annotation" => comment = deep,
                    "text:p" if comment == 0 => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    "text:span" if comment == 0 => {
                        let style = attribute(tag, "text:style-name").unwrap_or_default();
                        if raised.contains(&style) {
                            up.push((deep, text.len()));
                        }
                    }
                    _ => {}
                }
            }
            Event::Empty(tag) if comment == 0 => match tag.name().as_ref() {
                "text:s" => text.push_str(&" ".repeat(count(tag, "text:c").min(100))),
                "text:tab" | "text:line-break" => text.push(' '),
                _ => {}
            },
            Event::End(tag) => {
                if deep == 0 && tag.name().as_ref() == cell {
                    return Ok(text);
                }
                if let Some((at, from)) = up.last().copied()
                    && at == deep
                {
                    up.pop();
                    let mark = text.split_off(from);
                    add_mark(&mark, &mut text);
                }
                if comment == deep {
                    comment = 0;
                }
                deep -= 1;
            }
            Event::Eof => return Err("its XML ends within a cell".to_owned()),
            _ if comment == 0 => add_text(&event, &mut text),
            _ => {}
        }
    }
}

/// Returns the names of the styles that raise text.
fn raised_styles(xml: &str) -> Result<BTreeSet<String>, String> {
    let mut reader = Reader::from_str(xml);
    let mut out = BTreeSet::new();
    let mut style = String::new();
    loop {
        match next(&mut reader)? {
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "style:style" => {
                    style = attribute(&tag, "style:name").unwrap_or_default();
                }
                "style:text-properties" => {
                    let position = attribute(&tag, "style:text-position");
                    let up = |text: &str| {
                        text.starts_with("super")
                            || text.split('%').next().is_some_and(|number| {
                                number.trim().parse::<f64>().is_ok_and(|it| it > 0.0)
                            })
                    };
                    if position.is_some_and(|text| up(&text)) {
                        out.insert(style.clone());
                    }
                }
                "office:body" => return Ok(out),
                _ => {}
            },
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}
