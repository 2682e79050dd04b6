//! What is made of each group of rows: rows are added in the order of the file, so that sums do not
//! depend on threads or blocks.

use crate::frame::engine;
use crate::frame::engine::Ready;
use crate::frame::engine::Values;
use crate::frame::query::Fault;
use crate::frame::query::Refusal;
use crate::frame::stream::groups::Groups;
use crate::frame::stream::plan::Grouped;
use crate::frame::stream::plan::How;
use crate::frame::stream::plan::Measure;
use crate::frame::stream::plan::own;
use crate::frame::stream::values::Data;
use crate::frame::stream::values::Dictionary;
use crate::frame::stream::values::another_type;
use rayon::prelude::*;
use std::sync::Mutex;

/// A sum of numbers with what was lost in rounding, and how many there are.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    total: f64,
    lost: f64,
    count: i64,
}

impl Sum {
    /// Adds a number, and keeps what the sum has no digits for (Neumaier).
    #[inline]
    fn add(&mut self, number: f64) {
        let sum = self.total + number;
        self.lost += if self.total.abs() >= number.abs() {
            (self.total - sum) + number
        } else {
            (number - sum) + self.total
        };
        self.total = sum;
        self.count += 1;
    }

    fn exact(self) -> f64 {
        // What is not finite has lost nothing.
        if self.lost.is_finite() { self.total + self.lost } else { self.total }
    }
}

/// A mean with the squares around it, and of how many numbers (Welford).
#[derive(Debug, Clone, Copy, Default)]
struct Spread {
    mean: f64,
    squares: f64,
    count: i64,
}

impl Spread {
    #[inline]
    fn add(&mut self, number: f64) {
        self.count += 1;
        let off = number - self.mean;
        self.mean += off / self.count as f64;
        self.squares += off * (number - self.mean);
    }
}

/// All numbers with their groups, as they came: what is much is not moved to make room.
#[derive(Debug, Default)]
struct Numbers(Vec<(Vec<u32>, Vec<f64>)>);

impl Numbers {
    /// Returns the numbers of each of so many groups.
    fn grouped(self, groups: usize) -> Vec<Vec<f64>> {
        let mut counts = vec![0_usize; groups];
        for (of, _) in &self.0 {
            let every = of.iter().map(|_| Some(()));
            each(&mut counts, of, every, |count, ()| *count += 1);
        }
        let mut grouped: Vec<Vec<f64>> =
            counts.into_iter().map(Vec::with_capacity).collect();
        for (of, numbers) in self.0 {
            each(&mut grouped, &of, numbers.into_iter().map(Some), Vec::push);
        }
        grouped
    }
}

/// Returns the number below which a share of numbers is, between two of them perhaps.
fn quantile(mut numbers: Vec<f64>, share: f64) -> Option<f64> {
    let place = share * numbers.len().checked_sub(1)? as f64;
    let (below, beyond) = (place.floor() as usize, place.fract() > 0.0);
    let (_, low, above) = numbers.select_nth_unstable_by(below, f64::total_cmp);
    let low = *low;
    let next = above.iter().copied().min_by(f64::total_cmp);
    let high = if beyond { next? } else { low };
    let step = high - low;
    Some(if step > 0.0 { low + (place - place.floor()) * step } else { low })
}

/// What is kept for each group.
enum State {
    /// How many.
    Count(Vec<i64>),
    /// Sums of whole numbers, and of how many: too large for a cell on the way, perhaps.
    Total(Vec<(i128, i64)>),
    Sum(Vec<Sum>),
    Spread(Vec<Spread>),
    /// Every number.
    Numbers(Numbers),
    /// One of the values.
    Whole(Vec<Option<i64>>),
    Number(Vec<Option<f64>>),
    Code(Vec<u32>),
}

/// The groups of a query, and what is made of them.
pub(super) struct Grouping<'a> {
    plan: &'a Grouped,
    known: &'a [Mutex<Dictionary>],
    groups: Groups,
    /// One for each measure, from the first rows on.
    states: Vec<Option<State>>,
    /// For each measure that counts different values, the pairs of group and value.
    pairs: Vec<Groups>,
}

impl<'a> Grouping<'a> {
    pub(super) fn new(plan: &'a Grouped, known: &'a [Mutex<Dictionary>]) -> Self {
        Self {
            plan,
            known,
            groups: Groups::new(plan.keys),
            states: plan.measures.iter().map(|_| None).collect(),
            pairs: plan.measures.iter().map(|_| Groups::new(2)).collect(),
        }
    }

