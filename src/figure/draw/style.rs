//! How the rows of a chart are drawn: what their marks are, and where these begin and end.

use crate::figure::draw::first;
use crate::model::chart::Chart;
use crate::model::chart::Series;

/// What the marks of a row are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::figure) enum Marks {
    /// Bars side by side.
    Bars,
    /// Parts of a bar, laid end to end.
    Stack,
    /// Dots with intervals.
    Dots,
    /// Two dots joined by a line.
    Dumbbell,
    /// Dots at the ends of thin lines from zero.
    Lollipops,
}

/// Returns where the parts of a row begin and end, for the values of some series.
pub(in crate::figure) type Spans = fn(&Chart, &[(&Series, f64)]) -> Vec<(f64, f64)>;

/// How the rows of a chart are drawn.
#[derive(Debug, Clone, Copy)]
pub(in crate::figure) struct RowStyle {
    /// What the marks are.
    pub marks: Marks,
    /// Where the parts of a row begin and end.
    pub spans: Spans,
    /// Whether the axis counts from zero to both sides.
    pub mirrored: bool,
    /// Whether rows are drawn from the bottom to the top.
    pub upward: bool,
    /// The height of the marks of a row with one series.
    pub height: f64,
    /// Whether the values of a single series are in a column at the right.
    pub prints_values: bool,
}

impl Default for RowStyle {
    fn default() -> Self {
        Self {
            marks: Marks::Dots,
            spans: end_to_end,
            mirrored: false,
            upward: false,
            height: 20.0,
            prints_values: false,
        }
    }
}

impl RowStyle {
    /// Returns the style of rows with these marks.
    pub(in crate::figure) fn of(marks: Marks) -> Self {
        Self { marks, ..Self::default() }
    }

    /// Whether its marks are bars, which begin at zero.
    pub(in crate::figure) fn are_bars(&self) -> bool {
        matches!(self.marks, Marks::Bars | Marks::Stack)
    }

    /// Whether values are in a column at the right.
    pub(in crate::figure) fn has_column(&self, chart: &Chart) -> bool {
        self.prints_values && first(chart).len() == 1
    }
}

/// One part after the other, negative ones to the left.
fn end_to_end(_chart: &Chart, parts: &[(&Series, f64)]) -> Vec<(f64, f64)> {
    let (mut up, mut down) = (0.0, 0.0);
    let mut lay = |value: f64| {
        let end = if value >= 0.0 { &mut up } else { &mut down };
        let start = *end;
        *end += value;
        (start, *end)
    };
    parts.iter().map(|(_, value)| lay(*value)).collect()
}
