//! What the sizes of circles mean: a few circles with the amounts that they are.

use crate::figure::draw::plot::Plot;
use crate::figure::draw::plot::small;
use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::scale::short;
use crate::figure::svg::Anchor;
use crate::figure::svg::Svg;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::model::format::Format;

/// Room between a circle and its words.
const GAP: f64 = 6.0;
/// Room between the words of one circle and the next circle.
const APART: f64 = 16.0;

/// Up to three round amounts that circles can be of, the greatest first: 5, 2 and 1 of a power of ten lie
/// far enough apart for their areas to be told.
pub(in crate::figure) fn amounts(format: &Format, most: f64, limit: f64) -> Vec<f64> {
    if most <= 0.0 || !most.is_finite() {
        return Vec::new();
    }
    let power = limit.log10().floor() as i32;
    let all = [power, power - 1]
        .into_iter()
        .flat_map(|power| [5.0, 2.0, 1.0].map(|factor| factor * 10_f64.powi(power)));
    let prints = |value: f64| (format.rounded(value) - value).abs() <= value * 1e-6;
    all.filter(|value| *value <= limit && prints(*value)).take(3).collect()
}

/// A title, and circles side by side under it.
pub(in crate::figure) struct Sizes {
    title: Vec<String>,
    /// The radius of each as a part of that of the greatest value, and its words.
    circles: Vec<(f64, String)>,
    /// The greatest radius there can be.
    largest: f64,
    line: f64,
}

impl Sizes {
    pub(in crate::figure) fn new(
        look: &Look,
        title: &str,
        (format, most): (&Format, f64),
        (width, largest): (f64, f64),
    ) -> Self {
        let size = look.theme.sizes.small;
        let mut values = amounts(format, most, most);
        if values.is_empty() {
            values.push(most);
        }
        let mut out = Self {
            title: measure::wrap(title, size, false, width),
            circles: Vec::new(),
            largest,
            line: look.small_line(),
        };
        let mut x = 0.0;
        for value in values {
            let part = (value / most.max(1e-300)).sqrt();
            let words = short(format, value);
            x += 2.0 * largest * part + GAP + measure::width(&words, size, false);
            if x > width && !out.circles.is_empty() {
                break;
            }
            out.circles.push((part, words));
            x += APART;
        }
        out
    }

    pub(in crate::figure) fn height(&self) -> f64 {
        let tallest = (2.0 * self.largest).max(self.line);
        self.title.len() as f64 * self.line + tallest + 10.0
    }

    /// Draws it from the top of an area, the circle of the greatest value with a radius.
    pub(in crate::figure) fn paint(&self, svg: &Svg, area: Area, radius: f64) {
        let look = svg.look();
        let plane = Plot::of_page(svg);
        let muted = small(look, Ink::Muted, Anchor::Start);
        svg.lines((area.x, area.y + muted.size), &self.title, self.line, muted);
        let radius = radius.min(self.largest);
        let row = (2.0 * radius).max(self.line);
        let middle = area.y + self.title.len() as f64 * self.line + 6.0 + row / 2.0;
        let kind = small(look, Ink::Text, Anchor::Start);
        let mut x = area.x;
        for (part, words) in &self.circles {
            let own = radius * part;
            plane.circle((x + own, middle), own, Ink::Base, 1.2);
            x += 2.0 * own + GAP;
            svg.text(x, middle + kind.size * 0.36, words, kind);
            x += measure::width(words, kind.size, false) + APART;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::amounts;
    use crate::model::format::Format;
    use crate::model::format::Unit;

    #[test]
    fn circles_of_three_round_amounts_say_what_sizes_mean() {
        let people = Format::of(Unit::Count);
        let of = |most: f64| amounts(&people, most, most);
        assert_eq!(of(9_200_000.0), [5e6, 2e6, 1e6]);
        assert_eq!(of(1_300.0), [1000.0, 500.0, 200.0]);
        assert_eq!(of(3.0), [2.0, 1.0]);
        assert_eq!(of(0.0), [0.0; 0]);
        let rate = Format::of(Unit::Rate).decimals(1);
        assert_eq!(amounts(&rate, 0.9, 0.9), [0.5, 0.2, 0.1]);
    }
}
