//! The publisher's mark in a picture that leaves the report: at the foot, at the end of the small print.

use crate::figure::svg::Svg;
use crate::figure::svg::shown;
use crate::figure::theme::Look;

/// How high it is at most, in lines of small print.
const LINES: f64 = 2.6;
/// The most that it takes of the foot's width.
const SHARE: f64 = 0.3;
/// Room between the small print and the mark, against its height.
const APART: f64 = 0.5;

/// A mark of one size.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    address: String,
    /// From the left end of the foot.
    x: f64,
    width: f64,
    pub(super) height: f64,
}

impl Mark {
    /// Returns the mark for a foot of some width; none where the publisher has no logo.
    pub(super) fn new(look: &Look, foot: f64) -> Option<Self> {
        let sign = look.sign()?;
        let ratio = f64::from(sign.width) / f64::from(sign.height.max(1));
        let height = (LINES * look.theme.sizes.small).min(SHARE * foot / ratio);
        let width = height * ratio;
        Some(Self { address: sign.address(), x: foot - width, width, height })
    }

    /// What it takes of the foot's width.
    pub(super) fn room(&self) -> f64 {
        self.width + APART * self.height
    }

    /// Sets it into a foot that begins at `x`, its lower edge at `bottom`.
    pub(super) fn paint(&self, svg: &Svg, x: f64, bottom: f64) {
        // The older form of the address is the one that every program for pictures reads.
        svg.line(&format!(
            "<image class=\"mark\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"{}\"/>",
            shown(x + self.x),
            shown(bottom - self.height),
            shown(self.width),
            shown(self.height),
            self.address
        ));
    }
}
