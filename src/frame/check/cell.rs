//! Cells: each text read by its column's type and held against its rules.

use crate::diag::Code;
use crate::diag::Diagnostic;
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
enum Typed {
    Integer(i64),
    Number(f64),
    Text(String),
    Bool(bool),
}

fn read(field: &FieldDecl, text: &str) -> Result<Typed, &'static str> {
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
            Ok(Typed::Text(text.to_owned()))
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

/// Reads a column; where cells may be missing, a second column has the reasons.
pub(super) fn column(
    resource: &ResourceDecl,
    field: &FieldDecl,
    cells: &dyn Cellular,
    index: usize,
    breaches: &mut Breaches<'_>,
) -> (Column, Option<Column>) {
    let markers =
        field.missing_values.as_ref().unwrap_or(&resource.schema.missing_values);
    let missing: BTreeMap<&str, &str> = markers
        .iter()
        .map(|marker| (marker.marker(), marker.reason()))
        .chain(resource.dialect.null_sequence.as_deref().map(|marker| (marker, marker)))
        .collect();
    let rules = Rules::of(field);
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
        match read(field, text) {
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
