//! Cells: each text read by its column's type and held against its rules.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Span;
use crate::frame::check::Breaches;
use crate::frame::check::Cellular;
use crate::frame::table::Cells;
use crate::frame::table::Column;
use crate::project::FieldDecl;
use crate::project::FieldType;
use crate::project::ResourceDecl;
use regex::Regex;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// One cell, read by its type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::frame) enum Typed<'t> {
    Integer(i64),
    Number(f64),
    Text(&'t str),
    Bool(bool),
}

fn read<'t>(field: &FieldDecl, text: &'t str) -> Result<Typed<'t>, &'static str> {
    match field.kind {
        FieldType::Integer => {
            digits(field, text).parse().map(Typed::Integer).map_err(|_| "a whole number")
        }
        FieldType::Year => match text.parse::<i64>() {
            Ok(year) if text.len() == 4 && year >= 0 => Ok(Typed::Integer(year)),
            _ => Err("a year of four digits"),
        },
        FieldType::Number => match digits(field, text).parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Typed::Number(number)),
            _ => Err("a number"),
        },
        FieldType::Boolean if field.true_values.iter().any(|yes| yes == text) => {
            Ok(Typed::Bool(true))
        }
        FieldType::Boolean if field.false_values.iter().any(|no| no == text) => {
            Ok(Typed::Bool(false))
        }
        FieldType::Boolean => Err("`true` or `false`"),
        FieldType::Date if !date(text) => Err("a date like 2024-03-31"),
        FieldType::Yearmonth if !date(&format!("{text}-01")) => {
            Err("a month like 2024-03")
        }
        FieldType::Date | FieldType::Yearmonth | FieldType::String | FieldType::Any => {
            Ok(Typed::Text(text))
        }
    }
}

/// Returns a number's text as Rust reads it: without grouping, with a point.
fn digits<'t>(field: &FieldDecl, text: &'t str) -> Cow<'t, str> {
    let mut out = Cow::Borrowed(text);
    if !field.bare_number {
        let inside = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | ',');
        out = Cow::Borrowed(text.trim_matches(|c| !inside(c)));
    }
    if let Some(group) = field.group_char.as_deref().filter(|group| !group.is_empty()) {
        out = Cow::Owned(out.replace(group, ""));
    }
    match field.decimal_char.as_deref() {
        Some(point) if !point.is_empty() && point != "." => {
            Cow::Owned(out.replace(point, "."))
        }
        _ => out,
    }
}

