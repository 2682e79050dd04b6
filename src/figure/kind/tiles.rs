//! `tiles`: regions as tiles in about their places, coloured by value.
//!
//! `grid:` gives each key its column and row. Name and value stand in each tile where all
//! have room, beside or over the map what each colour stands for and how many tiles have it;
//! tiles without a value are hatched.
//!
//! Use it where readers look for their region and every region counts alike. Do not use it where the
//! shape or the size of places matters: draw `map`.
//!
//! ```yaml
//! regions:
//!   kind: tiles
//!   headline: Growth differs from region to region
//!   subtitle: Change in local business units, %
//!   data: growth_by_region
//!   x: region
//!   grid: {R1: [1, 1], R2: [2, 1], R3: [3, 1], R4: [1, 2], R5: [2, 2], R6: [3, 2], R7: [1, 3], R8: [2, 3], R9: [3, 3]}
//!   source: Synthetic data
//! ```

use crate::figure::describe::rank;
use crate::figure::draw::Need;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::small;
use crate::figure::draw::plot::strong;
use crate::figure::kind::Kind;
use crate::figure::kind::Names;
use crate::figure::kind::map;
use crate::figure::kind::shades::Shades;
use crate::figure::kind::shades::hatched;
use crate::figure::kind::without_intervals;
use crate::figure::map::Legend;
use crate::figure::map::Sample;
use crate::figure::map::class;
use crate::figure::map::counts;
use crate::figure::map::sentences;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::plan::Planner;
use crate::figure::scale::beside;
use crate::figure::shape::Spot;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::figure::theme::STEPS;
use crate::model::chart::Chart;
use crate::model::chart::Point;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::say;
use std::collections::BTreeMap;

pub(super) struct Tiles;

impl Kind for Tiles {
    fn manual(&self) -> &'static str {
        include_str!("tiles.rs")
    }

    fn panels(&self) -> Option<Names> {
        Some(Names::Each)
    }

    fn settings(&self) -> &'static [&'static str] {
        &["grid", "zero", "better"]
    }

    fn finish(&self, planner: &Planner<'_>, chart: &mut Chart) -> Result<()> {
        without_intervals(chart);
        let drawn = chart.keys();
        let missing = chart.grid.keys().filter(|key| !drawn.contains(&key.as_str()));
        let dimension = planner.across();
        let named =
            missing.map(|key| (key.clone(), planner.label(dimension, key))).collect();
        chart.missing = named;
        for (_, _, point) in chart.points() {
            if !chart.grid.contains_key(&point.key) {
                return Err(planner
                    .fault("grid", format!("`{}` has no tile", point.key))
                    .help(format!("add `{}: [COLUMN, ROW]` to `grid:`", point.key))
                    .into());
            }
        }
        refuse_misplaced(planner, chart)
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let (mut short, mut long) = rank::sentences(chart);
        let missing = map::missing(chart);
        short.extend(missing.clone());
        long.extend(missing);
        (short, long)
    }

    fn less<'a>(&self, _whole: Less<'a>, _level: usize) -> Option<Less<'a>> {
        None
    }

    fn most_series(&self) -> Option<usize> {
        None
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        need(chart, look, width)
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        paint(chart, svg, area);
    }
}

/// Refuses tiles outside the map, or on one another.
fn refuse_misplaced(planner: &Planner<'_>, chart: &Chart) -> Result<()> {
    let mut taken: BTreeMap<(u32, u32), &str> = BTreeMap::new();
    for (key, place) in &chart.grid {
        let at = planner.place(&["grid", key]);
        let (column, row) = *place;
        if !(1..=40).contains(&column) || !(1..=40).contains(&row) {
            let message = format!("the tile of `{key}` lies outside the map");
            return Err(Diagnostic::error(Code::R0401, message)
                .at(at, "")
                .help("columns and rows count from 1 to 40")
                .into());
        }
        if let Some(other) = taken.insert(*place, key) {
            let message = format!("`{key}` has the tile of `{other}`");
            return Err(Diagnostic::error(Code::R0401, message).at(at, "").into());
        }
    }
    Ok(())
}

