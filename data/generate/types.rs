//! Crime by type: the total of an area and year, shared out.

use super::calibrate::apportion;
use super::outcomes::{RAMP, Series};
use super::places::{Area, YEARS};
use super::random::Random;

/// The types of the police files, in the order of the alphabet.
pub(crate) const NAMES: [&str; 14] = [
    "Anti-social behaviour",
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
];

/// A count for every type.
pub(crate) type Counts = [i64; NAMES.len()];

/// A weight for every type.
type Weights = [f64; NAMES.len()];

/// 2012, the first year with types, as a place in a series.
pub(crate) const FIRST: usize = 2;
/// 2020, when people stayed in.
const PANDEMIC: usize = 10;

/// Shares of 2012, per mille.
const SHARE: [f64; NAMES.len()] = [
    350.0, 15.0, 75.0, 105.0, 30.0, 15.0, 95.0, 6.0, 40.0, 12.0, 55.0, 12.0, 65.0, 125.0,
];
/// What became of each by 2024 everywhere: less disorder, more recorded violence.
const TREND: [f64; NAMES.len()] =
    [0.52, 0.75, 0.66, 0.86, 0.95, 1.8, 0.8, 2.1, 2.2, 1.15, 1.35, 1.2, 0.9, 2.1];
/// What the programme adds by 2024: most of its fall is damage that nobody did.
const PROGRAMME: [f64; NAMES.len()] =
    [0.98, 1.0, 0.94, 0.70, 1.02, 1.0, 0.98, 1.0, 1.0, 0.96, 1.03, 1.0, 0.97, 1.02];
/// What staying in did to each in 2020.
const INDOORS: [f64; NAMES.len()] =
    [1.35, 0.9, 0.75, 0.95, 1.2, 1.0, 0.75, 0.95, 1.0, 0.75, 0.7, 0.6, 0.8, 1.0];

/// Shares every area's offences out over the types, from 2012 on.
pub(crate) fn split(
    areas: &[Area],
    offences: &[Series],
    random: &mut Random,
) -> Vec<Vec<Counts>> {
    areas.iter().zip(offences).map(|(area, total)| of_area(area, total, random)).collect()
}

fn of_area(area: &Area, total: &Series, random: &mut Random) -> Vec<Counts> {
    let habit: Weights = std::array::from_fn(|_| random.log_normal(0.18, (0.6, 1.7)));
    (FIRST..YEARS)
        .map(|year| {
            let grown = |by_2024: f64| 1.0 + (by_2024 - 1.0) * RAMP[year];
            let weight: Weights = std::array::from_fn(|kind| {
                let programme = if area.treated { grown(PROGRAMME[kind]) } else { 1.0 };
                let indoors = if year == PANDEMIC { INDOORS[kind] } else { 1.0 };
                let luck = random.log_normal(0.07, (0.75, 1.35));
                SHARE[kind]
                    * habit[kind]
                    * grown(TREND[kind])
                    * programme
                    * indoors
                    * luck
            });
            let sum: f64 = weight.iter().sum();
            let exact = weight.map(|w| w / sum * total[year] as f64);
            let counts = apportion(&exact, total[year], 1);
            std::array::from_fn(|kind| counts[kind])
        })
        .collect()
}
