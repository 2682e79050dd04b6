//! Charts of rows: bars, dots with intervals, dumbbells, balance and specification charts.
//! Names stand beside their rows, or above them where the column would be too narrow.

use crate::figure::draw::Need;
use crate::figure::draw::bars;
use crate::figure::draw::direct;
use crate::figure::draw::direct::Name;
use crate::figure::draw::dots;
use crate::figure::draw::first;
use crate::figure::draw::key::Key;
use crate::figure::draw::key::Mark;
use crate::figure::draw::keyed;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::label;
use crate::figure::draw::plot::small;
use crate::figure::draw::row::Item;
use crate::figure::draw::row::Row;
use crate::figure::draw::row::Slot;
use crate::figure::draw::row::rows;
use crate::figure::draw::style::Marks;
use crate::figure::draw::style::RowStyle;
use crate::figure::draw::under::XTexts;
use crate::figure::draw::under::value_title;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::place::Laned;
use crate::figure::place::lanes;
use crate::figure::scale::Ticks;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::svg::Type;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Scale;

/// Everything that is known before the height.
struct RowSheet<'a> {
    style: RowStyle,
    rows: Vec<Row<'a>>,
    key: Key,
    names: Vec<Name>,
    rules: (Vec<Laned>, usize),
    above: bool,
    left: f64,
    width: f64,
    range: (f64, f64),
    scale: Scale,
    ticks: Option<(Ticks, XTexts)>,
    title: Vec<String>,
    line: f64,
    gap: f64,
}

