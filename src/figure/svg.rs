//! One picture as plain SVG: an element a line, with classes by which a page may recolour
//! it. Shapes come through plotters (`backend`), texts are set here.

use crate::figure::measure;
use crate::figure::place::Area;
use crate::figure::shape::Shape;
use crate::figure::shape::Spot;
use crate::figure::theme::Ink;
use crate::figure::theme::Look;
use crate::figure::theme::hex;
use crate::model::escape::escape_line;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::rc::Rc;

#[derive(Debug)]
struct SvgPage {
    width: f64,
    height: f64,
    body: String,
    texts: Vec<Area>,
    shapes: Vec<Shape>,
    spots: Vec<(String, Spot)>,
    /// The panel that is drawn or written in, and the area of each in which values stand.
    panel: String,
    plots: HashMap<String, Area>,
    crowded: Vec<usize>,
    left_out: String,
    pen: Pen,
}

/// What the next shape is drawn with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pen {
    pub ink: Ink,
    pub opacity: f64,
    pub dashed: bool,
}

/// A page of SVG; clones share it.
#[derive(Debug, Clone)]
pub(super) struct Svg {
    page: Rc<RefCell<SvgPage>>,
    look: Rc<Look>,
}

/// Where a text stands against its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub size: f64,
    pub bold: bool,
    pub ink: Ink,
    pub anchor: Anchor,
}

impl Type {
    /// Returns the rectangle of a text whose baseline is `y`.
    pub fn area(self, x: f64, y: f64, text: &str) -> Area {
        let w = measure::width(text, self.size, self.bold);
        let x = match self.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - w / 2.0,
            Anchor::End => x - w,
        };
        Area { x, y: y - 0.8 * self.size, w, h: 1.04 * self.size }
    }
}

impl Svg {
    pub(super) fn new(width: f64, height: f64, look: &Look) -> Self {
        let pen = Pen { ink: Ink::Text, opacity: 1.0, dashed: false };
        let page = SvgPage {
            width,
            height,
            body: String::new(),
            texts: Vec::new(),
            shapes: Vec::new(),
            spots: Vec::new(),
            panel: String::new(),
            plots: HashMap::new(),
            crowded: Vec::new(),
            left_out: String::new(),
            pen,
        };
        Self { page: Rc::new(RefCell::new(page)), look: Rc::new(look.clone()) }
    }

    pub(super) fn look(&self) -> &Look {
        &self.look
    }

    /// Returns the page's width and height.
    pub(super) fn size(&self) -> (f64, f64) {
        let page = self.page.borrow();
        (page.width, page.height)
    }

    /// Chooses what the next shapes are drawn with.
    pub(super) fn take(&self, pen: Pen) {
        self.page.borrow_mut().pen = pen;
    }

    pub(super) fn pen(&self) -> Pen {
        self.page.borrow().pen
    }

    /// Remembers a shape drawn with the pen, unless words may lie on it.
    pub(super) fn drawn(&self, shape: Shape) {
        let mut page = self.page.borrow_mut();
        if !matches!(page.pen.ink, Ink::Grid | Ink::Ground) && page.pen.opacity > 0.3 {
            page.shapes.push(shape);
        }
    }

    /// Says whose values the next spots are.
    pub(super) fn enter(&self, panel: &str) {
        panel.clone_into(&mut self.page.borrow_mut().panel);
    }

    /// Remembers where a value of the panel stands.
    pub(super) fn spot(&self, spot: Spot) {
        let mut page = self.page.borrow_mut();
        let panel = page.panel.clone();
        page.spots.push((panel, spot));
    }

    /// Returns where values of a series of the panel stand, in the order in which they were drawn.
    pub(super) fn spots(&self, series: &str) -> Vec<Spot> {
        let page = self.page.borrow();
        let own = page.spots.iter().filter(|(panel, _)| *panel == page.panel);
        own.map(|(_, spot)| spot).filter(|spot| spot.series == series).cloned().collect()
    }

    /// Returns where all values stand, each with its panel.
    pub(super) fn every_spot(&self) -> Vec<(String, Spot)> {
        self.page.borrow().spots.clone()
    }

    /// Remembers the area in which values of the panel stand.
    pub(super) fn within(&self, plot: Area) {
        let mut page = self.page.borrow_mut();
        let panel = page.panel.clone();
        page.plots.insert(panel, plot);
    }

    /// Returns the area in which values of the panel stand.
    pub(super) fn plot(&self) -> Option<Area> {
        let page = self.page.borrow();
        page.plots.get(&page.panel).copied()
    }

    /// Remembers which annotations have no room.
    pub(super) fn crowd(&self, annotations: Vec<usize>) {
        self.page.borrow_mut().crowded.extend(annotations);
    }

    /// Notes what of the chart is not drawn.
    pub(super) fn leave_out(&self, said: &str) {
        said.clone_into(&mut self.page.borrow_mut().left_out);
    }

    /// Returns what of the chart is not drawn; empty where all is.
    pub(super) fn left_out(&self) -> String {
        self.page.borrow().left_out.clone()
    }

    /// Returns which annotations have no room.
    pub(super) fn crowded(&self) -> Vec<usize> {
        self.page.borrow().crowded.clone()
    }

    /// Returns whether words in an area would lie on no mark and on no other words.
    pub(super) fn is_clear(&self, area: Area, apart: f64) -> bool {
        let wide = area.grown(apart);
        let page = self.page.borrow();
        !page.texts.iter().any(|text| wide.touches(*text))
            && !page.shapes.iter().any(|shape| shape.meets(wide))
    }

