//! The page as a backend of plotters, on a canvas ten times as fine as the picture, because
//! plotters counts in whole pixels. Colours are those of the page's pen.

use crate::figure::place::Area;
use crate::figure::shape::Shape;
use crate::figure::svg::Svg;
use crate::figure::svg::shown;
use plotters_backend::BackendColor;
use plotters_backend::BackendCoord;
use plotters_backend::BackendStyle;
use plotters_backend::DrawingBackend;
use plotters_backend::DrawingErrorKind;
use std::convert::Infallible;
use std::fmt::Write as _;

/// How many canvas units make one of the picture's.
pub(super) const FINE: f64 = 10.0;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

fn at(value: i32) -> String {
    shown(coarse(value))
}

fn coarse(value: i32) -> f64 {
    f64::from(value) / FINE
}

impl Svg {
    fn filled(&self) -> String {
        let pen = self.pen();
        let opacity = if pen.opacity < 1.0 {
            format!(" fill-opacity=\"{}\"", (pen.opacity * 100.0).round() / 100.0)
        } else {
            String::new()
        };
        format!("{}{opacity}", self.fill(pen.ink))
    }

    fn outlined(&self, width: u32) -> String {
        format!(
            "fill=\"none\" {} stroke-width=\"{}\"",
            self.stroke(self.pen().ink),
            shown(f64::from(width) / FINE)
        )
    }
}

impl DrawingBackend for Svg {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        let (width, height) = self.size();
        ((width * FINE) as u32, (height * FINE) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, _: BackendColor) -> Drawn {
        self.line(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"0.1\" height=\"0.1\" {}/>",
            at(point.0),
            at(point.1),
            self.filled()
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
        let paint =
            if fill { self.filled() } else { self.outlined(style.stroke_width()) };
        self.drawn(Shape::Rect(Area {
            x: coarse(left),
            y: coarse(top),
            w: coarse(right - left),
            h: coarse(bottom - top),
        }));
        self.line(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {paint}/>",
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
        let mut points = Vec::new();
        for (index, (x, y)) in path.into_iter().enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            let _ = write!(d, "{command}{} {}", at(x), at(y));
            points.push((coarse(x), coarse(y)));
        }
        let half = f64::from(style.stroke_width()) / FINE / 2.0;
        self.drawn(Shape::Line { points, half });
        let strokes = self.look().theme.stroke;
        let (cap, dash) = if self.pen().dashed {
            let (dash, pause) = (shown(strokes.dash), shown(strokes.pause));
            ("butt", format!(" stroke-dasharray=\"{dash} {pause}\""))
        } else {
            ("round", String::new())
        };
        self.line(&format!(
            "<path d=\"{d}\" {} stroke-linejoin=\"round\" stroke-linecap=\"{cap}\"{dash}/>",
            self.outlined(style.stroke_width())
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
        let middle = (coarse(centre.0), coarse(centre.1));
        let reach = f64::from(radius + style.stroke_width() / 2) / FINE;
        self.drawn(Shape::Disc { at: middle, radius: reach });
        let radius = shown(f64::from(radius) / FINE);
        let paint =
            if fill { self.filled() } else { self.outlined(style.stroke_width()) };
        self.line(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\" {paint}/>",
            at(centre.0),
            at(centre.1)
        ));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        _: &S,
    ) -> Drawn {
        let mut list = String::new();
        let mut corners = Vec::new();
        for (x, y) in points {
            let _ = write!(list, "{},{} ", at(x), at(y));
            corners.push((coarse(x), coarse(y)));
        }
        self.drawn(Shape::Fill(corners));
        self.line(&format!(
            "<polygon points=\"{}\" {}/>",
            list.trim_end(),
            self.filled()
        ));
        Ok(())
    }
}
