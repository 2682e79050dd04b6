//! The outcomes over time: businesses, child poverty and crime.
//!
//! Every series starts at a drawn level and ends where the group's published change wants it.
//! Between the two lie a ramp, swings common to both groups (a pandemic among them) and
//! disturbances that remember last year's. Before the programme the groups move alike.

use super::calibrate::{Goal, apportion, meet, spread};
use super::places::{Area, REGIONS, YEARS};
use super::random::Random;

/// A count for every year.
pub(crate) type Series = [i64; YEARS];

/// 2012, the year before any money was spent, as a place in a series.
const START: usize = 2;
/// 2024.
const END: usize = 14;
/// 2014, the first year of child poverty.
pub(crate) const CHILD_START: usize = 4;
/// 2021, its last.
pub(crate) const CHILD_END: usize = 11;

/// How much of its change an area has reached: all of it in 2024.
pub(crate) const RAMP: [f64; YEARS] = [
    0.0, 0.0, 0.0, 0.04, 0.10, 0.18, 0.27, 0.36, 0.46, 0.56, 0.65, 0.74, 0.83, 0.92, 1.0,
];
/// The same for child poverty, from 2014 to 2021.
const CHILD_RAMP: [f64; YEARS] =
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.12, 0.28, 0.42, 0.57, 0.72, 0.86, 1.0, 1.0, 1.0, 1.0];

/// The whole country's swings, as factors: a slow start, and a dip in 2020.
const BUSINESS_SWING: [f64; YEARS] = [
    0.985, 0.990, 1.0, 1.0, 1.005, 1.01, 1.01, 1.01, 1.005, 1.005, 0.95, 0.98, 0.995,
    1.0, 1.0,
];
/// The same in points of the share: fewer children counted poor in the pandemic's first year.
const CHILD_SWING: [f64; YEARS] = [
    0.0, 0.0, 0.0, 0.0, 0.0, 0.003, 0.004, 0.004, 0.003, 0.002, -0.022, 0.0, 0.0, 0.0,
    0.0,
];
/// The same in offences per person.
const CRIME_SWING: [f64; YEARS] = [
    0.012, 0.006, 0.0, -0.004, -0.003, 0.001, 0.006, 0.011, 0.012, 0.010, -0.014, -0.004,
    0.004, 0.003, 0.0,
];

/// Where the programme did better and worse, by region; scaled to the outcome.
const BUSINESS_REGION: [f64; REGIONS] =
    [0.10, -0.08, 0.04, -0.03, 0.09, -0.10, 0.02, -0.05, 0.03];
const CHILD_REGION: [f64; REGIONS] =
    [-0.010, 0.006, -0.004, 0.003, -0.008, 0.010, 0.0, 0.004, -0.002];
const CRIME_REGION: [f64; REGIONS] =
    [-0.006, 0.003, -0.002, 0.004, -0.005, 0.006, 0.001, -0.003, 0.002];

/// The areas whose child poverty is suppressed, and when.
const SUPPRESSED: [(&str, Suppression); 3] = [
    ("B17", Suppression::Year(CHILD_START)),
    ("N037", Suppression::Always),
    ("N112", Suppression::Year(CHILD_END)),
];

/// When an area's child poverty is suppressed.
#[derive(Clone, Copy)]
pub(crate) enum Suppression {
    /// Every year.
    Always,
    /// One year, as a place in a series.
    Year(usize),
}

/// Returns what the publisher holds back of an area's child poverty.
pub(crate) fn suppression(area: &Area) -> Option<Suppression> {
    SUPPRESSED.iter().find(|(code, _)| *code == area.code).map(|(_, when)| *when)
}

impl Area {
    /// Returns whether the area has no child poverty figure for a headline year.
    pub(crate) fn suppressed(&self) -> bool {
        suppression(self).is_some()
    }

    /// Returns how the area's region bends its change: half as much outside the programme.
    fn bend(&self, regions: &[f64; REGIONS]) -> f64 {
        regions[self.region] * if self.treated { 1.0 } else { 0.5 }
    }
}

/// Rounds half up; every figure here is above 0.
fn round(x: f64) -> i64 {
    (x + 0.5).floor() as i64
}

