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
        FieldType::Number => match number(&digits(field, text)) {
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
        FieldType::Yearmonth if days_of(text).is_none() => Err("a month like 2024-03"),
        FieldType::Date | FieldType::Yearmonth | FieldType::String | FieldType::Any => {
            Ok(Typed::Text(text))
        }
    }
}

/// Reads a number. A short decimal is a whole number over a power of ten, both exact, so that
/// their quotient is the nearest number, as the language's own reading gives it.
fn number(text: &str) -> Result<f64, std::num::ParseFloatError> {
    const TENS: [f64; 16] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
        1e15,
    ];
    let bare = text.strip_prefix('-').unwrap_or(text);
    let mut whole = 0_u64;
    let mut point = None;
    for (at, byte) in bare.bytes().enumerate().take(16) {
        match byte {
            b'0'..=b'9' => whole = 10 * whole + u64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(at),
            _ => return text.parse(),
        }
    }
    let digits = bare.len() - usize::from(point.is_some());
    let after = point.map_or(0, |at| bare.len() - at - 1);
    match TENS.get(after) {
        Some(tens) if (1..=15).contains(&digits) && bare.len() <= 16 => {
            let value = whole as f64 / tens;
            Ok(if bare.len() < text.len() { -value } else { value })
        }
        _ => text.parse(),
    }
}

/// Returns a number's text as Rust reads it: without grouping, with a point.
fn digits<'t>(field: &FieldDecl, text: &'t str) -> Cow<'t, str> {
    if field.bare_number && field.group_char.is_none() && field.decimal_char.is_none() {
        return Cow::Borrowed(text);
    }
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
    let day = |day: &str| digits_of(day.strip_prefix('-')?, 2);
    let (Some(month), Some(rest)) = (text.get(..7), text.get(7..)) else { return false };
    match (days_of(month), day(rest)) {
        (Some(days), Some(day)) => (1..=days).contains(&day),
        _ => false,
    }
}

/// Returns how many days a month like `2024-03` has; none for another text.
fn days_of(month: &str) -> Option<u32> {
    let (year, month) = month.split_at_checked(4)?;
    let (year, month) = (digits_of(year, 4)?, digits_of(month.strip_prefix('-')?, 2)?);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 if leap => Some(29),
        2 => Some(28),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}

/// Returns the number that so many digits write.
fn digits_of(text: &str, count: usize) -> Option<u32> {
    let digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.bytes().fold(0, |sum, byte| 10 * sum + u32::from(byte - b'0')))
}

