//! From a theme to the colours of one picture, and to the style of a page that holds it.

use crate::model::brand::Sign;
use crate::model::colour::APART;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::theme::Colour;
use crate::model::theme::Palette;
use crate::model::theme::Theme;
use crate::model::theme::Tone;
use crate::project::Yaml;
use std::fmt::Write as _;
use std::sync::Arc;

/// How many steps the ramp of a heat table has; the middle one is neutral.
pub(super) const STEPS: u8 = 11;

/// Where a picture is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Variant {
    /// On a light screen.
    Light,
    /// On a dark screen.
    Dark,
    /// On paper.
    Print,
    /// On paper without colours.
    Grey,
}

impl Variant {
    /// Every variant with its name.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Light, "light"),
        (Self::Dark, "dark"),
        (Self::Print, "print"),
        (Self::Grey, "grey"),
    ];
}

/// A theme and the variant a picture is drawn in.
#[derive(Debug, Clone)]
pub struct Look {
    pub(super) theme: Arc<Theme>,
    variant: Variant,
}

/// What a line, a shape or a text is coloured as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Ground,
    Text,
    Muted,
    Grid,
    Base,
    Mark(Hue),
    Words(Hue),
    /// Text on a bar.
    On(Hue),
    /// A step of the ramp.
    Ramp(u8),
    /// Text on a step of the ramp.
    OnRamp(u8),
}

/// Which series a colour belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hue {
    Treated,
    Control,
    Faded,
    Other(usize),
    /// An answer: a step of the ramp.
    Step(u8),
}

impl Hue {
    const ALL: [Self; 9] = [
        Self::Treated,
        Self::Control,
        Self::Faded,
        Self::Other(0),
        Self::Other(1),
        Self::Other(2),
        Self::Other(3),
        Self::Other(4),
        Self::Other(5),
    ];

    fn class(self) -> String {
        match self {
            Self::Treated => "treated".to_owned(),
            Self::Control => "control".to_owned(),
            Self::Faded => "faded".to_owned(),
            Self::Other(index) => format!("s{}", index % 6 + 1),
            Self::Step(step) => format!("r{step}"),
        }
    }

    fn tone(self, palette: &Palette) -> Tone {
        match self {
            Self::Treated => palette.treated,
            Self::Control => palette.control,
            Self::Faded => palette.faded,
            Self::Other(index) => {
                palette.series.get(index % 6).copied().unwrap_or(palette.treated)
            }
            Self::Step(step) => Tone { mark: ramp(palette, step), text: palette.ink },
        }
    }
}

impl Ink {
    /// Returns the class by which a page may recolour what is drawn in it.
    pub(super) fn class(self) -> String {
        match self {
            Self::Ground => "ground".to_owned(),
            Self::Text => "ink".to_owned(),
            Self::Muted => "muted".to_owned(),
            Self::Grid => "grid".to_owned(),
            Self::Base => "base".to_owned(),
            Self::Mark(hue) => hue.class(),
            // Words in a pale step could not be read.
            Self::Words(Hue::Step(_)) => Self::Text.class(),
            Self::Words(hue) => format!("{}-text", hue.class()),
            Self::On(hue) => format!("on-{}", hue.class()),
            Self::Ramp(step) => format!("r{step}"),
            Self::OnRamp(step) => format!("on-r{step}"),
        }
    }

    fn every() -> Vec<Self> {
        let mut out = vec![Self::Ground, Self::Text, Self::Muted, Self::Grid, Self::Base];
        for hue in Hue::ALL {
            out.extend([Self::Mark(hue), Self::Words(hue), Self::On(hue)]);
        }
        for step in 0..STEPS {
            out.extend([Self::Ramp(step), Self::OnRamp(step)]);
        }
        out
    }