    /// Returns whether a mark would lie on words.
    pub(super) fn lies_on_words(&self, shape: &Shape) -> bool {
        self.page.borrow().texts.iter().any(|text| shape.meets(*text))
    }

    /// Returns how many marks and words a straight line passes through.
    pub(super) fn crossings(&self, from: (f64, f64), to: (f64, f64)) -> (usize, usize) {
        let line = Shape::Line { points: vec![from, to], half: 0.5 };
        let page = self.page.borrow();
        let marks = page.shapes.iter().filter(|shape| shape.crossed(from, to)).count();
        let texts = page.texts.iter().filter(|text| line.meets(**text)).count();
        (marks, texts)
    }

    pub(super) fn line(&self, element: &str) {
        let mut page = self.page.borrow_mut();
        page.body.push_str(element);
        page.body.push('\n');
    }

    /// Returns the attributes of something filled.
    pub(super) fn fill(&self, ink: Ink) -> String {
        format!("class=\"f-{}\" fill=\"{}\"", ink.class(), hex(self.look.colour(ink)))
    }

    /// Returns the attributes of a line.
    pub(super) fn stroke(&self, ink: Ink) -> String {
        format!("class=\"k-{}\" stroke=\"{}\"", ink.class(), hex(self.look.colour(ink)))
    }

    /// Sets a text; `y` is its baseline. The length is written down, so that the picture
    /// keeps its shape where the font is another.
    pub(super) fn text(&self, x: f64, y: f64, text: &str, kind: Type) {
        self.set(x, y, text, kind, "");
    }

    /// Sets a text over a line: the ground shows around its letters.
    pub(super) fn text_over(&self, x: f64, y: f64, text: &str, kind: Type) {
        let halo = format!(
            " stroke=\"{}\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
            hex(self.look.colour(Ink::Ground))
        );
        self.set(x, y, text, kind, &halo);
    }

    fn set(&self, x: f64, y: f64, text: &str, kind: Type, halo: &str) {
        if text.is_empty() {
            return;
        }
        let anchor = match kind.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if kind.bold { " font-weight=\"700\"" } else { "" };
        let area = kind.area(x, y, text);
        self.page.borrow_mut().texts.push(area);
        let class = if halo.is_empty() { "" } else { " k-ground" };
        let fill = self.fill(kind.ink).replacen("\" fill", &format!("{class}\" fill"), 1);
        self.line(&format!(
            "<text x=\"{}\" y=\"{}\" {fill}{halo} font-size=\"{}\"{weight}{anchor} textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            shown(x),
            shown(y),
            shown(kind.size),
            shown(area.w),
            escape_line(text)
        ));
    }

    /// Sets lines one under the other, the first with its baseline at `y`.
    pub(super) fn lines(
        &self,
        (x, y): (f64, f64),
        lines: &[String],
        step: f64,
        kind: Type,
    ) {
        for (at, line) in lines.iter().enumerate() {
            self.text(x, y + at as f64 * step, line, kind);
        }
    }

    /// Sets a text if it lies on the page and keeps its distance from every text before it.
    pub(super) fn text_if_free(&self, x: f64, y: f64, text: &str, kind: Type) -> bool {
        let free = self.is_free(x, y, text, kind);
        if free {
            self.text(x, y, text, kind);
        }
        free
    }

    /// The same over whatever is drawn there.
    pub(super) fn text_over_if_free(
        &self,
        x: f64,
        y: f64,
        text: &str,
        kind: Type,
    ) -> bool {
        let free = self.is_free(x, y, text, kind);
        if free {
            self.text_over(x, y, text, kind);
        }
        free
    }

    fn is_free(&self, x: f64, y: f64, text: &str, kind: Type) -> bool {
        let area = kind.area(x, y, text);
        let (width, height) = self.size();
        let inside = area.x >= 0.0
            && area.y >= 0.0
            && area.right() <= width
            && area.bottom() <= height;
        let wide = Area { x: area.x - 5.0, w: area.w + 10.0, ..area };
        let free = !self.page.borrow().texts.iter().any(|other| wide.touches(*other));
        inside && free
    }

    /// Sets a filled rectangle with rounded corners.
    pub(super) fn tile(&self, area: Area, ink: Ink) {
        self.line(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" {}/>",
            shown(area.x),
            shown(area.y),
            shown(area.w),
            shown(area.h),
            self.fill(ink)
        ));
    }

    /// Returns the document.
    pub(super) fn finish(&self, label: &str, ground: bool) -> String {
        let page = self.page.borrow();
        let (width, height) = (shown(page.width), shown(page.height));
        let label = escape_line(label);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{label}\" font-family=\"{}\">\n",
            escape_line(&self.look.theme.font)
        );
        if ground {
            let _ = writeln!(out, "<title>{label}</title>");
            let _ = writeln!(
                out,
                "<rect width=\"{width}\" height=\"{height}\" {}/>",
                self.fill(Ink::Ground)
            );
        }
        out.push_str(&page.body);
        out.push_str("</svg>\n");
        out
    }
}

/// Returns a number with at most one digit after the point.
pub(super) fn shown(value: f64) -> String {
    let tenths = (value * 10.0).round();
    let text = format!("{:.1}", if tenths == 0.0 { 0.0 } else { tenths / 10.0 });
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn coordinates_have_one_digit_and_no_negative_zero() {
        assert_eq!([shown(-0.01), shown(12.0), shown(3.15)], ["0", "12", "3.2"]);
    }
}