impl<'a> RowSheet<'a> {
    fn new(chart: &'a Chart, style: RowStyle, look: &Look, area: Area) -> Self {
        let size = look.theme.sizes.label;
        let wide = area.w > 500.0;
        let limit = area.w * if wide { 0.34 } else { 0.36 };
        let beside = rows(chart, style, look, limit);
        let widest = |rows: &[Row<'_>]| {
            let lines =
                rows.iter().map(|row| measure::widest(&row.lines, size, row.strong));
            lines.fold(0.0, f64::max)
        };
        // What decides about scales is the same in all panels of a set.
        let others = chart.others();
        let others = others.iter().flat_map(|one| rows(one, style, look, limit));
        let all: Vec<Row<'_>> = if chart.set.is_empty() {
            rows(chart, style, look, limit)
        } else {
            others.collect()
        };
        let value = all
            .iter()
            .flat_map(|row| row.items.iter().map(|item| item.width))
            .fold(0.0, f64::max);
        let pad = value + 14.0;
        let marks = style.marks;
        // Bars say their values; other marks, and stacks, need an axis to be read.
        let has_axis = marks != Marks::Bars;
        let (before, after) = match marks {
            Marks::Bars => (0.0, 0.0),
            Marks::Dumbbell | Marks::Lollipops => (pad, pad),
            _ if style.has_column(chart) => (8.0, pad + 4.0),
            _ => (8.0, 14.0),
        };
        let whole = beside.iter().flat_map(|row| &row.items).all(|item| {
            measure::breaks_between_words(&item.point.label, size, true, limit)
        });
        let most = if wide { 4 } else { 2 };
        let column = widest(&beside) + 12.0;
        let cramped =
            area.w - column - before - after - if has_axis { 0.0 } else { 2.0 * pad };
        let above = !whole
            || beside.iter().any(|row| row.lines.len() > most)
            || cramped < area.w * if wide { 0.2 } else { 0.38 };
        let (rows, column) = if above {
            (rows(chart, style, look, area.w), 0.0)
        } else {
            (beside, column)
        };
        let left = area.x + column + before;
        let width = (area.w - column - before - after).max(40.0);
        let (left, width, range) = if has_axis {
            (left, width, (0.0, 1.0))
        } else {
            let bars = bars::fit(&all, &chart.rules, width, look.theme.space.gap * 0.6);
            (left, width, bars)
        };
        let mut sheet = Self {
            style,
            key: Key::new(
                look,
                keyed(
                    chart,
                    match marks {
                        Marks::Bars | Marks::Stack => Mark::Bar,
                        Marks::Dots | Marks::Dumbbell | Marks::Lollipops => Mark::Dot,
                    },
                ),
                area.w,
            ),
            names: Vec::new(),
            rules: (Vec::new(), 0),
            above,
            left,
            width,
            range,
            scale: chart.scale,
            ticks: None,
            title: Vec::new(),
            line: look.line(),
            gap: look.theme.space.row,
            rows,
        };
        let extent = if marks == Marks::Stack {
            bars::stacked_extent(chart, style, &all)
        } else {
            chart.extent()
        };
        if has_axis {
            let count = ((width / 85.0).round() as usize).clamp(2, 6);
            let mut ticks = Ticks::of(chart.scale, &chart.format, extent, count);
            if style.mirrored {
                ticks.mirror();
            }
            sheet.range = ticks.ends();
            if matches!(marks, Marks::Dumbbell | Marks::Lollipops) {
                sheet.pad(&all, area.x + column, area.right());
            }
            let places: Vec<f64> = ticks.values.iter().map(|v| sheet.px(*v)).collect();
            let texts = XTexts::new(look, &places, &ticks.texts, (area.x, area.right()));
            sheet.ticks = Some((ticks, texts));
        }
        sheet.name(chart, look, area);
        let small = look.theme.sizes.small;
        sheet.title = measure::wrap(&value_title(chart), small, false, area.w);
        let named: Vec<(f64, &str)> = chart
            .rules
            .iter()
            .filter(|rule| !rule.label.is_empty())
            .map(|rule| (sheet.px(rule.value), rule.label.as_str()))
            .collect();
        sheet.rules = lanes(&named, small, (area.x, area.right()));
        sheet
    }

    /// Leaves as much room at both sides as the values beside the outermost dots need.
    fn pad(&mut self, rows: &[Row<'_>], left: f64, right: f64) {
        let (mut before, mut after) = (8.0_f64, 8.0_f64);
        for _ in 0..80 {
            let width = (right - left - before - after).max(40.0);
            let share = |value: f64| self.share(value) * width;
            let items = || rows.iter().flat_map(|row| &row.items);
            let need = |item: &Item<'_>| item.width + 16.0;
            before = items()
                .map(|item| need(item) - share(item.point.value))
                .fold(8.0, f64::max);
            after = items()
                .map(|item| need(item) - (width - share(item.point.value)))
                .fold(8.0, f64::max);
        }
        self.left = left + before;
        self.width = (right - left - before - after).max(40.0);
    }

    /// Puts the names of series at the marks of the first row where they fit, and leaves the
    /// key out.
    fn name(&mut self, chart: &Chart, look: &Look, area: Area) {
        let series = first(chart).len();
        let Some(row) = self
            .rows
            .first()
            .filter(|row| chart.set.is_empty() && direct::may(chart, series, row))
        else {
            return;
        };
        let px = |value: f64| self.px(value);
        let names =
            direct::above((chart, self.style), look, row, &px, area).unwrap_or_default();
        let dots = self.style.marks == Marks::Dots;
        let bars = self.style.marks == Marks::Bars;
        let zero = chart.zero.then_some(0.0);
        let lines: Vec<f64> =
            chart.rules.iter().map(|rule| rule.value).chain(zero).collect();
        let right = area.right();
        let beside = dots && direct::beside_dots(look, row, &px, &lines, right);
        let size = look.theme.sizes.label;
        if beside || bars {
            for item in self.rows.first_mut().into_iter().flat_map(|row| &mut row.items) {
                let name = item.series.label.clone();
                let width = measure::width(&name, size, true);
                item.name = Some((name, width));
            }
        }
        let room = bars.then(|| {
            bars::fit_named(
                &self.rows,
                &chart.rules,
                self.width,
                look.theme.space.gap * 0.6,
            )
        });
        match room {
            Some(Some(range)) => self.range = range,
            Some(None) => {
                for item in self.rows.iter_mut().flat_map(|row| &mut row.items) {
                    item.name = None;
                }
                return;
            }
            None if names.is_empty() && !beside => return,
            None => {}
        }
        self.names = names;
        self.key = Key::default();
    }

    fn px(&self, value: f64) -> f64 {
        self.left + self.share(value) * self.width
    }

    /// How far along the axis a value stands.
    fn share(&self, value: f64) -> f64 {
        let on = |value: f64| self.scale.place(value);
        let (start, end) = self.range;
        (on(value) - on(start)) / (on(end) - on(start))
    }

    fn row(&self, row: &Row<'_>) -> f64 {
        let words = row.lines.len() as f64 * self.line;
        let both = if self.above { words + row.marks } else { words.max(row.marks) };
        both + self.gap
    }

    fn total(&self) -> f64 {
        self.rows.iter().map(|row| self.row(row)).sum()
    }

    /// Where each row's words begin, and its marks, when the rows fill a height.
    fn slots(&self, y: f64, height: f64) -> Vec<(f64, Slot)> {
        let extra = (height - self.total()) / self.rows.len().max(1) as f64;
        let mut top = y;
        let mut out = Vec::new();
        for row in &self.rows {
            let tall = self.row(row) + extra;
            let words = row.lines.len() as f64 * self.line;
            out.push(if self.above {
                let gap = (self.gap + extra.min(0.0)).max(2.0) / 2.0;
                let height = tall - words - 2.0 * gap;
                (top + gap, Slot { top: top + gap + words, height })
            } else {
                let gap = (self.gap + extra).clamp(3.0, self.gap * 1.6);
                let slot = Slot { top: top + gap / 2.0, height: tall - gap };
                (top + (tall - words) / 2.0, slot)
            });
            top += tall;
        }
        out
    }

    /// Room of the names above the first row.
    fn heads(&self) -> f64 {
        if self.names.is_empty() { 0.0 } else { self.line }
    }

    fn before(&self, look: &Look) -> f64 {
        let rules = self.rules.1 as f64 * look.small_line();
        let rules = if rules > 0.0 { rules + 6.0 } else { 2.0 };
        self.key.height() + self.heads() + rules
    }

    fn after(&self, look: &Look) -> f64 {
        let axis = self.ticks.as_ref().map_or(4.0, |(_, texts)| texts.height());
        let title = self.title.len() as f64 * look.small_line();
        axis + if title > 0.0 { title + 4.0 } else { 0.0 }
    }
}

