//! Random maps: areas cut from a bent grid, with islands, classes and insets.

use super::Dice;
use reissue::geography::Wanted;
use reissue::geography::sheet;
use reissue::model::geography::Boundaries;
use reissue::model::geography::Class;
use reissue::model::geography::Inset;
use reissue::model::geography::Map;
use reissue::model::geography::MapStyle;
use reissue::model::geography::Outline;
use reissue::model::geography::Purpose;
use std::collections::BTreeSet;

/// Returns a map with an area for each key, those without a value too.
pub(super) fn random(
    dice: &mut Dice,
    keys: &[(String, String)],
    missing: &[(String, String)],
) -> Map {
    let all: Vec<&(String, String)> = keys.iter().chain(missing).collect();
    let columns = 1 + dice.below(all.len().min(14));
    let rows = all.len().div_ceil(columns);
    let corners: Vec<(f64, f64)> = (0..(columns + 1) * (rows + 1))
        .map(|at| {
            let (x, y) = ((at % (columns + 1)) as f64, (at / (columns + 1)) as f64);
            (x + 0.6 * dice.share(), y + 0.6 * dice.share())
        })
        .collect();
    let stretch = dice.of(&[1.0, 1.0, 0.3, 4.0]);
    let corner = |x: usize, y: usize| {
        let (x, y) = corners[y * (columns + 1) + x];
        (x * 1000.0 * stretch, -y * 1000.0)
    };
    let rings = (0..all.len()).map(|at| {
        let (x, y) = (at % columns, at / columns);
        let mut rings = vec![vec![
            corner(x, y),
            corner(x + 1, y),
            corner(x + 1, y + 1),
            corner(x, y + 1),
        ]];
        if dice.chance(0.1) {
            let far = 1000.0 * (columns + 2) as f64 * stretch;
            let top = 1000.0 * y as f64;
            rings.push(vec![(far, -top), (far + 90.0, -top), (far, -top - 90.0)]);
        }
        rings
    });
    let boundaries = Boundaries { rings: rings.collect(), ..Boundaries::default() };
    let wanted = Wanted { crs: Some("EPSG:3857"), projection: None };
    let sheet = sheet(boundaries, wanted).unwrap();
    let areas: Vec<Outline> = all
        .iter()
        .zip(&sheet.areas)
        .zip(&sheet.middles)
        .enumerate()
        .map(|(at, (((key, name), rings), middle))| Outline {
            key: key.clone(),
            name: name.clone(),
            group: if at % columns < columns / 2 { "west" } else { "east" }.to_owned(),
            rings: rings.clone(),
            at: middle.unwrap_or_default(),
        })
        .collect();
    let style = dice.of(&[
        MapStyle::Choropleth,
        MapStyle::Choropleth,
        MapStyle::Hexes,
        MapStyle::Symbols,
        MapStyle::Dots,
        MapStyle::Locator,
    ]);
    let classes = (0..=dice.below(6)).map(|at| Class {
        from: at as f64 * 10.0,
        to: at as f64 * 10.0 + 10.0,
        step: (5 + at) as u8,
    });
    let classes = if matches!(style, MapStyle::Symbols | MapStyle::Locator) {
        Vec::new()
    } else {
        classes.collect()
    };
    let insets = (0..dice.below(3)).map(|_| Inset {
        label: dice.words(2),
        keys: areas.iter().take(1 + dice.below(4)).map(|area| area.key.clone()).collect(),
        purpose: if dice.chance(0.5) && areas.len() > 8 {
            Purpose::Apart
        } else {
            Purpose::Zoom
        },
    });
    Map {
        resource: "areas".to_owned(),
        style,
        classes,
        method: "breaks: quantiles".to_owned(),
        shown: BTreeSet::new(),
        insets: insets.collect(),
        no_data: String::new(),
        projection: sheet.projection,
        unit: sheet.unit,
        chains: sheet.chains,
        areas,
    }
}
