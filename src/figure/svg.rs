//! A backend of plotters that writes plain SVG: an element a line, on a canvas ten times
//! as fine as the picture, with classes by which a page may recolour it.

use crate::figure::measure;
use crate::figure::theme;
use crate::figure::theme::Ink;
use plotters_backend::BackendColor;
use plotters_backend::BackendCoord;
use plotters_backend::BackendStyle;
use plotters_backend::DrawingBackend;
use plotters_backend::DrawingErrorKind;
use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::rc::Rc;

/// How many canvas units make one of the picture's.
pub(super) const FINE: f64 = 10.0;

#[derive(Debug, Default)]
struct Page {
    width: f64,
    height: f64,
    body: String,
    dashed: bool,
}

/// A page of SVG; clones share it.
#[derive(Debug, Clone)]
pub(super) struct Svg(Rc<RefCell<Page>>);

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

impl Svg {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self(Rc::new(RefCell::new(Page { width, height, ..Page::default() })))
    }

    /// Makes lines dashed, or whole again.
    pub(super) fn dashed(&self, dashed: bool) {
        self.0.borrow_mut().dashed = dashed;
    }

    fn line(&self, element: &str) {
        let mut page = self.0.borrow_mut();
        page.body.push_str(element);
        page.body.push('\n');
    }

    /// Sets a text; `y` is its baseline. The length is written down, so that the picture
    /// keeps its shape where the font is another.
    pub(super) fn text(&self, x: f64, y: f64, text: &str, kind: Type) {
        self.set(x, y, text, kind, "");
    }

    /// Sets a text over lines: the ground shows around its letters.
    pub(super) fn text_over(&self, x: f64, y: f64, text: &str, kind: Type) {
        let halo = format!(
            " paint-order=\"stroke\" stroke=\"{}\" stroke-width=\"4\" stroke-linejoin=\"round\"",
            hex(theme::GROUND.rgb)
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
        let over = if halo.is_empty() { "" } else { " over" };
        let length = measure::width(text, kind.size, kind.bold);
        self.line(&format!(
            "<text x=\"{}\" y=\"{}\" class=\"{}{over}\" fill=\"{}\" font-size=\"{}\"{weight}{anchor}{halo} textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            shown(x),
            shown(y),
            kind.ink.class,
            hex(kind.ink.rgb),
            shown(kind.size),
            shown(length),
            escape(text)
        ));
    }

    /// Sets a filled rectangle with rounded corners.
    pub(super) fn tile(
        &self,
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        rgb: (u8, u8, u8),
    ) {
        self.line(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" fill=\"{}\"/>",
            shown(x),
            shown(y),
            shown(width),
            shown(height),
            hex(rgb)
        ));
    }

    /// Returns the document.
    pub(super) fn finish(&self, label: &str, ground: bool) -> String {
        let page = self.0.borrow();
        let (width, height) = (shown(page.width), shown(page.height));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{}\" font-family=\"'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif\">\n",
            escape(label)
        );
        if ground {
            let fill = hex(theme::GROUND.rgb);
            let _ = writeln!(out, "<title>{}</title>", escape(label));
            let _ = writeln!(
                out,
                "<rect width=\"{width}\" height=\"{height}\" class=\"ground\" fill=\"{fill}\"/>"
            );
        }
        out.push_str(&page.body);
        out.push_str("</svg>\n");
        out
    }

    fn dash(&self) -> &'static str {
        if self.0.borrow().dashed { " stroke-dasharray=\"7 4\"" } else { "" }
    }
}

/// Returns a number with at most one digit after the point.
fn shown(value: f64) -> String {
    let tenths = (value * 10.0).round();
    let text = format!("{:.1}", if tenths == 0.0 { 0.0 } else { tenths / 10.0 });
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn at(value: i32) -> String {
    shown(f64::from(value) / FINE)
}

/// Returns a colour as `#rrggbb`.
pub(super) fn hex((r, g, b): (u8, u8, u8)) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Returns characters as XML may hold them.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            // XML 1.0 has no other control characters.
            c if c.is_control() => {}
            // Marks of direction could turn the words around them.
            '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fffe}'
            | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

fn paint(colour: BackendColor, what: &str) -> String {
    let class = theme::of(colour.rgb).map_or("", |ink| ink.class);
    let prefix = if what == "stroke" { "k" } else { "f" };
    let opacity = if colour.alpha < 1.0 {
        format!(" {what}-opacity=\"{}\"", (colour.alpha * 100.0).round() / 100.0)
    } else {
        String::new()
    };
    format!(" class=\"{prefix}-{class}\" {what}=\"{}\"{opacity}", hex(colour.rgb))
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Svg {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        let page = self.0.borrow();
        ((page.width * FINE) as u32, (page.height * FINE) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, colour: BackendColor) -> Drawn {
        self.line(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"0.1\" height=\"0.1\"{}/>",
            at(point.0),
            at(point.1),
            paint(colour, "fill")
        ));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (left, right) =
            (upper_left.0.min(bottom_right.0), upper_left.0.max(bottom_right.0));
        let (top, bottom) =
            (upper_left.1.min(bottom_right.1), upper_left.1.max(bottom_right.1));
        let style = if fill {
            paint(style.color(), "fill")
        } else {
            format!(" fill=\"none\"{}", paint(style.color(), "stroke"))
        };
        self.line(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{style}/>",
            at(left),
            at(top),
            at(right - left),
            at(bottom - top)
        ));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let mut d = String::new();
        for (index, (x, y)) in path.into_iter().enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            let _ = write!(d, "{command}{} {}", at(x), at(y));
        }
        self.line(&format!(
            "<path d=\"{d}\" fill=\"none\"{} stroke-width=\"{}\" stroke-linejoin=\"round\" stroke-linecap=\"{}\"{}/>",
            paint(style.color(), "stroke"),
            shown(f64::from(style.stroke_width()) / FINE),
            if self.dash().is_empty() { "round" } else { "butt" },
            self.dash()
        ));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let radius = shown(f64::from(radius) / FINE);
        let paint = if fill {
            paint(style.color(), "fill")
        } else {
            format!(
                " fill=\"none\"{} stroke-width=\"{}\"",
                paint(style.color(), "stroke"),
                shown(f64::from(style.stroke_width()) / FINE)
            )
        };
        self.line(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\"{paint}/>",
            at(centre.0),
            at(centre.1)
        ));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Drawn {
        let mut list = String::new();
        for (x, y) in points {
            let _ = write!(list, "{},{} ", at(x), at(y));
        }
        self.line(&format!(
            "<polygon points=\"{}\"{}/>",
            list.trim_end(),
            paint(style.color(), "fill")
        ));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::escape;
    use super::shown;

    #[test]
    fn text_from_data_cannot_become_markup() {
        assert_eq!(escape("<script>\u{1}\"&'"), "&lt;script&gt;&quot;&amp;&#39;");
    }

    #[test]
    fn coordinates_have_one_digit_and_no_negative_zero() {
        assert_eq!([shown(-0.01), shown(12.0), shown(3.15)], ["0", "12", "3.2"]);
    }
}
