//! The data contract at work: texts become typed columns, and every breach is reported.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Findings;
use crate::diag::Span;
use crate::diag::did_you_mean;
use crate::frame::raw::Raw;
use crate::frame::table::Cells;
use crate::frame::table::Column;
use crate::frame::table::Table;
use crate::project::FieldDecl;
use crate::project::FieldType;
use crate::project::ResourceDecl;
use regex::Regex;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Breaches shown for one file; the rest are counted.
const MOST: usize = 200;

/// The breaches of one file.
pub(super) struct Breaches<'a> {
    found: &'a mut Findings,
    file: &'a str,
    count: usize,
}

impl<'a> Breaches<'a> {
    pub(super) fn new(found: &'a mut Findings, file: &'a str) -> Self {
        Self { found, file, count: 0 }
    }

    pub(super) fn push(&mut self, diagnostic: impl FnOnce() -> Diagnostic) {
        self.count += 1;
        if self.count <= MOST {
            self.found.push(diagnostic());
        }
    }

    pub(super) fn close(self) {
        if self.count > MOST {
            let rest = self.count - MOST;
            let message = format!("`{}` has {rest} more breaches", self.file);
            self.found.push(Diagnostic::error(Code::R0202, message));
        }
    }
}

/// Where the cells of a file stand: in its text, or in a row of a binary file.
pub(super) trait Cellular {
    /// Returns how many rows there are.
    fn rows(&self) -> usize;
    /// Returns the column names.
    fn header(&self) -> &[String];
    /// Returns a cell's text; none when the file itself says it is missing.
    fn text(&self, row: usize, column: usize) -> Option<std::borrow::Cow<'_, str>>;
    /// Returns the place of a cell.
    fn place(&self, row: usize, column: usize) -> Span;
    /// Returns the place of the header.
    fn top(&self) -> Span;
}

/// A CSV with its text.
pub(super) struct CsvCells<'a> {
    pub(super) raw: &'a Raw,
    pub(super) source: &'a str,
}

impl Cellular for CsvCells<'_> {
    fn rows(&self) -> usize {
        self.raw.rows()
    }

    fn header(&self) -> &[String] {
        &self.raw.header
    }

    fn text(&self, row: usize, column: usize) -> Option<std::borrow::Cow<'_, str>> {
        Some(self.raw.cell(row, column).into())
    }

    fn place(&self, row: usize, column: usize) -> Span {
        self.raw.span(self.source, row, column)
    }

    fn top(&self) -> Span {
        let end = self.source.find('\n').unwrap_or(self.source.len());
        Span::new(self.raw.file.clone(), 0..end)
    }
}

/// Checks a file against its schema and returns its typed columns.
pub(super) fn check(
    resource: &ResourceDecl,
    cells: &dyn Cellular,
    found: &mut Findings,
    file: &str,
) -> Table {
    let mut breaches = Breaches::new(found, file);
    header(resource, cells, &mut breaches);
    let mut table = Table { columns: Vec::new(), files: vec![file.to_owned()] };
    for field in &resource.schema.fields {
        let Some(index) = cells.header().iter().position(|name| *name == field.name)
        else {
            continue;
        };
        let (column, reasons) = column(resource, field, cells, index, &mut breaches);
        table.columns.push(column);
        table.columns.extend(reasons);
    }
    primary_key(resource, cells, &table, &mut breaches);
    breaches.close();
    table
}

fn header(resource: &ResourceDecl, cells: &dyn Cellular, breaches: &mut Breaches<'_>) {
    let declared: Vec<&str> =
        resource.schema.fields.iter().map(|field| field.name.as_str()).collect();
    let mut seen = BTreeSet::new();
    for name in cells.header() {
        if !seen.insert(name.as_str()) {
            breaches.push(|| {
                Diagnostic::error(Code::R0204, format!("column `{name}` occurs twice"))
                    .at(cells.top(), "")
            });
        } else if !declared.contains(&name.as_str()) {
            breaches.push(|| {
                Diagnostic::error(
                    Code::R0204,
                    format!(
                        "column `{name}` is not in the contract of `{}`",
                        resource.name
                    ),
                )
                .at(cells.top(), "")
                .help(did_you_mean(
                    name,
                    declared.iter().copied(),
                    "columns declared",
                ))
            });
        }
    }
    for name in declared {
        if !seen.contains(name) {
            breaches.push(|| {
                Diagnostic::error(Code::R0204, format!("column `{name}` is missing"))
                    .at(cells.top(), "")
                    .help(did_you_mean(
                        name,
                        cells.header().iter().map(String::as_str),
                        "columns of the file",
                    ))
            });
        }
    }
}