fn date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, digits: usize| {
        (part.len() == digits).then(|| part.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) =
        (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// A field made ready to judge many texts.
pub(in crate::frame) struct Field<'a> {
    pub decl: &'a FieldDecl,
    /// Markers of missing values with their reasons, in order.
    missing: Vec<(&'a str, &'a str)>,
    rules: Rules,
}

/// What a text comes to.
pub(in crate::frame) enum Judged<'a, 't> {
    /// Missing, for a reason.
    Missing(&'a str),
    /// A value.
    Value(Typed<'t>),
    /// Not what it should be.
    Wrong(&'static str),
}

impl<'a> Field<'a> {
    pub(in crate::frame) fn new(resource: &'a ResourceDecl, decl: &'a FieldDecl) -> Self {
        let markers =
            decl.missing_values.as_ref().unwrap_or(&resource.schema.missing_values);
        let null = resource.dialect.null_sequence.as_deref();
        let missing: BTreeMap<&str, &str> = markers
            .iter()
            .map(|marker| (marker.marker(), marker.reason()))
            .chain(null.map(|marker| (marker, marker)))
            .collect();
        Self { decl, missing: missing.into_iter().collect(), rules: Rules::of(decl) }
    }

    /// Reads a text.
    pub(in crate::frame) fn judge<'t>(&self, text: &'t str) -> Judged<'a, 't> {
        if let Some((_, reason)) = self.missing.iter().find(|(marker, _)| *marker == text)
        {
            return Judged::Missing(reason);
        }
        match read(self.decl, text) {
            Ok(value) => Judged::Value(value),
            Err(wanted) => Judged::Wrong(wanted),
        }
    }

    /// Returns the rules that what was read breaks, in words, each with help.
    pub(in crate::frame) fn faults(
        &self,
        text: &str,
        judged: &Judged<'_, '_>,
    ) -> Vec<(String, Option<String>)> {
        match judged {
            Judged::Missing(_) if self.decl.constraints.required => {
                vec![("is missing, but the contract requires a value".to_owned(), None)]
            }
            Judged::Missing(_) => Vec::new(),
            Judged::Value(value) => self
                .rules
                .broken(text, *value)
                .into_iter()
                .map(|rule| (rule, None))
                .collect(),
            Judged::Wrong(wanted) => {
                let markers: Vec<String> = self
                    .missing
                    .iter()
                    .map(|(marker, _)| format!("`{marker}`"))
                    .collect();
                let help = format!(
                    "mend the cell, or declare the marker in `missingValues` (now {})",
                    markers.join(", ")
                );
                vec![(format!("is not {wanted}"), Some(help))]
            }
        }
    }

    /// Returns whether the reasons of missing values make a column of their own.
    fn with_reasons(&self) -> bool {
        self.missing.iter().any(|(marker, _)| !marker.is_empty())
            && !self.decl.constraints.required
    }

    /// Returns the finding for a broken rule; rows count from 0.
    pub(in crate::frame) fn breach(
        name: &str,
        row: usize,
        text: &str,
        (rule, help): (String, Option<String>),
        at: Span,
    ) -> Diagnostic {
        let shown: String = text.chars().take(60).collect();
        let message = format!("row {}, column `{name}`: `{shown}` {rule}", row + 1);
        let found = Diagnostic::error(Code::R0202, message).at(at, "");
        match help {
            Some(help) => found.help(help),
            None => found,
        }
    }
}

/// Reads a column, and the reasons of its missing values where they matter.
pub(super) fn column(
    resource: &ResourceDecl,
    decl: &FieldDecl,
    cells: &dyn Cellular,
    index: usize,
    breaches: &mut Breaches<'_>,
) -> (Column, Option<Column>) {
    let field = Field::new(resource, decl);
    let rows = cells.rows();
    let mut out = Builder::new(decl.kind, rows);
    let with_reasons = field.with_reasons();
    let mut reasons: Vec<Option<String>> = Vec::new();
    let mut seen = BTreeSet::new();
    for row in 0..rows {
        let text = cells.text(row, index);
        let judged = match text.as_deref() {
            None => Judged::Missing("missing"),
            Some(text) => field.judge(text),
        };
        let text = text.as_deref().unwrap_or_default();
        for fault in field.faults(text, &judged) {
            breaches.push(|| {
                Field::breach(&decl.name, row, text, fault, cells.place(row, index))
            });
        }
        if with_reasons {
            reasons.push(match judged {
                Judged::Missing(reason) => Some(reason.to_owned()),
                Judged::Value(_) | Judged::Wrong(_) => None,
            });
        }
        let Judged::Value(value) = judged else {
            out.push(None);
            continue;
        };
        if decl.constraints.unique && !seen.insert(text.to_owned()) {
            let fault = ("occurs twice, but must be unique".to_owned(), None);
            breaches.push(|| {
                Field::breach(&decl.name, row, text, fault, cells.place(row, index))
            });
        }
        out.push(Some(value));
    }
    let reasons = with_reasons.then(|| Column {
        name: format!("{}_reason", decl.name),
        cells: Cells::Text(reasons),
    });
    (Column { name: decl.name.clone(), cells: out.0 }, reasons)
}

/// Cells in the making.
struct Builder(Cells);

impl Builder {
    fn new(kind: FieldType, rows: usize) -> Self {
        Self(match kind {
            FieldType::Integer | FieldType::Year => {
                Cells::Integer(Vec::with_capacity(rows))
            }
            FieldType::Number => Cells::Number(Vec::with_capacity(rows)),
            FieldType::Boolean => Cells::Bool(Vec::with_capacity(rows)),
            FieldType::String
            | FieldType::Date
            | FieldType::Yearmonth
            | FieldType::Any => Cells::Text(Vec::with_capacity(rows)),
        })
    }

    fn push(&mut self, value: Option<Typed<'_>>) {
        match (&mut self.0, value) {
            (Cells::Integer(cells), Some(Typed::Integer(cell))) => cells.push(Some(cell)),
            (Cells::Integer(cells), _) => cells.push(None),
            (Cells::Number(cells), Some(Typed::Number(cell))) => cells.push(Some(cell)),
            (Cells::Number(cells), _) => cells.push(None),
            (Cells::Bool(cells), Some(Typed::Bool(cell))) => cells.push(Some(cell)),
            (Cells::Bool(cells), _) => cells.push(None),
            (Cells::Text(cells), Some(Typed::Text(cell))) => {
                cells.push(Some(cell.to_owned()));
            }
            (Cells::Text(cells), _) => cells.push(None),
        }
    }
}

/// The constraints of a column, made ready.
struct Rules {
    minimum: Option<f64>,
    maximum: Option<f64>,
    above: Option<f64>,
    below: Option<f64>,
    shortest: Option<usize>,
    longest: Option<usize>,
    pattern: Option<(Regex, String)>,
    allowed: Option<Vec<String>>,
}

impl Rules {
    fn of(field: &FieldDecl) -> Self {
        let declared = &field.constraints;
        // Patterns that cannot be read are refused with the contract.
        let pattern = declared.pattern.as_ref().and_then(|pattern| {
            let whole = Regex::new(&format!("^(?:{pattern})$")).ok()?;
            Some((whole, pattern.clone()))
        });
        Self {
            minimum: declared.minimum,
            maximum: declared.maximum,
            above: declared.exclusive_minimum,
            below: declared.exclusive_maximum,
            shortest: declared.min_length,
            longest: declared.max_length,
            pattern,
            allowed: declared.allowed_texts(),
        }
    }

    fn broken(&self, text: &str, value: Typed<'_>) -> Vec<String> {
        let mut out = Vec::new();
        let number = match value {
            Typed::Integer(integer) => Some(integer as f64),
            Typed::Number(number) => Some(number),
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
        if let (Some(number), Some(limit)) = (number, self.above)
            && number <= limit
        {
            out.push(format!("is not greater than {limit}"));
        }
        if let (Some(number), Some(limit)) = (number, self.below)
            && number >= limit
        {
            out.push(format!("is not less than {limit}"));
        }
        let limited = self.shortest.is_some() || self.longest.is_some();
        let length = if limited { text.chars().count() } else { 0 };
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
