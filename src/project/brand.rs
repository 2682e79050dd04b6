//! `report/brand.yaml`: the identity of a publisher.
//!
//! **In:** the declaration and the files it names. **Out:** a [`Brand`], and the colours of
//! charts that it changes.
//! **Guarantees:** a colour that cannot be read on its ground, and colours of series that some
//! readers confuse, are refused with the nearest that passes; what is not declared is derived
//! from what is.

use crate::model::brand::Brand;
use crate::model::brand::Bytes;
use crate::model::brand::Face;
use crate::model::brand::Logo;
use crate::model::brand::Sign;
use crate::model::colour::APART;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::theme::Colour;
use crate::model::theme::Palette;
use crate::model::theme::Theme;
use crate::model::theme::Tone;
use crate::project::Files;
use crate::project::ProjectPath;
use crate::project::Yaml;
use crate::project::font::family_of;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where the identity is declared.
pub const BRAND: &str = "report/brand.yaml";

/// The contrast of text with its ground (WCAG 2.1, 1.4.3).
const TEXT: f64 = 4.5;
/// The contrast of shapes with their ground (1.4.11).
const SHAPE: f64 = 3.0;

/// Reads a logo and a sample of its colours, or says why it cannot be shown, and what to do.
pub type ReadLogo = fn(&[u8]) -> Result<(Sign, Vec<Colour>), (String, &'static str)>;

/// The identity of a publisher.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BrandDecl {
    /// The publisher's name.
    pub name: String,
    /// The publisher's logo: on the cover, the pages, the PDF, the press pack and pictures that leave the report.
    #[serde(default)]
    pub logo: Option<LogoDecl>,
    /// Fonts, from files of the project; the built-in one unless given.
    #[serde(default)]
    pub fonts: Option<FontsDecl>,
    /// Colours on a light page.
    #[serde(default)]
    pub light: RolesDecl,
    /// Colours on a dark page; derived from the light ones unless given.
    #[serde(default)]
    pub dark: RolesDecl,
    /// Colours on paper; those of the light page unless given.
    #[serde(default)]
    pub print: RolesDecl,
}

/// The publisher's logo.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogoDecl {
    /// The file for light grounds: SVG or PNG.
    pub file: ProjectPath,
    /// The file for dark grounds and the coloured cover; the same unless given.
    #[serde(default)]
    pub reversed: Option<ProjectPath>,
    /// What it says, for those who cannot see it; the publisher's name unless given.
    #[serde(default)]
    pub alt: String,
}

/// Font files, TrueType or OpenType, of one family.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FontsDecl {
    /// The upright font of body text.
    pub regular: ProjectPath,
    /// The bold one.
    pub bold: ProjectPath,
    /// The italic one.
    #[serde(default)]
    pub italic: Option<ProjectPath>,
    /// The bold italic one.
    #[serde(default)]
    pub bold_italic: Option<ProjectPath>,
}

/// Colours by what they are for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RolesDecl {
    /// What text stands on.
    pub ground: Option<Colour>,
    /// The ground of boxes and cards.
    pub paper: Option<Colour>,
    /// Text.
    pub ink: Option<Colour>,
    /// Text of less weight.
    pub muted: Option<Colour>,
    /// Lines between parts.
    pub rule: Option<Colour>,
    /// Large numbers, lines over boxes, pull quotes, headings of the PDF.
    pub accent: Option<Colour>,
    /// Links; the accent unless given.
    pub link: Option<Colour>,
    /// The coloured ground of the cover; the accent unless given.
    pub band: Option<Colour>,
    /// Text on that ground.
    pub on_band: Option<Colour>,
    /// The ground of notices.
    pub caution: Option<Colour>,
    /// The treated group of charts; the accent unless given.
    pub treated: Option<Colour>,
    /// The control group of charts.
    pub control: Option<Colour>,
    /// Series that are neither, in order; at most six.
    #[serde(default)]
    pub series: Vec<Colour>,
    /// The lowest end of scales of colours.
    pub low: Option<Colour>,
    /// The middle of scales of colours.
    pub middle: Option<Colour>,
    /// The highest end of scales of colours; the treated group's unless given.
    pub high: Option<Colour>,
}

/// The colours of one ground while they are put together.
struct Scheme<'a> {
    name: &'static str,
    own: &'a RolesDecl,
    /// The ground of boxes.
    boxes: Colour,
    roles: BTreeMap<String, Colour>,
}