/// One cell, read by its type.
enum Typed {
    Integer(i64),
    Number(f64),
    Text(String),
    Bool(bool),
}

fn read(kind: FieldType, text: &str) -> Result<Typed, &'static str> {
    match kind {
        FieldType::Integer => {
            text.parse().map(Typed::Integer).map_err(|_| "a whole number")
        }
        FieldType::Year => match text.parse::<i64>() {
            Ok(year) if text.len() == 4 && year >= 0 => Ok(Typed::Integer(year)),
            _ => Err("a year of four digits"),
        },
        FieldType::Number => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Typed::Number(number)),
            _ => Err("a number"),
        },
        FieldType::Boolean => match text {
            "true" | "TRUE" | "True" | "1" => Ok(Typed::Bool(true)),
            "false" | "FALSE" | "False" | "0" => Ok(Typed::Bool(false)),
            _ => Err("`true` or `false`"),
        },
        FieldType::Date => {
            if date(text) {
                Ok(Typed::Text(text.to_owned()))
            } else {
                Err("a date like 2024-03-31")
            }
        }
        FieldType::String | FieldType::Yearmonth | FieldType::Any => {
            Ok(Typed::Text(text.to_owned()))
        }
    }
}

fn date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, digits: usize| {
        (part.len() == digits).then(|| part.parse::<u32>().ok()).flatten()
    };
    number(year, 4).is_some()
        && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
        && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
}

fn column(
    resource: &ResourceDecl,
    field: &FieldDecl,
    cells: &dyn Cellular,
    index: usize,
    breaches: &mut Breaches<'_>,
) -> (Column, Option<Column>) {
    let missing: BTreeMap<&str, &str> = resource
        .schema
        .missing_values
        .iter()
        .map(|marker| (marker.marker(), marker.reason()))
        .collect();
    let rules = Rules::of(field, breaches);
    let mut typed: Vec<Option<Typed>> = Vec::with_capacity(cells.rows());
    let mut reasons: Vec<Option<String>> = Vec::with_capacity(cells.rows());
    let mut seen = BTreeSet::new();
    for row in 0..cells.rows() {
        let text = cells.text(row, index);
        let reason = match text.as_deref() {
            None => Some("missing"),
            Some(text) => missing.get(text).copied(),
        };
        let breach = |rule: String| {
            let shown: String =
                text.as_deref().unwrap_or_default().chars().take(60).collect();
            Diagnostic::error(
                Code::R0202,
                format!("row {}, column `{}`: `{shown}` {rule}", row + 1, field.name),
            )
            .at(cells.place(row, index), "")
        };
        reasons.push(reason.map(str::to_owned));
        let Some(text) = text.as_deref().filter(|_| reason.is_none()) else {
            if field.constraints.required {
                breaches.push(|| {
                    breach("is missing, but the contract requires a value".to_owned())
                });
            }
            typed.push(None);
            continue;
        };
        match read(field.kind, text) {
            Err(wanted) => {
                let markers: Vec<String> =
                    missing.keys().map(|marker| format!("`{marker}`")).collect();
                breaches.push(|| {
                    breach(format!("is not {wanted}")).help(format!(
                        "mend the cell, or declare the marker in `missingValues` (now {})",
                        markers.join(", ")
                    ))
                });
                typed.push(None);
            }
            Ok(value) => {
                for rule in rules.broken(text, &value) {
                    breaches.push(|| breach(rule));
                }
                if field.constraints.unique && !seen.insert(text.to_owned()) {
                    breaches
                        .push(|| breach("occurs twice, but must be unique".to_owned()));
                }
                typed.push(Some(value));
            }
        }
    }
    let with_reasons =
        missing.keys().any(|marker| !marker.is_empty()) && !field.constraints.required;
    let reasons = with_reasons.then(|| Column {
        name: format!("{}_reason", field.name),
        cells: Cells::Text(reasons),
    });
    (Column { name: field.name.clone(), cells: gather(field.kind, typed) }, reasons)
}