pub(in crate::figure) fn need(
    chart: &Chart,
    style: RowStyle,
    look: &Look,
    width: f64,
) -> Need {
    let sheet =
        RowSheet::new(chart, style, look, Area { x: 0.0, y: 0.0, w: width, h: 0.0 });
    let (total, count) = (sheet.total(), sheet.rows.len() as f64);
    Need { least: total - count * sheet.gap * 0.5, natural: total, most: total * 1.9 }
        .plus(sheet.before(look) + sheet.after(look))
}

pub(in crate::figure) fn paint(chart: &Chart, style: RowStyle, svg: &Svg, area: Area) {
    let look = svg.look();
    let sheet = RowSheet::new(chart, style, look, area);
    sheet.key.paint(svg, area);
    let y = area.y + sheet.before(look);
    let height = area.bottom() - y - sheet.after(look);
    let plot_area = Area { x: sheet.left, y, w: sheet.width, h: height };
    // A row's place along the plot is its place on the page.
    let down = (plot_area.bottom(), plot_area.y);
    let scales = (chart.scale, Scale::Linear);
    let plot = Plot::scaled(svg, plot_area, sheet.range, down, scales);
    let muted = small(look, Ink::Muted, Anchor::Start);
    let line = look.small_line();
    let axis = look.theme.stroke.axis;
    if let Some((_, texts)) = &sheet.ticks {
        texts.paint(svg, plot_area.bottom());
    }
    let kind = small(look, Ink::Muted, Anchor::End);
    let foot = area.bottom() - sheet.title.len() as f64 * line;
    svg.lines((area.right(), foot + kind.size), &sheet.title, line, kind);
    for text in &sheet.rules.0 {
        let rows = (sheet.rules.1 - text.row) as f64;
        let top = y - sheet.heads() - 6.0 - rows * line;
        svg.lines((text.x, top + muted.size), &text.lines, line, muted);
    }
    direct::paint(svg, &sheet.names, y - sheet.line * 0.28);
    let slots = sheet.slots(y, height);
    // Lines stand behind the marks: from row to row, but never through the names above them.
    let spans: Vec<(f64, f64)> = if sheet.above {
        slots.iter().map(|(_, slot)| (slot.top, slot.top + slot.height)).collect()
    } else {
        vec![(plot_area.y, plot_area.bottom())]
    };
    let upright = |value: f64, ink: Ink, width: f64, dashed: bool| {
        for (from, to) in &spans {
            plot.path(vec![(value, *from), (value, *to)], ink, width, dashed);
        }
    };
    if let Some((ticks, _)) = &sheet.ticks {
        for value in &ticks.values {
            upright(*value, Ink::Grid, look.theme.stroke.grid, false);
        }
    }
    for rule in &chart.rules {
        upright(rule.value, Ink::Base, axis, true);
    }
    let (start, end) = sheet.range;
    let zero = chart.zero && start <= 0.0 && end >= 0.0;
    let bars = style.are_bars() || style.marks == Marks::Lollipops;
    if zero && (!bars || chart.neutral) {
        upright(0.0, Ink::Base, axis, false);
    }
    // Where a row has several dots one under the other, a line says where the next row begins.
    let several = sheet.rows.iter().any(|row| row.items.len() > 1);
    if several && matches!(style.marks, Marks::Dots | Marks::Lollipops) && !sheet.above {
        for pair in slots.windows(2) {
            let [(_, above), (_, below)] = pair else { continue };
            let y = f64::midpoint(above.top + above.height, below.top);
            let line = vec![(area.x, y), (plot_area.right(), y)];
            Plot::of_page(svg).path(line, Ink::Grid, look.theme.stroke.grid, false);
        }
    }
    let name = label(look, Ink::Text, Anchor::Start);
    for (row, (first, slot)) in sheet.rows.iter().zip(&slots) {
        let base = first + sheet.line * 0.5 + name.size * 0.36;
        svg.lines(
            (area.x, base),
            &row.lines,
            sheet.line,
            Type { bold: row.strong, ..name },
        );
        match style.marks {
            Marks::Stack => bars::stack(svg, &plot, (chart, style), row, *slot),
            Marks::Lollipops => bars::lollipops(svg, &plot, row, *slot),
            Marks::Bars => bars::group(svg, &plot, row, *slot),
            Marks::Dumbbell => dots::dumbbell(svg, &plot, row, *slot),
            Marks::Dots => dots::dots(svg, &plot, row, *slot, style.has_column(chart)),
        }
    }
    // The zero line goes over the bars, so that both ends are seen; a neutral part lies on both of
    // its sides, with its number on it.
    if zero && bars && !chart.neutral {
        upright(0.0, Ink::Base, axis, false);
    }
}
