//! `flow`: boxes and arrows, such as a theory of change, from left to right.
//!
//! `nodes:` have an `id:`, a `text:` and the ids they lead `to:`. A box stands one column after
//! the last that points to it; where there is no room for columns, they are rows. Arrows in a
//! circle are refused. The long description lists every box and where it leads.
//!
//! Do not use it for amounts: nothing of it is to scale.
//!
//! ```yaml
//! theory:
//!   kind: flow
//!   headline: Money alone changes nothing
//!   subtitle: How the programme was meant to work
//!   nodes:
//!     - {id: grant, text: Grants to residents' groups, to: [places]}
//!     - {id: places, text: Places to meet, to: [trade]}
//!     - {id: trade, text: More local trade}
//!   source: Programme documents
//! ```

use crate::figure::draw::Need;
use crate::figure::draw::less::Less;
use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::label;
use crate::figure::kind::Kind;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::plan::Planner;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::chart::Chart;
use crate::model::chart::Node;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::did_you_mean;
use crate::model::format::Format;
use crate::model::format::Unit;
use crate::model::words::listed;
use crate::say;

/// Room for an arrow between columns or rows, and between boxes of one.
const ARROW: f64 = 34.0;
/// The same where there is little room.
const CLOSE: f64 = 22.0;
const GAP: f64 = 12.0;
const PAD: f64 = 8.0;
/// The widest box.
const WIDE: f64 = 190.0;
/// The narrowest column of words.
const NARROW: f64 = 96.0;

pub(super) struct Flow;

impl Kind for Flow {
    fn manual(&self) -> &'static str {
        include_str!("flow.rs")
    }

    fn settings(&self) -> &'static [&'static str] {
        &["nodes"]
    }

    fn plan(&self, planner: &Planner<'_>) -> Result<Chart> {
        let mut chart = planner.empty(Format::of(Unit::Number));
        let nodes = &planner.decl().nodes;
        let known = || nodes.iter().map(|node| node.id.as_str());
        for (at, node) in nodes.iter().enumerate() {
            let place = |rest: &[&str]| {
                let at = at.to_string();
                let mut path = vec!["nodes", at.as_str()];
                path.extend(rest);
                planner.place(&path)
            };
            if known().filter(|id| *id == node.id).count() > 1 {
                let message = format!("two boxes are called `{}`", node.id);
                return Err(Diagnostic::error(Code::R0401, message)
                    .at(place(&["id"]), "")
                    .into());
            }
            for (index, to) in node.to.iter().enumerate() {
                if !known().any(|id| id == to) {
                    let message = format!("there is no box `{to}`");
                    return Err(Diagnostic::error(Code::R0401, message)
                        .at(place(&["to", &index.to_string()]), "")
                        .help(did_you_mean(to, known(), "boxes"))
                        .into());
                }
            }
            chart.nodes.push(Node {
                id: node.id.clone(),
                text: node.text.clone(),
                to: node.to.clone(),
            });
        }
        if chart.nodes.is_empty() {
            return Err(planner
                .fault("kind", "a flow needs boxes".to_owned())
                .help("add `nodes:` with `id:`, `text:` and `to:`")
                .into());
        }
        if levels(&chart).is_none() {
            return Err(planner
                .fault("nodes", "the arrows lead in a circle".to_owned())
                .help("a flow has a beginning and an end: leave out the arrow that leads back")
                .into());
        }
        Ok(chart)
    }

    fn need(&self, chart: &Chart, look: &Look, width: f64) -> Need {
        let layout = Layout::new(chart, look, width);
        let tall = layout.height(look);
        Need { least: tall, natural: tall + 8.0, most: tall * 1.5 + 40.0 }
    }

    fn paint(&self, chart: &Chart, svg: &Svg, area: Area) {
        let look = svg.look();
        let layout = Layout::new(chart, look, area.w);
        let boxes = layout.places(look, area);
        let plane = Plot::of_page(svg);
        for (from, to) in &layout.arrows {
            let (Some(a), Some(b)) = (boxes.get(*from), boxes.get(*to)) else { continue };
            let slots = &layout.slots;
            let leads = slots.get(*to).is_some_and(|slot| slot.node.is_some());
            let (start, end) = if layout.across {
                ((a.right(), a.y + a.h / 2.0), (b.x, b.y + b.h / 2.0))
            } else {
                ((a.x + a.w / 2.0, a.bottom()), (b.x + b.w / 2.0, b.y))
            };
            arrow(&plane, start, end, leads);
            // An arrow that passes a column goes on through it.
            if !leads {
                let on =
                    if layout.across { (b.right(), end.1) } else { (end.0, b.bottom()) };
                plane.path(vec![end, on], Ink::Base, 1.4, false);
            }
        }
        for (slot, place) in layout.slots.iter().zip(&boxes) {
            if slot.node.is_none() {
                continue;
            }
            svg.tile(*place, Ink::Grid);
            let kind = label(look, Ink::Text, Anchor::Middle);
            let line = look.line();
            let top = place.y + (place.h - slot.lines.len() as f64 * line) / 2.0;
            let x = place.x + place.w / 2.0;
            svg.lines((x, top + kind.size), &slot.lines, line, kind);
        }
    }

    fn sentences(&self, chart: &Chart) -> (Vec<String>, Vec<String>) {
        let text = |id: &String| {
            let node = chart.nodes.iter().find(|node| node.id == *id);
            node.map_or_else(|| id.clone(), |node| node.text.clone())
        };
        let say = |node: &Node| {
            let to: Vec<String> = node.to.iter().map(text).collect();
            if to.is_empty() {
                say!("flow-end", box = node.text.as_str())
            } else {
                say!("flow-leads", box = node.text.as_str(), to = listed(&to))
            }
        };
        let all: Vec<String> = chart.nodes.iter().map(say).collect();
        // As one, so that a short text leaves no box out.
        (vec![all.join(" ")], all)
    }

    fn takes_reference(&self) -> bool {
        false
    }

    fn less<'a>(&self, whole: Less<'a>, level: usize) -> Option<Less<'a>> {
        let all = whole.chart.nodes.len();
        let count = (all + 1).checked_sub(level).filter(|count| *count > 0)?;
        let whole = whole.closer();
        if count == all {
            return Some(whole);
        }
        Some(whole.changed(
            &say!("less-first", count = count, of = all, noun = "boxes"),
            |chart| {
                chart.nodes.truncate(count);
                let kept: Vec<String> =
                    chart.nodes.iter().map(|node| node.id.clone()).collect();
                chart
                    .nodes
                    .iter_mut()
                    .for_each(|node| node.to.retain(|to| kept.contains(to)));
            },
        ))
    }
}