    fn colour(self, palette: &Palette) -> Colour {
        // The first that reads well; on middling grounds only black or white do.
        let on = |under: Colour| {
            let inks =
                [palette.ink, palette.ground, Colour(255, 255, 255), Colour(0, 0, 0)];
            let best = |a: &Colour, b: &Colour| {
                contrast(under, *a).total_cmp(&contrast(under, *b))
            };
            inks.into_iter()
                .find(|ink| contrast(under, *ink) >= 4.5)
                .or_else(|| inks.into_iter().max_by(best))
                .unwrap_or(palette.ink)
        };
        match self {
            Self::Ground => palette.ground,
            Self::Text => palette.ink,
            Self::Muted => palette.muted,
            Self::Grid => palette.grid,
            Self::Base => palette.base,
            Self::Mark(hue) => hue.tone(palette).mark,
            Self::Words(hue) => hue.tone(palette).text,
            Self::On(hue) => on(hue.tone(palette).mark),
            Self::Ramp(step) => ramp(palette, step),
            Self::OnRamp(step) => on(ramp(palette, step)),
        }
    }
}

/// A step between the colours of the ramp.
fn ramp(palette: &Palette, step: u8) -> Colour {
    let [low, middle, high] = palette.ramp;
    let half = f64::from(STEPS / 2);
    let from_middle = f64::from(step) - half;
    let end = if from_middle < 0.0 { low } else { high };
    let share = (from_middle.abs() / half).min(1.0);
    let mix = |from: u8, to: u8| {
        (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8
    };
    Colour(mix(middle.0, end.0), mix(middle.1, end.1), mix(middle.2, end.2))
}

impl Look {
    /// Chooses a variant of a theme.
    pub fn new(theme: &Arc<Theme>, variant: Variant) -> Self {
        Self { theme: Arc::clone(theme), variant }
    }

    /// Returns the colours of the variant; those of print for grey.
    pub(super) fn palette(&self) -> &Palette {
        match self.variant {
            Variant::Light => &self.theme.light,
            Variant::Dark => &self.theme.dark,
            Variant::Print | Variant::Grey => &self.theme.print,
        }
    }

    /// Returns the publisher's logo for this ground.
    pub(super) fn sign(&self) -> Option<&Sign> {
        let logo = self.theme.brand.as_ref()?.logo.as_ref()?;
        Some(if self.variant == Variant::Dark { &logo.reversed } else { &logo.plain })
    }

    pub(super) fn colour(&self, ink: Ink) -> Colour {
        let colour = ink.colour(self.palette());
        if self.variant == Variant::Grey { grey(colour) } else { colour }
    }

    /// Height of a line of labels.
    pub(super) fn line(&self) -> f64 {
        self.theme.sizes.label * 1.24
    }

    /// Height of a line of small type.
    pub(super) fn small_line(&self) -> f64 {
        self.theme.sizes.small * 1.25
    }
}

/// Returns the style by which pictures within a page follow its light or dark ground: a
/// property for each colour, and rules for the classes of the pictures under `scope`.
pub fn style(theme: &Theme, scope: &str) -> String {
    let properties = |palette: &Palette| {
        let mut out = String::new();
        for ink in Ink::every() {
            let _ = write!(out, "--c-{}:{};", ink.class(), hex(ink.colour(palette)));
        }
        out
    };
    let mut out = format!(
        ":root{{{}}}\n@media (prefers-color-scheme:dark){{:root{{{}}}}}\n@media print{{:root{{{}}}}}\n",
        properties(&theme.light),
        properties(&theme.dark),
        properties(&theme.print)
    );
    for ink in Ink::every() {
        let class = ink.class();
        let _ = writeln!(
            out,
            "{scope} .f-{class}{{fill:var(--c-{class})}}{scope} .k-{class}{{stroke:var(--c-{class})}}"
        );
    }
    out
}

/// Returns the colours of a project's theme that cannot be told apart.
pub fn lint(theme: &Theme, own: &Yaml) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let palettes =
        [("light", &theme.light), ("dark", &theme.dark), ("print", &theme.print)];
    for (name, palette) in palettes {
        let mut warn = |path: &[&str], least: f64, found: f64, what: &str| {
            if found < least {
                let mut place = vec![name];
                place.extend_from_slice(path);
                let message = format!(
                    "`{}` stands out from {what} by {found:.1} : 1, less than {least} : 1",
                    place.join(": ")
                );
                out.push(
                    Diagnostic::warning(Code::R0420, message)
                        .at(own.place(&place), "")
                        .help("make it darker or lighter"),
                );
            }
        };
        let ground = palette.ground;
        for (path, colour) in [("ink", palette.ink), ("muted", palette.muted)] {
            warn(&[path], 4.5, contrast(colour, ground), "the ground");
        }
        for hue in Hue::ALL {
            let number = if let Hue::Other(index) = hue { index } else { 0 }.to_string();
            let path: Vec<&str> = match hue {
                Hue::Treated => vec!["treated"],
                Hue::Control => vec!["control"],
                Hue::Faded => vec!["faded"],
                Hue::Other(_) | Hue::Step(_) => vec!["series", &number],
            };
            let tone = hue.tone(palette);
            let with = |last| [path.as_slice(), &[last]].concat();
            warn(&with("mark"), 3.0, contrast(tone.mark, ground), "the ground");
            warn(&with("text"), 4.5, contrast(tone.text, ground), "the ground");
        }
        let both = contrast(palette.treated.mark, palette.control.mark);
        warn(&["control", "mark"], 3.0, both, "`treated`");
        for (index, pair) in palette.series.windows(2).enumerate() {
            if let [a, b] = pair {
                let number = (index + 1).to_string();
                let found = contrast(a.mark, b.mark);
                warn(&["series", &number, "mark"], 3.0, found, "the series before it");
            }
        }
        let series = palette.series.iter().enumerate();
        for (at, tone) in series.clone() {
            let before = series.clone().take(at);
            let near = before.map(|(other, known)| (other, tone.mark.apart(known.mark)));
            if let Some((other, (_, who))) =
                near.into_iter().find(|(_, (far, _))| *far < APART)
            {
                let at = at.to_string();
                let message = format!(
                    "{who} cannot tell `{name}: series: {at}: mark` from `series: {other}`"
                );
                out.push(
                    Diagnostic::warning(Code::R0420, message)
                        .at(own.place(&[name, "series", &at, "mark"]), "")
                        .help("make it darker or lighter, or of another hue"),
                );
            }
        }
    }
    out
}

