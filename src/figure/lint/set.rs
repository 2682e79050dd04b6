//! Figures that a reader compares: parts of one family, drawn alike, have the same scale.

use crate::figure::kind;
use crate::model::chart::Chart;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::project::Entry;
use crate::project::FigureDecl;

/// By how much of the longer axis two may differ at an end and look the same.
const NEAR: f64 = 0.1;

/// Returns a finding for each figure whose scale is not that of one before it that draws another
/// part of the same family in the same way.
pub fn lint_set(figures: &[(&Entry<FigureDecl>, &Chart)]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (at, (entry, chart)) in figures.iter().enumerate() {
        let before = figures.iter().take(at);
        let other = before.into_iter().find(|(other, drawn)| {
            compared(&entry.decl, &other.decl) && differ(axis(chart), axis(drawn))
        });
        let Some((other, drawn)) = other else { continue };
        let said = |chart: &Chart| {
            let (low, high) = axis(chart);
            chart.format.range(low, high)
        };
        let message = format!(
            "figures `{}` and `{}` draw parts of `{}` on scales of {} and {}",
            other.id,
            entry.id,
            entry.decl.data.as_deref().unwrap_or_default(),
            said(drawn),
            said(chart)
        );
        let setting = if entry.decl.keep.is_empty() { "only" } else { "keep" };
        out.push(
            Diagnostic::warning(Code::R0443, message).at(entry.place(&[setting]), "").help(
                "draw both as panels of one figure with `panel:`: they share their scale",
            ),
        );
    }
    out
}

/// Whether both draw parts of one family in the same way, and other parts.
fn compared(a: &FigureDecl, b: &FigureDecl) -> bool {
    let part = |decl: &FigureDecl| !decl.keep.is_empty() || !decl.only.is_empty();
    let alike = (&a.kind, &a.data, &a.x, &a.series, &a.panel)
        == (&b.kind, &b.data, &b.x, &b.series, &b.panel);
    let other = (&a.keep, &a.only) != (&b.keep, &b.only);
    a.data.is_some() && alike && other && part(a) && part(b)
}

/// The ends of what the value axis covers: bars start at zero.
fn axis(chart: &Chart) -> (f64, f64) {
    let (low, high) = chart.extent();
    let bars = kind::of(chart).rows(chart).are_bars()
        || matches!(chart.kind.name(), "column" | "area" | "waterfall");
    if bars { (low.min(0.0), high.max(0.0)) } else { (low, high) }
}

fn differ(a: (f64, f64), b: (f64, f64)) -> bool {
    let span = (a.1 - a.0).max(b.1 - b.0);
    (a.0 - b.0).abs().max((a.1 - b.1).abs()) > NEAR * span
}