/// The column of each box: one after the last that leads to it; none in a circle.
fn levels(chart: &Chart) -> Option<Vec<usize>> {
    let count = chart.nodes.len();
    let mut levels = vec![0; count];
    for _ in 0..=count {
        let mut moved = false;
        for (at, node) in chart.nodes.iter().enumerate() {
            let own = levels.get(at).copied().unwrap_or(0);
            for to in &node.to {
                let Some(next) = chart.nodes.iter().position(|other| other.id == *to)
                else {
                    continue;
                };
                if let Some(level) = levels.get_mut(next)
                    && *level <= own
                {
                    *level = own + 1;
                    moved = true;
                }
            }
        }
        if !moved {
            return Some(levels);
        }
    }
    None
}

/// A box, or the place where an arrow passes a column.
struct Slot {
    node: Option<usize>,
    level: usize,
    lines: Vec<String>,
}

struct Layout {
    across: bool,
    slots: Vec<Slot>,
    arrows: Vec<(usize, usize)>,
    levels: usize,
    /// The room of an arrow from one level to the next below.
    arrow: f64,
    /// The width of a box of each level.
    wide: Vec<f64>,
}

impl Layout {
    fn new(chart: &Chart, look: &Look, width: f64) -> Self {
        let found = levels(chart).unwrap_or_else(|| vec![0; chart.nodes.len()]);
        let levels = found.iter().max().map_or(1, |most| most + 1);
        let mut slots: Vec<Slot> = found
            .iter()
            .enumerate()
            .map(|(at, level)| Slot { node: Some(at), level: *level, lines: Vec::new() })
            .collect();
        let mut arrows = Vec::new();
        for (at, node) in chart.nodes.iter().enumerate() {
            for to in &node.to {
                let Some(end) = chart.nodes.iter().position(|other| other.id == *to)
                else {
                    continue;
                };
                let (from, until) = (found.get(at).copied(), found.get(end).copied());
                let (Some(from), Some(until)) = (from, until) else { continue };
                let mut before = at;
                for level in from + 1..until {
                    slots.push(Slot { node: None, level, lines: Vec::new() });
                    arrows.push((before, slots.len() - 1));
                    before = slots.len() - 1;
                }
                arrows.push((before, end));
            }
        }
        let size = look.theme.sizes.label;
        let column = (width - (levels - 1) as f64 * ARROW) / levels as f64;
        let holds = |text: &str, wide: f64| {
            measure::breaks_between_words(text, size, false, wide - 2.0 * PAD)
        };
        let fits = |wide: f64| {
            wide >= NARROW && chart.nodes.iter().all(|node| holds(&node.text, wide))
        };
        let each = |count: usize| {
            let count = count.max(1) as f64;
            ((width - (count - 1.0) * GAP) / count).max(20.0)
        };
        let across = fits(column);
        let most = (0..levels)
            .map(|level| slots.iter().filter(|slot| slot.level == level).count())
            .max()
            .unwrap_or(1);
        let wide = if across { column.min(WIDE) } else { each(most) };
        let text = |slot: &Slot| slot.node.and_then(|at| chart.nodes.get(at));
        // Boxes are of one width, but for levels whose words would not be whole in it.
        let own = |level: usize| -> f64 {
            let mut of = slots.iter().filter(|slot| slot.level == level);
            let count = of.clone().count();
            let whole =
                of.all(|slot| text(slot).is_none_or(|node| holds(&node.text, wide)));
            if across || whole && !chart.close { wide } else { each(count).min(WIDE) }
        };
        let wide: Vec<f64> = (0..levels).map(own).collect();
        for slot in &mut slots {
            let limit = wide.get(slot.level).map_or(width, |wide| wide - 2.0 * PAD);
            let lines =
                text(slot).map(|node| measure::wrap(&node.text, size, false, limit));
            slot.lines = lines.unwrap_or_default();
        }
        let arrow = if chart.close { CLOSE } else { ARROW };
        Self { across, slots, arrows, levels, arrow, wide }
    }