/// Turns a declaration to a brand, and lays its colours over those of charts.
pub(super) fn lay_over(
    yaml: &Yaml,
    decl: &BrandDecl,
    files: &dyn Files,
    logo: ReadLogo,
    theme: &mut Theme,
    found: &mut Findings,
) {
    let (family, fonts) = match &decl.fonts {
        Some(fonts) => self::fonts(yaml, fonts, files, found),
        None => (String::new(), Vec::new()),
    };
    if !family.is_empty() {
        theme.font = format!("'{family}', {}", theme.font);
    }
    let light = scheme("light", yaml, &decl.light, None, &mut theme.light, found);
    let dark =
        scheme("dark", yaml, &decl.dark, Some(&decl.light), &mut theme.dark, found);
    let print =
        scheme("print", yaml, &decl.print, Some(&decl.light), &mut theme.print, found);
    theme.brand = Some(Brand {
        name: decl.name.clone(),
        family,
        fonts,
        logo: decl.logo.as_ref().and_then(|own| {
            let grounds = Grounds {
                light: theme.light.ground,
                band: light.get("band").copied(),
                dark: theme.dark.ground,
            };
            self::logo(yaml, own, decl, (files, logo, &grounds), found)
        }),
        light,
        dark,
        print,
    });
}

/// What a logo is set on.
struct Grounds {
    light: Colour,
    band: Option<Colour>,
    dark: Colour,
}

/// The least contrast of what is seen, and the least share of a logo that must have it.
const SEEN: (f64, f64) = (1.5, 0.25);

impl Grounds {
    /// Returns a ground on which too little of a logo can be seen.
    fn unseen(colours: &[Colour], ground: Option<Colour>) -> Option<Colour> {
        let ground = ground?;
        let (least, share) = SEEN;
        let seen =
            colours.iter().filter(|colour| colour.contrast(ground) >= least).count();
        let few = (seen as f64) < share * colours.len() as f64;
        (few && !colours.is_empty()).then_some(ground)
    }
}

fn logo(
    yaml: &Yaml,
    own: &LogoDecl,
    decl: &BrandDecl,
    (files, read, grounds): (&dyn Files, ReadLogo, &Grounds),
    found: &mut Findings,
) -> Option<Logo> {
    let mut sign = |key: &str, path: &ProjectPath| -> Option<(Sign, Vec<Colour>)> {
        let place = yaml.place(&["logo", key]);
        let read_file = files.read(path).map_err(|failure| failure.named_at(&place));
        let bytes = found.keep(read_file)?;
        match read(&bytes) {
            Ok(read) => Some(read),
            Err((why, help)) => {
                let message =
                    format!("the logo `{}` cannot be shown: {why}", path.as_str());
                found.push(
                    Diagnostic::error(Code::R0427, message).at(place, "").help(help),
                );
                None
            }
        }
    };
    let (plain, colours) = sign("file", &own.file)?;
    let (reversed, on_band) = match &own.reversed {
        Some(path) => sign("reversed", path)?,
        None => (plain.clone(), colours.clone()),
    };
    let (key, help) = match &own.reversed {
        Some(_) => ("reversed", "draw it in light colours"),
        None => (
            "file",
            "give `reversed:` one in light colours, for the cover and dark pages",
        ),
    };
    let unseen = [
        (
            Grounds::unseen(&colours, Some(grounds.light)),
            "file",
            "a light page",
            "draw it in dark colours",
        ),
        (Grounds::unseen(&on_band, grounds.band), key, "the cover", help),
        (
            Grounds::unseen(&on_band, Some(grounds.dark)),
            key,
            "dark pages and pictures",
            help,
        ),
    ];
    for (ground, key, place, help) in unseen {
        let Some(ground) = ground else { continue };
        let message = format!("the logo cannot be seen on {place}, {}", ground.hex());
        let fault = Diagnostic::warning(Code::R0560, message);
        found.push(fault.at(yaml.place(&["logo", key]), "").help(help));
    }
    let alt = if own.alt.is_empty() { decl.name.clone() } else { own.alt.clone() };
    Some(Logo { alt, plain, reversed })
}

/// Reads the fonts; returns their family.
fn fonts(
    yaml: &Yaml,
    decl: &FontsDecl,
    files: &dyn Files,
    found: &mut Findings,
) -> (String, Vec<Face>) {
    let all = [
        ("regular", false, false, Some(&decl.regular)),
        ("bold", true, false, Some(&decl.bold)),
        ("italic", false, true, decl.italic.as_ref()),
        ("bold_italic", true, true, decl.bold_italic.as_ref()),
    ];
    let (mut family, mut fonts) = (String::new(), Vec::new());
    for (key, bold, italic, path) in all {
        let Some(path) = path else { continue };
        let place = yaml.place(&["fonts", key]);
        let read = files.read(path).map_err(|failure| failure.named_at(&place));
        let Some(bytes) = found.keep(read) else { continue };
        let mut refuse = |message: String, help: &str| {
            let fault = Diagnostic::error(Code::R0428, message);
            found.push(fault.at(place.clone(), "").help(help));
        };
        match family_of(&bytes) {
            Ok(name) if family.is_empty() || name == family => family = name,
            Ok(name) => {
                refuse(
                    format!("`{}` is of the family {name}, not {family}", path.as_str()),
                    "name the files of one family",
                );
                continue;
            }
            Err(why) => {
                refuse(
                    format!("`{}` cannot be used as a font: {why}", path.as_str()),
                    "name a TrueType or OpenType file (.ttf, .otf) of one font",
                );
                continue;
            }
        }
        fonts.push(Face { bold, italic, bytes: Bytes(bytes) });
    }
    (family, fonts)
}

