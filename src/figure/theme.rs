//! What charts look like: colours, type sizes, spacing. The colours are those of the UK
//! government Analysis Function; text in a series' colour uses a darker tone of it.

/// A colour with the names of its classes, by which a page may recolour it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink {
    /// Red, green, blue.
    pub rgb: (u8, u8, u8),
    /// Class of the tone: `ink`, `s1`, `t1`.
    pub class: &'static str,
}

const fn ink(class: &'static str, rgb: (u8, u8, u8)) -> Ink {
    Ink { rgb, class }
}

/// Text.
pub const INK: Ink = ink("ink", (0x1d, 0x1d, 0x1f));
/// Text of less weight: ticks, notes.
pub const MUTED: Ink = ink("muted", (0x55, 0x59, 0x5f));
/// Lines that only guide the eye.
pub const GRID: Ink = ink("grid", (0xdd, 0xe0, 0xe4));
/// Lines at zero or at a reference.
pub const BASE: Ink = ink("base", (0x6b, 0x70, 0x78));
/// What charts stand on.
pub const GROUND: Ink = ink("ground", (0xff, 0xff, 0xff));

/// Marks of series; the first two are treated and control.
pub const SERIES: [Ink; 6] = [
    ink("s1", (0x12, 0x43, 0x6d)),
    ink("s2", (0xf4, 0x6a, 0x25)),
    ink("s3", (0x28, 0xa1, 0x97)),
    ink("s4", (0x80, 0x16, 0x50)),
    ink("s5", (0x3d, 0x3d, 0x3d)),
    ink("s6", (0xa2, 0x85, 0xd1)),
];

/// Text in the colour of a series, at least 4.5 : 1 on white.
pub const LABELS: [Ink; 6] = [
    ink("t1", (0x12, 0x43, 0x6d)),
    ink("t2", (0xa8, 0x43, 0x0c)),
    ink("t3", (0x17, 0x6b, 0x64)),
    ink("t4", (0x80, 0x16, 0x50)),
    ink("t5", (0x3d, 0x3d, 0x3d)),
    ink("t6", (0x63, 0x43, 0x9e)),
];

/// Returns the ink of a colour, for its class.
pub(super) fn of(rgb: (u8, u8, u8)) -> Option<Ink> {
    [INK, MUTED, GRID, BASE, GROUND]
        .into_iter()
        .chain(SERIES)
        .chain(LABELS)
        .find(|ink| ink.rgb == rgb)
}

/// Size of labels.
pub const LABEL: f64 = 13.0;
/// Size of ticks and notes.
pub const SMALL: f64 = 12.0;
/// Size of the headline of a figure that stands alone.
pub const HEADLINE: f64 = 19.0;
/// Size of the subtitle of a figure that stands alone.
pub const SUBTITLE: f64 = 14.0;

/// Widths at which figures are drawn.
pub const WIDE: f64 = 680.0;
/// The width for a telephone.
pub const NARROW: f64 = 350.0;
/// The width of a figure that stands alone.
pub const ALONE: f64 = 720.0;

/// Returns the contrast of two colours, 1 to 21 (WCAG 2).
pub fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
    let channel = |value: u8| {
        let c = f64::from(value) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = |(r, g, b): (u8, u8, u8)| {
        0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::GROUND;
    use super::LABELS;
    use super::SERIES;
    use super::contrast;

    #[test]
    fn marks_and_text_stand_out_from_the_ground_and_the_first_two_from_one_another() {
        for series in SERIES {
            assert!(contrast(series.rgb, GROUND.rgb) > 2.99, "{series:?}");
        }
        for label in LABELS {
            assert!(contrast(label.rgb, GROUND.rgb) > 4.5, "{label:?}");
        }
        assert!(contrast(SERIES[0].rgb, SERIES[1].rgb) > 3.0);
    }
}