fn gather(kind: FieldType, typed: Vec<Option<Typed>>) -> Cells {
    macro_rules! pick {
        ($variant:ident) => {
            typed
                .into_iter()
                .map(|cell| match cell {
                    Some(Typed::$variant(value)) => Some(value),
                    _ => None,
                })
                .collect()
        };
    }
    match kind {
        FieldType::Integer | FieldType::Year => Cells::Integer(pick!(Integer)),
        FieldType::Number => Cells::Number(pick!(Number)),
        FieldType::Boolean => Cells::Bool(pick!(Bool)),
        FieldType::String | FieldType::Date | FieldType::Yearmonth | FieldType::Any => {
            Cells::Text(pick!(Text))
        }
    }
}

/// The constraints of a column, made ready.
struct Rules {
    minimum: Option<f64>,
    maximum: Option<f64>,
    shortest: Option<usize>,
    longest: Option<usize>,
    pattern: Option<(Regex, String)>,
    allowed: Option<Vec<String>>,
}

impl Rules {
    fn of(field: &FieldDecl, breaches: &mut Breaches<'_>) -> Self {
        let declared = &field.constraints;
        let pattern = declared.pattern.as_ref().and_then(|pattern| {
            if let Ok(regex) = Regex::new(&format!("^(?:{pattern})$")) { Some((regex, pattern.clone())) } else {
                breaches.push(|| {
                    Diagnostic::error(
                        Code::R0103,
                        format!(
                            "the pattern of `{}` is not a regular expression: `{pattern}`",
                            field.name
                        ),
                    )
                });
                None
            }
        });
        Self {
            minimum: declared.minimum,
            maximum: declared.maximum,
            shortest: declared.min_length,
            longest: declared.max_length,
            pattern,
            allowed: declared.allowed_texts(),
        }
    }

    fn broken(&self, text: &str, value: &Typed) -> Vec<String> {
        let mut out = Vec::new();
        let number = match value {
            Typed::Integer(integer) => Some(*integer as f64),
            Typed::Number(number) => Some(*number),
            Typed::Text(_) | Typed::Bool(_) => None,
        };
        if let (Some(number), Some(least)) = (number, self.minimum)
            && number < least
        {
            out.push(format!("is below the minimum {least}"));
        }
        if let (Some(number), Some(most)) = (number, self.maximum)
            && number > most
        {
            out.push(format!("is above the maximum {most}"));
        }
        let length = text.chars().count();
        if self.shortest.is_some_and(|shortest| length < shortest) {
            out.push("is shorter than the contract allows".to_owned());
        }
        if self.longest.is_some_and(|longest| length > longest) {
            out.push("is longer than the contract allows".to_owned());
        }
        if let Some((regex, pattern)) = &self.pattern
            && !regex.is_match(text)
        {
            out.push(format!("does not match the pattern `{pattern}`"));
        }
        if let Some(allowed) = &self.allowed
            && !allowed.iter().any(|one| one == text)
        {
            let list: Vec<String> =
                allowed.iter().take(8).map(|one| format!("`{one}`")).collect();
            out.push(format!("is not one of {}", list.join(", ")));
        }
        out
    }
}

