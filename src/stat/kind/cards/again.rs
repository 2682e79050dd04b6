//! For the tests of cards: the panel, least squares, draws and quantiles again, by code of the tests
//! alone.

use crate::model::statistic::Stat;
use crate::model::statistic::Statistics;
use crate::stat::kind::trial::panel_small;

pub(super) const PANEL: &str = "frame: panel, measure: y, area: area, time: year, group: {column: group, treated: nbi, control: benchmark}";
pub(super) const KEPT: &str = "where: {region: [north, south, east]}";
pub(super) const GROWTH: &str = "growth: {kind: change, frame: panel, measure: y, area: area, time: year, from: 2014, to: 2019, as: absolute, where: {region: [north, south, east]}, by: [group], compare: {treated: nbi, control: benchmark}}";

/// A row of the panel.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) area: String,
    pub(super) treated: f64,
    pub(super) year: i64,
    pub(super) y: f64,
    pub(super) population: f64,
    pub(super) region: String,
}

/// The rows of the panel, of the three regions or of all.
pub(super) fn rows(all: bool) -> Vec<Row> {
    let text = panel_small();
    let cells = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let rows = cells.map(|cell| Row {
        area: cell[0].to_owned(),
        treated: f64::from(u8::from(cell[1] == "nbi")),
        year: cell[2].parse().unwrap(),
        y: cell[3].parse().unwrap(),
        population: cell[4].parse().unwrap(),
        region: cell[5].to_owned(),
    });
    rows.filter(|row| all || row.region != "west").collect()
}

pub(super) fn known(mut values: Vec<String>) -> Vec<String> {
    values.sort();
    values.dedup();
    values
}

pub(super) fn is(flag: bool) -> f64 {
    f64::from(u8::from(flag))
}

/// The design of a model with effects of area and time, and columns of its own in front.
pub(super) fn effects(rows: &[Row], own: &dyn Fn(&Row) -> Vec<f64>) -> Vec<Vec<f64>> {
    let areas = known(rows.iter().map(|row| row.area.clone()).collect());
    let years = known(rows.iter().map(|row| row.year.to_string()).collect());
    let one = |row: &Row| {
        let mut line = own(row);
        line.extend(areas.iter().map(|area| is(*area == row.area)));
        line.extend(years.iter().skip(1).map(|year| is(*year == row.year.to_string())));
        line
    };
    rows.iter().map(one).collect()
}

/// The inverse of a matrix, by elimination.
pub(super) fn inverse(mut a: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let n = a.len();
    for (at, line) in a.iter_mut().enumerate() {
        line.extend((0..n).map(|column| is(column == at)));
    }
    for at in 0..n {
        let best = (at..n).max_by(|i, j| a[*i][at].abs().total_cmp(&a[*j][at].abs()));
        a.swap(at, best.unwrap());
        let pivot = a[at][at];
        a[at].iter_mut().for_each(|value| *value /= pivot);
        let own = a[at].clone();
        for (row, line) in a.iter_mut().enumerate() {
            let times = line[at];
            if row != at {
                line.iter_mut().zip(&own).for_each(|(value, own)| *value -= times * own);
            }
        }
    }
    a.into_iter().map(|line| line[n..].to_vec()).collect()
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Weighted least squares of several outcomes over one design.
pub(super) struct Fit {
    x: Vec<Vec<f64>>,
    w: Vec<f64>,
    inverse: Vec<Vec<f64>>,
}

impl Fit {
    pub(super) fn new(x: Vec<Vec<f64>>, w: Vec<f64>) -> Self {
        let k = x[0].len();
        let cell =
            |i: usize, j: usize| x.iter().zip(&w).map(|(x, w)| w * x[i] * x[j]).sum();
        let products: Vec<Vec<f64>> =
            (0..k).map(|i| (0..k).map(|j| cell(i, j)).collect()).collect();
        Self { inverse: inverse(products), x, w }
    }

    pub(super) fn alike(x: Vec<Vec<f64>>) -> Self {
        let w = vec![1.0; x.len()];
        Self::new(x, w)
    }

    pub(super) fn coefficients(&self, y: &[f64]) -> Vec<f64> {
        let score = |j: usize| -> f64 {
            self.x.iter().zip(&self.w).zip(y).map(|((x, w), y)| w * x[j] * y).sum()
        };
        let scores: Vec<f64> = (0..self.inverse.len()).map(score).collect();
        self.inverse.iter().map(|line| dot(line, &scores)).collect()
    }

    pub(super) fn residuals(&self, y: &[f64]) -> Vec<f64> {
        let b = self.coefficients(y);
        self.x.iter().zip(y).map(|(x, y)| y - dot(x, &b)).collect()
    }

    /// The first coefficient over its CR0 error.
    pub(super) fn t(&self, y: &[f64], clusters: &[String]) -> f64 {
        let e = self.residuals(y);
        let all = known(clusters.to_vec());
        let first = &self.inverse[0];
        let square = |cluster: &String| -> f64 {
            let own = (0..e.len()).filter(|at| clusters[*at] == *cluster);
            let sum: f64 =
                own.map(|at| self.w[at] * dot(first, &self.x[at]) * e[at]).sum();
            sum * sum
        };
        self.coefficients(y)[0] / all.iter().map(square).sum::<f64>().sqrt()
    }
}

/// The generator that cards name.
pub(super) struct Splitmix(pub(super) u64);

impl Splitmix {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        loop {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let product = u128::from(z ^ (z >> 31)) * u128::from(bound);
            if product as u64 >= bound.wrapping_neg() % bound {
                return (product >> 64) as usize;
            }
        }
    }
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

pub(super) fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// A quantile of type 7.
pub(super) fn quantile(values: &[f64], p: f64) -> f64 {
    let values = sorted(values.to_vec());
    let at = (values.len() - 1) as f64 * p;
    let (low, high) = (values[at.floor() as usize], values[at.ceil() as usize]);
    low + (high - low) * at.fract()
}

/// The changes of the areas from one year to another, with the area's first row: treated or not.
pub(super) fn changes(from: i64, to: i64, treated: bool) -> Vec<(Row, f64)> {
    let all = rows(false);
    let first =
        all.iter().filter(|row| row.year == from && (row.treated > 0.5) == treated);
    let change = |row: &Row| {
        let end = all.iter().find(|end| end.area == row.area && end.year == to).unwrap();
        (row.clone(), end.y - row.y)
    };
    first.map(change).collect()
}

pub(super) fn plain(changes: &[(Row, f64)]) -> Vec<f64> {
    changes.iter().map(|(_, change)| *change).collect()
}

/// The number that a formula gives a letter: `n₁ = 6`.
pub(super) fn given(formula: &str, letter: &str) -> f64 {
    let (_, rest) = formula.split_once(&format!("{letter} = ")).unwrap();
    rest.split([',', ';']).next().unwrap().parse().unwrap()
}

pub(super) fn get<'a>(all: &'a Statistics, id: &str) -> &'a Stat {
    all.get(id).unwrap_or_else(|| panic!("no {id}"))
}

/// Holds a card to its formula and its value to what was computed from it.
pub(super) fn held(all: &Statistics, id: &str, formula: &str, wanted: f64) {
    let stat = get(all, id);
    assert_eq!(stat.provenance.formula, formula, "{id}");
    near(stat.number().unwrap(), wanted, id);
}

pub(super) fn near(got: f64, wanted: f64, what: &str) {
    assert!(
        (got - wanted).abs() < 1e-8 * (1.0 + wanted.abs()),
        "{what}: {got}, not {wanted}"
    );
}