/// The ground of boxes and cards unless a brand gives one, as in the page's style.
fn boxes(name: &str) -> Colour {
    match name {
        "dark" => Colour(0x1e, 0x22, 0x27),
        "print" => Colour(0xff, 0xff, 0xff),
        _ => Colour(0xf4, 0xf5, 0xf7),
    }
}

/// Puts the colours of one ground together: those given, checked; the rest derived.
fn scheme(
    name: &'static str,
    yaml: &Yaml,
    own: &RolesDecl,
    base: Option<&RolesDecl>,
    palette: &mut Palette,
    found: &mut Findings,
) -> BTreeMap<String, Colour> {
    let light = base.cloned().unwrap_or_default();
    // On another ground a colour of the light page is moved until it can be read; grounds and the
    // text on them are the built-in ones.
    let derived = |given: Option<Colour>, ground: Colour, least: f64| {
        given.map(|colour| colour.on(ground, least))
    };
    let paper = name == "print";
    let kept = |given: Option<Colour>| given.filter(|_| paper);
    let ground = own.ground.or(kept(light.ground)).unwrap_or(palette.ground);
    let boxes = own.paper.or(kept(light.paper)).unwrap_or(boxes(name));
    let mut scheme = Scheme { name, own, boxes, roles: BTreeMap::new() };
    // Text is also read in boxes.
    let read = |colour: Colour| {
        colour
            .nearest(|colour| [ground, boxes].iter().all(|g| colour.contrast(*g) >= TEXT))
    };
    let accent = own.accent.or(light.accent.map(read));
    let link = own.link.or(light.link.map(read)).or(accent);
    let treated = own.treated.or(derived(light.treated, ground, SHAPE)).or(accent);
    let control = own.control.or(derived(light.control, ground, SHAPE));
    // A dark page keeps its cover dark.
    let band = own.band.or_else(|| {
        let colour = light.band.or(light.accent).or(own.accent)?;
        Some(if name == "dark" { colour.mix(Colour(0, 0, 0), 0.4) } else { colour })
    });
    let band = band.or(accent.filter(|_| name != "dark"));
    let on_band = own.on_band.or_else(|| {
        let band = band?;
        let usual = light.on_band.unwrap_or(Colour(255, 255, 255));
        Some(if usual.contrast(band) >= TEXT { usual } else { usual.on(band, TEXT) })
    });
    let roles = [
        ("ground", own.ground.or(kept(light.ground))),
        ("paper", own.paper.or(kept(light.paper))),
        ("ink", own.ink.or(kept(light.ink))),
        ("muted", own.muted.or(kept(light.muted))),
        ("rule", own.rule.or(kept(light.rule))),
        ("accent", accent),
        ("link", link),
        ("band", band),
        ("on-band", on_band),
        ("warn", own.caution.or(kept(light.caution))),
    ];
    for (role, colour) in roles {
        if let Some(colour) = colour {
            scheme.roles.insert(role.to_owned(), colour);
        }
    }
    if let (Some(band), Some(on)) = (band, on_band) {
        scheme
            .roles
            .insert("on-band-muted".to_owned(), on.mix(band, 0.15).on(band, TEXT));
    }
    if let Some(caution) = scheme.roles.get("warn").copied() {
        let ink = own.ink.unwrap_or(palette.ink);
        scheme.roles.insert("warn-ink".to_owned(), ink.on(caution, TEXT));
    }
    palette.ground = ground;
    palette.ink = own.ink.or(kept(light.ink)).unwrap_or(palette.ink);
    palette.muted = own.muted.or(kept(light.muted)).unwrap_or(palette.muted);
    let tone = |mark: Colour| Tone { mark, text: mark.on(ground, TEXT) };
    if let Some(treated) = treated {
        palette.treated = tone(treated);
        let [low, middle, _] = palette.ramp;
        palette.ramp = [low, middle, treated];
    }
    if let Some(control) = control {
        palette.control = tone(control);
        let [_, middle, high] = palette.ramp;
        palette.ramp = [control, middle, high];
    }
    let series: Vec<Colour> = if own.series.is_empty() {
        light.series.iter().map(|colour| colour.on(ground, SHAPE)).collect()
    } else {
        own.series.clone()
    };
    for (slot, colour) in palette.series.iter_mut().zip(&series) {
        *slot = tone(*colour);
    }
    let ends = [
        own.low.or(kept(light.low)),
        own.middle.or(kept(light.middle)),
        own.high.or(kept(light.high)),
    ];
    for (slot, end) in palette.ramp.iter_mut().zip(ends) {
        *slot = end.unwrap_or(*slot);
    }
    scheme.check(yaml, palette, found);
    scheme.roles
}