fn primary_key(
    resource: &ResourceDecl,
    cells: &dyn Cellular,
    table: &Table,
    breaches: &mut Breaches<'_>,
) {
    let names = resource.schema.primary_key.list();
    let columns: Option<Vec<&Column>> =
        names.iter().map(|name| table.column(name)).collect();
    let Some(columns) = columns.filter(|columns| !columns.is_empty()) else { return };
    let at = names
        .first()
        .and_then(|name| cells.header().iter().position(|head| head == name))
        .unwrap_or(0);
    let codes = row_codes(&columns);
    let mut first: HashMap<u64, usize> = HashMap::with_capacity(codes.len());
    for (row, code) in codes.into_iter().enumerate() {
        let shown = || {
            let parts = columns.iter().map(|column| column.key(row));
            parts
                .map(|part| part.unwrap_or_else(|| "missing".to_owned()))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let Some(code) = code else {
            breaches.push(|| {
                let shown = shown();
                let message = format!(
                    "row {}: the primary key has a missing part ({shown})",
                    row + 1
                );
                Diagnostic::error(Code::R0203, message).at(cells.place(row, at), "")
            });
            continue;
        };
        match first.entry(code) {
            Entry::Vacant(entry) => {
                entry.insert(row);
            }
            Entry::Occupied(entry) => breaches.push(|| {
                let shown = shown();
                let message =
                    format!("row {}: the primary key ({shown}) occurs twice", row + 1);
                Diagnostic::error(Code::R0203, message)
                    .at(cells.place(row, at), "")
                    .related(cells.place(*entry.get(), at), "first here")
            }),
        }
    }
}

/// Returns a number for each row that is the same for rows with the same keys; none where a
/// key is missing.
fn row_codes(columns: &[&Column]) -> Vec<Option<u64>> {
    let rows = columns.first().map_or(0, |column| column.len());
    let mut out = vec![Some(0_u64); rows];
    for column in columns {
        let (codes, keys) = column.codes();
        for (total, code) in out.iter_mut().zip(codes) {
            *total = total
                .zip(code)
                .map(|(total, code)| total * (keys.len() as u64 + 1) + code as u64);
        }
    }
    out
}

/// Checks that the foreign keys of a file point at rows that exist.
pub(super) fn foreign_keys(
    resource: &ResourceDecl,
    cells: &dyn Cellular,
    tables: &BTreeMap<&str, &Table>,
    found: &mut Findings,
    file: &str,
) {
    let mut breaches = Breaches::new(found, file);
    for key in &resource.schema.foreign_keys {
        let target = if key.reference.resource.is_empty() {
            &resource.name
        } else {
            &key.reference.resource
        };
        let columns = |table: &str, names: &[String]| -> Option<Vec<&Column>> {
            let table = tables.get(table)?;
            names.iter().map(|name| table.column(name)).collect()
        };
        let theirs = columns(target, key.reference.fields.list());
        let ours = columns(&resource.name, key.fields.list());
        let (Some(theirs), Some(ours)) = (theirs, ours) else {
            breaches.push(|| {
                Diagnostic::error(
                    Code::R0203,
                    format!(
                        "a foreign key of `{}` names no table or column",
                        resource.name
                    ),
                )
            });
            continue;
        };
        let keys = |columns: &[&Column], row: usize| -> Vec<Option<String>> {
            columns.iter().map(|column| column.key(row)).collect()
        };
        let rows = theirs.first().map_or(0, |column| column.len());
        let theirs: BTreeSet<Vec<Option<String>>> =
            (0..rows).map(|row| keys(&theirs, row)).collect();
        let at = key
            .fields
            .list()
            .first()
            .and_then(|name| cells.header().iter().position(|head| head == name))
            .unwrap_or(0);
        // Rows with the same key are looked up once.
        let mut known: HashMap<u64, bool> = HashMap::new();
        for (row, code) in row_codes(&ours).into_iter().enumerate() {
            let Some(code) = code else { continue };
            let there =
                *known.entry(code).or_insert_with(|| theirs.contains(&keys(&ours, row)));
            if !there {
                breaches.push(|| {
                    let shown: Vec<String> =
                        keys(&ours, row).into_iter().flatten().collect();
                    let shown = shown.join(", ");
                    let message =
                        format!("row {}: `{shown}` is not in `{target}`", row + 1);
                    Diagnostic::error(Code::R0203, message).at(cells.place(row, at), "")
                });
            }
        }
    }
    breaches.close();
}