const PAD: f64 = 12.0;
/// Room between tiles.
const GAP: f64 = 5.0;
/// The widest tile; wider ones look like a table.
const WIDEST: f64 = 140.0;
/// The widest legend beside the map.
const COLUMN: f64 = 220.0;
/// The lowest tile.
const LOWEST: f64 = 12.0;

/// What every tile says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    Name,
    Key,
    None,
}

#[derive(Debug, Clone, Copy)]
struct Layout {
    width: f64,
    side: f64,
    columns: u32,
    rows: u32,
    words: Words,
    values: bool,
    lines: usize,
    /// Whether keys fit.
    keys: bool,
}

/// The tiles' keys and names, those without a value too.
fn names(chart: &Chart) -> Vec<(&str, &str)> {
    let drawn = chart.points().map(|(_, _, point)| (&*point.key, &*point.label));
    drawn.chain(chart.without_value()).collect()
}

/// What stands before the words of each row of the legend, and the words.
fn samples(chart: &Chart) -> Vec<(Sample, String)> {
    let classes = Shades::of(chart).classes(chart);
    let counts = counts(chart, &classes);
    let mut rows = Vec::new();
    for (at, (found, count)) in classes.iter().zip(counts).enumerate().rev() {
        let words = class(chart, found, at + 1 == classes.len());
        rows.push((Sample::Step(found.step), format!("{words} ({count})")));
    }
    let missing = chart.without_value().len();
    if missing > 0 {
        let words = say!("map-no-data");
        rows.push((Sample::Hatch, format!("{words} ({missing})")));
    }
    rows
}

impl Layout {
    /// The layout that says most within a height, else the one that says least.
    fn within(chart: &Chart, look: &Look, width: f64, height: f64) -> Self {
        let whole = Self::new(chart, look, width);
        let key = match whole.words {
            Words::Name | Words::Key if whole.keys => Words::Key,
            _ => Words::None,
        };
        let lines = |words: Words| usize::from(words == Words::Key);
        let values = Self { words: Words::None, lines: 0, ..whole };
        let levels = [
            whole,
            Self { words: key, lines: lines(key), ..whole },
            values,
            Self { values: false, ..values },
        ];
        let least = |layout: &Self| layout.least(chart, look);
        levels
            .into_iter()
            .find(|layout| least(layout) <= height + 1e-6)
            .unwrap_or(levels[3])
    }

    /// The height below which words would meet.
    fn least(&self, chart: &Chart, look: &Look) -> f64 {
        let each = (self.tall(look) + 8.0).max(LOWEST) + GAP;
        self.tall_enough(each, chart, look)
    }

    /// Where the key stands beside the map, if there is room.
    fn beside(&self) -> Option<f64> {
        let map = f64::from(self.columns) * self.side;
        (self.width - map >= 200.0).then_some(map + 16.0)
    }

    /// The height of the map with rows of a height, and of the legend.
    fn tall_enough(&self, each: f64, chart: &Chart, look: &Look) -> f64 {
        let head = self.head(chart, look);
        let beside = self.aside(chart, look) > 0.0;
        let legend = if beside { self.legend(chart, look).height() } else { 0.0 };
        (each * f64::from(self.rows) + head).max(legend)
    }

    /// Where the legend is beside the map, if there is room for its rows; otherwise it is over it.
    fn aside(&self, chart: &Chart, look: &Look) -> f64 {
        let beside = self.beside().filter(|_| self.said().is_empty());
        let wanted = || Legend::wanted(look, &samples(chart));
        beside.filter(|at| self.width - at >= wanted()).unwrap_or(0.0)
    }

