//! `combined`: charts of different kinds as panels of one figure, each with a letter and a title.
//!
//! `panels:` lists them: each has a `kind:`, a `title:` and the settings of a figure of that kind.
//! Their scales are their own. Use it for two or three views of one finding; panels of one kind
//! that are to be compared are `panel:` of that kind, which shares the scales. Do not use it where
//! each view has a message of its own: two figures say two things better.
//!
//! ```yaml
//! growth_two_ways:
//!   kind: combined
//!   headline: Business grew faster with initiatives, and most in the north
//!   subtitle: Local business units, 2012 to 2024
//!   panels:
//!     - {kind: line, title: "Index, 2012 = 100", data: business_index, x: year, series: group}
//!     - {kind: bar, title: "Change by region, %", data: growth_by_region, x: region}
//!   source: Synthetic data
//! ```

use crate::figure::draw::Need;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::strong;
use crate::figure::draw::said::Said;
use crate::figure::draw::style::Marks;
use crate::figure::kind;
use crate::figure::kind::Kind;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::plan::Marking;
use crate::figure::plan::Planner;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::diagnostic::Result;

pub(super) struct Combined;

/// Room between panels.
const GAP: f64 = 28.0;
/// The narrowest panel beside another.
const NARROWEST: f64 = 310.0;
/// How many panels a figure has.
const FEWEST: usize = 2;
const MOST: usize = 6;

impl Kind for Combined {
    fn manual(&self) -> &'static str {
        include_str!("combined.rs")
    }

    fn settings(&self) -> &'static [&'static str] {
        &["panels"]
    }

    fn plan(&self, planner: &Planner<'_>) -> Result<Chart> {
        let decls = &planner.decl().panels;
        if !(FEWEST..=MOST).contains(&decls.len()) {
            let message = format!("a combined figure has {FEWEST} to {MOST} panels");
            return Err(planner
                .fault("panels", message)
                .help("list them under `panels:`, each with `kind:` and `title:`")
                .into());
        }
        let mut parts: Vec<Chart> = Vec::new();
        for at in 0..decls.len() {
            parts.push(planner.part(at)?);
        }
        let Some(first) = parts.first() else { return planner.family() };
        let mut out = planner.empty(first.format.clone());
        out.panels = parts.iter().flat_map(|part| part.panels.iter().cloned()).collect();
        out.letters = true;
        out.parts = parts;
        Ok(out)
    }

    fn marked(&self, chart: &Chart) -> Vec<Marking> {
        let each = chart.parts.iter().flat_map(|part| {
            let panel = part.panels.first();
            let (key, label) = panel.map_or(("", ""), |it| (&it.key, &it.label));
            kind::named(&part.kind).marked(part).into_iter().map(move |mut marking| {
                marking.keys.insert(0, key.to_owned());
                marking.title = format!("{}, {label}", marking.title);
                marking
            })
        });
        each.collect()
    }

    fn said(&self, chart: &Chart) -> Vec<Said> {
        let each = chart.parts.iter();
        each.flat_map(|part| kind::named(&part.kind).said(part)).collect()
    }

    fn takes_reference(&self) -> bool {
        false
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        Grid::new(chart, look, width).need()
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        let look = svg.look();
        let grid = Grid::new(chart, look, area.w);
        let kind = strong(look, Ink::Text, Anchor::Start);
        // Rows are stretched alike, none below what it needs.
        let free = area.h - grid.around();
        let natural: f64 = grid.rows.iter().map(|row| row.need.natural).sum();
        let least: f64 = grid.rows.iter().map(|row| row.need.least).sum();
        let share = ((free - least) / (natural - least).max(1.0)).max(0.0);
        let mut y = area.y;
        for row in &grid.rows {
            let tall = row.need.least + share * (row.need.natural - row.need.least);
            for (column, (part, title)) in row.parts.iter().enumerate() {
                let x = area.x + column as f64 * (row.width + GAP);
                svg.lines((x, y + kind.size), title, look.line(), kind);
                svg.enter(part.panels.first().map_or("", |panel| panel.key.as_str()));
                let place = Area { x, y: y + row.head, w: row.width, h: tall };
                kind::named(&part.kind).paint(part, svg, place);
            }
            y += row.head + tall + GAP;
        }
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        for (at, part) in chart.parts.iter().enumerate() {
            let title = chart.panel_title(at);
            let (main, all) = kind::named(&part.kind).sentences(part);
            let said = |sentence: String| format!("{title}. {sentence}");
            short.extend(main.into_iter().take(1).map(said));
            long.extend(all.into_iter().map(said));
        }
        (short, long)
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        let count = whole.chart.parts.len();
        if level < count {
            return Some(whole.first_panels(count - level));
        }
        let part = whole.chart.parts.first()?;
        let kind = kind::named(&part.kind);
        let gaps = kind.rows(part).marks == Marks::Dumbbell;
        whole.first_part(gaps, |part| kind.less(part, level + 1 - count))
    }

    fn unnamed(&self, chart: &Chart, look: &Look, width: f64) -> usize {
        let grid = Grid::new(chart, look, width);
        let lost = |row: &Row<'_>| -> usize {
            let each = row
                .parts
                .iter()
                .map(|(part, _)| kind::named(&part.kind).unnamed(part, look, row.width));
            each.sum()
        };
        grid.rows.iter().map(lost).sum()
    }

    fn most_series(&self) -> Option<usize> {
        None
    }
}

/// A row of panels, each with its title.
struct Row<'a> {
    /// The width of each.
    width: f64,
    parts: Vec<(&'a Chart, Vec<String>)>,
    /// The height of the titles.
    head: f64,
    need: Need,
}

/// How panels are laid out at a width: in two columns where both are wide enough; the last of an
/// odd number has the whole width.
struct Grid<'a> {
    rows: Vec<Row<'a>>,
}

impl<'a> Grid<'a> {
    fn new(chart: &'a Chart, look: &Look, width: f64) -> Self {
        let half = (width - GAP) / 2.0;
        let columns = if half >= NARROWEST { 2 } else { 1 };
        let size = look.theme.sizes.label;
        let titled: Vec<(usize, &Chart)> = chart.parts.iter().enumerate().collect();
        let rows = titled.chunks(columns).map(|parts| {
            let width = if parts.len() == 2 { half } else { width };
            let title =
                |at: usize| measure::wrap(&chart.panel_title(at), size, true, width);
            let parts: Vec<(&Chart, Vec<String>)> =
                parts.iter().map(|(at, part)| (*part, title(*at))).collect();
            let lines = parts.iter().map(|(_, title)| title.len()).max().unwrap_or(0);
            let needs = parts
                .iter()
                .map(|(part, _)| kind::named(&part.kind).need(part, look, width));
            let none = Need { least: 0.0, natural: 0.0, most: 0.0 };
            Row {
                width,
                head: lines as f64 * look.line() + 6.0,
                need: needs.fold(none, Need::higher),
                parts,
            }
        });
        Self { rows: rows.collect() }
    }

    /// The height of all but the panels.
    fn around(&self) -> f64 {
        self.rows.iter().map(|row| row.head + GAP).sum::<f64>() - GAP
    }

    fn need(&self) -> Need {
        let sum = |of: fn(&Need) -> f64| self.rows.iter().map(|row| of(&row.need)).sum();
        Need {
            least: sum(|need| need.least),
            natural: sum(|need| need.natural),
            most: sum(|need| need.most),
        }
        .plus(self.around())
    }
}
