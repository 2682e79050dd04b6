//! The rows of a panel in order: areas with their outcomes, and the clusters they make up.
//! Areas with the same treatment, times and weights share a profile, and with it every matrix
//! that depends on these alone.

use crate::stat::estimate::Undefined;
use crate::stat::estimate::linear::Matrix;
use crate::stat::estimate::sample::compensated;
use std::collections::BTreeMap;

/// One area at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// The area, as an index.
    pub unit: usize,
    /// The cluster the area lies in: the area itself, or its region. Indices of clusters and
    /// of areas have nothing to do with one another.
    pub cluster: usize,
    /// The time, usually a year.
    pub time: i64,
    /// Whether the area belongs to the treated group, at any time.
    pub treated: bool,
    /// The outcome.
    pub y: f64,
    /// The weight; 1 where areas count alike.
    pub weight: f64,
}

/// What areas may share: treatment, times and weights.
pub(super) struct Profile {
    pub treated: bool,
    /// Indices into the panel's times.
    pub times: Vec<usize>,
    /// Weights, scaled to a mean of 1 over the panel.
    pub weights: Vec<f64>,
}

impl Profile {
    /// Whether the weights are the same at all times.
    pub fn is_steady(&self) -> bool {
        self.weights.windows(2).all(|pair| pair[0].to_bits() == pair[1].to_bits())
    }

    /// Returns the design, T × columns, the columns of interest last; less its weighted mean
    /// where the model has area effects.
    pub fn design(&self, times: usize, model: &Model<'_>) -> Matrix {
        let row = |i: usize, j: usize| {
            let time = self.times[i];
            let on = match model {
                Model::Effects(_) if j < times - 1 => time == j + 1,
                Model::Effects(interest) => self.treated && interest[j + 1 - times][time],
                Model::Groups => self.treated || j == 0,
                Model::Pooled(after) => {
                    (self.treated || j.is_multiple_of(2)) && (after[time] || j < 2)
                }
            };
            f64::from(u8::from(on))
        };
        let raw = Matrix::from_fn(self.times.len(), model.columns(times), row);
        if !model.has_areas() {
            return raw;
        }
        let total: f64 = self.weights.iter().sum();
        let sums = raw.transposed().apply(&self.weights);
        Matrix::from_fn(raw.rows(), raw.cols(), |i, j| raw.at(i, j) - sums[j] / total)
    }
}

/// What is fitted.
#[derive(Clone, Copy)]
pub(super) enum Model<'a> {
    /// Effects of area and of time, and columns that are on at some times for treated areas.
    Effects(&'a [Vec<bool>]),
    /// 1, treated, after, treated·after.
    Pooled(&'a [bool]),
    /// 1, treated.
    Groups,
}

impl Model<'_> {
    /// Whether every area has an effect of its own.
    pub const fn has_areas(&self) -> bool {
        matches!(self, Self::Effects(_))
    }

    /// Returns how many columns of interest there are.
    pub const fn interest(&self) -> usize {
        match self {
            Self::Effects(interest) => interest.len(),
            Self::Pooled(_) | Self::Groups => 1,
        }
    }

    /// Returns how many columns there are, area effects apart.
    pub const fn columns(&self, times: usize) -> usize {
        match self {
            Self::Effects(interest) => times - 1 + interest.len(),
            Self::Pooled(_) => 4,
            Self::Groups => 2,
        }
    }
}

/// One area's outcomes.
pub(super) struct Area {
    pub profile: usize,
    /// Outcomes less their weighted mean, or, without area effects, less one origin for all.
    pub y: Vec<f64>,
}

/// The rows in order.
pub(super) struct Panel {
    pub times: Vec<i64>,
    pub profiles: Vec<Profile>,
    /// By profile, then in the order of their index.
    pub areas: Vec<Area>,
    /// The areas of each cluster, ascending; in the order of the clusters' index.
    pub clusters: Vec<Vec<usize>>,
    pub n_obs: usize,
    /// What rounding alone may leave of a residual.
    pub noise: f64,
}

/// Treatment, then (time index, weight's bits) of each row.
type Key = (bool, Vec<(usize, u64)>);

