//! Boundaries of areas: as a file has them, and as a map draws them.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A closed line; its last point is not repeated.
pub type Ring = Vec<(f64, f64)>;

/// A file of boundaries: its table of attributes, and the outline of each row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Boundaries {
    /// Names of the attributes.
    pub header: Vec<String>,
    /// The attributes of each area, as texts.
    pub cells: Vec<Vec<Option<String>>>,
    /// The rings of each area; a point lies inside where it is in an odd number of them.
    pub rings: Vec<Vec<Ring>>,
    /// The coordinate reference system that the file names.
    pub crs: Option<String>,
    /// Whether the file's format has longitudes and latitudes unless it says otherwise.
    pub degrees: bool,
}

impl Boundaries {
    /// Returns an attribute of an area.
    pub fn cell(&self, row: usize, column: usize) -> Option<&str> {
        self.cells.get(row)?.get(column)?.as_deref()
    }

    /// Returns the place of an attribute among the names.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|known| known == name)
    }
}

/// Boundaries in the plane of a projection, on a grid of whole numbers, with their attributes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MapSheet {
    /// Lines between the places where more than two of them meet: the first point, then steps.
    pub chains: Vec<Vec<i32>>,
    /// The rings of each area: chain `n` forwards, `-n - 1` backwards.
    pub areas: Vec<Vec<Vec<i32>>>,
    /// A place inside each area; none for an area without a ring.
    pub middles: Vec<Option<(i32, i32)>>,
    /// How long a unit of the grid is, in metres.
    pub unit: f64,
    /// The projection in words.
    pub projection: String,
    /// Areas of which a ring crosses itself.
    pub crossed: Vec<usize>,
    /// Pairs of areas that cover the same ground.
    pub overlaps: Vec<(usize, usize)>,
    /// Names of the attributes.
    pub header: Vec<String>,
    /// The attributes of each area, as texts.
    pub cells: Vec<Vec<Option<String>>>,
}

/// Sheets of boundaries by the figure that draws them, and the columns that identify areas.
pub type Atlas = BTreeMap<String, MapPage>;

/// The boundaries of one figure.
#[derive(Debug, Clone, PartialEq)]
pub struct MapPage {
    /// The sheet, or why there is none.
    pub sheet: Arc<MapSheet>,
    /// The attribute that identifies an area, unless the figure names one.
    pub key: Option<String>,
    /// The file.
    pub file: String,
}

/// How a map shows values.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MapStyle {
    /// Areas coloured by class.
    #[default]
    Choropleth,
    /// A hexagon of one size for each area, near its place, coloured by class.
    Hexes,
    /// Circles whose area is proportional to the value.
    Symbols,
    /// A dot at the middle of each area, coloured by class.
    Dots,
    /// Where the highlighted areas lie among the others.
    Locator,
}

/// Values from one break to the next: the lower one belongs to the class, the upper one only
/// to the last.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Class {
    /// The lower break.
    pub from: f64,
    /// The upper break.
    pub to: f64,
    /// Its step of the ramp.
    pub step: u8,
}

/// An area on a map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is part of; empty unless declared.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// Its rings, as chains one after the other: `n` forwards, `-n - 1` backwards.
    pub rings: Vec<Vec<i32>>,
    /// Its middle, in units of the grid.
    pub at: (i32, i32),
}

/// What a small map beside the main one is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A part of the main map, larger, with a mark where it lies.
    #[default]
    Zoom,
    /// Areas that are left out of the main map.
    Apart,
    /// All areas, with a mark where the main map lies.
    Overview,
}

/// A small map beside the main one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Inset {
    /// What it shows.
    pub label: String,
    /// Keys of its areas.
    pub keys: BTreeSet<String>,
    /// What it is for.
    pub purpose: Purpose,
}

/// Areas in the plane of a projection, on a grid of whole numbers. Borders between two areas are
/// one chain, so that they stay common however much they are simplified.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Map {
    /// The resource the boundaries come from.
    pub resource: String,
    /// How values are shown.
    pub style: MapStyle,
    /// The chains: the first point, then steps from one to the next, x and y in turn.
    pub chains: Vec<Vec<i32>>,
    /// The areas.
    pub areas: Vec<Outline>,
    /// The classes of the values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<Class>,
    /// How the breaks were chosen, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// Keys of the areas of the main map; empty for all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub shown: BTreeSet<String>,
    /// Small maps beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub insets: Vec<Inset>,
    /// What areas without a value are called; empty for "No data".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub no_data: String,
    /// The projection in words.
    pub projection: String,
    /// How long a unit of the grid is, in metres.
    pub unit: f64,
}

impl Map {
    /// Whether an area is one of those that the map is about.
    pub fn shows(&self, area: &Outline) -> bool {
        self.shown.is_empty() || self.shown.contains(&area.key)
    }

    /// Returns the points of a chain.
    pub fn chain(&self, at: usize) -> Vec<(i32, i32)> {
        let mut here = (0_i32, 0_i32);
        let steps = self.chains.get(at).map(Vec::as_slice).unwrap_or_default();
        steps
            .as_chunks::<2>()
            .0
            .iter()
            .map(|[x, y]| {
                here = (here.0.saturating_add(*x), here.1.saturating_add(*y));
                here
            })
            .collect()
    }
}