/// A field made ready to judge many texts.
pub(in crate::frame) struct Field<'a> {
    pub decl: &'a FieldDecl,
    /// Markers of missing values with their reasons, in order.
    missing: Vec<(&'a str, &'a str)>,
    rules: Vec<Rule>,
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
        Self { decl, missing: missing.into_iter().collect(), rules: Rule::of(decl) }
    }

    /// Returns whether every text is good.
    pub(in crate::frame) fn takes_all(&self) -> bool {
        matches!(self.decl.kind, FieldType::String | FieldType::Any)
            && self.rules.is_empty()
            && !self.decl.constraints.required
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

    /// Returns whether what was read breaks no rule.
    pub(in crate::frame) fn keeps(&self, text: &str, judged: &Judged<'_, '_>) -> bool {
        match judged {
            Judged::Missing(_) => !self.decl.constraints.required,
            Judged::Value(value) => {
                self.rules.iter().all(|rule| rule.keeps(text, *value))
            }
            Judged::Wrong(_) => false,
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
            Judged::Value(value) => {
                let broken = self.rules.iter().filter(|rule| !rule.keeps(text, *value));
                broken.map(|rule| (rule.words(), None)).collect()
            }
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

/// A constraint of a column, made ready.
enum Rule {
    Minimum(f64),
    Maximum(f64),
    Above(f64),
    Below(f64),
    Shortest(usize),
    Longest(usize),
    Pattern(Regex, String),
    Allowed(Vec<String>),
}

impl Rule {
    fn of(field: &FieldDecl) -> Vec<Self> {
        let declared = &field.constraints;
        // Patterns that cannot be read are refused with the contract.
        let pattern = declared.pattern.as_ref().and_then(|pattern| {
            let whole = Regex::new(&format!("^(?:{pattern})$")).ok()?;
            Some(Self::Pattern(whole, pattern.clone()))
        });
        [
            declared.minimum.map(Self::Minimum),
            declared.maximum.map(Self::Maximum),
            declared.exclusive_minimum.map(Self::Above),
            declared.exclusive_maximum.map(Self::Below),
            declared.min_length.map(Self::Shortest),
            declared.max_length.map(Self::Longest),
            pattern,
            declared.allowed_texts().map(Self::Allowed),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn keeps(&self, text: &str, value: Typed<'_>) -> bool {
        let number = match value {
            Typed::Integer(integer) => Some(integer as f64),
            Typed::Number(number) => Some(number),
            Typed::Text(_) | Typed::Bool(_) => None,
        };
        match self {
            Self::Minimum(least) => number.is_none_or(|number| number >= *least),
            Self::Maximum(most) => number.is_none_or(|number| number <= *most),
            Self::Above(limit) => number.is_none_or(|number| number > *limit),
            Self::Below(limit) => number.is_none_or(|number| number < *limit),
            // No text has more characters than bytes.
            Self::Longest(longest) => {
                text.len() <= *longest || text.chars().count() <= *longest
            }
            Self::Shortest(shortest) => text.chars().count() >= *shortest,
            Self::Pattern(regex, _) => regex.is_match(text),
            Self::Allowed(allowed) => allowed.iter().any(|one| one == text),
        }
    }

    /// Returns what is wrong with a text that breaks the rule.
    fn words(&self) -> String {
        match self {
            Self::Minimum(least) => format!("is below the minimum {least}"),
            Self::Maximum(most) => format!("is above the maximum {most}"),
            Self::Above(limit) => format!("is not greater than {limit}"),
            Self::Below(limit) => format!("is not less than {limit}"),
            Self::Shortest(_) => "is shorter than the contract allows".to_owned(),
            Self::Longest(_) => "is longer than the contract allows".to_owned(),
            Self::Pattern(_, pattern) => {
                format!("does not match the pattern `{pattern}`")
            }
            Self::Allowed(allowed) => {
                let list: Vec<String> =
                    allowed.iter().take(8).map(|one| format!("`{one}`")).collect();
                format!("is not one of {}", list.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::date;
    use super::days_of;
    use super::number;

    #[test]
    fn numbers_are_those_that_the_language_reads() {
        let mut seed = 1_u64;
        let mut texts: Vec<String> = [
            "",
            "-",
            ".",
            "-.",
            "1.",
            ".5",
            "-0",
            "-0.0",
            "1e3",
            "+1",
            "1.2.3",
            "0.1",
            "9007199254740993",
            "123456789012345.6",
            "0.000000000000001",
            "--1",
            "nan",
            "inf",
        ]
        .map(str::to_owned)
        .into();
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (digits, point) = (seed >> 12, (seed >> 4) as usize % 20);
            let mut text = digits.to_string();
            if point < text.len() {
                text.insert(point, '.');
            }
            text.truncate(1 + (seed >> 60) as usize);
            texts.push(if seed.is_multiple_of(2) { format!("-{text}") } else { text });
        }
        for text in texts {
            let bits = |value: Result<f64, _>| value.map(f64::to_bits);
            assert_eq!(bits(number(&text)), bits(text.parse()), "{text}");
        }
    }

    #[test]
    fn dates_are_those_of_the_calendar_in_digits_alone() {
        for good in ["2024-02-29", "2000-02-29", "2023-12-31"] {
            assert!(date(good), "{good}");
        }
        for bad in ["2023-02-29", "1900-02-29", "2024-13-01", "2024-1-01", "+024-01-01"] {
            assert!(!date(bad), "{bad}");
        }
        assert_eq!(days_of("2024-02"), Some(29));
        for bad in ["2024-00", "2024-+1", "2024-1", "24-01", "2024é01", "2024-011"] {
            assert_eq!(days_of(bad), None, "{bad}");
        }
    }
}