    fn tall(look: &Look, slot: &Slot) -> f64 {
        if slot.node.is_none() {
            return 10.0;
        }
        slot.lines.len() as f64 * look.line() + 2.0 * PAD
    }

    fn of(&self, level: usize) -> impl Iterator<Item = (usize, &Slot)> {
        self.slots.iter().enumerate().filter(move |(_, slot)| slot.level == level)
    }

    fn height(&self, look: &Look) -> f64 {
        let column = |level: usize| -> f64 {
            let tall = self.of(level).map(|(_, slot)| Self::tall(look, slot) + GAP);
            tall.sum::<f64>() - GAP
        };
        let row = |level: usize| {
            self.of(level).map(|(_, slot)| Self::tall(look, slot)).fold(0.0, f64::max)
        };
        if self.across {
            (0..self.levels).map(column).fold(0.0, f64::max)
        } else {
            (0..self.levels).map(row).sum::<f64>() + (self.levels - 1) as f64 * self.arrow
        }
    }

    /// Where each slot stands.
    fn places(&self, look: &Look, area: Area) -> Vec<Area> {
        let mut out = vec![area; self.slots.len()];
        let mut put = |at: usize, place: Area| {
            if let Some(slot) = out.get_mut(at) {
                *slot = place;
            }
        };
        if self.across {
            let wide = self.wide.first().copied().unwrap_or(0.0);
            let step = (area.w - wide) / (self.levels.max(2) - 1) as f64;
            for level in 0..self.levels {
                let tall: f64 = self
                    .of(level)
                    .map(|(_, slot)| Self::tall(look, slot) + GAP)
                    .sum::<f64>()
                    - GAP;
                let mut y = area.y + (area.h - tall) / 2.0;
                let x = area.x + level as f64 * step;
                for (at, slot) in self.of(level) {
                    let h = Self::tall(look, slot);
                    put(at, Area { x, y, w: wide, h });
                    y += h + GAP;
                }
            }
            return out;
        }
        let spare = (area.h - self.height(look)) / (self.levels.max(2) - 1) as f64;
        let mut y = area.y;
        for (level, wide) in self.wide.iter().copied().enumerate() {
            let row = self
                .of(level)
                .map(|(_, slot)| Self::tall(look, slot))
                .fold(0.0, f64::max);
            let count = self.of(level).count() as f64;
            let whole = count * wide + (count - 1.0) * GAP;
            let mut x = area.x + (area.w - whole) / 2.0;
            for (at, _) in self.of(level) {
                // Boxes of one height, so that no arrow from a low one crosses its neighbour.
                put(at, Area { x, y, w: wide, h: row });
                x += wide + GAP;
            }
            y += row + self.arrow + spare.max(0.0);
        }
        out
    }
}

/// A line with a head where it ends at a box.
fn arrow(plane: &Plot, start: (f64, f64), end: (f64, f64), head: bool) {
    let (dx, dy) = (end.0 - start.0, end.1 - start.1);
    let long = dx.hypot(dy).max(1e-9);
    let (ux, uy) = (dx / long, dy / long);
    let tip = if head { (end.0 - ux * 2.0, end.1 - uy * 2.0) } else { end };
    plane.path(vec![start, tip], Ink::Base, 1.4, false);
    if head {
        let side = |turn: f64| {
            (tip.0 - ux * 8.0 + turn * uy * 4.5, tip.1 - uy * 8.0 - turn * ux * 4.5)
        };
        plane.band(vec![tip, side(1.0), side(-1.0)], Ink::Base, 1.0);
    }
}
