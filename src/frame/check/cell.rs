//! Cells: each text read by its column's type and held against its rules.

use crate::frame::breaches::Breaches;
use crate::frame::check::Cellular;
use crate::frame::check::hint::hint;
use crate::frame::check::rule::Rule;
use crate::frame::check::typed::Typed;
use crate::frame::check::typed::is_plain;
use crate::frame::check::typed::plain_number;
use crate::frame::check::typed::read;
use crate::frame::notes;
use crate::model::calendar::Written;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::texts::Writer;
use crate::project::FieldDecl;
use crate::project::FieldType;
use crate::project::ResourceDecl;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// A field made ready to judge many texts.
pub(in crate::frame) struct Field<'a> {
    pub decl: &'a FieldDecl,
    /// Markers of missing values with their reasons, in order.
    missing: Vec<(&'a str, &'a str)>,
    rules: Vec<Rule>,
    sure: Option<Sure>,
    /// Whether it is of numbers that are read as they stand.
    plain: bool,
    /// How dates are written, where a format is declared.
    written: Option<Written>,
}

/// What a look shows to be good: texts of these lengths, within the bounds where they are numbers.
struct Sure {
    lengths: RangeInclusive<usize>,
    bounds: Option<RangeInclusive<f64>>,
}

impl Sure {
    /// Nothing, where cells must be looked at more closely.
    fn of(
        decl: &FieldDecl,
        missing: &BTreeMap<&str, &str>,
        rules: &[Rule],
    ) -> Option<Self> {
        let number = match decl.kind {
            FieldType::String | FieldType::Any => false,
            FieldType::Number if is_plain(decl) => true,
            _ => return None,
        };
        // A text longer than what stands for a missing value is none; without need, it may be one.
        let marker = missing.keys().map(|marker| marker.len() + 1).max();
        let mut shortest = marker.filter(|_| decl.constraints.required).unwrap_or(0);
        let mut longest = usize::MAX;
        let (mut least, mut most) = (f64::MIN, f64::MAX);
        for rule in rules {
            match rule {
                Rule::Minimum(limit) => least = least.max(*limit),
                Rule::Maximum(limit) => most = most.min(*limit),
                Rule::Above(limit) => least = least.max(limit.next_up()),
                Rule::Below(limit) => most = most.min(limit.next_down()),
                // A character has at least one byte, and at most four.
                Rule::Shortest(limit) => shortest = shortest.max(limit.saturating_mul(4)),
                Rule::Longest(limit) => longest = longest.min(*limit),
                Rule::Pattern(..) | Rule::Allowed(_) => return None,
            }
        }
        let bounds = number.then_some(least..=most);
        Some(Self { lengths: shortest..=longest, bounds })
    }