    /// What each colour stands for, and how many tiles have it.
    fn legend(&self, chart: &Chart, look: &Look) -> Legend {
        let foot = if chart.set.is_empty() {
            sentences(vec![say!("map-brackets")])
        } else {
            String::new()
        };
        // Beside the map there is room for one column.
        let aside = self.aside(chart, look);
        let room = self.width - aside;
        let rows = samples(chart);
        let room = if aside > 0.0 {
            room.min(COLUMN.max(Legend::wanted(look, &rows)))
        } else {
            room
        };
        Legend::new(look, room, rows, &foot)
    }

    /// What the tiles do not say.
    fn said(&self) -> String {
        match (self.words, self.values) {
            (Words::None, false) => say!("tiles-names-values"),
            (Words::None, true) => say!("tiles-names"),
            (_, false) => say!("tiles-values"),
            _ => String::new(),
        }
    }

    /// The room of the legend over the map, and of what tiles do not say.
    fn head(&self, chart: &Chart, look: &Look) -> f64 {
        if self.aside(chart, look) > 0.0 {
            return 0.0;
        }
        let said = measure::wrap(&self.said(), look.theme.sizes.small, false, self.width);
        let said = said.len() as f64 * look.small_line();
        self.legend(chart, look).height() + 4.0 + said
    }

    fn new(chart: &Chart, look: &Look, width: f64) -> Self {
        let columns = chart.grid.values().map(|(column, _)| *column).max().unwrap_or(1);
        let rows = chart.grid.values().map(|(_, row)| *row).max().unwrap_or(1);
        let side = ((width + GAP) / f64::from(columns.max(1))).min(WIDEST);
        let room = side - PAD;
        let (name, value) = (look.theme.sizes.small, look.theme.sizes.label);
        let names = names(chart);
        let whole = |text: &str| measure::breaks_between_words(text, name, false, room);
        let lines = |text: &str| measure::wrap(text, name, false, room).len();
        let most = names.iter().map(|(_, text)| lines(text)).max().unwrap_or(0);
        let words = if most <= 3 && names.iter().all(|(_, text)| whole(text)) {
            Words::Name
        } else if names.iter().all(|(key, _)| measure::width(key, name, false) <= room) {
            Words::Key
        } else {
            Words::None
        };
        let values = chart.scaled_points().all(|point| {
            let text = beside(&chart.format, point);
            measure::width(&text, value, true) <= side - PAD
        });
        let lines = match words {
            Words::Name => most,
            Words::Key => 1,
            Words::None => 0,
        };
        let keys = names.iter().all(|(key, _)| measure::width(key, name, false) <= room);
        Self { width, side, columns, rows, words, values, lines, keys }
    }

    /// Returns the height of the words of a tile.
    fn tall(&self, look: &Look) -> f64 {
        let value = if self.values { look.line() } else { 0.0 };
        self.lines as f64 * look.small_line() + value
    }
}

fn need(chart: &Chart, look: &Look, width: f64) -> Need {
    let layout = Layout::new(chart, look, width);
    let lowest = Layout::within(chart, look, width, 0.0);
    let each = (layout.tall(look) + 8.0 + GAP).max(layout.side * 0.82);
    let height = |each: f64| layout.tall_enough(each, chart, look);
    Need {
        least: lowest.least(chart, look),
        natural: height(each),
        most: height(each.max(layout.side)),
    }
}