impl Panel {
    /// Arranges rows, which come in any order, for a model with area effects or without.
    pub fn new(obs: &[Observation], has_areas: bool) -> Result<Self, Undefined> {
        let mut rows: Vec<&Observation> = obs.iter().collect();
        rows.sort_by_key(|row| (row.unit, row.time));
        let mut times: Vec<i64> = rows.iter().map(|row| row.time).collect();
        times.sort_unstable();
        times.dedup();
        let mean = compensated(rows.iter().map(|row| row.weight)) / rows.len() as f64;
        let mut found: BTreeMap<Key, Vec<(usize, Vec<f64>)>> = BTreeMap::new();
        let origin = rows.first().map_or(0.0, |row| row.y);
        let least = if has_areas { 2 } else { 1 };
        let mut repeated = [0_usize; 2];
        let mut noise = 0.0_f64;
        for unit in rows.chunk_by(|a, b| a.unit == b.unit) {
            let Some(first) = unit.first() else { continue };
            check(unit)?;
            repeated[usize::from(first.treated)] += usize::from(unit.len() >= least);
            let cell = |row: &&Observation| {
                let time = times.partition_point(|t| *t < row.time);
                (time, (row.weight / mean).to_bits())
            };
            let total = compensated(unit.iter().map(|row| row.weight));
            let (origin, shift) = if has_areas {
                let parts = unit.iter().map(|row| row.weight * (row.y - first.y));
                (first.y, compensated(parts) / total)
            } else {
                (origin, 0.0)
            };
            let y: Vec<f64> = unit.iter().map(|row| (row.y - origin) - shift).collect();
            for (row, y) in unit.iter().zip(&y) {
                noise = noise.max(4.0 * f64::EPSILON * row.y.abs() + 1e-13 * y.abs());
            }
            let key = (first.treated, unit.iter().map(cell).collect());
            found.entry(key).or_default().push((first.cluster, y));
        }
        for (group, count) in [("control", repeated[0]), ("treated", repeated[1])] {
            if count < 2 {
                let held = if count == 0 { "no" } else { "only one" };
                let times = if has_areas { " at two times or more" } else { "" };
                return Err(Undefined::new(format!(
                    "{held} {group} area has values{times}"
                )));
            }
        }
        let mut profiles = Vec::with_capacity(found.len());
        let mut areas = Vec::new();
        let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for ((treated, cells), members) in found {
            for (cluster, y) in members {
                clusters.entry(cluster).or_default().push(areas.len());
                areas.push(Area { profile: profiles.len(), y });
            }
            profiles.push(Profile {
                treated,
                times: cells.iter().map(|(time, _)| *time).collect(),
                weights: cells.iter().map(|(_, bits)| f64::from_bits(*bits)).collect(),
            });
        }
        let clusters: Vec<Vec<usize>> = clusters.into_values().collect();
        if clusters.len() < 2 {
            return Err(Undefined::new("all areas lie in one cluster"));
        }
        Ok(Self { times, profiles, areas, clusters, n_obs: rows.len(), noise })
    }

    /// Returns the clusters that are alike: by the profiles of their areas.
    pub fn alike(&self) -> BTreeMap<Vec<usize>, Vec<&[usize]>> {
        let mut alike: BTreeMap<Vec<usize>, Vec<&[usize]>> = BTreeMap::new();
        for cluster in &self.clusters {
            let profiles = cluster.iter().map(|area| self.areas[*area].profile);
            alike.entry(profiles.collect()).or_default().push(cluster);
        }
        alike
    }

    /// Returns how many areas each profile has.
    pub fn counts(&self) -> Vec<f64> {
        let mut counts = vec![0.0; self.profiles.len()];
        for area in &self.areas {
            counts[area.profile] += 1.0;
        }
        counts
    }
}

/// Refuses an area's rows that are not usable; they are sorted by time.
fn check(unit: &[&Observation]) -> Result<(), Undefined> {
    for row in unit {
        if !row.y.is_finite() {
            let reason = format!("an outcome of {} is not a number", row.time);
            return Err(Undefined::new(reason));
        }
        if !(row.weight.is_finite() && row.weight > 0.0) {
            let reason = format!("a weight of {} is not positive", row.time);
            return Err(Undefined::new(reason));
        }
    }
    for pair in unit.windows(2) {
        let [a, b] = pair else { continue };
        if a.time == b.time {
            return Err(Undefined::new(format!("an area has two values for {}", a.time)));
        }
        if a.treated != b.treated {
            return Err(Undefined::new("an area changes its group between its rows"));
        }
        if a.cluster != b.cluster {
            return Err(Undefined::new("an area changes its cluster between its rows"));
        }
    }
    Ok(())
}