    /// Adds rows, with the values of each item.
    pub(super) fn add(&mut self, rows: usize, items: &[Data]) -> Result<(), Refusal> {
        let keys: Vec<&[u32]> =
            items.iter().take(self.plan.keys).map(Data::codes).collect();
        let numbers = self.groups.numbers(&keys, rows);
        let len = self.groups.len();
        let measures = self.plan.measures.iter().zip(&mut self.states);
        for ((measure, state), pairs) in measures.zip(&mut self.pairs) {
            let item = measure.item.and_then(|item| items.get(item));
            let state = state.get_or_insert_with(|| State::of(measure.how, item));
            state.resize(len);
            let least = measure.how == How::Least;
            match (state, item) {
                (State::Count(counts), None) => each(
                    counts,
                    &numbers,
                    numbers.iter().map(|_| Some(())),
                    |count, ()| *count += 1,
                ),
                (State::Count(counts), Some(Data::Codes(codes)))
                    if measure.how == How::Distinct =>
                {
                    let mut next = pairs.len();
                    let found = pairs.numbers(&[&numbers, codes], rows);
                    let new = found.iter().zip(codes).map(|(pair, code)| {
                        let new = *pair as usize == next;
                        next += usize::from(new);
                        (new && *code > 0).then_some(())
                    });
                    each(counts, &numbers, new, |count, ()| *count += 1);
                }
                (State::Count(counts), Some(Data::Codes(codes))) => {
                    let there = codes.iter().map(|code| (*code > 0).then_some(()));
                    each(counts, &numbers, there, |count, ()| *count += 1);
                }
                (State::Total(totals), Some(Data::Whole(cells))) => {
                    each(
                        totals,
                        &numbers,
                        cells.iter().copied(),
                        |(total, count), cell| {
                            *total += i128::from(cell);
                            *count += 1;
                        },
                    );
                }
                (State::Sum(sums), Some(data)) => {
                    each(sums, &numbers, data.numbers(), Sum::add);
                }
                (State::Spread(spreads), Some(data)) => {
                    each(spreads, &numbers, data.numbers(), Spread::add);
                }
                (State::Numbers(all), Some(data)) => {
                    let cells = numbers.iter().copied().zip(data.numbers());
                    let there = cells.filter_map(|(group, cell)| Some((group, cell?)));
                    all.0.push(there.unzip());
                }
                (State::Whole(found), Some(Data::Whole(cells))) => {
                    each(found, &numbers, cells.iter().copied(), |best, cell| {
                        let better = best.is_none_or(|best| {
                            if least { cell < best } else { cell > best }
                        });
                        if better {
                            *best = Some(cell);
                        }
                    });
                }
                (State::Number(found), Some(Data::Number(cells))) => {
                    each(found, &numbers, cells.iter().copied(), |best, cell| {
                        *best = Some(match *best {
                            None => cell,
                            Some(best) if least => best.min(cell),
                            Some(best) => best.max(cell),
                        });
                    });
                }
                (State::Code(found), Some(Data::Codes(codes))) => {
                    let known =
                        measure.item.and_then(|item| self.known.get(item)?.lock().ok());
                    let bytes = |code: u32| known.as_ref().map(|known| known.bytes(code));
                    let cells = codes.iter().map(|code| (*code > 0).then_some(*code));
                    each(found, &numbers, cells, |best, code| {
                        let better = *best == 0
                            || *best != code && (bytes(code) < bytes(*best)) == least;
                        if better {
                            *best = code;
                        }
                    });
                }
                _ => return Err(another_type()),
            }
        }
        Ok(())
    }

    /// Returns the groups as a table: keys, and measures.
    pub(super) fn table(self) -> Result<Ready, Refusal> {
        let Self { plan, known, groups, states, .. } = self;
        let known: Vec<_> = known.iter().filter_map(|known| known.lock().ok()).collect();
        let rows = groups.len();
        let texts: Vec<&Dictionary> = known.iter().map(|known| &**known).collect();
        let keys = texts.par_iter().enumerate().take(plan.keys);
        let mut columns: Vec<_> = keys
            .map(|(key, known)| (own("key", key), known.cells(groups.column(key))))
            .collect();
        for (number, (measure, state)) in plan.measures.iter().zip(states).enumerate() {
            let mut state = state.unwrap_or_else(|| State::of(measure.how, None));
            state.resize(rows);
            let known = measure.item.and_then(|item| texts.get(item).copied());
            let cells = state.cells(measure, known, rows)?;
            columns.push((own("measure", number), cells));
        }
        engine::block(rows, columns)
    }
}

