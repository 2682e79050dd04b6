//! Cells: each text read by its column's type and held against its rules.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Span;
use crate::frame::check::Breaches;
use crate::frame::check::Cellular;
use crate::frame::check::rule::Rule;
use crate::frame::check::typed::Typed;
use crate::frame::check::typed::read;
use crate::frame::table::Cells;
use crate::frame::table::Column;
use crate::project::FieldDecl;
use crate::project::FieldType;
use crate::project::ResourceDecl;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

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