impl Scheme<'_> {
    /// Refuses what the author gave and readers could not read or tell apart.
    fn check(&self, yaml: &Yaml, palette: &Palette, found: &mut Findings) {
        let (own, ground) = (self.own, palette.ground);
        let boxes = Some(self.boxes);
        let in_boxes =
            if own.paper.is_some() { "`paper`" } else { "the ground of boxes" };
        let band = self.roles.get("band").copied();
        let pairs = [
            ("ink", own.ink, Some(ground), TEXT, "the ground"),
            ("muted", own.muted, Some(ground), TEXT, "the ground"),
            ("accent", own.accent, Some(ground), TEXT, "the ground"),
            ("muted", own.muted, boxes, TEXT, in_boxes),
            ("accent", own.accent, boxes, TEXT, in_boxes),
            ("link", own.link, Some(ground), TEXT, "the ground"),
            ("link", own.link, boxes, TEXT, in_boxes),
            ("on_band", own.on_band, band, TEXT, "`band`"),
            ("treated", own.treated, Some(ground), SHAPE, "the ground"),
            ("control", own.control, Some(ground), SHAPE, "the ground"),
            ("ink", Some(palette.ink), own.ground, TEXT, "`ground`"),
            ("ink", Some(palette.ink), own.paper, TEXT, "`paper`"),
        ];
        for (role, colour, under, least, what) in pairs {
            let (Some(colour), Some(under)) = (colour, under) else { continue };
            let contrast = colour.contrast(under);
            if contrast < least {
                let message = format!(
                    "`{}: {role}` stands out from {what} by {contrast:.1} : 1, less than {least} : 1",
                    self.name
                );
                let help = format!(
                    "the nearest that passes is \"{}\"",
                    colour.on(under, least).hex()
                );
                let path = [self.name, role];
                let place =
                    if yaml.has(self.name) { yaml.place(&path) } else { yaml.span() };
                found.push(
                    Diagnostic::error(Code::R0425, message).at(place, "").help(help),
                );
                return;
            }
        }
        if own.series.len() > palette.series.len() {
            let message =
                format!("{} colours of series, more than six", own.series.len());
            let help =
                "a reader cannot tell more apart: name the six that are used first";
            let place = yaml.place(&[self.name, "series"]);
            found.push(Diagnostic::error(Code::R0426, message).at(place, "").help(help));
        }
        let mut named: Vec<(String, Vec<String>, Colour)> = Vec::new();
        for (role, colour) in [("treated", own.treated), ("control", own.control)] {
            named.extend(
                colour.map(|colour| (role.to_owned(), vec![role.to_owned()], colour)),
            );
        }
        self.confused(yaml, &named, ground, found);
        let series = own.series.iter().enumerate().map(|(at, colour)| {
            let path = vec!["series".to_owned(), at.to_string()];
            (format!("series {}", at + 1), path, *colour)
        });
        self.confused(yaml, &series.collect::<Vec<_>>(), ground, found);
    }

    fn confused(
        &self,
        yaml: &Yaml,
        named: &[(String, Vec<String>, Colour)],
        ground: Colour,
        found: &mut Findings,
    ) {
        for (at, (name, path, colour)) in named.iter().enumerate() {
            let before = named.iter().take(at);
            let faint = colour.contrast(ground) < SHAPE;
            let near =
                before.clone().find(|(_, _, other)| colour.apart(*other).0 < APART);
            let message = match near {
                Some((other, _, with)) => {
                    let who = colour.apart(*with).1;
                    format!("{who} cannot tell `{}: {name}` from `{other}`", self.name)
                }
                None if faint && name.starts_with("series") => format!(
                    "`{}: {name}` stands out from the ground by {:.1} : 1, less than {SHAPE} : 1",
                    self.name,
                    colour.contrast(ground)
                ),
                None => continue,
            };
            let passes = |colour: Colour| {
                colour.contrast(ground) >= SHAPE
                    && before.clone().all(|(_, _, other)| colour.apart(*other).0 >= APART)
            };
            let help = format!(
                "the nearest that passes is \"{}\"",
                colour.nearest(passes).hex()
            );
            let mut place = vec![self.name];
            place.extend(path.iter().map(String::as_str));
            found.push(
                Diagnostic::error(Code::R0426, message)
                    .at(yaml.place(&place), "")
                    .help(help),
            );
        }
    }
}