    #[inline]
    fn takes(&self, text: &str) -> bool {
        let number = || plain_number(text);
        self.lengths.contains(&text.len())
            && self.bounds.as_ref().is_none_or(|bounds| {
                number().is_some_and(|number| bounds.contains(&number))
            })
    }
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
        let rules = Rule::of(decl);
        let sure = Sure::of(decl, &missing, &rules);
        let written = written(decl);
        let plain = decl.kind == FieldType::Number && is_plain(decl);
        let missing = missing.into_iter().collect();
        Self { decl, missing, rules, sure, plain, written }
    }

    /// Returns whether a look is enough to see that a text keeps the contract; where it is not,
    /// nothing is said.
    #[inline]
    pub(in crate::frame) fn surely_keeps(&self, text: &str) -> bool {
        self.sure.as_ref().is_some_and(|sure| sure.takes(text))
    }

    /// Returns whether every text is good.
    pub(in crate::frame) fn takes_all(&self) -> bool {
        matches!(self.decl.kind, FieldType::String | FieldType::Any)
            && self.rules.is_empty()
            && !self.decl.constraints.required
    }

    /// Returns whether it is of numbers that are read as they stand.
    pub(in crate::frame) fn is_plain_number(&self) -> bool {
        self.plain
    }

    /// Reads a text.
    pub(in crate::frame) fn judge<'t>(&self, text: &'t str) -> Judged<'a, 't> {
        let marker = |text: &str| {
            self.missing.iter().find(|(marker, _)| *marker == text).map(|(_, why)| *why)
        };
        if let Some(reason) = marker(text) {
            return Judged::Missing(reason);
        }
        if self.plain
            && let Some(number) = plain_number(text)
        {
            return Judged::Value(Typed::Number(number));
        }
        // Blanks that fill up a cell are no part of a number, date or truth; of a text they are.
        let filled = !matches!(self.decl.kind, FieldType::String | FieldType::Any);
        let text = if filled { text.trim() } else { text };
        if let Some(reason) = marker(text).filter(|_| filled) {
            return Judged::Missing(reason);
        }
        match read(self.decl, self.written.as_ref(), text) {
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
                let help = hint(self.decl, text).unwrap_or_else(|| {
                    format!(
                        "mend the cell, or declare the marker in `missingValues` (now {})",
                        markers.join(", ")
                    )
                });
                vec![(format!("is not {wanted}"), Some(help))]
            }
        }
    }

    /// Returns whether the reasons of missing values make a column of their own.
    pub(in crate::frame) fn with_reasons(&self) -> bool {
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

/// Returns how the dates of a column are written; the contract is refused where this cannot be read.
fn written(decl: &FieldDecl) -> Option<Written> {
    let format = decl.format.as_deref().filter(|format| *format != "default")?;
    let with_day = match decl.kind {
        FieldType::Date => true,
        FieldType::Yearmonth => false,
        _ => return None,
    };
    Written::new(format, with_day).ok()
}

/// Reads a column, the reasons of its missing values where they matter, and the marks of footnotes
/// where they are declared.
pub(super) fn column(
    resource: &ResourceDecl,
    decl: &FieldDecl,
    cells: &dyn Cellular,
    index: usize,
    breaches: &mut Breaches<'_>,
) -> Vec<Column> {
    let field = Field::new(resource, decl);
    let rows = cells.rows();
    let mut out = Builder::new(decl.kind, rows);
    let with_reasons = field.with_reasons();
    let mut reasons = Writer::default();
    let mut seen = BTreeSet::new();
    let mut notes: Vec<Option<String>> = Vec::new();
    for row in 0..rows {
        let text = cells.text(row, index);
        let split = text.as_deref().filter(|_| decl.footnotes).map(notes::split);
        let (text, note) = match split {
            Some((text, note)) => (Some(Cow::Owned(text.to_owned())), note),
            None => (text, None),
        };
        if decl.footnotes {
            notes.push(note);
        }
        if cells.is_ragged(row) {
            out.push(None);
            if with_reasons {
                reasons.push(None);
            }
            continue;
        }
        let judged = match text.as_deref() {
            None => Judged::Missing("missing"),
            Some(text) => field.judge(text),
        };
        let text = text.as_deref().unwrap_or_default();
        let flaw =
            cells.flaw(row, index).filter(|_| !matches!(judged, Judged::Missing(_)));
        let faults = match flaw {
            Some((flaw, help)) => vec![(flaw.to_owned(), Some(help.to_owned()))],
            None => field.faults(text, &judged),
        };
        let number = cells.number(row) - 1;
        for fault in faults {
            breaches.push(|| {
                Field::breach(&decl.name, number, text, fault, cells.place(row, index))
            });
        }
        if with_reasons {
            reasons.push(match judged {
                Judged::Missing(reason) => Some(reason),
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
                Field::breach(&decl.name, number, text, fault, cells.place(row, index))
            });
        }
        out.push(Some(value));
    }
    let texts = |name: &str, cells| Column {
        name: format!("{}_{name}", decl.name),
        cells: Cells::Text(cells),
    };
    let reasons = with_reasons.then(|| texts("reason", reasons.finish()));
    let notes = decl.footnotes.then(|| texts("note", notes.into_iter().collect()));
    let own = Column { name: decl.name.clone(), cells: out.finish() };
    std::iter::once(own).chain(reasons).chain(notes).collect()
}

/// Cells in the making.
enum Builder {
    Integer(Vec<Option<i64>>),
    Number(Vec<Option<f64>>),
    Bool(Vec<Option<bool>>),
    Text(Writer),
}

impl Builder {
    fn new(kind: FieldType, rows: usize) -> Self {
        match kind {
            FieldType::Integer | FieldType::Year => {
                Self::Integer(Vec::with_capacity(rows))
            }
            FieldType::Number => Self::Number(Vec::with_capacity(rows)),
            FieldType::Boolean => Self::Bool(Vec::with_capacity(rows)),
            FieldType::String
            | FieldType::Date
            | FieldType::Yearmonth
            | FieldType::Any => Self::Text(Writer::new(rows)),
        }
    }

    fn push(&mut self, value: Option<Typed<'_>>) {
        match (self, value) {
            (Self::Integer(cells), Some(Typed::Integer(cell))) => cells.push(Some(cell)),
            (Self::Integer(cells), _) => cells.push(None),
            (Self::Number(cells), Some(Typed::Number(cell))) => cells.push(Some(cell)),
            (Self::Number(cells), _) => cells.push(None),
            (Self::Bool(cells), Some(Typed::Bool(cell))) => cells.push(Some(cell)),
            (Self::Bool(cells), _) => cells.push(None),
            (Self::Text(cells), Some(Typed::Text(cell))) => cells.push(Some(cell)),
            (Self::Text(cells), Some(Typed::Stamp(cell))) => {
                cells.push(Some(cell.as_str()));
            }
            (Self::Text(cells), _) => cells.push(None),
        }
    }

    fn finish(self) -> Cells {
        match self {
            Self::Integer(cells) => Cells::Integer(cells),
            Self::Number(cells) => Cells::Number(cells),
            Self::Bool(cells) => Cells::Bool(cells),
            Self::Text(cells) => Cells::Text(cells.finish()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Field;
    use crate::project::ResourceDecl;
    use proptest::prelude::*;
    use serde_json::Value;
    use serde_json::json;

    /// A contract of one column, with some of the rules that there are.
    fn contract() -> impl Strategy<Value = Value> {
        let kind =
            prop::sample::select(vec!["string", "any", "number", "integer", "year"]);
        let missing = prop::sample::select(vec![
            json!([""]),
            json!(["", "-1.5"]),
            json!(["9"]),
            json!([]),
        ]);
        let rules = prop::sample::subsequence(
            vec![
                ("required", json!(true)),
                ("minimum", json!(-1.5)),
                ("maximum", json!(12)),
                ("exclusiveMinimum", json!(-1.5)),
                ("exclusiveMaximum", json!(9)),
                ("minLength", json!(2)),
                ("maxLength", json!(4)),
                ("pattern", json!("[^0]*")),
                ("enum", json!(["9", "1.5", "é"])),
            ],
            0..4,
        );
        (kind, missing, rules, any::<bool>()).prop_map(|(kind, missing, rules, bare)| {
            let rules: serde_json::Map<String, Value> =
                rules.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            let field = json!({
                "name": "x", "type": kind, "constraints": rules, "bareNumber": bare,
            });
            json!({
                "name": "r", "path": "r.csv",
                "schema": {"fields": [field], "missingValues": missing},
            })
        })
    }

    proptest! {
        #[test]
        fn what_a_look_takes_for_good_keeps_the_contract(
            contract in contract(),
            texts in prop::collection::vec("[-.0159éx ]{0,5}|-?[0-9]{1,2}(\\.[0-9]{1,3})?", 40),
        ) {
            let resource: ResourceDecl = serde_json::from_value(contract).unwrap();
            let field = Field::new(&resource, &resource.schema.fields[0]);
            for text in texts {
                let keeps = field.keeps(&text, &field.judge(&text));
                prop_assert!(keeps || !field.surely_keeps(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn a_look_is_enough_for_plain_numbers_within_their_bounds() {
        let resource: ResourceDecl = serde_json::from_value(json!({
            "name": "r", "path": "r.csv",
            "schema": {"fields": [{
                "name": "x", "type": "number",
                "constraints": {"required": true, "minimum": -9, "exclusiveMaximum": 3},
            }]},
        }))
        .unwrap();
        let field = Field::new(&resource, &resource.schema.fields[0]);
        for (text, good) in
            [("-9", true), ("2.999", true), ("3", false), ("-9.1", false), ("", false)]
        {
            assert_eq!(field.surely_keeps(text), good, "{text}");
        }
    }
}