/// Draws yearly disturbances that are nil in both headline years.
fn disturbance(random: &mut Random, sd: f64, start: usize, end: usize) -> [f64; YEARS] {
    let raw: [f64; YEARS] = random.disturbance(sd, 0.5);
    let slope = (raw[end] - raw[start]) / (end - start) as f64;
    std::array::from_fn(|at| {
        let steps = at.clamp(start, end) - start;
        raw[at] - raw[start] - slope * steps as f64
    })
}

/// Draws business units, in fives: +41 % in the programme, +22 % outside.
pub(crate) fn businesses(areas: &[Area], random: &mut Random) -> Vec<Series> {
    let treated = areas.iter().any(|area| area.treated);
    let (density, percent) = if treated { (0.0288, 141) } else { (0.0294, 122) };
    let mut level: Vec<f64> =
        areas.iter().map(|_| random.log_normal(0.35, (0.5, 2.4))).collect();
    spread(&mut level, density, 0.009);
    let mut start: Vec<f64> = areas
        .iter()
        .zip(&level)
        .map(|(area, level)| area.population[START] as f64 * level.max(0.011))
        .collect();
    // A multiple of 500, so that the percentage of it is a multiple of 5 again.
    let sum: f64 = start.iter().sum();
    let total = round(sum / 500.0) * 500;
    for units in &mut start {
        *units *= total as f64 / sum;
    }
    let start: Vec<f64> =
        apportion(&start, total, 5).into_iter().map(|units| units as f64).collect();
    let mut ratio: Vec<f64> = areas
        .iter()
        .map(|area| {
            let depth = area.deprivation() - 0.85;
            area.bend(&BUSINESS_REGION) + 0.15 * depth + 0.28 * random.normal()
        })
        .collect();
    let mean = f64::from(percent) / 100.0;
    spread(&mut ratio, mean, 0.30);
    let goal = Goal { total: total / 100 * i64::from(percent), mean, unit: 5 };
    let end = meet(&ratio, &start, &vec![(0.65, 2.4); areas.len()], goal);
    start
        .iter()
        .zip(end)
        .map(|(start, end)| {
            let noise = disturbance(random, 0.03, START, END);
            let change = end as f64 - start;
            std::array::from_fn(|at| {
                let trend = start + change * RAMP[at];
                5 * round(trend * (BUSINESS_SWING[at] + noise[at]) / 5.0)
            })
        })
        .collect()
}

/// Draws children and those in low-income families: +5.5 points in the programme, +8 outside.
///
/// Areas suppressed in a headline year take no part in the calibration, as they will take
/// none in the published figure.
pub(crate) fn children(areas: &[Area], random: &mut Random) -> Vec<(Series, Series)> {
    let treated = areas.iter().any(|area| area.treated);
    let (level, rise) = if treated { (0.279, 0.055) } else { (0.276, 0.080) };
    let counts: Vec<Series> = areas
        .iter()
        .map(|area| {
            let part = 0.215 * random.log_normal(0.10, (0.75, 1.3));
            let drift = 0.001 * random.normal();
            std::array::from_fn(|at| {
                round(area.population[at] as f64 * (part + drift * at as f64 / 14.0))
            })
        })
        .collect();
    let at =
        |year: usize| -> Vec<f64> { counts.iter().map(|c| c[year] as f64).collect() };
    let (first, last) = (at(CHILD_START), at(CHILD_END));
    let mut share: Vec<f64> = areas
        .iter()
        .map(|area| 0.08 * area.deprivation() + 0.04 * random.normal())
        .collect();
    spread(&mut share, level, 0.045);
    let start = counted(&share, &first, 0.15);
    let mut change: Vec<f64> = areas
        .iter()
        .map(|area| area.bend(&CHILD_REGION) + 0.04 * random.normal())
        .collect();
    let kept: Vec<bool> = areas.iter().map(|area| !area.suppressed()).collect();
    let end = calibrated(&mut change, (rise, 0.04), &start, (&first, &last), &kept);
    let ends = start.iter().zip(&end).zip(first.iter().zip(&last));
    ends.zip(&counts)
        .map(|(((start, end), (first, last)), children)| {
            let noise = disturbance(random, 0.006, CHILD_START, CHILD_END);
            let (from, to) = (start / first, end / last);
            let poor = std::array::from_fn(|at| {
                let path = from + (to - from) * CHILD_RAMP[at] + CHILD_SWING[at];
                round((path + noise[at]).max(0.05) * children[at] as f64)
            });
            (*children, poor)
        })
        .collect()
}