/// Changes what is kept for the groups of some rows by their cells; missing ones change nothing.
#[inline]
fn each<S, T>(
    state: &mut [S],
    groups: &[u32],
    cells: impl Iterator<Item = Option<T>>,
    mut change: impl FnMut(&mut S, T),
) {
    for (group, cell) in groups.iter().zip(cells) {
        if let (Some(state), Some(cell)) = (state.get_mut(*group as usize), cell) {
            change(state, cell);
        }
    }
}

impl State {
    /// Returns what is kept to make something of data.
    fn of(how: How, data: Option<&Data>) -> Self {
        match (how, data) {
            (How::Rows | How::Count | How::Distinct, _) => Self::Count(Vec::new()),
            (How::Mean, _) | (How::Sum, Some(Data::Number(_))) => Self::Sum(Vec::new()),
            (How::Sum, _) => Self::Total(Vec::new()),
            (How::Variance | How::Deviation, _) => Self::Spread(Vec::new()),
            (How::Quantile(_), _) => Self::Numbers(Numbers::default()),
            (_, Some(Data::Whole(_))) => Self::Whole(Vec::new()),
            (_, Some(Data::Number(_))) => Self::Number(Vec::new()),
            (_, _) => Self::Code(Vec::new()),
        }
    }

    /// Makes room for so many groups.
    fn resize(&mut self, len: usize) {
        match self {
            Self::Count(counts) => counts.resize(len, 0),
            Self::Total(totals) => totals.resize(len, (0, 0)),
            Self::Sum(sums) => sums.resize(len, Sum::default()),
            Self::Spread(spreads) => spreads.resize(len, Spread::default()),
            Self::Numbers(_) => {}
            Self::Whole(cells) => cells.resize(len, None),
            Self::Number(cells) => cells.resize(len, None),
            Self::Code(codes) => codes.resize(len, 0),
        }
    }

    /// Returns the cells that come out.
    fn cells<'d>(
        self,
        measure: &Measure,
        known: Option<&'d Dictionary>,
        groups: usize,
    ) -> Result<Values<'d>, Refusal> {
        let (text, at) = &measure.part;
        Ok(match self {
            Self::Count(counts) => {
                Values::Integer(counts.into_iter().map(Some).collect())
            }
            Self::Total(totals) => {
                let whole = |(total, count): (i128, i64)| {
                    (count > 0).then(|| i64::try_from(total)).transpose()
                };
                let cells: Result<_, _> = totals.into_iter().map(whole).collect();
                Values::Integer(cells.map_err(|_| Fault::Overflow.refusal(text, *at))?)
            }
            Self::Sum(sums) => {
                let mean = measure.how == How::Mean;
                let cell = |sum: Sum| {
                    let by = if mean { sum.count as f64 } else { 1.0 };
                    (sum.count > 0).then(|| sum.exact() / by)
                };
                Values::Number(sums.into_iter().map(cell).collect())
            }
            Self::Spread(spreads) => {
                let root = measure.how == How::Deviation;
                let cell = |spread: Spread| {
                    let variance = spread.squares / (spread.count - 1) as f64;
                    (spread.count > 1)
                        .then(|| if root { variance.sqrt() } else { variance })
                };
                Values::Number(spreads.into_iter().map(cell).collect())
            }
            Self::Numbers(all) => {
                let How::Quantile(share) = measure.how else {
                    return Ok(Values::Number(vec![None; groups]));
                };
                let grouped = all.grouped(groups).into_par_iter();
                let cell = |numbers: Vec<f64>| quantile(numbers, f64::from_bits(share));
                Values::Number(grouped.map(cell).collect())
            }
            Self::Whole(cells) => Values::Integer(cells),
            Self::Number(cells) => Values::Number(cells),
            Self::Code(codes) => match known {
                Some(known) => known.cells(codes.into_iter()),
                None => Values::Text(vec![None; codes.len()]),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Sum;

    #[test]
    fn a_sum_keeps_what_large_numbers_have_no_digits_for() {
        let mut sum = Sum::default();
        [1e16, 0.25, -1e16, 0.5].into_iter().for_each(|number| sum.add(number));
        assert_eq!(sum.exact().to_bits(), 0.75_f64.to_bits());
    }
}
