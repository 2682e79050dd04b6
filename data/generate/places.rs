//! The areas: where they lie, how deprived they are and how many people live there.

use super::random::Random;
use std::collections::BTreeSet;

/// The first year of every series.
pub(crate) const FIRST_YEAR: usize = 2010;
/// How many years a series has: 2010 to 2024.
pub(crate) const YEARS: usize = 15;
/// How many regions there are.
pub(crate) const REGIONS: usize = 9;

/// How many places the deprivation ranking has; rank 1 is the most deprived.
const RANKS: usize = 32_844;

/// What sets a group of areas apart.
pub(crate) struct Group {
    treated: bool,
    /// Areas by region.
    regions: [usize; REGIONS],
    /// Areas by deprivation decile, the most deprived first; both groups lean the same way.
    deciles: [usize; 6],
}

/// The neighbourhoods of the programme, and the comparable ones outside it.
pub(crate) const GROUPS: [Group; 2] = [
    Group {
        treated: true,
        regions: [14, 24, 19, 14, 17, 19, 13, 15, 15],
        deciles: [70, 40, 21, 10, 6, 3],
    },
    Group {
        treated: false,
        regions: [3, 4, 4, 3, 3, 4, 2, 3, 3],
        deciles: [13, 8, 4, 2, 1, 1],
    },
];

/// An area.
pub(crate) struct Area {
    pub(crate) code: String,
    pub(crate) treated: bool,
    /// The region's place in the list.
    pub(crate) region: usize,
    pub(crate) rank: usize,
    /// Community needs score, in tenths.
    pub(crate) needs: i64,
    /// The wave that the area joined the programme in.
    pub(crate) wave: Option<usize>,
    pub(crate) population: [i64; YEARS],
}

impl Area {
    /// Returns the deprivation decile, 1 for the most deprived tenth.
    pub(crate) fn decile(&self) -> usize {
        (self.rank - 1) * 10 / RANKS + 1
    }

    /// Returns deprivation from 0 (least) to 1 (most).
    pub(crate) fn deprivation(&self) -> f64 {
        1.0 - self.rank as f64 / RANKS as f64
    }
}

/// Returns the code of a region.
pub(crate) fn region_code(at: usize) -> String {
    format!("R{}", at + 1)
}

/// Draws the areas of a group; no two areas of the study share a rank.
pub(crate) fn draw(
    group: &Group,
    random: &mut Random,
    ranks: &mut BTreeSet<usize>,
) -> Vec<Area> {
    let mut regions = places(&group.regions);
    let mut deciles = places(&group.deciles);
    let mut waves: Vec<usize> = (0..regions.len()).map(|at| at % 3 + 1).collect();
    random.shuffle(&mut regions);
    random.shuffle(&mut deciles);
    random.shuffle(&mut waves);
    let areas = regions.into_iter().zip(deciles).zip(waves).zip(1..);
    areas
        .map(|(((region, decile), wave), number)| {
            let rank = rank(decile, random, ranks);
            let depth = 1.0 - rank as f64 / RANKS as f64;
            let needs = 300.0 + 950.0 * depth + 200.0 * random.normal();
            Area {
                code: if group.treated {
                    format!("N{number:03}")
                } else {
                    format!("B{number:02}")
                },
                treated: group.treated,
                region,
                rank,
                needs: needs.clamp(250.0, 1_990.0) as i64,
                wave: group.treated.then_some(wave),
                population: population(random),
            }
        })
        .collect()
}

/// Spells counts out: `[2, 1]` becomes `[0, 0, 1]`.
fn places(counts: &[usize]) -> Vec<usize> {
    counts
        .iter()
        .enumerate()
        .flat_map(|(at, count)| std::iter::repeat_n(at, *count))
        .collect()
}

/// Draws a rank nobody has yet, in a decile counted from 0.
fn rank(decile: usize, random: &mut Random, ranks: &mut BTreeSet<usize>) -> usize {
    loop {
        let rank = decile * RANKS / 10 + 2 + random.index(RANKS / 10 - 2);
        if ranks.insert(rank) {
            return rank;
        }
    }
}

/// Draws a population that grows slowly along a faintly bent line.
fn population(random: &mut Random) -> [i64; YEARS] {
    let start = 7_300.0 * random.log_normal(0.16, (0.72, 1.32));
    let growth = (0.005 + 0.003 * random.normal()).clamp(-0.002, 0.010);
    let bend = 0.00012 * random.normal().clamp(-1.5, 1.5);
    std::array::from_fn(|at| {
        let time = at as f64;
        (start * (1.0 + growth * time + bend * time * (time - 14.0)) + 0.5) as i64
    })
}