/// Draws offences: −19.1 per 1,000 people in the programme, −10.5 outside.
pub(crate) fn crime(areas: &[Area], random: &mut Random) -> Vec<Series> {
    let treated = areas.iter().any(|area| area.treated);
    let (level, fall) = if treated { (0.1520, -0.0191) } else { (0.1495, -0.0105) };
    let at = |year: usize| -> Vec<f64> {
        areas.iter().map(|area| area.population[year] as f64).collect()
    };
    let (first, last) = (at(START), at(END));
    let mut rate: Vec<f64> = areas
        .iter()
        .map(|area| {
            (0.6 + 0.6 * area.deprivation()) * random.log_normal(0.24, (0.55, 2.0))
        })
        .collect();
    spread(&mut rate, level, 0.036);
    let start = counted(&rate, &first, 0.065);
    let mut change: Vec<f64> = areas
        .iter()
        .map(|area| {
            let depth = area.deprivation() - 0.85;
            area.bend(&CRIME_REGION) - 0.01 * depth + 0.016 * random.normal()
        })
        .collect();
    let kept = vec![true; areas.len()];
    let end = calibrated(&mut change, (fall, 0.017), &start, (&first, &last), &kept);
    let ends = start.iter().zip(&end).zip(first.iter().zip(&last));
    ends.zip(areas)
        .map(|(((start, end), (first, last)), area)| {
            let noise = disturbance(random, 0.005, START, END);
            let (from, to) = (start / first, end / last);
            std::array::from_fn(|at| {
                let path = from + (to - from) * RAMP[at] + CRIME_SWING[at];
                round((path + noise[at]).max(0.02) * area.population[at] as f64)
            })
        })
        .collect()
}

/// Turns shares into counts, none of them under `floor`.
fn counted(share: &[f64], scale: &[f64], floor: f64) -> Vec<f64> {
    share.iter().zip(scale).map(|(s, n)| round(s.max(floor) * n) as f64).collect()
}

/// Returns end counts whose pooled share and mean share both moved by `target.0`.
///
/// `target.1` is the spread of the areas' changes; `scale` holds what the counts are counted
/// out of at the start and at the end. Areas not kept get what they drew.
fn calibrated(
    change: &mut [f64],
    target: (f64, f64),
    start: &[f64],
    scale: (&[f64], &[f64]),
    kept: &[bool],
) -> Vec<f64> {
    spread(change, target.0, target.1);
    let pick = |list: &[f64]| -> Vec<f64> {
        list.iter().zip(kept).filter(|(_, kept)| **kept).map(|(x, _)| *x).collect()
    };
    let share: Vec<f64> = start.iter().zip(scale.0).map(|(x, n)| x / n).collect();
    let wish: Vec<f64> = share.iter().zip(&*change).map(|(s, c)| s + c).collect();
    let limits: Vec<(f64, f64)> =
        pick(&share).iter().map(|s| (s * 0.45, s * 1.8)).collect();
    let (from, to) = (pick(scale.0), pick(scale.1));
    let pooled = pick(start).iter().sum::<f64>() / from.iter().sum::<f64>();
    let goal = Goal {
        total: round((pooled + target.0) * to.iter().sum::<f64>()),
        mean: pick(&share).iter().sum::<f64>() / from.len() as f64 + target.0,
        unit: 1,
    };
    let mut met = meet(&pick(&wish), &to, &limits, goal).into_iter();
    let ends = wish.iter().zip(scale.1).zip(kept);
    ends.map(|((wish, scale), kept)| {
        let calibrated = if *kept { met.next() } else { None };
        calibrated.unwrap_or_else(|| round(wish * scale)) as f64
    })
    .collect()
}
