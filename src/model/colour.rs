//! Colours as numbers: how far they stand apart, also for readers who see fewer of them.
//!
//! **In:** colours. **Out:** contrasts (WCAG 2), distances, and the nearest colour that passes.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

/// Red, green and blue; written `"#12436d"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(try_from = "String")]
pub struct Colour(pub u8, pub u8, pub u8);

impl Serialize for Colour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_str(&format_args!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2))
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let [_, r, g, b] = number
            .ok_or_else(|| {
                serde::de::Error::custom(format!(
                    "`{text}` is no colour; write it as \"#12436d\""
                ))
            })?
            .to_be_bytes();
        Ok(Self(r, g, b))
    }
}

/// The least distance of two colours of a brand, for readers who confuse some, too.
pub const APART: f64 = 0.05;

/// How a reader sees colours: in full, without red cones, without green cones.
const SIGHTS: [(&str, [[f64; 3]; 3]); 3] = [
    ("readers", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    // Machado, Oliveira and Fernandes (2009), severity 1.
    (
        "readers without red cones",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "readers without green cones",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
];

impl Colour {
    /// Returns the colour as `#rrggbb`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|value| {
            let c = f64::from(value) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// Returns how light it is, 0 to 1.
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Returns the contrast with another, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Returns the colour that lies between this and another.
    #[must_use]
    pub fn mix(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| {
            (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// Returns the nearest darker or lighter colour for which something holds; black or white
    /// where none of them does.
    #[must_use]
    pub fn nearest(self, holds: impl Fn(Self) -> bool) -> Self {
        let (black, white) = (Self(0, 0, 0), Self(255, 255, 255));
        for step in 0..=100 {
            let share = f64::from(step) / 100.0;
            let found = [black, white].map(|end| self.mix(end, share));
            if let Some(found) = found.into_iter().find(|colour| holds(*colour)) {
                return found;
            }
        }
        black
    }

    /// Returns this or the nearest colour that stands out from a ground.
    #[must_use]
    pub fn on(self, ground: Self, least: f64) -> Self {
        self.nearest(|colour| colour.contrast(ground) >= least)
    }

    /// Returns the least distance of two colours (Oklab) among all ways of seeing, and who sees
    /// them so.
    pub fn apart(self, other: Self) -> (f64, &'static str) {
        let seen = |colour: Self, sight: &[[f64; 3]; 3]| {
            let [r, g, b] = colour.linear();
            oklab(sight.map(|[x, y, z]| (x * r + y * g + z * b).clamp(0.0, 1.0)))
        };
        let all = SIGHTS.iter().map(|(who, sight)| {
            let (a, b) = (seen(self, sight), seen(other, sight));
            let squares = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b));
            (squares.sum::<f64>().sqrt(), *who)
        });
        all.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, ""))
    }
}

/// Oklab (Ottosson 2020) of linear light.
fn oklab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

#[cfg(test)]
mod tests {
    use super::APART;
    use super::Colour;

    #[test]
    fn red_and_green_of_one_lightness_are_confused() {
        let (red, green) = (Colour(0xc0, 0x39, 0x2b), Colour(0x6b, 0x7a, 0x1e));
        let (found, who) = red.apart(green);
        assert!(found < 2.0 * APART && who != "readers", "{found} {who}");
    }

    #[test]
    fn the_nearest_colour_that_passes_is_found() {
        let white = Colour(255, 255, 255);
        let pale = Colour(0xf2, 0xa9, 0x00);
        let found = pale.on(white, 4.5);
        assert!(found.contrast(white) >= 4.5 && found.contrast(white) < 4.8);
        assert_eq!(Colour(0, 0, 0).on(white, 4.5), Colour(0, 0, 0));
        assert!((Colour(0, 0, 0).contrast(white) - 21.0).abs() < 1e-9);
    }
}