/// Returns the contrast of two colours, 1 to 21 (WCAG 2).
pub(super) fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(Colour(r, g, b): Colour) -> f64 {
    let channel = |value: u8| {
        let c = f64::from(value) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
}

/// Returns the grey that is as light as a colour.
fn grey(colour: Colour) -> Colour {
    let y = luminance(colour);
    let c = if y <= 0.003_130_8 { 12.92 * y } else { 1.055 * y.powf(1.0 / 2.4) - 0.055 };
    let value = (c * 255.0).round() as u8;
    Colour(value, value, value)
}

/// Returns a colour as `#rrggbb`.
pub(super) fn hex(Colour(r, g, b): Colour) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::Hue;
    use super::Ink;
    use super::Look;
    use super::Variant;
    use super::contrast;
    use crate::model::theme::Theme;
    use std::sync::Arc;

    #[test]
    fn marks_and_words_stand_out_from_the_ground_and_neighbours_from_one_another() {
        let theme = Arc::new(Theme::default());
        for (variant, name) in Variant::ALL {
            let look = Look::new(&theme, variant);
            let of = |ink| look.colour(ink);
            for hue in Hue::ALL {
                let ground = of(Ink::Ground);
                let mark = contrast(of(Ink::Mark(hue)), ground);
                assert!(mark >= 3.0, "{name} {hue:?} {mark}");
                let words = contrast(of(Ink::Words(hue)), ground);
                assert!(words >= 4.5, "{name} {hue:?} {words}");
                let on = contrast(of(Ink::On(hue)), of(Ink::Mark(hue)));
                assert!(on >= 4.5, "{name} on {hue:?} {on}");
            }
            let pair =
                |a: Hue, b: Hue| contrast(of(Ink::Mark(a)), of(Ink::Mark(b))) >= 3.0;
            assert!(pair(Hue::Treated, Hue::Control), "{name}");
            for index in 0..5 {
                assert!(pair(Hue::Other(index), Hue::Other(index + 1)), "{name} {index}");
            }
            for step in 0..super::STEPS {
                let on = contrast(of(Ink::OnRamp(step)), of(Ink::Ramp(step)));
                assert!(on >= 4.5, "{name} step {step} {on}");
            }
        }
    }
}