fn paint(chart: &Chart, svg: &Svg, area: Area) {
    let look = svg.look();
    let layout = Layout::within(chart, look, area.w, area.h);
    let classes = Shades::of(chart).classes(chart);
    let aside = layout.aside(chart, svg.look());
    let legend = layout.legend(chart, look);
    legend.paint(svg, Area { x: area.x + aside, w: area.w - aside, ..area });
    let kind = small(look, Ink::Muted, Anchor::Start);
    let y = area.y + legend.height();
    let said = measure::wrap(&layout.said(), kind.size, false, area.w);
    svg.lines((area.x, y + kind.size), &said, look.small_line(), kind);
    let area = area.below(layout.head(chart, look));
    let tall = area.h / f64::from(layout.rows.max(1));
    let place = |key: &str| {
        let (column, row) = chart.grid.get(key)?;
        Some(Area {
            x: area.x + f64::from(column.saturating_sub(1)) * layout.side,
            y: area.y + f64::from(row.saturating_sub(1)) * tall,
            w: layout.side - GAP,
            h: tall - GAP,
        })
    };
    for (_, series, point) in chart.points() {
        let Some(tile) = place(&point.key) else { continue };
        svg.spot(Spot::within(&series.key, &point.key, tile));
        let value = chart.format.rounded(point.value);
        let above = classes.iter().rev().find(|class| class.from <= value);
        let step = above.map_or(STEPS / 2, |class| class.step);
        svg.tile(tile, Ink::Ramp(step));
        words(svg, &layout, tile, &point.key, &point.label, Some((chart, point, step)));
    }
    for (key, name) in chart.without_value() {
        let Some(tile) = place(key) else { continue };
        hatched(svg, tile);
        words(svg, &layout, tile, key, name, None);
    }
}

/// Sets what a tile says.
fn words(
    svg: &Svg,
    layout: &Layout,
    tile: Area,
    key: &str,
    name: &str,
    value: Option<(&Chart, &Point, u8)>,
) {
    let look = svg.look();
    let ink = value.map_or(Ink::Text, |(_, _, step)| Ink::OnRamp(step));
    let kind = small(look, ink, Anchor::Middle);
    let lines = match layout.words {
        Words::Name => measure::wrap(name, kind.size, false, layout.side - PAD),
        Words::Key => vec![key.to_owned()],
        Words::None => Vec::new(),
    };
    let value = value.filter(|_| layout.values);
    let line = look.small_line();
    let words = lines.len() as f64 * line;
    let both = words + if value.is_some() { look.line() } else { 0.0 };
    let middle = tile.x + tile.w / 2.0;
    let top = tile.y + (tile.h - both) / 2.0;
    for (at, text) in lines.iter().enumerate() {
        let base = top + at as f64 * line + kind.size;
        if value.is_none() && ink == Ink::Text {
            svg.text_over(middle, base, text, kind);
        } else {
            svg.text(middle, base, text, kind);
        }
    }
    if let Some((chart, point, _)) = value {
        let kind = strong(look, ink, Anchor::Middle);
        let base = top + words + kind.size;
        svg.text(middle, base, &beside(&chart.format, point), kind);
    }
}

#[cfg(test)]
mod tests {
    use super::Shades;
    use super::counts;
    use crate::model::chart::Chart;
    use crate::model::chart::FigureKind;
    use crate::model::format::Format;
    use crate::model::format::Unit;

    #[test]
    fn every_tile_is_counted_in_the_class_of_its_value_as_it_prints() {
        let classes = |values: &[(&str, f64)]| {
            let format = Format::of(Unit::Percent).decimals(0);
            let chart = Chart::new(FigureKind::new("tiles"), format)
                .series("", values.iter().copied());
            let found = Shades::of(&chart).classes(&chart);
            let ends: Vec<(f64, f64, u8)> =
                found.iter().map(|class| (class.from, class.to, class.step)).collect();
            (ends, counts(&chart, &found))
        };
        assert_eq!(
            classes(&[("a", -10.0), ("b", 0.2), ("c", 4.6), ("d", 10.0), ("e", 9.4)]),
            (
                vec![(-10.0, -9.0, 0), (-1.0, 1.0, 5), (5.0, 7.0, 8), (9.0, 10.0, 10)],
                vec![1, 1, 1, 2]
            )
        );
        assert_eq!(classes(&[("a", 3.0)]), (vec![(3.0, 3.0, 10)], vec![1]));
        assert_eq!(classes(&[("a", 0.0), ("b", 0.0)]).1, [2]);
    }
}
