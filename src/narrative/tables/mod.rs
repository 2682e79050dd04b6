//! Declared tables to table blocks: cells of statistics, or the rows of a frame, laid out for
//! publication.

mod frame;
mod layout;
pub(in crate::narrative) mod rows;
mod statistics;
mod units;

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::document::Cell;
use crate::model::document::Inline;
use crate::model::document::PrintedColumn;
use crate::model::document::RowGroup;
use crate::model::document::TableNote;
use crate::narrative::extent::Extent;
use crate::narrative::extent::Says;
use crate::narrative::gaps::Gaps;
use crate::narrative::parse::Reading;
use crate::narrative::world::Make;
use crate::narrative::world::Texts;
use crate::project::ColumnDecl;
use crate::project::Entry;
use crate::project::TableDecl;
use frame::of_frame;
use statistics::of_statistics;

/// The columns and rows of a table.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub columns: Vec<PrintedColumn>,
    pub rows: Vec<Vec<Cell>>,
    pub row_heads: bool,
    pub groups: Vec<RowGroup>,
    pub totals: Vec<usize>,
    pub notes: Vec<TableNote>,
    /// Whether cells are shaded by their value.
    pub shaded: bool,
    /// Whether cells have bars.
    pub barred: bool,
    /// Whether shares of a column add up to 100 and do not as they are printed.
    pub rounded: bool,
}

/// The messages that say so under a table.
pub(super) const ROUNDED: &str = "table-rounded";
pub(super) const SHADED: &str = "table-shaded";
/// What is printed under a table with bars.
pub(super) const BARRED: &str = "table-barred";
pub(super) const EMPTY: &str = "table-empty";

/// Returns whether percentages add up to 100, but not as they are printed.
fn is_rounded<'t>(cells: impl Iterator<Item = (f64, &'t str)>) -> bool {
    let (mut sum, mut printed, mut count) = (0.0, 0.0, 0);
    for (value, text) in cells {
        let Ok(shown) = text.trim_end_matches('%').parse::<f64>() else { return false };
        sum += value;
        printed += shown;
        count += 1;
    }
    count > 1 && (sum - 100.0_f64).abs() < 1e-6 && (printed - 100.0_f64).abs() > 1e-6
}

impl Body {
    fn new() -> Self {
        Self { row_heads: true, ..Self::default() }
    }
}

/// Fills a declared table.
pub(super) fn body(
    make: &Make<'_>,
    entry: &Entry<TableDecl>,
    texts: &Texts,
    gaps: &mut Gaps<'_>,
    reading: &mut Reading<'_>,
) -> Body {
    let decl = &entry.decl;
    let mut body = match (&decl.rows, &decl.frame) {
        (Some(rows), None) => of_statistics(make, (entry, rows), gaps, reading),
        (None, Some(frame)) => of_frame(make, (entry, frame), gaps, reading),
        _ => {
            reading.met.found.push(
                Diagnostic::error(
                    Code::R0403,
                    format!(
                        "table `{}` needs `rows:` or `frame:`, one of them",
                        entry.id
                    ),
                )
                .at(entry.span(), ""),
            );
            Body::default()
        }
    };
    layout::lay(entry, texts, &mut body, reading);
    if decl.rows.is_some() {
        units::to_heads(entry, make.statistics, &mut body);
    }
    body
}

/// Warns where the words around a table name another period than it shows.
fn hold(extent: &Extent, entry: &Entry<TableDecl>, found: &mut Findings) {
    let decl = &entry.decl;
    let texts = [
        ("title", decl.title.as_str(), Says::Whole),
        ("subtitle", decl.subtitle.as_str(), Says::Whole),
        ("note", decl.note.as_str(), Says::Part),
    ];
    let what = format!("table `{}`", entry.id);
    extent.hold(&what, &texts, &|setting| entry.place(&[setting]), found);
}

/// Returns an empty column under its heads.
fn column(decl: &ColumnDecl, numeric: bool) -> PrintedColumn {
    let mut over: Vec<Vec<Inline>> =
        decl.spanner.list().iter().map(|s| texts(s)).collect();
    over.retain(|words| !words.is_empty());
    let spanner = over.pop().unwrap_or_default();
    let label = texts(&decl.label);
    PrintedColumn { label, numeric, spanner, over, ..PrintedColumn::default() }
}

fn texts(text: &str) -> Vec<Inline> {
    if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] }
}
